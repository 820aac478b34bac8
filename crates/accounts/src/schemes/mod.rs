//! Schemes: which roles the members of a team or channel have, where they are not the built-in ones. They are read here;
//! who is in a team or channel that has one is decided by them at every door.

mod get;
mod list;

pub use get::find;
use http_api::{Access, Example, Route};
use store::schemes::SchemeRow;
use wire::{Permission, Scheme};

const READER: Access = Access::System(Permission::SysconsoleReadUserManagementPermissions);

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/schemes", "getSchemes", READER, list::handler),
        Route::get("/api/v4/schemes/{scheme_id}", "getScheme", READER, get::handler)
            .example(Example::new().skip("the test's world has no scheme")),
    ]
}

/// A scheme as clients see it.
fn shape(row: SchemeRow) -> Scheme {
    Scheme {
        id: row.id,
        name: row.name,
        display_name: row.display_name,
        description: row.description,
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        scope: row.scope,
        default_team_admin_role: row.default_team_admin_role,
        default_team_user_role: row.default_team_user_role,
        default_channel_admin_role: row.default_channel_admin_role,
        default_channel_user_role: row.default_channel_user_role,
        default_team_guest_role: row.default_team_guest_role,
        default_channel_guest_role: row.default_channel_guest_role,
        default_playbook_admin_role: row.default_playbook_admin_role,
        default_playbook_member_role: row.default_playbook_member_role,
        default_run_admin_role: row.default_run_admin_role,
        default_run_member_role: row.default_run_member_role,
    }
}
