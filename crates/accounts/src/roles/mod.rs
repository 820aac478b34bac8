//! Roles as clients ask for them: they draw from the permissions what may be done.

mod by_names;
mod get;
mod get_all;
mod get_by_name;

use http_api::{Access, Example, Route};
use store::roles::RoleRow;
use wire::{Permission, Role};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/api/v4/roles",
            "getAllRoles",
            Access::System(Permission::ManageSystem),
            get_all::handler,
        ),
        Route::post("/api/v4/roles/names", "getRolesByNames", Access::Session, by_names::handler)
            .example(Example::new().body(r#"["system_user"]"#)),
        Route::get("/api/v4/roles/{role_id}", "getRole", Access::Session, get::handler)
            .example(Example::new().skip("the world's roles are not placeholders")),
        Route::get("/api/v4/roles/name/{role_name}", "getRoleByName", Access::Session, get_by_name::handler)
            .example(Example::new().at(&[("role_name", "system_user")])),
    ]
}

/// A role as clients see it.
pub fn shape(row: RoleRow) -> Role {
    Role {
        id: row.id,
        name: row.name,
        display_name: row.display_name,
        description: row.description,
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        permissions: row.permissions.split_whitespace().map(str::to_owned).collect(),
        scheme_managed: row.scheme_managed,
        built_in: row.built_in,
        scheme_id: row.scheme_id.map(|id| id.to_string()),
    }
}

/// 1 to 64 of a-z, 0-9 and `_`.
fn is_name(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'_')
}
