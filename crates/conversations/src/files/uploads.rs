//! `GET /users/{user_id}/uploads`: what somebody has begun to upload piece by piece. It is nobody else's.

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::Upload;

use super::shape;

const FOREIGN: &str = "api.user.get_uploads_for_user.forbidden.app_error";
/// Uploads that are told at most.
const MOST: i64 = 1000;

pub(super) async fn of_user(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Vec<Upload>>> {
    let user = params.user(&ctx)?;
    if ctx.user_id()? != user {
        return Err(Error::forbidden(FOREIGN, "these are somebody else's uploads").into());
    }

    let uploads = store::uploads::of_user(ctx.db().read(), user, MOST).await?;

    Ok(Answer(uploads.iter().map(shape::upload).collect()))
}
