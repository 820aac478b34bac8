//! Typed sections: what the server reads, under the protocol's names in Rust's spelling.
//!
//! A field stands beside the key it reads; a test holds each against the table of settings. Defaults are not
//! here. Integers are `i64`, as JSON has them; a field whose rule keeps it positive says so by [`count`].

use serde_json::Value;

use crate::document;

/// Reads a number that its rule keeps at zero or above, for sizes and limits.
pub fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident: $section:ident { $($field:ident: $type:ty = $key:literal,)+ })+) => {
        /// All typed sections of a snapshot.
        #[derive(Clone)]
        pub struct Sections {
            $(pub $name: $section,)+
        }

        impl Sections {
            pub(crate) fn read(document: &Value) -> Self {
                Self { $($name: $section::read(document),)+ }
            }
        }

        $(
            $(#[$doc])*
            #[derive(Clone)]
            pub struct $section {
                $(pub $field: $type,)+
            }

            impl $section {
                fn read(document: &Value) -> Self {
                    Self {
                        $($field: <$type>::of(
                            document::value(document, concat!(stringify!($section), ".", $key)),
                        ),)+
                    }
                }
            }
        )+

        /// Every key that a field reads, with the type that it expects.
        #[cfg(test)]
        const READ: &[(&str, crate::settings::Kind)] = &[
            $($((concat!(stringify!($section), ".", $key), <$type as Read>::KIND),)+)+
        ];
    };
}

trait Read {
    #[cfg(test)]
    const KIND: crate::settings::Kind;
    fn of(value: &Value) -> Self;
}

impl Read for bool {
    #[cfg(test)]
    const KIND: crate::settings::Kind = crate::settings::Kind::Bool;
    fn of(value: &Value) -> Self {
        value.as_bool().unwrap_or_default()
    }
}

impl Read for i64 {
    #[cfg(test)]
    const KIND: crate::settings::Kind = crate::settings::Kind::Int;
    fn of(value: &Value) -> Self {
        value.as_i64().unwrap_or_default()
    }
}

impl Read for String {
    #[cfg(test)]
    const KIND: crate::settings::Kind = crate::settings::Kind::String;
    fn of(value: &Value) -> Self {
        value.as_str().unwrap_or_default().to_owned()
    }
}

