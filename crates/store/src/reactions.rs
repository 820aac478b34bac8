//! Table `reactions`. A reaction that was taken back stays as a deleted row.

use db::{Conn, Result, Tx, Value, params};
use wire::{ChannelId, PostId, UserId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct ReactionRow {
        pub user_id: UserId,
        pub post_id: PostId,
        pub emoji_name: String,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        pub remote_id: Option<String>,
        pub channel_id: Option<ChannelId>,
    }
}

macro_rules! columns {
    () => {
        "userid, postid, emojiname, createat, updateat, deleteat, remoteid, channelid"
    };
}

db::statements! {
    SAVE: "reactions.save" => concat!(
        "INSERT INTO reactions (", columns!(), ")
         VALUES ($1, $2, $3, $4, $5, 0, '', $6)
         ON CONFLICT (postid, userid, emojiname) DO UPDATE
         SET createat = excluded.createat, updateat = excluded.updateat, deleteat = 0, channelid = excluded.channelid");
    REMOVE: "reactions.remove" =>
        "UPDATE reactions SET updateat = $4, deleteat = $4
         WHERE postid = $1 AND userid = $2 AND emojiname = $3 AND deleteat = 0";
    OTHER_EMOJI: "reactions.other_emoji" =>
        "SELECT CAST(count(DISTINCT emojiname) AS bigint)
         FROM reactions
         WHERE postid = $1 AND deleteat = 0 AND emojiname <> $2";
    MARK_POST: "reactions.mark_post" =>
        "UPDATE posts
         SET updateat = $2,
             hasreactions = EXISTS (SELECT 1 FROM reactions r WHERE r.postid = $1 AND r.deleteat = 0)
         WHERE id = $1";
    OF_POSTS: "reactions.of_posts" => concat!(
        "SELECT ", columns!(), " FROM reactions
         WHERE postid IN (ANY_OF($1)) AND deleteat = 0
         ORDER BY createat, userid, emojiname");
    CUSTOM_EMOJI: "reactions.custom_emoji" => "SELECT id FROM emoji WHERE name = $1 AND deleteat = 0";
}

pub async fn save(tx: &Tx, reaction: &ReactionRow) -> Result<()> {
    let values = params![
        reaction.user_id,
        reaction.post_id,
        &reaction.emoji_name,
        reaction.create_at,
        reaction.update_at,
        Value::id_or_empty(reaction.channel_id),
    ];
    tx.send(&SAVE, values).await
}

pub async fn remove(tx: &Tx, post: PostId, user: UserId, emoji_name: &str, now: i64) -> Result<()> {
    tx.send(&REMOVE, params![post, user, emoji_name, now]).await
}

/// How many different emoji, but for this one, are on a post.
pub async fn other_emoji(conn: &Conn, post: PostId, emoji_name: &str) -> Result<i64> {
    conn.one::<(i64,)>(&OTHER_EMOJI, params![post, emoji_name]).await.map(|(count,)| count)
}

/// Notes on the post whether it has reactions, and that they changed.
pub async fn mark_post(tx: &Tx, post: PostId, now: i64) -> Result<()> {
    tx.send(&MARK_POST, params![post, now]).await
}

/// The reactions on some posts, in the order in which they were given.
pub async fn of_posts(conn: &Conn, posts: &[PostId]) -> Result<Vec<ReactionRow>> {
    let posts: Value = posts.iter().copied().collect();
    conn.rows(&OF_POSTS, params![posts]).await
}

/// Whether somebody made an emoji of this name.
pub async fn is_custom_emoji(conn: &Conn, name: &str) -> Result<bool> {
    conn.first::<(String,)>(&CUSTOM_EMOJI, params![name]).await.map(|row| row.is_some())
}
