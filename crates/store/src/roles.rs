//! Table `roles`.

use db::{Conn, Result, params};
use wire::{RoleId, SchemeId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct RoleRow {
        pub id: RoleId,
        pub name: String,
        pub display_name: String,
        pub description: String,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        /// Permission ids with blanks between and around.
        pub permissions: String,
        pub scheme_managed: bool,
        pub built_in: bool,
        pub scheme_id: Option<SchemeId>,
    }
}

macro_rules! role_columns {
    () => {
        "r.id, r.name, r.displayname, r.description, r.createat, r.updateat, r.deleteat, r.permissions,
         r.schememanaged, r.builtin, r.schemeid"
    };
}

db::statements! {
    ALL: "roles.all" => concat!("SELECT ", role_columns!(), " FROM roles r WHERE r.deleteat = 0 ORDER BY r.name");
    BY_ID: "roles.by_id" => concat!("SELECT ", role_columns!(), " FROM roles r WHERE r.id = $1");
    BY_NAMES: "roles.by_names" => concat!(
        "SELECT ", role_columns!(), " FROM roles r WHERE r.name IN (ANY_OF($1)) ORDER BY r.name");
}

/// Every role that is in use.
pub async fn all(conn: &Conn) -> Result<Vec<RoleRow>> {
    conn.rows(&ALL, params![]).await
}

pub async fn by_id(conn: &Conn, id: RoleId) -> Result<Option<RoleRow>> {
    conn.first(&BY_ID, params![id]).await
}

pub async fn by_names(conn: &Conn, names: Vec<String>) -> Result<Vec<RoleRow>> {
    conn.rows(&BY_NAMES, params![names]).await
}
