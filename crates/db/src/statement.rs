//! SQL texts, written once for both engines.
//!
//! Parameters are `$1`, `$2`, …. These pieces are spelled per engine when a statement is first used:
//!
//! | written | SQLite | PostgreSQL |
//! |---|---|---|
//! | `IN (ANY_OF($1))` | `IN (SELECT value FROM json_each(?1))` | `= ANY($1)` |
//! | `NOT IN (ANY_OF($1))` | `NOT IN (SELECT value FROM json_each(?1))` | `<> ALL($1)` |
//! | ` FOR UPDATE`, ` FOR SHARE` | nothing: there is one writer | as it stands |
//!
//! A statement whose engines truly differ has two texts (`sqlite: …, postgres: …`); one that only PostgreSQL is
//! asked has that text alone. A test counts those.

use std::sync::OnceLock;

use crate::Engine;

/// A named SQL text. Statements are constants, so that a test can prepare all of them on both engines.
#[derive(Debug)]
pub struct Statement {
    /// `family.what`, as in spans and metrics.
    pub name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
    rendered: OnceLock<(Engine, String)>,
    other: OnceLock<(Engine, String)>,
}

/// Text to put together a statement from, at compile time; see `concat!`.
pub type Piece = &'static str;

impl Statement {
    pub const fn new(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { name, sqlite, postgres, rendered: OnceLock::new(), other: OnceLock::new() }
    }

    /// Whether the engines have texts of their own.
    pub fn is_forked(&self) -> bool {
        self.sqlite != self.postgres
    }

    /// The text as `engine` wants it.
    pub fn sql(&self, engine: Engine) -> &str {
        let first = self.rendered.get_or_init(|| (engine, self.render(engine)));
        if first.0 == engine {
            return &first.1;
        }
        &self.other.get_or_init(|| (engine, self.render(engine))).1
    }

    fn render(&self, engine: Engine) -> String {
        match engine {
            Engine::Sqlite => {
                numbered(&any_of_json(&self.sqlite.replace(" FOR UPDATE", "").replace(" FOR SHARE", "")))
            }
            Engine::Postgres => any_of_array(self.postgres),
        }
    }

    /// Where this statement lives in memory: its identity, for caches of prepared statements.
    pub(crate) fn key(&'static self) -> usize {
        std::ptr::from_ref(self) as usize
    }
}

fn any_of_json(sql: &str) -> String {
    replace_any_of(sql, |number, negated| {
        format!("{}IN (SELECT value FROM json_each(${number}))", if negated { "NOT " } else { "" })
    })
}

fn any_of_array(sql: &str) -> String {
    replace_any_of(
        sql,
        |number, negated| {
            if negated { format!("<> ALL(${number})") } else { format!("= ANY(${number})") }
        },
    )
}

fn replace_any_of(sql: &str, spell: impl Fn(&str, bool) -> String) -> String {
    const MARK: &str = "IN (ANY_OF($";
    let mut out = String::with_capacity(sql.len() + 32);
    let mut rest = sql;
    while let Some(at) = rest.find(MARK) {
        let (before, after) = rest.split_at(at);
        let after = &after[MARK.len()..];
        let end =
            after.find("))").expect("ANY_OF has closing parentheses: statements are constants and tested");
        let negated = before.ends_with("NOT ");
        out.push_str(if negated { &before[..before.len() - 4] } else { before });
        out.push_str(&spell(&after[..end], negated));
        rest = &after[end + 2..];
    }
    out.push_str(rest);
    out
}

/// `$1` names a parameter on SQLite; `?1` numbers it.
fn numbered(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut letters = sql.chars().peekable();
    while let Some(letter) = letters.next() {
        let numbers = letter == '$' && letters.peek().is_some_and(char::is_ascii_digit);
        out.push(if numbers { '?' } else { letter });
    }
    out
}

/// Declares the statements of a table family, and `STATEMENTS`, the list of them.
///
/// ```
/// # mod users {
/// db::statements! {
///     /// One user by id.
///     BY_ID: "users.by_id" => "SELECT id, username FROM users WHERE id = $1";
///     NOW: "users.now", sqlite: "SELECT unixepoch()", postgres: "SELECT extract(epoch FROM now())";
///     /// SQLite is never asked.
///     RUNNING: "users.running", postgres: "SELECT count(*) FROM pg_stat_activity";
/// }
/// # }
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident: $label:literal $(=> $sql:expr)? $(, sqlite: $sqlite:expr)? $(, postgres: $postgres:expr)?;)*) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::Statement =
                $crate::statements!(@one $label $(=> $sql)? $(, sqlite: $sqlite)? $(, postgres: $postgres)?);
        )*

        /// Every statement of this family.
        pub(crate) static STATEMENTS: &[&$crate::Statement] = &[$(&$name),*];
    };
    (@one $label:literal => $sql:expr) => { $crate::Statement::new($label, $sql, $sql) };
    (@one $label:literal, sqlite: $sqlite:expr, postgres: $postgres:expr) => {
        $crate::Statement::new($label, $sqlite, $postgres)
    };
    (@one $label:literal, postgres: $postgres:expr) => {
        $crate::Statement::new($label, "SELECT NULL WHERE FALSE", $postgres)
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_locks_are_spelled_per_engine() {
        static S: Statement = Statement::new(
            "t.s",
            "SELECT a FROM t WHERE id IN (ANY_OF($2)) AND b NOT IN (ANY_OF($1)) AND c = $3 FOR UPDATE",
            "SELECT a FROM t WHERE id IN (ANY_OF($2)) AND b NOT IN (ANY_OF($1)) AND c = $3 FOR UPDATE",
        );
        assert_eq!(
            S.sql(Engine::Sqlite),
            "SELECT a FROM t WHERE id IN (SELECT value FROM json_each(?2)) AND b NOT IN (SELECT value FROM json_each(?1)) AND c = ?3"
        );
        assert_eq!(
            S.sql(Engine::Postgres),
            "SELECT a FROM t WHERE id = ANY($2) AND b <> ALL($1) AND c = $3 FOR UPDATE"
        );
    }
}
