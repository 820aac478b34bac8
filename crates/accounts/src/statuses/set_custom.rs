//! `PUT /users/{user_id}/status/custom`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::Ctx;
use wire::status::SetCustomStatus;

use super::custom;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetCustomStatus>,
) -> Result<Done> {
    let user = params.user(&ctx)?;

    custom::set(&ctx, user, input).await?;

    Ok(Done)
}
