//! The posts around the first that a member has not read.

use http_api::{Answer, Extension, Params, Query};
use kernel::{Channel, Ctx, Error, Result};
use store::posts::Mark;
use wire::{ChannelId, Page, Permission, PostList, paging};

use super::list::{self, View};
use super::of_channel;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> http_api::Result<Answer<PostList>> {
    let user = params.user(&ctx)?;
    let id: ChannelId = params.id("channel_id")?;
    if user != ctx.user_id()? {
        ctx.require(Permission::EditOtherUsers).await?;
    }
    let channel = ctx.channel_with_content(id).await?;
    let before = i64::from(paging::size(query.get("limit_before")));
    let after = i64::from(paging::size(query.get("limit_after")));
    if after == 0 {
        return Err(Error::invalid_url_param("limit_after").into());
    }

    let member =
        store::channels::member(ctx.db().read(), id, user).await?.ok_or_else(Error::no_permission)?;
    let posts = around(&ctx, &channel, View::of(&query), member.row.last_viewed_at, before, after).await?;

    Ok(Answer(posts))
}

async fn around(
    ctx: &Ctx,
    channel: &Channel,
    view: View,
    last_viewed_at: i64,
    before: i64,
    after: i64,
) -> Result<PostList> {
    let conn = ctx.db().read();
    // Behind every post of that moment.
    let mark = Mark { create_at: last_viewed_at, id: of_channel::last_id() };
    let (id, which) = (channel.row.id, view.which());
    let mut rows = store::posts::after(conn, id, which, mark, after + 1, 0).await?;
    let Some(first) = rows.first().map(Mark::of) else {
        let size = u32::try_from(before).unwrap_or_default();
        return of_channel::page(ctx, channel, view, Page { page: 0, per_page: size }).await;
    };
    let limit = usize::try_from(after).unwrap_or_default();
    let next = rows.get(limit).map(|row| row.id);
    rows.truncate(limit);
    rows.reverse();
    let mut earlier = store::posts::before(conn, id, which, first, before + 1, 0).await?;
    let limit = usize::try_from(before).unwrap_or_default();
    let previous = earlier.get(limit).map(|row| row.id);
    earlier.truncate(limit);
    rows.extend(earlier);

    let posts = list::posts(ctx, rows, view, true).await?;
    Ok(PostList { next_post_id: next, prev_post_id: previous, has_next: Some(false), ..posts })
}
