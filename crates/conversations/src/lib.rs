//! Where people talk: teams, channels, their members, posts, threads, reactions.

mod access;
pub mod channels;
pub mod files;
pub mod guests;
pub mod members;
pub mod posts;
pub mod reactions;
mod roles;
pub mod search;
pub mod sidebar;
pub mod teams;
pub mod threads;

use http_api::Route;
use kernel::App;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    [
        teams::routes(),
        channels::routes(),
        members::routes(),
        sidebar::routes(),
        posts::routes(),
        files::routes(),
        search::routes(),
        guests::routes(),
        threads::routes(),
        reactions::routes(),
    ]
    .concat()
}

/// Lets the crate take part in what lower crates do.
pub fn register(app: &App) {
    teams::register(app);
    sidebar::register(app);
}
