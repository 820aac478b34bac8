//! Bodies to be compared as a whole: what differs between runs is replaced, by rules that say what may differ.
//!
//! Ids become `<id 1>`, `<id 2>`, … in the order in which they first appear, so that the same id stays the same and
//! another one stays another. Times (milliseconds of this century) become `<time>`. Nothing else is touched: a value
//! that is no id where one should be stays visible.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// The value with ids and times replaced.
pub fn redact(value: &Value) -> Value {
    Redactor::default().value(value)
}

/// The value as text, for `assert_eq!` with a text in the test.
pub fn snapshot(value: &Value) -> String {
    serde_json::to_string_pretty(&redact(value)).expect("a value is always JSON")
}

/// Replaces in several values that belong together: an id has one name in all of them.
#[derive(Default)]
pub struct Redactor {
    known: BTreeMap<String, usize>,
}

impl Redactor {
    pub fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text),
            Value::Number(number) if number.as_i64().is_some_and(is_time) => Value::from("<time>"),
            Value::Array(items) => items.iter().map(|item| self.value(item)).collect(),
            Value::Object(fields) => {
                let fields = fields.iter().map(|(key, field)| {
                    let key = if is_id(key) { self.name(key) } else { key.clone() };
                    (key, self.value(field))
                });
                Value::Object(fields.collect::<Map<_, _>>())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }

    fn text(&mut self, text: &str) -> Value {
        if is_id(text) {
            return Value::from(self.name(text));
        }
        // A JSON text inside of JSON is compared as what it says.
        match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => self.value(&inner),
            _ => Value::from(text),
        }
    }

    fn name(&mut self, id: &str) -> String {
        let next = self.known.len() + 1;
        format!("<id {}>", self.known.entry(id.to_owned()).or_insert(next))
    }
}

/// Whether a text is spelled as ids are.
pub fn is_id(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit())
}

fn is_time(number: i64) -> bool {
    (946_684_800_000..4_102_444_800_000).contains(&number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_id_keeps_one_name_and_nothing_else_is_hidden() {
        let (one, two) = ("a".repeat(26), "b".repeat(26));
        let value = json!({
            "id": one, "other": two, "again": one, "at": 1_700_000_000_000_i64, "count": 3, "text": "hello",
            "nested": json!({"id": two}).to_string(),
        });
        assert_eq!(
            redact(&value),
            json!({
                "again": "<id 1>", "at": "<time>", "count": 3, "id": "<id 1>", "nested": {"id": "<id 2>"},
                "other": "<id 2>", "text": "hello",
            })
        );
    }
}
