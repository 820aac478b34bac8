//! Table `uploadsessions`: files that are being uploaded piece by piece.

use db::{Conn, Result, params};
use wire::{ChannelId, FileId, UserId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct UploadRow {
        pub id: FileId,
        /// `attachment` or `import`.
        pub kind: String,
        pub create_at: i64,
        pub user_id: UserId,
        /// None: for no channel, as imports are.
        pub channel_id: Option<ChannelId>,
        pub filename: String,
        pub file_size: i64,
        /// Bytes that are there.
        pub file_offset: i64,
        pub remote_id: String,
        pub req_file_id: String,
    }
}

db::statements! {
    OF_USER: "uploads.of_user" =>
        "SELECT id, type, createat, userid, channelid, filename, filesize, fileoffset, remoteid, reqfileid
         FROM uploadsessions
         WHERE userid = $1
         ORDER BY createat, id
         LIMIT $2";
}

/// What a user has begun to upload, the oldest first, at most `limit`.
pub async fn of_user(conn: &Conn, user: UserId, limit: i64) -> Result<Vec<UploadRow>> {
    conn.rows(&OF_USER, params![user, limit]).await
}
