//! A user, with all that they wrote. What others wrote below it goes with it: a reply has no meaning without its root.

use db::{Result, Tx, params};
use wire::{ChannelId, PostId, TeamId, UserId};

use super::counts::{self, going_of_channels, read_of_going};

/// What a removed user left behind in others' sight.
#[derive(Debug, Clone, Default)]
pub struct Gone {
    pub channels: Vec<ChannelId>,
    pub teams: Vec<TeamId>,
    /// Where the content of their files is.
    pub paths: Vec<String>,
}

// A user's posts and their older versions, and the replies to them.
macro_rules! going {
    () => {
        "(p.userid = $1 OR p.rootid IN (SELECT r.id FROM posts r WHERE r.userid = $1))"
    };
}

macro_rules! going_ids {
    () => {
        concat!("(SELECT p.id FROM posts p WHERE ", going!(), ")")
    };
}

macro_rules! of_going_posts {
    ($table:literal) => {
        concat!("DELETE FROM ", $table, " WHERE postid IN ", going_ids!())
    };
}

macro_rules! of_user {
    ($table:literal) => {
        concat!("DELETE FROM ", $table, " WHERE userid = $1")
    };
}

db::statements! {
    LOCK: "purge_user.lock" =>
        "SELECT c.id FROM channels c
         WHERE c.id IN (SELECT p.channelid FROM posts p WHERE p.userid = $1
                        UNION SELECT cm.channelid FROM channelmembers cm WHERE cm.userid = $1)
         ORDER BY c.id FOR UPDATE";
    THREADS: "purge_user.threads" =>
        "SELECT DISTINCT p.rootid FROM posts p
         WHERE p.userid = $1 AND p.rootid <> ''
           AND NOT EXISTS (SELECT 1 FROM posts r WHERE r.id = p.rootid AND r.userid = $1)
         ORDER BY p.rootid";
    GOING: "purge_user.going" => going_of_channels!(going!());
    READ: "purge_user.read" => read_of_going!(going!());
    FILES: "purge_user.files" =>
        "SELECT f.path, f.thumbnailpath, f.previewpath FROM fileinfo f WHERE f.creatorid = $1 ORDER BY f.id";
    FILE_ROWS: "purge_user.file_rows" =>
        concat!("DELETE FROM fileinfo WHERE creatorid = $1 OR postid IN ", going_ids!());
    SAVED: "purge_user.saved" =>
        concat!("DELETE FROM preferences WHERE category = 'flagged_post' AND name IN ", going_ids!());
    REACTIONS: "purge_user.reactions" =>
        concat!("DELETE FROM reactions WHERE userid = $1 OR postid IN ", going_ids!());
    DRAFTS: "purge_user.drafts" => concat!("DELETE FROM drafts WHERE userid = $1 OR rootid IN ", going_ids!());
    SCHEDULED: "purge_user.scheduled" =>
        concat!("DELETE FROM scheduledposts WHERE userid = $1 OR rootid IN ", going_ids!());
    THREAD_MEMBERSHIPS: "purge_user.thread_memberships" =>
        concat!("DELETE FROM threadmemberships WHERE userid = $1 OR postid IN ", going_ids!());
    THREAD_ROWS: "purge_user.thread_rows" => of_going_posts!("threads");
    ACKNOWLEDGEMENTS: "purge_user.acknowledgements" =>
        concat!("DELETE FROM postacknowledgements WHERE userid = $1 OR postid IN ", going_ids!());
    REMINDERS: "purge_user.reminders" =>
        concat!("DELETE FROM postreminders WHERE userid = $1 OR postid IN ", going_ids!());
    RECEIPTS: "purge_user.receipts" =>
        concat!("DELETE FROM readreceipts WHERE userid = $1 OR postid IN ", going_ids!());
    PRIORITIES: "purge_user.priorities" => of_going_posts!("postspriority");
    PERSISTENT: "purge_user.persistent" => of_going_posts!("persistentnotifications");
    POSTS: "purge_user.posts" => concat!("DELETE FROM posts WHERE id IN ", going_ids!());
    CATEGORY_CHANNELS: "purge_user.category_channels" => of_user!("sidebarchannels");
    CATEGORIES: "purge_user.categories" => of_user!("sidebarcategories");
    CHANNEL_MEMBERS: "purge_user.channel_members" => "DELETE FROM channelmembers WHERE userid = $1 RETURNING channelid";
    TEAM_MEMBERS: "purge_user.team_members" => "DELETE FROM teammembers WHERE userid = $1 RETURNING teamid";
    HISTORY: "purge_user.history" => of_user!("channelmemberhistory");
    GROUP_MEMBERS: "purge_user.group_members" => of_user!("groupmembers");
    INCOMING_HOOKS: "purge_user.incoming_hooks" => of_user!("incomingwebhooks");
    OUTGOING_HOOKS: "purge_user.outgoing_hooks" => "DELETE FROM outgoingwebhooks WHERE creatorid = $1";
    COMMANDS: "purge_user.commands" => "DELETE FROM commands WHERE creatorid = $1";
    COMMAND_HOOKS: "purge_user.command_hooks" => of_user!("commandwebhooks");
    APP_ACCESS: "purge_user.app_access" => of_user!("oauthaccessdata");
    APP_AUTHORISATIONS: "purge_user.app_authorisations" => of_user!("oauthauthdata");
    DESKTOP_TOKENS: "purge_user.desktop_tokens" => of_user!("desktoptokens");
    ACCESS_TOKENS: "purge_user.access_tokens" => of_user!("useraccesstokens");
    SESSIONS: "purge_user.sessions" => of_user!("sessions");
    AUDITS: "purge_user.audits" => of_user!("audits");
    UPLOADS: "purge_user.uploads" => of_user!("uploadsessions");
    PREFERENCES: "purge_user.preferences" => of_user!("preferences");
    STATUS: "purge_user.status" => of_user!("status");
    SEARCHES: "purge_user.searches" => of_user!("recentsearches");
    RECAPS: "purge_user.recaps" => of_user!("recaps");
    NOTICES: "purge_user.notices" => of_user!("productnoticeviewstate");
    REQUESTS: "purge_user.requests" => of_user!("notifyadmin");
    TERMS: "purge_user.terms" => of_user!("usertermsofservice");
    SHARED: "purge_user.shared" => of_user!("sharedchannelusers");
    REVIEWERS: "purge_user.reviewers" => of_user!("contentflaggingcommonreviewers");
    TEAM_REVIEWERS: "purge_user.team_reviewers" => of_user!("contentflaggingteamreviewers");
    ATTRIBUTES: "purge_user.attributes" => "DELETE FROM propertyvalues WHERE targettype = 'user' AND targetid = $1";
    PENDING: "purge_user.pending" => of_user!("wardroom_pending_posts");
    BOT: "purge_user.bot" => of_user!("bots");
    USER: "purge_user.user" => "DELETE FROM users WHERE id = $1";
}

