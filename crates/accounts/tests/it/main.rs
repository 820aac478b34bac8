//! Accounts as clients meet them, on both engines.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod deletion;
mod preferences;
mod rank;
mod schemes;
mod sessions;
mod statuses;
mod users;
