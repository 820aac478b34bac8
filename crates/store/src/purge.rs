//! What is removed for good, with all that hangs on it.

mod counts;
mod post;
mod user;

use db::{Result, Tx, Value, params};
use wire::{ChannelId, TeamId, UserId};

pub(crate) use counts::STATEMENTS as OF_COUNTS;
pub(crate) use post::STATEMENTS as OF_POSTS;
pub use post::post;
pub(crate) use user::STATEMENTS as OF_USERS;
pub use user::{Gone, user};

db::statements! {
    MEMBERS: "purge.members" =>
        "SELECT DISTINCT cm.userid FROM channelmembers cm WHERE cm.channelid IN (ANY_OF($1)) ORDER BY cm.userid";
    REACTIONS: "purge.reactions" =>
        "DELETE FROM reactions WHERE postid IN (SELECT p.id FROM posts p WHERE p.channelid IN (ANY_OF($1)))";
    THREAD_MEMBERSHIPS: "purge.thread_memberships" =>
        "DELETE FROM threadmemberships
         WHERE postid IN (SELECT p.id FROM posts p WHERE p.channelid IN (ANY_OF($1)))";
    THREADS: "purge.threads" => "DELETE FROM threads WHERE channelid IN (ANY_OF($1))";
    FILES: "purge.files" => "DELETE FROM fileinfo WHERE channelid IN (ANY_OF($1))";
    SAVED: "purge.saved" =>
        "DELETE FROM preferences
         WHERE category = 'flagged_post'
           AND name IN (SELECT p.id FROM posts p WHERE p.channelid IN (ANY_OF($1)))";
    POSTS: "purge.posts" => "DELETE FROM posts WHERE channelid IN (ANY_OF($1))";
    DRAFTS: "purge.drafts" => "DELETE FROM drafts WHERE channelid IN (ANY_OF($1))";
    SCHEDULED: "purge.scheduled" => "DELETE FROM scheduledposts WHERE channelid IN (ANY_OF($1))";
    BOOKMARKS: "purge.bookmarks" => "DELETE FROM channelbookmarks WHERE channelid IN (ANY_OF($1))";
    INCOMING_HOOKS: "purge.incoming_hooks" => "DELETE FROM incomingwebhooks WHERE channelid IN (ANY_OF($1))";
    OUTGOING_HOOKS: "purge.outgoing_hooks" => "DELETE FROM outgoingwebhooks WHERE channelid IN (ANY_OF($1))";
    SIDEBAR: "purge.sidebar" => "DELETE FROM sidebarchannels WHERE channelid IN (ANY_OF($1))";
    HISTORY: "purge.history" => "DELETE FROM channelmemberhistory WHERE channelid IN (ANY_OF($1))";
    CHANNEL_MEMBERS: "purge.channel_members" => "DELETE FROM channelmembers WHERE channelid IN (ANY_OF($1))";
    PUBLIC_CHANNELS: "purge.public_channels" => "DELETE FROM publicchannels WHERE id IN (ANY_OF($1))";
    OF_TEAM: "purge.of_team" => "SELECT c.id FROM channels c WHERE c.teamid = $1 ORDER BY c.id FOR UPDATE";
    MEMBERSHIPS: "purge.memberships" =>
        "SELECT cm.channelid, cm.userid FROM channelmembers cm WHERE cm.channelid IN (ANY_OF($1))
         ORDER BY cm.channelid, cm.userid";
    TEAM_MEMBERS: "purge.team_members" =>
        "SELECT tm.userid FROM teammembers tm WHERE tm.teamid = $1 AND tm.deleteat = 0 ORDER BY tm.userid";
    COMMANDS: "purge.commands" => "DELETE FROM commands WHERE teamid = $1";
    CATEGORY_CHANNELS: "purge.category_channels" =>
        "DELETE FROM sidebarchannels
         WHERE categoryid IN (SELECT cat.id FROM sidebarcategories cat WHERE cat.teamid = $1)";
    CATEGORIES: "purge.categories" => "DELETE FROM sidebarcategories WHERE teamid = $1";
    TEAM_MEMBERSHIPS: "purge.team_memberships" => "DELETE FROM teammembers WHERE teamid = $1";
    TEAM: "purge.team" => "DELETE FROM teams WHERE id = $1";
    CHANNELS: "purge.channels" => "DELETE FROM channels WHERE id IN (ANY_OF($1))";
}

/// Removes channels with all that was ever in them; gives who was in any of them.
pub async fn channels(tx: &Tx, channels: &[ChannelId]) -> Result<Vec<UserId>> {
    let ids = || params![Value::from_iter(channels.iter().copied())];
    let members = tx.rows::<(UserId,)>(&MEMBERS, ids()).await?;
    // What hangs on posts goes before them.
    for statement in [
        &REACTIONS,
        &THREAD_MEMBERSHIPS,
        &THREADS,
        &FILES,
        &SAVED,
        &POSTS,
        &DRAFTS,
        &SCHEDULED,
        &BOOKMARKS,
        &INCOMING_HOOKS,
        &OUTGOING_HOOKS,
        &SIDEBAR,
        &HISTORY,
        &CHANNEL_MEMBERS,
        &PUBLIC_CHANNELS,
        &CHANNELS,
    ] {
        tx.send(statement, ids()).await?;
    }
    Ok(members.into_iter().map(|(id,)| id).collect())
}

/// Who was in a team and its channels.
#[derive(Debug, Clone, Default)]
pub struct Removed {
    pub channel_members: Vec<(ChannelId, UserId)>,
    pub members: Vec<UserId>,
}

/// Removes a team with its channels and all that was ever in them.
pub async fn team(tx: &Tx, team: TeamId) -> Result<Removed> {
    let rows = tx.rows::<(ChannelId,)>(&OF_TEAM, params![team]).await?;
    let ids: Vec<ChannelId> = rows.into_iter().map(|(id,)| id).collect();
    let channel_members = tx.rows(&MEMBERSHIPS, params![Value::from_iter(ids.iter().copied())]).await?;
    channels(tx, &ids).await?;
    let members = tx.rows::<(UserId,)>(&TEAM_MEMBERS, params![team]).await?;
    for statement in [&COMMANDS, &CATEGORY_CHANNELS, &CATEGORIES, &TEAM_MEMBERSHIPS, &TEAM] {
        tx.send(statement, params![team]).await?;
    }
    Ok(Removed { channel_members, members: members.into_iter().map(|(id,)| id).collect() })
}
