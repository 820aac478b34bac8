//! Teams: who works together, and the channels that every team has.
//!
//! What always holds: a team has its default channels and its maker from the transaction on that made it. Who joins a
//! team is in its default channels at once (guests are in the channels they are added to), who leaves it is in none of
//! its channels. The address of a team's maker and its invitation are seen only by who may manage or invite.

mod add;
mod archive;
mod change;
mod create;
mod get;
mod icon;
mod invite;
mod list;
mod members;
mod of_scheme;
mod of_user;
mod operations;
mod remove;
mod roles;
mod search;
mod shape;
mod sign_up;
mod stats;

use http_api::{Access, Example, Route};
use wire::Permission;

pub(crate) use get::name_missing;
pub(crate) use operations::{Arrival, default_channels, enter_default_channels};
pub use operations::{Joining, create, join, leave};
pub use shape::{member, team, teams};
pub(crate) use sign_up::register;

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Anyone, Both, SelfOr, Session, System, SystemEither, Team, VisibleTeam, VisibleUser};
    vec![
        Route::post("/api/v4/teams", "createTeam", System(Permission::CreateTeam), create::create)
            .refused_as(operations::CREATION_DISABLED)
            .example(Example::new().body(r#"{"name":"{fresh}","display_name":"Fresh","type":"O"}"#)),
        Route::get("/api/v4/teams", "getAllTeams", SystemEither(Permission::ListPublicTeams, Permission::ListPrivateTeams), list::list)
            .refused_as(list::REFUSED),
        Route::post("/api/v4/teams/search", "searchTeams", Session, search::search)
            .example(Example::new().body(r#"{"term":""}"#)),
        Route::get("/api/v4/teams/invite/{invite_id}", "getInviteInfo", Anyone, invite::info)
            .example(Example::new().skip("whoever holds the invitation is told of a team that is hidden from others")),
        Route::post("/api/v4/teams/members/invite", "addUserToTeamFromInvite", Session, invite::join)
            .example(Example::new().skip("guests have a session, and come only where they are asked to")),
        Route::get("/api/v4/teams/{team_id}", "getTeam", VisibleTeam, get::by_id),
        Route::put("/api/v4/teams/{team_id}", "updateTeam", Team(Permission::ManageTeam), change::put)
            .example(Example::new().body(r#"{"id":"{team}","display_name":"Changed"}"#)),
        Route::put("/api/v4/teams/{team_id}/patch", "patchTeam", Team(Permission::ManageTeam), change::patch)
            .example(Example::new().body(r#"{"description":"changed"}"#)),
        Route::put("/api/v4/teams/{team_id}/privacy", "updateTeamPrivacy", Both(&Team(Permission::ManageTeam), &Team(Permission::InviteUser)), change::privacy)
            .example(Example::new().body(r#"{"privacy":"I"}"#)),
        Route::post("/api/v4/teams/{team_id}/regenerate_invite_id", "regenerateTeamInviteId", Both(&Team(Permission::ManageTeam), &Team(Permission::InviteUser)), change::renew_invitation),
        Route::delete("/api/v4/teams/{team_id}", "deleteTeam", Team(Permission::ManageTeam), archive::delete),
        Route::post("/api/v4/teams/{team_id}/restore", "restoreTeam", Team(Permission::ManageTeam), archive::restore),
        Route::get("/api/v4/teams/name/{team_name}", "getTeamByName", VisibleTeam, get::by_name),
        Route::get("/api/v4/teams/name/{team_name}/exists", "teamExists", Session, get::exists),
        Route::get("/api/v4/schemes/{scheme_id}/teams", "getTeamsForScheme", System(Permission::SysconsoleReadUserManagementTeams), of_scheme::list)
            .example(Example::new().skip("the test's world has no scheme")),
        Route::get("/api/v4/teams/{team_id}/image", "getTeamIcon", VisibleTeam, icon::get)
            .example(Example::new().skip("the world's teams have no icon")),
        Route::post("/api/v4/teams/{team_id}/image", "setTeamIcon", Team(Permission::ManageTeam), icon::set)
            .takes_files()
            .example(Example::new().skip("the walk sends no forms")),
        Route::delete("/api/v4/teams/{team_id}/image", "removeTeamIcon", Team(Permission::ManageTeam), icon::remove),
        Route::get("/api/v4/teams/{team_id}/stats", "getTeamStats", Team(Permission::ViewTeam), stats::get),
        Route::get("/api/v4/teams/{team_id}/members", "getTeamMembers", Team(Permission::ViewTeam), members::page),
        Route::post("/api/v4/teams/{team_id}/members", "addTeamMember", Team(Permission::AddUserToTeam), add::one)
            .example(Example::new().body(r#"{"team_id":"{team}","user_id":"{other}"}"#)),
        Route::post("/api/v4/teams/{team_id}/members/batch", "addTeamMembers", Team(Permission::AddUserToTeam), add::several)
            .example(Example::new().body(r#"[{"team_id":"{team}","user_id":"{other}"}]"#)),
        Route::post("/api/v4/teams/{team_id}/members/ids", "getTeamMembersByIds", Team(Permission::ViewTeam), members::by_ids)
            .example(Example::new().body(r#"["{other}"]"#)),
        Route::put("/api/v4/teams/{team_id}/members/{user_id}/roles", "updateTeamMemberRoles", Team(Permission::ManageTeamRoles), roles::set)
            .example(Example::new().at(&[("user_id", "{other}")]).body(r#"{"roles":"team_user team_admin"}"#)),
        Route::put("/api/v4/teams/{team_id}/members/{user_id}/schemeRoles", "updateTeamMemberSchemeRoles", Team(Permission::ManageTeamRoles), roles::set_scheme)
            .example(Example::new().at(&[("user_id", "{other}")]).body(r#"{"scheme_user":true,"scheme_admin":true}"#)),
        Route::get("/api/v4/teams/{team_id}/members/{user_id}", "getTeamMember", Both(&Team(Permission::ViewTeam), &VisibleUser), members::get)
            .example(Example::new().at(&[("user_id", "{other}")])),
        Route::delete("/api/v4/teams/{team_id}/members/{user_id}", "removeTeamMember", Team(Permission::RemoveUserFromTeam), remove::remove)
            .example(Example::new().at(&[("user_id", "{other}")])),
        Route::get("/api/v4/users/{user_id}/teams", "getTeamsForUser", SelfOr(Permission::ReadOtherUsersTeams), of_user::teams),
        Route::get("/api/v4/users/{user_id}/teams/members", "getTeamMembersForUser", SelfOr(Permission::ReadOtherUsersTeams), of_user::memberships),
    ]
}
