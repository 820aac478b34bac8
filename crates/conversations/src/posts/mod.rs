//! Posts: what people, and the server itself, write in channels.
//!
//! What always holds: every post comes into being by [`apply::apply`], in one transaction with the counters, the
//! mentions, the thread and the event that tells of it. A post writes no rows of members whom it does not mention.
//! `create_at` rises strictly within a channel, but for posts that an administrator dated back.

pub mod apply;
mod events;
pub mod hashtags;
pub mod mentions;
mod shape;
pub mod system;
mod text;
