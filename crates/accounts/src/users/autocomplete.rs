//! `GET /users/autocomplete`: whom a beginning may mean.

use http_api::{Answer, Extension, Query, Result};
use kernel::Ctx;
use wire::user::Suggestions;

use super::{listing, shape};

pub async fn handler(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Answer<Suggestions>> {
    let (users, others) = listing::suggest(&ctx, &query).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    Ok(Answer(Suggestions {
        users: users.iter().map(|user| viewer.see_in_list(user)).collect(),
        out_of_channel: others.iter().map(|user| viewer.see_in_list(user)).collect(),
    }))
}
