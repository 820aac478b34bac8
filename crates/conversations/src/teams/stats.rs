//! `GET /teams/{team_id}/stats`

use http_api::{Answer, Extension, Params, Result};
use kernel::Ctx;
use wire::{Permission, TeamId, TeamStats};

use crate::access;

/// A guest is told of those alone with whom they share a channel.
pub(crate) async fn get(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<TeamStats>> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = access::team(&ctx, team_id, Permission::ViewTeam).await?;

    let conn = ctx.db().read();
    let counts = match ctx.is_guest() {
        true => store::teams::counts_among_companions(conn, team.row.id, ctx.user_id()?).await?,
        false => store::teams::counts(conn, team.row.id).await?,
    };

    Ok(Answer(TeamStats {
        team_id: team.row.id,
        total_member_count: counts.total,
        active_member_count: counts.active,
    }))
}
