//! A real server in the test's own process.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use kernel::{App, Clock, ManualClock, Random, SeededRandom, SystemClock, SystemRandom};
use parking_lot::Mutex;
use server::{Options, Server, Site};

use crate::client::Address;
use crate::{Client, Engine, TestDatabase, User};

/// Rounds of password hashes in tests: no password here is worth more.
const ROUNDS: u32 = 4;

/// A running server with its data. Clones are the same server; with the last one everything is gone.
#[derive(Clone)]
pub struct TestServer(Arc<Inner>);

struct Inner {
    setup: Setup,
    address: Address,
    running: Mutex<Option<Server>>,
    app: Mutex<Option<Arc<App>>>,
    pub(crate) people: tokio::sync::Mutex<BTreeMap<String, User>>,
    fresh: AtomicU64,
    // Last, so that the database goes after whoever uses it.
    database: TestDatabase,
    folder: tempfile::TempDir,
}

struct Setup {
    settings: Vec<(String, String)>,
    /// Variables that are not set after all.
    unset: Vec<String>,
    clock: Option<Arc<ManualClock>>,
    random: Arc<dyn Random>,
    site: Site,
}

/// What a server is started with.
#[must_use]
pub struct Builder {
    engine: Engine,
    setup: Setup,
}

impl Builder {
    /// A setting as its environment variable would say it: `.setting("ServiceSettings.PostEditTimeLimit", "60")`.
    pub fn setting(mut self, name: &str, value: &str) -> Self {
        self.setup.settings.push((variable(name), value.to_owned()));
        self
    }

    /// Leaves a setting that every test's environment holds to the configuration, where requests can change it.
    pub fn free(mut self, name: &str) -> Self {
        self.setup.unset.push(variable(name));
        self
    }

    /// A clock that stands still until [`TestServer::advance`]. Sockets and timeouts keep to real time.
    pub fn clock_at(mut self, now: i64) -> Self {
        self.setup.clock = Some(Arc::new(ManualClock::new(now)));
        self
    }

    /// The same ids and tokens in every run, as long as requests come one after the other.
    pub fn seeded(mut self, seed: u64) -> Self {
        self.setup.random = Arc::new(SeededRandom::new(seed));
        self
    }

    /// Serves this beside the API.
    pub fn site(mut self, site: Site) -> Self {
        self.setup.site = site;
        self
    }

    pub async fn start(self) -> TestServer {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::make(self.engine, folder.path()).await;
        TestServer::run(self.setup, folder, database).await
    }

    /// Starts on a database that the test has made, such as one to be adopted.
    pub async fn start_on(self, database: TestDatabase) -> TestServer {
        TestServer::run(self.setup, tempfile::tempdir().unwrap(), database).await
    }
}

impl TestServer {
    /// A server on a fresh database, with the machine's clock and randomness.
    pub async fn start(engine: Engine) -> Self {
        Self::builder(engine).start().await
    }

    pub fn builder(engine: Engine) -> Builder {
        let setup = Setup {
            settings: Vec::new(),
            unset: Vec::new(),
            clock: None,
            random: Arc::new(SystemRandom),
            site: Site::default(),
        };
        Builder { engine, setup }
    }

    async fn run(setup: Setup, folder: tempfile::TempDir, database: TestDatabase) -> Self {
        let nowhere = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
        let server = Self(Arc::new(Inner {
            setup,
            address: Address::new(nowhere),
            running: Mutex::new(None),
            app: Mutex::new(None),
            people: tokio::sync::Mutex::default(),
            fresh: AtomicU64::new(0),
            database,
            folder,
        }));
        server.launch().await;
        server
    }

    async fn launch(&self) {
        let setup = &self.0.setup;
        let settings = self.0.database.settings().into_iter().chain(setup.settings.iter().cloned());
        let mut options = options(self.0.folder.path(), settings);
        options.environment.retain(|(name, _)| !setup.unset.contains(name));
        options.random = setup.random.clone();
        options.site = setup.site.clone();
        if let Some(clock) = &setup.clock {
            options.clock = clock.clone();
        }
        let assembly = server::assemble(options).await.unwrap();
        let running = Server::start(assembly).await.unwrap();
        self.0.address.set(running.address);
        *self.0.app.lock() = Some(running.app.clone());
        *self.0.running.lock() = Some(running);
    }

