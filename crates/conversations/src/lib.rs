//! Where people talk: teams, channels, their members, posts, threads, reactions.

mod access;
pub mod channels;
pub mod members;
pub mod posts;
pub mod teams;

use http_api::Route;

/// The routes of every feature here.
pub fn routes() -> Vec<Route> {
    [teams::routes(), channels::routes(), members::routes()].into_iter().flatten().collect()
}
