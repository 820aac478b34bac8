//! The reactions on one post, or on several.

use std::collections::BTreeMap;

use http_api::{Answer, Extension, ListBody, Params};
use kernel::access::post_missing;
use kernel::{Ctx, Error};
use wire::{PostId, Reaction};

use crate::posts::{by_ids, shape};

/// A post without reactions has `null`; a deleted one still tells what it had.
pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<Option<Vec<Reaction>>>> {
    let id: PostId = params.id("post_id")?;
    let (post, channel) = ctx.post(id).await?.ok_or_else(post_missing)?;
    if !channel.content_is_readable() {
        return Err(Error::no_permission().into());
    }

    let rows = store::reactions::of_posts(ctx.db().read(), &[post.id]).await?;

    let reactions: Vec<Reaction> = rows.into_iter().map(shape::reaction).collect();
    Ok(Answer(Some(reactions).filter(|reactions| !reactions.is_empty())))
}

/// The reactions on posts that the caller may all read.
pub async fn bulk_handler(
    Extension(ctx): Extension<Ctx>,
    ids: ListBody,
) -> http_api::Result<Answer<BTreeMap<PostId, Vec<Reaction>>>> {
    let ids = by_ids::distinct(ids)?;
    let rows = store::posts::by_ids(ctx.db().read(), &ids).await?;
    let rows = by_ids::readable(&ctx, rows).await?;
    if rows.len() != ids.len() {
        return Err(Error::no_permission().into());
    }

    let mut reactions: BTreeMap<PostId, Vec<Reaction>> = ids.iter().map(|id| (*id, Vec::new())).collect();
    for row in store::reactions::of_posts(ctx.db().read(), &ids).await? {
        reactions.entry(row.post_id).or_default().push(shape::reaction(row));
    }

    Ok(Answer(reactions))
}
