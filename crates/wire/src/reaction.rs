//! Reactions: one emoji of one user on one post.

use serde::{Deserialize, Serialize};

use crate::input::input;
use crate::{ChannelId, PostId, UserId, id};

/// A reaction. A list of none is `null`, not `[]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reaction {
    pub user_id: UserId,
    pub post_id: PostId,
    pub emoji_name: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    /// Empty for a user of this server.
    pub remote_id: Option<String>,
    /// Absent in reactions that were stored before channels were recorded with them.
    #[serde(with = "id::optional")]
    pub channel_id: Option<ChannelId>,
}

input! {
    /// A reaction to save. The user must be the caller.
    pub struct SaveReaction {
        pub user_id: String,
        pub post_id: String,
        pub emoji_name: String,
        /// Taken from anyone.
        pub create_at: i64,
    }
}
