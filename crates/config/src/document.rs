//! Reaching into the JSON document by dotted paths, and writing it the way configuration files look.
//!
//! Only paths of the table are used here, so no part of a path has a dot of its own.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::config::Fault;
use crate::settings::settings;

pub(crate) fn at<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(document, |value, part| value.get(part))
}

/// The value of a setting that `document` is known to have, since every snapshot is complete.
pub(crate) fn value<'a>(document: &'a Value, path: &str) -> &'a Value {
    static NOTHING: Value = Value::Null;
    at(document, path).unwrap_or(&NOTHING)
}

pub(crate) fn text<'a>(document: &'a Value, path: &str) -> &'a str {
    value(document, path).as_str().unwrap_or_default()
}

pub(crate) fn number(document: &Value, path: &str) -> i64 {
    value(document, path).as_i64().unwrap_or_default()
}

pub(crate) fn flag(document: &Value, path: &str) -> bool {
    value(document, path).as_bool().unwrap_or_default()
}

pub(crate) fn texts<'a>(document: &'a Value, path: &str) -> Vec<&'a str> {
    value(document, path).as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Sets a value, making the objects on the way where they are missing.
pub(crate) fn put(document: &mut Value, path: &str, value: Value) {
    let mut here = document;
    for part in path.split('.') {
        if !here.is_object() {
            *here = Value::Object(Map::new());
        }
        let Value::Object(object) = here else { unreachable!("made an object above") };
        here = object.entry(part).or_insert(Value::Null);
    }
    *here = value;
}

/// Takes a value out, with the objects around it that it leaves empty.
pub(crate) fn take(document: &mut Value, path: &str) {
    let Some(object) = document.as_object_mut() else { return };
    match path.split_once('.') {
        None => {
            object.remove(path);
        }
        Some((part, rest)) => {
            let Some(inner) = object.get_mut(part) else { return };
            take(inner, rest);
            if inner.as_object().is_some_and(Map::is_empty) {
                object.remove(part);
            }
        }
    }
}

/// Checks that every known key in `document` has its type. `null` stands for "not given" anywhere, unknown
/// sections and keys may be anything.
pub(crate) fn check_types(document: &Value) -> Result<(), Fault> {
    let Some(sections) = document.as_object() else {
        return Err(Fault::WrongType { key: "the configuration".into(), expected: "an object" });
    };
    for container in CONTAINERS.iter() {
        match at(document, container) {
            None | Some(Value::Null | Value::Object(_)) => {}
            Some(_) => return Err(Fault::WrongType { key: container.clone(), expected: "an object" }),
        }
    }
    for setting in settings() {
        if !sections.contains_key(setting.section) {
            continue;
        }
        match at(document, &setting.path) {
            None | Some(Value::Null) => {}
            Some(value) if setting.kind.fits(value) => {}
            Some(_) => {
                return Err(Fault::WrongType { key: setting.path.clone(), expected: setting.kind.name() });
            }
        }
    }
    Ok(())
}

/// The document as a file: sections and keys in the order of the table, what we do not know after them.
pub(crate) fn pretty(document: &Value) -> String {
    let mut out = String::with_capacity(40_000);
    write(&mut out, document, "", 0);
    out.push('\n');
    out
}

fn write(out: &mut String, value: &Value, path: &str, depth: usize) {
    let indent = |out: &mut String, depth: usize| {
        out.push('\n');
        out.extend(std::iter::repeat_n("    ", depth));
    };
    match value {
        Value::Object(object) if !object.is_empty() => {
            let known = ORDER.get(path).map(Vec::as_slice).unwrap_or_default();
            let first = known.iter().filter_map(|&key| object.get_key_value(key));
            let rest = object.iter().filter(|(key, _)| !known.contains(&key.as_str()));
            out.push('{');
            for (index, (key, value)) in first.chain(rest).enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, depth + 1);
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(": ");
                let inner = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                write(out, value, &inner, depth + 1);
            }
            indent(out, depth);
            out.push('}');
        }
        Value::Array(list) if !list.is_empty() => {
            out.push('[');
            for (index, value) in list.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                indent(out, depth + 1);
                write(out, value, "[]", depth + 1);
            }
            indent(out, depth);
            out.push(']');
        }
        value => out.push_str(&value.to_string()),
    }
}

/// The keys of the document, of each section and of each nested object, in the order of the table.
static ORDER: LazyLock<BTreeMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let mut order: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for setting in settings() {
        let mut path = String::new();
        for part in std::iter::once(setting.section).chain(setting.key.split('.')) {
            let keys = order.entry(path.clone()).or_default();
            if !keys.contains(&part) {
                keys.push(part);
            }
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(part);
        }
    }
    order
});

/// The paths that must be objects: sections, and objects inside them.
static CONTAINERS: LazyLock<Vec<String>> =
    LazyLock::new(|| ORDER.keys().filter(|path| !path.is_empty()).cloned().collect());

/// The objects inside sections.
pub(crate) fn nested_objects() -> impl Iterator<Item = &'static String> {
    CONTAINERS.iter().filter(|path| path.contains('.'))
}

/// Brings values into the form in which they are kept: a limit caps, an unknown language or log level falls
/// back, a connection string names its own driver. Such values are accepted and changed, where the rest of the
/// rules refuse.
pub(crate) fn normalise(document: &mut Value) {
    // Many installations give the connection string alone, since for them there was one driver.
    let source = text(document, "SqlSettings.DataSource");
    if source.starts_with("postgres://") || source.starts_with("postgresql://") {
        put(document, "SqlSettings.DriverName", "postgres".into());
    }
    const EMOJI_LIMIT: &str = "ServiceSettings.UniqueEmojiReactionLimitPerPost";
    if number(document, EMOJI_LIMIT) > 500 {
        put(document, EMOJI_LIMIT, 500.into());
    }
    for path in ["LocalizationSettings.DefaultServerLocale", "LocalizationSettings.DefaultClientLocale"] {
        if at(document, path).is_some() && !LOCALES.contains(&text(document, path)) {
            put(document, path, "en".into());
        }
    }
    for path in ["LogSettings.ConsoleLevel", "LogSettings.FileLevel"] {
        if at(document, path).is_some() && !LOG_LEVELS.contains(&text(document, path).to_uppercase().as_str())
        {
            put(document, path, "INFO".into());
        }
    }
}

/// Languages that the protocol's clients offer.
const LOCALES: &[&str] = &[
    "bg", "de", "en", "en-AU", "es", "fa", "fr", "hu", "it", "ja", "ko", "nl", "pl", "pt-BR", "ro", "ru",
    "sv", "tr", "uk", "vi", "zh-CN", "zh-TW",
];

const LOG_LEVELS: &[&str] = &["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "CRITICAL", "PANIC", "FATAL"];
