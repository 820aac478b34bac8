//! `PUT /users/{user_id}/roles`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::Ctx;
use wire::SetRoles;

use super::standing;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetRoles>,
) -> Result<Done> {
    let id = params.user(&ctx)?;

    standing::set_roles(&ctx, id, &input.roles).await?;

    Ok(Done)
}
