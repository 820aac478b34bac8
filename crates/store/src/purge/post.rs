//! A post, with its replies and older texts.

use db::{Result, Tx, params};
use wire::PostId;

use super::counts::{self, going_of_channels, read_of_going};

macro_rules! going {
    () => {
        "(p.id = $1 OR p.rootid = $1)"
    };
}

macro_rules! of_going_posts {
    ($table:literal) => {
        concat!("DELETE FROM ", $table, " WHERE postid IN (SELECT p.id FROM posts p WHERE ", going!(), ")")
    };
}

db::statements! {
    GOING: "purge_post.going" => going_of_channels!(going!());
    READ: "purge_post.read" => read_of_going!(going!());
    REACTIONS: "purge_post.reactions" => of_going_posts!("reactions");
    THREAD: "purge_post.thread" => "DELETE FROM threads WHERE postid = $1";
    FOLLOWERS: "purge_post.followers" => "DELETE FROM threadmemberships WHERE postid = $1";
    POSTS: "purge_post.posts" => "DELETE FROM posts WHERE id = $1 OR rootid = $1 OR originalid = $1";
}

/// Removes a post of a channel that is locked, its replies and older texts, and what hangs on them.
pub async fn post(tx: &Tx, post: PostId) -> Result<()> {
    counts::lower(tx, &GOING, &READ, post).await?;
    for statement in [&THREAD, &FOLLOWERS, &REACTIONS, &POSTS] {
        tx.send(statement, params![post]).await?;
    }
    Ok(())
}
