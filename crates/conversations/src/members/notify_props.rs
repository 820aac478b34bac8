//! `PUT /channels/{channel_id}/members/{user_id}/notify_props`

use db::Json;
use http_api::{Body, Done, Error as HttpError, Extension, Params, Result};
use kernel::{Ctx, Error, Event, Signal, publish, signal};
use serde_json::json;
use wire::{Broadcast, ChannelId, EventKind, Permission, StringMap};

use super::{operations, shape};
use crate::access;

/// The keys that are kept; any text is taken as their value.
const KEYS: [&str; 10] = [
    wire::channel::notify_props::DESKTOP,
    wire::channel::notify_props::PUSH,
    wire::channel::notify_props::EMAIL,
    wire::channel::notify_props::MARK_UNREAD,
    wire::channel::notify_props::IGNORE_CHANNEL_MENTIONS,
    wire::channel::notify_props::AUTO_FOLLOW_THREADS,
    "desktop_sound",
    "desktop_notification_sound",
    "desktop_threads",
    "push_threads",
];
/// The settings are longer than they may be.
const TOO_LONG: &str = "app.channel.update_member.notify_props_limit_exceeded.app_error";
/// Letters of all settings together, spelled as JSON.
const LIMIT: usize = 800_000;

/// Replaces the settings that are named. A body that cannot be read names none.
pub(crate) async fn update(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<StringMap>, HttpError>,
) -> Result<Done> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let user_id = params.user(&ctx)?;
    let changes = match body {
        Ok(Body(changes)) => changes,
        Err(HttpError(Error::Refused(refusal))) if refusal.id == kernel::INVALID_BODY_PARAM => {
            StringMap::new()
        }
        Err(error) => return Err(error),
    };

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;

    set(&ctx, channel_id, user_id, changes).await?;

    Ok(Done)
}

/// Replaces those of a member's settings that are named.
pub async fn set(
    ctx: &Ctx,
    channel: ChannelId,
    user: wire::UserId,
    changes: StringMap,
) -> kernel::Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::channels::lock(tx, &[channel]).await?;
            let member = store::channels::member(tx, channel, user).await?;
            let mut member = member.ok_or_else(|| {
                Error::not_found(operations::NOT_A_MEMBER, "the user is not in the channel")
            })?;
            let mut props = member.row.notify_props.take().map(|Json(props)| props).unwrap_or_default();
            props.extend(
                changes
                    .iter()
                    .filter(|(key, _)| KEYS.contains(&key.as_str()))
                    .map(|(key, value)| (key.clone(), value.clone())),
            );
            let length: usize = props.iter().map(|(key, value)| key.len() + value.chars().count() + 6).sum();
            if length > LIMIT {
                return Err(Error::bad_request(TOO_LONG, "the notification settings are too long"));
            }

            store::channels::set_notify_props(tx, channel, user, &props, now).await?;
            member.row.notify_props = Some(Json(props));
            member.row.last_update_at = now;

            signal(tx, now, Signal::ChannelChanged { channel }).await?;
            let text = wire::json::to_string(&shape::member(&member))
                .map_err(|e| Error::internal("encode a member", e))?;
            let data = json!({"channelMember": text});
            publish(tx, now, Event::new(EventKind::ChannelMemberUpdated, &data, Broadcast::to_user(user))?)
                .await
        })
        .await
}
