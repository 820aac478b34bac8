//! `POST /users/sessions/revoke/all`: signs everybody out.

use http_api::{Done, Extension, Result};
use kernel::Ctx;

use super::operations;

pub async fn handler(Extension(ctx): Extension<Ctx>) -> Result<Done> {
    operations::end_everybody(&ctx).await?;

    Ok(Done)
}
