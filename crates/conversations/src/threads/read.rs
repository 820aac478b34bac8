//! `PUT …/threads/{thread_id}/read/{timestamp}`, `POST …/threads/{thread_id}/set_unread/{post_id}`,
//! `PUT …/threads/read`
//!
//! Reading up to a time counts anew how many later replies call the reader.

use http_api::{Answer, Done, Extension, Params};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error, Event, publish};
use serde_json::json;
use store::posts::PostRow;
use store::threads::FollowedRow;
use wire::{Broadcast, EventKind, Permission, PostId, TeamId, ThreadResponse, UserId};

use super::shape::Participants;
use super::{follow, own, unread};

/// The post is not in the thread.
const ELSEWHERE: &str = "app.user.update_thread_read_for_user_by_post.app_error";

pub(super) async fn until(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<ThreadResponse>> {
    let id: PostId = params.id("thread_id")?;
    let until = timestamp(&params)?;
    let (user, team) = own::user_in_team(&ctx, &params).await?;
    let (root, channel) = own::root(&ctx, id).await?;
    let member = own::membership(&ctx, root.id, user).await?;

    let before = standing(&ctx, root.id, user).await?;
    let mentions = unread::mentions_after(&ctx, &channel, root.id, user, until).await?;
    let (id, now) = (root.id, ctx.now());
    let previous = before.map_or((0, 0), |row| (row.unread_mentions, row.unread_replies));
    let replies = store::threads::replies_after(ctx.db().read(), id, until).await?;
    let event = Changed { root: id, channel: channel.row.id, until, mentions, replies, previous };
    let event = event.event(user, Some(team))?;
    ctx.db()
        .transact::<_, _, Error>(async move |tx| {
            store::threads::read(tx, id, user, until, mentions, now).await?;
            publish(tx, now, event.clone()).await
        })
        .await?;

    let thread = own::followed(&ctx, member.post_id, user, Participants::Ids).await?;
    Ok(Answer(thread))
}

pub(super) async fn unread_from(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<ThreadResponse>> {
    let (id, first): (PostId, PostId) = (params.id("thread_id")?, params.id("post_id")?);
    let (user, team) = own::user_in_team(&ctx, &params).await?;
    let (root, channel) = own::root(&ctx, id).await?;
    channel.require(Permission::ReadChannelContent)?;
    let first = store::posts::by_id(ctx.db().read(), first).await?.filter(|post| post.delete_at == 0);
    let first = first.ok_or_else(post_missing)?;
    if first.id != root.id && first.root_id != Some(root.id) {
        return Err(Error::bad_request(ELSEWHERE, "the post is not in the thread").into());
    }

    let until = first.create_at - 1;
    let mentions = unread::mentions_after(&ctx, &channel, root.id, user, until).await?;
    let replies = store::threads::replies_after(ctx.db().read(), root.id, until).await?;
    let (id, now) = (root.id, ctx.now());
    let followed = follow::changed(&ctx, id, user, team, true).await?;
    let event = Changed { root: id, channel: channel.row.id, until, mentions, replies, previous: (0, 0) };
    let event = event.event(user, Some(team))?;
    ctx.db()
        .transact::<_, _, Error>(async move |tx| {
            store::threads::set_unread(tx, id, user, until, mentions, now).await?;
            publish(tx, now, followed.clone()).await?;
            publish(tx, now, event.clone()).await
        })
        .await?;

    let thread = own::followed(&ctx, id, user, Participants::Ids).await?;
    Ok(Answer(thread))
}

pub(super) async fn all(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Done> {
    let (user, team) = own::user_in_team(&ctx, &params).await?;

    let now = ctx.now();
    let reader = Broadcast { team_id: Some(team), ..Broadcast::to_user(user) };
    let event = Event::new(EventKind::ThreadReadChanged, &json!({}), reader)?;
    ctx.db()
        .transact::<_, _, Error>(async move |tx| {
            store::threads::read_all(tx, user, team, now).await?;
            publish(tx, now, event.clone()).await
        })
        .await?;

    Ok(Done)
}

/// The time of the path; a text that is no number finds no route.
fn timestamp(params: &Params) -> http_api::Result<i64> {
    let text = params.text("timestamp");
    if text.is_empty() || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(Error::not_found(kernel::NOT_FOUND, "sorry, there is nothing here").into());
    }
    let time = text.parse().ok().filter(|time| *time > 0);
    Ok(time.ok_or_else(|| Error::invalid_url_param("timestamp"))?)
}

/// A thread that shall be unread from one of its posts on, for a follower who reads it with its channel.
pub(crate) struct UnreadFrom {
    changed: Changed,
    user: UserId,
    team: Option<TeamId>,
}

/// What becomes unread of the post's thread, if the user follows it.
pub(crate) async fn thread_unread_from(
    ctx: &Ctx,
    channel: &Channel,
    post: &PostRow,
    user: UserId,
) -> kernel::Result<Option<UnreadFrom>> {
    let conn = ctx.db().read();
    let root = post.root_id.unwrap_or(post.id);
    let follows = store::threads::member(conn, root, user).await?.is_some_and(|member| member.following);
    if !follows {
        return Ok(None);
    }
    let until = post.create_at - 1;
    let before = standing(ctx, root, user).await?;
    let previous = before.map_or((0, 0), |row| (row.unread_mentions, row.unread_replies));
    let mentions = unread::mentions_after(ctx, channel, root, user, until).await?;
    let replies = store::threads::replies_after(conn, root, until).await?;
    let changed = Changed { root, channel: channel.row.id, until, mentions, replies, previous };
    Ok(Some(UnreadFrom { changed, user, team: channel.row.team_id }))
}

impl UnreadFrom {
    pub(crate) async fn apply(&self, tx: &db::Tx, now: i64) -> kernel::Result<()> {
        let Self { changed, user, team } = self;
        store::threads::read(tx, changed.root, *user, changed.until, changed.mentions, now).await?;
        publish(tx, now, changed.event(*user, *team)?).await
    }
}

async fn standing(ctx: &Ctx, root: PostId, user: UserId) -> kernel::Result<Option<FollowedRow>> {
    Ok(store::threads::standing(ctx.db().read(), root, &[user], i64::MAX).await?.pop())
}

/// How far a user has read a thread now.
struct Changed {
    root: PostId,
    channel: wire::ChannelId,
    until: i64,
    mentions: i64,
    replies: i64,
    /// Mentions and replies that were unread.
    previous: (i64, i64),
}

impl Changed {
    fn event(&self, user: UserId, team: Option<TeamId>) -> kernel::Result<Event> {
        let data = json!({
            "thread_id": self.root,
            "timestamp": self.until,
            "unread_mentions": self.mentions,
            "unread_replies": self.replies,
            "previous_unread_mentions": self.previous.0,
            "previous_unread_replies": self.previous.1,
            "channel_id": self.channel,
        });
        let reader = Broadcast { team_id: team, ..Broadcast::to_user(user) };
        Event::new(EventKind::ThreadReadChanged, &data, reader)
    }
}
