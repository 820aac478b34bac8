//! Bodies that are lists of texts: ids, names.
//!
//! What is no such list has an answer of its own; `null` and the empty list name nothing, which is refused, and so is a
//! list of more than [`MOST`].

use std::collections::HashSet;

use kernel::Error as KernelError;

use crate::{Body, Error, Result};

/// The body is no list of texts.
pub const NO_LIST: &str = "api.payload.parse.error";
/// How much one request may name.
pub const MOST: usize = 1000;

/// A body that may be no list.
pub type ListBody = Result<Body<Option<Vec<String>>>>;

/// The texts, each once, in their order; `name` is what the refusals call them.
pub fn texts(body: ListBody, name: &str) -> Result<Vec<String>> {
    texts_up_to(body, name, MOST, || KernelError::invalid_body_param(name))
}

/// [`texts`], for a route with another limit or refusal.
pub fn texts_up_to(
    body: ListBody,
    name: &str,
    most: usize,
    too_many: impl FnOnce() -> KernelError,
) -> Result<Vec<String>> {
    let texts = match body {
        Ok(Body(texts)) => texts.unwrap_or_default(),
        Err(Error(KernelError::Refused(error))) if error.id == kernel::INVALID_BODY_PARAM => {
            return Err(KernelError::bad_request(NO_LIST, "the body is no list of texts").into());
        }
        Err(other) => return Err(other),
    };
    let texts = distinct(texts);
    match texts.len() {
        0 => Err(KernelError::invalid_body_param(name).into()),
        length if length > most => Err(too_many().into()),
        _ => Ok(texts),
    }
}

/// Each text once, in order.
fn distinct(mut texts: Vec<String>) -> Vec<String> {
    let mut known = HashSet::new();
    texts.retain(|text| known.insert(text.clone()));
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(texts: Vec<String>) -> Result<Vec<String>> {
        super::texts(Ok(Body(Some(texts))), "ids")
    }

    #[test]
    fn what_is_named_twice_counts_once() {
        let twice = vec!["b".to_owned(), "a".to_owned(), "b".to_owned()];
        assert_eq!(outcome(twice).ok(), Some(vec!["b".to_owned(), "a".to_owned()]));
        assert!(outcome(vec!["a".to_owned(); MOST + 1]).is_ok());
    }

    #[test]
    fn lists_of_nothing_and_of_too_much_are_refused() {
        assert!(outcome(Vec::new()).is_err());
        assert!(super::texts(Ok(Body(None)), "ids").is_err());
        assert!(outcome((0..MOST).map(|n| n.to_string()).collect()).is_ok());
        assert!(outcome((0..=MOST).map(|n| n.to_string()).collect()).is_err());
    }
}
