//! Files as clients see them. Where they lie is never told.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use db::Conn;
use kernel::Result;
use store::files::FileRow;
use store::posts::PostRow;
use store::uploads::UploadRow;
use wire::{FileInfo, PostId, Upload};

use crate::posts::shape::file_ids;

/// Files of a list of posts that are read at most.
const MAX: i64 = 10_000;

/// The files of those posts that name any, each post's in the order in which it names them.
pub(crate) async fn of_posts(conn: &Conn, posts: &[&PostRow]) -> Result<BTreeMap<PostId, Vec<FileInfo>>> {
    let named = |post: &PostRow| post.delete_at == 0 && file_ids(post).is_some_and(|ids| !ids.is_empty());
    let with: Vec<&PostRow> = posts.iter().copied().filter(|post| named(post)).collect();
    let mut files: BTreeMap<PostId, Vec<FileInfo>> = BTreeMap::new();
    if with.is_empty() {
        return Ok(files);
    }
    let ids: Vec<PostId> = with.iter().map(|post| post.id).collect();
    for row in store::files::of_posts(conn, &ids, MAX).await? {
        if let Some(post) = row.post_id {
            files.entry(post).or_default().push(file(&row));
        }
    }
    for post in with {
        if let Some(files) = files.get_mut(&post.id) {
            sort(post, files);
        }
    }
    Ok(files)
}

/// Every file that the post carries, or carried before it or the file was deleted.
pub(crate) async fn all_of_post(conn: &Conn, post: &PostRow) -> Result<Vec<FileInfo>> {
    let rows = store::files::all_of_post(conn, post.id, MAX).await?;
    let mut files: Vec<FileInfo> = rows.iter().map(file).collect();
    sort(post, &mut files);
    Ok(files)
}

/// Puts files in the order in which their post names them; those that it does not name come last.
fn sort(post: &PostRow, files: &mut [FileInfo]) {
    let order = file_ids(post).unwrap_or_default();
    files.sort_by_key(|file| order.iter().position(|id| *id == file.id).unwrap_or(usize::MAX));
}

pub(crate) fn file(row: &FileRow) -> FileInfo {
    FileInfo {
        id: row.id,
        user_id: row.creator_id.clone(),
        post_id: row.post_id,
        channel_id: row.channel_id,
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        name: row.name.clone(),
        extension: row.extension.clone(),
        size: row.size,
        mime_type: row.mime_type.clone(),
        width: row.width.into(),
        height: row.height.into(),
        has_preview_image: row.has_preview_image,
        mini_preview: (!row.mini_preview.is_empty()).then(|| STANDARD.encode(&row.mini_preview)),
        remote_id: row.remote_id.clone(),
        archived: row.archived,
    }
}

pub(crate) fn upload(row: &UploadRow) -> Upload {
    Upload {
        id: row.id,
        kind: row.kind.clone(),
        create_at: row.create_at,
        user_id: row.user_id,
        channel_id: row.channel_id,
        filename: row.filename.clone(),
        file_size: row.file_size,
        file_offset: row.file_offset,
        remote_id: row.remote_id.clone(),
        req_file_id: row.req_file_id.clone(),
    }
}
