//! Tables `channelmembers` and `channelmemberhistory`.

use std::collections::BTreeMap;

use db::{Conn, FromRow, Json, Result, Row, Tx, Value, params};
use wire::{ChannelId, TeamId, UserId};

use super::team_is_live;
use crate::access::{Membership, SchemeRoles};

db::row! {
    #[derive(Debug, Clone)]
    pub struct ChannelMemberRow {
        pub channel_id: ChannelId,
        pub user_id: UserId,
        /// Roles given one by one, beside those of the scheme.
        pub roles: String,
        pub last_viewed_at: i64,
        pub msg_count: i64,
        pub mention_count: i64,
        pub notify_props: Option<Json<BTreeMap<String, String>>>,
        pub last_update_at: i64,
        pub scheme_user: bool,
        pub scheme_admin: bool,
        pub scheme_guest: bool,
        pub mention_count_root: i64,
        pub msg_count_root: i64,
        pub urgent_mention_count: i64,
        pub autotranslation_disabled: bool,
    }
}

/// A membership with the roles that schemes name for it; empty names mean the built-in ones.
#[derive(Debug, Clone)]
pub struct ChannelMember {
    pub row: ChannelMemberRow,
    pub scheme: SchemeRoles,
}

impl ChannelMember {
    /// The roles that the membership gives.
    pub fn membership(&self) -> Membership {
        Membership {
            roles: self.row.roles.clone(),
            scheme_user: self.row.scheme_user,
            scheme_admin: self.row.scheme_admin,
            scheme_guest: self.row.scheme_guest,
        }
    }
}

/// A membership and the team of its channel; all empty for direct and group channels.
#[derive(Debug, Clone)]
pub struct ChannelMemberWithTeam {
    pub member: ChannelMember,
    pub team_display_name: String,
    pub team_name: String,
    pub team_update_at: i64,
}

db::row! {
    /// What a member has not read in a channel.
    #[derive(Debug, Clone, Copy)]
    pub struct Unread {
        pub team_id: Option<TeamId>,
        pub channel_id: ChannelId,
        pub msg_count: i64,
        pub mention_count: i64,
        pub mention_count_root: i64,
        pub urgent_mention_count: i64,
        pub msg_count_root: i64,
    }
}

/// The columns of [`ChannelMember`], 18 of them: the channel's own scheme goes before that of its team.
macro_rules! member_columns {
    () => {
        "cm.channelid, cm.userid, cm.roles, cm.lastviewedat, cm.msgcount, cm.mentioncount, cm.notifyprops,
         cm.lastupdateat, cm.schemeuser, cm.schemeadmin, cm.schemeguest, cm.mentioncountroot, cm.msgcountroot,
         cm.urgentmentioncount, cm.autotranslationdisabled,
         CASE WHEN cs.id IS NULL THEN ts.defaultchanneladminrole ELSE cs.defaultchanneladminrole END,
         CASE WHEN cs.id IS NULL THEN ts.defaultchanneluserrole ELSE cs.defaultchanneluserrole END,
         CASE WHEN cs.id IS NULL THEN ts.defaultchannelguestrole ELSE cs.defaultchannelguestrole END"
    };
}

macro_rules! member_tables {
    () => {
        " FROM channelmembers cm
          JOIN channels c ON c.id = cm.channelid
          LEFT JOIN teams t ON t.id = c.teamid
          LEFT JOIN schemes cs ON cs.id = c.schemeid
          LEFT JOIN schemes ts ON ts.id = t.schemeid "
    };
}

macro_rules! members {
    ($condition:literal) => {
        concat!("SELECT ", member_columns!(), member_tables!(), "WHERE ", $condition)
    };
}

macro_rules! members_with_team {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            member_columns!(),
            ", t.displayname, t.name, t.updateat",
            member_tables!(),
            "WHERE cm.userid = $1 AND c.deleteat = 0 AND ",
            team_is_live!(),
            " ",
            $condition
        )
    };
}

