//! Changing a post. The text that was stays in the edit history.

use db::Json;
use http_api::{Answer, Body, Extension, Params};
use kernel::{Channel, Ctx, Error, Result};
use store::posts::PostRow;
use wire::{Permission, Post, PostId, PostPatch, Props, UpdatePost};

use super::previews::{self, Previews};
use super::{content, events, hashtags, shape};
use crate::access::Ground;
use crate::{channels, files};

/// The server's own messages stay as they are.
pub const SYSTEM_MESSAGE: &str = "api.post.update_post.system_message.app_error";
/// What updating a post in a channel that may not be changed is refused by.
pub(super) const UPDATE: Refusals = Refusals {
    archived: "api.post.update_post.can_not_update_post_in_deleted.error",
    restricted: "api.post.update_post.can_not_update_post_in_restricted_dm.error",
};
/// The same for patching and pinning.
pub(super) const PATCH: Refusals = Refusals {
    archived: "api.post.patch_post.can_not_update_post_in_deleted.error",
    restricted: "api.post.patch_post.can_not_update_post_in_restricted_dm.error",
};
/// The time in which posts may be changed is over.
pub const TIME_LIMIT: &str = "api.post.update_post.permissions_time_limit.app_error";

pub async fn update_handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<UpdatePost>,
) -> http_api::Result<Answer<Post>> {
    let id: PostId = params.id("post_id")?;
    if input.id != id.as_str() {
        return Err(Error::invalid_body_param("id").into());
    }
    let editable = editable(&ctx, id, UPDATE).await?;

    let change = Change {
        message: Some(input.message),
        is_pinned: Some(input.is_pinned),
        has_reactions: Some(input.has_reactions),
        props: Some(input.props.unwrap_or_default()),
    };
    Ok(Answer(edit(&ctx, editable, change).await?))
}

pub async fn patch_handler(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<PostPatch>,
) -> http_api::Result<Answer<Post>> {
    let id: PostId = params.id("post_id")?;
    let editable = editable(&ctx, id, PATCH).await?;

    let PostPatch { message, is_pinned, has_reactions, props, file_ids: _ } = input;
    let change = Change { message, is_pinned, has_reactions, props };
    Ok(Answer(edit(&ctx, editable, change).await?))
}

/// What of a post shall be otherwise.
#[derive(Debug, Clone, Default)]
pub struct Change {
    pub message: Option<String>,
    pub is_pinned: Option<bool>,
    pub has_reactions: Option<bool>,
    pub props: Option<Props>,
}

/// A post that the caller may change.
pub(super) struct Editable {
    pub(super) post: PostRow,
    channel: Channel,
    ground: Ground,
    refusals: Refusals,
}

/// The ids by which a change in a channel is refused.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refusals {
    /// The channel is archived.
    archived: &'static str,
    /// It is a direct channel whose users share no team and have to.
    restricted: &'static str,
}

impl Refusals {
    /// Passes channels whose posts may be changed.
    pub(super) async fn check(self, ctx: &Ctx, channel: &Channel) -> Result<()> {
        if channel.is_archived() {
            return Err(self.archived());
        }
        channels::refuse_restricted(ctx, &channel.row, self.restricted).await
    }

    fn archived(self) -> Error {
        Error::bad_request(self.archived, "the channel is archived")
    }
}

/// The post, if the caller may change it now. One that does not exist is refused like a foreign one.
pub(super) async fn editable(ctx: &Ctx, id: PostId, refusals: Refusals) -> Result<Editable> {
    let (post, channel) = ctx.post(id).await?.ok_or_else(Error::no_permission)?;
    let is_own = post.user_id == ctx.user_id()?;
    let needed =
        [if is_own { Permission::EditPost } else { Permission::EditOthersPosts }, Permission::CreatePost];
    for permission in needed {
        channel.require(permission)?;
    }
    let ground = Ground::of(ctx, &channel, &needed)?;
    if post.delete_at != 0 {
        return Err(Error::no_permission());
    }
    refusals.check(ctx, &channel).await?;
    if post.kind.starts_with("system_") {
        return Err(Error::bad_request(SYSTEM_MESSAGE, "messages of the server cannot be changed"));
    }
    let limit = ctx.config().service.post_edit_time_limit;
    if limit != -1 && ctx.now() > post.create_at.saturating_add(limit.saturating_mul(1000)) {
        return Err(Error::bad_request(TIME_LIMIT, format!("posts can be changed for {limit} seconds only")));
    }
    Ok(Editable { post, channel, ground, refusals })
}

