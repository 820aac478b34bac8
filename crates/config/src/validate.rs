//! The rules for values. Those of a single setting stand in the table, in its column `rule`, and get their
//! error id here; those that tie several together are functions below, one per section.
//!
//! Types are settled before: a snapshot cannot hold a wrong one. Rules ask nothing of the world: whether a
//! file exists is found out by whoever opens it.

use serde_json::Value;

use crate::config::Config;
use crate::document::{flag, number, text, texts, value};
use crate::settings::setting;

/// The first rule that a configuration breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key} {problem}")]
pub struct Invalid {
    /// The protocol's error id.
    pub id: &'static str,
    /// The setting to look at.
    pub key: String,
    /// What is wrong with it, without its value.
    pub problem: String,
}

/// Checks every rule, in the order of the table and then of the functions below.
pub fn validate(config: &Config) -> Result<(), Invalid> {
    let document = config.document();
    for (path, id) in RULES {
        let setting = setting(path).expect("a rule is about a setting, which a test reads whole");
        if !holds(setting.rule, value(document, path)) {
            return Err(invalid(id, path, &format!("must be {}", setting.rule)));
        }
    }
    let rules = [
        service,
        team,
        files,
        email,
        logs,
        audit,
        ldap,
        saml,
        image_proxy,
        cache,
        elasticsearch,
        data_retention,
        message_export,
        metrics,
        support,
        native_apps,
        guests,
        display,
        localization,
        wrangler,
        intune,
        experimental,
        content_flagging,
        auto_translation,
    ];
    rules.iter().try_for_each(|rule| rule(document))
}

/// A rule of the table: its error id, beside the setting it is about.
const RULES: &[(&str, &str)] = &[
    ("ServiceSettings.MaximumLoginAttempts", "model.config.is_valid.login_attempts.app_error"),
    ("ServiceSettings.ReadTimeout", "model.config.is_valid.read_timeout.app_error"),
    ("ServiceSettings.WriteTimeout", "model.config.is_valid.write_timeout.app_error"),
    ("ServiceSettings.ConnectionSecurity", "model.config.is_valid.webserver_security.app_error"),
    (
        "ServiceSettings.TimeBetweenUserTypingUpdatesMilliseconds",
        "model.config.is_valid.time_between_user_typing.app_error",
    ),
    (
        "ServiceSettings.ExperimentalGroupUnreadChannels",
        "model.config.is_valid.group_unread_channels.app_error",
    ),
    ("ServiceSettings.CollapsedThreads", "model.config.is_valid.collapsed_threads.app_error"),
    ("ServiceSettings.MaximumURLLength", "model.config.is_valid.max_url_length.app_error"),
    ("ServiceSettings.MaximumPayloadSizeBytes", "model.config.is_valid.max_payload_size.app_error"),
    (
        "ServiceSettings.PersistentNotificationIntervalMinutes",
        "model.config.is_valid.persistent_notifications_interval.app_error",
    ),
    (
        "ServiceSettings.PersistentNotificationMaxCount",
        "model.config.is_valid.persistent_notifications_count.app_error",
    ),
    (
        "ServiceSettings.PersistentNotificationMaxRecipients",
        "model.config.is_valid.persistent_notifications_recipients.app_error",
    ),
    (
        "ServiceSettings.OutgoingIntegrationRequestsTimeout",
        "model.config.is_valid.outgoing_integrations_request_timeout.app_error",
    ),
    ("TeamSettings.MaxUsersPerTeam", "model.config.is_valid.max_users.app_error"),
    ("TeamSettings.MaxChannelsPerTeam", "model.config.is_valid.max_channels.app_error"),
    ("TeamSettings.MaxNotificationsPerChannel", "model.config.is_valid.max_notify_per_channel.app_error"),
    ("TeamSettings.RestrictDirectMessage", "model.config.is_valid.restrict_direct_message.app_error"),
    ("TeamSettings.TeammateNameDisplay", "model.config.is_valid.teammate_name_display.app_error"),
    ("TeamSettings.SiteName", "model.config.is_valid.sitename_length.app_error"),
    ("TeamSettings.UserStatusAwayTimeout", "model.config.is_valid.user_status_away_timeout.app_error"),
    ("SqlSettings.DriverName", "model.config.is_valid.sql_driver.app_error"),
    ("SqlSettings.DataSource", "model.config.is_valid.sql_data_src.app_error"),
    ("SqlSettings.MaxIdleConns", "model.config.is_valid.sql_idle.app_error"),
    ("SqlSettings.MaxOpenConns", "model.config.is_valid.sql_max_conn.app_error"),
    (
        "SqlSettings.ConnMaxLifetimeMilliseconds",
        "model.config.is_valid.sql_conn_max_lifetime_milliseconds.app_error",
    ),
    (
        "SqlSettings.ConnMaxIdleTimeMilliseconds",
        "model.config.is_valid.sql_conn_max_idle_time_milliseconds.app_error",
    ),
    ("SqlSettings.QueryTimeout", "model.config.is_valid.sql_query_timeout.app_error"),
    ("SqlSettings.AtRestEncryptKey", "model.config.is_valid.encrypt_sql.app_error"),
    ("PasswordSettings.MinimumLength", "model.config.is_valid.password_length.app_error"),
    ("FileSettings.MaxFileSize", "model.config.is_valid.max_file_size.app_error"),
    ("FileSettings.DriverName", "model.config.is_valid.file_driver.app_error"),
    ("FileSettings.Directory", "model.config.is_valid.directory.app_error"),
    ("FileSettings.MaxImageDecoderConcurrency", "model.config.is_valid.image_decoder_concurrency.app_error"),
    ("FileSettings.PublicLinkSalt", "model.config.is_valid.file_salt.app_error"),
    ("FileSettings.AmazonS3StorageClass", "model.config.is_valid.storage_class.app_error"),
    ("FileSettings.AmazonS3RequestTimeoutMilliseconds", "model.config.is_valid.amazons3_timeout.app_error"),
    ("FileSettings.ExportDriverName", "model.config.is_valid.file_driver.app_error"),
    ("FileSettings.ExportAmazonS3StorageClass", "model.config.is_valid.storage_class.app_error"),
    (
        "FileSettings.ExportAmazonS3RequestTimeoutMilliseconds",
        "model.config.is_valid.amazons3_timeout.app_error",
    ),
    ("EmailSettings.ConnectionSecurity", "model.config.is_valid.email_security.app_error"),
    ("EmailSettings.EmailBatchingBufferSize", "model.config.is_valid.email_batching_buffer_size.app_error"),
    ("EmailSettings.EmailBatchingInterval", "model.config.is_valid.email_batching_interval.app_error"),
    (
        "EmailSettings.EmailNotificationContentsType",
        "model.config.is_valid.email_notification_contents_type.app_error",
    ),
    ("RateLimitSettings.PerSec", "model.config.is_valid.rate_sec.app_error"),
    ("RateLimitSettings.MaxBurst", "model.config.is_valid.max_burst.app_error"),
    ("RateLimitSettings.MemoryStoreSize", "model.config.is_valid.rate_mem.app_error"),
    ("LdapSettings.ConnectionSecurity", "model.config.is_valid.ldap_security.app_error"),
    ("LdapSettings.MaximumLoginAttempts", "model.config.is_valid.ldap_max_login_attempts.app_error"),
    ("LdapSettings.SyncIntervalMinutes", "model.config.is_valid.ldap_sync_interval.app_error"),
    ("LdapSettings.MaxPageSize", "model.config.is_valid.ldap_max_page_size.app_error"),
    ("CacheSettings.CacheType", "model.config.is_valid.cache_type.app_error"),
    (
        "ExperimentalSettings.LinkMetadataTimeoutMilliseconds",
        "model.config.is_valid.link_metadata_timeout.app_error",
    ),
    ("ElasticsearchSettings.Backend", "model.config.is_valid.elastic_search.invalid_backend.app_error"),
    (
        "ElasticsearchSettings.AggregatePostsAfterDays",
        "model.config.is_valid.elastic_search.aggregate_posts_after_days.app_error",
    ),
    (
        "ElasticsearchSettings.PostsAggregatorJobStartTime",
        "model.config.is_valid.elastic_search.posts_aggregator_job_start_time.app_error",
    ),
    (
        "ElasticsearchSettings.LiveIndexingBatchSize",
        "model.config.is_valid.elastic_search.live_indexing_batch_size.app_error",
    ),
    (
        "ElasticsearchSettings.BatchSize",
        "model.config.is_valid.elastic_search.bulk_indexing_batch_size.app_error",
    ),
    (
        "ElasticsearchSettings.RequestTimeoutSeconds",
        "model.config.is_valid.elastic_search.request_timeout_seconds.app_error",
    ),
    (
        "DataRetentionSettings.MessageRetentionDays",
        "model.config.is_valid.data_retention.message_retention_days_too_low.app_error",
    ),
    (
        "DataRetentionSettings.MessageRetentionHours",
        "model.config.is_valid.data_retention.message_retention_hours_too_low.app_error",
    ),
    (
        "DataRetentionSettings.FileRetentionDays",
        "model.config.is_valid.data_retention.file_retention_days_too_low.app_error",
    ),
    (
        "DataRetentionSettings.FileRetentionHours",
        "model.config.is_valid.data_retention.file_retention_hours_too_low.app_error",
    ),
    (
        "DataRetentionSettings.DeletionJobStartTime",
        "model.config.is_valid.data_retention.deletion_job_start_time.app_error",
    ),
    ("ImportSettings.Directory", "model.config.is_valid.import.directory.app_error"),
    ("ImportSettings.RetentionDays", "model.config.is_valid.import.retention_days_too_low.app_error"),
    ("ExportSettings.Directory", "model.config.is_valid.export.directory.app_error"),
];

