//! `DELETE /channels/{channel_id}`, `POST /channels/{channel_id}/restore`
//!
//! An archived channel stays as it was: its members read it, and its name stays taken. Nobody writes in it. To purge
//! one, where a setting allows that, is for administrators.

use http_api::{Answer, Done, Extension, Params, Query, Result};
use kernel::{Ctx, Error, Event, Signal, publish, signal};
use serde_json::json;
use store::channels::ChannelRow;
use wire::{Broadcast, Channel, ChannelId, EventKind, Permission, PostId};

use super::{DEFAULT, operations, shape};
use crate::members;
use crate::posts::system::{self, SystemPost};

/// Direct and group channels are not archived.
const OF_DIRECT: &str = "api.channel.delete_channel.type.invalid";
const OF_DEFAULT: &str = "api.channel.delete_channel.cannot.app_error";
/// It is archived already.
const AGAIN: &str = "api.channel.delete_channel.deleted.app_error";
const NOT_ARCHIVED: &str = "api.channel.restore_channel.restored.app_error";
const PURGE_DISABLED: &str = "api.user.delete_channel.not_enabled.for_admin.app_error";

pub(crate) async fn delete(Extension(ctx): Extension<Ctx>, params: Params, query: Query) -> Result<Done> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    if channel.is_direct_or_group() {
        let knows = channel.member.is_some() || channel.may(Permission::DeletePublicChannel);
        return Err(match knows {
            true => Error::bad_request(OF_DIRECT, "direct and group channels are not archived"),
            false => Error::no_permission(),
        }
        .into());
    }
    channel.require(match channel.is_private() {
        true => Permission::DeletePrivateChannel,
        false => Permission::DeletePublicChannel,
    })?;
    let is_for_good = query.flag("permanent");
    if is_for_good {
        ctx.require(Permission::ManageSystem).await?;
    }

    match is_for_good {
        true => purge(&ctx, &channel.row).await?,
        false => archive(&ctx, &channel.row).await?,
    }

    Ok(Done)
}

pub(crate) async fn restore(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    if !channel.team_permissions.contains(Permission::ManageTeam) {
        return Err(Error::no_permission().into());
    }

    let row = reopen(&ctx, &channel.row).await?;

    Ok(Answer(shape::channel(&row)?))
}

/// Closes a channel.
pub async fn archive(ctx: &Ctx, channel: &ChannelRow) -> kernel::Result<()> {
    if channel.name == DEFAULT {
        return Err(Error::bad_request(OF_DEFAULT, "the default channel stays"));
    }
    let (now, id) = (ctx.now(), channel.id);
    let says = says(ctx, channel, "system_channel_deleted", "archived")?;
    ctx.db()
        .transact(async move |tx| {
            let row = locked(tx, id).await?;
            if row.delete_at != 0 {
                return Err(Error::bad_request(AGAIN, "the channel is archived already"));
            }
            let row = ChannelRow { update_at: now, delete_at: now, ..row };
            store::channels::end_incoming_hooks(tx, id, now).await?;
            // What is said is a post like others, and the last.
            operations::update(tx, &row).await?;
            signal(tx, now, Signal::ChannelChanged { channel: id }).await?;
            announce_end(tx, now, &row).await?;
            system::write(tx, now, SystemPost { channel: row, ..says.clone() }).await.map(|_| ())
        })
        .await
}

/// Opens an archived channel again. Gives it as it was before that was said.
pub async fn reopen(ctx: &Ctx, channel: &ChannelRow) -> kernel::Result<ChannelRow> {
    let (now, id) = (ctx.now(), channel.id);
    let says = says(ctx, channel, "system_channel_restored", "unarchived")?;
    ctx.db()
        .transact(async move |tx| {
            let row = locked(tx, id).await?;
            if row.delete_at == 0 {
                return Err(Error::bad_request(NOT_ARCHIVED, "the channel is not archived"));
            }
            let row = ChannelRow { update_at: now, delete_at: 0, ..row };
            operations::update(tx, &row).await?;
            signal(tx, now, Signal::ChannelChanged { channel: id }).await?;
            let data = json!({"channel_id": id});
            publish(tx, now, Event::new(EventKind::ChannelRestored, &data, audience(&row))?).await?;
            system::write(tx, now, SystemPost { channel: row.clone(), ..says.clone() }).await?;
            Ok(row)
        })
        .await
}

/// Removes a channel with all that was ever said in it.
async fn purge(ctx: &Ctx, channel: &ChannelRow) -> kernel::Result<()> {
    if !ctx.config().service.enable_api_channel_deletion {
        let why = "ServiceSettings.EnableAPIChannelDeletion does not allow it";
        return Err(Error::refused(401, PURGE_DISABLED, why));
    }
    if channel.name == DEFAULT {
        return Err(Error::bad_request(OF_DEFAULT, "the default channel stays"));
    }
    let (now, id) = (ctx.now(), channel.id);
    ctx.db()
        .transact(async move |tx| {
            let row = locked(tx, id).await?;
            announce_end(tx, now, &ChannelRow { delete_at: now, ..row }).await?;
            for user in store::purge::channels(tx, &[id]).await? {
                signal(tx, now, Signal::ChannelMembership { channel: id, user, is_member: false }).await?;
            }
            signal(tx, now, Signal::ChannelChanged { channel: id }).await
        })
        .await
}

async fn locked(tx: &db::Tx, id: ChannelId) -> kernel::Result<ChannelRow> {
    store::channels::lock(tx, &[id]).await?;
    store::channels::by_id(tx, id).await?.ok_or_else(kernel::access::channel_missing)
}

async fn announce_end(tx: &db::Tx, now: i64, channel: &ChannelRow) -> kernel::Result<()> {
    let data = json!({"channel_id": channel.id, "delete_at": channel.delete_at});
    publish(tx, now, Event::new(EventKind::ChannelDeleted, &data, audience(channel))?).await
}

/// The end of a public channel concerns its team, that of a private one its members.
fn audience(channel: &ChannelRow) -> Broadcast {
    match channel.team_id {
        Some(team) if channel.kind == "O" => Broadcast::to_team(team),
        _ => Broadcast::to_channel(channel.id),
    }
}

fn says(ctx: &Ctx, channel: &ChannelRow, kind: &'static str, what: &str) -> kernel::Result<SystemPost> {
    let name = members::own_name(ctx);
    Ok(SystemPost {
        id: ctx.new_id::<PostId>(),
        channel: channel.clone(),
        author: ctx.user_id()?,
        author_name: name.clone(),
        kind,
        message: format!("{name} {what} the channel."),
        props: members::props(json!({"username": name})),
        mentions: Vec::new(),
    })
}
