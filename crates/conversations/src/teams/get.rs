//! `GET /teams/{team_id}`, `GET /teams/name/{team_name}`, `GET /teams/name/{team_name}/exists`

use http_api::{Answer, Extension, Params, Result};
use kernel::access::TEAM_MISSING;
use kernel::{Ctx, Error, Team as AllowedTeam};
use wire::{Permission, Team, TeamExists, TeamId};

use super::shape;
use crate::access;

/// No team of that name.
const NAME_MISSING: &str = "app.team.get_by_name.missing.app_error";

pub(crate) async fn by_id(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Team>> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = visible(&ctx, team_id).await?;

    Ok(Answer(shape::team(&team)?))
}

/// The team, if the caller may see it.
pub(super) async fn visible(ctx: &Ctx, id: TeamId) -> kernel::Result<AllowedTeam> {
    let team = ctx.team(id).await?.ok_or_else(|| Error::not_found(TEAM_MISSING, "no such team"))?;
    if is_visible(&team) { Ok(team) } else { Err(Error::no_permission()) }
}

pub(crate) async fn by_name(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Team>> {
    let name = access::name(&params, "team_name")?;

    let team = named(&ctx, name).await?.ok_or_else(name_missing)?;
    if !is_visible(&team) {
        return Err(Error::no_permission().into());
    }

    Ok(Answer(shape::team(&team)?))
}

/// A team that the caller may not see does not exist.
pub(crate) async fn exists(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<TeamExists>> {
    let name = access::name(&params, "team_name")?;

    let exists = named(&ctx, name).await?.is_some_and(|team| is_visible(&team));

    Ok(Answer(TeamExists { exists }))
}

pub(crate) fn name_missing() -> Error {
    Error::not_found(NAME_MISSING, "no such team")
}

async fn named(ctx: &Ctx, name: &str) -> kernel::Result<Option<AllowedTeam>> {
    match store::teams::by_name(ctx.db().read(), name).await? {
        Some(row) => ctx.team(row.id).await,
        None => Ok(None),
    }
}

/// Its members see a team, and whoever may look through the open ones if it is one.
fn is_visible(team: &AllowedTeam) -> bool {
    team.may(Permission::ViewTeam) || team.row.allow_open_invite && team.may(Permission::ListPublicTeams)
}
