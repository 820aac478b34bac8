//! The load generator: what a server does, how fast, and at what cost.
//!
//! It speaks the public API alone (REST and WebSocket), so it measures any server of that protocol, and two of them
//! against one another; only large databases are filled through the store crate, before anything is measured. It gives every server the same bytes, checks every answer, counts the CPU of server and
//! database by their process trees, and says when it was itself the limit. Every loop is bounded in count and time.
//!
//! A scenario is a file in [`scenarios`]: it sets its stage, measures blocks, and holds its figures against what is
//! promised. Everything else is machinery that scenarios share.

mod calibrate;
mod check;
mod cli;
mod compare;
mod growth;
mod http;
mod listeners;
mod load;
mod meter;
mod options;
mod plot;
mod proc;
mod record;
mod report;
mod scenarios;
mod seed;
mod socket;
mod spawn;
mod target;
#[cfg(test)]
mod testing;
mod words;
mod world;

pub use cli::{Command, run};

/// Threads that make load. No more, so that on a small machine something is left to what is measured.
const THREADS: usize = 2;
