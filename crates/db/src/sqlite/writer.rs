//! The thread that writes: group commit.
//!
//! Waiting transactions share one commit, each in a savepoint of its own, so one that fails undoes only itself. A
//! failure that ends the whole SQLite transaction (a full disk does) undoes the finished ones of its batch, too: they
//! run again, each by itself, before anybody is answered.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc as blocking;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use futures_util::future::LocalBoxFuture;
use parking_lot::Mutex;
use tokio::sync::mpsc;

use super::Session;
use crate::conn::Tally;
use crate::unit::{Unit, Waiting};
use crate::{Announcement, CommitListener, Error, Options, Result, Tx};

/// Transactions that share a commit at most.
const BATCH: usize = 128;
/// Transactions that wait at most; further callers wait to be let in.
const QUEUE: usize = 1024;
/// Commits after which the log is copied to the main file. A commit may be of many transactions.
const COMMITS_PER_CHECKPOINT: usize = 250;
/// Commits after which the log's size is looked at.
const COMMITS_PER_LOOK: usize = 10;

#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Waiting>,
}

impl Writer {
    pub(crate) fn open(
        path: &Path,
        options: &Options,
        listener: CommitListener,
        tally: Tally,
    ) -> Result<Self> {
        let session = Session::open_writer(path, options.log_limit)?;
        let (queue, units) = mpsc::channel(QUEUE);
        let desk = Desk {
            session: Arc::new(Mutex::new(session)),
            listener,
            tally,
            limit: options.transaction_limit,
            checkpointer: start_checkpointer(path.to_path_buf(), options.log_limit)?,
            commits: 0,
            log: log_of(path),
            log_limit: options.log_limit,
        };
        std::thread::Builder::new()
            .name("sqlite-write".to_owned())
            .spawn(move || desk.work(units))
            .map_err(|e| Error::backend("start the writer", e))?;
        Ok(Self { queue })
    }

    /// Lets a transaction wait for its turn; false when the writer has stopped.
    pub(crate) async fn queue(&self, waiting: Waiting) -> bool {
        self.queue.send(waiting).await.is_ok()
    }
}

struct Desk {
    session: Arc<Mutex<Session>>,
    listener: CommitListener,
    tally: Tally,
    limit: Duration,
    checkpointer: blocking::SyncSender<()>,
    commits: usize,
    log: PathBuf,
    log_limit: u64,
}

impl Desk {
    fn work(mut self, mut units: mpsc::Receiver<Waiting>) {
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

    fn write(&mut self, mut batch: Vec<Waiting>) {
        let done = if batch.len() == 1 { self.alone(&mut *batch[0].unit) } else { self.together(&mut batch) };
        if !done {
            for waiting in &mut batch {
                self.alone(&mut *waiting.unit);
            }
        }
        for waiting in batch {
            waiting.settle();
        }
    }

    /// Runs a batch in one SQLite transaction; false when it was undone as a whole and nothing of it stands.
    fn together(&mut self, batch: &mut [Waiting]) -> bool {
        if self.session.lock().begin().is_err() {
            return false;
        }
        let mut announced = Vec::new();
        for waiting in batch.iter_mut() {
            if self.session.lock().savepoint().is_err() {
                self.session.lock().roll_back();
                return false;
            }
            let (succeeded, announcements) = self.attempt(&mut *waiting.unit);
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
    fn alone(&mut self, unit: &mut dyn Unit) -> bool {
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

    fn attempt(&self, unit: &mut dyn Unit) -> (bool, Vec<Announcement>) {
        let tx = Tx::sqlite(self.session.clone(), self.tally.clone());
        let limited = self.session.lock().limit_until(Some(Instant::now() + self.limit));
        if let Err(error) = limited {
            unit.fail(error);
            return (false, Vec::new());
        }
        // Others' transactions wait behind this thread: a panic in one closure must not end it.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| at_once(unit.attempt(&tx))));
        let succeeded = match outcome {
            Ok(Some(succeeded)) => succeeded,
            Ok(None) => {
                unit.fail(Error::backend("write", "a transaction waited for something else"));
                false
            }
            Err(_) => {
                unit.fail(Error::backend("write", "a transaction panicked; the log has the place"));
                false
            }
        };
        (succeeded, tx.take_announcements())
    }

    fn committed(&mut self, announcements: Vec<Announcement>) {
        if !announcements.is_empty() {
            (self.listener)(announcements);
        }
        self.commits += 1;
        if self.commits.is_multiple_of(COMMITS_PER_LOOK) && self.log_is_large() {
            self.empty_log();
        } else if self.commits.is_multiple_of(COMMITS_PER_CHECKPOINT) {
            // A full queue means that a checkpoint is due anyway.
            let _busy = self.checkpointer.try_send(());
        }
    }

    fn log_is_large(&self) -> bool {
        std::fs::metadata(&self.log).is_ok_and(|log| log.len() > self.log_limit)
    }

    /// Copies all of the log while nothing is written, so that the next transaction begins it anew. The checkpointer beside
    /// the writer never gets that far where commit follows commit.
    fn empty_log(&self) {
        if let Err(error) = self.session.lock().checkpoint() {
            tracing::warn!(error = %error, "could not checkpoint the database");
        }
    }
}

/// SQLite's write-ahead log of a file.
fn log_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    PathBuf::from(name)
}

/// What comes of a future that waits for nothing.
fn at_once<T>(mut future: LocalBoxFuture<'_, T>) -> Option<T> {
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => Some(outcome),
        Poll::Pending => None,
    }
}

/// Checkpoints run beside the writer, on a connection of their own; the thread ends with the writer.
fn start_checkpointer(path: PathBuf, log_limit: u64) -> Result<blocking::SyncSender<()>> {
    const AT_LEAST_EVERY: Duration = Duration::from_secs(60);
    let (wake, due) = blocking::sync_channel(1);
    std::thread::Builder::new()
        .name("sqlite-checkpoint".to_owned())
        .spawn(move || {
            // The connection opens with the first work, when the file has its journal mode.
            let mut session = None;
            while !matches!(due.recv_timeout(AT_LEAST_EVERY), Err(blocking::RecvTimeoutError::Disconnected)) {
                let outcome = match &session {
                    None => Session::open_writer(&path, log_limit)
                        .and_then(|opened| session.insert(opened).checkpoint()),
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
