//! Users, as they see themselves, as administrators see them, and as others do.
//!
//! One shape serves all three; what a viewer may not see is taken out before it is written, and most keys vanish
//! when they are empty. Two oddities: to *others* `auth_data` is present and empty, while oneself and
//! administrators see it where there is one and no key where there is none; and a user of whom only the id is told (a thread's participant) has no
//! `create_at`, no `update_at`, no `remote_id`, and a `timezone` of `null`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::input::input;
use crate::secret::Secret;
use crate::{StringMap, UserId, is_false, is_zero};

/// A user. [`User::for_others`] and [`User::for_administrators`] take out what those may not see.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    pub id: UserId,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub create_at: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub update_at: i64,
    pub delete_at: i64,
    pub username: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub auth_data: Option<String>,
    pub auth_service: String,
    pub email: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub email_verified: bool,
    pub nickname: String,
    pub first_name: String,
    pub last_name: String,
    pub position: String,
    /// Names of roles, separated by blanks.
    pub roles: String,
    #[serde(default, skip_serializing_if = "StringMap::is_empty")]
    pub props: StringMap,
    #[serde(default, skip_serializing_if = "StringMap::is_empty")]
    pub notify_props: StringMap,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_password_update: i64,
    /// Changes with the picture, which clients use as its version. Zero until one is set.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_picture_update: i64,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub failed_attempts: i64,
    pub locale: String,
    pub timezone: Option<StringMap>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub mfa_active: bool,
    /// Empty for a user of this server, absent for bots and where only the id is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_activity_at: i64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_bot: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub bot_description: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub bot_last_icon_update: i64,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub terms_of_service_id: String,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub terms_of_service_create_at: i64,
    pub disable_welcome_email: bool,
}

/// What the privacy settings let others see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Disclosure {
    pub full_name: bool,
    pub email: bool,
}

impl User {
    /// A user of whom only the id is told.
    pub fn only_id(id: UserId) -> Self {
        Self {
            id,
            create_at: 0,
            update_at: 0,
            delete_at: 0,
            username: String::new(),
            auth_data: None,
            auth_service: String::new(),
            email: String::new(),
            email_verified: false,
            nickname: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            position: String::new(),
            roles: String::new(),
            props: StringMap::new(),
            notify_props: StringMap::new(),
            last_password_update: 0,
            last_picture_update: 0,
            failed_attempts: 0,
            locale: String::new(),
            timezone: None,
            mfa_active: false,
            remote_id: None,
            last_activity_at: 0,
            is_bot: false,
            bot_description: String::new(),
            bot_last_icon_update: 0,
            terms_of_service_id: String::new(),
            terms_of_service_create_at: 0,
            disable_welcome_email: false,
        }
    }

    /// The user as administrators see them: all but when the password was changed, which is their own affair.
    pub fn for_administrators(mut self) -> Self {
        self.last_password_update = 0;
        self
    }

    /// The user as other people see them.
    pub fn for_others(mut self, disclosed: Disclosure) -> Self {
        self.auth_data = Some(String::new());
        self.email_verified = false;
        self.notify_props = StringMap::new();
        self.last_password_update = 0;
        self.failed_attempts = 0;
        self.terms_of_service_id = String::new();
        self.terms_of_service_create_at = 0;
        if !disclosed.email {
            self.email = String::new();
        }
        if !disclosed.full_name {
            self.first_name = String::new();
            self.last_name = String::new();
        }
        self
    }
}

/// The keys of a user's `timezone`, whose values are texts, the flag's too.
pub mod timezone {
    pub const AUTOMATIC: &str = "automaticTimezone";
    pub const MANUAL: &str = "manualTimezone";
    pub const USE_AUTOMATIC: &str = "useAutomaticTimezone";
}

/// The timezone of a user who has not set one.
pub fn default_timezone() -> StringMap {
    BTreeMap::from([
        (timezone::AUTOMATIC.to_owned(), String::new()),
        (timezone::MANUAL.to_owned(), String::new()),
        (timezone::USE_AUTOMATIC.to_owned(), "true".to_owned()),
    ])
}

