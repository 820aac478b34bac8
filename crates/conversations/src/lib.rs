pub mod posts {
    //! Posts: what people write in channels.

    pub mod hashtags;
    pub mod mentions;
    mod text;
}
use http_api::Route;

/// Every route of the crate.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
