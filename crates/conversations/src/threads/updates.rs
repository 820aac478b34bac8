//! `thread_updated`: what followers are told when their thread gets a reply or loses one.
//!
//! The event holds the whole thread as its receiver has it, so there are as many as followers; yet only those are made
//! that somebody hears. The transaction of the reply logs one note, addressed to the channel, whatever the number of
//! followers. [`Updates`] makes of it what each follower with a connection is told, when it is told: live, and again
//! when a connection comes back after a cut. Who follows, who sees threads collapsed and what they have not read is
//! read at that moment; only what a later reply would blur is kept in the note, so that the events of several replies
//! add up.

use std::collections::BTreeMap;

use kernel::{Ctx, Error, Event, Personal, Result, publish};
use realtime::{Composer, Future};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::threads::FollowedRow;
use wire::{Broadcast, ChannelId, EventKind, PostId, TeamId, UserId};

use super::people::{People, participants};
use super::shape;
use crate::posts::nested;

/// What happened to a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Change {
    Replied {
        at: i64,
        by: UserId,
        /// Who began to follow by this reply: to them nothing was unread before.
        begin: Vec<UserId>,
        /// Whom it calls, and how many unread replies call each with it.
        called: BTreeMap<UserId, i64>,
    },
    ReplyDeleted,
}

#[derive(Serialize, Deserialize)]
struct Note {
    root: PostId,
    change: Change,
}

/// Logs that a thread has changed, in the transaction of the change.
pub(crate) async fn announce(
    tx: &db::Tx,
    now: i64,
    channel: ChannelId,
    team: Option<TeamId>,
    root: PostId,
    change: Change,
) -> Result<()> {
    let broadcast = Broadcast { team_id: team, ..Broadcast::to_channel(channel) };
    let note = Event::new(EventKind::ThreadUpdated, &Note { root, change }, broadcast)?;
    publish(tx, now, note.with(Personal { is_composed: true, ..Personal::default() })).await
}

/// Whether somebody who chose this (`on`, `off` or nothing) sees threads collapsed.
pub(crate) fn collapses(ctx: &Ctx, chosen: &str) -> bool {
    match ctx.config().service.collapsed_threads.as_str() {
        "always_on" => true,
        "default_on" => chosen != "off",
        "default_off" => chosen == "on",
        _ => false,
    }
}

/// Finds what each follower is told.
pub struct Updates;

impl Composer for Updates {
    fn compose<'a>(
        &'a self,
        ctx: &'a Ctx,
        note: &'a Event,
        users: &'a [UserId],
    ) -> Future<'a, Result<Vec<(UserId, Event)>>> {
        Box::pin(compose(ctx, note, users))
    }
}

async fn compose(ctx: &Ctx, note: &Event, users: &[UserId]) -> Result<Vec<(UserId, Event)>> {
    let Note { root, change } =
        serde_json::from_str(&note.data).map_err(|e| Error::internal("read a thread's note", e))?;
    let (until, author) = match &change {
        Change::Replied { at, by, .. } => (*at, Some(*by)),
        Change::ReplyDeleted => (i64::MAX, None),
    };
    if ctx.config().service.collapsed_threads == "disabled" {
        return Ok(Vec::new());
    }
    let users: Vec<UserId> = users.iter().copied().filter(|user| Some(*user) != author).collect();
    let conn = ctx.db().read();
    let mut rows = store::threads::standing(conn, root, &users, until).await?;
    rows.retain(|row| collapses(ctx, &row.collapses));
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let people = People::read(ctx, participants(&first.participants)).await?;
    let Some(root) = store::posts::by_id(conn, root).await? else { return Ok(Vec::new()) };

    let told = rows.iter().map(|row| {
        let (mentions, replies) = change.unread_before(row);
        let row = FollowedRow { unread_mentions: change.unread_mentions(row), ..row.clone() };
        let data = json!({
            "thread": nested(&shape::thread(&row, &root, &people))?,
            "previous_unread_mentions": mentions,
            "previous_unread_replies": replies,
        });
        let reader = Broadcast { team_id: note.broadcast.team_id, ..Broadcast::to_user(row.user_id) };
        Ok((row.user_id, Event::new(EventKind::ThreadUpdated, &data, reader)?))
    });
    told.collect()
}

impl Change {
    /// The replies that called the follower then: later ones may have been counted since.
    fn unread_mentions(&self, row: &FollowedRow) -> i64 {
        match self {
            Self::Replied { begin, called, .. } => match called.get(&row.user_id) {
                Some(count) => *count,
                None if begin.contains(&row.user_id) => 0,
                None => row.unread_mentions,
            },
            Self::ReplyDeleted => row.unread_mentions,
        }
    }

    /// What the follower had not read before: mentions and replies.
    fn unread_before(&self, row: &FollowedRow) -> (i64, i64) {
        match self {
            Self::Replied { begin, called, .. } if !begin.contains(&row.user_id) => {
                let own = i64::from(called.contains_key(&row.user_id));
                ((self.unread_mentions(row) - own).max(0), (row.unread_replies - 1).max(0))
            }
            Self::Replied { .. } | Self::ReplyDeleted => (0, 0),
        }
    }
}
