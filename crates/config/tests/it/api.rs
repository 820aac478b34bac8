use config::{Config, MASK, Refused, View, Writer, settings};
use serde_json::{Value, json};

use crate::{env, parsed, running};

fn admin(permission: &str) -> bool {
    permission == "manage_system"
}

fn with_secret() -> Config {
    let body = json!({"EmailSettings": {"SMTPPassword": "s3cret"}, "SqlSettings": {"DataSourceReplicas": ["a", "b"]}});
    running().patch(&body, Writer::Session(&admin)).unwrap().config
}

#[test]
fn every_secret_is_masked_and_an_empty_one_stays_empty() {
    let shown = with_secret().masked();
    assert_eq!(shown["EmailSettings"]["SMTPPassword"], MASK);
    assert_eq!(shown["SqlSettings"]["DataSource"], MASK);
    assert_eq!(shown["SqlSettings"]["DataSourceReplicas"], json!([MASK, MASK]));
    assert_eq!(shown["GitLabSettings"]["Secret"], "");
    for setting in settings().iter().filter(|setting| setting.secret) {
        let text = shown[setting.section].to_string();
        assert!(!text.contains("s3cret") && !text.contains("kkkk"), "{}", setting.path);
    }
}

#[test]
fn unknown_keys_of_the_file_are_never_shown() {
    let text = r#"{"TeamSettings": {"LaterSecret": "s3cret"}, "LaterSettings": {"Secret": "s3cret"}}"#;
    let config = Config::from_json(text, &crate::place()).unwrap();
    assert!(!config.masked().to_string().contains("s3cret"));
}

#[test]
fn a_mask_sent_back_leaves_the_secret() {
    let config = with_secret();
    let back = config.replace(&config.masked(), Writer::Session(&admin)).unwrap();
    assert_eq!(back.keys, [] as [&str; 0]);
    assert_eq!(back.config, config);

    let body = json!({"SqlSettings": {"DataSourceReplicas": [MASK, MASK, "c"]}});
    let change = config.patch(&body, Writer::Session(&admin)).unwrap();
    assert_eq!(change.config.sql.data_source_replicas, ["a", "b", "c"]);
}

#[test]
fn a_secret_can_be_taken_away_and_a_missing_one_stays() {
    let config = with_secret();
    let body = json!({"EmailSettings": {"SMTPPassword": ""}});
    assert_eq!(config.patch(&body, Writer::Local).unwrap().config.email.smtp_password, "");

    let slim = config.view(Writer::Session(&admin), View { remove_masked: true, remove_defaults: false });
    assert_eq!(slim["EmailSettings"].get("SMTPPassword"), None);
    let back = config.replace(&slim, Writer::Session(&admin)).unwrap();
    assert_eq!(back.config.email.smtp_password, "s3cret");
    assert_eq!(back.keys, [] as [&str; 0]);
}

#[test]
fn a_key_that_must_exist_cannot_be_emptied() {
    let body = json!({"FileSettings": {"PublicLinkSalt": ""}, "SqlSettings": {"AtRestEncryptKey": ""}});
    assert_eq!(running().patch(&body, Writer::Local).unwrap().keys, [] as [&str; 0]);
}

#[test]
fn defaults_can_be_left_out_of_a_view() {
    let slim = with_secret().view(Writer::Local, View { remove_masked: false, remove_defaults: true });
    assert_eq!(slim["EmailSettings"], json!({"SMTPPassword": MASK}));
    assert_eq!(slim["ServiceSettings"], json!({"SiteURL": "http://localhost:8065"}));
    assert_eq!(slim.get("ThemeSettings"), None);
}

#[test]
fn a_patch_names_what_it_changed() {
    let body = json!({
        "ServiceSettings": {"PostEditTimeLimit": 300, "EnableCustomEmoji": true, "NoSuchKey": 1},
        "AutoTranslationSettings": {"LibreTranslate": {"URL": "http://localhost"}},
        "NoSuchSettings": {"A": 1},
    });
    let change = running().patch(&body, Writer::Session(&admin)).unwrap();
    assert_eq!(
        change.keys,
        ["ServiceSettings.PostEditTimeLimit", "AutoTranslationSettings.LibreTranslate.URL"]
    );
    assert_eq!(change.config.service.post_edit_time_limit, 300);
    assert!(!change.config.to_file_json().contains("NoSuch"));
}

#[test]
fn a_replacement_resets_what_it_leaves_out() {
    let config =
        running().patch(&json!({"TeamSettings": {"SiteName": "Mine"}}), Writer::Local).unwrap().config;
    let body = json!({"ServiceSettings": {"SiteURL": "http://localhost:8065"}});
    let change = config.replace(&body, Writer::Session(&admin)).unwrap();
    assert_eq!(change.keys, ["TeamSettings.SiteName"]);
}

#[test]
fn a_body_of_the_wrong_shape_is_a_bad_parameter() {
    for body in [
        json!([]),
        json!("x"),
        json!(null),
        json!({"ServiceSettings": []}),
        json!({"ServiceSettings": {"EnableCustomEmoji": "yes"}}),
        json!({"ServiceSettings": {"PostEditTimeLimit": "soon"}}),
        json!({"DisplaySettings": {"CustomURLSchemes": "one"}}),
        json!({"MessageExportSettings": {"GlobalRelaySettings": 1}}),
    ] {
        let refused = running().patch(&body, Writer::Session(&admin)).unwrap_err();
        assert_eq!(
            (refused.id(), refused.status()),
            ("api.context.invalid_body_param.app_error", 400),
            "{body}"
        );
    }
}

