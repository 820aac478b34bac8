//! Transactions of one kind that are written together.
//!
//! What is cheap on SQLite, a statement, is dear on PostgreSQL: most of its cost is to be sent, set up and answered. A
//! lane writes whatever waits in it as one transaction of many rows, while more gathers behind. On SQLite each item is
//! a transaction of its own, of which the writer commits many at once anyway.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::future::{BoxFuture, LocalBoxFuture};
use parking_lot::Mutex;
use tokio::sync::oneshot;

use crate::{Database, Engine, Error, Tx};

/// Writes items and gives what came of each, in their order; or fails, and then nothing of them stands. What it can tell
/// to have failed without a trace may be an outcome among others. One item by itself fails as a whole.
pub type WriteAll<I, O, E> =
    for<'a> fn(&'a Tx, &'a [Arc<I>]) -> LocalBoxFuture<'a, Result<Vec<Result<O, E>>, E>>;

/// Lanes in which one function writes. Items of one key take the same lane, so that they do not wait for each other's locks.
pub struct Lanes<I, O, E> {
    write_all: WriteAll<I, O, E>,
    lanes: Vec<Mutex<Lane<I, O, E>>>,
}

struct Lane<I, O, E> {
    waiting: Vec<Waiting<I, O, E>>,
    /// Whether somebody is writing, who will come back for what waits.
    is_served: bool,
}

struct Waiting<I, O, E> {
    item: Arc<I>,
    answer: oneshot::Sender<Result<O, E>>,
}

impl<I, O, E> Waiting<I, O, E> {
    fn settle(self, outcome: Result<O, E>) {
        let _gone = self.answer.send(outcome);
    }
}

/// Items that share a transaction at most.
const TOGETHER: usize = 32;

/// The end of serving a lane, also by a panic: whoever still waits is told so, and the lane can be served again.
struct End<'a, I, O, E>(&'a Mutex<Lane<I, O, E>>);

impl<I, O, E> Drop for End<'_, I, O, E> {
    fn drop(&mut self) {
        let mut lane = self.0.lock();
        if lane.is_served {
            *lane = Lane { waiting: Vec::new(), is_served: false };
        }
    }
}

impl<I, O, E> Lanes<I, O, E>
where
    I: Send + Sync + 'static,
    O: Send + 'static,
    E: From<Error> + Send + 'static,
{
    /// A lane keeps one core of the database busy; the database is taken to have as many as this machine, and other work.
    pub fn new(write_all: WriteAll<I, O, E>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let lane = || Mutex::new(Lane { waiting: Vec::new(), is_served: false });
        Self { write_all, lanes: std::iter::repeat_with(lane).take((cores / 2).clamp(1, 8)).collect() }
    }

    /// Writes an item, perhaps with others, and answers after the commit is on disk. Where some fail together, everybody
    /// is written again until who is at fault is by itself, so nobody's outcome is that of somebody else. An item may so
    /// be written after a commit of which nobody heard that it succeeded: it must have a key of its own. It is written
    /// even if the caller goes away.
    pub async fn write<K: Hash>(self: &Arc<Self>, db: &Database, key: &K, item: I) -> Result<O, E> {
        let item = Arc::new(item);
        match db.engine() {
            Engine::Sqlite => self.alone(db, item).await,
            Engine::Postgres => self.in_lane(db, key, item).await,
        }
    }

    async fn in_lane<K: Hash>(self: &Arc<Self>, db: &Database, key: &K, item: Arc<I>) -> Result<O, E> {
        let mut hasher = DefaultHasher::new();
        key.hash(&mut hasher);
        let number = (hasher.finish() % self.lanes.len() as u64) as usize;
        let (answer, answered) = oneshot::channel();
        let is_served = {
            let mut lane = self.lanes[number].lock();
            lane.waiting.push(Waiting { item, answer });
            std::mem::replace(&mut lane.is_served, true)
        };
        if !is_served {
            tokio::spawn(self.clone().serve(db.clone(), number));
        }
        answered.await.unwrap_or_else(|_| Err(Error::backend("write", "the server is stopping").into()))
    }

    /// Writes until nothing waits.
    async fn serve(self: Arc<Self>, db: Database, number: usize) {
        let _end = End(&self.lanes[number]);
        while let Some(due) = self.due(number) {
            self.settle(&db, due).await;
        }
    }

    fn due(&self, number: usize) -> Option<Vec<Waiting<I, O, E>>> {
        let mut lane = self.lanes[number].lock();
        let count = lane.waiting.len().min(TOGETHER);
        lane.is_served = count > 0;
        lane.is_served.then(|| lane.waiting.drain(..count).collect())
    }

    /// Writes items together. If that fails, it tries either half, until whoever is at fault is by itself.
    fn settle<'a>(
        self: &'a Arc<Self>,
        db: &'a Database,
        mut due: Vec<Waiting<I, O, E>>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let items = due.iter().map(|waiting| waiting.item.clone()).collect();
            let lacks_a_lock = Arc::new(AtomicBool::new(false));
            match self.together(db, items, lacks_a_lock.clone()).await {
                Ok(outcomes) => {
                    for (waiting, outcome) in due.into_iter().zip(outcomes) {
                        waiting.settle(outcome);
                    }
                }
                Err(_) if due.len() > 1 => {
                    tracing::debug!(
                        items = due.len(),
                        "what was written together failed; it is written in halves"
                    );
                    let rest = due.split_off(due.len() / 2);
                    self.settle(db, due).await;
                    self.settle(db, rest).await;
                }
                Err(failure) => {
                    let Some(waiting) = due.pop() else { return };
                    if !lacks_a_lock.load(Ordering::Relaxed) {
                        return waiting.settle(Err(failure));
                    }
                    // It waits by itself, and the others need not.
                    let (lanes, db) = (self.clone(), db.clone());
                    tokio::spawn(async move {
                        let outcome = lanes.alone(&db, waiting.item.clone()).await;
                        waiting.settle(outcome);
                    });
                }
            }
        })
    }

    async fn together(
        &self,
        db: &Database,
        items: Vec<Arc<I>>,
        lacks_a_lock: Arc<AtomicBool>,
    ) -> Result<Vec<Result<O, E>>, E> {
        let write_all = self.write_all;
        db.transact(async move |tx| {
            tx.hurry(lacks_a_lock.clone());
            write_all(tx, &items).await
        })
        .await
    }

    async fn alone(&self, db: &Database, item: Arc<I>) -> Result<O, E> {
        let write_all = self.write_all;
        let outcomes = db.transact(async move |tx| write_all(tx, std::slice::from_ref(&item)).await).await?;
        outcomes
            .into_iter()
            .next()
            .unwrap_or_else(|| Err(Error::backend("write", "an item was written without an outcome").into()))
    }
}
