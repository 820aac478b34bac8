//! `POST /users/login`. The token stands in the header `Token`; browsers get cookies, too.

use http_api::{Answer, Body, Error, Extension, HeaderMap, IntoResponse, Response, Result, cookies};
use kernel::{Ctx, Error as KernelError};
use wire::Login;

use super::operations;
use crate::users::shape;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    body: Result<Body<Login>>,
) -> Result<Response> {
    let login = match body {
        Ok(Body(login)) => login,
        // What is no such object counts as an empty one, which has no password.
        Err(Error(KernelError::Refused(error))) if error.status_code == 400 => Login::default(),
        Err(other) => return Err(other),
    };

    let opened = operations::sign_in(&ctx, login).await?;

    let mut response = Answer(shape::own(&opened.user)).into_response();
    if let Ok(token) = opened.token.parse() {
        response.headers_mut().insert("Token", token);
    }
    let is_browser = headers.get("X-Requested-With").is_some_and(|value| value == "XMLHttpRequest");
    if is_browser {
        let site = cookies::Site::of(&ctx);
        cookies::set(response.headers_mut(), &site, &opened.token, &opened.session, opened.seconds);
    }
    Ok(response)
}
