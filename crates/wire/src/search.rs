//! How messages are asked for.

use crate::input::input;

input! {
    /// A question to the messages of a team.
    pub struct SearchPosts {
        /// Words, phrases in quotes, and operators such as `from:` and `in:`.
        pub terms: String,
        /// Whether one of the words is enough.
        pub is_or_search: bool,
        pub include_deleted_channels: bool,
        /// Seconds that the asker's clock is ahead of UTC: what days mean.
        pub time_zone_offset: i64,
        pub page: i64,
        pub per_page: i64,
    }
}
