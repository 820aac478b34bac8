//! Databases for tests: each its own, made quickly, gone afterwards.

use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio_postgres::{Client, NoTls};

use crate::Engine;

/// A database that lives as long as this value.
pub struct TestDatabase {
    pub engine: Engine,
    /// What `SqlSettings.DataSource` says.
    pub source: String,
    _postgres: Option<Dropped>,
}

impl TestDatabase {
    /// A migrated database; on SQLite a file in `folder`, which owns it.
    pub async fn make(engine: Engine, folder: &Path) -> Self {
        match engine {
            // Making the tables in a file costs less than finding out whether a copy would do.
            Engine::Sqlite => Self::sqlite(folder),
            Engine::Postgres => Self::postgres(&template().await).await,
        }
    }

    /// A database without a single table.
    pub async fn empty(engine: Engine, folder: &Path) -> Self {
        match engine {
            Engine::Sqlite => Self::sqlite(folder),
            Engine::Postgres => Self::postgres("template0").await,
        }
    }

    /// A database that lies where somebody else put it, and stays there.
    pub fn at(engine: Engine, source: &str) -> Self {
        Self { engine, source: source.to_owned(), _postgres: None }
    }

    fn sqlite(folder: &Path) -> Self {
        Self::at(Engine::Sqlite, &folder.join("wardroom.db").display().to_string())
    }

    async fn postgres(template: &str) -> Self {
        let name = format!("wardroom_test_{}", unique());
        administer(&format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        // Nobody kills the cluster under a test: what is committed need not be on disk.
        administer(&format!("ALTER DATABASE {name} SET synchronous_commit = off")).await;
        let source = url_of(&name);
        Self { engine: Engine::Postgres, source, _postgres: Some(Dropped(name)) }
    }

    pub fn location(&self) -> db::Location {
        match self.engine {
            Engine::Sqlite => db::Location::Sqlite(self.source.clone().into()),
            Engine::Postgres => db::Location::Postgres(self.source.clone()),
        }
    }

    /// The settings that name it, as environment variables.
    pub fn settings(&self) -> [(String, String); 2] {
        let driver = match self.engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        };
        [
            ("MM_SQLSETTINGS_DRIVERNAME".to_owned(), driver.to_owned()),
            ("MM_SQLSETTINGS_DATASOURCE".to_owned(), self.source.clone()),
        ]
    }
}

/// The cluster that tests may use.
pub(crate) fn cluster() -> Option<String> {
    std::env::var("WARDROOM_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

fn url_of(database: &str) -> String {
    let cluster = cluster().expect("the test runs only where there is a cluster");
    let (server, _) = cluster.rsplit_once('/').expect("the URL of a cluster names a database");
    format!("{server}/{database}")
}

fn unique() -> String {
    let mut bytes = [0u8; 16];
    kernel::Random::fill(&kernel::SystemRandom, &mut bytes);
    wire::Id::from_random(bytes).to_string()
}

async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Runs a statement that needs a connection of its own. A template is sometimes in use by another process.
async fn administer(statement: &str) {
    let client = connect(&cluster().expect("the test runs only where there is a cluster")).await;
    for _ in 0..200 {
        match client.batch_execute(statement).await {
            Ok(()) => return,
            Err(error) if error.to_string().contains("being accessed") || is_busy(&error) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            Err(error) => panic!("{statement}: {error:?}"),
        }
    }
    panic!("{statement}: the database stayed busy");
}

fn is_busy(error: &tokio_postgres::Error) -> bool {
    error.code() == Some(&tokio_postgres::error::SqlState::OBJECT_IN_USE)
}

/// The name of a database with the schema and its first rows, to copy others from. It is made by the first test of
/// all processes that needs it, and again when the schema has changed.
async fn template() -> String {
    static TEMPLATE: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    TEMPLATE.get_or_init(make_template).await.clone()
}

async fn make_template() -> String {
    // Any number that nobody else locks.
    const LOCK: &str = "7276309514";
    let name = format!("wardroom_template_{}", schema_hash());
    let client = connect(&cluster().expect("the test runs only where there is a cluster")).await;
    client.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).await.unwrap();
    let known = client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await.unwrap();
    if known.is_empty() {
        // A template that is not whole has another name, so that nobody takes it for one.
        let unfinished = format!("wardroom_unfinished_{}", unique());
        administer(&format!("CREATE DATABASE {unfinished} TEMPLATE template0")).await;
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::at(Engine::Postgres, &url_of(&unfinished));
        let options = crate::server::options(folder.path(), database.settings());
        drop(server::assemble(options).await.unwrap());
        let terminate =
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{unfinished}'");
        // The run that made it is no run of the servers to come.
        let inside = connect(&url_of(&unfinished)).await;
        inside.batch_execute("DELETE FROM wardroom_nodes").await.unwrap();
        drop(inside);
        client.batch_execute(&terminate).await.unwrap();
        administer(&format!("ALTER DATABASE {unfinished} RENAME TO {name}")).await;
    }
    client.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})")).await.unwrap();
    name
}

fn schema_hash() -> String {
    let mut hash = Sha256::new();
    let present = store::schema::Present { base: false, own: Vec::new() };
    for migration in store::schema::pending(Engine::Postgres, &present) {
        for statement in migration.statements {
            hash.update(statement);
        }
    }
    let rows = store::schema::seed_rows(store::schema::Given {
        now: 0,
        diagnostic_id: "",
        asymmetric_signing_key: "",
        post_action_cookie_secret: "",
        new_id: &mut String::new,
    });
    for row in &rows {
        hash.update(row.statement());
    }
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Drops a database at the end, whatever the end was.
struct Dropped(String);

impl Drop for Dropped {
    fn drop(&mut self) {
        let name = self.0.clone();
        // The runtime of the test may be ending: this needs one of its own.
        let gone = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
        });
        if gone.join().is_err() {
            eprintln!("the database {} could not be dropped", self.0);
        }
    }
}
