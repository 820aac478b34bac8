//! What a role may allow. Every permission id of the protocol stands in one table, deprecated ones included,
//! since roles stored long ago still name them.
//!
//! Permissions are declared in the order of their ids, so a set iterates alphabetically, as roles list them, and
//! [`Permission::parse`] searches by halves. The number of a variant is therefore not stable between releases and
//! is never stored.

use std::fmt;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One permission's entry in the table.
struct Row {
    id: &'static str,
    scope: Scope,
    deprecated: bool,
    moderation: Option<Moderation>,
    ancillary: &'static [Permission],
}

macro_rules! permissions {
    ($($name:ident $scope:ident $id:literal $($mark:ident $(($($argument:ident)*))?)*,)*) => {
        /// One permission. `Display` and serde spell it as the protocol does.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Permission {
            $($name,)*
        }

        impl Permission {
            /// Every permission in the order of ids.
            pub const ALL: &'static [Permission] = &[$(Permission::$name,)*];
        }

        const TABLE: &[Row] = &[$(
            permissions!(@row Row {
                id: $id,
                scope: Scope::$scope,
                deprecated: false,
                moderation: None,
                ancillary: &[],
            }; $($mark $(($($argument)*))?)*),
        )*];
    };
    (@row $row:expr;) => { $row };
    (@row $row:expr; deprecated $($rest:tt)*) => {
        permissions!(@row Row { deprecated: true, ..$row }; $($rest)*)
    };
    (@row $row:expr; moderated($group:ident) $($rest:tt)*) => {
        permissions!(@row Row { moderation: Some(Moderation::$group), ..$row }; $($rest)*)
    };
    (@row $row:expr; with($($more:ident)*) $($rest:tt)*) => {
        permissions!(@row Row { ancillary: &[$(Permission::$more),*], ..$row }; $($rest)*)
    };
}

