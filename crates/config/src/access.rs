//! What the API may show and change.
//!
//! A system administrator sees and changes everything known; a delegated administrator what the access tags
//! of a setting open; the local administrator of the machine is held by nothing but validity. Whatever a
//! writer may not change stays as it was, without an error, and a secret sent back in its mask is the stored
//! one.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::document::{at, check_types, nested_objects, put, take};
use crate::settings::{Setting, settings};
use crate::validate::{Invalid, validate};

/// What a secret looks like to the API.
pub const MASK: &str = "********************************";

/// Who reads or writes.
#[derive(Clone, Copy)]
pub enum Writer<'a> {
    /// A session, by the question whether it has a permission (`manage_system`, `sysconsole_read_…`).
    Session(&'a dyn Fn(&str) -> bool),
    /// The administrator at the machine itself.
    Local,
}

/// What to leave out of a view.
#[derive(Debug, Clone, Copy, Default)]
pub struct View {
    pub remove_masked: bool,
    pub remove_defaults: bool,
}

/// An accepted change.
#[derive(Debug)]
pub struct Change {
    pub config: Config,
    /// The settings whose effective value differs now, in the order of the table.
    pub keys: Vec<&'static str>,
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("invalid or missing config in request body")]
    BadBody,
    #[error("the site URL cannot be cleared")]
    ClearsSiteUrl,
    #[error("changing {key} is not allowed due to security reasons")]
    NotAllowed { key: &'static str },
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

const INVALID_BODY_PARAM: &str = "api.context.invalid_body_param.app_error";
const CLEAR_SITEURL: &str = "api.config.update_config.clear_siteurl.app_error";
const NOT_ALLOWED_SECURITY: &str = "api.config.update_config.not_allowed_security.app_error";

impl Refused {
    /// The protocol's error id.
    pub fn id(&self) -> &'static str {
        match self {
            Refused::BadBody => INVALID_BODY_PARAM,
            Refused::ClearsSiteUrl => CLEAR_SITEURL,
            Refused::NotAllowed { .. } => NOT_ALLOWED_SECURITY,
            Refused::Invalid(invalid) => invalid.id,
        }
    }

    /// The HTTP status that goes with the id.
    pub fn status(&self) -> u16 {
        match self {
            Refused::NotAllowed { .. } => 403,
            Refused::BadBody | Refused::ClearsSiteUrl | Refused::Invalid(_) => 400,
        }
    }
}

/// Settings that no request may change: they decide what code runs and which files are read.
const KEPT_FROM_THE_API: &[&str] = &["PluginSettings.EnableUploads", "ImportSettings.Directory"];

impl Config {
    /// Everything known, secrets masked: what a system administrator reads.
    pub fn masked(&self) -> Value {
        self.view(Writer::Local, View::default())
    }

    /// What `reader` sees: known settings only, secrets masked, closed ones `null` (or empty).
    pub fn view(&self, reader: Writer<'_>, view: View) -> Value {
        let mut shown = Value::Object(Map::new());
        for setting in settings() {
            let Some(value) = at(self.document(), &setting.path) else { continue };
            if (view.remove_masked && setting.secret)
                || (view.remove_defaults && setting.default(self.place()).as_ref() == Some(value))
            {
                continue;
            }
            let value = match () {
                () if !reader.sees(setting) && setting.hidden_as_null => Value::Null,
                () if !reader.sees(setting) => setting.kind.zero(),
                () if setting.secret => masked(value),
                () => value.clone(),
            };
            put(&mut shown, &setting.path, value);
        }
        for path in nested_objects() {
            let closed = at(&shown, path)
                .and_then(Value::as_object)
                .is_some_and(|object| object.values().all(Value::is_null));
            if closed {
                put(&mut shown, path, Value::Null);
            }
        }
        shown
    }

    /// The part of [`Config::environment`] that `reader` sees; `None` where nothing is left for someone who
    /// is no administrator, which the protocol answers with `null`.
    pub fn environment_for(&self, reader: Writer<'_>) -> Option<Value> {
        let mut shape = self.environment();
        for setting in settings().iter().filter(|setting| !reader.sees(setting)) {
            take(&mut shape, &setting.path);
        }
        let is_empty = shape.as_object().is_none_or(Map::is_empty);
        (!is_empty || reader.is_unlimited()).then_some(shape)
    }

    /// Takes a whole configuration; settings that are missing from it go back to their defaults.
    pub fn replace(&self, incoming: &Value, writer: Writer<'_>) -> Result<Change, Refused> {
        self.change(incoming, writer, |setting| setting.default(self.place()))
    }

