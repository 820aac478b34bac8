//! Table `schemes`: the roles that members of a team or channel have there.

use db::{Conn, Result, params};
use wire::{Page, SchemeId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct SchemeRow {
        pub id: SchemeId,
        pub name: String,
        pub display_name: String,
        pub description: String,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        /// `team`, `channel`, `playbook` or `run`.
        pub scope: String,
        pub default_team_admin_role: String,
        pub default_team_user_role: String,
        pub default_channel_admin_role: String,
        pub default_channel_user_role: String,
        pub default_team_guest_role: String,
        pub default_channel_guest_role: String,
        pub default_playbook_admin_role: String,
        pub default_playbook_member_role: String,
        pub default_run_admin_role: String,
        pub default_run_member_role: String,
    }
}

macro_rules! scheme_columns {
    () => {
        "id, name, displayname, description, createat, updateat, deleteat, scope, defaultteamadminrole,
         defaultteamuserrole, defaultchanneladminrole, defaultchanneluserrole, defaultteamguestrole,
         defaultchannelguestrole, defaultplaybookadminrole, defaultplaybookmemberrole, defaultrunadminrole,
         defaultrunmemberrole"
    };
}

db::statements! {
    BY_ID: "schemes.by_id" => concat!("SELECT ", scheme_columns!(), " FROM schemes WHERE id = $1");
    PAGE: "schemes.page" => concat!(
        "SELECT ", scheme_columns!(), "
         FROM schemes
         WHERE deleteat = 0 AND ($1 = '' OR scope = $1)
         ORDER BY createat DESC, id
         LIMIT $2 OFFSET $3");
}

/// The scheme, deleted or not.
pub async fn by_id(conn: &Conn, id: SchemeId) -> Result<Option<SchemeRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// A page of schemes, newest first; of one scope, or with the empty text of all.
pub async fn page(conn: &Conn, scope: &str, page: Page) -> Result<Vec<SchemeRow>> {
    conn.rows(&PAGE, params![scope, page.limit(), page.offset()]).await
}
