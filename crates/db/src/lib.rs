//! Two SQL engines behind one way to ask and one way to write. Knows no table.
//!
//! * [`Database::read`] gives a [`Conn`] for single statements outside any transaction.
//! * [`Database::transact`] runs a closure as one transaction: the only way to write. Its closure has no effect but
//!   through [`Tx`], because it may run more than once: SQLite repeats a batch whose commit failed, PostgreSQL repeats
//!   a transaction that lost against another one.
//! * [`Lanes`] let many transactions of one kind be written as one.
//! * What a transaction hands to [`Tx::announce`] reaches the commit listener after the commit, in the order of
//!   commits, and not at all if the transaction fails.
//!
//! SQL is written once, as [`Statement`]s with `$1` parameters; [`statement`] says what differs per engine.

mod conn;
mod error;
mod lanes;
mod lock;
mod postgres;
mod row;
mod sink;
mod sqlite;
mod statement;
mod unit;
mod value;

use std::any::Any;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use unit::{Unit, Waiting};

pub use conn::{Conn, Run, Tx};
pub use error::{Error, Result};
pub use lanes::{Lanes, WriteAll};
pub use lock::Lock;
pub use postgres::PLANNING as POSTGRES_PLANNING;
pub use row::{Column, FromRow, Json, Row};
pub use statement::{Piece, Statement};
pub use value::{Params, Value};

/// What a transaction leaves for the commit listener.
pub type Announcement = Box<dyn Any + Send>;

/// Called after each commit with what its transactions announced, in order, on the thread that committed. It must
/// only hand things on.
pub type CommitListener = Arc<dyn Fn(Vec<Announcement>) + Send + Sync>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file; made when absent.
    Sqlite(PathBuf),
    /// A `postgres://` URL.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH`, `sqlite://PATH`, `postgres://…` or `postgresql://…`.
    pub fn parse(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return Ok(Self::Sqlite(Path::new(path).to_path_buf()));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        Err(Error::invalid("the database URL must start with sqlite: or postgres://"))
    }
}

/// How hard to work; sizes of pools.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections that read: on SQLite as many for brief reads as for long ones, pooled on PostgreSQL.
    pub readers: usize,
    /// PostgreSQL connections for transactions.
    pub writers: usize,
    /// The longest that one transaction may take.
    pub transaction_limit: std::time::Duration,
    /// The longest that one statement outside a transaction may take.
    pub read_limit: std::time::Duration,
    /// Bytes beyond which SQLite's write-ahead log may not grow while nobody reads for long.
    pub log_limit: u64,
}

impl Default for Options {
    fn default() -> Self {
        let limit = std::time::Duration::from_secs(30);
        Self { readers: 4, writers: 16, transaction_limit: limit, read_limit: limit, log_limit: 128 << 20 }
    }
}

/// An open database. Cheap to clone.
#[derive(Clone)]
pub struct Database {
    engine: Engine,
    read: Conn,
    writer: Writer,
    tally: conn::Tally,
}

#[derive(Clone)]
enum Writer {
    Sqlite(sqlite::Writer),
    Postgres(postgres::Writer),
}

impl Database {
    /// Opens the database; the listener hears of every commit from then on.
    pub async fn open(location: &Location, options: Options, listener: CommitListener) -> Result<Self> {
        let tally = conn::Tally::default();
        match location {
            Location::Sqlite(path) => {
                let writer = sqlite::Writer::open(path, &options, listener, tally.clone())?;
                let readers = sqlite::Readers::open(path, options.readers, options.read_limit)?;
                Ok(Self {
                    engine: Engine::Sqlite,
                    read: Conn::sqlite_readers(readers, tally.clone()),
                    writer: Writer::Sqlite(writer),
                    tally,
                })
            }
            Location::Postgres(url) => {
                let writer = postgres::Writer::open(url, &options, listener, tally.clone())?;
                let mode = postgres::Mode::Read { limit: options.read_limit };
                let pool = postgres::pool(url, options.readers.max(2) * 2, mode)?;
                let read = Conn::postgres_pool(pool, tally.clone());
                read.ping().await?;
                Ok(Self { engine: Engine::Postgres, read, writer: Writer::Postgres(writer), tally })
            }
        }
    }

    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// How many statements were run since the database was opened, those of transactions that ran again included.
    /// Those that pass the event log on are not among them. Tests compare it before and after a request.
    pub fn statements_run(&self) -> u64 {
        self.tally.count()
    }

    /// Keeps every statement that is run from now on, with its parameters, for tests that look at how it is run.
    pub fn record(&self) {
        self.tally.record();
    }

    /// What was run since [`Database::record`], and no more of it.
    pub fn recorded(&self) -> Vec<Run> {
        self.tally.take()
    }

    /// For statements that read, each by itself.
    pub fn read(&self) -> &Conn {
        &self.read
    }

    /// Runs `closure` as one transaction and answers after its commit is on disk.
    ///
    /// The closure may run more than once and must touch nothing but the transaction. On SQLite it must not wait for
    /// anything else; that is an error. Once begun it runs to its end even if the caller goes away.
    pub async fn transact<F, T, E>(&self, closure: F) -> std::result::Result<T, E>
    where
        F: AsyncFn(&Tx) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        unit::outcome::<F, T, E>(self.write(unit::of(closure)).await?)
    }

    fn write(&self, unit: Box<dyn Unit>) -> BoxFuture<'_, Result<Box<dyn Unit>>> {
        Box::pin(async move {
            let (waiting, answered) = Waiting::new(unit);
            let is_queued = match &self.writer {
                Writer::Sqlite(writer) => writer.queue(waiting).await,
                Writer::Postgres(writer) => writer.queue(waiting),
            };
            if !is_queued {
                return Err(Error::backend("write", "the writer has stopped"));
            }
            answered.await.map_err(|e| Error::backend("write", e))
        })
    }

    /// Runs SQL that is no [`Statement`], such as a migration, as one transaction.
    pub async fn script(&self, sql: Vec<String>) -> Result<()> {
        self.transact(async move |tx| {
            for text in &sql {
                tx.script(text).await?;
            }
            Ok(())
        })
        .await
    }

    /// Prepares a statement without running it: what the engine thinks of its text.
    pub async fn check(&self, statement: &'static Statement) -> Result<()> {
        self.read.check(statement).await
    }
}
