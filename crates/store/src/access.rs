//! What authorisation asks: a thing together with what its would-be reader is to it.

use db::{Conn, FromRow, Result, Row, params};
use wire::{ChannelId, TeamId, UserId};

use crate::channels::{ChannelRow, channel_columns};
use crate::posts::last_change;
use crate::teams::{TeamRow, team_columns};

/// Roles that a membership gives: those of the scheme by these flags, and some by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Membership {
    pub roles: String,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub scheme_guest: bool,
}

/// The role names of a scheme, where there is one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemeRoles {
    pub admin: String,
    pub user: String,
    pub guest: String,
}

/// A team and what a user is in it.
#[derive(Debug, Clone)]
pub struct TeamAccess {
    pub team: TeamRow,
    /// None: not a member, or no longer.
    pub member: Option<Membership>,
    pub scheme: Option<SchemeRoles>,
}

/// A channel and what a user is in it and in its team.
#[derive(Debug, Clone)]
pub struct ChannelAccess {
    pub channel: ChannelRow,
    pub member: Option<Membership>,
    pub team_member: Option<Membership>,
    pub team_scheme: Option<SchemeRoles>,
    /// The channel's own scheme.
    pub scheme: Option<SchemeRoles>,
    /// The roles that channels get from the team's scheme.
    pub team_channel_scheme: Option<SchemeRoles>,
}

macro_rules! membership_columns {
    ($alias:literal) => {
        concat!(
            $alias,
            ".userid IS NOT NULL, ",
            $alias,
            ".roles, ",
            $alias,
            ".schemeuser, ",
            $alias,
            ".schemeadmin, ",
            $alias,
            ".schemeguest"
        )
    };
}

