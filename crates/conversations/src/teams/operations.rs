//! The rules of making teams, joining and leaving them.

use accounts::users::operations::TEAM_DOMAIN;
use accounts::users::profile::is_in_domains;
use kernel::{Ctx, Error, Event, Result, Signal, Team, publish, signal};
use serde_json::json;
use store::channels::ChannelRow;
use store::teams::{TeamMember, TeamMemberRow, TeamRow};
use store::users::UserRow;
use wire::{
    Broadcast, ChannelId, ChannelType, CreateTeam, EventKind, Id, Permission, PostId, TeamId, TeamType,
    UserId,
};

use crate::channels::{self, DEFAULT, SECOND};
use crate::members::{self, Newcomer, Person, Role};
use crate::posts::system::{self, SystemPost};
use crate::sidebar;

pub(super) const CREATION_DISABLED: &str = "api.team.is_team_creation_allowed.disabled.app_error";
const CREATION_DOMAIN: &str = "api.team.is_team_creation_allowed.domain.app_error";
const EXISTS: &str = "store.sql_team.save_team.existing.app_error";
const BAD_KIND: &str = "model.team.is_valid.type.app_error";
const BAD_DISPLAY_NAME: &str = "model.team.is_valid.name.app_error";
const BAD_DESCRIPTION: &str = "model.team.is_valid.description.app_error";
const BAD_COMPANY: &str = "model.team.is_valid.company.app_error";
const BAD_DOMAINS: &str = "model.team.is_valid.domains.app_error";
const LONG_NAME: &str = "model.team.is_valid.url.app_error";
const BAD_NAME: &str = "model.team.is_valid.characters.app_error";
const RESERVED_NAME: &str = "model.team.is_valid.reserved.app_error";
const FULL: &str = "app.team.join_user_to_team.save_member.max_accounts.app_error";
/// The members of the team are those of its groups, and the user is in none.
const NOT_IN_LINKED_GROUP: &str = "api.team.add_members.user_denied";
const TIED_TO_GROUPS: &str = "api.team.remove_member.group_constrained.app_error";

/// Letters of a name, which are one byte each.
const NAME: std::ops::RangeInclusive<usize> = 2..=64;
/// Letters.
const DISPLAY_NAME: usize = 64;
/// Bytes, as the next two.
const DESCRIPTION: usize = 255;
const COMPANY: usize = 64;
const DOMAINS: usize = 500;

/// What addresses begin with that are no team's.
const RESERVED: [&str; 18] = [
    "admin",
    "api",
    "boards",
    "channel",
    "claim",
    "error",
    "files",
    "help",
    "landing",
    "login",
    "mfa",
    "oauth",
    "playbooks",
    "plug",
    "plugins",
    "post",
    "signup",
    "wardroom",
];

/// A user who is about to join a team, by themselves or by another, for interceptors.
#[derive(Debug, Clone)]
pub struct Joining {
    pub team_id: TeamId,
    pub user_id: UserId,
}

/// Makes a team with its default channels. Its maker is its first member and administers it.
pub async fn create(ctx: &Ctx, input: CreateTeam) -> Result<TeamRow> {
    ctx.require(Permission::CreateTeam).await?;
    if input.scheme_id.as_deref().is_some_and(|id| !id.is_empty()) {
        ctx.require(Permission::SysconsoleWriteUserManagementPermissions).await?;
    }
    let maker =
        store::users::by_id(ctx.db().read(), ctx.user_id()?).await?.ok_or_else(Error::session_expired)?;
    let scheme_id = scheme(&input)?;
    let team = TeamRow { scheme_id, email: maker.email.clone(), ..row(ctx, input)? };
    let restriction = ctx.config().team.restrict_creation_to_domains.clone();
    if !is_in_domains(&maker.email, &team.allowed_domains) || !is_in_domains(&maker.email, &restriction) {
        return Err(Error::bad_request(CREATION_DOMAIN, "your address is of none of the allowed domains"));
    }

    let now = ctx.now();
    let first = channels::fresh(ctx.new_id(), team.id, ChannelType::Public, DEFAULT, "Town Square", now);
    let second = channels::fresh(ctx.new_id(), team.id, ChannelType::Public, SECOND, "Off-Topic", now);
    let arrival = Arrival::new(ctx, team.id, &maker, Role::Admin);
    let made = team.clone();
    ctx.db()
        .transact(async move |tx| {
            let maker = Newcomer::hold_maker(tx, &arrival.person).await?;
            insert(tx, &team).await?;
            channels::insert(tx, &first).await?;
            channels::insert(tx, &second).await?;
            arrive(tx, now, &arrival, &maker).await.map(|_| ())
        })
        .await?;
    Ok(made)
}

