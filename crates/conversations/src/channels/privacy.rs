//! `PUT /channels/{channel_id}/privacy`

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::{Channel as AllowedChannel, Ctx, Error, Event, Signal, publish, signal};
use serde_json::json;
use store::channels::ChannelRow;
use wire::{Broadcast, Channel, ChannelId, ChannelType, EventKind, Permission, PostId, SetPrivacy};

use super::{DEFAULT, describe, operations, shape};
use crate::access::Ground;
use crate::members;
use crate::posts::system::{self, SystemPost};

/// The default channel is for everybody.
const DEFAULT_IS_PUBLIC: &str = "api.channel.update_channel_privacy.default_channel_error";

pub(crate) async fn set(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<SetPrivacy>,
) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let kind = match input.privacy.as_str() {
        "O" => ChannelType::Public,
        "P" => ChannelType::Private,
        _ => return Err(Error::invalid_body_param("privacy").into()),
    };

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    let row = convert(&ctx, &channel, kind).await?;

    Ok(Answer(shape::channel(&row)?))
}

/// Opens a channel to its team, or closes it, if the caller may. Gives it as it was before that was said.
pub async fn convert(ctx: &Ctx, channel: &AllowedChannel, kind: ChannelType) -> kernel::Result<ChannelRow> {
    let permission = match kind {
        ChannelType::Private => Permission::ConvertPublicChannelToPrivate,
        _ => Permission::ConvertPrivateChannelToPublic,
    };
    channel.require(permission)?;
    let ground = Ground::of(ctx, channel, &[permission])?;
    let channel = &channel.row;
    if matches!(channel.kind.as_str(), "D" | "G") {
        let why = "a direct or group channel is nothing else";
        return Err(Error::bad_request(operations::RESERVED_NAME, why));
    }
    if channel.name == DEFAULT && kind == ChannelType::Private {
        return Err(Error::bad_request(DEFAULT_IS_PUBLIC, "the default channel is for everybody"));
    }
    let (now, author, name) = (ctx.now(), ctx.user_id()?, members::own_name(ctx));
    let (id, post_id) = (channel.id, ctx.new_id::<PostId>());
    ctx.db()
        .transact(async move |tx| {
            store::channels::lock(tx, &[id]).await?;
            ground.hold(tx, describe::archived).await?;
            let row = store::channels::by_id(tx, id).await?.filter(|row| row.delete_at == 0);
            let row = row.ok_or_else(describe::archived)?;
            let row = ChannelRow { kind: kind.as_str().to_owned(), update_at: now, ..row };
            operations::update(tx, &row).await?;
            signal(tx, now, Signal::ChannelChanged { channel: id }).await?;

            if let Some(team) = row.team_id {
                let data = json!({"channel_id": id});
                let event = Event::new(EventKind::ChannelConverted, &data, Broadcast::to_team(team))?;
                publish(tx, now, event).await?;
            }
            describe::announce(tx, now, &row).await?;
            let message = match kind {
                ChannelType::Private => "This channel has been converted to a Private Channel.",
                _ => {
                    "This channel has been converted to a Public Channel and can be joined by any team member."
                }
            };
            let post = SystemPost {
                id: post_id,
                channel: row.clone(),
                author,
                author_name: name.clone(),
                kind: "system_change_chan_privacy",
                message: message.to_owned(),
                props: members::props(json!({"username": name})),
                mentions: Vec::new(),
            };
            system::write(tx, now, post).await?;
            Ok(row)
        })
        .await
}
