//! `POST /teams/{team_id}/members`, `POST /teams/{team_id}/members/batch`

use http_api::{Body, Created, Extension, Params, Query, Result};
use kernel::access::TEAM_MISSING;
use kernel::{Ctx, Error, Team};
use serde::Serialize;
use store::users::UserRow;
use wire::{AddTeamMember, Permission, TeamId, TeamMember, TeamMemberResult, UserId};

use super::{operations, shape};

/// No such account.
const USER_MISSING: &str = "api.team.user.missing_account";
/// Members of one batch.
const LIMIT: usize = 256;

pub(crate) async fn one(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<AddTeamMember>,
) -> Result<Created<TeamMember>> {
    let team_id = params.id::<TeamId>("team_id")?;
    if input.team_id.parse() != Ok(team_id) {
        return Err(Error::invalid_body_param("team_id").into());
    }
    let user_id: UserId = input.user_id.parse().map_err(|_| Error::invalid_body_param("user_id"))?;

    let team = may_add(&ctx, team_id, &[user_id]).await?;
    let user = store::users::by_id(ctx.db().read(), user_id).await?.ok_or_else(user_missing)?;

    let member = operations::join(&ctx, &team, &user).await?;

    Ok(Created(shape::member(&member)))
}

/// The members; or with `graceful`, what became of each.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Batch {
    Members(Vec<TeamMember>),
    Results(Vec<TeamMemberResult>),
}

pub(crate) async fn several(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
    Body(inputs): Body<Vec<AddTeamMember>>,
) -> Result<Created<Batch>> {
    let team_id = params.id::<TeamId>("team_id")?;
    let ids = users(team_id, &inputs)?;

    let team = may_add(&ctx, team_id, &ids).await?;
    let users = accounts(&ctx, &ids).await?;

    let mut members = Vec::new();
    let mut results = Vec::new();
    let is_graceful = query.flag("graceful");
    for user in &users {
        let (member, error) = match operations::join(&ctx, &team, user).await {
            Ok(member) => (Some(shape::member(&member)), None),
            Err(Error::Refused(refusal)) if is_graceful => (None, Some(*refusal)),
            Err(error) => return Err(error.into()),
        };
        members.extend(member.clone());
        results.push(TeamMemberResult { user_id: user.id, member, error });
    }

    Ok(Created(if is_graceful { Batch::Results(results) } else { Batch::Members(members) }))
}

/// Whom to add, each once.
fn users(team: TeamId, inputs: &[AddTeamMember]) -> kernel::Result<Vec<UserId>> {
    if inputs.is_empty() {
        return Err(Error::invalid_body_param("no members in batch"));
    }
    if inputs.len() > LIMIT {
        return Err(Error::invalid_body_param("too many members in batch"));
    }
    let mut ids: Vec<UserId> = Vec::with_capacity(inputs.len());
    for input in inputs {
        let id = input.user_id.parse().map_err(|_| Error::invalid_body_param("user_id"))?;
        if input.team_id.parse() != Ok(team) {
            return Err(Error::invalid_body_param("team_id"));
        }
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Joining alone depends on whether the team is open; adding others is a permission in the team.
async fn may_add(ctx: &Ctx, id: TeamId, users: &[UserId]) -> kernel::Result<Team> {
    let team = ctx.team(id).await?.ok_or_else(|| Error::not_found(TEAM_MISSING, "no such team"))?;
    let own = ctx.user_id()?;
    if users == [own] {
        let permission = match team.row.allow_open_invite {
            true => Permission::JoinPublicTeams,
            false => Permission::JoinPrivateTeams,
        };
        team.require(permission)?;
    } else {
        team.require(Permission::AddUserToTeam)?;
    }
    Ok(team)
}

/// Every account asked for, in that order, or the refusal.
async fn accounts(ctx: &Ctx, ids: &[UserId]) -> kernel::Result<Vec<UserRow>> {
    let texts = ids.iter().map(UserId::to_string).collect();
    let mut users = store::users::by_ids(ctx.db().read(), texts, -1).await?;
    users.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    if users.len() < ids.len() { Err(user_missing()) } else { Ok(users) }
}

fn user_missing() -> Error {
    Error::not_found(USER_MISSING, "no such user")
}
