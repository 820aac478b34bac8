//! Every statement, as both engines see it.

use std::sync::Arc;

use db::{Database, Engine, Location, Options};
use store::schema::{self, Present};

async fn every_statement_is_taken(location: Location, engine: Engine) {
    let database =
        Database::open(&location, Options::default(), Arc::new(|_| {})).await.expect("the database opens");
    for migration in schema::pending(engine, &Present { base: false, own: Vec::new() }) {
        database.script(migration.statements).await.expect("the migration runs");
    }

    let mut refused = Vec::new();
    for statement in store::statements() {
        if let Err(error) = database.check(statement).await {
            refused.push(format!("{}: {error}: {:?}", statement.name, std::error::Error::source(&error)));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[tokio::test]
async fn sqlite_takes_every_statement() {
    let folder = tempfile::tempdir().unwrap();
    every_statement_is_taken(Location::Sqlite(folder.path().join("test.db")), Engine::Sqlite).await;
}

/// Needs a throw-away cluster, `WARDROOM_TEST_POSTGRES`.
#[tokio::test]
async fn postgres_takes_every_statement() {
    let Some(url) = std::env::var("WARDROOM_TEST_POSTGRES").ok().filter(|url| !url.is_empty()) else {
        eprintln!("skipped: WARDROOM_TEST_POSTGRES names no cluster");
        return;
    };
    let name = format!("statements_{}", std::process::id());
    let (server, _) = url.rsplit_once('/').expect("the URL of a cluster names a database");
    psql(&url, &format!("CREATE DATABASE {name} TEMPLATE template0"));

    let fresh = Location::Postgres(format!("{server}/{name}"));
    let outcome = tokio::spawn(every_statement_is_taken(fresh, Engine::Postgres)).await;

    psql(&url, &format!("DROP DATABASE {name} WITH (FORCE)"));
    outcome.unwrap();
}

fn psql(url: &str, sql: &str) {
    let program = std::env::var_os("WARDROOM_TEST_PSQL").unwrap_or_else(|| "psql".into());
    let status = std::process::Command::new(program)
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--command", sql])
        .arg(format!("--dbname={url}"))
        .status()
        .expect("psql can be started");
    assert!(status.success(), "psql failed; its message is above");
}
