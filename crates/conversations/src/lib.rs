//! Where people talk: teams, channels, members, posts, threads, reactions.

use http_api::Route;

pub mod posts;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
