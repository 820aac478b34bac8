//! `GET /channels/{channel_id}/stats`, `GET /channels/{channel_id}/timezones`, `POST /channels/stats/member_count`

use std::collections::BTreeMap;

use http_api::{Answer, Extension, ListBody, Params, Query, Result, list};
use kernel::access::channel_missing;
use kernel::{Ctx, Error};
use wire::{ChannelId, ChannelStats, Permission};

use crate::access;

/// What stands in place of a count that was not asked for.
const NOT_COUNTED: i64 = -1;

pub(crate) async fn get(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<ChannelStats>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let without_files = query.flag("exclude_files_count");

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let counts = store::channels::counts(ctx.db().read(), channel.row.id).await?;
    let files = match without_files {
        true => NOT_COUNTED,
        false => store::channels::count_files(ctx.db().read(), channel.row.id).await?,
    };

    Ok(Answer(ChannelStats {
        channel_id: channel.row.id,
        member_count: counts.members,
        guest_count: counts.guests,
        pinnedpost_count: counts.pinned_posts,
        files_count: files,
    }))
}

/// The time zones in which members live.
pub(crate) async fn time_zones(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> Result<Answer<Vec<String>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let mut zones = store::channels::time_zones(ctx.db().read(), channel.row.id).await?;
    zones.retain(|zone| !zone.is_empty());

    Ok(Answer(zones))
}

/// How many members channels have that the caller may know, all of them.
pub(crate) async fn member_counts(
    Extension(ctx): Extension<Ctx>,
    body: ListBody,
) -> Result<Answer<BTreeMap<ChannelId, i64>>> {
    let texts = match body {
        Ok(http_api::Body(texts)) if texts.as_ref().is_none_or(Vec::is_empty) => {
            return Ok(Answer(BTreeMap::new()));
        }
        body => list::texts(body, "channel_ids")?,
    };
    let ids: std::result::Result<Vec<ChannelId>, _> = texts.iter().map(|text| text.parse()).collect();
    let ids = ids.map_err(|_| channel_missing())?;

    let conn = ctx.db().read();
    let rows = store::access::channels(conn, &ids, ctx.user_id()?).await?;
    if rows.len() < ids.len() {
        return Err(channel_missing().into());
    }
    for row in rows {
        if !ctx.with_permissions(row).await?.is_readable() {
            return Err(Error::no_permission().into());
        }
    }

    let mut counts: BTreeMap<ChannelId, i64> = ids.iter().map(|id| (*id, 0)).collect();
    counts.extend(store::channels::count_members(conn, &ids).await?);

    Ok(Answer(counts))
}
