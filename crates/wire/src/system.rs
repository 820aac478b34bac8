//! What the server says of its health.

use serde::Serialize;

/// The answer to a ping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Ping {
    /// Which search answers; clients only show it.
    #[serde(rename = "ActiveSearchBackend")]
    pub active_search_backend: String,
    #[serde(rename = "AndroidLatestVersion")]
    pub android_latest_version: String,
    #[serde(rename = "AndroidMinVersion")]
    pub android_min_version: String,
    /// For a device that asks: `true`, `false` or `unknown`.
    #[serde(rename = "CanReceiveNotifications", skip_serializing_if = "Option::is_none")]
    pub can_receive_notifications: Option<&'static str>,
    #[serde(rename = "IosLatestVersion")]
    pub ios_latest_version: String,
    #[serde(rename = "IosMinVersion")]
    pub ios_min_version: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_status: Option<Health>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filestore_status: Option<Health>,
    /// Whether the server runs as root; for system administrators only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub root_status: Option<bool>,
    pub status: Health,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Health {
    #[default]
    Ok,
    Unhealthy,
}
