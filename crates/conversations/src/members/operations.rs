//! The rules of coming, going and reading.

use std::collections::HashSet;
use std::ops::Deref;

use db::Json;
use kernel::roles::is_guest;
use kernel::{Channel, Ctx, Error, Event, Result, Signal, publish, signal};
use serde_json::json;
use store::channels::{ChannelMember, ChannelMemberRow, ChannelRow};
use store::users::UserRow;
use wire::{Broadcast, ChannelId, EventKind, PostId, UserId};

use super::shape;
use crate::channels::DEFAULT;
use crate::posts::system::{self, SystemPost};
use crate::sidebar;

/// The user is in the channel's team no more, or never was.
pub const NOT_IN_TEAM: &str = "app.team.get_member.missing.app_error";
/// Nobody comes into an archived channel.
const ARCHIVED: &str = "api.channel.add_user.to.channel.failed.deleted.app_error";
/// The user is not in the channel.
pub const NOT_A_MEMBER: &str = "app.channel.get_member.missing.app_error";
/// The account is deactivated.
const DEACTIVATED: &str = "app.channel.add_member.deleted_user.app_error";
/// The channel is tied to groups, and the user is in none of them.
const NOT_IN_LINKED_GROUP: &str = "api.channel.add_members.user_denied";
/// Members of a channel that is tied to groups cannot be removed by others.
const TIED_TO_GROUPS: &str = "api.channel.remove_member.group_constrained.app_error";
/// Nobody leaves the channel that everybody is in.
const LEAVES_DEFAULT: &str = "api.channel.remove.default.app_error";

/// How many users are added in one transaction.
const AT_ONCE: usize = 50;

/// Somebody who comes or goes.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: UserId,
    pub username: String,
    pub is_guest: bool,
}

impl From<&UserRow> for Person {
    fn from(user: &UserRow) -> Self {
        Self { id: user.id, username: user.username.clone(), is_guest: is_guest(&user.roles) }
    }
}

/// Somebody who may come into teams and channels: what their account is was read in this transaction, and stays so until
/// it ends. A demotion changes the memberships that it finds, so none may be made beside it.
#[derive(Debug, Clone)]
pub struct Newcomer {
    person: Person,
    pub is_active: bool,
}

impl Newcomer {
    /// Holds the accounts of these people, as far as they exist, by id. Comes before any lock on teams and channels.
    pub async fn hold(tx: &db::Tx, people: &[Person]) -> Result<Vec<Self>> {
        let ids: Vec<UserId> = people.iter().map(|person| person.id).collect();
        let mut held = Vec::with_capacity(people.len());
        for (id, roles, delete_at) in store::users::hold(tx, &ids).await? {
            if let Some(person) = people.iter().find(|person| person.id == id) {
                let person = Person { is_guest: is_guest(&roles), ..person.clone() };
                held.push(Self { person, is_active: delete_at == 0 });
            }
        }
        Ok(held)
    }

    /// Holds the account of one.
    pub async fn hold_one(tx: &db::Tx, person: &Person) -> Result<Self> {
        Self::hold(tx, std::slice::from_ref(person)).await?.pop().ok_or_else(accounts::users::missing)
    }

    /// Holds the account of somebody who makes a team or a channel. Whoever was demoted meanwhile does not.
    pub async fn hold_maker(tx: &db::Tx, person: &Person) -> Result<Self> {
        let maker = Self::hold_one(tx, person).await?;
        if maker.is_guest && !person.is_guest { Err(Error::no_permission()) } else { Ok(maker) }
    }
}

impl Deref for Newcomer {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.person
    }
}

/// What somebody becomes in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Member,
    Admin,
}

/// A user who is about to be added to a channel, by themselves or by another, for interceptors.
#[derive(Debug, Clone)]
pub struct Joining {
    pub channel_id: ChannelId,
    pub user_id: UserId,
    pub by: UserId,
}

/// Users of whom some were added, or were members already, and some were refused.
#[derive(Debug, Default)]
pub struct Added {
    pub members: Vec<ChannelMember>,
    pub last_refusal: Option<Error>,
}

