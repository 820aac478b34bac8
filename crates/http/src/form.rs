//! Forms with files (`multipart/form-data`), read whole: for routes whose files are small. Such a route
//! [takes files](crate::Route::takes_files), so that the limit of its body is that of files.

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header;
use kernel::Error as KernelError;

/// What a form holds, in its order.
#[derive(Debug, Default)]
pub struct Form {
    parts: Vec<Part>,
}

/// A field or file of a form.
#[derive(Debug)]
pub struct Part {
    pub name: String,
    /// Files have one.
    pub file_name: Option<String>,
    pub content: Bytes,
}

/// Why a form could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    TooLarge,
    TooSlow,
    Malformed,
}

/// Parts that one form may have.
const MOST_PARTS: usize = 100;
/// The longest that a form may take.
const SLOWEST: std::time::Duration = std::time::Duration::from_secs(300);

impl Form {
    /// The first file of this name.
    pub fn file(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name && part.file_name.is_some())
    }

    /// The first field of this name that is no file.
    pub fn field(&self, name: &str) -> Option<&Bytes> {
        self.parts.iter().find(|part| part.name == name && part.file_name.is_none()).map(|part| &part.content)
    }

    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Result<Self, Fault> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok()).ok_or(Fault::Malformed)?;
        let mut reader = multer::Multipart::new(request.into_body().into_data_stream(), boundary);
        let read = async {
            let mut form = Self::default();
            while let Some(field) = reader.next_field().await? {
                if form.parts.len() == MOST_PARTS {
                    return Ok(Err(Fault::Malformed));
                }
                let name = field.name().unwrap_or_default().to_owned();
                let file_name = field.file_name().map(str::to_owned);
                form.parts.push(Part { name, file_name, content: field.bytes().await? });
            }
            Ok(Ok(form))
        };
        match tokio::time::timeout(SLOWEST, read).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => Err(Fault::of(&error)),
            Err(_) => Err(Fault::TooSlow),
        }
    }
}

impl Fault {
    fn of(error: &multer::Error) -> Self {
        match error {
            multer::Error::StreamReadFailed(cause) => {
                let is_too_large = cause.downcast_ref::<axum::Error>().is_some_and(crate::edge::is_too_large);
                if is_too_large { Self::TooLarge } else { Self::Malformed }
            }
            _ => Self::Malformed,
        }
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let error = match self {
            Self::TooLarge => {
                KernelError::refused(413, crate::extract::TOO_LARGE, "the request body is too large")
            }
            Self::TooSlow => {
                KernelError::refused(408, kernel::INVALID_BODY_PARAM, "the request body came too slowly")
            }
            Self::Malformed => KernelError::invalid_body_param("body"),
        };
        crate::Error(error).into_response()
    }
}

/// What a route that takes one picture calls its refusals.
#[derive(Debug, Clone, Copy)]
pub struct PictureIds {
    pub too_large: &'static str,
    /// The body is no form.
    pub parse: &'static str,
    /// The form has no file called `image`.
    pub no_file: &'static str,
}

/// The file called `image`: the first, if there are several.
pub fn picture(form: Result<Form, Fault>, ids: &PictureIds) -> kernel::Result<Bytes> {
    let form = form.map_err(|fault| match fault {
        Fault::TooLarge => KernelError::refused(413, ids.too_large, "the file is too large"),
        Fault::TooSlow => KernelError::refused(408, ids.parse, "the form came too slowly"),
        Fault::Malformed => KernelError::bad_request(ids.parse, "this is no form with files"),
    })?;
    let file = form
        .file("image")
        .ok_or_else(|| KernelError::bad_request(ids.no_file, "the form has no file under 'image'"))?;
    Ok(file.content.clone())
}
