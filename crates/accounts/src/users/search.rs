//! `POST /users/search`

use http_api::{Answer, Body, Extension, Result};
use kernel::Ctx;
use wire::SearchUsers;

use super::{listing, shape};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<SearchUsers>,
) -> Result<Answer<Vec<wire::User>>> {
    let users = listing::search(&ctx, &input).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Answer(users.iter().map(|user| viewer.see_in_list(user)).collect()))
}
