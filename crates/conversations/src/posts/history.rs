//! The older texts of a post, for its author.

use http_api::{Answer, Extension, Params};
use kernel::access::post_missing;
use kernel::{Ctx, Error};
use wire::{Permission, Post, PostId};

use super::shape;

/// How many older texts are told.
const MAX: i64 = 1000;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Answer<Vec<Post>>> {
    let id: PostId = params.id("post_id")?;
    let (post, channel) = ctx.post(id).await?.ok_or_else(Error::no_permission)?;
    channel.require(Permission::EditPost)?;
    if post.user_id != ctx.user_id()? || post.delete_at != 0 {
        return Err(Error::no_permission().into());
    }

    let versions = store::posts::versions(ctx.db().read(), id, MAX).await?;
    if versions.is_empty() {
        return Err(post_missing().into());
    }

    Ok(Answer(versions.iter().map(shape::version).collect()))
}
