//! What lists and searches of people take, and who may see which.

use http_api::Query;
use kernel::roles::RoleSet;
use kernel::{Ctx, Error, Result};
use store::people::{Activation, Base, Counted, Filter, Order, Standing};
use store::users::UserRow;
use wire::{ChannelId, Permission, SearchUsers, TeamId, UserId};

use super::{Sight, shape};

/// No such group.
const NO_GROUP: &str = "app.group.no_rows";
/// What a search gives unless told, and at most.
const FOUND: i64 = 100;
const MOST_FOUND: i64 = 1000;
/// People whom one may know at most.
const KNOWN: i64 = 10_000;

/// Whom a list is of, as its words in a query or body say.
#[derive(Default)]
struct Places<'a> {
    in_team: &'a str,
    not_in_team: &'a str,
    in_channel: &'a str,
    not_in_channel: &'a str,
    in_group: &'a str,
    not_in_group: &'a str,
    is_teamless: bool,
    /// Those who are in none of the places yet are of groups that are linked to it.
    follows_groups: bool,
}

/// A page of people, as the query asks for it.
pub async fn page(ctx: &Ctx, query: &Query, page: wire::Page) -> Result<Vec<UserRow>> {
    let places = Places {
        in_team: query.text("in_team"),
        not_in_team: query.text("not_in_team"),
        in_channel: query.text("in_channel"),
        not_in_channel: query.text("not_in_channel"),
        in_group: query.text("in_group"),
        not_in_group: query.text("not_in_group"),
        is_teamless: query.flag("without_team"),
        follows_groups: query.flag("group_constrained"),
    };
    let mut filter = of_groups(&places);
    filter.activation = match (query.flag("active"), query.flag("inactive")) {
        (true, true) => return Err(Error::invalid_url_param("inactive")),
        (true, false) => Activation::Active,
        (false, true) => Activation::Inactive,
        (false, false) => Activation::Any,
    };
    let order = order(query.text("sort"), &places)?;
    if !places.not_in_channel.is_empty() && places.in_team.is_empty() {
        return Err(Error::invalid_url_param("team_id"));
    }
    let known = ctx.app().roles.current(ctx.db().read()).await?;
    let names = |name: &str| split(query.text(name));
    let role = query.text("role").to_owned();
    filter.roles = roles(&known, [vec![role], names("roles")].concat(), "role")?;
    filter.standing =
        standing(&known, &[names("team_roles"), names("channel_roles")].concat(), "team_roles")?;
    if places.is_teamless {
        ctx.require(Permission::ListUsersWithoutTeam).await?;
    }
    let base = base(ctx, &places).await?;
    people(ctx, base, filter, order, page.limit(), page.offset()).await
}

/// People in whose names all words of a term stand.
pub async fn search(ctx: &Ctx, input: &SearchUsers) -> Result<Vec<UserRow>> {
    if input.term.trim().is_empty() {
        return Err(Error::invalid_body_param("term"));
    }
    if input.team_id.is_empty() && !input.not_in_channel_id.is_empty() {
        return Err(Error::invalid_body_param("team_id"));
    }
    if !(0..=MOST_FOUND).contains(&input.limit) {
        return Err(Error::invalid_body_param("limit"));
    }
    let known = ctx.app().roles.current(ctx.db().read()).await?;
    let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
    let places = Places {
        in_team: &input.team_id,
        not_in_team: &input.not_in_team_id,
        in_channel: &input.in_channel_id,
        not_in_channel: &input.not_in_channel_id,
        in_group: &input.in_group_id,
        not_in_group: &input.not_in_group_id,
        is_teamless: input.without_team,
        follows_groups: input.group_constrained,
    };
    let viewer = shape::Viewer::of(ctx).await?;
    let filter = Filter {
        activation: if input.allow_inactive { Activation::Any } else { Activation::Active },
        roles: roles(&known, [vec![input.role.clone()], list(&input.roles)].concat(), "role")?,
        standing: standing(&known, &[list(&input.team_roles), list(&input.channel_roles)].concat(), "roles")?,
        words: words(&input.term),
        sees_full_names: viewer.is_administrator || viewer.disclosed.full_name,
        sees_addresses: viewer.sees_addresses(),
        ..of_groups(&places)
    };
    let base = base(ctx, &places).await?;
    let limit = if input.limit == 0 { FOUND } else { input.limit };
    people(ctx, base, filter, Order::Username, limit, 0).await
}

