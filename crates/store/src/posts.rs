//! Table `posts`.

use db::{Conn, Json, Result, params};
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

macro_rules! post_columns {
    () => {
        "p.id, p.createat, p.updateat, p.editat, p.deleteat, p.ispinned, p.userid, p.channelid, p.rootid, p.originalid,
         p.message, p.type, p.props, p.hashtags, p.fileids, p.hasreactions, p.remoteid"
    };
}

db::statements! {
    BY_ID: "posts.by_id" => concat!("SELECT ", post_columns!(), " FROM posts p WHERE p.id = $1");
}

/// The post, also when it is deleted.
pub async fn by_id(conn: &Conn, id: PostId) -> Result<Option<PostRow>> {
    conn.first(&BY_ID, params![id]).await
}
