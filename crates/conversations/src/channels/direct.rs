//! `POST /channels/direct`, `POST /channels/group`, `POST /channels/group/search`,
//! `GET /channels/{channel_id}/common_teams`
//!
//! A direct channel is between two users, or for one alone; a group channel is for three to eight. Each is made when it
//! is first asked for, is called by its members' ids, and keeps its members.

use std::collections::HashSet;

use accounts::users::Sight;
use http_api::{
    Answer, Body, Created, Extension, IntoResponse, ListBody, Params, Response, Result, header, list,
};
use kernel::{Ctx, Error, Event, publish};
use serde_json::json;
use sha1::{Digest, Sha1};
use store::channels::ChannelRow;
use store::users::UserRow;
use wire::{Broadcast, Channel, ChannelId, ChannelSearch, ChannelType, EventKind, Permission, UserId};

use super::{operations, shape};
use crate::members::{self, Newcomer, Person, Role};
use crate::{access, teams};

/// No such user to talk to.
const NO_USER: &str = "api.channel.create_direct_channel.invalid_user.app_error";
/// The users share no team, and the setting wants them to.
const NO_COMMON_TEAM: &str = "api.channel.create_channel.direct_channel.team_restricted_error";
const BAD_SIZE: &str = "api.channel.create_group.bad_size.app_error";
/// One of a group does not exist.
const NO_MEMBER: &str = "api.channel.create_group.bad_user.app_error";
const NOT_TEAMLESS: &str = "app.channel.get_common_teams.incorrect_channel_type";

const GROUP: std::ops::RangeInclusive<usize> = 3..=8;
/// Members of a direct or group channel.
pub(crate) const MOST_MEMBERS: i64 = 8;
/// Letters of a display name.
const DISPLAY_NAME: usize = 64;

pub(crate) async fn open(Extension(ctx): Extension<Ctx>, body: ListBody) -> Result<Created<Channel>> {
    let ids = users(body)?;
    let pair = match ids.as_slice() {
        [one] => (*one, *one),
        [one, other] => (*one, *other),
        _ => return Err(Error::invalid_body_param("user_ids").into()),
    };
    ctx.require(Permission::CreateDirectChannel).await?;
    if !ids.contains(&ctx.user_id()?) {
        ctx.require(Permission::ManageSystem).await?;
    }
    let users = known(&ctx, &ids, || Error::bad_request(NO_USER, "no such user")).await?;

    let row = with(&ctx, pair, &users).await?;

    Ok(Created(shape::channel(&row)?))
}

pub(crate) async fn open_group(Extension(ctx): Extension<Ctx>, body: ListBody) -> Result<Created<Channel>> {
    let mut ids = users(body)?;
    let own = ctx.user_id()?;
    if !ids.contains(&own) {
        ids.push(own);
    }
    ctx.require(Permission::CreateGroupChannel).await?;
    if !GROUP.contains(&ids.len()) {
        return Err(Error::bad_request(BAD_SIZE, "a group is of three to eight users").into());
    }
    let users = known(&ctx, &ids, || Error::bad_request(NO_MEMBER, "no such user")).await?;

    let row = among(&ctx, &users).await?;

    Ok(Created(shape::channel(&row)?))
}

/// The caller's groups with somebody whose name begins so.
pub(crate) async fn search_groups(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<ChannelSearch>,
) -> Result<Answer<Vec<Channel>>> {
    let user = ctx.user_id()?;
    let words: Vec<&str> = input.term.split_whitespace().take(MOST_WORDS).collect();
    let Some((first, others)) = words.split_first() else { return Ok(Answer(Vec::new())) };

    let conn = ctx.db().read();
    let mut found = store::channels::search_groups(conn, user, first).await?;
    for word in others {
        let also: HashSet<ChannelId> =
            store::channels::search_groups(conn, user, word).await?.iter().map(|row| row.id).collect();
        found.retain(|row| also.contains(&row.id));
    }

    Ok(Answer(shape::channels(&found)?))
}

/// Words of a search that count.
const MOST_WORDS: usize = 4;

/// The teams that everybody in a direct or group channel is in, as far as the caller is in them; `null` where there is
/// none.
pub(crate) async fn common_teams(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Response> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;
    if !channel.is_direct_or_group() {
        return Err(Error::bad_request(NOT_TEAMLESS, "the channel is of a team").into());
    }
    if channel.member.is_none() {
        return Ok(nowhere());
    }

    let rows = store::channels::common_teams(ctx.db().read(), channel.row.id, ctx.user_id()?).await?;

    let teams = teams::teams(&ctx, &rows).await?;
    Ok(if teams.is_empty() { nowhere() } else { Answer(teams).into_response() })
}

/// The list of no team, line feed included.
fn nowhere() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], "null\n").into_response()
}

/// Whom a channel is for, each once.
fn users(body: ListBody) -> Result<Vec<UserId>> {
    let texts = list::texts(body, "user_ids")?;
    let ids: std::result::Result<Vec<UserId>, _> = texts.iter().map(|text| text.parse()).collect();
    ids.map_err(|_| Error::invalid_body_param("user_id").into())
}

