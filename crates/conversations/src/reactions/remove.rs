//! Taking a reaction back.

use http_api::{Done, Extension, Params};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error, Event, Result, publish};
use serde_json::json;
use store::posts::PostRow;
use wire::{Broadcast, EventKind, Permission, PostId, Reaction, UserId};

use crate::access::Ground;
use crate::channels;

/// The channel is archived.
pub const ARCHIVED: &str = "api.reaction.delete.archived_channel.app_error";
/// The two users of a direct channel share no team, and the setting wants them to.
pub const RESTRICTED: &str = "api.reaction.delete.restricted_dm.error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Done> {
    let user = params.user(&ctx)?;
    let post: PostId = params.id("post_id")?;
    let emoji_name = params.text("emoji_name");
    if !is_name(emoji_name) {
        return Err(Error::not_found(kernel::NOT_FOUND, "sorry, there is nothing here").into());
    }
    let (post, channel) = ctx.post(post).await?.ok_or_else(Error::no_permission)?;
    let is_own = user == ctx.user_id()?;
    let needed: &[Permission] = match is_own {
        true => &[Permission::RemoveReaction],
        false => &[Permission::RemoveReaction, Permission::RemoveOthersReactions],
    };
    for permission in needed {
        channel.require(*permission)?;
    }
    let ground = Ground::of(&ctx, &channel, needed)?;

    remove(&ctx, &post, &channel, ground, user, emoji_name.to_owned()).await?;

    Ok(Done)
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'+'))
}

fn archived() -> Error {
    Error::forbidden(ARCHIVED, "the channel is archived")
}

/// Takes a user's emoji from the post, and tells the channel.
async fn remove(
    ctx: &Ctx,
    post: &PostRow,
    channel: &Channel,
    ground: Ground,
    user: UserId,
    emoji_name: String,
) -> Result<()> {
    if post.delete_at != 0 {
        return Err(post_missing());
    }
    if channel.is_archived() {
        return Err(archived());
    }
    channels::refuse_restricted(ctx, &channel.row, RESTRICTED).await?;
    let (now, post, channel) = (ctx.now(), post.id, channel.row.id);
    // Of what is gone, only whose it was is told.
    let gone = Reaction {
        user_id: user,
        post_id: post,
        emoji_name,
        create_at: 0,
        update_at: now,
        delete_at: 0,
        remote_id: Some(String::new()),
        channel_id: None,
    };
    ctx.db()
        .transact(async move |tx| {
            ground.hold(tx, archived).await?;
            store::posts::lock(tx, post).await?.ok_or_else(post_missing)?;
            store::reactions::remove(tx, post, user, &gone.emoji_name, now).await?;
            let at = store::posts::time_of_change(tx, channel, now).await?;
            store::reactions::mark_post(tx, post, at).await?;

            let data = json!({"reaction": crate::posts::nested(&gone)?});
            publish(tx, now, Event::new(EventKind::ReactionRemoved, &data, Broadcast::to_channel(channel))?)
                .await
        })
        .await
}
