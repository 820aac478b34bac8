//! `POST /channels/{channel_id}/convert_to_channel`: a group becomes a private channel of a team.

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::{Ctx, Error, Signal, signal};
use serde_json::json;
use store::access::Membership;
use store::channels::ChannelRow;
use wire::{Channel, ChannelId, ChannelType, GrowChannel, Permission, PostId, TeamId, UserId};

use super::{describe, direct, operations, shape};
use crate::members::{self, NOT_A_MEMBER};
use crate::posts::system::{self, SystemPost};

/// Guests make no channels of groups.
const NOT_FOR_GUESTS: &str = "api.channel.gm_to_channel_conversion.not_allowed_for_user.request_error";
const NO_GROUP: &str = "app.channel.get_common_teams.incorrect_channel_type";
/// Somebody of the group is not in the team.
const STRANGERS: &str = "app.channel.group_message_conversion.incorrect_team";

pub(crate) async fn grow(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<GrowChannel>,
) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    if !input.channel_id.is_empty() && input.channel_id.parse() != Ok(channel_id) {
        return Err(Error::invalid_body_param("channel_id").into());
    }
    if ctx.is_guest() {
        return Err(not_for_guests().into());
    }

    let channel = ctx.channel(channel_id).await?.filter(|channel| channel.member.is_some());
    let channel = channel.ok_or_else(|| Error::not_found(NOT_A_MEMBER, "you are not in the channel"))?;
    if channel.row.kind != ChannelType::Group.as_str() {
        return Err(Error::bad_request(NO_GROUP, "the channel is no group").into());
    }
    let team_id: TeamId = input.team_id.parse().map_err(|_| Error::invalid_body_param("team_id"))?;
    let team = ctx.team(team_id).await?.ok_or_else(Error::no_permission)?;
    team.require(Permission::CreatePrivateChannel)?;
    if input.display_name.is_empty() {
        return Err(Error::invalid_body_param("display_name").into());
    }
    operations::check_name(&input.name)?;

    let row = into_team(&ctx, &channel.row, team_id, input).await?;

    Ok(Answer(shape::channel(&row)?))
}

/// Makes a private channel of a group; whoever does administers it. Gives it as it was before that was said.
async fn into_team(
    ctx: &Ctx,
    channel: &ChannelRow,
    team: TeamId,
    input: GrowChannel,
) -> kernel::Result<ChannelRow> {
    let (now, id, maker) = (ctx.now(), channel.id, ctx.user_id()?);
    let conn = ctx.db().read();
    let people = store::channels::member_ids(conn, id, direct::MOST_MEMBERS).await?;
    let texts = people.iter().map(UserId::to_string).collect();
    let mut names: Vec<String> =
        store::users::by_ids(conn, texts, -1).await?.into_iter().map(|user| user.username).collect();
    names.sort_unstable();
    let told = SystemPost {
        id: ctx.new_id::<PostId>(),
        channel: channel.clone(),
        author: maker,
        author_name: members::own_name(ctx),
        kind: "system_gm_to_channel",
        message: format!(
            "{} created this channel from a group message with {}.",
            members::own_name(ctx),
            listed(&names)
        ),
        props: members::props(json!({
            "convertedByUserId": maker,
            "gmMembersDuringConversionIDs": people,
        })),
        mentions: Vec::new(),
    };
    ctx.db()
        .transact(async move |tx| {
            // Nobody of the group leaves the team meanwhile.
            if store::teams::hold_members(tx, team, &people).await?.len() < people.len() {
                return Err(Error::bad_request(STRANGERS, "somebody of the group is not in the team"));
            }
            store::channels::lock(tx, &[id]).await?;
            let row = store::channels::by_id(tx, id).await?.filter(|row| row.kind == "G");
            let row = row.ok_or_else(|| Error::bad_request(NO_GROUP, "the channel is no group"))?;
            let row = ChannelRow {
                kind: ChannelType::Private.as_str().to_owned(),
                team_id: Some(team),
                name: input.name.clone(),
                display_name: input.display_name.clone(),
                update_at: now,
                ..row
            };
            operations::check_texts(&row)?;
            operations::update(tx, &row).await?;
            store::channels::follow_team(tx, id, team).await?;
            let administers = Membership { scheme_user: true, scheme_admin: true, ..Membership::default() };
            if !store::channels::set_roles(tx, id, maker, &administers, now).await? {
                return Err(not_for_guests());
            }
            signal(tx, now, Signal::ChannelChanged { channel: id }).await?;
            describe::announce(tx, now, &row).await?;
            members::announce_member(tx, now, id, maker).await?;
            system::write(tx, now, SystemPost { channel: row.clone(), ..told.clone() }).await?;
            Ok(row)
        })
        .await
}

fn not_for_guests() -> Error {
    Error::forbidden(NOT_FOR_GUESTS, "guests make no channels of groups")
}

/// `a, b and c`
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}
