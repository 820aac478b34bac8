//! A transaction that waits for its turn, whatever its types.
//!
//! Writers know only this much of it, so they are compiled once, in this crate, and not again for every transaction.

use std::any::Any;

use futures_util::future::LocalBoxFuture;
use tokio::sync::oneshot;

use crate::{Error, Tx};

/// The closure of a transaction, and what came of it.
pub(crate) trait Unit: Any + Send {
    /// Runs the closure; whether it succeeded.
    fn attempt<'a>(&'a mut self, tx: &'a Tx) -> LocalBoxFuture<'a, bool>;
    /// Notes a failure that is not the closure's own.
    fn fail(&mut self, error: Error);
}

/// A unit in the queue of a writer. It goes back to who waits for it when its outcome stands.
pub(crate) struct Waiting {
    pub unit: Box<dyn Unit>,
    pub answer: oneshot::Sender<Box<dyn Unit>>,
}

impl Waiting {
    pub fn new(unit: Box<dyn Unit>) -> (Self, oneshot::Receiver<Box<dyn Unit>>) {
        let (answer, answered) = oneshot::channel();
        (Self { unit, answer }, answered)
    }

    pub fn settle(self) {
        let _gone = self.answer.send(self.unit);
    }
}

struct Work<F, T, E> {
    closure: F,
    outcome: Option<Result<T, E>>,
}

impl<F, T, E> Unit for Work<F, T, E>
where
    F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn attempt<'a>(&'a mut self, tx: &'a Tx) -> LocalBoxFuture<'a, bool> {
        let Self { closure, outcome } = self;
        Box::pin(async move { outcome.insert(closure(tx).await).is_ok() })
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error.into()));
    }
}

/// The unit of a closure.
pub(crate) fn of<F, T, E>(closure: F) -> Box<dyn Unit>
where
    F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    Box::new(Work { closure, outcome: None })
}

/// What came of a unit that was made of a closure of this type.
pub(crate) fn outcome<F, T, E>(unit: Box<dyn Unit>) -> Result<T, E>
where
    F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let unit: Box<dyn Any> = unit;
    let work = unit.downcast::<Work<F, T, E>>().expect("a unit gives what it was made for");
    work.outcome
        .unwrap_or_else(|| Err(Error::backend("write", "a transaction ended without an outcome").into()))
}
