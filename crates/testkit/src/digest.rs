//! What a database holds, as one value per table: to show that something changed nothing.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use crate::{Engine, TestServer};

/// Tables whose rows change by themselves while a server runs.
const RESTLESS: [&str; 1] = ["wardroom_nodes"];

/// Columns that even a refused request may move: when a session was last used, how often a password was wrong.
const RESTLESS_COLUMNS: [(&str, &str); 3] =
    [("sessions", "lastactivityat"), ("users", "failedattempts"), ("status", "lastactivityat")];

/// The tables and what is in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest(BTreeMap<String, String>);

impl Digest {
    /// The tables in which two digests differ.
    pub fn changed(&self, other: &Self) -> Vec<String> {
        self.0
            .iter()
            .filter(|(table, content)| other.0.get(*table) != Some(content))
            .map(|(table, _)| table.clone())
            .collect()
    }
}

/// Digests every table, the event log included.
pub struct Digester {
    query: String,
}

impl Digester {
    pub async fn of(server: &TestServer) -> Self {
        let app = server.app();
        let conn = app.db.read();
        let engine = server.engine();
        let columns = match engine {
            Engine::Sqlite => {
                "SELECT lower(m.name), lower(c.name)
                 FROM sqlite_master m JOIN pragma_table_info(m.name) c
                 WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                 ORDER BY 1, 2"
            }
            Engine::Postgres => {
                "SELECT CAST(c.table_name AS text), CAST(c.column_name AS text)
                 FROM information_schema.columns c
                 JOIN information_schema.tables t USING (table_schema, table_name)
                 WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                 ORDER BY 1, 2"
            }
        };
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, column) in conn.query::<(String, String)>(columns).await.unwrap() {
            let is_restless = RESTLESS.contains(&table.as_str())
                || RESTLESS_COLUMNS.contains(&(table.as_str(), column.as_str()));
            if !is_restless {
                tables.entry(table).or_default().push(column);
            }
        }
        assert!(tables.len() > 50, "the schema has more tables than {}", tables.len());
        let parts: Vec<String> = tables
            .iter()
            .map(|(table, columns)| {
                let row: Vec<String> = columns
                    .iter()
                    .map(|column| match engine {
                        Engine::Sqlite => format!("quote(\"{column}\")"),
                        Engine::Postgres => format!("quote_nullable(\"{column}\")"),
                    })
                    .collect();
                let row = row.join(" || ',' || ");
                let sum = match engine {
                    Engine::Sqlite => "coalesce(group_concat(line, ';'), '')",
                    Engine::Postgres => "coalesce(md5(string_agg(line, ';' ORDER BY line)), '')",
                };
                format!(
                    "SELECT '{table}', {sum} FROM (SELECT {row} AS line FROM {table} ORDER BY 1) AS lines"
                )
            })
            .collect();
        // SQLite takes at most 500 selects in a compound.
        let query = parts.join(" UNION ALL ");
        if engine == Engine::Sqlite {
            return Self { query };
        }
        // PostgreSQL plans a function's statements once for each connection; planning this one costs ten times what
        // running it does.
        let function = format!(
            "CREATE OR REPLACE FUNCTION testkit_digest() RETURNS TABLE (digested_table text, digested_rows text)
             LANGUAGE plpgsql AS $function$ BEGIN RETURN QUERY {query}; END $function$"
        );
        app.db.script(vec![function]).await.unwrap();
        Self { query: "SELECT digested_table, digested_rows FROM testkit_digest()".to_owned() }
    }

    pub async fn digest(&self, server: &TestServer) -> Digest {
        let rows: Vec<(String, String)> = server.app().db.read().query(&self.query).await.unwrap();
        let short = rows.into_iter().map(|(table, content)| {
            let hash = Sha256::digest(content.as_bytes());
            (table, hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
        });
        Digest(short.collect())
    }
}
