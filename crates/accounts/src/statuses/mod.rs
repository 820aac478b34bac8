//! Statuses: online, away, do not disturb, offline.
//!
//! * Every status is read from memory ([`Statuses`]); the table holds what it was when it changed last, for the next
//!   start.
//! * A status that the user chose is not changed by coming and going.
//! * A change is told to the user's own connections.

pub mod custom;
pub mod operations;
mod presence;

mod by_ids;
mod clear_custom;
mod forget_recent;
mod get;
mod set;
mod set_custom;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use operations::EndDoNotDisturb;
pub use presence::{Follow, Statuses};

/// Statuses are switched off, or there is no such user.
pub const MISSING: &str = "api.status.user_not_found.app_error";

const OWN: Access = Access::SelfOr(Permission::EditOtherUsers);
const SELF: &[(&str, &str)] = &[("user_id", "{self}")];

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v4/users/status/ids", "getUserStatusesByIds", Access::Session, by_ids::handler)
            .example(Example::new().body(r#"["{self}"]"#)),
        Route::get("/api/v4/users/{user_id}/status", "getUserStatus", Access::Session, get::handler)
            .example(Example::new().at(&[("user_id", "{self}")])),
        Route::put(
            "/api/v4/users/{user_id}/status",
            "updateUserStatus",
            Access::SelfOr(Permission::EditOtherUsers),
            set::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")]).body(r#"{"user_id":"{self}","status":"away"}"#)),
        Route::put(
            "/api/v4/users/{user_id}/status/custom",
            "updateUserCustomStatus",
            OWN,
            set_custom::handler,
        )
        .example(Example::new().at(SELF).body(r#"{"emoji":"calendar","text":"busy"}"#)),
        Route::delete(
            "/api/v4/users/{user_id}/status/custom",
            "removeUserCustomStatus",
            OWN,
            clear_custom::handler,
        )
        .example(Example::new().at(SELF)),
        Route::delete(
            "/api/v4/users/{user_id}/status/custom/recent",
            "removeUserRecentCustomStatus",
            OWN,
            forget_recent::handler,
        )
        .example(Example::new().skip("nobody of the walk has a recent one")),
        Route::post(
            "/api/v4/users/{user_id}/status/custom/recent/delete",
            "removeUserRecentCustomStatus",
            OWN,
            forget_recent::handler,
        )
        .example(Example::new().skip("nobody of the walk has a recent one")),
    ]
}

pub fn missing() -> kernel::Error {
    kernel::Error::not_found(MISSING, "there is no status of this user")
}
