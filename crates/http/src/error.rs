//! Errors on their way to the client.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

pub type Result<T> = std::result::Result<T, Error>;

/// What a handler fails with. `?` makes it of kernel and store errors. The edge writes the body, since it knows the
/// request id.
#[derive(Debug)]
pub struct Error(pub kernel::Error);

impl<E: Into<kernel::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Carries a failure from the handler to the edge.
#[derive(Clone)]
pub(crate) struct Failure(pub(crate) std::sync::Arc<parking::Slot>);

/// A place that gives its error once: extensions must be cloneable, errors are not.
pub(crate) mod parking {
    use std::sync::Mutex;

    pub(crate) struct Slot(Mutex<Option<kernel::Error>>);

    impl Slot {
        pub(crate) fn new(error: kernel::Error) -> Self {
            Self(Mutex::new(Some(error)))
        }

        pub(crate) fn take(&self) -> Option<kernel::Error> {
            self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take()
        }
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = StatusCode::INTERNAL_SERVER_ERROR.into_response();
        response.extensions_mut().insert(Failure(std::sync::Arc::new(parking::Slot::new(self.0))));
        response
    }
}
