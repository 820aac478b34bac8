//! Posts by their ids: those of them that the caller may read.

use std::collections::{BTreeMap, BTreeSet};

use http_api::{Answer, Extension, ListBody, list};
use kernel::access::post_missing;
use kernel::{Ctx, Error, Result};
use store::posts::PostRow;
use wire::{ChannelId, Post, PostId};

use super::shape::{self, Threads};

pub async fn handler(Extension(ctx): Extension<Ctx>, ids: ListBody) -> http_api::Result<Answer<Vec<Post>>> {
    let ids = distinct(ids)?;

    let rows = store::posts::by_ids(ctx.db().read(), &ids).await?;
    if rows.is_empty() {
        return Err(post_missing().into());
    }
    let rows = readable(&ctx, rows).await?;

    let posts = shape::posts(&ctx, &rows, Threads::Untold).await?;
    Ok(Answer(posts))
}

/// Too many posts are asked for.
pub const TOO_MANY: &str = "api.post.posts_by_ids.invalid_body.request_error";

/// The ids of a list, each once; a text that is no id names no post.
pub fn distinct(body: ListBody) -> http_api::Result<Vec<PostId>> {
    let too_many = || Error::bad_request(TOO_MANY, "too many posts are asked for");
    let texts = list::texts_up_to(body, "post_ids", list::MOST, too_many)?;
    let ids: BTreeSet<PostId> = texts.iter().filter_map(|text| text.parse().ok()).collect();
    Ok(ids.into_iter().collect())
}

/// Those of the posts whose channels the caller may read.
pub async fn readable(ctx: &Ctx, rows: Vec<PostRow>) -> Result<Vec<PostRow>> {
    let channels: BTreeSet<ChannelId> = rows.iter().map(|row| row.channel_id).collect();
    let channels: Vec<ChannelId> = channels.into_iter().collect();
    let mut is_readable = BTreeMap::new();
    for access in store::access::channels(ctx.db().read(), &channels, ctx.user_id()?).await? {
        let channel = ctx.with_permissions(access).await?;
        is_readable.insert(channel.row.id, channel.content_is_readable());
    }
    Ok(rows.into_iter().filter(|row| is_readable.get(&row.channel_id) == Some(&true)).collect())
}