/// Whether a value keeps a rule of the table: `>= N`, `A..B`, `-1 or >= N`, `<= N chars`,
/// `>= N chars or empty`, `one of a|b`, `not empty`, `time of day`, or nothing.
fn holds(rule: &str, value: &Value) -> bool {
    let number = value.as_i64().unwrap_or_default();
    let text = value.as_str().unwrap_or_default();
    let length = text.chars().count();
    let bound =
        |text: &str| text.trim().parse::<i64>().expect("a bound is a number, which a test reads whole");
    let chars = |text: &str| usize::try_from(bound(text)).expect("a length is not negative");

    if rule.is_empty() {
        true
    } else if let Some(choices) = rule.strip_prefix("one of ") {
        choices.split('|').any(|choice| choice == text)
    } else if rule == "not empty" {
        !text.is_empty()
    } else if rule == "time of day" {
        is_time_of_day(text)
    } else if let Some(most) = rule.strip_prefix("<= ").and_then(|rest| rest.strip_suffix(" chars")) {
        length <= chars(most)
    } else if let Some(least) = rule.strip_prefix(">= ").and_then(|rest| rest.strip_suffix(" chars or empty"))
    {
        text.is_empty() || length >= chars(least)
    } else if let Some(least) = rule.strip_prefix("-1 or >= ") {
        number == -1 || number >= bound(least)
    } else if let Some(least) = rule.strip_prefix(">= ") {
        number >= bound(least)
    } else if let Some((least, most)) = rule.split_once("..") {
        (bound(least)..=bound(most)).contains(&number)
    } else {
        panic!("settings.tsv: unknown rule {rule}")
    }
}

fn invalid(id: &'static str, key: &str, problem: &str) -> Invalid {
    Invalid { id, key: key.to_owned(), problem: problem.to_owned() }
}

/// `Err` with this id where `fine` is false.
fn require(fine: bool, id: &'static str, key: &str, problem: &str) -> Result<(), Invalid> {
    if fine { Ok(()) } else { Err(invalid(id, key, problem)) }
}

