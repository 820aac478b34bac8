//! An advisory lock on a connection of its own.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{Error, Result};

/// Names the lock within a database: `wardroom`.
const KEY: i64 = 0x7761_7264_726f_6f6d;
/// How long the connection of a process that has just ended may still be there.
const PATIENCE: Duration = Duration::from_secs(3);
/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// Holds the lock, and takes it again when the connection breaks.
pub(crate) struct Lock {
    keeper: JoinHandle<()>,
    lost: watch::Receiver<bool>,
}

struct Held {
    _client: tokio_postgres::Client,
    carrier: JoinHandle<()>,
}

impl Lock {
    pub(crate) async fn take(url: &str) -> Result<Option<Self>> {
        let config = super::config(url)?;
        let Some(mut held) = attempt(&config).await? else { return Ok(None) };
        let (tell, lost) = watch::channel(false);
        let keeper = tokio::spawn(async move {
            loop {
                let _ended = (&mut held.carrier).await;
                tracing::warn!("the connection that holds the database's lock broke; taking it again");
                held = loop {
                    match attempt(&config).await {
                        Ok(Some(held)) => break held,
                        Ok(None) => {
                            tell.send_replace(true);
                            return;
                        }
                        Err(_) => tokio::time::sleep(Duration::from_secs(1)).await,
                    }
                };
            }
        });
        Ok(Some(Self { keeper, lost }))
    }

    pub(crate) async fn lost(&mut self) {
        if self.lost.wait_for(|lost| *lost).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        self.keeper.abort();
    }
}

/// Connects and takes the lock; None: another has it, and keeps it.
async fn attempt(config: &tokio_postgres::Config) -> Result<Option<Held>> {
    let (client, carrier) = super::connect(config).await?;
    // A machine that vanishes says no goodbye: the server finds out within half a minute.
    client
        .batch_execute(
            "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
             SET idle_session_timeout = 0",
        )
        .await
        .map_err(|e| Error::backend("set up a connection", e))?;
    let began = Instant::now();
    loop {
        let row = client
            .query_one("SELECT pg_try_advisory_lock($1)", &[&KEY])
            .await
            .map_err(|e| Error::backend("lock the database", e))?;
        if row.get(0) {
            return Ok(Some(Held { _client: client, carrier }));
        }
        if began.elapsed() > PATIENCE {
            return Ok(None);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
