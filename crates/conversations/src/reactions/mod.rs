//! Reactions: an emoji that somebody puts on a post.
//!
//! What always holds: a user has an emoji on a post once; adding it again, or removing it where it is not, changes
//! nothing and is no error. A post carries at most as many different emoji as the setting allows, however many come
//! at once.

mod list;
mod remove;
mod save;

use http_api::{Access, Example, Route};
use wire::Permission;

pub fn routes() -> Vec<Route> {
    vec![
        Route::post(
            "/api/v4/reactions",
            "saveReaction",
            Access::Channel(Permission::AddReaction),
            save::handler,
        )
        .example(Example::new().body(r#"{"user_id":"{self}","post_id":"{post}","emoji_name":"smile"}"#)),
        Route::get(
            "/api/v4/posts/{post_id}/reactions",
            "getReactions",
            Access::ChannelContent,
            list::handler,
        ),
        Route::post(
            "/api/v4/posts/ids/reactions",
            "getBulkReactions",
            Access::ChannelContent,
            list::bulk_handler,
        )
        .example(Example::new().body(r#"["{post}"]"#)),
        Route::delete(
            "/api/v4/users/{user_id}/posts/{post_id}/reactions/{emoji_name}",
            "deleteReaction",
            Access::Channel(Permission::RemoveReaction),
            remove::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}"), ("emoji_name", "smile")])),
    ]
}
