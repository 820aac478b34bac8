//! Table `sessions`.

use std::collections::BTreeMap;

use db::{Conn, Json, Result, Tx, Value, params};
use wire::{SessionId, UserId};

db::row! {
    /// A session with what its user is today.
    #[derive(Debug, Clone)]
    pub struct SessionRow {
        pub id: SessionId,
        /// The secret.
        pub token: String,
        pub create_at: i64,
        /// 0: never.
        pub expires_at: i64,
        pub last_activity_at: i64,
        pub user_id: UserId,
        pub device_id: String,
        /// The user's system roles when the session began; what counts is `user_roles`.
        pub roles: String,
        pub is_oauth: bool,
        pub props: Option<Json<BTreeMap<String, String>>>,
        pub expired_notify: bool,
        pub user_roles: String,
        pub user_delete_at: i64,
        pub username: String,
        /// Whether the user gives a code when signing in.
        pub user_mfa_active: bool,
        /// Where the user signs in; empty: here.
        pub user_auth_service: String,
    }
}

macro_rules! session_columns {
    () => {
        "s.id, s.token, s.createat, s.expiresat, s.lastactivityat, s.userid, s.deviceid, s.roles, s.isoauth, s.props,
         s.expirednotify, u.roles, u.deleteat, u.username,
         u.mfaactive, u.authservice"
    };
}

db::statements! {
    INSERT: "sessions.insert" =>
        "INSERT INTO sessions (id, token, createat, expiresat, lastactivityat, userid, deviceid, roles, isoauth, props,
                               expirednotify)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    BY_TOKEN: "sessions.by_token" => concat!(
        "SELECT ", session_columns!(), "
         FROM sessions s JOIN users u ON u.id = s.userid
         WHERE s.token = $1");
    OF_USER: "sessions.of_user" => concat!(
        "SELECT ", session_columns!(), "
         FROM sessions s JOIN users u ON u.id = s.userid
         WHERE s.userid = $1
         ORDER BY s.lastactivityat DESC
         LIMIT $2");
    BY_ID: "sessions.by_id" => concat!(
        "SELECT ", session_columns!(), "
         FROM sessions s JOIN users u ON u.id = s.userid
         WHERE s.id = $1");
    TOUCH: "sessions.touch" => "UPDATE sessions SET lastactivityat = $2 WHERE id = $1";
    EXTEND: "sessions.extend" => "UPDATE sessions SET expiresat = $2, expirednotify = $3 WHERE id = $1";
    IS_THERE: "sessions.is_there" =>
        "SELECT s.id
         FROM sessions s JOIN users u ON u.id = s.userid
         WHERE s.id = $1 AND u.deleteat = 0";
    REMOVE: "sessions.remove" => "DELETE FROM sessions WHERE id = $1";
    REMOVE_OF_USER: "sessions.remove_of_user" => "DELETE FROM sessions WHERE userid = $1";
    REMOVE_OTHERS: "sessions.remove_others" => "DELETE FROM sessions WHERE userid = $1 AND id <> $2 RETURNING id";
    REMOVE_ALL: "sessions.remove_all" => "DELETE FROM sessions";
    SET_DEVICE: "sessions.set_device" =>
        "UPDATE sessions SET deviceid = $2, expiresat = $3, props = $4 WHERE id = $1";
    BEYOND: "sessions.beyond" =>
        "SELECT id FROM sessions WHERE userid = $1 ORDER BY lastactivityat DESC, id LIMIT 1000000 OFFSET $2";
    OF_DEVICE: "sessions.of_device" => "SELECT id FROM sessions WHERE userid = $1 AND deviceid = $2 ORDER BY id";
    REMOVE_EXPIRED: "sessions.remove_expired" =>
        "DELETE FROM sessions
         WHERE id IN (SELECT id FROM sessions WHERE expiresat <> 0 AND expiresat < $1 LIMIT $2)";
}

pub async fn insert(tx: &Tx, session: &SessionRow) -> Result<()> {
    let props = session.props.as_ref().map(|Json(props)| Value::from(&serde_json::json!(props)));
    let values = params![
        session.id,
        &session.token,
        session.create_at,
        session.expires_at,
        session.last_activity_at,
        session.user_id,
        &session.device_id,
        &session.roles,
        session.is_oauth,
        props,
        session.expired_notify
    ];
    tx.send(&INSERT, values).await
}

pub async fn by_token(conn: &Conn, token: &str) -> Result<Option<SessionRow>> {
    conn.first(&BY_TOKEN, params![token]).await
}

pub async fn by_id(conn: &Conn, id: SessionId) -> Result<Option<SessionRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The newest sessions of a user.
pub async fn of_user(conn: &Conn, user: UserId, limit: i64) -> Result<Vec<SessionRow>> {
    conn.rows(&OF_USER, params![user, limit]).await
}

/// Whether a session of an active account stands.
pub async fn is_there(conn: &Conn, id: SessionId) -> Result<bool> {
    Ok(conn.first::<(SessionId,)>(&IS_THERE, params![id]).await?.is_some())
}

pub async fn touch(tx: &Tx, id: SessionId, now: i64) -> Result<()> {
    tx.send(&TOUCH, params![id, now]).await
}

pub async fn extend(tx: &Tx, id: SessionId, expires_at: i64) -> Result<()> {
    tx.send(&EXTEND, params![id, expires_at, false]).await
}

/// Removes a session; whether it was there.
pub async fn remove(tx: &Tx, id: SessionId) -> Result<bool> {
    Ok(tx.execute(&REMOVE, params![id]).await? > 0)
}

pub async fn remove_of_user(tx: &Tx, user: UserId) -> Result<u64> {
    tx.execute(&REMOVE_OF_USER, params![user]).await
}

/// Removes the sessions of a user but for one; gives the removed.
pub async fn remove_others(tx: &Tx, user: UserId, but: SessionId) -> Result<Vec<SessionId>> {
    let rows = tx.rows::<(SessionId,)>(&REMOVE_OTHERS, params![user, but]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes every session there is.
pub async fn remove_all(tx: &Tx) -> Result<u64> {
    tx.execute(&REMOVE_ALL, params![]).await
}

/// Writes what a session knows of its device.
pub async fn set_device(
    tx: &Tx,
    id: SessionId,
    device_id: &str,
    expires_at: i64,
    props: &BTreeMap<String, String>,
) -> Result<()> {
    let props = Value::from(&serde_json::json!(props));
    tx.execute(&SET_DEVICE, params![id, device_id, expires_at, props]).await.map(|_| ())
}

/// The sessions of a user but for the `keep` most recently used ones.
pub async fn beyond(conn: &Conn, user: UserId, keep: i64) -> Result<Vec<SessionId>> {
    let rows = conn.rows::<(SessionId,)>(&BEYOND, params![user, keep]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The sessions of a user on a device.
pub async fn of_device(conn: &Conn, user: UserId, device: &str) -> Result<Vec<SessionId>> {
    let rows = conn.rows::<(SessionId,)>(&OF_DEVICE, params![user, device]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Removes at most `limit` sessions that ended before `before`; gives how many.
pub async fn remove_expired(tx: &Tx, before: i64, limit: i64) -> Result<u64> {
    tx.execute(&REMOVE_EXPIRED, params![before, limit]).await
}