const SITE_URL: &str = "model.config.is_valid.site_url.app_error";
const WEBSOCKET_URL: &str = "model.config.is_valid.websocket_url.app_error";
const LISTEN_ADDRESS: &str = "model.config.is_valid.listen_address.app_error";
const TLS_CERT_FILE_MISSING: &str = "model.config.is_valid.tls_cert_file_missing.app_error";
const TLS_KEY_FILE_MISSING: &str = "model.config.is_valid.tls_key_file_missing.app_error";
const TLS_OVERWRITE_CIPHER: &str = "model.config.is_valid.tls_overwrite_cipher.app_error";
const ALLOW_COOKIES_FOR_SUBDOMAINS: &str = "model.config.is_valid.allow_cookies_for_subdomains.app_error";
const COLLAPSED_THREADS_AUTOFOLLOW: &str = "model.config.is_valid.collapsed_threads.autofollow.app_error";
const LOCAL_MODE_SOCKET: &str = "model.config.is_valid.local_mode_socket.app_error";
const MINIMUM_DESKTOP_APP_VERSION: &str = "model.config.is_valid.minimum_desktop_app_version.app_error";
const DCR_REDIRECT_URI_ALLOWLIST: &str = "model.config.is_valid.dcr_redirect_uri_allowlist.app_error";

fn service(document: &Value) -> Result<(), Invalid> {
    let key = "ServiceSettings.SiteURL";
    let site_url = text(document, key);
    let fine = site_url.is_empty() || is_url(site_url, &["http", "https"]);
    require(fine, SITE_URL, key, "must be a URL that starts with http:// or https://")?;

    let key = "ServiceSettings.WebsocketURL";
    let url = text(document, key);
    let fine = url.is_empty() || is_url(url, &["ws", "wss"]);
    require(fine, WEBSOCKET_URL, key, "must be a URL that starts with ws:// or wss://")?;

    let key = "ServiceSettings.ListenAddress";
    require(
        is_address(text(document, key)),
        LISTEN_ADDRESS,
        key,
        "must be an address as host:port or :port",
    )?;

    let needs_files = text(document, "ServiceSettings.ConnectionSecurity") == "TLS"
        && !flag(document, "ServiceSettings.UseLetsEncrypt");
    for (key, id) in [
        ("ServiceSettings.TLSCertFile", TLS_CERT_FILE_MISSING),
        ("ServiceSettings.TLSKeyFile", TLS_KEY_FILE_MISSING),
    ] {
        require(
            !needs_files || !text(document, key).is_empty(),
            id,
            key,
            "must name a file while TLS is on",
        )?;
    }

    let key = "ServiceSettings.TLSOverwriteCiphers";
    let is_cipher = |name: &&str| {
        name.strip_prefix("TLS_").is_some_and(|rest| {
            !rest.is_empty() && rest.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
        })
    };
    require(texts(document, key).iter().all(is_cipher), TLS_OVERWRITE_CIPHER, key, "must list TLS ciphers")?;

    let key = "ServiceSettings.AllowCookiesForSubdomains";
    let fine = !flag(document, key) || !site_url.is_empty();
    require(fine, ALLOW_COOKIES_FOR_SUBDOMAINS, key, "needs a site URL")?;

    let key = "ServiceSettings.CollapsedThreads";
    let fine = text(document, key) == "disabled" || flag(document, "ServiceSettings.ThreadAutoFollow");
    require(fine, COLLAPSED_THREADS_AUTOFOLLOW, key, "needs ServiceSettings.ThreadAutoFollow")?;

    let key = "ServiceSettings.LocalModeSocketLocation";
    let fine = !flag(document, "ServiceSettings.EnableLocalMode") || !text(document, key).is_empty();
    require(fine, LOCAL_MODE_SOCKET, key, "must name a socket while local mode is on")?;

    let key = "ServiceSettings.MinimumDesktopAppVersion";
    let version = text(document, key);
    require(
        version.is_empty() || is_version(version),
        MINIMUM_DESKTOP_APP_VERSION,
        key,
        "must be a version",
    )?;

    let key = "ServiceSettings.DCRRedirectURIAllowlist";
    let fine = texts(document, key).iter().all(|pattern| pattern.contains("://") && !has_space(pattern));
    require(fine, DCR_REDIRECT_URI_ALLOWLIST, key, "must list patterns of URLs")
}

const EXPERIMENTAL_VIEW_ARCHIVED_CHANNELS: &str =
    "model.config.is_valid.experimental_view_archived_channels.app_error";

fn team(document: &Value) -> Result<(), Invalid> {
    let key = "TeamSettings.ExperimentalViewArchivedChannels";
    require(flag(document, key), EXPERIMENTAL_VIEW_ARCHIVED_CHANNELS, key, "cannot be switched off")
}

const DIRECTORY_WHITESPACE: &str = "model.config.is_valid.directory_whitespace.app_error";

fn files(document: &Value) -> Result<(), Invalid> {
    let key = "FileSettings.Directory";
    let directory = text(document, key);
    require(directory.trim() == directory, DIRECTORY_WHITESPACE, key, "must not start or end with a space")
}

const CLUSTER_EMAIL_BATCHING: &str = "model.config.is_valid.cluster_email_batching.app_error";
const SITE_URL_EMAIL_BATCHING: &str = "model.config.is_valid.site_url_email_batching.app_error";

fn email(document: &Value) -> Result<(), Invalid> {
    let key = "EmailSettings.EnableEmailBatching";
    if !flag(document, key) {
        return Ok(());
    }
    require(!flag(document, "ClusterSettings.Enable"), CLUSTER_EMAIL_BATCHING, key, "is not for clusters")?;
    let fine = !text(document, "ServiceSettings.SiteURL").is_empty();
    require(fine, SITE_URL_EMAIL_BATCHING, key, "needs a site URL")
}

const ADVANCED_LOGGING_JSON: &str = "model.config.is_valid.log.advanced_logging.json";
const ADVANCED_LOGGING_PARSE: &str = "model.config.is_valid.log.advanced_logging.parse";

