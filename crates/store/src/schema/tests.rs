//! The facts agree with each other, and SQLite takes what is made of them.

use std::collections::{BTreeMap, BTreeSet};

use db::Engine;
use rusqlite::Connection;

use super::facts::{self, ConstraintKind};
use super::*;

#[test]
fn every_table_has_columns_and_one_primary_key() {
    let columns = facts::columns();
    let constraints = facts::constraints();
    for table in facts::tables() {
        assert!(columns.iter().any(|column| column.table == table.name), "{} has no column", table.name);
        let keys = constraints.iter().filter(|constraint| {
            constraint.table == table.name && constraint.kind == ConstraintKind::Primary
        });
        assert_eq!(keys.count(), 1, "primary keys of {}", table.name);
    }
}

#[test]
fn no_column_belongs_to_an_unknown_table_and_no_name_is_used_twice() {
    let tables: Vec<_> = facts::tables().iter().map(|table| table.name).collect();
    assert_unique(tables.iter().copied());
    for column in facts::columns() {
        assert!(tables.contains(&column.table), "{} of unknown table {}", column.name, column.table);
    }
    let columns: Vec<_> =
        facts::columns().iter().map(|column| format!("{}.{}", column.table, column.name)).collect();
    assert_unique(columns.iter().map(String::as_str));
    let indexes = facts::indexes();
    let constraints = facts::constraints();
    assert_unique(
        indexes.iter().map(|index| index.name).chain(constraints.iter().map(|constraint| constraint.name)),
    );
    assert_unique(facts::systems().iter().map(|row| row.name));
    assert_unique(facts::roles().iter().map(|role| role.name));
}

#[test]
fn constraints_and_indexes_name_existing_columns() {
    let columns = columns_by_table();
    for constraint in facts::constraints() {
        for column in &constraint.columns {
            assert!(columns[constraint.table].contains(column), "{} names {column}", constraint.name);
        }
    }
    for index in facts::indexes() {
        // One index is on a materialized view.
        let Some(columns) = columns.get(index.table) else {
            assert_eq!(index.table, "poststats");
            continue;
        };
        let known = |word: &&str| {
            columns.contains(word)
                || ["lower", "to_tsvector", "translate", "text_pattern_ops", "DESC"].contains(word)
        };
        let unknown: Vec<_> = words(index.keys).into_iter().filter(|word| !known(word)).collect();
        assert!(unknown.is_empty(), "{} names {unknown:?}", index.name);
    }
}

#[test]
fn columns_of_a_primary_key_are_never_null() {
    let columns = facts::columns();
    for constraint in facts::constraints() {
        if constraint.kind != ConstraintKind::Primary {
            continue;
        }
        for column in &columns {
            if column.table == constraint.table && constraint.columns.contains(&column.name) {
                assert!(!column.nullable, "{}.{}", column.table, column.name);
            }
        }
    }
}

#[test]
fn an_index_that_differs_on_sqlite_says_why() {
    for line in facts::lines(include_str!("../../schema/indexes.tsv")) {
        let [name, _, _, _, _, _, sqlite, reason] = line;
        assert_eq!(sqlite == "same", reason.is_empty(), "{name}");
    }
}

#[test]
fn the_base_version_is_the_last_migration() {
    let migrations = facts::base_migrations();
    assert_eq!(migrations.iter().map(|migration| migration.version).max(), Some(BASE_VERSION));
    assert!(!migrations.iter().any(|migration| migration.version == 110));
}

#[test]
fn permissions_of_a_role_are_listed_once_and_sorted() {
    for role in facts::roles() {
        let listed: Vec<_> = role.permissions.split_whitespace().collect();
        let set: BTreeSet<_> = listed.iter().copied().collect();
        assert_eq!(listed, set.into_iter().collect::<Vec<_>>(), "{}", role.name);
    }
}

