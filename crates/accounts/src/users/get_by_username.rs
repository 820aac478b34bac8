//! `GET /users/username/{username}`

use http_api::{Extension, HeaderMap, Params, Result, Tagged};
use kernel::{Ctx, Error};

use super::{Sight, profile, shape};

/// Nobody is called so.
const MISSING: &str = "app.user.get_by_username.app_error";

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    headers: HeaderMap,
) -> Result<Tagged<wire::User>> {
    let username = params.name("username")?;
    if !profile::is_username(username) {
        return Err(Error::invalid_body_param("username").into());
    }

    let sight = Sight::of(&ctx).await?;
    let user = store::users::by_username(ctx.db().read(), username).await?;
    let user = sight.found(&ctx, user, || Error::not_found(MISSING, "nobody is called so")).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Tagged::new(&headers, viewer.tag(&ctx, &user), viewer.see(&user)))
}
