//! How every post is written: by its author, by the server, by an import.
//!
//! The statement that comes first locks the channel and gives the post its time; whatever follows needs no answer,
//! so that on PostgreSQL a post, or many at once, cost one round trip and a commit. A reply asks for its thread, too.

use std::collections::BTreeMap;

use kernel::{Error, Result};
use store::posts::{Place, PostRow, Standing};
use store::threads::ThreadRow;
use wire::{ChannelId, FileId, PostId, Props, TeamId, UserId};

/// A post that was decided on.
#[derive(Debug, Clone)]
pub struct NewPost {
    pub id: PostId,
    pub user_id: UserId,
    pub channel_id: ChannelId,
    pub reply: Option<Reply>,
    pub message: String,
    pub kind: String,
    pub props: Props,
    pub hashtags: String,
    /// None: files were named, and none of them could be attached.
    pub file_ids: Option<Vec<FileId>>,
    pub is_pinned: bool,
    pub has_reactions: bool,
    /// `""` for what an author of this server wrote, None for what the server says.
    pub remote_id: Option<String>,
    /// When it was changed last, where it comes from elsewhere.
    pub edit_at: i64,
    /// When it was written, where that is not now.
    pub create_at: Option<i64>,
    /// Members of the channel who are called, the author left out.
    pub mentions: Vec<UserId>,
    /// Members who are not called, and asked to be notified of such a reply as if they were.
    pub concerned: Vec<UserId>,
    /// Whether its author has read the channel up to it: whoever wrote it there.
    pub is_read_by_author: bool,
}

/// What a reply needs to know of its thread.
#[derive(Debug, Clone)]
pub struct Reply {
    pub root_id: PostId,
    /// The channel's team.
    pub team_id: Option<TeamId>,
    /// Who begins to follow the thread beside the author and those whom the reply calls, unless they decided
    /// otherwise before. None: nobody begins to follow by a reply.
    pub followers: Option<Vec<UserId>>,
}

/// A post as it was written.
#[derive(Debug, Clone)]
pub struct Applied {
    pub row: PostRow,
    /// The thread of a reply, after it.
    pub thread: Option<ThreadRow>,
    /// Whom a reply calls, with the unread replies of the thread that call them.
    pub called: BTreeMap<UserId, i64>,
    pub channel: Standing,
}

impl NewPost {
    /// A root post without anything but its text.
    pub fn new(id: PostId, user_id: UserId, channel_id: ChannelId, message: String) -> Self {
        Self {
            id,
            user_id,
            channel_id,
            reply: None,
            message,
            kind: String::new(),
            props: Props::new(),
            hashtags: String::new(),
            file_ids: Some(Vec::new()),
            is_pinned: false,
            has_reactions: false,
            remote_id: None,
            edit_at: 0,
            create_at: None,
            mentions: Vec::new(),
            concerned: Vec::new(),
            is_read_by_author: false,
        }
    }

    /// Whether members have something unread by it: comings and goings do not count.
    fn counts(&self) -> bool {
        !is_coming_or_going(&self.kind)
    }

    fn place(&self) -> Place {
        Place {
            channel: self.channel_id,
            author: self.user_id,
            is_root: self.reply.is_none(),
            counts: self.counts(),
        }
    }
}

/// Whether a post of this kind only says that somebody came or left.
pub fn is_coming_or_going(kind: &str) -> bool {
    matches!(
        kind,
        "system_join_leave"
            | "system_join_channel"
            | "system_guest_join_channel"
            | "system_leave_channel"
            | "system_add_remove"
            | "system_add_to_channel"
            | "system_remove_from_channel"
            | "system_join_team"
            | "system_leave_team"
            | "system_add_to_team"
            | "system_remove_from_team"
    )
}

/// Writes the post with everything that is counted by it.
pub async fn apply(tx: &db::Tx, now: i64, post: &NewPost) -> Result<Applied> {
    let mut applied = apply_all(tx, now, &[post]).await?;
    applied.pop().ok_or_else(|| db::Error::NotFound.into())
}