    /// Takes parts of a configuration; settings that are missing stay as they are.
    pub fn patch(&self, incoming: &Value, writer: Writer<'_>) -> Result<Change, Refused> {
        self.change(incoming, writer, |setting| at(self.document(), &setting.path).cloned())
    }

    fn change(
        &self,
        incoming: &Value,
        writer: Writer<'_>,
        missing: impl Fn(&Setting) -> Option<Value>,
    ) -> Result<Change, Refused> {
        check_types(incoming).map_err(|_| Refused::BadBody)?;

        let mut saved = self.saved().clone();
        for setting in settings().iter().filter(|setting| setting.is_saved()) {
            let stays = self.is_overridden(&setting.path)
                || setting.is_always_off()
                || !writer.changes(setting, self.experimental.restrict_system_admin);
            if stays {
                continue;
            }
            let stored = at(self.document(), &setting.path);
            let given = at(incoming, &setting.path).filter(|value| !value.is_null());
            let value = match given {
                Some(given) if setting.secret => Some(unmasked(given, stored)),
                Some(given) => Some(given.clone()),
                // A secret is rarely sent, and what the writer does not see came as `null`.
                None if setting.secret || !writer.sees(setting) => stored.cloned(),
                None => missing(setting),
            };
            let value = match value {
                Some(Value::String(text)) if text.is_empty() && setting.is_generated() => stored.cloned(),
                value => value,
            };
            match value {
                Some(value) => put(&mut saved, &setting.path, value),
                None => take(&mut saved, &setting.path),
            }
        }

        let config = self.with_saved(saved);
        let differs = |setting: &&Setting| self.get(&setting.path) != config.get(&setting.path);
        let keys: Vec<&'static str> =
            settings().iter().filter(differs).map(|setting| setting.path.as_str()).collect();

        if !self.service.site_url.is_empty() && config.service.site_url.is_empty() {
            return Err(Refused::ClearsSiteUrl);
        }
        if matches!(writer, Writer::Session(_))
            && let Some(&key) = keys.iter().find(|key| KEPT_FROM_THE_API.contains(key))
        {
            return Err(Refused::NotAllowed { key });
        }
        validate(&config)?;
        Ok(Change { config, keys })
    }
}

impl Writer<'_> {
    fn is_unlimited(&self) -> bool {
        match self {
            Writer::Session(may) => may("manage_system"),
            Writer::Local => true,
        }
    }

    fn sees(&self, setting: &Setting) -> bool {
        let Writer::Session(may) = self else { return true };
        if may("manage_system") {
            return true;
        }
        setting.access.iter().any(|&tag| match tag {
            // Any page of the admin console shows it.
            "*_read" => TAGS.iter().any(|tag| may(&format!("sysconsole_read_{tag}"))),
            tag => may(&format!("sysconsole_read_{tag}")),
        })
    }

    fn changes(&self, setting: &Setting, administrators_are_restricted: bool) -> bool {
        let Writer::Session(may) = self else { return true };
        if setting.restrictable && administrators_are_restricted {
            return false;
        }
        may("manage_system") || setting.access.iter().any(|tag| may(&format!("sysconsole_write_{tag}")))
    }
}

/// The pages of the admin console.
static TAGS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut tags: Vec<_> = settings().iter().flat_map(|setting| setting.access.iter().copied()).collect();
    tags.sort_unstable();
    tags.dedup();
    tags.retain(|tag| !tag.starts_with('*'));
    tags
});

/// A secret as the API shows it: every text in it masked, empty ones left empty.
fn masked(value: &Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => value.clone(),
        Value::String(_) => MASK.into(),
        Value::Array(list) => list.iter().map(masked).collect(),
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), masked(value))).collect(),
        value => value.clone(),
    }
}

/// What was meant by a secret that came back: a mask stands for what is stored in its place.
fn unmasked(given: &Value, stored: Option<&Value>) -> Value {
    match given {
        Value::String(text) if text == MASK => stored.cloned().unwrap_or_else(|| "".into()),
        Value::Array(list) => list
            .iter()
            .enumerate()
            .map(|(index, given)| unmasked(given, stored.and_then(|stored| stored.get(index))))
            .collect(),
        Value::Object(object) => object
            .iter()
            .map(|(key, given)| (key.clone(), unmasked(given, stored.and_then(|stored| stored.get(key)))))
            .collect(),
        value => value.clone(),
    }
}
