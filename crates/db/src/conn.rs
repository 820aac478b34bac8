//! What a statement is run on: a reader, or the transaction that writes.

use std::cell::RefCell;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use futures_util::future::BoxFuture;
use parking_lot::Mutex;

use crate::postgres::{self, Client};
use crate::sink::{self, Sink};
use crate::sqlite::{self, Session};
use crate::{Announcement, Engine, Error, FromRow, Params, Result, Statement, Value};

/// Somewhere to run statements that read. A [`Tx`] is one, too.
#[derive(Clone)]
pub struct Conn {
    inner: Inner,
    tally: Tally,
}

/// A statement that was run, with its parameters.
pub type Run = (&'static Statement, Params);

/// What was run, over all connections of a database.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally(Arc<Tallied>);

#[derive(Debug, Default)]
struct Tallied {
    count: AtomicU64,
    is_recording: AtomicBool,
    recorded: Mutex<Vec<Run>>,
}

impl Tally {
    pub(crate) fn count(&self) -> u64 {
        self.0.count.load(Ordering::Relaxed)
    }

    /// Keeps what is run from now on, until it is taken.
    pub(crate) fn record(&self) {
        self.0.is_recording.store(true, Ordering::Relaxed);
    }

    pub(crate) fn take(&self) -> Vec<Run> {
        self.0.is_recording.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.0.recorded.lock())
    }

    fn add(&self, statement: &'static Statement, params: &Params) {
        self.0.count.fetch_add(1, Ordering::Relaxed);
        if self.0.is_recording.load(Ordering::Relaxed) {
            self.0.recorded.lock().push((statement, params.clone()));
        }
    }
}

#[derive(Clone)]
enum Inner {
    SqliteReaders(sqlite::Readers),
    SqliteTransaction(Arc<Mutex<Session>>),
    PostgresPool(postgres::Pool),
    PostgresTransaction(Arc<Client>),
}

impl Conn {
    pub(crate) fn sqlite_readers(readers: sqlite::Readers, tally: Tally) -> Self {
        Self { inner: Inner::SqliteReaders(readers), tally }
    }

    pub(crate) fn postgres_pool(pool: postgres::Pool, tally: Tally) -> Self {
        Self { inner: Inner::PostgresPool(pool), tally }
    }

    /// The same, for what goes on beside the requests: its statements are not among those that were run.
    pub fn apart(&self) -> Self {
        Self { inner: self.inner.clone(), tally: Tally::default() }
    }

    pub fn engine(&self) -> Engine {
        match self.inner {
            Inner::SqliteReaders(_) | Inner::SqliteTransaction(_) => Engine::Sqlite,
            Inner::PostgresPool(_) | Inner::PostgresTransaction(_) => Engine::Postgres,
        }
    }

    /// Every row of the result.
    pub async fn rows<T: FromRow>(&self, statement: &'static Statement, params: Params) -> Result<Vec<T>> {
        self.fetch(statement, params, sink::of::<T>()).await.map(sink::rows)
    }

    fn fetch(
        &self,
        statement: &'static Statement,
        params: Params,
        mut sink: Box<dyn Sink>,
    ) -> BoxFuture<'_, Result<Box<dyn Sink>>> {
        Box::pin(async move {
            storable(&params)?;
            self.tally.add(statement, &params);
            match &self.inner {
                Inner::SqliteReaders(readers) => return readers.rows(statement, params, sink).await,
                Inner::SqliteTransaction(session) => session.lock().rows(statement, &params, &mut *sink)?,
                Inner::PostgresPool(pool) => {
                    postgres::get(pool).await?.rows(statement, &params, &mut *sink).await?;
                }
                Inner::PostgresTransaction(client) => client.rows(statement, &params, &mut *sink).await?,
            }
            Ok(sink)
        })
    }

    /// The first row of the result, if there is one.
    pub async fn first<T: FromRow>(
        &self,
        statement: &'static Statement,
        params: Params,
    ) -> Result<Option<T>> {
        Ok(self.rows(statement, params).await?.into_iter().next())
    }

    /// The first row of the result; its absence is [`Error::NotFound`].
    pub async fn one<T: FromRow>(&self, statement: &'static Statement, params: Params) -> Result<T> {
        self.first(statement, params).await?.ok_or(Error::NotFound)
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        static PING: Statement = Statement::new("db.ping", "SELECT 1", "SELECT CAST(1 AS BIGINT)");
        self.one::<(i64,)>(&PING, Params::new()).await.map(|_| ())
    }

    /// The rows of a query that is no constant, such as one of a catalogue.
    pub async fn query<T: FromRow>(&self, sql: &str) -> Result<Vec<T>> {
        self.fetch_text(sql, sink::of::<T>()).await.map(sink::rows)
    }

    fn fetch_text<'a>(
        &'a self,
        sql: &'a str,
        mut sink: Box<dyn Sink>,
    ) -> BoxFuture<'a, Result<Box<dyn Sink>>> {
        Box::pin(async move {
            match &self.inner {
                Inner::SqliteReaders(readers) => {
                    let sql = sql.to_owned();
                    let read = move |session: &Session| session.query(&sql, &mut *sink).map(|()| sink);
                    return readers.run(read).await;
                }
                Inner::SqliteTransaction(session) => session.lock().query(sql, &mut *sink)?,
                Inner::PostgresPool(pool) => postgres::get(pool).await?.query(sql, &mut *sink).await?,
                Inner::PostgresTransaction(client) => client.query(sql, &mut *sink).await?,
            }
            Ok(sink)
        })
    }

    pub(crate) async fn check(&self, statement: &'static Statement) -> Result<()> {
        match &self.inner {
            Inner::SqliteReaders(readers) => readers.run(move |session| session.check(statement)).await,
            Inner::SqliteTransaction(session) => session.lock().check(statement),
            Inner::PostgresPool(pool) => postgres::get(pool).await?.check(statement).await,
            Inner::PostgresTransaction(client) => client.check(statement).await,
        }
    }
}

