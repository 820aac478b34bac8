//! Guests: users who see the channels that they were added to, and who is there.
//!
//! What always holds: whether somebody is a guest is one thing for the whole system, and each of their memberships says
//! the same ([`operations`] changes all of them in one transaction). Whoever becomes a guest keeps their channels and
//! loses every other role; whoever becomes a user comes into the default channels of their teams.

mod demote;
mod operations;
mod promote;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use operations::{demote, promote};

pub fn routes() -> Vec<Route> {
    const SKIPPED: &str = "it changes who the walk's callers are";
    vec![
        Route::post(
            "/api/v4/users/{user_id}/demote",
            "demoteUserToGuest",
            Access::System(Permission::DemoteToGuest),
            demote::handler,
        )
        .example(Example::new().skip(SKIPPED)),
        Route::post(
            "/api/v4/users/{user_id}/promote",
            "promoteGuestToUser",
            Access::System(Permission::PromoteGuest),
            promote::handler,
        )
        .example(Example::new().skip(SKIPPED)),
    ]
}
