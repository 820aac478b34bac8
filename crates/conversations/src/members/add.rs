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
    require_adding(&ctx, &channel, &ids)?;
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

/// Who is added to a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    Oneself,
    Others,
}

/// Whether the caller may add somebody. Joining a public channel and adding others to one are separate permissions; to a
/// private one nobody comes alone, and direct and group channels keep their members.
pub fn may_add(channel: &Channel, whom: Whom) -> bool {
    match (channel.row.kind.as_str(), whom) {
        ("P", _) => channel.may(Permission::ManagePrivateChannelMembers),
        ("O", Whom::Oneself) => channel.team_permissions.contains(Permission::JoinPublicChannels),
        ("O", Whom::Others) => channel.may(Permission::ManagePublicChannelMembers),
        _ => false,
    }
}

/// Refuses unless the caller may add all of them.
fn require_adding(ctx: &Ctx, channel: &Channel, users: &[UserId]) -> kernel::Result<()> {
    if channel.is_direct_or_group() {
        return match channel.member {
            Some(_) => Err(Error::bad_request(NO_TEAM, "direct and group channels take no new members")),
            None => Err(Error::no_permission()),
        };
    }
    let own = ctx.user_id()?;
    let (with_oneself, with_others) = (users.contains(&own), users.iter().any(|user| *user != own));
    let may = (!with_oneself || may_add(channel, Whom::Oneself))
        && (with_oneself && !with_others || may_add(channel, Whom::Others));
    if may { Ok(()) } else { Err(Error::no_permission()) }
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
