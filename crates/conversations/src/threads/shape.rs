//! Threads as their followers see them.

use std::collections::BTreeMap;

use kernel::{Ctx, Result};
use store::posts::PostRow;
use store::threads::FollowedRow;
use wire::{Post, PostId, ThreadResponse, User};

use super::people::{People, participants};
use crate::posts::shape;

/// What of the participants is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Participants {
    Ids,
    Whole,
}

impl Participants {
    pub(super) fn wanted(query: &http_api::Query) -> Self {
        if query.flag("extended") { Self::Whole } else { Self::Ids }
    }
}

/// The threads with their roots, in a fixed number of statements. A thread without a root is left out.
pub(super) async fn threads(
    ctx: &Ctx,
    rows: Vec<FollowedRow>,
    told: Participants,
) -> Result<Vec<ThreadResponse>> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut ids: Vec<PostId> = rows.iter().map(|row| row.post_id).collect();
    ids.dedup();
    let roots = store::posts::by_ids(ctx.db().read(), &ids).await?;
    let roots: BTreeMap<PostId, &PostRow> = roots.iter().map(|root| (root.id, root)).collect();
    let people = match told {
        Participants::Ids => People::default(),
        Participants::Whole => {
            People::read(ctx, rows.iter().flat_map(|row| participants(&row.participants))).await?
        }
    };
    Ok(rows.iter().filter_map(|row| roots.get(&row.post_id).map(|root| thread(row, root, &people))).collect())
}

pub(super) fn thread(row: &FollowedRow, root: &PostRow, people: &People) -> ThreadResponse {
    ThreadResponse {
        id: row.post_id,
        reply_count: row.reply_count,
        last_reply_at: row.last_reply_at,
        last_viewed_at: row.last_viewed,
        // Here the key is told even where only the id is.
        participants: people
            .of(&row.participants)
            .into_iter()
            .map(|user| User { auth_data: Some(String::new()), ..user })
            .collect(),
        post: Post { metadata: None, ..shape::post(root) },
        unread_replies: row.unread_replies,
        unread_mentions: row.unread_mentions,
        is_urgent: false,
        delete_at: row.delete_at,
    }
}
