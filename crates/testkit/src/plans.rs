//! How the database runs statements: which large tables it reads from end to end.
//!
//! The plan is made for the parameters that a statement was run with, on the data that is there; plans of small tables
//! say nothing, so a test fills them first.

use db::{Engine, Run, Value};
use tokio_postgres::NoTls;

use crate::TestServer;

/// Those of `tables` that the statement reads from end to end, each with what the plan says of it.
pub async fn full_scans(server: &TestServer, run: &Run, tables: &[&str]) -> Vec<String> {
    let plan = plan(server, run).await;
    let sql = run.0.sql(server.engine());
    plan.iter().filter(|step| tables.iter().any(|table| scans(step, sql, table))).cloned().collect()
}

async fn plan(server: &TestServer, (statement, params): &Run) -> Vec<String> {
    let sql = statement.sql(server.engine());
    match server.engine() {
        Engine::Sqlite => {
            let app = server.app();
            // From the last on, so that ?1 is not taken for the beginning of ?10.
            let sql = (1..=params.len()).rev().fold(sql.to_owned(), |sql, number| {
                sql.replace(&format!("?{number}"), &literal(&params[number - 1]))
            });
            let steps: Vec<(i64, i64, i64, String)> =
                app.db.read().query(&format!("EXPLAIN QUERY PLAN {sql}")).await.unwrap();
            steps.into_iter().map(|(_, _, _, step)| step).collect()
        }
        Engine::Postgres => {
            let (client, connection) =
                tokio_postgres::connect(&server.database().source, NoTls).await.unwrap();
            tokio::spawn(connection);
            client.batch_execute(db::POSTGRES_PLANNING).await.unwrap();
            client.batch_execute(&format!("PREPARE planned AS {sql}")).await.unwrap();
            let params: Vec<String> = params.iter().map(literal).collect();
            let params = if params.is_empty() { String::new() } else { format!("({})", params.join(", ")) };
            let steps = client.simple_query(&format!("EXPLAIN EXECUTE planned{params}")).await.unwrap();
            let lines = steps.into_iter().filter_map(|message| match message {
                tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            });
            steps_of(lines)
        }
    }
}

/// The steps of a plan of PostgreSQL, each with what is said of it below it.
fn steps_of(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut steps: Vec<String> = Vec::new();
    for line in lines {
        match steps.last_mut() {
            Some(step) if !line.contains("->") => step.push_str(&format!("; {}", line.trim())),
            _ => steps.push(line),
        }
    }
    steps
}

/// Whether a step of a plan reads all of a table. An index that is read without a condition is read from end to end, too.
fn scans(step: &str, sql: &str, table: &str) -> bool {
    if let Some((_, scanned)) = step.split_once("Seq Scan on ") {
        return scanned.split_whitespace().next() == Some(table);
    }
    if let Some((_, scanned)) = step.split_once("Scan").filter(|_| step.contains("Index")) {
        let scanned = scanned.split_once(" on ").and_then(|(_, name)| name.split_whitespace().next());
        return scanned == Some(table) && !step.contains("Index Cond:");
    }
    let Some(scanned) = step.strip_prefix("SCAN ") else { return false };
    let scanned = scanned.split_whitespace().next().unwrap_or_default();
    names(sql, table).iter().any(|name| name == scanned)
}

/// What a table is called in a statement.
fn names(sql: &str, table: &str) -> Vec<String> {
    const NO_NAMES: [&str; 9] = ["ON", "WHERE", "JOIN", "LEFT", "SET", "GROUP", "ORDER", "USING", "CROSS"];
    let words: Vec<&str> = sql
        .split(|letter: char| letter.is_whitespace() || "(),".contains(letter))
        .filter(|word| !word.is_empty())
        .collect();
    let found = words.iter().enumerate().filter(|(_, word)| **word == table);
    found
        .map(|(at, _)| {
            let next = words.get(at + 1).filter(|word| **word != "AS").or_else(|| words.get(at + 2));
            match next {
                Some(next) if !NO_NAMES.contains(next) && next.chars().all(char::is_alphanumeric) => {
                    (*next).to_owned()
                }
                _ => table.to_owned(),
            }
        })
        .collect()
}

/// A parameter as PostgreSQL reads it whatever its type. SQLite plans the same for every value.
fn literal(value: &Value) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Bool(is_true) => quoted(&is_true.to_string()),
        Value::Int(number) => quoted(&number.to_string()),
        Value::Real(number) => quoted(&number.to_string()),
        Value::Text(text) | Value::Json(text) => quoted(text),
        Value::Bytes(bytes) => {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            quoted(&format!("\\x{digits}"))
        }
        Value::List(texts) => {
            let texts: Vec<String> = texts
                .iter()
                .map(|text| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")))
                .collect();
            quoted(&format!("{{{}}}", texts.join(",")))
        }
        Value::Column(values) => {
            format!("ARRAY[{}]", values.iter().map(literal).collect::<Vec<_>>().join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::scans;

    #[test]
    fn a_scan_is_known_by_the_tables_name_in_the_statement() {
        let sql = "SELECT p.id FROM posts p JOIN users ON users.id = p.userid";
        assert!(scans("SCAN p", sql, "posts") && scans("SCAN p USING INDEX x", sql, "posts"));
        assert!(scans("SCAN users", sql, "users") && !scans("SCAN users", sql, "posts"));
        assert!(!scans("SEARCH p USING INDEX x (channelid=?)", sql, "posts"));
        assert!(scans("  ->  Seq Scan on posts p  (cost=0.00..1.00)", sql, "posts"));
        assert!(!scans("  ->  Seq Scan on posts_archive p", sql, "posts"));
        let lines = ["Limit", "  ->  Index Scan using x on posts p", "        Index Cond: (id = 1)"];
        let steps = super::steps_of(lines.into_iter().map(str::to_owned));
        assert_eq!(steps.len(), 2);
        assert!(!scans(&steps[1], sql, "posts"));
        assert!(scans("  ->  Index Only Scan using x on posts p; Filter: true", sql, "posts"));
        assert!(scans("  ->  Index Scan Backward using x on posts p", sql, "posts"));
    }
}