async fn insert(tx: &db::Tx, team: &TeamRow) -> Result<()> {
    match store::teams::insert(tx, team).await {
        Err(error) if error.is_conflict_on("teams.name") => Err(name_is_taken()),
        other => Ok(other?),
    }
}

fn name_is_taken() -> Error {
    Error::bad_request(EXISTS, "there is a team of that name")
}

fn scheme(input: &CreateTeam) -> Result<Option<wire::SchemeId>> {
    match input.scheme_id.as_deref() {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|_| Error::invalid_body_param("scheme_id")),
    }
}

fn row(ctx: &Ctx, input: CreateTeam) -> Result<TeamRow> {
    if !input.id.is_empty() {
        return Err(name_is_taken());
    }
    let now = ctx.now();
    let row = TeamRow {
        id: ctx.new_id(),
        create_at: now,
        update_at: now,
        delete_at: 0,
        display_name: input.display_name,
        name: input.name,
        description: input.description,
        email: String::new(),
        kind: input.kind,
        company_name: input.company_name,
        allowed_domains: input.allowed_domains,
        invite_id: ctx.new_id::<Id>().to_string(),
        scheme_id: None,
        allow_open_invite: input.allow_open_invite,
        last_team_icon_update: 0,
        group_constrained: None,
        cloud_limits_archived: false,
    };
    check_texts(&row)?;
    check_name(&row.name)?;
    TeamType::parse(&row.kind)
        .ok_or_else(|| Error::bad_request(BAD_KIND, "a team is open or by invitation"))?;
    Ok(row)
}

/// What a team is called and about is not longer than it may be.
pub(super) fn check_texts(team: &TeamRow) -> Result<()> {
    if !(1..=DISPLAY_NAME).contains(&team.display_name.chars().count()) {
        return Err(Error::bad_request(BAD_DISPLAY_NAME, "a team is called by 1 to 64 letters"));
    }
    check_length(&team.description, DESCRIPTION, BAD_DESCRIPTION)?;
    check_length(&team.company_name, COMPANY, BAD_COMPANY)?;
    check_length(&team.allowed_domains, DOMAINS, BAD_DOMAINS)
}

/// A name is lower case letters, digits and dashes between two letters or digits; also two words of letters and digits
/// with `__` between.
fn check_name(name: &str) -> Result<()> {
    if name.len() > *NAME.end() {
        return Err(Error::bad_request(LONG_NAME, "a name has at most 64 letters"));
    }
    if RESERVED.iter().any(|reserved| name.starts_with(reserved)) {
        return Err(Error::bad_request(RESERVED_NAME, "the name is kept for the server's own addresses"));
    }
    let is_plain = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let is_word = |text: &str| !text.is_empty() && text.bytes().all(is_plain);
    let is_dashed = name.bytes().all(|letter| is_plain(letter) || letter == b'-')
        && name.bytes().next().is_some_and(is_plain)
        && name.bytes().last().is_some_and(is_plain);
    let is_joined = name.split_once("__").is_some_and(|(one, other)| is_word(one) && is_word(other));
    if NAME.contains(&name.len()) && (is_dashed || is_joined) {
        Ok(())
    } else {
        Err(Error::bad_request(BAD_NAME, "a name is 2 or more lower case letters, digits and dashes"))
    }
}

fn check_length(text: &str, limit: usize, id: &'static str) -> Result<()> {
    if text.len() <= limit {
        Ok(())
    } else {
        Err(Error::bad_request(id, format!("at most {limit} bytes are kept")))
    }
}

/// Whether every domain of the one text is of the other; no domains are all domains.
pub(super) fn are_among(domains: &str, restriction: &str) -> bool {
    let restriction: Vec<String> = domains_of(restriction).collect();
    restriction.is_empty() || domains_of(domains).all(|domain| restriction.contains(&domain))
}

fn domains_of(text: &str) -> impl Iterator<Item = String> {
    text.split([',', ' '])
        .map(|domain| domain.trim().trim_start_matches('@').to_lowercase())
        .filter(|domain| !domain.is_empty())
}

