//! Transactions, on a thread of their own: their futures need not be `Send`, and none is dropped half-way because a
//! caller went away.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};

use super::{Mode, Pool};
use crate::conn::Tally;
use crate::{CommitListener, Error, Options, Result, Tx};

/// Tries of a transaction that loses against others.
const TRIES: usize = 8;

type Job = Box<dyn FnOnce(Arc<Desk>) -> Pin<Box<dyn Future<Output = ()>>> + Send>;

#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::UnboundedSender<Job>,
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
        let (queue, mut jobs) = mpsc::unbounded_channel::<Job>();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| Error::backend("start the writer", e))?;
        std::thread::Builder::new()
            .name("postgres-write".to_owned())
            .spawn(move || {
                let local = tokio::task::LocalSet::new();
                local.block_on(&runtime, async move {
                    while let Some(job) = jobs.recv().await {
                        tokio::task::spawn_local(job(desk.clone()));
                    }
                });
                // The queue has closed: what is under way is carried to its end.
                runtime.block_on(local);
            })
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
        let job: Job = Box::new(move |desk| {
            Box::pin(async move {
                let _gone = answer.send(desk.run(&closure).await);
            })
        });
        self.queue.send(job).map_err(|_| Error::backend("write", "the writer has stopped"))?;
        answered.await.map_err(|e| Error::backend("write", e))?
    }
}

impl Desk {
    async fn run<F, T, E>(&self, closure: &F) -> std::result::Result<T, E>
    where
        F: AsyncFn(&Tx) -> std::result::Result<T, E>,
        E: From<Error>,
    {
        let mut tries = 1;
        loop {
            let client = super::get(&self.pool).await?;
            client.begin();
            let tx = Tx::postgres(Arc::clone(&client), self.tally.clone());
            let outcome = match tokio::time::timeout(self.limit, closure(&tx)).await {
                Ok(outcome) => outcome,
                // Dropped inside its transaction, the connection is not used again, and the server undoes the rest.
                Err(_) => return Err(Error::TimedOut.into()),
            };
            let outcome = match outcome {
                Ok(value) => client.commit().await.map(|()| value).map_err(E::from),
                Err(error) => {
                    let earlier = client.roll_back().await;
                    Err(earlier.map_or(error, E::from))
                }
            };
            if outcome.is_ok() {
                let announcements = tx.take_announcements();
                if !announcements.is_empty() {
                    (self.listener)(announcements);
                }
                return outcome;
            }
            if !tx.lost_a_race() || tries == TRIES {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(5 << tries)).await;
            tries += 1;
        }
    }
}