/// A change before it is written: what interceptors may change or refuse.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub post: PostRow,
    pub change: Change,
}

/// Changes the post, keeps the older text, and tells the channel.
pub(super) async fn edit(ctx: &Ctx, editable: Editable, change: Change) -> Result<Post> {
    let Editable { post, channel, ground, refusals } = editable;
    let proposal = Proposal { post: post.clone(), change };
    let Proposal { mut change, .. } = ctx.app().interceptors.ask(ctx, proposal).await?;
    if let Some(message) = &change.message {
        content::check_message(message)?;
    }
    if let Some(props) = change.props.take() {
        change.props = Some(content::props(props)?);
    }
    let message = change.message.as_deref().unwrap_or(&post.message);
    let mut named = Props::new();
    content::add_channel_mentions(ctx.db().read(), channel.row.team_id, message, &mut named).await?;
    previews::note(ctx, message, &mut named).await?;
    let rewriting = Rewriting { change, named: Some(named), ground, refusals };
    rewrite(ctx, &post, rewriting).await
}

/// A change that only needs writing.
pub(super) struct Rewriting {
    pub(super) change: Change,
    /// What the server itself finds in the message and keeps in the props; None: the message is left as it is, and so
    /// is the time of the last edit.
    pub(super) named: Option<Props>,
    pub(super) ground: Ground,
    pub(super) refusals: Refusals,
}

/// Writes the change of a post, keeps it as it was among its older versions, and tells the channel.
pub(super) async fn rewrite(ctx: &Ctx, post: &PostRow, rewriting: Rewriting) -> Result<Post> {
    let conn = ctx.db().read();
    let threads = store::threads::by_ids(conn, &[post.root_id.unwrap_or(post.id)]).await?;
    let reply_count = threads.first().map_or(0, |thread| thread.reply_count);
    let reactions = store::reactions::of_posts(conn, &[post.id]).await?;
    let files = files::shape::of_posts(conn, &[post]).await?.remove(&post.id).unwrap_or_default();
    let (now, version_id, id) = (ctx.now(), ctx.new_id::<PostId>(), post.id);
    // Whatever another edit does meanwhile, what is quoted below the post is what this one links to.
    let quoting = changed(post, &rewriting.change, rewriting.named.as_ref(), now);
    let previews = Previews::of(ctx, std::slice::from_ref(&quoting)).await?;
    let told = events::Told::of(ctx, previews.as_ref(), &quoting).await?;
    ctx.db()
        .transact(async move |tx| {
            let Rewriting { change, named, ground, refusals } = &rewriting;
            ground.hold(tx, || refusals.archived()).await?;
            let before = store::posts::lock(tx, id).await?.ok_or_else(Error::no_permission)?;
            let at = store::posts::time_of_change(tx, before.channel_id, now).await?;
            let row = changed(&before, change, named.as_ref(), at);
            let version =
                PostRow { id: version_id, original_id: Some(id), delete_at: at, update_at: at, ..before };
            store::posts::insert(tx, &[&version]).await?;
            store::posts::change(tx, &row).await?;

            let mut post = Post { reply_count, ..shape::post(&row) };
            if let Some(metadata) = &mut post.metadata {
                metadata.files.clone_from(&files);
                if row.has_reactions {
                    metadata.reactions = reactions.iter().cloned().map(shape::reaction).collect();
                }
            }
            events::edited(tx, now, &post, &told).await?;
            told.to_caller(&mut post);
            Ok(post)
        })
        .await
}

fn changed(before: &PostRow, change: &Change, named: Option<&Props>, at: i64) -> PostRow {
    let mut row = PostRow { update_at: at, ..before.clone() };
    if let Some(message) = &change.message {
        row.message.clone_from(message);
        row.hashtags = hashtags::of(message);
    }
    row.is_pinned = change.is_pinned.unwrap_or(row.is_pinned);
    row.has_reactions = change.has_reactions.unwrap_or(row.has_reactions);
    let Some(named) = named else { return row };
    row.edit_at = at;
    let mut props = match &change.props {
        Some(props) => props.clone(),
        None => before.props.as_ref().map(|Json(props)| props.clone()).unwrap_or_default(),
    };
    props.remove(content::CHANNEL_MENTIONS);
    props.remove(content::PREVIEWED);
    props.extend(named.clone());
    row.props = Some(Json(props));
    row
}
