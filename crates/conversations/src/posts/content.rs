//! What a post may hold: its message, type and props, by whoever writes or edits it.

use kernel::{Error, Result};
use serde_json::{Value, json};
use store::posts::NamedChannelRow;
use wire::{Props, TeamId};

use super::attachments;

/// The longest message, in characters.
const MAX_MESSAGE: usize = 16_383;
/// The longest props, in characters of their JSON.
const MAX_PROPS: usize = 800_000;
/// The longest type.
const MAX_KIND: usize = 26;

pub const MESSAGE_LENGTH: &str = "model.post.is_valid.message_length.app_error";
pub const PROPS: &str = "model.post.is_valid.props.app_error";
pub const KIND: &str = "model.post.is_valid.type.app_error";
/// A type that only the server writes.
pub const RESERVED_KIND: &str = "api.context.invalid_param.app_error";

/// Props that only the server sets.
const SERVER_PROPS: [&str; 4] = ["add_channel_member", "channel_mentions", "previewed_post", "deleteBy"];
/// The prop that names the post which the message links to.
pub const PREVIEWED: &str = "previewed_post";
/// The prop that names the channels which the message mentions.
pub const CHANNEL_MENTIONS: &str = "channel_mentions";

pub fn check_message(message: &str) -> Result<()> {
    if message.chars().count() > MAX_MESSAGE {
        return Err(Error::bad_request(MESSAGE_LENGTH, "the message is too long"));
    }
    Ok(())
}

/// Checks the type that an author chose.
pub fn check_kind(kind: &str) -> Result<()> {
    if kind.starts_with("system_") {
        return Err(Error::bad_request(RESERVED_KIND, "only the server writes posts of this type"));
    }
    let is_known = matches!(kind, "" | "me" | "slack_attachment")
        || kind.starts_with("custom_") && kind.chars().count() <= MAX_KIND;
    if is_known { Ok(()) } else { Err(Error::bad_request(KIND, "no such type of posts")) }
}

/// The props as they are stored: without what only the server sets, attachments in form.
pub fn props(mut props: Props) -> Result<Props> {
    for name in SERVER_PROPS {
        props.remove(name);
    }
    attachments::normalise(&mut props);
    let text = serde_json::to_string(&props).map_err(|e| Error::internal("encode props", e))?;
    if text.chars().count() > MAX_PROPS
        || props.iter().any(|(name, value)| name.contains('\0') || has_nul(value))
    {
        return Err(Error::bad_request(PROPS, "the props are too long, or hold what cannot be stored"));
    }
    Ok(props)
}

fn has_nul(value: &Value) -> bool {
    match value {
        Value::String(text) => text.contains('\0'),
        Value::Array(items) => items.iter().any(has_nul),
        Value::Object(members) => members.iter().any(|(name, value)| name.contains('\0') || has_nul(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Adds the public channels that the message names as `~name`.
pub async fn add_channel_mentions(
    conn: &db::Conn,
    team: Option<TeamId>,
    message: &str,
    props: &mut Props,
) -> Result<Vec<NamedChannelRow>> {
    let (Some(team), names) = (team, channel_names(message)) else { return Ok(Vec::new()) };
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let channels = store::posts::channels_named(conn, team, names).await?;
    let told = channels.iter().map(|channel| {
        (channel.name.clone(), json!({"display_name": channel.display_name, "team_name": channel.team_name}))
    });
    let told: Props = told.collect();
    if !told.is_empty() {
        props.insert(CHANNEL_MENTIONS.to_owned(), told.into());
    }
    Ok(channels)
}

/// The longest name of a channel.
const MAX_CHANNEL_NAME: usize = 64;

/// What follows each `~` at the beginning of a word, each once.
fn channel_names(message: &str) -> Vec<String> {
    let mut names = std::collections::BTreeSet::new();
    let mut before = ' ';
    for (at, letter) in message.char_indices() {
        if letter == '~' && !before.is_alphanumeric() && before != '~' {
            let rest = &message[at + 1..];
            let is_name =
                |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            let name = rest[..end].trim_end_matches('.');
            if !name.is_empty() && name.len() <= MAX_CHANNEL_NAME {
                names.insert(name.to_owned());
            }
        }
        before = letter;
    }
    names.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_are_named_with_a_tilde() {
        assert_eq!(
            channel_names("see ~town-square. and (~off-topic), ~town-square"),
            ["off-topic", "town-square"]
        );
        assert!(channel_names("~~struck~~ a~b ~ ~Upper").is_empty());
    }

    #[test]
    fn the_server_s_props_are_not_taken() {
        let given =
            json!({"mine": 1, "add_channel_member": {}, "previewed_post": "x", "channel_mentions": {}});
        let Value::Object(given) = given else { unreachable!("it is an object") };
        assert_eq!(Value::Object(props(given).unwrap()), json!({"mine": 1}));
    }

    #[test]
    fn what_no_engine_stores_is_refused() {
        let Value::Object(given) = json!({"a": [{"b\u{0}": 1}]}) else { unreachable!("it is an object") };
        assert!(props(given).is_err());
    }
}
