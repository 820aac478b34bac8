//! Deleting a post and its replies. They stay in the store, for those who manage the system.

use http_api::{Done, Extension, Params, Query};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error, Result};
use store::posts::PostRow;
use wire::{Permission, Post, PostId};

use super::{calls, events, shape};
use crate::access::Ground;
use crate::{channels, threads};

/// The channel is archived.
pub const ARCHIVED: &str = "api.post.delete_post.can_not_delete_post_in_deleted.error";
/// The two users of a direct channel share no team, and the setting wants them to.
pub const RESTRICTED: &str = "api.post.delete_post.can_not_delete_from_restricted_dm.error";
/// The setting for deleting posts for good is off.
pub const NOT_ENABLED: &str = "api.post.delete_post.not_enabled.app_error";

pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params, query: Query) -> http_api::Result<Done> {
    let id: PostId = params.id("post_id")?;
    let is_permanent = query.flag("permanent");
    if is_permanent && !ctx.config().service.enable_api_post_deletion {
        return Err(Error::refused(501, NOT_ENABLED, "deleting posts for good is switched off").into());
    }
    let (post, channel, ground) = deletable(&ctx, id).await?;

    let kept = match is_permanent {
        true => {
            ctx.require(Permission::ManageSystem).await?;
            Kept::Nothing
        }
        false => Kept::AsDeleted,
    };
    delete(&ctx, &post, &channel, ground, kept).await?;

    Ok(Done)
}

/// The post, if the caller may delete it, and what that stands on.
async fn deletable(ctx: &Ctx, id: PostId) -> Result<(PostRow, Channel, Ground)> {
    let (post, channel) = ctx.post(id).await?.ok_or_else(post_missing)?;
    let is_own = post.user_id == ctx.user_id()?;
    let needed = if is_own { Permission::DeletePost } else { Permission::DeleteOthersPosts };
    channel.require(needed)?;
    if post.delete_at != 0 {
        return Err(post_missing());
    }
    if channel.is_archived() {
        return Err(archived());
    }
    channels::refuse_restricted(ctx, &channel.row, RESTRICTED).await?;
    let ground = Ground::of(ctx, &channel, &[needed])?;
    Ok((post, channel, ground))
}

fn archived() -> Error {
    Error::bad_request(ARCHIVED, "the channel is archived")
}

/// What stays in the store of a deleted post, its replies and older texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    AsDeleted,
    Nothing,
}

/// Deletes the post with its replies, and tells the channel.
async fn delete(ctx: &Ctx, post: &PostRow, channel: &Channel, ground: Ground, kept: Kept) -> Result<()> {
    let threads = store::threads::by_ids(ctx.db().read(), &[post.root_id.unwrap_or(post.id)]).await?;
    let reply_count = threads.first().map_or(0, |thread| thread.reply_count);
    let called = match post.root_id {
        Some(_) => calls::of(ctx, channel, post.user_id, &post.message).await?.users,
        None => Vec::new(),
    };
    let (now, by, channel_id, team_id) = (ctx.now(), ctx.user_id()?, channel.row.id, channel.row.team_id);
    let post = post.clone();
    ctx.db()
        .transact(async move |tx| {
            // Whoever writes into the channel waits here, so that no reply slips in behind the deletion.
            ground.hold(tx, archived).await?;
            let at = store::posts::time_of_change(tx, channel_id, now).await?;
            if store::posts::delete(tx, post.id, at, by).await? == 0 {
                return Err(post_missing());
            }
            match post.root_id {
                None => store::threads::delete(tx, post.id, at).await?,
                Some(root) => {
                    store::threads::recount(tx, root).await?;
                    store::posts::touch(tx, root, at).await?;
                    if !called.is_empty() {
                        store::threads::forget_mentions(tx, root, &called, post.create_at).await?;
                    }
                }
            }
            store::preferences::forget_post(tx, post.id).await?;
            let told = Post { reply_count, metadata: None, ..shape::post(&post) };
            events::deleted(tx, now, &told, by).await?;
            if let Some(root) = post.root_id {
                threads::announce(tx, now, channel_id, team_id, root, threads::Change::ReplyDeleted).await?;
            }
            if kept == Kept::Nothing {
                store::purge::post(tx, post.id).await?;
            }
            Ok(())
        })
        .await
}
