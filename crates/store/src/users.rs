//! Table `users`.

use std::collections::BTreeMap;

use db::{Conn, Json, Result, Tx, Value, params};
use wire::UserId;

/// String maps of the schema (`props`, `notifyprops`, `timezone`); NULL and JSON's `null` read as none.
pub type Strings = Option<Json<BTreeMap<String, String>>>;

db::row! {
    /// An account, with its secrets: never leaves the server as it is.
    #[derive(Debug, Clone)]
    pub struct UserRow {
        pub id: UserId,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        pub username: String,
        pub password: String,
        pub auth_data: Option<String>,
        pub auth_service: String,
        pub email: String,
        pub email_verified: bool,
        pub nickname: String,
        pub first_name: String,
        pub last_name: String,
        pub roles: String,
        pub allow_marketing: bool,
        pub props: Strings,
        pub notify_props: Strings,
        pub last_password_update: i64,
        pub last_picture_update: i64,
        pub failed_attempts: i64,
        pub locale: String,
        pub mfa_active: bool,
        pub mfa_secret: String,
        pub position: String,
        pub timezone: Strings,
        pub remote_id: Option<String>,
        pub last_login: i64,
        /// From `bots`; a person has none.
        pub bot_description: Option<String>,
        pub bot_last_icon_update: i64,
        pub is_bot: bool,
    }
}

macro_rules! user_columns {
    () => {
        "u.id, u.createat, u.updateat, u.deleteat, u.username, u.password, u.authdata, u.authservice, u.email,
         u.emailverified, u.nickname, u.firstname, u.lastname, u.roles, u.allowmarketing, u.props, u.notifyprops,
         u.lastpasswordupdate, u.lastpictureupdate, u.failedattempts, u.locale, u.mfaactive, u.mfasecret, u.position,
         u.timezone, u.remoteid, u.lastlogin, b.description, b.lasticonupdate, b.userid IS NOT NULL"
    };
}

pub(crate) use user_columns;

db::statements! {
    INSERT: "users.insert" =>
        "INSERT INTO users (id, createat, updateat, deleteat, username, password, authdata, authservice, email,
                            emailverified, nickname, firstname, lastname, roles, allowmarketing, props, notifyprops,
                            lastpasswordupdate, lastpictureupdate, failedattempts, locale, mfaactive, mfasecret,
                            position, timezone, remoteid, lastlogin, mfausedtimestamps)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27, '[]')";
    BY_ID: "users.by_id" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.id = $1");
    LOCK: "users.lock" => "SELECT id FROM users WHERE id = $1 FOR UPDATE";
    HOLD: "users.hold" =>
        "SELECT id, roles, deleteat FROM users WHERE id IN (ANY_OF($1)) ORDER BY id FOR SHARE";
    BY_USERNAME: "users.by_username" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.username = $1");
    BY_EMAIL: "users.by_email" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.email = $1");
    BY_IDS: "users.by_ids" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.id IN (ANY_OF($1)) AND u.updateat > $2
         ORDER BY u.username");
    BY_USERNAMES: "users.by_usernames" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.username IN (ANY_OF($1))
         ORDER BY u.username");
    ANY: "users.any" =>
        "SELECT u.id
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE b.userid IS NULL AND (u.remoteid IS NULL OR u.remoteid = '')
         LIMIT 1";
    /// Rows of one name exclude each other until their transactions end.
    TAKE_FIRST: "users.take_first" => "INSERT INTO systems (name, value) VALUES ('wardroom_first_user', '')";
    GIVE_FIRST: "users.give_first" => "DELETE FROM systems WHERE name = 'wardroom_first_user'";
    ROOMMATES: "users.roommates" =>
        "SELECT other.userid
         FROM channelmembers own
         JOIN channelmembers other ON other.channelid = own.channelid
         WHERE own.userid = $1 AND other.userid IN (ANY_OF($2))
         UNION
         SELECT tm.userid
         FROM teammembers tm
         WHERE tm.teamid IN (ANY_OF($3)) AND tm.userid IN (ANY_OF($2)) AND tm.deleteat = 0";
    SET_PROFILE: "users.set_profile" =>
        "UPDATE users
         SET updateat = $2, username = $3, email = $4, emailverified = $5, nickname = $6, firstname = $7,
             lastname = $8, position = $9, locale = $10, props = $11, notifyprops = $12, timezone = $13,
             lastpictureupdate = $14
         WHERE id = $1";
    SET_PASSWORD: "users.set_password" =>
        "UPDATE users
         SET password = $2, lastpasswordupdate = $3, updateat = $3, authdata = NULL, authservice = '',
             failedattempts = 0
         WHERE id = $1";
    USED_CODES: "users.used_codes" => "SELECT mfausedtimestamps FROM users WHERE id = $1";
    SET_USED_CODES: "users.set_used_codes" => "UPDATE users SET mfausedtimestamps = $2 WHERE id = $1";
    REHASH: "users.rehash" => "UPDATE users SET password = $3 WHERE id = $1 AND password = $2";
    COUNT_ATTEMPT: "users.count_attempt" =>
        "UPDATE users SET failedattempts = COALESCE(failedattempts, 0) + 1
         WHERE id = $1 AND COALESCE(failedattempts, 0) < $2";
    TAKE_BACK_ATTEMPT: "users.take_back_attempt" =>
        "UPDATE users SET failedattempts = failedattempts - 1 WHERE id = $1 AND failedattempts > 0";
    CLEAR_ATTEMPTS: "users.clear_attempts" => "UPDATE users SET failedattempts = 0 WHERE id = $1 AND failedattempts <> 0";
    SET_ROLES: "users.set_roles" => "UPDATE users SET roles = $2, updateat = $3 WHERE id = $1";
    SET_DELETED: "users.set_deleted" => "UPDATE users SET deleteat = $2, updateat = $3 WHERE id = $1";
    SET_PICTURE: "users.set_picture" =>
        "UPDATE users SET lastpictureupdate = $2, updateat = $3 WHERE id = $1";
    OTHER_ADMINISTRATOR: "users.other_administrator" =>
        "SELECT id
         FROM users
         WHERE id <> $1 AND deleteat = 0 AND (' ' || roles || ' ') LIKE '% system!_admin %' ESCAPE '!'
         LIMIT 1";
    ACTIVE_GUESTS: "users.active_guests" =>
        "SELECT id
         FROM users
         WHERE deleteat = 0 AND (' ' || roles || ' ') LIKE '% system!_guest %' ESCAPE '!'
         ORDER BY id
         LIMIT $1";
    NOTE_LOGIN: "users.note_login" => "UPDATE users SET lastlogin = $2, updateat = $2 WHERE id = $1";
}