db::statements! {
    INSERT_MEMBER: "channel_members.insert_member" =>
        "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops,
                                     lastupdateat, schemeuser, schemeadmin, schemeguest, mentioncountroot,
                                     msgcountroot, urgentmentioncount, autotranslationdisabled)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         ON CONFLICT (channelid, userid) DO NOTHING";
    INSERT_HISTORY: "channel_members.insert_history" =>
        "INSERT INTO channelmemberhistory (channelid, userid, jointime) VALUES ($1, $2, $3)
         ON CONFLICT (channelid, userid, jointime) DO UPDATE SET leavetime = NULL";
    MEMBER: "channel_members.member" => members!("cm.channelid = $1 AND cm.userid = $2");
    MEMBERS_OF: "channel_members.members_of" => members!(
        "cm.channelid = $1 AND cm.userid IN (ANY_OF($2)) ORDER BY cm.userid");
    MEMBERS: "channel_members.members" => members!("cm.channelid = $1 ORDER BY cm.userid LIMIT $2 OFFSET $3");
    STRANGERS: "channel_members.strangers" =>
        "SELECT cm.userid
         FROM channelmembers cm LEFT JOIN teammembers tm
             ON tm.userid = cm.userid AND tm.teamid = $2 AND tm.deleteat = 0
         WHERE cm.channelid = $1 AND tm.userid IS NULL
         ORDER BY cm.userid";
    HOLD_INSIDERS: "channel_members.hold_insiders" =>
        "SELECT tm.userid
         FROM teammembers tm
         WHERE tm.teamid = $2 AND tm.deleteat = 0
           AND tm.userid IN (SELECT cm.userid FROM channelmembers cm WHERE cm.channelid = $1)
         ORDER BY tm.userid
         FOR SHARE";
    MEMBER_IDS: "channel_members.member_ids" =>
        "SELECT cm.userid FROM channelmembers cm WHERE cm.channelid = $1 ORDER BY cm.userid LIMIT $2";
    MEMBERSHIPS_OF: "channel_members.memberships_of" => members!(
        "cm.userid = $1 AND cm.channelid IN (ANY_OF($2)) ORDER BY cm.channelid");
    MEMBERSHIPS_IN_TEAM: "channel_members.memberships_in_team" => members!(
        "cm.userid = $1 AND c.teamid IN ('', $2) AND c.deleteat = 0 ORDER BY cm.channelid");
    MEMBERSHIPS: "channel_members.memberships" => members_with_team!("ORDER BY cm.channelid LIMIT $2 OFFSET $3");
    ALL_MEMBERSHIPS: "channel_members.all_memberships" => members_with_team!("ORDER BY cm.channelid");
    IN_LINKED_GROUPS: "channel_members.in_linked_groups" =>
        "SELECT DISTINCT gm.userid
         FROM groupchannels gc JOIN groupmembers gm ON gm.groupid = gc.groupid AND gm.deleteat = 0
         WHERE gc.channelid = $1 AND gc.deleteat = 0 AND gm.userid IN (ANY_OF($2))";
    UNREAD: "channel_members.unread" =>
        "SELECT c.teamid, c.id,
                CASE WHEN cm.notifyprops ->> 'mark_unread' = 'mention' THEN 0
                     ELSE c.totalmsgcount - cm.msgcount END,
                cm.mentioncount, cm.mentioncountroot, cm.urgentmentioncount,
                CASE WHEN cm.notifyprops ->> 'mark_unread' = 'mention' THEN 0
                     ELSE c.totalmsgcountroot - cm.msgcountroot END
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid
         WHERE cm.channelid = $1 AND cm.userid = $2 AND c.deleteat = 0";
    SET_NOTIFY_PROPS: "channel_members.set_notify_props" =>
        "UPDATE channelmembers SET notifyprops = $3, lastupdateat = $4 WHERE channelid = $1 AND userid = $2";
    SET_ROLES: "channel_members.set_roles" =>
        "UPDATE channelmembers
         SET roles = $3, schemeuser = $4, schemeadmin = $5, lastupdateat = $7
         WHERE channelid = $1 AND userid = $2 AND COALESCE(schemeguest, FALSE) = $6";
    SET_GUEST: "channel_members.set_guest" =>
        "UPDATE channelmembers
         SET roles = '', schemeguest = $2, schemeuser = NOT $2, schemeadmin = FALSE, lastupdateat = $3
         WHERE userid = $1
         RETURNING channelid";
    MUTE: "channel_members.mute",
        sqlite: "UPDATE channelmembers
                 SET notifyprops = json_set(COALESCE(notifyprops, '{}'), '$.mark_unread', $3), lastupdateat = $4
                 WHERE userid = $1 AND channelid IN (ANY_OF($2))
                   AND COALESCE(notifyprops ->> 'mark_unread', '') <> $3
                 RETURNING channelid",
        postgres: "UPDATE channelmembers
                   SET notifyprops = jsonb_set(COALESCE(notifyprops, '{}'), '{mark_unread}', to_jsonb(CAST($3 AS text))),
                       lastupdateat = $4
                   WHERE userid = $1 AND channelid IN (ANY_OF($2))
                     AND COALESCE(notifyprops ->> 'mark_unread', '') <> $3
                   RETURNING channelid";
    VIEW: "channel_members.view" =>
        "UPDATE channelmembers
         SET msgcount = c.totalmsgcount, msgcountroot = c.totalmsgcountroot,
             mentioncount = 0, mentioncountroot = 0, urgentmentioncount = 0,
             lastviewedat = GREATEST(channelmembers.lastviewedat, c.lastpostat),
             lastupdateat = GREATEST(channelmembers.lastviewedat, c.lastpostat)
         FROM channels c
         WHERE c.id = channelmembers.channelid AND channelmembers.userid = $1
           AND channelmembers.channelid IN (ANY_OF($2))
         RETURNING channelmembers.channelid, channelmembers.lastviewedat";
    DELETE_MEMBER: "channel_members.delete_member" =>
        "DELETE FROM channelmembers WHERE channelid = $1 AND userid = $2";
    DELETE_MEMBERSHIPS: "channel_members.delete_memberships" =>
        "DELETE FROM channelmembers
         WHERE userid = $2 AND channelid IN (SELECT c.id FROM channels c WHERE c.teamid = $1)
         RETURNING channelid";
    CLOSE_HISTORY: "channel_members.close_history" =>
        "UPDATE channelmemberhistory SET leavetime = $3
         WHERE userid = $2 AND channelid IN (ANY_OF($1)) AND leavetime IS NULL";
}

