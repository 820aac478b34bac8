//! `GET /files/{file_id}/info`, `GET /posts/{post_id}/files/info`

use http_api::{Answer, Extension, HeaderMap, Params, Query, Tagged};
use kernel::{Ctx, Error, Result};
use store::files::FileRow;
use wire::{FileId, FileInfo, Permission, PostId, etag};

use super::shape;
use crate::posts::get;

/// No such file.
const MISSING: &str = "app.file_info.get.app_error";

pub(super) async fn of_file(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<FileInfo>> {
    let id: FileId = params.id("file_id")?;
    let file = readable(&ctx, id).await?;

    Ok(Answer(shape::file(&file)))
}

/// Deleted files, and those of a deleted post, are for those who manage the system.
pub(super) async fn of_post(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    params: Params,
    query: Query,
) -> http_api::Result<Tagged<Vec<FileInfo>>> {
    let id: PostId = params.id("post_id")?;

    let files = if query.flag("include_deleted") {
        let post = get::with_deleted(&ctx, id).await?;
        shape::all_of_post(ctx.db().read(), &post).await?
    } else {
        let (post, _) = ctx.readable_post(id).await?;
        shape::of_posts(ctx.db().read(), &[&post]).await?.remove(&post.id).unwrap_or_default()
    };

    let changed_at = files.iter().map(|file| file.update_at.max(file.delete_at)).max().unwrap_or_default();
    let tag = etag::of(ctx.app().identity.version, &[&id, &changed_at]);
    Ok(Tagged::new(&headers, tag, files))
}

/// The file, if the caller may know of it.
async fn readable(ctx: &Ctx, id: FileId) -> Result<FileRow> {
    let missing = || Error::not_found(MISSING, "no such file");
    let file = store::files::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    match file.post_id {
        Some(post) => {
            ctx.readable_post(post).await?;
        }
        None if file.creator_id == ctx.user_id()?.as_str() => {}
        None => ctx.require(Permission::ManageSystem).await?,
    }
    Ok(file)
}
