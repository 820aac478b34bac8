//! `GET /users/{user_id}/status`

use http_api::{Answer, Extension, Params, Result};
use kernel::Ctx;
use wire::Status;

use super::{missing, operations};
use crate::users::Sight;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Status>> {
    let user = params.user(&ctx)?;
    if !ctx.config().service.enable_user_statuses {
        return Err(missing().into());
    }

    Sight::of(&ctx).await?.require(&ctx, user).await?;
    store::users::by_id(ctx.db().read(), user).await?.ok_or_else(missing)?;
    let status = operations::of(&ctx, vec![user]).await?.into_iter().next().ok_or_else(missing)?;

    Ok(Answer(status))
}
