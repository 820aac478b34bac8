//! Tables `teams` and `teammembers`.

use db::{Conn, FromRow, Result, Row, Tx, Value, params};
use wire::{SchemeId, TeamId, UserId};

use crate::access::{Membership, SchemeRoles};

db::row! {
    #[derive(Debug, Clone)]
    pub struct TeamRow {
        pub id: TeamId,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        pub display_name: String,
        pub name: String,
        pub description: String,
        pub email: String,
        /// `O` open or `I` by invitation.
        pub kind: String,
        pub company_name: String,
        pub allowed_domains: String,
        pub invite_id: String,
        pub scheme_id: Option<SchemeId>,
        pub allow_open_invite: bool,
        pub last_team_icon_update: i64,
        pub group_constrained: Option<bool>,
        pub cloud_limits_archived: bool,
    }
}

db::row! {
    /// A membership; `delete_at` is set when the user has left.
    #[derive(Debug, Clone)]
    pub struct TeamMemberRow {
        pub team_id: TeamId,
        pub user_id: UserId,
        /// Roles given one by one, beside those of the scheme.
        pub roles: String,
        pub delete_at: i64,
        pub scheme_user: bool,
        pub scheme_admin: bool,
        pub scheme_guest: bool,
        pub create_at: i64,
    }
}

/// A membership with the roles that the team's scheme names; empty names mean the built-in ones.
#[derive(Debug, Clone)]
pub struct TeamMember {
    pub row: TeamMemberRow,
    pub scheme: SchemeRoles,
}

impl TeamMember {
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

db::row! {
    /// How many members a team has.
    #[derive(Debug, Clone, Copy)]
    pub struct Counts {
        /// Deactivated users among them.
        pub total: i64,
        pub active: i64,
    }
}

db::row! {
    /// What a member has not read in a team's channels.
    #[derive(Debug, Clone, Copy)]
    pub struct Unread {
        pub team_id: TeamId,
        pub msg_count: i64,
        pub mention_count: i64,
        pub mention_count_root: i64,
        pub msg_count_root: i64,
    }
}

db::row! {
    /// What a member has not read in a team's threads.
    #[derive(Debug, Clone, Copy)]
    pub struct UnreadThreads {
        pub team_id: TeamId,
        pub threads: i64,
        pub mentions: i64,
    }
}

/// Which teams a list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Those that anyone may join, but for archived ones.
    Open,
    /// Those that nobody may join by themselves.
    Closed,
    All,
}

/// What teams are searched by.
#[derive(Debug, Clone)]
pub struct Filter {
    pub listing: Listing,
    pub term: String,
    pub allow_open_invite: Option<bool>,
    pub group_constrained: Option<bool>,
}

/// The order of a list of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemberOrder {
    Id,
    Username,
}

macro_rules! team_columns {
    () => {
        "t.id, t.createat, t.updateat, t.deleteat, t.displayname, t.name, t.description, t.email, t.type, t.companyname,
         t.alloweddomains, t.inviteid, t.schemeid, t.allowopeninvite, t.lastteamiconupdate, t.groupconstrained,
         t.cloudlimitsarchived"
    };
}

macro_rules! found {
    ($what:expr) => {
        concat!(
            "SELECT ",
            $what,
            " FROM teams t
              WHERE (lower(t.displayname) LIKE $1 ESCAPE '\\' OR lower(t.name) LIKE $1 ESCAPE '\\')
                AND ($2 OR t.allowopeninvite AND t.deleteat = 0) AND ($3 OR NOT t.allowopeninvite)
                AND ($4 OR COALESCE(t.allowopeninvite, FALSE) = $5)
                AND ($6 OR COALESCE(t.groupconstrained, FALSE) = $7)"
        )
    };
}

macro_rules! members {
    ($($condition:expr),+ $(,)?) => {
        concat!(
            "SELECT tm.teamid, tm.userid, tm.roles, tm.deleteat, tm.schemeuser, tm.schemeadmin, tm.schemeguest, tm.createat,
                    s.defaultteamadminrole, s.defaultteamuserrole, s.defaultteamguestrole
             FROM teammembers tm
             JOIN users u ON u.id = tm.userid
             JOIN teams t ON t.id = tm.teamid
             LEFT JOIN schemes s ON s.id = t.schemeid
             WHERE ",
            $($condition),+
        )
    };
}

