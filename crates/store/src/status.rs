//! Table `status`: what each user's presence was when it changed last.

use db::{Conn, Result, Tx, params};
use wire::UserId;

db::row! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct StatusRow {
        pub user_id: UserId,
        /// `online`, `away`, `dnd`, `ooo` or `offline`.
        pub status: String,
        /// Whether the user chose it.
        pub manual: bool,
        pub last_activity_at: i64,
        /// In seconds; 0: no end.
        pub dnd_end_time: i64,
        /// What comes back when do-not-disturb ends.
        pub prev_status: String,
    }
}

db::statements! {
    SAVE: "status.save" =>
        "INSERT INTO status (userid, status, manual, lastactivityat, dndendtime, prevstatus)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (userid) DO UPDATE
         SET status = excluded.status, manual = excluded.manual, lastactivityat = excluded.lastactivityat,
             dndendtime = excluded.dndendtime, prevstatus = excluded.prevstatus";
    OF_USERS: "status.of_users" =>
        "SELECT userid, status, manual, lastactivityat, dndendtime, prevstatus
         FROM status
         WHERE userid IN (ANY_OF($1))";
    ENDED: "status.ended" =>
        "SELECT userid, status, manual, lastactivityat, dndendtime, prevstatus
         FROM status
         WHERE status = 'dnd' AND dndendtime > 0 AND dndendtime <= $1
         ORDER BY userid
         LIMIT $2";
    /// After a start nobody is connected yet.
    NOBODY_IS_CONNECTED: "status.nobody_is_connected" =>
        "UPDATE status SET status = 'offline' WHERE status IN ('online', 'away') AND manual = $1";
}

/// Adds or replaces a user's status.
pub async fn save(tx: &Tx, status: &StatusRow) -> Result<()> {
    let values = params![
        status.user_id,
        &status.status,
        status.manual,
        status.last_activity_at,
        status.dnd_end_time,
        &status.prev_status
    ];
    tx.send(&SAVE, values).await
}

/// The statuses of those users who have one.
pub async fn of_users(conn: &Conn, users: Vec<String>) -> Result<Vec<StatusRow>> {
    conn.rows(&OF_USERS, params![users]).await
}

/// At most `limit` users whose do-not-disturb has ended by `seconds`.
pub async fn ended(conn: &Conn, seconds: i64, limit: i64) -> Result<Vec<StatusRow>> {
    conn.rows(&ENDED, params![seconds, limit]).await
}

/// Marks everybody offline whose status came of a connection.
pub async fn nobody_is_connected(tx: &Tx) -> Result<()> {
    tx.execute(&NOBODY_IS_CONNECTED, params![false]).await.map(|_| ())
}
