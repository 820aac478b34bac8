//! The rules of making channels.

use kernel::{Ctx, Error, Event, Result, publish};
use serde_json::json;
use store::channels::ChannelRow;
use wire::{Broadcast, ChannelId, ChannelType, CreateChannel, EventKind, Permission, PostId, TeamId};

use crate::members::{self, Newcomer, Person, Role};
use crate::posts::system;

const DIRECT: &str = "api.channel.create_channel.direct_channel.app_error";
const TOO_MANY: &str = "api.channel.create_channel.max_channel_limit.app_error";
const EXISTS: &str = "store.sql_channel.save_channel.exists.app_error";
const HAS_ID: &str = "store.sql_channel.save_channel.existing.app_error";
const ARCHIVED: &str = "store.sql_channel.save.archived_channel.app_error";
const BAD_KIND: &str = "model.channel.is_valid.type.app_error";
const BAD_NAME: &str = "model.channel.is_valid.1_or_more.app_error";
/// Direct and group channels are called so, or the channel is one.
pub(super) const RESERVED_NAME: &str = "model.channel.is_valid.name.app_error";
const BAD_DISPLAY_NAME: &str = "model.channel.is_valid.display_name.app_error";
const BAD_PURPOSE: &str = "model.channel.is_valid.purpose.app_error";
const BAD_HEADER: &str = "model.channel.is_valid.header.app_error";

/// Letters of a name, which are one byte each.
const NAME: usize = 64;
const DISPLAY_NAME: usize = 64;
const HEADER: usize = 1024;
const PURPOSE: usize = 250;

/// A channel that is about to be made, for interceptors.
#[derive(Debug, Clone)]
pub struct New {
    pub channel: ChannelRow,
}

/// Makes a channel of a team; its maker is its first member and administers it.
pub async fn create(ctx: &Ctx, input: CreateChannel) -> Result<ChannelRow> {
    let team_id = decide(ctx, &input).await?;
    let channel = row(ctx, team_id, input)?;
    let limit = ctx.config().team.max_channels_per_team;
    if store::channels::count_in_team(ctx.db().read(), team_id).await? >= limit {
        return Err(Error::bad_request(TOO_MANY, "the team has as many channels as it may have"));
    }
    let New { channel } = ctx.app().interceptors.ask(ctx, New { channel }).await?;

    let maker = Person { id: ctx.user_id()?, username: members::own_name(ctx), is_guest: ctx.is_guest() };
    let (now, post_id, made) = (ctx.now(), ctx.new_id::<PostId>(), channel.clone());
    ctx.db().transact(async move |tx| apply(tx, now, &channel, &maker, post_id).await).await?;
    Ok(made)
}

/// Writes a channel without members and without a word.
pub async fn insert(tx: &db::Tx, channel: &ChannelRow) -> Result<()> {
    named(store::channels::insert(tx, channel).await)
}

/// Writes what a channel has become.
pub async fn update(tx: &db::Tx, channel: &ChannelRow) -> Result<()> {
    named(store::channels::update(tx, channel).await)
}

fn named(outcome: db::Result<()>) -> Result<()> {
    match outcome {
        Err(error) if error.is_conflict_on("channels.name,teamid") => {
            Err(Error::bad_request(EXISTS, "the team has a channel of that name"))
        }
        other => Ok(other?),
    }
}

/// A channel of a team as it begins.
pub fn fresh(
    id: ChannelId,
    team: TeamId,
    kind: ChannelType,
    name: &str,
    display_name: &str,
    now: i64,
) -> ChannelRow {
    ChannelRow { team_id: Some(team), ..fresh_teamless(id, kind, name, display_name, now) }
}

/// A channel as it begins, without a team.
pub fn fresh_teamless(
    id: ChannelId,
    kind: ChannelType,
    name: &str,
    display_name: &str,
    now: i64,
) -> ChannelRow {
    ChannelRow {
        id,
        create_at: now,
        update_at: now,
        delete_at: 0,
        team_id: None,
        kind: kind.as_str().to_owned(),
        display_name: display_name.to_owned(),
        name: name.to_owned(),
        header: String::new(),
        purpose: String::new(),
        last_post_at: 0,
        total_msg_count: 0,
        extra_update_at: 0,
        creator_id: None,
        scheme_id: None,
        group_constrained: None,
        shared: None,
        total_msg_count_root: 0,
        last_root_post_at: 0,
        banner_info: None,
        default_category_name: String::new(),
        autotranslation: false,
    }
}

