//! `GET /users/stats`, `GET /users/stats/filtered`: how many there are.

use http_api::{Answer, Extension, Query, Result};
use kernel::Ctx;
use wire::user::UserCount;

use super::listing;

pub async fn total(Extension(ctx): Extension<Ctx>) -> Result<Answer<UserCount>> {
    Ok(Answer(UserCount { total_users_count: listing::count_active(&ctx).await? }))
}

pub async fn filtered(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Answer<UserCount>> {
    Ok(Answer(UserCount { total_users_count: listing::count(&ctx, &query).await? }))
}
