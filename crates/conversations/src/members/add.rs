//! `POST /channels/{channel_id}/members`

use std::collections::{HashMap, HashSet};

use http_api::{Body, Created, Extension, IntoResponse, Params, Response, Result, StatusCode, header, list};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error};
use serde::Serialize;
use store::users::UserRow;
use wire::{AddChannelMembers, ChannelId, ChannelMember, Permission, PostId, UserId};

use super::{operations, shape};

/// Direct and group channels have the members with whom they were made.
const NO_TEAM: &str = "api.channel.add_user_to_channel.type.app_error";
/// No such account.
pub(crate) const USER_MISSING: &str = "app.user.missing_account.const";

/// The list of nobody, line feed included.
const NOBODY: &str = "null\n";

/// One user is answered with a member, several with a list.
#[derive(Serialize)]
#[serde(untagged)]
enum Answer {
    One(Box<ChannelMember>),
    Several(Vec<ChannelMember>),
}

pub(crate) async fn add(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<AddChannelMembers>,
) -> Result<Response> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let is_list = input.user_ids.is_some();
    let ids = users(&input)?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    may_add(&ctx, &channel, &ids)?;
    check_root(&ctx, &channel, &input.post_root_id).await?;
    if ids.is_empty() {
        let json = [(header::CONTENT_TYPE, "application/json")];
        return Ok((StatusCode::CREATED, json, NOBODY).into_response());
    }
    let (users, unknown) = accounts(&ctx, &ids).await?;

    let added = operations::add(&ctx, &channel, users).await?;

    // Of several refusals the one of an unknown account is told.
    let refusal = unknown.or(added.last_refusal);
    let viewer = ctx.user_id()?;
    let mut told: HashMap<UserId, ChannelMember> =
        added.members.iter().map(|member| (member.row.user_id, shape::member_for(viewer, member))).collect();
    let mut members: Vec<ChannelMember> = ids.iter().filter_map(|id| told.remove(id)).collect();
    let answer = match (refusal, is_list) {
        (Some(refusal), _) if members.is_empty() => return Err(refusal.into()),
        (_, true) => Answer::Several(members),
        (_, false) => Answer::One(Box::new(members.pop().ok_or_else(Error::no_permission)?)),
    };
    Ok(Created(answer).into_response())
}

/// Whom to add, each once.
fn users(input: &AddChannelMembers) -> kernel::Result<Vec<UserId>> {
    let texts = match &input.user_ids {
        Some(texts) => texts.as_slice(),
        None => std::slice::from_ref(&input.user_id),
    };
    let (mut ids, mut known) = (Vec::new(), HashSet::new());
    for text in texts {
        let id = text.parse().map_err(|_| Error::invalid_body_param("user_id or user_ids"))?;
        if known.insert(id) {
            ids.push(id);
        }
    }
    if ids.len() > list::MOST {
        return Err(Error::invalid_body_param("user_ids"));
    }
    Ok(ids)
}

/// Joining a public channel and adding others to one are separate permissions; to a private one nobody comes alone.
fn may_add(ctx: &Ctx, channel: &Channel, users: &[UserId]) -> kernel::Result<()> {
    if channel.is_direct_or_group() {
        return match channel.member {
            Some(_) => Err(Error::bad_request(NO_TEAM, "direct and group channels take no new members")),
            None => Err(Error::no_permission()),
        };
    }
    if channel.is_private() {
        return channel.require(Permission::ManagePrivateChannelMembers);
    }
    let own = ctx.user_id()?;
    if users.contains(&own) && !channel.team_permissions.contains(Permission::JoinPublicChannels) {
        return Err(Error::no_permission());
    }
    if users.iter().all(|user| *user == own) && !users.is_empty() {
        return Ok(());
    }
    channel.require(Permission::ManagePublicChannelMembers)
}

/// The post from which somebody is added must be a root of this channel.
async fn check_root(ctx: &Ctx, channel: &Channel, text: &str) -> kernel::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let id: PostId = text.parse().map_err(|_| Error::invalid_body_param("post_root_id"))?;
    let post = store::posts::by_id(ctx.db().read(), id).await?;
    let post = post.filter(|post| post.delete_at == 0).ok_or_else(post_missing)?;
    if post.channel_id != channel.row.id || post.root_id.is_some() {
        return Err(Error::invalid_body_param("post_root_id"));
    }
    Ok(())
}

/// The accounts in the order asked for, and the refusal if some are unknown.
async fn accounts(ctx: &Ctx, ids: &[UserId]) -> kernel::Result<(Vec<UserRow>, Option<Error>)> {
    let texts = ids.iter().map(UserId::to_string).collect();
    let mut users = store::users::by_ids(ctx.db().read(), texts, -1).await?;
    let places: HashMap<UserId, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    users.sort_by_key(|user| places.get(&user.id));
    let unknown = (users.len() < ids.len()).then(|| Error::not_found(USER_MISSING, "no such user"));
    Ok((users, unknown))
}
