//! `PUT /users/{user_id}`: a whole profile in place of the present one.

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::UpdateUser;

use super::{operations, shape};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<UpdateUser>,
) -> Result<Answer<wire::User>> {
    let id = params.user(&ctx)?;
    if input.id != id.as_str() {
        return Err(Error::invalid_body_param("user_id").into());
    }

    let user = operations::replace_profile(&ctx, id, input).await?;

    Ok(Answer(shape::own(&user)))
}
