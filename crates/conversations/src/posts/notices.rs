//! What the author of a post is told about it, and nobody else.

use accounts::users::visibility::Sight;
use kernel::{Ctx, Result};
use serde_json::json;
use store::posts::{NamedRow, PostRow};
use wire::{PostId, Props, UserId};

use super::ephemeral::{self, Ephemeral};
use crate::members::operations::props;

/// A sentence for the author.
#[derive(Debug, Clone)]
pub struct Notice {
    id: PostId,
    message: String,
    props: Props,
}

impl Notice {
    /// Tells the author of the post.
    pub async fn tell(&self, tx: &db::Tx, now: i64, post: &PostRow) -> Result<()> {
        let told = Ephemeral {
            id: self.id,
            author: None,
            channel: post.channel_id,
            root: post.root_id,
            create_at: post.create_at + 1,
            message: self.message.clone(),
            props: self.props.clone(),
        };
        ephemeral::tell(tx, now, post.user_id, &told.shape()).await
    }
}

/// That the channel has too many members to call them all.
pub fn of_too_many(ctx: &Ctx, word: &str) -> Notice {
    let limit = ctx.config().team.max_notifications_per_channel;
    let message = format!(
        "{word} notifications are disabled in channels with more than {limit} users. Contact your system \
         administrator for more information."
    );
    Notice { id: ctx.new_id(), message, props: Props::new() }
}

/// That some are called who are not in the channel. Guests are told nothing of who else there is.
pub async fn of_absent(ctx: &Ctx, absent: &[NamedRow]) -> Result<Vec<Notice>> {
    if absent.is_empty() || ctx.is_guest() || ctx.session().is_none() {
        return Ok(Vec::new());
    }
    let ids: Vec<UserId> = absent.iter().map(|row| row.id).collect();
    let known = Sight::of(ctx).await?.known(ctx, ids).await?;
    let is_known = |row: &&NamedRow| known.as_ref().is_none_or(|known| known.contains(&row.id));
    let (near, far): (Vec<&NamedRow>, Vec<&NamedRow>) =
        absent.iter().filter(is_known).partition(|row| row.is_in_team);
    let mut notices = Vec::new();
    if !near.is_empty() {
        let id: PostId = ctx.new_id();
        let ids: Vec<UserId> = near.iter().map(|row| row.id).collect();
        let names: Vec<&str> = near.iter().map(|row| row.username.as_str()).collect();
        let message = format!(
            "{} did not get notified by this mention because they are not in the channel.",
            listed(&names)
        );
        let who = json!({"add_channel_member": {
            "post_id": id,
            "usernames": names,
            "user_ids": ids,
            "not_in_channel_usernames": names,
            "not_in_channel_user_ids": ids,
            "not_in_groups_usernames": [],
            "not_in_groups_user_ids": [],
        }});
        notices.push(Notice { id, message, props: props(who) });
    }
    if !far.is_empty() {
        let names: Vec<&str> = far.iter().map(|row| row.username.as_str()).collect();
        let why = if names.len() == 1 {
            "they aren't a member of this team"
        } else {
            "they aren't members of this team"
        };
        let message = format!("{} didn't get notified by this mention because {why}.", listed(&names));
        notices.push(Notice { id: ctx.new_id(), message, props: Props::new() });
    }
    Ok(notices)
}

/// `@a`, `@a and @b`, `@a, @b and @c`.
fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [only] => format!("@{only}"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("@{name}")).collect();
            format!("{} and @{last}", first.join(", "))
        }
    }
}
