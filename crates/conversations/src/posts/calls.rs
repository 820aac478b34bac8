//! Whom a post calls: the members of its channel that it counts a mention for.
//!
//! Names are looked up all at once. A call of the whole channel reads its members only up to the setting for it, so
//! that it costs the same in every larger one.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Channel, Ctx, Result};
use store::posts::{AudienceRow, NamedRow};
use wire::{Permission, UserId};

use super::{listeners, mentions};

/// Whom a message calls.
#[derive(Debug, Default)]
pub struct Calls {
    /// Members of the channel, without the author.
    pub users: Vec<UserId>,
    /// Users who are called by name and are not in the channel.
    pub absent: Vec<NamedRow>,
    /// The author may not call the whole channel, and tried.
    pub may_not_call_everybody: bool,
    /// The word by which the whole channel was called, which is too large for that.
    pub too_many_for: Option<&'static str>,
}

/// Members of a direct or group channel.
const MAX_GROUP: i64 = 16;

/// Finds out whom the author's message calls in the channel.
pub async fn of(ctx: &Ctx, channel: &Channel, author: UserId, message: &str) -> Result<Calls> {
    let conn = ctx.db().read();
    if channel.is_direct_or_group() {
        let audience = store::posts::audience(conn, channel.row.id, MAX_GROUP).await?;
        let users = audience.into_iter().map(|row| row.user_id).filter(|user| *user != author).collect();
        return Ok(Calls { users, ..Calls::default() });
    }

    let called = mentions::of(message);
    let mut calls = Calls::default();
    let mut users = BTreeSet::new();
    if called.call_everybody() {
        let limit = ctx.config().team.max_notifications_per_channel;
        if !channel.may(Permission::UseChannelMentions) {
            calls.may_not_call_everybody = true;
        } else {
            let audience = store::posts::audience(conn, channel.row.id, limit.saturating_add(1)).await?;
            if audience.len() > usize::try_from(limit).unwrap_or_default() {
                calls.too_many_for = Some(word(&called));
            } else {
                users.extend(audience.iter().filter(|row| listens(row)).map(|row| row.user_id));
            }
        }
    }
    users.extend(listeners::of(ctx, channel.row.id).await?.keywords.mentioned_in(message));
    let names: Vec<String> = called.lookup().into_iter().map(str::to_owned).collect();
    if !names.is_empty() {
        let found = store::posts::named(conn, channel.row.id, names).await?;
        let found: BTreeMap<_, _> = found.iter().map(|row| (row.username.as_str(), row)).collect();
        let found = called.resolve(|name| found.get(name).copied());
        let (present, absent): (Vec<&NamedRow>, Vec<&NamedRow>) =
            found.into_iter().partition(|row| row.is_member);
        users.extend(present.into_iter().map(|row| row.id));
        calls.absent = absent.into_iter().filter(|row| row.id != author).cloned().collect();
    }
    users.remove(&author);
    calls.users = users.into_iter().collect();
    Ok(calls)
}

fn word(called: &mentions::Mentions) -> &'static str {
    if called.here {
        "@here"
    } else if called.channel {
        "@channel"
    } else {
        "@all"
    }
}

/// Whether a call of the whole channel reaches a member.
fn listens(member: &AudienceRow) -> bool {
    let of_channel = setting(&member.channel_notify_props, "ignore_channel_mentions");
    match of_channel {
        Some("on") => false,
        Some("off") => true,
        _ => setting(&member.notify_props, "channel") != Some("false"),
    }
}

fn setting<'a>(props: &'a Option<db::Json<BTreeMap<String, String>>>, name: &str) -> Option<&'a str> {
    props.as_ref().and_then(|db::Json(props)| props.get(name)).map(String::as_str)
}
