//! The kernel on a real database: events, subscribers, interceptors, the node's epoch.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use kernel::event::{Entry, Logged};
use kernel::event_log::{EventLog, Listener};
use kernel::intercept::Interceptor;
use kernel::subscriber::{Subscriber, Subscriptions};
use kernel::{
    App, Configuration, Ctx, Error, Event, Hasher, Identity, Parts, Result, SeededRandom, SystemClock,
};
use parking_lot::Mutex;
use wire::{Broadcast, EventKind};

struct World {
    app: Arc<App>,
    _folder: tempfile::TempDir,
}

async fn world() -> World {
    let folder = tempfile::tempdir().unwrap();
    let events = EventLog::new();
    let location = db::Location::Sqlite(folder.path().join("test.db"));
    let db = db::Database::open(&location, db::Options::default(), events.commit_listener()).await.unwrap();
    let given = store::schema::Given {
        now: 1,
        diagnostic_id: "d",
        asymmetric_signing_key: "{}",
        post_action_cookie_secret: "{}",
        new_id: &mut {
            let random: Arc<dyn kernel::Random> = Arc::new(SeededRandom::new(1));
            move || random.token()
        },
    };
    store::setup::migrate(&db, given).await.unwrap();
    let epoch = db.transact(async |tx| store::nodes::claim(tx, "node", "host", "1", 1).await).await.unwrap();
    let place = config::Place::new(folder.path());
    let configuration = Configuration::load(config::Source::memory(), &place, [], || "x".repeat(32)).unwrap();
    let app = App::new(Parts {
        db: db.clone(),
        configuration,
        clock: Arc::new(SystemClock),
        random: Arc::new(SeededRandom::new(2)),
        hasher: Hasher::new(1, 1),
        files: blob::Store::local(folder.path().join("files")),
        events: events.clone(),
        identity: Identity { node_id: "node".to_owned(), epoch, ..Identity::default() },
    });
    tokio::spawn(events.dispatch(db));
    World { app, _folder: folder }
}

async fn publish(app: &Arc<App>, word: &'static str) {
    app.db
        .transact::<_, _, Error>(async move |tx| {
            let data = serde_json::json!({ "word": word });
            kernel::publish(tx, 1, Event::new(EventKind::NewUser, &data, Broadcast::to_everyone())?).await
        })
        .await
        .unwrap();
}

fn word(logged: &Logged) -> String {
    match &logged.entry {
        Entry::Event(event) => serde_json::from_str::<serde_json::Value>(&event.data).unwrap()["word"]
            .as_str()
            .unwrap()
            .to_owned(),
        Entry::Signal(_) => String::new(),
    }
}

async fn until(mut done: impl FnMut() -> bool) {
    for _ in 0..500 {
        if done() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not happen within five seconds");
}

#[tokio::test]
async fn listeners_hear_in_the_order_of_commits() {
    struct Ears(Mutex<Vec<String>>);
    impl Listener for Ears {
        fn entry(&self, logged: &Arc<Logged>) {
            self.0.lock().push(word(logged));
        }
    }
    let world = world().await;
    let ears = Arc::new(Ears(Mutex::default()));
    world.app.events.add(ears.clone());
    for word in ["one", "two", "three"] {
        publish(&world.app, word).await;
    }
    until(|| ears.0.lock().len() == 3).await;
    assert_eq!(*ears.0.lock(), ["one", "two", "three"]);
}

#[derive(Default)]
struct Forgetful {
    heard: Mutex<Vec<String>>,
    fails_once: Mutex<bool>,
}

impl Subscriber for Forgetful {
    fn name(&self) -> &'static str {
        "forgetful"
    }

    fn receive<'a>(
        &'a self,
        _: &'a Ctx,
        entries: &'a [Logged],
    ) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            self.heard.lock().extend(entries.iter().map(word));
            if std::mem::take(&mut *self.fails_once.lock()) {
                return Err(Error::internal("receive", "on purpose"));
            }
            Ok(())
        })
    }
}

#[tokio::test]
async fn a_subscriber_that_fails_is_told_again_and_one_that_returns_goes_on() {
    let world = world().await;
    let subscriber = Arc::new(Forgetful::default());
    let subscriptions = Subscriptions::start(&world.app, vec![subscriber.clone()]);
    // Its first position is stored before anything happens.
    let app = world.app.clone();
    for _ in 0..100 {
        if store::cursors::position(app.db.read(), "forgetful").await.unwrap().is_some() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    *subscriber.fails_once.lock() = true;
    publish(&world.app, "one").await;
    until(|| subscriber.heard.lock().len() == 2).await;
    subscriptions.stop().await;

    publish(&world.app, "two").await;
    let subscriptions = Subscriptions::start(&world.app, vec![subscriber.clone()]);
    until(|| subscriber.heard.lock().len() == 3).await;
    assert_eq!(*subscriber.heard.lock(), ["one", "one", "two"]);
    subscriptions.stop().await;
}

#[tokio::test]
async fn interceptors_change_and_refuse_in_their_order() {
    struct Append(&'static str);
    impl Interceptor<String> for Append {
        fn intercept<'a>(
            &'a self,
            _: &'a Ctx,
            proposal: String,
        ) -> Pin<Box<dyn Future<Output = Result<String>> + Send + 'a>> {
            Box::pin(async move {
                if proposal.contains("stop") { Err(Error::no_permission()) } else { Ok(proposal + self.0) }
            })
        }
    }
    let world = world().await;
    let ctx = Ctx::local(world.app.clone());
    assert_eq!(world.app.interceptors.ask(&ctx, "x".to_owned()).await.unwrap(), "x");
    world.app.interceptors.add(Arc::new(Append("a")));
    world.app.interceptors.add(Arc::new(Append("b")));
    assert_eq!(world.app.interceptors.ask(&ctx, "x".to_owned()).await.unwrap(), "xab");
    assert!(world.app.interceptors.ask(&ctx, "stop".to_owned()).await.is_err());
    assert_eq!(world.app.interceptors.ask(&ctx, 5_u8).await.unwrap(), 5);
}

#[tokio::test]
async fn a_run_that_another_replaced_writes_nothing() {
    let world = world().await;
    let ctx = Ctx::job(world.app.clone(), "test");
    let write = || kernel::jobs::transact(&ctx, async |tx| Ok(store::cursors::set(tx, "c", 1, 1).await?));
    write().await.unwrap();
    world.app.db.transact(async |tx| store::nodes::claim(tx, "node", "host", "1", 2).await).await.unwrap();
    assert!(write().await.is_err());
}

#[tokio::test]
async fn nobody_is_answered_from_roles_that_are_still_being_read() {
    let world = world().await;
    let conn = world.app.db.read();
    let (first, second) = tokio::join!(world.app.roles.current(conn), world.app.roles.current(conn));
    assert!(first.unwrap().contains("system_user"));
    assert!(second.unwrap().contains("system_user"));
}

#[tokio::test]
async fn a_caller_who_goes_away_while_roles_are_read_leaves_them_to_the_next() {
    let world = world().await;
    let conn = world.app.db.read();
    tokio::select! {
        biased;
        _ = world.app.roles.current(conn) => {}
        () = std::future::ready(()) => {}
    }
    assert!(world.app.roles.current(conn).await.unwrap().contains("system_user"));
}
