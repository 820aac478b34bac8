//! Preferences: small settings that clients keep on the server, named by category and name.

use serde::{Deserialize, Serialize};

use crate::UserId;
use crate::input::input;

/// One preference of a user. The value is always a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Preference {
    pub user_id: UserId,
    pub category: String,
    pub name: String,
    pub value: String,
}

input! {
    /// A preference to save or to delete. Clients name the user in each; another user's is refused.
    pub struct SavePreference {
        pub user_id: String,
        pub category: String,
        pub name: String,
        pub value: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn a_preference_makes_the_round_trip() {
        let text = r#"[{"user_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","category":"c","name":"n","value":"v"}]"#;
        let preferences: Vec<Preference> = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&preferences).unwrap(), text);
        assert_eq!(json::read::<Vec<SavePreference>>(text.as_bytes()).unwrap()[0].value, "v");
    }
}