#[test]
fn sqlite_takes_every_statement_and_row() {
    let database = fresh();

    let problems: i64 =
        count(&database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
    assert_eq!(problems, 0);
    assert_eq!(count(&database, "SELECT count(*) FROM db_migrations"), facts::base_migrations().len() as i64);
    assert_eq!(count(&database, "SELECT count(*) FROM systems"), facts::systems().len() as i64);
    assert_eq!(count(&database, "SELECT count(*) FROM roles"), facts::roles().len() as i64);
    assert_eq!(count(&database, "SELECT count(*) FROM propertyfields WHERE json_valid(attrs)"), 11);
    assert_eq!(count(&database, "SELECT count(*) FROM wardroom_migrations"), 1);
}

#[test]
fn sqlite_has_the_columns_of_the_facts_in_their_order() {
    let database = fresh();
    for (table, expected) in columns_by_table() {
        let mut query = database.prepare("SELECT name FROM pragma_table_info($1) ORDER BY cid").unwrap();
        let found: Vec<String> =
            query.query_map([table], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
        assert_eq!(found, expected, "{table}");
    }
}

#[test]
fn sqlite_defaults_mean_what_they_say() {
    let database = fresh();
    database
        .execute_batch(
            "INSERT INTO teammembers (teamid, userid) VALUES ('t', 'u');
             INSERT INTO channelmembers (channelid, userid) VALUES ('c', 'u')",
        )
        .unwrap();
    let flag: (String, String) = database
        .query_row("SELECT typeof(autotranslation), quote(autotranslation) FROM channelmembers", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(flag, ("integer".to_owned(), "0".to_owned()));
    assert_eq!(count(&database, "SELECT createat FROM teammembers"), 0);
}

#[test]
fn sqlite_refuses_an_unknown_label() {
    let error = fresh().execute("INSERT INTO channels (id, type) VALUES ('c', 'X')", []).unwrap_err();
    assert!(error.to_string().contains("CHECK constraint failed"), "{error}");
}

#[test]
fn pinned_posts_of_a_channel_are_found_by_index_on_sqlite() {
    let database = fresh();
    let plan: String = database
        .query_row(
            "EXPLAIN QUERY PLAN
             SELECT id
               FROM posts
              WHERE channelid = $1 AND ispinned = TRUE AND deleteat = 0
              ORDER BY createat",
            ["c"],
            |row| row.get(3),
        )
        .unwrap();
    assert!(plan.contains("idx_posts_is_pinned"), "{plan}");
}

#[test]
fn the_views_answer_on_sqlite() {
    let database = fresh();
    database
        .execute_batch(
            r#"
            INSERT INTO posts (id, createat, userid, channelid) VALUES
                ('p', 1700000000000, 'u', 'c'), ('q', 1700000000001, 'u', 'c');
            INSERT INTO channels (id, teamid) VALUES ('c', 't');
            INSERT INTO bots (userid) VALUES ('u');
            INSERT INTO fileinfo (id, creatorid, createat, updateat, deleteat, size) VALUES
                ('f', 'u', 1, 1, 0, 7), ('g', 'u', 1, 1, 9, 5);
            INSERT INTO propertyfields (id, groupid, name, type, attrs, targetid, targettype, createat, updateat,
                                        deleteat) VALUES
                ('a', 'g', 'colour', 'select', '{"options": [{"id": "1", "name": "red"}, {"id": "2", "name": "blue"}]}', '', '', 1, 1, 0),
                ('b', 'g', 'tags', 'multiselect', '{"options": [{"id": "1", "name": "x"}, {"id": "2", "name": "y"}]}', '', '', 1, 1, 0),
                ('b0', 'g', 'none', 'multiselect', '{"options": []}', '', '', 1, 1, 0),
                ('a0', 'g', 'lost', 'select', 'null', '', '', 1, 1, 0),
                ('c', 'g', 'note', 'text', 'null', '', '', 1, 1, 0),
                ('d', 'g', 'gone', 'text', 'null', '', '', 1, 1, 5);
            INSERT INTO propertyvalues (id, targetid, targettype, groupid, fieldid, value, createat, updateat,
                                        deleteat) VALUES
                ('1', 'u', 'user', 'g', 'a', '"2"', 1, 1, 0),
                ('2', 'u', 'user', 'g', 'b', '["1", "2"]', 1, 1, 0),
                ('20', 'u', 'user', 'g', 'b0', '["1"]', 1, 1, 0),
                ('10', 'u', 'user', 'g', 'a0', '"1"', 1, 1, 0),
                ('3', 'u', 'user', 'g', 'c', '"hello"', 1, 1, 0),
                ('4', 'u', 'user', 'g', 'd', '"deleted"', 1, 1, 0);
            "#,
        )
        .unwrap();

    let attributes: String =
        database.query_row("SELECT attributes FROM attributeview", [], |row| row.get(0)).unwrap();
    let attributes: serde_json::Value = serde_json::from_str(&attributes).unwrap();
    assert_eq!(
        attributes,
        serde_json::json!({"colour": "blue", "lost": null, "tags": ["x", "y"], "none": null, "note": "hello"})
    );
    assert_eq!(count(&database, "SELECT numposts FROM poststats WHERE lastpostdate = 1700000000001"), 2);
    assert_eq!(count(&database, "SELECT num FROM posts_by_team_day WHERE teamid = 't'"), 2);
    assert_eq!(count(&database, "SELECT num FROM bot_posts_by_team_day WHERE teamid = 't'"), 2);
    assert_eq!(count(&database, "SELECT usage FROM file_stats WHERE num = 1"), 7);
}

#[test]
fn an_adopted_database_gets_only_our_own_migrations() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let adopted = pending(engine, &Present { base: true, own: Vec::new() });
        assert_eq!(adopted.iter().map(|migration| migration.version).collect::<Vec<_>>(), [1]);
        let current = pending(engine, &Present { base: true, own: vec![1] });
        assert!(current.is_empty());
    }
}

#[test]
fn a_base_without_its_last_migration_is_incomplete() {
    let applied: Vec<_> = facts::base_migrations().iter().map(|migration| migration.version).collect();
    assert_eq!(missing_from_base(&applied), []);
    assert_eq!(missing_from_base(&applied[..applied.len() - 1]), [(159, "deduplicate_policy_names")]);
}

#[test]
fn a_violation_is_named_by_its_columns() {
    assert_eq!(unique_constraint("users", &["email"]), Some("users_email_key"));
    assert_eq!(unique_constraint("channelmembers", &["channelid", "userid"]), Some("channelmembers_pkey"));
    assert_eq!(
        unique_constraint("propertyfields", &["groupid", "targetid", "name"]),
        Some("idx_propertyfields_unique")
    );
    assert_eq!(unique_constraint("users", &["nickname"]), None);
}

#[test]
fn what_the_caller_gives_is_in_the_rows() {
    let rows = seed();
    let value_of = |name: &str| {
        rows.iter()
            .find_map(|row| match row.values.as_slice() {
                [Literal::Text(found), Literal::Text(value)] if found == name => Some(value.as_str()),
                _ => None,
            })
            .unwrap()
    };
    assert_eq!(value_of("DiagnosticId"), "diagnosticdiagnosticdiagno");
    assert_eq!(value_of("InstallationDate"), "1700000000000");
    assert_eq!(value_of("AsymmetricSigningKey"), "{\"ecdsa_key\":{}}");
    assert_eq!(value_of("PostActionCookieSecret"), "{\"key\":\"it's\"}");
}

fn fresh() -> Connection {
    let database = Connection::open_in_memory().unwrap();
    for migration in pending(Engine::Sqlite, &Present { base: false, own: Vec::new() }) {
        for statement in migration.statements {
            database.execute_batch(&statement).unwrap_or_else(|error| panic!("{error} in\n{statement}"));
        }
        if migration.version == 0 {
            for row in seed() {
                database.execute_batch(&row.statement()).unwrap();
            }
        }
    }
    database
}

fn seed() -> Vec<SeedRow> {
    let mut last = 0;
    seed_rows(Given {
        now: 1_700_000_000_000,
        diagnostic_id: "diagnosticdiagnosticdiagno",
        asymmetric_signing_key: "{\"ecdsa_key\":{}}",
        post_action_cookie_secret: "{\"key\":\"it's\"}",
        new_id: &mut || {
            last += 1;
            format!("{last:026}")
        },
    })
}

fn count(database: &Connection, sql: &str) -> i64 {
    database.query_row(sql, [], |row| row.get(0)).unwrap()
}

fn columns_by_table() -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut tables = BTreeMap::<_, Vec<_>>::new();
    for column in facts::columns() {
        tables.entry(column.table).or_default().push(column.name);
    }
    tables
}

/// The words outside quotes; a quoted identifier counts, a quoted text does not.
fn words(sql: &'static str) -> Vec<&'static str> {
    sql.split('\'')
        .step_by(2)
        .flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
        .filter(|word| !word.is_empty())
        .collect()
}

fn assert_unique<'a>(names: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for name in names {
        assert!(seen.insert(name), "{name} twice");
    }
}
