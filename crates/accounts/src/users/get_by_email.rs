//! `GET /users/email/{email}`: for those who may see addresses at all.

use http_api::{Extension, HeaderMap, Params, Result, Tagged};
use kernel::{Ctx, Error};

use super::{Sight, missing, profile, shape};

/// Addresses are hidden.
const HIDDEN: &str = "api.user.get_user_by_email.permissions.app_error";

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    headers: HeaderMap,
) -> Result<Tagged<wire::User>> {
    let email = params.text("email").to_lowercase();
    if !profile::is_email(&email) {
        return Err(Error::invalid_url_param("email").into());
    }

    let viewer = shape::Viewer::of(&ctx).await?;
    if !viewer.sees_addresses() {
        return Err(Error::forbidden(HIDDEN, "addresses are hidden on this server").into());
    }
    let sight = Sight::of(&ctx).await?;
    let user = store::users::by_email(ctx.db().read(), &email).await?;
    let user = sight.found(&ctx, user, missing).await?;

    Ok(Tagged::new(&headers, viewer.tag(&ctx, &user), viewer.see(&user)))
}