permissions! {
    AddBookmarkPrivateChannel Channel "add_bookmark_private_channel" moderated(ManageBookmarks),
    AddBookmarkPublicChannel Channel "add_bookmark_public_channel" moderated(ManageBookmarks),
    AddLdapPrivateCert System "add_ldap_private_cert",
    AddLdapPublicCert System "add_ldap_public_cert",
    AddReaction Channel "add_reaction" moderated(CreateReactions),
    AddSamlIdpCert System "add_saml_idp_cert",
    AddSamlPrivateCert System "add_saml_private_cert",
    AddSamlPublicCert System "add_saml_public_cert",
    AddUserToTeam Team "add_user_to_team",
    AssignBot System "assign_bot",
    AssignSystemAdminRole System "assign_system_admin_role",
    BypassIncomingWebhookChannelLock Team "bypass_incoming_webhook_channel_lock",
    ConvertPrivateChannelToPublic Channel "convert_private_channel_to_public",
    ConvertPublicChannelToPrivate Channel "convert_public_channel_to_private",
    CreateBot System "create_bot",
    CreateComplianceExportJob System "create_compliance_export_job",
    CreateCustomGroup System "create_custom_group",
    CreateDataRetentionJob System "create_data_retention_job",
    CreateDirectChannel System "create_direct_channel",
    CreateElasticsearchPostAggregationJob System "create_elasticsearch_post_aggregation_job",
    CreateElasticsearchPostIndexingJob System "create_elasticsearch_post_indexing_job",
    CreateEmojis Team "create_emojis",
    CreateGroupChannel System "create_group_channel",
    CreateLdapSyncJob System "create_ldap_sync_job",
    CreatePost Channel "create_post" moderated(CreatePost),
    CreatePostBleveIndexesJob System "create_post_bleve_indexes_job" deprecated,
    CreatePostEphemeral Channel "create_post_ephemeral",
    CreatePostPublic Channel "create_post_public",
    CreatePrivateChannel Team "create_private_channel",
    CreatePublicChannel Team "create_public_channel",
    CreateTeam System "create_team",
    CreateUserAccessToken System "create_user_access_token",
    DeleteBookmarkPrivateChannel Channel "delete_bookmark_private_channel" moderated(ManageBookmarks),
    DeleteBookmarkPublicChannel Channel "delete_bookmark_public_channel" moderated(ManageBookmarks),
    DeleteCustomGroup Group "delete_custom_group",
    DeleteEmojis Team "delete_emojis",
    DeleteOthersEmojis Team "delete_others_emojis",
    DeleteOthersPosts Channel "delete_others_posts",
    DeletePost Channel "delete_post",
    DeletePrivateChannel Channel "delete_private_channel",
    DeletePublicChannel Channel "delete_public_channel",
    DemoteToGuest System "demote_to_guest",
    DownloadComplianceExportResult System "download_compliance_export_result",
    EditBookmarkPrivateChannel Channel "edit_bookmark_private_channel" moderated(ManageBookmarks),
    EditBookmarkPublicChannel Channel "edit_bookmark_public_channel" moderated(ManageBookmarks),
    EditBrand System "edit_brand",
    EditCustomGroup Group "edit_custom_group",
    EditOtherUsers System "edit_other_users",
    EditOthersPosts Channel "edit_others_posts",
    EditPost Channel "edit_post",
    GetAnalytics System "get_analytics",
    GetLogs System "get_logs",
    GetPublicLink System "get_public_link",
    GetSamlCertStatus System "get_saml_cert_status",
    GetSamlMetadataFromIdp System "get_saml_metadata_from_idp",
    ImportTeam Team "import_team",
    InvalidateCaches System "invalidate_caches",
    InvalidateEmailInvite System "invalidate_email_invite",
    InviteGuest Team "invite_guest",
    InviteUser Team "invite_user",
    JoinPrivateTeams System "join_private_teams",
    JoinPublicChannels Team "join_public_channels",
    JoinPublicTeams System "join_public_teams",
    ListPrivateTeams System "list_private_teams",
    ListPublicTeams System "list_public_teams",
    ListTeamChannels Team "list_team_channels",
    ListUsersWithoutTeam System "list_users_without_team",
    ManageBots System "manage_bots",
    ManageChannelAccessRules Channel "manage_channel_access_rules",
    ManageChannelRoles Channel "manage_channel_roles",
    ManageComplianceExportJob System "manage_compliance_export_job",
    ManageCustomGroupMembers Group "manage_custom_group_members",
    ManageDataRetentionJob System "manage_data_retention_job",
    ManageElasticsearchPostAggregationJob System "manage_elasticsearch_post_aggregation_job",
    ManageElasticsearchPostIndexingJob System "manage_elasticsearch_post_indexing_job",
    ManageEmojis Team "manage_emojis" deprecated,
    ManageIncomingWebhooks Team "manage_incoming_webhooks" deprecated,
    ManageJobs System "manage_jobs",
    ManageLdapSyncJob System "manage_ldap_sync_job",
    ManageLicenseInformation System "manage_license_information",
    ManageOauth System "manage_oauth",
    ManageOthersBots System "manage_others_bots",
    ManageOthersEmojis Team "manage_others_emojis" deprecated,
    ManageOthersIncomingWebhooks Team "manage_others_incoming_webhooks",
    ManageOthersOutgoingWebhooks Team "manage_others_outgoing_webhooks",
    ManageOthersSlashCommands Team "manage_others_slash_commands",
    ManageOthersWebhooks Team "manage_others_webhooks" deprecated,
    ManageOutgoingOauthConnections System "manage_outgoing_oauth_connections",
    ManageOutgoingWebhooks Team "manage_outgoing_webhooks" deprecated,
    ManageOwnIncomingWebhooks Team "manage_own_incoming_webhooks",
    ManageOwnOutgoingWebhooks Team "manage_own_outgoing_webhooks",
    ManageOwnSlashCommands Team "manage_own_slash_commands",
    ManagePostBleveIndexesJob System "manage_post_bleve_indexes_job" deprecated,
    ManagePrivateChannelAutoTranslation Channel "manage_private_channel_auto_translation",
    ManagePrivateChannelBanner Channel "manage_private_channel_banner",
    ManagePrivateChannelMembers Channel "manage_private_channel_members" moderated(ManageMembers),
    ManagePrivateChannelProperties Channel "manage_private_channel_properties",
    ManagePublicChannelAutoTranslation Channel "manage_public_channel_auto_translation",
    ManagePublicChannelBanner Channel "manage_public_channel_banner",
    ManagePublicChannelMembers Channel "manage_public_channel_members" moderated(ManageMembers),
    ManagePublicChannelProperties Channel "manage_public_channel_properties",
    ManageRoles System "manage_roles",
    ManageSecureConnections System "manage_secure_connections",
    ManageSharedChannels System "manage_shared_channels",
    ManageSlashCommands Team "manage_slash_commands" deprecated,
    ManageSystem System "manage_system",
    ManageSystemWideOauth System "manage_system_wide_oauth",
    ManageTeam Team "manage_team",
    ManageTeamRoles Team "manage_team_roles",
    ManageWebhooks Team "manage_webhooks" deprecated,
    OrderBookmarkPrivateChannel Channel "order_bookmark_private_channel" moderated(ManageBookmarks),
    OrderBookmarkPublicChannel Channel "order_bookmark_public_channel" moderated(ManageBookmarks),
    PermanentDeleteUser System "permanent_delete_user" deprecated,
    PlaybookPrivateCreate Team "playbook_private_create",
    PlaybookPrivateMakePublic Playbook "playbook_private_make_public",
    PlaybookPrivateManageMembers Playbook "playbook_private_manage_members",
    PlaybookPrivateManageProperties Playbook "playbook_private_manage_properties",
    PlaybookPrivateManageRoles Playbook "playbook_private_manage_roles",
    PlaybookPrivateView Playbook "playbook_private_view",
    PlaybookPublicCreate Team "playbook_public_create",
    PlaybookPublicMakePrivate Playbook "playbook_public_make_private",
    PlaybookPublicManageMembers Playbook "playbook_public_manage_members",
    PlaybookPublicManageProperties Playbook "playbook_public_manage_properties",
    PlaybookPublicManageRoles Playbook "playbook_public_manage_roles",
    PlaybookPublicView Playbook "playbook_public_view",
    PromoteGuest System "promote_guest",
    PurgeBleveIndexes System "purge_bleve_indexes" deprecated,
    PurgeElasticsearchIndexes System "purge_elasticsearch_indexes",
    ReadAudits System "read_audits",
    ReadBots System "read_bots",
    ReadChannel Channel "read_channel",
    ReadChannelContent Channel "read_channel_content",
    ReadComplianceExportJob System "read_compliance_export_job",
    ReadDataRetentionJob System "read_data_retention_job",
    ReadDeletedPosts Channel "read_deleted_posts",
    ReadElasticsearchPostAggregationJob System "read_elasticsearch_post_aggregation_job",
    ReadElasticsearchPostIndexingJob System "read_elasticsearch_post_indexing_job",
    ReadJobs System "read_jobs",
    ReadLdapSyncJob System "read_ldap_sync_job",
    ReadLicenseInformation System "read_license_information",
    ReadOtherUsersTeams System "read_other_users_teams",
    ReadOthersBots System "read_others_bots",
    ReadPrivateChannelGroups Channel "read_private_channel_groups",
    ReadPublicChannel Team "read_public_channel",
    ReadPublicChannelGroups Channel "read_public_channel_groups",
    ReadUserAccessToken System "read_user_access_token",
    RecycleDatabaseConnections System "recycle_database_connections",
    ReloadConfig System "reload_config",
    RemoveLdapPrivateCert System "remove_ldap_private_cert",
    RemoveLdapPublicCert System "remove_ldap_public_cert",
    RemoveOthersReactions Channel "remove_others_reactions",
    RemoveReaction Channel "remove_reaction" moderated(CreateReactions),
    RemoveSamlIdpCert System "remove_saml_idp_cert",
    RemoveSamlPrivateCert System "remove_saml_private_cert",
    RemoveSamlPublicCert System "remove_saml_public_cert",
    RemoveUserFromTeam Team "remove_user_from_team",
    RestoreCustomGroup Group "restore_custom_group",
    RevokeUserAccessToken System "revoke_user_access_token",
    RunCreate Playbook "run_create",
    RunManageMembers Run "run_manage_members",
    RunManageProperties Run "run_manage_properties",
    RunView Run "run_view",
    SysconsoleReadAbout System "sysconsole_read_about" deprecated,
    SysconsoleReadAboutEditionAndLicense System "sysconsole_read_about_edition_and_license"
        with(
            ReadLicenseInformation
        ),
    SysconsoleReadAuthentication System "sysconsole_read_authentication" deprecated,
    SysconsoleReadAuthenticationEmail System "sysconsole_read_authentication_email",
    SysconsoleReadAuthenticationGuestAccess System "sysconsole_read_authentication_guest_access",
    SysconsoleReadAuthenticationLdap System "sysconsole_read_authentication_ldap"
        with(
            TestLdap ReadLdapSyncJob
        ),
    SysconsoleReadAuthenticationMfa System "sysconsole_read_authentication_mfa",
    SysconsoleReadAuthenticationOpenid System "sysconsole_read_authentication_openid",
    SysconsoleReadAuthenticationPassword System "sysconsole_read_authentication_password",
    SysconsoleReadAuthenticationSaml System "sysconsole_read_authentication_saml",
    SysconsoleReadAuthenticationSignup System "sysconsole_read_authentication_signup",
    SysconsoleReadBilling System "sysconsole_read_billing",
    SysconsoleReadCompliance System "sysconsole_read_compliance" deprecated,
    SysconsoleReadComplianceComplianceExport System "sysconsole_read_compliance_compliance_export"
        with(
            ReadComplianceExportJob DownloadComplianceExportResult
        ),
    SysconsoleReadComplianceComplianceMonitoring System "sysconsole_read_compliance_compliance_monitoring"
        with(
            ReadAudits
        ),
    SysconsoleReadComplianceCustomTermsOfService System "sysconsole_read_compliance_custom_terms_of_service",
    SysconsoleReadComplianceDataRetentionPolicy System "sysconsole_read_compliance_data_retention_policy"
        with(
            ReadDataRetentionJob
        ),
    SysconsoleReadEnvironment System "sysconsole_read_environment" deprecated,
    SysconsoleReadEnvironmentDatabase System "sysconsole_read_environment_database",
    SysconsoleReadEnvironmentDeveloper System "sysconsole_read_environment_developer",
    SysconsoleReadEnvironmentElasticsearch System "sysconsole_read_environment_elasticsearch"
        with(
            ReadElasticsearchPostIndexingJob ReadElasticsearchPostAggregationJob
        ),
    SysconsoleReadEnvironmentFileStorage System "sysconsole_read_environment_file_storage",
    SysconsoleReadEnvironmentHighAvailability System "sysconsole_read_environment_high_availability",
    SysconsoleReadEnvironmentImageProxy System "sysconsole_read_environment_image_proxy",
    SysconsoleReadEnvironmentLogging System "sysconsole_read_environment_logging",
    SysconsoleReadEnvironmentMobileSecurity System "sysconsole_read_environment_mobile_security",
    SysconsoleReadEnvironmentPerformanceMonitoring System
        "sysconsole_read_environment_performance_monitoring",
    SysconsoleReadEnvironmentPushNotificationServer System
        "sysconsole_read_environment_push_notification_server",
    SysconsoleReadEnvironmentRateLimiting System "sysconsole_read_environment_rate_limiting",
    SysconsoleReadEnvironmentSessionLengths System "sysconsole_read_environment_session_lengths",
    SysconsoleReadEnvironmentSmtp System "sysconsole_read_environment_smtp",
    SysconsoleReadEnvironmentWebServer System "sysconsole_read_environment_web_server",
    SysconsoleReadExperimental System "sysconsole_read_experimental" deprecated,
    SysconsoleReadExperimentalBleve System "sysconsole_read_experimental_bleve" deprecated,
    SysconsoleReadExperimentalFeatureFlags System "sysconsole_read_experimental_feature_flags",
    SysconsoleReadExperimentalFeatures System "sysconsole_read_experimental_features",
    SysconsoleReadIntegrations System "sysconsole_read_integrations" deprecated,
    SysconsoleReadIntegrationsBotAccounts System "sysconsole_read_integrations_bot_accounts",
    SysconsoleReadIntegrationsCors System "sysconsole_read_integrations_cors",
    SysconsoleReadIntegrationsGif System "sysconsole_read_integrations_gif",
    SysconsoleReadIntegrationsIntegrationManagement System
        "sysconsole_read_integrations_integration_management",
    SysconsoleReadPlugins System "sysconsole_read_plugins",
    SysconsoleReadProductsBoards System "sysconsole_read_products_boards",
    SysconsoleReadReporting System "sysconsole_read_reporting" deprecated,
    SysconsoleReadReportingServerLogs System "sysconsole_read_reporting_server_logs" with(GetLogs),
    SysconsoleReadReportingSiteStatistics System "sysconsole_read_reporting_site_statistics"
        with(
            GetAnalytics
        ),
    SysconsoleReadReportingTeamStatistics System "sysconsole_read_reporting_team_statistics"
        with(
            GetAnalytics
        ),
    SysconsoleReadSite System "sysconsole_read_site" deprecated,
    SysconsoleReadSiteAnnouncementBanner System "sysconsole_read_site_announcement_banner",
    SysconsoleReadSiteCustomization System "sysconsole_read_site_customization",
    SysconsoleReadSiteEmoji System "sysconsole_read_site_emoji",
    SysconsoleReadSiteFileSharingAndDownloads System "sysconsole_read_site_file_sharing_and_downloads",
    SysconsoleReadSiteIpFilters System "sysconsole_read_site_ip_filters",
    SysconsoleReadSiteLocalization System "sysconsole_read_site_localization",
    SysconsoleReadSiteNotices System "sysconsole_read_site_notices",
    SysconsoleReadSiteNotifications System "sysconsole_read_site_notifications",
    SysconsoleReadSitePosts System "sysconsole_read_site_posts",
    SysconsoleReadSitePublicLinks System "sysconsole_read_site_public_links",
    SysconsoleReadSiteUsersAndTeams System "sysconsole_read_site_users_and_teams",
    SysconsoleReadUserManagementChannels System "sysconsole_read_user_management_channels"
        with(
            ReadPublicChannel ReadChannel ReadPublicChannelGroups ReadPrivateChannelGroups
        ),
    SysconsoleReadUserManagementGroups System "sysconsole_read_user_management_groups",
    SysconsoleReadUserManagementPermissions System "sysconsole_read_user_management_permissions",
    SysconsoleReadUserManagementSystemRoles System "sysconsole_read_user_management_system_roles",
    SysconsoleReadUserManagementTeams System "sysconsole_read_user_management_teams"
        with(
            ListPrivateTeams ListPublicTeams ViewTeam
        ),
    SysconsoleReadUserManagementUsers System "sysconsole_read_user_management_users"
        with(
            ReadOtherUsersTeams
        ),
    SysconsoleWriteAbout System "sysconsole_write_about" deprecated,
    SysconsoleWriteAboutEditionAndLicense System "sysconsole_write_about_edition_and_license"
        with(
            ManageLicenseInformation
        ),
    SysconsoleWriteAuthentication System "sysconsole_write_authentication" deprecated,
    SysconsoleWriteAuthenticationEmail System "sysconsole_write_authentication_email"
        with(
            InvalidateEmailInvite
        ),
    SysconsoleWriteAuthenticationGuestAccess System "sysconsole_write_authentication_guest_access",
    SysconsoleWriteAuthenticationLdap System "sysconsole_write_authentication_ldap"
        with(
            CreateLdapSyncJob ManageLdapSyncJob AddLdapPublicCert RemoveLdapPublicCert AddLdapPrivateCert
            RemoveLdapPrivateCert
        ),
    SysconsoleWriteAuthenticationMfa System "sysconsole_write_authentication_mfa",
    SysconsoleWriteAuthenticationOpenid System "sysconsole_write_authentication_openid",
    SysconsoleWriteAuthenticationPassword System "sysconsole_write_authentication_password",
    SysconsoleWriteAuthenticationSaml System "sysconsole_write_authentication_saml"
        with(
            GetSamlMetadataFromIdp AddSamlPublicCert AddSamlPrivateCert AddSamlIdpCert RemoveSamlPublicCert
            RemoveSamlPrivateCert RemoveSamlIdpCert GetSamlCertStatus
        ),
    SysconsoleWriteAuthenticationSignup System "sysconsole_write_authentication_signup",
    SysconsoleWriteBilling System "sysconsole_write_billing",
    SysconsoleWriteCompliance System "sysconsole_write_compliance" deprecated,
    SysconsoleWriteComplianceComplianceExport System "sysconsole_write_compliance_compliance_export"
        with(
            CreateComplianceExportJob ManageComplianceExportJob DownloadComplianceExportResult
        ),
    SysconsoleWriteComplianceComplianceMonitoring System "sysconsole_write_compliance_compliance_monitoring",
    SysconsoleWriteComplianceCustomTermsOfService System
        "sysconsole_write_compliance_custom_terms_of_service",
    SysconsoleWriteComplianceDataRetentionPolicy System "sysconsole_write_compliance_data_retention_policy"
        with(
            CreateDataRetentionJob ManageDataRetentionJob
        ),
    SysconsoleWriteEnvironment System "sysconsole_write_environment" deprecated,
    SysconsoleWriteEnvironmentDatabase System "sysconsole_write_environment_database"
        with(
            RecycleDatabaseConnections
        ),
    SysconsoleWriteEnvironmentDeveloper System "sysconsole_write_environment_developer",
    SysconsoleWriteEnvironmentElasticsearch System "sysconsole_write_environment_elasticsearch"
        with(
            TestElasticsearch CreateElasticsearchPostIndexingJob ManageElasticsearchPostIndexingJob
            CreateElasticsearchPostAggregationJob ManageElasticsearchPostAggregationJob
            PurgeElasticsearchIndexes
        ),
    SysconsoleWriteEnvironmentFileStorage System "sysconsole_write_environment_file_storage" with(TestS3),
    SysconsoleWriteEnvironmentHighAvailability System "sysconsole_write_environment_high_availability",
    SysconsoleWriteEnvironmentImageProxy System "sysconsole_write_environment_image_proxy",
    SysconsoleWriteEnvironmentLogging System "sysconsole_write_environment_logging",
    SysconsoleWriteEnvironmentMobileSecurity System "sysconsole_write_environment_mobile_security",
    SysconsoleWriteEnvironmentPerformanceMonitoring System
        "sysconsole_write_environment_performance_monitoring",
    SysconsoleWriteEnvironmentPushNotificationServer System
        "sysconsole_write_environment_push_notification_server",
    SysconsoleWriteEnvironmentRateLimiting System "sysconsole_write_environment_rate_limiting",
    SysconsoleWriteEnvironmentSessionLengths System "sysconsole_write_environment_session_lengths",
    SysconsoleWriteEnvironmentSmtp System "sysconsole_write_environment_smtp" with(TestEmail),
    SysconsoleWriteEnvironmentWebServer System "sysconsole_write_environment_web_server"
        with(
            TestSiteUrl ReloadConfig InvalidateCaches
        ),
    SysconsoleWriteExperimental System "sysconsole_write_experimental" deprecated,
    SysconsoleWriteExperimentalBleve System "sysconsole_write_experimental_bleve" deprecated,
    SysconsoleWriteExperimentalFeatureFlags System "sysconsole_write_experimental_feature_flags",
    SysconsoleWriteExperimentalFeatures System "sysconsole_write_experimental_features",
    SysconsoleWriteIntegrations System "sysconsole_write_integrations" deprecated,
    SysconsoleWriteIntegrationsBotAccounts System "sysconsole_write_integrations_bot_accounts",
    SysconsoleWriteIntegrationsCors System "sysconsole_write_integrations_cors",
    SysconsoleWriteIntegrationsGif System "sysconsole_write_integrations_gif",
    SysconsoleWriteIntegrationsIntegrationManagement System
        "sysconsole_write_integrations_integration_management",
    SysconsoleWritePlugins System "sysconsole_write_plugins",
    SysconsoleWriteProductsBoards System "sysconsole_write_products_boards",
    SysconsoleWriteReporting System "sysconsole_write_reporting" deprecated,
    SysconsoleWriteReportingServerLogs System "sysconsole_write_reporting_server_logs",
    SysconsoleWriteReportingSiteStatistics System "sysconsole_write_reporting_site_statistics",
    SysconsoleWriteReportingTeamStatistics System "sysconsole_write_reporting_team_statistics",
    SysconsoleWriteSite System "sysconsole_write_site" deprecated,
    SysconsoleWriteSiteAnnouncementBanner System "sysconsole_write_site_announcement_banner",
    SysconsoleWriteSiteCustomization System "sysconsole_write_site_customization" with(EditBrand),
    SysconsoleWriteSiteEmoji System "sysconsole_write_site_emoji",
    SysconsoleWriteSiteFileSharingAndDownloads System "sysconsole_write_site_file_sharing_and_downloads",
    SysconsoleWriteSiteIpFilters System "sysconsole_write_site_ip_filters",
    SysconsoleWriteSiteLocalization System "sysconsole_write_site_localization",
    SysconsoleWriteSiteNotices System "sysconsole_write_site_notices",
    SysconsoleWriteSiteNotifications System "sysconsole_write_site_notifications",
    SysconsoleWriteSitePosts System "sysconsole_write_site_posts",
    SysconsoleWriteSitePublicLinks System "sysconsole_write_site_public_links",
    SysconsoleWriteSiteUsersAndTeams System "sysconsole_write_site_users_and_teams",
    SysconsoleWriteUserManagementChannels System "sysconsole_write_user_management_channels"
        with(
            ManagePublicChannelProperties ManagePrivateChannelProperties ManagePublicChannelAutoTranslation
            ManagePrivateChannelAutoTranslation ManagePrivateChannelMembers ManagePublicChannelMembers
            DeletePrivateChannel DeletePublicChannel ManageChannelRoles ConvertPublicChannelToPrivate
            ConvertPrivateChannelToPublic
        ),
    SysconsoleWriteUserManagementGroups System "sysconsole_write_user_management_groups"
        with(
            ManagePrivateChannelMembers ManagePublicChannelMembers ConvertPublicChannelToPrivate
            ConvertPrivateChannelToPublic
        ),
    SysconsoleWriteUserManagementPermissions System "sysconsole_write_user_management_permissions",
    SysconsoleWriteUserManagementSystemRoles System "sysconsole_write_user_management_system_roles",
    SysconsoleWriteUserManagementTeams System "sysconsole_write_user_management_teams"
        with(
            ManageTeam ManageTeamRoles RemoveUserFromTeam JoinPrivateTeams JoinPublicTeams AddUserToTeam
        ),
    SysconsoleWriteUserManagementUsers System "sysconsole_write_user_management_users"
        with(
            EditOtherUsers DemoteToGuest PromoteGuest
        ),
    TestElasticsearch System "test_elasticsearch",
    TestEmail System "test_email",
    TestLdap System "test_ldap",
    TestS3 System "test_s3",
    TestSiteUrl System "test_site_url",
    UploadFile Channel "upload_file",
    UseChannelMentions Channel "use_channel_mentions" moderated(UseChannelMentions),
    UseGroupMentions Channel "use_group_mentions",
    UseSlashCommands Channel "use_slash_commands",
    ViewMembers Team "view_members",
    ViewTeam Team "view_team",
}

