//! Posts as clients see them.
//!
//! Of a deleted post, and of an older text of an edited one, only the fact is told; the edit history has its own door.

use std::collections::{BTreeMap, BTreeSet};

use db::{Conn, Json};
use http_api::Query;
use kernel::{Ctx, Result};
use store::posts::PostRow;
use store::reactions::ReactionRow;
use store::threads::ThreadRow;
use wire::post::EmbedKind;
use wire::{Embed, FileId, Post, PostId, PostMetadata, Props, Reaction};

use super::previews::Previews;
use super::{attachments, content};
use crate::threads::people::{People, participants};

/// What is told of threads in a list of posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Threads {
    /// Nothing.
    Untold,
    /// How many replies there are, on the root and on each reply.
    Counted,
    /// Roots stand for their threads: replies, the last one, who takes part, whether the reader follows.
    Collapsed,
    /// The same; of those who take part not only the ids are told.
    CollapsedExtended,
}

impl Threads {
    /// Roots that stand for their threads, as a query asks for them.
    pub fn collapsed(query: &Query) -> Self {
        if query.flag("collapsedThreadsExtended") { Self::CollapsedExtended } else { Self::Collapsed }
    }

    fn are_collapsed(self) -> bool {
        matches!(self, Self::Collapsed | Self::CollapsedExtended)
    }
}

/// The posts with everything that is drawn with them, whatever their number in a fixed number of statements.
pub async fn posts(ctx: &Ctx, rows: &[PostRow], told: Threads) -> Result<Vec<Post>> {
    let Shared { mut posts, threads } = shared(ctx, rows, told).await?;
    let personal = Personal::of(ctx, rows, &threads).await?;
    for (row, post) in rows.iter().zip(&mut posts) {
        personal.add(row, post)?;
    }
    Ok(posts)
}

/// Posts as everybody is told of them who may read them.
pub struct Shared {
    pub posts: Vec<Post>,
    /// Those that stand for their threads: each reader is told whether they follow.
    pub threads: BTreeSet<PostId>,
}

/// The posts with everything that is drawn with them for everybody; [`Personal`] adds the rest.
pub async fn shared(ctx: &Ctx, rows: &[PostRow], told: Threads) -> Result<Shared> {
    let conn = ctx.db().read();
    let mut reactions = reactions_on(conn, rows).await?;
    let mut files = crate::files::shape::of_posts(conn, &rows.iter().collect::<Vec<_>>()).await?;
    let roots: BTreeSet<PostId> = rows.iter().map(|row| row.root_id.unwrap_or(row.id)).collect();
    let roots: Vec<PostId> = roots.into_iter().collect();
    let mut threads = BTreeMap::new();
    if told != Threads::Untold && !roots.is_empty() {
        threads.extend(store::threads::by_ids(conn, &roots).await?.into_iter().map(|row| (row.post_id, row)));
    }
    let people = match told {
        Threads::CollapsedExtended => {
            People::read(ctx, threads.values().flat_map(|thread| participants(&thread.participants))).await?
        }
        Threads::Untold | Threads::Counted | Threads::Collapsed => People::default(),
    };

    let shaped = rows.iter().map(|row| {
        let mut post = post(row);
        if let (Some(metadata), Some(given)) = (&mut post.metadata, reactions.remove(&row.id)) {
            metadata.reactions = given.into_iter().map(reaction).collect();
        }
        if let (Some(metadata), Some(files)) = (&mut post.metadata, files.remove(&row.id)) {
            metadata.files = files;
        }
        match told {
            Threads::Untold => {}
            Threads::Counted => {
                let thread = threads.get(&row.root_id.unwrap_or(row.id)).filter(|_| row.delete_at == 0);
                post.reply_count = thread.map_or(0, |thread| thread.reply_count);
            }
            Threads::Collapsed | Threads::CollapsedExtended => {
                if let Some(thread) = threads.get(&row.id) {
                    collapse(&mut post, thread, &people);
                }
            }
        }
        post
    });
    let posts = shaped.collect();
    let threads = if told.are_collapsed() { threads.into_keys().collect() } else { BTreeSet::new() };
    Ok(Shared { posts, threads })
}

/// What one reader alone is told of posts. It is found for every request, and never kept.
pub struct Personal {
    previews: Option<Previews>,
    /// The threads that the reader follows.
    followed: BTreeSet<PostId>,
}

