//! `GET /roles/name/{role_name}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::Role;

use super::shape;

/// No role of this name.
const MISSING: &str = "app.role.get_by_name.app_error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Role>> {
    let name = params.text("role_name").to_owned();

    let role = store::roles::by_names(ctx.db().read(), vec![name])
        .await?
        .into_iter()
        .next()
        .ok_or_else(|| Error::not_found(MISSING, "there is no such role"))?;

    Ok(Answer(shape(role)))
}
