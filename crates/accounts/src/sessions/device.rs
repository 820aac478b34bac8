//! `PUT /users/sessions/device`: what a phone tells of itself.

use http_api::{Body, Done, Extension, Result};
use kernel::Ctx;
use wire::session::DeviceProps;

use super::operations;

pub async fn handler(Extension(ctx): Extension<Ctx>, Body(input): Body<DeviceProps>) -> Result<Done> {
    operations::set_device(&ctx, input).await?;

    Ok(Done)
}
