//! Threads as their followers see them. A thread has the id of its root post.

use serde::{Deserialize, Serialize};

use crate::PostId;
use crate::post::Post;
use crate::user::User;

/// A thread and what its follower has not read in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ThreadResponse {
    pub id: PostId,
    pub reply_count: i64,
    pub last_reply_at: i64,
    pub last_viewed_at: i64,
    /// Whole users where that was asked for, else users of whom only the id is told.
    pub participants: Vec<User>,
    pub post: Post,
    pub unread_replies: i64,
    pub unread_mentions: i64,
    pub is_urgent: bool,
    pub delete_at: i64,
}

/// A user's threads in a team. `threads` is `null` where only the totals were asked for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Threads {
    pub total: i64,
    pub total_unread_threads: i64,
    pub total_unread_mentions: i64,
    pub total_unread_urgent_mentions: i64,
    pub threads: Option<Vec<ThreadResponse>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;
    use crate::post::tests::POST;

    #[test]
    fn threads_make_the_round_trip() {
        let text = format!(
            concat!(
                r#"{{"total":1,"total_unread_threads":2,"total_unread_mentions":3,"#,
                r#""total_unread_urgent_mentions":4,"threads":[{{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","#,
                r#""reply_count":5,"last_reply_at":6,"last_viewed_at":7,"participants":[],"post":{},"#,
                r#""unread_replies":8,"unread_mentions":9,"is_urgent":true,"delete_at":10}}]}}"#
            ),
            POST
        );
        let threads: Threads = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&threads).unwrap(), text);
    }
}
