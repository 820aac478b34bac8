//! Tables `teams` and `teammembers`.

use db::{Conn, Result, params};
use wire::{SchemeId, TeamId, UserId};

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

macro_rules! team_columns {
    () => {
        "t.id, t.createat, t.updateat, t.deleteat, t.displayname, t.name, t.description, t.email, t.type, t.companyname,
         t.alloweddomains, t.inviteid, t.schemeid, t.allowopeninvite, t.lastteamiconupdate, t.groupconstrained,
         t.cloudlimitsarchived"
    };
}

macro_rules! team_member_columns {
    () => {
        "tm.teamid, tm.userid, tm.roles, tm.deleteat, tm.schemeuser, tm.schemeadmin, tm.schemeguest, tm.createat"
    };
}

pub(crate) use team_columns;

db::statements! {
    BY_ID: "teams.by_id" => concat!("SELECT ", team_columns!(), " FROM teams t WHERE t.id = $1");
    BY_INVITE_ID: "teams.by_invite_id" => concat!(
        "SELECT ", team_columns!(), " FROM teams t WHERE t.inviteid = $1 AND t.deleteat = 0");
    MEMBER: "teams.member" => concat!(
        "SELECT ", team_member_columns!(), "
         FROM teammembers tm
         WHERE tm.teamid = $1 AND tm.userid = $2");
}

pub async fn by_id(conn: &Conn, id: TeamId) -> Result<Option<TeamRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The team that this invitation leads into.
pub async fn by_invite_id(conn: &Conn, invite: &str) -> Result<Option<TeamRow>> {
    conn.first(&BY_INVITE_ID, params![invite]).await
}

/// The membership, also when it has ended.
pub async fn member(conn: &Conn, team: TeamId, user: UserId) -> Result<Option<TeamMemberRow>> {
    conn.first(&MEMBER, params![team, user]).await
}
