//! `GET /channels/{channel_id}/members`, `POST /channels/{channel_id}/members/ids`

use http_api::{Answer, Extension, ListBody, Params, Query, Result, list};
use kernel::Ctx;
use wire::{ChannelId, ChannelMember, Page, Permission, UserId};

use super::shape;
use crate::access;

pub(crate) async fn page(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<ChannelMember>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    // Members have no page of nothing: zero counts as absent.
    let size = query.get("per_page").filter(|size| size.parse::<i64>() != Ok(0));
    let page = Page::parse(query.get("page"), size);

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let members = store::channels::members(ctx.db().read(), channel.row.id, page).await?;

    let viewer = ctx.user_id()?;
    Ok(Answer(members.iter().map(|member| shape::member_for(viewer, member)).collect()))
}

/// Ids that are none, and users who are no members, are left out.
pub(crate) async fn by_ids(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: ListBody,
) -> Result<Answer<Vec<ChannelMember>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let texts = list::texts(body, "user_ids")?;
    let users: Vec<UserId> = texts.iter().filter_map(|text| text.parse().ok()).collect();

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let members = store::channels::members_of(ctx.db().read(), channel.row.id, &users).await?;

    let viewer = ctx.user_id()?;
    Ok(Answer(members.iter().map(|member| shape::member_for(viewer, member)).collect()))
}
