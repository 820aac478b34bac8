//! One SQLite connection with its prepared statements.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use crate::sink::Sink;
use crate::{Engine, Error, Result, Row, Statement, Value};

pub(crate) struct Session {
    connection: Connection,
    /// How often a brief read may still be asked whether it goes on.
    patience: Arc<AtomicU32>,
    /// When a read that is no brief one is over.
    deadline: Arc<Mutex<Option<Instant>>>,
}

/// Steps of SQLite's machine between the questions whether a read goes on: some milliseconds, which is enough for a list
/// of a few hundred rows.
const STEPS: i32 = 30_000;

/// Prepared statements that a connection keeps.
const STATEMENTS: usize = 512;

impl Session {
    /// Opens a connection that may write, and makes the file when absent. When it begins its log anew, it leaves half of
    /// `log_limit` to it.
    pub(crate) fn open_writer(path: &Path, log_limit: u64) -> Result<Self> {
        let connection = Connection::open(path).map_err(|e| opening(path, e))?;
        let session = Self::set_up(connection)?;
        session.pragma(&format!(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 0;
             PRAGMA journal_size_limit = {};
             PRAGMA foreign_keys = ON;",
            log_limit / 2
        ))?;
        Ok(session)
    }

    /// Opens a connection that only reads.
    pub(crate) fn open_reader(path: &Path) -> Result<Self> {
        let flags =
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| opening(path, e))?;
        let session = Self::set_up(connection)?;
        session.pragma("PRAGMA query_only = ON;")?;
        Ok(session)
    }

    /// Opens a connection that only reads, and only [briefly](Self::briefly).
    pub(crate) fn open_brief_reader(path: &Path) -> Result<Self> {
        let mut session = Self::open_reader(path)?;
        // Who has to wait for the file waits on a thread.
        session.connection.busy_timeout(Duration::ZERO).map_err(|e| failure("set no busy timeout", e))?;
        let patience = session.patience.clone();
        let is_over = move || patience.fetch_sub(1, Ordering::Relaxed) == 0;
        session
            .connection
            .progress_handler(STEPS, Some(is_over))
            .map_err(|e| failure("bound the reads", e))?;
        Ok(session)
    }

    /// Runs a read that ends as [`Error::TimedOut`] where it would have to wait, or takes more steps than brief ones do.
    pub(crate) fn briefly<T>(&self, read: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        // SQLite counts the steps of earlier runs in, so it may ask too early, once.
        self.patience.store(1, Ordering::Relaxed);
        read(self)
    }

    /// Opens a connection that only reads, and not without [end](Self::within).
    pub(crate) fn open_bounded_reader(path: &Path) -> Result<Self> {
        let mut session = Self::open_reader(path)?;
        let deadline = session.deadline.clone();
        let is_over = move || deadline.lock().is_some_and(|deadline| Instant::now() >= deadline);
        session
            .connection
            .progress_handler(STEPS, Some(is_over))
            .map_err(|e| failure("bound the reads", e))?;
        Ok(session)
    }

    /// Runs a read that ends as [`Error::TimedOut`] where it takes longer.
    pub(crate) fn within<T>(&self, limit: Duration, read: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        *self.deadline.lock() = Instant::now().checked_add(limit);
        let _end = EndOfDeadline(&self.deadline);
        read(self)
    }

    fn set_up(connection: Connection) -> Result<Self> {
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection
            .busy_timeout(Duration::from_secs(10))
            .map_err(|e| Error::backend("set the busy timeout", e))?;
        // Without this promise SQLite plans a statement anew for each new value of some parameters, which costs more
        // than running it.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|e| failure("keep the plans of statements", e))?;
        super::functions::register(&connection)?;
        let session = Self { connection, patience: Arc::default(), deadline: Arc::default() };
        // The file is not mapped: each commit makes readers drop what they know of it, and a mapping costs more to build
        // again than the pages that a read needs.
        session.pragma(
            "PRAGMA case_sensitive_like = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA cache_size = -4096;
             PRAGMA mmap_size = 0;",
        )?;
        Ok(session)
    }

    fn pragma(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|e| failure("set up the connection", e))
    }

    pub(crate) fn rows(
        &self,
        statement: &'static Statement,
        params: &[Value],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let mut prepared = self.prepared(statement)?;
        let mut rows = prepared
            .query(rusqlite::params_from_iter(params.iter().map(Bound)))
            .map_err(|e| failure(statement.name, e))?;
        while let Some(row) = rows.next().map_err(|e| failure(statement.name, e))? {
            sink.take(&Row::Sqlite(row))?;
        }
        Ok(())
    }

    pub(crate) fn execute(&self, statement: &'static Statement, params: &[Value]) -> Result<u64> {
        let mut prepared = self.prepared(statement)?;
        let touched = prepared
            .execute(rusqlite::params_from_iter(params.iter().map(Bound)))
            .map_err(|e| failure(statement.name, e))?;
        Ok(touched as u64)
    }

    pub(crate) fn query(&self, sql: &str, sink: &mut dyn Sink) -> Result<()> {
        let mut prepared = self.connection.prepare(sql).map_err(|e| failure("prepare a query", e))?;
        let mut rows = prepared.query(()).map_err(|e| failure("run a query", e))?;
        while let Some(row) = rows.next().map_err(|e| failure("run a query", e))? {
            sink.take(&Row::Sqlite(row))?;
        }
        Ok(())
    }

    pub(crate) fn script(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|e| failure("run a script", e))
    }

    pub(crate) fn check(&self, statement: &'static Statement) -> Result<()> {
        self.prepared(statement).map(|_| ())
    }

    /// Whether no transaction is open. Some failures end the whole transaction by themselves.
    pub(crate) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }

    pub(crate) fn begin(&self) -> Result<()> {
        self.step("BEGIN IMMEDIATE")
    }

    pub(crate) fn commit(&self) -> Result<()> {
        self.step("COMMIT")
    }

    /// Undoes the open transaction, if there still is one.
    pub(crate) fn roll_back(&self) {
        if !self.is_idle()
            && let Err(error) = self.step("ROLLBACK")
        {
            tracing::error!(error = %error, "could not roll back");
        }
    }

    pub(crate) fn savepoint(&self) -> Result<()> {
        self.step("SAVEPOINT unit")
    }

    pub(crate) fn release(&self) -> Result<()> {
        self.step("RELEASE unit")
    }

    pub(crate) fn roll_back_to_savepoint(&self) -> Result<()> {
        self.step("ROLLBACK TO unit")?;
        self.step("RELEASE unit")
    }

    /// Interrupts the running statement once `deadline` has passed.
    pub(crate) fn limit_until(&mut self, deadline: Option<std::time::Instant>) -> Result<()> {
        let watch = deadline.map(|deadline| move || std::time::Instant::now() >= deadline);
        self.connection.progress_handler(100_000, watch).map_err(|e| failure("set the time limit", e))
    }

    /// Copies what is committed from the log to the main file, as far as no reader stands in the way.
    pub(crate) fn checkpoint(&self) -> Result<()> {
        let mut prepared = self
            .connection
            .prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")
            .map_err(|e| failure("checkpoint", e))?;
        let mut rows = prepared.query(()).map_err(|e| failure("checkpoint", e))?;
        rows.next().map(|_| ()).map_err(|e| failure("checkpoint", e))
    }

    fn step(&self, sql: &str) -> Result<()> {
        let mut prepared = self.connection.prepare_cached(sql).map_err(|e| failure(sql, e))?;
        prepared.execute(()).map(|_| ()).map_err(|e| failure(sql, e))
    }

    fn prepared(&self, statement: &'static Statement) -> Result<rusqlite::CachedStatement<'_>> {
        self.connection.prepare_cached(statement.sql(Engine::Sqlite)).map_err(|e| failure(statement.name, e))
    }
}

