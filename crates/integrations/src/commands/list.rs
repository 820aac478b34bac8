//! What can be said: `GET /commands`, and what completes a command while it is typed.

use http_api::{Answer, Extension, Params, Query};
use kernel::{Ctx, Error, Result};
use store::commands::CommandRow;
use wire::{Command, CommandSuggestion, Permission, TeamId};

use super::builtin::{self, Entry};
use super::disabled;

/// Commands of a team that are told at most.
const MOST: i64 = 1000;

pub(super) async fn all(
    Extension(ctx): Extension<Ctx>,
    query: Query,
) -> http_api::Result<Answer<Vec<Command>>> {
    let text = query.text("team_id");
    if text.is_empty() {
        return Err(Error::invalid_body_param("team_id").into());
    }
    let id: TeamId = text.parse().map_err(|_| Error::no_permission())?;
    let team = ctx.team(id).await?.ok_or_else(Error::no_permission)?;
    team.require(Permission::ViewTeam)?;
    let manages = team.may(Permission::ManageOwnSlashCommands);
    let is_custom_only = query.flag("custom_only");
    if is_custom_only && !manages {
        return Err(Error::no_permission().into());
    }
    if is_custom_only && !ctx.config().service.enable_commands {
        return Err(disabled().into());
    }

    if !manages {
        return Ok(Answer(completing(&ctx, id).await?));
    }
    let own = ctx.user_id()?;
    let mut commands = Vec::new();
    if !is_custom_only {
        commands.extend(builtin::entries(&ctx).map(built_in));
    }
    let rows = custom(&ctx, id).await?;
    let seen =
        rows.iter().filter(|row| row.creator_id == own || team.may(Permission::ManageOthersSlashCommands));
    commands.extend(seen.map(shape));
    Ok(Answer(commands))
}

pub(super) async fn to_complete(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> http_api::Result<Answer<Vec<Command>>> {
    let team = team(&ctx, &params).await?;

    Ok(Answer(completing(&ctx, team).await?))
}

pub(super) async fn suggestions(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> http_api::Result<Answer<Vec<CommandSuggestion>>> {
    let team = team(&ctx, &params).await?;
    let input = query.text("user_input");
    if input.is_empty() {
        return Err(Error::invalid_body_param("userInput").into());
    }

    // Behind the command's name there is nothing to suggest.
    let begun = input.strip_prefix('/').unwrap_or(input).to_lowercase();
    let mut found: Vec<Command> = completing(&ctx, team).await?;
    found.retain(|command| command.trigger.starts_with(&begun));
    found.sort_by(|a, b| a.trigger.cmp(&b.trigger));
    found.dedup_by(|a, b| a.trigger == b.trigger);

    Ok(Answer(found.into_iter().map(suggestion).collect()))
}

async fn team(ctx: &Ctx, params: &Params) -> http_api::Result<TeamId> {
    let id: TeamId = params.id("team_id")?;
    let team = ctx.team(id).await?.ok_or_else(Error::no_permission)?;
    team.require(Permission::ViewTeam)?;
    Ok(id)
}

/// What is offered to whoever types a command: without who made it and what it calls.
async fn completing(ctx: &Ctx, team: TeamId) -> Result<Vec<Command>> {
    let mut commands: Vec<Command> = Vec::new();
    for row in custom(ctx, team).await?.iter().filter(|row| row.auto_complete) {
        commands.push(Command {
            token: String::new(),
            creator_id: None,
            method: String::new(),
            username: String::new(),
            icon_url: String::new(),
            url: String::new(),
            ..shape(row)
        });
    }
    commands.extend(builtin::entries(ctx).map(built_in));
    Ok(commands)
}

async fn custom(ctx: &Ctx, team: TeamId) -> Result<Vec<CommandRow>> {
    if !ctx.config().service.enable_commands {
        return Ok(Vec::new());
    }
    Ok(store::commands::of_team(ctx.db().read(), team, MOST).await?)
}

pub(super) fn shape(row: &CommandRow) -> Command {
    Command {
        id: Some(row.id),
        token: row.token.clone(),
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        creator_id: Some(row.creator_id),
        team_id: Some(row.team_id),
        trigger: row.trigger.clone(),
        method: row.method.clone(),
        username: row.username.clone(),
        icon_url: row.icon_url.clone(),
        auto_complete: row.auto_complete,
        auto_complete_desc: row.auto_complete_desc.clone(),
        auto_complete_hint: row.auto_complete_hint.clone(),
        display_name: row.display_name.clone(),
        description: row.description.clone(),
        url: row.url.clone(),
        plugin_id: row.plugin_id.clone(),
    }
}

fn built_in(entry: &Entry) -> Command {
    Command {
        trigger: entry.trigger.to_owned(),
        auto_complete: true,
        auto_complete_desc: entry.description.to_owned(),
        auto_complete_hint: entry.hint.to_owned(),
        display_name: entry.trigger.to_owned(),
        ..Command::default()
    }
}

fn suggestion(command: Command) -> CommandSuggestion {
    CommandSuggestion {
        complete: command.trigger.clone(),
        suggestion: command.trigger,
        hint: command.auto_complete_hint,
        description: command.auto_complete_desc,
        icon_data: String::new(),
    }
}
