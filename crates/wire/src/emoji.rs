//! Emoji: those that every server has, by name, and those that somebody made.

use serde::{Deserialize, Serialize};

use crate::{EmojiId, UserId, id};

/// An emoji that somebody of this server made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Emoji {
    pub id: EmojiId,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    #[serde(with = "id::optional")]
    pub creator_id: Option<UserId>,
    pub name: String,
}

/// Names of the emoji that every server has, one a line, in the order of their bytes.
const BUILT_IN: &str = include_str!("emoji_names.txt");

/// Whether every server has an emoji of this name.
pub fn is_built_in(name: &str) -> bool {
    let (mut low, mut high) = (0, BUILT_IN.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = BUILT_IN[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = BUILT_IN[start..].find('\n').map_or(BUILT_IN.len(), |length| start + length);
        match BUILT_IN[start..end].cmp(name) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn an_emoji_makes_the_round_trip() {
        let text = concat!(
            r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","create_at":1,"update_at":2,"delete_at":3,"#,
            r#""creator_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","name":"ahoy"}"#
        );
        let emoji: Emoji = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&emoji).unwrap(), text);
    }

    #[test]
    fn every_built_in_name_is_found_and_nothing_else() {
        assert!(BUILT_IN.lines().is_sorted());
        assert!(BUILT_IN.lines().all(is_built_in));
        for name in ["", "+", "no_such_emoji", "zzzzzz", "smile\n", "\n", "Smile"] {
            assert!(!is_built_in(name), "{name:?}");
        }
    }
}
