//! Roles: named sets of permissions, from which clients draw what may be done.

use serde::{Deserialize, Serialize};

use crate::RoleId;

/// A role. `permissions` are the stored names, known or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Role {
    pub id: RoleId,
    pub name: String,
    /// The id of a text for built-in roles.
    pub display_name: String,
    pub description: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    pub permissions: Vec<String>,
    pub scheme_managed: bool,
    pub built_in: bool,
    pub scheme_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_role_makes_the_round_trip() {
        let text = concat!(
            r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","name":"crew","display_name":"Crew","description":"d","#,
            r#""create_at":1,"update_at":2,"delete_at":3,"permissions":["create_post","fly"],"#,
            r#""scheme_managed":true,"built_in":true,"scheme_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb"}"#
        );
        let role: Role = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&role).unwrap(), text);
    }
}