    /// Stops the server as SIGTERM does. Its data stay for [`TestServer::restart`].
    pub async fn stop(&self) {
        self.0.app.lock().take();
        let running = self.0.running.lock().take();
        if let Some(running) = running {
            running.stop().await.unwrap();
        }
    }

    /// Stops it and starts it again on the same data, at another address, which its clients learn.
    pub async fn restart(&self) {
        self.stop().await;
        self.launch().await;
    }

    pub fn engine(&self) -> Engine {
        self.0.database.engine
    }

    /// The application: for what no route offers. Panics while the server is stopped.
    pub fn app(&self) -> Arc<App> {
        self.0.app.lock().clone().expect("the server runs")
    }

    /// Waits until everybody who is connected has been handed what was done before.
    pub async fn settled(&self) {
        let settled = self.0.running.lock().as_ref().expect("the server runs").settled();
        settled.await.unwrap();
    }

    pub fn database(&self) -> &TestDatabase {
        &self.0.database
    }

    pub fn data_folder(&self) -> &Path {
        self.0.folder.path()
    }

    /// Nobody in particular.
    pub fn anonymous(&self) -> Client {
        Client::new(self.0.address.clone(), None)
    }

    /// The server's time.
    pub fn now(&self) -> i64 {
        self.app().clock.now()
    }

    /// How many statements a request costs: the least of five tries, since the server's own work goes on beside them.
    /// The first try, which fills caches, does not count.
    pub async fn statements_of(&self, request: impl AsyncFn()) -> u64 {
        let app = self.app();
        request().await;
        let mut least = u64::MAX;
        for _ in 0..5 {
            let before = app.db.statements_run();
            request().await;
            least = least.min(app.db.statements_run() - before);
        }
        least
    }

    /// Moves the clock of a server that was built with [`Builder::clock_at`].
    pub fn advance(&self, milliseconds: i64) {
        self.0.setup.clock.as_ref().expect("the server has a clock to be moved").advance(milliseconds);
    }

    /// A name that nothing on this server has.
    pub fn fresh(&self, what: &str) -> String {
        format!("{what}-{}", self.0.fresh.fetch_add(1, Ordering::Relaxed))
    }

    /// Changes the database behind the server's back, for what no route offers, and makes its caches forget.
    pub async fn sql(&self, statements: Vec<String>) {
        let app = self.app();
        app.db.script(statements).await.unwrap();
        let now = app.clock.now();
        let forget =
            async move |tx: &db::Tx| kernel::signal(tx, now, kernel::Signal::EverythingChanged).await;
        app.db.transact(forget).await.unwrap();
    }

    /// Makes the caches forget roles, and what they know of these users.
    pub async fn forget(&self, users: &[String]) {
        let app = self.app();
        let now = app.clock.now();
        let users: Vec<wire::UserId> = users.iter().map(|id| id.parse().unwrap()).collect();
        app.db
            .transact(async move |tx| {
                kernel::signal(tx, now, kernel::Signal::RolesChanged).await?;
                for user in users.clone() {
                    kernel::signal(tx, now, kernel::Signal::UserChanged { user }).await?;
                }
                Ok::<_, kernel::Error>(())
            })
            .await
            .unwrap();
    }

    pub(crate) fn people(&self) -> &tokio::sync::Mutex<BTreeMap<String, User>> {
        &self.0.people
    }
}

/// The environment variable that overrides a setting.
fn variable(setting: &str) -> String {
    format!("MM_{}", setting.replace('.', "_").to_uppercase())
}

/// What every server of a test is started with.
pub(crate) fn options(folder: &Path, settings: impl IntoIterator<Item = (String, String)>) -> Options {
    let mut environment = vec![
        ("MM_SERVICESETTINGS_LISTENADDRESS".to_owned(), "127.0.0.1:0".to_owned()),
        // People of tests sign up themselves.
        ("MM_TEAMSETTINGS_ENABLEOPENSERVER".to_owned(), "true".to_owned()),
        // And the world has guests.
        ("MM_GUESTACCOUNTSSETTINGS_ENABLE".to_owned(), "true".to_owned()),
    ];
    environment.extend(settings);
    Options {
        data: folder.to_path_buf(),
        environment,
        site: Site::default(),
        clock: Arc::new(SystemClock) as Arc<dyn Clock>,
        random: Arc::new(SystemRandom),
        hash_rounds: ROUNDS,
    }
}
