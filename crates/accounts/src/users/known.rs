//! `GET /users/known`: the ids of those with whom the caller shares a channel.

use http_api::{Answer, Extension, Result};
use kernel::Ctx;
use wire::UserId;

use super::listing;

pub async fn handler(Extension(ctx): Extension<Ctx>) -> Result<Answer<Vec<UserId>>> {
    let user = ctx.user_id()?;

    Ok(Answer(listing::known(&ctx, user).await?))
}
