//! `GET /users/{user_id}/channels/{channel_id}/unread`, `GET /users/{user_id}/teams/unread`,
//! `GET /users/{user_id}/teams/{team_id}/unread`
//!
//! Counts come twice: of all posts, and of roots alone for readers of collapsed threads. What a channel that is muted
//! but for mentions has unread is counted as nothing.

use http_api::{Answer, Extension, Params, Query, Result};
use kernel::{Ctx, Error};
use store::teams::{Unread, UnreadThreads};
use wire::{ChannelId, ChannelUnread, Permission, TeamId, TeamUnread};

use crate::access;

/// The user has no such channel to read.
const MISSING: &str = "app.channel.get_unread.app_error";

pub(crate) async fn get(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<ChannelUnread>> {
    let user_id = params.user(&ctx)?;
    let channel_id = params.id::<ChannelId>("channel_id")?;

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;
    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let unread = store::channels::unread(ctx.db().read(), channel.row.id, user_id).await?;
    let unread = unread.ok_or_else(|| Error::not_found(MISSING, "the user is not in the channel"))?;

    Ok(Answer(ChannelUnread {
        team_id: unread.team_id,
        channel_id: unread.channel_id,
        msg_count: unread.msg_count,
        mention_count: unread.mention_count,
        mention_count_root: unread.mention_count_root,
        urgent_mention_count: unread.urgent_mention_count,
        msg_count_root: unread.msg_count_root,
    }))
}

pub(crate) async fn in_teams(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<TeamUnread>>> {
    let user_id = params.user(&ctx)?;
    let left_out = query.text("exclude_team").parse::<TeamId>().ok();
    let with_threads = query.flag("include_collapsed_threads");

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;

    let unread = store::teams::unread(ctx.db().read(), user_id).await?;
    let threads = match with_threads {
        true => store::teams::unread_threads(ctx.db().read(), user_id).await?,
        false => Vec::new(),
    };

    let unread = unread.into_iter().filter(|unread| Some(unread.team_id) != left_out);
    Ok(Answer(
        unread
            .map(|unread| shape(unread, threads.iter().find(|threads| threads.team_id == unread.team_id)))
            .collect(),
    ))
}

/// Threads are counted only over all teams.
pub(crate) async fn in_team(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<TeamUnread>> {
    let user_id = params.user(&ctx)?;
    let team_id = params.id::<TeamId>("team_id")?;

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;
    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let unread = store::teams::unread_in(ctx.db().read(), user_id, team.row.id).await?;

    let nothing =
        Unread { team_id, msg_count: 0, mention_count: 0, mention_count_root: 0, msg_count_root: 0 };
    Ok(Answer(shape(unread.unwrap_or(nothing), None)))
}

fn shape(unread: Unread, threads: Option<&UnreadThreads>) -> TeamUnread {
    TeamUnread {
        team_id: unread.team_id,
        msg_count: unread.msg_count,
        mention_count: unread.mention_count,
        mention_count_root: unread.mention_count_root,
        msg_count_root: unread.msg_count_root,
        thread_count: threads.map_or(0, |threads| threads.threads),
        thread_mention_count: threads.map_or(0, |threads| threads.mentions),
        thread_urgent_mention_count: 0,
    }
}
