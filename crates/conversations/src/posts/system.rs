//! What the server itself says in a channel: who came, who left, what was changed.

use kernel::{Result, publish};
use store::channels::ChannelRow;
use store::posts::PostRow;
use wire::{PostId, Props, UserId};

use super::apply::{self, NewPost};
use super::{events, shape};

/// A message of the server about what `author` did in a channel.
#[derive(Debug, Clone)]
pub struct SystemPost {
    pub id: PostId,
    pub channel: ChannelRow,
    pub author: UserId,
    pub author_name: String,
    /// `system_…`
    pub kind: &'static str,
    pub message: String,
    pub props: Props,
    /// Members of the channel whom the message is about.
    pub mentions: Vec<UserId>,
}

/// Writes the message and tells the channel, in the transaction of what it tells of.
pub async fn write(tx: &db::Tx, now: i64, post: SystemPost) -> Result<PostRow> {
    let SystemPost { id, channel, author, author_name, kind, message, props, mentions } = post;
    let new = NewPost {
        kind: kind.to_owned(),
        props,
        mentions: mentions.clone(),
        ..NewPost::new(id, author, channel.id, message)
    };
    let applied = apply::apply(tx, now, &new).await?;

    let posted = events::Posted {
        post: &applied.row,
        shape: shape::post(&applied.row),
        files: &[],
        channel: &channel,
        author_name: &author_name,
        sets_online: true,
        told: &events::Told::default(),
    };
    publish(tx, now, events::posted(posted, mentions, Vec::new())?).await?;
    Ok(applied.row)
}
