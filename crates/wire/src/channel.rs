//! Channels and their members.
//!
//! Odd: every key is always there, and what is unset is `null` (`props`, `shared`, `scheme_id`, …) or zero
//! (`extra_update_at` always). Direct and group channels have the team id `""`. Unread is the difference of a
//! channel's `total_msg_count` and a member's `msg_count`, and again of the counts of root posts alone, which
//! clients with collapsed threads use.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::input::input;
use crate::{ChannelId, Props, StringMap, TeamId, UserId, id};

/// A channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    pub id: ChannelId,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    #[serde(with = "id::optional")]
    pub team_id: Option<TeamId>,
    #[serde(rename = "type")]
    pub kind: ChannelType,
    pub display_name: String,
    /// What stands in addresses; of a direct channel the two user ids, sorted, joined with `__`.
    pub name: String,
    pub header: String,
    pub purpose: String,
    pub last_post_at: i64,
    pub total_msg_count: i64,
    pub extra_update_at: i64,
    #[serde(with = "id::optional")]
    pub creator_id: Option<UserId>,
    pub scheme_id: Option<String>,
    pub props: Option<Props>,
    pub group_constrained: Option<bool>,
    pub autotranslation: bool,
    pub shared: Option<bool>,
    pub total_msg_count_root: i64,
    pub policy_id: Option<String>,
    pub last_root_post_at: i64,
    pub banner_info: Option<Banner>,
    pub policy_enforced: bool,
    pub policy_is_active: bool,
    pub default_category_name: String,
}

/// A channel in a list over several teams.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelWithTeam {
    #[serde(flatten)]
    pub channel: Channel,
    pub team_display_name: String,
    pub team_name: String,
    pub team_update_at: i64,
}

/// The coloured line above a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Banner {
    pub enabled: Option<bool>,
    pub text: Option<String>,
    pub background_color: Option<String>,
}

/// The kinds of channels, stored and sent as one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ChannelType {
    #[serde(rename = "O")]
    Public,
    #[serde(rename = "P")]
    Private,
    #[serde(rename = "D")]
    Direct,
    #[serde(rename = "G")]
    Group,
}

impl ChannelType {
    pub fn parse(letter: &str) -> Option<Self> {
        match letter {
            "O" => Some(Self::Public),
            "P" => Some(Self::Private),
            "D" => Some(Self::Direct),
            "G" => Some(Self::Group),
            _ => None,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "O",
            Self::Private => "P",
            Self::Direct => "D",
            Self::Group => "G",
        }
    }

    /// Whether channels of this kind belong to no team.
    pub fn is_teamless(self) -> bool {
        matches!(self, Self::Direct | Self::Group)
    }
}

/// A membership in a channel. `roles` are all roles, those of the scheme included; `explicit_roles` the others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelMember {
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub roles: String,
    /// `-1` towards other members, who are not told what someone has read; see [`ChannelMember::for_others`].
    pub last_viewed_at: i64,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    pub notify_props: StringMap,
    pub last_update_at: i64,
    pub scheme_guest: bool,
    pub scheme_user: bool,
    pub scheme_admin: bool,
    pub explicit_roles: String,
    pub autotranslation_disabled: bool,
}

impl ChannelMember {
    /// The membership as others see it: the times of reading are `-1`.
    pub fn for_others(mut self) -> Self {
        self.last_viewed_at = -1;
        self.last_update_at = -1;
        self
    }
}

/// A membership in a list over several teams.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelMemberWithTeam {
    #[serde(flatten)]
    pub member: ChannelMember,
    pub team_display_name: String,
    pub team_name: String,
    pub team_update_at: i64,
}

/// The keys of how a member is notified. All values are texts; a change is a map of the keys to replace.
pub mod notify_props {
    pub const DESKTOP: &str = "desktop";
    pub const PUSH: &str = "push";
    pub const EMAIL: &str = "email";
    pub const MARK_UNREAD: &str = "mark_unread";
    pub const IGNORE_CHANNEL_MENTIONS: &str = "ignore_channel_mentions";
    pub const AUTO_FOLLOW_THREADS: &str = "channel_auto_follow_threads";
}

