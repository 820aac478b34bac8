//! The doors to a user's threads.

use http_api::Params;
use kernel::{Channel, Ctx, Error};
use store::posts::PostRow;
use store::threads::ThreadMemberRow;
use wire::{Permission, PostId, TeamId, ThreadResponse, UserId};

use super::shape::{self, Participants};
use crate::access;

/// The user never followed the thread, or has left its channel.
const NO_FOLLOWER: &str = "app.user.get_thread_membership_for_user.not_found";
/// The user does not follow the thread, or nobody replied.
const NOT_FOLLOWED: &str = "app.user.get_threads_for_user.not_found";

/// The user and the team of the path, if the caller may act for the user there.
pub(super) async fn user_in_team(ctx: &Ctx, params: &Params) -> http_api::Result<(UserId, TeamId)> {
    let (user, team) = (params.user(ctx)?, params.id::<TeamId>("team_id")?);
    access::oneself(ctx, user, Permission::EditOtherUsers).await?;
    let team = ctx.team(team).await?.ok_or_else(Error::no_permission)?;
    team.require(Permission::ViewTeam)?;
    Ok((user, team.row.id))
}

/// The root of the thread that a post belongs to, deleted or not, if the caller may read its channel. A post that does
/// not exist is refused like a foreign one.
pub(super) async fn root(ctx: &Ctx, id: PostId) -> kernel::Result<(PostRow, Channel)> {
    let (post, channel) = ctx.post(id).await?.ok_or_else(Error::no_permission)?;
    if !channel.content_is_readable() {
        return Err(Error::no_permission());
    }
    match post.root_id {
        None => Ok((post, channel)),
        Some(root) => {
            let root = store::posts::by_id(ctx.db().read(), root).await?.ok_or_else(Error::no_permission)?;
            Ok((root, channel))
        }
    }
}

/// What the user is to the thread.
pub(super) async fn membership(ctx: &Ctx, root: PostId, user: UserId) -> kernel::Result<ThreadMemberRow> {
    let member = store::threads::member(ctx.db().read(), root, user).await?;
    member.ok_or_else(|| Error::not_found(NO_FOLLOWER, "the user never followed the thread"))
}

/// The thread as its follower has it.
pub(super) async fn followed(
    ctx: &Ctx,
    root: PostId,
    user: UserId,
    told: Participants,
) -> kernel::Result<ThreadResponse> {
    let rows = store::threads::standing(ctx.db().read(), root, &[user], i64::MAX).await?;
    let thread = shape::threads(ctx, rows, told).await?.pop();
    thread.ok_or_else(|| Error::not_found(NOT_FOLLOWED, "the user does not follow the thread"))
}
