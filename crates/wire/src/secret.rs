//! Texts that must not be seen: passwords, tokens, codes. They read like texts, and `Debug` hides them.

use std::fmt;
use std::ops::Deref;

use serde::Deserialize;

/// A secret that a client sent. It cannot be written.
#[derive(Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Secret {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debugging_hides_a_secret() {
        let secret: Secret = crate::json::read(br#""open sesame""#).unwrap();
        assert_eq!(&*secret, "open sesame");
        assert_eq!(format!("{secret:?}"), "(secret)");
    }
}
