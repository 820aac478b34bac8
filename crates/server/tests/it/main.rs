//! What holds across features: over HTTP and WebSocket, on both engines.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod cost;
mod fixtures;
mod frames;
mod law;
mod rate;
mod site;
mod sockets;
mod store;
mod testkit_itself;
mod walk;
