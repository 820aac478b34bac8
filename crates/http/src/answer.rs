//! What handlers answer with.

use std::sync::{Arc, OnceLock};

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Serialize;

/// 200 with a JSON body. The type is exactly `application/json`: clients compare it.
pub struct Answer<T>(pub T);

/// 201 with a JSON body.
pub struct Created<T>(pub T);

/// 200 with `{"status":"OK"}`.
pub struct Done;

/// 200 with one JSON value a line; at least one line.
pub struct Ndjson<T>(pub Vec<T>);

/// A JSON body that is left out when the client's copy carries the same tag (304).
pub struct Tagged<T> {
    pub tag: String,
    /// None: what the client has is current; see [`Tagged::or_current`].
    pub body: Option<T>,
}

impl<T> Tagged<T> {
    /// Whether the request already has what `tag` stands for.
    pub fn is_current(headers: &HeaderMap, tag: &str) -> bool {
        headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes())
    }

    /// The body, unless the client has it.
    pub fn new(headers: &HeaderMap, tag: String, body: T) -> Self {
        let is_current = Self::is_current(headers, &tag);
        Self { tag, body: (!is_current).then_some(body) }
    }
}

/// JSON that was encoded before, for several answers; compressed once, when a client first takes it so.
#[derive(Clone)]
pub struct Encoded(Arc<Texts>);

struct Texts {
    plain: Bytes,
    compressed: OnceLock<Bytes>,
}

impl Encoded {
    pub fn of<T: Serialize + ?Sized>(value: &T) -> kernel::Result<Self> {
        let plain = wire::json::to_vec(value).map_err(|e| kernel::Error::internal("encode an answer", e))?;
        Ok(Self(Arc::new(Texts { plain: plain.into(), compressed: OnceLock::new() })))
    }

    /// How long it is when it is not compressed.
    pub fn length(&self) -> usize {
        self.0.plain.len()
    }

    pub(crate) fn compressed(&self) -> Bytes {
        self.0.compressed.get_or_init(|| crate::gzip::at_once(&self.0.plain)).clone()
    }
}

/// A PNG that clients keep for a while and ask for again by its tag.
pub struct Image {
    pub tag: String,
    /// None: what the client has is current.
    pub png: Option<Bytes>,
    /// How long the client need not ask.
    pub seconds: u32,
}

impl Image {
    /// How long a picture is kept that only a new upload changes.
    pub const DAY: u32 = 24 * 60 * 60;

    /// Whether the request already has what `tag` stands for.
    pub fn is_current(headers: &HeaderMap, tag: &str) -> bool {
        let known = headers.get(header::IF_NONE_MATCH).and_then(|known| known.to_str().ok());
        known.is_some_and(|known| wire::etag::matches(known, tag))
    }
}

pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

fn json<T: Serialize + ?Sized>(status: StatusCode, value: &T) -> Response {
    match wire::json::to_vec(value) {
        Ok(body) => (status, [(header::CONTENT_TYPE, JSON)], body).into_response(),
        Err(error) => crate::Error(kernel::Error::internal("encode an answer", error)).into_response(),
    }
}

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        json(StatusCode::OK, &self.0)
    }
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        json(StatusCode::CREATED, &self.0)
    }
}

impl IntoResponse for Done {
    fn into_response(self) -> Response {
        ([(header::CONTENT_TYPE, JSON)], r#"{"status":"OK"}"#).into_response()
    }
}

impl<T: Serialize> IntoResponse for Ndjson<T> {
    fn into_response(self) -> Response {
        let mut body = Vec::new();
        for value in &self.0 {
            if let Err(error) = wire::json::write(&mut body, value) {
                return crate::Error(kernel::Error::internal("encode an answer", error)).into_response();
            }
            body.push(b'\n');
        }
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/x-ndjson"))], body).into_response()
    }
}

impl IntoResponse for Encoded {
    fn into_response(self) -> Response {
        let mut response = ([(header::CONTENT_TYPE, JSON)], self.0.plain.clone()).into_response();
        // For the edge, which knows whether the client takes it compressed.
        response.extensions_mut().insert(self);
        response
    }
}

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        tagged(&self.tag, self.body.map(Answer))
    }
}

impl IntoResponse for Tagged<Encoded> {
    fn into_response(self) -> Response {
        tagged(&self.tag, self.body)
    }
}

fn tagged(tag: &str, body: Option<impl IntoResponse>) -> Response {
    let mut response = match body {
        Some(body) => body.into_response(),
        None => StatusCode::NOT_MODIFIED.into_response(),
    };
    if let Ok(tag) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

impl IntoResponse for Image {
    fn into_response(self) -> Response {
        let mut response = match self.png {
            Some(png) => {
                ([(header::CONTENT_TYPE, HeaderValue::from_static("image/png"))], png).into_response()
            }
            None => StatusCode::NOT_MODIFIED.into_response(),
        };
        let caching = format!("max-age={}, private", self.seconds);
        for (name, value) in [(header::CACHE_CONTROL, caching), (header::ETAG, self.tag)] {
            if let Ok(value) = HeaderValue::from_str(&value)
                && !value.is_empty()
            {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
