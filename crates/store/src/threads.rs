//! Tables `threads` and `threadmemberships`: what is kept of a post's replies, and who follows them.

use std::collections::BTreeMap;

use db::{Conn, Json, Result, Tx, Value, params};
use wire::{ChannelId, PostId, TeamId, UserId};

use crate::posts::PostRow;

db::row! {
    #[derive(Debug, Clone)]
    pub struct ThreadRow {
        /// The root of the thread.
        pub post_id: PostId,
        pub channel_id: ChannelId,
        pub reply_count: i64,
        pub last_reply_at: i64,
        /// Who wrote replies; the one who did last stands last.
        pub participants: Option<Json<Option<Vec<UserId>>>>,
        /// None: not deleted.
        pub delete_at: i64,
        /// None in direct and group channels.
        pub team_id: Option<TeamId>,
    }
}

db::row! {
    #[derive(Debug, Clone)]
    pub struct ThreadMemberRow {
        pub post_id: PostId,
        pub user_id: UserId,
        pub following: bool,
        pub last_viewed: i64,
        pub last_updated: i64,
        pub unread_mentions: i64,
    }
}

db::row! {
    /// A thread as one of its followers has it.
    #[derive(Debug, Clone)]
    pub struct FollowedRow {
        pub post_id: PostId,
        pub user_id: UserId,
        pub reply_count: i64,
        pub last_reply_at: i64,
        pub participants: Option<Json<Option<Vec<UserId>>>>,
        pub delete_at: i64,
        pub last_viewed: i64,
        pub unread_mentions: i64,
        pub unread_replies: i64,
        /// What the follower chose: `on`, `off`, or nothing.
        pub collapses: String,
    }
}

db::row! {
    /// What a user has of threads in a team, and has not read of them.
    #[derive(Debug, Clone)]
    pub struct TotalsRow {
        pub threads: i64,
        pub unread_threads: i64,
        pub unread_mentions: i64,
    }
}

db::row! {
    /// What decides how replies concern somebody.
    #[derive(Debug, Clone)]
    pub struct ConcernRow {
        pub user_id: UserId,
        /// Whether they chose to see threads collapsed: `on`, `off`, or nothing.
        pub collapses: String,
        pub notify_props: Option<Json<BTreeMap<String, String>>>,
    }
}

/// Which of a user's threads are meant.
#[derive(Debug, Clone, Copy)]
pub struct Selection {
    pub user: UserId,
    /// Its threads and, unless left out, those of direct and group channels.
    pub team: TeamId,
    pub without_direct: bool,
    pub with_deleted: bool,
    pub only_unread: bool,
}

/// A place in the order of a user's threads: by their last replies.
#[derive(Debug, Clone, Copy)]
pub struct ThreadMark {
    pub last_reply_at: i64,
    pub post_id: PostId,
}