macro_rules! channel_access {
    ($from:literal, $condition:literal) => {
        channel_access!($from, $condition, "")
    };
    ($from:literal, $condition:literal, $beside:expr) => {
        concat!(
            "SELECT ", channel_columns!(), ", ", membership_columns!("cm"), ", ", membership_columns!("tm"), ",
                    ts.id IS NOT NULL, ts.defaultteamadminrole, ts.defaultteamuserrole, ts.defaultteamguestrole,
                    cs.id IS NOT NULL, cs.defaultchanneladminrole, cs.defaultchanneluserrole, cs.defaultchannelguestrole,
                    ts.id IS NOT NULL, ts.defaultchanneladminrole, ts.defaultchanneluserrole, ts.defaultchannelguestrole",
            $beside, "
             FROM ", $from, "
             LEFT JOIN channelmembers cm ON cm.channelid = c.id AND cm.userid = $2
             LEFT JOIN teams t ON t.id = c.teamid
             LEFT JOIN teammembers tm ON tm.teamid = c.teamid AND tm.userid = $2 AND tm.deleteat = 0
             LEFT JOIN schemes ts ON ts.id = t.schemeid
             LEFT JOIN schemes cs ON cs.id = c.schemeid
             WHERE ", $condition)
    };
}

db::statements! {
    CHANNEL: "access.channel" => channel_access!("channels c", "c.id = $1");
    CHANNEL_AND_LAST_UPDATE: "access.channel_and_last_update" =>
        channel_access!("channels c", "c.id = $1", concat!(", coalesce((", last_change!(), "), 0)"));
    CHANNELS: "access.channels" => channel_access!("channels c", "c.id IN (ANY_OF($1)) ORDER BY c.id");
    CHANNELS_OF_USER: "access.channels_of_user" => "SELECT channelid FROM channelmembers WHERE userid = $1";
    TEAMS_OF_USER: "access.teams_of_user" => "SELECT teamid FROM teammembers WHERE userid = $1 AND deleteat = 0";
    TEAM: "access.team" => concat!(
        "SELECT ", team_columns!(), ", ", membership_columns!("tm"), ",
                ts.id IS NOT NULL, ts.defaultteamadminrole, ts.defaultteamuserrole, ts.defaultteamguestrole
         FROM teams t
         LEFT JOIN teammembers tm ON tm.teamid = t.id AND tm.userid = $2 AND tm.deleteat = 0
         LEFT JOIN schemes ts ON ts.id = t.schemeid
         WHERE t.id = $1");
}

/// The channel, with what `user` is to it.
pub async fn channel(conn: &Conn, channel: ChannelId, user: UserId) -> Result<Option<ChannelAccess>> {
    conn.first(&CHANNEL, params![channel, user]).await
}

/// The same, with the time at which the channel's posts changed last; zero where there is none.
pub async fn channel_and_last_update(
    conn: &Conn,
    channel: ChannelId,
    user: UserId,
) -> Result<Option<(ChannelAccess, i64)>> {
    let row: Option<WithLastUpdate> = conn.first(&CHANNEL_AND_LAST_UPDATE, params![channel, user]).await?;
    Ok(row.map(|WithLastUpdate(access, last_update)| (access, last_update)))
}

/// Those channels that exist, each with what `user` is to it.
pub async fn channels(conn: &Conn, channels: &[ChannelId], user: UserId) -> Result<Vec<ChannelAccess>> {
    let channels: db::Value = channels.iter().copied().collect();
    conn.rows(&CHANNELS, params![channels, user]).await
}

/// The team, with what `user` is to it.
pub async fn team(conn: &Conn, team: TeamId, user: UserId) -> Result<Option<TeamAccess>> {
    conn.first(&TEAM, params![team, user]).await
}

/// The channels that a user is a member of.
pub async fn channels_of_user(conn: &Conn, user: UserId) -> Result<Vec<ChannelId>> {
    Ok(conn
        .rows::<(ChannelId,)>(&CHANNELS_OF_USER, params![user])
        .await?
        .into_iter()
        .map(|(id,)| id)
        .collect())
}

/// The teams that a user is a member of.
pub async fn teams_of_user(conn: &Conn, user: UserId) -> Result<Vec<TeamId>> {
    Ok(conn.rows::<(TeamId,)>(&TEAMS_OF_USER, params![user]).await?.into_iter().map(|(id,)| id).collect())
}

struct WithLastUpdate(ChannelAccess, i64);

impl FromRow for WithLastUpdate {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        const AFTER_ACCESS: usize = 44;
        Ok(Self(ChannelAccess::from_row(row)?, row.get(AFTER_ACCESS)?))
    }
}

impl FromRow for ChannelAccess {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        const AFTER_CHANNEL: usize = 22;
        Ok(Self {
            channel: ChannelRow::from_row(row)?,
            member: membership(row, AFTER_CHANNEL)?,
            team_member: membership(row, AFTER_CHANNEL + 5)?,
            team_scheme: scheme_roles(row, AFTER_CHANNEL + 10)?,
            scheme: scheme_roles(row, AFTER_CHANNEL + 14)?,
            team_channel_scheme: scheme_roles(row, AFTER_CHANNEL + 18)?,
        })
    }
}

impl FromRow for TeamAccess {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        const AFTER_TEAM: usize = 17;
        Ok(Self {
            team: TeamRow::from_row(row)?,
            member: membership(row, AFTER_TEAM)?,
            scheme: scheme_roles(row, AFTER_TEAM + 5)?,
        })
    }
}

fn membership(row: &Row<'_>, at: usize) -> Result<Option<Membership>> {
    if !row.get::<bool>(at)? {
        return Ok(None);
    }
    Ok(Some(Membership {
        roles: row.get(at + 1)?,
        scheme_user: row.get(at + 2)?,
        scheme_admin: row.get(at + 3)?,
        scheme_guest: row.get(at + 4)?,
    }))
}

fn scheme_roles(row: &Row<'_>, at: usize) -> Result<Option<SchemeRoles>> {
    if !row.get::<bool>(at)? {
        return Ok(None);
    }
    Ok(Some(SchemeRoles { admin: row.get(at + 1)?, user: row.get(at + 2)?, guest: row.get(at + 3)? }))
}
