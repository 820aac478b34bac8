//! `GET /schemes/{scheme_id}/teams`

use http_api::{Answer, Extension, Params, Query, Result};
use kernel::{Ctx, Error};
use wire::{Page, SchemeId, Team};

use super::shape;

/// The scheme is for something else.
const NOT_FOR_TEAMS: &str = "api.scheme.get_teams_for_scheme.scope.error";

pub(crate) async fn list(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Team>>> {
    let id: SchemeId = params.id("scheme_id")?;
    let page = Page::parse(query.get("page"), query.get("per_page"));

    let scheme = accounts::schemes::find(&ctx, id).await?;
    if scheme.scope != "team" {
        return Err(Error::bad_request(NOT_FOR_TEAMS, "the scheme is not for teams").into());
    }

    let rows = store::teams::of_scheme(ctx.db().read(), id, page).await?;

    Ok(Answer(shape::teams(&ctx, &rows).await?))
}
