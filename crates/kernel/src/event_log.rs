//! The dispatcher: one per node, it passes log entries on in the order of commits.
//!
//! On SQLite the writer hands entries over after their commit. On PostgreSQL a commit only wakes the dispatcher, which
//! reads the log up to the oldest running transaction; so entries of other nodes come the same way, and none is
//! skipped. Signals are also applied at once by the node that committed them, before its caller is answered: who
//! changed something reads their own change.

use std::sync::Arc;
use std::time::Duration;

use db::{CommitListener, Database, Engine};
use parking_lot::RwLock;
use tokio::sync::{Notify, mpsc, watch};

use crate::event::{Announced, Entry, Event, Logged, Signal};

/// A part of the server that follows the log. It must not wait.
pub trait Listener: Send + Sync {
    /// Every entry, in the order of commits. Signals of this node's own changes came before, through
    /// [`Listener::signal`].
    fn entry(&self, logged: &Arc<Logged>);

    /// A change that must count before its caller is answered, such as a revoked session. Comes again as an entry.
    fn signal(&self, _signal: &Signal) {}
}

/// The way from commits to listeners.
pub struct EventLog {
    listeners: RwLock<Vec<Arc<dyn Listener>>>,
    committed: mpsc::UnboundedSender<Logged>,
    inbox: parking_lot::Mutex<Option<mpsc::UnboundedReceiver<Logged>>>,
    wake: Notify,
    /// How far the log is dispatched, for those who wait for their own events.
    dispatched: watch::Sender<i64>,
}

/// How often PostgreSQL's log is looked at without being woken: what other nodes wrote.
const POLL: Duration = Duration::from_millis(500);
/// How soon it is looked at again while a transaction holds the horizon back.
const RETRY: Duration = Duration::from_millis(2);

impl EventLog {
    pub fn new() -> Arc<Self> {
        let (committed, inbox) = mpsc::unbounded_channel();
        Arc::new(Self {
            listeners: RwLock::default(),
            committed,
            inbox: parking_lot::Mutex::new(Some(inbox)),
            wake: Notify::new(),
            dispatched: watch::Sender::new(0),
        })
    }

    /// Adds a listener; they hear in the order in which they were added.
    pub fn add(&self, listener: Arc<dyn Listener>) {
        self.listeners.write().push(listener);
    }

    /// Passes on an event that is not kept, such as typing: nobody is told of it again.
    pub fn whisper(&self, event: Event) {
        let logged = Arc::new(Logged { id: Logged::UNLOGGED, entry: Entry::Event(event) });
        for listener in self.listeners.read().iter() {
            listener.entry(&logged);
        }
    }

    /// Lets go of all listeners: the server has stopped.
    pub fn close(&self) {
        self.listeners.write().clear();
    }

    /// What the database calls after each commit.
    pub fn commit_listener(self: &Arc<Self>) -> CommitListener {
        let log = self.clone();
        Arc::new(move |announcements| {
            for announcement in announcements {
                if let Ok(announced) = announcement.downcast::<Announced>() {
                    log.committed(*announced);
                }
            }
        })
    }

    fn committed(&self, announced: Announced) {
        if let Entry::Signal(signal) = &announced.entry {
            for listener in self.listeners.read().iter() {
                listener.signal(signal);
            }
        }
        match announced.id {
            // The dispatcher is gone only while the server shuts down.
            Some(id) => drop(self.committed.send(Logged { id, entry: announced.entry })),
            None => self.wake.notify_one(),
        }
    }

    /// Passes entries on until dropped.
    pub async fn dispatch(self: Arc<Self>, db: Database) {
        match db.engine() {
            Engine::Sqlite => {
                let Some(mut inbox) = self.inbox.lock().take() else { return };
                while let Some(logged) = inbox.recv().await {
                    self.pass_on(logged);
                }
            }
            Engine::Postgres => self.follow(&db).await,
        }
    }

    async fn follow(&self, db: &Database) {
        let mut from = None;
        loop {
            let pause = match self.advance(db, &mut from).await {
                Ok(true) => RETRY,
                Ok(false) => POLL,
                Err(error) => {
                    tracing::error!(error = %error, "could not read the event log");
                    POLL
                }
            };
            let _woken = tokio::time::timeout(pause, self.wake.notified()).await;
        }
    }

    /// Reads and passes on the next window; true when a further one is expected at once.
    async fn advance(&self, db: &Database, from: &mut Option<i64>) -> db::Result<bool> {
        let horizon = store::events::horizon(db.read()).await?;
        let Some(start) = from.replace(horizon) else { return Ok(false) };
        if start == horizon {
            return Ok(true);
        }
        let rows = match store::events::settled(db.read(), start, horizon).await {
            Ok(rows) => rows,
            Err(error) => {
                *from = Some(start);
                return Err(error);
            }
        };
        for row in &rows {
            if let Some(logged) = Logged::read(row) {
                self.pass_on(logged);
            }
        }
        Ok(false)
    }

    fn pass_on(&self, logged: Logged) {
        let logged = Arc::new(logged);
        for listener in self.listeners.read().iter() {
            listener.entry(&logged);
        }
        self.dispatched.send_replace(logged.id);
    }
}
