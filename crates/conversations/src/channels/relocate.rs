//! `POST /channels/{channel_id}/move`

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::access::TEAM_MISSING;
use kernel::{Ctx, Error, Signal, signal};
use serde_json::json;
use store::channels::ChannelRow;
use store::teams::TeamRow;
use wire::{Channel, ChannelId, MoveChannel, Permission, PostId, TeamId, UserId};

use super::{operations, shape};
use crate::members;
use crate::posts::system::{self, SystemPost};

/// Direct and group channels are of no team.
const TEAMLESS: &str = "api.channel.move_channel.type.invalid";
/// Some members are not in the other team, and are not to be removed.
const STRANGERS: &str = "app.channel.move_channel.members_do_not_match.error";

pub(crate) async fn relocate(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<MoveChannel>,
) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    if input.team_id.is_empty() {
        return Err(Error::invalid_body_param("team_id").into());
    }
    let force = input.force.ok_or_else(|| Error::invalid_body_param("force"))?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    ctx.require(Permission::ManageSystem).await?;
    if channel.is_direct_or_group() {
        return Err(Error::forbidden(TEAMLESS, "direct and group channels are of no team").into());
    }
    let team = match input.team_id.parse::<TeamId>() {
        Ok(id) => store::teams::by_id(ctx.db().read(), id).await?,
        Err(_) => None,
    };
    let team = team.ok_or_else(|| Error::not_found(TEAM_MISSING, "no such team"))?;

    let row = to(&ctx, &channel.row, team, force).await?;

    Ok(Answer(shape::channel(&row)?))
}

/// Moves a channel to another team. Members who are not in that team are removed by `force`, else they hinder it. Gives
/// the channel as it was before that was said.
async fn to(ctx: &Ctx, channel: &ChannelRow, team: TeamRow, force: bool) -> kernel::Result<ChannelRow> {
    if channel.team_id == Some(team.id) {
        return Ok(channel.clone());
    }
    let old_team = match channel.team_id {
        Some(id) => store::teams::by_id(ctx.db().read(), id).await?,
        None => None,
    };
    let old_name = old_team.map(|team| team.name).unwrap_or_default();
    let (now, id, author, name) = (ctx.now(), channel.id, ctx.user_id()?, members::own_name(ctx));
    let post_id = ctx.new_id::<PostId>();
    ctx.db()
        .transact(async move |tx| {
            store::channels::hold_insiders(tx, id, team.id).await?;
            store::channels::lock(tx, &[id]).await?;
            let row = store::channels::by_id(tx, id).await?.ok_or_else(kernel::access::channel_missing)?;
            let strangers: Vec<UserId> = store::channels::strangers(tx, id, team.id).await?;
            if !strangers.is_empty() && !force {
                return Err(Error::bad_request(STRANGERS, "some members are not in that team"));
            }
            let row = ChannelRow { team_id: Some(team.id), update_at: now, ..row };
            operations::update(tx, &row).await?;
            store::channels::follow_team(tx, id, team.id).await?;
            for user in strangers {
                store::threads::leave(tx, user, id).await?;
                store::channels::remove_member(tx, id, user, now).await?;
                crate::sidebar::forget(tx, now, user, &[id]).await?;
                signal(tx, now, Signal::ChannelMembership { channel: id, user, is_member: false }).await?;
                members::announce_removal(tx, now, id, user, author).await?;
            }
            signal(tx, now, Signal::ChannelChanged { channel: id }).await?;

            let post = SystemPost {
                id: post_id,
                channel: row.clone(),
                author,
                author_name: name.clone(),
                kind: "system_move_channel",
                message: format!("This channel has been moved to this team from {old_name}."),
                props: members::props(json!({"username": name})),
                mentions: Vec::new(),
            };
            system::write(tx, now, post).await?;
            Ok(row)
        })
        .await
}
