//! Reading the event log behind a position, in order, without skipping what may still come.
//!
//! Ids are taken inside transactions, so on PostgreSQL one may become visible after a higher one. What excludes each
//! other by a row lock takes its ids in the order of commits; so reading in the order of ids, and waiting at gaps, keeps
//! every order that matters. A gap is passed when it can no longer be filled: when no transaction that was writing
//! events while the gap was seen is still running. Only then is a transaction known to have been undone.

use std::time::Duration;

use db::Conn;
use store::events::EventRow;

/// A reader's place in the log.
pub(crate) struct Tail {
    /// The number of the next event.
    next: i64,
    gap: Option<Gap>,
}

/// What stands in the way.
struct Gap {
    looks: u32,
    /// Numbers below it were taken when the writers were asked for.
    end: i64,
    /// Transactions that may still fill the gap; None until they were asked for.
    writers: Option<Vec<String>>,
}

/// What one look at the log gave.
pub(crate) struct Look {
    pub(crate) rows: Vec<EventRow>,
    /// How soon to look again without being woken.
    pub(crate) again_in: Option<Duration>,
}

/// Rows that are read at a time.
const PIECE: i64 = 500;
/// Looks at a gap before its writers are asked for: nearly always it is filled by then.
const LOOKS: u32 = 4;
const SOON: Duration = Duration::from_millis(2);

impl Tail {
    pub(crate) fn at(next: i64) -> Self {
        Self { next, gap: None }
    }

    /// The number of the next event.
    pub(crate) fn next(&self) -> i64 {
        self.next
    }

    /// Goes past events that were had in another way.
    pub(crate) fn skip_to(&mut self, next: i64) {
        if next > self.next {
            *self = Self::at(next);
        }
    }

    /// Reads on, as far as nothing is missing.
    pub(crate) async fn look(&mut self, conn: &Conn) -> db::Result<Look> {
        let passable = self.passable(conn).await?;
        let mut rows = store::events::from(conn, self.next, PIECE).await?;
        let is_full = rows.len() as i64 == PIECE;
        let whole = rows
            .iter()
            .scan(self.next, |next, row| {
                let follows = row.id == *next || row.id <= passable;
                *next = row.id + 1;
                follows.then_some(())
            })
            .count();
        let beyond = (whole < rows.len()).then(|| rows.last().map_or(0, |row| row.id + 1));
        rows.truncate(whole);
        if let Some(last) = rows.last() {
            self.next = last.id + 1;
        }
        match (beyond, &mut self.gap) {
            (None, gap) => *gap = None,
            (Some(end), None) => self.gap = Some(Gap { looks: 1, end, writers: None }),
            (Some(end), Some(gap)) => {
                gap.looks += 1;
                if rows.last().is_some() || gap.end <= self.next {
                    *gap = Gap { looks: 1, end, writers: None };
                }
            }
        }
        let again_in = if is_full && beyond.is_none() { Some(Duration::ZERO) } else { beyond.map(|_| SOON) };
        Ok(Look { rows, again_in })
    }

    /// The number up to which a gap is known to stay one.
    async fn passable(&mut self, conn: &Conn) -> db::Result<i64> {
        let Some(gap) = &mut self.gap else { return Ok(0) };
        if gap.looks < LOOKS {
            return Ok(0);
        }
        let running = store::events::writers(conn).await?;
        let suspects = gap.writers.get_or_insert_with(|| running.clone());
        suspects.retain(|writer| running.contains(writer));
        Ok(if suspects.is_empty() { gap.end } else { 0 })
    }
}
