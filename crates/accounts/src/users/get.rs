//! `GET /users/{user_id}`

use http_api::{Extension, HeaderMap, Params, Result, Tagged};
use kernel::Ctx;

use super::{Sight, shape};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    headers: HeaderMap,
) -> Result<Tagged<wire::User>> {
    let id = params.user(&ctx)?;

    let user = Sight::of(&ctx).await?.user(&ctx, id).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Tagged::new(&headers, viewer.tag(&ctx, &user), viewer.see(&user)))
}