/// Makes a member of a user, and of every default channel. A member stays as they are.
pub async fn join(ctx: &Ctx, team: &Team, user: &UserRow) -> Result<TeamMember> {
    let person = Person::from(user);
    if !person.is_guest && !user.is_bot && !is_in_domains(&user.email, &team.row.allowed_domains) {
        return Err(Error::bad_request(TEAM_DOMAIN, "the address is of none of the allowed domains"));
    }
    if team.row.group_constrained == Some(true) && !user.is_bot {
        let linked = store::teams::in_linked_groups(ctx.db().read(), team.row.id, &[user.id]).await?;
        if linked.is_empty() {
            return Err(Error::bad_request(
                NOT_IN_LINKED_GROUP,
                "the user is in no group that is linked to the team",
            ));
        }
    }
    ctx.app().interceptors.ask(ctx, Joining { team_id: team.row.id, user_id: user.id }).await?;

    let arrival = Arrival::new(ctx, team.row.id, user, Role::Member);
    let (now, limit, user, team) = (ctx.now(), ctx.config().team.max_users_per_team, user.id, team.row.id);
    ctx.db()
        .transact(async move |tx| {
            let newcomer = Newcomer::hold_one(tx, &arrival.person).await?;
            // Who is let in as the last does not come in beside another.
            if super::change::locked(tx, team).await?.delete_at != 0 {
                return Err(Error::not_found(kernel::access::TEAM_MISSING, "the team is archived"));
            }
            let is_new = arrive(tx, now, &arrival, &newcomer).await?;
            if is_new && store::teams::counts(tx, team).await?.active > limit {
                return Err(Error::bad_request(FULL, "the team has as many members as it may have"));
            }
            Ok(store::teams::member(tx, team, user).await?.ok_or(db::Error::NotFound)?)
        })
        .await
}

/// Somebody who comes into a team, with what the transaction needs for it.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    pub(crate) team: TeamId,
    person: Person,
    role: Role,
    /// The channels that everybody is in, each with the id of the message there.
    channels: Vec<(String, PostId)>,
}

impl Arrival {
    pub(crate) fn new(ctx: &Ctx, team: TeamId, user: &UserRow, role: Role) -> Self {
        let config = ctx.config();
        let more = &config.team.experimental_default_channels;
        let mut names = vec![DEFAULT.to_owned()];
        match more.as_slice() {
            [] => names.push(SECOND.to_owned()),
            more => names.extend(more.iter().filter(|name| *name != DEFAULT).cloned()),
        }
        let channels = names.into_iter().map(|name| (name, ctx.new_id())).collect();
        Self { team, person: Person::from(user), role, channels }
    }
}

/// Makes the membership and says so, in the team's default channels too; whether the user was no member.
async fn arrive(tx: &db::Tx, now: i64, arrival: &Arrival, person: &Newcomer) -> Result<bool> {
    let Arrival { team, role, .. } = arrival;
    let row = TeamMemberRow {
        team_id: *team,
        user_id: person.id,
        roles: String::new(),
        delete_at: 0,
        scheme_user: !person.is_guest,
        scheme_admin: *role == Role::Admin,
        scheme_guest: person.is_guest,
        create_at: now,
    };
    if !store::teams::put_member(tx, &row).await? {
        return Ok(false);
    }
    signal(tx, now, Signal::TeamMembership { team: *team, user: person.id, is_member: true }).await?;

    if !person.is_guest {
        enter_default_channels(tx, now, arrival, person).await?;
    }
    // Clients hear it twice; the protocol has it so.
    for _ in 0..2 {
        let data = json!({"team_id": team, "user_id": person.id});
        publish(tx, now, Event::new(EventKind::AddedToTeam, &data, Broadcast::to_user(person.id))?).await?;
    }
    Ok(true)
}

/// Makes somebody who is in the team a member of its default channels, and says so in those where they were none.
pub(crate) async fn enter_default_channels(
    tx: &db::Tx,
    now: i64,
    arrival: &Arrival,
    person: &Newcomer,
) -> Result<()> {
    let found = default_channels(tx, arrival).await?;
    let ids: Vec<ChannelId> = found.iter().map(|channel| channel.id).collect();
    store::channels::lock(tx, &ids).await?;

    for (name, post_id) in &arrival.channels {
        let Some(channel) = found.iter().find(|channel| channel.name == *name) else { continue };
        if !members::enter(tx, now, channel, person, arrival.role).await? {
            continue;
        }
        system::write(tx, now, welcome(channel, person, *post_id)).await?;
        let data = json!({"team_id": arrival.team, "user_id": person.id});
        publish(tx, now, Event::new(EventKind::UserAdded, &data, Broadcast::to_channel(channel.id))?).await?;
    }
    Ok(())
}