/// Adds an account. Fails with a conflict on `users.username`, `users.email` or `users.authdata`.
pub async fn insert(tx: &Tx, user: &UserRow) -> Result<()> {
    let values = params![
        user.id,
        user.create_at,
        user.update_at,
        user.delete_at,
        &user.username,
        &user.password,
        user.auth_data.as_deref(),
        &user.auth_service,
        &user.email,
        user.email_verified,
        &user.nickname,
        &user.first_name,
        &user.last_name,
        &user.roles,
        user.allow_marketing,
        json(&user.props),
        json(&user.notify_props),
        user.last_password_update,
        user.last_picture_update,
        user.failed_attempts,
        &user.locale,
        user.mfa_active,
        &user.mfa_secret,
        &user.position,
        timezone(&user.timezone),
        user.remote_id.as_deref().unwrap_or_default(),
        user.last_login
    ];
    tx.execute(&INSERT, values).await.map(|_| ())
}

pub async fn by_id(conn: &Conn, id: UserId) -> Result<Option<UserRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The account, which nobody else changes until the transaction ends.
pub async fn locked(tx: &Tx, id: UserId) -> Result<Option<UserRow>> {
    if tx.first::<(UserId,)>(&LOCK, params![id]).await?.is_none() {
        return Ok(None);
    }
    by_id(tx, id).await
}

/// Those of the accounts that exist, which nobody changes until the transaction ends: by id, with their roles and since
/// when they are deactivated.
pub async fn hold(tx: &Tx, ids: &[UserId]) -> Result<Vec<(UserId, String, i64)>> {
    tx.rows(&HOLD, params![Value::from_iter(ids.iter().copied())]).await
}

/// The name is stored in lower case.
pub async fn by_username(conn: &Conn, username: &str) -> Result<Option<UserRow>> {
    conn.first(&BY_USERNAME, params![username]).await
}

/// The address is stored in lower case.
pub async fn by_email(conn: &Conn, email: &str) -> Result<Option<UserRow>> {
    conn.first(&BY_EMAIL, params![email]).await
}

/// Those of the accounts that have changed after `since`, by name.
pub async fn by_ids(conn: &Conn, ids: Vec<String>, since: i64) -> Result<Vec<UserRow>> {
    conn.rows(&BY_IDS, params![ids, since]).await
}

/// Those of the accounts that exist, by name.
pub async fn by_usernames(conn: &Conn, usernames: Vec<String>) -> Result<Vec<UserRow>> {
    conn.rows(&BY_USERNAMES, params![usernames]).await
}

/// Whether there is any account of a person.
pub async fn any(conn: &Conn) -> Result<bool> {
    Ok(conn.first::<(UserId,)>(&ANY, params![]).await?.is_some())
}

