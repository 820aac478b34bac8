//! The answer of a request that gives nothing: `{"status":"OK"}`, alone or as a part of a larger answer.

use serde::{Deserialize, Serialize};

/// The text `OK`, the only one there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum OkText {
    #[default]
    #[serde(rename = "OK")]
    Ok,
}

/// Done, nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StatusOk {
    pub status: OkText,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn done_is_spelled_ok() {
        assert_eq!(crate::json::to_string(&StatusOk::default()).unwrap(), r#"{"status":"OK"}"#);
    }
}
