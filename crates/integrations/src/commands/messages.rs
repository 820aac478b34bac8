//! Commands that write to somebody directly.

use conversations::channels;
use conversations::posts::create;
use kernel::{Ctx, Error, Result};
use store::channels::ChannelRow;
use store::users::UserRow;
use wire::{CreatePost, Permission};

use super::channels::place;
use super::execute::Saying;
use super::members::{NO_USER, user};
use super::outcome::Outcome;

/// Why nothing was written to somebody who exists.
const MAY_NOT: &str = "You may not write to this user.";
/// Users of a group, without the caller.
const GROUP: std::ops::RangeInclusive<usize> = 2..=7;

/// `@user message`
pub(super) async fn to_one(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let (name, message) = said.rest.split_once(char::is_whitespace).unwrap_or((&said.rest, ""));
    match user(ctx, name).await? {
        Some(other) if !name.is_empty() && other.id != ctx.user_id()? => {
            write_to(ctx, said, vec![other], message).await
        }
        _ => Ok(Outcome::told(NO_USER)),
    }
}

/// `@user,@user message`
pub(super) async fn to_several(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let (names, message) = names(&said.rest);
    let mut others: Vec<UserRow> = Vec::new();
    for name in names {
        match user(ctx, name).await? {
            Some(other) if other.id == ctx.user_id()? => {}
            Some(other) if others.iter().any(|known| known.id == other.id) => {}
            Some(other) => others.push(other),
            None => return Ok(Outcome::told(NO_USER)),
        }
    }
    if others.is_empty() {
        return Ok(Outcome::told(NO_USER));
    }
    if others.len() > *GROUP.end() {
        return Ok(Outcome::told("A group has at most eight members."));
    }
    write_to(ctx, said, others, message).await
}

/// The names before a message: separated by commas, with blanks or without.
fn names(text: &str) -> (Vec<&str>, &str) {
    let (mut names, mut rest) = (Vec::new(), text.trim_start());
    loop {
        let end = rest.find(|c: char| c == ',' || c.is_whitespace()).unwrap_or(rest.len());
        if end > 0 {
            names.push(&rest[..end]);
        }
        rest = rest[end..].trim_start();
        match rest.strip_prefix(',') {
            Some(more) => rest = more.trim_start(),
            None => return (names, rest),
        }
    }
}

async fn write_to(ctx: &Ctx, said: &Saying, others: Vec<UserRow>, message: &str) -> Result<Outcome> {
    let permission = match others.len() {
        1 => Permission::CreateDirectChannel,
        _ => Permission::CreateGroupChannel,
    };
    if !ctx.may(permission).await? {
        return Ok(Outcome::told(MAY_NOT));
    }
    let written = match channel(ctx, others).await {
        Ok(channel) if message.is_empty() => Ok(channel),
        Ok(channel) => {
            let post = CreatePost {
                channel_id: channel.id.to_string(),
                message: message.to_owned(),
                ..CreatePost::default()
            };
            create::create(ctx, post, true).await.map(|_| channel)
        }
        Err(error) => Err(error),
    };
    match written {
        Ok(channel) => Ok(Outcome::told("").going_to(place(ctx, said, &channel.name))),
        Err(Error::Refused(_)) => Ok(Outcome::told(MAY_NOT)),
        Err(error) => Err(error),
    }
}

/// The channel of the caller with these others.
async fn channel(ctx: &Ctx, others: Vec<UserRow>) -> Result<ChannelRow> {
    let own = ctx.user_id()?;
    let mut users = others;
    let first = users.first().map(|user| user.id);
    users.extend(store::users::by_id(ctx.db().read(), own).await?);
    users.sort_by_key(|user| user.id);
    match (users.len(), first) {
        (2, Some(other)) => channels::with(ctx, (own, other), &users).await,
        _ => channels::among(ctx, &users).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_separated_by_commas() {
        assert_eq!(names("@a,@b hi both"), (vec!["@a", "@b"], "hi both"));
        assert_eq!(names("@a, @b hi"), (vec!["@a", "@b"], "hi"));
        assert_eq!(names("@a"), (vec!["@a"], ""));
        assert_eq!(names(""), (vec![], ""));
    }
}
