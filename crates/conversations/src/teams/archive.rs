//! `DELETE /teams/{team_id}`, `POST /teams/{team_id}/restore`
//!
//! An archived team is in nobody's list, and its channels and messages stay for who was in it. To purge one, where a
//! setting allows that, is for administrators.

use http_api::{Answer, Done, Extension, Params, Query, Result};
use kernel::{Ctx, Error, Signal, Team as AllowedTeam, signal};
use store::teams::TeamRow;
use wire::{EventKind, Permission, Team, TeamId};

use super::{change, shape};

const PURGE_DISABLED: &str = "api.user.delete_team.not_enabled.for_admin.app_error";

pub(crate) async fn delete(Extension(ctx): Extension<Ctx>, params: Params, query: Query) -> Result<Done> {
    let team_id = params.id::<TeamId>("team_id")?;
    let is_for_good = query.flag("permanent");

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;
    if is_for_good {
        ctx.require(Permission::ManageSystem).await?;
    }

    match is_for_good {
        true => purge(&ctx, team.row.id).await?,
        false => archive(&ctx, team.row.id).await?,
    }

    Ok(Done)
}

pub(crate) async fn restore(Extension(ctx): Extension<Ctx>, params: Params) -> Result<Answer<Team>> {
    let team_id = params.id::<TeamId>("team_id")?;

    let team = ctx.team_for(team_id, Permission::ManageTeam).await?;

    let row = reopen(&ctx, team_id).await?;

    Ok(Answer(shape::team(&AllowedTeam { row, ..team })?))
}

async fn archive(ctx: &Ctx, id: TeamId) -> kernel::Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let row = change::locked(tx, id).await?;
            if row.delete_at != 0 {
                return Ok(());
            }
            let row = TeamRow { update_at: now, delete_at: now, ..row };
            store::teams::update(tx, &row).await?;
            change::announce(tx, now, EventKind::DeleteTeam, &row).await
        })
        .await
}

/// A team that is not archived stays as it is.
async fn reopen(ctx: &Ctx, id: TeamId) -> kernel::Result<TeamRow> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let row = change::locked(tx, id).await?;
            if row.delete_at == 0 {
                return Ok(row);
            }
            let row = TeamRow { update_at: now, delete_at: 0, ..row };
            store::teams::update(tx, &row).await?;
            change::announce(tx, now, EventKind::RestoreTeam, &row).await?;
            Ok::<_, Error>(row)
        })
        .await
}

/// Removes a team with its channels and all that was ever said there.
async fn purge(ctx: &Ctx, id: TeamId) -> kernel::Result<()> {
    if !ctx.config().service.enable_api_team_deletion {
        let why = "ServiceSettings.EnableAPITeamDeletion does not allow it";
        return Err(Error::refused(401, PURGE_DISABLED, why));
    }
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let row = change::locked(tx, id).await?;
            change::announce(tx, now, EventKind::DeleteTeam, &TeamRow { delete_at: now, ..row }).await?;
            let removed = store::purge::team(tx, id).await?;
            for (channel, user) in removed.channel_members {
                signal(tx, now, Signal::ChannelMembership { channel, user, is_member: false }).await?;
            }
            for user in removed.members {
                signal(tx, now, Signal::TeamMembership { team: id, user, is_member: false }).await?;
            }
            Ok(())
        })
        .await
}