/// A transaction. It ends with the closure that was given it: committed when that succeeds, undone when it fails.
pub struct Tx {
    conn: Conn,
    announcements: RefCell<Vec<Announcement>>,
}

impl Tx {
    pub(crate) fn sqlite(session: Arc<Mutex<Session>>, tally: Tally) -> Self {
        Self::on(Conn { inner: Inner::SqliteTransaction(session), tally })
    }

    pub(crate) fn postgres(client: Arc<Client>, tally: Tally) -> Self {
        Self::on(Conn { inner: Inner::PostgresTransaction(client), tally })
    }

    fn on(conn: Conn) -> Self {
        Self { conn, announcements: RefCell::default() }
    }

    /// Runs a statement that writes; gives the number of rows it touched.
    pub fn execute(&self, statement: &'static Statement, params: Params) -> BoxFuture<'_, Result<u64>> {
        let conn = &self.conn;
        Box::pin(async move {
            storable(&params)?;
            conn.tally.add(statement, &params);
            match &conn.inner {
                Inner::SqliteTransaction(session) => session.lock().execute(statement, &params),
                Inner::PostgresTransaction(client) => client.execute(statement, &params).await,
                Inner::SqliteReaders(_) | Inner::PostgresPool(_) => Err(not_a_transaction()),
            }
        })
    }

    /// Runs a statement whose outcome nobody waits for within the transaction; if it fails, the commit does.
    ///
    /// On PostgreSQL it is sent at once and its answer is read together with that of the commit, which saves a round
    /// trip each. Statements keep their order.
    pub fn send(&self, statement: &'static Statement, params: Params) -> BoxFuture<'_, Result<()>> {
        let conn = &self.conn;
        Box::pin(async move {
            storable(&params)?;
            conn.tally.add(statement, &params);
            match &conn.inner {
                Inner::SqliteTransaction(session) => session.lock().execute(statement, &params).map(|_| ()),
                Inner::PostgresTransaction(client) => client.send(statement, params).await,
                Inner::SqliteReaders(_) | Inner::PostgresPool(_) => Err(not_a_transaction()),
            }
        })
    }

    /// Sends `one` for each of `rows`. Several at once are one statement on PostgreSQL: `many`, which gets each parameter
    /// as an array with a value for every row.
    pub async fn send_all(
        &self,
        one: &'static Statement,
        many: &'static Statement,
        rows: Vec<Params>,
    ) -> Result<()> {
        if rows.len() > 1 && self.engine() == Engine::Postgres {
            return self.send(many, columns(rows)).await;
        }
        for row in rows {
            self.send(one, row).await?;
        }
        Ok(())
    }

    /// The rows that a statement gives for PostgreSQL alone, which gets each parameter of `rows` as an array.
    pub async fn rows_of_all<T: FromRow>(
        &self,
        many: &'static Statement,
        rows: Vec<Params>,
    ) -> Result<Vec<T>> {
        if rows.is_empty() { Ok(Vec::new()) } else { self.rows(many, columns(rows)).await }
    }

    /// For a transaction of many rows that has others waiting behind it, before its first statement: it fails where
    /// another one holds what it wants for longer than a moment, and notes that it did.
    pub(crate) fn hurry(&self, lacks_a_lock: Arc<AtomicBool>) {
        if let Inner::PostgresTransaction(client) = &self.conn.inner {
            client.hurry(lacks_a_lock);
        }
    }

    /// Leaves something for the commit listener.
    pub fn announce(&self, announcement: Announcement) {
        self.announcements.borrow_mut().push(announcement);
    }

    pub(crate) async fn script(&self, sql: &str) -> Result<()> {
        match &self.conn.inner {
            Inner::SqliteTransaction(session) => session.lock().script(sql),
            Inner::PostgresTransaction(client) => client.script(sql).await,
            Inner::SqliteReaders(_) | Inner::PostgresPool(_) => Err(not_a_transaction()),
        }
    }

    pub(crate) fn take_announcements(&self) -> Vec<Announcement> {
        self.announcements.take()
    }

    /// Whether a statement failed in a way that running the whole transaction again may heal.
    pub(crate) fn lost_a_race(&self) -> bool {
        matches!(&self.conn.inner, Inner::PostgresTransaction(client) if client.lost_a_race())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.conn
    }
}

/// Rows, turned into one array for each parameter.
fn columns(rows: Vec<Params>) -> Params {
    let width = rows.first().map_or(0, Vec::len);
    let mut columns: Vec<Vec<Value>> = (0..width).map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    columns.into_iter().map(Value::Column).collect()
}

fn not_a_transaction() -> Error {
    Error::backend("write", "a transaction is made on a connection that writes")
}

fn storable(params: &Params) -> Result<()> {
    if params.iter().all(Value::is_storable) { Ok(()) } else { Err(Error::invalid("a text holds a NUL")) }
}
