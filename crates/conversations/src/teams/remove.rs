//! `DELETE /teams/{team_id}/members/{user_id}`

use http_api::{Done, Extension, Params, Result};
use kernel::access::TEAM_MISSING;
use kernel::{Ctx, Error};
use wire::{Permission, TeamId};

use super::operations;

/// No such account.
const USER_MISSING: &str = "app.user.missing_account.const";

pub(crate) async fn remove(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Done> {
    let team_id = params.id::<TeamId>("team_id")?;
    let user_id = params.user(&ctx)?;
    let is_own = user_id == ctx.user_id()?;

    let team = ctx.team(team_id).await?.ok_or_else(|| Error::not_found(TEAM_MISSING, "no such team"))?;
    if !is_own {
        team.require(Permission::RemoveUserFromTeam)?;
    }
    let user = store::users::by_id(ctx.db().read(), user_id).await?;
    let user = user.ok_or_else(|| Error::not_found(USER_MISSING, "no such user"))?;

    match is_own {
        true => operations::leave(&ctx, &team, &user).await?,
        false => operations::remove(&ctx, &team, &user).await?,
    }

    Ok(Done)
}