fn logs(document: &Value) -> Result<(), Invalid> {
    for key in ["LogSettings.AdvancedLoggingJSON", "ExperimentalAuditSettings.AdvancedLoggingJSON"] {
        let targets = match value(document, key) {
            Value::Object(targets) => targets,
            Value::Null => continue,
            _ => return Err(invalid(ADVANCED_LOGGING_JSON, key, "must be an object of targets")),
        };
        let is_target =
            |target: &Value| matches!(target["type"].as_str(), Some("console" | "file" | "syslog" | "tcp"));
        let problem = "must give every target a type: console, file, syslog or tcp";
        require(targets.values().all(is_target), ADVANCED_LOGGING_PARSE, key, problem)?;
    }
    Ok(())
}

const AUDIT_FILE_NAME_EMPTY: &str = "model.config.is_valid.experimental_audit_settings.file_name_empty";
const AUDIT_FILE_NAME_IS_DIRECTORY: &str =
    "model.config.is_valid.experimental_audit_settings.file_name_is_directory";

fn audit(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "ExperimentalAuditSettings.FileEnabled") {
        return Ok(());
    }
    let key = "ExperimentalAuditSettings.FileName";
    let name = text(document, key);
    require(!name.is_empty(), AUDIT_FILE_NAME_EMPTY, key, "must name a file while the audit file is on")?;
    require(!name.ends_with('/'), AUDIT_FILE_NAME_IS_DIRECTORY, key, "must name a file, not a folder")
}

const LDAP_SERVER: &str = "model.config.is_valid.ldap_server";
const LDAP_BASEDN: &str = "model.config.is_valid.ldap_basedn";
const LDAP_EMAIL: &str = "model.config.is_valid.ldap_email";
const LDAP_USERNAME: &str = "model.config.is_valid.ldap_username";
const LDAP_ID: &str = "model.config.is_valid.ldap_id";
const LDAP_LOGIN_ID: &str = "model.config.is_valid.ldap_login_id";

fn ldap(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "LdapSettings.Enable") {
        return Ok(());
    }
    let needed = [
        ("LdapSettings.LdapServer", LDAP_SERVER),
        ("LdapSettings.BaseDN", LDAP_BASEDN),
        ("LdapSettings.EmailAttribute", LDAP_EMAIL),
        ("LdapSettings.UsernameAttribute", LDAP_USERNAME),
        ("LdapSettings.IdAttribute", LDAP_ID),
        ("LdapSettings.LoginIdAttribute", LDAP_LOGIN_ID),
    ];
    needed.iter().try_for_each(|(key, id)| {
        require(!text(document, key).is_empty(), id, key, "is required while AD/LDAP is on")
    })
}

const SAML_IDP_URL: &str = "model.config.is_valid.saml_idp_url.app_error";
const SAML_IDP_DESCRIPTOR_URL: &str = "model.config.is_valid.saml_idp_descriptor_url.app_error";
const SAML_IDP_CERT: &str = "model.config.is_valid.saml_idp_cert.app_error";
const SAML_EMAIL_ATTRIBUTE: &str = "model.config.is_valid.saml_email_attribute.app_error";
const SAML_USERNAME_ATTRIBUTE: &str = "model.config.is_valid.saml_username_attribute.app_error";
const SAML_SPIDENTIFIER_ATTRIBUTE: &str = "model.config.is_valid.saml_spidentifier_attribute.app_error";
const SAML_ASSERTION_CONSUMER_SERVICE_URL: &str =
    "model.config.is_valid.saml_assertion_consumer_service_url.app_error";
const SAML_PRIVATE_KEY: &str = "model.config.is_valid.saml_private_key.app_error";
const SAML_PUBLIC_CERT: &str = "model.config.is_valid.saml_public_cert.app_error";
const SAML_SIGNATURE_ALGORITHM: &str = "model.config.is_valid.saml_signature_algorithm.app_error";
const SAML_CANONICAL_ALGORITHM: &str = "model.config.is_valid.saml_canonical_algorithm.app_error";
const SAML_GUEST_ATTRIBUTE: &str = "model.config.is_valid.saml_guest_attribute.app_error";
const SAML_ADMIN_ATTRIBUTE: &str = "model.config.is_valid.saml_admin_attribute.app_error";

fn saml(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "SamlSettings.Enable") {
        return Ok(());
    }
    let get = |key: &str| text(document, &format!("SamlSettings.{key}"));
    let is_web = |key: &str| is_url(get(key), &["http", "https"]);
    let is_given = |key: &str| !get(key).is_empty();
    let check = |fine: bool, id: &'static str, key: &str, problem: &str| {
        require(fine, id, &format!("SamlSettings.{key}"), problem)
    };

    check(is_web("IdpURL"), SAML_IDP_URL, "IdpURL", "must be a URL that starts with http:// or https://")?;
    check(is_given("IdpDescriptorURL"), SAML_IDP_DESCRIPTOR_URL, "IdpDescriptorURL", "is required")?;
    check(is_given("IdpCertificateFile"), SAML_IDP_CERT, "IdpCertificateFile", "is required")?;
    check(is_given("EmailAttribute"), SAML_EMAIL_ATTRIBUTE, "EmailAttribute", "is required")?;
    check(is_given("UsernameAttribute"), SAML_USERNAME_ATTRIBUTE, "UsernameAttribute", "is required")?;
    let key = "ServiceProviderIdentifier";
    check(is_given(key), SAML_SPIDENTIFIER_ATTRIBUTE, key, "is required")?;
    let wants_url = flag(document, "SamlSettings.Verify");
    let key = "AssertionConsumerServiceURL";
    check(!wants_url || is_web(key), SAML_ASSERTION_CONSUMER_SERVICE_URL, key, "must be a URL")?;
    let wants_keys = flag(document, "SamlSettings.Encrypt") || flag(document, "SamlSettings.SignRequest");
    check(!wants_keys || is_given("PrivateKeyFile"), SAML_PRIVATE_KEY, "PrivateKeyFile", "is required")?;
    let key = "PublicCertificateFile";
    check(!wants_keys || is_given(key), SAML_PUBLIC_CERT, key, "is required")?;

    let key = "SignatureAlgorithm";
    let known = matches!(get(key), "RSAwithSHA1" | "RSAwithSHA256" | "RSAwithSHA512");
    check(known, SAML_SIGNATURE_ALGORITHM, key, "must be RSAwithSHA1, RSAwithSHA256 or RSAwithSHA512")?;
    let key = "CanonicalAlgorithm";
    let known = matches!(get(key), "Canonical1.0" | "Canonical1.1");
    check(known, SAML_CANONICAL_ALGORITHM, key, "must be Canonical1.0 or Canonical1.1")?;

    let is_condition = |key: &str| get(key).is_empty() || is_assignment(get(key));
    let key = "GuestAttribute";
    check(is_condition(key), SAML_GUEST_ATTRIBUTE, key, "must look like name=value")?;
    let key = "AdminAttribute";
    let fine = !flag(document, "SamlSettings.EnableAdminAttribute") || is_condition(key);
    check(fine, SAML_ADMIN_ATTRIBUTE, key, "must look like name=value")
}