/// Writes posts, one behind the other, with everything that is counted by them. One that was written at another time
/// comes by itself.
pub async fn apply_all(tx: &db::Tx, now: i64, posts: &[&NewPost]) -> Result<Vec<Applied>> {
    let standings = match posts {
        [post] if let Some(time) = post.create_at => vec![store::posts::count(tx, post.place(), time).await?],
        _ => {
            let places: Vec<Place> = posts.iter().map(|post| post.place()).collect();
            store::posts::take_places(tx, &places, now).await?
        }
    };
    let written: Vec<(PostRow, Standing)> = posts
        .iter()
        .zip(standings)
        .map(|(post, standing)| (row(post, post.create_at.unwrap_or(standing.last_post_at)), standing))
        .collect();
    let rows: Vec<&PostRow> = written.iter().map(|(row, _)| row).collect();
    store::posts::insert(tx, &rows).await?;

    let mut applied = Vec::with_capacity(posts.len());
    let mut views = BTreeMap::new();
    for (post, (row, channel)) in posts.iter().zip(written) {
        let (thread, called) = reply(tx, now, post, &row).await?;
        let notified: Vec<UserId> = post.mentions.iter().chain(&post.concerned).copied().collect();
        if !notified.is_empty() {
            // Who has written before is called by this one all the same.
            if notified.iter().any(|user| views.contains_key(&(post.channel_id, *user))) {
                store::posts::view_own(tx, &std::mem::take(&mut views)).await?;
            }
            let is_root = post.reply.is_none();
            store::posts::count_mentions(tx, post.channel_id, &notified, is_root, row.create_at).await?;
        }
        if post.is_read_by_author {
            views.insert((post.channel_id, post.user_id), channel.clone());
        }
        applied.push(Applied { row, thread, called, channel });
    }
    store::posts::view_own(tx, &views).await?;
    Ok(applied)
}

/// Counts a reply in its thread. Gives the thread, and whom the reply calls.
async fn reply(
    tx: &db::Tx,
    now: i64,
    post: &NewPost,
    row: &PostRow,
) -> Result<(Option<ThreadRow>, BTreeMap<UserId, i64>)> {
    let (mut thread, mut called) = (None, BTreeMap::new());
    if let Some(reply) = &post.reply {
        let changed_at = match post.create_at {
            None => row.create_at,
            Some(_) => store::posts::time_of_change(tx, post.channel_id, now).await?,
        };
        if !store::posts::touch(tx, reply.root_id, changed_at).await? {
            return Err(root_missing());
        }
        thread = Some(store::threads::add_reply(tx, reply.root_id, row, reply.team_id).await?);
        if let Some(followers) = &reply.followers {
            called = follow(tx, reply.root_id, row, followers, &post.mentions).await?;
        }
    }
    Ok((thread, called))
}

/// Makes followers of everybody whom the reply concerns.
async fn follow(
    tx: &db::Tx,
    root: PostId,
    row: &PostRow,
    followers: &[UserId],
    mentions: &[UserId],
) -> Result<BTreeMap<UserId, i64>> {
    let at = row.create_at;
    store::threads::follow_by_writing(tx, root, row.user_id, at).await?;
    if !followers.is_empty() {
        store::threads::follow(tx, root, row.channel_id, followers, at).await?;
    }
    if mentions.is_empty() {
        return Ok(BTreeMap::new());
    }
    let called = store::threads::follow_by_mention(tx, root, mentions, at).await?;
    Ok(called.into_iter().collect())
}

/// The root of a reply does not exist, or is no root.
pub const ROOT_MISSING: &str = "api.post.create_post.root_id.app_error";

pub fn root_missing() -> Error {
    Error::bad_request(ROOT_MISSING, "the post to reply to does not exist, or is a reply itself")
}

/// The post as it is stored.
pub(super) fn row(post: &NewPost, create_at: i64) -> PostRow {
    let file_ids = post.file_ids.as_ref().map(|ids| ids.iter().map(FileId::to_string).collect());
    PostRow {
        id: post.id,
        create_at,
        update_at: create_at,
        edit_at: post.edit_at,
        delete_at: 0,
        is_pinned: post.is_pinned,
        user_id: post.user_id,
        channel_id: post.channel_id,
        root_id: post.reply.as_ref().map(|reply| reply.root_id),
        original_id: None,
        message: post.message.clone(),
        kind: post.kind.clone(),
        props: Some(db::Json(post.props.clone())),
        hashtags: post.hashtags.clone(),
        file_ids: Some(db::Json(file_ids)),
        has_reactions: post.has_reactions,
        remote_id: post.remote_id.clone(),
    }
}
