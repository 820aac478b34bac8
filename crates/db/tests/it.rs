//! What both engines promise. PostgreSQL runs where `WARDROOM_TEST_POSTGRES` names a cluster.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
use std::sync::Arc;

use db::{CommitListener, Database, Error, Lanes, Location, Options, Tx, Value, params};
use futures_util::future::LocalBoxFuture;
use parking_lot::Mutex;

db::statements! {
    INSERT: "things.insert" => "INSERT INTO things (id, name, size, data) VALUES ($1, $2, $3, $4)";
    INSERT_MANY: "things.insert_many",
        postgres: "INSERT INTO things (id, name, size, data)
                   SELECT * FROM unnest(CAST($1 AS bigint[]), CAST($2 AS text[]), CAST($3 AS bigint[]),
                                        CAST($4 AS jsonb[]))";
    BY_NAMES: "things.by_names" => "SELECT id, name, size, data FROM things WHERE name IN (ANY_OF($1)) ORDER BY name";
    GROW: "things.grow" =>
        "UPDATE things SET size = greatest(size, $2) + 1 WHERE id = $1 RETURNING size";
    LOCK: "things.lock" => "SELECT size FROM things WHERE id = $1 FOR UPDATE";
    COUNT: "things.count" => "SELECT count(*) FROM things";
    COUNT_TO: "things.count_to" =>
        "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < $1)
         SELECT count(*) FROM n";
}

db::row! {
    #[derive(Debug, Clone, PartialEq)]
    pub struct Thing {
        pub id: i64,
        pub name: String,
        pub size: i64,
        pub data: Option<db::Json<serde_json::Value>>,
    }
}

struct World {
    db: Database,
    location: Location,
    heard: Arc<Mutex<Vec<String>>>,
    _folder: tempfile::TempDir,
}

async fn worlds() -> Vec<World> {
    let folder = tempfile::tempdir().unwrap();
    let mut worlds = vec![world(Location::Sqlite(folder.path().join("test.db")), folder).await];
    match std::env::var("WARDROOM_TEST_POSTGRES") {
        Ok(cluster) => {
            static NUMBER: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
            let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let name = format!("db_it_{}_{number}", std::process::id());
            let admin = Database::open(&Location::Postgres(cluster.clone()), Options::default(), silent())
                .await
                .unwrap();
            // CREATE DATABASE refuses to run inside a transaction.
            let _sets_up = admin.read().query::<(i64,)>("SELECT 1::bigint").await.unwrap();
            run_psql(&cluster, &format!("CREATE DATABASE {name}"));
            let url = cluster.rsplit_once('/').map(|(start, _)| format!("{start}/{name}")).unwrap();
            worlds.push(world(Location::Postgres(url), tempfile::tempdir().unwrap()).await);
        }
        Err(_) => eprintln!("SKIPPED on PostgreSQL: WARDROOM_TEST_POSTGRES is not set"),
    }
    worlds
}

fn run_psql(cluster: &str, sql: &str) {
    let status = std::process::Command::new("psql").args([cluster, "-qc", sql]).status().unwrap();
    assert!(status.success());
}

fn silent() -> CommitListener {
    Arc::new(|_| {})
}

async fn world(location: Location, folder: tempfile::TempDir) -> World {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ears = heard.clone();
    let listener: CommitListener = Arc::new(move |announcements| {
        for announcement in announcements {
            ears.lock().push(*announcement.downcast::<String>().unwrap());
        }
    });
    let db = Database::open(&location, Options::default(), listener).await.unwrap();
    let json = if db.engine() == db::Engine::Postgres { "jsonb" } else { "TEXT" };
    db.script(vec![format!(
        "CREATE TABLE things (id bigint PRIMARY KEY, name varchar(64) UNIQUE, size integer, data {json})"
    )])
    .await
    .unwrap();
    World { db, location, heard, _folder: folder }
}

