//! Table `posts`, and the counters of `channels` and `channelmembers` that rise with every post.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use db::{Conn, Json, Result, Tx, Value, params};
use wire::{ChannelId, PostId, UserId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct PostRow {
        pub id: PostId,
        pub create_at: i64,
        pub update_at: i64,
        pub edit_at: i64,
        pub delete_at: i64,
        pub is_pinned: bool,
        pub user_id: UserId,
        pub channel_id: ChannelId,
        /// The thread's root; None for a root.
        pub root_id: Option<PostId>,
        /// Set on the kept old versions of an edited post: the post as it is now.
        pub original_id: Option<PostId>,
        pub message: String,
        pub kind: String,
        pub props: Option<Json<serde_json::Map<String, serde_json::Value>>>,
        pub hashtags: String,
        /// JSON list of file ids.
        pub file_ids: Option<Json<Option<Vec<String>>>>,
        pub has_reactions: bool,
        pub remote_id: Option<String>,
    }
}

db::row! {
    /// A channel as it stands after a post.
    #[derive(Debug, Clone)]
    pub struct Standing {
        pub last_post_at: i64,
        pub total_msg_count: i64,
        pub total_msg_count_root: i64,
        pub delete_at: i64,
        /// Whether the post's author is in the channel, and stays there until the transaction ends.
        pub author_is_member: bool,
    }
}

db::row! {
    /// A channel behind several posts.
    #[derive(Debug)]
    pub struct TakenRow {
        pub channel_id: ChannelId,
        pub last_post_at: i64,
        pub total_msg_count: i64,
        pub total_msg_count_root: i64,
        pub delete_at: i64,
        /// Those of the authors who are members, by their ids.
        pub members: Option<String>,
    }
}

/// What a post counts as in its channel.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    pub channel: ChannelId,
    pub author: UserId,
    pub is_root: bool,
    /// Whether members have something unread by it.
    pub counts: bool,
}

macro_rules! post_columns {
    () => {
        "p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
         p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid"
    };
}

/// Posts of a channel with something else, newest first or oldest first.
macro_rules! posts_where {
    ($($condition:expr),+ $(,)?) => {
        concat!("SELECT ", post_columns!(), " FROM posts p WHERE ", $($condition),+)
    };
}

/// Kinds of posts that only say who came and went: they make nothing unread, so no counter has them.
macro_rules! comings_and_goings {
    () => {
        "('system_join_leave', 'system_join_channel', 'system_guest_join_channel', 'system_leave_channel',
          'system_add_remove', 'system_add_to_channel', 'system_remove_from_channel',
          'system_join_team', 'system_leave_team', 'system_add_to_team', 'system_remove_from_team')"
    };
}
pub(crate) use comings_and_goings;

macro_rules! live {
    () => {
        "p.channelid = $1 AND p.deleteat = 0"
    };
}

macro_rules! earlier {
    () => {
        " AND p.createat <= $2 AND (p.createat < $2 OR p.id < $3)"
    };
}

macro_rules! later {
    () => {
        " AND p.createat >= $2 AND (p.createat > $2 OR p.id > $3)"
    };
}

/// The time of the post behind $3 others, newest first.
macro_rules! nth_time {
    () => {
        "(SELECT n.createat
          FROM posts n
          WHERE n.channelid = $1 AND n.deleteat = 0
          ORDER BY n.createat DESC
          LIMIT 1 OFFSET $3)"
    };
}

/// The last change of a channel's posts.
macro_rules! last_change {
    () => {
        "SELECT p.updateat FROM posts p WHERE p.channelid = $1 ORDER BY p.updateat DESC LIMIT 1"
    };
}
pub(crate) use last_change;

/// The columns of a row that [`insert`] writes.
macro_rules! insert {
    () => {
        "INSERT INTO posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid,
                            message, type, props, hashtags, fileids, hasreactions, remoteid, filenames) "
    };
}

/// A removal under way is waited for, and a later one waits.
macro_rules! lock_author {
    () => {
        "WITH author AS (SELECT userid FROM channelmembers WHERE channelid = $1 AND userid = $2 FOR UPDATE) "
    };
}

/// Where there is one writer, nobody is removed meanwhile.
macro_rules! author_is_member {
    () => {
        "EXISTS (SELECT 1 FROM channelmembers cm WHERE cm.channelid = $1 AND cm.userid = $2)"
    };
}

