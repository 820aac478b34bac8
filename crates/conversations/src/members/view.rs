//! `POST /channels/members/{user_id}/view`, `POST /channels/members/{user_id}/mark_read`

use http_api::{Answer, Body, Extension, ListBody, Params, Result, list};
use kernel::{Ctx, Error};
use wire::{ChannelId, ChannelView, ChannelViewed, OkText, Permission};

use super::operations::{self, Threads};
use crate::access;

pub(crate) async fn view(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<ChannelView>,
) -> Result<Answer<ChannelViewed>> {
    let user_id = params.user(&ctx)?;
    let mut channels = Vec::new();
    channels.extend(channel(&input.channel_id, "channel_view.channel_id")?);
    channels.extend(channel(&input.prev_channel_id, "channel_view.prev_channel_id")?);
    let threads = if input.collapsed_threads_supported { Threads::Apart } else { Threads::WithChannel };

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;

    let times = operations::view(&ctx, user_id, channels, threads).await?;

    Ok(Answer(ChannelViewed { status: OkText::Ok, last_viewed_at_times: times.into_iter().collect() }))
}

/// Channels that the user is not in, and ids that are none, are left out. Threads are read by themselves.
pub(crate) async fn mark_read(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: ListBody,
) -> Result<Answer<ChannelViewed>> {
    let user_id = params.user(&ctx)?;
    let texts = list::texts(body, "channel_ids")?;
    let channels: Vec<ChannelId> = texts.iter().filter_map(|text| text.parse().ok()).collect();

    access::oneself(&ctx, user_id, Permission::EditOtherUsers).await?;

    let times = operations::view(&ctx, user_id, channels, Threads::Apart).await?;

    Ok(Answer(ChannelViewed { status: OkText::Ok, last_viewed_at_times: times.into_iter().collect() }))
}

fn channel(text: &str, name: &str) -> Result<Option<ChannelId>> {
    match text {
        "" => Ok(None),
        _ => text.parse().map(Some).map_err(|_| Error::invalid_body_param(name).into()),
    }
}
