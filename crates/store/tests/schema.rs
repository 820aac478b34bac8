//! The schema on a real PostgreSQL, beside the database of a fresh original server.
//!
//! Needs a throw-away cluster (`WARDROOM_TEST_POSTGRES`, see `scripts/with-postgres`) and, for the comparison, the
//! dump `fixtures/mattermost-11.6-empty.sql.gz` in the folder that `WARDROOM_SHARED` names, or in `shared` beside the
//! repository. Where one is missing the tests say so and pass; once both are there, everything else is a failure.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use db::Engine;
use store::schema::{self, Given, Present};

#[test]
fn postgres_takes_every_statement_and_row() {
    let Some(cluster) = Cluster::find() else { return };
    let fresh = cluster.database("fresh");
    build(&fresh);

    assert_eq!(fresh.query("SELECT count(*) FROM wardroom_migrations"), ["1"]);
    fresh.run("INSERT INTO wardroom_events (createat, kind, audience, data) VALUES (1, 'k', '{}', '{}')");
    assert_eq!(fresh.query("SELECT id, kind FROM wardroom_events"), ["1|k"]);
}

#[test]
fn a_fresh_database_equals_that_of_a_fresh_original() {
    let Some(cluster) = Cluster::find() else { return };
    let Some(dump) = dump() else { return };
    let original = cluster.database("original");
    original.run(&dump);
    let fresh = cluster.database("ours");
    build(&fresh);

    let mut differences = Vec::new();
    for (subject, query) in COMPARED {
        let expected = original.query(query);
        let found = fresh.query(query);
        assert!(!expected.is_empty(), "the dump holds no {subject}");
        differences.extend(differ(subject, &expected, &found));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_database_of_the_original_takes_our_own_tables() {
    let Some(cluster) = Cluster::find() else { return };
    let Some(dump) = dump() else { return };
    let adopted = cluster.database("adopted");
    adopted.run(&dump);
    let versions: Vec<i64> = adopted
        .query("SELECT version FROM db_migrations")
        .iter()
        .map(|version| version.parse().expect("a version is a whole number"))
        .collect();
    assert_eq!(schema::missing_from_base(&versions), []);

    for migration in schema::pending(Engine::Postgres, &Present { base: true, own: Vec::new() }) {
        adopted.run(&script(&migration.statements));
    }

    assert_eq!(adopted.query("SELECT version, name FROM wardroom_migrations"), ["1|own_tables"]);
}

/// What is compared, each as a query whose lines must be the same on both sides. Tables of our own are left out.
const COMPARED: [(&str, &str); 14] = [
    (
        "columns",
        "SELECT class.relname, attribute.attnum, attribute.attname, format_type(atttypid, atttypmod), attnotnull,
                pg_get_expr(adbin, adrelid), attstorage, attcompression, attstattarget, attidentity, attgenerated,
                attcollation::regcollation
           FROM pg_attribute attribute
           JOIN pg_class class ON class.oid = attrelid
           LEFT JOIN pg_attrdef ON adrelid = class.oid AND adnum = attnum
          WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm') AND attnum > 0
            AND relname NOT LIKE 'wardroom\\_%'",
    ),
    (
        "indexes",
        "SELECT indexrelid::regclass, pg_get_indexdef(indexrelid), indisunique, indisprimary, indisvalid
           FROM pg_index
           JOIN pg_class class ON class.oid = indrelid
          WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE 'wardroom\\_%'",
    ),
    (
        "constraints",
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated
           FROM pg_constraint
          WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'wardroom\\_%'",
    ),
    (
        "enum labels",
        "SELECT enumtypid::regtype, row_number() OVER (PARTITION BY enumtypid ORDER BY enumsortorder), enumlabel
           FROM pg_enum",
    ),
    (
        "relations and their storage options",
        "SELECT relname, relkind, relpersistence, relispopulated, relreplident, reloptions
           FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relname NOT LIKE '%wardroom\\_%'",
    ),
    ("views", "SELECT matviewname, replace(definition, E'\\n', ' ') FROM pg_matviews"),
    ("extensions", "SELECT extname FROM pg_extension"),
    (
        "functions and triggers",
        "SELECT count(*) FROM (
             SELECT oid FROM pg_proc WHERE pronamespace = 'public'::regnamespace
              UNION ALL
             SELECT oid FROM pg_trigger WHERE NOT tgisinternal) AS code",
    ),
    (
        "roles",
        "SELECT name, displayname, description, deleteat, schememanaged, builtin, schemeid,
                (SELECT string_agg(id, ' ' ORDER BY id) FROM regexp_split_to_table(trim(permissions), ' ') AS id),
                length(permissions) - length(ltrim(permissions)), length(id)
           FROM roles",
    ),
    ("names in systems", "SELECT name FROM systems"),
    (
        "values in systems",
        "SELECT name, value
           FROM systems
          WHERE name NOT IN ('AsymmetricSigningKey', 'DiagnosticId', 'FirstServerRunTimestamp', 'InstallationDate',
                             'PostActionCookieSecret')",
    ),
    ("migrations", "SELECT version, name FROM db_migrations"),
    ("property groups", "SELECT name, length(id) FROM propertygroups"),
    (
        "property fields",
        "SELECT propertygroups.name, field.name, type, regexp_replace(attrs::text, '[a-z0-9]{26}', 'ID', 'g'), targetid,
                targettype, deleteat, length(field.id)
           FROM propertyfields field
           JOIN propertygroups ON propertygroups.id = groupid",
    ),
];

fn differ(subject: &str, expected: &[String], found: &[String]) -> Vec<String> {
    let expected: BTreeSet<_> = expected.iter().collect();
    let found: BTreeSet<_> = found.iter().collect();
    let missing = expected.difference(&found).map(|line| format!("{subject}: missing {line}"));
    let extra = found.difference(&expected).map(|line| format!("{subject}: extra {line}"));
    missing.chain(extra).collect()
}

fn build(database: &Database) {
    for migration in schema::pending(Engine::Postgres, &Present { base: false, own: Vec::new() }) {
        let mut statements = migration.statements;
        if migration.version == 0 {
            statements.extend(seed());
        }
        database.run(&script(&statements));
    }
}

fn seed() -> Vec<String> {
    let mut last = 0;
    let rows = schema::seed_rows(Given {
        now: 1_700_000_000_000,
        diagnostic_id: "diagnosticdiagnosticdiagno",
        asymmetric_signing_key: "{}",
        post_action_cookie_secret: "{}",
        new_id: &mut || {
            last += 1;
            format!("{last:026}")
        },
    });
    rows.iter().map(schema::SeedRow::statement).collect()
}

fn script(statements: &[String]) -> String {
    statements.iter().map(|statement| format!("{statement};\n")).collect()
}

fn dump() -> Option<String> {
    let shared = std::env::var_os("WARDROOM_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let path = shared.join("fixtures/mattermost-11.6-empty.sql.gz");
    if !path.exists() {
        skip("the comparison with a fresh original server", &format!("{} is missing", path.display()));
        return None;
    }
    let output = Command::new("gzip")
        .args(["--decompress", "--stdout"])
        .arg(&path)
        .stderr(Stdio::inherit())
        .output()
        .expect("gzip can be started");
    assert!(output.status.success(), "gzip failed; its message is above");
    Some(String::from_utf8(output.stdout).expect("the dump is UTF-8"))
}

/// A throw-away cluster.
struct Cluster {
    /// The URL of its maintenance database.
    url: String,
}

impl Cluster {
    fn find() -> Option<Self> {
        match std::env::var("WARDROOM_TEST_POSTGRES") {
            Ok(url) if !url.is_empty() => Some(Self { url }),
            _ => {
                skip("the schema on PostgreSQL", "WARDROOM_TEST_POSTGRES names no cluster");
                None
            }
        }
    }

    /// Makes an empty database that lives as long as the value.
    fn database(&self, purpose: &str) -> Database {
        let name = format!("schema_{purpose}_{}", std::process::id());
        let (cluster, _) = self.url.rsplit_once('/').expect("the URL of a cluster names a database");
        psql(&self.url, &format!("CREATE DATABASE {name} TEMPLATE template0"));
        Database { url: format!("{cluster}/{name}"), maintenance: self.url.clone(), name }
    }
}

struct Database {
    name: String,
    url: String,
    maintenance: String,
}

impl Database {
    fn run(&self, sql: &str) {
        psql(&self.url, sql);
    }

    /// The rows, each as a line with `|` between the values.
    fn query(&self, sql: &str) -> Vec<String> {
        psql(&self.url, sql).lines().map(str::to_owned).collect()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        psql(&self.maintenance, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

fn psql(url: &str, sql: &str) -> String {
    let program = std::env::var_os("WARDROOM_TEST_PSQL").unwrap_or_else(|| "psql".into());
    let mut child = Command::new(program)
        .args(["--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"])
        .arg(format!("--dbname={url}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("psql can be started");
    let mut stdin = child.stdin.take().expect("stdin is a pipe");
    let sql = sql.to_owned();
    // In a thread, because psql answers while it still reads.
    let writer = std::thread::spawn(move || stdin.write_all(sql.as_bytes()));
    let output = child.wait_with_output().expect("psql ends");
    assert!(output.status.success(), "psql failed; its message is above");
    writer.join().expect("writing does not panic").expect("psql reads everything");
    String::from_utf8(output.stdout).expect("psql answers in UTF-8")
}

/// Past the capture of the test's output, so that it is seen when the test passes.
fn skip(what: &str, why: &str) {
    let _ = writeln!(std::io::stderr(), "\nSKIPPED: {what}: {why}\n");
}
