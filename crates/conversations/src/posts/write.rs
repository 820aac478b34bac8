//! What people write, put into the database: posts that were decided on, many in one transaction where that is cheaper.

use std::collections::HashSet;
use std::sync::Arc;

use db::{Json, Lanes};
use futures_util::future::LocalBoxFuture;
use kernel::{Ctx, Error, Event, publish_all};
use store::channels::ChannelRow;
use store::pending_posts::Pending;
use store::posts::PostRow;
use wire::{Post, PostId, Props, UserId};

use super::apply::{self, Applied, NewPost};
use super::notices::Notice;
use super::{events, shape};
use crate::threads;

/// The channel is archived.
pub const ARCHIVED: &str = "api.post.create_post.can_not_post_to_deleted.error";

/// A post that only needs writing.
pub(super) struct Decided {
    pub post: NewPost,
    /// The props as the event tells them.
    pub told_props: Props,
    /// What of it is told to some readers only.
    pub told: events::Told,
    /// Who is told by name that the thread has a reply: followers who see threads collapsed.
    pub followers: Vec<UserId>,
    /// Who begins to follow the thread by it.
    pub begin: Vec<UserId>,
    /// What its author is told, and nobody else.
    pub notices: Vec<Notice>,
}

/// Everything that is written with one post.
pub(super) struct Writing {
    pub now: i64,
    pub decided: Decided,
    /// Whether the author may write only as a member of the channel.
    pub rests_on_membership: bool,
    /// The author's own name for the post, if it is remembered.
    pub pending: Option<String>,
    pub pending_post_id: String,
    pub channel: ChannelRow,
    pub author_name: String,
    pub sets_online: bool,
}

/// The lanes for posts that are no replies; those of one channel take the same.
struct PostLanes(Arc<Lanes<Writing, Post, Failure>>);

impl Default for PostLanes {
    fn default() -> Self {
        Self(Arc::new(Lanes::new(write_all)))
    }
}

/// Writes a post; gives it as its author gets it.
pub(super) async fn write(ctx: &Ctx, writing: Writing) -> Result<Post, Failure> {
    let NewPost { create_at, reply, .. } = &writing.decided.post;
    if create_at.is_some() || reply.is_some() {
        // It has a time of its own, or asks for its thread while it holds the channel: nobody should wait behind that.
        let writing = Arc::new(writing);
        let write = async move |tx: &db::Tx| write_all(tx, std::slice::from_ref(&writing)).await;
        let mut outcomes = ctx.db().transact(write).await?;
        return outcomes.pop().unwrap_or_else(|| Err(Error::from(db::Error::NotFound).into()));
    }
    let channel = writing.channel.id;
    ctx.app().part::<PostLanes>().0.write(ctx.db(), &channel, writing).await
}

fn write_all<'a>(
    tx: &'a db::Tx,
    writings: &'a [Arc<Writing>],
) -> LocalBoxFuture<'a, Result<Vec<Result<Post, Failure>>, Failure>> {
    Box::pin(async move {
        let all: Vec<&Writing> = writings.iter().map(Arc::as_ref).collect();
        if let [one] = all[..] {
            let posts = write_new(tx, &all, one.pending()).await?;
            return Ok(posts.into_iter().map(Ok).collect());
        }
        // Names that were used are not so rare that everybody else should be written again for them.
        let pending: Vec<Pending<'_>> = all.iter().filter_map(|writing| writing.pending()).collect();
        let noted = store::pending_posts::insert_new(tx, &pending).await?;
        let noted: HashSet<PostId> = noted.into_iter().collect();
        let is_new =
            |writing: &Writing| writing.pending.is_none() || noted.contains(&writing.decided.post.id);
        let new: Vec<&Writing> = all.iter().copied().filter(|writing| is_new(writing)).collect();
        let mut posts = Vec::new();
        if !new.is_empty() {
            posts = write_new(tx, &new, None).await?;
        }
        let mut posts = posts.into_iter();
        let outcome = |writing: &&Writing| {
            let post = if is_new(writing) { posts.next() } else { None };
            post.ok_or(Failure::SentTwice)
        };
        Ok(all.iter().map(outcome).collect())
    })
}

