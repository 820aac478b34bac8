//! The protocol's error body: `{"id","message","detailed_error","request_id","status_code"}`.

use serde::Serialize;

/// An HTTP status as the error body carries it.
pub type StatusCode = u16;

/// An error as a client sees it. The id is stable and machine-readable, the message is for people.
///
/// `detailed_error` exists on the wire but stays empty: what an operator needs is in the log under the same
/// request id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AppError {
    pub id: &'static str,
    pub message: String,
    pub detailed_error: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub request_id: String,
    pub status_code: StatusCode,
}

impl AppError {
    pub fn new(status_code: StatusCode, id: &'static str, message: impl Into<String>) -> Self {
        Self {
            id,
            message: message.into(),
            detailed_error: String::new(),
            request_id: String::new(),
            status_code,
        }
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}): {}", self.id, self.status_code, self.message)
    }
}

impl std::error::Error for AppError {}
