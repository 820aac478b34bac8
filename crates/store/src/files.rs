//! Table `fileinfo`: what is known of uploaded files.

use db::{Conn, Result, Value, params};
use wire::{ChannelId, FileId, PostId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct FileRow {
        pub id: FileId,
        /// A user's id, or a word for a file that belongs to a thing.
        pub creator_id: String,
        /// None: not attached yet.
        pub post_id: Option<PostId>,
        pub channel_id: Option<ChannelId>,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        pub name: String,
        pub extension: String,
        pub size: i64,
        pub mime_type: String,
        pub width: i32,
        pub height: i32,
        pub has_preview_image: bool,
        /// A tiny JPEG; empty where there is none.
        pub mini_preview: Vec<u8>,
        pub remote_id: Option<String>,
        pub archived: bool,
    }
}

macro_rules! file_columns {
    () => {
        "id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size, mimetype, width, height,
         haspreviewimage, minipreview, remoteid, archived"
    };
}

db::statements! {
    BY_ID: "files.by_id" => concat!(
        "SELECT ", file_columns!(), " FROM fileinfo WHERE id = $1 AND deleteat = 0");
    OF_POSTS: "files.of_posts" => concat!(
        "SELECT ", file_columns!(), " FROM fileinfo
         WHERE postid IN (ANY_OF($1)) AND deleteat = 0
         ORDER BY postid, createat, id
         LIMIT $2");
    ALL_OF_POST: "files.all_of_post" => concat!(
        "SELECT ", file_columns!(), " FROM fileinfo WHERE postid = $1 ORDER BY createat, id LIMIT $2");
}

/// The file, unless it is deleted.
pub async fn by_id(conn: &Conn, id: FileId) -> Result<Option<FileRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The files of some posts, at most `limit`.
pub async fn of_posts(conn: &Conn, posts: &[PostId], limit: i64) -> Result<Vec<FileRow>> {
    let posts: Value = posts.iter().copied().collect();
    conn.rows(&OF_POSTS, params![posts, limit]).await
}

/// The files of a post, deleted ones too, at most `limit`.
pub async fn all_of_post(conn: &Conn, post: PostId, limit: i64) -> Result<Vec<FileRow>> {
    conn.rows(&ALL_OF_POST, params![post, limit]).await
}
