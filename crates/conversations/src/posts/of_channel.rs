//! The posts of a channel: a page, those around one of them, or what changed since a time.

use http_api::{Extension, HeaderMap, IntoResponse, Params, Query, Response, Tagged};
use kernel::{Channel, Ctx, Error, Result};
use store::posts::{Mark, PostRow};
use wire::{ChannelId, Page, Permission, PostId, PostList, etag};

use super::list::{self, Shared, View};
use super::pages;

/// The most changes that are told at once.
const MAX_CHANGES: i64 = 1000;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    headers: HeaderMap,
    params: Params,
    query: Query,
) -> http_api::Result<Response> {
    let id: ChannelId = params.id("channel_id")?;
    let wanted = Wanted::read(&query)?;
    let (channel, last_update) = ctx.channel_with_content_and_last_update(id).await?;
    if query.flag("include_deleted") {
        ctx.require(Permission::ManageSystem).await?;
    }

    let tag = etag::of_channel_posts(ctx.app().identity.version, last_update);
    if Tagged::<PostList>::is_current(&headers, &tag) {
        return Ok(Tagged::<PostList> { tag, body: None }.into_response());
    }
    let view = View::of(&query);
    let page = Page::parse(query.get("page"), query.get("per_page"));
    let posts = match wanted {
        Wanted::Page if query.flag("include_deleted") => {
            page_with_deleted(&ctx, &channel, view, page).await?
        }
        Wanted::Page if page.page == 0 && pages::are_kept(view) => {
            return Ok(match pages::newest(&ctx, &channel, view, page, last_update).await? {
                pages::Told::Alike(text) => Tagged { tag, body: Some(text) }.into_response(),
                pages::Told::Apart(posts) => Tagged { tag, body: Some(posts) }.into_response(),
            });
        }
        Wanted::Page => self::page(&ctx, &channel, view, page).await?,
        Wanted::Before(post) => before(&ctx, &channel, view, post, page).await?,
        Wanted::After(post) => after(&ctx, &channel, view, post, page).await?,
        Wanted::Since(time) => since(&ctx, &channel, view, time).await?,
    };

    Ok(Tagged { tag, body: Some(posts) }.into_response())
}

enum Wanted {
    Page,
    Before(PostId),
    After(PostId),
    Since(i64),
}

impl Wanted {
    fn read(query: &Query) -> Result<Self> {
        let id = |name: &str| -> Result<Option<PostId>> {
            match query.text(name) {
                "" => Ok(None),
                text => text.parse().map(Some).map_err(|_| Error::invalid_body_param(name)),
            }
        };
        let (before, after) = (id("before")?, id("after")?);
        let since = match query.text("since") {
            "" => 0,
            text => text.parse::<i64>().map_err(|_| Error::invalid_body_param("since"))?,
        };
        Ok(match (since > 0, after, before) {
            (true, _, _) => Self::Since(since),
            (false, Some(after), _) => Self::After(after),
            (false, None, Some(before)) => Self::Before(before),
            (false, None, None) => Self::Page,
        })
    }
}

/// A page of the channel, newest first.
pub async fn page(ctx: &Ctx, channel: &Channel, view: View, page: Page) -> Result<PostList> {
    shared_page(ctx, channel, view, page).await?.for_caller(ctx).await
}

/// A page of the channel, newest first, as everybody is told of it who may read it.
pub async fn shared_page(ctx: &Ctx, channel: &Channel, view: View, page: Page) -> Result<Shared> {
    let conn = ctx.db().read();
    let mut rows =
        store::posts::page(conn, channel.row.id, view.which(), page.limit() + 1, page.offset()).await?;
    let older = beyond(&mut rows, page.limit());
    let newer = if page.page > 0 { newer(ctx, channel, view, &rows).await? } else { None };
    let Shared { list, asked } = list::shared(ctx, rows, view, view.skips_threads).await?;
    Ok(Shared { list: PostList { next_post_id: newer, prev_post_id: older, ..list }, asked })
}

