//! `GET /users/{user_id}/teams`, `GET /users/{user_id}/teams/members`

use http_api::{Answer, Extension, Params, Result};
use kernel::Ctx;
use wire::{Permission, Team, TeamMember};

use super::shape;
use crate::access;

pub(crate) async fn teams(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Vec<Team>>> {
    let user_id = params.user(&ctx)?;

    access::oneself(&ctx, user_id, Permission::ReadOtherUsersTeams).await?;

    let rows = store::teams::of_user(ctx.db().read(), user_id).await?;

    Ok(Answer(shape::teams(&ctx, &rows).await?))
}

/// Ended ones included: a client learns by them which teams it has left.
pub(crate) async fn memberships(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> Result<Answer<Vec<TeamMember>>> {
    let user_id = params.user(&ctx)?;

    access::oneself(&ctx, user_id, Permission::ReadOtherUsersTeams).await?;

    let members = store::teams::memberships(ctx.db().read(), user_id).await?;

    Ok(Answer(members.iter().map(shape::member).collect()))
}