#[test]
fn the_site_url_cannot_be_cleared() {
    let config = running();
    for refused in [
        config.patch(&json!({"ServiceSettings": {"SiteURL": ""}}), Writer::Session(&admin)),
        config.replace(&json!({}), Writer::Session(&admin)),
    ] {
        assert_eq!(refused.unwrap_err().id(), "api.config.update_config.clear_siteurl.app_error");
    }
}

#[test]
fn what_decides_over_code_and_files_is_kept_from_the_api() {
    let body = json!({"PluginSettings": {"EnableUploads": true}});
    let refused = running().patch(&body, Writer::Session(&admin)).unwrap_err();
    assert_eq!(refused, Refused::NotAllowed { key: "PluginSettings.EnableUploads" });
    assert_eq!(refused.status(), 403);
    assert_eq!(running().patch(&body, Writer::Local).unwrap().keys, ["PluginSettings.EnableUploads"]);
}

#[test]
fn an_overridden_setting_stays_overridden_and_its_saved_value_stays_saved() {
    let config = running().with_env(env(&[("MM_TEAMSETTINGS_SITENAME", "Env")]));
    let change = config.patch(&json!({"TeamSettings": {"SiteName": "Patched"}}), Writer::Local).unwrap();
    assert_eq!(change.keys, [] as [&str; 0]);
    assert_eq!(change.config.team.site_name, "Env");
    assert_eq!(parsed(&change.config.to_file_json())["TeamSettings"]["SiteName"], "Mattermost");
}

#[test]
fn a_delegated_admin_sees_the_pages_they_may_see() {
    let customizer = |permission: &str| permission == "sysconsole_read_site_customization";
    let shown = running().view(Writer::Session(&customizer), View::default());
    assert_eq!(shown["TeamSettings"]["SiteName"], "Mattermost");
    assert_eq!(shown["TeamSettings"]["MaxUsersPerTeam"], Value::Null);
    assert_eq!(shown["SqlSettings"]["DataSource"], Value::Null);
    assert_eq!(shown["ClientRequirements"]["IosMinVersion"], "");
    assert_eq!(shown["AutoTranslationSettings"]["LibreTranslate"], Value::Null);
    assert_eq!(shown["ExperimentalSettings"]["RestrictSystemAdmin"], false);

    let nobody = running().view(Writer::Session(&|_| false), View::default());
    assert_eq!(nobody["ExperimentalSettings"]["RestrictSystemAdmin"], Value::Null);
}

#[test]
fn a_delegated_admin_changes_only_what_they_may_change() {
    let customizer = |permission: &str| permission.ends_with("_site_customization");
    let body = json!({"TeamSettings": {"CustomDescriptionText": "mine", "MaxUsersPerTeam": 1}, "SqlSettings": {"QueryTimeout": 31}});
    let change = running().patch(&body, Writer::Session(&customizer)).unwrap();
    assert_eq!(change.keys, ["TeamSettings.CustomDescriptionText"]);

    // What they read, with nulls for what they do not see, is harmless when it comes back.
    let seen = running().view(Writer::Session(&customizer), View::default());
    assert_eq!(running().replace(&seen, Writer::Session(&customizer)).unwrap().keys, [] as [&str; 0]);
}

#[test]
fn nothing_seen_can_be_replayed_by_someone_who_may_write_but_not_read() {
    let blind = |permission: &str| permission.starts_with("sysconsole_write_");
    let config = with_secret();
    let seen = config.view(Writer::Session(&blind), View::default());
    assert_eq!(config.replace(&seen, Writer::Session(&blind)).unwrap().keys, [] as [&str; 0]);
}

#[test]
fn restricted_administrators_leave_the_machine_alone() {
    let body = json!({"ExperimentalSettings": {"RestrictSystemAdmin": true}});
    let config = running().patch(&body, Writer::Session(&admin)).unwrap().config;
    let body = json!({"SqlSettings": {"QueryTimeout": 31}, "TeamSettings": {"SiteName": "Mine"}});
    assert_eq!(config.patch(&body, Writer::Session(&admin)).unwrap().keys, ["TeamSettings.SiteName"]);
    assert_eq!(config.patch(&body, Writer::Local).unwrap().keys.len(), 2);
}

#[test]
fn the_environment_is_shown_page_by_page() {
    let config =
        running().with_env(env(&[("MM_TEAMSETTINGS_SITENAME", "A"), ("MM_SQLSETTINGS_TRACE", "false")]));
    let customizer = |permission: &str| permission == "sysconsole_read_site_customization";
    assert_eq!(
        config.environment_for(Writer::Session(&customizer)),
        Some(json!({"TeamSettings": {"SiteName": true}}))
    );
    assert_eq!(config.environment_for(Writer::Session(&|_| false)), None);
    assert_eq!(running().environment_for(Writer::Session(&admin)), Some(json!({})));
}
