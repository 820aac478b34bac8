use config::{Config, Fault, Place, settings, validate};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{env, parsed, place, running};

#[test]
fn a_fresh_configuration_is_valid() {
    assert_eq!(validate(&Config::defaults(&place())), Ok(()));
    assert_eq!(validate(&running()), Ok(()));
}

#[test]
fn a_fresh_server_keeps_everything_in_its_data_folder() {
    let config = Config::defaults(&Place::new("/srv/chat"));
    assert_eq!(config.sql.driver_name, "sqlite");
    assert_eq!(config.sql.data_source, "/srv/chat/wardroom.db");
    assert_eq!(config.file.directory, "/srv/chat/files");
    assert_eq!(config.log.file_location, "/srv/chat/logs");
    assert_eq!(config.plugin.directory, "/srv/chat/plugins");
}

#[test]
fn a_fresh_server_talks_to_nobody_outside() {
    let config = Config::defaults(&place());
    for path in [
        "LogSettings.EnableDiagnostics",
        "ServiceSettings.EnableSecurityFixAlert",
        "AnnouncementSettings.UserNoticesEnabled",
        "PluginSettings.EnableRemoteMarketplace",
        "EmailSettings.SendPushNotifications",
    ] {
        assert_eq!(config.get(path), &Value::from(false), "{path}");
    }
    assert_eq!(config.metrics.listen_address, "127.0.0.1:8067");
    assert_eq!(config.support.help_link, "");
}

#[test]
fn diagnostics_alerts_and_notices_stay_off_in_an_adopted_configuration() {
    let text = r#"{"LogSettings": {"EnableDiagnostics": true}, "TeamSettings": {"MaxUsersPerTeam": 50}}"#;
    let config =
        Config::from_json(text, &place()).unwrap().with_env(env(&[("MM_LOGSETTINGS_ENABLESENTRY", "true")]));
    assert_eq!(config.get("LogSettings.EnableDiagnostics"), &Value::from(false));
    assert_eq!(config.get("LogSettings.EnableSentry"), &Value::from(false));
    assert_eq!(config.team.max_users_per_team, 50);
    // The file keeps what it said.
    assert_eq!(parsed(&config.to_file_json())["LogSettings"]["EnableDiagnostics"], true);
}

#[test]
fn the_data_folder_can_be_moved() {
    let written = Config::defaults(&Place::new("here")).to_file_json();
    assert!(!written.contains("here"));
    let moved = Config::from_json(&written, &Place::new("there")).unwrap();
    assert_eq!(moved.sql.data_source, "there/wardroom.db");
    assert_eq!(moved, Config::defaults(&Place::new("there")));
}

#[test]
fn missing_keys_get_their_defaults_and_unknown_ones_are_kept() {
    let text = r#"{"ServiceSettings": {"Later": {"A": [1]}, "SiteURL": null}, "LaterSettings": {"B": 2}}"#;
    let config = Config::from_json(text, &place()).unwrap();
    assert_eq!(config.service.site_url, "");
    assert_eq!(config.service.listen_address, ":8065");

    let written = parsed(&config.to_file_json());
    assert_eq!(written["ServiceSettings"]["Later"], json!({"A": [1]}));
    assert_eq!(written["LaterSettings"], json!({"B": 2}));
}

#[test]
fn feature_flags_are_not_saved() {
    let config = Config::defaults(&place()).with_env(env(&[("MM_FEATUREFLAGS_CJKSEARCH", "true")]));
    assert!(
        config.feature("CJKSearch") && config.feature("ChannelBookmarks") && !config.feature("NoSuchFlag")
    );
    assert!(!config.to_file_json().contains("FeatureFlags"));
}

