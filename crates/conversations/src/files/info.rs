//! `GET /files/{file_id}/info`, `GET /posts/{post_id}/files/info`

use http_api::{Answer, Extension, Params};
use kernel::{Ctx, Error, Result};
use store::files::FileRow;
use wire::{FileId, FileInfo, Permission, PostId};

use super::shape;

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

pub(super) async fn of_post(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<Vec<FileInfo>>> {
    let id: PostId = params.id("post_id")?;
    let (post, _) = ctx.readable_post(id).await?;

    let files = shape::of_posts(ctx.db().read(), &[&post]).await?.remove(&post.id);

    Ok(Answer(files.unwrap_or_default()))
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
