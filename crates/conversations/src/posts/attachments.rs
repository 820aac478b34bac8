//! Message attachments: the boxes that integrations put below a message, kept in the prop `attachments`.
//!
//! What is stored has exactly the protocol's keys. What a button or menu does (`integration`) is stored and never
//! shown: it holds addresses and secrets.

use serde_json::{Map, Value, json};
use wire::Props;

/// The prop.
const ATTACHMENTS: &str = "attachments";

const TEXTS_BEFORE_FIELDS: [&str; 9] = [
    "fallback",
    "color",
    "pretext",
    "author_name",
    "author_link",
    "author_icon",
    "title",
    "title_link",
    "text",
];
const TEXTS_BEHIND_FIELDS: [&str; 4] = ["image_url", "thumb_url", "footer", "footer_icon"];
const ACTION_KEYS: [&str; 10] = [
    "id",
    "type",
    "name",
    "disabled",
    "style",
    "data_source",
    "options",
    "default_option",
    "integration",
    "cookie",
];

/// Brings the attachments among the props into form; what is none falls away.
pub fn normalise(props: &mut Props) {
    let Some(value) = props.remove(ATTACHMENTS) else { return };
    let Value::Array(items) = value else { return };
    let attachments: Vec<Value> = items.iter().filter_map(Value::as_object).map(attachment).collect();
    props.insert(ATTACHMENTS.to_owned(), attachments.into());
}

/// Whether there are attachments among the props.
pub fn are_in(props: &Props) -> bool {
    props.get(ATTACHMENTS).and_then(Value::as_array).is_some_and(|attachments| !attachments.is_empty())
}

/// Takes out what buttons and menus do, for readers.
pub fn conceal(props: &mut Props) {
    let attachments = props.get_mut(ATTACHMENTS).and_then(Value::as_array_mut);
    for attachment in attachments.into_iter().flatten() {
        let actions = attachment.get_mut("actions").and_then(Value::as_array_mut);
        for action in actions.into_iter().flatten().filter_map(Value::as_object_mut) {
            action.remove("integration");
        }
    }
}

fn attachment(given: &Map<String, Value>) -> Value {
    let mut made = Map::new();
    made.insert("id".to_owned(), given.get("id").filter(|id| id.is_i64()).cloned().unwrap_or(json!(0)));
    for key in TEXTS_BEFORE_FIELDS.into_iter().chain(TEXTS_BEHIND_FIELDS) {
        made.insert(key.to_owned(), text(given, key).into());
    }
    let fields = given.get("fields").and_then(Value::as_array);
    let fields =
        fields.map(|fields| fields.iter().filter_map(Value::as_object).map(field).collect::<Vec<Value>>());
    made.insert("fields".to_owned(), fields.into());
    made.insert("ts".to_owned(), given.get("ts").cloned().unwrap_or_default());
    let actions = given.get("actions").and_then(Value::as_array).into_iter().flatten();
    let actions: Vec<Value> = actions.filter_map(Value::as_object).map(action).collect();
    if !actions.is_empty() {
        made.insert("actions".to_owned(), actions.into());
    }
    made.into()
}

fn field(given: &Map<String, Value>) -> Value {
    json!({
        "title": text(given, "title"),
        "value": given.get("value"),
        "short": given.get("short").and_then(Value::as_bool).unwrap_or_default(),
    })
}

fn action(given: &Map<String, Value>) -> Value {
    let mut made = Map::new();
    for key in ACTION_KEYS {
        if let Some(value) = given.get(key).filter(|value| !is_empty(value)) {
            made.insert(key.to_owned(), value.clone());
        }
    }
    made.into()
}

fn text<'a>(given: &'a Map<String, Value>, key: &str) -> &'a str {
    given.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normalised(value: Value) -> Props {
        let mut props = Props::new();
        props.insert(ATTACHMENTS.to_owned(), value);
        normalise(&mut props);
        props
    }

    #[test]
    fn an_attachment_has_every_key() {
        let props =
            normalised(json!([{"text": "act", "color": 5, "unknown": 1, "fields": [{"value": 2}]}, "no"]));
        let expected = json!([{
            "id": 0, "fallback": "", "color": "", "pretext": "", "author_name": "", "author_link": "",
            "author_icon": "", "title": "", "title_link": "", "text": "act",
            "fields": [{"title": "", "value": 2, "short": false}],
            "image_url": "", "thumb_url": "", "footer": "", "footer_icon": "", "ts": null
        }]);
        assert_eq!(props[ATTACHMENTS], expected);
        assert!(are_in(&props));
    }

    #[test]
    fn what_a_button_does_is_kept_from_readers() {
        let button = json!({"id": "go", "name": "Go", "type": "button", "integration": {"url": "http://x/"}});
        let mut props = normalised(json!([{"actions": [button]}]));
        assert!(props.to_owned()[ATTACHMENTS].to_string().contains("http://x/"));
        conceal(&mut props);
        assert_eq!(props[ATTACHMENTS][0]["actions"], json!([{"id": "go", "name": "Go", "type": "button"}]));
    }

    #[test]
    fn what_is_no_list_falls_away() {
        assert!(normalised(json!("x")).is_empty());
        assert!(!are_in(&normalised(json!([]))));
    }
}
