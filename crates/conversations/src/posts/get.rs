//! One post.

use http_api::{Extension, HeaderMap, Params, Query, Tagged};
use kernel::access::post_missing;
use kernel::{Ctx, Error, Result};
use store::posts::PostRow;
use wire::{Permission, Post, PostId, etag};

use super::shape::{self, Threads};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    params: Params,
    query: Query,
) -> http_api::Result<Tagged<Post>> {
    let id: PostId = params.id("post_id")?;

    let row = if query.flag("include_deleted") {
        with_deleted(&ctx, id).await?
    } else {
        ctx.readable_post(id).await?.0
    };

    let tag = etag::of_post(ctx.app().identity.version, row.id, row.update_at);
    let post = shaped(&ctx, &row).await?;

    Ok(Tagged::new(&headers, tag, post))
}

/// The post, also when it is deleted: for those who manage the system.
pub(crate) async fn with_deleted(ctx: &Ctx, id: PostId) -> Result<PostRow> {
    ctx.require(Permission::ManageSystem).await?;
    let (row, channel) = ctx.post(id).await?.ok_or_else(post_missing)?;
    if channel.content_is_readable() { Ok(row) } else { Err(Error::no_permission()) }
}

/// The post as its reader gets it.
pub async fn shaped(ctx: &Ctx, row: &PostRow) -> Result<Post> {
    let posts = shape::posts(ctx, std::slice::from_ref(row), Threads::Counted).await?;
    posts.into_iter().next().ok_or_else(post_missing)
}
