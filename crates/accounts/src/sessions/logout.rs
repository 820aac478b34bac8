//! `POST /users/logout`: fine for everybody, also without a session.

use http_api::{Done, Extension, IntoResponse, Response, Result, cookies};
use kernel::Ctx;

use super::operations;

pub async fn handler(Extension(ctx): Extension<Ctx>) -> Result<Response> {
    if let Some(session) = ctx.session() {
        operations::end(&ctx, session.user_id, session.id).await?;
    }

    let mut response = Done.into_response();
    cookies::clear(response.headers_mut(), &cookies::Site::of(&ctx));
    Ok(response)
}