impl Read for Vec<String> {
    #[cfg(test)]
    const KIND: crate::settings::Kind = crate::settings::Kind::Strings;
    fn of(value: &Value) -> Self {
        value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

sections! {
    /// Listening, sessions, posts, integrations.
    service: ServiceSettings {
        site_url: String = "SiteURL",
        websocket_url: String = "WebsocketURL",
        listen_address: String = "ListenAddress",
        connection_security: String = "ConnectionSecurity",
        tls_cert_file: String = "TLSCertFile",
        tls_key_file: String = "TLSKeyFile",
        tls_min_ver: String = "TLSMinVer",
        tls_strict_transport: bool = "TLSStrictTransport",
        tls_strict_transport_max_age: i64 = "TLSStrictTransportMaxAge",
        trusted_proxy_ip_header: Vec<String> = "TrustedProxyIPHeader",
        read_timeout: i64 = "ReadTimeout",
        write_timeout: i64 = "WriteTimeout",
        idle_timeout: i64 = "IdleTimeout",
        maximum_login_attempts: i64 = "MaximumLoginAttempts",
        enable_oauth_service_provider: bool = "EnableOAuthServiceProvider",
        enable_dynamic_client_registration: bool = "EnableDynamicClientRegistration",
        dcr_redirect_uri_allowlist: Vec<String> = "DCRRedirectURIAllowlist",
        enable_incoming_webhooks: bool = "EnableIncomingWebhooks",
        enable_outgoing_webhooks: bool = "EnableOutgoingWebhooks",
        enable_outgoing_oauth_connections: bool = "EnableOutgoingOAuthConnections",
        enable_commands: bool = "EnableCommands",
        outgoing_integration_requests_timeout: i64 = "OutgoingIntegrationRequestsTimeout",
        enable_post_username_override: bool = "EnablePostUsernameOverride",
        enable_post_icon_override: bool = "EnablePostIconOverride",
        enable_link_previews: bool = "EnableLinkPreviews",
        enable_permalink_previews: bool = "EnablePermalinkPreviews",
        restrict_link_previews: String = "RestrictLinkPreviews",
        enable_testing: bool = "EnableTesting",
        enable_developer: bool = "EnableDeveloper",
        enable_insecure_outgoing_connections: bool = "EnableInsecureOutgoingConnections",
        allowed_untrusted_internal_connections: String = "AllowedUntrustedInternalConnections",
        enable_multifactor_authentication: bool = "EnableMultifactorAuthentication",
        enforce_multifactor_authentication: bool = "EnforceMultifactorAuthentication",
        enable_user_access_tokens: bool = "EnableUserAccessTokens",
        allow_cors_from: String = "AllowCorsFrom",
        cors_exposed_headers: String = "CorsExposedHeaders",
        cors_allow_credentials: bool = "CorsAllowCredentials",
        allow_cookies_for_subdomains: bool = "AllowCookiesForSubdomains",
        extend_session_length_with_activity: bool = "ExtendSessionLengthWithActivity",
        terminate_sessions_on_password_change: bool = "TerminateSessionsOnPasswordChange",
        session_length_web_in_days: i64 = "SessionLengthWebInDays",
        session_length_web_in_hours: i64 = "SessionLengthWebInHours",
        session_length_mobile_in_days: i64 = "SessionLengthMobileInDays",
        session_length_mobile_in_hours: i64 = "SessionLengthMobileInHours",
        session_length_sso_in_days: i64 = "SessionLengthSSOInDays",
        session_length_sso_in_hours: i64 = "SessionLengthSSOInHours",
        session_cache_in_minutes: i64 = "SessionCacheInMinutes",
        session_idle_timeout_in_minutes: i64 = "SessionIdleTimeoutInMinutes",
        websocket_secure_port: i64 = "WebsocketSecurePort",
        websocket_port: i64 = "WebsocketPort",
        webserver_mode: String = "WebserverMode",
        enable_gif_picker: bool = "EnableGifPicker",
        enable_custom_emoji: bool = "EnableCustomEmoji",
        enable_emoji_picker: bool = "EnableEmojiPicker",
        post_edit_time_limit: i64 = "PostEditTimeLimit",
        time_between_user_typing_updates_milliseconds: i64 = "TimeBetweenUserTypingUpdatesMilliseconds",
        enable_cross_team_search: bool = "EnableCrossTeamSearch",
        enable_post_search: bool = "EnablePostSearch",
        enable_file_search: bool = "EnableFileSearch",
        minimum_hashtag_length: i64 = "MinimumHashtagLength",
        enable_user_typing_messages: bool = "EnableUserTypingMessages",
        enable_channel_viewed_messages: bool = "EnableChannelViewedMessages",
        enable_user_statuses: bool = "EnableUserStatuses",
        experimental_enable_authentication_transfer: bool = "ExperimentalEnableAuthenticationTransfer",
        experimental_enable_default_channel_leave_join_messages: bool = "ExperimentalEnableDefaultChannelLeaveJoinMessages",
        experimental_group_unread_channels: String = "ExperimentalGroupUnreadChannels",
        enable_api_team_deletion: bool = "EnableAPITeamDeletion",
        enable_api_user_deletion: bool = "EnableAPIUserDeletion",
        enable_api_post_deletion: bool = "EnableAPIPostDeletion",
        minimum_desktop_app_version: String = "MinimumDesktopAppVersion",
        experimental_enable_hardened_mode: bool = "ExperimentalEnableHardenedMode",
        experimental_strict_csrf_enforcement: bool = "ExperimentalStrictCSRFEnforcement",
        enable_email_invitations: bool = "EnableEmailInvitations",
        disable_bots_when_owner_is_deactivated: bool = "DisableBotsWhenOwnerIsDeactivated",
        enable_bot_account_creation: bool = "EnableBotAccountCreation",
        enable_svgs: bool = "EnableSVGs",
        enable_latex: bool = "EnableLatex",
        enable_inline_latex: bool = "EnableInlineLatex",
        post_priority: bool = "PostPriority",
        allow_persistent_notifications: bool = "AllowPersistentNotifications",
        allow_persistent_notifications_for_guests: bool = "AllowPersistentNotificationsForGuests",
        persistent_notification_interval_minutes: i64 = "PersistentNotificationIntervalMinutes",
        persistent_notification_max_count: i64 = "PersistentNotificationMaxCount",
        persistent_notification_max_recipients: i64 = "PersistentNotificationMaxRecipients",
        enable_burn_on_read: bool = "EnableBurnOnRead",
        burn_on_read_duration_seconds: i64 = "BurnOnReadDurationSeconds",
        burn_on_read_maximum_time_to_live_seconds: i64 = "BurnOnReadMaximumTimeToLiveSeconds",
        burn_on_read_scheduler_frequency_seconds: i64 = "BurnOnReadSchedulerFrequencySeconds",
        enable_api_channel_deletion: bool = "EnableAPIChannelDeletion",
        enable_local_mode: bool = "EnableLocalMode",
        local_mode_socket_location: String = "LocalModeSocketLocation",
        thread_auto_follow: bool = "ThreadAutoFollow",
        collapsed_threads: String = "CollapsedThreads",
        enable_custom_groups: bool = "EnableCustomGroups",
        allow_synced_drafts: bool = "AllowSyncedDrafts",
        unique_emoji_reaction_limit_per_post: i64 = "UniqueEmojiReactionLimitPerPost",
        refresh_post_stats_run_time: String = "RefreshPostStatsRunTime",
        maximum_payload_size_bytes: i64 = "MaximumPayloadSizeBytes",
        maximum_url_length: i64 = "MaximumURLLength",
        scheduled_posts: bool = "ScheduledPosts",
        frame_ancestors: String = "FrameAncestors",
        delete_account_link: String = "DeleteAccountLink",
    }
    /// Teams, sign-up, names, statuses.
    team: TeamSettings {
        site_name: String = "SiteName",
        max_users_per_team: i64 = "MaxUsersPerTeam",
        enable_join_leave_message_by_default: bool = "EnableJoinLeaveMessageByDefault",
        enable_user_creation: bool = "EnableUserCreation",
        enable_open_server: bool = "EnableOpenServer",
        enable_user_deactivation: bool = "EnableUserDeactivation",
        restrict_creation_to_domains: String = "RestrictCreationToDomains",
        enable_custom_user_statuses: bool = "EnableCustomUserStatuses",
        enable_custom_brand: bool = "EnableCustomBrand",
        custom_brand_text: String = "CustomBrandText",
        custom_description_text: String = "CustomDescriptionText",
        restrict_direct_message: String = "RestrictDirectMessage",
        enable_last_active_time: bool = "EnableLastActiveTime",
        user_status_away_timeout: i64 = "UserStatusAwayTimeout",
        max_channels_per_team: i64 = "MaxChannelsPerTeam",
        max_notifications_per_channel: i64 = "MaxNotificationsPerChannel",
        enable_confirm_notifications_to_channel: bool = "EnableConfirmNotificationsToChannel",
        teammate_name_display: String = "TeammateNameDisplay",
        experimental_view_archived_channels: bool = "ExperimentalViewArchivedChannels",
        experimental_enable_automatic_replies: bool = "ExperimentalEnableAutomaticReplies",
        lock_teammate_name_display: bool = "LockTeammateNameDisplay",
        experimental_primary_team: String = "ExperimentalPrimaryTeam",
        experimental_default_channels: Vec<String> = "ExperimentalDefaultChannels",
    }
    /// The database. Holds secrets.
    sql: SqlSettings {
        driver_name: String = "DriverName",
        data_source: String = "DataSource",
        data_source_replicas: Vec<String> = "DataSourceReplicas",
        data_source_search_replicas: Vec<String> = "DataSourceSearchReplicas",
        max_idle_conns: i64 = "MaxIdleConns",
        conn_max_lifetime_milliseconds: i64 = "ConnMaxLifetimeMilliseconds",
        conn_max_idle_time_milliseconds: i64 = "ConnMaxIdleTimeMilliseconds",
        max_open_conns: i64 = "MaxOpenConns",
        trace: bool = "Trace",
        at_rest_encrypt_key: String = "AtRestEncryptKey",
        query_timeout: i64 = "QueryTimeout",
        disable_database_search: bool = "DisableDatabaseSearch",
        migrations_statement_timeout_seconds: i64 = "MigrationsStatementTimeoutSeconds",
        replica_monitor_interval_seconds: i64 = "ReplicaMonitorIntervalSeconds",
    }
    log: LogSettings {
        enable_console: bool = "EnableConsole",
        console_level: String = "ConsoleLevel",
        console_json: bool = "ConsoleJson",
        enable_color: bool = "EnableColor",
        enable_file: bool = "EnableFile",
        file_level: String = "FileLevel",
        file_json: bool = "FileJson",
        file_location: String = "FileLocation",
        enable_webhook_debugging: bool = "EnableWebhookDebugging",
        max_field_size: i64 = "MaxFieldSize",
    }
    password: PasswordSettings {
        minimum_length: i64 = "MinimumLength",
        lowercase: bool = "Lowercase",
        number: bool = "Number",
        uppercase: bool = "Uppercase",
        symbol: bool = "Symbol",
        enable_forgot_link: bool = "EnableForgotLink",
    }
    /// Attachments and where they are kept. Holds secrets.
    file: FileSettings {
        enable_file_attachments: bool = "EnableFileAttachments",
        enable_mobile_upload: bool = "EnableMobileUpload",
        enable_mobile_download: bool = "EnableMobileDownload",
        max_file_size: i64 = "MaxFileSize",
        max_image_resolution: i64 = "MaxImageResolution",
        max_image_decoder_concurrency: i64 = "MaxImageDecoderConcurrency",
        driver_name: String = "DriverName",
        directory: String = "Directory",
        enable_public_link: bool = "EnablePublicLink",
        extract_content: bool = "ExtractContent",
        archive_recursion: bool = "ArchiveRecursion",
        public_link_salt: String = "PublicLinkSalt",
        initial_font: String = "InitialFont",
        amazon_s3_access_key_id: String = "AmazonS3AccessKeyId",
        amazon_s3_secret_access_key: String = "AmazonS3SecretAccessKey",
        amazon_s3_bucket: String = "AmazonS3Bucket",
        amazon_s3_path_prefix: String = "AmazonS3PathPrefix",
        amazon_s3_region: String = "AmazonS3Region",
        amazon_s3_endpoint: String = "AmazonS3Endpoint",
        amazon_s3_ssl: bool = "AmazonS3SSL",
        amazon_s3_sign_v2: bool = "AmazonS3SignV2",
        amazon_s3_sse: bool = "AmazonS3SSE",
        amazon_s3_trace: bool = "AmazonS3Trace",
        amazon_s3_request_timeout_milliseconds: i64 = "AmazonS3RequestTimeoutMilliseconds",
        amazon_s3_upload_part_size_bytes: i64 = "AmazonS3UploadPartSizeBytes",
        amazon_s3_storage_class: String = "AmazonS3StorageClass",
        dedicated_export_store: bool = "DedicatedExportStore",
        export_driver_name: String = "ExportDriverName",
        export_directory: String = "ExportDirectory",
        export_amazon_s3_access_key_id: String = "ExportAmazonS3AccessKeyId",
        export_amazon_s3_secret_access_key: String = "ExportAmazonS3SecretAccessKey",
        export_amazon_s3_bucket: String = "ExportAmazonS3Bucket",
        export_amazon_s3_path_prefix: String = "ExportAmazonS3PathPrefix",
        export_amazon_s3_region: String = "ExportAmazonS3Region",
        export_amazon_s3_endpoint: String = "ExportAmazonS3Endpoint",
        export_amazon_s3_ssl: bool = "ExportAmazonS3SSL",
        export_amazon_s3_sign_v2: bool = "ExportAmazonS3SignV2",
        export_amazon_s3_sse: bool = "ExportAmazonS3SSE",
        export_amazon_s3_trace: bool = "ExportAmazonS3Trace",
        export_amazon_s3_request_timeout_milliseconds: i64 = "ExportAmazonS3RequestTimeoutMilliseconds",
        export_amazon_s3_presign_expires_seconds: i64 = "ExportAmazonS3PresignExpiresSeconds",
        export_amazon_s3_upload_part_size_bytes: i64 = "ExportAmazonS3UploadPartSizeBytes",
        export_amazon_s3_storage_class: String = "ExportAmazonS3StorageClass",
    }
    /// Sign-in switches, mail, push. Holds secrets.
    email: EmailSettings {
        enable_sign_up_with_email: bool = "EnableSignUpWithEmail",
        enable_sign_in_with_email: bool = "EnableSignInWithEmail",
        enable_sign_in_with_username: bool = "EnableSignInWithUsername",
        send_email_notifications: bool = "SendEmailNotifications",
        use_channel_in_email_notifications: bool = "UseChannelInEmailNotifications",
        require_email_verification: bool = "RequireEmailVerification",
        feedback_name: String = "FeedbackName",
        feedback_email: String = "FeedbackEmail",
        reply_to_address: String = "ReplyToAddress",
        feedback_organization: String = "FeedbackOrganization",
        enable_smtp_auth: bool = "EnableSMTPAuth",
        smtp_username: String = "SMTPUsername",
        smtp_password: String = "SMTPPassword",
        smtp_server: String = "SMTPServer",
        smtp_port: String = "SMTPPort",
        smtp_server_timeout: i64 = "SMTPServerTimeout",
        connection_security: String = "ConnectionSecurity",
        send_push_notifications: bool = "SendPushNotifications",
        push_notification_server: String = "PushNotificationServer",
        push_notification_contents: String = "PushNotificationContents",
        push_notification_buffer: i64 = "PushNotificationBuffer",
        enable_email_batching: bool = "EnableEmailBatching",
        email_batching_buffer_size: i64 = "EmailBatchingBufferSize",
        email_batching_interval: i64 = "EmailBatchingInterval",
        enable_preview_mode_banner: bool = "EnablePreviewModeBanner",
        skip_server_certificate_verification: bool = "SkipServerCertificateVerification",
        email_notification_contents_type: String = "EmailNotificationContentsType",
        login_button_color: String = "LoginButtonColor",
        login_button_border_color: String = "LoginButtonBorderColor",
        login_button_text_color: String = "LoginButtonTextColor",
    }
    rate_limit: RateLimitSettings {
        enable: bool = "Enable",
        per_sec: i64 = "PerSec",
        max_burst: i64 = "MaxBurst",
        memory_store_size: i64 = "MemoryStoreSize",
        vary_by_remote_addr: bool = "VaryByRemoteAddr",
        vary_by_user: bool = "VaryByUser",
        vary_by_header: String = "VaryByHeader",
    }
    privacy: PrivacySettings {
        show_email_address: bool = "ShowEmailAddress",
        show_full_name: bool = "ShowFullName",
        use_anonymous_urls: bool = "UseAnonymousURLs",
    }
    support: SupportSettings {
        terms_of_service_link: String = "TermsOfServiceLink",
        privacy_policy_link: String = "PrivacyPolicyLink",
        about_link: String = "AboutLink",
        help_link: String = "HelpLink",
        report_a_problem_link: String = "ReportAProblemLink",
        report_a_problem_type: String = "ReportAProblemType",
        report_a_problem_mail: String = "ReportAProblemMail",
        allow_download_logs: bool = "AllowDownloadLogs",
        forgot_password_link: String = "ForgotPasswordLink",
        support_email: String = "SupportEmail",
        custom_terms_of_service_enabled: bool = "CustomTermsOfServiceEnabled",
        custom_terms_of_service_re_acceptance_period: i64 = "CustomTermsOfServiceReAcceptancePeriod",
        enable_ask_community_link: bool = "EnableAskCommunityLink",
    }
    announcement: AnnouncementSettings {
        enable_banner: bool = "EnableBanner",
        banner_text: String = "BannerText",
        banner_color: String = "BannerColor",
        banner_text_color: String = "BannerTextColor",
        allow_banner_dismissal: bool = "AllowBannerDismissal",
    }
    theme: ThemeSettings {
        enable_theme_selection: bool = "EnableThemeSelection",
        default_theme: String = "DefaultTheme",
        allow_custom_themes: bool = "AllowCustomThemes",
        allowed_themes: Vec<String> = "AllowedThemes",
    }
    localization: LocalizationSettings {
        default_server_locale: String = "DefaultServerLocale",
        default_client_locale: String = "DefaultClientLocale",
        available_locales: String = "AvailableLocales",
        enable_experimental_locales: bool = "EnableExperimentalLocales",
    }
    client_requirements: ClientRequirements {
        android_latest_version: String = "AndroidLatestVersion",
        android_min_version: String = "AndroidMinVersion",
        ios_latest_version: String = "IosLatestVersion",
        ios_min_version: String = "IosMinVersion",
    }
    metrics: MetricsSettings {
        enable: bool = "Enable",
        block_profile_rate: i64 = "BlockProfileRate",
        listen_address: String = "ListenAddress",
        enable_client_metrics: bool = "EnableClientMetrics",
        enable_notification_metrics: bool = "EnableNotificationMetrics",
        client_side_user_ids: Vec<String> = "ClientSideUserIds",
    }
    experimental: ExperimentalSettings {
        client_side_cert_enable: bool = "ClientSideCertEnable",
        link_metadata_timeout_milliseconds: i64 = "LinkMetadataTimeoutMilliseconds",
        restrict_system_admin: bool = "RestrictSystemAdmin",
        enable_shared_channels: bool = "EnableSharedChannels",
        enable_remote_cluster_service: bool = "EnableRemoteClusterService",
        disable_app_bar: bool = "DisableAppBar",
        disable_refetching_on_browser_focus: bool = "DisableRefetchingOnBrowserFocus",
        delay_channel_autocomplete: bool = "DelayChannelAutocomplete",
        disable_wake_up_reconnect_handler: bool = "DisableWakeUpReconnectHandler",
        users_status_and_profile_fetching_poll_interval_milliseconds: i64 = "UsersStatusAndProfileFetchingPollIntervalMilliseconds",
        youtube_referrer_policy: bool = "YoutubeReferrerPolicy",
        experimental_channel_category_sorting: bool = "ExperimentalChannelCategorySorting",
    }
    job: JobSettings {
        run_jobs: bool = "RunJobs",
        run_scheduler: bool = "RunScheduler",
        cleanup_jobs_threshold_days: i64 = "CleanupJobsThresholdDays",
        cleanup_config_threshold_days: i64 = "CleanupConfigThresholdDays",
    }
    plugin: PluginSettings {
        enable: bool = "Enable",
        enable_uploads: bool = "EnableUploads",
        allow_insecure_download_url: bool = "AllowInsecureDownloadURL",
        enable_health_check: bool = "EnableHealthCheck",
        directory: String = "Directory",
        client_directory: String = "ClientDirectory",
        enable_marketplace: bool = "EnableMarketplace",
        enable_remote_marketplace: bool = "EnableRemoteMarketplace",
        automatic_prepackaged_plugins: bool = "AutomaticPrepackagedPlugins",
        require_plugin_signature: bool = "RequirePluginSignature",
        marketplace_url: String = "MarketplaceURL",
        signature_public_key_files: Vec<String> = "SignaturePublicKeyFiles",
        chimera_oauth_proxy_url: String = "ChimeraOAuthProxyURL",
    }
    display: DisplaySettings {
        custom_url_schemes: Vec<String> = "CustomURLSchemes",
        max_markdown_nodes: i64 = "MaxMarkdownNodes",
    }
    guest_accounts: GuestAccountsSettings {
        enable: bool = "Enable",
        hide_tags: bool = "HideTags",
        allow_email_accounts: bool = "AllowEmailAccounts",
        enforce_multifactor_authentication: bool = "EnforceMultifactorAuthentication",
        restrict_creation_to_domains: String = "RestrictCreationToDomains",
        enable_guest_magic_link: bool = "EnableGuestMagicLink",
    }
    image_proxy: ImageProxySettings {
        enable: bool = "Enable",
        image_proxy_type: String = "ImageProxyType",
        remote_image_proxy_url: String = "RemoteImageProxyURL",
        remote_image_proxy_options: String = "RemoteImageProxyOptions",
    }
    import: ImportSettings {
        directory: String = "Directory",
        retention_days: i64 = "RetentionDays",
    }
    export: ExportSettings {
        directory: String = "Directory",
        retention_days: i64 = "RetentionDays",
    }
    wrangler: WranglerSettings {
        permitted_wrangler_roles: Vec<String> = "PermittedWranglerRoles",
        allowed_email_domain: Vec<String> = "AllowedEmailDomain",
        move_thread_max_count: i64 = "MoveThreadMaxCount",
        move_thread_to_another_team_enable: bool = "MoveThreadToAnotherTeamEnable",
        move_thread_from_private_channel_enable: bool = "MoveThreadFromPrivateChannelEnable",
        move_thread_from_direct_message_channel_enable: bool = "MoveThreadFromDirectMessageChannelEnable",
        move_thread_from_group_message_channel_enable: bool = "MoveThreadFromGroupMessageChannelEnable",
    }
    data_retention: DataRetentionSettings {
        enable_message_deletion: bool = "EnableMessageDeletion",
        enable_file_deletion: bool = "EnableFileDeletion",
        enable_boards_deletion: bool = "EnableBoardsDeletion",
        message_retention_days: i64 = "MessageRetentionDays",
        message_retention_hours: i64 = "MessageRetentionHours",
        file_retention_days: i64 = "FileRetentionDays",
        file_retention_hours: i64 = "FileRetentionHours",
        boards_retention_days: i64 = "BoardsRetentionDays",
        deletion_job_start_time: String = "DeletionJobStartTime",
        batch_size: i64 = "BatchSize",
        time_between_batches_milliseconds: i64 = "TimeBetweenBatchesMilliseconds",
        retention_ids_batch_size: i64 = "RetentionIdsBatchSize",
        preserve_pinned_posts: bool = "PreservePinnedPosts",
    }
    /// Holds a secret.
    cache: CacheSettings {
        cache_type: String = "CacheType",
        redis_address: String = "RedisAddress",
        redis_password: String = "RedisPassword",
        redis_db: i64 = "RedisDB",
        redis_cache_prefix: String = "RedisCachePrefix",
        disable_client_cache: bool = "DisableClientCache",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::setting;

    #[test]
    fn every_field_reads_a_setting_of_its_type() {
        for (path, kind) in READ {
            assert_eq!(setting(path).map(|setting| setting.kind), Some(*kind), "{path}");
        }
    }

    #[test]
    fn no_field_reads_a_setting_without_a_default() {
        assert!(READ.iter().all(|(path, _)| setting(path).unwrap().theirs.is_some()));
    }
}
