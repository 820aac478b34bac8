//! The table of settings. `settings.tsv` is read once; a row that cannot be read is a mistake in this crate
//! and stops the first test.
//!
//! Columns: section, key (a dot is an object inside the section), type, what someone without access sees
//! (`null`, or `zero` for the type's empty value), the protocol's default, our default where it differs
//! (`{data}` is the data folder), secret, access tags (`sysconsole_read_…` and `sysconsole_write_…`), whether
//! the key stays as it is while system administrators are restricted, the rule for its value, a note.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;

use crate::config::Place;

/// Every setting, in the order in which a configuration file lists them.
pub fn settings() -> &'static [Setting] {
    &SETTINGS
}

/// The setting with this dotted path, `Section.Key`.
pub fn setting(path: &str) -> Option<&'static Setting> {
    BY_PATH.get(path).map(|&index| &SETTINGS[index])
}

/// The settings whose default is ours rather than the protocol's.
pub fn differing_defaults() -> impl Iterator<Item = &'static Setting> {
    settings().iter().filter(|setting| setting.ours.is_some())
}

/// One row of the table.
#[derive(Debug)]
pub struct Setting {
    pub section: &'static str,
    /// The key inside its section; dots separate nested objects.
    pub key: &'static str,
    /// `Section.Key`.
    pub path: String,
    pub kind: Kind,
    /// Someone without access reads `null`; otherwise the empty value of the type.
    pub hidden_as_null: bool,
    /// The protocol's default as JSON text; a setting without one is absent until somebody sets it.
    pub theirs: Option<&'static str>,
    /// Our default as JSON text, where it differs.
    pub ours: Option<&'static str>,
    pub secret: bool,
    /// Names of admin console pages whose permissions open this setting.
    pub access: Vec<&'static str>,
    pub restrictable: bool,
    pub rule: &'static str,
    pub note: &'static str,
}

impl Setting {
    /// The default on a server whose data folder is `place`.
    pub fn default(&self, place: &Place) -> Option<Value> {
        let text = self.ours.or(self.theirs)?;
        let value = serde_json::from_str(text).expect("the table holds JSON, which a test reads whole");
        match value {
            Value::String(text) if text.contains(DATA) => {
                Some(text.replace(DATA, &place.data_folder.to_string_lossy()).into())
            }
            value => Some(value),
        }
    }

    /// Whether the default lies in the data folder. Such a default is not written to the file, so that a
    /// folder can be moved.
    pub fn follows_data_folder(&self) -> bool {
        self.ours.is_some_and(|text| text.contains(DATA))
    }

    /// Whether the file holds this setting. Feature flags come from the environment alone.
    pub fn is_saved(&self) -> bool {
        self.section != "FeatureFlags"
    }

    /// Whether the server makes up a value when there is none: keys that no default can hold.
    pub fn is_generated(&self) -> bool {
        matches!(self.path.as_str(), "SqlSettings.AtRestEncryptKey" | "FileSettings.PublicLinkSalt")
    }

    /// Switches for what this server never does. They read `false` whatever the file says.
    pub fn is_always_off(&self) -> bool {
        matches!(
            self.path.as_str(),
            "LogSettings.EnableDiagnostics"
                | "LogSettings.EnableSentry"
                | "ServiceSettings.EnableSecurityFixAlert"
                | "AnnouncementSettings.AdminNoticesEnabled"
                | "AnnouncementSettings.UserNoticesEnabled"
        )
    }
}

/// The JSON type of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Int,
    String,
    Strings,
    Objects,
    /// An object of objects.
    MapOfObjects,
    /// An object of lists of strings.
    MapOfStrings,
    /// Any JSON.
    Json,
}

