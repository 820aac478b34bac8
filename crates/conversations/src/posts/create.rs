//! Writing a post.

use std::collections::BTreeSet;

use db::Json;
use http_api::{Body, Created, Extension, Query};
use kernel::{Channel, Ctx, Error, Result};
use serde_json::{Value, json};
use store::posts::PostRow;
use wire::{ChannelId, CreatePost, FileId, Permission, Post, PostId, Props, UserId};

use super::apply::{self, NewPost, Reply};
use super::previews::{self, Previews};
use super::write::{self, Decided, Writing};
use super::{calls, content, events, hashtags, listeners, mentions, notices, shape};
use crate::threads;

/// A post that exists is not made again.
pub const EXISTS: &str = "app.post.save.existing.app_error";
/// The two users of a direct channel share no team, and the setting wants them to.
pub const RESTRICTED: &str = "api.post.create_post.can_not_post_in_restricted_dm.error";
/// The post to reply to is in another channel.
pub const ROOT_ELSEWHERE: &str = "api.post.create_post.channel_root_id.app_error";

pub async fn handler(
    Extension(ctx): Extension<Ctx>,
    query: Query,
    Body(input): Body<CreatePost>,
) -> http_api::Result<Created<Post>> {
    let sets_online = query.get("set_online").is_none() || query.flag("set_online");

    let post = create(&ctx, input, sets_online).await?;

    Ok(Created(post))
}

/// A post before it is written: what interceptors may change or refuse.
#[derive(Debug, Clone)]
pub struct Proposal {
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub root_id: Option<PostId>,
    pub message: String,
    pub kind: String,
    pub props: Props,
    pub file_ids: Vec<FileId>,
}

/// Writes a post of the caller. The same `pending_post_id` again gives the post that it gave before.
pub async fn create(ctx: &Ctx, input: CreatePost, sets_online: bool) -> Result<Post> {
    // Nearly every name is new, so whether it was answered before is asked only where nothing could be written.
    match attempt(ctx, &input, sets_online).await {
        Ok(post) => Ok(post),
        Err(failure) => match answered_before(ctx, &input).await? {
            Some(post) => Ok(post),
            None => Err(failure.into()),
        },
    }
}

/// Writes a post that was not written before.
async fn attempt(
    ctx: &Ctx,
    input: &CreatePost,
    sets_online: bool,
) -> std::result::Result<Post, write::Failure> {
    let author = ctx.user_id()?;
    let id: ChannelId = input.channel_id.parse().map_err(|_| Error::no_permission())?;
    let (channel, rests_on_membership) = channel_to_write_in(ctx, id, RESTRICTED).await?;
    check(&channel, input)?;
    let root = root_of(ctx, &channel, &input.root_id).await?;

    let proposal = Proposal {
        user_id: author,
        channel_id: channel.row.id,
        root_id: root.as_ref().map(|root| root.id),
        message: input.message.clone(),
        kind: input.kind.clone(),
        props: content::props(input.props.clone())?,
        file_ids: input.file_ids.iter().filter_map(|id| id.parse().ok()).collect(),
    };
    let proposal = ctx.app().interceptors.ask(ctx, proposal).await?;
    let decided = decide(ctx, &channel, root, input, proposal).await?;

    let writing = Writing {
        now: ctx.now(),
        decided,
        rests_on_membership,
        pending: pending_name(input).map(str::to_owned),
        pending_post_id: input.pending_post_id.clone(),
        channel: channel.row.clone(),
        author_name: ctx.session().map(|session| session.username.clone()).unwrap_or_default(),
        sets_online,
    };
    write::write(ctx, writing).await
}

