//! Tables `channels` and `publicchannels`; their members stand beside them.

mod members;

use db::{Conn, FromRow, Json, Result, Row, Tx, Value, params};
use wire::{ChannelId, SchemeId, TeamId, UserId};

use crate::pattern::{anywhere, beginning};

pub(crate) use members::STATEMENTS as OF_MEMBERS;
pub use members::{
    ChannelMember, ChannelMemberRow, ChannelMemberWithTeam, Unread, all_memberships, hold_insiders,
    in_linked_groups, insert_member, member, member_ids, members, members_of, memberships,
    memberships_in_team, memberships_of, mute, remove_member, remove_memberships, set_guest,
    set_notify_props, set_roles, strangers, unread, view,
};

db::row! {
    #[derive(Debug, Clone)]
    pub struct ChannelRow {
        pub id: ChannelId,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        /// None for direct and group channels.
        pub team_id: Option<TeamId>,
        /// `O` public, `P` private, `D` direct, `G` group.
        pub kind: String,
        pub display_name: String,
        pub name: String,
        pub header: String,
        pub purpose: String,
        pub last_post_at: i64,
        pub total_msg_count: i64,
        pub extra_update_at: i64,
        pub creator_id: Option<UserId>,
        pub scheme_id: Option<SchemeId>,
        pub group_constrained: Option<bool>,
        pub shared: Option<bool>,
        pub total_msg_count_root: i64,
        pub last_root_post_at: i64,
        pub banner_info: Option<Json<serde_json::Value>>,
        pub default_category_name: String,
        pub autotranslation: bool,
    }
}

db::row! {
    /// Counts of a channel; deactivated users are in none.
    #[derive(Debug, Clone, Copy)]
    pub struct Counts {
        pub members: i64,
        /// Among the members.
        pub guests: i64,
        pub pinned_posts: i64,
    }
}

macro_rules! channel_columns {
    () => {
        "c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type, c.displayname, c.name, c.header, c.purpose,
         c.lastpostat, c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.shared,
         c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname, c.autotranslation"
    };
}
pub(crate) use channel_columns;

/// Whether the channel's team, if it has one, is not archived. Of the plain words PostgreSQL believes that they are true
/// of hardly any channel, and looks through all of them for the few that a user is in.
macro_rules! team_is_live {
    () => {
        "NOT coalesce(t.deleteat > 0, FALSE)"
    };
}
pub(crate) use team_is_live;

/// Whether the channel is found by a pattern: by its name, its display name or its purpose.
macro_rules! matches_pattern {
    ($pattern:literal) => {
        concat!(
            "(lower(c.name) LIKE ",
            $pattern,
            " ESCAPE '\\' OR lower(c.displayname) LIKE ",
            $pattern,
            " ESCAPE '\\' OR lower(c.purpose) LIKE ",
            $pattern,
            " ESCAPE '\\')"
        )
    };
}

