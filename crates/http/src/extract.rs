//! What handlers take: path, query and body, checked by their types.

use std::collections::HashMap;

use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use http::request::Parts;
use kernel::{Ctx, Error as KernelError};
use serde::de::DeserializeOwned;
use wire::UserId;
use wire::id::NotAnId;

use crate::Error;

/// The values of the path, by the names in the route.
pub struct Params(HashMap<String, String>);

impl Params {
    /// The text in the path; the route has the name.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// An id. A text that no id in a path may look like finds no route (404); one of the wrong length is malformed
    /// (400).
    pub fn id<T: std::str::FromStr<Err = NotAnId>>(&self, name: &str) -> Result<T, Error> {
        let text = self.text(name);
        if !text.bytes().all(|letter| letter.is_ascii_alphanumeric()) {
            return Err(no_route().into());
        }
        text.parse().map_err(|_| KernelError::invalid_url_param(name).into())
    }

    /// A name of a user, team or channel. A text that no name is spelled like finds no route (404).
    pub fn name(&self, name: &str) -> Result<&str, Error> {
        let text = self.text(name);
        let is_name = !text.is_empty()
            && text
                .bytes()
                .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'-' | b'_' | b'.'));
        if is_name { Ok(text) } else { Err(no_route().into()) }
    }

    /// The user in the path; `me` is the caller.
    pub fn user(&self, ctx: &Ctx) -> Result<UserId, Error> {
        match self.text("user_id") {
            "me" => Ok(ctx.user_id()?),
            _ => self.id("user_id"),
        }
    }
}

/// Nothing is served under this path.
pub(crate) fn no_route() -> KernelError {
    KernelError::not_found(kernel::NOT_FOUND, "sorry, there is nothing here")
}

impl<S: Send + Sync> FromRequestParts<S> for Params {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let raw = RawPathParams::from_request_parts(parts, state)
            .await
            // Not UTF-8: no name in a path is spelled so.
            .map_err(|_| Error(no_route()))?;
        Ok(Self(raw.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()))
    }
}

/// The query's values, by name; of several with one name the first counts. Malformed escapes and semicolons make a
/// pair vanish, as the protocol has it.
#[derive(Default)]
pub struct Query(HashMap<String, String>);

impl Query {
    pub fn parse(text: &str) -> Self {
        let mut values = HashMap::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty() && !pair.contains(';')) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if let (Some(name), Some(value)) = (decode(name), decode(value)) {
                values.entry(name).or_insert(value);
            }
        }
        Self(values)
    }

    /// The value; absent is empty.
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// `true`, `1`, `t` and their capitals; anything else is false.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.text(name), "true" | "True" | "TRUE" | "t" | "T" | "1")
    }

    /// A number; None when absent or not one.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.text(name).parse().ok()
    }
}

fn decode(text: &str) -> Option<String> {
    let text = text.replace('+', " ");
    if !crate::path::escapes_are_whole(&text) {
        return None;
    }
    percent_encoding::percent_decode_str(&text).decode_utf8().ok().map(std::borrow::Cow::into_owned)
}

impl<S: Send + Sync> FromRequestParts<S> for Query {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

/// A JSON body. What is no JSON, or has a known key of the wrong type, is refused (400); unknown keys are ignored.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &S) -> Result<Self, Error> {
        let bytes = body_of(request).await?;
        wire::json::read(&bytes).map(Self).map_err(|_| KernelError::invalid_body_param("body").into())
    }
}

/// The bytes of a body, up to the limit that the edge has set.
pub(crate) async fn body_of(request: Request) -> Result<bytes::Bytes, Error> {
    match tokio::time::timeout(SLOWEST_BODY, axum::body::to_bytes(request.into_body(), usize::MAX)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if crate::edge::is_too_large(&error) => {
            Err(KernelError::refused(413, TOO_LARGE, "the request body is too large").into())
        }
        Ok(Err(_)) => Err(KernelError::invalid_body_param("body").into()),
        Err(_) => {
            Err(KernelError::refused(408, kernel::INVALID_BODY_PARAM, "the request body came too slowly")
                .into())
        }
    }
}

/// The longest that a body may take.
const SLOWEST_BODY: std::time::Duration = std::time::Duration::from_secs(60);

/// The body is over the limit.
pub(crate) const TOO_LARGE: &str = "api.context.request_body_too_large.app_error";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_read_as_far_as_it_is_well_formed() {
        let query = Query::parse("page=1&per_page=2&page=9&x=%zz&y=a+b%20c&z=0;w=1&flag=true&bare");
        assert_eq!(query.number("page"), Some(1));
        assert_eq!(query.number("per_page"), Some(2));
        assert_eq!(query.get("x"), None);
        assert_eq!(query.text("y"), "a b c");
        assert_eq!(query.get("z"), None);
        assert!(query.flag("flag"));
        assert_eq!(query.get("bare"), Some(""));
    }
}
