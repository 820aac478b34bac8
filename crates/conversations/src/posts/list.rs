//! Lists of posts: their order, the posts in it, and what belongs to those.

use std::collections::BTreeSet;

use http_api::Query;
use kernel::{Ctx, Result};
use store::posts::{PostRow, Which};
use wire::{Post, PostId, PostList, etag};

use super::previews;
use super::shape::{self, Personal, Threads};

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
    shared(ctx, rows, view, counted).await?.for_caller(ctx).await
}

/// A list as everybody is told of it who may read it.
pub struct Shared {
    pub list: PostList,
    pub asked: Asked,
}

/// The posts of a list of which each reader is told something of their own.
pub struct Asked {
    rows: Vec<PostRow>,
    threads: BTreeSet<PostId>,
}

impl Shared {
    /// Whether every reader is told the same.
    pub fn is_for_everybody(&self) -> bool {
        self.asked.rows.is_empty()
    }

    /// Those posts of the list that the caller is told otherwise than everybody.
    pub async fn of_caller(&self, ctx: &Ctx) -> Result<Vec<Post>> {
        let Self { list, asked } = self;
        let personal = Personal::of(ctx, &asked.rows, &asked.threads).await?;
        let mut posts = Vec::new();
        for row in asked.rows.iter().filter(|row| personal.concerns(row)) {
            if let Some(mut post) = list.posts.get(&row.id).cloned() {
                personal.add(row, &mut post)?;
                posts.push(post);
            }
        }
        Ok(posts)
    }

    /// The list as the caller is told of it.
    pub async fn for_caller(self, ctx: &Ctx) -> Result<PostList> {
        let own = self.of_caller(ctx).await?;
        Ok(with(self.list, own))
    }
}

/// The list, with these posts in the place of what it has of them.
pub fn with(mut list: PostList, posts: Vec<Post>) -> PostList {
    list.posts.extend(posts.into_iter().map(|post| (post.id, post)));
    list
}

/// [`posts`], without what each reader has to be asked for.
pub async fn shared(ctx: &Ctx, rows: Vec<PostRow>, view: View, counted: bool) -> Result<Shared> {
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

    let shape::Shared { posts, threads } = shape::shared(ctx, &all, told).await?;
    let list = PostList {
        order,
        posts: posts.into_iter().map(|post| (post.id, post)).collect(),
        ..PostList::default()
    };
    all.retain(|row| threads.contains(&row.id) || previews::target(row).is_some());
    Ok(Shared { list, asked: Asked { rows: all, threads } })
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