/// The channel, if the caller may write there, and whether only members may. A channel that does not exist is refused
/// like a foreign one, a direct one whose users have to share a team by the id `restricted`.
pub async fn channel_to_write_in(
    ctx: &Ctx,
    id: ChannelId,
    restricted: &'static str,
) -> Result<(Channel, bool)> {
    let channel = ctx.channel(id).await?.ok_or_else(Error::no_permission)?;
    let may_as_passer_by =
        channel.is_public() && channel.team_permissions.contains(Permission::CreatePostPublic);
    if channel.may(Permission::CreatePost) || may_as_passer_by {
        crate::channels::refuse_restricted(ctx, &channel.row, restricted).await?;
        let rests_on_membership = !may_as_passer_by && channel.needs_membership_for(Permission::CreatePost);
        Ok((channel, rests_on_membership))
    } else {
        Err(Error::no_permission())
    }
}

/// The author's own name for the post, if it can be remembered.
fn pending_name(input: &CreatePost) -> Option<&str> {
    let name = input.pending_post_id.as_str();
    let is_kept = !name.is_empty() && name.chars().count() <= store::pending_posts::MAX_LENGTH;
    is_kept.then_some(name)
}

/// The post that the same request gave before. The author may no longer read it, or have deleted it.
async fn answered_before(ctx: &Ctx, input: &CreatePost) -> Result<Option<Post>> {
    let Some(pending) = pending_name(input) else { return Ok(None) };
    let Some(id) = store::pending_posts::find(ctx.db().read(), ctx.user_id()?, pending).await? else {
        return Ok(None);
    };
    let (row, _) = ctx.readable_post(id).await?;
    Ok(Some(Post { metadata: None, ..shape::post(&row) }))
}

fn check(channel: &Channel, input: &CreatePost) -> Result<()> {
    if !input.id.is_empty() {
        return Err(Error::bad_request(EXISTS, "the post exists; edit it instead"));
    }
    if channel.is_archived() {
        return Err(write::archived());
    }
    if [&input.message, &input.kind, &input.pending_post_id].iter().any(|text| text.contains('\0')) {
        // No database holds it, and what is written beside this should not fail for it.
        return Err(db::Error::invalid("a text holds a NUL").into());
    }
    content::check_kind(&input.kind)?;
    content::check_message(&input.message)
}

/// The post that the new one replies to.
async fn root_of(ctx: &Ctx, channel: &Channel, id: &str) -> Result<Option<PostRow>> {
    if id.is_empty() {
        return Ok(None);
    }
    let id: PostId = id.parse().map_err(|_| apply::root_missing())?;
    let root = store::posts::by_id(ctx.db().read(), id).await?.ok_or_else(apply::root_missing)?;
    if root.channel_id != channel.row.id {
        return Err(Error::bad_request(ROOT_ELSEWHERE, "the post to reply to is in another channel"));
    }
    if root.delete_at != 0 || root.root_id.is_some() {
        return Err(apply::root_missing());
    }
    Ok(Some(root))
}

/// Followers who are told of a reply by name.
const MAX_FOLLOWERS: i64 = 1000;

