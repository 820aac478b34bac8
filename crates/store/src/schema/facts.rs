//! The files of `crates/store/schema`, read.
//!
//! A facts file has comment lines (`#`), a line with the names of its fields, then one line per fact, its fields
//! separated by tabs. The files are part of the program and tested, so reading them cannot fail at run time.

pub(super) struct Table {
    pub name: &'static str,
    /// Storage options on PostgreSQL; may be empty.
    pub options: &'static str,
    /// Whether SQLite keeps the rows in the tree of the primary key (`WITHOUT ROWID`).
    pub keyed: bool,
}

pub(super) struct Column {
    pub table: &'static str,
    pub name: &'static str,
    /// The type on PostgreSQL.
    pub sql_type: &'static str,
    pub nullable: bool,
    /// A literal, or empty.
    pub default: &'static str,
}

#[derive(PartialEq, Eq)]
pub(super) enum ConstraintKind {
    Primary,
    Unique,
    Foreign,
}

pub(super) struct Constraint {
    pub name: &'static str,
    pub table: &'static str,
    pub kind: ConstraintKind,
    pub columns: Vec<&'static str>,
    /// `table(column)` for a foreign key, else empty.
    pub references: &'static str,
}

pub(super) struct Index {
    pub name: &'static str,
    /// The table or materialized view.
    pub table: &'static str,
    pub method: &'static str,
    pub unique: bool,
    pub keys: &'static str,
    pub predicate: &'static str,
    pub on_sqlite: OnSqlite,
}

/// What SQLite has of an index.
#[derive(PartialEq, Eq)]
pub(super) enum OnSqlite {
    Same,
    Nothing,
    /// Other keys and predicate: the rest of the statement.
    Instead(&'static str),
}

pub(super) struct EnumType {
    pub name: &'static str,
    pub labels: Vec<&'static str>,
}

pub(super) struct BaseMigration {
    pub version: i64,
    pub name: &'static str,
}

pub(super) struct SystemRow {
    pub name: &'static str,
    pub value: &'static str,
    /// Which of the caller's values it takes, or empty.
    pub given: &'static str,
}

pub(super) struct Role {
    pub name: &'static str,
    pub display_name: &'static str,
    pub description: &'static str,
    pub scheme_managed: bool,
    pub built_in: bool,
    pub permissions: &'static str,
}

pub(super) struct PropertyField {
    pub group: &'static str,
    pub name: &'static str,
    pub sql_type: &'static str,
    /// JSON with `{id}` where a new id belongs.
    pub attrs: &'static str,
}

/// The name of the primary key, unique constraint or unique index of the base that covers exactly these columns, in
/// this order.
///
/// PostgreSQL reports a violation by this name, SQLite by the columns: with this function both become one error.
pub fn unique_constraint(table: &str, columns: &[&str]) -> Option<&'static str> {
    let constraint = constraints().into_iter().find(|constraint| {
        constraint.table == table
            && constraint.kind != ConstraintKind::Foreign
            && constraint.columns == columns
    });
    if let Some(constraint) = constraint {
        return Some(constraint.name);
    }
    indexes()
        .into_iter()
        .find(|index| index.table == table && index.unique && list(index.keys) == columns)
        .map(|index| index.name)
}

pub(super) fn tables() -> Vec<Table> {
    lines(include_str!("../../schema/tables.tsv"))
        .map(|[name, options, sqlite, _reason]| Table { name, options, keyed: sqlite == "keyed" })
        .collect()
}

pub(super) fn columns() -> Vec<Column> {
    lines(include_str!("../../schema/columns.tsv"))
        .map(|[table, name, sql_type, nullable, default]| Column {
            table,
            name,
            sql_type,
            nullable: flag(nullable),
            default,
        })
        .collect()
}

pub(super) fn constraints() -> Vec<Constraint> {
    lines(include_str!("../../schema/constraints.tsv"))
        .map(|[name, table, kind, columns, references]| Constraint {
            name,
            table,
            kind: match kind {
                "primary" => ConstraintKind::Primary,
                "unique" => ConstraintKind::Unique,
                "foreign" => ConstraintKind::Foreign,
                other => panic!("constraints.tsv has a constraint of unknown kind {other:?}"),
            },
            columns: list(columns),
            references,
        })
        .collect()
}

pub(super) fn indexes() -> Vec<Index> {
    lines(include_str!("../../schema/indexes.tsv"))
        .map(|[name, table, method, unique, keys, predicate, sqlite, _reason]| Index {
            name,
            table,
            method,
            unique: flag(unique),
            keys,
            predicate,
            on_sqlite: match sqlite {
                "same" => OnSqlite::Same,
                "none" => OnSqlite::Nothing,
                rest => OnSqlite::Instead(rest),
            },
        })
        .collect()
}

pub(super) fn enums() -> Vec<EnumType> {
    lines(include_str!("../../schema/enums.tsv"))
        .map(|[name, labels]| EnumType { name, labels: list(labels) })
        .collect()
}

pub(super) fn base_migrations() -> Vec<BaseMigration> {
    lines(include_str!("../../schema/migrations.tsv"))
        .map(|[version, name]| BaseMigration {
            version: version.parse().expect("migrations.tsv has whole numbers for versions"),
            name,
        })
        .collect()
}

pub(super) fn systems() -> Vec<SystemRow> {
    lines(include_str!("../../schema/systems.tsv"))
        .map(|[name, value, given]| SystemRow { name, value, given })
        .collect()
}

pub(super) fn roles() -> Vec<Role> {
    lines(include_str!("../../schema/roles.tsv"))
        .map(|[name, display_name, description, scheme_managed, built_in, permissions]| Role {
            name,
            display_name,
            description,
            scheme_managed: flag(scheme_managed),
            built_in: flag(built_in),
            permissions,
        })
        .collect()
}

pub(super) fn property_groups() -> Vec<&'static str> {
    lines(include_str!("../../schema/property_groups.tsv")).map(|[name]| name).collect()
}

pub(super) fn property_fields() -> Vec<PropertyField> {
    lines(include_str!("../../schema/property_fields.tsv"))
        .map(|[group, name, sql_type, attrs]| PropertyField { group, name, sql_type, attrs })
        .collect()
}

pub(super) fn list(text: &'static str) -> Vec<&'static str> {
    text.split(", ").collect()
}

fn flag(text: &str) -> bool {
    text == "y"
}

pub(super) fn lines<const FIELDS: usize>(file: &'static str) -> impl Iterator<Item = [&'static str; FIELDS]> {
    file.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| {
        let fields: Vec<_> = line.split('\t').collect();
        fields.try_into().expect("every line of a facts file has all its fields")
    })
}
