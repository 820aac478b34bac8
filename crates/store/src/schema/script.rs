//! SQL scripts for two engines in one file.
//!
//! A statement ends with the line that ends with `;`. Lines that start with `--` are comments, except for the marker
//! `-- only: postgres` or `-- only: sqlite`: at the end of a line it keeps this line for one engine, on a line of its
//! own it does so for all lines up to the next empty one.

use db::Engine;

/// The statements of `script` for `engine`, in order, without their semicolons.
pub(super) fn statements(script: &str, engine: Engine) -> Vec<String> {
    let mut statements = Vec::new();
    let mut statement = String::new();
    let mut stretch = None;

    for line in script.lines() {
        if line.trim().is_empty() {
            stretch = None;
            continue;
        }
        let (text, only) = split_marker(line);
        if text.is_empty() && only.is_some() {
            stretch = only;
            continue;
        }
        if text.trim_start().starts_with("--") || only.or(stretch).is_some_and(|only| only != engine) {
            continue;
        }

        if !statement.is_empty() {
            statement.push('\n');
        }
        match text.strip_suffix(';') {
            Some(last) => {
                statement.push_str(last);
                statements.push(std::mem::take(&mut statement));
            }
            None => statement.push_str(text),
        }
    }
    assert!(statement.is_empty(), "a script ends with a whole statement");
    statements
}

fn split_marker(line: &str) -> (&str, Option<Engine>) {
    let Some((text, engine)) = line.split_once("-- only: ") else {
        return (line.trim_end(), None);
    };
    let engine = match engine.trim_end() {
        "postgres" => Engine::Postgres,
        "sqlite" => Engine::Sqlite,
        other => panic!("a script has lines for the unknown engine {other:?}"),
    };
    (text.trim_end(), Some(engine))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
-- A comment.
CREATE TABLE t (
    a XID8,    -- only: postgres
    a INTEGER, -- only: sqlite
    b TEXT
);

-- only: postgres
CREATE MATERIALIZED VIEW v AS
SELECT b FROM t;

DROP TABLE t;
";

    #[test]
    fn a_marked_line_is_for_one_engine() {
        let sqlite = statements(SCRIPT, Engine::Sqlite);
        assert_eq!(sqlite, ["CREATE TABLE t (\n    a INTEGER,\n    b TEXT\n)", "DROP TABLE t"]);
    }

    #[test]
    fn a_marker_of_its_own_holds_until_the_next_empty_line() {
        let postgres = statements(SCRIPT, Engine::Postgres);
        assert_eq!(
            postgres,
            [
                "CREATE TABLE t (\n    a XID8,\n    b TEXT\n)",
                "CREATE MATERIALIZED VIEW v AS\nSELECT b FROM t",
                "DROP TABLE t"
            ]
        );
    }
}