/// The notification settings of a new member.
pub fn default_notify_props() -> StringMap {
    [
        (notify_props::AUTO_FOLLOW_THREADS, "off"),
        (notify_props::DESKTOP, "default"),
        (notify_props::EMAIL, "default"),
        (notify_props::IGNORE_CHANNEL_MENTIONS, "default"),
        (notify_props::MARK_UNREAD, "all"),
        (notify_props::PUSH, "default"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}

/// Counts of a channel. The guests are among the members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelStats {
    pub channel_id: ChannelId,
    pub member_count: i64,
    pub guest_count: i64,
    pub pinnedpost_count: i64,
    pub files_count: i64,
}

/// What a user has not read in a channel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelUnread {
    #[serde(with = "id::optional")]
    pub team_id: Option<TeamId>,
    pub channel_id: ChannelId,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
}

/// What a user has not read after setting a post unread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelUnreadAt {
    #[serde(with = "id::optional")]
    pub team_id: Option<TeamId>,
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub msg_count: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub urgent_mention_count: i64,
    pub msg_count_root: i64,
    pub last_viewed_at: i64,
}

/// The answer to viewing channels: when each was read last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelViewed {
    pub status: crate::OkText,
    pub last_viewed_at_times: BTreeMap<ChannelId, i64>,
}

/// A row of the moderation screen: what of it is left to guests and members.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChannelModeration {
    pub name: String,
    pub roles: ModeratedRoles,
}

/// `null` for those whom the row does not concern.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModeratedRoles {
    pub guests: Option<ModeratedRole>,
    pub members: Option<ModeratedRole>,
}

/// Whether they may, and whether they might without moderation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModeratedRole {
    pub value: bool,
    pub enabled: bool,
}