/// A post comes behind every other, and behind every change of one.
macro_rules! take_place {
    () => {
        concat!(
            "UPDATE channels
             SET lastpostat = ",
            next_time!(),
            ",
                 lastrootpostat = CASE WHEN $4 THEN ",
            next_time!(),
            " ELSE lastrootpostat END,
                 totalmsgcount = totalmsgcount + $5,
                 totalmsgcountroot = totalmsgcountroot + $6
             FROM (SELECT coalesce((",
            last_change!(),
            "), 0) + 1 AS at) change
             WHERE id = $1
             RETURNING lastpostat, totalmsgcount, totalmsgcountroot, deleteat, "
        )
    };
}

macro_rules! next_time {
    () => {
        "greatest($3, coalesce(lastpostat, 0) + 1, change.at)"
    };
}

/// The time of the first of several posts that are written together.
macro_rules! first_time {
    () => {
        "greatest($8, coalesce(lastpostat, 0) + 1, due.behind_changes)"
    };
}

macro_rules! count {
    () => {
        "UPDATE channels
         SET lastpostat = CASE WHEN coalesce(lastpostat, 0) < $3 THEN $3 ELSE lastpostat END,
             lastrootpostat = CASE WHEN $4 AND coalesce(lastrootpostat, 0) < $3 THEN $3 ELSE lastrootpostat END,
             totalmsgcount = totalmsgcount + $5,
             totalmsgcountroot = totalmsgcountroot + $6
         WHERE id = $1
         RETURNING lastpostat, totalmsgcount, totalmsgcountroot, deleteat, "
    };
}

db::statements! {
    TAKE_PLACE: "posts.take_place",
        sqlite: concat!(take_place!(), author_is_member!()),
        postgres: concat!(lock_author!(), take_place!(), "EXISTS (SELECT 1 FROM author)");
    // Every channel is locked before the first author is.
    TAKE_PLACES: "posts.take_places",
        postgres: concat!(
            "WITH taken AS (
                 UPDATE channels
                 SET lastpostat = ", first_time!(), " + due.posts - 1,
                     lastrootpostat = CASE WHEN due.last_root >= 0 THEN ", first_time!(), " + due.last_root
                                           ELSE lastrootpostat END,
                     totalmsgcount = totalmsgcount + due.counted,
                     totalmsgcountroot = totalmsgcountroot + due.counted_roots
                 FROM (SELECT d.*, coalesce((SELECT p.updateat
                                             FROM posts p
                                             WHERE p.channelid = d.channel
                                             ORDER BY p.updateat DESC
                                             LIMIT 1), 0) + 1 AS behind_changes
                       FROM unnest(CAST($1 AS text[]), CAST($2 AS bigint[]), CAST($3 AS bigint[]),
                                   CAST($4 AS bigint[]), CAST($5 AS bigint[]))
                            AS d (channel, posts, last_root, counted, counted_roots)
                       OFFSET 0) due
                 WHERE id = due.channel
                 RETURNING id, lastpostat, totalmsgcount, totalmsgcountroot, deleteat),
             author AS MATERIALIZED (
                 SELECT cm.channelid, cm.userid
                 FROM unnest(CAST($6 AS text[]), CAST($7 AS text[])) AS asked (channelid, userid)
                 CROSS JOIN LATERAL (SELECT m.channelid, m.userid
                                     FROM channelmembers m
                                     WHERE m.channelid = asked.channelid AND m.userid = asked.userid
                                     FOR UPDATE) cm
                 WHERE (SELECT count(*) FROM taken) > 0)
             SELECT taken.*, (SELECT string_agg(author.userid, ' ') FROM author WHERE author.channelid = taken.id)
             FROM taken");
    COUNT: "posts.count",
        sqlite: concat!(count!(), author_is_member!()),
        postgres: concat!(lock_author!(), count!(), "EXISTS (SELECT 1 FROM author)");
    INSERT: "posts.insert" => concat!(
        insert!(), "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '[]')");
    INSERT_MANY: "posts.insert_many",
        postgres: concat!(
            insert!(),
            "SELECT p.*, '[]'
             FROM unnest(CAST($1 AS text[]), CAST($2 AS bigint[]), CAST($3 AS bigint[]), CAST($4 AS bigint[]),
                         CAST($5 AS bigint[]), CAST($6 AS boolean[]), CAST($7 AS text[]), CAST($8 AS text[]),
                         CAST($9 AS text[]), CAST($10 AS text[]), CAST($11 AS text[]), CAST($12 AS text[]),
                         CAST($13 AS jsonb[]), CAST($14 AS text[]), CAST($15 AS text[]), CAST($16 AS boolean[]),
                         CAST($17 AS text[])) AS p");
    COUNT_MENTIONS: "posts.count_mentions" =>
        "UPDATE channelmembers
         SET mentioncount = mentioncount + 1,
             mentioncountroot = mentioncountroot + $3,
             lastupdateat = $4
         WHERE channelid = $1 AND userid IN (ANY_OF($2))";
    VIEW_OWN: "posts.view_own" =>
        "UPDATE channelmembers
         SET msgcount = $3, msgcountroot = $4, mentioncount = 0, mentioncountroot = 0, urgentmentioncount = 0,
             lastviewedat = $5, lastupdateat = $5
         WHERE channelid = $1 AND userid = $2";
    VIEW_OWN_MANY: "posts.view_own_many",
        postgres: "UPDATE channelmembers
                   SET msgcount = v.counted, msgcountroot = v.counted_roots, mentioncount = 0, mentioncountroot = 0,
                       urgentmentioncount = 0, lastviewedat = v.at, lastupdateat = v.at
                   FROM unnest(CAST($1 AS text[]), CAST($2 AS text[]), CAST($3 AS bigint[]), CAST($4 AS bigint[]),
                               CAST($5 AS bigint[])) AS v (channel, author, counted, counted_roots, at)
                   WHERE channelid = v.channel AND userid = v.author";
    TOUCH: "posts.touch" => "UPDATE posts SET updateat = $2 WHERE id = $1 AND deleteat = 0";
    BY_ID: "posts.by_id" => posts_where!("p.id = $1");
    BY_IDS: "posts.by_ids" => posts_where!("p.id IN (ANY_OF($1)) ORDER BY p.createat DESC, p.id DESC");
    // A database without replies has one value in `rootid`, so PostgreSQL believes that every root has millions, and
    // walks all posts, by time or in a row. `> ''` tells it that there are few, `+ 0` that the order is not in an index.
    REPLIES: "posts.replies" => posts_where!(
        "p.rootid > '' AND p.rootid IN (ANY_OF($1)) AND p.deleteat = 0
         ORDER BY p.createat + 0 DESC, p.id DESC
         LIMIT $2");
    NEWEST: "posts.newest" => posts_where!(live!(), " ORDER BY p.createat DESC, p.id DESC LIMIT $2");
    // The posts before a page are counted in the index, which is cheaper by far than reading each to leave it out; only
    // those that share the time of the page's first one are read and left out.
    PAGE: "posts.page" => posts_where!(
        live!(), " AND p.createat <= ", nth_time!(), "
         ORDER BY p.createat DESC, p.id DESC
         LIMIT $2
         OFFSET $3 - (SELECT count(*) FROM posts l WHERE l.channelid = $1 AND l.deleteat = 0 AND l.createat > ",
        nth_time!(), ")");
    PAGE_OF_ROOTS: "posts.page_of_roots" =>
        posts_where!(live!(), " AND p.rootid = '' ORDER BY p.createat DESC, p.id DESC LIMIT $2 OFFSET $3");
    PAGE_WITH_DELETED: "posts.page_with_deleted" => posts_where!(
        "p.channelid = $1 AND p.originalid = '' AND (p.rootid = '' OR NOT $4)
         ORDER BY p.createat DESC, p.id DESC
         LIMIT $2 OFFSET $3");
    BEFORE: "posts.before" =>
        posts_where!(live!(), earlier!(), " ORDER BY p.createat DESC, p.id DESC LIMIT $4 OFFSET $5");
    ROOTS_BEFORE: "posts.roots_before" => posts_where!(
        live!(), earlier!(), " AND p.rootid = '' ORDER BY p.createat DESC, p.id DESC LIMIT $4 OFFSET $5");
    AFTER: "posts.after" => posts_where!(live!(), later!(), " ORDER BY p.createat, p.id LIMIT $4 OFFSET $5");
    ROOTS_AFTER: "posts.roots_after" =>
        posts_where!(live!(), later!(), " AND p.rootid = '' ORDER BY p.createat, p.id LIMIT $4 OFFSET $5");
    SINCE: "posts.since" =>
        posts_where!("p.channelid = $1 AND p.updateat > $2 ORDER BY p.updateat LIMIT $3");
    THREAD_DOWN: "posts.thread_down" => posts_where!(
        "p.rootid = $1 AND p.deleteat = 0", later!(), " ORDER BY p.createat, p.id LIMIT $4");
    THREAD_UP: "posts.thread_up" => posts_where!(
        "p.rootid = $1 AND p.deleteat = 0", earlier!(), " ORDER BY p.createat DESC, p.id DESC LIMIT $4");
    THREAD_UPDATES: "posts.thread_updates" => posts_where!(
        "p.rootid = $1 AND p.deleteat = 0 AND p.updateat > $2 ORDER BY p.updateat, p.id LIMIT $3");
    PINNED: "posts.pinned" => posts_where!(
        "p.channelid = $1 AND p.ispinned = TRUE AND p.deleteat = 0 ORDER BY p.createat, p.id LIMIT $2");
    SAVED: "posts.saved" => concat!(
        "SELECT ", post_columns!(), "
         FROM preferences pr
         JOIN posts p ON p.id = pr.name
         JOIN channelmembers cm ON cm.channelid = p.channelid AND cm.userid = pr.userid
         JOIN channels c ON c.id = p.channelid
         WHERE pr.userid = $1 AND pr.category = 'flagged_post' AND p.deleteat = 0
           AND ($2 = '' OR c.teamid IN ('', $2))
           AND ($3 = '' OR c.id = $3)
         ORDER BY p.createat DESC, p.id DESC
         LIMIT $4 OFFSET $5");
    COUNT_FROM: "posts.count_from" => concat!(
        "SELECT CAST(count(*) AS bigint), CAST(count(*) FILTER (WHERE p.rootid = '') AS bigint),
                CAST(count(*) FILTER (WHERE p.userid <> $3) AS bigint),
                CAST(count(*) FILTER (WHERE p.userid <> $3 AND p.rootid = '') AS bigint)
         FROM posts p
         WHERE p.channelid = $1 AND p.deleteat = 0 AND p.createat >= $2
           AND p.type NOT IN ", comings_and_goings!());
    SET_UNREAD: "posts.set_unread" =>
        "UPDATE channelmembers
         SET msgcount = c.totalmsgcount - $3, msgcountroot = c.totalmsgcountroot - $4,
             mentioncount = $5, mentioncountroot = $6, urgentmentioncount = 0, lastviewedat = $7, lastupdateat = $8
         FROM channels c
         WHERE c.id = channelmembers.channelid AND channelmembers.channelid = $1 AND channelmembers.userid = $2
         RETURNING channelmembers.msgcount, channelmembers.msgcountroot";
    LAST_UPDATE: "posts.last_update" => last_change!();
    VERSIONS: "posts.versions" =>
        posts_where!("p.originalid = $1 ORDER BY p.deleteat DESC, p.editat DESC LIMIT $2");
    CHANGE: "posts.change" =>
        "UPDATE posts
         SET updateat = $2, editat = $3, ispinned = $4, message = $5, props = $6, hashtags = $7, fileids = $8,
             hasreactions = $9
         WHERE id = $1 AND deleteat = 0";
    LOCK: "posts.lock" => posts_where!("p.id = $1 AND p.deleteat = 0 FOR UPDATE");
    STANDING_OF: "posts.standing_of" =>
        "WITH channel AS (SELECT deleteat FROM channels WHERE id = $1 FOR UPDATE),
              member AS (SELECT userid FROM channelmembers WHERE channelid = $1 AND userid = $2 FOR SHARE)
         SELECT channel.deleteat, EXISTS (SELECT 1 FROM member) FROM channel";
    DELETE: "posts.delete",
        sqlite: "UPDATE posts
                 SET deleteat = $2, updateat = $2, props = json_set(coalesce(nullif(props, ''), '{}'), '$.deleteBy', $3)
                 WHERE (id = $1 OR rootid = $1) AND deleteat = 0",
        postgres: "UPDATE posts
                   SET deleteat = $2, updateat = $2,
                       props = jsonb_set(CASE WHEN jsonb_typeof(props) = 'object' THEN props ELSE '{}' END,
                                         '{deleteBy}', to_jsonb(CAST($3 AS text)))
                   WHERE (id = $1 OR rootid = $1) AND deleteat = 0";
    NAMED: "posts.named" =>
        "SELECT u.id, u.username, cm.userid IS NOT NULL, tm.userid IS NOT NULL
         FROM users u
         LEFT JOIN channelmembers cm ON cm.channelid = $1 AND cm.userid = u.id
         LEFT JOIN channels c ON c.id = $1
         LEFT JOIN teammembers tm ON tm.teamid = c.teamid AND tm.userid = u.id AND tm.deleteat = 0
         WHERE u.username IN (ANY_OF($2)) AND u.deleteat = 0
         ORDER BY u.username";
    AUDIENCE: "posts.audience" =>
        "SELECT cm.userid, cm.notifyprops, u.notifyprops
         FROM channelmembers cm JOIN users u ON u.id = cm.userid
         WHERE cm.channelid = $1 AND u.deleteat = 0
         ORDER BY cm.userid
         LIMIT $2";
    LISTENERS: "posts.listeners" =>
        "SELECT cm.userid, u.firstname, u.notifyprops, cm.notifyprops
         FROM channelmembers cm JOIN users u ON u.id = cm.userid
         WHERE cm.channelid = $1 AND u.deleteat = 0
           AND (coalesce(u.notifyprops ->> 'mention_keys', '') <> ''
                OR u.notifyprops ->> 'first_name' = 'true'
                OR cm.notifyprops ->> 'channel_auto_follow_threads' = 'on')
         ORDER BY cm.userid
         LIMIT $2";
    TEAM_NAMES: "posts.team_names" => "SELECT t.id, t.name FROM teams t WHERE t.id IN (ANY_OF($1)) ORDER BY t.id";
    CHANNELS_NAMED: "posts.channels_named" =>
        "SELECT c.id, c.name, c.displayname, t.name
         FROM channels c JOIN teams t ON t.id = c.teamid
         WHERE c.teamid = $1 AND c.name IN (ANY_OF($2)) AND c.type = 'O' AND c.deleteat = 0
         ORDER BY c.name";
}

/// Locks the channels of posts that are written now, counts them, and gives each its time: `last_post_at` of the channel
/// as it stands after the post. In a channel they come in the order of `places`.
pub async fn take_places(tx: &Tx, places: &[Place], now: i64) -> Result<Vec<Standing>> {
    if places.len() > 1 && tx.engine() == db::Engine::Postgres {
        return take_places_at_once(tx, places, now).await;
    }
    let mut standings = Vec::with_capacity(places.len());
    for place in places {
        standings.push(tx.one(&TAKE_PLACE, place.params(now)).await?);
    }
    Ok(standings)
}

async fn take_places_at_once(tx: &Tx, places: &[Place], now: i64) -> Result<Vec<Standing>> {
    // Whoever locks the same channels and members does so in the same order.
    let mut due: BTreeMap<ChannelId, Vec<&Place>> = BTreeMap::new();
    for place in places {
        due.entry(place.channel).or_default().push(place);
    }
    let authors: BTreeSet<(UserId, ChannelId)> =
        places.iter().map(|place| (place.author, place.channel)).collect();
    let column = |value: fn(&[&Place]) -> i64| {
        Value::Column(due.values().map(|places| Value::Int(value(places))).collect())
    };
    let values = vec![
        due.keys().copied().collect(),
        column(|places| places.len() as i64),
        column(|places| places.iter().rposition(|place| place.is_root).map_or(-1, |at| at as i64)),
        column(|places| places.iter().map(|place| place.weight().0).sum()),
        column(|places| places.iter().map(|place| place.weight().1).sum()),
        authors.iter().map(|(_, channel)| *channel).collect(),
        authors.iter().map(|(author, _)| *author).collect(),
        Value::Int(now),
    ];
    let taken: Vec<TakenRow> = tx.rows(&TAKE_PLACES, values).await?;
    let mut ends: HashMap<ChannelId, TakenRow> = taken.into_iter().map(|row| (row.channel_id, row)).collect();

    // Back from where each channel stands at the end.
    let mut standings = Vec::with_capacity(places.len());
    for place in places.iter().rev() {
        let end = ends.get_mut(&place.channel).ok_or(db::Error::NotFound)?;
        standings.push(Standing {
            last_post_at: end.last_post_at,
            total_msg_count: end.total_msg_count,
            total_msg_count_root: end.total_msg_count_root,
            delete_at: end.delete_at,
            author_is_member: end.has(place.author),
        });
        let (all, roots) = place.weight();
        end.last_post_at -= 1;
        end.total_msg_count -= all;
        end.total_msg_count_root -= roots;
    }
    standings.reverse();
    Ok(standings)
}

impl TakenRow {
    fn has(&self, author: UserId) -> bool {
        self.members.as_ref().is_some_and(|ids| ids.split(' ').any(|id| id == author.as_str()))
    }
}

/// Locks the channel for a post that was written at some other time, and counts it.
pub async fn count(tx: &Tx, place: Place, create_at: i64) -> Result<Standing> {
    tx.one(&COUNT, place.params(create_at)).await
}

impl Place {
    fn params(self, time: i64) -> Vec<Value> {
        let (all, root) = self.weight();
        params![self.channel, self.author, time, self.is_root, all, root]
    }

    /// What it adds to the channel's counters, of all posts and of roots.
    fn weight(self) -> (i64, i64) {
        (i64::from(self.counts), i64::from(self.counts && self.is_root))
    }
}

pub async fn insert(tx: &Tx, posts: &[&PostRow]) -> Result<()> {
    tx.send_all(&INSERT, &INSERT_MANY, posts.iter().copied().map(values).collect()).await
}

fn values(post: &PostRow) -> db::Params {
    params![
        post.id,
        post.create_at,
        post.update_at,
        post.edit_at,
        post.delete_at,
        post.is_pinned,
        post.user_id,
        post.channel_id,
        Value::id_or_empty(post.root_id),
        Value::id_or_empty(post.original_id),
        &post.message,
        &post.kind,
        props_json(post),
        &post.hashtags,
        file_ids_json(post),
        post.has_reactions,
        post.remote_id.clone(),
    ]
}

fn props_json(post: &PostRow) -> Value {
    post.props.as_ref().map_or_else(|| Value::Json("{}".to_owned()), |Json(props)| json(props))
}

fn file_ids_json(post: &PostRow) -> Value {
    post.file_ids.as_ref().map_or_else(|| Value::Json("[]".to_owned()), |Json(ids)| json(ids))
}

fn json<T: serde::Serialize>(value: &T) -> Value {
    Value::json(value).expect("objects and lists of texts are JSON")
}

/// Counts a post for the members whom it calls.
pub async fn count_mentions(
    tx: &Tx,
    channel: ChannelId,
    users: &[UserId],
    is_root: bool,
    now: i64,
) -> Result<()> {
    let users: Value = users.iter().copied().collect();
    tx.send(&COUNT_MENTIONS, params![channel, users, i64::from(is_root), now]).await
}

/// Makes authors people who have read a channel up to where it stood after their own post.
pub async fn view_own(tx: &Tx, views: &BTreeMap<(ChannelId, UserId), Standing>) -> Result<()> {
    let rows = views.iter().map(|((channel, author), standing)| {
        params![
            channel,
            author,
            standing.total_msg_count,
            standing.total_msg_count_root,
            standing.last_post_at,
        ]
    });
    tx.send_all(&VIEW_OWN, &VIEW_OWN_MANY, rows.collect()).await
}

/// Notes that something about the post has changed; gives whether it still exists.
pub async fn touch(tx: &Tx, post: PostId, now: i64) -> Result<bool> {
    tx.execute(&TOUCH, params![post, now]).await.map(|touched| touched > 0)
}

/// The post, also when it is deleted.
pub async fn by_id(conn: &Conn, id: PostId) -> Result<Option<PostRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// Those posts that exist, deleted ones too, newest first.
pub async fn by_ids(conn: &Conn, ids: &[PostId]) -> Result<Vec<PostRow>> {
    conn.rows(&BY_IDS, params![list(ids)]).await
}

/// The newest replies of some threads.
pub async fn replies(conn: &Conn, roots: &[PostId], limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&REPLIES, params![list(roots), limit]).await
}

/// Which posts of a channel a list is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    All,
    /// Replies are left out.
    Roots,
}

/// A page of a channel's posts, newest first.
pub async fn page(
    conn: &Conn,
    channel: ChannelId,
    which: Which,
    limit: i64,
    offset: i64,
) -> Result<Vec<PostRow>> {
    match which {
        Which::All if offset == 0 => conn.rows(&NEWEST, params![channel, limit]).await,
        Which::All => conn.rows(&PAGE, params![channel, limit, offset]).await,
        Which::Roots => conn.rows(&PAGE_OF_ROOTS, params![channel, limit, offset]).await,
    }
}

/// A page of a channel's posts, newest first, with deleted ones.
pub async fn page_with_deleted(
    conn: &Conn,
    channel: ChannelId,
    which: Which,
    limit: i64,
    offset: i64,
) -> Result<Vec<PostRow>> {
    conn.rows(&PAGE_WITH_DELETED, params![channel, limit, offset, which == Which::Roots]).await
}

/// A place in the order of a channel's posts.
#[derive(Debug, Clone, Copy)]
pub struct Mark {
    pub create_at: i64,
    pub id: PostId,
}

impl Mark {
    pub fn of(post: &PostRow) -> Self {
        Self { create_at: post.create_at, id: post.id }
    }
}

/// Posts of a channel before a place, newest first.
pub async fn before(
    conn: &Conn,
    channel: ChannelId,
    which: Which,
    mark: Mark,
    limit: i64,
    offset: i64,
) -> Result<Vec<PostRow>> {
    let statement = match which {
        Which::All => &BEFORE,
        Which::Roots => &ROOTS_BEFORE,
    };
    conn.rows(statement, params![channel, mark.create_at, mark.id, limit, offset]).await
}

/// Posts of a channel behind a place, oldest first.
pub async fn after(
    conn: &Conn,
    channel: ChannelId,
    which: Which,
    mark: Mark,
    limit: i64,
    offset: i64,
) -> Result<Vec<PostRow>> {
    let statement = match which {
        Which::All => &AFTER,
        Which::Roots => &ROOTS_AFTER,
    };
    conn.rows(statement, params![channel, mark.create_at, mark.id, limit, offset]).await
}

/// What changed in a channel after a time, deleted posts and old versions included, the earliest change first.
pub async fn since(conn: &Conn, channel: ChannelId, time: i64, limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&SINCE, params![channel, time, limit]).await
}

/// Replies of a thread behind a place, oldest first.
pub async fn thread_down(conn: &Conn, root: PostId, mark: Mark, limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&THREAD_DOWN, params![root, mark.create_at, mark.id, limit]).await
}

/// Replies of a thread before a place, newest first.
pub async fn thread_up(conn: &Conn, root: PostId, mark: Mark, limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&THREAD_UP, params![root, mark.create_at, mark.id, limit]).await
}

/// Replies of a thread that changed after a time, the earliest change first.
pub async fn thread_updates(conn: &Conn, root: PostId, time: i64, limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&THREAD_UPDATES, params![root, time, limit]).await
}

/// The pinned posts of a channel, the oldest first, at most `limit`.
pub async fn pinned(conn: &Conn, channel: ChannelId, limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&PINNED, params![channel, limit]).await
}

/// Which saved posts are meant.
#[derive(Debug, Clone, Copy)]
pub struct Saved {
    pub user: UserId,
    /// Those of its channels and of direct and group channels.
    pub team: Option<wire::TeamId>,
    pub channel: Option<ChannelId>,
}

/// The posts that a user saved in channels that they are in, newest first.
pub async fn saved(conn: &Conn, of: Saved, limit: i64, offset: i64) -> Result<Vec<PostRow>> {
    let values = params![of.user, Value::id_or_empty(of.team), Value::id_or_empty(of.channel), limit, offset];
    conn.rows(&SAVED, values).await
}

db::row! {
    /// How many posts of a channel there are from a time on: comings and goings are left out.
    #[derive(Debug, Clone, Copy)]
    pub struct CountFrom {
        pub all: i64,
        pub roots: i64,
        /// By anybody but one user.
        pub of_others: i64,
        pub roots_of_others: i64,
    }
}

/// How many posts of a channel there are from a time on, and how many of them `user` did not write.
pub async fn count_from(conn: &Conn, channel: ChannelId, time: i64, user: UserId) -> Result<CountFrom> {
    conn.one(&COUNT_FROM, params![channel, time, user]).await
}

/// What a member has not read from now on.
#[derive(Debug, Clone, Copy)]
pub struct UnreadFrom {
    pub messages: i64,
    pub root_messages: i64,
    pub mentions: i64,
    pub root_mentions: i64,
    /// Up to when everything is read.
    pub read_until: i64,
}

/// Makes a member somebody who has read a channel up to a time; gives how many messages that are, and how many roots.
pub async fn set_unread(
    tx: &Tx,
    channel: ChannelId,
    user: UserId,
    from: UnreadFrom,
    now: i64,
) -> Result<Option<(i64, i64)>> {
    let values = params![
        channel,
        user,
        from.messages,
        from.root_messages,
        from.mentions,
        from.root_mentions,
        from.read_until,
        now,
    ];
    tx.first(&SET_UNREAD, values).await
}

/// When a channel's posts changed last; zero where there is none.
pub async fn last_update(conn: &Conn, channel: ChannelId) -> Result<i64> {
    conn.first::<(i64,)>(&LAST_UPDATE, params![channel]).await.map(|row| row.map_or(0, |(time,)| time))
}

/// The time of a change that is made now to posts of a channel, which is locked: behind every change before, so that
/// whoever asks what changed since then is told of it.
pub async fn time_of_change(tx: &Tx, channel: ChannelId, now: i64) -> Result<i64> {
    last_update(tx, channel).await.map(|last| now.max(last + 1))
}

/// The older texts of a post, newest first.
pub async fn versions(conn: &Conn, post: PostId, limit: i64) -> Result<Vec<PostRow>> {
    conn.rows(&VERSIONS, params![post, limit]).await
}

/// The post, locked for a change; None where it is deleted.
pub async fn lock(tx: &Tx, post: PostId) -> Result<Option<PostRow>> {
    tx.first(&LOCK, params![post]).await
}

/// Writes what an edit may change.
pub async fn change(tx: &Tx, post: &PostRow) -> Result<()> {
    let values = params![
        post.id,
        post.update_at,
        post.edit_at,
        post.is_pinned,
        &post.message,
        props_json(post),
        &post.hashtags,
        file_ids_json(post),
        post.has_reactions,
    ];
    tx.send(&CHANGE, values).await
}

db::row! {
    /// What a channel and somebody in it are, until the transaction ends.
    #[derive(Debug, Clone, Copy)]
    pub struct StandingOf {
        pub delete_at: i64,
        pub is_member: bool,
    }
}

/// Locks a channel, and holds a user's membership in it. Comes before any lock on posts.
pub async fn standing_of(tx: &Tx, channel: ChannelId, user: UserId) -> Result<StandingOf> {
    tx.one(&STANDING_OF, params![channel, user]).await
}

/// Deletes a post and its replies; gives how many posts that were.
pub async fn delete(tx: &Tx, post: PostId, now: i64, by: UserId) -> Result<u64> {
    tx.execute(&DELETE, params![post, now, by]).await
}

db::row! {
    /// A user whom a message calls by name.
    #[derive(Debug, Clone)]
    pub struct NamedRow {
        pub id: UserId,
        pub username: String,
        pub is_member: bool,
        /// Whether they are in the channel's team.
        pub is_in_team: bool,
    }
}

/// The living users of these names, and whether they are in the channel.
pub async fn named(conn: &Conn, channel: ChannelId, names: Vec<String>) -> Result<Vec<NamedRow>> {
    conn.rows(&NAMED, params![channel, names]).await
}

db::row! {
    /// A member with what decides whether a call of the whole channel reaches them.
    #[derive(Debug, Clone)]
    pub struct AudienceRow {
        pub user_id: UserId,
        pub channel_notify_props: Option<Json<BTreeMap<String, String>>>,
        pub notify_props: Option<Json<BTreeMap<String, String>>>,
    }
}

/// The living members of a channel, at most `limit`.
pub async fn audience(conn: &Conn, channel: ChannelId, limit: i64) -> Result<Vec<AudienceRow>> {
    conn.rows(&AUDIENCE, params![channel, limit]).await
}

db::row! {
    /// A member who waits for words, or follows every thread of the channel.
    #[derive(Debug, Clone)]
    pub struct ListenerRow {
        pub user_id: UserId,
        pub first_name: String,
        pub notify_props: Option<Json<BTreeMap<String, String>>>,
        pub channel_notify_props: Option<Json<BTreeMap<String, String>>>,
    }
}

/// The living members of a channel who wait for words or follow its threads, at most `limit`.
pub async fn listeners(conn: &Conn, channel: ChannelId, limit: i64) -> Result<Vec<ListenerRow>> {
    conn.rows(&LISTENERS, params![channel, limit]).await
}

db::row! {
    /// A public channel that a message names.
    #[derive(Debug, Clone)]
    pub struct NamedChannelRow {
        pub id: ChannelId,
        pub name: String,
        pub display_name: String,
        pub team_name: String,
    }
}

/// The public channels of these names in a team.
pub async fn channels_named(
    conn: &Conn,
    team: wire::TeamId,
    names: Vec<String>,
) -> Result<Vec<NamedChannelRow>> {
    conn.rows(&CHANNELS_NAMED, params![team, names]).await
}

/// What teams are called in links.
pub async fn team_names(conn: &Conn, teams: &[wire::TeamId]) -> Result<Vec<(wire::TeamId, String)>> {
    let teams: Value = teams.iter().copied().collect();
    conn.rows(&TEAM_NAMES, params![teams]).await
}

fn list(ids: &[PostId]) -> Value {
    ids.iter().copied().collect()
}
