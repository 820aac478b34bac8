//! `POST /users/status/ids`

use http_api::{Answer, Extension, ListBody, Result, list};
use kernel::{Ctx, Error};
use wire::{Status, UserId};

use super::operations;
use crate::users::Sight;

pub async fn handler(Extension(ctx): Extension<Ctx>, body: ListBody) -> Result<Answer<Vec<Status>>> {
    let ids = list::texts(body, "user_ids")?;
    let mut ids = ids
        .iter()
        .map(|id| id.parse().map_err(|_| Error::invalid_body_param("user_ids")))
        .collect::<kernel::Result<Vec<UserId>>>()?;
    if !ctx.config().service.enable_user_statuses {
        return Ok(Answer(Vec::new()));
    }

    if let Some(known) = Sight::of(&ctx).await?.known(&ctx, ids.clone()).await? {
        ids.retain(|id| known.contains(id));
    }
    let statuses = operations::of(&ctx, ids).await?;

    Ok(Answer(statuses))
}
