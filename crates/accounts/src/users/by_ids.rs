//! `POST /users/ids`: several users, those who changed after `since`.

use http_api::{Answer, Extension, ListBody, Query, Result, list};
use kernel::{Ctx, Error};

use super::{Sight, shape};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    query: Query,
    body: ListBody,
) -> Result<Answer<Vec<wire::User>>> {
    let ids = list::texts(body, "user_ids")?;
    let since = match query.text("since") {
        "" => 0,
        text => text.parse().map_err(|_| Error::invalid_body_param("since"))?,
    };

    let users = store::users::by_ids(ctx.db().read(), ids, since).await?;
    let users = Sight::of(&ctx).await?.among(&ctx, users).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Answer(users.iter().map(|user| viewer.see_in_list(user)).collect()))
}
