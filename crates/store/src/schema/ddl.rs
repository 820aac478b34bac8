//! The base as statements: types, tables, indexes, views, then the bookkeeping that says it is complete.

use db::Engine;

use super::facts::{self, Column, Constraint, ConstraintKind, EnumType, Index, OnSqlite, Table};
use super::script;

/// The statements that make the base in an empty database, in order.
///
/// The last ones record every migration of the original in `db_migrations`. The rows of a fresh server come from
/// [`super::seed_rows`].
pub fn statements(engine: Engine) -> Vec<String> {
    let enums = facts::enums();
    let columns = facts::columns();
    let constraints = facts::constraints();

    let mut statements = Vec::new();
    if engine == Engine::Postgres {
        statements.extend(enums.iter().map(create_type));
    }
    for table in facts::tables() {
        let columns: Vec<_> = columns.iter().filter(|column| column.table == table.name).collect();
        let constraints: Vec<_> =
            constraints.iter().filter(|constraint| constraint.table == table.name).collect();
        statements.push(create_table(engine, &table, &columns, &constraints, &enums));
    }
    if engine == Engine::Postgres {
        let foreign = constraints.iter().filter(|constraint| constraint.kind == ConstraintKind::Foreign);
        statements.extend(foreign.map(add_constraint));
    }
    // Before the indexes, because one of them is on a materialized view.
    statements.extend(script::statements(include_str!("../../schema/views.sql"), engine));
    statements.extend(facts::indexes().iter().filter_map(|index| create_index(engine, index)));
    statements.push(record_migrations());
    statements
}

fn create_type(enum_type: &EnumType) -> String {
    format!("CREATE TYPE {} AS ENUM ({})", enum_type.name, labels(enum_type))
}

fn create_table(
    engine: Engine,
    table: &Table,
    columns: &[&Column],
    constraints: &[&Constraint],
    enums: &[EnumType],
) -> String {
    let mut lines: Vec<_> = columns.iter().map(|column| define_column(engine, column, enums)).collect();
    for constraint in constraints {
        // PostgreSQL wants the referenced table first, so its foreign keys follow when all tables exist.
        if engine == Engine::Sqlite || constraint.kind != ConstraintKind::Foreign {
            lines.push(define_constraint(constraint));
        }
    }

    let suffix = match engine {
        Engine::Sqlite if table.keyed => " WITHOUT ROWID".to_owned(),
        Engine::Postgres if !table.options.is_empty() => format!(" WITH ({})", table.options),
        Engine::Sqlite | Engine::Postgres => String::new(),
    };
    format!("CREATE TABLE {} (\n    {}\n){suffix}", quote(table.name), lines.join(",\n    "))
}

fn define_column(engine: Engine, column: &Column, enums: &[EnumType]) -> String {
    let name = quote(column.name);
    let mut line = match engine {
        Engine::Postgres => format!("{name} {}", column.sql_type),
        Engine::Sqlite => format!("{name} {}", sqlite_type(column, enums)),
    };
    if !column.nullable {
        line.push_str(" NOT NULL");
    }
    if !column.default.is_empty() {
        line.push_str(" DEFAULT ");
        line.push_str(column.default);
    }
    line
}

/// The nearest type on SQLite. Booleans are 0 and 1 in a column declared BOOLEAN, JSON and arrays are JSON text,
/// lengths are left to the operations. Tables are not STRICT, because that knows no BOOLEAN.
fn sqlite_type(column: &Column, enums: &[EnumType]) -> String {
    let sql_type = column.sql_type;
    if sql_type.ends_with("[]") || sql_type.starts_with("character") {
        return "TEXT".to_owned();
    }
    match sql_type {
        "text" | "jsonb" => "TEXT".to_owned(),
        "bigint" | "integer" | "smallint" => "INTEGER".to_owned(),
        "boolean" => "BOOLEAN".to_owned(),
        "real" => "REAL".to_owned(),
        "bytea" => "BLOB".to_owned(),
        _ => {
            let enum_type = enums
                .iter()
                .find(|enum_type| enum_type.name == sql_type)
                .expect("columns.tsv names only types known here or in enums.tsv");
            format!("TEXT CHECK ({} IN ({}))", quote(column.name), labels(enum_type))
        }
    }
}

fn define_constraint(constraint: &Constraint) -> String {
    let columns = constraint.columns.iter().map(|column| quote(column)).collect::<Vec<_>>().join(", ");
    let body = match constraint.kind {
        ConstraintKind::Primary => format!("PRIMARY KEY ({columns})"),
        ConstraintKind::Unique => format!("UNIQUE ({columns})"),
        ConstraintKind::Foreign => {
            format!("FOREIGN KEY ({columns}) REFERENCES {} ON DELETE CASCADE", constraint.references)
        }
    };
    format!("CONSTRAINT {} {body}", constraint.name)
}

fn add_constraint(constraint: &Constraint) -> String {
    format!("ALTER TABLE {} ADD {}", quote(constraint.table), define_constraint(constraint))
}

fn create_index(engine: Engine, index: &Index) -> Option<String> {
    let using = match engine {
        Engine::Postgres => format!(" USING {}", index.method),
        Engine::Sqlite => String::new(),
    };
    let same = || match index.predicate {
        "" => format!("({})", index.keys),
        predicate => format!("({}) WHERE {predicate}", index.keys),
    };
    let rest = match (engine, &index.on_sqlite) {
        (Engine::Postgres, _) | (Engine::Sqlite, OnSqlite::Same) => same(),
        (Engine::Sqlite, OnSqlite::Instead(rest)) => (*rest).to_owned(),
        (Engine::Sqlite, OnSqlite::Nothing) => return None,
    };
    let create = if index.unique { "CREATE UNIQUE INDEX" } else { "CREATE INDEX" };
    Some(format!("{create} {} ON {}{using} {rest}", index.name, quote(index.table)))
}

fn record_migrations() -> String {
    let rows: Vec<_> = facts::base_migrations()
        .iter()
        .map(|migration| format!("({}, '{}')", migration.version, migration.name))
        .collect();
    format!("INSERT INTO db_migrations (version, name) VALUES\n    {}", rows.join(",\n    "))
}

fn labels(enum_type: &EnumType) -> String {
    enum_type.labels.iter().map(|label| format!("'{label}'")).collect::<Vec<_>>().join(", ")
}

fn quote(name: &str) -> String {
    format!("\"{name}\"")
}
