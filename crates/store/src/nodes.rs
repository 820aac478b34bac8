//! Table `wardroom_nodes`: the servers that run on this database.
//!
//! A node counts its runs in `epoch`. What a former run of the node, or a node that others took for dead, wants to
//! write later is refused by [`is_current`], in the transaction of the effect.

use db::{Conn, Result, Tx, params};

db::statements! {
    CLAIM: "nodes.claim" =>
        "INSERT INTO wardroom_nodes (id, epoch, hostname, version, startedat, heartbeatat)
         VALUES ($1, 1, $2, $3, $4, $4)
         ON CONFLICT (id) DO UPDATE
         SET epoch = wardroom_nodes.epoch + 1, hostname = excluded.hostname, version = excluded.version,
             startedat = excluded.startedat, heartbeatat = excluded.heartbeatat
         RETURNING epoch";
    BEAT: "nodes.beat" => "UPDATE wardroom_nodes SET heartbeatat = $3 WHERE id = $1 AND epoch = $2";
    EPOCH: "nodes.epoch" => "SELECT epoch FROM wardroom_nodes WHERE id = $1 FOR SHARE";
}

/// Begins a run of a node; gives its epoch.
pub async fn claim(tx: &Tx, id: &str, hostname: &str, version: &str, now: i64) -> Result<i64> {
    tx.one::<(i64,)>(&CLAIM, params![id, hostname, version, now]).await.map(|(epoch,)| epoch)
}

/// Says that the run is alive; false when another run has begun.
pub async fn beat(tx: &Tx, id: &str, epoch: i64, now: i64) -> Result<bool> {
    Ok(tx.execute(&BEAT, params![id, epoch, now]).await? > 0)
}

/// Whether this run is the node's latest.
pub async fn is_current(conn: &Conn, id: &str, epoch: i64) -> Result<bool> {
    Ok(conn.first::<(i64,)>(&EPOCH, params![id]).await?.is_some_and(|(current,)| current == epoch))
}
