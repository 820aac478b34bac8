//! One PostgreSQL connection with its prepared statements.

use std::collections::HashMap;
use std::error::Error as StdError;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Waker};

use bytes::{BufMut, BytesMut};
use parking_lot::Mutex;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use crate::sink::Sink;
use crate::{Engine, Error, Params, Result, Row, Statement, Value};

pub(crate) struct Client {
    client: Arc<tokio_postgres::Client>,
    statements: Mutex<HashMap<usize, tokio_postgres::Statement>>,
    transaction: Mutex<Transaction>,
    lost_a_race: AtomicBool,
}

/// Begins a transaction that writes many rows and has others waiting behind it. Its rows are sought one by one, in the
/// order in which they are given, so that whoever locks the same ones does so in the same order.
const HURRIED: &str = "BEGIN;
    SET LOCAL lock_timeout = '100ms'; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";

type Answer = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// Where the connection stands between `BEGIN` and `COMMIT`.
#[derive(Default)]
struct Transaction {
    state: State,
    /// Statements that are sent and not yet answered.
    sent: Vec<Answer>,
    /// Where it is noted that a lock was not to be had soon, if the transaction does not wait for one.
    lacks_a_lock: Option<Arc<AtomicBool>>,
}

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Outside,
    /// `BEGIN` goes out with the first statement.
    Due,
    Inside,
}

impl Client {
    pub(crate) fn new(client: tokio_postgres::Client) -> Self {
        Self {
            client: Arc::new(client),
            statements: Mutex::default(),
            transaction: Mutex::default(),
            lost_a_race: AtomicBool::new(false),
        }
    }

    pub(crate) fn is_reusable(&self) -> bool {
        !self.client.is_closed() && self.transaction.lock().state == State::Outside
    }

    pub(crate) async fn rows(
        &self,
        statement: &'static Statement,
        params: &[Value],
        sink: &mut dyn Sink,
    ) -> Result<()> {
        let prepared = self.prepared(statement).await?;
        self.begin_if_due();
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        let rows =
            self.client.query(&prepared, &params).await.map_err(|e| self.failure(statement.name, e))?;
        rows.iter().try_for_each(|row| sink.take(&Row::Postgres(row)))
    }

    pub(crate) async fn execute(&self, statement: &'static Statement, params: &[Value]) -> Result<u64> {
        let prepared = self.prepared(statement).await?;
        self.begin_if_due();
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.client.execute(&prepared, &params).await.map_err(|e| self.failure(statement.name, e))
    }

    /// Sends a statement; its answer is read by [`Client::commit`].
    pub(crate) async fn send(&self, statement: &'static Statement, params: Params) -> Result<()> {
        let prepared = self.prepared(statement).await?;
        self.begin_if_due();
        let client = self.client.clone();
        self.dispatch(async move {
            let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
            client.execute(&prepared, &params).await.map(|_| ()).map_err(|e| failure(statement.name, e))
        });
        Ok(())
    }

    pub(crate) async fn query(&self, sql: &str, sink: &mut dyn Sink) -> Result<()> {
        self.begin_if_due();
        let rows = self.client.query(sql, &[]).await.map_err(|e| self.failure("run a query", e))?;
        rows.iter().try_for_each(|row| sink.take(&Row::Postgres(row)))
    }

    pub(crate) async fn script(&self, sql: &str) -> Result<()> {
        self.begin_if_due();
        self.client.batch_execute(sql).await.map_err(|e| self.failure("run a script", e))
    }

    pub(crate) async fn check(&self, statement: &'static Statement) -> Result<()> {
        self.prepared(statement).await.map(|_| ())
    }

    /// Opens a transaction with the next statement.
    pub(crate) fn begin(&self) {
        self.lost_a_race.store(false, Ordering::Relaxed);
        *self.transaction.lock() = Transaction { state: State::Due, ..Transaction::default() };
    }

    /// Lets a transaction that has not begun fail, and note why, where somebody holds a lock for longer than a moment.
    pub(crate) fn hurry(&self, lacks_a_lock: Arc<AtomicBool>) {
        self.transaction.lock().lacks_a_lock = Some(lacks_a_lock);
    }

    /// Commits; an answer to a sent statement that was a failure fails the commit.
    pub(crate) async fn commit(&self) -> Result<()> {
        {
            let mut transaction = self.transaction.lock();
            if transaction.state == State::Due {
                transaction.state = State::Outside;
                return Ok(());
            }
        }
        let client = self.client.clone();
        self.dispatch(async move { client.batch_execute("COMMIT").await.map_err(|e| failure("commit", e)) });
        let answers = std::mem::take(&mut self.transaction.lock().sent);
        let outcomes = futures_util::future::join_all(answers).await;
        let outcome = outcomes.into_iter().collect::<Result<()>>().inspect_err(|error| self.note(error));
        // A failed COMMIT, or one after a failed statement, has ended the transaction all the same.
        if !self.client.is_closed() {
            self.transaction.lock().state = State::Outside;
        }
        outcome
    }

    /// Undoes the transaction. Gives how a statement had failed that nobody waited for: the reason why those behind it
    /// failed, too.
    pub(crate) async fn roll_back(&self) -> Option<Error> {
        let mut first = None;
        if self.transaction.lock().state == State::Inside {
            let answers = std::mem::take(&mut self.transaction.lock().sent);
            for outcome in futures_util::future::join_all(answers).await {
                if let Err(error) = outcome {
                    self.note(&error);
                    first.get_or_insert(error);
                }
            }
            if let Err(error) = self.client.batch_execute("ROLLBACK").await {
                tracing::warn!(error = %error, "could not roll back; the connection is given up");
                return first;
            }
        }
        self.transaction.lock().state = State::Outside;
        first
    }

