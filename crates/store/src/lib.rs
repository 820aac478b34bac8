//! Every table: all SQL, all row types, the schema and its migrations.
//!
//! One module per table family: row types first, then functions in the order of a thing's life. Functions that read
//! take a [`db::Conn`], functions that write a [`db::Tx`]; none decides who may do what.

pub mod access;
pub mod channels;
pub mod checks;
pub mod commands;
pub mod cursors;
pub mod events;
pub mod files;
pub mod groups;
pub mod moderation;
pub mod nodes;
mod pattern;
pub mod pending_posts;
pub mod people;
pub mod posts;
pub mod preferences;
pub mod purge;
pub mod reactions;
pub mod roles;
pub mod schema;
pub mod schemes;
pub mod sessions;
pub mod setup;
pub mod sidebar;
pub mod status;
pub mod systems;
pub mod teams;
pub mod terms;
pub mod threads;
pub mod tokens;
pub mod uploads;
pub mod users;

/// Every statement of the crate, for the tests that prepare them all on both engines.
pub fn statements() -> impl Iterator<Item = &'static db::Statement> {
    [
        access::STATEMENTS,
        channels::STATEMENTS,
        channels::OF_MEMBERS,
        checks::STATEMENTS,
        commands::STATEMENTS,
        cursors::STATEMENTS,
        events::STATEMENTS,
        files::STATEMENTS,
        groups::STATEMENTS,
        moderation::STATEMENTS,
        nodes::STATEMENTS,
        pending_posts::STATEMENTS,
        people::STATEMENTS,
        posts::STATEMENTS,
        preferences::STATEMENTS,
        purge::STATEMENTS,
        purge::OF_COUNTS,
        purge::OF_POSTS,
        purge::OF_USERS,
        reactions::STATEMENTS,
        roles::STATEMENTS,
        schemes::STATEMENTS,
        sessions::STATEMENTS,
        sidebar::STATEMENTS,
        status::STATEMENTS,
        systems::STATEMENTS,
        teams::STATEMENTS,
        terms::STATEMENTS,
        threads::STATEMENTS,
        tokens::STATEMENTS,
        uploads::STATEMENTS,
        users::STATEMENTS,
    ]
    .into_iter()
    .flatten()
    .copied()
}
