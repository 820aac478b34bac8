//! Table `posts`, and the counters of `channels` and `channelmembers` that rise with every post.

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
    }
}

/// What a post counts as in its channel.
#[derive(Debug, Clone, Copy)]
pub struct Place {
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

macro_rules! next_time {
    () => {
        "CASE WHEN coalesce(lastpostat, 0) >= $2 THEN lastpostat + 1 ELSE $2 END"
    };
}

db::statements! {
    TAKE_PLACE: "posts.take_place" => concat!(
        "UPDATE channels
         SET lastpostat = ", next_time!(), ",
             lastrootpostat = CASE WHEN $3 THEN ", next_time!(), " ELSE lastrootpostat END,
             totalmsgcount = totalmsgcount + $4,
             totalmsgcountroot = totalmsgcountroot + $5
         WHERE id = $1
         RETURNING lastpostat, totalmsgcount, totalmsgcountroot, deleteat");
    COUNT: "posts.count" =>
        "UPDATE channels
         SET totalmsgcount = totalmsgcount + $2,
             totalmsgcountroot = totalmsgcountroot + $3
         WHERE id = $1
         RETURNING lastpostat, totalmsgcount, totalmsgcountroot, deleteat";
    INSERT: "posts.insert" =>
        "INSERT INTO posts (id, createat, updateat, editat, deleteat, ispinned, userid, channelid, rootid, originalid,
                            message, type, props, hashtags, filenames, fileids, hasreactions, remoteid)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '[]', $15, $16, $17)";
    COUNT_MENTIONS: "posts.count_mentions" =>
        "UPDATE channelmembers
         SET mentioncount = mentioncount + 1,
             mentioncountroot = mentioncountroot + $3,
             lastupdateat = $4
         WHERE channelid = $1 AND userid IN (ANY_OF($2))";
    BY_ID: "posts.by_id" => concat!("SELECT ", post_columns!(), " FROM posts p WHERE p.id = $1");
}

/// Locks the channel for a post that is written now, counts it, and gives the post its time: `last_post_at`.
pub async fn take_place(tx: &Tx, channel: ChannelId, now: i64, place: Place) -> Result<Standing> {
    let (all, root) = place.counted();
    tx.one(&TAKE_PLACE, params![channel, now, place.is_root, all, root]).await
}

/// Locks the channel for a post that was written at some other time, and counts it.
pub async fn count(tx: &Tx, channel: ChannelId, place: Place) -> Result<Standing> {
    let (all, root) = place.counted();
    tx.one(&COUNT, params![channel, all, root]).await
}

impl Place {
    fn counted(self) -> (i64, i64) {
        (i64::from(self.counts), i64::from(self.counts && self.is_root))
    }
}

pub async fn insert(tx: &Tx, post: &PostRow) -> Result<()> {
    let values = params![
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
        props_text(post),
        &post.hashtags,
        file_ids_text(post),
        post.has_reactions,
        post.remote_id.clone(),
    ];
    tx.send(&INSERT, values).await
}

fn props_text(post: &PostRow) -> String {
    post.props.as_ref().map_or_else(|| "{}".to_owned(), |Json(props)| json_text(props))
}

fn file_ids_text(post: &PostRow) -> String {
    post.file_ids.as_ref().map_or_else(|| "[]".to_owned(), |Json(ids)| json_text(ids))
}

fn json_text<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("objects and lists of texts are JSON")
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

/// The post, also when it is deleted.
pub async fn by_id(conn: &Conn, id: PostId) -> Result<Option<PostRow>> {
    conn.first(&BY_ID, params![id]).await
}