/// Removes a user with all that they wrote and all that is kept of them, and counts anew what they are missing in.
/// Teams and channels that they made stay, and so do messages of others to them.
pub async fn user(tx: &Tx, user: UserId) -> Result<Gone> {
    // Whoever writes into these channels waits, so that nothing slips in below what goes.
    tx.rows::<(ChannelId,)>(&LOCK, params![user]).await?;
    let threads = tx.rows::<(PostId,)>(&THREADS, params![user]).await?;
    counts::lower(tx, &GOING, &READ, user).await?;
    let paths = tx.rows::<(Option<String>, Option<String>, Option<String>)>(&FILES, params![user]).await?;
    // What hangs on posts goes before them.
    for statement in [
        &FILE_ROWS,
        &SAVED,
        &REACTIONS,
        &DRAFTS,
        &SCHEDULED,
        &THREAD_ROWS,
        &THREAD_MEMBERSHIPS,
        &ACKNOWLEDGEMENTS,
        &REMINDERS,
        &RECEIPTS,
        &PRIORITIES,
        &PERSISTENT,
        &POSTS,
    ] {
        tx.send(statement, params![user]).await?;
    }
    for (root,) in threads {
        crate::threads::recount(tx, root).await?;
    }
    let channels = tx.rows::<(ChannelId,)>(&CHANNEL_MEMBERS, params![user]).await?;
    let teams = tx.rows::<(TeamId,)>(&TEAM_MEMBERS, params![user]).await?;
    for statement in OWN {
        tx.send(statement, params![user]).await?;
    }
    Ok(Gone {
        channels: channels.into_iter().map(|(id,)| id).collect(),
        teams: teams.into_iter().map(|(id,)| id).collect(),
        paths: paths
            .into_iter()
            .flat_map(|(file, thumbnail, preview)| [file, thumbnail, preview])
            .flatten()
            .filter(|path| !path.is_empty())
            .collect(),
    })
}

/// What is kept of a user alone, and at last the user.
static OWN: [&db::Statement; 29] = [
    &CATEGORY_CHANNELS,
    &CATEGORIES,
    &HISTORY,
    &GROUP_MEMBERS,
    &INCOMING_HOOKS,
    &OUTGOING_HOOKS,
    &COMMANDS,
    &COMMAND_HOOKS,
    &APP_ACCESS,
    &APP_AUTHORISATIONS,
    &DESKTOP_TOKENS,
    &ACCESS_TOKENS,
    &SESSIONS,
    &AUDITS,
    &UPLOADS,
    &PREFERENCES,
    &STATUS,
    &SEARCHES,
    &RECAPS,
    &NOTICES,
    &REQUESTS,
    &TERMS,
    &SHARED,
    &REVIEWERS,
    &TEAM_REVIEWERS,
    &ATTRIBUTES,
    &PENDING,
    &BOT,
    &USER,
];