/// Whom a beginning may mean: those in the channel, and those of its team who are not; all where none is named.
pub async fn suggest(ctx: &Ctx, query: &Query) -> Result<(Vec<UserRow>, Vec<UserRow>)> {
    let (team, channel) = (query.text("in_team"), query.text("in_channel"));
    let viewer = shape::Viewer::of(ctx).await?;
    let filter = Filter {
        activation: Activation::Active,
        words: words(query.text("name")),
        sees_full_names: viewer.is_administrator || viewer.disclosed.full_name,
        ..Filter::default()
    };
    let limit = query.number("limit").filter(|limit| *limit > 0).unwrap_or(FOUND).min(MOST_FOUND);
    let inside = Places { in_team: team, in_channel: channel, ..Places::default() };
    let base = base(ctx, &inside).await?;
    if let Base::InTeam(_) | Base::Everybody = base {
        let users = people(ctx, base, filter, Order::Username, limit, 0).await?;
        return Ok((users, Vec::new()));
    }
    let of_channel = if let Ok(channel) = channel.parse() { Base::InChannel(channel) } else { base };
    let users = people(ctx, of_channel, filter.clone(), Order::Username, limit, 0).await?;
    let (Ok(team), Base::InChannel(channel)) = (team.parse(), of_channel) else {
        return Ok((users, Vec::new()));
    };
    let others = people(ctx, Base::NotInChannel(team, channel), filter, Order::Username, limit, 0).await?;
    Ok((users, others))
}

/// Those with whom the user shares a channel.
pub async fn known(ctx: &Ctx, user: UserId) -> Result<Vec<UserId>> {
    Ok(store::people::known(ctx.db().read(), user, KNOWN).await?)
}

/// How many the query counts.
pub async fn count(ctx: &Ctx, query: &Query) -> Result<i64> {
    let known = ctx.app().roles.current(ctx.db().read()).await?;
    let names = |name: &str| split(query.text(name));
    let filter = Filter {
        activation: if query.flag("include_deleted") { Activation::Any } else { Activation::Active },
        omits_bots: !query.flag("include_bots"),
        roles: roles(&known, names("roles"), "roles")?,
        standing: standing(&known, &[names("team_roles"), names("channel_roles")].concat(), "team_roles")?,
        ..Filter::default()
    };
    let invalid = |name: &'static str| move |_| Error::invalid_url_param(name);
    let counted = match (query.text("in_channel"), query.text("in_team")) {
        ("", "") => Counted::Everybody,
        ("", team) => Counted::InTeam(team.parse().map_err(invalid("in_team"))?),
        (channel, _) => Counted::InChannel(channel.parse().map_err(invalid("in_channel"))?),
    };
    Ok(store::people::count(ctx.db().read(), counted, &filter).await?)
}

/// How many accounts are active.
pub async fn count_active(ctx: &Ctx) -> Result<i64> {
    let filter = Filter { activation: Activation::Active, ..with_sight(ctx, Filter::default()).await? };
    Ok(store::people::count(ctx.db().read(), Counted::Everybody, &filter).await?)
}

async fn people(
    ctx: &Ctx,
    base: Base,
    filter: Filter,
    order: Order,
    limit: i64,
    offset: i64,
) -> Result<Vec<UserRow>> {
    let filter = with_sight(ctx, filter).await?;
    Ok(store::people::page(ctx.db().read(), base, &filter, order, limit, offset).await?)
}

async fn with_sight(ctx: &Ctx, filter: Filter) -> Result<Filter> {
    let known_to = match Sight::of(ctx).await? {
        Sight::Everybody => None,
        Sight::Roommates { user, teams } => Some((user, teams)),
    };
    Ok(Filter { known_to, ..filter })
}

/// What the places ask of groups.
fn of_groups(places: &Places<'_>) -> Filter {
    let linked_to = match (places.follows_groups, places.not_in_channel) {
        (false, _) => "",
        (true, "") => places.not_in_team,
        (true, channel) => channel,
    };
    Filter {
        in_group: places.in_group.to_owned(),
        not_in_group: places.not_in_group.to_owned(),
        linked_to: linked_to.to_owned(),
        ..Filter::default()
    }
}

