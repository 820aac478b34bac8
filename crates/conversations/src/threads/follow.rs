//! `PUT` and `DELETE /users/{user_id}/teams/{team_id}/threads/{thread_id}/following`

use http_api::{Done, Extension, Params};
use kernel::{Ctx, Event, Result, publish};
use serde_json::json;
use wire::{Broadcast, EventKind, PostId, TeamId, UserId};

use super::own;

/// Begins to follow a thread, which counts as read up to now.
pub(super) async fn follow(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Done> {
    let id: PostId = params.id("thread_id")?;
    let (user, team) = own::user_in_team(&ctx, &params).await?;
    let (root, _) = own::root(&ctx, id).await?;

    let changed = changed(&ctx, root.id, user, team, true).await?;
    let (root, now) = (root.id, ctx.now());
    ctx.db()
        .transact::<_, _, kernel::Error>(async move |tx| {
            store::threads::follow_by_writing(tx, root, user, now).await?;
            publish(tx, now, changed.clone()).await
        })
        .await?;

    Ok(Done)
}

/// Ends following a thread; replies do not begin it again, being called does.
pub(super) async fn unfollow(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Done> {
    let id: PostId = params.id("thread_id")?;
    let (user, team) = own::user_in_team(&ctx, &params).await?;
    let (root, _) = own::root(&ctx, id).await?;

    let changed = changed(&ctx, root.id, user, team, false).await?;
    let (root, now) = (root.id, ctx.now());
    ctx.db()
        .transact::<_, _, kernel::Error>(async move |tx| {
            store::threads::unfollow(tx, root, user, now).await?;
            publish(tx, now, changed.clone()).await
        })
        .await?;

    Ok(Done)
}

/// Tells the user that they follow a thread now, or no longer.
pub(super) async fn changed(
    ctx: &Ctx,
    root: PostId,
    user: UserId,
    team: TeamId,
    follows: bool,
) -> Result<Event> {
    let thread = store::threads::by_ids(ctx.db().read(), &[root]).await?.pop();
    let reply_count = thread.map_or(0, |thread| thread.reply_count);
    let data = json!({"thread_id": root, "state": follows, "reply_count": reply_count});
    let reader = Broadcast { team_id: Some(team), ..Broadcast::to_user(user) };
    Event::new(EventKind::ThreadFollowChanged, &data, reader)
}
