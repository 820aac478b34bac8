//! A user's status: online, away, do not disturb, out of office, offline.
//!
//! Sent and stored as a text; what clients send is checked by the operation, which has its own answer for an
//! unknown one.

use serde::{Deserialize, Serialize};

use crate::UserId;
use crate::input::input;

/// The status of a user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    pub user_id: UserId,
    pub status: Presence,
    /// Whether the user chose it; then activity does not change it.
    pub manual: bool,
    pub last_activity_at: i64,
    /// In *seconds*, unlike every other time. Zero unless do-not-disturb has an end.
    pub dnd_end_time: i64,
}

/// The statuses there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    Online,
    Away,
    /// Do not disturb.
    Dnd,
    /// Out of office: set by automatic replies, never by the person directly.
    Ooo,
    Offline,
}

impl Presence {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "online" => Self::Online,
            "away" => Self::Away,
            "dnd" => Self::Dnd,
            "ooo" => Self::Ooo,
            "offline" => Self::Offline,
            _ => return None,
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Dnd => "dnd",
            Self::Ooo => "ooo",
            Self::Offline => "offline",
        }
    }
}

input! {
    /// A status to set.
    pub struct SetStatus {
        pub user_id: String,
        pub status: String,
        /// In seconds.
        pub dnd_end_time: i64,
    }

    /// A custom status to set, or a recent one to forget.
    pub struct SetCustomStatus {
        pub emoji: String,
        pub text: String,
        pub duration: String,
        /// RFC 3339; absent is the year one.
        pub expires_at: String,
    }
}

/// What a user says of what they do; kept as a text in their `props`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CustomStatus {
    pub emoji: String,
    pub text: String,
    pub duration: String,
    pub expires_at: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_status_makes_the_round_trip() {
        let text = concat!(
            r#"{"user_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","status":"dnd","manual":true,"#,
            r#""last_activity_at":5,"dnd_end_time":6}"#
        );
        let status: Status = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&status).unwrap(), text);
        assert_eq!(Presence::parse(status.status.as_str()), Some(status.status));
    }
}
