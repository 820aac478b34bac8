//! What can go wrong between a caller and an engine, in few kinds.

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row that had to be there is not.
    #[error("no such row")]
    NotFound,
    /// A unique constraint refused a row; `on` names it as `table.column[,column]`, alike on both engines.
    #[error("a row with the same {on} exists")]
    Conflict { on: String },
    /// A value that the engines cannot hold (a NUL in a text, a text longer than its column).
    #[error("{0}")]
    Invalid(String),
    /// The read took too long, or the transaction, which was undone.
    #[error("it took too long")]
    TimedOut,
    /// The engine failed, or was told nonsense.
    #[error("database: {context}")]
    Backend { context: String, source: Box<dyn std::error::Error + Send + Sync> },
}

impl Error {
    pub fn invalid(what: impl Into<String>) -> Self {
        Self::Invalid(what.into())
    }

    pub fn backend(
        context: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Backend { context: context.into(), source: source.into() }
    }

    /// Whether a unique constraint over exactly these columns (`"users.username"`) refused the row.
    pub fn is_conflict_on(&self, columns: &str) -> bool {
        matches!(self, Self::Conflict { on } if on == columns)
    }
}
