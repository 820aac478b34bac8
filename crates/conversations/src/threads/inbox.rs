//! `GET /users/{user_id}/teams/{team_id}/threads`: the threads that a user follows, with a count of what is unread.

use http_api::{Answer, Extension, Params, Query};
use kernel::{Ctx, Error, Result};
use store::threads::{Selection, ThreadMark};
use wire::{PostId, Threads, paging};

use super::own;
use super::shape::{self, Participants};

/// A page lies before a thread or behind one.
const BOTH_ENDS: &str = "api.getThreadsForUser.bad_params";
/// Neither threads nor totals are asked for.
const NEITHER: &str = "api.getThreadsForUser.bad_only_params";

pub(super) async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> http_api::Result<Answer<Threads>> {
    let (user, team) = own::user_in_team(&ctx, &params).await?;
    let wanted = Wanted::read(&query)?;
    let of = Selection {
        user,
        team,
        without_direct: query.flag("excludeDirect"),
        with_deleted: query.flag("deleted"),
        only_unread: query.flag("unread"),
    };

    let mut threads = Threads::default();
    if !query.flag("threadsOnly") {
        let totals = store::threads::totals(ctx.db().read(), of).await?;
        threads.total = totals.threads;
        threads.total_unread_threads = totals.unread_threads;
        threads.total_unread_mentions = totals.unread_mentions;
    }
    if !query.flag("totalsOnly") {
        let rows = page(&ctx, of, &wanted).await?;
        threads.threads = Some(shape::threads(&ctx, rows, Participants::wanted(&query)).await?);
    }

    Ok(Answer(threads))
}

/// Which page is wanted.
struct Wanted {
    since: i64,
    limit: i64,
    end: End,
}

/// Where a page begins.
enum End {
    Newest,
    /// None: no thread can be called so.
    Before(Option<PostId>),
    After(Option<PostId>),
}

impl Wanted {
    fn read(query: &Query) -> Result<Self> {
        if query.flag("threadsOnly") && query.flag("totalsOnly") {
            return Err(Error::bad_request(NEITHER, "threads only and totals only exclude each other"));
        }
        let since = match query.text("since") {
            "" => 0,
            text => text
                .parse()
                .ok()
                .filter(|time| *time >= 0)
                .ok_or_else(|| Error::invalid_body_param("since"))?,
        };
        let end = match (query.text("before"), query.text("after")) {
            ("", "") => End::Newest,
            (before, "") => End::Before(before.parse().ok()),
            ("", after) => End::After(after.parse().ok()),
            _ => return Err(Error::bad_request(BOTH_ENDS, "before and after exclude each other")),
        };
        let limit = match paging::size(query.get("per_page")) {
            0 => paging::DEFAULT_PER_PAGE,
            size => size,
        };
        Ok(Self { since, limit: limit.into(), end })
    }
}

async fn page(ctx: &Ctx, of: Selection, wanted: &Wanted) -> Result<Vec<store::threads::FollowedRow>> {
    let conn = ctx.db().read();
    let newest =
        ThreadMark { last_reply_at: i64::MAX, post_id: PostId::from(wire::Id::from_random([0; 16])) };
    let mark = match wanted.end {
        End::Newest => Some(newest),
        End::Before(id) | End::After(id) => match id {
            Some(id) => store::threads::by_ids(conn, &[id])
                .await?
                .pop()
                .map(|thread| ThreadMark { last_reply_at: thread.last_reply_at, post_id: id }),
            None => None,
        },
    };
    let Some(mark) = mark else { return Ok(Vec::new()) };
    let rows = match wanted.end {
        End::Newest | End::Before(_) => {
            store::threads::page(conn, of, wanted.since, mark, wanted.limit).await?
        }
        End::After(_) => store::threads::page_after(conn, of, wanted.since, mark, wanted.limit).await?,
    };
    Ok(rows)
}
