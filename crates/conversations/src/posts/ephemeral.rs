//! Posts that one person sees and nothing keeps: `POST /posts/ephemeral`, and what the server itself says to somebody.

use http_api::{Body, Created, Extension};
use kernel::{Ctx, Error, Event, Result, publish};
use serde_json::json;
use wire::{
    Broadcast, ChannelId, CreateEphemeralPost, CreatePost, EventKind, Permission, Post, PostId, PostMetadata,
    Props, UserId,
};

use super::previews::{self, Previews};
use super::{apply, content, events};

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    Body(input): Body<CreateEphemeralPost>,
) -> http_api::Result<Created<Post>> {
    ctx.require(Permission::CreatePostEphemeral).await?;
    let user: UserId = input.user_id.parse().map_err(|_| Error::invalid_body_param("user_id"))?;
    let post = input.post.ok_or_else(|| Error::invalid_body_param("post"))?;

    let post = send(&ctx, user, post).await?;

    Ok(Created(post))
}

/// Shows a user a post of the caller. The channel may be any: whoever may do this is trusted with it.
async fn send(ctx: &Ctx, user: UserId, input: CreatePost) -> Result<Post> {
    let channel: ChannelId =
        input.channel_id.parse().map_err(|_| Error::invalid_body_param("post.channel_id"))?;
    content::check_message(&input.message)?;
    let mut props = content::props(input.props)?;
    previews::note(ctx, &input.message, &mut props).await?;

    let new =
        apply::NewPost { props, ..apply::NewPost::new(ctx.new_id(), ctx.user_id()?, channel, input.message) };
    let row = apply::row(&new, ctx.now());
    let post = Ephemeral {
        id: new.id,
        author: Some(new.user_id),
        channel,
        root: input.root_id.parse().ok(),
        create_at: row.create_at,
        message: row.message.clone(),
        props: super::shape::props(&row),
    }
    .shape();
    // What it links to is shown to its reader, and to the caller, as far as each may read it.
    let (mut told, mut own) = (post.clone(), post);
    if let Some(previews) = Previews::of(ctx, std::slice::from_ref(&row)).await? {
        let channels = store::access::channels_of_user(ctx.db().read(), user).await?;
        previews.show_member(&row, &channels, &mut told)?;
        previews.show(&row, &mut own)?;
    }
    let now = ctx.now();
    ctx.db().transact(async move |tx| tell(tx, now, user, &told).await).await?;
    Ok(own)
}

/// What somebody alone is shown.
#[derive(Debug, Clone)]
pub struct Ephemeral {
    pub id: PostId,
    /// None: the server itself.
    pub author: Option<UserId>,
    pub channel: ChannelId,
    pub root: Option<PostId>,
    pub create_at: i64,
    pub message: String,
    pub props: Props,
}

impl Ephemeral {
    pub fn shape(self) -> Post {
        Post {
            id: self.id,
            create_at: self.create_at,
            update_at: 0,
            edit_at: 0,
            delete_at: 0,
            is_pinned: false,
            user_id: self.author,
            channel_id: self.channel,
            root_id: self.root,
            original_id: None,
            message: self.message,
            kind: "system_ephemeral".to_owned(),
            props: self.props,
            hashtags: String::new(),
            file_ids: None,
            pending_post_id: String::new(),
            has_reactions: false,
            remote_id: None,
            reply_count: 0,
            last_reply_at: 0,
            participants: None,
            is_following: None,
            metadata: Some(PostMetadata::default()),
        }
    }
}

/// Shows the post to the user.
pub async fn tell(tx: &db::Tx, now: i64, user: UserId, post: &Post) -> Result<()> {
    let broadcast = Broadcast { channel_id: Some(post.channel_id), ..Broadcast::to_user(user) };
    let event = Event::new(EventKind::EphemeralMessage, &json!({"post": events::nested(post)?}), broadcast)?;
    publish(tx, now, event).await
}
