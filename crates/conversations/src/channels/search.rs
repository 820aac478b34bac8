//! `POST /teams/{team_id}/channels/search`, `GET /teams/{team_id}/channels/autocomplete`,
//! `GET /teams/{team_id}/channels/search_autocomplete`, `POST /channels/search`
//!
//! Private channels are found by their members alone. What is archived is found, too, and says so.

use http_api::{Answer, Body, Extension, Params, Query, Result};
use kernel::access::TEAM_MISSING;
use kernel::{Ctx, Error};
use serde::Serialize;
use wire::{Channel, ChannelSearch, ChannelWithTeam, Permission, TeamId};

use super::{DEFAULT, SECOND, list, shape};
use crate::access;
use crate::members::NOT_IN_TEAM;

/// Public channels of a team; a guest finds those that they are in.
pub(crate) async fn in_team(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<ChannelSearch>,
) -> Result<Answer<Vec<Channel>>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let term = input.term.trim();

    let team = ctx.team(team_id).await?.ok_or_else(|| Error::not_found(TEAM_MISSING, "no such team"))?;
    let conn = ctx.db().read();
    let rows = if team.may(Permission::ListTeamChannels) {
        store::channels::search_public(conn, team.row.id, term).await?
    } else if team.member.is_some() {
        store::channels::search_own(conn, team.row.id, ctx.user_id()?, term).await?
    } else {
        return Err(Error::not_found(NOT_IN_TEAM, "you are not in the team").into());
    };

    Ok(Answer(shape::channels(&rows)?))
}

/// Whatever a caller may be about to name in a message.
pub(crate) async fn to_name(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = access::team(&ctx, team_id, Permission::ListTeamChannels).await?;

    let term = query.text("name").trim();
    let rows = store::channels::search_known(ctx.db().read(), team.row.id, ctx.user_id()?, term).await?;

    Ok(Answer(shape::channels(&rows)?))
}

/// Whatever a caller may search messages in: the channels that they are in. A direct channel is called by the other.
pub(crate) async fn to_search_in(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<Channel>>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let (user, term) = (ctx.user_id()?, query.text("name").trim());

    let conn = ctx.db().read();
    let mut channels = shape::channels(&store::channels::search_own(conn, team_id, user, term).await?)?;
    for row in store::channels::search_own_teamless(conn, user, term).await? {
        let mut channel = shape::channel(&row.channel)?;
        if !row.other_username.is_empty() {
            channel.display_name = row.other_username;
        }
        channels.push(channel);
    }

    Ok(Answer(channels))
}

/// A list, or a page of it with the length of the whole.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Found {
    All(Vec<ChannelWithTeam>),
    Page { channels: Vec<ChannelWithTeam>, total_count: i64 },
}

/// Channels that a search without pages finds at most.
const MOST_FOUND: i64 = 100;

/// For administrators, channels of every team. With `system_console=false` for anybody, those of the caller's teams.
pub(crate) async fn everywhere(
    Extension(ctx): Extension<Ctx>,
    query: Query,
    Body(input): Body<ChannelSearch>,
) -> Result<Answer<Found>> {
    let conn = ctx.db().read();
    if query.get("system_console").is_some() && !query.flag("system_console") {
        let rows = store::channels::search_everywhere(conn, ctx.user_id()?, input.term.trim()).await?;
        return Ok(Answer(Found::All(shape::with_teams(&rows)?)));
    }
    ctx.require(Permission::SysconsoleReadUserManagementChannels).await?;

    let filter = filter(&input);
    let page = input.page.zip(input.per_page);
    let (limit, offset) = match page {
        Some((page, per_page)) => {
            let limit = per_page.clamp(0, i64::from(wire::paging::MAX_PER_PAGE));
            (limit, page.max(0).saturating_mul(limit))
        }
        None => (MOST_FOUND, 0),
    };
    let rows = store::channels::filtered(conn, &filter, limit, offset).await?;

    let channels = shape::with_teams(&rows)?;
    Ok(Answer(match page {
        Some(_) => {
            Found::Page { channels, total_count: store::channels::count_filtered(conn, &filter).await? }
        }
        None => Found::All(channels),
    }))
}

fn filter(input: &ChannelSearch) -> store::channels::Filter {
    let kinds: &[&str] = match (input.public, input.private) {
        (true, false) => &["O"],
        (false, true) => &["P"],
        _ => &["O", "P"],
    };
    let default_names = if input.exclude_default_channels { vec![DEFAULT, SECOND] } else { Vec::new() };
    store::channels::Filter {
        kinds: kinds.iter().map(|&kind| kind.to_owned()).collect(),
        term: input.term.trim().to_owned(),
        by_id: input.include_search_by_id,
        with_archived: input.deleted || input.include_deleted,
        with_open: !input.deleted,
        teams: input.team_ids.clone().filter(|teams| !teams.is_empty()),
        only_group_constrained: input.group_constrained,
        without_group_constrained: input.exclude_group_constrained,
        without_names: default_names.into_iter().map(str::to_owned).collect(),
        not_of_group: input.not_associated_to_group.clone(),
        without_policy: input.exclude_policy_constrained,
    }
}

/// Every channel of every team, for administrators.
pub(crate) async fn list_all(Extension(ctx): Extension<Ctx>, query: Query) -> Result<Answer<Found>> {
    let page = list::page(&query);
    let filter = filter(&ChannelSearch {
        include_deleted: query.flag("include_deleted"),
        exclude_default_channels: query.flag("exclude_default_channels"),
        not_associated_to_group: query.text("not_associated_to_group").to_owned(),
        exclude_policy_constrained: query.flag("exclude_policy_constrained"),
        ..ChannelSearch::default()
    });

    let conn = ctx.db().read();
    let rows = store::channels::filtered(conn, &filter, page.limit(), page.offset()).await?;

    let channels = shape::with_teams(&rows)?;
    Ok(Answer(match query.flag("include_total_count") {
        true => Found::Page { channels, total_count: store::channels::count_filtered(conn, &filter).await? },
        false => Found::All(channels),
    }))
}