/// Makes a member of a user, and notes when; whether the user was none.
pub async fn insert_member(tx: &Tx, member: &ChannelMemberRow, now: i64) -> Result<bool> {
    let notify_props = member.notify_props.as_ref().map(|Json(props)| strings(props));
    let params = params![
        member.channel_id,
        member.user_id,
        &member.roles,
        member.last_viewed_at,
        member.msg_count,
        member.mention_count,
        notify_props,
        member.last_update_at,
        member.scheme_user,
        member.scheme_admin,
        member.scheme_guest,
        member.mention_count_root,
        member.msg_count_root,
        member.urgent_mention_count,
        member.autotranslation_disabled,
    ];
    let is_new = tx.execute(&INSERT_MEMBER, params).await? > 0;
    if is_new {
        tx.send(&INSERT_HISTORY, params![member.channel_id, member.user_id, now]).await?;
    }
    Ok(is_new)
}

pub async fn member(conn: &Conn, channel: ChannelId, user: UserId) -> Result<Option<ChannelMember>> {
    conn.first(&MEMBER, params![channel, user]).await
}

/// The memberships of those users who have one.
pub async fn members_of(conn: &Conn, channel: ChannelId, users: &[UserId]) -> Result<Vec<ChannelMember>> {
    conn.rows(&MEMBERS_OF, params![channel, Value::from_iter(users.iter().copied())]).await
}

/// A page of a channel's members.
pub async fn members(conn: &Conn, channel: ChannelId, page: wire::Page) -> Result<Vec<ChannelMember>> {
    conn.rows(&MEMBERS, params![channel, page.limit(), page.offset()]).await
}

