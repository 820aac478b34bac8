//! Commands about channels: coming, leaving, muting, describing.

use conversations::channels::{self, Told};
use conversations::members::{self, Whom};
use kernel::{Channel, Ctx, Error, Result};
use store::channels::ChannelRow;

use super::builtin::Builtin;
use super::execute::{Saying, told};
use super::outcome::Outcome;

/// One answer for a channel that is hidden and for one that is not there.
pub(super) const NO_CHANNEL: &str = "There is no such channel, or you may not do this there.";

/// The channel of this name in the team, as the caller has it.
pub(super) async fn named(ctx: &Ctx, said: &Saying, name: &str) -> Result<Option<Channel>> {
    let name = name.trim_start_matches('~').to_lowercase();
    let (Some(team), false) = (&said.team, name.is_empty()) else { return Ok(None) };
    match store::channels::by_name(ctx.db().read(), team.row.id, &name).await? {
        Some(row) => ctx.channel(row.id).await,
        None => Ok(None),
    }
}

/// Where a client finds a channel.
pub(super) fn place(ctx: &Ctx, said: &Saying, channel: &str) -> String {
    match &said.team {
        Some(team) => {
            let site = ctx.config().service.site_url.trim_end_matches('/').to_owned();
            format!("{site}/{}/channels/{channel}", team.row.name)
        }
        None => String::new(),
    }
}

/// Joins a channel by its name, and goes there.
pub(super) async fn join(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let channel = named(ctx, said, &said.rest).await?;
    let may_join = |channel: &Channel| channel.member.is_some() || members::may_add(channel, Whom::Oneself);
    let Some(channel) = channel.filter(|channel| !channel.is_archived() && may_join(channel)) else {
        return Ok(Outcome::told(NO_CHANNEL));
    };
    let there = Outcome::done().going_to(place(ctx, said, &channel.row.name));
    if channel.member.is_some() {
        return Ok(there);
    }
    let Some(own) = store::users::by_id(ctx.db().read(), ctx.user_id()?).await? else {
        return Err(Error::session_expired());
    };
    let added = members::add(ctx, &channel, vec![own]).await?;
    match added.last_refusal {
        None => Ok(there),
        Some(refusal) => told(Err(refusal), there, NO_CHANNEL),
    }
}

/// Leaves the channel, and goes where everybody is.
pub(super) async fn leave(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    if said.channel.is_direct_or_group() {
        return Ok(Outcome::told("Direct and group channels cannot be left."));
    }
    let Some(own) = store::users::by_id(ctx.db().read(), ctx.user_id()?).await? else {
        return Err(Error::session_expired());
    };
    let there = Outcome::done().going_to(place(ctx, said, channels::DEFAULT));
    told(members::leave(ctx, &said.channel.row, &own).await, there, "This channel cannot be left.")
}

/// Mutes the channel or the one that is named, or ends that.
pub(super) async fn mute(ctx: &Ctx, said: &Saying) -> Result<Outcome> {
    let named = match said.rest.as_str() {
        "" => None,
        name => named(ctx, said, name).await?.map(|channel| channel.row),
    };
    let channel: &ChannelRow = match (&named, said.rest.is_empty()) {
        (Some(channel), _) => channel,
        (None, true) => &said.channel.row,
        (None, false) => return Ok(Outcome::told(NO_CHANNEL)),
    };
    let user = ctx.user_id()?;
    let member = store::channels::member(ctx.db().read(), channel.id, user).await?;
    let Some(member) = member else { return Ok(Outcome::told(NO_CHANNEL)) };
    let mark = member.row.notify_props.as_ref().and_then(|db::Json(props)| props.get("mark_unread"));
    let is_muted = mark.is_some_and(|mark| mark == "mention");
    let (mark, text) = match is_muted {
        true => ("all", "You hear of this channel again."),
        false => ("mention", "You will hear of this channel only where you are mentioned."),
    };
    let change = [("mark_unread".to_owned(), mark.to_owned())].into_iter().collect();
    members::set_notify_props(ctx, channel.id, user, change).await?;
    Ok(Outcome::told(text))
}

/// Changes one of the texts that tell what the channel is.
pub(super) async fn describe(ctx: &Ctx, command: Builtin, said: &Saying) -> Result<Outcome> {
    let (channel, text) = (&said.channel, said.rest.clone());
    if text.is_empty() {
        return Ok(Outcome::told("A text must be given with this command."));
    }
    // Direct and group channels are called by who is in them.
    let is_fixed = channel.is_direct_or_group() && command != Builtin::Header;
    if is_fixed || !channels::may_describe(channel) {
        return Ok(Outcome::told("You may not change this here."));
    }
    let row = channel.row.clone();
    let new = ChannelRow { update_at: ctx.now(), ..row };
    let new = match command {
        Builtin::Header => ChannelRow { header: text, ..new },
        Builtin::Purpose => ChannelRow { purpose: text, ..new },
        _ => ChannelRow { display_name: text, ..new },
    };
    let changed = channels::describe(ctx, channel, new, Told::Everything).await.map(|_| ());
    told(changed, Outcome::done(), "This text is too long.")
}
