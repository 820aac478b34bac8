//! The rows that a fresh database holds before anybody has signed up: the built-in roles, the state of the system and
//! the marks of data migrations that need not run, and the property fields of content flagging.
//!
//! Another server of the same schema that is started on the database finds what its own first start would have left,
//! and changes none of it.

use super::facts;

/// What the rows need and data cannot hold.
pub struct Given<'a> {
    /// Milliseconds since 1970: the time of installation and of every row.
    pub now: i64,
    /// The identity of the installation, an id.
    pub diagnostic_id: &'a str,
    /// The P-256 key pair as it is stored: `{"ecdsa_key":{"curve":"P-256","x":…,"y":…,"d":…}}` with decimal numbers.
    pub asymmetric_signing_key: &'a str,
    /// The secret of post actions as it is stored: `{"key":"…"}` with 32 bytes in base64.
    pub post_action_cookie_secret: &'a str,
    /// Gives a new id of 26 characters each time.
    pub new_id: &'a mut dyn FnMut() -> String,
}

/// A row to insert. Some of them hold secrets, so there is no `Debug`.
pub struct SeedRow {
    pub table: &'static str,
    pub columns: &'static [&'static str],
    /// One per column. Text stands for enumerated and JSON columns too.
    pub values: Vec<Literal>,
}

pub enum Literal {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(String),
}

impl SeedRow {
    /// The row as an INSERT, the same for both engines.
    pub fn statement(&self) -> String {
        let values: Vec<_> = self.values.iter().map(Literal::sql).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", self.table, self.columns.join(", "), values.join(", "))
    }
}

impl Literal {
    fn sql(&self) -> String {
        match self {
            Self::Null => "NULL".to_owned(),
            Self::Boolean(true) => "TRUE".to_owned(),
            Self::Boolean(false) => "FALSE".to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Text(text) => format!("'{}'", text.replace('\'', "''")),
        }
    }
}

/// The rows of a fresh database, in the order in which to insert them.
pub fn seed_rows(given: Given<'_>) -> Vec<SeedRow> {
    let mut rows: Vec<_> = facts::systems().iter().map(|row| system_row(row, &given)).collect();
    rows.extend(facts::roles().iter().map(|role| role_row(role, (given.new_id)(), given.now)));

    for group in facts::property_groups() {
        let group_id = (given.new_id)();
        rows.push(SeedRow {
            table: "propertygroups",
            columns: &["id", "name"],
            values: vec![text(&group_id), text(group)],
        });
        for field in facts::property_fields().iter().filter(|field| field.group == group) {
            rows.push(property_field_row(field, &group_id, given.new_id, given.now));
        }
    }
    rows
}

fn system_row(row: &facts::SystemRow, given: &Given<'_>) -> SeedRow {
    let value = match row.given {
        "" => text(row.value),
        "now" => Literal::Text(given.now.to_string()),
        "diagnostic_id" => text(given.diagnostic_id),
        "asymmetric_signing_key" => text(given.asymmetric_signing_key),
        "post_action_cookie_secret" => text(given.post_action_cookie_secret),
        other => panic!("systems.tsv asks for {other:?}, which nobody gives"),
    };
    SeedRow { table: "systems", columns: &["name", "value"], values: vec![text(row.name), value] }
}

fn role_row(role: &facts::Role, id: String, now: i64) -> SeedRow {
    // Each permission is stored with a blank before it.
    let permissions = role.permissions.split_whitespace().map(|id| format!(" {id}")).collect();
    SeedRow {
        table: "roles",
        columns: &[
            "id",
            "name",
            "displayname",
            "description",
            "createat",
            "updateat",
            "deleteat",
            "permissions",
            "schememanaged",
            "builtin",
            "schemeid",
        ],
        values: vec![
            Literal::Text(id),
            text(role.name),
            text(role.display_name),
            text(role.description),
            Literal::Integer(now),
            Literal::Integer(now),
            Literal::Integer(0),
            Literal::Text(permissions),
            Literal::Boolean(role.scheme_managed),
            Literal::Boolean(role.built_in),
            Literal::Null,
        ],
    }
}

fn property_field_row(
    field: &facts::PropertyField,
    group_id: &str,
    new_id: &mut dyn FnMut() -> String,
    now: i64,
) -> SeedRow {
    let mut attrs = field.attrs.to_owned();
    while attrs.contains("{id}") {
        attrs = attrs.replacen("{id}", &new_id(), 1);
    }
    SeedRow {
        table: "propertyfields",
        columns: &[
            "id",
            "groupid",
            "name",
            "type",
            "attrs",
            "targetid",
            "targettype",
            "createat",
            "updateat",
            "deleteat",
        ],
        values: vec![
            Literal::Text(new_id()),
            text(group_id),
            text(field.name),
            text(field.sql_type),
            Literal::Text(attrs),
            text(""),
            text(""),
            Literal::Integer(now),
            Literal::Integer(now),
            Literal::Integer(0),
        ],
    }
}

fn text(text: &str) -> Literal {
    Literal::Text(text.to_owned())
}