impl Personal {
    /// What the caller is told of these posts, some of which stand for threads.
    pub async fn of(ctx: &Ctx, rows: &[PostRow], threads: &BTreeSet<PostId>) -> Result<Self> {
        let mut followed = BTreeSet::new();
        if !threads.is_empty() {
            let threads: Vec<PostId> = threads.iter().copied().collect();
            let known = store::threads::followed(ctx.db().read(), ctx.user_id()?, &threads).await?;
            followed.extend(known.into_iter().filter(|(_, follows)| *follows).map(|(id, _)| id));
        }
        Ok(Self { previews: Previews::of(ctx, rows).await?, followed })
    }

    /// Whether something of the post is told to this reader and not to everybody.
    pub fn concerns(&self, row: &PostRow) -> bool {
        self.followed.contains(&row.id) || self.previews.as_ref().is_some_and(|previews| previews.shows(row))
    }

    pub fn add(&self, row: &PostRow, post: &mut Post) -> Result<()> {
        if self.followed.contains(&row.id) {
            post.is_following = Some(true);
        }
        self.previews.as_ref().map_or(Ok(()), |previews| previews.show(row, post))
    }
}

fn collapse(post: &mut Post, thread: &ThreadRow, people: &People) {
    post.reply_count = thread.reply_count;
    post.last_reply_at = thread.last_reply_at;
    if thread.reply_count > 0 {
        post.participants = Some(people.of(&thread.participants));
    }
}

async fn reactions_on(conn: &Conn, rows: &[PostRow]) -> Result<BTreeMap<PostId, Vec<ReactionRow>>> {
    let with: Vec<PostId> =
        rows.iter().filter(|row| row.has_reactions && row.delete_at == 0).map(|row| row.id).collect();
    let mut reactions: BTreeMap<PostId, Vec<ReactionRow>> = BTreeMap::new();
    if !with.is_empty() {
        for row in store::reactions::of_posts(conn, &with).await? {
            reactions.entry(row.post_id).or_default().push(row);
        }
    }
    Ok(reactions)
}

pub fn reaction(row: ReactionRow) -> Reaction {
    Reaction {
        user_id: row.user_id,
        post_id: row.post_id,
        emoji_name: row.emoji_name,
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        remote_id: row.remote_id,
        channel_id: row.channel_id,
    }
}

/// The post with what its row tells.
pub fn post(row: &PostRow) -> Post {
    let whole = version(row);
    if row.delete_at == 0 {
        return whole;
    }
    let mut props = Props::new();
    if let Some(by) = whole.props.get("deleteBy") {
        props.insert("deleteBy".to_owned(), by.clone());
    }
    Post {
        message: String::new(),
        hashtags: String::new(),
        props,
        file_ids: Some(Vec::new()),
        has_reactions: false,
        metadata: Some(PostMetadata::default()),
        ..whole
    }
}

/// The post as it stands in its row, also when it is an older text.
pub fn version(row: &PostRow) -> Post {
    let props = props(row);
    let mut metadata = PostMetadata::default();
    if attachments::are_in(&props) {
        metadata.embeds.push(Embed { kind: EmbedKind::MessageAttachment, url: String::new(), data: None });
    }
    Post {
        id: row.id,
        create_at: row.create_at,
        update_at: row.update_at,
        edit_at: row.edit_at,
        delete_at: row.delete_at,
        is_pinned: row.is_pinned,
        user_id: Some(row.user_id),
        channel_id: row.channel_id,
        root_id: row.root_id,
        original_id: row.original_id,
        message: row.message.clone(),
        kind: row.kind.clone(),
        props,
        hashtags: row.hashtags.clone(),
        file_ids: file_ids(row),
        pending_post_id: String::new(),
        has_reactions: row.has_reactions,
        remote_id: row.remote_id.clone(),
        reply_count: 0,
        last_reply_at: 0,
        participants: None,
        is_following: None,
        metadata: Some(metadata),
    }
}

/// The post's props as readers get them. Which post it links to is told by [`Previews`], to those who may read that.
pub fn props(row: &PostRow) -> Props {
    let mut props = row.props.as_ref().map(|Json(props)| props.clone()).unwrap_or_default();
    attachments::conceal(&mut props);
    props.remove(content::PREVIEWED);
    props
}

/// The ids of the post's files. None: files were named, and none of them could be attached.
pub fn file_ids(row: &PostRow) -> Option<Vec<FileId>> {
    match &row.file_ids {
        None => Some(Vec::new()),
        Some(Json(None)) => None,
        Some(Json(Some(ids))) => Some(ids.iter().filter_map(|id| id.parse().ok()).collect()),
    }
}