macro_rules! unread {
    ($condition:literal) => {
        concat!(
            "SELECT tm.teamid, COALESCE(own.msgs, 0), COALESCE(own.mentions, 0), COALESCE(own.rootmentions, 0),
                    COALESCE(own.rootmsgs, 0)
             FROM teammembers tm
             JOIN teams t ON t.id = tm.teamid AND t.deleteat = 0
             LEFT JOIN (SELECT c.teamid,
                               CAST(SUM(CASE WHEN cm.notifyprops ->> 'mark_unread' = 'mention' THEN 0
                                             ELSE c.totalmsgcount - cm.msgcount END) AS BIGINT) AS msgs,
                               CAST(SUM(cm.mentioncount) AS BIGINT) AS mentions,
                               CAST(SUM(cm.mentioncountroot) AS BIGINT) AS rootmentions,
                               CAST(SUM(CASE WHEN cm.notifyprops ->> 'mark_unread' = 'mention' THEN 0
                                             ELSE c.totalmsgcountroot - cm.msgcountroot END) AS BIGINT) AS rootmsgs
                        FROM channelmembers cm JOIN channels c ON c.id = cm.channelid AND c.deleteat = 0
                        WHERE cm.userid = $1
                        GROUP BY c.teamid) own ON own.teamid = tm.teamid
             WHERE tm.userid = $1 AND tm.deleteat = 0",
            $condition,
            " ORDER BY tm.teamid"
        )
    };
}

/// Whether the member is in a channel with a user, or is that user.
macro_rules! shares_a_channel {
    ($user:literal) => {
        concat!(
            "(tm.userid = ",
            $user,
            " OR EXISTS (SELECT 1
                         FROM channelmembers own JOIN channelmembers other ON other.channelid = own.channelid
                         WHERE own.userid = ",
            $user,
            " AND other.userid = tm.userid))"
        )
    };
}

pub(crate) use team_columns;

