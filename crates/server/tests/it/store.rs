//! What both engines promise about the store as a whole.

use std::collections::BTreeSet;

use store::setup::Outcome;
use testkit::{Engine, TestDatabase, TestServer, engines};

/// Statements whose engines have texts of their own. A new one is a decision: can one text not serve both?
const FORKED: &str = include_str!("store/forked.txt");

engines! {
    async fn every_statement_is_understood(server: TestServer) {
        let mut faults = Vec::new();
        for statement in store::statements() {
            if let Err(error) = server.app().db.check(statement).await {
                faults.push(format!("{}: {error:?}", statement.name));
            }
        }
        assert!(faults.is_empty(), "{faults:#?}");
    }

    async fn a_database_is_made_once(server: TestServer) {
        let first = rows(&server.app().db).await;
        server.restart().await;
        assert_eq!(rows(&server.app().db).await, first);
    }
}

#[test]
fn statements_have_names_of_their_own() {
    let mut seen = BTreeSet::new();
    let twice: Vec<&str> =
        store::statements().map(|statement| statement.name).filter(|name| !seen.insert(*name)).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn forks_are_those_that_were_decided() {
    let decided: Vec<&str> = FORKED.lines().filter(|line| !line.starts_with('#')).collect();
    let mut found: Vec<&str> = store::statements()
        .filter(|statement| statement.is_forked())
        .map(|statement| statement.name)
        .collect();
    found.sort_unstable();
    assert_eq!(found, decided, "crates/server/tests/it/store/forked.txt lists the forks");
}

#[test]
fn a_fresh_database_is_installed_and_another_servers_is_adopted() {
    for engine in
        [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| testkit::is_available(*engine))
    {
        testkit::runtime().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let database = TestDatabase::empty(engine, folder.path()).await;
            let db = open(&database).await;
            assert_eq!(migrate(&db).await.unwrap(), Outcome::Installed);
            assert_eq!(migrate(&db).await.unwrap(), Outcome::Ready);

            // What another server's database lacks is what is ours.
            let ours = own_tables(&db).await;
            assert!(ours.contains(&"wardroom_events".to_owned()), "{ours:?}");
            db.script(ours.iter().map(|table| format!("DROP TABLE {table}")).collect()).await.unwrap();
            let theirs = rows(&db).await;

            assert_eq!(migrate(&db).await.unwrap(), Outcome::Adopted);
            assert_eq!(own_tables(&db).await, ours);
            assert_eq!(rows(&db).await, theirs, "adoption leaves what is there as it is");
        });
    }
}

#[test]
fn a_database_that_is_none_of_ours_is_refused_and_left_alone() {
    for engine in
        [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| testkit::is_available(*engine))
    {
        testkit::runtime().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let database = TestDatabase::empty(engine, folder.path()).await;
            let db = open(&database).await;
            db.script(vec!["CREATE TABLE users (id INTEGER)".to_owned()]).await.unwrap();
            assert!(migrate(&db).await.is_err());
            assert_eq!(tables(&db).await, ["users"]);
        });
    }
}

#[test]
fn a_newer_and_an_older_database_are_refused() {
    for engine in
        [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| testkit::is_available(*engine))
    {
        testkit::runtime().block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let database = TestDatabase::empty(engine, folder.path()).await;
            let db = open(&database).await;
            migrate(&db).await.unwrap();
            db.script(vec!["INSERT INTO db_migrations (version, name) VALUES (99999, 'later')".to_owned()])
                .await
                .unwrap();
            let refused = migrate(&db).await.unwrap_err().to_string();
            assert!(refused.contains("newer"), "{refused}");
            db.script(vec!["DELETE FROM db_migrations WHERE version > 100".to_owned()]).await.unwrap();
            let refused = migrate(&db).await.unwrap_err().to_string();
            assert!(refused.contains("lacks migration"), "{refused}");
        });
    }
}

async fn open(database: &TestDatabase) -> db::Database {
    let silent = std::sync::Arc::new(|_| {});
    db::Database::open(&database.location(), db::Options::default(), silent).await.unwrap()
}

async fn migrate(db: &db::Database) -> db::Result<Outcome> {
    let mut last = 0;
    let given = store::schema::Given {
        now: 1_700_000_000_000,
        diagnostic_id: "diagnosticdiagnosticdiagno",
        asymmetric_signing_key: "{}",
        post_action_cookie_secret: "{}",
        new_id: &mut || {
            last += 1;
            format!("{last:026}")
        },
    };
    store::setup::migrate(db, given).await
}

async fn tables(db: &db::Database) -> Vec<String> {
    let sql = match db.engine() {
        Engine::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        }
    };
    db.read().query::<(String,)>(sql).await.unwrap().into_iter().map(|(name,)| name).collect()
}

async fn own_tables(db: &db::Database) -> Vec<String> {
    tables(db).await.into_iter().filter(|table| table.starts_with("wardroom_")).collect()
}

/// The rows of the schema's own bookkeeping.
async fn rows(db: &db::Database) -> Vec<(String, String)> {
    let systems = "SELECT name, value FROM systems ORDER BY name";
    let roles = "SELECT name, permissions FROM roles ORDER BY name";
    let mut rows: Vec<(String, String)> = db.read().query(systems).await.unwrap();
    rows.extend(db.read().query::<(String, String)>(roles).await.unwrap());
    rows
}
