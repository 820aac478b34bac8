//! `POST /users/usernames`: several users by their names, as they are spelled.

use http_api::{Answer, Body, Extension, Result};
use kernel::Ctx;

use super::{Sight, shape};
use crate::lists;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    body: Result<Body<Option<Vec<String>>>>,
) -> Result<Answer<Vec<wire::User>>> {
    let usernames = lists::texts(body, "usernames")?;

    let users = store::users::by_usernames(ctx.db().read(), usernames).await?;
    let users = Sight::of(&ctx).await?.among(&ctx, users).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Answer(users.iter().map(|user| viewer.see_in_list(user)).collect()))
}
