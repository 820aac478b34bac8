//! `POST /users/{user_id}/sessions/revoke/all`

use http_api::{Done, Extension, Params, Result};
use kernel::{Ctx, Error};

use super::operations;
use crate::users::standing::require_own;

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let user = params.user(&ctx)?;
    ctx.require_sign_in()?;
    require_own(&ctx, user).await?;

    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            operations::end_all(tx, now, user).await?;
            Ok::<_, Error>(())
        })
        .await?;

    Ok(Done)
}