/// Adds users to a channel of a team. Who may be no member is left out.
pub async fn add(ctx: &Ctx, channel: &Channel, users: Vec<UserRow>) -> Result<Added> {
    let mut added = Added::default();
    let by = Person { id: ctx.user_id()?, username: own_name(ctx), is_guest: ctx.is_guest() };
    let ids: Vec<UserId> = users.iter().map(|user| user.id).collect();
    let tied_to_groups = channel.row.group_constrained == Some(true);
    let linked: HashSet<UserId> = match tied_to_groups {
        true => store::channels::in_linked_groups(ctx.db().read(), channel.row.id, &ids).await?,
        false => Vec::new(),
    }
    .into_iter()
    .collect();

    let mut newcomers = Vec::new();
    for user in &users {
        if user.delete_at != 0 {
            added.last_refusal = Some(deactivated());
        } else if tied_to_groups && !linked.contains(&user.id) {
            let why = "the user is in no group that is linked to the channel";
            added.last_refusal = Some(Error::bad_request(NOT_IN_LINKED_GROUP, why));
        } else {
            let proposal = Joining { channel_id: channel.row.id, user_id: user.id, by: by.id };
            ctx.app().interceptors.ask(ctx, proposal).await?;
            newcomers.push((Person::from(user), ctx.new_id::<PostId>()));
        }
    }

    for newcomers in newcomers.chunks(AT_ONCE) {
        let (channel, by, newcomers, now) = (channel.row.clone(), by.clone(), newcomers.to_vec(), ctx.now());
        let Added { members, last_refusal } =
            ctx.db().transact(async move |tx| apply_add(tx, now, &channel, &by, &newcomers).await).await?;
        added.last_refusal = last_refusal.or(added.last_refusal);
        added.members.extend(members);
    }
    Ok(added)
}

async fn apply_add(
    tx: &db::Tx,
    now: i64,
    channel: &ChannelRow,
    by: &Person,
    wanted: &[(Person, PostId)],
) -> Result<Added> {
    let people: Vec<Person> = wanted.iter().map(|(person, _)| person.clone()).collect();
    let mut newcomers = Newcomer::hold(tx, &people).await?;
    let mut last_refusal = None;
    if newcomers.iter().any(|newcomer| !newcomer.is_active) {
        newcomers.retain(|newcomer| newcomer.is_active);
        last_refusal = Some(deactivated());
    }
    let mut ids: Vec<UserId> = newcomers.iter().map(|newcomer| newcomer.id).collect();
    if let Some(team) = channel.team_id {
        ids = store::teams::hold_members(tx, team, &ids).await?;
    }
    if ids.len() < newcomers.len() {
        newcomers.retain(|newcomer| ids.contains(&newcomer.id));
        last_refusal = Some(Error::not_found(NOT_IN_TEAM, "the user is not in the channel's team"));
    }
    store::channels::lock(tx, &[channel.id]).await?;
    let is_archived = store::channels::by_id(tx, channel.id).await?.is_none_or(|row| row.delete_at != 0);
    if is_archived {
        return Err(Error::bad_request(ARCHIVED, "the channel is archived"));
    }

    let mut entered = Vec::new();
    for (person, post_id) in wanted {
        let Some(newcomer) = newcomers.iter().find(|newcomer| newcomer.id == person.id) else { continue };
        if enter(tx, now, channel, newcomer, Role::Member).await? {
            entered.push((newcomer, *post_id));
        }
    }
    // Being added calls the user; the answer tells of the membership before that.
    let members = store::channels::members_of(tx, channel.id, &ids).await?;
    for (newcomer, post_id) in entered {
        system::write(tx, now, arrival(channel, by, newcomer, post_id)).await?;
        announce_arrival(tx, now, channel, newcomer.id).await?;
    }
    Ok(Added { members, last_refusal })
}

/// Nobody comes into a channel whose account is deactivated.
fn deactivated() -> Error {
    Error::forbidden(DEACTIVATED, "the account is deactivated")
}

