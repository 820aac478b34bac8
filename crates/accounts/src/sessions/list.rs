//! `GET /users/{user_id}/sessions`

use http_api::{Answer, Extension, Params, Result};
use kernel::Ctx;

use super::operations;
use crate::users::standing::require_own;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Vec<wire::Session>>> {
    let user = params.user(&ctx)?;
    ctx.require_sign_in()?;
    require_own(&ctx, user).await?;

    let sessions = operations::list(&ctx, user).await?;

    Ok(Answer(sessions))
}
