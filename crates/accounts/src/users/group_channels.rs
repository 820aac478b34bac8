//! `POST /users/group_channels`: who else is in the caller's group channels.

use std::collections::{BTreeMap, HashMap};

use http_api::{Answer, Body, Extension, Result, list};
use kernel::{Ctx, Error};

use super::shape;

/// Members that one answer holds: a group has eight at most.
const MOST: i64 = 8000;

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    body: Result<Body<Option<Vec<String>>>>,
) -> Result<Answer<BTreeMap<String, Vec<wire::User>>>> {
    let none = || Error::bad_request(list::NO_LIST, "the body is no list of channels");
    let channels = body.ok().and_then(|Body(channels)| channels).unwrap_or_default();
    if channels.is_empty() || channels.len() > list::MOST {
        return Err(none().into());
    }

    let conn = ctx.db().read();
    let members = store::people::in_group_channels(conn, ctx.user_id()?, channels, MOST).await?;
    let ids = members.iter().map(|(_, user)| user.to_string()).collect();
    let users: HashMap<_, _> =
        store::users::by_ids(conn, ids, 0).await?.into_iter().map(|user| (user.id, user)).collect();

    let viewer = shape::Viewer::of(&ctx).await?;
    let mut profiles: BTreeMap<String, Vec<wire::User>> = BTreeMap::new();
    for (channel, user) in members {
        if let Some(user) = users.get(&user) {
            profiles.entry(channel.to_string()).or_default().push(viewer.see_in_list(user));
        }
    }
    Ok(Answer(profiles))
}