#[tokio::test]
async fn what_is_written_is_read_back() {
    for world in worlds().await {
        let data = serde_json::json!({"a": [1, null]});
        let stored = data.clone();
        world
            .db
            .transact(async move |tx| {
                tx.send(&INSERT, params![1i64, "one", 5i64, &stored]).await?;
                tx.execute(&INSERT, params![2i64, "two", 6i64, Option::<String>::None]).await?;
                tx.execute(&INSERT, params![3i64, "void", 7i64, &serde_json::Value::Null]).await
            })
            .await
            .unwrap();
        let names: Vec<String> = ["one", "two", "void"].map(str::to_owned).to_vec();
        let found: Vec<Thing> = world.db.read().rows(&BY_NAMES, params![names]).await.unwrap();
        assert_eq!(found.len(), 3);
        assert_eq!(found[0], Thing { id: 1, name: "one".to_owned(), size: 5, data: Some(db::Json(data)) });
        assert_eq!(found[1].data, None);
        assert_eq!(found[2].data, None, "JSON's null is nothing, too");
    }
}

#[tokio::test]
async fn a_conflict_names_its_columns_and_undoes_the_transaction() {
    for world in worlds().await {
        let add = async |id: i64, late: bool| -> Result<(), Error> {
            world
                .db
                .transact(async move |tx| {
                    if late {
                        tx.send(&INSERT, params![id, "same", 1i64, Option::<String>::None]).await
                    } else {
                        tx.execute(&INSERT, params![id, "same", 1i64, Option::<String>::None])
                            .await
                            .map(|_| ())
                    }
                })
                .await
        };
        add(1, false).await.unwrap();
        assert!(add(2, false).await.unwrap_err().is_conflict_on("things.name"));
        assert!(add(3, true).await.unwrap_err().is_conflict_on("things.name"));
        assert_eq!(world.db.read().one::<(i64,)>(&COUNT, params![]).await.unwrap(), (1,));
    }
}

#[tokio::test]
async fn a_failure_that_nobody_waited_for_is_told_whatever_failed_behind_it() {
    for world in worlds().await {
        let add = async |id: i64| -> Result<i64, Error> {
            world
                .db
                .transact(async move |tx| {
                    tx.send(&INSERT, params![id, "same", 1i64, Option::<String>::None]).await?;
                    tx.one::<(i64,)>(&COUNT, params![]).await.map(|(count,)| count)
                })
                .await
        };
        assert_eq!(add(1).await.unwrap(), 1);
        assert!(add(2).await.unwrap_err().is_conflict_on("things.name"));
        assert_eq!(world.db.read().one::<(i64,)>(&COUNT, params![]).await.unwrap(), (1,));
    }
}

