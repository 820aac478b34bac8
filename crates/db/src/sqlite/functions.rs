//! Functions that PostgreSQL has and SQLite lacks, or has for ASCII only.

use rusqlite::functions::FunctionFlags;
use rusqlite::types::Value;
use rusqlite::{Connection, Error as SqliteError};

use crate::{Error, Result};

pub(crate) fn register(connection: &Connection) -> Result<()> {
    let pure = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection
        .create_scalar_function("lower", 1, pure, |call| {
            Ok(match call.get::<Value>(0)? {
                Value::Text(text) => Value::Text(text.to_lowercase()),
                other => other,
            })
        })
        .and_then(|()| {
            connection.create_scalar_function("greatest", -1, pure, |call| extreme(call, i64::max))
        })
        .and_then(|()| connection.create_scalar_function("least", -1, pure, |call| extreme(call, i64::min)))
        .map_err(|e| Error::backend("register functions", e))
}

/// The extreme of integer arguments; as on PostgreSQL, NULLs do not count.
fn extreme(
    call: &rusqlite::functions::Context<'_>,
    better: impl Fn(i64, i64) -> i64,
) -> std::result::Result<Option<i64>, SqliteError> {
    let mut best = None;
    for index in 0..call.len() {
        if let Some(number) = call.get::<Option<i64>>(index)? {
            best = Some(best.map_or(number, |so_far| better(so_far, number)));
        }
    }
    Ok(best)
}
