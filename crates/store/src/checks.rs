//! Recounts: what is stored twice, compared with what it is counted from. Reads only.
//!
//! Each check names the rows that differ, with what they should say and what they do say.
//!
//! What is counted as written stays counted when it is deleted: members' own counters are compared with a channel's, and
//! would call as many new posts read. Removing a post or an account for good lowers both. In a database that was adopted
//! a channel may count more than there are, since posts were removed for good and its counters stayed. That alone is no
//! damage ([`Check::is_harmless`]).

use db::{Conn, Params, Result, Statement};

use crate::posts::comings_and_goings;

/// A law of the data, and what to do where it is broken.
pub struct Check {
    /// What is looked at, by table and column.
    pub subject: &'static str,
    /// What the row must say.
    pub law: &'static str,
    pub advice: &'static str,
    statement: &'static Statement,
    /// Whether the row may say more than the recount, since what was counted may have been removed for good.
    outlives_what_it_counts: bool,
}

db::row! {
    /// A row that breaks a law.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Difference {
        /// The row's key.
        pub key: String,
        pub expected: i64,
        pub found: i64,
    }
}

/// Differences that one check tells at most.
pub const MOST: usize = 100;

impl Check {
    /// The first [`MOST`] rows that differ, by key.
    pub async fn differences(&self, conn: &Conn) -> Result<Vec<Difference>> {
        conn.rows(self.statement, Params::new()).await
    }

    /// Whether this is what removing posts for good leaves behind. Where nothing was removed, it is damage all the same.
    pub fn is_harmless(&self, difference: &Difference) -> bool {
        self.outlives_what_it_counts && difference.found > difference.expected
    }
}

// Posts that only say who came and went are not counted as something unread.
macro_rules! counts {
    () => {
        concat!("coalesce(p.originalid, '') = '' AND coalesce(p.type, '') NOT IN ", comings_and_goings!())
    };
}

macro_rules! live_replies {
    () => {
        "SELECT p.rootid, count(*) AS n, max(p.createat) AS latest
         FROM posts p
         WHERE coalesce(p.rootid, '') <> '' AND p.deleteat = 0
         GROUP BY p.rootid"
    };
}

macro_rules! limited {
    ($($part:expr),+ $(,)?) => {
        concat!($($part),+, " ORDER BY 1 LIMIT 100")
    };
}

