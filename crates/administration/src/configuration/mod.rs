//! The configuration: what clients are told of it, and how administrators read and change it.
//!
//! What always holds: a secret never leaves; who may not see a setting does not learn its value, who may not change
//! it leaves it as it is; a change is valid, on disk and in force before it is announced, and it is announced in the
//! end even if the announcement fails at first.

mod client;

use http_api::{Access, Example, Route};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/config/client", "getClientConfig", Access::Anyone, client::configuration),
        Route::get("/api/v4/license/client", "getClientLicense", Access::Anyone, client::license)
            .example(Example::new().query("format=old")),
    ]
}
