//! The sidebar: a user's channels of a team, in categories.
//!
//! Odd: `sorting` is `""`, `alpha`, `recent` or `manual`, and any other text is kept, too. The built-in categories have
//! ids of the form `{type}_{user}_{team}`.

use serde::{Deserialize, Serialize};

use crate::input::input;
use crate::{ChannelId, Id, TeamId, UserId};

/// A category and the channels in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SidebarCategory {
    pub id: String,
    pub user_id: UserId,
    pub team_id: TeamId,
    pub sort_order: i64,
    pub sorting: String,
    #[serde(rename = "type")]
    pub kind: CategoryType,
    pub display_name: String,
    pub muted: bool,
    pub collapsed: bool,
    pub channel_ids: Vec<ChannelId>,
}

/// Every category, and their ids in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SidebarCategories {
    pub categories: Vec<SidebarCategory>,
    pub order: Vec<String>,
}

/// The kinds of categories. Of the first three everybody has one in each team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CategoryType {
    Favorites,
    Channels,
    DirectMessages,
    Custom,
}

impl CategoryType {
    /// Those that everybody has, in their first order.
    pub const BUILT_IN: [Self; 3] = [Self::Favorites, Self::Channels, Self::DirectMessages];

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Favorites, Self::Channels, Self::DirectMessages, Self::Custom]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Favorites => "favorites",
            Self::Channels => "channels",
            Self::DirectMessages => "direct_messages",
            Self::Custom => "custom",
        }
    }

    /// What a category of this kind is called before anybody calls it otherwise.
    pub fn display_name(self) -> &'static str {
        match self {
            Self::Favorites => "Favorites",
            Self::Channels => "Channels",
            Self::DirectMessages => "Direct Messages",
            Self::Custom => "",
        }
    }

    /// The id of a user's built-in category of this kind.
    pub fn built_in_id(self, user: UserId, team: TeamId) -> String {
        format!("{}_{user}_{team}", self.as_str())
    }
}

/// Whether a text is spelled as the id of a category.
pub fn is_category_id(text: &str) -> bool {
    let is_built_in = || {
        CategoryType::BUILT_IN.iter().any(|kind| {
            let rest = text.strip_prefix(kind.as_str()).and_then(|rest| rest.strip_prefix('_'));
            let ids = rest.and_then(|rest| rest.split_once('_'));
            ids.is_some_and(|(user, team)| user.parse::<Id>().is_ok() && team.parse::<Id>().is_ok())
        })
    };
    text.parse::<Id>().is_ok() || is_built_in()
}

input! {
    /// A category to make, or what it is to become.
    pub struct SaveCategory {
        pub id: String,
        pub user_id: String,
        pub team_id: String,
        pub sorting: String,
        pub display_name: String,
        pub muted: bool,
        pub collapsed: bool,
        /// Channels that the user is not in are left out.
        pub channel_ids: Vec<String>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_category_makes_the_round_trip() {
        let text = concat!(
            r#"{"id":"favorites_aaaaaaaaaaaaaaaaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
            r#""user_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","team_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","sort_order":10,"#,
            r#""sorting":"alpha","type":"favorites","display_name":"Favorites","muted":true,"collapsed":true,"#,
            r#""channel_ids":["cccccccccccccccccccccccccc"]}"#
        );
        let category: SidebarCategory = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&category).unwrap(), text);
        assert!(is_category_id(&category.id));
    }

    #[test]
    fn ids_are_those_of_things_or_built_in() {
        let id = "a".repeat(26);
        assert!(is_category_id(&id));
        for kind in CategoryType::BUILT_IN {
            assert!(is_category_id(&format!("{}_{id}_{id}", kind.as_str())));
            assert_eq!(CategoryType::parse(kind.as_str()), Some(kind));
        }
        for bad in ["", "short", "favorites", "custom_aaaaaaaaaaaaaaaaaaaaaaaaaa_aaaaaaaaaaaaaaaaaaaaaaaaaa"]
        {
            assert!(!is_category_id(bad), "{bad}");
        }
    }
}
