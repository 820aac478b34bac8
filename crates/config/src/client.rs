//! What clients are told of the configuration: a map of strings, whole for sessions, limited for everyone.
//!
//! `client.tsv` says where each value comes from. Sources are a setting (lists are joined by commas), several
//! joined by `&` that must all be true, `trim` (without trailing slashes), `given` (whether a text is there),
//! a constant in quotes, a fact of the running server (`@Name`), or a rule below (`code name`). Features need
//! no licence, so a value never depends on one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::config::Config;
use crate::document;
use crate::settings::setting;

/// What the server knows beside its configuration.
#[derive(Debug, Clone, Default)]
pub struct ClientFacts {
    /// The protocol version that clients compare, as `11.6.0`.
    pub version: String,
    pub build_number: String,
    pub build_date: String,
    pub build_hash: String,
    pub service_environment: String,
    /// Stable and never empty: mobile clients name their database by it.
    pub diagnostic_id: String,
    /// In milliseconds.
    pub installation_date: Option<i64>,
    /// The highest migration that ran.
    pub schema_version: i64,
    pub no_accounts: bool,
    /// The longest message, in characters.
    pub max_post_size: i64,
    /// Base64 of the public key in DER.
    pub asymmetric_signing_public_key: String,
    /// The latest terms of service, where there are any.
    pub terms_of_service_id: Option<String>,
}

/// Both views of one snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientConfig {
    /// For sessions.
    pub full: BTreeMap<&'static str, String>,
    /// For those who have not signed in.
    pub limited: BTreeMap<&'static str, String>,
}

/// The client configuration of a snapshot.
pub fn client_config(config: &Config, facts: &ClientFacts) -> ClientConfig {
    let document = config.document();
    let mut views = ClientConfig { full: BTreeMap::new(), limited: BTreeMap::new() };
    for key in KEYS.iter() {
        let value = key.source.value(document, facts);
        if let Some(limited) = &key.limited {
            let value = if *limited == key.source { value.clone() } else { limited.value(document, facts) };
            views.limited.insert(key.name, value);
        }
        views.full.insert(key.name, value);
    }
    if config.support.custom_terms_of_service_enabled {
        let id = facts.terms_of_service_id.clone().unwrap_or_default();
        views.limited.insert("CustomTermsOfServiceId", id.clone());
        views.full.insert("CustomTermsOfServiceId", id);
    }
    views
}

/// The hash by which clients notice that the configuration changed: SHA-256 of the full view.
pub fn hash_of_client_config(full: &BTreeMap<&'static str, String>) -> String {
    let mut hasher = Sha256::new();
    for (key, value) in full {
        for part in [*key, value.as_str()] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
    }
    format!("{:x}", hasher.finalize())
}

/// What clients are told of the licence: there is none, and nothing needs one.
pub fn client_license() -> BTreeMap<&'static str, String> {
    BTreeMap::from([("IsLicensed", "false".to_owned())])
}

struct Key {
    name: &'static str,
    source: Origin,
    /// Where the limited view takes the value from, if it has the key.
    limited: Option<Origin>,
}

