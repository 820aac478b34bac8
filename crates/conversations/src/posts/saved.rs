//! The posts that a user saved: `GET /users/{user_id}/posts/flagged`. Saving one is a preference.

use http_api::{Answer, Extension, Params, Query};
use kernel::{Ctx, Error};
use store::posts::Saved;
use wire::{Page, Permission, PostList};

use super::by_ids;
use super::list::{self, View};
use crate::access;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> http_api::Result<Answer<PostList>> {
    let user = params.user(&ctx)?;
    access::oneself(&ctx, user, Permission::EditOtherUsers).await?;
    let of = Saved { user, team: id(&query, "team_id")?, channel: id(&query, "channel_id")? };
    let page = Page::parse(query.get("page"), query.get("per_page"));

    // The page counts single posts, as the protocol has it.
    let skipped = i64::try_from(page.page).unwrap_or(i64::MAX);
    let rows = store::posts::saved(ctx.db().read(), of, page.limit(), skipped).await?;
    let rows = by_ids::readable(&ctx, rows).await?;

    let bare = View { collapsed: None, skips_threads: true, roots_too: false, with_deleted: false };
    Ok(Answer(list::posts(&ctx, rows, bare, true).await?))
}

fn id<T: std::str::FromStr>(query: &Query, name: &str) -> kernel::Result<Option<T>> {
    match query.text(name) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| Error::invalid_url_param(name)),
    }
}
