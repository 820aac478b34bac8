//! What is told of posts.

use kernel::{Ctx, Error, Event, Personal, Result, publish};
use serde::Serialize;
use serde_json::{Value, json};
use store::channels::ChannelRow;
use store::posts::PostRow;
use wire::post::EmbedKind;
use wire::{Broadcast, Embed, EventKind, FileInfo, Post, Props, UserId};

use super::previews::{Previews, Readers};
use super::{content, shape};

/// A post that was just written, with what its readers are told beside it.
pub struct Posted<'a> {
    pub post: &'a PostRow,
    /// The same, as its readers get it.
    pub shape: Post,
    pub files: &'a [FileInfo],
    pub channel: &'a ChannelRow,
    pub author_name: &'a str,
    pub sets_online: bool,
    /// What of it is told to some readers only.
    pub told: &'a Told,
}

/// What those are shown below a post who may read the post that it links to.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// What is added to the post for them.
    quote: Option<(Quote, Readers)>,
    /// Whether the caller is one of them.
    caller_reads: bool,
}

/// What a link adds to its post.
#[derive(Debug, Clone)]
struct Quote {
    previewed: Value,
    embeds: Vec<Embed>,
}

impl Told {
    /// What is told of the row's link.
    pub async fn of(ctx: &Ctx, previews: Option<&Previews>, row: &PostRow) -> Result<Self> {
        let Some(previews) = previews else { return Ok(Self::default()) };
        let plain = shape::post(row);
        let mut own = plain.clone();
        previews.show(row, &mut own)?;
        let caller_reads = own.props.contains_key(content::PREVIEWED);
        let quote = previews.for_readers(ctx, row, &plain).await?.and_then(|(mut whole, readers)| {
            let previewed = whole.props.remove(content::PREVIEWED)?;
            let mut embeds = whole.metadata.map(|metadata| metadata.embeds).unwrap_or_default();
            embeds.retain(|embed| embed.kind == EmbedKind::Permalink);
            Some((Quote { previewed, embeds }, readers))
        });
        Ok(Self { quote, caller_reads })
    }

    /// Adds to the caller's own answer what they may read.
    pub fn to_caller(&self, post: &mut Post) {
        if let (true, Some((quote, _))) = (self.caller_reads, &self.quote) {
            quote.add(post);
        }
    }

    /// The post as those get it who may read what it links to.
    fn whole(&self, post: &Post) -> Option<(Post, Readers)> {
        let (quote, readers) = self.quote.as_ref()?;
        let mut whole = post.clone();
        quote.add(&mut whole);
        Some((whole, *readers))
    }
}

impl Quote {
    fn add(&self, post: &mut Post) {
        post.props.insert(content::PREVIEWED.to_owned(), self.previewed.clone());
        if let Some(metadata) = &mut post.metadata {
            metadata.embeds.splice(0..0, self.embeds.iter().cloned());
        }
    }
}

/// What tells the channel's members of a new post, and those called or following that it concerns them.
pub fn posted(posted: Posted<'_>, mentions: Vec<UserId>, followers: Vec<UserId>) -> Result<Event> {
    let broadcast = Broadcast::to_channel(posted.channel.id);
    let is_direct = posted.channel.kind == "D";
    let fuller = match posted.told.whole(&posted.shape) {
        Some((whole, readers)) => Some(readers.told(text(&data(&posted, &whole)?)?)),
        None => None,
    };
    let author = Some(posted.post.user_id);
    let personal = Personal { mentions, followers, author, is_direct, fuller, ..Personal::default() };
    let event = Event::new(EventKind::Posted, &data(&posted, &posted.shape)?, broadcast)?;
    Ok(event.with(personal))
}

fn text<T: Serialize>(data: &T) -> Result<String> {
    wire::json::to_string(data).map_err(|e| Error::internal("encode an event", e))
}

fn data(posted: &Posted<'_>, shape: &Post) -> Result<Props> {
    let Posted { post: row, channel, .. } = *posted;
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
    data.insert("post".into(), nested(shape)?);
    Ok(data)
}

/// An object as the text in which events carry it.
pub fn nested<T: Serialize>(value: &T) -> Result<Value> {
    text(value).map(Value::String)
}

/// Tells the channel's members what a post has become.
pub async fn edited(tx: &db::Tx, now: i64, post: &Post, told: &Told) -> Result<()> {
    let broadcast = Broadcast::to_channel(post.channel_id);
    let fuller = match told.whole(post) {
        Some((whole, readers)) => Some(readers.told(text(&json!({"post": nested(&whole)?}))?)),
        None => None,
    };
    let event = Event::new(EventKind::PostEdited, &json!({"post": nested(post)?}), broadcast)?;
    publish(tx, now, event.with(Personal { fuller, ..Personal::default() })).await
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
