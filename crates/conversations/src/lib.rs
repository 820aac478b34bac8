//! Where people talk: teams, channels, members, posts, threads, reactions.

use http_api::Route;

pub mod posts;
pub mod reactions;
pub mod threads;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    [posts::routes(), threads::routes(), reactions::routes()].concat()
}
