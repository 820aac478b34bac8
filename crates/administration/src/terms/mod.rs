//! Terms of service: what members agree to before they go on, where an administrator wrote some. They are read here;
//! a database that was adopted may hold them.

mod get;
mod of_user;

use http_api::{Access, Example, Route};

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/terms_of_service", "getTermsOfService", Access::Session, get::handler)
            .example(Example::new().skip("nobody wrote any in the walk's world")),
        Route::get(
            "/api/v4/users/{user_id}/terms_of_service",
            "getUserTermsOfService",
            Access::Oneself,
            of_user::handler,
        )
        .example(Example::new().skip("nobody agreed to any in the walk's world")),
    ]
}
