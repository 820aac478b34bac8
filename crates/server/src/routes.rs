//! The whole route table, as its features hand it in.

use http_api::Route;

/// Every route of the server.
pub fn routes() -> Vec<Route> {
    [accounts::routes(), conversations::routes(), integrations::routes(), administration::routes()]
        .into_iter()
        .flatten()
        .collect()
}
