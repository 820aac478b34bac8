//! Bodies that are lists of texts: ids, names.
//!
//! What is no such list has an answer of its own; `null` and the empty list name nothing, which is refused.

use http_api::{Body, Error, Result};
use kernel::Error as KernelError;

/// The body is no list of texts.
pub const NO_LIST: &str = "api.payload.parse.error";

/// The texts, each once, in their order.
pub fn texts(body: Result<Body<Option<Vec<String>>>>, name: &str) -> Result<Vec<String>> {
    let texts = match body {
        Ok(Body(texts)) => texts.unwrap_or_default(),
        Err(Error(KernelError::Refused(error))) if error.status_code == 400 => {
            return Err(KernelError::bad_request(NO_LIST, "the body is no list of texts").into());
        }
        Err(other) => return Err(other),
    };
    let mut known = std::collections::HashSet::new();
    let texts: Vec<String> = texts.into_iter().filter(|text| known.insert(text.clone())).collect();
    if texts.is_empty() { Err(KernelError::invalid_body_param(name).into()) } else { Ok(texts) }
}
