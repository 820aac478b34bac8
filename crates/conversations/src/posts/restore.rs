//! Bringing back an older text of a post.

use http_api::{Answer, Extension, Params};
use kernel::{Ctx, Error};
use wire::{Post, PostId};

use super::edit::{self, Change, UPDATE};

/// The version is none of this post's.
const FOREIGN: &str = "app.post.restore_post_version.not_an_history_item.app_error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Answer<Post>> {
    let (id, version): (PostId, PostId) = (params.id("post_id")?, params.id("restore_version_id")?);
    let editable = edit::editable(&ctx, id, UPDATE).await?;
    if editable.post.user_id != ctx.user_id()? {
        return Err(Error::no_permission().into());
    }
    let version = store::posts::by_id(ctx.db().read(), version).await?.ok_or_else(Error::no_permission)?;
    if version.original_id != Some(id) {
        return Err(Error::bad_request(FOREIGN, "this is no older version of the post").into());
    }

    let change = Change { message: Some(version.message), ..Change::default() };
    Ok(Answer(edit::edit(&ctx, editable, change).await?))
}
