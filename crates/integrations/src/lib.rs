//! What works together with conversations from outside of them: slash commands.

pub mod commands;

use http_api::Route;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    commands::routes()
}
