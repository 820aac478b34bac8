//! The thread that writes: group commit.
//!
//! Waiting transactions share one commit, each in a savepoint of its own, so one that fails undoes only itself. A
//! failure that ends the whole SQLite transaction (a full disk does) undoes the finished ones of its batch, too: they
//! run again, each by itself, before anybody is answered.

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use super::Session;
use crate::conn::Tally;
use crate::{Announcement, CommitListener, Error, Options, Result, Tx};

/// Transactions that share a commit at most.
const BATCH: usize = 128;
/// Transactions that wait at most; further callers wait to be let in.
const QUEUE: usize = 1024;
/// Commits after which the log is copied to the main file.
const COMMITS_PER_CHECKPOINT: usize = 250;

#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Box<dyn Unit>>,
}

impl Writer {
    pub(crate) fn open(
        path: &Path,
        options: &Options,
        listener: CommitListener,
        tally: Tally,
    ) -> Result<Self> {
        let session = Session::open_writer(path)?;
        let (queue, units) = mpsc::channel(QUEUE);
        let desk = Desk {
            session: Arc::new(Mutex::new(session)),
            listener,
            tally,
            limit: options.transaction_limit,
            checkpointer: start_checkpointer(path.to_path_buf())?,
            commits: 0,
        };
        std::thread::Builder::new()
            .name("sqlite-write".to_owned())
            .spawn(move || desk.work(units))
            .map_err(|e| Error::backend("start the writer", e))?;
        Ok(Self { queue })
    }

    pub(crate) async fn transact<F, T, E>(&self, closure: F) -> std::result::Result<T, E>
    where
        F: AsyncFn(&Tx) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let unit = Box::new(Work { closure, outcome: None, answer });
        self.queue.send(unit).await.map_err(|_| Error::backend("write", "the writer has stopped"))?;
        answered.await.map_err(|e| Error::backend("write", e))?
    }
}

/// One waiting transaction, whatever its types.
trait Unit: Send {
    /// Runs the closure; whether it succeeded.
    fn attempt(&mut self, tx: &Tx) -> bool;
    /// Notes a failure that is not the closure's own.
    fn fail(&mut self, error: Error);
    /// Answers the caller with the outcome of the last attempt.
    fn settle(self: Box<Self>);
}

struct Work<F, T, E> {
    closure: F,
    outcome: Option<std::result::Result<T, E>>,
    answer: oneshot::Sender<std::result::Result<T, E>>,
}

impl<F, T, E> Unit for Work<F, T, E>
where
    F: AsyncFn(&Tx) -> std::result::Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn attempt(&mut self, tx: &Tx) -> bool {
        let future = pin!((self.closure)(tx));
        let outcome = match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => Err(Error::backend("write", "a transaction waited for something else").into()),
        };
        let succeeded = outcome.is_ok();
        self.outcome = Some(outcome);
        succeeded
    }

    fn fail(&mut self, error: Error) {
        self.outcome = Some(Err(error.into()));
    }

    fn settle(self: Box<Self>) {
        if let Some(outcome) = self.outcome {
            let _gone = self.answer.send(outcome);
        }
    }
}

struct Desk {
    session: Arc<Mutex<Session>>,
    listener: CommitListener,
    tally: Tally,
    limit: Duration,
    checkpointer: blocking::SyncSender<()>,
    commits: usize,
}

