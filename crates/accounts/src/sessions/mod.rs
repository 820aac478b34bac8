//! Sessions: signing in, signing out, what is open.
//!
//! * A sign-in costs the same time and says the same whether the account exists or not ([`proof`]).
//! * An attempt is counted before the password is looked at; a locked account stays locked on every path that asks
//!   for a password.
//! * Who has a second factor gives its code with the password ([`second_factor`]).
//! * A sign-in always makes a new token. The token is told once, in the answer to the sign-in.
//! * A user has at most [`operations::MOST`] sessions; the one that was used least recently gives way.

pub mod operations;
pub mod proof;
pub mod second_factor;
pub mod user_agent;

mod device;
mod list;
mod login;
mod logout;
mod revoke;
mod revoke_all;
mod revoke_everybody;

use http_api::{Access, Example, Route};
use wire::Permission;

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v4/users/login", "login", Access::Anyone, login::handler)
            .example(Example::new().body(r#"{"login_id":"{other_username}","password":"{password}"}"#)),
        Route::post("/api/v4/users/logout", "logout", Access::Anyone, logout::handler),
        Route::get(
            "/api/v4/users/{user_id}/sessions",
            "getSessions",
            Access::SelfOr(Permission::EditOtherUsers),
            list::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")])),
        Route::post(
            "/api/v4/users/{user_id}/sessions/revoke",
            "revokeSession",
            Access::SelfOr(Permission::EditOtherUsers),
            revoke::handler,
        )
        .example(Example::new().skip("it ends the session that the walk uses")),
        Route::put("/api/v4/users/sessions/device", "handleDeviceProps", Access::Session, device::handler)
            .example(Example::new().body(r#"{"mobile_version":"2.30.0"}"#)),
        Route::post(
            "/api/v4/users/sessions/revoke/all",
            "revokeAllSessionsAllUsers",
            Access::System(Permission::ManageSystem),
            revoke_everybody::handler,
        )
        .example(Example::new().skip("it ends the sessions that the walk uses")),
        Route::post(
            "/api/v4/users/{user_id}/sessions/revoke/all",
            "revokeAllSessionsForUser",
            Access::SelfOr(Permission::EditOtherUsers),
            revoke_all::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")])),
    ]
}
