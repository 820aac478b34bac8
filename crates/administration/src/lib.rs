//! What administrators do, and what everyone may ask of the server itself.

pub mod configuration;
pub mod system;
pub mod terms;

use http_api::Route;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    [system::routes(), configuration::routes(), terms::routes()].into_iter().flatten().collect()
}