/// Where a permission is asked for, hence which roles can grant it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    System,
    Team,
    Channel,
    Group,
    Playbook,
    Run,
}

/// A row of the channel moderation screen: permissions that are given and taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moderation {
    CreatePost,
    CreateReactions,
    ManageBookmarks,
    ManageMembers,
    UseChannelMentions,
}

impl Moderation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CreatePost => "create_post",
            Self::CreateReactions => "create_reactions",
            Self::ManageBookmarks => "manage_bookmarks",
            Self::ManageMembers => "manage_members",
            Self::UseChannelMentions => "use_channel_mentions",
        }
    }
}

impl Permission {
    /// The permission of that id; ids that the table does not have give `None`.
    pub fn parse(id: &str) -> Option<Self> {
        TABLE.binary_search_by(|row| row.id.cmp(id)).ok().map(|place| Self::ALL[place])
    }

    pub fn as_str(self) -> &'static str {
        self.row().id
    }

    pub fn scope(self) -> Scope {
        self.row().scope
    }

    /// Whether the permission is kept only for old roles. All others belong to a fresh system administrator.
    /// Whether it opens a page of the admin console.
    pub fn reads_console(self) -> bool {
        self.as_str().starts_with("sysconsole_read_")
    }

    /// Whether it lets change what a page of the admin console shows.
    pub fn writes_console(self) -> bool {
        self.as_str().starts_with("sysconsole_write_")
    }

    pub fn is_deprecated(self) -> bool {
        self.row().deprecated
    }

    pub fn moderation(self) -> Option<Moderation> {
        self.row().moderation
    }

    /// What a role that is given this permission through the administration console is given along with it.
    pub fn ancillary(self) -> &'static [Permission] {
        self.row().ancillary
    }

    fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Permission {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Permission {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::parse(&id).ok_or_else(|| D::Error::custom("no such permission"))
    }
}

