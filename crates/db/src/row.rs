//! Rows of either engine, read straight into types.
//!
//! A NULL in a column of a plain type reads as its zero (`""`, `0`, `false`): the schema leaves nearly every column
//! nullable, and to the protocol absent means zero. An absent id is `Option::None`, whether stored as NULL or `""`.

use serde::de::DeserializeOwned;
use tokio_postgres::types::{FromSql, Type};
use wire::id;

use crate::{Error, Result};

/// One row of a result, on either engine.
pub enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// A row type: reads its fields by position.
pub trait FromRow: Sized + Send + 'static {
    fn from_row(row: &Row<'_>) -> Result<Self>;
}

/// A type that one column can be read into.
pub trait Column: Sized {
    fn read(cell: Cell<'_>) -> Result<Self>;
}

/// One value of a row.
pub enum Cell<'a> {
    Null,
    Int(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Texts(Vec<String>),
}

impl Row<'_> {
    /// The value of column `index`, counted from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        let cell = match self {
            Row::Sqlite(row) => sqlite_cell(row, index)?,
            Row::Postgres(row) => {
                row.try_get::<_, PostgresCell<'_>>(index)
                    .map_err(|e| Error::backend(format!("column {index}"), e))?
                    .0
            }
        };
        T::read(cell).map_err(|error| match error {
            Error::Backend { context, source } => {
                Error::Backend { context: format!("column {index}: {context}"), source }
            }
            other => other,
        })
    }
}

fn sqlite_cell<'a>(row: &'a rusqlite::Row<'_>, index: usize) -> Result<Cell<'a>> {
    use rusqlite::types::ValueRef;
    let value = row.get_ref(index).map_err(|e| Error::backend(format!("column {index}"), e))?;
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(number) => Cell::Int(number),
        ValueRef::Real(number) => Cell::Real(number),
        ValueRef::Text(text) => {
            Cell::Text(std::str::from_utf8(text).map_err(|e| Error::backend(format!("column {index}"), e))?)
        }
        ValueRef::Blob(bytes) => Cell::Bytes(bytes),
    })
}

struct PostgresCell<'a>(Cell<'a>);

impl<'a> FromSql<'a> for PostgresCell<'a> {
    fn from_sql(
        ty: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::INT8 => Cell::Int(i64::from_sql(ty, raw)?),
            Type::INT4 => Cell::Int(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Cell::Int(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Cell::Int(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Cell::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Cell::Real(f32::from_sql(ty, raw)?.into()),
            Type::BYTEA => Cell::Bytes(raw),
            // A version byte stands before the text.
            Type::JSONB => Cell::Text(std::str::from_utf8(raw.get(1..).unwrap_or_default())?),
            Type::TEXT_ARRAY | Type::VARCHAR_ARRAY => Cell::Texts(Vec::<String>::from_sql(ty, raw)?),
            _ => Cell::Text(std::str::from_utf8(raw)?),
        }))
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(Cell::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn mismatch(wanted: &str) -> Error {
    Error::backend(format!("is no {wanted}"), "the row type does not fit the statement")
}

impl Column for i64 {
    fn read(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(0),
            Cell::Int(number) => Ok(number),
            _ => Err(mismatch("integer")),
        }
    }
}

impl Column for i32 {
    fn read(cell: Cell<'_>) -> Result<Self> {
        i64::read(cell)?.try_into().map_err(|e| Error::backend("integer", e))
    }
}

impl Column for bool {
    fn read(cell: Cell<'_>) -> Result<Self> {
        i64::read(cell).map(|number| number != 0)
    }
}

impl Column for f64 {
    fn read(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(0.0),
            Cell::Real(number) => Ok(number),
            Cell::Int(number) => Ok(number as f64),
            _ => Err(mismatch("number")),
        }
    }
}

impl Column for String {
    fn read(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(String::new()),
            Cell::Text(text) => Ok(text.to_owned()),
            _ => Err(mismatch("text")),
        }
    }
}

impl Column for Vec<u8> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(Vec::new()),
            Cell::Bytes(bytes) => Ok(bytes.to_vec()),
            _ => Err(mismatch("bytes")),
        }
    }
}

/// A column that holds JSON, read into `T`; NULL and the empty text read as JSON `null`.
#[derive(Debug, Clone, PartialEq)]
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> Column for Json<T> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        let text = match cell {
            Cell::Null | Cell::Text("") => "null",
            Cell::Text(text) => text,
            _ => return Err(mismatch("JSON text")),
        };
        serde_json::from_str(text).map(Json).map_err(|e| Error::backend("JSON", e))
    }
}

/// NULL is `None`; for ids the empty text is, too, and for JSON its `null`.
impl<T: OptionalColumn> Column for Option<T> {
    fn read(cell: Cell<'_>) -> Result<Self> {
        match cell {
            Cell::Null => Ok(None),
            Cell::Text(text) if T::ABSENT.contains(&text) => Ok(None),
            cell => T::read(cell).map(Some),
        }
    }
}

/// Columns that may be absent.
pub trait OptionalColumn: Column {
    /// Texts that stand for nothing.
    const ABSENT: &'static [&'static str] = &[];
}

impl OptionalColumn for i64 {}
impl OptionalColumn for bool {}
impl OptionalColumn for String {}
impl<T: DeserializeOwned> OptionalColumn for Json<T> {
    const ABSENT: &'static [&'static str] = &["", "null"];
}

macro_rules! id_columns {
    ($($name:ident),*) => {$(
        impl Column for id::$name {
            fn read(cell: Cell<'_>) -> Result<Self> {
                match cell {
                    Cell::Text(text) => text.parse().map_err(|e| Error::backend(stringify!($name), e)),
                    _ => Err(mismatch("id")),
                }
            }
        }

        impl OptionalColumn for id::$name {
            const ABSENT: &'static [&'static str] = &[""];
        }
    )*};
}

id_columns!(
    Id,
    UserId,
    TeamId,
    ChannelId,
    PostId,
    FileId,
    RoleId,
    SchemeId,
    TermsId,
    SessionId,
    TokenId,
    ConnectionId,
    JobId
);

macro_rules! tuples {
    ($($name:ident $index:tt),+) => {
        impl<$($name: Column + Send + 'static),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row<'_>) -> Result<Self> {
                Ok(($(row.get::<$name>($index)?,)+))
            }
        }
    };
}

tuples!(A 0);
tuples!(A 0, B 1);
tuples!(A 0, B 1, C 2);
tuples!(A 0, B 1, C 2, D 3);
tuples!(A 0, B 1, C 2, D 3, E 4);
tuples!(A 0, B 1, C 2, D 3, E 4, F 5);

/// Declares a row type whose fields are read in the order of a statement's columns.
///
/// ```
/// db::row! {
///     /// A reaction as stored.
///     #[derive(Debug, Clone)]
///     pub struct ReactionRow {
///         pub emoji_name: String,
///         pub create_at: i64,
///     }
/// }
/// ```
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        pub struct $name { $($(#[$doc])* pub $field: $type),* }

        impl $crate::FromRow for $name {
            fn from_row(row: &$crate::Row<'_>) -> $crate::Result<Self> {
                let mut column = 0..;
                let mut next = || column.next().expect("a row has fewer columns than usize counts");
                Ok(Self { $($field: row.get::<$type>(next())?),* })
            }
        }
    };
}
