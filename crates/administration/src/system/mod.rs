//! The server itself: whether it is well, and what it knows that is no setting.
//!
//! Anyone may ask; what only administrators should know is left out for others.

mod ping;

use http_api::{Access, Example, Route};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/system/ping", "getSystemPing", Access::Anyone, ping::ping)
            .example(Example::new().query("get_server_status=true")),
    ]
}
