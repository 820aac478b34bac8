//! People: accounts, their sessions, preferences and statuses, and the roles and schemes that clients ask about.

pub mod preferences;
pub mod roles;
pub mod schemes;
pub mod sessions;
pub mod statuses;
pub mod tokens;
pub mod users;

/// The routes of the crate.
pub fn routes() -> Vec<http_api::Route> {
    [
        users::routes(),
        sessions::routes(),
        preferences::routes(),
        statuses::routes(),
        roles::routes(),
        schemes::routes(),
        tokens::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
