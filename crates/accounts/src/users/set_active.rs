//! `PUT /users/{user_id}/active`: deactivates an account, or activates it again.

use http_api::{Body, Done, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::SetActive;

use super::standing;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetActive>,
) -> Result<Done> {
    let id = params.user(&ctx)?;
    let is_active = input.active.ok_or_else(|| Error::invalid_body_param("active"))?;

    standing::set_active(&ctx, id, is_active).await?;

    Ok(Done)
}
