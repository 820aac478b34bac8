//! What every feature stands on: the application and one caller's view of it.
//!
//! * [`App`] holds what is handed in (database, configuration, clock, randomness, hashing) and what features share.
//! * [`Ctx`] is the application as one caller sees it. Things are fetched through it ([`access`]), so what the caller
//!   may not have is not there.
//! * An operation decides, applies and announces: events and signals ([`event`]) are written in the transaction of the
//!   change, and passed on after its commit ([`event_log`]).
//!
//! The kernel knows no feature and no HTTP.

pub mod access;
mod app;
mod clock;
mod configuration;
mod ctx;
mod error;
pub mod event;
pub mod event_log;
pub mod intercept;
pub mod jobs;
mod password;
pub mod pictures;
mod random;
pub mod roles;
pub mod session;
pub mod subscriber;
mod tail;
mod workers;

pub use access::{Channel, Team};
pub use app::{App, Identity, Parts};
pub use clock::{Clock, ManualClock, SystemClock};
pub use configuration::{ClientView, Configuration, LoadError, UNUSABLE_FILE};
pub use ctx::{Caller, Ctx, Request};
pub use error::{
    Error, INTERNAL, INVALID_BODY_PARAM, INVALID_URL_PARAM, NOT_FOUND, PERMISSIONS, Result, SESSION_EXPIRED,
};
pub use event::{Event, Personal, Signal, publish, publish_all, signal};
pub use password::{Hasher, ROUNDS, Verdict};
pub use random::{Random, SeededRandom, SystemRandom};
pub use roles::Roles;
pub use session::{Session, Sessions, same_secret};
pub use workers::Workers;