/// Writes posts whose authors' own names for them are new; `pending` is one that is still to be noted.
async fn write_new(
    tx: &db::Tx,
    writings: &[&Writing],
    pending: Option<Pending<'_>>,
) -> Result<Vec<Post>, Failure> {
    let now = writings.iter().map(|writing| writing.now).max().unwrap_or_default();
    let posts: Vec<&NewPost> = writings.iter().map(|writing| &writing.decided.post).collect();
    let applied = apply::apply_all(tx, now, &posts).await?;
    for (writing, Applied { channel, .. }) in writings.iter().zip(&applied) {
        if channel.delete_at != 0 {
            return Err(archived().into());
        }
        if writing.rests_on_membership && !channel.author_is_member {
            return Err(Error::no_permission().into());
        }
    }
    if let Some(pending) = pending {
        store::pending_posts::insert(tx, &pending).await?;
    }

    let mut answers = Vec::with_capacity(writings.len());
    let mut posted = Vec::with_capacity(writings.len());
    for (writing, applied) in writings.iter().zip(&applied) {
        let answer = writing.answer(applied);
        posted.push(writing.posted(applied, answer.clone())?);
        answers.push(answer);
    }
    publish_all(tx, now, posted).await?;
    for (writing, (applied, answer)) in writings.iter().zip(applied.into_iter().zip(&mut answers)) {
        writing.tell_besides(tx, now, applied).await?;
        writing.decided.told.to_caller(answer);
    }
    Ok(answers)
}

impl Writing {
    fn pending(&self) -> Option<Pending<'_>> {
        let NewPost { user_id, id, .. } = self.decided.post;
        self.pending.as_deref().map(|name| Pending { user: user_id, name, post: id, at: self.now })
    }

    /// The post as everybody gets it who may read it.
    fn answer(&self, applied: &Applied) -> Post {
        Post {
            pending_post_id: self.pending_post_id.clone(),
            reply_count: applied.thread.as_ref().map_or(0, |thread| thread.reply_count),
            ..shape::post(&applied.row)
        }
    }

    fn posted(&self, applied: &Applied, answer: Post) -> Result<Event, Error> {
        let Decided { post, told_props, told, followers, .. } = &self.decided;
        let as_told = PostRow { props: Some(Json(told_props.clone())), ..applied.row.clone() };
        let posted = events::Posted {
            post: &applied.row,
            shape: Post { props: shape::props(&as_told), ..answer },
            files: &[],
            channel: &self.channel,
            author_name: &self.author_name,
            sets_online: self.sets_online,
            told,
        };
        let mentions: Vec<UserId> = post.mentions.iter().chain(&post.concerned).copied().collect();
        events::posted(posted, mentions, followers.clone())
    }

    /// Tells of the thread of a reply, and the author of what concerns nobody else.
    async fn tell_besides(&self, tx: &db::Tx, now: i64, applied: Applied) -> Result<(), Error> {
        let Applied { row, called, .. } = applied;
        if let Some(reply) = &self.decided.post.reply {
            let begin = self.decided.begin.clone();
            let replied = threads::Change::Replied { at: row.create_at, by: row.user_id, begin, called };
            threads::announce(tx, now, self.channel.id, self.channel.team_id, reply.root_id, replied).await?;
        }
        for notice in &self.decided.notices {
            notice.tell(tx, now, &row).await?;
        }
        Ok(())
    }
}

pub(super) fn archived() -> Error {
    Error::bad_request(ARCHIVED, "the channel is archived")
}

/// Why nothing was written.
pub(super) enum Failure {
    /// The same request was answered before.
    SentTwice,
    Other(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Other(error) => error,
            // What was written before is gone again.
            Failure::SentTwice => kernel::access::post_missing(),
        }
    }
}

impl From<db::Error> for Failure {
    fn from(error: db::Error) -> Self {
        if error.is_conflict_on(store::pending_posts::UNIQUE) {
            Self::SentTwice
        } else {
            Self::Other(error.into())
        }
    }
}
