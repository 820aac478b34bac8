//! Accounts: signing up, reading and changing profiles.
//!
//! * User names and addresses are unique and in lower case.
//! * The first person to sign up is the administrator, and only the first.
//! * Nobody sees an account but through [`shape`], and guests see only the people they share a channel with
//!   ([`visibility`]).
//! * Passwords are stored hashed, checked in one place ([`crate::sessions::proof`]) and never told.

pub mod operations;
pub mod password;
pub mod profile;
pub mod shape;
pub mod visibility;

mod by_ids;
mod by_usernames;
mod create;
mod get;
mod get_by_email;
mod get_by_username;
mod patch;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use visibility::Sight;

/// No such user.
pub const MISSING: &str = "app.user.missing_account.const";

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v4/users", "createUser", Access::Anyone, create::handler).example(
            Example::new().body(
                r#"{"username":"{fresh}","email":"{fresh}@example.com","password":"Exampl3-Passw0rd"}"#,
            ),
        ),
        Route::post("/api/v4/users/ids", "getUsersByIds", Access::Session, by_ids::handler)
            .example(Example::new().body(r#"["{self}"]"#)),
        Route::post("/api/v4/users/usernames", "getUsersByNames", Access::Session, by_usernames::handler)
            .example(Example::new().body(r#"["nobody"]"#)),
        Route::get("/api/v4/users/{user_id}", "getUser", Access::Session, get::handler)
            .example(Example::new().at(&[("user_id", "{self}")])),
        Route::get(
            "/api/v4/users/username/{username}",
            "getUserByUsername",
            Access::VisibleUser,
            get_by_username::handler,
        ),
        Route::get(
            "/api/v4/users/email/{email}",
            "getUserByEmail",
            Access::VisibleUser,
            get_by_email::handler,
        ),
        Route::put(
            "/api/v4/users/{user_id}/patch",
            "patchUser",
            Access::SelfOr(Permission::EditOtherUsers),
            patch::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")]).body(r#"{"nickname":"Nick"}"#)),
    ]
}

pub fn missing() -> kernel::Error {
    kernel::Error::not_found(MISSING, "no such user")
}
