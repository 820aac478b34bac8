//! `POST /commands/execute`

use conversations::posts::{create, ephemeral};
use http_api::{Answer, Body, Extension};
use kernel::{Channel, Ctx, Error, Result, Team};
use wire::{ChannelId, CommandAnswer, CreatePost, ExecuteCommand, Permission, PostId, TeamId};

use super::builtin::{self, Builtin};
use super::outcome::{self, Outcome, Said};
use super::{channels as of_channels, members, messages, statuses, texts};

/// The text is no command.
const NO_COMMAND: &str = "api.command.execute_command.start.app_error";
/// The channel is archived.
const ARCHIVED: &str = "api.command.execute_command.deleted.error";
/// The two of a direct channel may not write to each other.
const RESTRICTED: &str = "api.command.execute_command.restricted_dm.error";
/// Nothing is called so.
const UNKNOWN: &str = "api.command.execute_command.not_found.app_error";

pub(super) async fn handler(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<ExecuteCommand>,
) -> http_api::Result<Answer<CommandAnswer>> {
    let no_command = || Error::bad_request(NO_COMMAND, "this is no command");
    let said = input.command.strip_prefix('/').filter(|rest| !rest.is_empty()).ok_or_else(no_command)?;
    let id: ChannelId = input.channel_id.parse().map_err(|_| no_command())?;
    let (channel, _) = create::channel_to_write_in(&ctx, id, RESTRICTED).await?;
    if channel.is_archived() {
        return Err(Error::bad_request(ARCHIVED, "the channel is archived").into());
    }

    let (trigger, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
    let Some(command) = builtin::find(&ctx, trigger) else {
        return Err(Error::not_found(UNKNOWN, format!("there is no command '{trigger}'")).into());
    };
    let said = Saying {
        team: team(&ctx, &channel, &input.team_id).await?,
        channel,
        root: input.root_id.clone(),
        rest: rest.trim().to_owned(),
    };
    let outcome = perform(&ctx, command, &said).await?;
    speak(&ctx, &said, &outcome).await?;

    Ok(Answer(outcome.answer()))
}

/// A command as it was said.
pub(super) struct Saying {
    pub(super) channel: Channel,
    /// The channel's team, or in direct and group channels the one that the client shows.
    pub(super) team: Option<Team>,
    pub(super) root: String,
    /// What follows the command's name.
    pub(super) rest: String,
}

async fn team(ctx: &Ctx, channel: &Channel, shown: &str) -> Result<Option<Team>> {
    let Some(id) = channel.row.team_id.or_else(|| shown.parse::<TeamId>().ok()) else { return Ok(None) };
    Ok(ctx.team(id).await?.filter(|team| team.may(Permission::ViewTeam)))
}

async fn perform(ctx: &Ctx, command: Builtin, said: &Saying) -> Result<Outcome> {
    match command {
        Builtin::Away | Builtin::Dnd | Builtin::Offline | Builtin::Online => {
            statuses::choose(ctx, command).await
        }
        Builtin::Status => statuses::tell(ctx, &said.rest).await,
        Builtin::Collapse => texts::previews(ctx, true).await,
        Builtin::Expand => texts::previews(ctx, false).await,
        Builtin::Echo => texts::echo(ctx, said).await,
        Builtin::Code
        | Builtin::Help
        | Builtin::InvitePeople
        | Builtin::Logout
        | Builtin::Marketplace
        | Builtin::Me
        | Builtin::Search
        | Builtin::Settings
        | Builtin::Shortcuts
        | Builtin::Shrug => Ok(texts::say(ctx, command, &said.rest)),
        Builtin::Header | Builtin::Purpose | Builtin::Rename => {
            of_channels::describe(ctx, command, said).await
        }
        Builtin::Join => of_channels::join(ctx, said).await,
        Builtin::Leave => of_channels::leave(ctx, said).await,
        Builtin::Mute => of_channels::mute(ctx, said).await,
        Builtin::Invite => members::invite(ctx, said).await,
        Builtin::Remove => members::remove(ctx, said).await,
        Builtin::Message => messages::to_one(ctx, said).await,
        Builtin::GroupMessage => messages::to_several(ctx, said).await,
    }
}

/// Says the outcome's text to whom it is for.
async fn speak(ctx: &Ctx, said: &Saying, outcome: &Outcome) -> Result<()> {
    match outcome.said {
        Said::InChannel => {
            let post = CreatePost {
                channel_id: said.channel.row.id.to_string(),
                root_id: said.root.clone(),
                message: outcome.text.clone(),
                kind: outcome.kind.to_owned(),
                props: outcome::props(),
                ..CreatePost::default()
            };
            create::create(ctx, post, true).await?;
        }
        Said::ToCaller if !outcome.text.is_empty() => {
            let (now, user) = (ctx.now(), ctx.user_id()?);
            let post = ephemeral::Ephemeral {
                id: ctx.new_id::<PostId>(),
                author: Some(user),
                channel: said.channel.row.id,
                root: said.root.parse().ok(),
                create_at: now,
                message: outcome.text.clone(),
                props: outcome::props(),
            }
            .shape();
            ctx.db().transact(async move |tx| ephemeral::tell(tx, now, user, &post).await).await?;
        }
        Said::ToCaller | Said::Nothing => {}
    }
    Ok(())
}

/// The words of a refusal that the caller hears in the channel; what is no refusal fails.
pub(super) fn told(result: Result<()>, success: Outcome, refused: &str) -> Result<Outcome> {
    match result {
        Ok(()) => Ok(success),
        Err(Error::Refused(_)) => Ok(Outcome::told(refused)),
        Err(error) => Err(error),
    }
}
