//! `POST /users/usernames`: several users by their names, as they are spelled.

use http_api::{Answer, Extension, ListBody, Result, list};
use kernel::Ctx;

use super::{Sight, shape};

pub async fn handler(Extension(ctx): Extension<Ctx>, body: ListBody) -> Result<Answer<Vec<wire::User>>> {
    let usernames = list::texts(body, "usernames")?;

    let users = store::users::by_usernames(ctx.db().read(), usernames).await?;
    let users = Sight::of(&ctx).await?.among(&ctx, users).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Answer(users.iter().map(|user| viewer.see_in_list(user)).collect()))
}
