//! Sessions, as the list of one's own sessions shows them: without their tokens.

use serde::{Deserialize, Serialize};

use crate::input::input;
use crate::team::TeamMember;
use crate::{SessionId, StringMap, UserId};

/// A session. `token` is a secret and empty in every list; the session's id is its public handle.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    pub id: SessionId,
    pub token: String,
    pub create_at: i64,
    pub expires_at: i64,
    pub last_activity_at: i64,
    pub user_id: UserId,
    /// `<platform>:<token>` of a mobile client, else empty.
    pub device_id: String,
    pub roles: String,
    pub is_oauth: bool,
    pub expired_notify: bool,
    /// The session's facts (`platform`, `os`, `browser`, `csrf`, …), all as texts.
    pub props: StringMap,
    /// The user's memberships, which are empty in lists of teamless users and never null.
    pub team_members: Vec<TeamMember>,
    /// Whether it is the session of the local administration socket.
    pub local: bool,
}

/// Without the token and the props, which hold the session's CSRF token.
impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

input! {
    /// Names a session to end.
    pub struct RevokeSession {
        pub session_id: String,
    }

    /// What a phone tells of itself.
    pub struct DeviceProps {
        pub device_id: String,
        /// `true` or `false`.
        pub device_notification_disabled: String,
        /// As three numbers with dots.
        pub mobile_version: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const WHOLE: &str = concat!(
        r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","token":"secret","create_at":1,"expires_at":2,"#,
        r#""last_activity_at":3,"user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","device_id":"android:x","#,
        r#""roles":"system_user","is_oauth":true,"expired_notify":true,"props":{"csrf":"c"},"#,
        r#""team_members":[{"team_id":"cccccccccccccccccccccccccc","user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
        r#""roles":"team_user","delete_at":4,"scheme_guest":true,"scheme_user":true,"scheme_admin":true,"#,
        r#""explicit_roles":"x"}],"local":true}"#,
    );

    #[test]
    fn a_whole_session_makes_the_round_trip() {
        let session: Session = json::read(WHOLE.as_bytes()).unwrap();
        assert_eq!(json::to_string(&session).unwrap(), WHOLE);
    }

    #[test]
    fn debugging_tells_no_secret() {
        let session: Session = json::read(WHOLE.as_bytes()).unwrap();
        let text = format!("{session:?}");
        assert!(!text.contains("secret") && !text.contains("csrf"));
    }
}
