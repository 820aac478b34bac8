//! Table `systems`: what the server knows of itself, by name.

use db::{Conn, Result, Tx, params};

db::statements! {
    ALL: "systems.all" => "SELECT name, value FROM systems ORDER BY name";
    VALUE: "systems.value" => "SELECT value FROM systems WHERE name = $1";
    INSERT: "systems.insert" => "INSERT INTO systems (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING";
}

pub async fn all(conn: &Conn) -> Result<Vec<(String, String)>> {
    conn.rows(&ALL, params![]).await
}

pub async fn value(conn: &Conn, name: &str) -> Result<Option<String>> {
    Ok(conn.first::<(String,)>(&VALUE, params![name]).await?.map(|(value,)| value))
}

/// Sets a value that is set once; one that stands stays.
pub async fn insert(tx: &Tx, name: &str, value: &str) -> Result<()> {
    tx.execute(&INSERT, params![name, value]).await.map(|_| ())
}