/// Waits for whoever else makes the first account. What they committed is visible afterwards.
pub async fn lock_first(tx: &Tx) -> Result<()> {
    tx.execute(&TAKE_FIRST, params![]).await?;
    tx.execute(&GIVE_FIRST, params![]).await.map(|_| ())
}

/// Those of `others` who share a channel with the user, or belong to one of the teams.
pub async fn roommates(
    conn: &Conn,
    user: UserId,
    others: Vec<String>,
    teams: Vec<String>,
) -> Result<Vec<UserId>> {
    let rows = conn.rows::<(UserId,)>(&ROOMMATES, params![user, others, teams]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Writes what a profile consists of. Fails with a conflict on `users.username` or `users.email`.
pub async fn set_profile(tx: &Tx, user: &UserRow) -> Result<()> {
    let values = params![
        user.id,
        user.update_at,
        &user.username,
        &user.email,
        user.email_verified,
        &user.nickname,
        &user.first_name,
        &user.last_name,
        &user.position,
        &user.locale,
        json(&user.props),
        json(&user.notify_props),
        timezone(&user.timezone),
        user.last_picture_update
    ];
    tx.execute(&SET_PROFILE, values).await.map(|_| ())
}

/// Gives an account a password, and with it the sign-in by password.
pub async fn set_password(tx: &Tx, id: UserId, stored: &str, now: i64) -> Result<bool> {
    Ok(tx.execute(&SET_PASSWORD, params![id, stored, now]).await? > 0)
}

/// When codes were used, in half minutes; what is no such number is left out.
pub async fn used_codes(conn: &Conn, id: UserId) -> Result<Vec<i64>> {
    let row = conn.first::<(Option<Json<serde_json::Value>>,)>(&USED_CODES, params![id]).await?;
    let Some((Some(Json(serde_json::Value::Array(used))),)) = row else { return Ok(Vec::new()) };
    Ok(used.iter().filter_map(|used| used.as_str()?.parse().ok()).collect())
}

pub async fn set_used_codes(tx: &Tx, id: UserId, used: &[i64]) -> Result<()> {
    let used: Vec<String> = used.iter().map(i64::to_string).collect();
    tx.send(&SET_USED_CODES, params![id, Value::from(&serde_json::json!(used))]).await
}

/// Replaces the stored form of a password that has not changed meanwhile.
pub async fn rehash(tx: &Tx, id: UserId, old: &str, new: &str) -> Result<()> {
    tx.send(&REHASH, params![id, old, new]).await
}

/// Counts an attempt to sign in, unless `limit` is reached; false: it is.
pub async fn count_attempt(tx: &Tx, id: UserId, limit: i64) -> Result<bool> {
    Ok(tx.execute(&COUNT_ATTEMPT, params![id, limit]).await? > 0)
}

/// The attempt was none that counts.
pub async fn take_back_attempt(tx: &Tx, id: UserId) -> Result<()> {
    tx.send(&TAKE_BACK_ATTEMPT, params![id]).await
}

pub async fn clear_attempts(tx: &Tx, id: UserId) -> Result<()> {
    tx.send(&CLEAR_ATTEMPTS, params![id]).await
}

pub async fn note_login(tx: &Tx, id: UserId, now: i64) -> Result<()> {
    tx.send(&NOTE_LOGIN, params![id, now]).await
}

pub async fn set_roles(tx: &Tx, id: UserId, roles: &str, now: i64) -> Result<()> {
    tx.execute(&SET_ROLES, params![id, roles, now]).await.map(|_| ())
}

/// Deactivates an account at a time, or with 0 activates it.
pub async fn set_deleted(tx: &Tx, id: UserId, delete_at: i64, now: i64) -> Result<()> {
    tx.execute(&SET_DELETED, params![id, delete_at, now]).await.map(|_| ())
}

/// Gives an account's picture another version; 0: it has none of its own.
pub async fn set_picture(tx: &Tx, id: UserId, version: i64, now: i64) -> Result<()> {
    tx.execute(&SET_PICTURE, params![id, version, now]).await.map(|_| ())
}

/// Whether anybody else manages the system.
pub async fn has_other_administrator(conn: &Conn, id: UserId) -> Result<bool> {
    Ok(conn.first::<(UserId,)>(&OTHER_ADMINISTRATOR, params![id]).await?.is_some())
}

/// Some of the guests who are active.
pub async fn active_guests(conn: &Conn, limit: i64) -> Result<Vec<UserId>> {
    let rows = conn.rows::<(UserId,)>(&ACTIVE_GUESTS, params![limit]).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn json(map: &Strings) -> Value {
    Value::from(&serde_json::json!(map.as_ref().map(|Json(map)| map).unwrap_or(&BTreeMap::new())))
}

/// Without a time zone the column holds JSON's `null`, which clients are told.
fn timezone(map: &Strings) -> Value {
    Value::from(&serde_json::json!(map.as_ref().map(|Json(map)| map)))
}
