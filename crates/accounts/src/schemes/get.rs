//! `GET /schemes/{scheme_id}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use store::schemes::SchemeRow;
use wire::{Scheme, SchemeId};

use super::shape;

/// No such scheme.
const MISSING: &str = "app.scheme.get.app_error";

/// A deleted scheme is told as such.
pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Scheme>> {
    let id: SchemeId = params.id("scheme_id")?;

    let scheme = find(&ctx, id).await?;

    Ok(Answer(shape(scheme)))
}

/// The scheme, deleted or not.
///
/// # Errors
///
/// There is no such scheme.
pub async fn find(ctx: &Ctx, id: SchemeId) -> kernel::Result<SchemeRow> {
    let scheme = store::schemes::by_id(ctx.db().read(), id).await?;
    scheme.ok_or_else(|| Error::not_found(MISSING, "there is no such scheme"))
}
