//! Slash commands: what the server itself does when a message begins with `/`, and the list of what can be said.
//!
//! What always holds: a command does what its caller may do without it, by the same operations. What it names and the
//! caller may not know of is answered word for word like what does not exist. Commands of integrations are read from
//! their table, listed and suggested; they are not called.

mod builtin;
mod channels;
mod execute;
mod get;
mod list;
mod members;
mod messages;
mod outcome;
mod statuses;
mod texts;

use http_api::{Access, Example, Route};
use kernel::Error;
use wire::Permission;

/// Commands are switched off.
const DISABLED: &str = "api.command.disabled.app_error";

pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v4/commands", "listCommands", Access::Team(Permission::ViewTeam), list::all)
            .example(Example::new().query("team_id={team}")),
        Route::post("/api/v4/commands/execute", "executeCommand", Access::Channel(Permission::CreatePost), execute::handler)
            .example(Example::new().skip(
                "who may write in a public channel without being in it may say commands there, and no declaration names \
                 that",
            )),
        Route::get("/api/v4/commands/{command_id}", "getCommand", Access::Session, get::handler)
            .example(Example::new().skip("the test's world has no command")),
        Route::get(
            "/api/v4/teams/{team_id}/commands/autocomplete",
            "listAutocompleteCommands",
            Access::Team(Permission::ViewTeam),
            list::to_complete,
        ),
        Route::get(
            "/api/v4/teams/{team_id}/commands/autocomplete_suggestions",
            "listCommandAutocompleteSuggestions",
            Access::Team(Permission::ViewTeam),
            list::suggestions,
        )
        .example(Example::new().query("user_input=/aw")),
    ]
}

fn disabled() -> Error {
    Error::refused(501, DISABLED, "commands are switched off")
}
