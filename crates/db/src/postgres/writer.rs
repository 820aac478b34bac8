//! Transactions, on a thread of their own: their futures need not be `Send`, and none is dropped half-way because a
//! caller went away.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use deadpool::managed::Object;
use futures_util::FutureExt;
use tokio::sync::mpsc;

use super::{Mode, Pool};
use crate::conn::Tally;
use crate::unit::{Unit, Waiting};
use crate::{CommitListener, Error, Options, Result, Tx};

/// Tries of a transaction that loses against others.
const TRIES: usize = 8;

#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::UnboundedSender<Waiting>,
}

struct Desk {
    pool: Pool,
    listener: CommitListener,
    tally: Tally,
    limit: Duration,
}

impl Writer {
    pub(crate) fn open(url: &str, options: &Options, listener: CommitListener, tally: Tally) -> Result<Self> {
        let pool = super::pool(url, options.writers, Mode::Write)?;
        let desk = Arc::new(Desk { pool, listener, tally, limit: options.transaction_limit });
        let (queue, mut jobs) = mpsc::unbounded_channel();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Error::backend("start the writer", e))?;
        std::thread::Builder::new()
            .name("postgres-write".to_owned())
            .spawn(move || {
                let local = tokio::task::LocalSet::new();
                local.block_on(&runtime, async move {
                    while let Some(Waiting { mut unit, answer }) = jobs.recv().await {
                        let desk = desk.clone();
                        tokio::task::spawn_local(async move {
                            desk.run(&mut *unit).await;
                            Waiting { unit, answer }.settle();
                        });
                    }
                });
                // The queue has closed: what is under way is carried to its end.
                runtime.block_on(local);
            })
            .map_err(|e| Error::backend("start the writer", e))?;
        Ok(Self { queue })
    }

    /// Lets a transaction wait for its turn; false when the writer has stopped.
    pub(crate) fn queue(&self, waiting: Waiting) -> bool {
        self.queue.send(waiting).is_ok()
    }
}

impl Desk {
    async fn run(&self, unit: &mut dyn Unit) {
        let mut tries = 1;
        loop {
            let client = match super::get(&self.pool).await {
                Ok(client) => client,
                Err(error) => return unit.fail(error),
            };
            client.begin();
            let tx = Tx::postgres(Arc::clone(&client), self.tally.clone());
            let attempt = AssertUnwindSafe(unit.attempt(&tx)).catch_unwind();
            let outcome = tokio::time::timeout(self.limit, attempt).await;
            let Ok(Ok(mut succeeded)) = outcome else {
                // The connection is closed inside its transaction: the server undoes it and lets its locks go.
                drop((tx, Object::take(client)));
                return unit.fail(match outcome {
                    Err(_) => Error::TimedOut,
                    Ok(_) => Error::backend("write", "a transaction panicked; the log has the place"),
                });
            };
            if !succeeded {
                if let Some(earlier) = client.roll_back().await {
                    unit.fail(earlier);
                }
            } else if let Err(error) = client.commit().await {
                succeeded = false;
                unit.fail(error);
            }
            if succeeded {
                let announcements = tx.take_announcements();
                if !announcements.is_empty() {
                    (self.listener)(announcements);
                }
                return;
            }
            if !tx.lost_a_race() || tries == TRIES {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5 << tries)).await;
            tries += 1;
        }
    }
}
