//! Preferences: small settings that clients keep on the server.
//!
//! A user's preferences are theirs: others reach them only with the right to change other users, and nobody writes
//! another's name into them. Their number and size are bounded.

pub mod companions;
pub mod operations;
pub mod theme;

mod delete;
mod get_all;
mod get_category;
mod get_one;
mod save;

use http_api::{Access, Example, Route};
use wire::Permission;

const OWN: Access = Access::SelfOr(Permission::EditOtherUsers);
const SELF: &[(&str, &str)] = &[("user_id", "{self}")];

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/users/{user_id}/preferences", "getPreferences", OWN, get_all::handler)
            .example(Example::new().at(SELF)),
        Route::put("/api/v4/users/{user_id}/preferences", "updatePreferences", OWN, save::handler).example(
            Example::new()
                .at(SELF)
                .body(r#"[{"user_id":"{self}","category":"example","name":"{fresh}","value":"1"}]"#),
        ),
        Route::post("/api/v4/users/{user_id}/preferences/delete", "deletePreferences", OWN, delete::handler)
            .example(
                Example::new()
                    .at(SELF)
                    .body(r#"[{"user_id":"{self}","category":"example","name":"none","value":""}]"#),
            ),
        Route::get(
            "/api/v4/users/{user_id}/preferences/{category}",
            "getPreferencesByCategory",
            OWN,
            get_category::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}"), ("category", "system_notice")])),
        Route::get(
            "/api/v4/users/{user_id}/preferences/{category}/name/{preference_name}",
            "getPreferenceByCategoryAndName",
            OWN,
            get_one::handler,
        )
        .example(Example::new().at(&[
            ("user_id", "{self}"),
            ("category", "system_notice"),
            ("preference_name", "GMasDM"),
        ])),
    ]
}
