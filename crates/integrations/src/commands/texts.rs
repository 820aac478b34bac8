//! Commands that only say something, and those whose work is the client's.

use std::time::Duration;

use accounts::preferences::operations as preferences;
use conversations::posts::create;
use kernel::{Ctx, Error, Result};
use wire::CreatePost;

use super::builtin::Builtin;
use super::execute::Saying;
use super::outcome::Outcome;

/// What a command with this text says.
pub(super) fn say(ctx: &Ctx, command: Builtin, text: &str) -> Outcome {
    match command {
        Builtin::Me => Outcome::posted(format!("*{text}*"), "me"),
        Builtin::Shrug if text.is_empty() => Outcome::posted(SHRUG.to_owned(), ""),
        Builtin::Shrug => Outcome::posted(format!("{text} {SHRUG}"), ""),
        Builtin::Code if text.is_empty() => Outcome::told("A message must be given with the command /code."),
        Builtin::Code => {
            let lines: Vec<String> = text.split('\n').map(|line| format!("    {line}")).collect();
            Outcome { is_raw: true, ..Outcome::posted(lines.join("\n"), "") }
        }
        Builtin::Help => Outcome::told(match ctx.config().support.help_link.as_str() {
            "" => "Type / to see what you can say.".to_owned(),
            link => format!("Type / to see what you can say. More help is at {link}"),
        }),
        Builtin::Logout => Outcome::done().going_to("/login".to_owned()),
        Builtin::InvitePeople => Outcome::told("Invitations by e-mail are not sent by this server."),
        _ => Outcome::told("Your client does not know this command."),
    }
}

const SHRUG: &str = r"¯\\\_(ツ)\_/¯";

/// Has image previews collapsed, or shown in full.
pub(super) async fn previews(ctx: &Ctx, are_collapsed: bool) -> Result<Outcome> {
    let (value, text) = match are_collapsed {
        true => ("true", "Image links now collapse by default"),
        false => ("false", "Image links now expand by default"),
    };
    preferences::set(ctx, ctx.user_id()?, "display_settings", "collapse_previews", value).await?;
    Ok(Outcome::told(text))
}

/// The longest that an echo waits.
const LONGEST_DELAY: u64 = 30;

/// Says the text, after as many seconds as a number at its end tells.
pub(super) async fn echo(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let (text, delay) = delayed(&said.rest);
    if text.is_empty() {
        return Ok(Outcome::told("A message must be given with the command /echo."));
    }
    tokio::time::sleep(Duration::from_secs(delay.min(LONGEST_DELAY))).await;
    let post = CreatePost {
        channel_id: said.channel.row.id.to_string(),
        root_id: said.root.clone(),
        message: text.to_owned(),
        ..CreatePost::default()
    };
    match create::create(&ctx.again().await?, post, true).await {
        Ok(_) => Ok(Outcome::done()),
        Err(Error::Refused(_)) => Ok(Outcome::told("Your message could not be said.")),
        Err(error) => Err(error),
    }
}

fn delayed(text: &str) -> (&str, u64) {
    match text.rsplit_once(char::is_whitespace) {
        Some((before, last)) => match last.parse() {
            Ok(seconds) => (before.trim_end(), seconds),
            Err(_) => (text, 0),
        },
        None => (text, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_behind_the_words_is_a_delay() {
        assert_eq!(delayed("hello 1"), ("hello", 1));
        assert_eq!(delayed("hello you"), ("hello you", 0));
        assert_eq!(delayed("7"), ("7", 0));
    }
}
