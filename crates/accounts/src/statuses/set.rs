//! `PUT /users/{user_id}/status`

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::status::SetStatus;
use wire::{Presence, Status};

use super::{missing, operations};
use crate::users::standing::require_own;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetStatus>,
) -> Result<Answer<Status>> {
    let user = params.user(&ctx)?;
    if input.user_id != user.as_str() {
        return Err(Error::invalid_body_param("user_id").into());
    }
    let presence = Presence::parse(&input.status)
        .filter(|presence| *presence != Presence::Ooo)
        .ok_or_else(|| Error::invalid_body_param("status"))?;
    require_own(&ctx, user).await?;

    operations::choose(&ctx, user, presence, input.dnd_end_time).await?;

    let status = operations::of(&ctx, vec![user]).await?.into_iter().next().ok_or_else(missing)?;
    Ok(Answer(status))
}
