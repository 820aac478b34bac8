//! `DELETE /users/{user_id}/status/custom/recent`, and the same for clients that send no body with a deletion.

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

    custom::forget(&ctx, user, input).await?;

    Ok(Done)
}
