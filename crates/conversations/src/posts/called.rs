//! What calls one member of a channel, in messages that are there already.

use std::collections::BTreeMap;

use db::Json;
use store::users::UserRow;

use super::mentions::{self, Keywords};

/// What calls one user.
pub struct Called<'a> {
    username: &'a str,
    by_everybody: bool,
    keywords: Keywords<()>,
}

impl<'a> Called<'a> {
    /// By the user's settings, and those for one channel.
    pub fn of(user: &'a UserRow, of_channel: Option<&Json<BTreeMap<String, String>>>) -> Self {
        let wish = |name: &str| {
            user.notify_props.as_ref().and_then(|Json(props)| props.get(name)).map(String::as_str)
        };
        let ignores =
            of_channel.and_then(|Json(props)| props.get("ignore_channel_mentions")).map(String::as_str);
        let by_everybody = match ignores {
            Some("on") => false,
            Some("off") => true,
            _ => wish("channel") != Some("false"),
        };
        let mut keywords = Keywords::default();
        keywords.add_keys(&(), wish("mention_keys").unwrap_or_default());
        if wish("first_name") == Some("true") {
            keywords.add_first_name(&(), &user.first_name);
        }
        Self { username: &user.username, by_everybody, keywords }
    }

    /// Whether a message calls the user.
    pub fn are_in(&self, message: &str) -> bool {
        let called = mentions::of(message);
        let is_name = |name: &str| (name == self.username).then_some(());
        self.by_everybody && called.call_everybody()
            || !called.resolve(is_name).is_empty()
            || !self.keywords.mentioned_in(message).is_empty()
    }
}