/// Makes a member of somebody without a word, in a transaction that has locked the channel; whether they were none.
pub async fn enter(
    tx: &db::Tx,
    now: i64,
    channel: &ChannelRow,
    person: &Newcomer,
    role: Role,
) -> Result<bool> {
    let row = ChannelMemberRow {
        channel_id: channel.id,
        user_id: person.id,
        roles: String::new(),
        last_viewed_at: 0,
        msg_count: 0,
        mention_count: 0,
        notify_props: Some(Json(wire::channel::default_notify_props())),
        last_update_at: now,
        scheme_user: !person.is_guest,
        scheme_admin: role == Role::Admin,
        scheme_guest: person.is_guest,
        mention_count_root: 0,
        msg_count_root: 0,
        urgent_mention_count: 0,
        autotranslation_disabled: false,
    };
    let is_new = store::channels::insert_member(tx, &row, now).await?;
    if is_new {
        let membership = Signal::ChannelMembership { channel: channel.id, user: person.id, is_member: true };
        signal(tx, now, membership).await?;
    }
    Ok(is_new)
}

/// What the server says when somebody comes by themselves.
pub(crate) fn joined(channel: &ChannelRow, person: &Person, id: PostId) -> SystemPost {
    let (kind, message) = match person.is_guest {
        false => ("system_join_channel", format!("{} joined the channel.", person.username)),
        true => ("system_guest_join_channel", format!("{} joined the channel as guest.", person.username)),
    };
    SystemPost {
        id,
        channel: channel.clone(),
        author: person.id,
        author_name: person.username.clone(),
        kind,
        message,
        props: props(json!({"username": person.username})),
        mentions: Vec::new(),
    }
}

fn arrival(channel: &ChannelRow, by: &Person, person: &Person, id: PostId) -> SystemPost {
    if by.id == person.id {
        return joined(channel, person, id);
    }
    let (kind, message) = match person.is_guest {
        false => {
            ("system_add_to_channel", format!("{} added to the channel by {}.", person.username, by.username))
        }
        true => (
            "system_add_guest_to_chan",
            format!("{} added to the channel as guest by {}.", person.username, by.username),
        ),
    };
    SystemPost {
        id,
        channel: channel.clone(),
        author: by.id,
        author_name: by.username.clone(),
        kind,
        message,
        props: props(json!({
            "userId": by.id,
            "username": by.username,
            "addedUserId": person.id,
            "addedUsername": person.username,
        })),
        // Guests are not called by it.
        mentions: if person.is_guest { Vec::new() } else { vec![person.id] },
    }
}

async fn announce_arrival(tx: &db::Tx, now: i64, channel: &ChannelRow, user: UserId) -> Result<()> {
    let team = channel.team_id.map(|id| id.to_string()).unwrap_or_default();
    let data = json!({"user_id": user, "team_id": team});
    let others = Broadcast::to_channel(channel.id).omitting(user);
    publish(tx, now, Event::new(EventKind::UserAdded, &data, others)?).await?;
    let own = Broadcast { channel_id: Some(channel.id), ..Broadcast::to_user(user) };
    publish(tx, now, Event::new(EventKind::UserAdded, &data, own)?).await
}

/// Tells a member what their membership has become.
pub(crate) async fn announce_member(tx: &db::Tx, now: i64, channel: ChannelId, user: UserId) -> Result<()> {
    let Some(member) = store::channels::member(tx, channel, user).await? else { return Ok(()) };
    let data = json!({"channelMember": crate::posts::nested(&shape::member(&member))?});
    publish(tx, now, Event::new(EventKind::ChannelMemberUpdated, &data, Broadcast::to_user(user))?).await
}

/// Leaves a channel.
pub async fn leave(ctx: &Ctx, channel: &ChannelRow, user: &UserRow) -> Result<()> {
    end(ctx, channel, user).await
}

/// Removes somebody else from a channel.
pub async fn remove(ctx: &Ctx, channel: &ChannelRow, user: &UserRow) -> Result<()> {
    if channel.group_constrained == Some(true) && !user.is_bot {
        return Err(Error::bad_request(TIED_TO_GROUPS, "the channel's members follow its groups"));
    }
    end(ctx, channel, user).await
}

async fn end(ctx: &Ctx, channel: &ChannelRow, user: &UserRow) -> Result<()> {
    let person = Person::from(user);
    if channel.name == DEFAULT && !person.is_guest {
        return Err(Error::bad_request(LEAVES_DEFAULT, "everybody is in this channel"));
    }
    let by = Person { id: ctx.user_id()?, username: own_name(ctx), is_guest: ctx.is_guest() };

    let (channel, post_id, now) = (channel.clone(), ctx.new_id::<PostId>(), ctx.now());
    ctx.db().transact(async move |tx| apply_end(tx, now, &channel, &by, &person, post_id).await).await
}

