//! Posts as clients see them.

use db::Json;
use store::posts::PostRow;
use wire::{FileId, Post, PostMetadata, Props};

/// The post with what its row tells; metadata is empty.
pub fn post(row: &PostRow) -> Post {
    Post {
        id: row.id,
        create_at: row.create_at,
        update_at: row.update_at,
        edit_at: row.edit_at,
        delete_at: row.delete_at,
        is_pinned: row.is_pinned,
        user_id: Some(row.user_id),
        channel_id: row.channel_id,
        root_id: row.root_id,
        original_id: row.original_id,
        message: row.message.clone(),
        kind: row.kind.clone(),
        props: props(row),
        hashtags: row.hashtags.clone(),
        file_ids: file_ids(row),
        pending_post_id: String::new(),
        has_reactions: row.has_reactions,
        remote_id: row.remote_id.clone(),
        reply_count: 0,
        last_reply_at: 0,
        participants: None,
        is_following: None,
        metadata: Some(PostMetadata::default()),
    }
}

/// The post's props; none are empty.
pub fn props(row: &PostRow) -> Props {
    row.props.as_ref().map(|Json(props)| props.clone()).unwrap_or_default()
}

/// The ids of the post's files. None: files were named, and none of them could be attached.
pub fn file_ids(row: &PostRow) -> Option<Vec<FileId>> {
    match &row.file_ids {
        None => Some(Vec::new()),
        Some(Json(None)) => None,
        Some(Json(Some(ids))) => Some(ids.iter().filter_map(|id| id.parse().ok()).collect()),
    }
}
