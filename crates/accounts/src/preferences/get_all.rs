//! `GET /users/{user_id}/preferences`

use http_api::{Answer, Extension, Params, Result};
use kernel::Ctx;
use wire::Preference;

use super::operations;
use crate::users::standing::require_own;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Vec<Preference>>> {
    let user = params.user(&ctx)?;
    require_own(&ctx, user).await?;

    let preferences = store::preferences::of_user(ctx.db().read(), user).await?;

    Ok(Answer(preferences.into_iter().map(operations::shape).collect()))
}
