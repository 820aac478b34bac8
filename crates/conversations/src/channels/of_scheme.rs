//! `GET /schemes/{scheme_id}/channels`

use http_api::{Answer, Extension, Params, Query, Result};
use kernel::{Ctx, Error};
use wire::{Channel, Page, SchemeId};

use super::shape;

/// The scheme is for something else.
const NOT_FOR_CHANNELS: &str = "api.scheme.get_channels_for_scheme.scope.error";

pub(super) async fn list(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let id: SchemeId = params.id("scheme_id")?;
    let page = Page::parse(query.get("page"), query.get("per_page"));

    let scheme = accounts::schemes::find(&ctx, id).await?;
    if scheme.scope != "channel" {
        return Err(Error::bad_request(NOT_FOR_CHANNELS, "the scheme is not for channels").into());
    }

    let rows = store::channels::of_scheme(ctx.db().read(), id, page).await?;

    Ok(Answer(shape::channels(&rows)?))
}
