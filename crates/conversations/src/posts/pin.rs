//! Pinning a post to its channel, taking it down again, and the list of what is pinned.

use http_api::{Done, Extension, HeaderMap, Params, Tagged};
use kernel::{Ctx, Error, Result};
use wire::{ChannelId, Permission, PostId, PostList};

use super::edit::{self, Change, PATCH, Rewriting};
use super::list::{self, View};
use crate::access::Ground;

pub async fn pin_handler(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Done> {
    let id: PostId = params.id("post_id")?;

    set(&ctx, id, true).await?;

    Ok(Done)
}

pub async fn unpin_handler(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Done> {
    let id: PostId = params.id("post_id")?;

    set(&ctx, id, false).await?;

    Ok(Done)
}

/// Posts that are told as pinned; the oldest come first.
const MOST: i64 = 1000;

pub async fn list_handler(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    params: Params,
) -> http_api::Result<Tagged<PostList>> {
    let id: ChannelId = params.id("channel_id")?;
    let channel = ctx.channel_with_content(id).await?;

    let rows = store::posts::pinned(ctx.db().read(), channel.row.id, MOST).await?;

    let bare = View { collapsed: None, skips_threads: true, roots_too: false, with_deleted: false };
    let posts = list::posts(&ctx, rows, bare, true).await?;
    Ok(Tagged::new(&headers, list::tag(&ctx, &posts), posts))
}

/// Pins the post, or takes it down. Who may write in a channel may pin there, whoever wrote the post and when.
async fn set(ctx: &Ctx, id: PostId, is_pinned: bool) -> Result<()> {
    let (post, channel) = ctx.post(id).await?.ok_or_else(Error::no_permission)?;
    if !channel.content_is_readable() || post.delete_at != 0 {
        return Err(Error::no_permission());
    }
    channel.require(Permission::CreatePost)?;
    PATCH.check(ctx, &channel).await?;
    let ground = Ground::of(ctx, &channel, &[Permission::CreatePost])?;

    let change = Change { is_pinned: Some(is_pinned), ..Change::default() };
    let rewriting = Rewriting { change, named: None, ground, refusals: PATCH };
    edit::rewrite(ctx, &post, rewriting).await?;
    Ok(())
}
