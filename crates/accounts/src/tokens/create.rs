//! `POST /users/{user_id}/tokens`

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::Ctx;
use wire::AccessToken;
use wire::token::CreateAccessToken;

use super::operations;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<CreateAccessToken>,
) -> Result<Answer<AccessToken>> {
    let user = params.user(&ctx)?;

    Ok(Answer(operations::create(&ctx, user, input.description).await?))
}
