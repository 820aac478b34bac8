//! Parameters of statements.

use wire::id;

/// A parameter. What a column of another type needs is made of it when the statement is bound.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Real(f64),
    /// Text, or an enum label.
    Text(String),
    /// JSON, spelled; made with [`Value::json`].
    Json(String),
    Bytes(Vec<u8>),
    /// For `IN (ANY_OF($1))`.
    List(Vec<String>),
    /// One parameter of many rows, for PostgreSQL; made by [`crate::Tx::send_all`].
    Column(Vec<Value>),
}

/// The parameters of one call, `$1` first.
pub type Params = Vec<Value>;

/// Lists parameters of different types: `params![user_id, now, "name"]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { vec![$($crate::Value::from($value)),*] };
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}

impl From<&serde_json::Value> for Value {
    fn from(value: &serde_json::Value) -> Self {
        Self::Json(value.to_string())
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<Vec<String>> for Value {
    fn from(value: Vec<String>) -> Self {
        Self::List(value)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! id_values {
    ($($name:ident),*) => {$(
        impl From<id::$name> for Value {
            fn from(id: id::$name) -> Self {
                Self::Text(id.as_str().to_owned())
            }
        }

        impl From<&id::$name> for Value {
            fn from(id: &id::$name) -> Self {
                Self::Text(id.as_str().to_owned())
            }
        }

        impl FromIterator<id::$name> for Value {
            fn from_iter<I: IntoIterator<Item = id::$name>>(ids: I) -> Self {
                Self::List(ids.into_iter().map(|id| id.as_str().to_owned()).collect())
            }
        }
    )*};
}

id_values!(
    Id,
    UserId,
    TeamId,
    ChannelId,
    PostId,
    FileId,
    RoleId,
    SchemeId,
    TermsId,
    SessionId,
    TokenId,
    ConnectionId,
    JobId
);

impl Value {
    /// An absent id as the schema stores it: the empty text.
    pub fn id_or_empty<T: Into<Value>>(id: Option<T>) -> Self {
        id.map_or_else(|| Self::Text(String::new()), Into::into)
    }

    /// A map, a list or another shape for a JSON column.
    pub fn json<T: serde::Serialize + ?Sized>(value: &T) -> serde_json::Result<Self> {
        serde_json::to_string(value).map(Self::Json)
    }

    /// Whether both engines can hold it: PostgreSQL has no NUL in texts, nor in those inside JSON.
    pub(crate) fn is_storable(&self) -> bool {
        match self {
            Self::Text(text) => !text.as_bytes().contains(&0),
            Self::Json(text) => !spells_nul(text),
            Self::List(texts) => texts.iter().all(|text| !text.as_bytes().contains(&0)),
            Self::Column(values) => values.iter().all(Self::is_storable),
            _ => true,
        }
    }
}

/// Whether JSON has a text with a NUL, which is only ever spelled as an escape.
fn spells_nul(json: &str) -> bool {
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let escape = &rest[at + 1..];
        if escape.starts_with("u0000") {
            return true;
        }
        // What is escaped is one ASCII letter; a backslash there escapes nothing further.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn json_with_a_nul_is_not_storable_wherever_it_stands() {
        for nul in [json!({"a": "b\0"}), json!({"a\0": 1}), json!([["\\\0"]])] {
            assert!(!Value::from(&nul).is_storable(), "{nul}");
        }
    }

    #[test]
    fn json_about_escapes_is_storable() {
        for plain in [json!({"a": "\\u0000"}), json!("\\\\u0000"), json!({"\u{1}": "é\\"})] {
            assert!(Value::from(&plain).is_storable(), "{plain}");
        }
    }
}