async fn page_with_deleted(ctx: &Ctx, channel: &Channel, view: View, page: Page) -> Result<PostList> {
    let conn = ctx.db().read();
    let (limit, offset) = (page.limit() + 1, page.offset());
    let mut rows = store::posts::page_with_deleted(conn, channel.row.id, view.which(), limit, offset).await?;
    beyond(&mut rows, page.limit());
    // Where the next page begins is told by a post that is there.
    let older = older(ctx, channel, view, &rows).await?;
    let view = View { with_deleted: true, ..view };
    let posts = list::posts(ctx, rows, view, view.skips_threads).await?;
    Ok(PostList { prev_post_id: older, ..posts })
}

/// Posts before one, which need not be in the channel.
pub async fn before(ctx: &Ctx, channel: &Channel, view: View, post: PostId, page: Page) -> Result<PostList> {
    let conn = ctx.db().read();
    let mut rows = Vec::new();
    if let Some(mark) = mark(ctx, post).await? {
        let (limit, offset) = (page.limit() + 1, page.offset());
        rows = store::posts::before(conn, channel.row.id, view.which(), mark, limit, offset).await?;
    }
    let older = beyond(&mut rows, page.limit());
    let newer =
        if rows.is_empty() || page.page == 0 { Some(post) } else { newer(ctx, channel, view, &rows).await? };
    let posts = list::posts(ctx, rows, view, true).await?;
    Ok(PostList { next_post_id: newer, prev_post_id: older, ..posts })
}

/// Posts behind one, which need not be in the channel.
async fn after(ctx: &Ctx, channel: &Channel, view: View, post: PostId, page: Page) -> Result<PostList> {
    let conn = ctx.db().read();
    let mut rows = Vec::new();
    if let Some(mark) = mark(ctx, post).await? {
        let (limit, offset) = (page.limit() + 1, page.offset());
        rows = store::posts::after(conn, channel.row.id, view.which(), mark, limit, offset).await?;
    }
    let newer = beyond(&mut rows, page.limit());
    rows.reverse();
    let older =
        if rows.is_empty() || page.page == 0 { Some(post) } else { older(ctx, channel, view, &rows).await? };
    let posts = list::posts(ctx, rows, view, true).await?;
    Ok(PostList { next_post_id: newer, prev_post_id: older, ..posts })
}

/// What changed since a time, deleted posts and old versions included.
async fn since(ctx: &Ctx, channel: &Channel, view: View, time: i64) -> Result<PostList> {
    let mut rows = store::posts::since(ctx.db().read(), channel.row.id, time, MAX_CHANGES).await?;
    if view.collapsed.is_some() {
        rows.retain(|row| row.root_id.is_none());
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.create_at, row.id)));
    let all = View { skips_threads: true, ..view };
    list::posts(ctx, rows, all, view.skips_threads).await
}

/// No post's id comes after this one.
pub fn last_id() -> PostId {
    "zzzzzzzzzzzzzzzzzzzzzzzzzz".parse().expect("26 letters are an id")
}

/// Cuts a list to its length; gives the post that was asked for beyond it.
fn beyond(rows: &mut Vec<PostRow>, limit: i64) -> Option<PostId> {
    let limit = usize::try_from(limit).unwrap_or_default();
    let next = rows.get(limit).map(|row| row.id);
    rows.truncate(limit);
    next.filter(|_| limit > 0)
}

async fn mark(ctx: &Ctx, post: PostId) -> Result<Option<Mark>> {
    Ok(store::posts::by_id(ctx.db().read(), post).await?.as_ref().map(Mark::of))
}

/// The post behind the newest of a list that has the newest first.
pub async fn newer(ctx: &Ctx, channel: &Channel, view: View, rows: &[PostRow]) -> Result<Option<PostId>> {
    let Some(newest) = rows.first() else { return Ok(None) };
    let next =
        store::posts::after(ctx.db().read(), channel.row.id, view.which(), Mark::of(newest), 1, 0).await?;
    Ok(next.first().map(|row| row.id))
}

/// The post before the oldest of a list that has the newest first.
pub async fn older(ctx: &Ctx, channel: &Channel, view: View, rows: &[PostRow]) -> Result<Option<PostId>> {
    let Some(oldest) = rows.last() else { return Ok(None) };
    let next =
        store::posts::before(ctx.db().read(), channel.row.id, view.which(), Mark::of(oldest), 1, 0).await?;
    Ok(next.first().map(|row| row.id))
}
