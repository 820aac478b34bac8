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

/// What a caller's right to change something in a channel stands on, to be looked at again where it is changed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ground {
    channel: ChannelId,
    user: UserId,
    needs_membership: bool,
}

impl Ground {
    /// The ground of a caller who may do all of this in the channel.
    pub(crate) fn of(ctx: &Ctx, channel: &Channel, permissions: &[Permission]) -> Result<Self> {
        let needs_membership = permissions.iter().any(|permission| channel.needs_membership_for(*permission));
        Ok(Self { channel: channel.row.id, user: ctx.user_id()?, needs_membership })
    }

    /// The ground of a caller who may do something as a member of the channel only.
    pub(crate) fn of_member(ctx: &Ctx, channel: &Channel) -> Result<Self> {
        Ok(Self { channel: channel.row.id, user: ctx.user_id()?, needs_membership: true })
    }

    /// Holds it, and locks the channel, until the transaction ends; refuses if the caller was removed, or the channel
    /// archived, meanwhile. Comes before any lock on posts.
    pub(crate) async fn hold(self, tx: &db::Tx, archived: impl FnOnce() -> Error) -> Result<()> {
        let standing = store::posts::standing_of(tx, self.channel, self.user).await?;
        if standing.delete_at != 0 {
            return Err(archived());
        }
        if self.needs_membership && !standing.is_member {
            return Err(Error::no_permission());
        }
        Ok(())
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