/// Members of a channel who are not in a team.
pub async fn strangers(conn: &Conn, channel: ChannelId, team: TeamId) -> Result<Vec<UserId>> {
    let rows = conn.rows::<(UserId,)>(&STRANGERS, params![channel, team]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Keeps those of a channel's members in a team who are in it, until the transaction ends. Comes before any lock on
/// channels.
pub async fn hold_insiders(tx: &Tx, channel: ChannelId, team: TeamId) -> Result<()> {
    tx.rows::<(UserId,)>(&HOLD_INSIDERS, params![channel, team]).await.map(|_| ())
}

/// Members of a channel by id, at most so many.
pub async fn member_ids(conn: &Conn, channel: ChannelId, limit: i64) -> Result<Vec<UserId>> {
    let rows = conn.rows::<(UserId,)>(&MEMBER_IDS, params![channel, limit]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// A user's memberships in those of the channels that it is in.
pub async fn memberships_of(conn: &Conn, user: UserId, channels: &[ChannelId]) -> Result<Vec<ChannelMember>> {
    conn.rows(&MEMBERSHIPS_OF, params![user, Value::from_iter(channels.iter().copied())]).await
}

/// A user's memberships in the team's channels and in direct and group channels, but for archived ones.
pub async fn memberships_in_team(conn: &Conn, user: UserId, team: TeamId) -> Result<Vec<ChannelMember>> {
    conn.rows(&MEMBERSHIPS_IN_TEAM, params![user, team]).await
}

/// A page of a user's memberships, but for those in archived channels and teams.
pub async fn memberships(conn: &Conn, user: UserId, page: wire::Page) -> Result<Vec<ChannelMemberWithTeam>> {
    conn.rows(&MEMBERSHIPS, params![user, page.limit(), page.offset()]).await
}

/// Every membership of a user, but for those in archived channels and teams.
pub async fn all_memberships(conn: &Conn, user: UserId) -> Result<Vec<ChannelMemberWithTeam>> {
    conn.rows(&ALL_MEMBERSHIPS, params![user]).await
}

/// Those of the users whom a group brings into the channel: who else may not join one that is tied to groups.
pub async fn in_linked_groups(conn: &Conn, channel: ChannelId, users: &[UserId]) -> Result<Vec<UserId>> {
    let params = params![channel, Value::from_iter(users.iter().copied())];
    let rows = conn.rows::<(UserId,)>(&IN_LINKED_GROUPS, params).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What a member has not read in a channel. None: not a member, or the channel is archived.
pub async fn unread(conn: &Conn, channel: ChannelId, user: UserId) -> Result<Option<Unread>> {
    conn.first(&UNREAD, params![channel, user]).await
}

/// Replaces how a member is notified; whether there was such a member.
pub async fn set_notify_props(
    tx: &Tx,
    channel: ChannelId,
    user: UserId,
    notify_props: &BTreeMap<String, String>,
    now: i64,
) -> Result<bool> {
    let params = params![channel, user, strings(notify_props), now];
    tx.execute(&SET_NOTIFY_PROPS, params).await.map(|rows| rows > 0)
}

/// Replaces the roles of a member who is a guest, or none, as the new ones are; whether there was such a member.
pub async fn set_roles(
    tx: &Tx,
    channel: ChannelId,
    user: UserId,
    roles: &Membership,
    now: i64,
) -> Result<bool> {
    let params =
        params![channel, user, &roles.roles, roles.scheme_user, roles.scheme_admin, roles.scheme_guest, now,];
    tx.execute(&SET_ROLES, params).await.map(|rows| rows > 0)
}

/// Makes a guest or a plain member of somebody in every channel; gives the channels.
pub async fn set_guest(tx: &Tx, user: UserId, is_guest: bool, now: i64) -> Result<Vec<ChannelId>> {
    let rows = tx.rows::<(ChannelId,)>(&SET_GUEST, params![user, is_guest, now]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Says of a user's memberships whether unread messages without a mention count (`all`) or not (`mention`); gives the
/// channels where that is new.
pub async fn mute(
    tx: &Tx,
    user: UserId,
    channels: &[ChannelId],
    mark_unread: &str,
    now: i64,
) -> Result<Vec<ChannelId>> {
    let params = params![user, Value::from_iter(channels.iter().copied()), mark_unread, now];
    let rows = tx.rows::<(ChannelId,)>(&MUTE, params).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Marks channels as read by a member up to their last posts; gives those it is a member of, with the times up to
/// which they are read.
pub async fn view(tx: &Tx, user: UserId, channels: &[ChannelId]) -> Result<Vec<(ChannelId, i64)>> {
    tx.rows(&VIEW, params![user, Value::from_iter(channels.iter().copied())]).await
}

/// Ends a membership, and notes when; whether there was one.
pub async fn remove_member(tx: &Tx, channel: ChannelId, user: UserId, now: i64) -> Result<bool> {
    let was_member = tx.execute(&DELETE_MEMBER, params![channel, user]).await? > 0;
    if was_member {
        close_history(tx, &[channel], user, now).await?;
    }
    Ok(was_member)
}

/// Ends a user's memberships in all channels of a team, and notes when; gives the channels.
pub async fn remove_memberships(tx: &Tx, team: TeamId, user: UserId, now: i64) -> Result<Vec<ChannelId>> {
    let rows = tx.rows::<(ChannelId,)>(&DELETE_MEMBERSHIPS, params![team, user]).await?;
    let channels: Vec<ChannelId> = rows.into_iter().map(|(id,)| id).collect();
    if !channels.is_empty() {
        close_history(tx, &channels, user, now).await?;
    }
    Ok(channels)
}

async fn close_history(tx: &Tx, channels: &[ChannelId], user: UserId, now: i64) -> Result<()> {
    let params = params![Value::from_iter(channels.iter().copied()), user, now];
    tx.send(&CLOSE_HISTORY, params).await
}

fn strings(map: &BTreeMap<String, String>) -> Value {
    Value::json(map).expect("a map of texts is JSON")
}

impl FromRow for ChannelMember {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            row: ChannelMemberRow::from_row(row)?,
            scheme: SchemeRoles { admin: row.get(15)?, user: row.get(16)?, guest: row.get(17)? },
        })
    }
}

impl FromRow for ChannelMemberWithTeam {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            member: ChannelMember::from_row(row)?,
            team_display_name: row.get(18)?,
            team_name: row.get(19)?,
            team_update_at: row.get(20)?,
        })
    }
}
