//! `DELETE /users/{user_id}`: deactivates an account.

use http_api::{Done, Extension, Params, Query, Result};
use kernel::Ctx;

use super::standing;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params, query: Query) -> Result<Done> {
    let id = params.user(&ctx)?;

    standing::delete(&ctx, id, query.flag("permanent")).await?;

    Ok(Done)
}
