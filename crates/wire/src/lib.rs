//! What clients see: JSON shapes, ids, events, permission and error ids.
//!
//! Everything odd about the protocol is said here once. The crate does no I/O and knows no rule about who
//! may see what; it only knows how things are spelled.

pub mod error;
pub mod id;

pub use error::{AppError, StatusCode};
pub use id::{ChannelId, ConnectionId, Id, PostId, RoleId, SchemeId, SessionId, TeamId, UserId};
