//! `DELETE /users/{user_id}/status/custom`

use http_api::{Done, Extension, Params, Result};
use kernel::Ctx;

use super::custom;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let user = params.user(&ctx)?;

    custom::clear(&ctx, user).await?;

    Ok(Done)
}
