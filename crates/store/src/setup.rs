//! Brings a database to where this release wants it: our own migration runner.
//!
//! A fresh database gets the base schema with its first rows; one that a Mattermost 11.6 server made is adopted as it
//! is and gets only our own tables; any other is refused with a sentence that says what to do.

use db::{Database, Engine, Error, Result};

use crate::schema::{self, Given, Present, SeedRow};

/// What there was to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The database was empty.
    Installed,
    /// Another server's database; our tables were added.
    Adopted,
    /// Our own database, migrated where it was behind.
    Ready,
}

/// Migrates `db`; `given` is used on an empty database only.
pub async fn migrate(db: &Database, given: Given<'_>) -> Result<Outcome> {
    let tables = tables(db).await?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    let base = has("db_migrations");
    if !base && has("users") {
        return Err(Error::invalid(
            "the database has tables but no record of migrations: it is no Mattermost database",
        ));
    }
    if base {
        let applied = versions(db, "db_migrations").await?;
        let missing = schema::missing_from_base(&applied);
        if let Some((version, name)) = missing.first() {
            return Err(Error::invalid(format!(
                "the database lacks migration {version} ({name}): bring it to Mattermost 11.6 with that server first"
            )));
        }
        if let Some(newer) = applied.iter().find(|version| **version > schema::BASE_VERSION) {
            return Err(Error::invalid(format!(
                "the database has migration {newer}, which is newer than this release knows: use a newer Wardroom"
            )));
        }
    }
    let own =
        if has("wardroom_migrations") { versions(db, "wardroom_migrations").await? } else { Vec::new() };
    let outcome = match (base, own.is_empty()) {
        (false, _) => Outcome::Installed,
        (true, true) => Outcome::Adopted,
        (true, false) => Outcome::Ready,
    };

    let first_rows = if base { Vec::new() } else { schema::seed_rows(given) };
    for migration in schema::pending(db.engine(), &Present { base, own }) {
        let mut statements = migration.statements;
        if migration.version == 0 {
            statements.extend(first_rows.iter().map(SeedRow::statement));
        }
        tracing::info!(version = migration.version, name = migration.name, "migrating the database");
        db.script(statements).await?;
    }
    Ok(outcome)
}

/// Whether a server of ours has prepared the database.
pub async fn is_prepared(db: &Database) -> Result<bool> {
    Ok(tables(db).await?.iter().any(|table| table == "wardroom_migrations"))
}

async fn tables(db: &Database) -> Result<Vec<String>> {
    let sql = match db.engine() {
        Engine::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        Engine::Postgres => {
            "SELECT CAST(tablename AS text) FROM pg_tables WHERE schemaname = current_schema()"
        }
    };
    Ok(db.read().query::<(String,)>(sql).await?.into_iter().map(|(name,)| name).collect())
}

async fn versions(db: &Database, table: &'static str) -> Result<Vec<i64>> {
    let sql = format!("SELECT version FROM {table} ORDER BY version");
    Ok(db.read().query::<(i64,)>(&sql).await?.into_iter().map(|(version,)| version).collect())
}
