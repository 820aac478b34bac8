//! Slash commands.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::input::input;
use crate::{Id, Props, TeamId, UserId, id};

/// A command: one of the server's own has a trigger and words about it only.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Command {
    #[serde(with = "id::optional")]
    pub id: Option<Id>,
    /// What proves a call to its receiver; empty for those who do not manage the command.
    pub token: String,
    pub create_at: i64,
    pub update_at: i64,
    pub delete_at: i64,
    #[serde(with = "id::optional")]
    pub creator_id: Option<UserId>,
    #[serde(with = "id::optional")]
    pub team_id: Option<TeamId>,
    pub trigger: String,
    /// `P` or `G`.
    pub method: String,
    pub username: String,
    pub icon_url: String,
    pub auto_complete: bool,
    pub auto_complete_desc: String,
    pub auto_complete_hint: String,
    pub display_name: String,
    pub description: String,
    pub url: String,
    pub plugin_id: String,
}

/// What completes a command that is being typed. The keys are capitalised.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CommandSuggestion {
    pub complete: String,
    pub suggestion: String,
    pub hint: String,
    pub description: String,
    pub icon_data: String,
}

/// What comes of a command that was executed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct CommandAnswer {
    /// `in_channel`, `ephemeral`, or nothing.
    pub response_type: String,
    pub text: String,
    pub username: String,
    pub channel_id: String,
    pub icon_url: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub props: Option<Props>,
    /// Where the client goes.
    pub goto_location: String,
    pub trigger_id: String,
    pub skip_slack_parsing: bool,
    pub attachments: Option<Vec<Value>>,
    pub extra_responses: Option<Vec<Value>>,
}

input! {
    /// A command as it was typed, the `/` included.
    pub struct ExecuteCommand {
        pub command: String,
        pub channel_id: String,
        pub team_id: String,
        pub root_id: String,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn an_answer_makes_the_round_trip() {
        let text = concat!(
            r#"{"response_type":"in_channel","text":"t","username":"u","channel_id":"c","icon_url":"i","type":"me","#,
            r#""props":{"a":1},"goto_location":"g","trigger_id":"x","skip_slack_parsing":true,"attachments":[1],"#,
            r#""extra_responses":[2]}"#
        );
        let answer: CommandAnswer = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&answer).unwrap(), text);
    }

    #[test]
    fn suggestions_have_capitalised_keys() {
        let suggestion = CommandSuggestion { complete: "away".to_owned(), ..CommandSuggestion::default() };
        let text = r#"{"Complete":"away","Suggestion":"","Hint":"","Description":"","IconData":""}"#;
        assert_eq!(json::to_string(&suggestion).unwrap(), text);
    }
}