const IMAGE_PROXY_TYPE: &str = "model.config.is_valid.image_proxy_type.app_error";
const ATMOS_CAMO_IMAGE_PROXY_URL: &str = "model.config.is_valid.atmos_camo_image_proxy_url.app_error";
const ATMOS_CAMO_IMAGE_PROXY_OPTIONS: &str = "model.config.is_valid.atmos_camo_image_proxy_options.app_error";

fn image_proxy(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "ImageProxySettings.Enable") {
        return Ok(());
    }
    let key = "ImageProxySettings.ImageProxyType";
    match text(document, key) {
        "local" => Ok(()),
        "atmos/camo" => {
            let key = "ImageProxySettings.RemoteImageProxyURL";
            let fine = !text(document, key).is_empty();
            require(fine, ATMOS_CAMO_IMAGE_PROXY_URL, key, "is required for atmos/camo")?;
            let key = "ImageProxySettings.RemoteImageProxyOptions";
            let fine = !text(document, key).is_empty();
            require(fine, ATMOS_CAMO_IMAGE_PROXY_OPTIONS, key, "must be the shared key of atmos/camo")
        }
        _ => Err(invalid(IMAGE_PROXY_TYPE, key, "must be local or atmos/camo")),
    }
}

const EMPTY_REDIS_ADDRESS: &str = "model.config.is_valid.empty_redis_address.app_error";
const INVALID_REDIS_DB: &str = "model.config.is_valid.invalid_redis_db.app_error";

fn cache(document: &Value) -> Result<(), Invalid> {
    if text(document, "CacheSettings.CacheType") != "redis" {
        return Ok(());
    }
    let key = "CacheSettings.RedisAddress";
    require(!text(document, key).is_empty(), EMPTY_REDIS_ADDRESS, key, "is required for redis")?;
    let key = "CacheSettings.RedisDB";
    require(number(document, key) >= 0, INVALID_REDIS_DB, key, "must be zero or more for redis")
}

const SEARCH_CONNECTION_URL: &str = "model.config.is_valid.elastic_search.connection_url.app_error";
const SEARCH_ENABLE_SEARCHING: &str = "model.config.is_valid.elastic_search.enable_searching.app_error";
const SEARCH_ENABLE_AUTOCOMPLETE: &str = "model.config.is_valid.elastic_search.enable_autocomplete.app_error";
const SEARCH_EMPTY_INDEX_PREFIX: &str = "model.config.is_valid.elastic_search.empty_index_prefix.app_error";
const SEARCH_INCORRECT_PREFIX: &str =
    "model.config.is_valid.elastic_search.incorrect_search_prefix.app_error";
const SEARCH_IGNORED_DASH_PREFIX: &str =
    "model.config.is_valid.elastic_search.ignored_indexes_dash_prefix.app_error";

fn elasticsearch(document: &Value) -> Result<(), Invalid> {
    let indexing = flag(document, "ElasticsearchSettings.EnableIndexing");
    let key = "ElasticsearchSettings.ConnectionURL";
    let fine = !indexing || !text(document, key).is_empty();
    require(fine, SEARCH_CONNECTION_URL, key, "is required while indexing is on")?;
    for (key, id) in [
        ("ElasticsearchSettings.EnableSearching", SEARCH_ENABLE_SEARCHING),
        ("ElasticsearchSettings.EnableAutocomplete", SEARCH_ENABLE_AUTOCOMPLETE),
    ] {
        require(indexing || !flag(document, key), id, key, "needs ElasticsearchSettings.EnableIndexing")?;
    }

    let key = "ElasticsearchSettings.GlobalSearchPrefix";
    let shared = text(document, key);
    let own = text(document, "ElasticsearchSettings.IndexPrefix");
    let problem = "needs ElasticsearchSettings.IndexPrefix";
    require(shared.is_empty() || !own.is_empty(), SEARCH_EMPTY_INDEX_PREFIX, key, problem)?;
    let problem = "must be the beginning of ElasticsearchSettings.IndexPrefix";
    require(own.starts_with(shared), SEARCH_INCORRECT_PREFIX, key, problem)?;

    let key = "ElasticsearchSettings.IgnoredPurgeIndexes";
    let fine = text(document, key).split(',').all(|index| !index.trim().starts_with('-'));
    require(fine, SEARCH_IGNORED_DASH_PREFIX, key, "must not start an index with a dash")
}

const MESSAGE_RETENTION_BOTH: &str =
    "model.config.is_valid.data_retention.message_retention_misconfiguration.app_error";
const MESSAGE_RETENTION_NEITHER: &str =
    "model.config.is_valid.data_retention.message_retention_both_zero.app_error";
const FILE_RETENTION_BOTH: &str =
    "model.config.is_valid.data_retention.file_retention_misconfiguration.app_error";
const FILE_RETENTION_NEITHER: &str =
    "model.config.is_valid.data_retention.file_retention_both_zero.app_error";

fn data_retention(document: &Value) -> Result<(), Invalid> {
    for (what, both, neither) in [
        ("Message", MESSAGE_RETENTION_BOTH, MESSAGE_RETENTION_NEITHER),
        ("File", FILE_RETENTION_BOTH, FILE_RETENTION_NEITHER),
    ] {
        let key = format!("DataRetentionSettings.{what}RetentionDays");
        let days = number(document, &key);
        let hours = number(document, &format!("DataRetentionSettings.{what}RetentionHours"));
        require(days == 0 || hours == 0, both, &key, "and the hours cannot both be set")?;
        require(days > 0 || hours > 0, neither, &key, "and the hours cannot both be zero")?;
    }
    Ok(())
}