/// The default channels that are there.
pub(crate) async fn default_channels(tx: &db::Tx, arrival: &Arrival) -> Result<Vec<ChannelRow>> {
    let names = arrival.channels.iter().map(|(name, _)| name.clone()).collect();
    Ok(store::channels::by_names(tx, arrival.team, names).await?)
}

fn welcome(channel: &ChannelRow, person: &Person, id: PostId) -> SystemPost {
    let joined = members::joined(channel, person, id);
    if channel.name != DEFAULT {
        return joined;
    }
    SystemPost {
        kind: "system_join_team",
        message: format!("{} joined the team.", person.username),
        ..joined
    }
}

/// Leaves a team and all of its channels. Who is no member stays none.
pub async fn leave(ctx: &Ctx, team: &Team, user: &UserRow) -> Result<()> {
    end(ctx, team, user, Going::Leaves).await
}

/// Removes somebody else from a team and from all of its channels.
pub async fn remove(ctx: &Ctx, team: &Team, user: &UserRow) -> Result<()> {
    if team.row.group_constrained == Some(true) && !user.is_bot {
        return Err(Error::bad_request(TIED_TO_GROUPS, "the team's members follow its groups"));
    }
    end(ctx, team, user, Going::IsRemoved).await
}

#[derive(Debug, Clone, Copy)]
enum Going {
    Leaves,
    IsRemoved,
}

async fn end(ctx: &Ctx, team: &Team, user: &UserRow, going: Going) -> Result<()> {
    let (now, post_id, person, team) = (ctx.now(), ctx.new_id(), Person::from(user), team.row.id);
    ctx.db().transact(async move |tx| depart(tx, now, team, &person, going, post_id).await).await
}

async fn depart(
    tx: &db::Tx,
    now: i64,
    team: TeamId,
    person: &Person,
    going: Going,
    post_id: PostId,
) -> Result<()> {
    if !store::teams::end_member(tx, team, person.id, now).await? {
        return Ok(());
    }
    let square = store::channels::by_names(tx, team, vec![DEFAULT.to_owned()]).await?.pop();
    if let Some(square) = &square {
        store::channels::lock(tx, &[square.id]).await?;
    }
    store::threads::leave_team(tx, person.id, team).await?;
    store::sidebar::forget_team(tx, person.id, team).await?;
    let left = store::channels::remove_memberships(tx, team, person.id, now).await?;
    sidebar::forget(tx, now, person.id, &left).await?;
    for channel in left {
        signal(tx, now, Signal::ChannelMembership { channel, user: person.id, is_member: false }).await?;
    }

    let data = json!({"team_id": team, "user_id": person.id});
    publish(tx, now, Event::new(EventKind::LeaveTeam, &data, Broadcast::to_user(person.id))?).await?;
    let others = Broadcast::to_team(team).omitting(person.id);
    publish(tx, now, Event::new(EventKind::LeaveTeam, &data, others)?).await?;
    signal(tx, now, Signal::TeamMembership { team, user: person.id, is_member: false }).await?;
    if let Some(square) = square {
        system::write(tx, now, farewell(square, person, going, post_id)).await?;
    }
    Ok(())
}

fn farewell(channel: ChannelRow, person: &Person, going: Going, id: PostId) -> SystemPost {
    let (kind, message) = match going {
        Going::Leaves => ("system_leave_team", format!("{} left the team.", person.username)),
        Going::IsRemoved => {
            ("system_remove_from_team", format!("{} removed from the team.", person.username))
        }
    };
    SystemPost {
        id,
        channel,
        author: person.id,
        author_name: person.username.clone(),
        kind,
        message,
        props: members::props(json!({"username": person.username})),
        mentions: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_and_end_with_a_letter_or_digit() {
        for good in ["ab", "a-b", "m__x", "a-crew-9"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in
            ["", "x", "-j-x", "k-x-", "Upper", "m_x", "m__", "__m", "a-b__c", "Bad Name", "postal-1", "api-x"]
        {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }
}
