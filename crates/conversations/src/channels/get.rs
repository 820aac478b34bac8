//! `GET /channels/{channel_id}`, `GET /teams/{team_id}/channels/name/{channel_name}`,
//! `GET /teams/name/{team_name}/channels/name/{channel_name}`

use http_api::{Answer, Extension, Params, Query, Result};
use kernel::{Channel as AllowedChannel, Ctx, Error};
use wire::{Channel, ChannelId, Permission, TeamId};

use super::shape;
use crate::{access, teams};

/// The team has no channel of that name, or none that the caller may know of.
const NAME_MISSING: &str = "app.channel.get_by_name.missing.app_error";

pub(crate) async fn by_id(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = ctx.readable_channel(channel_id).await?;

    Ok(Answer(shape::channel(&channel.row)?))
}

pub(crate) async fn by_name(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Channel>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let name = access::name(&params, "channel_name")?;

    let channel = named(&ctx, team_id, name, query.flag("include_deleted")).await?;

    Ok(Answer(shape::channel(&channel.row)?))
}

pub(crate) async fn by_names(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Channel>> {
    let team = access::name(&params, "team_name")?;
    let name = access::name(&params, "channel_name")?;

    let team = store::teams::by_name(ctx.db().read(), team).await?.ok_or_else(teams::name_missing)?;
    let channel = named(&ctx, team.id, name, query.flag("include_deleted")).await?;

    Ok(Answer(shape::channel(&channel.row)?))
}

/// A public channel is refused to strangers of the team; a private one is missing for who may not read it. Those who
/// look after the groups of the team's private channels find them, too.
async fn named(ctx: &Ctx, team: TeamId, name: &str, with_archived: bool) -> kernel::Result<AllowedChannel> {
    let missing = || Error::not_found(NAME_MISSING, "no such channel");
    let conn = ctx.db().read();
    let row = match store::channels::by_name(conn, team, name).await? {
        None if name.contains("__") => return direct(ctx, name).await?.ok_or_else(missing),
        row => row,
    };
    let row = row.filter(|row| with_archived || row.delete_at == 0).ok_or_else(missing)?;
    let channel = ctx.channel(row.id).await?.ok_or_else(missing)?;
    if channel.is_readable() {
        return Ok(channel);
    }
    if channel.is_public() {
        return Err(Error::no_permission());
    }
    if channel.team_permissions.contains(Permission::ReadPrivateChannelGroups) {
        Ok(channel)
    } else {
        Err(missing())
    }
}

/// The direct channel of that name, if the caller is in it: to everybody else there is none.
async fn direct(ctx: &Ctx, name: &str) -> kernel::Result<Option<AllowedChannel>> {
    let Some(row) = store::channels::teamless_by_name(ctx.db().read(), name).await? else { return Ok(None) };
    Ok(ctx.channel(row.id).await?.filter(|channel| channel.member.is_some()))
}