const WORDS: usize = Permission::ALL.len().div_ceil(64);

/// A set of permissions, one bit each.
///
/// A stored role may name permissions that nobody knows; the row keeps its text, the set leaves them out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PermissionSet([u64; WORDS]);

impl PermissionSet {
    pub const EMPTY: Self = Self([0; WORDS]);

    /// Every permission, deprecated ones included.
    pub fn all() -> Self {
        Permission::ALL.iter().copied().collect()
    }

    /// Reads a role's stored permissions, separated by blanks.
    pub fn parse(text: &str) -> Self {
        text.split_ascii_whitespace().filter_map(Permission::parse).collect()
    }

    pub fn contains(&self, permission: Permission) -> bool {
        let (word, bit) = place(permission);
        self.0[word] & bit != 0
    }

    pub fn insert(&mut self, permission: Permission) {
        let (word, bit) = place(permission);
        self.0[word] |= bit;
    }

    pub fn remove(&mut self, permission: Permission) {
        let (word, bit) = place(permission);
        self.0[word] &= !bit;
    }

    pub fn union(mut self, other: &Self) -> Self {
        for (word, more) in self.0.iter_mut().zip(other.0) {
            *word |= more;
        }
        self
    }

    pub fn intersection(mut self, other: &Self) -> Self {
        for (word, common) in self.0.iter_mut().zip(other.0) {
            *word &= common;
        }
        self
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// The permissions in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = Permission> + '_ {
        Permission::ALL.iter().copied().filter(|permission| self.contains(*permission))
    }
}

