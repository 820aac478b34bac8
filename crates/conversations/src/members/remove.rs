//! `DELETE /channels/{channel_id}/members/{user_id}`

use http_api::{Done, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::{ChannelId, Permission};

use super::add::USER_MISSING;
use super::operations;

/// Direct and group channels keep their members.
const NO_TEAM: &str = "api.channel.remove_channel_member.type.app_error";

pub(crate) async fn remove(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let user_id = params.user(&ctx)?;
    let is_own = user_id == ctx.user_id()?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    if !is_own {
        channel.require(match channel.is_private() {
            true => Permission::ManagePrivateChannelMembers,
            false => Permission::ManagePublicChannelMembers,
        })?;
    }
    if channel.is_direct_or_group() {
        return Err(Error::bad_request(NO_TEAM, "direct and group channels keep their members").into());
    }
    let user = store::users::by_id(ctx.db().read(), user_id).await?;
    let user = user.ok_or_else(|| Error::not_found(USER_MISSING, "no such user"))?;

    match is_own {
        true => operations::leave(&ctx, &channel.row, &user).await?,
        false => operations::remove(&ctx, &channel.row, &user).await?,
    }

    Ok(Done)
}
