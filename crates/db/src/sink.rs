//! Where the rows of a result go, whatever their type.
//!
//! Engines hand rows to a [`Sink`] and know no row type, so what they do is compiled once, in this crate, and not again
//! for every type of row in every crate that reads one.

use std::any::Any;

use crate::{FromRow, Result, Row};

/// Takes the rows of one result, in their order.
pub(crate) trait Sink: Any + Send {
    fn take(&mut self, row: &Row<'_>) -> Result<()>;
    /// Forgets what came so far: the statement runs again.
    fn restart(&mut self);
}

struct Rows<T>(Vec<T>);

impl<T: FromRow> Sink for Rows<T> {
    fn take(&mut self, row: &Row<'_>) -> Result<()> {
        self.0.push(T::from_row(row)?);
        Ok(())
    }

    fn restart(&mut self) {
        self.0.clear();
    }
}

/// A sink for rows of one type.
pub(crate) fn of<T: FromRow>() -> Box<dyn Sink> {
    Box::new(Rows::<T>(Vec::new()))
}

/// What came into a sink that was made for rows of this type.
pub(crate) fn rows<T: FromRow>(sink: Box<dyn Sink>) -> Vec<T> {
    let sink: Box<dyn Any> = sink;
    sink.downcast::<Rows<T>>().map(|rows| rows.0).expect("a sink is emptied as what it was made for")
}