    /// Whether the transaction failed because of another one beside it.
    pub(crate) fn lost_a_race(&self) -> bool {
        self.lost_a_race.load(Ordering::Relaxed)
    }

    fn begin_if_due(&self) {
        let begin = {
            let mut transaction = self.transaction.lock();
            if transaction.state != State::Due {
                return;
            }
            transaction.state = State::Inside;
            if transaction.lacks_a_lock.is_some() { HURRIED } else { "BEGIN" }
        };
        let client = self.client.clone();
        self.dispatch(async move { client.batch_execute(begin).await.map_err(|e| failure("begin", e)) });
    }

    /// Puts a request on the wire now and keeps its answer for later. The client sends when first polled, so the order
    /// of requests is the order of these calls.
    fn dispatch(&self, request: impl Future<Output = Result<()>> + Send + 'static) {
        let mut answer: Answer = Box::pin(request);
        let answer = match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(outcome) => Box::pin(std::future::ready(outcome)),
            Poll::Pending => answer,
        };
        self.transaction.lock().sent.push(answer);
    }

    async fn prepared(&self, statement: &'static Statement) -> Result<tokio_postgres::Statement> {
        if let Some(prepared) = self.statements.lock().get(&statement.key()) {
            return Ok(prepared.clone());
        }
        let prepared = self
            .client
            .prepare(statement.sql(Engine::Postgres))
            .await
            .map_err(|e| self.failure(statement.name, e))?;
        self.statements.lock().insert(statement.key(), prepared.clone());
        Ok(prepared)
    }

    fn failure(&self, context: &str, error: tokio_postgres::Error) -> Error {
        let error = failure(context, error);
        self.note(&error);
        error
    }

    fn note(&self, error: &Error) {
        let Error::Backend { source, .. } = error else { return };
        let code = source.downcast_ref::<tokio_postgres::Error>().and_then(|e| e.code());
        let races = [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED];
        if code.is_some_and(|code| races.contains(&code)) {
            self.lost_a_race.store(true, Ordering::Relaxed);
        }
        if code == Some(&SqlState::LOCK_NOT_AVAILABLE)
            && let Some(lacks_a_lock) = &self.transaction.lock().lacks_a_lock
        {
            lacks_a_lock.store(true, Ordering::Relaxed);
        }
    }
}

/// Says what the server's refusal means.
fn failure(context: &str, error: tokio_postgres::Error) -> Error {
    let Some(refusal) = error.as_db_error() else { return Error::backend(context, error) };
    match *refusal.code() {
        SqlState::UNIQUE_VIOLATION => Error::Conflict { on: conflict(refusal) },
        SqlState::STRING_DATA_RIGHT_TRUNCATION => Error::invalid("a text is too long for its column"),
        SqlState::UNTRANSLATABLE_CHARACTER
        | SqlState::CHARACTER_NOT_IN_REPERTOIRE
        | SqlState::INVALID_TEXT_REPRESENTATION => Error::invalid("a value is none that its column can hold"),
        SqlState::QUERY_CANCELED => Error::TimedOut,
        _ => Error::backend(context, error),
    }
}

/// `table.column[,column]` from the server's detail: `Key (a, b)=(1, 2) already exists.`
fn conflict(refusal: &tokio_postgres::error::DbError) -> String {
    let columns = refusal
        .detail()
        .and_then(|detail| detail.strip_prefix("Key ("))
        .and_then(|rest| rest.split_once(")="))
        .map(|(columns, _)| columns.replace(", ", ","))
        .or_else(|| refusal.constraint().map(str::to_owned))
        .unwrap_or_default();
    format!("{}.{columns}", refusal.table().unwrap_or_default())
}

type Encoded = std::result::Result<IsNull, Box<dyn StdError + Sync + Send>>;

impl ToSql for Value {
    /// Encodes for the type that the server inferred for the parameter.
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Encoded {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Bool(flag) => match *ty {
                Type::BOOL => flag.to_sql(ty, out),
                _ => Value::Int((*flag).into()).to_sql(ty, out),
            },
            Value::Int(number) => match *ty {
                Type::INT8 => number.to_sql(ty, out),
                Type::INT4 => i32::try_from(*number)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*number)?.to_sql(ty, out),
                Type::FLOAT8 => (*number as f64).to_sql(ty, out),
                Type::BOOL => (*number != 0).to_sql(ty, out),
                _ => Err(format!("an integer for a parameter of type {ty}").into()),
            },
            Value::Real(number) => match *ty {
                Type::FLOAT8 => number.to_sql(ty, out),
                Type::FLOAT4 => (*number as f32).to_sql(ty, out),
                _ => Err(format!("a real number for a parameter of type {ty}").into()),
            },
            Value::Text(text) | Value::Json(text) => {
                if *ty == Type::JSONB {
                    out.put_u8(1);
                }
                out.put_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            Value::Bytes(bytes) => {
                out.put_slice(bytes);
                Ok(IsNull::No)
            }
            Value::List(texts) => texts.to_sql(ty, out),
            Value::Column(values) => values.to_sql(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
