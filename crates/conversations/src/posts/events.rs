//! What is told of posts.

use kernel::{Error, Event, Personal, Result, publish};
use serde::Serialize;
use serde_json::{Value, json};
use store::channels::ChannelRow;
use store::posts::PostRow;
use wire::{Broadcast, EventKind, FileInfo, Post, Props, UserId};

/// A post that was just written, with what its readers are told beside it.
pub struct Posted<'a> {
    pub post: &'a PostRow,
    /// The same, as its readers get it.
    pub shape: Post,
    pub files: &'a [FileInfo],
    pub channel: &'a ChannelRow,
    pub author_name: &'a str,
    pub sets_online: bool,
}

/// Tells the channel's members of a new post, and those called or following that it concerns them.
pub async fn posted(
    tx: &db::Tx,
    now: i64,
    posted: Posted<'_>,
    mentions: Vec<UserId>,
    followers: Vec<UserId>,
) -> Result<()> {
    let broadcast = Broadcast::to_channel(posted.channel.id);
    let is_direct = posted.channel.kind == "D";
    let personal = Personal { mentions, followers, author: Some(posted.post.user_id), is_direct };
    let event = Event::new(EventKind::Posted, &data(posted)?, broadcast)?;
    publish(tx, now, event.with(personal)).await
}

fn data(posted: Posted<'_>) -> Result<Props> {
    let Posted { post: row, channel, .. } = posted;
    let is_system = row.kind.starts_with("system_");
    let author = format!("@{}", posted.author_name);
    let mut data = Props::new();
    data.insert(
        "channel_display_name".into(),
        match channel.kind.as_str() {
            "D" => author.clone().into(),
            _ => channel.display_name.clone().into(),
        },
    );
    data.insert("channel_name".into(), channel.name.clone().into());
    data.insert("channel_type".into(), channel.kind.clone().into());
    data.insert("sender_name".into(), if is_system { "System".into() } else { author.into() });
    data.insert("set_online".into(), posted.sets_online.into());
    data.insert("team_id".into(), channel.team_id.map(|id| id.to_string()).unwrap_or_default().into());
    if !posted.files.is_empty() {
        data.insert("otherFile".into(), "true".into());
        if posted.files.iter().any(|file| file.mime_type.starts_with("image/")) {
            data.insert("image".into(), "true".into());
        }
    }
    data.insert("post".into(), nested(&posted.shape)?);
    Ok(data)
}

/// An object as the text in which events carry it.
pub fn nested<T: Serialize>(value: &T) -> Result<Value> {
    wire::json::to_string(value).map(Value::String).map_err(|e| Error::internal("encode an event", e))
}

/// Tells the channel's members what a post has become.
pub async fn edited(tx: &db::Tx, now: i64, post: &Post) -> Result<()> {
    let broadcast = Broadcast::to_channel(post.channel_id);
    let event = Event::new(EventKind::PostEdited, &json!({"post": nested(post)?}), broadcast)?;
    publish(tx, now, event).await
}

/// Tells the channel's members that a post is gone, and those of them who manage the system by whom.
pub async fn deleted(tx: &db::Tx, now: i64, post: &Post, by: UserId) -> Result<()> {
    let post_text = nested(post)?;
    let sanitized = Broadcast { contains_sanitized_data: true, ..Broadcast::to_channel(post.channel_id) };
    let sensitive = Broadcast { contains_sensitive_data: true, ..Broadcast::to_channel(post.channel_id) };
    let event = Event::new(EventKind::PostDeleted, &json!({"post": post_text}), sanitized)?;
    publish(tx, now, event).await?;
    let event = Event::new(EventKind::PostDeleted, &json!({"post": post_text, "delete_by": by}), sensitive)?;
    publish(tx, now, event).await
}
