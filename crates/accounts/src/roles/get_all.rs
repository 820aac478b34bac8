//! `GET /roles`

use http_api::{Answer, Extension, Result};
use kernel::Ctx;
use wire::Role;

use super::shape;

pub async fn handler(Extension(ctx): Extension<Ctx>) -> Result<Answer<Vec<Role>>> {
    let roles = store::roles::all(ctx.db().read()).await?;

    Ok(Answer(roles.into_iter().map(shape).collect()))
}
