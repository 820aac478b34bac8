//! `POST /users/{user_id}/reset_failed_attempts`: lets somebody in again who tried too often.

use http_api::{Done, Extension, Params, Result};
use kernel::Ctx;

use super::standing;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let id = params.user(&ctx)?;

    standing::forgive_attempts(&ctx, id).await?;

    Ok(Done)
}