const EXPORT_DAILY_RUNTIME: &str = "model.config.is_valid.message_export.daily_runtime.app_error";
const EXPORT_FROM: &str = "model.config.is_valid.message_export.export_from.app_error";
const EXPORT_BATCH_SIZE: &str = "model.config.is_valid.message_export.batch_size.app_error";
const EXPORT_TYPE: &str = "model.config.is_valid.message_export.export_type.app_error";
const RELAY_CUSTOMER_TYPE: &str = "model.config.is_valid.message_export.global_relay.customer_type.app_error";
const RELAY_CUSTOMER_TYPE_CUSTOM: &str =
    "model.config.is_valid.message_export.global_relay.customer_type_custom.app_error";
const RELAY_EMAIL_ADDRESS: &str = "model.config.is_valid.message_export.global_relay.email_address.app_error";
const RELAY_SMTP_USERNAME: &str = "model.config.is_valid.message_export.global_relay.smtp_username.app_error";
const RELAY_SMTP_PASSWORD: &str = "model.config.is_valid.message_export.global_relay.smtp_password.app_error";

fn message_export(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "MessageExportSettings.EnableExport") {
        return Ok(());
    }
    let key = "MessageExportSettings.DailyRunTime";
    require(is_time_of_day(text(document, key)), EXPORT_DAILY_RUNTIME, key, "must be a time as HH:MM")?;
    let key = "MessageExportSettings.ExportFromTimestamp";
    require(number(document, key) >= 0, EXPORT_FROM, key, "must be zero or more")?;
    let key = "MessageExportSettings.BatchSize";
    require(number(document, key) >= 0, EXPORT_BATCH_SIZE, key, "must be zero or more")?;

    let key = "MessageExportSettings.ExportFormat";
    match text(document, key) {
        "actiance" | "csv" | "globalrelay-zip" => return Ok(()),
        "globalrelay" => {}
        _ => {
            let problem = "must be actiance, csv, globalrelay or globalrelay-zip";
            return Err(invalid(EXPORT_TYPE, key, problem));
        }
    }
    let relay = |key: &str| format!("MessageExportSettings.GlobalRelaySettings.{key}");
    let get = |key: &str| text(document, &relay(key));
    let key = "CustomerType";
    let known = matches!(get(key), "A9" | "A10" | "CUSTOM");
    require(known, RELAY_CUSTOMER_TYPE, &relay(key), "must be A9, A10 or CUSTOM")?;
    let has_server = !get("CustomSMTPServerName").is_empty() && !get("CustomSMTPPort").is_empty();
    let problem = "needs a server and a port when it is CUSTOM";
    require(get(key) != "CUSTOM" || has_server, RELAY_CUSTOMER_TYPE_CUSTOM, &relay(key), problem)?;
    let key = "EmailAddress";
    require(is_mail_address(get(key)), RELAY_EMAIL_ADDRESS, &relay(key), "must be a mail address")?;
    for (key, id) in [("SMTPUsername", RELAY_SMTP_USERNAME), ("SMTPPassword", RELAY_SMTP_PASSWORD)] {
        require(!get(key).is_empty(), id, &relay(key), "is required for globalrelay")?;
    }
    Ok(())
}

const METRICS_CLIENT_SIDE_USER_IDS: &str = "model.config.is_valid.metrics_client_side_user_ids.app_error";
const METRICS_CLIENT_SIDE_USER_ID: &str = "model.config.is_valid.metrics_client_side_user_id.app_error";

fn metrics(document: &Value) -> Result<(), Invalid> {
    let key = "MetricsSettings.ClientSideUserIds";
    let ids = texts(document, key);
    require(ids.len() <= 5, METRICS_CLIENT_SIDE_USER_IDS, key, "must list five users at most")?;
    let is_id = |id: &&str| id.len() == 26 && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    require(ids.iter().all(is_id), METRICS_CLIENT_SIDE_USER_ID, key, "must list ids of users")
}

const REPORT_A_PROBLEM_LINK_MISSING: &str = "model.config.is_valid.report_a_problem_link.missing.app_error";
const REPORT_A_PROBLEM_LINK_INVALID: &str = "model.config.is_valid.report_a_problem_link.invalid.app_error";
const REPORT_A_PROBLEM_MAIL_MISSING: &str = "model.config.is_valid.report_a_problem_mail.missing.app_error";
const REPORT_A_PROBLEM_MAIL_INVALID: &str = "model.config.is_valid.report_a_problem_mail.invalid.app_error";

fn support(document: &Value) -> Result<(), Invalid> {
    match text(document, "SupportSettings.ReportAProblemType") {
        "link" => {
            let key = "SupportSettings.ReportAProblemLink";
            let link = text(document, key);
            require(!link.is_empty(), REPORT_A_PROBLEM_LINK_MISSING, key, "is required for this type")?;
            let fine = is_url(link, &["http", "https"]);
            require(fine, REPORT_A_PROBLEM_LINK_INVALID, key, "must be a URL")
        }
        "email" => {
            let key = "SupportSettings.ReportAProblemMail";
            let mail = text(document, key);
            require(!mail.is_empty(), REPORT_A_PROBLEM_MAIL_MISSING, key, "is required for this type")?;
            require(is_mail_address(mail), REPORT_A_PROBLEM_MAIL_INVALID, key, "must be a mail address")
        }
        _ => Ok(()),
    }
}

const DOWNLOAD_LINK: &str = "model.config.is_valid.native_app_settings.download_link.app_error";

fn native_apps(document: &Value) -> Result<(), Invalid> {
    for key in [
        "NativeAppSettings.AppDownloadLink",
        "NativeAppSettings.AndroidAppDownloadLink",
        "NativeAppSettings.IosAppDownloadLink",
    ] {
        let link = text(document, key);
        require(link.is_empty() || is_url(link, &["http", "https"]), DOWNLOAD_LINK, key, "must be a URL")?;
    }
    Ok(())
}

