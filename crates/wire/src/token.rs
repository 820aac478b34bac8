//! Personal access tokens: secrets by which programs act for a user.

use serde::Serialize;

use crate::input::input;
use crate::{TokenId, UserId};

/// A token. Its secret is told once, when it is made.
#[derive(Clone, PartialEq, Serialize)]
pub struct AccessToken {
    pub id: TokenId,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub token: String,
    pub user_id: UserId,
    pub description: String,
    pub is_active: bool,
}

input! {
    /// A token to make. What else clients send of one is not read.
    pub struct CreateAccessToken {
        pub description: String,
    }

    /// Names a token.
    pub struct NameAccessToken {
        pub token_id: String,
    }

    /// What to look for among tokens.
    pub struct SearchAccessTokens {
        pub term: String,
    }
}
