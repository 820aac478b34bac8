//! The configuration: what clients are told of it, and how administrators read and change it.
//!
//! What always holds: a secret never leaves; who may not see a setting does not learn its value, who may not change
//! it leaves it as it is; a change is valid, on disk and in force before it is announced, and it is announced in the
//! end even if the announcement fails at first.

mod change;
mod client;
pub mod operations;
mod read;
mod reload;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use reload::ReloadConfiguration;

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/config/client", "getClientConfig", Access::Anyone, client::configuration),
        Route::get("/api/v4/license/client", "getClientLicense", Access::Anyone, client::license)
            .example(Example::new().query("format=old")),
        Route::get("/api/v4/config", "getConfig", Access::ConsoleReader, read::configuration),
        Route::put("/api/v4/config", "updateConfig", Access::ConsoleWriter, change::replace)
            .example(Example::new().body("{}")),
        Route::put("/api/v4/config/patch", "patchConfig", Access::ConsoleWriter, change::patch)
            .example(Example::new().body(r#"{"TeamSettings":{"CustomDescriptionText":"{fresh}"}}"#)),
        Route::get("/api/v4/config/environment", "getEnvironmentConfig", Access::Session, read::environment),
        Route::post(
            "/api/v4/config/reload",
            "configReload",
            Access::System(Permission::ReloadConfig),
            reload::reload,
        ),
    ]
}
