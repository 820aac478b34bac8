//! `PUT /users/{user_id}/password`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::Ctx;
use wire::ChangePassword;

use super::operations;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<ChangePassword>,
) -> Result<Done> {
    let id = params.user(&ctx)?;

    operations::change_password(&ctx, id, input).await?;

    Ok(Done)
}
