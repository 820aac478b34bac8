//! Commands that say how available somebody is, and what they do.

use accounts::statuses::{custom, operations};
use kernel::{Ctx, Error, Result};
use wire::Presence;
use wire::status::SetCustomStatus;

use super::builtin::Builtin;
use super::execute::told;
use super::outcome::Outcome;

/// Chooses a status.
pub(super) async fn choose(ctx: &Ctx, command: Builtin) -> Result<Outcome> {
    let (presence, text) = match command {
        Builtin::Away => (Presence::Away, "You are now away"),
        Builtin::Dnd => (
            Presence::Dnd,
            "Do Not Disturb is enabled. You will not receive desktop or mobile push notifications until Do Not Disturb \
             is turned off.",
        ),
        Builtin::Offline => (Presence::Offline, "You are now offline"),
        _ => (Presence::Online, "You are now online"),
    };
    let chosen = operations::choose(ctx, ctx.user_id()?, presence, 0).await;
    told(chosen, Outcome::told(text), "Statuses are switched off on this server.")
}

/// Sets what the caller says of themselves (`:emoji: words`), or takes it back (`clear`).
pub(super) async fn tell(ctx: &Ctx, text: &str) -> Result<Outcome> {
    let user = ctx.user_id()?;
    let (done, words) = if text == CLEAR {
        (custom::clear(ctx, user).await, "Your status is cleared.")
    } else {
        let (emoji, words) = emoji_and_words(text);
        let status =
            SetCustomStatus { emoji: emoji.to_owned(), text: words.to_owned(), ..SetCustomStatus::default() };
        (custom::set(ctx, user, status).await, "Your status is set. Take it back with /status clear.")
    };
    match done {
        Ok(()) => Ok(Outcome::told(words)),
        Err(Error::Refused(_)) => Ok(Outcome::told(
            "Your status could not be set. It is an emoji and a few words: /status :tea: at tea",
        )),
        Err(error) => Err(error),
    }
}

const CLEAR: &str = "clear";

/// The emoji in front, by its name, and the words behind it.
fn emoji_and_words(text: &str) -> (&str, &str) {
    let named = text.strip_prefix(':').and_then(|rest| rest.split_once(':'));
    match named.filter(|(name, _)| !name.is_empty() && !name.contains(char::is_whitespace)) {
        Some((name, words)) => (name, words.trim()),
        None => (custom::EMOJI, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_stands_in_front_of_the_words() {
        assert_eq!(emoji_and_words(":coffee: break"), ("coffee", "break"));
        assert_eq!(emoji_and_words(":coffee:"), ("coffee", ""));
        assert_eq!(emoji_and_words("at 9:30: not :here:"), (custom::EMOJI, "at 9:30: not :here:"));
        assert_eq!(emoji_and_words(":not an emoji: x"), (custom::EMOJI, ":not an emoji: x"));
        assert_eq!(emoji_and_words(""), (custom::EMOJI, ""));
    }
}
