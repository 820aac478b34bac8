//! The rules of statuses: what the user chooses, what coming and going does.

use std::pin::Pin;
use std::time::Duration;

use kernel::jobs::Job;
use kernel::{Ctx, Error, Event, Result};
use serde::Serialize;
use wire::{Broadcast, EventKind, Presence, Status, UserId};

use super::Statuses;
use super::presence::Known;

/// How often a user's activity alone is written down.
const ACTIVITY: i64 = 2 * 60 * 1000;

/// The statuses of these users, as clients see them. The caller may know of the users.
pub async fn of(ctx: &Ctx, users: Vec<UserId>) -> Result<Vec<Status>> {
    let shows_activity = ctx.config().team.enable_last_active_time;
    let known = ctx.app().part::<Statuses>().of(ctx, &users).await?;
    Ok(known
        .into_iter()
        .map(|(user, known)| {
            let status = known.wire(user);
            Status { last_activity_at: if shows_activity { status.last_activity_at } else { 0 }, ..status }
        })
        .collect())
}

/// The user chooses a status, where statuses are on. Choosing to be online is choosing nothing: from then on activity
/// decides.
pub async fn choose(ctx: &Ctx, user: UserId, presence: Presence, dnd_end_time: i64) -> Result<()> {
    if !ctx.config().service.enable_user_statuses {
        return Err(super::missing());
    }
    put(ctx, user, presence, dnd_end_time).await
}

/// The user's account was deactivated.
pub async fn end(ctx: &Ctx, user: UserId) -> Result<()> {
    put(ctx, user, Presence::Offline, 0).await
}

async fn put(ctx: &Ctx, user: UserId, presence: Presence, dnd_end_time: i64) -> Result<()> {
    let now = ctx.now();
    update(ctx, user, |known| {
        if presence == Presence::Dnd {
            if known.presence != Presence::Dnd {
                known.before = known.presence;
            }
            known.dnd_end_time = dnd_end_time.max(0) / 60 * 60;
        }
        known.presence = presence;
        known.is_chosen = presence != Presence::Online;
        if presence != Presence::Dnd {
            known.last_activity_at = now;
        }
    })
    .await
}

/// The user has a connection. Who is away stays away: that takes an act.
pub async fn connected(ctx: &Ctx, user: UserId) -> Result<()> {
    let now = ctx.now();
    update(ctx, user, |known| {
        if !known.is_chosen && known.presence == Presence::Offline {
            known.presence = Presence::Online;
            known.last_activity_at = now;
        }
    })
    .await
}

/// The user has done something.
pub async fn online(ctx: &Ctx, user: UserId) -> Result<()> {
    let now = ctx.now();
    update(ctx, user, |known| {
        if !known.is_chosen {
            known.presence = Presence::Online;
        }
        known.last_activity_at = now;
    })
    .await
}

/// The user's client says whether the user is active; `is_chosen` when the user told it so.
pub async fn active(ctx: &Ctx, user: UserId, is_active: bool, is_chosen: bool) -> Result<()> {
    let now = ctx.now();
    update(ctx, user, |known| {
        let is_fixed =
            matches!(known.presence, Presence::Dnd | Presence::Ooo) || known.is_chosen && !is_chosen;
        if is_active {
            known.last_activity_at = now;
        }
        if !is_fixed {
            known.presence = if is_active { Presence::Online } else { Presence::Away };
            known.is_chosen = is_chosen && !is_active;
        }
    })
    .await
}

/// The user's last connection has closed.
pub async fn offline(ctx: &Ctx, user: UserId) -> Result<()> {
    let now = ctx.now();
    update(ctx, user, |known| {
        if !known.is_chosen {
            known.presence = Presence::Offline;
            known.last_activity_at = now;
        }
    })
    .await
}

async fn update(ctx: &Ctx, user: UserId, change: impl FnOnce(&mut Known)) -> Result<()> {
    let statuses = ctx.app().part::<Statuses>();
    statuses.of(ctx, &[user]).await?;
    let (before, after) = statuses.change(user, change);
    let is_seen = before.presence != after.presence;
    let is_worth_writing = Known { last_activity_at: 0, ..before } != Known { last_activity_at: 0, ..after }
        || after.last_activity_at - before.last_activity_at >= ACTIVITY;
    if !is_worth_writing {
        return Ok(());
    }
    let row = after.row(user);
    ctx.db().transact(async move |tx| Ok::<_, Error>(store::status::save(tx, &row).await?)).await?;
    if is_seen {
        ctx.app().events.whisper(changed(user, after.presence)?);
    }
    Ok(())
}

fn changed(user: UserId, presence: Presence) -> Result<Event> {
    #[derive(Serialize)]
    struct Data {
        status: Presence,
        user_id: UserId,
    }
    let data = Data { status: presence, user_id: user };
    Event::new(EventKind::StatusChange, &data, Broadcast::to_user(user))
}

/// Gives those their former status back whose do-not-disturb has ended.
pub struct EndDoNotDisturb;

impl EndDoNotDisturb {
    /// Users of one round.
    const PIECE: i64 = 1000;
}

impl Job for EndDoNotDisturb {
    fn name(&self) -> &'static str {
        "end_do_not_disturb"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let seconds = ctx.now() / 1000;
            for row in store::status::ended(ctx.db().read(), seconds, Self::PIECE).await? {
                update(ctx, row.user_id, |known| {
                    if known.presence == Presence::Dnd && known.dnd_end_time <= seconds {
                        known.presence = known.before;
                        known.is_chosen = matches!(known.before, Presence::Away | Presence::Offline);
                        known.dnd_end_time = 0;
                    }
                })
                .await?;
            }
            Ok(())
        })
    }
}
