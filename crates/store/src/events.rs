//! Table `wardroom_events`: the event log. A row is written in the transaction of the change it tells of.
//!
//! On SQLite ids are in the order of commits. On PostgreSQL a row may become visible after one with a higher id; see
//! [`writers`].

use db::{Conn, Result, Tx, params};

db::row! {
    #[derive(Debug, Clone)]
    pub struct EventRow {
        pub id: i64,
        pub create_at: i64,
        pub kind: String,
        /// Who hears it, as JSON.
        pub audience: String,
        /// What they hear, as JSON.
        pub data: String,
    }
}

db::statements! {
    APPEND: "events.append" =>
        "INSERT INTO wardroom_events (createat, kind, audience, data) VALUES ($1, $2, $3, $4) RETURNING id";
    APPEND_BLIND: "events.append_blind" =>
        "INSERT INTO wardroom_events (createat, kind, audience, data) VALUES ($1, $2, $3, $4)";
    APPEND_MANY: "events.append_many",
        postgres: "INSERT INTO wardroom_events (createat, kind, audience, data)
                   SELECT e.createat, e.kind, e.audience, e.data
                   FROM unnest(CAST($1 AS bigint[]), CAST($2 AS text[]), CAST($3 AS text[]), CAST($4 AS text[]))
                        WITH ORDINALITY AS e (createat, kind, audience, data, number)
                   ORDER BY e.number";
    END: "events.end" => "SELECT coalesce(max(id), 0) + 1 FROM wardroom_events";
    FROM: "events.from" =>
        "SELECT id, createat, kind, audience, data
         FROM wardroom_events
         WHERE id >= $1
         ORDER BY id
         LIMIT $2";
    // A transaction holds this lock from before it takes an id to its end. SQLite has one writer, and no gaps.
    WRITERS: "events.writers",
        sqlite: "SELECT '' WHERE FALSE",
        postgres: "SELECT virtualtransaction
                   FROM pg_locks
                   WHERE locktype = 'relation' AND relation = CAST('wardroom_events' AS regclass)
                     AND mode = 'RowExclusiveLock'
                     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    BY_IDS: "events.by_ids",
        sqlite: "SELECT id, createat, kind, audience, data
                 FROM wardroom_events
                 WHERE id IN (SELECT CAST(value AS INTEGER) FROM json_each($1))
                 ORDER BY id",
        postgres: "SELECT id, createat, kind, audience, data
                   FROM wardroom_events
                   WHERE id IN (SELECT CAST(value AS bigint) FROM unnest(CAST($1 AS text[])) AS value)
                   ORDER BY id";
    REMOVE_BEFORE: "events.remove_before" =>
        "DELETE FROM wardroom_events
         WHERE id IN (SELECT id FROM wardroom_events WHERE createat < $1 ORDER BY id LIMIT $2)";
}

/// An event that is about to be written.
#[derive(Debug, Clone, Copy)]
pub struct NewEvent<'a> {
    pub create_at: i64,
    pub kind: &'a str,
    /// Who hears it, as JSON.
    pub audience: &'a str,
    /// What they hear, as JSON.
    pub data: &'a str,
}

/// Writes events, in this order. Gives their ids where those are in the order of commits (SQLite), so that nobody need
/// read them back, otherwise nothing.
pub async fn append(tx: &Tx, events: &[NewEvent<'_>]) -> Result<Vec<i64>> {
    let rows = events.iter().map(|event| params![event.create_at, event.kind, event.audience, event.data]);
    match tx.engine() {
        db::Engine::Sqlite => {
            let mut ids = Vec::with_capacity(events.len());
            for row in rows {
                ids.push(tx.one::<(i64,)>(&APPEND, row).await?.0);
            }
            Ok(ids)
        }
        db::Engine::Postgres => {
            tx.send_all(&APPEND_BLIND, &APPEND_MANY, rows.collect()).await.map(|()| Vec::new())
        }
    }
}

/// The number behind the last event that is visible.
pub async fn end(conn: &Conn) -> Result<i64> {
    conn.one::<(i64,)>(&END, params![]).await.map(|(end,)| end)
}

/// At most `limit` visible events from number `from` on, in order. On PostgreSQL one that is missing between them may
/// still come; see [`writers`].
pub async fn from(conn: &Conn, from: i64, limit: i64) -> Result<Vec<EventRow>> {
    conn.rows(&FROM, params![from, limit]).await
}

/// The transactions that have written, or are about to write, events and have not ended. When none of those that run
/// at some moment runs any more, numbers that were taken before that moment are visible or never will be.
pub async fn writers(conn: &Conn) -> Result<Vec<String>> {
    Ok(conn.rows::<(String,)>(&WRITERS, params![]).await?.into_iter().map(|(writer,)| writer).collect())
}

/// Events by id, in order; those that are gone are left out.
pub async fn by_ids(conn: &Conn, ids: &[i64]) -> Result<Vec<EventRow>> {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    conn.rows(&BY_IDS, params![ids]).await
}

/// Removes at most `limit` events from before `before`; gives how many.
pub async fn remove_before(tx: &Tx, before: i64, limit: i64) -> Result<u64> {
    tx.execute(&REMOVE_BEFORE, params![before, limit]).await
}
