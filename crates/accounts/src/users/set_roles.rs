//! `PUT /users/{user_id}/roles`

use http_api::{Body, Done, Error, Extension, Params, Result};
use kernel::{Ctx, Error as KernelError};
use wire::SetRoles;

use super::standing;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: Result<Body<SetRoles>>,
) -> Result<Done> {
    let id = params.user(&ctx)?;
    let roles = match body {
        Ok(Body(input)) => input.roles,
        // As in the protocol, a body that names no roles takes all of them.
        Err(Error(KernelError::Refused(error))) if error.id == kernel::INVALID_BODY_PARAM => String::new(),
        Err(other) => return Err(other),
    };

    standing::set_roles(&ctx, id, &roles).await?;

    Ok(Done)
}
