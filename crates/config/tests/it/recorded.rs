//! Held against a real server's file and recorded answers, where they lie beside the repository
//! (`../shared`, or the folder that `WARDROOM_SHARED` names).

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use config::{ClientFacts, Config, Writer, client_config, differing_defaults, settings, validate};
use serde_json::Value;

use crate::{parsed, place};

fn shared(path: &str) -> Option<String> {
    let folder = std::env::var_os("WARDROOM_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join(path)).ok();
    if text.is_none() {
        // Past the capturing of output, so that nobody takes a skip for a pass.
        let line = format!("SKIPPED: {path} is not beside the repository\n");
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    text
}

fn recording(name: &str) -> Option<Vec<Value>> {
    shared(&format!("conformance/golden/{name}.json")).map(|text| serde_json::from_str(&text).unwrap())
}

fn adopted() -> Option<Config> {
    let text = shared("fixtures/mattermost-11.6-config.json")?;
    Some(Config::from_json(&text, &place()).unwrap())
}

#[test]
fn a_real_file_is_valid_and_is_written_back_as_it_was() {
    let Some(text) = shared("fixtures/mattermost-11.6-config.json") else { return };
    let config = Config::from_json(&text, &place()).unwrap();
    assert_eq!(validate(&config), Ok(()));
    assert_eq!(config.to_file_json().trim_end(), text.replace("\\u0026", "&").trim_end());
}

#[test]
fn the_defaults_of_the_table_are_those_of_a_real_server() {
    let Some(text) = shared("fixtures/mattermost-11.6-config.json") else { return };
    let written = parsed(&text);
    let differing: BTreeSet<&str> = settings()
        .iter()
        .filter(|setting| setting.is_saved() && !setting.secret)
        .filter(|setting| setting.theirs.is_some_and(|text| parsed(text) != *at(&written, &setting.path)))
        .map(|setting| setting.path.as_str())
        .collect();
    let changed: BTreeSet<&str> = CHANGED_THERE.iter().copied().collect();
    assert_eq!(differing, changed);
}

#[test]
fn bad_values_are_refused_as_recorded() {
    for name in ["configuration.bad_values_of_the_service", "configuration.bad_values_of_stores"] {
        let (Some(steps), Some(config)) = (recording(name), adopted()) else { return };
        for step in &steps {
            if step["sent"].is_object() {
                let refused = config.patch(&step["sent"], Writer::Session(&|_| true)).unwrap_err();
                assert_eq!(refused.id(), step["body"]["id"], "{}", step["label"]);
                assert_eq!(Value::from(refused.status()), step["status"], "{}", step["label"]);
            }
        }
        assert!(steps.len() > 40);
    }
}

#[test]
fn odd_values_are_kept_as_recorded() {
    let scenario = ["configuration.bad_values_of_the_service", "configuration.bad_values_of_stores"];
    for name in scenario {
        let (Some(steps), Some(config)) = (recording(name), adopted()) else { return };
        for step in steps.iter().filter(|step| step["body"].get("kept").is_some()) {
            let label = step["label"].as_str().unwrap();
            let (path, text) = label.split_once(" = ").unwrap();
            let (section, key) = path.split_once('.').unwrap();
            let text = text.trim_matches('"').trim_matches('\'');
            let value = match text.strip_prefix("['").and_then(|text| text.strip_suffix("']")) {
                Some(item) => Value::from(vec![item]),
                None => text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from),
            };
            let value = if key == "TLSMinVer" { Value::from(text) } else { value };
            let change =
                config.patch(&serde_json::json!({section: {key: value}}), Writer::Session(&|_| true));
            let kept = change.unwrap().config.masked()[section].get(key).cloned().unwrap_or_default();
            assert_eq!(kept, step["body"]["kept"], "{label}");
        }
    }
}

#[test]
fn the_client_configuration_has_the_recorded_keys_and_values() {
    let (Some(full), Some(limited)) =
        (recording("system.client_config_keys"), recording("system.before_login"))
    else {
        return;
    };
    let Some(config) = adopted() else { return };
    let views = client_config(&config, &ClientFacts { max_post_size: 16_383, ..ClientFacts::default() });
    // What that server was told by its environment while it was recorded, and its database.
    let otherwise = [
        "EnableDiagnostics",
        "DiagnosticsEnabled",
        "EnableGuestAccounts",
        "EnableMarketplace",
        "EnableMultifactorAuthentication",
        "SchemaVersion",
    ];
    for (ours, theirs) in [(views.full, &full[0]["body"]), (views.limited, &limited[1]["body"])] {
        let theirs = theirs.as_object().unwrap();
        let keys: BTreeSet<&str> = ours.keys().copied().collect();
        assert_eq!(keys, theirs.keys().map(String::as_str).collect());
        let wrong: BTreeMap<_, _> = ours
            .iter()
            .filter(|(key, value)| {
                let recorded = theirs[**key].as_str().unwrap();
                recorded != "<any>" && recorded != value.as_str() && !otherwise.contains(key)
            })
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

#[test]
fn a_view_has_the_recorded_keys_and_types() {
    let (Some(steps), Some(config)) = (recording("configuration.read"), adopted()) else { return };
    let shown = config.masked();
    let mut sections = 0;
    for step in &steps {
        if let Some(section) = step["label"].as_str().and_then(|label| label.strip_prefix("the keys of ")) {
            assert_eq!(shape(&shown[section]), step["body"], "{section}");
            sections += 1;
        }
    }
    assert_eq!(sections, 44);
}

#[test]
fn delegated_admins_see_what_was_recorded() {
    let (Some(steps), Some(roles), Some(config)) =
        (recording("configuration.delegated_admins"), shared("reference/roles.tsv"), adopted())
    else {
        return;
    };
    for (name, role) in [
        ("manager", "system_manager"),
        ("reader", "system_read_only_admin"),
        ("usermanager", "system_user_manager"),
    ] {
        let row = roles.lines().find(|line| line.split('\t').next() == Some(role)).unwrap();
        let permissions: BTreeSet<&str> = row.split(['\t', ',', ' ']).collect();
        let may = |permission: &str| permissions.contains(permission);
        let shown = config.view(Writer::Session(&may), config::View::default());
        let step = steps.iter().find(|step| step["label"] == format!("what {name} sees")).unwrap();
        for (section, keys) in step["body"].as_object().unwrap() {
            // The list of roles lacks the page of mobile security for the reader.
            if section != "IntuneSettings" {
                assert_eq!(&shape(&shown[section]), keys, "{name}: {section}");
            }
        }
    }
}

/// What the operator of the server with the real file had set.
const CHANGED_THERE: &[&str] = &[
    "ServiceSettings.EnablePostUsernameOverride",
    "ServiceSettings.EnablePostIconOverride",
    "ServiceSettings.EnableLinkPreviews",
    "ServiceSettings.AllowedUntrustedInternalConnections",
    "ServiceSettings.EnableMultifactorAuthentication",
    "ServiceSettings.EnableUserAccessTokens",
    "ServiceSettings.ExtendSessionLengthWithActivity",
    "ServiceSettings.TerminateSessionsOnPasswordChange",
    "ServiceSettings.SessionLengthWebInDays",
    "ServiceSettings.SessionLengthWebInHours",
    "ServiceSettings.SessionLengthMobileInDays",
    "ServiceSettings.SessionLengthMobileInHours",
    "ServiceSettings.EnableEmailInvitations",
    "ServiceSettings.EnableBotAccountCreation",
    "ServiceSettings.EnableSVGs",
    "ServiceSettings.EnableLatex",
    "ServiceSettings.CollapsedThreads",
    "TeamSettings.EnableOpenServer",
    "EmailSettings.SendPushNotifications",
    "EmailSettings.PushNotificationServer",
    "GuestAccountsSettings.Enable",
];

fn at<'a>(document: &'a Value, path: &str) -> &'a Value {
    path.split('.').fold(document, |value, part| &value[part])
}

fn shape(value: &Value) -> Value {
    match value {
        Value::Object(object) => object.iter().map(|(key, value)| (key.clone(), shape(value))).collect(),
        Value::Null => "null".into(),
        Value::Bool(_) => "bool".into(),
        Value::Number(_) => "number".into(),
        Value::String(_) => "string".into(),
        Value::Array(_) => "list".into(),
    }
}

#[test]
fn every_difference_of_ours_is_about_a_saved_setting() {
    assert!(differing_defaults().all(|setting| setting.is_saved() && !setting.note.is_empty()));
}
