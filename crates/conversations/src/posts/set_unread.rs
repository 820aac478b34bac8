//! Setting a post unread: its channel counts as read up to it, and so does its thread for who reads threads in channels.

use http_api::{Answer, Body, Extension, Params};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error, Event, Result, publish};
use serde_json::json;
use store::posts::{Mark, PostRow, UnreadFrom};
use wire::{Broadcast, ChannelUnreadAt, EventKind, Permission, PostId, SetUnread, UserId};

use super::called::Called;
use super::of_channel;
use crate::{access, threads};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<SetUnread>, http_api::Error>,
) -> http_api::Result<Answer<ChannelUnreadAt>> {
    let user = params.user(&ctx)?;
    let id: PostId = params.id("post_id")?;
    // A body that cannot be read says nothing.
    let input = match body {
        Ok(Body(input)) => input,
        Err(http_api::Error(Error::Refused(refusal))) if refusal.id == kernel::INVALID_BODY_PARAM => {
            SetUnread::default()
        }
        Err(error) => return Err(error),
    };
    access::oneself(&ctx, user, Permission::EditOtherUsers).await?;
    let (post, channel) = ctx.post(id).await?.ok_or_else(Error::no_permission)?;
    if !channel.content_is_readable() {
        return Err(Error::no_permission().into());
    }
    if post.delete_at != 0 {
        return Err(post_missing().into());
    }

    let unread = set(&ctx, &channel, &post, user, !input.collapsed_threads_supported).await?;

    Ok(Answer(unread))
}

/// Makes the member somebody who has read the channel up to the post, and its thread if `with_thread`.
async fn set(
    ctx: &Ctx,
    channel: &Channel,
    post: &PostRow,
    user: UserId,
    with_thread: bool,
) -> Result<ChannelUnreadAt> {
    let from = from(ctx, channel, post, user).await?;
    let thread = match with_thread {
        true => threads::unread_from(ctx, channel, post, user).await?,
        false => None,
    };
    let (now, team, channel, id) = (ctx.now(), channel.row.team_id, channel.row.id, post.id);
    ctx.db()
        .transact(async move |tx| {
            if let Some(thread) = &thread {
                thread.apply(tx, now).await?;
            }
            let Some((messages, roots)) = store::posts::set_unread(tx, channel, user, from, now).await?
            else {
                return Err(Error::no_permission());
            };
            let unread = ChannelUnreadAt {
                team_id: team,
                user_id: user,
                channel_id: channel,
                msg_count: messages,
                mention_count: from.mentions,
                mention_count_root: from.root_mentions,
                urgent_mention_count: 0,
                msg_count_root: roots,
                last_viewed_at: from.read_until,
            };
            let data = json!({
                "msg_count": unread.msg_count,
                "msg_count_root": unread.msg_count_root,
                "mention_count": unread.mention_count,
                "mention_count_root": unread.mention_count_root,
                "urgent_mention_count": 0,
                "last_viewed_at": unread.last_viewed_at,
                "post_id": id,
            });
            let reader = Broadcast { team_id: team, channel_id: Some(channel), ..Broadcast::to_user(user) };
            publish(tx, now, Event::new(EventKind::PostUnread, &data, reader)?).await?;
            Ok(unread)
        })
        .await
}

/// The most posts that are looked through for mentions; later ones are taken to call nobody.
const MOST: i64 = 1000;

/// What is unread from the post on.
async fn from(ctx: &Ctx, channel: &Channel, post: &PostRow, user: UserId) -> Result<UnreadFrom> {
    let conn = ctx.db().read();
    let id = channel.row.id;
    let counted = store::posts::count_from(conn, id, post.create_at, user).await?;
    let mut from = UnreadFrom {
        messages: counted.all,
        root_messages: counted.roots,
        mentions: 0,
        root_mentions: 0,
        read_until: post.create_at - 1,
    };
    if channel.is_direct_or_group() {
        from.mentions = counted.of_others;
        from.root_mentions = counted.roots_of_others;
        return Ok(from);
    }
    let Some(reader) = store::users::by_id(conn, user).await? else { return Ok(from) };
    let member = store::channels::member(conn, id, user).await?.ok_or_else(Error::no_permission)?;
    let called = Called::of(&reader, member.row.notify_props.as_ref());
    let before = Mark { create_at: post.create_at - 1, id: of_channel::last_id() };
    let mut posts = store::posts::after(conn, id, store::posts::Which::All, before, MOST, 0).await?;
    posts.retain(|post| {
        post.user_id != user && !post.kind.starts_with("system_") && called.are_in(&post.message)
    });
    from.mentions = posts.len() as i64;
    from.root_mentions = posts.iter().filter(|post| post.root_id.is_none()).count() as i64;
    Ok(from)
}
