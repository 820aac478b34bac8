//! Terms that members agree to before they go on.

use serde::{Deserialize, Serialize};

use crate::{TermsId, UserId};

/// A version of the terms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TermsOfService {
    pub id: TermsId,
    pub create_at: i64,
    /// Who wrote them.
    pub user_id: UserId,
    pub text: String,
}

/// Which version a user agreed to, and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserTermsOfService {
    pub user_id: UserId,
    pub terms_of_service_id: TermsId,
    pub create_at: i64,
}
