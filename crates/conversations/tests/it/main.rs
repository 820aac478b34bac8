//! The features of this crate over HTTP and WebSocket, on both engines.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod channels;
mod direct;
mod files;
mod guests;
mod members;
mod mentions;
mod pages;
mod posts;
mod schemes;
mod search;
mod sidebar;
mod teams;
mod threads;
