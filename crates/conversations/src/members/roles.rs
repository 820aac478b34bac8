//! `PUT /channels/{channel_id}/members/{user_id}/roles`, `PUT /channels/{channel_id}/members/{user_id}/schemeRoles`

use http_api::{Body, Done, Extension, Params, Result};
use kernel::{Ctx, Error, Signal, roles, signal};
use store::access::Membership;
use wire::{ChannelId, Permission, SetRoles, SetSchemeRoles, UserId};

use super::operations;
use crate::access;
use crate::roles::{Refusals, from_names, from_scheme};

/// The refusals of channels.
const REFUSALS: Refusals = Refusals {
    no_user: "api.channel.update_channel_member_roles.unset_user_scheme.app_error",
    of_scheme: "api.channel.update_channel_member_roles.scheme_role.app_error",
    changes_guest: "api.channel.update_channel_member_roles.changing_guest_role.app_error",
    user_as_guest: "api.channel.update_channel_member_roles.user_and_guest.app_error",
    guest_as_user: "api.channel.update_channel_member_roles.guest.app_error",
};

pub(crate) async fn set(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetRoles>,
) -> Result<Done> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let user_id = params.user(&ctx)?;

    access::channel(&ctx, channel_id, Permission::ManageChannelRoles).await?;

    let (current, scheme) = current(&ctx, channel_id, user_id).await?;
    let wanted = from_names(&ctx, &current, &scheme, &roles::CHANNEL, &input.roles, &REFUSALS).await?;
    apply(&ctx, channel_id, user_id, wanted).await?;

    Ok(Done)
}

pub(crate) async fn set_scheme(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetSchemeRoles>,
) -> Result<Done> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let user_id = params.user(&ctx)?;

    access::channel(&ctx, channel_id, Permission::ManageChannelRoles).await?;

    let (current, _) = current(&ctx, channel_id, user_id).await?;
    let wanted = from_scheme(&current, &input, &REFUSALS)?;
    apply(&ctx, channel_id, user_id, wanted).await?;

    Ok(Done)
}

async fn current(
    ctx: &Ctx,
    channel: ChannelId,
    user: UserId,
) -> kernel::Result<(Membership, store::access::SchemeRoles)> {
    let member = store::channels::member(ctx.db().read(), channel, user).await?;
    let member = member.ok_or_else(not_a_member)?;
    Ok((member.membership(), member.scheme))
}

fn not_a_member() -> Error {
    Error::not_found(operations::NOT_A_MEMBER, "the user is not in the channel")
}

/// Makes of a member what the roles say, and tells them.
async fn apply(ctx: &Ctx, channel: ChannelId, user: UserId, wanted: Membership) -> kernel::Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::channels::lock(tx, &[channel]).await?;
            if !store::channels::set_roles(tx, channel, user, &wanted, now).await? {
                return Err(not_a_member());
            }
            signal(tx, now, Signal::ChannelChanged { channel }).await?;
            operations::announce_member(tx, now, channel, user).await
        })
        .await
}
