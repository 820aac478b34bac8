//! `POST /users/{user_id}/typing`: what sockets tell with an action, for clients without one.

use http_api::{Body, Done, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::{Permission, Typing};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<Typing>,
) -> Result<Done> {
    let user = params.user(&ctx)?;
    if ctx.user_id()? != user {
        ctx.require(Permission::ManageSystem).await?;
    }
    let channel = input.channel_id.parse().map_err(|_| Error::no_permission())?;
    let channel = ctx.channel(channel).await?.ok_or_else(Error::no_permission)?;
    channel.require(Permission::CreatePost)?;

    realtime::types(&ctx, user, channel.row.id, &input.parent_id)?;

    Ok(Done)
}
