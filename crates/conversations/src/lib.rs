//! Where people talk: teams, channels, members, posts, threads, reactions.

pub mod posts;
