//! `GET /users`: a page of people, of a team, a channel, or all.

use std::collections::HashMap;

use http_api::{Answer, Extension, Query, Result};
use kernel::Ctx;

use super::{listing, shape};
use crate::statuses;

pub async fn handler(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Answer<Vec<wire::User>>> {
    let page = wire::Page::parse(query.get("page"), query.get("per_page"));

    let users = listing::page(&ctx, &query, page).await?;

    let viewer = shape::Viewer::of(&ctx).await?;
    let mut seen: Vec<wire::User> = users.iter().map(|user| viewer.see_in_list(user)).collect();
    if query.text("sort") == "last_activity_at" {
        let ids = users.iter().map(|user| user.id).collect();
        let statuses = statuses::operations::of(&ctx, ids).await?;
        let active: HashMap<_, _> =
            statuses.into_iter().map(|status| (status.user_id, status.last_activity_at)).collect();
        for user in &mut seen {
            user.last_activity_at = active.get(&user.id).copied().unwrap_or_default();
        }
    }
    Ok(Answer(seen))
}
