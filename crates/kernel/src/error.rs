//! How an operation fails.
//!
//! * [`Error::Refused`] is the caller's to hear: it carries the protocol's error id, spelled at the place that raises
//!   it, so that searching for an id finds the cause.
//! * [`Error::Internal`] is ours to mend: the chain goes to the log once, at the boundary, and the client gets the
//!   request id only.
//!
//! `?` turns a store error into an internal one. Where a store error means something to the caller (a name that is
//! taken), the operation says so before.

use wire::AppError;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Refused(Box<AppError>),
    #[error("{context}")]
    Internal { context: String, source: Box<dyn std::error::Error + Send + Sync> },
}

/// The caller has no session, or one that ended.
pub const SESSION_EXPIRED: &str = "api.context.session_expired.app_error";
/// The caller may not do this.
pub const PERMISSIONS: &str = "api.context.permissions.app_error";
/// A value in the body is missing or malformed.
pub const INVALID_BODY_PARAM: &str = "api.context.invalid_body_param.app_error";
/// A value in the path or query is malformed.
pub const INVALID_URL_PARAM: &str = "api.context.invalid_url_param.app_error";
/// No route, or nothing there that the caller may know of.
pub const NOT_FOUND: &str = "api.context.404.app_error";
/// The server has too much to do for this now.
pub const BUSY: &str = "api.context.server_busy.app_error";
/// What the client hears of an internal failure.
pub const INTERNAL: &str = "api.context.internal.app_error";

impl Error {
    pub fn refused(status: wire::StatusCode, id: &'static str, message: impl Into<String>) -> Self {
        Self::Refused(Box::new(AppError::new(status, id, message)))
    }

    pub fn bad_request(id: &'static str, message: impl Into<String>) -> Self {
        Self::refused(400, id, message)
    }

    pub fn forbidden(id: &'static str, message: impl Into<String>) -> Self {
        Self::refused(403, id, message)
    }

    pub fn not_found(id: &'static str, message: impl Into<String>) -> Self {
        Self::refused(404, id, message)
    }

    pub fn session_expired() -> Self {
        Self::refused(401, SESSION_EXPIRED, "invalid or expired session, please log in again")
    }

    pub fn no_permission() -> Self {
        Self::forbidden(PERMISSIONS, "you do not have the appropriate permissions")
    }

    pub fn invalid_body_param(name: &str) -> Self {
        Self::bad_request(INVALID_BODY_PARAM, format!("invalid or missing {name} in the request body"))
    }

    pub fn invalid_url_param(name: &str) -> Self {
        Self::bad_request(INVALID_URL_PARAM, format!("invalid or missing {name} in the URL"))
    }

    pub fn internal(
        context: impl Into<String>,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        Self::Internal { context: context.into(), source: source.into() }
    }

    /// What the client hears; an internal failure is written to the log here, with its chain.
    pub fn into_wire(self, request_id: &str) -> AppError {
        let mut error = match self {
            Self::Refused(error) => *error,
            Self::Internal { context, source } => {
                let chain = chain(&*source);
                tracing::error!(request_id, error = %chain, "{context}");
                AppError::new(
                    500,
                    INTERNAL,
                    "something went wrong on the server; the log has it under this request id",
                )
            }
        };
        error.request_id = request_id.to_owned();
        error
    }
}

/// An error and its causes, outermost first.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        match error {
            // A text that no engine stores came from the client: ours hold no NUL.
            db::Error::Invalid(what) => Self::bad_request(INVALID_BODY_PARAM, what),
            db::Error::TimedOut => {
                Self::refused(503, BUSY, "the server is too busy for this, try again later")
            }
            other => Self::internal("store", other),
        }
    }
}

impl From<blob::Error> for Error {
    fn from(error: blob::Error) -> Self {
        Self::internal("keep files", error)
    }
}

impl From<AppError> for Error {
    fn from(error: AppError) -> Self {
        Self::Refused(Box::new(error))
    }
}
