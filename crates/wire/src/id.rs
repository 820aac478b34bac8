//! Identifiers: 26 characters, one type for each kind of thing, so that two kinds cannot be swapped.
//!
//! A fresh id is 16 random bytes in base32 with the protocol's alphabet, unpadded. What is *accepted* is wider
//! (`reference/limits.md`, "Ids and tokens"): 26 bytes of letters and digits, in any case and any script.
//! "No id" is spelled as the empty string on the wire and is `Option::None` here; [`optional`] maps the two.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The protocol's base32 alphabet.
const ALPHABET: &[u8; 32] = b"ybndrfg8ejkmcpqxot1uwisza345h769";

/// Length of every id in bytes.
pub const LENGTH: usize = 26;

/// A text that is no id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id of 26 letters and digits")
    }
}

impl std::error::Error for NotAnId {}

/// An id of any kind of thing. The typed ids ([`UserId`], [`PostId`], …) wrap it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; LENGTH]);

impl Id {
    /// Spells 16 random bytes as an id.
    pub fn from_random(bytes: [u8; 16]) -> Self {
        let mut out = [0u8; LENGTH];
        let bits = u128::from_be_bytes(bytes);
        for (place, letter) in out.iter_mut().enumerate() {
            // 26 letters hold 130 bits: the last one carries 3 bits of the number and 2 of padding.
            let shift = 123 - 5 * place as i32;
            let five = if shift >= 0 { bits >> shift } else { bits << -shift };
            *letter = ALPHABET[(five & 31) as usize];
        }
        Self(out)
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("an id is made from text only")
    }
}

impl FromStr for Id {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let bytes: [u8; LENGTH] = text.as_bytes().try_into().map_err(|_| NotAnId)?;
        if text.chars().all(char::is_alphanumeric) { Ok(Self(bytes)) } else { Err(NotAnId) }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Id);

        impl $name {
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl From<Id> for $name {
            fn from(id: Id) -> Self {
                Self(id)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                text.parse().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    UserId;
    TeamId;
    ChannelId;
    /// A post; a thread has the id of its root post.
    PostId;
    FileId;
    EmojiId;
    RoleId;
    SchemeId;
    /// A version of the terms of service.
    TermsId;
    /// The public handle of a session; its secret is the token.
    SessionId;
    /// The public handle of a personal access token.
    TokenId;
    /// One WebSocket connection, kept over a resume.
    ConnectionId;
    JobId;
}

/// Serde adapter for an id that may be absent: `""` on the wire.
pub mod optional {
    use super::*;

    pub fn serialize<S: Serializer, T: Serialize>(id: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
        match id {
            Some(id) => id.serialize(serializer),
            None => serializer.serialize_str(""),
        }
    }

    pub fn deserialize<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
    where
        D: Deserializer<'de>,
        T: FromStr<Err = NotAnId>,
    {
        let text = Option::<std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        match text.as_deref() {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(D::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_id_is_26_letters_of_the_alphabet() {
        let id = Id::from_random(*b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\xff");
        assert_eq!(id.as_str().len(), LENGTH);
        assert!(id.as_str().bytes().all(|letter| ALPHABET.contains(&letter)));
        assert_eq!(Id::from_random([0; 16]).as_str(), "yyyyyyyyyyyyyyyyyyyyyyyyyy");
        assert_eq!(Id::from_random([255; 16]).as_str(), "9999999999999999999999999h");
    }

    #[test]
    fn letters_of_any_script_pass_and_signs_do_not() {
        assert!("ZZZZZZZZZZZZZZZZZZZZZZZZZZ".parse::<Id>().is_ok());
        assert!("zzzzzzzzzzzzzzzzzzzzzzzzü".parse::<Id>().is_ok());
        assert!("zzzzzzzzzzzzzzzzzzzzzzzzz-".parse::<Id>().is_err());
        assert!("short".parse::<Id>().is_err());
        assert!("".parse::<Id>().is_err());
    }

    #[test]
    fn an_absent_id_is_an_empty_text() {
        #[derive(Serialize, Deserialize, PartialEq, Debug)]
        struct Reply {
            #[serde(default, with = "optional")]
            root_id: Option<PostId>,
        }
        assert_eq!(serde_json::to_string(&Reply { root_id: None }).unwrap(), r#"{"root_id":""}"#);
        assert_eq!(serde_json::from_str::<Reply>("{}").unwrap(), Reply { root_id: None });
        assert!(serde_json::from_str::<Reply>(r#"{"root_id":"x"}"#).is_err());
    }
}
