//! Table `preferences`.

use db::{Conn, Result, Tx, params};
use wire::{PostId, UserId};

db::row! {
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PreferenceRow {
        pub user_id: UserId,
        pub category: String,
        pub name: String,
        pub value: String,
    }
}

db::statements! {
    SAVE: "preferences.save" =>
        "INSERT INTO preferences (userid, category, name, value)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (userid, category, name) DO UPDATE SET value = excluded.value";
    OF_USER: "preferences.of_user" =>
        "SELECT userid, category, name, value
         FROM preferences
         WHERE userid = $1
         ORDER BY category, name";
    OF_CATEGORY: "preferences.of_category" =>
        "SELECT userid, category, name, value
         FROM preferences
         WHERE userid = $1 AND category = $2
         ORDER BY name";
    ONE: "preferences.one" =>
        "SELECT userid, category, name, value
         FROM preferences
         WHERE userid = $1 AND category = $2 AND name = $3";
    COUNT: "preferences.count" => "SELECT CAST(COUNT(*) AS BIGINT) FROM preferences WHERE userid = $1";
    TAKE: "preferences.take" =>
        "DELETE FROM preferences
         WHERE userid = $1 AND category = $2 AND name IN (ANY_OF($3))
         RETURNING userid, category, name, value";
    FORGET_POST: "preferences.forget_post" =>
        "DELETE FROM preferences
         WHERE category = 'flagged_post'
           AND name IN (SELECT p.id FROM posts p WHERE p.id = $1 OR p.rootid = $1)";
    REMOVE: "preferences.remove" => "DELETE FROM preferences WHERE userid = $1 AND category = $2 AND name = $3";
}

/// Adds or replaces a preference.
pub async fn save(tx: &Tx, preference: &PreferenceRow) -> Result<()> {
    let PreferenceRow { user_id, category, name, value } = preference;
    tx.send(&SAVE, params![user_id, category, name, value]).await
}

pub async fn of_user(conn: &Conn, user: UserId) -> Result<Vec<PreferenceRow>> {
    conn.rows(&OF_USER, params![user]).await
}

pub async fn of_category(conn: &Conn, user: UserId, category: &str) -> Result<Vec<PreferenceRow>> {
    conn.rows(&OF_CATEGORY, params![user, category]).await
}

pub async fn one(conn: &Conn, user: UserId, category: &str, name: &str) -> Result<Option<PreferenceRow>> {
    conn.first(&ONE, params![user, category, name]).await
}

/// How many a user has.
pub async fn count(conn: &Conn, user: UserId) -> Result<i64> {
    Ok(conn.one::<(i64,)>(&COUNT, params![user]).await?.0)
}

/// Removes preferences of one category; gives those that were there.
pub async fn take(tx: &Tx, user: UserId, category: &str, names: Vec<String>) -> Result<Vec<PreferenceRow>> {
    tx.rows(&TAKE, params![user, category, names]).await
}

pub async fn remove(tx: &Tx, user: UserId, category: &str, name: &str) -> Result<()> {
    tx.send(&REMOVE, params![user, category, name]).await
}

/// Makes nobody have saved a post or its replies.
pub async fn forget_post(tx: &Tx, post: PostId) -> Result<()> {
    tx.send(&FORGET_POST, params![post]).await
}