fn place(permission: Permission) -> (usize, u64) {
    let number = permission as usize;
    (number / 64, 1 << (number % 64))
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::EMPTY;
        set.extend(permissions);
        set
    }
}

impl Extend<Permission> for PermissionSet {
    fn extend<I: IntoIterator<Item = Permission>>(&mut self, permissions: I) {
        for permission in permissions {
            self.insert(permission);
        }
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_ids() {
        assert!(TABLE.windows(2).all(|pair| pair[0].id < pair[1].id));
        assert_eq!(TABLE.len(), 303);
    }

    #[test]
    fn every_permission_is_found_by_its_id() {
        for permission in Permission::ALL {
            assert_eq!(Permission::parse(permission.as_str()), Some(*permission));
        }
        assert_eq!(Permission::parse("fly"), None);
        assert_eq!(Permission::parse(""), None);
    }

    #[test]
    fn a_row_tells_scope_moderation_and_company() {
        assert_eq!(Permission::CreatePost.scope(), Scope::Channel);
        assert_eq!(Permission::AddReaction.moderation(), Some(Moderation::CreateReactions));
        assert!(Permission::ManageWebhooks.is_deprecated());
        assert!(!Permission::CreatePost.is_deprecated());
        assert_eq!(Permission::SysconsoleWriteEnvironmentSmtp.ancillary(), [Permission::TestEmail]);
    }

    #[test]
    fn a_set_leaves_out_unknown_names() {
        let set = PermissionSet::parse(" create_post  fly add_reaction ");
        assert_eq!(set.iter().collect::<Vec<_>>(), [Permission::AddReaction, Permission::CreatePost]);
        assert_eq!(set.len(), 2);
        assert!(!set.contains(Permission::ManageSystem));
    }

    #[test]
    fn sets_obey_their_algebra() {
        let all = PermissionSet::all();
        assert_eq!(all.len(), Permission::ALL.len());
        let some: PermissionSet = Permission::ALL.iter().copied().step_by(3).collect();
        let others: PermissionSet = Permission::ALL.iter().copied().skip(1).step_by(3).collect();
        assert_eq!(some.union(&others), others.union(&some));
        assert!(some.intersection(&others).is_empty());
        assert_eq!(some.union(&all), all);
        let mut without = some;
        for permission in some.iter() {
            without.remove(permission);
        }
        assert_eq!(without, PermissionSet::EMPTY);
    }
}