/// Who may, before what is well formed: strangers learn nothing from the answer.
async fn decide(ctx: &Ctx, input: &CreateChannel) -> Result<TeamId> {
    if input.team_id.is_empty() {
        return Err(Error::invalid_body_param("team_id"));
    }
    if input.display_name.is_empty() {
        return Err(Error::invalid_body_param("display_name"));
    }
    let permission = match input.kind.as_str() {
        "P" => Permission::CreatePrivateChannel,
        _ => Permission::CreatePublicChannel,
    };
    let team_id: TeamId = input.team_id.parse().map_err(|_| Error::no_permission())?;
    let team = ctx.team(team_id).await?.ok_or_else(Error::no_permission)?;
    team.require(permission)?;
    Ok(team_id)
}

fn row(ctx: &Ctx, team_id: TeamId, input: CreateChannel) -> Result<ChannelRow> {
    if matches!(input.kind.as_str(), "D" | "G") {
        return Err(Error::bad_request(DIRECT, "direct and group channels are made in their own way"));
    }
    if !input.id.is_empty() {
        return Err(Error::bad_request(HAS_ID, "a new channel has no id"));
    }
    if input.delete_at != 0 {
        return Err(Error::bad_request(ARCHIVED, "no channel is made archived"));
    }
    let kind = ChannelType::parse(&input.kind)
        .ok_or_else(|| Error::bad_request(BAD_KIND, "there is no such kind of channel"))?;
    check_name(&input.name)?;
    let create_at = if input.create_at > 0 { input.create_at } else { ctx.now() };
    let row = ChannelRow {
        header: input.header,
        purpose: input.purpose,
        creator_id: Some(ctx.user_id()?),
        ..fresh(ctx.new_id(), team_id, kind, &input.name, &input.display_name, create_at)
    };
    check_texts(&row)?;
    Ok(row)
}

/// What a channel is called and about is not longer than it may be.
pub(super) fn check_texts(channel: &ChannelRow) -> Result<()> {
    check_length(&channel.display_name, DISPLAY_NAME, BAD_DISPLAY_NAME)?;
    check_length(&channel.header, HEADER, BAD_HEADER)?;
    check_length(&channel.purpose, PURPOSE, BAD_PURPOSE)
}

/// A name is lower case letters, digits, `-` and `_` behind a letter or digit. Those of direct channels (`id__id`) and
/// of group channels (40 hexadecimal digits) are theirs alone.
pub(super) fn check_name(name: &str) -> Result<()> {
    let is_plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let begins_well = name.bytes().next().is_some_and(is_plain);
    if !begins_well
        || name.len() > NAME
        || !name.bytes().all(|letter| is_plain(letter) || matches!(letter, b'-' | b'_'))
    {
        return Err(Error::bad_request(
            BAD_NAME,
            "a name is lower case letters, digits, dashes and underscores",
        ));
    }
    let is_direct = name
        .split_once("__")
        .is_some_and(|(one, other)| one.parse::<wire::Id>().is_ok() && other.parse::<wire::Id>().is_ok());
    let is_group = name.len() == 40 && name.bytes().all(|letter| letter.is_ascii_hexdigit());
    if is_direct || is_group {
        return Err(Error::bad_request(RESERVED_NAME, "direct and group channels are called so"));
    }
    Ok(())
}

fn check_length(text: &str, limit: usize, id: &'static str) -> Result<()> {
    if text.chars().count() <= limit {
        Ok(())
    } else {
        Err(Error::bad_request(id, format!("at most {limit} letters are kept")))
    }
}

async fn apply(tx: &db::Tx, now: i64, channel: &ChannelRow, maker: &Person, post_id: PostId) -> Result<()> {
    let maker = &Newcomer::hold_maker(tx, maker).await?;
    insert(tx, channel).await?;
    members::enter(tx, now, channel, maker, Role::Admin).await?;
    let data = json!({"channel_id": channel.id, "team_id": channel.team_id});
    let event = Event::new(EventKind::ChannelCreated, &data, Broadcast::to_user(maker.id))?;
    publish(tx, now, event).await?;
    system::write(tx, now, members::joined(channel, maker, post_id)).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_not_those_of_direct_and_group_channels() {
        for good in ["a", "0", "dash-", "one_two-3", "a__b", &"g".repeat(64)] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        let id = "z".repeat(26);
        for bad in ["", "UPPER", "with space", "-dash", "_under", "dot.ted", "ümlaut", &"g".repeat(65)] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
        assert!(check_name(&format!("{id}__{id}")).is_err());
        assert!(check_name(&"a".repeat(40)).is_err());
    }
}
