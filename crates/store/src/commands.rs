//! Table `commands`: slash commands of integrations.

use db::{Conn, Result, params};
use wire::{Id, TeamId, UserId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct CommandRow {
        pub id: Id,
        pub token: String,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        pub creator_id: UserId,
        pub team_id: TeamId,
        pub trigger: String,
        pub method: String,
        pub username: String,
        pub icon_url: String,
        pub auto_complete: bool,
        pub auto_complete_desc: String,
        pub auto_complete_hint: String,
        pub display_name: String,
        pub description: String,
        pub url: String,
        pub plugin_id: String,
    }
}

macro_rules! command_columns {
    () => {
        "c.id, c.token, c.createat, c.updateat, c.deleteat, c.creatorid, c.teamid, c.trigger, c.method, c.username,
         c.iconurl, c.autocomplete, c.autocompletedesc, c.autocompletehint, c.displayname, c.description, c.url,
         c.pluginid"
    };
}

db::statements! {
    BY_ID: "commands.by_id" => concat!(
        "SELECT ", command_columns!(), " FROM commands c WHERE c.id = $1 AND c.deleteat = 0");
    OF_TEAM: "commands.of_team" => concat!(
        "SELECT ", command_columns!(), "
         FROM commands c
         WHERE c.teamid = $1 AND c.deleteat = 0
         ORDER BY c.createat, c.id
         LIMIT $2");
}

/// The command, unless it is deleted.
pub async fn by_id(conn: &Conn, id: Id) -> Result<Option<CommandRow>> {
    conn.first(&BY_ID, params![id]).await
}

/// The commands of a team, the oldest first, at most `limit`.
pub async fn of_team(conn: &Conn, team: TeamId, limit: i64) -> Result<Vec<CommandRow>> {
    conn.rows(&OF_TEAM, params![team, limit]).await
}