/// Lets the next read go on for as long as it takes, however this one ends.
struct EndOfDeadline<'a>(&'a Mutex<Option<Instant>>);

impl Drop for EndOfDeadline<'_> {
    fn drop(&mut self) {
        *self.0.lock() = None;
    }
}

struct Bound<'a>(&'a Value);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(flag) => ToSqlOutput::Borrowed(ValueRef::Integer((*flag).into())),
            Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(*number)),
            Value::Real(number) => ToSqlOutput::Borrowed(ValueRef::Real(*number)),
            Value::Text(text) | Value::Json(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            Value::List(texts) => ToSqlOutput::Owned(rusqlite::types::Value::Text(
                serde_json::Value::from(texts.clone()).to_string(),
            )),
            Value::Column(_) => {
                return Err(rusqlite::Error::ToSqlConversionFailure("rows are written one by one".into()));
            }
        })
    }
}

fn opening(path: &Path, error: rusqlite::Error) -> Error {
    Error::backend(format!("open {}", path.display()), error)
}

/// Says what an engine's failure means.
fn failure(context: &str, error: rusqlite::Error) -> Error {
    use rusqlite::ErrorCode;
    if let rusqlite::Error::SqliteFailure(code, Some(message)) = &error {
        let unique = ["UNIQUE constraint failed: ", "PRIMARY KEY constraint failed: "];
        if let Some(columns) = unique.iter().find_map(|start| message.strip_prefix(start)) {
            return Error::Conflict { on: one_table(columns) };
        }
        if matches!(code.code, ErrorCode::OperationInterrupted | ErrorCode::DatabaseBusy) {
            return Error::TimedOut;
        }
    }
    Error::backend(context, error)
}

/// `"t.a, t.b"` as `"t.a,b"`.
fn one_table(columns: &str) -> String {
    let mut parts = columns.split(", ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push(',');
        out.push_str(part.split_once('.').map_or(part, |(_, column)| column));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    static LONG: Statement = Statement::new("test.long", COUNTING, COUNTING);
    const COUNTING: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)
         SELECT count(*) FROM n";

    fn count(session: &Session, to: i64) -> Result<Vec<(i64,)>> {
        let mut sink = crate::sink::of::<(i64,)>();
        session.rows(&LONG, &[Value::Int(to)], &mut *sink)?;
        Ok(crate::sink::rows(sink))
    }

    #[test]
    fn only_what_is_long_is_stopped_however_much_was_read_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        Session::open_writer(&path, 1 << 20).unwrap();
        let session = Session::open_brief_reader(&path).unwrap();
        let count = |to: i64| session.briefly(|session| count(session, to));

        for _ in 0..1000 {
            assert_eq!(count(100).unwrap(), [(100,)]);
        }
        assert!(matches!(count(1_000_000), Err(Error::TimedOut)));
        assert_eq!(count(100).unwrap(), [(100,)]);
    }

    #[test]
    fn a_read_that_is_over_is_stopped_and_the_next_begins_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test.db");
        Session::open_writer(&path, 1 << 20).unwrap();
        let session = Session::open_bounded_reader(&path).unwrap();
        let count = |to: i64, limit: Duration| session.within(limit, |session| count(session, to));

        assert!(matches!(count(1_000_000, Duration::ZERO), Err(Error::TimedOut)));
        assert_eq!(count(1_000_000, Duration::MAX).unwrap(), [(1_000_000,)]);
    }
}
