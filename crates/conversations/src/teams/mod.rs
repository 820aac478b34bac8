//! Teams: who works together, and the channels that every team has.
//!
//! What always holds: a team has its default channels and its maker from the transaction on that made it. Who joins a
//! team is in its default channels at once (guests are in the channels they are added to), who leaves it is in none of
//! its channels. The address of a team's maker and its invitation are seen only by who may manage or invite.

mod add;
mod create;
mod get;
mod invitation;
mod list;
mod members;
mod of_user;
mod operations;
mod remove;
mod shape;
mod stats;

use http_api::{Access, Example, Route};
use wire::Permission;

pub(crate) use get::name_missing;
pub(crate) use invitation::register;
pub use operations::{Joining, create, join, leave};
pub use shape::{member, team, teams};

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Both, SelfOr, Session, System, SystemEither, Team, VisibleTeam, VisibleUser};
    vec![
        Route::post("/api/v4/teams", "createTeam", System(Permission::CreateTeam), create::create)
            .example(Example::new().body(r#"{"name":"{fresh}","display_name":"Fresh","type":"O"}"#)),
        Route::get("/api/v4/teams", "getAllTeams", SystemEither(Permission::ListPublicTeams, Permission::ListPrivateTeams), list::list),
        Route::get("/api/v4/teams/{team_id}", "getTeam", VisibleTeam, get::by_id),
        Route::get("/api/v4/teams/name/{team_name}", "getTeamByName", VisibleTeam, get::by_name),
        Route::get("/api/v4/teams/name/{team_name}/exists", "teamExists", Session, get::exists),
        Route::get("/api/v4/teams/{team_id}/stats", "getTeamStats", Team(Permission::ViewTeam), stats::get),
        Route::get("/api/v4/teams/{team_id}/members", "getTeamMembers", Team(Permission::ViewTeam), members::page),
        Route::post("/api/v4/teams/{team_id}/members", "addTeamMember", Team(Permission::AddUserToTeam), add::one)
            .example(Example::new().body(r#"{"team_id":"{team}","user_id":"{other}"}"#)),
        Route::post("/api/v4/teams/{team_id}/members/batch", "addTeamMembers", Team(Permission::AddUserToTeam), add::several)
            .example(Example::new().body(r#"[{"team_id":"{team}","user_id":"{other}"}]"#)),
        Route::get("/api/v4/teams/{team_id}/members/{user_id}", "getTeamMember", Both(&Team(Permission::ViewTeam), &VisibleUser), members::get)
            .example(Example::new().at(&[("user_id", "{other}")])),
        Route::delete("/api/v4/teams/{team_id}/members/{user_id}", "removeTeamMember", Team(Permission::RemoveUserFromTeam), remove::remove)
            .example(Example::new().at(&[("user_id", "{other}")])),
        Route::get("/api/v4/users/{user_id}/teams", "getTeamsForUser", SelfOr(Permission::ReadOtherUsersTeams), of_user::teams),
        Route::get("/api/v4/users/{user_id}/teams/members", "getTeamMembersForUser", SelfOr(Permission::ReadOtherUsersTeams), of_user::memberships),
    ]
}
