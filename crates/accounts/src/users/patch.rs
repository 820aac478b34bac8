//! `PUT /users/{user_id}/patch`

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::Ctx;
use wire::UserPatch;

use super::{operations, shape};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(patch): Body<UserPatch>,
) -> Result<Answer<wire::User>> {
    let id = params.user(&ctx)?;

    let user = operations::change_profile(&ctx, id, patch).await?;

    Ok(Answer(shape::own(&user)))
}