input! {
    /// What is to be left to guests and members of a row of the moderation screen.
    pub struct SetModeration {
        pub name: String,
        pub roles: Option<SetModeratedRoles>,
    }

    /// The parts to change.
    pub struct SetModeratedRoles {
        pub guests: Option<bool>,
        pub members: Option<bool>,
    }

    /// A new channel. Clients send whole channels.
    pub struct CreateChannel {
        /// Must be empty: a channel that exists is not made again.
        pub id: String,
        /// Taken from anyone.
        pub create_at: i64,
        /// Must be zero: no channel is made archived.
        pub delete_at: i64,
        pub team_id: String,
        /// Any letter; the operation answers for unknown ones.
        pub kind: String as "type",
        pub display_name: String,
        pub name: String,
        pub header: String,
        pub purpose: String,
        pub props: Option<Props>,
        pub scheme_id: Option<String>,
        pub group_constrained: Option<bool>,
        pub banner_info: Option<BannerPatch>,
    }

    /// A change of a channel.
    pub struct ChannelPatch {
        pub display_name: Option<String>,
        pub name: Option<String>,
        pub header: Option<String>,
        pub purpose: Option<String>,
        pub group_constrained: Option<bool>,
        pub banner_info: Option<BannerPatch>,
        pub autotranslation: Option<bool>,
    }

    /// A channel's line above it, or the parts of it to change.
    pub struct BannerPatch {
        pub enabled: Option<bool>,
        pub text: Option<String>,
        pub background_color: Option<String>,
    }

    /// Users to add to a channel: one by `user_id`, answered with a member, or several by `user_ids`, answered
    /// with a list.
    pub struct AddChannelMembers {
        pub user_id: String,
        pub user_ids: Option<Vec<String>>,
        /// The post under which the system says who was added.
        pub post_root_id: String,
    }

    /// Marks a channel as read, and the one looked at before.
    pub struct ChannelView {
        pub channel_id: String,
        pub prev_channel_id: String,
        pub collapsed_threads_supported: bool,
    }

    /// Whether a channel, or a team, is open (`O`) or not (`P`, of a team `I`).
    pub struct SetPrivacy {
        pub privacy: String,
    }

    /// A team to move a channel to.
    pub struct MoveChannel {
        pub team_id: String,
        /// Whether members who are not in that team are removed.
        pub force: Option<bool>,
    }

    /// What a group is to become.
    pub struct GrowChannel {
        /// Repeats the path.
        pub channel_id: String,
        pub team_id: String,
        pub name: String,
        pub display_name: String,
    }

    /// What channels are searched by.
    pub struct ChannelSearch {
        pub term: String,
        pub team_ids: Option<Vec<String>>,
        pub public: bool,
        pub private: bool,
        pub deleted: bool,
        pub include_deleted: bool,
        pub include_search_by_id: bool,
        pub group_constrained: bool,
        pub exclude_group_constrained: bool,
        pub exclude_default_channels: bool,
        pub exclude_policy_constrained: bool,
        pub not_associated_to_group: String,
        pub page: Option<i64>,
        pub per_page: Option<i64>,
    }

    /// New roles of a member, separated by blanks.
    pub struct SetRoles {
        pub roles: String,
    }

    /// New scheme roles of a member.
    pub struct SetSchemeRoles {
        pub scheme_admin: bool,
        pub scheme_user: bool,
        pub scheme_guest: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    const CHANNEL: &str = concat!(
        r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","create_at":1,"update_at":2,"delete_at":3,"#,
        r#""team_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","type":"P","display_name":"Room","name":"room","header":"h","#,
        r#""purpose":"p","last_post_at":4,"total_msg_count":5,"extra_update_at":6,"#,
        r#""creator_id":"cccccccccccccccccccccccccc","scheme_id":"dddddddddddddddddddddddddd","#,
        r#""props":{"a":"b"},"group_constrained":true,"autotranslation":true,"shared":true,"#,
        r#""total_msg_count_root":7,"policy_id":"p","last_root_post_at":8,"banner_info":{"enabled":true,"#,
        r##""text":"Hot!","background_color":"#dd0000"},"policy_enforced":true,"policy_is_active":true,"##,
        r#""default_category_name":"c""#
    );

    const MEMBER: &str = concat!(
        r#"{"channel_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
        r#""roles":"channel_user","last_viewed_at":1,"msg_count":2,"mention_count":3,"mention_count_root":4,"#,
        r#""urgent_mention_count":5,"msg_count_root":6,"notify_props":{"desktop":"all"},"last_update_at":7,"#,
        r#""scheme_guest":true,"scheme_user":true,"scheme_admin":true,"explicit_roles":"x","#,
        r#""autotranslation_disabled":true"#
    );

    const OF_A_TEAM: &str = r#","team_display_name":"Crew","team_name":"crew","team_update_at":9}"#;

    #[test]
    fn a_whole_channel_makes_the_round_trip() {
        let text = format!("{CHANNEL}}}");
        let channel: Channel = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&channel).unwrap(), text);
        let text = format!("{CHANNEL}{OF_A_TEAM}");
        let channel: ChannelWithTeam = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&channel).unwrap(), text);
    }

    #[test]
    fn a_whole_member_makes_the_round_trip() {
        let text = format!("{MEMBER}}}");
        let member: ChannelMember = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&member).unwrap(), text);
        let text = format!("{MEMBER}{OF_A_TEAM}");
        let member: ChannelMemberWithTeam = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&member).unwrap(), text);
    }

    #[test]
    fn a_viewed_channel_is_told_with_its_time() {
        let text = r#"{"status":"OK","last_viewed_at_times":{"aaaaaaaaaaaaaaaaaaaaaaaaaa":5}}"#;
        let viewed: ChannelViewed = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&viewed).unwrap(), text);
    }

    #[test]
    fn counts_make_the_round_trip() {
        let text = concat!(
            r#"{"channel_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","member_count":1,"guest_count":2,"#,
            r#""pinnedpost_count":3,"files_count":4}"#
        );
        let stats: ChannelStats = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&stats).unwrap(), text);
        let text = concat!(
            r#"{"team_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","channel_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","#,
            r#""msg_count":1,"mention_count":2,"mention_count_root":3,"urgent_mention_count":4,"#,
            r#""msg_count_root":5}"#
        );
        let unread: ChannelUnread = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&unread).unwrap(), text);
    }

    #[test]
    fn letters_name_the_kinds() {
        for kind in [ChannelType::Public, ChannelType::Private, ChannelType::Direct, ChannelType::Group] {
            assert_eq!(ChannelType::parse(kind.as_str()), Some(kind));
            assert_eq!(json::to_string(&kind).unwrap(), format!("\"{}\"", kind.as_str()));
        }
        assert_eq!(ChannelType::parse(""), None);
    }
}
