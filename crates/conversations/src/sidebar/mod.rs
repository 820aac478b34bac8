//! The sidebar: a user's channels of a team, in categories.
//!
//! What always holds: everybody has the three built-in categories in each of their teams, however they came into it,
//! and every channel that is open to them stands in one. Nothing is stored before somebody moves something: a channel
//! that was put nowhere is in the category of its kind. To make a channel a favourite by the preference
//! `favorite_channel` and by the category is the same act. Who leaves a channel or a team takes nothing along.

mod change;
mod create;
mod delete;
mod favourites;
mod operations;
mod order;
mod read;
mod shape;

use http_api::{Access, Example, Route};
use wire::Permission;

pub(crate) use favourites::{forget, register};

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Both, SelfOr, Team};
    const OWN: Access = Both(&SelfOr(Permission::EditOtherUsers), &Team(Permission::ViewTeam));
    const CHANNELS: &[(&str, &str)] = &[("category_id", "channels_{self}_{team}")];
    vec![
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/channels/categories", "getCategoriesForTeamForUser", OWN, read::all),
        Route::post("/api/v4/users/{user_id}/teams/{team_id}/channels/categories", "createCategoryForTeamForUser", OWN, create::create)
            .example(Example::new().body(r#"{"user_id":"{self}","team_id":"{team}","display_name":"Mine","channel_ids":["{channel}"]}"#)),
        Route::put("/api/v4/users/{user_id}/teams/{team_id}/channels/categories", "updateCategoriesForTeamForUser", OWN, change::several)
            .example(Example::new().body(r#"[{"id":"channels_{self}_{team}","user_id":"{self}","team_id":"{team}","collapsed":true}]"#)),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/channels/categories/order", "getCategoryOrderForTeamForUser", OWN, order::get),
        Route::put("/api/v4/users/{user_id}/teams/{team_id}/channels/categories/order", "updateCategoryOrderForTeamForUser", OWN, order::set)
            .example(Example::new().body(r#"["channels_{self}_{team}","direct_messages_{self}_{team}","favorites_{self}_{team}"]"#)),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/channels/categories/{category_id}", "getCategoryForTeamForUser", OWN, read::one)
            .example(Example::new().at(CHANNELS)),
        Route::put("/api/v4/users/{user_id}/teams/{team_id}/channels/categories/{category_id}", "updateCategoryForTeamForUser", OWN, change::one)
            .example(Example::new().at(CHANNELS).body(r#"{"user_id":"{self}","team_id":"{team}","collapsed":true}"#)),
        Route::delete("/api/v4/users/{user_id}/teams/{team_id}/channels/categories/{category_id}", "deleteCategoryForTeamForUser", OWN, delete::delete)
            .example(Example::new().skip("built-in categories stay, and others have ids of their own")),
    ]
}
