//! `GET /commands/{command_id}`

use http_api::{Answer, Extension, Params};
use kernel::{Ctx, Error};
use wire::{Command, Permission};

use super::{disabled, list};

/// No such command.
const MISSING: &str = "store.sql_command.save.get.app_error";

/// What the caller may not manage is told like what does not exist.
pub(super) async fn handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<Command>> {
    let missing = || Error::not_found(MISSING, "no such command");
    let id: wire::Id = params.id("command_id")?;
    if !ctx.config().service.enable_commands {
        return Err(disabled().into());
    }
    let row = store::commands::by_id(ctx.db().read(), id).await?.ok_or_else(missing)?;
    let team = ctx.team(row.team_id).await?.ok_or_else(missing)?;
    let may = team.may(Permission::ManageOwnSlashCommands)
        && (row.creator_id == ctx.user_id()? || team.may(Permission::ManageOthersSlashCommands));
    if !may {
        return Err(missing().into());
    }

    Ok(Answer(list::shape(&row)))
}