const GUEST_MAGIC_LINK_AND_MFA: &str = "model.config.is_valid.guest_accounts.cannot_enforce_multifactor_authentication_when_guest_magic_link_is_enabled.app_error";

fn guests(document: &Value) -> Result<(), Invalid> {
    let key = "GuestAccountsSettings.EnforceMultifactorAuthentication";
    let fine = !(flag(document, key) && flag(document, "GuestAccountsSettings.EnableGuestMagicLink"));
    require(fine, GUEST_MAGIC_LINK_AND_MFA, key, "cannot go with magic links for guests")
}

const CUSTOM_URL_SCHEMES: &str = "model.config.is_valid.display.custom_url_schemes.app_error";

fn display(document: &Value) -> Result<(), Invalid> {
    let key = "DisplaySettings.CustomURLSchemes";
    let problem = "must list schemes: a letter, then letters, numbers, plus, period or hyphen";
    require(texts(document, key).iter().all(|scheme| is_scheme(scheme)), CUSTOM_URL_SCHEMES, key, problem)
}

const AVAILABLE_LOCALES: &str = "model.config.is_valid.localization.available_locales.app_error";

fn localization(document: &Value) -> Result<(), Invalid> {
    let key = "LocalizationSettings.AvailableLocales";
    let available = text(document, key);
    let default = text(document, "LocalizationSettings.DefaultClientLocale");
    let fine = available.is_empty() || available.split(',').any(|locale| locale.trim() == default);
    require(fine, AVAILABLE_LOCALES, key, "must contain the default language of clients")
}

const MOVE_THREAD_DOMAIN_INVALID: &str = "model.config.is_valid.move_thread.domain_invalid.app_error";

fn wrangler(document: &Value) -> Result<(), Invalid> {
    let key = "WranglerSettings.AllowedEmailDomain";
    let fine = texts(document, key).iter().all(|domain| is_domain(domain));
    require(fine, MOVE_THREAD_DOMAIN_INVALID, key, "must list domains")
}

const INTUNE_TENANT_ID: &str = "model.config.is_valid.intune_tenant_id.app_error";
const INTUNE_TENANT_ID_FORMAT: &str = "model.config.is_valid.intune_tenant_id_format.app_error";
const INTUNE_CLIENT_ID: &str = "model.config.is_valid.intune_client_id.app_error";
const INTUNE_CLIENT_ID_FORMAT: &str = "model.config.is_valid.intune_client_id_format.app_error";
const INTUNE_AUTH_SERVICE: &str = "model.config.is_valid.intune_auth_service.app_error";
const INTUNE_AUTH_SERVICE_INVALID: &str = "model.config.is_valid.intune_auth_service_invalid.app_error";
const INTUNE_REQUIRES_OFFICE365: &str = "model.config.is_valid.intune_requires_office365.app_error";
const INTUNE_REQUIRES_SAML: &str = "model.config.is_valid.intune_requires_saml.app_error";

fn intune(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "IntuneSettings.Enable") {
        return Ok(());
    }
    for (key, missing, malformed) in [
        ("IntuneSettings.TenantId", INTUNE_TENANT_ID, INTUNE_TENANT_ID_FORMAT),
        ("IntuneSettings.ClientId", INTUNE_CLIENT_ID, INTUNE_CLIENT_ID_FORMAT),
    ] {
        let id = text(document, key);
        require(!id.is_empty(), missing, key, "is required while Intune is on")?;
        require(is_uuid(id), malformed, key, "must be a UUID")?;
    }
    let key = "IntuneSettings.AuthService";
    match text(document, key) {
        "office365" => {
            let fine = flag(document, "Office365Settings.Enable");
            require(fine, INTUNE_REQUIRES_OFFICE365, key, "needs Office365Settings.Enable")
        }
        "saml" => require(
            flag(document, "SamlSettings.Enable"),
            INTUNE_REQUIRES_SAML,
            key,
            "needs SamlSettings.Enable",
        ),
        "" => Err(invalid(INTUNE_AUTH_SERVICE, key, "is required while Intune is on")),
        _ => Err(invalid(INTUNE_AUTH_SERVICE_INVALID, key, "must be office365 or saml")),
    }
}

const CLIENT_SIDE_CERT_ENABLE: &str = "model.config.is_valid.client_side_cert_enable.app_error";

fn experimental(document: &Value) -> Result<(), Invalid> {
    let key = "ExperimentalSettings.ClientSideCertEnable";
    require(!flag(document, key), CLIENT_SIDE_CERT_ENABLE, key, "cannot be switched on")
}

const FLAGGING_REASONS_NOT_SET: &str = "model.config.is_valid.content_flagging.reasons_not_set.app_error";
const FLAGGING_INVALID_EVENT: &str = "model.config.is_valid.notification_settings.invalid_event";
const FLAGGING_INVALID_TARGET: &str = "model.config.is_valid.notification_settings.invalid_target";
const FLAGGING_REVIEWERS_NOT_TOLD: &str =
    "model.config.is_valid.notification_settings.reviewer_flagged_notification_disabled";

fn content_flagging(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "ContentFlaggingSettings.EnableContentFlagging") {
        return Ok(());
    }
    let key = "ContentFlaggingSettings.AdditionalSettings.Reasons";
    require(!texts(document, key).is_empty(), FLAGGING_REASONS_NOT_SET, key, "must list a reason")?;

    let key = "ContentFlaggingSettings.NotificationSettings.EventTargetMapping";
    let Some(mapping) = value(document, key).as_object() else { return Ok(()) };
    for (event, targets) in mapping {
        let known = matches!(event.as_str(), "flagged" | "assigned" | "removed" | "dismissed");
        require(known, FLAGGING_INVALID_EVENT, key, "names an unknown event")?;
        let is_target = |target: &Value| matches!(target.as_str(), Some("reviewers" | "author" | "reporter"));
        let fine = targets.as_array().is_some_and(|targets| targets.iter().all(is_target));
        require(fine, FLAGGING_INVALID_TARGET, key, "names an unknown target")?;
    }
    let told = mapping.get("flagged").and_then(Value::as_array);
    let fine = told.is_some_and(|targets| targets.iter().any(|target| target == "reviewers"));
    require(fine, FLAGGING_REVIEWERS_NOT_TOLD, key, "must tell reviewers of what is flagged")
}

