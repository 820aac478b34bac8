//! Personal access tokens: secrets by which programs act for a user.
//!
//! * A secret is told once, in the answer to its making.
//! * A token opens its session when it is used first; disabling or revoking it ends that session.
//! * Whoever comes by a token decides nothing about tokens.

pub mod operations;

mod act;
mod create;
mod find;

use http_api::{Access, Example, Route};
use wire::Permission;

pub fn routes() -> Vec<Route> {
    const OWN: &str = "it asks for two things at once: whose they are, and a permission that members lack";
    vec![
        Route::post(
            "/api/v4/users/{user_id}/tokens",
            "createUserAccessToken",
            Access::Session,
            create::handler,
        )
        .example(Example::new().skip(OWN)),
        Route::get(
            "/api/v4/users/{user_id}/tokens",
            "getUserAccessTokensForUser",
            Access::Both(
                &Access::System(Permission::ReadUserAccessToken),
                &Access::SelfOr(Permission::EditOtherUsers),
            ),
            find::of_user,
        ),
        Route::get(
            "/api/v4/users/tokens",
            "getUserAccessTokens",
            Access::System(Permission::ManageSystem),
            find::all,
        ),
        Route::post(
            "/api/v4/users/tokens/search",
            "searchUserAccessTokens",
            Access::System(Permission::ManageSystem),
            find::search,
        )
        .example(Example::new().body(r#"{"term":"a"}"#)),
        Route::get("/api/v4/users/tokens/{token_id}", "getUserAccessToken", Access::Session, find::one)
            .example(Example::new().skip(OWN)),
        Route::post("/api/v4/users/tokens/revoke", "revokeUserAccessToken", Access::Session, act::revoke)
            .example(Example::new().skip(OWN)),
        Route::post("/api/v4/users/tokens/disable", "disableUserAccessToken", Access::Session, act::disable)
            .example(Example::new().skip(OWN)),
        Route::post("/api/v4/users/tokens/enable", "enableUserAccessToken", Access::Session, act::enable)
            .example(Example::new().skip(OWN)),
    ]
}
