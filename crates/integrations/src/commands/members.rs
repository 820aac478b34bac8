//! Commands that add users to channels, and remove them.

use accounts::users::Sight;
use conversations::members::{self, Whom};
use kernel::{Channel, Ctx, Result};
use store::users::UserRow;

use super::channels::{NO_CHANNEL, named};
use super::execute::{Saying, told};
use super::outcome::Outcome;

/// One answer for a user whom the caller may not know of and for one who is not there.
pub(super) const NO_USER: &str = "There is no such user.";

/// Users and channels that one command names.
const MOST: usize = 20;

/// The account of this name, if the caller may know of it.
pub(super) async fn user(ctx: &Ctx, name: &str) -> Result<Option<UserRow>> {
    let name = name.trim_start_matches('@').trim_end_matches(',').to_lowercase();
    let found = store::users::by_username(ctx.db().read(), &name).await?;
    let found: Vec<UserRow> = found.into_iter().filter(|user| user.delete_at == 0).collect();
    Ok(Sight::of(ctx).await?.among(ctx, found).await?.pop())
}

/// Adds the users who are named to the channels that are named, or to this one.
pub(super) async fn invite(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let words: Vec<&str> = said.rest.split_whitespace().take(MOST).collect();
    let (places, names): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.starts_with('~'));
    if names.is_empty() {
        return Ok(Outcome::told("A user must be named with this command."));
    }
    let mut lines = Vec::new();
    let mut channels = Vec::new();
    for place in &places {
        match named(ctx, said, place).await?.filter(may_manage_members) {
            Some(channel) => channels.push(channel),
            None => lines.push(NO_CHANNEL.to_owned()),
        }
    }
    if places.is_empty() {
        match may_manage_members(&said.channel) {
            true => channels.push(said.channel.clone()),
            false => lines.push(NO_CHANNEL.to_owned()),
        }
    }
    for name in names {
        let Some(user) = user(ctx, name).await? else {
            lines.push(NO_USER.to_owned());
            continue;
        };
        for channel in &channels {
            lines.push(add(ctx, channel, &user).await?);
        }
    }
    Ok(Outcome::told(lines.join("\n")))
}

async fn add(ctx: &Ctx, channel: &Channel, user: &UserRow) -> Result<String> {
    let (name, place) = (&user.username, &channel.row.name);
    if store::channels::member(ctx.db().read(), channel.row.id, user.id).await?.is_some() {
        return Ok(format!("@{name} is already in ~{place}."));
    }
    let added = members::add(ctx, channel, vec![user.clone()]).await?;
    Ok(match added.last_refusal {
        None => format!("@{name} was added to ~{place}."),
        Some(_) => format!("@{name} could not be added to ~{place}."),
    })
}

fn may_manage_members(channel: &Channel) -> bool {
    !channel.is_archived() && members::may_add(channel, Whom::Others)
}

/// Removes the user who is named from this channel.
pub(super) async fn remove(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let channel = &said.channel;
    if channel.is_direct_or_group() {
        return Ok(Outcome::told("Nobody is removed from direct and group channels."));
    }
    let Some(user) = user(ctx, &said.rest).await? else { return Ok(Outcome::told(NO_USER)) };
    let is_own = user.id == ctx.user_id()?;
    if !is_own && !may_manage_members(channel) {
        return Ok(Outcome::told("You may not remove members of this channel."));
    }
    let removed = match is_own {
        true => members::leave(ctx, &channel.row, &user).await,
        false => members::remove(ctx, &channel.row, &user).await,
    };
    told(removed, Outcome::done(), "The user is not in this channel, or cannot be removed.")
}