/// What administrators may narrow a list of channels by; see [`Filter`].
macro_rules! filtered {
    ($what:expr) => {
        concat!(
            "SELECT ",
            $what,
            " FROM channels c JOIN teams t ON t.id = c.teamid
              WHERE c.type IN (ANY_OF($1)) AND (",
            matches_pattern!("$2"),
            " OR $3 AND c.id = $4)
              AND (c.deleteat = 0 OR $5) AND (c.deleteat <> 0 OR $6)
              AND ($7 OR c.teamid IN (ANY_OF($8)))
              AND (NOT $9 OR c.groupconstrained) AND (NOT $10 OR COALESCE(c.groupconstrained, FALSE) = FALSE)
              AND c.name NOT IN (ANY_OF($11))
              AND NOT EXISTS (SELECT 1 FROM groupchannels gc
                              WHERE gc.channelid = c.id AND gc.groupid = $12 AND gc.deleteat = 0)
              AND (NOT $13 OR NOT EXISTS (SELECT 1 FROM retentionpolicieschannels rp WHERE rp.channelid = c.id))"
        )
    };
}

db::statements! {
    INSERT: "channels.insert" =>
        "INSERT INTO channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose,
                               lastpostat, totalmsgcount, extraupdateat, creatorid, schemeid, groupconstrained, shared,
                               totalmsgcountroot, lastrootpostat, bannerinfo, defaultcategoryname, autotranslation)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)";
    INSERT_PUBLIC: "channels.insert_public" =>
        "INSERT INTO publicchannels (id, deleteat, teamid, displayname, name, header, purpose)
         SELECT c.id, c.deleteat, c.teamid, c.displayname, c.name, c.header, c.purpose
         FROM channels c
         WHERE c.id = $1 AND c.type = 'O'";
    INSERT_UNLESS_THERE: "channels.insert_unless_there" =>
        "INSERT INTO channels (id, createat, updateat, deleteat, teamid, type, displayname, name, header, purpose,
                               lastpostat, totalmsgcount, extraupdateat, creatorid, schemeid, groupconstrained, shared,
                               totalmsgcountroot, lastrootpostat, bannerinfo, defaultcategoryname, autotranslation)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
         ON CONFLICT (name, teamid) DO NOTHING";
    UPDATE: "channels.update" =>
        "UPDATE channels
         SET updateat = $2, deleteat = $3, teamid = $4, type = $5, displayname = $6, name = $7, header = $8, purpose = $9,
             schemeid = $10, groupconstrained = $11, bannerinfo = $12
         WHERE id = $1";
    DELETE_PUBLIC: "channels.delete_public" => "DELETE FROM publicchannels WHERE id = $1";
    END_INCOMING_HOOKS: "channels.end_incoming_hooks" =>
        "UPDATE incomingwebhooks SET deleteat = $2, updateat = $2 WHERE channelid = $1 AND deleteat = 0";
    LOCK: "channels.lock" => "SELECT c.id FROM channels c WHERE c.id IN (ANY_OF($1)) ORDER BY c.id FOR UPDATE";
    BY_ID: "channels.by_id" => concat!("SELECT ", channel_columns!(), " FROM channels c WHERE c.id = $1");
    BY_NAME: "channels.by_name" => concat!(
        "SELECT ", channel_columns!(), " FROM channels c WHERE c.teamid = $1 AND c.name = $2");
    TEAMLESS_BY_NAME: "channels.teamless_by_name" => concat!(
        "SELECT ", channel_columns!(), " FROM channels c WHERE c.teamid = '' AND c.name = $1");
    BY_NAMES: "channels.by_names" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channels c
         WHERE c.teamid = $1 AND c.name IN (ANY_OF($2)) AND c.type = 'O' AND c.deleteat = 0
         ORDER BY c.id");
    COUNT_IN_TEAM: "channels.count_in_team" =>
        "SELECT COUNT(*) FROM channels c WHERE c.teamid = $1 AND c.deleteat = 0";
    PUBLIC_BY_IDS: "channels.public_by_ids" => concat!(
        "SELECT ", channel_columns!(), "
         FROM publicchannels pc JOIN channels c ON c.id = pc.id
         WHERE pc.teamid = $1 AND pc.deleteat = 0 AND pc.id IN (ANY_OF($2))
         ORDER BY c.displayname, c.id");
    PUBLIC: "channels.public" => concat!(
        "SELECT ", channel_columns!(), "
         FROM publicchannels pc JOIN channels c ON c.id = pc.id
         WHERE pc.teamid = $1 AND pc.deleteat = 0
         ORDER BY c.displayname, c.id
         LIMIT $2 OFFSET $3");
    PRIVATE: "channels.private" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channels c
         WHERE c.teamid = $1 AND c.type = 'P' AND c.deleteat = 0
         ORDER BY c.displayname, c.id
         LIMIT $2 OFFSET $3");
    ARCHIVED: "channels.archived" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channels c
         WHERE c.teamid = $1 AND c.deleteat <> 0
           AND (c.type = 'O' OR EXISTS (SELECT 1 FROM channelmembers cm WHERE cm.channelid = c.id AND cm.userid = $2))
         ORDER BY c.displayname, c.id
         LIMIT $3 OFFSET $4");
    OF_SCHEME: "channels.of_scheme" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channels c
         WHERE c.schemeid = $1
         ORDER BY c.displayname, c.id
         LIMIT $2 OFFSET $3");
    SEARCH_PUBLIC: "channels.search_public" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channels c
         WHERE c.teamid = $1 AND c.type = 'O' AND ", matches_pattern!("$2"), "
         ORDER BY c.displayname, c.id
         LIMIT $3");
    SEARCH_KNOWN: "channels.search_known" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channels c
         WHERE c.teamid = $1 AND (c.type = 'O' OR c.type = 'P' AND EXISTS (
                   SELECT 1 FROM channelmembers cm WHERE cm.channelid = c.id AND cm.userid = $2))
           AND ", matches_pattern!("$3"), "
         ORDER BY c.displayname, c.id
         LIMIT $4");
    SEARCH_OWN: "channels.search_own" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid
         WHERE cm.userid = $1 AND c.teamid = $2 AND ", matches_pattern!("$3"), "
         ORDER BY c.displayname, c.id
         LIMIT $4");
    SEARCH_OWN_TEAMLESS: "channels.search_own_teamless" => concat!(
        "SELECT ", channel_columns!(), ", u.username
         FROM channelmembers cm
             JOIN channels c ON c.id = cm.channelid
             LEFT JOIN channelmembers om ON om.channelid = c.id AND c.type = 'D' AND om.userid <> cm.userid
             LEFT JOIN users u ON u.id = om.userid
         WHERE cm.userid = $1 AND c.teamid = '' AND c.deleteat = 0
           AND (c.type = 'G' AND lower(c.displayname) LIKE $2 ESCAPE '\\'
                OR c.type = 'D' AND (lower(u.username) LIKE $2 ESCAPE '\\' OR lower(u.nickname) LIKE $2 ESCAPE '\\'))
         ORDER BY c.displayname, c.id
         LIMIT $3");
    SEARCH_GROUPS: "channels.search_groups" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid
         WHERE cm.userid = $1 AND c.type = 'G' AND c.deleteat = 0
           AND EXISTS (SELECT 1
                       FROM channelmembers om JOIN users u ON u.id = om.userid
                       WHERE om.channelid = c.id
                         AND (lower(u.username) LIKE $2 ESCAPE '\\' OR lower(u.firstname) LIKE $2 ESCAPE '\\'
                              OR lower(u.lastname) LIKE $2 ESCAPE '\\' OR lower(u.nickname) LIKE $2 ESCAPE '\\'))
         ORDER BY c.displayname, c.id
         LIMIT $3");
    SEARCH_EVERYWHERE: "channels.search_everywhere" => concat!(
        "SELECT ", channel_columns!(), ", t.displayname, t.name, t.updateat
         FROM channels c
             JOIN teams t ON t.id = c.teamid
             JOIN teammembers tm ON tm.teamid = t.id AND tm.userid = $1 AND tm.deleteat = 0
         WHERE t.deleteat = 0
           AND (c.type = 'O' AND NOT tm.schemeguest OR EXISTS (
                   SELECT 1 FROM channelmembers cm WHERE cm.channelid = c.id AND cm.userid = $1))
           AND ", matches_pattern!("$2"), "
         ORDER BY c.displayname, t.displayname, c.id
         LIMIT $3");
    FILTERED: "channels.filtered" => concat!(
        filtered!(concat!(channel_columns!(), ", t.displayname, t.name, t.updateat")),
        " ORDER BY c.displayname, t.displayname, c.id LIMIT $14 OFFSET $15");
    COUNT_FILTERED: "channels.count_filtered" => filtered!("COUNT(*)");
    OF_USER_IN_TEAM: "channels.of_user_in_team" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid
         WHERE cm.userid = $1 AND c.teamid IN ('', $2) AND (c.deleteat = 0 OR c.deleteat >= $3)
         ORDER BY c.displayname, c.id");
    OF_USER: "channels.of_user" => concat!(
        "SELECT ", channel_columns!(), "
         FROM channelmembers cm JOIN channels c ON c.id = cm.channelid LEFT JOIN teams t ON t.id = c.teamid
         WHERE cm.userid = $1 AND ", team_is_live!(), " AND (c.deleteat = 0 OR c.deleteat >= $2)
         ORDER BY c.displayname, c.id");
    COUNTS: "channels.counts" =>
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE cm.schemeguest),
                (SELECT COUNT(*) FROM posts p WHERE p.channelid = $1 AND p.ispinned AND p.deleteat = 0)
         FROM channelmembers cm JOIN users u ON u.id = cm.userid
         WHERE cm.channelid = $1 AND u.deleteat = 0";
    COUNT_MEMBERS: "channels.count_members" =>
        "SELECT cm.channelid, COUNT(*)
         FROM channelmembers cm JOIN users u ON u.id = cm.userid
         WHERE cm.channelid IN (ANY_OF($1)) AND u.deleteat = 0
         GROUP BY cm.channelid
         ORDER BY cm.channelid";
    TIME_ZONES: "channels.time_zones" =>
        "SELECT DISTINCT CASE WHEN u.timezone ->> 'useAutomaticTimezone' = 'true' THEN u.timezone ->> 'automaticTimezone'
                              ELSE u.timezone ->> 'manualTimezone' END AS zone
         FROM channelmembers cm JOIN users u ON u.id = cm.userid
         WHERE cm.channelid = $1 AND u.deleteat = 0
         ORDER BY zone
         LIMIT 1000";
    COMMON_TEAMS: "channels.common_teams" => concat!(
        "SELECT ", crate::teams::team_columns!(), "
         FROM teams t
         WHERE t.deleteat = 0
           AND EXISTS (SELECT 1 FROM teammembers tm
                       WHERE tm.teamid = t.id AND tm.userid = $2 AND tm.deleteat = 0)
           AND NOT EXISTS (SELECT 1
                           FROM channelmembers cm LEFT JOIN teammembers tm
                               ON tm.userid = cm.userid AND tm.teamid = t.id AND tm.deleteat = 0
                           WHERE cm.channelid = $1 AND tm.userid IS NULL)
         ORDER BY t.displayname, t.id");
    COUNT_FILES: "channels.count_files" =>
        "SELECT COUNT(*) FROM fileinfo f WHERE f.channelid = $1 AND f.deleteat = 0 AND f.postid <> ''";
    MOVE_THREADS: "channels.move_threads" => "UPDATE threads SET threadteamid = $2 WHERE channelid = $1";
    MOVE_INCOMING_HOOKS: "channels.move_incoming_hooks" =>
        "UPDATE incomingwebhooks SET teamid = $2 WHERE channelid = $1";
    MOVE_OUTGOING_HOOKS: "channels.move_outgoing_hooks" =>
        "UPDATE outgoingwebhooks SET teamid = $2 WHERE channelid = $1";
    FORGET_PLACES: "channels.forget_places" => "DELETE FROM sidebarchannels WHERE channelid = $1";
}

/// Writes a new channel, with its copy among the public ones. Its name may be taken: `channels.name,teamid`.
pub async fn insert(tx: &Tx, channel: &ChannelRow) -> Result<()> {
    tx.execute(&INSERT, values(channel)).await?;
    tx.send(&INSERT_PUBLIC, params![channel.id]).await
}

fn values(channel: &ChannelRow) -> db::Params {
    params![
        channel.id,
        channel.create_at,
        channel.update_at,
        channel.delete_at,
        Value::id_or_empty(channel.team_id),
        &channel.kind,
        &channel.display_name,
        &channel.name,
        &channel.header,
        &channel.purpose,
        channel.last_post_at,
        channel.total_msg_count,
        channel.extra_update_at,
        Value::id_or_empty(channel.creator_id),
        channel.scheme_id,
        channel.group_constrained,
        channel.shared,
        channel.total_msg_count_root,
        channel.last_root_post_at,
        channel.banner_info.as_ref().map(|Json(banner)| Value::from(banner)),
        &channel.default_category_name,
        channel.autotranslation,
    ]
}

/// Writes a new direct or group channel, unless there is one of its name; whether it did.
pub async fn insert_unless_there(tx: &Tx, channel: &ChannelRow) -> Result<bool> {
    tx.execute(&INSERT_UNLESS_THERE, values(channel)).await.map(|rows| rows > 0)
}

/// Replaces what may change of a channel, and its copy among the public ones. Its name may be taken:
/// `channels.name,teamid`.
pub async fn update(tx: &Tx, channel: &ChannelRow) -> Result<()> {
    let params = params![
        channel.id,
        channel.update_at,
        channel.delete_at,
        Value::id_or_empty(channel.team_id),
        &channel.kind,
        &channel.display_name,
        &channel.name,
        &channel.header,
        &channel.purpose,
        channel.scheme_id,
        channel.group_constrained,
        channel.banner_info.as_ref().map(|Json(banner)| Value::from(banner)),
    ];
    tx.execute(&UPDATE, params).await?;
    tx.send(&DELETE_PUBLIC, params![channel.id]).await?;
    tx.send(&INSERT_PUBLIC, params![channel.id]).await
}

/// Ends the incoming hooks of a channel for good.
pub async fn end_incoming_hooks(tx: &Tx, channel: ChannelId, now: i64) -> Result<()> {
    tx.send(&END_INCOMING_HOOKS, params![channel, now]).await
}

/// Locks channels in the order of their ids, before their members are touched; see the order of locks in the
/// architecture. Gives those that exist.
pub async fn lock(tx: &Tx, channels: &[ChannelId]) -> Result<Vec<ChannelId>> {
    let rows = tx.rows::<(ChannelId,)>(&LOCK, params![Value::from_iter(channels.iter().copied())]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

pub async fn by_id(conn: &Conn, id: ChannelId) -> Result<Option<ChannelRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The team's channel of that name, archived or not.
pub async fn by_name(conn: &Conn, team: TeamId, name: &str) -> Result<Option<ChannelRow>> {
    conn.first(&BY_NAME, params![team, name]).await
}

/// The direct or group channel of that name.
pub async fn teamless_by_name(conn: &Conn, name: &str) -> Result<Option<ChannelRow>> {
    conn.first(&TEAMLESS_BY_NAME, params![name]).await
}

/// The team's public channels of those names, but for archived ones, by id.
pub async fn by_names(conn: &Conn, team: TeamId, names: Vec<String>) -> Result<Vec<ChannelRow>> {
    conn.rows(&BY_NAMES, params![team, names]).await
}

/// How many channels a team has, but for archived ones.
pub async fn count_in_team(conn: &Conn, team: TeamId) -> Result<i64> {
    conn.one::<(i64,)>(&COUNT_IN_TEAM, params![team]).await.map(|(count,)| count)
}

/// Those of the channels that are public ones of the team, but for archived ones.
pub async fn public_by_ids(conn: &Conn, team: TeamId, channels: &[ChannelId]) -> Result<Vec<ChannelRow>> {
    conn.rows(&PUBLIC_BY_IDS, params![team, Value::from_iter(channels.iter().copied())]).await
}

/// A page of a team's public channels, but for archived ones.
pub async fn public(conn: &Conn, team: TeamId, page: wire::Page) -> Result<Vec<ChannelRow>> {
    conn.rows(&PUBLIC, params![team, page.limit(), page.offset()]).await
}

/// A page of a team's private channels, but for archived ones.
pub async fn private(conn: &Conn, team: TeamId, page: wire::Page) -> Result<Vec<ChannelRow>> {
    conn.rows(&PRIVATE, params![team, page.limit(), page.offset()]).await
}

/// A page of a team's archived channels: the public ones, and those that the user is in.
pub async fn archived(conn: &Conn, team: TeamId, user: UserId, page: wire::Page) -> Result<Vec<ChannelRow>> {
    conn.rows(&ARCHIVED, params![team, user, page.limit(), page.offset()]).await
}

/// Channels that one search finds at most.
const MOST_FOUND: i64 = 100;

/// Public channels of a team by name, display name or purpose, archived ones included.
pub async fn search_public(conn: &Conn, team: TeamId, term: &str) -> Result<Vec<ChannelRow>> {
    conn.rows(&SEARCH_PUBLIC, params![team, anywhere(term), MOST_FOUND]).await
}

/// The same, and the private ones that a user is in.
pub async fn search_known(conn: &Conn, team: TeamId, user: UserId, term: &str) -> Result<Vec<ChannelRow>> {
    conn.rows(&SEARCH_KNOWN, params![team, user, anywhere(term), MOST_FOUND]).await
}

/// Those that a user is in alone.
pub async fn search_own(conn: &Conn, team: TeamId, user: UserId, term: &str) -> Result<Vec<ChannelRow>> {
    conn.rows(&SEARCH_OWN, params![user, team, anywhere(term), MOST_FOUND]).await
}

/// A direct or group channel, and who the other one in a direct channel is.
#[derive(Debug, Clone)]
pub struct TeamlessRow {
    pub channel: ChannelRow,
    /// Empty for a group channel and for the channel with oneself.
    pub other_username: String,
}

/// A user's direct and group channels, by the names of who is in them.
pub async fn search_own_teamless(conn: &Conn, user: UserId, term: &str) -> Result<Vec<TeamlessRow>> {
    conn.rows(&SEARCH_OWN_TEAMLESS, params![user, anywhere(term), MOST_FOUND]).await
}

/// A user's group channels with somebody whose name begins so.
pub async fn search_groups(conn: &Conn, user: UserId, term: &str) -> Result<Vec<ChannelRow>> {
    conn.rows(&SEARCH_GROUPS, params![user, beginning(term), MOST_FOUND]).await
}

/// A channel and the team that it is in.
#[derive(Debug, Clone)]
pub struct ChannelWithTeam {
    pub channel: ChannelRow,
    pub team_display_name: String,
    pub team_name: String,
    pub team_update_at: i64,
}

/// Channels of all teams of a user: public ones, and those that the user is in.
pub async fn search_everywhere(conn: &Conn, user: UserId, term: &str) -> Result<Vec<ChannelWithTeam>> {
    conn.rows(&SEARCH_EVERYWHERE, params![user, anywhere(term), MOST_FOUND]).await
}

/// What a list of channels of all teams holds.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Letters of kinds.
    pub kinds: Vec<String>,
    pub term: String,
    /// Whether the term may be a channel's id as well.
    pub by_id: bool,
    pub with_archived: bool,
    pub with_open: bool,
    /// None: of every team.
    pub teams: Option<Vec<String>>,
    pub only_group_constrained: bool,
    pub without_group_constrained: bool,
    /// Names of channels that are left out.
    pub without_names: Vec<String>,
    /// Channels that are linked to this group are left out.
    pub not_of_group: String,
    pub without_policy: bool,
}

impl Filter {
    fn params(&self) -> db::Params {
        params![
            self.kinds.clone(),
            anywhere(&self.term),
            self.by_id,
            &self.term,
            self.with_archived,
            self.with_open,
            self.teams.is_none(),
            self.teams.clone().unwrap_or_default(),
            self.only_group_constrained,
            self.without_group_constrained,
            self.without_names.clone(),
            &self.not_of_group,
            self.without_policy,
        ]
    }
}

/// A piece of such a list.
pub async fn filtered(conn: &Conn, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<ChannelWithTeam>> {
    let mut params = filter.params();
    params.extend(params![limit, offset]);
    conn.rows(&FILTERED, params).await
}

/// How long the whole list is.
pub async fn count_filtered(conn: &Conn, filter: &Filter) -> Result<i64> {
    conn.one::<(i64,)>(&COUNT_FILTERED, filter.params()).await.map(|(count,)| count)
}

/// The team's channels that a user is in, direct and group channels, and those archived since then.
pub async fn of_user_in_team(
    conn: &Conn,
    user: UserId,
    team: TeamId,
    archived_since: i64,
) -> Result<Vec<ChannelRow>> {
    conn.rows(&OF_USER_IN_TEAM, params![user, team, archived_since]).await
}

/// Every channel that a user is in, and those archived since then.
pub async fn of_user(conn: &Conn, user: UserId, archived_since: i64) -> Result<Vec<ChannelRow>> {
    conn.rows(&OF_USER, params![user, archived_since]).await
}

/// A page of the channels that a scheme is given to, by their display names.
pub async fn of_scheme(conn: &Conn, scheme: SchemeId, page: wire::Page) -> Result<Vec<ChannelRow>> {
    conn.rows(&OF_SCHEME, params![scheme, page.limit(), page.offset()]).await
}

pub async fn counts(conn: &Conn, channel: ChannelId) -> Result<Counts> {
    conn.one(&COUNTS, params![channel]).await
}

/// How many members channels have, deactivated users left out; a channel without any is not told.
pub async fn count_members(conn: &Conn, channels: &[ChannelId]) -> Result<Vec<(ChannelId, i64)>> {
    conn.rows(&COUNT_MEMBERS, params![Value::from_iter(channels.iter().copied())]).await
}

/// The time zones in which members live, by name; `""` for those who have not said.
pub async fn time_zones(conn: &Conn, channel: ChannelId) -> Result<Vec<String>> {
    let rows = conn.rows::<(String,)>(&TIME_ZONES, params![channel]).await?;
    Ok(rows.into_iter().map(|(zone,)| zone).collect())
}

/// The teams that a user and every member of a channel are in.
pub async fn common_teams(
    conn: &Conn,
    channel: ChannelId,
    user: UserId,
) -> Result<Vec<crate::teams::TeamRow>> {
    conn.rows(&COMMON_TEAMS, params![channel, user]).await
}

/// How many files the channel's posts have.
pub async fn count_files(conn: &Conn, channel: ChannelId) -> Result<i64> {
    conn.one::<(i64,)>(&COUNT_FILES, params![channel]).await.map(|(count,)| count)
}

/// Lets what hangs on a channel follow it into another team; where it stood in sidebars is forgotten.
pub async fn follow_team(tx: &Tx, channel: ChannelId, team: TeamId) -> Result<()> {
    tx.send(&MOVE_THREADS, params![channel, team]).await?;
    tx.send(&MOVE_INCOMING_HOOKS, params![channel, team]).await?;
    tx.send(&MOVE_OUTGOING_HOOKS, params![channel, team]).await?;
    tx.send(&FORGET_PLACES, params![channel]).await
}

/// The columns of [`ChannelRow`].
const CHANNEL_COLUMNS: usize = 22;

impl FromRow for TeamlessRow {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { channel: ChannelRow::from_row(row)?, other_username: row.get(CHANNEL_COLUMNS)? })
    }
}

impl FromRow for ChannelWithTeam {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            channel: ChannelRow::from_row(row)?,
            team_display_name: row.get(CHANNEL_COLUMNS)?,
            team_name: row.get(CHANNEL_COLUMNS + 1)?,
            team_update_at: row.get(CHANNEL_COLUMNS + 2)?,
        })
    }
}
