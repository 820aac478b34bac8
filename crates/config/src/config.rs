//! The snapshot.
//!
//! Three layers make the effective document: what is saved (completed with defaults), switches that are always
//! off, and what the environment overrides. Only the first is ever written.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Deref;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::document::{self, at, check_types, normalise, put, take};
use crate::environment;
use crate::sections::Sections;
use crate::settings::settings;

/// Where the server keeps its data; defaults of paths lie in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub data_folder: PathBuf,
}

impl Place {
    pub fn new(data_folder: impl Into<PathBuf>) -> Self {
        Self { data_folder: data_folder.into() }
    }
}

/// An immutable snapshot of the configuration. The typed sections are fields of it: `config.team.site_name`.
#[derive(Clone)]
pub struct Config {
    place: Place,
    saved: Value,
    overrides: BTreeMap<String, Value>,
    unused_variables: Vec<String>,
    document: Value,
    sections: Sections,
}

impl Config {
    /// The configuration of a fresh server.
    pub fn defaults(place: &Place) -> Self {
        Self::from_layers(place.clone(), Value::Object(Map::new()), BTreeMap::new(), Vec::new())
    }

    /// Reads a configuration file. Missing keys get their defaults, unknown ones are kept; text that is not
    /// JSON or has a known key of another type is refused. Ranges are for [`crate::validate`].
    pub fn from_json(text: &str, place: &Place) -> Result<Self, Fault> {
        let saved: Value = serde_json::from_str(text)
            .map_err(|error| Fault::NotJson { line: error.line(), column: error.column() })?;
        check_types(&saved)?;
        Ok(Self::from_layers(place.clone(), saved, BTreeMap::new(), Vec::new()))
    }

    /// Lays `MM_SECTION_KEY` variables over the document. Variables of other programs are passed over; those
    /// that name a section but cannot be used are listed by [`Config::unused_variables`].
    pub fn with_env(self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let read = environment::read(variables);
        Self::from_layers(self.place, self.saved, read.overrides, read.unused)
    }

    /// The same place and environment over another text: the file was changed by somebody else. Generated keys
    /// that the new text lacks stay as they are.
    pub fn with_text(&self, text: &str) -> Result<Self, Fault> {
        let mut saved = Self::from_json(text, &self.place)?.saved;
        for setting in settings().iter().filter(|setting| setting.is_generated()) {
            if document::text(&saved, &setting.path).is_empty() {
                put(&mut saved, &setting.path, document::text(&self.saved, &setting.path).into());
            }
        }
        Ok(self.with_saved(saved))
    }

    /// Fills keys that no default can hold (the salt of public links, the key for data at rest) with `fresh`
    /// values, at least 32 characters each. Says whether any was needed, so that the caller saves the file.
    pub fn with_generated(self, mut fresh: impl FnMut() -> String) -> (Self, bool) {
        let mut saved = self.saved.clone();
        let mut needed = false;
        for setting in settings().iter().filter(|setting| setting.is_generated()) {
            if document::text(&self.document, &setting.path).is_empty() {
                put(&mut saved, &setting.path, fresh().into());
                needed = true;
            }
        }
        (Self::from_layers(self.place, saved, self.overrides, self.unused_variables), needed)
    }

    /// The text of the file: Mattermost's order of sections, environment undone, unknown keys kept. Paths that
    /// follow the data folder are left out while they have their default, so that the folder can be moved.
    pub fn to_file_json(&self) -> String {
        let mut file = self.saved.clone();
        for setting in settings().iter().filter(|setting| setting.follows_data_folder()) {
            if at(&file, &setting.path) == setting.default(&self.place).as_ref() {
                take(&mut file, &setting.path);
            }
        }
        document::pretty(&file)
    }

    /// What the environment overrides: `{"Section": {"Key": true}}`.
    pub fn environment(&self) -> Value {
        let mut shape = Value::Object(Map::new());
        for path in self.overrides.keys() {
            put(&mut shape, path, true.into());
        }
        shape
    }

    /// Variables that look like ours and had no effect, each with the reason. Values are not repeated.
    pub fn unused_variables(&self) -> &[String] {
        &self.unused_variables
    }

    /// The whole effective document, secrets and unknown keys included. Never for the API.
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// The value of any setting by its dotted path, `null` for what is unknown or unset.
    pub fn get(&self, path: &str) -> &Value {
        document::value(&self.document, path)
    }

    /// Whether a feature flag is on.
    pub fn feature(&self, flag: &str) -> bool {
        self.document["FeatureFlags"][flag].as_bool().unwrap_or_default()
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    pub(crate) fn saved(&self) -> &Value {
        &self.saved
    }

    pub(crate) fn is_overridden(&self, path: &str) -> bool {
        self.overrides.contains_key(path)
    }

    /// The same overrides over another saved document.
    pub(crate) fn with_saved(&self, saved: Value) -> Self {
        Self::from_layers(self.place.clone(), saved, self.overrides.clone(), self.unused_variables.clone())
    }

    fn from_layers(
        place: Place,
        mut saved: Value,
        overrides: BTreeMap<String, Value>,
        unused_variables: Vec<String>,
    ) -> Self {
        derive_hours_of_sessions(&mut saved);
        complete(&mut saved, &place);
        normalise(&mut saved);

        let mut document = saved.clone();
        document["FeatureFlags"] = Value::Object(Map::new());
        for setting in settings() {
            if !setting.is_saved()
                && let Some(default) = setting.default(&place)
            {
                put(&mut document, &setting.path, default);
            }
        }
        for (path, value) in &overrides {
            put(&mut document, path, value.clone());
        }
        for setting in settings().iter().filter(|setting| setting.is_always_off()) {
            put(&mut document, &setting.path, false.into());
        }
        normalise(&mut document);

        let sections = Sections::read(&document);
        Self { place, saved, overrides, unused_variables, document, sections }
    }
}

impl Deref for Config {
    type Target = Sections;

    fn deref(&self) -> &Sections {
        &self.sections
    }
}

/// Says nothing of the content, which holds secrets.
impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("place", &self.place).finish_non_exhaustive()
    }
}

impl PartialEq for Config {
    fn eq(&self, other: &Self) -> bool {
        self.document == other.document && self.saved == other.saved && self.overrides == other.overrides
    }
}

/// Why a text is not a configuration. Names the place, never the value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the configuration is not JSON (line {line}, column {column})")]
    NotJson { line: usize, column: usize },
    #[error("{key} must be {expected}")]
    WrongType { key: String, expected: &'static str },
}

/// Fills in every saved setting that has a default and no value.
fn complete(saved: &mut Value, place: &Place) {
    for setting in settings().iter().filter(|setting| setting.is_saved()) {
        if !at(saved, &setting.path).is_none_or(Value::is_null) {
            continue;
        }
        match setting.default(place) {
            Some(default) => put(saved, &setting.path, default),
            None => take(saved, &setting.path),
        }
    }
}

/// Older files count sessions in days only; the hours follow them rather than their own default.
fn derive_hours_of_sessions(saved: &mut Value) {
    for kind in ["Web", "Mobile", "SSO"] {
        let hours = format!("ServiceSettings.SessionLength{kind}InHours");
        let days = at(saved, &format!("ServiceSettings.SessionLength{kind}InDays")).and_then(Value::as_i64);
        if let Some(days) = days
            && at(saved, &hours).is_none_or(Value::is_null)
        {
            put(saved, &hours, days.saturating_mul(24).into());
        }
    }
}
