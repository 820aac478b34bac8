//! Lists of posts: their order, the posts in it, and what belongs to those.

use std::collections::BTreeSet;

use http_api::Query;
use kernel::{Ctx, Result};
use store::posts::{PostRow, Which};
use wire::{PostId, PostList, etag};

use super::shape::{self, Threads};

/// How a reader wants threads in a list.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Roots stand for their threads, and how.
    pub collapsed: Option<Threads>,
    /// Of the threads in the list only the roots come along, not all replies.
    pub skips_threads: bool,
    /// Roots of replies come along.
    pub roots_too: bool,
    /// Deleted posts are told as such, and so are deleted roots.
    pub with_deleted: bool,
}

impl View {
    pub fn of(query: &Query) -> Self {
        let collapsed = query.flag("collapsedThreads").then(|| Threads::collapsed(query));
        Self {
            collapsed,
            skips_threads: query.flag("skipFetchThreads"),
            roots_too: true,
            with_deleted: false,
        }
    }

    pub fn which(self) -> Which {
        if self.collapsed.is_some() { Which::Roots } else { Which::All }
    }
}

/// The most replies that come along with a list.
const MAX_REPLIES: i64 = 2000;

/// The posts in this order, with those of their threads that belong to them. `counted` tells whether posts say how
/// long their threads are where those are not collapsed.
pub async fn posts(ctx: &Ctx, rows: Vec<PostRow>, view: View, counted: bool) -> Result<PostList> {
    let order: Vec<PostId> = rows.iter().map(|row| row.id).collect();
    let conn = ctx.db().read();
    let mut all = rows;
    if view.collapsed.is_none() && view.roots_too {
        let mut known: BTreeSet<PostId> = order.iter().copied().collect();
        let live = all.iter().filter(|row| row.delete_at == 0 || view.with_deleted);
        let roots: BTreeSet<PostId> = live.map(|row| row.root_id.unwrap_or(row.id)).collect();
        let missing: Vec<PostId> = roots.difference(&known).copied().collect();
        let roots: Vec<PostId> = roots.into_iter().collect();
        let mut more = Vec::new();
        if !missing.is_empty() {
            more.extend(store::posts::by_ids(conn, &missing).await?);
        }
        if !view.skips_threads && !roots.is_empty() {
            more.extend(store::posts::replies(conn, &roots, MAX_REPLIES).await?);
        }
        all.extend(
            more.into_iter().filter(|row| (row.delete_at == 0 || view.with_deleted) && known.insert(row.id)),
        );
    }
    let told = match (view.collapsed, counted) {
        (Some(told), _) => told,
        (None, true) => Threads::Counted,
        (None, false) => Threads::Untold,
    };
    let shaped = shape::posts(ctx, &all, told).await?;
    Ok(PostList {
        order,
        posts: shaped.into_iter().map(|post| (post.id, post)).collect(),
        ..PostList::default()
    })
}

/// The tag of a list of posts: the first, the one that changed last, and the sum of the times at which each did, so
/// that whichever comes, changes or goes changes it.
pub fn tag(ctx: &Ctx, posts: &PostList) -> String {
    let version = ctx.app().identity.version;
    let newest = posts.posts.values().max_by_key(|post| (post.update_at, post.id));
    match (posts.order.first(), newest) {
        (Some(first), Some(newest)) => {
            let changes = posts.posts.values().fold(0_i64, |sum, post| sum.wrapping_add(post.update_at));
            etag::of(version, &[first, &newest.id, &changes])
        }
        _ => etag::of(version, &[&"", &"", &0]),
    }
}