const TRANSLATION_PROVIDER: &str = "model.config.is_valid.autotranslation.provider.app_error";
const TRANSLATION_PROVIDER_UNSUPPORTED: &str =
    "model.config.is_valid.autotranslation.provider.unsupported.app_error";
const TRANSLATION_LIBRETRANSLATE_URL: &str =
    "model.config.is_valid.autotranslation.libretranslate.url.app_error";
const TRANSLATION_AGENTS_SERVICE: &str =
    "model.config.is_valid.autotranslation.agents.llm_service_id.app_error";
const TRANSLATION_TIMEOUT: &str = "model.config.is_valid.autotranslation.timeout.app_error";
const TRANSLATION_WORKERS: &str = "model.config.is_valid.autotranslation.workers.app_error";

fn auto_translation(document: &Value) -> Result<(), Invalid> {
    if !flag(document, "AutoTranslationSettings.Enable") {
        return Ok(());
    }
    let key = "AutoTranslationSettings.Provider";
    match text(document, key) {
        "libretranslate" => {
            let key = "AutoTranslationSettings.LibreTranslate.URL";
            let fine = is_url(text(document, key), &["http", "https"]);
            require(fine, TRANSLATION_LIBRETRANSLATE_URL, key, "must be a URL")?;
        }
        "agents" => {
            let key = "AutoTranslationSettings.Agents.LLMServiceID";
            let fine = !text(document, key).is_empty();
            require(fine, TRANSLATION_AGENTS_SERVICE, key, "is required for this provider")?;
        }
        "" => return Err(invalid(TRANSLATION_PROVIDER, key, "is required while translation is on")),
        _ => return Err(invalid(TRANSLATION_PROVIDER_UNSUPPORTED, key, "must be libretranslate or agents")),
    }
    let key = "AutoTranslationSettings.TimeoutMs";
    require(number(document, key) >= 1, TRANSLATION_TIMEOUT, key, "must be >= 1")?;
    let key = "AutoTranslationSettings.Workers";
    require(number(document, key) >= 1, TRANSLATION_WORKERS, key, "must be >= 1")
}

fn has_space(text: &str) -> bool {
    text.chars().any(|character| character.is_whitespace() || character.is_control())
}

fn is_url(text: &str, schemes: &[&str]) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    schemes.contains(&scheme.to_ascii_lowercase().as_str()) && !host.is_empty() && !has_space(text)
}

fn is_address(text: &str) -> bool {
    text.rsplit_once(':').is_some_and(|(host, port)| port.parse::<u16>().is_ok() && !has_space(host))
}

fn is_version(text: &str) -> bool {
    let core = text.split(['-', '+']).next().unwrap_or_default();
    let parts: Vec<_> = core.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| part.parse::<u32>().is_ok())
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
}

fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.contains('.') && text.split('.').all(is_label)
}

fn is_mail_address(text: &str) -> bool {
    text.split_once('@')
        .is_some_and(|(name, domain)| !name.is_empty() && is_domain(domain) && !has_space(name))
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn is_assignment(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| !name.is_empty() && !value.is_empty())
}

fn is_time_of_day(text: &str) -> bool {
    let part = |text: &str, below: u8| {
        text.len() == 2
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.parse().is_ok_and(|n: u8| n < below)
    };
    text.split_once(':').is_some_and(|(hours, minutes)| part(hours, 24) && part(minutes, 60))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::settings::{Setting, settings};

    #[test]
    fn every_rule_of_the_table_has_an_id_and_every_id_a_rule() {
        let ruled: BTreeSet<&str> = settings()
            .iter()
            .filter(|setting: &&Setting| !setting.rule.is_empty())
            .map(|setting| setting.path.as_str())
            .collect();
        let known: BTreeSet<&str> = RULES.iter().map(|(path, _)| *path).collect();
        assert_eq!(ruled, known);
        for path in known {
            holds(setting(path).unwrap().rule, &Value::Null);
        }
    }

    #[test]
    fn a_rule_says_what_it_means() {
        assert!(holds("5..72", &5.into()) && holds("5..72", &72.into()));
        assert!(!holds("5..72", &4.into()) && !holds("5..72", &73.into()));
        assert!(holds("-1 or >= 1", &(-1).into()) && !holds("-1 or >= 1", &0.into()));
        assert!(holds("one of |TLS", &"".into()) && !holds("one of |TLS", &"tls".into()));
        assert!(holds("<= 3 chars", &"äöü".into()) && !holds("<= 3 chars", &"abcd".into()));
        assert!(holds(">= 3 chars or empty", &"".into()) && !holds(">= 3 chars or empty", &"ab".into()));
        assert!(holds("time of day", &"23:59".into()));
        for wrong in ["25:00", "1:00", "00:60", "+1:00", "0000", ""] {
            assert!(!holds("time of day", &wrong.into()), "{wrong}");
        }
    }

    #[test]
    fn shapes_of_text_are_recognised() {
        assert!(
            is_url("https://chat.example.com/sub", &["https"]) && is_url("http://localhost:8065", &["http"])
        );
        for wrong in ["nonsense", "https://", "ftp://a", "http://a b", "https:///path"] {
            assert!(!is_url(wrong, &["http", "https"]), "{wrong}");
        }
        assert!(
            is_address(":8065") && is_address("[::1]:80") && !is_address("8065") && !is_address(":99999")
        );
        assert!(is_version("5.0.1") && !is_version("5.0"));
        assert!(is_scheme("git+ssh") && !is_scheme("1x") && !is_scheme("bad scheme") && !is_scheme(""));
        assert!(is_domain("a.example") && !is_domain("example") && !is_domain("a..b"));
        assert!(is_uuid("00000000-0000-0000-0000-00000000000a") && !is_uuid("x"));
    }
}
