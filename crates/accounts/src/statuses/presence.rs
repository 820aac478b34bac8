//! What everybody's status is, in memory.

use std::collections::{BTreeMap, HashMap, HashSet};

use kernel::{Ctx, Result};
use parking_lot::Mutex;
use realtime::{Future, Presence as Follower};
use store::status::StatusRow;
use wire::{Presence, UserId};

use super::operations;
use crate::users::Sight;

/// A user's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub presence: Presence,
    /// Whether the user chose it.
    pub is_chosen: bool,
    pub last_activity_at: i64,
    /// In seconds; 0: no end.
    pub dnd_end_time: i64,
    /// What comes back after do-not-disturb.
    pub before: Presence,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            presence: Presence::Offline,
            is_chosen: false,
            last_activity_at: 0,
            dnd_end_time: 0,
            before: Presence::Online,
        }
    }
}

impl Known {
    /// As stored. Who was online when the server stopped is connected no longer.
    fn read(row: &StatusRow) -> Self {
        let stored = Presence::parse(&row.status).unwrap_or(Presence::Offline);
        let presence = match stored {
            Presence::Online | Presence::Away if !row.manual => Presence::Offline,
            other => other,
        };
        Self {
            presence,
            is_chosen: row.manual,
            last_activity_at: row.last_activity_at,
            dnd_end_time: row.dnd_end_time,
            before: Presence::parse(&row.prev_status).unwrap_or(Presence::Online),
        }
    }

    pub(super) fn row(&self, user_id: UserId) -> StatusRow {
        StatusRow {
            user_id,
            status: self.presence.as_str().to_owned(),
            manual: self.is_chosen,
            last_activity_at: self.last_activity_at,
            dnd_end_time: self.dnd_end_time,
            prev_status: if self.presence == Presence::Dnd {
                self.before.as_str().to_owned()
            } else {
                String::new()
            },
        }
    }

    pub fn wire(&self, user_id: UserId) -> wire::Status {
        wire::Status {
            user_id,
            status: self.presence,
            manual: self.is_chosen,
            last_activity_at: self.last_activity_at,
            dnd_end_time: self.dnd_end_time,
        }
    }
}

/// Everybody's status: one for the whole server, kept as a part of the application.
#[derive(Default)]
pub struct Statuses {
    known: Mutex<HashMap<UserId, Known>>,
    /// Those who have a connection.
    connected: Mutex<HashSet<UserId>>,
}

impl Statuses {
    /// The statuses of these users, in their order; who never had one is offline.
    pub async fn of(&self, ctx: &Ctx, users: &[UserId]) -> Result<Vec<(UserId, Known)>> {
        let unknown: Vec<String> = {
            let known = self.known.lock();
            users.iter().filter(|user| !known.contains_key(user)).map(UserId::to_string).collect()
        };
        if !unknown.is_empty() {
            let rows = store::status::of_users(ctx.db().read(), unknown).await?;
            let mut known = self.known.lock();
            for row in rows {
                known.entry(row.user_id).or_insert_with(|| Known::read(&row));
            }
        }
        let known = self.known.lock();
        Ok(users.iter().map(|user| (*user, known.get(user).copied().unwrap_or_default())).collect())
    }

    /// Everybody who has a connection and does not pass for offline.
    fn present(&self) -> Vec<UserId> {
        let (connected, known) = (self.connected.lock(), self.known.lock());
        let is_seen =
            |user: &UserId| known.get(user).is_some_and(|known| known.presence != Presence::Offline);
        connected.iter().filter(|user| is_seen(user)).copied().collect()
    }

    /// Changes a status that [`Statuses::of`] has read. Gives what it was and what it is.
    pub(super) fn change(&self, user: UserId, change: impl FnOnce(&mut Known)) -> (Known, Known) {
        let mut known = self.known.lock();
        let now = known.entry(user).or_default();
        let before = *now;
        change(now);
        (before, *now)
    }
}

/// What the sockets tell of their users, and ask for them. What cannot be written is logged: the socket lives on.
pub struct Follow;

impl Follower for Follow {
    fn connected<'a>(&'a self, ctx: &'a Ctx, user: UserId) -> Future<'a, ()> {
        ctx.app().part::<Statuses>().connected.lock().insert(user);
        Box::pin(async move { log(operations::connected(ctx, user).await) })
    }

    fn disconnected<'a>(&'a self, ctx: &'a Ctx, user: UserId) -> Future<'a, ()> {
        ctx.app().part::<Statuses>().connected.lock().remove(&user);
        Box::pin(async move { log(operations::offline(ctx, user).await) })
    }

    fn active<'a>(&'a self, ctx: &'a Ctx, user: UserId, is_active: bool, manual: bool) -> Future<'a, ()> {
        Box::pin(async move { log(operations::active(ctx, user, is_active, manual).await) })
    }

    fn statuses<'a>(
        &'a self,
        ctx: &'a Ctx,
        users: Option<Vec<String>>,
    ) -> Future<'a, Result<BTreeMap<String, String>>> {
        Box::pin(async move {
            let mut users: Vec<UserId> = match users {
                Some(users) => users.iter().filter_map(|user| user.parse().ok()).collect(),
                None => ctx.app().part::<Statuses>().present(),
            };
            if let Some(known) = Sight::of(ctx).await?.known(ctx, users.clone()).await? {
                users.retain(|user| known.contains(user));
            }
            let statuses = operations::of(ctx, users).await?;
            Ok(statuses
                .into_iter()
                .map(|status| (status.user_id.to_string(), status.status.as_str().to_owned()))
                .collect())
        })
    }
}

fn log(outcome: Result<()>) {
    if let Err(error) = outcome {
        tracing::error!(error = %error, "could not follow a user's presence");
    }
}
