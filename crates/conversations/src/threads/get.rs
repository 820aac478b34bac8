//! One thread, whole or in pages.

use http_api::{Extension, HeaderMap, Params, Query, Tagged};
use kernel::{Ctx, Error, Result};
use store::posts::{Mark, PostRow};
use wire::{PostId, PostList};

use crate::posts::list;
use crate::posts::shape::{self, Threads};

/// The most replies that are told at once.
const MAX: i64 = 2000;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    params: Params,
    query: Query,
) -> http_api::Result<Tagged<PostList>> {
    let id: PostId = params.id("post_id")?;
    let wanted = Wanted::read(&query)?;
    let (post, _) = ctx.readable_post(id).await?;

    let posts = thread(&ctx, post, &wanted).await?;

    let tag = list::tag(&ctx, &posts);
    Ok(Tagged::new(&headers, tag, posts))
}

/// Which part of a thread is wanted, and how.
struct Wanted {
    goes_up: bool,
    /// A page from the beginning that goes down holds the root as well.
    counts_root: bool,
    /// None: everything.
    limit: Option<i64>,
    from: Option<Mark>,
    /// Only what changed after this time.
    updated_after: Option<i64>,
    told: Threads,
    only_root: bool,
}

impl Wanted {
    fn read(query: &Query) -> Result<Self> {
        let time = |name: &str| -> Result<Option<i64>> {
            match query.text(name) {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| Error::invalid_body_param(name)),
            }
        };
        let direction = query.text("direction");
        if !matches!(direction, "" | "up" | "down") {
            return Err(Error::invalid_body_param("direction"));
        }
        let from_create_at = time("fromCreateAt")?;
        let from_update_at = time("fromUpdateAt")?;
        let from_post: Option<PostId> = match query.text("fromPost") {
            "" => None,
            text => Some(text.parse().map_err(|_| Error::invalid_body_param("fromPost"))?),
        };
        let updates_only = query.flag("updatesOnly");
        if from_post.is_some() && from_create_at.is_none() && from_update_at.is_none() {
            return Err(Error::invalid_body_param("fromCreateAt"));
        }
        if updates_only && (from_update_at.is_none() || direction == "up") {
            return Err(Error::invalid_body_param("fromUpdateAt"));
        }
        let goes_up = direction == "up";
        let from = match (from_post, from_create_at) {
            (Some(id), Some(create_at)) => Some(Mark { create_at, id }),
            (None, Some(create_at)) if create_at > 0 => Some(Mark { create_at, id: edge(goes_up) }),
            _ => None,
        };
        Ok(Self {
            goes_up,
            counts_root: direction == "down" && from.is_none() && !updates_only,
            limit: query.number("perPage").filter(|limit| *limit > 0).map(|limit| limit.min(MAX)),
            from,
            updated_after: from_update_at.filter(|_| updates_only),
            told: if query.flag("collapsedThreads") { Threads::collapsed(query) } else { Threads::Counted },
            only_root: query.flag("skipFetchThreads"),
        })
    }
}

/// An id that stands before those of all posts of one moment, or behind them: a page that begins at a time alone holds
/// none of them.
fn edge(is_before: bool) -> PostId {
    let letter = if is_before { "0" } else { "z" };
    letter.repeat(wire::id::LENGTH).parse().expect("26 letters or digits are an id")
}

/// The thread of a post, the post first, then the root, then the replies in the order that is wanted.
async fn thread(ctx: &Ctx, post: PostRow, wanted: &Wanted) -> Result<PostList> {
    let conn = ctx.db().read();
    let root = match post.root_id {
        None => post.clone(),
        Some(root) => store::posts::by_id(conn, root)
            .await?
            .filter(|root| root.delete_at == 0)
            .ok_or_else(kernel::access::post_missing)?,
    };
    let (mut replies, mut has_next) = (Vec::new(), None);
    if !wanted.only_root {
        let (rows, more) = replies_of(conn, root.id, wanted).await?;
        (replies, has_next) = (rows, Some(more));
    }

    let mut rows = vec![post];
    for row in std::iter::once(root).chain(replies) {
        if row.id != rows[0].id {
            rows.push(row);
        }
    }
    let order = rows.iter().map(|row| row.id).collect();
    let posts = shape::posts(ctx, &rows, wanted.told).await?;
    Ok(PostList {
        order,
        posts: posts.into_iter().map(|post| (post.id, post)).collect(),
        has_next,
        ..PostList::default()
    })
}

/// The replies that are wanted, and whether there are more.
async fn replies_of(conn: &db::Conn, root: PostId, wanted: &Wanted) -> Result<(Vec<PostRow>, bool)> {
    let limit = match wanted.limit {
        Some(limit) if wanted.counts_root => limit - 1,
        Some(limit) => limit,
        None => MAX,
    };
    let mut rows = match (wanted.updated_after, wanted.goes_up) {
        (Some(time), _) => store::posts::thread_updates(conn, root, time, limit + 1).await?,
        (None, true) => {
            let end = Mark { create_at: i64::MAX, id: root };
            store::posts::thread_up(conn, root, wanted.from.unwrap_or(end), limit + 1).await?
        }
        (None, false) => {
            let begin = Mark { create_at: 0, id: root };
            store::posts::thread_down(conn, root, wanted.from.unwrap_or(begin), limit + 1).await?
        }
    };
    let limit = usize::try_from(limit).unwrap_or_default();
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    Ok((rows, has_more))
}
