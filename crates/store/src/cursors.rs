//! Table `wardroom_cursors`: how far each subscriber has read the event log.

use db::{Conn, Result, Tx, params};

db::statements! {
    POSITION: "cursors.position" => "SELECT position FROM wardroom_cursors WHERE name = $1";
    SET: "cursors.set" =>
        "INSERT INTO wardroom_cursors (name, position, updateat)
         VALUES ($1, $2, $3)
         ON CONFLICT (name) DO UPDATE SET position = excluded.position, updateat = excluded.updateat";
    SLOWEST: "cursors.slowest" => "SELECT min(updateat) FROM wardroom_cursors";
}

/// Where a subscriber goes on; None when it has never read.
pub async fn position(conn: &Conn, name: &str) -> Result<Option<i64>> {
    Ok(conn.first::<(i64,)>(&POSITION, params![name]).await?.map(|(position,)| position))
}

pub async fn set(tx: &Tx, name: &str, position: i64, now: i64) -> Result<()> {
    tx.execute(&SET, params![name, position, now]).await.map(|_| ())
}

/// When the subscriber that is furthest behind last moved on; None without subscribers.
pub async fn slowest(conn: &Conn) -> Result<Option<i64>> {
    Ok(conn.first::<(Option<i64>,)>(&SLOWEST, params![]).await?.and_then(|(updated,)| updated))
}
