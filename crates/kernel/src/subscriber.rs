//! Subscribers: parts of the server that must learn of every change, later but at least once.
//!
//! A subscriber reads the event log from where it stopped, and its position is stored after it has taken a piece in. So
//! a crash in between tells it again: what it does is safe to repeat. Events are kept until the slowest subscriber has
//! seen them ([`crate::jobs::RemoveOldEvents`]).

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use crate::event::Logged;
use crate::event_log::Listener;
use crate::tail::Tail;
use crate::{App, Ctx, Result, jobs};

/// Takes in every entry of the log, in order, at least once.
pub trait Subscriber: Send + Sync + 'static {
    /// Names its position; never changes.
    fn name(&self) -> &'static str;
    fn receive<'a>(
        &'a self,
        ctx: &'a Ctx,
        entries: &'a [Logged],
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>>;
}

/// Feeds subscribers until told to stop.
pub struct Subscriptions {
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

/// How often the log is looked at without being woken, and how soon after a failure.
const POLL: Duration = Duration::from_secs(1);

struct Bell(Notify);

impl Listener for Bell {
    fn entry(&self, _: &Arc<Logged>) {
        self.0.notify_one();
    }
}

impl Subscriptions {
    pub fn start(app: &Arc<App>, subscribers: Vec<Arc<dyn Subscriber>>) -> Self {
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        for subscriber in subscribers {
            let bell = Arc::new(Bell(Notify::new()));
            app.events.add(bell.clone());
            tasks.spawn(feed(subscriber, Ctx::job(app.clone(), "subscriber"), bell, stopped.clone()));
        }
        Self { stop, tasks }
    }

    /// Lets every subscriber finish what it is taking in.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

/// Where a subscriber stands, and when that was last stored.
struct Cursor {
    tail: Tail,
    stored_at: i64,
}

async fn feed(
    subscriber: Arc<dyn Subscriber>,
    ctx: Ctx,
    bell: Arc<Bell>,
    mut stopped: watch::Receiver<bool>,
) {
    let mut cursor = None;
    loop {
        let pause = match advance(&*subscriber, &ctx, &mut cursor).await {
            Ok(again_in) => again_in.unwrap_or(POLL),
            Err(error) => {
                tracing::error!(subscriber = subscriber.name(), error = %error, "a subscriber failed; it is told again");
                cursor = None;
                POLL
            }
        };
        tokio::select! {
            _ = stopped.wait_for(|stopped| *stopped) => return,
            () = bell.0.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Takes in what is there by now; tells how soon to look again.
async fn advance(
    subscriber: &dyn Subscriber,
    ctx: &Ctx,
    cursor: &mut Option<Cursor>,
) -> Result<Option<Duration>> {
    /// A position that nothing happened behind is stored only so often.
    const RESTORE: i64 = 5 * 60 * 1000;
    let conn = ctx.db().read();
    let cursor = match cursor {
        Some(cursor) => cursor,
        None => {
            let (position, is_new) = match store::cursors::position(conn, subscriber.name()).await? {
                Some(position) => (position, false),
                // It begins with what happens from now on.
                None => (store::events::end(conn).await?, true),
            };
            let cursor = cursor.insert(Cursor { tail: Tail::at(position), stored_at: 0 });
            if is_new {
                store(subscriber, ctx, cursor).await?;
            }
            cursor
        }
    };
    let look = cursor.tail.look(conn).await?;
    let entries: Vec<Logged> = look.rows.iter().filter_map(Logged::read).collect();
    if !entries.is_empty() {
        subscriber.receive(ctx, &entries).await?;
    }
    if !look.rows.is_empty() || ctx.now() - cursor.stored_at >= RESTORE {
        store(subscriber, ctx, cursor).await?;
    }
    Ok(look.again_in)
}

async fn store(subscriber: &dyn Subscriber, ctx: &Ctx, cursor: &mut Cursor) -> Result<()> {
    let (name, position, now) = (subscriber.name(), cursor.tail.next(), ctx.now());
    jobs::transact(ctx, async move |tx| Ok(store::cursors::set(tx, name, position, now).await?)).await?;
    cursor.stored_at = now;
    Ok(())
}