impl Kind {
    /// Whether a value has this type.
    pub fn fits(self, value: &Value) -> bool {
        let strings = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_string));
        match self {
            Kind::Bool => value.is_boolean(),
            Kind::Int => value.as_i64().is_some(),
            Kind::String => value.is_string(),
            Kind::Strings => strings(value),
            Kind::Objects => value.as_array().is_some_and(|list| list.iter().all(Value::is_object)),
            Kind::MapOfObjects => value.as_object().is_some_and(|map| map.values().all(Value::is_object)),
            Kind::MapOfStrings => value.as_object().is_some_and(|map| map.values().all(strings)),
            Kind::Json => true,
        }
    }

    /// The value that says nothing, for someone who may not see the real one.
    pub(crate) fn zero(self) -> Value {
        match self {
            Kind::Bool => false.into(),
            Kind::Int => 0.into(),
            Kind::String => "".into(),
            Kind::Strings | Kind::Objects | Kind::MapOfObjects | Kind::MapOfStrings | Kind::Json => {
                Value::Null
            }
        }
    }

    /// What the type is called in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Bool => "true or false",
            Kind::Int => "a whole number",
            Kind::String => "a text",
            Kind::Strings => "a list of texts",
            Kind::Objects => "a list of objects",
            Kind::MapOfObjects => "an object of objects",
            Kind::MapOfStrings => "an object of lists of texts",
            Kind::Json => "JSON",
        }
    }
}

const DATA: &str = "{data}";

static SETTINGS: LazyLock<Vec<Setting>> =
    LazyLock::new(|| include_str!("../settings.tsv").lines().skip(1).map(read).collect());

static BY_PATH: LazyLock<HashMap<&'static str, usize>> = LazyLock::new(|| {
    settings().iter().enumerate().map(|(index, setting)| (setting.path.as_str(), index)).collect()
});

fn read(line: &'static str) -> Setting {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [section, key, kind, hidden, theirs, ours, secret, access, restrictable, rule, note] = cells[..]
    else {
        panic!("settings.tsv: eleven cells expected in: {line}")
    };
    let given = |cell: &'static str| (!cell.is_empty()).then_some(cell);
    let kind = match kind {
        "bool" => Kind::Bool,
        "int" => Kind::Int,
        "string" => Kind::String,
        "strings" => Kind::Strings,
        "objects" => Kind::Objects,
        "map<object>" => Kind::MapOfObjects,
        "map<strings>" => Kind::MapOfStrings,
        "json" => Kind::Json,
        _ => panic!("settings.tsv: unknown type in: {line}"),
    };

    Setting {
        section,
        key,
        path: format!("{section}.{key}"),
        kind,
        hidden_as_null: hidden == "null",
        theirs: given(theirs),
        ours: given(ours),
        secret: secret == "y",
        access: access.split(',').filter(|tag| !tag.is_empty()).collect(),
        restrictable: restrictable == "y",
        rule,
        note,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_has_the_type_of_its_setting() {
        let place = Place::new("data");
        for setting in settings() {
            if let Some(default) = setting.default(&place) {
                assert!(setting.kind.fits(&default), "{}: {default}", setting.path);
            }
            if let Some(theirs) = setting.theirs {
                let theirs: Value = serde_json::from_str(theirs).unwrap();
                assert!(setting.kind.fits(&theirs), "{}: {theirs}", setting.path);
            }
        }
    }

    #[test]
    fn a_path_names_one_setting() {
        assert_eq!(BY_PATH.len(), settings().len());
        assert_eq!(setting("TeamSettings.SiteName").unwrap().theirs, Some("\"Mattermost\""));
        assert!(setting("TeamSettings.Nothing").is_none());
    }

    #[test]
    fn an_own_default_differs_from_the_protocols() {
        for setting in differing_defaults() {
            assert_ne!(setting.ours, setting.theirs, "{}", setting.path);
        }
        assert!(differing_defaults().count() > 20);
    }

    #[test]
    fn what_is_always_off_is_off_by_default() {
        let place = Place::new("data");
        let off: Vec<_> = settings().iter().filter(|setting| setting.is_always_off()).collect();
        assert_eq!(off.len(), 5);
        assert!(off.iter().all(|setting| setting.default(&place) == Some(false.into())));
    }
}
