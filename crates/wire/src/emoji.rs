//! Custom emoji.

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
}