#[tokio::test]
async fn only_what_was_committed_is_announced() {
    for world in worlds().await {
        let say = async |word: &'static str, fails: bool| -> Result<(), Error> {
            world
                .db
                .transact(async move |tx| {
                    tx.first::<(i64,)>(&COUNT, params![]).await?;
                    tx.announce(Box::new(word.to_owned()));
                    if fails { Err(Error::invalid("on purpose")) } else { Ok(()) }
                })
                .await
        };
        say("first", false).await.unwrap();
        say("never", true).await.unwrap_err();
        say("second", false).await.unwrap();
        assert_eq!(*world.heard.lock(), ["first", "second"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_changes_of_one_row_all_count() {
    for world in worlds().await {
        world
            .db
            .transact::<_, _, Error>(async |tx| {
                tx.execute(&INSERT, params![1i64, "x", 0i64, Option::<String>::None]).await
            })
            .await
            .unwrap();
        let tasks: Vec<_> = (0..60)
            .map(|_| {
                let db = world.db.clone();
                tokio::spawn(async move {
                    db.transact(async |tx| {
                        let (size,): (i64,) = tx.one(&LOCK, params![1i64]).await?;
                        let (grown,): (i64,) = tx.one(&GROW, params![1i64, 0i64]).await?;
                        assert_eq!(grown, size + 1);
                        Ok::<_, Error>(())
                    })
                    .await
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let (size,): (i64,) = world.db.read().one(&LOCK, params![1i64]).await.unwrap_or((60,));
        assert_eq!(size, 60);
    }
}

/// Adds things; each outcome is how many were written together.
fn add_all<'a>(
    tx: &'a Tx,
    things: &'a [Arc<Thing>],
) -> LocalBoxFuture<'a, Result<Vec<Result<usize, Error>>, Error>> {
    Box::pin(async move {
        let rows = things.iter().map(|thing| {
            let data = thing.data.as_ref().map(|db::Json(data)| Value::from(data));
            params![thing.id, &thing.name, thing.size, data]
        });
        tx.send_all(&INSERT, &INSERT_MANY, rows.collect()).await?;
        Ok(things.iter().map(|_| Ok(things.len())).collect())
    })
}

#[tokio::test]
async fn what_is_written_together_has_outcomes_of_its_own() {
    for world in worlds().await {
        let lanes = Arc::new(Lanes::new(add_all));
        let thing = |id: i64| Thing {
            id,
            name: format!("n{}", id % 39),
            size: -id,
            data: (id % 2 == 0).then(|| db::Json(serde_json::json!({ "\"'{},": [id, null] }))),
        };
        let all = (0..40).map(|id| lanes.write(&world.db, &"key", thing(id)));
        let outcomes = futures_util::future::join_all(all).await;

        let (written, refused): (Vec<_>, Vec<_>) = outcomes.into_iter().partition(Result::is_ok);
        assert_eq!((written.len(), refused.len()), (39, 1));
        assert!(refused[0].as_ref().unwrap_err().is_conflict_on("things.name"));
        let names: Vec<String> = (1..39).map(|id| format!("n{id}")).collect();
        let mut found: Vec<Thing> = world.db.read().rows(&BY_NAMES, params![names]).await.unwrap();
        found.sort_by_key(|thing| thing.id);
        assert_eq!(found, (1..39).map(thing).collect::<Vec<_>>());

        let more =
            (100..120).map(|id| lanes.write(&world.db, &"key", Thing { name: id.to_string(), ..thing(id) }));
        let outcomes = futures_util::future::join_all(more).await;
        let most = outcomes.into_iter().map(Result::unwrap).max().unwrap();
        assert_eq!(most > 1, world.db.engine() == db::Engine::Postgres, "{most} were written together");
    }
}

/// Lets things grow.
fn grow_all<'a>(
    tx: &'a Tx,
    ids: &'a [Arc<i64>],
) -> LocalBoxFuture<'a, Result<Vec<Result<(), Error>>, Error>> {
    Box::pin(async move {
        for id in ids {
            tx.one::<(i64,)>(&GROW, params![**id, 0i64]).await?;
        }
        Ok(ids.iter().map(|_| Ok(())).collect())
    })
}

#[tokio::test]
async fn nobody_waits_for_a_lock_that_somebody_else_in_the_lane_waits_for() {
    for world in worlds().await.into_iter().filter(|world| world.db.engine() == db::Engine::Postgres) {
        world
            .db
            .transact::<_, _, Error>(async |tx| {
                for id in [1i64, 2] {
                    tx.send(&INSERT, params![id, id.to_string(), 0i64, Option::<String>::None]).await?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let (held, is_held) = tokio::sync::oneshot::channel();
        let (release, released) = tokio::sync::oneshot::channel::<()>();
        let ends = Arc::new(Mutex::new(Some((held, released))));
        let db = world.db.clone();
        let holder = tokio::spawn(async move {
            db.transact::<_, _, Error>(async move |tx| {
                tx.one::<(i64,)>(&LOCK, params![1i64]).await?;
                let (held, released) = ends.lock().take().unwrap();
                held.send(()).unwrap();
                released.await.unwrap();
                Ok(())
            })
            .await
        });
        is_held.await.unwrap();

        let lanes = Arc::new(Lanes::new(grow_all));
        let (db, own) = (world.db.clone(), lanes.clone());
        let waits = tokio::spawn(async move { own.write(&db, &"key", 1i64).await });
        tokio::task::yield_now().await;
        for _ in 0..3 {
            lanes.write(&world.db, &"key", 2i64).await.unwrap();
        }
        assert!(!waits.is_finished());
        release.send(()).unwrap();
        holder.await.unwrap().unwrap();
        waits.await.unwrap().unwrap();
        let sizes: Vec<(i64,)> =
            world.db.read().query("SELECT size::bigint FROM things ORDER BY id").await.unwrap();
        assert_eq!(sizes, [(1,), (3,)]);
    }
}

/// Adds nothing, and breaks down at 13.
fn stumble<'a>(_: &'a Tx, ids: &'a [Arc<i64>]) -> LocalBoxFuture<'a, Result<Vec<Result<(), Error>>, Error>> {
    Box::pin(async move {
        assert!(!ids.iter().any(|id| **id == 13), "thirteen");
        Ok(ids.iter().map(|_| Ok(())).collect())
    })
}

#[tokio::test]
async fn a_lane_goes_on_after_whoever_wrote_in_it_broke_down() {
    for world in worlds().await {
        let lanes = Arc::new(Lanes::new(stumble));
        let all = (12..20).map(|id| lanes.write(&world.db, &"key", id));

        let outcomes = futures_util::future::join_all(all).await;

        assert!(outcomes[1].is_err(), "it must not be told to be written");
        for id in 20..24i64 {
            lanes.write(&world.db, &"key", id).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_log_stays_small_however_fast_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let options = Options { log_limit: 1 << 20, ..Options::default() };
    let db = Database::open(&Location::Sqlite(path.clone()), options, silent()).await.unwrap();
    db.script(vec![
        "CREATE TABLE things (id bigint PRIMARY KEY, name text, size integer, data TEXT)".to_owned(),
    ])
    .await
    .unwrap();

    // Two writers at a time, so that commit follows commit; 40 megabytes in all, and somebody reads beside them.
    let write = async |half: i64| {
        for number in 0..200 {
            let id = half * 200 + number;
            db.transact::<_, _, Error>(async move |tx| {
                tx.send(&INSERT, params![id, "x".repeat(100_000), 0i64, Option::<String>::None]).await
            })
            .await
            .unwrap();
            db.read().one::<(i64,)>(&COUNT, params![]).await.unwrap();
        }
    };
    tokio::join!(write(0), write(1));

    let log = std::fs::metadata(folder.path().join("test.db-wal")).unwrap().len();
    assert!(log < 8 << 20, "the log has {log} bytes");
}

#[tokio::test]
async fn a_nul_in_a_text_is_refused_before_the_engine_sees_it() {
    for world in worlds().await {
        let outcome = world.db.read().rows::<Thing>(&BY_NAMES, params![vec!["a\0b".to_owned()]]).await;
        assert!(matches!(outcome, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn a_nul_in_json_is_refused_before_the_engine_sees_it() {
    for world in worlds().await {
        for nul in [serde_json::json!({"a": "b\0"}), serde_json::json!({"a\0": "b"})] {
            let outcome: Result<(), Error> = world
                .db
                .transact(async move |tx| {
                    tx.execute(&INSERT, params![1i64, "a", 1i64, &nul]).await?;
                    Ok(())
                })
                .await;
            assert!(matches!(outcome, Err(Error::Invalid(_))));
        }
    }
}

#[tokio::test]
async fn sqlite_refuses_a_transaction_that_waits() {
    let world = worlds().await.remove(0);
    let outcome: Result<(), Error> = world
        .db
        .transact(async |_| {
            tokio::task::yield_now().await;
            Ok(())
        })
        .await;
    assert!(outcome.unwrap_err().to_string().contains("write"));
}

#[tokio::test]
async fn long_reads_end_and_hold_up_no_others() {
    for world in worlds().await {
        let long = (0..8).map(|_| {
            let db = world.db.clone();
            tokio::spawn(async move { db.read().one::<(i64,)>(&COUNT_TO, params![300_000i64]).await })
        });
        let long: Vec<_> = long.collect();
        for _ in 0..100 {
            assert_eq!(world.db.read().one::<(i64,)>(&COUNT_TO, params![10i64]).await.unwrap(), (10,));
        }
        for read in long {
            assert_eq!(read.await.unwrap().unwrap(), (300_000,));
        }
    }
}

#[tokio::test]
async fn a_read_without_end_is_given_up_and_the_next_is_answered() {
    for world in worlds().await {
        let options = Options { read_limit: std::time::Duration::from_millis(200), ..Options::default() };
        let hasty = Database::open(&world.location, options, silent()).await.unwrap();
        // More of them than there are threads.
        let endless = (0..6).map(|_| {
            let db = hasty.clone();
            tokio::spawn(async move { db.read().one::<(i64,)>(&COUNT_TO, params![i64::MAX]).await })
        });
        for read in endless.collect::<Vec<_>>() {
            assert!(matches!(read.await.unwrap(), Err(Error::TimedOut)));
        }
        assert_eq!(hasty.read().one::<(i64,)>(&COUNT_TO, params![10i64]).await.unwrap(), (10,));
    }
}

#[tokio::test]
async fn reads_outside_a_transaction_cannot_write() {
    for world in worlds().await {
        assert!(
            world.db.read().query::<(i64,)>("INSERT INTO things (id) VALUES (9) RETURNING id").await.is_err()
        );
    }
}