/// The users in the order of their ids, if the caller may know of all of them.
async fn known(ctx: &Ctx, ids: &[UserId], missing: impl Fn() -> Error) -> kernel::Result<Vec<UserRow>> {
    if let Some(known) = Sight::of(ctx).await?.known(ctx, ids.to_vec()).await?
        && !ids.iter().all(|id| known.contains(id))
    {
        return Err(Error::no_permission());
    }
    let texts = ids.iter().map(UserId::to_string).collect();
    let mut users = store::users::by_ids(ctx.db().read(), texts, -1).await?;
    users.sort_by_key(|user| user.id);
    if users.len() == ids.len() { Ok(users) } else { Err(missing()) }
}

/// The direct channel of two users, made if there is none. The first of them is told as its maker.
pub async fn with(ctx: &Ctx, pair: (UserId, UserId), users: &[UserRow]) -> kernel::Result<ChannelRow> {
    let (maker, other) = pair;
    let name = name_of(maker, other);
    if let Some(row) = store::channels::teamless_by_name(ctx.db().read(), &name).await? {
        return Ok(row);
    }
    if wants_common_team(ctx) && !share_a_team(ctx, maker, other).await? {
        return Err(Error::forbidden(NO_COMMON_TEAM, "the users share no team"));
    }
    let now = ctx.now();
    let row = ChannelRow { creator_id: Some(maker), ..fresh(ctx, ChannelType::Direct, &name, "") };
    let people: Vec<Person> = users.iter().map(Person::from).collect();
    make(ctx, row, people, async move |tx, channel: ChannelId| {
        let data = json!({"creator_id": maker, "teammate_id": other});
        publish(tx, now, Event::new(EventKind::DirectAdded, &data, Broadcast::to_channel(channel))?).await
    })
    .await
}

/// The group channel of these users, made if there is none.
pub async fn among(ctx: &Ctx, users: &[UserRow]) -> kernel::Result<ChannelRow> {
    let mut ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    ids.sort();
    let joined: String = ids.iter().map(UserId::to_string).collect();
    let name: String = Sha1::digest(joined.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    if let Some(row) = store::channels::teamless_by_name(ctx.db().read(), &name).await? {
        return Ok(row);
    }
    let mut names: Vec<&str> = users.iter().map(|user| user.username.as_str()).collect();
    names.sort_unstable();
    let display_name: String = names.join(", ").chars().take(DISPLAY_NAME).collect();

    let now = ctx.now();
    let row = fresh(ctx, ChannelType::Group, &name, &display_name);
    let people: Vec<Person> = users.iter().map(Person::from).collect();
    make(ctx, row, people, async move |tx, channel: ChannelId| {
        let teammates = crate::posts::nested(&ids)?;
        let data = json!({"teammate_ids": teammates});
        for id in &ids {
            let audience = Broadcast { channel_id: Some(channel), ..Broadcast::to_user(*id) };
            publish(tx, now, Event::new(EventKind::GroupAdded, &data, audience)?).await?;
        }
        Ok(())
    })
    .await
}

fn fresh(ctx: &Ctx, kind: ChannelType, name: &str, display_name: &str) -> ChannelRow {
    ChannelRow {
        team_id: None,
        shared: Some(false),
        ..operations::fresh_teamless(ctx.new_id(), kind, name, display_name, ctx.now())
    }
}

/// Makes the channel with its members, unless somebody else was faster: then it is theirs.
async fn make(
    ctx: &Ctx,
    row: ChannelRow,
    people: Vec<Person>,
    announce: impl AsyncFn(&db::Tx, ChannelId) -> kernel::Result<()> + Send + 'static,
) -> kernel::Result<ChannelRow> {
    let (now, name) = (ctx.now(), row.name.clone());
    let made = ctx
        .db()
        .transact(async move |tx| {
            let people = Newcomer::hold(tx, &people).await?;
            if !store::channels::insert_unless_there(tx, &row).await? {
                return Ok::<_, Error>(None);
            }
            for person in &people {
                members::enter(tx, now, &row, person, Role::Member).await?;
            }
            announce(tx, row.id).await?;
            Ok(Some(row.clone()))
        })
        .await?;
    if let Some(row) = made {
        return Ok(row);
    }
    let row = store::channels::teamless_by_name(ctx.db().read(), &name).await?;
    row.ok_or_else(|| Error::internal("make a direct channel", "it is there, and it is not"))
}

fn name_of(one: UserId, other: UserId) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("{first}__{second}")
}

/// Whether only users of one team may write to each other.
fn wants_common_team(ctx: &Ctx) -> bool {
    ctx.config().team.restrict_direct_message == "team"
}

async fn share_a_team(ctx: &Ctx, one: UserId, other: UserId) -> kernel::Result<bool> {
    Ok(store::teams::share(ctx.db().read(), one, other).await?)
}

/// Refuses what would change a direct channel whose two users share no team and have to, by the act's own id.
pub async fn refuse_restricted(ctx: &Ctx, channel: &ChannelRow, id: &'static str) -> kernel::Result<()> {
    match is_restricted(ctx, channel).await? {
        true => Err(Error::bad_request(id, "its users share no team")),
        false => Ok(()),
    }
}

async fn is_restricted(ctx: &Ctx, channel: &ChannelRow) -> kernel::Result<bool> {
    if channel.kind != "D" || !wants_common_team(ctx) {
        return Ok(false);
    }
    let Some((one, other)) = channel.name.split_once("__") else { return Ok(false) };
    match (one.parse(), other.parse()) {
        (Ok(one), Ok(other)) if one != other => Ok(!share_a_team(ctx, one, other).await?),
        _ => Ok(false),
    }
}
