//! The doors: teams, channels and posts as a caller may have them.
//!
//! A door gives the thing or the refusal; there is no check beside it that could be forgotten. What a caller is
//! allowed in a channel is what its roles there, in the channel's team and in the system allow together.

use store::access::{ChannelAccess, Membership, TeamAccess};
use store::channels::ChannelRow;
use store::posts::PostRow;
use store::teams::TeamRow;
use wire::{ChannelId, Permission, PermissionSet, PostId, TeamId, UserId};

use crate::{Caller, Ctx, Error, Result, roles};

/// No such channel.
pub const CHANNEL_MISSING: &str = "app.channel.get.existing.app_error";
/// No such team.
pub const TEAM_MISSING: &str = "app.team.get.find.app_error";
/// No such post.
pub const POST_MISSING: &str = "app.post.get.app_error";

/// A team, and what the caller may do in it.
#[derive(Debug, Clone)]
pub struct Team {
    pub row: TeamRow,
    pub member: Option<Membership>,
    pub permissions: PermissionSet,
}

/// A channel, and what the caller may do in it.
#[derive(Debug, Clone)]
pub struct Channel {
    pub row: ChannelRow,
    /// What the caller is in the channel; None: not a member.
    pub member: Option<Membership>,
    /// What the caller is in the channel's team.
    pub team_member: Option<Membership>,
    pub permissions: PermissionSet,
    /// What the caller may do in the channel's team (in direct and group channels: what the system roles allow).
    pub team_permissions: PermissionSet,
}

impl Team {
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::no_permission()) }
    }
}

impl Channel {
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::no_permission()) }
    }

    /// Whether the caller may do this as a member of the channel only, not by what they are in the team or the system.
    pub fn needs_membership_for(&self, permission: Permission) -> bool {
        !self.team_permissions.contains(permission)
    }

    pub fn is_public(&self) -> bool {
        self.row.kind == "O"
    }

    pub fn is_private(&self) -> bool {
        self.row.kind == "P"
    }

    /// A direct or group channel: it belongs to no team.
    pub fn is_direct_or_group(&self) -> bool {
        matches!(self.row.kind.as_str(), "D" | "G")
    }

    pub fn is_archived(&self) -> bool {
        self.row.delete_at != 0
    }

    /// Whether the caller may know the channel: as a member, or because the team's public channels are open to them.
    pub fn is_readable(&self) -> bool {
        self.may(Permission::ReadChannel)
            || self.is_public() && self.team_permissions.contains(Permission::ReadPublicChannel)
    }

    /// Whether the caller may read what is written in the channel.
    pub fn content_is_readable(&self) -> bool {
        self.may(Permission::ReadChannelContent)
            || self.is_public() && self.team_permissions.contains(Permission::ReadPublicChannel)
    }
}

impl Ctx {
    /// The team, if it exists, with what the caller may do there. For operations that answer "missing" in their own
    /// way; others use [`Ctx::team_for`].
    pub async fn team(&self, id: TeamId) -> Result<Option<Team>> {
        let Some(access) = store::access::team(self.db().read(), id, self.asking()).await? else {
            return Ok(None);
        };
        let TeamAccess { team, member, scheme } = access;
        let mut permissions = self.system_permissions().await?;
        if let Some(member) = &member {
            let roles = self.app().roles.current(self.db().read()).await?;
            permissions =
                permissions.union(&roles.allow(roles::names(member, scheme.as_ref(), &roles::TEAM)));
        }
        Ok(Some(Team { row: team, member, permissions }))
    }

    /// The team, if the caller may do this there: otherwise 404 for a team that does not exist, 403 for one that does.
    pub async fn team_for(&self, id: TeamId, permission: Permission) -> Result<Team> {
        let team = self.team(id).await?.ok_or_else(|| Error::not_found(TEAM_MISSING, "no such team"))?;
        team.require(permission)?;
        Ok(team)
    }

    /// The channel, if it exists, with what the caller may do there.
    pub async fn channel(&self, id: ChannelId) -> Result<Option<Channel>> {
        match store::access::channel(self.db().read(), id, self.asking()).await? {
            Some(access) => self.with_permissions(access).await.map(Some),
            None => Ok(None),
        }
    }

    /// The channel, if the caller may do this there: otherwise 404 for a channel that does not exist, 403 for one that
    /// does.
    pub async fn channel_for(&self, id: ChannelId, permission: Permission) -> Result<Channel> {
        let channel = self.channel(id).await?.ok_or_else(channel_missing)?;
        channel.require(permission)?;
        Ok(channel)
    }

