//! Adding a reaction.

use http_api::{Answer, Body, Extension};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error, Event, Result, publish};
use serde_json::json;
use store::posts::PostRow;
use store::reactions::ReactionRow;
use wire::{Broadcast, EventKind, Permission, PostId, Reaction, SaveReaction, emoji};

use crate::access::Ground;
use crate::channels;
use crate::posts::shape;

/// A value is missing or malformed.
pub const INVALID: &str = "api.reaction.save_reaction.invalid.app_error";
/// Nobody reacts for others.
pub const NOT_ONESELF: &str = "api.reaction.save_reaction.user_id.app_error";
/// The channel is archived.
pub const ARCHIVED: &str = "api.reaction.save.archived_channel.app_error";
/// The two users of a direct channel share no team, and the setting wants them to.
pub const RESTRICTED: &str = "api.reaction.save.restricted_dm.error";
/// No emoji of this name.
pub const NO_EMOJI: &str = "app.emoji.get_by_name.no_result";
/// The post has as many different emoji as it may have.
pub const TOO_MANY: &str = "app.reaction.save.save.too_many_reactions";

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<SaveReaction>,
) -> http_api::Result<Answer<Reaction>> {
    let post = checked(&ctx, &input)?;
    let (post, channel) = ctx.post(post).await?.ok_or_else(Error::no_permission)?;
    channel.require(Permission::AddReaction)?;

    let reaction = add(&ctx, &post, &channel, input.emoji_name, input.create_at).await?;

    Ok(Answer(reaction))
}

/// The longest name of an emoji, in bytes.
const MAX_NAME: usize = 64;

fn checked(ctx: &Ctx, input: &SaveReaction) -> Result<PostId> {
    let invalid = || Error::bad_request(INVALID, "the reaction is not valid");
    let post = input.post_id.parse().map_err(|_| invalid())?;
    let user: wire::UserId = input.user_id.parse().map_err(|_| invalid())?;
    if input.emoji_name.is_empty() || input.emoji_name.len() > MAX_NAME {
        return Err(invalid());
    }
    if user != ctx.user_id()? {
        return Err(Error::forbidden(NOT_ONESELF, "nobody reacts for others"));
    }
    Ok(post)
}

fn archived() -> Error {
    Error::forbidden(ARCHIVED, "the channel is archived")
}

/// Puts the caller's emoji on the post, and tells the channel. A `create_at` of 0 means the present time.
pub async fn add(
    ctx: &Ctx,
    post: &PostRow,
    channel: &Channel,
    emoji_name: String,
    create_at: i64,
) -> Result<Reaction> {
    if post.delete_at != 0 {
        return Err(post_missing());
    }
    if channel.is_archived() {
        return Err(archived());
    }
    channels::refuse_restricted(ctx, &channel.row, RESTRICTED).await?;
    if !emoji::is_built_in(&emoji_name)
        && !store::reactions::is_custom_emoji(ctx.db().read(), &emoji_name).await?
    {
        return Err(Error::not_found(NO_EMOJI, "there is no emoji of this name"));
    }

    let now = ctx.now();
    let limit = ctx.config().service.unique_emoji_reaction_limit_per_post;
    let row = ReactionRow {
        user_id: ctx.user_id()?,
        post_id: post.id,
        emoji_name,
        create_at: if create_at == 0 { now } else { create_at },
        update_at: now,
        delete_at: 0,
        remote_id: Some(String::new()),
        channel_id: Some(channel.row.id),
    };
    let ground = Ground::of(ctx, channel, &[Permission::AddReaction])?;
    let (post, channel) = (post.id, channel.row.id);
    ctx.db()
        .transact(async move |tx| {
            ground.hold(tx, archived).await?;
            store::posts::lock(tx, post).await?.ok_or_else(post_missing)?;
            if store::reactions::other_emoji(tx, post, &row.emoji_name).await? >= limit {
                return Err(Error::bad_request(TOO_MANY, "the post has too many different emoji"));
            }
            store::reactions::save(tx, &row).await?;
            let at = store::posts::time_of_change(tx, channel, now).await?;
            store::reactions::mark_post(tx, post, at).await?;

            let reaction = shape::reaction(row.clone());
            let data = json!({"reaction": crate::posts::nested(&reaction)?});
            publish(tx, now, Event::new(EventKind::ReactionAdded, &data, Broadcast::to_channel(channel))?)
                .await?;
            Ok(reaction)
        })
        .await
}
