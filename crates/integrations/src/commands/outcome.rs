//! What comes of a command.

use wire::{CommandAnswer, Props};

/// What its caller is answered, and what is said in the channel.
#[derive(Debug, Clone, Default)]
pub(super) struct Outcome {
    pub(super) said: Said,
    pub(super) text: String,
    /// The type of the post.
    pub(super) kind: &'static str,
    /// Where the client goes.
    pub(super) goes_to: String,
    pub(super) is_raw: bool,
}

/// Who hears the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Said {
    /// Nobody.
    #[default]
    Nothing,
    /// The caller alone.
    ToCaller,
    /// The channel.
    InChannel,
}

impl Outcome {
    /// Words for the caller alone.
    pub(super) fn told(text: impl Into<String>) -> Self {
        Self { said: Said::ToCaller, text: text.into(), ..Self::default() }
    }

    /// A post of the caller.
    pub(super) fn posted(text: String, kind: &'static str) -> Self {
        Self { said: Said::InChannel, text, kind, ..Self::default() }
    }

    /// It is done, and its effect speaks.
    pub(super) fn done() -> Self {
        Self::default()
    }

    pub(super) fn going_to(self, place: String) -> Self {
        Self { goes_to: place, ..self }
    }

    pub(super) fn answer(&self) -> CommandAnswer {
        CommandAnswer {
            response_type: match self.said {
                Said::Nothing => "",
                Said::ToCaller => "ephemeral",
                Said::InChannel => "in_channel",
            }
            .to_owned(),
            text: self.text.clone(),
            kind: self.kind.to_owned(),
            goto_location: self.goes_to.clone(),
            skip_slack_parsing: self.is_raw,
            ..CommandAnswer::default()
        }
    }
}

/// The props of what a command says.
pub(super) fn props() -> Props {
    let mut props = Props::new();
    props.insert("override_icon_url".to_owned(), "".into());
    props
}
