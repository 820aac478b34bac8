//! Tables `threads` and `threadmemberships`: what is kept of a post's replies, and who follows them.

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
         SELECT CAST($1 AS varchar), u.id, TRUE, 0, $3, 0
         FROM users u
         WHERE u.id IN (ANY_OF($2))
         ORDER BY u.id
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
             unreadmentions = threadmemberships.unreadmentions + 1";
    UNREAD_CHANNELS: "threads.unread_channels" =>
        "SELECT DISTINCT th.channelid
         FROM threadmemberships m JOIN threads th ON th.postid = m.postid
         WHERE m.userid = $1 AND th.channelid IN (ANY_OF($2)) AND m.following
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
    BY_IDS: "threads.by_ids" => concat!(
        "SELECT ", thread_columns!(), " FROM threads WHERE postid IN (ANY_OF($1)) ORDER BY postid");
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

/// Makes users followers who have read nothing; whoever decided before is left as it is.
pub async fn follow(tx: &Tx, root: PostId, users: &[UserId], at: i64) -> Result<()> {
    let users: Value = users.iter().copied().collect();
    tx.send(&FOLLOW, params![root, users, at]).await
}

/// Makes those whom a reply calls followers, and counts it for them.
pub async fn follow_by_mention(tx: &Tx, root: PostId, users: &[UserId], at: i64) -> Result<()> {
    let users: Value = users.iter().copied().collect();
    tx.send(&FOLLOW_BY_MENTION, params![root, users, at]).await
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
