//! Table `users`.

use std::collections::BTreeMap;

use db::{Conn, Json, Result, params};
use wire::UserId;

/// String maps of the schema (`props`, `notifyprops`, `timezone`); NULL reads as empty.
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

db::statements! {
    BY_ID: "users.by_id" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.id = $1");
    BY_IDS: "users.by_ids" => concat!(
        "SELECT ", user_columns!(), "
         FROM users u LEFT JOIN bots b ON b.userid = u.id
         WHERE u.id IN (ANY_OF($1)) AND u.updateat > $2
         ORDER BY u.username");
    ANY: "users.any" => "SELECT CAST(count(*) AS bigint) FROM (SELECT id FROM users LIMIT 1) AS user_id";
}

pub async fn by_id(conn: &Conn, id: UserId) -> Result<Option<UserRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// Whether there is any account.
pub async fn any(conn: &Conn) -> Result<bool> {
    conn.one::<(i64,)>(&ANY, params![]).await.map(|(count,)| count > 0)
}

/// Those of the accounts that have changed after `since`, by name.
pub async fn by_ids(conn: &Conn, ids: Vec<String>, since: i64) -> Result<Vec<UserRow>> {
    conn.rows(&BY_IDS, params![ids, since]).await
}
