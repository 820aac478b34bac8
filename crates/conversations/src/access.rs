//! Doors that do not tell whether a thing exists: who may not pass hears the same of a team or channel that is there
//! and of one that is not.

use http_api::Params;
use kernel::access::{CHANNEL_MISSING, TEAM_MISSING};
use kernel::{Channel, Ctx, Error, Result, Team};
use wire::{ChannelId, Permission, TeamId, UserId};

/// The team, if the caller may do this there.
pub(crate) async fn team(ctx: &Ctx, id: TeamId, permission: Permission) -> Result<Team> {
    match ctx.team(id).await? {
        Some(team) => team.require(permission).map(|()| team),
        None => {
            ctx.require(permission).await?;
            Err(Error::not_found(TEAM_MISSING, "no such team"))
        }
    }
}

/// The channel, if the caller may do this there.
pub(crate) async fn channel(ctx: &Ctx, id: ChannelId, permission: Permission) -> Result<Channel> {
    match ctx.channel(id).await? {
        Some(channel) => channel.require(permission).map(|()| channel),
        None => {
            ctx.require(permission).await?;
            Err(Error::not_found(CHANNEL_MISSING, "no such channel"))
        }
    }
}

/// Passes the user themselves, and callers whose system roles allow this.
pub(crate) async fn oneself(ctx: &Ctx, user: UserId, permission: Permission) -> Result<()> {
    if ctx.user_id()? == user { Ok(()) } else { ctx.require(permission).await }
}

/// A name in the path. What no team and no channel can be called finds no route.
pub(crate) fn name<'a>(params: &'a Params, name: &str) -> Result<&'a str> {
    let text = params.text(name);
    let is_name = text.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_'));
    if is_name { Ok(text) } else { Err(Error::not_found(kernel::NOT_FOUND, "sorry, there is nothing here")) }
}
