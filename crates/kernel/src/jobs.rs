//! The server's own recurring work.
//!
//! A job is safe to run twice. What it writes goes through [`transact`], which refuses a run of the node that is no
//! longer the current one, in the transaction of the effect.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::{App, Ctx, Error, Result};

/// Recurring work, named for its effect.
pub trait Job: Send + Sync + 'static {
    fn name(&self) -> &'static str;
    /// The pause between two runs.
    fn every(&self) -> Duration;
    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;
}

/// Runs jobs until told to stop.
pub struct Runner {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Runner {
    pub fn start(app: &Arc<App>, jobs: Vec<Box<dyn Job>>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for job in jobs {
            let ctx = Ctx::job(app.clone(), job.name());
            tasks.spawn(repeat(job, ctx, stopped.clone()));
        }
        Self { stop, tasks }
    }

    /// Lets every job finish its run and ends.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn repeat(job: Box<dyn Job>, ctx: Ctx, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            () = tokio::time::sleep(job.every()) => {}
        }
        if let Err(error) = job.run(&ctx).await {
            tracing::error!(job = job.name(), error = %error, "a job failed; it runs again later");
        }
    }
}

/// A transaction of this run of this node; it fails once another run has begun.
pub async fn transact<F, T>(ctx: &Ctx, closure: F) -> Result<T>
where
    F: AsyncFn(&db::Tx) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (node, epoch) = (ctx.app().identity.node_id.clone(), ctx.app().identity.epoch);
    ctx.db()
        .transact(async move |tx| {
            if !store::nodes::is_current(tx, &node, epoch).await? {
                return Err(Error::internal("write as a node", "another run of this node has begun"));
            }
            closure(tx).await
        })
        .await
}

/// Rows that one transaction of a cleaning job touches at most.
const PIECE: i64 = 1000;

/// Removes events that nobody can ask for any more.
pub struct RemoveOldEvents;

impl RemoveOldEvents {
    /// How long an event can be resumed from.
    const KEPT: i64 = 10 * 60 * 1000;
}

impl Job for RemoveOldEvents {
    fn name(&self) -> &'static str {
        "remove_old_events"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let slowest = store::cursors::slowest(ctx.db().read()).await?.unwrap_or_else(|| ctx.now());
            let before = slowest.min(ctx.now()) - Self::KEPT;
            while transact(ctx, async move |tx| Ok(store::events::remove_before(tx, before, PIECE).await?))
                .await?
                == PIECE.unsigned_abs()
            {}
            Ok(())
        })
    }
}

/// Removes sessions that have ended.
pub struct RemoveExpiredSessions;

impl Job for RemoveExpiredSessions {
    fn name(&self) -> &'static str {
        "remove_expired_sessions"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(10 * 60)
    }

    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let before = ctx.now();
            while transact(ctx, async move |tx| Ok(store::sessions::remove_expired(tx, before, PIECE).await?))
                .await?
                == PIECE.unsigned_abs()
            {}
            Ok(())
        })
    }
}

/// Tells the other nodes that this one is alive.
pub struct Heartbeat;

impl Job for Heartbeat {
    fn name(&self) -> &'static str {
        "heartbeat"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let (node, epoch) = (ctx.app().identity.node_id.clone(), ctx.app().identity.epoch);
            let now = ctx.now();
            ctx.db()
                .transact::<_, _, Error>(async move |tx| {
                    store::nodes::beat(tx, &node, epoch, now).await?;
                    Ok(())
                })
                .await
        })
    }
}
