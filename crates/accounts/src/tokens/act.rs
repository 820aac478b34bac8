//! `POST /users/tokens/revoke`, `…/disable`, `…/enable`

use http_api::{Body, Done, Extension, Result};
use kernel::Ctx;
use wire::token::NameAccessToken;

use super::operations;

pub async fn revoke(Extension(ctx): Extension<Ctx>, Body(input): Body<NameAccessToken>) -> Result<Done> {
    operations::revoke(&ctx, input.token_id.parse().ok()).await?;

    Ok(Done)
}

pub async fn disable(Extension(ctx): Extension<Ctx>, Body(input): Body<NameAccessToken>) -> Result<Done> {
    operations::set_active(&ctx, input.token_id.parse().ok(), false).await?;

    Ok(Done)
}

pub async fn enable(Extension(ctx): Extension<Ctx>, Body(input): Body<NameAccessToken>) -> Result<Done> {
    operations::set_active(&ctx, input.token_id.parse().ok(), true).await?;

    Ok(Done)
}
