//! `MM_SECTION_KEY` variables. Their names have no mark between the words of a key, so only the table of
//! settings can say what they mean.
//!
//! Lists of texts are separated by spaces (or a JSON list); objects and lists of objects are JSON.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde_json::Value;

use crate::settings::{Kind, Setting, settings};

pub(crate) struct Read {
    pub overrides: BTreeMap<String, Value>,
    pub unused: Vec<String>,
}

pub(crate) fn read(variables: impl IntoIterator<Item = (String, String)>) -> Read {
    let mut read = Read { overrides: BTreeMap::new(), unused: Vec::new() };
    for (name, text) in variables {
        let Some(setting) = NAMES.get(name.as_str()) else {
            if SECTIONS.iter().any(|section| name.starts_with(section)) {
                read.unused.push(format!("{name} names no setting"));
            }
            continue;
        };
        match parse(setting.kind, &text) {
            Some(value) => {
                read.overrides.insert(setting.path.clone(), value);
            }
            None => read.unused.push(format!("{name} must be {}", setting.kind.name())),
        }
    }
    read.unused.sort();
    read
}

fn parse(kind: Kind, text: &str) -> Option<Value> {
    let json = |text: &str| serde_json::from_str(text).ok().filter(|value| kind.fits(value));
    match kind {
        Kind::String => Some(text.into()),
        Kind::Bool => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "t" | "1" => Some(true.into()),
            "false" | "f" | "0" => Some(false.into()),
            _ => None,
        },
        Kind::Int => text.trim().parse::<i64>().ok().map(Value::from),
        Kind::Strings if text.trim_start().starts_with('[') => json(text),
        Kind::Strings => Some(text.split_whitespace().collect::<Vec<_>>().into()),
        Kind::Objects | Kind::MapOfObjects | Kind::MapOfStrings | Kind::Json => json(text),
    }
}

fn name_of(setting: &Setting) -> String {
    format!("MM_{}", setting.path.replace('.', "_").to_uppercase())
}

static NAMES: LazyLock<HashMap<String, &'static Setting>> =
    LazyLock::new(|| settings().iter().map(|setting| (name_of(setting), setting)).collect());

static SECTIONS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut sections: Vec<_> =
        settings().iter().map(|setting| format!("MM_{}_", setting.section.to_uppercase())).collect();
    sections.dedup();
    sections
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_names_one_setting() {
        assert_eq!(NAMES.len(), settings().len());
        assert_eq!(NAMES["MM_SERVICESETTINGS_SITEURL"].path, "ServiceSettings.SiteURL");
    }

    #[test]
    fn a_value_is_read_by_the_type_of_its_setting() {
        assert_eq!(parse(Kind::Bool, "TRUE"), Some(true.into()));
        assert_eq!(parse(Kind::Bool, "yes"), None);
        assert_eq!(parse(Kind::Int, " -1"), Some((-1).into()));
        assert_eq!(parse(Kind::Int, "1.5"), None);
        assert_eq!(parse(Kind::Strings, "a b"), Some(vec!["a", "b"].into()));
        assert_eq!(parse(Kind::Strings, "[\"a b\"]"), Some(vec!["a b"].into()));
        assert_eq!(parse(Kind::Strings, "[1]"), None);
        assert_eq!(parse(Kind::Strings, ""), Some(Value::Array(Vec::new())));
        assert_eq!(parse(Kind::MapOfObjects, "{\"a\":1}"), None);
    }
}