#[derive(Clone, PartialEq, Eq)]
enum Origin {
    Setting(&'static str),
    All(Vec<&'static str>),
    Trimmed(&'static str),
    Given(&'static str),
    Constant(&'static str),
    Fact(&'static str),
    Rule(Rule),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    AppsPlugin,
    DefaultMarketplace,
    FileRetentionHours,
    MessageRetentionHours,
}

impl Origin {
    fn value(&self, document: &Value, facts: &ClientFacts) -> String {
        match self {
            Origin::Setting(path) => shown(document::value(document, path)),
            Origin::All(paths) => paths.iter().all(|path| document::flag(document, path)).to_string(),
            Origin::Trimmed(path) => document::text(document, path).trim_end_matches('/').to_owned(),
            Origin::Given(path) => (!document::text(document, path).is_empty()).to_string(),
            Origin::Constant(text) => (*text).to_owned(),
            Origin::Fact(name) => facts.named(name).expect("the table names facts, which a test reads whole"),
            Origin::Rule(rule) => rule.value(document),
        }
    }
}

impl Rule {
    fn value(self, document: &Value) -> String {
        match self {
            Rule::AppsPlugin => {
                let states = document::value(document, "PluginSettings.PluginStates");
                let is_on = states["com.mattermost.apps"]["Enable"] == true;
                (is_on && document::flag(document, "PluginSettings.Enable")).to_string()
            }
            Rule::DefaultMarketplace => {
                let url = document::value(document, "PluginSettings.MarketplaceURL").to_string();
                let default = setting("PluginSettings.MarketplaceURL").and_then(|setting| setting.theirs);
                (default == Some(url.as_str())).to_string()
            }
            Rule::FileRetentionHours => retention_hours(document, "File"),
            Rule::MessageRetentionHours => retention_hours(document, "Message"),
        }
    }
}

/// Hours win over days; one of the two is zero.
fn retention_hours(document: &Value, what: &str) -> String {
    let hours = document::number(document, &format!("DataRetentionSettings.{what}RetentionHours"));
    let days = document::number(document, &format!("DataRetentionSettings.{what}RetentionDays"));
    if hours > 0 { hours.to_string() } else { days.saturating_mul(24).to_string() }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(","),
        value @ (Value::Bool(_) | Value::Number(_) | Value::Object(_)) => value.to_string(),
    }
}

impl ClientFacts {
    fn named(&self, name: &str) -> Option<String> {
        let value = match name {
            "Version" => self.version.clone(),
            "BuildNumber" => self.build_number.clone(),
            "BuildDate" => self.build_date.clone(),
            "BuildHash" => self.build_hash.clone(),
            "ServiceEnvironment" => self.service_environment.clone(),
            "DiagnosticId" => self.diagnostic_id.clone(),
            "InstallationDate" => self.installation_date.map(|date| date.to_string()).unwrap_or_default(),
            "SchemaVersion" => self.schema_version.to_string(),
            "NoAccounts" => self.no_accounts.to_string(),
            "MaxPostSize" => self.max_post_size.to_string(),
            "AsymmetricSigningPublicKey" => self.asymmetric_signing_public_key.clone(),
            _ => return None,
        };
        Some(value)
    }
}

static KEYS: LazyLock<Vec<Key>> =
    LazyLock::new(|| include_str!("../client.tsv").lines().skip(1).map(read).collect());

fn read(line: &'static str) -> Key {
    let cells: Vec<&'static str> = line.split('\t').collect();
    let [name, view, source, limited] = cells[..] else {
        panic!("client.tsv: four cells expected in: {line}")
    };
    let source = read_origin(source);
    let limited = match (view, limited) {
        ("full", "") => None,
        ("both", "") => Some(source.clone()),
        ("both", limited) => Some(read_origin(limited)),
        _ => panic!("client.tsv: unknown view in: {line}"),
    };
    Key { name, source, limited }
}

fn read_origin(text: &'static str) -> Origin {
    if let Some(constant) = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
        Origin::Constant(constant)
    } else if let Some(fact) = text.strip_prefix('@') {
        Origin::Fact(fact)
    } else if let Some(rule) = text.strip_prefix("code ") {
        Origin::Rule(match rule {
            "apps_plugin" => Rule::AppsPlugin,
            "default_marketplace" => Rule::DefaultMarketplace,
            "file_retention_hours" => Rule::FileRetentionHours,
            "message_retention_hours" => Rule::MessageRetentionHours,
            _ => panic!("client.tsv: unknown rule {rule}"),
        })
    } else if let Some(path) = text.strip_prefix("trim ") {
        Origin::Trimmed(path)
    } else if let Some(path) = text.strip_prefix("given ") {
        Origin::Given(path)
    } else if text.contains(" & ") {
        Origin::All(text.split(" & ").collect())
    } else {
        Origin::Setting(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Place;

    #[test]
    fn every_source_names_settings_and_facts_that_exist() {
        for key in KEYS.iter() {
            for origin in std::iter::once(&key.source).chain(&key.limited) {
                match origin {
                    Origin::Setting(path) | Origin::Trimmed(path) | Origin::Given(path) => {
                        assert!(setting(path).is_some(), "{}: {path}", key.name);
                    }
                    Origin::All(paths) => paths.iter().for_each(|path| assert!(setting(path).is_some())),
                    Origin::Fact(name) => assert!(ClientFacts::default().named(name).is_some(), "{name}"),
                    Origin::Constant(_) | Origin::Rule(_) => {}
                }
            }
        }
    }

    #[test]
    fn no_secret_reaches_a_client() {
        for key in KEYS.iter() {
            for origin in std::iter::once(&key.source).chain(&key.limited) {
                if let Origin::Setting(path) | Origin::Trimmed(path) = origin {
                    assert!(!setting(path).unwrap().secret, "{path}");
                }
            }
        }
    }

    #[test]
    fn the_limited_view_is_part_of_the_full_one() {
        let config = Config::defaults(&Place::new("data"));
        let views = client_config(&config, &ClientFacts::default());
        assert!(views.limited.keys().all(|key| views.full.contains_key(key)));
        assert!(views.limited.len() < views.full.len());
    }

    #[test]
    fn the_terms_of_service_are_named_while_they_are_asked_for() {
        let facts = ClientFacts { terms_of_service_id: Some("terms".into()), ..ClientFacts::default() };
        let place = Place::new("data");
        let quiet = client_config(&Config::defaults(&place), &facts);
        assert!(!quiet.full.contains_key("CustomTermsOfServiceId"));

        let text = r#"{"SupportSettings": {"CustomTermsOfServiceEnabled": true}}"#;
        let asked = client_config(&Config::from_json(text, &place).unwrap(), &facts);
        assert_eq!(asked.limited["CustomTermsOfServiceId"], "terms");
        assert_ne!(hash_of_client_config(&quiet.full), hash_of_client_config(&asked.full));
    }

    #[test]
    fn nobody_is_told_of_a_licence() {
        assert_eq!(client_license(), BTreeMap::from([("IsLicensed", "false".to_owned())]));
    }
}
