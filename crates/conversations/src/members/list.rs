//! `GET /channels/{channel_id}/members`, `POST /channels/{channel_id}/members/ids`

use http_api::{Answer, Body, Error as HttpError, Extension, Params, Query, Result};
use kernel::{Ctx, Error};
use wire::{ChannelId, ChannelMember, Page, Permission, UserId};

use super::shape;
use crate::access;

/// The body is no list of ids.
const NO_LIST: &str = "api.payload.parse.error";

pub(crate) async fn page(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    query: Query,
) -> Result<Answer<Vec<ChannelMember>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let page = Page::parse(query.get("page"), query.get("per_page"));

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let members = store::channels::members(ctx.db().read(), channel.row.id, page).await?;

    let viewer = ctx.user_id()?;
    Ok(Answer(members.iter().map(|member| shape::member_for(viewer, member)).collect()))
}

/// Ids that are none, and users who are no members, are left out.
pub(crate) async fn by_ids(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    body: std::result::Result<Body<Vec<String>>, HttpError>,
) -> Result<Answer<Vec<ChannelMember>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    let texts = id_list(body)?;
    if texts.is_empty() {
        return Err(Error::invalid_body_param("user_ids").into());
    }
    let users: Vec<UserId> = texts.iter().filter_map(|text| text.parse().ok()).collect();

    let channel = access::channel(&ctx, channel_id, Permission::ReadChannel).await?;

    let members = store::channels::members_of(ctx.db().read(), channel.row.id, &users).await?;

    let viewer = ctx.user_id()?;
    Ok(Answer(members.iter().map(|member| shape::member_for(viewer, member)).collect()))
}

/// The list of ids in a body, which has its own answer when it is no list.
pub(crate) fn id_list(body: std::result::Result<Body<Vec<String>>, HttpError>) -> Result<Vec<String>> {
    match body {
        Ok(Body(texts)) => Ok(texts),
        Err(HttpError(Error::Refused(refusal))) if refusal.id == kernel::INVALID_BODY_PARAM => {
            Err(Error::bad_request(NO_LIST, "the body is no list of ids").into())
        }
        Err(error) => Err(error),
    }
}