async fn apply_end(
    tx: &db::Tx,
    now: i64,
    channel: &ChannelRow,
    by: &Person,
    person: &Person,
    post_id: PostId,
) -> Result<()> {
    store::channels::lock(tx, &[channel.id]).await?;
    store::threads::leave(tx, person.id, channel.id).await?;
    if !store::channels::remove_member(tx, channel.id, person.id, now).await? {
        return Err(Error::not_found(NOT_A_MEMBER, "the user is not in the channel"));
    }
    sidebar::forget(tx, now, person.id, &[channel.id]).await?;
    let membership = Signal::ChannelMembership { channel: channel.id, user: person.id, is_member: false };
    signal(tx, now, membership).await?;

    system::write(tx, now, departure(channel, by, person, post_id)).await?;
    announce_removal(tx, now, channel.id, person.id, by.id).await
}

/// Tells the channel's members, and who is one no more, of the end of a membership.
pub(crate) async fn announce_removal(
    tx: &db::Tx,
    now: i64,
    channel: ChannelId,
    user: UserId,
    by: UserId,
) -> Result<()> {
    let data = json!({"user_id": user, "remover_id": by});
    publish(tx, now, Event::new(EventKind::UserRemoved, &data, Broadcast::to_channel(channel))?).await?;
    let data = json!({"channel_id": channel, "remover_id": by});
    publish(tx, now, Event::new(EventKind::UserRemoved, &data, Broadcast::to_user(user))?).await
}

fn departure(channel: &ChannelRow, by: &Person, person: &Person, id: PostId) -> SystemPost {
    let by_themselves = by.id == person.id;
    let (kind, message, told) = if by_themselves {
        let told = json!({"username": person.username, "disable_group_highlight": true});
        ("system_leave_channel", format!("@{} left the channel.", person.username), told)
    } else {
        let told = json!({"removedUserId": person.id, "removedUsername": person.username});
        ("system_remove_from_channel", format!("@{} removed from the channel.", person.username), told)
    };
    SystemPost {
        id,
        channel: channel.clone(),
        author: by.id,
        author_name: by.username.clone(),
        kind,
        message,
        props: props(told),
        mentions: Vec::new(),
    }
}

/// How far a reader's client takes threads for something of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// Replies are read in their threads, not with the channel.
    Apart,
    /// With the channel its threads are read.
    WithChannel,
}

/// Marks channels as read by a member; gives those it is in, with the times up to which they are read.
pub async fn view(
    ctx: &Ctx,
    user: UserId,
    channels: Vec<ChannelId>,
    threads: Threads,
) -> Result<Vec<(ChannelId, i64)>> {
    if channels.is_empty() {
        return Ok(Vec::new());
    }
    let (now, tells) = (ctx.now(), ctx.config().service.enable_channel_viewed_messages);
    ctx.db()
        .transact(async move |tx| {
            if threads == Threads::WithChannel {
                for channel in store::threads::mark_read_in(tx, user, &channels, now).await? {
                    let reader = Broadcast { channel_id: Some(channel), ..Broadcast::to_user(user) };
                    let data = json!({"timestamp": now});
                    publish(tx, now, Event::new(EventKind::ThreadReadChanged, &data, reader)?).await?;
                }
            }
            let times = store::channels::view(tx, user, &channels).await?;
            if tells && !times.is_empty() {
                let times: std::collections::BTreeMap<ChannelId, i64> = times.iter().copied().collect();
                let data = json!({"channel_times": times});
                let event = Event::new(EventKind::MultipleChannelsViewed, &data, Broadcast::to_user(user))?;
                publish(tx, now, event).await?;
            }
            Ok(times)
        })
        .await
}

/// The caller's user name.
pub(crate) fn own_name(ctx: &Ctx) -> String {
    ctx.session().map(|session| session.username.clone()).unwrap_or_default()
}

/// An object as the props of a post.
pub(crate) fn props(value: serde_json::Value) -> wire::Props {
    match value {
        serde_json::Value::Object(props) => props,
        _ => wire::Props::new(),
    }
}
