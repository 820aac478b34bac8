//! Accounts: signing up, reading and changing profiles.
//!
//! * User names and addresses are unique and in lower case.
//! * The first person to sign up is the administrator, and only the first.
//! * Nobody sees an account but through [`shape`], and guests see only the people they share a channel with
//!   ([`visibility`]).
//! * Passwords are stored hashed, checked in one place ([`crate::sessions::proof`]) and never told.

pub mod listing;
pub mod operations;
pub mod password;
pub mod profile;
pub mod shape;
pub mod standing;
pub mod visibility;

mod autocomplete;
mod by_ids;
mod by_usernames;
mod change_password;
mod create;
mod deactivate;
mod get;
mod get_by_email;
mod get_by_username;
mod group_channels;
mod known;
mod letters;
mod list;
mod patch;
mod picture;
mod reset_failed_attempts;
mod search;
mod set_active;
mod set_roles;
mod stats;
mod typing;
mod update;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use visibility::Sight;

/// No such user.
pub const MISSING: &str = "app.user.missing_account.const";

const SELF: &[(&str, &str)] = &[("user_id", "{self}")];
const OWN: Access = Access::SelfOr(Permission::EditOtherUsers);

pub fn routes() -> Vec<Route> {
    [lists(), accounts(), changes(), letters()].concat()
}

/// Routes that find people.
fn lists() -> Vec<Route> {
    vec![
        Route::get("/api/v4/users", "getUsers", Access::Session, list::handler),
        Route::post("/api/v4/users/search", "searchUsers", Access::Session, search::handler)
            .example(Example::new().body(r#"{"term":"a"}"#)),
        Route::get("/api/v4/users/autocomplete", "autocompleteUsers", Access::Session, autocomplete::handler)
            .example(Example::new().query("name=a")),
        Route::get("/api/v4/users/known", "getKnownUsers", Access::Session, known::handler),
        Route::post(
            "/api/v4/users/group_channels",
            "getUsersByGroupChannelIds",
            Access::Session,
            group_channels::handler,
        )
        .example(Example::new().body(r#"["{channel}"]"#)),
        Route::get("/api/v4/users/stats", "getTotalUsersStats", Access::Session, stats::total),
        Route::get(
            "/api/v4/users/stats/filtered",
            "getFilteredUsersStats",
            Access::System(Permission::SysconsoleReadUserManagementUsers),
            stats::filtered,
        ),
    ]
}

/// Routes that change what an account is.
fn changes() -> Vec<Route> {
    vec![
        Route::put("/api/v4/users/{user_id}", "updateUser", OWN, update::handler).example(
            Example::new().at(SELF).skip("a whole profile has an address of its own, which no example names"),
        ),
        Route::put(
            "/api/v4/users/{user_id}/password",
            "updatePassword",
            Access::Session,
            change_password::handler,
        )
        .example(Example::new().skip("it asks for the password that the walk's sessions live by")),
        Route::put(
            "/api/v4/users/{user_id}/roles",
            "updateUserRoles",
            Access::System(Permission::ManageRoles),
            set_roles::handler,
        )
        .example(Example::new().skip("it changes who the walk's callers are")),
        Route::put(
            "/api/v4/users/{user_id}/active",
            "updateUserActive",
            Access::Session,
            set_active::handler,
        )
        .example(Example::new().skip("it ends the sessions that the walk uses")),
        Route::delete("/api/v4/users/{user_id}", "deleteUser", Access::Session, deactivate::handler)
            .example(Example::new().skip("it ends the sessions that the walk uses")),
        Route::post(
            "/api/v4/users/{user_id}/reset_failed_attempts",
            "resetPasswordFailedAttempts",
            Access::Session,
            reset_failed_attempts::handler,
        )
        .example(Example::new().skip("its refusal has a name of its own")),
        Route::post(
            "/api/v4/users/{user_id}/typing",
            "publishUserTyping",
            Access::Both(&Access::SelfOr(Permission::ManageSystem), &Access::Channel(Permission::CreatePost)),
            typing::handler,
        )
        .example(Example::new().body(r#"{"channel_id":"{channel}"}"#)),
        Route::get("/api/v4/users/{user_id}/image", "getProfileImage", Access::Session, picture::get)
            .example(Example::new().at(SELF)),
        Route::get(
            "/api/v4/users/{user_id}/image/default",
            "getDefaultProfileImage",
            Access::Session,
            picture::default,
        )
        .example(Example::new().at(SELF)),
        Route::post("/api/v4/users/{user_id}/image", "setProfileImage", OWN, picture::set)
            .example(Example::new().skip("a form with a file"))
            .takes_files(),
        Route::delete("/api/v4/users/{user_id}/image", "setDefaultProfileImage", OWN, picture::remove)
            .example(Example::new().at(SELF)),
    ]
}

/// Routes for what letters are sent about.
fn letters() -> Vec<Route> {
    const SECRET: &str = "no letter was sent, so no secret is valid";
    vec![
        Route::post(
            "/api/v4/users/password/reset/send",
            "sendPasswordReset",
            Access::Anyone,
            letters::send_reset,
        )
        .example(Example::new().body(r#"{"email":"{other_email}"}"#)),
        Route::post("/api/v4/users/password/reset", "resetPassword", Access::Anyone, letters::reset)
            .example(Example::new().skip(SECRET)),
        Route::post(
            "/api/v4/users/email/verify/send",
            "sendVerificationEmail",
            Access::Anyone,
            letters::send_proof,
        )
        .example(Example::new().body(r#"{"email":"{other_email}"}"#)),
        Route::post("/api/v4/users/email/verify", "verifyUserEmail", Access::Anyone, letters::prove)
            .example(Example::new().skip(SECRET)),
    ]
}

/// Routes that make and read accounts, and change profiles.
fn accounts() -> Vec<Route> {
    vec![
        Route::post("/api/v4/users", "createUser", Access::Anyone, create::handler).example(
            Example::new().body(
                r#"{"username":"{fresh}","email":"{fresh}@example.com","password":"Exampl3-Passw0rd"}"#,
            ),
        ),
        Route::post("/api/v4/users/ids", "getUsersByIds", Access::Session, by_ids::handler)
            .example(Example::new().body(r#"["{self}"]"#)),
        Route::post("/api/v4/users/usernames", "getUsersByNames", Access::Session, by_usernames::handler)
            .example(Example::new().body(r#"["nobody"]"#)),
        Route::get("/api/v4/users/{user_id}", "getUser", Access::Session, get::handler)
            .example(Example::new().at(&[("user_id", "{self}")])),
        Route::get(
            "/api/v4/users/username/{username}",
            "getUserByUsername",
            Access::VisibleUser,
            get_by_username::handler,
        ),
        Route::get(
            "/api/v4/users/email/{email}",
            "getUserByEmail",
            Access::VisibleUser,
            get_by_email::handler,
        ),
        Route::put(
            "/api/v4/users/{user_id}/patch",
            "patchUser",
            Access::SelfOr(Permission::EditOtherUsers),
            patch::handler,
        )
        .example(Example::new().at(&[("user_id", "{self}")]).body(r#"{"nickname":"Nick"}"#)),
    ]
}

pub fn missing() -> kernel::Error {
    kernel::Error::not_found(MISSING, "no such user")
}
