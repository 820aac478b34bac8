//! `GET /channels/{channel_id}/members/{user_id}`

use http_api::{Answer, Extension, Params, Result};
use kernel::{Ctx, Error};
use wire::{ChannelId, ChannelMember, Permission};

use super::{operations, shape};
use crate::access;

pub(crate) async fn get(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<ChannelMember>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let user_id = params.user(&ctx)?;

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let member = store::channels::member(ctx.db().read(), channel.row.id, user_id).await?;
    let member =
        member.ok_or_else(|| Error::not_found(operations::NOT_A_MEMBER, "the user is not in the channel"))?;

    Ok(Answer(shape::member_for(ctx.user_id()?, &member)))
}