impl Desk {
    fn work(mut self, mut units: mpsc::Receiver<Box<dyn Unit>>) {
        while let Some(first) = units.blocking_recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH
                && let Ok(next) = units.try_recv()
            {
                batch.push(next);
            }
            self.write(batch);
        }
    }

    fn write(&mut self, mut batch: Vec<Box<dyn Unit>>) {
        let done = if batch.len() == 1 { self.alone(&mut batch[0]) } else { self.together(&mut batch) };
        if !done {
            for unit in &mut batch {
                self.alone(unit);
            }
        }
        for unit in batch {
            unit.settle();
        }
    }

    /// Runs a batch in one SQLite transaction; false when it was undone as a whole and nothing of it stands.
    fn together(&mut self, batch: &mut [Box<dyn Unit>]) -> bool {
        if self.session.lock().begin().is_err() {
            return false;
        }
        let mut announced = Vec::new();
        for unit in batch.iter_mut() {
            if self.session.lock().savepoint().is_err() {
                self.session.lock().roll_back();
                return false;
            }
            let (succeeded, announcements) = self.attempt(unit);
            let session = self.session.lock();
            if session.is_idle() {
                return false;
            }
            let closed = if succeeded { session.release() } else { session.roll_back_to_savepoint() };
            if closed.is_err() {
                session.roll_back();
                return false;
            }
            if succeeded {
                announced.extend(announcements);
            }
        }
        let committed = self.session.lock().commit();
        match committed {
            Ok(()) => {
                self.committed(announced);
                true
            }
            Err(error) => {
                tracing::warn!(error = %error, "a group commit failed; its transactions run again one by one");
                self.session.lock().roll_back();
                false
            }
        }
    }

    /// Runs one unit in a SQLite transaction of its own; its outcome is final.
    fn alone(&mut self, unit: &mut Box<dyn Unit>) -> bool {
        let begun = self.session.lock().begin();
        if let Err(error) = begun {
            unit.fail(error);
            return true;
        }
        let (succeeded, announcements) = self.attempt(unit);
        if !succeeded {
            self.session.lock().roll_back();
            return true;
        }
        let committed = self.session.lock().commit();
        match committed {
            Ok(()) => self.committed(announcements),
            Err(error) => {
                self.session.lock().roll_back();
                unit.fail(error);
            }
        }
        true
    }

    fn attempt(&self, unit: &mut Box<dyn Unit>) -> (bool, Vec<Announcement>) {
        let tx = Tx::sqlite(self.session.clone(), self.tally.clone());
        let limited = self.session.lock().limit_until(Some(Instant::now() + self.limit));
        if let Err(error) = limited {
            unit.fail(error);
            return (false, Vec::new());
        }
        // Others' transactions wait behind this thread: a panic in one closure must not end it.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| unit.attempt(&tx)));
        let succeeded = outcome.unwrap_or_else(|_| {
            unit.fail(Error::backend("write", "a transaction panicked; the log has the place"));
            false
        });
        (succeeded, tx.take_announcements())
    }

    fn committed(&mut self, announcements: Vec<Announcement>) {
        if !announcements.is_empty() {
            (self.listener)(announcements);
        }
        self.commits += 1;
        if self.commits >= COMMITS_PER_CHECKPOINT {
            self.commits = 0;
            // A full queue means that a checkpoint is due anyway.
            let _busy = self.checkpointer.try_send(());
        }
    }
}

/// Checkpoints run beside the writer, on a connection of their own; the thread ends with the writer.
fn start_checkpointer(path: PathBuf) -> Result<blocking::SyncSender<()>> {
    const AT_LEAST_EVERY: Duration = Duration::from_secs(60);
    let (wake, due) = blocking::sync_channel(1);
    std::thread::Builder::new()
        .name("sqlite-checkpoint".to_owned())
        .spawn(move || {
            // The connection opens with the first work, when the file has its journal mode.
            let mut session = None;
            while !matches!(due.recv_timeout(AT_LEAST_EVERY), Err(blocking::RecvTimeoutError::Disconnected)) {
                let outcome = match &session {
                    None => {
                        Session::open_writer(&path).and_then(|opened| session.insert(opened).checkpoint())
                    }
                    Some(session) => session.checkpoint(),
                };
                if let Err(error) = outcome {
                    tracing::warn!(error = %error, "could not checkpoint the database");
                }
            }
        })
        .map_err(|e| Error::backend("start the checkpointer", e))?;
    Ok(wake)
}
