//! `POST /teams/search`

use http_api::{Answer, Body, Extension, Result};
use kernel::{Ctx, Error};
use wire::{Permission, TeamSearch};

use super::list::{Teams, listing};
use super::shape;

/// Only who may list every team is told of pages of them.
const NO_PAGES_OF_OPEN: &str = "api.team.search_teams.pagination_not_implemented.public_team_search";
const NO_PAGES_OF_CLOSED: &str = "api.team.search_teams.pagination_not_implemented.private_team_search";
/// Teams that a search without pages finds at most.
const MOST_FOUND: i64 = 100;

pub(crate) async fn search(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<TeamSearch>,
) -> Result<Answer<Teams>> {
    let Some(listing) = listing(&ctx).await? else { return Ok(Answer(Teams::Page(Vec::new()))) };
    let page = input.page.zip(input.per_page);
    match listing {
        _ if page.is_none() => {}
        store::teams::Listing::All => {}
        store::teams::Listing::Open => {
            return Err(Error::refused(501, NO_PAGES_OF_OPEN, "open teams come without pages").into());
        }
        store::teams::Listing::Closed => {
            return Err(Error::refused(501, NO_PAGES_OF_CLOSED, "closed teams come without pages").into());
        }
    }
    if input.exclude_policy_constrained {
        ctx.require(Permission::SysconsoleReadComplianceDataRetentionPolicy).await?;
    }

    let filter = store::teams::Filter {
        listing,
        term: input.term.trim().to_owned(),
        allow_open_invite: input.allow_open_invite,
        group_constrained: input.group_constrained,
    };
    let (limit, offset) = match page {
        Some((page, per_page)) => {
            let limit = per_page.clamp(0, i64::from(wire::paging::MAX_PER_PAGE));
            (limit, page.max(0).saturating_mul(limit))
        }
        None => (MOST_FOUND, 0),
    };
    let conn = ctx.db().read();
    let rows = store::teams::search(conn, &filter, limit, offset).await?;
    let teams = shape::teams(&ctx, &rows).await?;

    Ok(Answer(match page {
        Some(_) => Teams::Counted { teams, total_count: store::teams::count_found(conn, &filter).await? },
        None => Teams::Page(teams),
    }))
}