/// The notification settings of a new user. All values are texts.
pub fn default_notify_props() -> StringMap {
    [
        ("channel", "true"),
        ("comments", "never"),
        ("desktop", "mention"),
        ("desktop_sound", "true"),
        ("desktop_threads", "all"),
        ("email", "true"),
        ("email_threads", "all"),
        ("first_name", "false"),
        ("mention_keys", ""),
        ("push", "mention"),
        ("push_status", "online"),
        ("push_threads", "all"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

input! {
    /// A new account. Clients send whole users; what the person may not choose is not read.
    pub struct SignUp {
        /// Must be empty: a user who exists is not made again.
        pub id: String,
        pub username: String,
        pub email: String,
        pub password: Secret,
        pub auth_service: String,
        pub auth_data: Option<String>,
        pub nickname: String,
        pub first_name: String,
        pub last_name: String,
        pub position: String,
        pub locale: String,
        pub props: Option<StringMap>,
        pub notify_props: Option<StringMap>,
        pub timezone: Option<StringMap>,
        pub disable_welcome_email: bool,
    }

    /// Name and password. A body that is no such object is answered as if it were empty.
    pub struct Login {
        /// The user's id, where the client knows it.
        pub id: String,
        /// User name or address.
        pub login_id: String,
        pub password: Secret,
        /// The code of the second factor.
        pub token: Secret,
        pub device_id: String,
        pub ldap_only: String,
    }

    /// A whole profile to put in the place of the present one; what may not be changed so is not read.
    pub struct UpdateUser {
        pub id: String,
        pub username: String,
        pub nickname: String,
        pub first_name: String,
        pub last_name: String,
        pub position: String,
        pub email: String,
        /// The current password, which a change of the address asks for.
        pub password: Secret,
        pub props: Option<StringMap>,
        pub notify_props: Option<StringMap>,
        pub locale: String,
        pub timezone: Option<StringMap>,
    }

    /// A new password, and the current one where it is one's own.
    pub struct ChangePassword {
        pub current_password: Secret,
        pub new_password: Secret,
    }

    /// Whether an account is to be active.
    pub struct SetActive {
        pub active: Option<bool>,
    }

    /// Whom to look for.
    pub struct SearchUsers {
        pub term: String,
        pub team_id: String,
        pub not_in_team_id: String,
        pub in_channel_id: String,
        pub not_in_channel_id: String,
        pub in_group_id: String,
        pub not_in_group_id: String,
        pub group_constrained: bool,
        pub without_team: bool,
        pub allow_inactive: bool,
        pub limit: i64,
        pub role: String,
        pub roles: Option<Vec<String>>,
        pub team_roles: Option<Vec<String>>,
        pub channel_roles: Option<Vec<String>>,
    }

    /// An address to which something is to be sent.
    pub struct SendTo {
        pub email: String,
    }

    /// The secret of a letter, and the password that it lets somebody set.
    pub struct ResetPassword {
        pub token: Secret,
        pub new_password: Secret,
    }

    /// Where somebody types.
    pub struct Typing {
        pub channel_id: String,
        pub parent_id: String,
    }

    /// A change of one's profile. Maps replace the whole map.
    pub struct UserPatch {
        pub username: Option<String>,
        pub nickname: Option<String>,
        pub first_name: Option<String>,
        pub last_name: Option<String>,
        pub position: Option<String>,
        pub email: Option<String>,
        /// The current password, which a change of the address asks for.
        pub password: Option<Secret>,
        pub props: Option<StringMap>,
        pub notify_props: Option<StringMap>,
        pub locale: Option<String>,
        pub timezone: Option<StringMap>,
    }
}

/// Users that a text may mean; those outside the channel where one was named.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suggestions {
    pub users: Vec<User>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub out_of_channel: Vec<User>,
}

/// How many users there are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UserCount {
    pub total_users_count: i64,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const WHOLE: &str = concat!(
        r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","create_at":1,"update_at":2,"delete_at":3,"username":"mia","#,
        r#""auth_data":"d","auth_service":"ldap","email":"mia@example.com","email_verified":true,"#,
        r#""nickname":"m","first_name":"Mia","last_name":"Moss","position":"pilot","roles":"system_user","#,
        r#""props":{"a":"b"},"notify_props":{"desktop":"all"},"last_password_update":4,"#,
        r#""last_picture_update":5,"failed_attempts":6,"locale":"de","#,
        r#""timezone":{"automaticTimezone":"Europe/Rome"},"mfa_active":true,"remote_id":"r","#,
        r#""last_activity_at":7,"is_bot":true,"bot_description":"d","bot_last_icon_update":8,"#,
        r#""terms_of_service_id":"t","terms_of_service_create_at":9,"disable_welcome_email":true}"#,
    );

    #[test]
    fn a_whole_user_makes_the_round_trip() {
        let user: User = json::read(WHOLE.as_bytes()).unwrap();
        assert_eq!(json::to_string(&user).unwrap(), WHOLE);
    }

    #[test]
    fn empty_keys_vanish() {
        let user = User::only_id("aaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap());
        assert_eq!(
            json::to_string(&user).unwrap(),
            concat!(
                r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","delete_at":0,"username":"","auth_service":"","email":"","#,
                r#""nickname":"","first_name":"","last_name":"","position":"","roles":"","locale":"","#,
                r#""timezone":null,"disable_welcome_email":false}"#
            )
        );
    }

    #[test]
    fn others_see_less() {
        let user: User = json::read(WHOLE.as_bytes()).unwrap();
        let seen = user.clone().for_others(Disclosure { full_name: false, email: false });
        assert_eq!(seen.auth_data.as_deref(), Some(""));
        assert_eq!((seen.email.as_str(), seen.first_name.as_str()), ("", ""));
        assert!(seen.notify_props.is_empty());
        assert_eq!((seen.last_password_update, seen.failed_attempts), (0, 0));
        assert_eq!(seen.last_picture_update, 5);
        let seen = user.for_others(Disclosure { full_name: true, email: true });
        assert_eq!((seen.email.as_str(), seen.first_name.as_str()), ("mia@example.com", "Mia"));
    }

    #[test]
    fn a_sign_up_hides_its_password() {
        let sign_up: SignUp =
            json::read(br#"{"username":"mia","password":"open sesame","roles":"system_admin"}"#).unwrap();
        assert_eq!(&*sign_up.password, "open sesame");
        assert!(!format!("{sign_up:?}").contains("sesame"));
    }

    #[test]
    fn a_patch_of_wrong_type_is_refused() {
        assert!(json::read::<UserPatch>(br#"{"nickname":5}"#).is_err());
        assert_eq!(json::read::<UserPatch>(b"null").unwrap(), UserPatch::default());
    }
}
