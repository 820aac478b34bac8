use http_api::Route;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
