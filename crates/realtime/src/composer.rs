//! Events that each receiver is told in words of their own, found when they are told.
//!
//! In the log such an event is one note ([`kernel::Personal::is_composed`]); what a receiver hears of it is composed
//! for those who have a connection, and for nobody else. Composing reads the database, and the dispatcher never waits:
//! notes go to a queue and are told behind the events that were logged with them. Parked and resuming connections
//! remember the note's number like any other's, and it is composed anew when they come back; so a cut loses nothing.
//! When notes come faster than they can be composed, or cannot be composed, the connections that would miss one are
//! closed for good, and their clients fetch.

use std::sync::Arc;

use kernel::event::Logged;
use kernel::{Ctx, Event};
use tokio::sync::oneshot;
use wire::UserId;

use crate::presence::Future;

/// Finds the words.
pub trait Composer: Send + Sync + 'static {
    /// What each of these users is told. Who is told nothing is left out.
    fn compose<'a>(
        &'a self,
        ctx: &'a Ctx,
        note: &'a Event,
        users: &'a [UserId],
    ) -> Future<'a, kernel::Result<Vec<(UserId, Event)>>>;
}

/// What waits for the teller.
pub(crate) enum Waiting {
    Note(Arc<Logged>),
    /// Answered when everything before it was told.
    Mark(oneshot::Sender<()>),
}

/// Notes that wait to be composed, at most.
pub(crate) const QUEUE: usize = 8192;