db::statements! {
    INSERT: "teams.insert" =>
        "INSERT INTO teams (id, createat, updateat, deleteat, displayname, name, description, email, type, companyname,
                            alloweddomains, inviteid, schemeid, allowopeninvite, lastteamiconupdate, groupconstrained,
                            cloudlimitsarchived)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    UPDATE: "teams.update" =>
        "UPDATE teams
         SET updateat = $2, deleteat = $3, displayname = $4, description = $5, type = $6, companyname = $7,
             alloweddomains = $8, inviteid = $9, schemeid = $10, allowopeninvite = $11, lastteamiconupdate = $12,
             groupconstrained = $13, cloudlimitsarchived = $14
         WHERE id = $1";
    LOCKED: "teams.locked" => concat!("SELECT ", team_columns!(), " FROM teams t WHERE t.id = $1 FOR UPDATE");
    BY_ID: "teams.by_id" => concat!("SELECT ", team_columns!(), " FROM teams t WHERE t.id = $1");
    BY_INVITE_ID: "teams.by_invite_id" => concat!(
        "SELECT ", team_columns!(), " FROM teams t WHERE t.inviteid = $1 AND t.deleteat = 0");
    ANY_BY_INVITE_ID: "teams.any_by_invite_id" => concat!(
        "SELECT ", team_columns!(), " FROM teams t WHERE t.inviteid = $1 AND t.inviteid <> ''");
    SEARCH: "teams.search" => concat!(
        found!(team_columns!()), " ORDER BY t.displayname, t.id LIMIT $8 OFFSET $9");
    COUNT_FOUND: "teams.count_found" => found!("COUNT(*)");
    SET_ROLES: "teams.set_roles" =>
        "UPDATE teammembers SET roles = $3, schemeuser = $4, schemeadmin = $5
         WHERE teamid = $1 AND userid = $2 AND deleteat = 0 AND COALESCE(schemeguest, FALSE) = $6";
    SET_GUEST: "teams.set_guest" =>
        "UPDATE teammembers SET roles = '', schemeguest = $2, schemeuser = NOT $2, schemeadmin = FALSE
         WHERE userid = $1";
    BY_NAME: "teams.by_name" => concat!("SELECT ", team_columns!(), " FROM teams t WHERE t.name = $1");
    OPEN: "teams.open" => concat!(
        "SELECT ", team_columns!(), "
         FROM teams t
         WHERE t.allowopeninvite AND t.deleteat = 0
         ORDER BY t.displayname, t.id
         LIMIT $1 OFFSET $2");
    CLOSED: "teams.closed" => concat!(
        "SELECT ", team_columns!(), "
         FROM teams t
         WHERE NOT t.allowopeninvite
         ORDER BY t.displayname, t.id
         LIMIT $1 OFFSET $2");
    ALL: "teams.all" => concat!(
        "SELECT ", team_columns!(), "
         FROM teams t
         ORDER BY t.displayname, t.id
         LIMIT $1 OFFSET $2");
    OF_SCHEME: "teams.of_scheme" => concat!(
        "SELECT ", team_columns!(), "
         FROM teams t
         WHERE t.schemeid = $1
         ORDER BY t.displayname, t.id
         LIMIT $2 OFFSET $3");
    COUNT_OPEN: "teams.count_open" => "SELECT COUNT(*) FROM teams t WHERE t.allowopeninvite AND t.deleteat = 0";
    COUNT_CLOSED: "teams.count_closed" => "SELECT COUNT(*) FROM teams t WHERE NOT t.allowopeninvite";
    COUNT_ALL: "teams.count_all" => "SELECT COUNT(*) FROM teams t";
    OF_USER: "teams.of_user" => concat!(
        "SELECT ", team_columns!(), "
         FROM teams t JOIN teammembers tm ON tm.teamid = t.id
         WHERE tm.userid = $1 AND tm.deleteat = 0 AND t.deleteat = 0
         ORDER BY t.displayname, t.id");
    MEMBER: "teams.member" => members!("tm.teamid = $1 AND tm.userid = $2");
    MEMBERS_OF: "teams.members_of" => members!("tm.teamid = $1 AND tm.userid IN (ANY_OF($2))");
    MEMBERSHIPS: "teams.memberships" => members!("tm.userid = $1 ORDER BY tm.teamid");
    MEMBERS: "teams.members" => members!(
        "tm.teamid = $1 AND tm.deleteat = 0 AND u.deleteat <= $2 ORDER BY tm.userid LIMIT $3 OFFSET $4");
    MEMBERS_BY_NAME: "teams.members_by_name" => members!(
        "tm.teamid = $1 AND tm.deleteat = 0 AND u.deleteat <= $2 ORDER BY u.username LIMIT $3 OFFSET $4");
    COMPANIONS: "teams.companions" => members!(
        "tm.teamid = $1 AND tm.deleteat = 0 AND u.deleteat <= $2 AND ", shares_a_channel!("$5"),
        " ORDER BY tm.userid LIMIT $3 OFFSET $4");
    COMPANIONS_BY_NAME: "teams.companions_by_name" => members!(
        "tm.teamid = $1 AND tm.deleteat = 0 AND u.deleteat <= $2 AND ", shares_a_channel!("$5"),
        " ORDER BY u.username LIMIT $3 OFFSET $4");
    COUNTS: "teams.counts" =>
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE u.deleteat = 0)
         FROM teammembers tm JOIN users u ON u.id = tm.userid
         WHERE tm.teamid = $1 AND tm.deleteat = 0";
    COUNTS_AMONG_COMPANIONS: "teams.counts_among_companions" => concat!(
        "SELECT COUNT(*), COUNT(*) FILTER (WHERE u.deleteat = 0)
         FROM teammembers tm JOIN users u ON u.id = tm.userid
         WHERE tm.teamid = $1 AND tm.deleteat = 0 AND ", shares_a_channel!("$2"));
    PUT_MEMBER: "teams.put_member" =>
        "INSERT INTO teammembers (teamid, userid, roles, deleteat, schemeuser, schemeadmin, schemeguest, createat)
         VALUES ($1, $2, $3, 0, $4, $5, $6, $7)
         ON CONFLICT (teamid, userid) DO UPDATE
         SET roles = excluded.roles, deleteat = 0, schemeuser = excluded.schemeuser,
             schemeadmin = excluded.schemeadmin, schemeguest = excluded.schemeguest, createat = excluded.createat
         WHERE teammembers.deleteat <> 0";
    HOLD_MEMBERS: "teams.hold_members" =>
        "SELECT tm.userid
         FROM teammembers tm
         WHERE tm.teamid = $1 AND tm.userid IN (ANY_OF($2)) AND tm.deleteat = 0
         ORDER BY tm.userid
         FOR SHARE";
    IN_LINKED_GROUPS: "teams.in_linked_groups" =>
        "SELECT DISTINCT gm.userid
         FROM groupteams gt JOIN groupmembers gm ON gm.groupid = gt.groupid AND gm.deleteat = 0
         WHERE gt.teamid = $1 AND gt.deleteat = 0 AND gm.userid IN (ANY_OF($2))";
    SHARE: "teams.share" =>
        "SELECT 1
         WHERE EXISTS (SELECT 1
                       FROM teammembers one JOIN teammembers other ON other.teamid = one.teamid AND other.deleteat = 0
                       WHERE one.userid = $1 AND other.userid = $2 AND one.deleteat = 0)
            OR EXISTS (SELECT 1 FROM bots b WHERE b.userid IN ($1, $2))";
    END_MEMBER: "teams.end_member" =>
        "UPDATE teammembers SET deleteat = $3 WHERE teamid = $1 AND userid = $2 AND deleteat = 0";
    UNREAD: "teams.unread" => unread!("");
    UNREAD_IN: "teams.unread_in" => unread!(" AND tm.teamid = $2");
    UNREAD_THREADS: "teams.unread_threads" =>
        "SELECT th.threadteamid, COUNT(*) FILTER (WHERE th.lastreplyat > m.lastviewed),
                CAST(COALESCE(SUM(m.unreadmentions), 0) AS BIGINT)
         FROM threadmemberships m
             JOIN threads th ON th.postid = m.postid
             JOIN channelmembers cm ON cm.channelid = th.channelid AND cm.userid = m.userid
         WHERE m.userid = $1 AND m.following AND COALESCE(th.threaddeleteat, 0) = 0 AND th.threadteamid <> ''
         GROUP BY th.threadteamid
         ORDER BY th.threadteamid";
}

/// Writes a new team. Its name may be taken: `teams.name`.
pub async fn insert(tx: &Tx, team: &TeamRow) -> Result<()> {
    let params = params![
        team.id,
        team.create_at,
        team.update_at,
        team.delete_at,
        &team.display_name,
        &team.name,
        &team.description,
        &team.email,
        &team.kind,
        &team.company_name,
        &team.allowed_domains,
        &team.invite_id,
        team.scheme_id,
        team.allow_open_invite,
        team.last_team_icon_update,
        team.group_constrained,
        team.cloud_limits_archived,
    ];
    tx.execute(&INSERT, params).await.map(|_| ())
}

/// Replaces what may change of a team.
pub async fn update(tx: &Tx, team: &TeamRow) -> Result<()> {
    let params = params![
        team.id,
        team.update_at,
        team.delete_at,
        &team.display_name,
        &team.description,
        &team.kind,
        &team.company_name,
        &team.allowed_domains,
        &team.invite_id,
        team.scheme_id,
        team.allow_open_invite,
        team.last_team_icon_update,
        team.group_constrained,
        team.cloud_limits_archived,
    ];
    tx.send(&UPDATE, params).await
}

/// The team, which nobody else changes before the transaction ends.
pub async fn locked(tx: &Tx, id: TeamId) -> Result<Option<TeamRow>> {
    tx.first(&LOCKED, params![id]).await
}

pub async fn by_id(conn: &Conn, id: TeamId) -> Result<Option<TeamRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The team that this invitation leads into.
pub async fn by_invite_id(conn: &Conn, invite: &str) -> Result<Option<TeamRow>> {
    conn.first(&BY_INVITE_ID, params![invite]).await
}

/// The same, archived or not.
pub async fn any_by_invite_id(conn: &Conn, invite: &str) -> Result<Option<TeamRow>> {
    conn.first(&ANY_BY_INVITE_ID, params![invite]).await
}

impl Filter {
    fn params(&self) -> db::Params {
        params![
            crate::pattern::anywhere(&self.term),
            self.listing != Listing::Open,
            self.listing != Listing::Closed,
            self.allow_open_invite.is_none(),
            self.allow_open_invite.unwrap_or_default(),
            self.group_constrained.is_none(),
            self.group_constrained.unwrap_or_default(),
        ]
    }
}

/// A piece of the teams that a search finds by name or display name.
pub async fn search(conn: &Conn, filter: &Filter, limit: i64, offset: i64) -> Result<Vec<TeamRow>> {
    let mut params = filter.params();
    params.extend(params![limit, offset]);
    conn.rows(&SEARCH, params).await
}

/// How many the search finds.
pub async fn count_found(conn: &Conn, filter: &Filter) -> Result<i64> {
    conn.one::<(i64,)>(&COUNT_FOUND, filter.params()).await.map(|(count,)| count)
}

/// Replaces the roles of a member who is a guest, or none, as the new ones are; whether there was such a member.
pub async fn set_roles(tx: &Tx, team: TeamId, user: UserId, roles: &Membership) -> Result<bool> {
    let params =
        params![team, user, &roles.roles, roles.scheme_user, roles.scheme_admin, roles.scheme_guest,];
    tx.execute(&SET_ROLES, params).await.map(|rows| rows > 0)
}

/// Makes a guest or a plain user of somebody in every team.
pub async fn set_guest(tx: &Tx, user: UserId, is_guest: bool) -> Result<()> {
    tx.send(&SET_GUEST, params![user, is_guest]).await
}

pub async fn by_name(conn: &Conn, name: &str) -> Result<Option<TeamRow>> {
    conn.first(&BY_NAME, params![name]).await
}

/// A page of teams, by their display names.
pub async fn page(conn: &Conn, listing: Listing, page: wire::Page) -> Result<Vec<TeamRow>> {
    let statement = match listing {
        Listing::Open => &OPEN,
        Listing::Closed => &CLOSED,
        Listing::All => &ALL,
    };
    conn.rows(statement, params![page.limit(), page.offset()]).await
}

/// How many teams the whole list has.
pub async fn count(conn: &Conn, listing: Listing) -> Result<i64> {
    let statement = match listing {
        Listing::Open => &COUNT_OPEN,
        Listing::Closed => &COUNT_CLOSED,
        Listing::All => &COUNT_ALL,
    };
    conn.one::<(i64,)>(statement, params![]).await.map(|(count,)| count)
}

/// A page of the teams that a scheme is given to, by their display names.
pub async fn of_scheme(conn: &Conn, scheme: SchemeId, page: wire::Page) -> Result<Vec<TeamRow>> {
    conn.rows(&OF_SCHEME, params![scheme, page.limit(), page.offset()]).await
}

/// The teams that a user is in, but for archived ones.
pub async fn of_user(conn: &Conn, user: UserId) -> Result<Vec<TeamRow>> {
    conn.rows(&OF_USER, params![user]).await
}

/// Makes a member of a user, or makes one again who left; whether the user was none.
pub async fn put_member(tx: &Tx, member: &TeamMemberRow) -> Result<bool> {
    let params = params![
        member.team_id,
        member.user_id,
        &member.roles,
        member.scheme_user,
        member.scheme_admin,
        member.scheme_guest,
        member.create_at,
    ];
    tx.execute(&PUT_MEMBER, params).await.map(|rows| rows > 0)
}

/// The membership, also when it has ended.
pub async fn member(conn: &Conn, team: TeamId, user: UserId) -> Result<Option<TeamMember>> {
    conn.first(&MEMBER, params![team, user]).await
}

/// The memberships of those users who have one, ended ones included.
pub async fn members_of(conn: &Conn, team: TeamId, users: &[UserId]) -> Result<Vec<TeamMember>> {
    conn.rows(&MEMBERS_OF, params![team, Value::from_iter(users.iter().copied())]).await
}

/// Every membership of a user, ended ones included.
pub async fn memberships(conn: &Conn, user: UserId) -> Result<Vec<TeamMember>> {
    conn.rows(&MEMBERSHIPS, params![user]).await
}

/// A page of a team's members.
pub async fn members(
    conn: &Conn,
    team: TeamId,
    order: MemberOrder,
    with_deactivated: bool,
    page: wire::Page,
) -> Result<Vec<TeamMember>> {
    let statement = match order {
        MemberOrder::Id => &MEMBERS,
        MemberOrder::Username => &MEMBERS_BY_NAME,
    };
    let deactivated_until = if with_deactivated { i64::MAX } else { 0 };
    conn.rows(statement, params![team, deactivated_until, page.limit(), page.offset()]).await
}

/// A page of those of a team's members who share a channel with a user: a guest knows no others.
pub async fn companions(
    conn: &Conn,
    team: TeamId,
    order: MemberOrder,
    with_deactivated: bool,
    page: wire::Page,
    of: UserId,
) -> Result<Vec<TeamMember>> {
    let statement = match order {
        MemberOrder::Id => &COMPANIONS,
        MemberOrder::Username => &COMPANIONS_BY_NAME,
    };
    let deactivated_until = if with_deactivated { i64::MAX } else { 0 };
    conn.rows(statement, params![team, deactivated_until, page.limit(), page.offset(), of]).await
}

pub async fn counts(conn: &Conn, team: TeamId) -> Result<Counts> {
    conn.one(&COUNTS, params![team]).await
}

/// The counts of those members who share a channel with a user: a guest knows no others.
pub async fn counts_among_companions(conn: &Conn, team: TeamId, of: UserId) -> Result<Counts> {
    conn.one(&COUNTS_AMONG_COMPANIONS, params![team, of]).await
}

/// Those of the users who are members now; none of them leaves before the transaction ends.
pub async fn hold_members(tx: &Tx, team: TeamId, users: &[UserId]) -> Result<Vec<UserId>> {
    let params = params![team, Value::from_iter(users.iter().copied())];
    let rows = tx.rows::<(UserId,)>(&HOLD_MEMBERS, params).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of the users whom a group brings into the team: who else may not join one that is tied to groups.
pub async fn in_linked_groups(conn: &Conn, team: TeamId, users: &[UserId]) -> Result<Vec<UserId>> {
    let params = params![team, Value::from_iter(users.iter().copied())];
    let rows = conn.rows::<(UserId,)>(&IN_LINKED_GROUPS, params).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whether two users are in one team, or one of them is a bot, which is at home in all of them.
pub async fn share(conn: &Conn, one: UserId, other: UserId) -> Result<bool> {
    Ok(conn.first::<(i64,)>(&SHARE, params![one, other]).await?.is_some())
}

/// Ends a membership; whether there was one.
pub async fn end_member(tx: &Tx, team: TeamId, user: UserId, now: i64) -> Result<bool> {
    tx.execute(&END_MEMBER, params![team, user, now]).await.map(|rows| rows > 0)
}

/// What a user has not read, for each of their teams.
pub async fn unread(conn: &Conn, user: UserId) -> Result<Vec<Unread>> {
    conn.rows(&UNREAD, params![user]).await
}

/// What a user has not read in one of their teams.
pub async fn unread_in(conn: &Conn, user: UserId, team: TeamId) -> Result<Option<Unread>> {
    conn.first(&UNREAD_IN, params![user, team]).await
}

/// What a user has not read of the threads that they follow, for each team with such threads.
pub async fn unread_threads(conn: &Conn, user: UserId) -> Result<Vec<UnreadThreads>> {
    conn.rows(&UNREAD_THREADS, params![user]).await
}

impl FromRow for TeamMember {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            row: TeamMemberRow::from_row(row)?,
            scheme: SchemeRoles { admin: row.get(8)?, user: row.get(9)?, guest: row.get(10)? },
        })
    }
}
