//! `POST /users/{user_id}/preferences/delete`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::Ctx;
use wire::SavePreference;

use super::operations;
use crate::users::standing::require_own;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<Option<Vec<SavePreference>>>,
) -> Result<Done> {
    let user = params.user(&ctx)?;
    require_own(&ctx, user).await?;

    operations::delete(&ctx, user, input.unwrap_or_default()).await?;

    Ok(Done)
}