    /// The channel, if the caller may know of it.
    pub async fn readable_channel(&self, id: ChannelId) -> Result<Channel> {
        let channel = self.channel(id).await?.ok_or_else(channel_missing)?;
        if channel.is_readable() { Ok(channel) } else { Err(Error::no_permission()) }
    }

    /// The channel, if the caller may read what is written there.
    pub async fn channel_with_content(&self, id: ChannelId) -> Result<Channel> {
        let channel = self.channel(id).await?.ok_or_else(channel_missing)?;
        if channel.content_is_readable() { Ok(channel) } else { Err(Error::no_permission()) }
    }

    /// The same, with the time at which the channel's posts changed last.
    pub async fn channel_with_content_and_last_update(&self, id: ChannelId) -> Result<(Channel, i64)> {
        let conn = self.db().read();
        let found = store::access::channel_and_last_update(conn, id, self.asking()).await?;
        let (access, last_update) = found.ok_or_else(channel_missing)?;
        let channel = self.with_permissions(access).await?;
        if channel.content_is_readable() { Ok((channel, last_update)) } else { Err(Error::no_permission()) }
    }

    /// The post and its channel, if the caller may do this there. A deleted post is missing.
    pub async fn post_for(&self, id: PostId, permission: Permission) -> Result<(PostRow, Channel)> {
        let (post, channel) = self.post(id).await?.ok_or_else(post_missing)?;
        channel.require(permission)?;
        if post.delete_at == 0 { Ok((post, channel)) } else { Err(post_missing()) }
    }

    /// The post and its channel, if the caller may read it. A deleted post is missing.
    pub async fn readable_post(&self, id: PostId) -> Result<(PostRow, Channel)> {
        let (post, channel) = self.post(id).await?.ok_or_else(post_missing)?;
        if !channel.content_is_readable() {
            return Err(Error::no_permission());
        }
        if post.delete_at == 0 { Ok((post, channel)) } else { Err(post_missing()) }
    }

    /// The post, deleted or not, if it exists, with its channel and what the caller may do there.
    pub async fn post(&self, id: PostId) -> Result<Option<(PostRow, Channel)>> {
        let conn = self.db().read();
        let Some(post) = store::posts::by_id(conn, id).await? else { return Ok(None) };
        let Some(access) = store::access::channel(conn, post.channel_id, self.asking()).await? else {
            return Ok(None);
        };
        Ok(Some((post, self.with_permissions(access).await?)))
    }

    /// What a caller may do in a channel that was read together with something else.
    pub async fn with_permissions(&self, access: ChannelAccess) -> Result<Channel> {
        let ChannelAccess { channel, member, team_member, team_scheme, scheme, team_channel_scheme } = access;
        let mut team_permissions = self.system_permissions().await?;
        let mut permissions = PermissionSet::default();
        if team_member.is_some() || member.is_some() {
            let roles = self.app().roles.current(self.db().read()).await?;
            if let Some(member) = &team_member {
                let names = roles::names(member, team_scheme.as_ref(), &roles::TEAM);
                team_permissions = team_permissions.union(&roles.allow(names));
            }
            if let Some(member) = &member {
                let above = roles.allow(roles::names(member, team_channel_scheme.as_ref(), &roles::CHANNEL));
                permissions = match &scheme {
                    None => above,
                    Some(_) => {
                        let own = roles.allow(roles::names(member, scheme.as_ref(), &roles::CHANNEL));
                        moderated(own, &above)
                    }
                };
            }
        }
        Ok(Channel {
            row: channel,
            member,
            team_member,
            permissions: permissions.union(&team_permissions),
            team_permissions,
        })
    }

    /// The user whose memberships count; nobody has none.
    fn asking(&self) -> UserId {
        match self.caller() {
            Caller::Session(session) => session.user_id,
            Caller::Anonymous | Caller::Local | Caller::Job(_) => {
                UserId::from(wire::Id::from_random([0; 16]))
            }
        }
    }
}

/// What a channel's own scheme allows: of what is moderated nothing that the roles above do not.
fn moderated(mut own: PermissionSet, above: &PermissionSet) -> PermissionSet {
    let beyond: Vec<Permission> = own
        .iter()
        .filter(|permission| permission.moderation().is_some() && !above.contains(*permission))
        .collect();
    for permission in beyond {
        own.remove(permission);
    }
    own
}

pub fn channel_missing() -> Error {
    Error::not_found(CHANNEL_MISSING, "no such channel")
}

pub fn post_missing() -> Error {
    Error::not_found(POST_MISSING, "no such post")
}