#[test]
fn sessions_counted_in_days_keep_their_length() {
    let config =
        Config::from_json(r#"{"ServiceSettings": {"SessionLengthWebInDays": 7}}"#, &place()).unwrap();
    assert_eq!(config.service.session_length_web_in_hours, 168);
    assert_eq!(config.service.session_length_mobile_in_hours, 720);
}

#[test]
fn text_that_is_no_configuration_is_refused() {
    let read = |text| Config::from_json(text, &place()).unwrap_err();
    assert_eq!(read("{"), Fault::NotJson { line: 1, column: 1 });
    for text in [
        "[]",
        "null",
        r#"{"TeamSettings": []}"#,
        r#"{"TeamSettings": {"MaxUsersPerTeam": "50"}}"#,
        r#"{"TeamSettings": {"MaxUsersPerTeam": 1.5}}"#,
        r#"{"TeamSettings": {"MaxUsersPerTeam": 99999999999999999999}}"#,
        r#"{"AutoTranslationSettings": {"LibreTranslate": "x"}}"#,
        r#"{"PluginSettings": {"PluginStates": {"a": true}}}"#,
    ] {
        assert!(matches!(read(text), Fault::WrongType { .. }), "{text}");
    }
}

#[test]
fn a_fault_does_not_repeat_the_value() {
    let fault = Config::from_json(r#"{"SqlSettings": {"DataSource": ["hunter2"]}}"#, &place()).unwrap_err();
    assert_eq!(fault.to_string(), "SqlSettings.DataSource must be a text");
    assert!(!format!("{:?}", running()).contains("kkkk"));
}

#[test]
fn the_environment_wins_and_is_never_written() {
    let config = running().with_env(env(&[
        ("MM_SERVICESETTINGS_SITEURL", "https://chat.example.com"),
        ("MM_SQLSETTINGS_DATASOURCEREPLICAS", "postgres://a postgres://b"),
        ("MM_AUTOTRANSLATIONSETTINGS_LIBRETRANSLATE_URL", "http://localhost:5000"),
        ("PATH", "/bin"),
    ]));
    assert_eq!(config.service.site_url, "https://chat.example.com");
    assert_eq!(config.sql.data_source_replicas.len(), 2);
    assert_eq!(
        config.environment(),
        json!({
            "ServiceSettings": {"SiteURL": true},
            "SqlSettings": {"DataSourceReplicas": true},
            "AutoTranslationSettings": {"LibreTranslate": {"URL": true}},
        })
    );
    assert_eq!(config.to_file_json(), running().to_file_json());
    assert_eq!(config.unused_variables(), [] as [String; 0]);
}

#[test]
fn a_variable_without_effect_is_reported_without_its_value() {
    let config = Config::defaults(&place()).with_env(env(&[
        ("MM_TEAMSETTINGS_MAXUSERSPERTEAM", "hunter2"),
        ("MM_TEAMSETTINGS_NOSUCHKEY", "x"),
        ("MM_OTHER", "x"),
    ]));
    assert_eq!(
        config.unused_variables(),
        [
            "MM_TEAMSETTINGS_MAXUSERSPERTEAM must be a whole number",
            "MM_TEAMSETTINGS_NOSUCHKEY names no setting"
        ]
    );
}

#[test]
fn a_connection_string_names_its_driver() {
    let variables = env(&[("MM_SQLSETTINGS_DATASOURCE", "postgres://mm@db/mm")]);
    assert_eq!(Config::defaults(&place()).with_env(variables).sql.driver_name, "postgres");
}

#[test]
fn a_file_changed_by_somebody_else_is_taken_in_under_the_same_environment() {
    let config = running().with_env(env(&[("MM_TEAMSETTINGS_SITENAME", "Env")]));
    let text = r#"{"TeamSettings": {"SiteName": "File", "MaxUsersPerTeam": 7}, "SqlSettings": {"AtRestEncryptKey": "new"}}"#;
    let changed = config.with_text(text).unwrap();
    assert_eq!((changed.team.site_name.as_str(), changed.team.max_users_per_team), ("Env", 7));
    assert_eq!(changed.sql.at_rest_encrypt_key, "new");
    assert_eq!(changed.file.public_link_salt, config.file.public_link_salt);
    assert!(config.with_text("{").is_err());
}

#[test]
fn keys_are_generated_once() {
    let (config, needed) = Config::defaults(&place()).with_generated(|| "s".repeat(32));
    assert!(needed);
    assert_eq!(config.file.public_link_salt.len(), 32);
    let again = Config::from_json(&config.to_file_json(), &place()).unwrap();
    let (again, needed) = again.with_generated(|| unreachable!("the file has them"));
    assert!(!needed);
    assert_eq!(again, config);
}

/// Settings by number, each with a value of its type.
fn some_values() -> impl Strategy<Value = Vec<(usize, Value)>> {
    let one = (0..settings().len()).prop_flat_map(|index| {
        let value = match settings()[index].kind {
            config::Kind::Bool => any::<bool>().prop_map(Value::from).boxed(),
            config::Kind::Int => any::<i64>().prop_map(Value::from).boxed(),
            config::Kind::String => "\\PC{0,12}".prop_map(Value::from).boxed(),
            config::Kind::Strings => {
                prop::collection::vec("[^ \\[]{1,6}", 0..3).prop_map(Value::from).boxed()
            }
            config::Kind::Objects => Just(json!([{"DataSource": "x"}, {}])).boxed(),
            config::Kind::MapOfObjects => {
                Just(json!({"com.example.plugin": {"Enable": true, "b": [1, {}]}})).boxed()
            }
            config::Kind::MapOfStrings => Just(json!({"flagged": ["reviewers"]})).boxed(),
            config::Kind::Json => Just(json!({"a": {"type": "console"}, "b": null})).boxed(),
        };
        (Just(index), value)
    });
    prop::collection::vec(one, 0..12)
}

fn document(values: &[(usize, Value)]) -> Value {
    let mut document = json!({"UnknownSettings": {"x": 1.5}});
    for (index, value) in values {
        let mut here = &mut document;
        for part in settings()[*index].path.split('.') {
            here = &mut here[part];
        }
        *here = value.clone();
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn writing_what_was_read_changes_nothing(values in some_values()) {
        let first = Config::from_json(&document(&values).to_string(), &place()).unwrap();
        let text = first.to_file_json();
        let second = Config::from_json(&text, &place()).unwrap();
        prop_assert_eq!(&second, &first);
        prop_assert_eq!(second.to_file_json(), text);
    }

    #[test]
    fn what_the_environment_says_is_what_the_document_shows(values in some_values()) {
        let variables = values.iter().map(|(index, value)| {
            let name = format!("MM_{}", settings()[*index].path.replace('.', "_").to_uppercase());
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Array(list) if list.iter().all(Value::is_string) => {
                    list.iter().map(|item| item.as_str().unwrap()).collect::<Vec<_>>().join(" ")
                }
                value => value.to_string(),
            };
            (name, text)
        });
        let by_file = Config::from_json(&document(&values).to_string(), &place()).unwrap();
        let by_environment = Config::defaults(&place()).with_env(variables);
        for (index, _) in &values {
            let setting = &settings()[*index];
            if setting.is_saved() && !list_of_words_differs(by_file.get(&setting.path)) {
                prop_assert_eq!(by_environment.get(&setting.path), by_file.get(&setting.path));
            }
        }
        prop_assert_eq!(by_environment.to_file_json(), Config::defaults(&place()).to_file_json());
    }

    #[test]
    fn no_patch_of_any_shape_panics_or_loses_a_key(section in 0..settings().len(), junk in "\\PC{0,8}", deep in any::<bool>()) {
        let setting = &settings()[section];
        let body = if deep { json!({setting.section: {setting.key: {"a": junk}}}) } else { json!({setting.section: junk}) };
        let config = running();
        if let Ok(change) = config.patch(&body, config::Writer::Local) {
            prop_assert_eq!(
                config.document().as_object().unwrap().keys().collect::<Vec<_>>(),
                change.config.document().as_object().unwrap().keys().collect::<Vec<_>>()
            );
        }
    }
}

/// Words with white space of other scripts in them split where a JSON list does not.
fn list_of_words_differs(value: &Value) -> bool {
    let has_space = |item: &Value| item.as_str().is_some_and(|text| text.chars().any(char::is_whitespace));
    value.as_array().is_some_and(|list| list.iter().any(has_space))
}
