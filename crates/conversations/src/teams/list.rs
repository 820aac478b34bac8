//! `GET /teams`

use http_api::{Answer, Extension, Query, Result};
use kernel::{Ctx, Error};
use serde::Serialize;
use store::teams::Listing;
use wire::{Page, Permission, Team};

use super::shape;

/// The caller may list no teams.
pub(super) const REFUSED: &str = "api.team.get_all_teams.insufficient_permissions";

/// A list, or a list with the number of all.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Teams {
    Page(Vec<Team>),
    Counted { teams: Vec<Team>, total_count: i64 },
}

pub(crate) async fn list(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Answer<Teams>> {
    let page = Page::parse(query.get("page"), query.get("per_page"));
    if query.flag("exclude_policy_constrained") {
        ctx.require(Permission::SysconsoleReadComplianceDataRetentionPolicy).await?;
    }

    let listing = listing(&ctx).await?.ok_or_else(|| Error::forbidden(REFUSED, "you may not list teams"))?;

    let rows = store::teams::page(ctx.db().read(), listing, page).await?;
    let teams = shape::teams(&ctx, &rows).await?;

    Ok(Answer(match query.flag("include_total_count") {
        true => Teams::Counted { teams, total_count: store::teams::count(ctx.db().read(), listing).await? },
        false => Teams::Page(teams),
    }))
}

/// Which teams the caller may list; None: none.
pub(super) async fn listing(ctx: &Ctx) -> kernel::Result<Option<Listing>> {
    let (open, closed) =
        (ctx.may(Permission::ListPublicTeams).await?, ctx.may(Permission::ListPrivateTeams).await?);
    Ok(match (open, closed) {
        (true, true) => Some(Listing::All),
        (true, false) => Some(Listing::Open),
        (false, true) => Some(Listing::Closed),
        (false, false) => None,
    })
}
