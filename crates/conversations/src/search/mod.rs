//! Search in messages: who may ask, and how it is asked. There is no index yet, so every good question gets the
//! protocol's answer that searching is off.

mod posts;

use http_api::{Access, Example, Route};
use wire::Permission;

pub fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v4/teams/{team_id}/posts/search",
            "searchPostsInTeam",
            Access::Team(Permission::ViewTeam),
            posts::in_team,
        )
        .example(
            Example::new().body(r#"{"terms":"{fresh}"}"#).skip("nothing is found yet: it is answered 501"),
        ),
    ]
}
