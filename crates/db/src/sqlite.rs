//! The embedded engine: one thread that writes, several that read, all on one file in WAL mode.
//!
//! Nobody runs `ANALYZE`: a planner that knows that one channel has most posts walks all posts by time for any channel.

mod functions;
mod readers;
mod session;
mod writer;

pub(crate) use readers::Readers;
pub(crate) use session::Session;
pub(crate) use writer::Writer;
