//! Table `wardroom_events`: the event log. A row is written in the transaction of the change it tells of.
//!
//! On SQLite ids are in the order of commits. On PostgreSQL a row may become visible after one with a higher id; see
//! [`settled`].

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
    // PostgreSQL: transactions commit in another order than they take ids in. What ran before the oldest transaction
    // that still runs is complete, so the window between two such horizons can be read once and for all. Within a
    // window ids follow the order of row locks, and so the order of commits of what excludes each other.
    HORIZON: "events.horizon",
        sqlite: "SELECT coalesce(max(id), 0) + 1 FROM wardroom_events",
        postgres: "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)";
    WINDOW: "events.window",
        sqlite: "SELECT id, createat, kind, audience, data
                 FROM wardroom_events
                 WHERE id >= $1 AND id < $2
                 ORDER BY id",
        postgres: "SELECT id, createat, kind, audience, data
                   FROM wardroom_events
                   WHERE txid >= CAST(CAST(CAST($1 AS bigint) AS text) AS xid8)
                     AND txid < CAST(CAST(CAST($2 AS bigint) AS text) AS xid8)
                   ORDER BY id";
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

/// Writes an event. Gives its id where ids are in the order of commits (SQLite), so that nobody need read it back.
pub async fn append(tx: &Tx, now: i64, kind: &str, audience: &str, data: &str) -> Result<Option<i64>> {
    let values = params![now, kind, audience, data];
    match tx.engine() {
        db::Engine::Sqlite => tx.one::<(i64,)>(&APPEND, values).await.map(|(id,)| Some(id)),
        db::Engine::Postgres => tx.send(&APPEND_BLIND, values).await.map(|()| None),
    }
}

/// The end of what can be read completely; the start of the next window.
pub async fn horizon(conn: &Conn) -> Result<i64> {
    conn.one::<(i64,)>(&HORIZON, params![]).await.map(|(horizon,)| horizon)
}

/// What was written between two horizons, in order.
pub async fn settled(conn: &Conn, from: i64, to: i64) -> Result<Vec<EventRow>> {
    conn.rows(&WINDOW, params![from, to]).await
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
