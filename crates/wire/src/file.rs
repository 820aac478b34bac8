//! What is known of an uploaded file.
//!
//! Odd: sizes and the preview's flag vanish for files that are no images, while `mini_preview` is `null` then.

use serde::{Deserialize, Serialize};

use crate::{ChannelId, FileId, PostId, UserId, id, is_false, is_zero};

/// A file. Where it lies is never told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileInfo {
    pub id: FileId,
    /// A user's id, or a word for a file that belongs to a thing (`bookmark`).
    pub user_id: String,
    /// Absent until the file is attached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post_id: Option<PostId>,
    #[serde(with = "id::optional")]
    pub channel_id: Option<ChannelId>,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub name: String,
    /// Without its dot.
    pub extension: String,
    pub size: i64,
    pub mime_type: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub width: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub height: i64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_preview_image: bool,
    /// A tiny JPEG in base64.
    pub mini_preview: Option<String>,
    pub remote_id: Option<String>,
    pub archived: bool,
}

impl FileInfo {
    /// The user who uploaded the file, where it was one.
    pub fn uploader(&self) -> Option<UserId> {
        self.user_id.parse().ok()
    }
}

/// A file that is being uploaded piece by piece.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    pub id: FileId,
    /// `attachment` or `import`.
    #[serde(rename = "type")]
    pub kind: String,
    pub create_at: i64,
    pub user_id: UserId,
    /// Absent where the file is for no channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<ChannelId>,
    pub filename: String,
    pub file_size: i64,
    /// Bytes that are there.
    pub file_offset: i64,
    pub remote_id: String,
    pub req_file_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_file_makes_the_round_trip() {
        let text = concat!(
            r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
            r#""post_id":"cccccccccccccccccccccccccc","channel_id":"dddddddddddddddddddddddddd","create_at":1,"#,
            r#""update_at":2,"delete_at":3,"name":"a.png","extension":"png","size":4,"mime_type":"image/png","#,
            r#""width":5,"height":6,"has_preview_image":true,"mini_preview":"AAAA","remote_id":"r","#,
            r#""archived":true}"#
        );
        let file: FileInfo = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&file).unwrap(), text);
        assert!(file.uploader().is_some());
    }

    #[test]
    fn an_upload_makes_the_round_trip() {
        let text = concat!(
            r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","type":"attachment","create_at":1,"#,
            r#""user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","channel_id":"dddddddddddddddddddddddddd","#,
            r#""filename":"a.bin","file_size":10,"file_offset":5,"remote_id":"r","req_file_id":"f"}"#
        );
        let upload: Upload = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&upload).unwrap(), text);
    }
}