/// What the list is of, if the caller may see those it names.
async fn base(ctx: &Ctx, places: &Places<'_>) -> Result<Base> {
    for group in [places.in_group, places.not_in_group].into_iter().filter(|id| !id.is_empty()) {
        known_group(ctx, group).await?;
    }
    let team = match places.in_team {
        "" => None,
        id => Some(viewed_team(ctx, id).await?),
    };
    if !places.not_in_channel.is_empty() {
        let channel = read_channel(ctx, places.not_in_channel).await?;
        let team = team.ok_or_else(|| Error::invalid_url_param("team_id"))?;
        return Ok(Base::NotInChannel(team, channel));
    }
    let channel = match places.in_channel {
        "" => None,
        id => Some(read_channel(ctx, id).await?),
    };
    if !places.not_in_team.is_empty() {
        return Ok(Base::NotInTeam(viewed_team(ctx, places.not_in_team).await?));
    }
    Ok(match (channel, team) {
        (Some(channel), _) => Base::InChannel(channel),
        (None, Some(team)) => Base::InTeam(team),
        (None, None) if places.is_teamless => Base::Teamless,
        (None, None) => Base::Everybody,
    })
}

/// A team whose members the caller may see. What does not exist is refused like what is hidden; who may see every team
/// finds nobody in it.
async fn viewed_team(ctx: &Ctx, id: &str) -> Result<TeamId> {
    let id: TeamId = id.parse().map_err(|_| Error::no_permission())?;
    let may = match ctx.team(id).await? {
        Some(team) => team.may(Permission::ViewTeam),
        None => ctx.may(Permission::ViewTeam).await?,
    };
    if may { Ok(id) } else { Err(Error::no_permission()) }
}

/// Refuses unless the caller may know who is in the group: in one that can be mentioned, everybody.
async fn known_group(ctx: &Ctx, id: &str) -> Result<()> {
    let is_open = store::groups::may_be_referenced(ctx.db().read(), id).await?;
    match is_open.ok_or_else(|| Error::not_found(NO_GROUP, "no such group"))? {
        true => Ok(()),
        false => ctx.require(Permission::SysconsoleReadUserManagementGroups).await,
    }
}

async fn read_channel(ctx: &Ctx, id: &str) -> Result<ChannelId> {
    let id: ChannelId = id.parse().map_err(|_| Error::no_permission())?;
    let may = match ctx.channel(id).await? {
        Some(channel) => channel.may(Permission::ReadChannel),
        None => ctx.may(Permission::ReadChannel).await?,
    };
    if may { Ok(id) } else { Err(Error::no_permission()) }
}

fn order(sort: &str, places: &Places<'_>) -> Result<Order> {
    let is_of_team =
        !places.in_team.is_empty() && places.not_in_channel.is_empty() && places.in_channel.is_empty();
    let is_of_channel = !places.in_channel.is_empty();
    match sort {
        "" => Ok(Order::Username),
        "create_at" if is_of_team => Ok(Order::Created),
        "last_activity_at" if is_of_team => Ok(Order::Active),
        "status" if is_of_channel => Ok(Order::Status),
        "admin" if is_of_channel => Ok(Order::Administrators),
        "display_name" if !places.in_group.is_empty() => Ok(Order::Username),
        _ => Err(Error::invalid_url_param("sort")),
    }
}

fn split(text: &str) -> Vec<String> {
    text.split(',').map(|name| name.trim().to_owned()).collect()
}

/// The roles asked for, which have to exist.
fn roles(known: &RoleSet, mut names: Vec<String>, param: &str) -> Result<Vec<String>> {
    names.retain(|name| !name.is_empty());
    if names.iter().all(|name| known.contains(name)) {
        Ok(names)
    } else {
        Err(Error::invalid_body_param(param))
    }
}

fn standing(known: &RoleSet, names: &[String], param: &str) -> Result<Option<Standing>> {
    let mut standing = Standing::default();
    let names = roles(known, names.to_vec(), param)?;
    for name in &names {
        match name.as_str() {
            "team_admin" | "channel_admin" => standing.administrators = true,
            "team_user" | "channel_user" => standing.members = true,
            "team_guest" | "channel_guest" => standing.guests = true,
            _ => return Err(Error::invalid_body_param(param)),
        }
    }
    Ok((!names.is_empty()).then_some(standing))
}

/// The words of a term; an `@` in front is how names are written.
fn words(term: &str) -> Vec<String> {
    term.split_whitespace()
        .map(|word| word.trim_start_matches('@').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}
