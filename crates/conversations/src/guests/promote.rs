//! `POST /users/{user_id}/promote`

use http_api::{Done, Extension, Params, Result};
use kernel::Ctx;

use super::operations;

pub(super) async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let user = params.user(&ctx)?;

    operations::promote(&ctx, user).await?;

    Ok(Done)
}
