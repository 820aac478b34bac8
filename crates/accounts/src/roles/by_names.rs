//! `POST /roles/names`: the roles that exist of those named.

use http_api::{Answer, Extension, ListBody, Result, list};
use kernel::{Ctx, Error};
use wire::Role;

use super::{is_name, shape};

/// More names than one request may hold.
const TOO_MANY: &str = "api.roles.get_multiple_by_name_too_many.request_error";
const AT_ONCE: usize = 100;

pub async fn handler(Extension(ctx): Extension<Ctx>, body: ListBody) -> Result<Answer<Vec<Role>>> {
    let mut names = list::texts_up_to(body, "rolenames", AT_ONCE, || {
        Error::bad_request(TOO_MANY, "at most 100 roles can be asked for at once")
    })?;
    names.retain(|name| !name.trim().is_empty());
    if !names.iter().all(|name| is_name(name)) {
        return Err(Error::invalid_body_param("rolename").into());
    }

    let roles = store::roles::by_names(ctx.db().read(), names).await?;

    Ok(Answer(roles.into_iter().map(shape).collect()))
}
