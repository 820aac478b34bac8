//! Threads: a post and its replies.
//!
//! What always holds: the row of a thread is written with its replies, in their transaction; its count equals that of
//! the replies that are not deleted.

mod get;

use http_api::{Access, Route};

pub fn routes() -> Vec<Route> {
    vec![Route::get("/api/v4/posts/{post_id}/thread", "getPostThread", Access::ChannelContent, get::handler)]
}