async fn decide(
    ctx: &Ctx,
    channel: &Channel,
    root: Option<PostRow>,
    input: &CreatePost,
    proposal: Proposal,
) -> Result<Decided> {
    let Proposal { user_id, channel_id, message, kind, mut props, file_ids: _, .. } = proposal;
    content::check_message(&message)?;
    let calls = calls::of(ctx, channel, user_id, &message).await?;
    if calls.may_not_call_everybody {
        props.insert("mentionHighlightDisabled".to_owned(), true.into());
    }
    if !channel.may(Permission::UseGroupMentions) {
        props.insert("disable_group_highlight".to_owned(), true.into());
    }
    let conn = ctx.db().read();
    let named = content::add_channel_mentions(conn, channel.row.team_id, &message, &mut props).await?;
    previews::note(ctx, &message, &mut props).await?;
    let mut told_props = props.clone();
    if let Some(Value::Object(told)) = told_props.get_mut(content::CHANNEL_MENTIONS) {
        for channel in named {
            told[&channel.name]["id"] = json!(channel.id);
        }
    }

    let (mut reply, mut concern) = (None, Concern::default());
    if let Some(root) = &root {
        let beginning = match ctx.config().service.thread_auto_follow {
            true => {
                let mut first = first_followers(ctx, channel, root).await?;
                first.extend(&listeners::of(ctx, channel_id).await?.of_threads);
                Some(first)
            }
            false => None,
        };
        concern = concern_of(ctx, root, user_id, beginning.as_deref(), &calls.users).await?;
        reply = Some(Reply { root_id: root.id, team_id: channel.row.team_id, followers: beginning });
    }

    let is_past = (1..=ctx.now()).contains(&input.create_at);
    let may_back_date = is_past && ctx.may(Permission::ManageSystem).await?;
    let mut notices = notices::of_absent(ctx, &calls.absent).await?;
    if let Some(word) = calls.too_many_for {
        notices.insert(0, notices::of_too_many(ctx, word));
    }
    let post = NewPost {
        reply,
        hashtags: hashtags::of(&message),
        kind,
        props,
        // No file can be attached that nobody uploaded.
        file_ids: input.file_ids.is_empty().then(Vec::new),
        is_pinned: input.is_pinned,
        has_reactions: input.has_reactions,
        edit_at: input.edit_at,
        remote_id: Some(String::new()),
        create_at: may_back_date.then_some(input.create_at),
        mentions: calls.users,
        concerned: concern.notified,
        is_read_by_author: true,
        ..NewPost::new(ctx.new_id(), user_id, channel_id, message)
    };
    let row = apply::row(&post, 0);
    let previews = Previews::of(ctx, std::slice::from_ref(&row)).await?;
    let told = events::Told::of(ctx, previews.as_ref(), &row).await?;
    Ok(Decided { post, told_props, told, followers: concern.followers, begin: concern.begin, notices })
}

/// Whom a reply concerns beside those whom it calls.
#[derive(Default)]
struct Concern {
    followers: Vec<UserId>,
    begin: Vec<UserId>,
    notified: Vec<UserId>,
}

async fn concern_of(
    ctx: &Ctx,
    root: &PostRow,
    author: UserId,
    beginning: Option<&[UserId]>,
    called: &[UserId],
) -> Result<Concern> {
    let conn = ctx.db().read();
    let followers: BTreeSet<UserId> =
        store::threads::followers(conn, root.id, root.channel_id, MAX_FOLLOWERS).await?.into_iter().collect();
    let begin: BTreeSet<UserId> = match beginning {
        Some(first) => first.iter().chain(called).copied().filter(|user| !followers.contains(user)).collect(),
        None => BTreeSet::new(),
    };
    let mut users: BTreeSet<UserId> = followers.union(&begin).copied().collect();
    users.insert(root.user_id);
    users.remove(&author);
    let users: Vec<UserId> = users.into_iter().collect();

    let mut concern = Concern { begin: begin.into_iter().collect(), ..Concern::default() };
    for row in store::threads::concerns(conn, &users).await? {
        let user = row.user_id;
        if threads::collapses(ctx, &row.collapses) {
            let is_told = followers.contains(&user) || beginning.is_some() && called.contains(&user);
            concern.followers.extend(is_told.then_some(user));
        } else if !called.contains(&user) {
            let wish = row.notify_props.as_ref().and_then(|Json(props)| props.get("comments"));
            let is_notified = match wish.map(String::as_str) {
                Some("any") => followers.contains(&user) || user == root.user_id,
                Some("root") => user == root.user_id,
                _ => false,
            };
            concern.notified.extend(is_notified.then_some(user));
        }
    }
    Ok(concern)
}

/// Who follows a thread from its first reply on: the author of the root, and whom the root calls.
async fn first_followers(ctx: &Ctx, channel: &Channel, root: &PostRow) -> Result<Vec<UserId>> {
    let conn = ctx.db().read();
    if !store::threads::by_ids(conn, &[root.id]).await?.is_empty() {
        return Ok(Vec::new());
    }
    let mut followers = vec![root.user_id];
    let called = mentions::of(&root.message);
    let names: Vec<String> = called.lookup().into_iter().map(str::to_owned).collect();
    if !names.is_empty() {
        let found = store::posts::named(conn, channel.row.id, names).await?;
        followers.extend(found.into_iter().filter(|row| row.is_member).map(|row| row.id));
    }
    Ok(followers)
}
