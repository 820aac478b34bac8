//! `GET /channels/{channel_id}/stats`

use http_api::{Answer, Extension, Params, Query, Result};
use kernel::Ctx;
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
