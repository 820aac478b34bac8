//! `POST /users`: somebody signs up, or an administrator makes an account.

use http_api::{Body, Created, Extension, Query, Result};
use kernel::Ctx;
use wire::SignUp;

use super::operations::{self, Invitation};
use super::shape;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    query: Query,
    Body(input): Body<SignUp>,
) -> Result<Created<wire::User>> {
    let invitation = match (query.text("t"), query.text("iid")) {
        ("", "") => None,
        ("", id) => Some(Invitation::Team(id.to_owned())),
        (token, _) => Some(Invitation::Token(token.to_owned())),
    };

    let user = operations::sign_up(&ctx, input, invitation).await?;

    Ok(Created(shape::own(&user)))
}
