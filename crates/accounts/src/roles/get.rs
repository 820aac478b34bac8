//! `GET /roles/{role_id}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::Role;

use super::shape;

/// No such role.
const MISSING: &str = "app.role.get.app_error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Role>> {
    let id = params.id("role_id")?;

    let role = store::roles::by_id(ctx.db().read(), id)
        .await?
        .ok_or_else(|| Error::not_found(MISSING, "there is no such role"))?;

    Ok(Answer(shape(role)))
}
