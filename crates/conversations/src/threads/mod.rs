//! Threads: a post and its replies, and who follows them.
//!
//! What always holds: the row of a thread is written with its replies, in their transaction; its count equals that of
//! the replies that are not deleted. A user's threads are those that they follow in channels that they are in; who
//! leaves a channel is nothing to its threads any more. Unread replies are counted when they are asked for; only the
//! replies that call a follower are stored with them. That a thread has changed is logged once, and what it means to
//! each follower is found when they are told ([`updates`]).

mod follow;
mod get;
mod inbox;
mod one;
mod own;
pub(crate) mod people;
mod read;
mod shape;
mod unread;
mod updates;

use http_api::{Access, Example, Route};
use wire::Permission;

pub(crate) use read::thread_unread_from as unread_from;
pub use updates::Updates;
pub(crate) use updates::{Change, announce, collapses};

/// Why no example of a follower's routes is walked.
const FOLLOWED: &str = "the walk's callers follow no thread";

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Both, ChannelContent, SelfOr, Team};
    const OWN: Access = Both(&SelfOr(Permission::EditOtherUsers), &Team(Permission::ViewTeam));
    const OWN_THREAD: Access = Both(&OWN, &ChannelContent);
    const THREAD: Example = Example::new().at(&[("thread_id", "{post}")]);
    vec![
        Route::get("/api/v4/posts/{post_id}/thread", "getPostThread", ChannelContent, get::handler),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/threads", "getThreadsForUser", OWN, inbox::handler),
        Route::put("/api/v4/users/{user_id}/teams/{team_id}/threads/read", "updateReadStateAllThreadsByUser", OWN, read::all),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}", "getThreadForUser", OWN_THREAD, one::handler)
            .example(THREAD.skip(FOLLOWED)),
        Route::put("/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/following", "followThreadByUser", OWN_THREAD, follow::follow)
            .example(THREAD),
        Route::delete("/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/following", "unfollowThreadByUser", OWN_THREAD, follow::unfollow)
            .example(THREAD),
        Route::put("/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/read/{timestamp}", "updateReadStateThreadByUser", OWN_THREAD, read::until)
            .example(THREAD.skip(FOLLOWED)),
        Route::post("/api/v4/users/{user_id}/teams/{team_id}/threads/{thread_id}/set_unread/{post_id}", "setUnreadThreadByPostId", OWN_THREAD, read::unread_from)
            .example(THREAD.skip(FOLLOWED)),
    ]
}
