//! The dispatcher: one per node, it passes log entries on in the order of commits.
//!
//! On SQLite the writer hands entries over after their commit; what other processes wrote to the file is read within
//! a second, in its place. On PostgreSQL a commit only wakes the dispatcher, which reads the table in the order of ids
//! and waits where one is missing ([`crate::tail`]); so entries of other nodes come the same way, and none is skipped.
//! Signals and events are also told at once by the node that committed them, before its caller is answered, to caches
//! that must follow: who changed something reads their own change.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use db::{CommitListener, Database, Engine};
use parking_lot::RwLock;
use tokio::sync::{Notify, mpsc};

use crate::event::{Announced, Entry, Event, Logged, Signal};
use crate::tail::Tail;

/// A part of the server that follows the log. It must not wait.
pub trait Listener: Send + Sync {
    /// Every entry, in the order of commits. Those of this node's own changes came before, through
    /// [`Listener::signal`] and [`Listener::event`].
    fn entry(&self, logged: &Arc<Logged>);

    /// A change that must count before its caller is answered, such as a revoked session. Comes again as an entry.
    fn signal(&self, _signal: &Signal) {}

    /// The same for an event: what is kept of its subject must not be given to its caller any more.
    fn event(&self, _event: &Event) {}
}

/// The way from commits to listeners.
pub struct EventLog {
    listeners: RwLock<Vec<Arc<dyn Listener>>>,
    committed: mpsc::UnboundedSender<Logged>,
    inbox: parking_lot::Mutex<Option<mpsc::UnboundedReceiver<Logged>>>,
    wake: Notify,
    /// The number behind what has been passed on; at first, where the log ended when this run began.
    next: AtomicI64,
}

/// How often PostgreSQL's log is looked at without being woken: what other nodes wrote.
const POLL: Duration = Duration::from_millis(500);
/// How often SQLite's log is looked at for what other processes wrote.
const GLANCE: Duration = Duration::from_secs(1);

