//! `POST /users/{user_id}/demote`

use http_api::{Done, Extension, Params, Result};
use kernel::Ctx;

use super::operations;

pub(super) async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let user = params.user(&ctx)?;

    operations::demote(&ctx, user).await?;

    Ok(Done)
}
