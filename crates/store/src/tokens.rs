//! Table `useraccesstokens`: secrets by which programs act for a user.

use db::{Conn, Result, Tx, params};
use wire::{TokenId, UserId};

db::row! {
    /// A personal access token, with its secret: never leaves the server as it is.
    #[derive(Clone)]
    pub struct TokenRow {
        pub id: TokenId,
        pub token: String,
        pub user_id: UserId,
        pub description: String,
        pub is_active: bool,
    }
}

macro_rules! token_columns {
    () => {
        "t.id, t.token, t.userid, t.description, t.isactive"
    };
}

db::statements! {
    INSERT: "tokens.insert" =>
        "INSERT INTO useraccesstokens (id, token, userid, description, isactive) VALUES ($1, $2, $3, $4, $5)";
    BY_ID: "tokens.by_id" => concat!("SELECT ", token_columns!(), " FROM useraccesstokens t WHERE t.id = $1");
    BY_SECRET: "tokens.by_secret" => concat!(
        "SELECT ", token_columns!(), " FROM useraccesstokens t WHERE t.token = $1");
    PAGE: "tokens.page" => concat!(
        "SELECT ", token_columns!(), " FROM useraccesstokens t ORDER BY t.id LIMIT $1 OFFSET $2");
    OF_USER: "tokens.of_user" => concat!(
        "SELECT ", token_columns!(), "
         FROM useraccesstokens t
         WHERE t.userid = $1
         ORDER BY t.id
         LIMIT $2 OFFSET $3");
    SEARCH: "tokens.search" => concat!(
        "SELECT ", token_columns!(), "
         FROM useraccesstokens t JOIN users u ON u.id = t.userid
         WHERE t.id = $1 OR t.userid = $1 OR u.username LIKE $2 ESCAPE '\\'
         ORDER BY t.id
         LIMIT $3");
    SET_ACTIVE: "tokens.set_active" => "UPDATE useraccesstokens SET isactive = $2 WHERE id = $1";
    REMOVE: "tokens.remove" => "DELETE FROM useraccesstokens WHERE id = $1";
}

pub async fn insert(tx: &Tx, token: &TokenRow) -> Result<()> {
    let TokenRow { id, token, user_id, description, is_active } = token;
    tx.execute(&INSERT, params![id, token, user_id, description, *is_active]).await.map(|_| ())
}

pub async fn by_id(conn: &Conn, id: TokenId) -> Result<Option<TokenRow>> {
    conn.first(&BY_ID, params![id]).await
}

pub async fn by_secret(conn: &Conn, secret: &str) -> Result<Option<TokenRow>> {
    conn.first(&BY_SECRET, params![secret]).await
}

pub async fn page(conn: &Conn, page: wire::Page) -> Result<Vec<TokenRow>> {
    conn.rows(&PAGE, params![page.limit(), page.offset()]).await
}

pub async fn of_user(conn: &Conn, user: UserId, page: wire::Page) -> Result<Vec<TokenRow>> {
    conn.rows(&OF_USER, params![user, page.limit(), page.offset()]).await
}

/// Tokens with this id, or of a user with this id or a name that begins so.
pub async fn search(conn: &Conn, term: &str, limit: i64) -> Result<Vec<TokenRow>> {
    conn.rows(&SEARCH, params![term, crate::pattern::beginning(term), limit]).await
}

pub async fn set_active(tx: &Tx, id: TokenId, is_active: bool) -> Result<bool> {
    Ok(tx.execute(&SET_ACTIVE, params![id, is_active]).await? > 0)
}

pub async fn remove(tx: &Tx, id: TokenId) -> Result<bool> {
    Ok(tx.execute(&REMOVE, params![id]).await? > 0)
}