db::statements! {
    TOTAL: "checks.total" => limited!(
        "SELECT c.id, coalesce(r.n, 0), coalesce(c.totalmsgcount, 0)
         FROM channels c
         LEFT JOIN (SELECT p.channelid, count(*) AS n FROM posts p WHERE ", counts!(), " GROUP BY p.channelid) AS r
             ON r.channelid = c.id
         WHERE coalesce(c.totalmsgcount, 0) <> coalesce(r.n, 0)");
    TOTAL_ROOT: "checks.total_root" => limited!(
        "SELECT c.id, coalesce(r.n, 0), coalesce(c.totalmsgcountroot, 0)
         FROM channels c
         LEFT JOIN (SELECT p.channelid, count(*) AS n
                    FROM posts p
                    WHERE coalesce(p.rootid, '') = '' AND ", counts!(), "
                    GROUP BY p.channelid) AS r
             ON r.channelid = c.id
         WHERE coalesce(c.totalmsgcountroot, 0) <> coalesce(r.n, 0)");
    LAST_POST: "checks.last_post" => limited!(
        "SELECT c.id, r.latest, coalesce(c.lastpostat, 0)
         FROM channels c
         JOIN (SELECT p.channelid, max(p.createat) AS latest FROM posts p GROUP BY p.channelid) AS r
             ON r.channelid = c.id
         WHERE coalesce(c.lastpostat, 0) < r.latest");
    LAST_ROOT_POST: "checks.last_root_post" => limited!(
        "SELECT c.id, r.latest, coalesce(c.lastrootpostat, 0)
         FROM channels c
         JOIN (SELECT p.channelid, max(p.createat) AS latest
               FROM posts p
               WHERE ", counts!(), " AND coalesce(p.rootid, '') = ''
               GROUP BY p.channelid) AS r
             ON r.channelid = c.id
         WHERE coalesce(c.lastrootpostat, 0) < r.latest");
    READ: "checks.read" => limited!(
        "SELECT m.channelid || ' ' || m.userid, coalesce(c.totalmsgcount, 0), coalesce(m.msgcount, 0)
         FROM channelmembers m JOIN channels c ON c.id = m.channelid
         WHERE coalesce(m.msgcount, 0) > coalesce(c.totalmsgcount, 0) OR m.msgcount < 0");
    READ_ROOT: "checks.read_root" => limited!(
        "SELECT m.channelid || ' ' || m.userid, coalesce(c.totalmsgcountroot, 0), coalesce(m.msgcountroot, 0)
         FROM channelmembers m JOIN channels c ON c.id = m.channelid
         WHERE coalesce(m.msgcountroot, 0) > coalesce(c.totalmsgcountroot, 0) OR m.msgcountroot < 0");
    MENTIONS: "checks.mentions" => limited!(
        "SELECT m.channelid || ' ' || m.userid, coalesce(m.mentioncount, 0), coalesce(m.mentioncountroot, 0)
         FROM channelmembers m
         WHERE m.mentioncount < 0 OR m.mentioncountroot < 0
            OR coalesce(m.mentioncountroot, 0) > coalesce(m.mentioncount, 0)");
    REPLIES: "checks.replies" => limited!(
        "SELECT t.postid, coalesce(r.n, 0), coalesce(t.replycount, 0)
         FROM threads t LEFT JOIN (", live_replies!(), ") AS r ON r.rootid = t.postid
         WHERE coalesce(t.threaddeleteat, 0) = 0 AND coalesce(t.replycount, 0) <> coalesce(r.n, 0)");
    LAST_REPLY: "checks.last_reply" => limited!(
        "SELECT t.postid, r.latest, coalesce(t.lastreplyat, 0)
         FROM threads t JOIN (", live_replies!(), ") AS r ON r.rootid = t.postid
         WHERE coalesce(t.threaddeleteat, 0) = 0 AND coalesce(t.lastreplyat, 0) < r.latest");
    NO_THREAD: "checks.no_thread" => limited!(
        "SELECT r.rootid, r.n, 0
         FROM (", live_replies!(), ") AS r
         WHERE NOT EXISTS (SELECT 1 FROM threads t WHERE t.postid = r.rootid)");
    PARTICIPANTS: "checks.participants",
        sqlite: "SELECT p.rootid || ' ' || p.userid, 1, 0
                 FROM posts p JOIN threads t ON t.postid = p.rootid
                 WHERE p.deleteat = 0 AND coalesce(t.threaddeleteat, 0) = 0
                   AND NOT EXISTS (SELECT 1 FROM json_each(coalesce(t.participants, '[]')) AS j WHERE j.value = p.userid)
                 GROUP BY p.rootid, p.userid
                 ORDER BY 1 LIMIT 100",
        postgres: "SELECT p.rootid || ' ' || p.userid, CAST(1 AS bigint), CAST(0 AS bigint)
                   FROM posts p JOIN threads t ON t.postid = p.rootid
                   WHERE p.deleteat = 0 AND coalesce(t.threaddeleteat, 0) = 0
                     AND NOT coalesce(t.participants, '[]') @> to_jsonb(CAST(p.userid AS text))
                   GROUP BY p.rootid, p.userid
                   ORDER BY 1 LIMIT 100";
    THREAD_MENTIONS: "checks.thread_mentions" => limited!(
        "SELECT m.postid || ' ' || m.userid, 0, m.unreadmentions
         FROM threadmemberships m
         WHERE m.unreadmentions < 0");
    PUBLIC_CHANNELS: "checks.public_channels" => limited!(
        "SELECT c.id, 1, CASE WHEN pc.id IS NULL THEN 0 ELSE 1 END
         FROM channels c LEFT JOIN publicchannels pc ON pc.id = c.id
         WHERE CAST(c.type AS text) = 'O'
           AND (pc.id IS NULL
                OR coalesce(pc.deleteat, 0) <> coalesce(c.deleteat, 0)
                OR coalesce(pc.teamid, '') <> coalesce(c.teamid, '')
                OR coalesce(pc.displayname, '') <> coalesce(c.displayname, '')
                OR coalesce(pc.name, '') <> coalesce(c.name, '')
                OR coalesce(pc.header, '') <> coalesce(c.header, '')
                OR coalesce(pc.purpose, '') <> coalesce(c.purpose, ''))");
    NOT_PUBLIC: "checks.not_public" => limited!(
        "SELECT pc.id, 0, 1
         FROM publicchannels pc
         WHERE NOT EXISTS (SELECT 1 FROM channels c WHERE c.id = pc.id AND CAST(c.type AS text) = 'O')");
    STRAY_CHANNELS: "checks.stray_channels" => limited!(
        "SELECT c.id, 1, 0
         FROM channels c
         WHERE coalesce(c.teamid, '') <> '' AND NOT EXISTS (SELECT 1 FROM teams t WHERE t.id = c.teamid)");
    STRAY_POSTS: "checks.stray_posts" => limited!(
        "SELECT p.id, 1, 0
         FROM posts p
         WHERE NOT EXISTS (SELECT 1 FROM channels c WHERE c.id = p.channelid)");
    STRAY_REPLIES: "checks.stray_replies" => limited!(
        "SELECT p.id, 1, 0
         FROM posts p
         WHERE coalesce(p.rootid, '') <> ''
           AND NOT EXISTS (SELECT 1 FROM posts r WHERE r.id = p.rootid AND coalesce(r.rootid, '') = '')");
    STRAY_TEAM_MEMBERS: "checks.stray_team_members" => limited!(
        "SELECT m.teamid || ' ' || m.userid, 1, 0
         FROM teammembers m
         WHERE NOT EXISTS (SELECT 1 FROM teams t WHERE t.id = m.teamid)
            OR NOT EXISTS (SELECT 1 FROM users u WHERE u.id = m.userid)");
    STRAY_MEMBERS: "checks.stray_members" => limited!(
        "SELECT m.channelid || ' ' || m.userid, 1, 0
         FROM channelmembers m
         WHERE NOT EXISTS (SELECT 1 FROM channels c WHERE c.id = m.channelid)
            OR NOT EXISTS (SELECT 1 FROM users u WHERE u.id = m.userid)");
    OUTSIDERS: "checks.outsiders" => limited!(
        "SELECT m.channelid || ' ' || m.userid, 1, 0
         FROM channelmembers m JOIN channels c ON c.id = m.channelid
         WHERE coalesce(c.teamid, '') <> ''
           AND NOT EXISTS (SELECT 1
                           FROM teammembers t
                           WHERE t.teamid = c.teamid AND t.userid = m.userid AND coalesce(t.deleteat, 0) = 0)");
    TOWN_SQUARE: "checks.town_square" => limited!(
        "SELECT t.id, 1, 0
         FROM teams t
         WHERE coalesce(t.deleteat, 0) = 0
           AND NOT EXISTS (SELECT 1 FROM channels c WHERE c.teamid = t.id AND c.name = 'town-square')");
    REACTIONS: "checks.reactions" => limited!(
        "SELECT p.id, 1, 0
         FROM posts p
         WHERE coalesce(p.hasreactions, FALSE) = FALSE AND p.deleteat = 0
           AND EXISTS (SELECT 1 FROM reactions r WHERE r.postid = p.id AND coalesce(r.deleteat, 0) = 0)");
}

const RECOUNT: &str = "set it to the recount while no server runs";
const REMOVE: &str = "remove the row while no server runs";

/// Every check, in an order that tells causes before their effects.
pub static CHECKS: [Check; 22] = [
    check(
        "teams",
        "has a channel town-square",
        "make a public channel of that name in the team",
        &TOWN_SQUARE,
    ),
    check("teammembers", "its team and user exist", REMOVE, &STRAY_TEAM_MEMBERS),
    check("channels.teamid", "the team exists", "give the channel a team that exists", &STRAY_CHANNELS),
    check("channelmembers", "its channel and user exist", REMOVE, &STRAY_MEMBERS),
    check("channelmembers", "its user is in the channel's team", REMOVE, &OUTSIDERS),
    check(
        "publicchannels",
        "says what channels says",
        "copy the channel's row from channels while no server runs",
        &PUBLIC_CHANNELS,
    ),
    check("publicchannels", "its channel exists and is public", REMOVE, &NOT_PUBLIC),
    check("posts.channelid", "the channel exists", REMOVE, &STRAY_POSTS),
    check("posts.rootid", "the root exists and is no reply", REMOVE, &STRAY_REPLIES),
    tally("channels.totalmsgcount", "is the number of posts written", &TOTAL),
    tally("channels.totalmsgcountroot", "is the number of posts written that are no replies", &TOTAL_ROOT),
    check("channels.lastpostat", "is not before the newest post", RECOUNT, &LAST_POST),
    check(
        "channels.lastrootpostat",
        "is not before the newest post that is no reply",
        RECOUNT,
        &LAST_ROOT_POST,
    ),
    check("channelmembers.msgcount", "is within the channel's count", RECOUNT, &READ),
    check("channelmembers.msgcountroot", "is within the channel's count", RECOUNT, &READ_ROOT),
    check(
        "channelmembers.mentioncountroot",
        "is within mentioncount, and both are 0 at least",
        "it mends itself when the member reads the channel",
        &MENTIONS,
    ),
    check(
        "threads",
        "there is one for every post with replies",
        "reply to it: the row is made then",
        &NO_THREAD,
    ),
    check("threads.replycount", "is the number of replies", RECOUNT, &REPLIES),
    check("threads.lastreplyat", "is not before the newest reply", RECOUNT, &LAST_REPLY),
    check(
        "threads.participants",
        "names everyone who replied",
        "it mends itself when the missing user replies again",
        &PARTICIPANTS,
    ),
    check("threadmemberships.unreadmentions", "is 0 at least", RECOUNT, &THREAD_MENTIONS),
    check("posts.hasreactions", "is true where there are reactions", RECOUNT, &REACTIONS),
];

const fn check(
    subject: &'static str,
    law: &'static str,
    advice: &'static str,
    statement: &'static Statement,
) -> Check {
    Check { subject, law, advice, statement, outlives_what_it_counts: false }
}

/// A counter that stays as it is when something that it counts is removed for good.
const fn tally(subject: &'static str, law: &'static str, statement: &'static Statement) -> Check {
    Check { outlives_what_it_counts: true, ..check(subject, law, RECOUNT, statement) }
}
