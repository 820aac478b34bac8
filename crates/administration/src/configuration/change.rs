//! `PUT /config`, `PUT /config/patch`: a whole configuration, or parts of one.

use http_api::{Answer, Body, Extension};
use kernel::Ctx;
use serde_json::Value;

use super::operations;

pub(super) async fn replace(
    Extension(ctx): Extension<Ctx>,
    Body(incoming): Body<Value>,
) -> http_api::Result<Answer<Value>> {
    Ok(Answer(operations::replace(&ctx, incoming).await?))
}

pub(super) async fn patch(
    Extension(ctx): Extension<Ctx>,
    Body(incoming): Body<Value>,
) -> http_api::Result<Answer<Value>> {
    Ok(Answer(operations::patch(&ctx, incoming).await?))
}