macro_rules! followed_columns {
    () => {
        followed_columns!("1")
    };
    ($until:literal) => {
        concat!(
        "th.postid, m.userid, th.replycount, th.lastreplyat, th.participants, th.threaddeleteat, m.lastviewed,
         m.unreadmentions,
         (SELECT CAST(count(*) AS bigint) FROM posts p
          WHERE p.rootid = th.postid AND p.deleteat = coalesce(th.threaddeleteat, 0)
            AND p.createat > coalesce(m.lastviewed, 0) AND p.createat <= $", $until, ")")
    };
}

// A thread in a channel that the user has left is none of theirs.
macro_rules! selected {
    ($first:literal) => {
        concat!(
            "FROM threadmemberships m
             JOIN threads th ON th.postid = m.postid
             JOIN channelmembers cm ON cm.channelid = th.channelid AND cm.userid = m.userid
             WHERE m.following AND m.userid = $",
            $first
        )
    };
}

macro_rules! selected_threads {
    () => {
        " AND (th.threadteamid = $2 OR NOT $3 AND coalesce(th.threadteamid, '') = '')
          AND ($4 OR coalesce(th.threaddeleteat, 0) = 0)
          AND (NOT $5 OR th.lastreplyat > m.lastviewed)"
    };
}

macro_rules! changed_since {
    () => {
        " AND (m.lastupdated >= $7 OR th.lastreplyat >= $7 OR th.threaddeleteat >= $7)"
    };
}

macro_rules! thread_columns {
    () => {
        "threads.postid, threads.channelid, threads.replycount, threads.lastreplyat, threads.participants,
         threads.threaddeleteat, threads.threadteamid"
    };
}

db::statements! {
    // A thread that has no row yet gets one that counts what is there, so that rows which another server left out are
    // made good. The author moves to the end of the participants.
    ADD_REPLY: "threads.add_reply",
        sqlite: concat!(
            "INSERT INTO threads (postid, channelid, replycount, lastreplyat, participants, threaddeleteat, threadteamid)
             VALUES ($1, $2, 1, $3, json_array($4), 0, $5)
             ON CONFLICT (postid) DO UPDATE
             SET replycount = threads.replycount + 1,
                 lastreplyat = max(threads.lastreplyat, excluded.lastreplyat),
                 participants = (SELECT json_group_array(value)
                                 FROM (SELECT value FROM json_each(coalesce(threads.participants, '[]'))
                                       WHERE value <> $4
                                       UNION ALL SELECT $4))
             RETURNING ", "postid, channelid, replycount, lastreplyat, participants, threaddeleteat, threadteamid"),
        postgres: concat!(
            "INSERT INTO threads (postid, channelid, replycount, lastreplyat, participants, threaddeleteat, threadteamid)
             VALUES ($1, $2, 1, $3, jsonb_build_array(CAST($4 AS text)), 0, $5)
             ON CONFLICT (postid) DO UPDATE
             SET replycount = threads.replycount + 1,
                 lastreplyat = greatest(threads.lastreplyat, excluded.lastreplyat),
                 participants = (CASE WHEN jsonb_typeof(threads.participants) = 'array' THEN threads.participants
                                      ELSE '[]' END - CAST($4 AS text)) || to_jsonb(CAST($4 AS text))
             RETURNING ", "postid, channelid, replycount, lastreplyat, participants, threaddeleteat, threadteamid");
    FOLLOW_BY_WRITING: "threads.follow_by_writing" =>
        "INSERT INTO threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
         VALUES ($1, $2, TRUE, $3, $3, 0)
         ON CONFLICT (postid, userid) DO UPDATE
         SET following = TRUE, lastviewed = excluded.lastviewed, lastupdated = excluded.lastupdated, unreadmentions = 0";
    FOLLOW: "threads.follow" =>
        "INSERT INTO threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
         SELECT CAST($1 AS varchar), cm.userid, TRUE, 0, $3, 0
         FROM channelmembers cm
         WHERE cm.channelid = $4 AND cm.userid IN (ANY_OF($2))
         ORDER BY cm.userid
         ON CONFLICT (postid, userid) DO NOTHING";
    FOLLOW_BY_MENTION: "threads.follow_by_mention" =>
        "INSERT INTO threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
         SELECT CAST($1 AS varchar), u.id, TRUE, 0, $3, 1
         FROM users u
         WHERE u.id IN (ANY_OF($2))
         ORDER BY u.id
         ON CONFLICT (postid, userid) DO UPDATE
         SET following = TRUE,
             lastupdated = excluded.lastupdated,
             unreadmentions = threadmemberships.unreadmentions + 1
         RETURNING userid, unreadmentions";
    UNREAD_CHANNELS: "threads.unread_channels" =>
        "SELECT DISTINCT th.channelid
         FROM threadmemberships m JOIN threads th ON th.postid = m.postid
         WHERE m.userid = $1 AND th.channelid IN (ANY_OF($2)) AND m.following
           AND coalesce(th.threaddeleteat, 0) = 0
           AND (m.unreadmentions > 0 OR th.lastreplyat > m.lastviewed)";
    MARK_READ_IN: "threads.mark_read_in" =>
        "UPDATE threadmemberships SET lastviewed = $3, unreadmentions = 0, lastupdated = $3
         WHERE userid = $1 AND following
           AND postid IN (SELECT th.postid FROM threads th WHERE th.channelid IN (ANY_OF($2)))";
    RECOUNT: "threads.recount",
        sqlite: "UPDATE threads
                 SET replycount = (SELECT count(*) FROM posts p WHERE p.rootid = $1 AND p.deleteat = 0),
                     lastreplyat = coalesce((SELECT max(p.createat) FROM posts p WHERE p.rootid = $1 AND p.deleteat = 0), 0),
                     participants = (SELECT json_group_array(userid)
                                     FROM (SELECT p.userid FROM posts p
                                           WHERE p.rootid = $1 AND p.deleteat = 0
                                           GROUP BY p.userid
                                           ORDER BY max(p.createat)))
                 WHERE postid = $1",
        postgres: "UPDATE threads
                   SET replycount = (SELECT count(*) FROM posts p WHERE p.rootid = $1 AND p.deleteat = 0),
                       lastreplyat = coalesce((SELECT max(p.createat) FROM posts p WHERE p.rootid = $1 AND p.deleteat = 0), 0),
                       participants = (SELECT coalesce(jsonb_agg(authors.userid ORDER BY authors.last), '[]')
                                       FROM (SELECT p.userid, max(p.createat) AS last FROM posts p
                                             WHERE p.rootid = $1 AND p.deleteat = 0
                                             GROUP BY p.userid) AS authors)
                   WHERE postid = $1";
    DELETE: "threads.delete" => "UPDATE threads SET threaddeleteat = $2 WHERE postid = $1";
    FOLLOWED: "threads.followed" =>
        "SELECT tm.postid, tm.following
         FROM threadmemberships tm
         WHERE tm.userid = $1 AND tm.postid IN (ANY_OF($2))
         ORDER BY tm.postid";
    FOLLOWERS: "threads.followers" =>
        "SELECT tm.userid
         FROM threadmemberships tm JOIN channelmembers cm ON cm.channelid = $2 AND cm.userid = tm.userid
         WHERE tm.postid = $1 AND tm.following = TRUE
         ORDER BY tm.userid
         LIMIT $3";
    CONCERNS: "threads.concerns" =>
        "SELECT u.id, coalesce(pr.value, ''), u.notifyprops
         FROM users u
         LEFT JOIN preferences pr
                ON pr.userid = u.id AND pr.category = 'display_settings' AND pr.name = 'collapsed_reply_threads'
         WHERE u.id IN (ANY_OF($1))
         ORDER BY u.id";
    MEMBER: "threads.member" =>
        "SELECT postid, userid, following, lastviewed, lastupdated, unreadmentions
         FROM threadmemberships
         WHERE postid = $1 AND userid = $2";
    STANDING: "threads.standing" => concat!(
        "SELECT ", followed_columns!(), ", coalesce(pr.value, '')
         FROM threadmemberships m
         JOIN threads th ON th.postid = m.postid
         LEFT JOIN preferences pr
                ON pr.userid = m.userid AND pr.category = 'display_settings' AND pr.name = 'collapsed_reply_threads'
         WHERE m.postid = $2 AND m.following AND m.userid IN (ANY_OF($3))
         ORDER BY m.userid");
    REPLIES_AFTER: "threads.replies_after" =>
        "SELECT CAST(count(*) AS bigint) FROM posts WHERE rootid = $1 AND deleteat = 0 AND createat > $2";
    TOTALS: "threads.totals" => concat!(
        "SELECT CAST(count(*) AS bigint),
                CAST(coalesce(sum(CASE WHEN th.lastreplyat > m.lastviewed THEN 1 ELSE 0 END), 0) AS bigint),
                CAST(coalesce(sum(m.unreadmentions), 0) AS bigint)
         ", selected!("1"), selected_threads!());
    PAGE: "threads.page" => concat!(
        "SELECT ", followed_columns!("6"), ", ''
         ", selected!("1"), selected_threads!(), changed_since!(), "
           AND (th.lastreplyat < $8 OR th.lastreplyat = $8 AND th.postid < $9)
         ORDER BY th.lastreplyat DESC, th.postid DESC
         LIMIT $10");
    PAGE_AFTER: "threads.page_after" => concat!(
        "SELECT ", followed_columns!("6"), ", ''
         ", selected!("1"), selected_threads!(), changed_since!(), "
           AND (th.lastreplyat > $8 OR th.lastreplyat = $8 AND th.postid > $9)
         ORDER BY th.lastreplyat, th.postid
         LIMIT $10");
    UNFOLLOW: "threads.unfollow" =>
        "INSERT INTO threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
         VALUES ($1, $2, FALSE, 0, $3, 0)
         ON CONFLICT (postid, userid) DO UPDATE SET following = FALSE, lastupdated = excluded.lastupdated";
    READ: "threads.read" =>
        "UPDATE threadmemberships SET lastviewed = $3, unreadmentions = $4, lastupdated = $5
         WHERE postid = $1 AND userid = $2";
    SET_UNREAD: "threads.set_unread" =>
        "INSERT INTO threadmemberships (postid, userid, following, lastviewed, lastupdated, unreadmentions)
         VALUES ($1, $2, TRUE, $3, $5, $4)
         ON CONFLICT (postid, userid) DO UPDATE
         SET following = TRUE, lastviewed = excluded.lastviewed, lastupdated = excluded.lastupdated,
             unreadmentions = excluded.unreadmentions";
    READ_ALL: "threads.read_all" =>
        "UPDATE threadmemberships SET lastviewed = $3, unreadmentions = 0, lastupdated = $3
         WHERE userid = $1 AND following
           AND postid IN (SELECT th.postid
                          FROM threadmemberships m JOIN threads th ON th.postid = m.postid
                          WHERE m.userid = $1 AND m.following
                            AND (m.unreadmentions > 0 OR th.lastreplyat > m.lastviewed)
                            AND coalesce(th.threadteamid, '') IN ('', $2))";
    FORGET_MENTIONS: "threads.forget_mentions" =>
        "UPDATE threadmemberships SET unreadmentions = unreadmentions - 1
         WHERE postid = $1 AND userid IN (ANY_OF($2)) AND unreadmentions > 0 AND lastviewed < $3";
    LEAVE: "threads.leave" =>
        "DELETE FROM threadmemberships
         WHERE userid = $1
           AND postid IN (SELECT m.postid
                          FROM threadmemberships m JOIN posts p ON p.id = m.postid
                          WHERE m.userid = $1 AND p.channelid = $2)";
    BY_IDS: "threads.by_ids" => concat!(
        "SELECT ", thread_columns!(), " FROM threads WHERE postid IN (ANY_OF($1)) ORDER BY postid");
    LEAVE_TEAM: "threads.leave_team" =>
        "DELETE FROM threadmemberships
         WHERE userid = $1
           AND postid IN (SELECT m.postid
                          FROM threadmemberships m
                          JOIN posts p ON p.id = m.postid
                          JOIN channels c ON c.id = p.channelid
                          WHERE m.userid = $1 AND c.teamid = $2)";
}

/// Counts a reply in its thread, and gives the thread as it is then.
pub async fn add_reply(tx: &Tx, root: PostId, reply: &PostRow, team: Option<TeamId>) -> Result<ThreadRow> {
    let values = params![root, reply.channel_id, reply.create_at, reply.user_id, Value::id_or_empty(team)];
    tx.one(&ADD_REPLY, values).await
}

/// Makes the author of a reply a follower who has read the thread up to it.
pub async fn follow_by_writing(tx: &Tx, root: PostId, user: UserId, at: i64) -> Result<()> {
    tx.send(&FOLLOW_BY_WRITING, params![root, user, at]).await
}

/// Makes those of the users who are in the channel followers who have read nothing; whoever decided before is left as
/// it is.
pub async fn follow(tx: &Tx, root: PostId, channel: ChannelId, users: &[UserId], at: i64) -> Result<()> {
    let users: Value = users.iter().copied().collect();
    tx.send(&FOLLOW, params![root, users, at, channel]).await
}

/// Makes those whom a reply calls followers, and counts it for them; gives how many replies call each by now.
pub async fn follow_by_mention(
    tx: &Tx,
    root: PostId,
    users: &[UserId],
    at: i64,
) -> Result<Vec<(UserId, i64)>> {
    let users: Value = users.iter().copied().collect();
    tx.rows(&FOLLOW_BY_MENTION, params![root, users, at]).await
}

/// Marks the threads that a user follows in some channels as read; gives the channels where anything was unread.
pub async fn mark_read_in(tx: &Tx, user: UserId, channels: &[ChannelId], at: i64) -> Result<Vec<ChannelId>> {
    let channels: Value = channels.iter().copied().collect();
    let unread = tx.rows::<(ChannelId,)>(&UNREAD_CHANNELS, params![user, channels]).await?;
    let unread: Vec<ChannelId> = unread.into_iter().map(|(id,)| id).collect();
    if !unread.is_empty() {
        let unread: Value = unread.iter().copied().collect();
        tx.send(&MARK_READ_IN, params![user, unread, at]).await?;
    }
    Ok(unread)
}

/// The threads of those posts that have replies.
pub async fn by_ids(conn: &Conn, roots: &[PostId]) -> Result<Vec<ThreadRow>> {
    let roots: Value = roots.iter().copied().collect();
    conn.rows(&BY_IDS, params![roots]).await
}

/// Counts a thread's replies anew, after one was deleted.
pub async fn recount(tx: &Tx, root: PostId) -> Result<()> {
    tx.send(&RECOUNT, params![root]).await
}

/// Marks the thread of a deleted root.
pub async fn delete(tx: &Tx, root: PostId, now: i64) -> Result<()> {
    tx.send(&DELETE, params![root, now]).await
}

/// Whether the user follows those threads that they ever followed.
pub async fn followed(conn: &Conn, user: UserId, roots: &[PostId]) -> Result<Vec<(PostId, bool)>> {
    let roots: Value = roots.iter().copied().collect();
    conn.rows(&FOLLOWED, params![user, roots]).await
}

/// The members of the channel who follow a thread, at most `limit`.
pub async fn followers(conn: &Conn, root: PostId, channel: ChannelId, limit: i64) -> Result<Vec<UserId>> {
    let rows = conn.rows::<(UserId,)>(&FOLLOWERS, params![root, channel, limit]).await?;
    Ok(rows.into_iter().map(|(user,)| user).collect())
}

/// How replies concern these users.
pub async fn concerns(conn: &Conn, users: &[UserId]) -> Result<Vec<ConcernRow>> {
    let users: Value = users.iter().copied().collect();
    conn.rows(&CONCERNS, params![users]).await
}

/// What a user is to a thread, if they ever followed it.
pub async fn member(conn: &Conn, root: PostId, user: UserId) -> Result<Option<ThreadMemberRow>> {
    conn.first(&MEMBER, params![root, user]).await
}

/// The thread as each of these users has it who follows it. Of unread replies those up to `until` are counted.
pub async fn standing(conn: &Conn, root: PostId, users: &[UserId], until: i64) -> Result<Vec<FollowedRow>> {
    let users: Value = users.iter().copied().collect();
    conn.rows(&STANDING, params![until, root, users]).await
}

/// How many replies a thread has behind a time.
pub async fn replies_after(conn: &Conn, root: PostId, time: i64) -> Result<i64> {
    conn.one::<(i64,)>(&REPLIES_AFTER, params![root, time]).await.map(|(count,)| count)
}

/// How many of a user's threads are meant, and what is unread in them.
pub async fn totals(conn: &Conn, of: Selection) -> Result<TotalsRow> {
    conn.one(&TOTALS, params![of.user, of.team, of.without_direct, of.with_deleted, of.only_unread]).await
}

/// A page of a user's threads before a place, the one with the newest reply first.
pub async fn page(
    conn: &Conn,
    of: Selection,
    since: i64,
    before: ThreadMark,
    limit: i64,
) -> Result<Vec<FollowedRow>> {
    conn.rows(&PAGE, page_values(of, since, before, limit)).await
}

/// A page of a user's threads behind a place, the one with the oldest reply first.
pub async fn page_after(
    conn: &Conn,
    of: Selection,
    since: i64,
    after: ThreadMark,
    limit: i64,
) -> Result<Vec<FollowedRow>> {
    conn.rows(&PAGE_AFTER, page_values(of, since, after, limit)).await
}

fn page_values(of: Selection, since: i64, mark: ThreadMark, limit: i64) -> Vec<Value> {
    params![
        of.user,
        of.team,
        of.without_direct,
        of.with_deleted,
        of.only_unread,
        i64::MAX,
        since,
        mark.last_reply_at,
        mark.post_id,
        limit,
    ]
}

/// Makes a user somebody who does not follow a thread, whoever replies to it.
pub async fn unfollow(tx: &Tx, root: PostId, user: UserId, now: i64) -> Result<()> {
    tx.send(&UNFOLLOW, params![root, user, now]).await
}

/// Notes up to when a user has read a thread, and how many later replies call them.
pub async fn read(tx: &Tx, root: PostId, user: UserId, until: i64, mentions: i64, now: i64) -> Result<()> {
    tx.send(&READ, params![root, user, until, mentions, now]).await
}

/// Makes a user a follower who has read a thread up to a time, and whom this many later replies call.
pub async fn set_unread(
    tx: &Tx,
    root: PostId,
    user: UserId,
    until: i64,
    mentions: i64,
    now: i64,
) -> Result<()> {
    tx.send(&SET_UNREAD, params![root, user, until, mentions, now]).await
}

/// Marks every thread that a user follows in a team, and in direct and group channels, as read.
pub async fn read_all(tx: &Tx, user: UserId, team: TeamId, now: i64) -> Result<()> {
    tx.send(&READ_ALL, params![user, team, now]).await
}

/// Takes a deleted reply out of the mentions of those who have not read it.
pub async fn forget_mentions(tx: &Tx, root: PostId, users: &[UserId], written_at: i64) -> Result<()> {
    let users: Value = users.iter().copied().collect();
    tx.send(&FORGET_MENTIONS, params![root, users, written_at]).await
}

/// Ends what a user is to the threads of a channel that they left.
pub async fn leave(tx: &Tx, user: UserId, channel: ChannelId) -> Result<()> {
    tx.send(&LEAVE, params![user, channel]).await
}

/// Ends what a user is to the threads of a team that they left.
pub async fn leave_team(tx: &Tx, user: UserId, team: TeamId) -> Result<()> {
    tx.send(&LEAVE_TEAM, params![user, team]).await
}
