//! Posts: what people, and the server itself, write in channels.
//!
//! What always holds: every post comes into being by [`apply::apply`], in one transaction with the counters, the
//! mentions, the thread and the event that tells of it. A post writes no rows of members whom it does not mention.
//! `create_at` rises strictly within a channel, but for posts that an administrator dated back. Edits and deletions
//! change no counter of channels and members.

pub mod apply;
mod around_unread;
mod attachments;
pub(crate) mod by_ids;
pub(crate) mod called;
mod calls;
mod content;
pub mod create;
pub mod delete;
pub mod edit;
pub mod ephemeral;
mod events;
pub(crate) mod get;
pub mod hashtags;
mod history;
mod info;
pub mod jobs;
pub(crate) mod list;
mod listeners;
pub mod mentions;
mod notices;
mod of_channel;
mod pages;
pub mod pin;
mod previews;
mod restore;
mod saved;
mod set_unread;
pub(crate) mod shape;
pub mod system;
mod text;
mod write;

pub(crate) use events::nested;
use http_api::{Access, Example, Route};
use wire::Permission;

pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v4/posts", "createPost", Access::Channel(Permission::CreatePost), create::handler)
            .example(Example::new().body(r#"{"channel_id":"{channel}","message":"{fresh}"}"#)),
        Route::post("/api/v4/posts/ids", "getPostsByIds", Access::Session, by_ids::handler)
            .example(Example::new().body(r#"["{post}"]"#)),
        Route::post(
            "/api/v4/posts/ephemeral",
            "createEphemeralPost",
            Access::System(Permission::CreatePostEphemeral),
            ephemeral::handler,
        )
        .example(
            Example::new()
                .body(r#"{"user_id":"{self}","post":{"channel_id":"{channel}","message":"{fresh}"}}"#),
        ),
        Route::get("/api/v4/posts/{post_id}/info", "getPostInfo", Access::ChannelLink, info::handler),
        Route::post(
            "/api/v4/posts/{post_id}/pin",
            "pinPost",
            Access::Both(&Access::ChannelContent, &Access::Channel(Permission::CreatePost)),
            pin::pin_handler,
        ),
        Route::post(
            "/api/v4/posts/{post_id}/unpin",
            "unpinPost",
            Access::Both(&Access::ChannelContent, &Access::Channel(Permission::CreatePost)),
            pin::unpin_handler,
        ),
        Route::get(
            "/api/v4/channels/{channel_id}/pinned",
            "getPinnedPosts",
            Access::ChannelContent,
            pin::list_handler,
        ),
        Route::post(
            "/api/v4/posts/{post_id}/restore/{restore_version_id}",
            "restorePostVersion",
            Access::Author(Permission::EditPost),
            restore::handler,
        )
        .example(
            Example::new().skip("it needs an older version of the post, which the test's world has not"),
        ),
        Route::post(
            "/api/v4/users/{user_id}/posts/{post_id}/set_unread",
            "setPostUnread",
            Access::ChannelMember,
            set_unread::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")]).body("{}")),
        Route::get(
            "/api/v4/users/{user_id}/posts/flagged",
            "getFlaggedPostsForUser",
            Access::SelfOr(Permission::EditOtherUsers),
            saved::handler,
        ),
        Route::get("/api/v4/posts/{post_id}", "getPost", Access::ChannelContent, get::handler),
        Route::put(
            "/api/v4/posts/{post_id}",
            "updatePost",
            Access::AuthorOr(Permission::EditPost, Permission::EditOthersPosts),
            edit::update_handler,
        )
        .example(Example::new().body(r#"{"id":"{post}","message":"{fresh}"}"#)),
        Route::delete(
            "/api/v4/posts/{post_id}",
            "deletePost",
            Access::AuthorOr(Permission::DeletePost, Permission::DeleteOthersPosts),
            delete::handler,
        ),
        Route::put(
            "/api/v4/posts/{post_id}/patch",
            "patchPost",
            Access::AuthorOr(Permission::EditPost, Permission::EditOthersPosts),
            edit::patch_handler,
        )
        .example(Example::new().body(r#"{"message":"{fresh}"}"#)),
        Route::get(
            "/api/v4/posts/{post_id}/edit_history",
            "getEditHistoryForPost",
            Access::Author(Permission::EditPost),
            history::handler,
        )
        .example(Example::new().skip("a post that was never edited has no history: 404 for its author")),
        Route::get(
            "/api/v4/channels/{channel_id}/posts",
            "getPostsForChannel",
            Access::ChannelContent,
            of_channel::handler,
        ),
        Route::get(
            "/api/v4/users/{user_id}/channels/{channel_id}/posts/unread",
            "getPostsForChannelAroundLastUnread",
            Access::ChannelMember,
            around_unread::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")])),
    ]
}
