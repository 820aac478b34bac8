//! Which statements bring a database to where this release wants it.
//!
//! A fresh database gets the base and then our own migrations; one that another server of the schema has made gets
//! only ours. Ours are numbered from 1, each a file in `crates/store/schema/wardroom` that is never edited after
//! release, and recorded in `wardroom_migrations`.

use db::Engine;

use super::{ddl, facts, script};

/// The last migration of the base, as `db_migrations` numbers them.
pub const BASE_VERSION: i64 = 159;

const OWN: [(i64, &str, &str); 1] =
    [(1, "own_tables", include_str!("../../schema/wardroom/0001_own_tables.sql"))];

/// Statements to run in order, in one transaction. The last ones record that they have run.
pub struct Migration {
    /// 0 is the base.
    pub version: i64,
    pub name: &'static str,
    pub statements: Vec<String>,
}

/// What a database has already.
pub struct Present {
    /// Whether the base is there and complete: table `db_migrations` exists and [`missing_from_base`] finds nothing.
    pub base: bool,
    /// The versions in `wardroom_migrations`; empty without that table.
    pub own: Vec<i64>,
}

/// What is still to run, in order.
///
/// When it begins with version 0 the database was empty, and the rows of [`super::seed_rows`] belong into the
/// transaction of that migration, after its statements.
pub fn pending(engine: Engine, present: &Present) -> Vec<Migration> {
    let mut pending = Vec::new();
    if !present.base {
        pending.push(Migration { version: 0, name: "base", statements: ddl::statements(engine) });
    }
    for (version, name, file) in OWN {
        if present.own.contains(&version) {
            continue;
        }
        let mut statements = script::statements(file, engine);
        statements
            .push(format!("INSERT INTO wardroom_migrations (version, name) VALUES ({version}, '{name}')"));
        pending.push(Migration { version, name, statements });
    }
    pending
}

/// The versions and names of the base's migrations that are not among `applied`: a database that lacks some was left
/// by an older release and has to be brought to 11.6 by that product first.
pub fn missing_from_base(applied: &[i64]) -> Vec<(i64, &'static str)> {
    facts::base_migrations()
        .into_iter()
        .filter(|migration| !applied.contains(&migration.version))
        .map(|migration| (migration.version, migration.name))
        .collect()
}
