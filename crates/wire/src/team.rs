//! Teams and their members.
//!
//! Odd: `last_team_icon_update` is the one key that vanishes when zero; `scheme_id`, `group_constrained` and
//! `policy_id` are always there and mostly `null` (a scheme that was taken away again leaves `""`).

use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::input::input;
use crate::{TeamId, UserId, is_zero};

/// A team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub display_name: String,
    /// What stands in addresses.
    pub name: String,
    pub description: String,
    pub email: String,
    #[serde(rename = "type")]
    pub kind: TeamType,
    pub company_name: String,
    pub allowed_domains: String,
    /// Lets its bearer join; empty for who may not invite.
    pub invite_id: String,
    pub allow_open_invite: bool,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub last_team_icon_update: i64,
    pub scheme_id: Option<String>,
    pub group_constrained: Option<bool>,
    pub policy_id: Option<String>,
    pub cloud_limits_archived: bool,
}

impl Team {
    /// The team as members see it who may not manage or invite: without address and invitation.
    pub fn without(mut self, hidden: Hidden) -> Self {
        if hidden.email {
            self.email = String::new();
        }
        if hidden.invite_id {
            self.invite_id = String::new();
        }
        self
    }
}

/// What a viewer may not see of a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hidden {
    pub email: bool,
    pub invite_id: bool,
}

/// Whether a team was made to be open. `allow_open_invite` alone decides who may join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TeamType {
    #[serde(rename = "O")]
    Open,
    #[serde(rename = "I")]
    InviteOnly,
}

impl TeamType {
    pub fn parse(letter: &str) -> Option<Self> {
        match letter {
            "O" => Some(Self::Open),
            "I" => Some(Self::InviteOnly),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "O",
            Self::InviteOnly => "I",
        }
    }
}

/// A membership in a team. `roles` are all roles, those of the scheme included; `explicit_roles` the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamMember {
    pub team_id: TeamId,
    pub user_id: UserId,
    pub roles: String,
    pub delete_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
}

/// One answer of a batch that goes on after a failure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TeamMemberResult {
    pub user_id: UserId,
    pub member: Option<TeamMember>,
    pub error: Option<AppError>,
}

/// How many members a team has; deactivated users count in the total only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamStats {
    pub team_id: TeamId,
    pub total_member_count: i64,
    pub active_member_count: i64,
}

/// What a user has not read in a team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamUnread {
    pub team_id: TeamId,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub msg_count_root: i64,
    pub thread_count: i64,
    pub thread_mention_count: i64,
    pub thread_urgent_mention_count: i64,
}

/// Whether a team of that name exists.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TeamExists {
    pub exists: bool,
}

/// What the holder of an invitation is told of the team.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InviteInfo {
    pub id: TeamId,
    pub display_name: String,
    pub description: String,
    pub name: String,
}

input! {
    /// What teams are searched by.
    pub struct TeamSearch {
        pub term: String,
        pub page: Option<i64>,
        pub per_page: Option<i64>,
        pub allow_open_invite: Option<bool>,
        pub group_constrained: Option<bool>,
        pub exclude_policy_constrained: bool,
    }

    /// A new team. Clients send whole teams.
    pub struct CreateTeam {
        /// Must be empty: a team that exists is not made again.
        pub id: String,
        pub name: String,
        pub display_name: String,
        pub description: String,
        /// Any letter; the operation answers for unknown ones.
        pub kind: String as "type",
        pub email: String,
        pub company_name: String,
        pub allowed_domains: String,
        pub allow_open_invite: bool,
        pub scheme_id: Option<String>,
        pub group_constrained: Option<bool>,
    }

    /// A whole team that is changed. What is not named here stays.
    pub struct UpdateTeam {
        pub id: String,
        pub display_name: String,
        pub description: String,
        pub company_name: String,
        pub allowed_domains: String,
        pub allow_open_invite: Option<bool>,
    }

    /// A change of a team.
    pub struct TeamPatch {
        pub display_name: Option<String>,
        pub description: Option<String>,
        pub company_name: Option<String>,
        pub allowed_domains: Option<String>,
        pub allow_open_invite: Option<bool>,
        pub group_constrained: Option<bool>,
        pub cloud_limits_archived: Option<bool>,
    }

    /// A user to add to a team. `team_id` repeats the path and must agree with it.
    pub struct AddTeamMember {
        pub team_id: String,
        pub user_id: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_whole_team_makes_the_round_trip() {
        let text = concat!(
            r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","create_at":1,"update_at":2,"delete_at":3,"#,
            r#""display_name":"Crew","name":"crew","description":"about","email":"a@example.com","type":"I","#,
            r#""company_name":"Co","allowed_domains":"example.com","invite_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
            r#""allow_open_invite":true,"last_team_icon_update":4,"scheme_id":"cccccccccccccccccccccccccc","#,
            r#""group_constrained":true,"policy_id":"p","cloud_limits_archived":true}"#
        );
        let team: Team = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&team).unwrap(), text);
        let seen = team.without(Hidden { email: true, invite_id: true });
        assert_eq!((seen.email.as_str(), seen.invite_id.as_str()), ("", ""));
    }

    #[test]
    fn counts_make_the_round_trip() {
        let text = concat!(
            r#"{"team_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","msg_count":1,"mention_count":2,"mention_count_root":3,"#,
            r#""msg_count_root":4,"thread_count":5,"thread_mention_count":6,"thread_urgent_mention_count":7}"#
        );
        let unread: TeamUnread = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&unread).unwrap(), text);
        let text =
            r#"{"team_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","total_member_count":1,"active_member_count":2}"#;
        let stats: TeamStats = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&stats).unwrap(), text);
    }

    #[test]
    fn a_new_team_is_read_from_a_whole_one() {
        let team: CreateTeam =
            json::read(br#"{"id":"","name":"crew","type":"X","scheme_id":null,"delete_at":0}"#).unwrap();
        assert_eq!((team.name.as_str(), team.kind.as_str(), team.scheme_id), ("crew", "X", None));
    }
}
