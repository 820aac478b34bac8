use config::{ClientFacts, Config, Writer, client_config, hash_of_client_config};
use serde_json::json;

use crate::{place, running};

fn facts() -> ClientFacts {
    ClientFacts {
        version: "11.6.0".into(),
        diagnostic_id: "diagnostic".into(),
        installation_date: Some(1_700_000_000_000),
        schema_version: 160,
        max_post_size: 16_383,
        ..ClientFacts::default()
    }
}

#[test]
fn a_value_is_a_text_whatever_the_setting_is() {
    let body = json!({
        "ServiceSettings": {"SiteURL": "https://chat.example.com/sub//"},
        "DisplaySettings": {"CustomURLSchemes": ["git", "smb"]},
        "DataRetentionSettings": {"FileRetentionDays": 0, "FileRetentionHours": 30},
        "PluginSettings": {"PluginStates": {"com.mattermost.apps": {"Enable": true}}},
    });
    let config = running().patch(&body, Writer::Local).unwrap().config;
    let full = client_config(&config, &facts()).full;
    let expected = [
        ("SiteURL", "https://chat.example.com/sub"),
        ("CustomUrlSchemes", "git,smb"),
        ("DataRetentionFileRetentionHours", "30"),
        ("DataRetentionMessageRetentionHours", "8760"),
        ("AppsPluginEnabled", "true"),
        ("EnableCustomEmoji", "true"),
        ("MaxFileSize", "104857600"),
        ("PostEditTimeLimit", "-1"),
        ("DiagnosticId", "diagnostic"),
        ("TelemetryId", "diagnostic"),
        ("InstallationDate", "1700000000000"),
        ("NoAccounts", "false"),
        ("FeatureFlagTestFeature", "off"),
        ("SamlFirstNameAttributeSet", "false"),
        ("IsDefaultMarketplace", "true"),
        ("BuildEnterpriseReady", "false"),
    ];
    for (key, value) in expected {
        assert_eq!(full[key], value, "{key}");
    }
}

#[test]
fn strangers_are_told_less() {
    let limited = client_config(&Config::defaults(&place()), &facts()).limited;
    assert_eq!(limited["SiteName"], "Mattermost");
    assert_eq!(limited["CWSURL"], "");
    for key in ["SchemaVersion", "InstallationDate", "SQLDriverName", "EnableTesting", "MaxPostSize"] {
        assert!(!limited.contains_key(key), "{key}");
    }
}

#[test]
fn the_hash_follows_what_clients_see() {
    let hash = |config: &Config| hash_of_client_config(&client_config(config, &facts()).full);
    let config = running();
    let unseen = config.patch(&json!({"SqlSettings": {"QueryTimeout": 31}}), Writer::Local).unwrap().config;
    let seen = config.patch(&json!({"TeamSettings": {"SiteName": "Mine"}}), Writer::Local).unwrap().config;
    assert_eq!(hash(&config).len(), 64);
    assert_eq!(hash(&config), hash(&unseen));
    assert_ne!(hash(&config), hash(&seen));
}
