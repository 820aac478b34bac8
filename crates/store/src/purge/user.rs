//! A user, with all that they wrote. What others wrote below it goes with it: a reply has no meaning without its root.

use db::{Result, Tx, params};
use wire::{ChannelId, PostId, TeamId, UserId};

use crate::posts::comings_and_goings;

/// What a removed user left behind in others' sight.
#[derive(Debug, Clone, Default)]
pub struct Gone {
    pub channels: Vec<ChannelId>,
    pub teams: Vec<TeamId>,
    /// Where the content of their files is.
    pub paths: Vec<String>,
}

db::row! {
    /// What goes of a channel's posts, as far as it is counted.
    pub struct Going {
        pub channel_id: ChannelId,
        pub posts: i64,
        pub root_posts: i64,
        pub first: i64,
        pub last: i64,
    }
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

// As the counters of channels have it: older versions, and who came and went, are not counted.
macro_rules! counted {
    () => {
        concat!("p.originalid = '' AND p.type NOT IN ", comings_and_goings!())
    };
}

macro_rules! read_of_going {
    ($more:literal) => {
        concat!(
            "(SELECT count(*) FROM posts p
              WHERE p.channelid = $2 AND p.createat <= channelmembers.lastviewedat AND ",
            going!(),
            " AND ",
            counted!(),
            $more,
            ")"
        )
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
    GOING: "purge_user.going" => concat!(
        "SELECT p.channelid, count(*), coalesce(sum(CASE WHEN p.rootid = '' THEN 1 ELSE 0 END), 0),
                min(p.createat), max(p.createat)
         FROM posts p
         WHERE ", going!(), " AND ", counted!(), "
         GROUP BY p.channelid
         ORDER BY p.channelid");
    COUNTS: "purge_user.counts" =>
        "UPDATE channels SET totalmsgcount = totalmsgcount - $2, totalmsgcountroot = totalmsgcountroot - $3
         WHERE id = $1";
    // Most members have read all that goes, or nothing of it: posts are counted only for those who have read a part.
    READ: "purge_user.read" => concat!(
        "UPDATE channelmembers
         SET msgcount = msgcount - CASE WHEN lastviewedat >= $6 THEN $3 WHEN lastviewedat < $5 THEN 0
                                        ELSE ", read_of_going!(""), " END,
             msgcountroot = msgcountroot - CASE WHEN lastviewedat >= $6 THEN $4 WHEN lastviewedat < $5 THEN 0
                                                ELSE ", read_of_going!(" AND p.rootid = ''"), " END
         WHERE channelid = $2");
    BOUNDS: "purge_user.bounds" =>
        "UPDATE channelmembers
         SET msgcount = CASE WHEN channelmembers.msgcount < 0 THEN 0
                             WHEN channelmembers.msgcount > c.totalmsgcount THEN c.totalmsgcount
                             ELSE channelmembers.msgcount END,
             msgcountroot = CASE WHEN channelmembers.msgcountroot < 0 THEN 0
                                 WHEN channelmembers.msgcountroot > c.totalmsgcountroot THEN c.totalmsgcountroot
                                 ELSE channelmembers.msgcountroot END
         FROM channels c
         WHERE c.id = channelmembers.channelid AND channelmembers.channelid = $1";
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
    uncount(tx, user).await?;
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

/// Takes what goes out of the counts of its channels, and out of what their members have read.
async fn uncount(tx: &Tx, user: UserId) -> Result<()> {
    for going in tx.rows::<Going>(&GOING, params![user]).await? {
        let (channel, posts, roots) = (going.channel_id, going.posts, going.root_posts);
        tx.send(&READ, params![user, channel, posts, roots, going.first, going.last]).await?;
        tx.send(&COUNTS, params![channel, posts, roots]).await?;
        tx.send(&BOUNDS, params![channel]).await?;
    }
    Ok(())
}
