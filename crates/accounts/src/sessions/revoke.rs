//! `POST /users/{user_id}/sessions/revoke`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::session::RevokeSession;

use super::operations;
use crate::users::standing::require_own;

/// No such session.
const MISSING: &str = "app.session.get.app_error";

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<RevokeSession>,
) -> Result<Done> {
    let user = params.user(&ctx)?;
    ctx.require_sign_in()?;
    require_own(&ctx, user).await?;
    if input.session_id.is_empty() {
        return Err(Error::invalid_body_param("session_id").into());
    }
    let missing = || Error::bad_request(MISSING, "there is no such session");
    let id = input.session_id.parse().map_err(|_| missing())?;
    let session = store::sessions::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    if session.user_id != user {
        return Err(Error::invalid_url_param("user_id").into());
    }

    operations::end(&ctx, user, id).await?;

    Ok(Done)
}