impl EventLog {
    pub fn new() -> Arc<Self> {
        let (committed, inbox) = mpsc::unbounded_channel();
        Arc::new(Self {
            listeners: RwLock::default(),
            committed,
            inbox: parking_lot::Mutex::new(Some(inbox)),
            wake: Notify::new(),
            next: AtomicI64::new(0),
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
        for listener in self.listeners.read().iter() {
            match &announced.entry {
                Entry::Signal(signal) => listener.signal(signal),
                Entry::Event(event) => listener.event(event),
            }
        }
        match announced.id {
            // The dispatcher is gone only while the server shuts down.
            Some(id) => drop(self.committed.send(Logged { id, entry: announced.entry })),
            None => self.wake.notify_one(),
        }
    }

    /// Notes where the log ends, before anybody writes to it: [`EventLog::dispatch`] starts there.
    pub async fn begin(&self, db: &Database) -> db::Result<()> {
        self.next.store(store::events::end(db.read()).await?, Ordering::Release);
        Ok(())
    }

    /// Waits until everything that is in the log by now has been passed on.
    pub async fn caught_up(&self, db: &Database) -> db::Result<()> {
        let end = store::events::end(db.read()).await?;
        while self.next.load(Ordering::Acquire) < end {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Ok(())
    }

    /// Passes entries on until dropped.
    pub async fn dispatch(self: Arc<Self>, db: Database) {
        let Some(inbox) = self.inbox.lock().take() else { return };
        let tail = Tail::at(self.next.load(Ordering::Acquire));
        match db.engine() {
            Engine::Sqlite => self.follow_commits(&db, inbox, tail).await,
            Engine::Postgres => self.follow_table(&db, tail).await,
        }
    }

    /// SQLite: ids are in the order of commits and have no gaps, so a missing one is somebody else's: a command that
    /// works on the same file while the server runs.
    async fn follow_commits(
        &self,
        db: &Database,
        mut inbox: mpsc::UnboundedReceiver<Logged>,
        mut tail: Tail,
    ) {
        loop {
            let logged = match tokio::time::timeout(GLANCE, inbox.recv()).await {
                Ok(Some(logged)) => Some(logged),
                Ok(None) => return,
                Err(_) => None,
            };
            if logged.as_ref().is_none_or(|logged| logged.id > tail.next()) {
                self.catch_up(db, &mut tail).await;
            }
            // What is behind was read with the entries of others.
            if let Some(logged) = logged.filter(|logged| logged.id >= tail.next()) {
                tail.skip_to(logged.id + 1);
                self.pass_on(logged);
                self.next.store(tail.next(), Ordering::Release);
            }
        }
    }

    /// PostgreSQL: the table is read when a commit of this node wakes, and now and then for those of others.
    async fn follow_table(&self, db: &Database, mut tail: Tail) {
        loop {
            self.catch_up(db, &mut tail).await;
            let _woken = tokio::time::timeout(POLL, self.wake.notified()).await;
        }
    }

    /// Passes on everything that is in the table by now.
    async fn catch_up(&self, db: &Database, tail: &mut Tail) {
        loop {
            let pause = match tail.look(&db.read().apart()).await {
                Ok(look) => {
                    for row in &look.rows {
                        if let Some(logged) = Logged::read(row) {
                            self.pass_on(logged);
                        }
                    }
                    self.next.store(tail.next(), Ordering::Release);
                    look.again_in
                }
                Err(error) => {
                    tracing::error!(error = %error, "could not read the event log");
                    Some(POLL)
                }
            };
            match pause {
                None => return,
                Some(pause) if pause.is_zero() => {}
                Some(pause) => tokio::time::sleep(pause).await,
            }
        }
    }

    fn pass_on(&self, logged: Logged) {
        let logged = Arc::new(logged);
        for listener in self.listeners.read().iter() {
            listener.entry(&logged);
        }
    }
}

#[cfg(test)]
mod tests {
    use parking_lot::Mutex;
    use tempfile::TempDir;

    use super::*;
    use crate::event::{publish, signal};
    use crate::{Random, SeededRandom};

    /// Collects what it hears.
    #[derive(Default)]
    struct Heard(Mutex<Vec<String>>);

    impl Listener for Heard {
        fn entry(&self, logged: &Arc<Logged>) {
            self.0.lock().push(match &logged.entry {
                Entry::Event(event) => event.data.clone(),
                Entry::Signal(_) => "signal".to_owned(),
            });
        }
    }

    impl Heard {
        async fn has(&self, count: usize) -> Vec<String> {
            let patience = tokio::time::Instant::now() + Duration::from_secs(10);
            while self.0.lock().len() < count && tokio::time::Instant::now() < patience {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            self.0.lock().clone()
        }
    }

    async fn open(folder: &TempDir) -> (Database, Arc<EventLog>) {
        let log = EventLog::new();
        let location = db::Location::Sqlite(folder.path().join("data.db"));
        let db = Database::open(&location, db::Options::default(), log.commit_listener()).await.unwrap();
        let random: &dyn Random = &SeededRandom::new(3);
        let given = store::schema::Given {
            now: 1,
            diagnostic_id: "d",
            asymmetric_signing_key: "{}",
            post_action_cookie_secret: "{}",
            new_id: &mut || random.token(),
        };
        store::setup::migrate(&db, given).await.unwrap();
        log.begin(&db).await.unwrap();
        (db, log)
    }

    async fn say(db: &Database, what: String) {
        db.transact::<_, _, crate::Error>(async move |tx| {
            let data = serde_json::json!({ "said": what });
            let event = Event::new(wire::EventKind::Hello, &data, wire::Broadcast::to_everyone())?;
            publish(tx, 1, event).await
        })
        .await
        .unwrap();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_another_process_writes_is_heard_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (server, log) = open(&folder).await;
        let (command, _) = open(&folder).await;
        let heard = Arc::new(Heard::default());
        log.add(heard.clone());
        let dispatcher = tokio::spawn(log.dispatch(server.clone()));

        let mut expected = Vec::new();
        for number in 0..60 {
            let speaker = if number % 3 == 0 { &command } else { &server };
            say(speaker, number.to_string()).await;
            expected.push(format!("{{\"said\":\"{number}\"}}"));
        }
        command
            .transact::<_, _, crate::Error>(async |tx| signal(tx, 1, Signal::RolesChanged).await)
            .await
            .unwrap();
        expected.push("signal".to_owned());

        assert_eq!(heard.has(expected.len()).await, expected);
        dispatcher.abort();
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_fails_leaves_no_gap_and_what_began_early_is_heard() {
        let folder = tempfile::tempdir().unwrap();
        let (db, log) = open(&folder).await;
        let heard = Arc::new(Heard::default());
        log.add(heard.clone());

        say(&db, "early".to_owned()).await;
        let failed = db
            .transact::<_, (), crate::Error>(async |tx| {
                signal(tx, 1, Signal::RolesChanged).await?;
                Err(crate::Error::no_permission())
            })
            .await;
        assert!(failed.is_err());
        say(&db, "late".to_owned()).await;
        let dispatcher = tokio::spawn(log.dispatch(db));

        tokio::time::sleep(GLANCE * 2).await;
        let expected = [r#"{"said":"early"}"#, r#"{"said":"late"}"#];
        assert_eq!(heard.has(2).await, expected);
        dispatcher.abort();
    }
}
