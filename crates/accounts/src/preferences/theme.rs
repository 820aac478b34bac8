//! Themes: preferences that clients draw with, so what they hold must not break a client.

use serde_json::{Map, Value};

/// Keys whose values are no colours.
const NAMES: [&str; 3] = ["type", "codeTheme", "image"];
const WHITE: &str = "#ffffff";

/// The theme with every colour that is none made white; what is no theme becomes an empty one.
pub fn clean(value: &str) -> String {
    let Ok(Value::Object(theme)) = serde_json::from_str(value) else { return "{}".to_owned() };
    let theme: Map<String, Value> = theme
        .into_iter()
        .filter_map(|(key, value)| match value {
            Value::String(text) if NAMES.contains(&key.as_str()) || is_colour(&text) => {
                Some((key, Value::String(text)))
            }
            Value::String(_) => Some((key, Value::from(WHITE))),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => None,
        })
        .collect();
    Value::Object(theme).to_string()
}

/// `#rgb` or `#rrggbb`.
fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sec_q08_only_colours_and_names_are_kept() {
        assert_eq!(
            clean(r##"{"sidebarBg":"url(javascript:1)","buttonBg":"#abcdef","codeTheme":"<b>","x":[1]}"##),
            r##"{"buttonBg":"#abcdef","codeTheme":"<b>","sidebarBg":"#ffffff"}"##
        );
        for odd in ["not json", "[]", "1", ""] {
            assert_eq!(clean(odd), "{}");
        }
    }
}
