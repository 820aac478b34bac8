//! PostgreSQL: a pool that reads from any thread, and transactions on a thread of their own.

mod client;
mod lock;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use deadpool::managed;

pub(crate) use client::Client;
pub(crate) use lock::Lock;
pub(crate) use writer::Writer;

use crate::{Error, Result};

pub(crate) type Pool = managed::Pool<Manager>;

/// What the connections of a pool are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The longest that a statement may take.
    Read {
        limit: Duration,
    },
    Write,
}

/// How every connection has its statements planned.
///
/// Plans are made once for each statement, for any parameters: keyed by the same columns for everybody, they gain
/// nothing from looking at values, and must not flip to walking a table by time for a channel that seems busy. Such a
/// plan may be made while a table is still empty and stay when it no longer is: it must not be one that reads all of it
/// where there is an index. What has none looks dear by that, and is not to be compiled for it.
pub const PLANNING: &str =
    "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET jit = off;";

/// The longest that a statement of a transaction may take; transactions have a limit of their own.
const WRITE: Duration = Duration::from_secs(60);

pub(crate) struct Manager {
    config: tokio_postgres::Config,
    mode: Mode,
}

/// A pool for `url`; connections are made when first wanted, on the runtime of whoever wants them.
pub(crate) fn pool(url: &str, size: usize, mode: Mode) -> Result<Pool> {
    managed::Pool::builder(Manager { config: config(url)?, mode })
        .max_size(size)
        .runtime(deadpool::Runtime::Tokio1)
        .wait_timeout(Some(Duration::from_secs(30)))
        .create_timeout(Some(Duration::from_secs(10)))
        .build()
        .map_err(|e| Error::backend("make a pool", e))
}

fn config(url: &str) -> Result<tokio_postgres::Config> {
    // The schema lives in the search path, and a URL may carry a password: the error must not repeat it.
    let mut config: tokio_postgres::Config =
        url.parse().map_err(|_| Error::invalid("the database URL is not understood"))?;
    if config.get_application_name().is_none() {
        config.application_name("wardroom");
    }
    Ok(config)
}

/// A connection by itself; its other half lives until this one is dropped.
async fn connect(
    config: &tokio_postgres::Config,
) -> Result<(tokio_postgres::Client, tokio::task::JoinHandle<()>)> {
    let (client, connection) =
        config.connect(tokio_postgres::NoTls).await.map_err(|e| Error::backend("connect", e))?;
    let carrier = tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::warn!(error = %error, "a database connection ended");
        }
    });
    Ok((client, carrier))
}

pub(crate) async fn get(pool: &Pool) -> Result<managed::Object<Manager>> {
    pool.get().await.map_err(|e| Error::backend("get a connection", e))
}

impl managed::Manager for Manager {
    type Type = Arc<Client>;
    type Error = Error;

    async fn create(&self) -> Result<Arc<Client>> {
        let (client, _carrier) = connect(&self.config).await?;
        let (read_only, limit) = match self.mode {
            Mode::Read { limit } => ("on", limit),
            Mode::Write => ("off", WRITE),
        };
        // Milliseconds in 31 bits; 0 would be none.
        let limit = limit.as_millis().clamp(1, i32::MAX as u128);
        client
            .batch_execute(&format!(
                "SET default_transaction_read_only = {read_only};
                 SET statement_timeout = {limit};
                 SET idle_in_transaction_session_timeout = '60s';
                 SET client_min_messages = warning;
                 {PLANNING}"
            ))
            .await
            .map_err(|e| Error::backend("set up a connection", e))?;
        Ok(Arc::new(Client::new(client)))
    }

    async fn recycle(&self, client: &mut Arc<Client>, _: &managed::Metrics) -> managed::RecycleResult<Error> {
        if client.is_reusable() {
            Ok(())
        } else {
            Err(managed::RecycleError::message("closed or left inside a transaction"))
        }
    }
}
