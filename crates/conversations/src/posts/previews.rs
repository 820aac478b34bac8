//! Links to other posts, and the posts that are shown below them.
//!
//! The first link of a message to a post that exists is kept in the prop `previewed_post`, whoever wrote it. What is
//! shown is found for each reader when they read: the post as it is then, and nothing at all (not even the prop) for
//! who may not read it. Events hold the message without it, and with it for those who are where the linked post is.

use std::collections::BTreeMap;

use kernel::event::Fuller;
use kernel::roles::{self, CHANNEL, TEAM};
use kernel::{Ctx, Error, Result};
use serde_json::Value;
use store::access::{ChannelAccess, Membership};
use store::posts::PostRow;
use wire::post::EmbedKind;
use wire::{ChannelId, ChannelType, Embed, Permission, Post, PostId, PreviewedPost, Props, TeamId};

use super::{content, shape};

/// Links of one message that are looked at.
const MOST: usize = 10;

/// Notes in the props which post the message links to first, if there is one.
pub async fn note(ctx: &Ctx, message: &str, props: &mut Props) -> Result<()> {
    props.remove(content::PREVIEWED);
    let config = ctx.config();
    if !config.service.enable_permalink_previews {
        return Ok(());
    }
    let linked = links(&config.service.site_url, message);
    if linked.is_empty() {
        return Ok(());
    }
    let rows = store::posts::by_ids(ctx.db().read(), &linked).await?;
    let exists = |id: &&PostId| rows.iter().any(|row| row.id == **id && row.delete_at == 0);
    if let Some(id) = linked.iter().find(exists) {
        props.insert(content::PREVIEWED.to_owned(), id.to_string().into());
    }
    Ok(())
}

/// The posts that a message links to, in its order: `SITE/TEAM/pl/POST`.
fn links(site: &str, message: &str) -> Vec<PostId> {
    let site = site.trim_end_matches('/');
    if site.is_empty() {
        return Vec::new();
    }
    let rests = message.match_indices(site).map(|(at, _)| &message[at + site.len()..]);
    let mut found = Vec::new();
    for id in rests.filter_map(linked).take(MOST) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// The post of a link, by what follows the site's address.
fn linked(rest: &str) -> Option<PostId> {
    let (team, rest) = rest.strip_prefix('/')?.split_once("/pl/")?;
    let is_team = !team.is_empty()
        && team.bytes().all(|letter| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_');
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    if is_team { rest[..end].parse().ok() } else { None }
}

/// The post that a row's message links to.
pub fn target(row: &PostRow) -> Option<PostId> {
    if row.delete_at != 0 {
        return None;
    }
    let db::Json(props) = row.props.as_ref()?;
    props.get(content::PREVIEWED)?.as_str()?.parse().ok()
}

/// Linked posts, with the places they stand in.
pub struct Previews {
    posts: BTreeMap<PostId, PostRow>,
    channels: BTreeMap<ChannelId, ChannelAccess>,
    team_names: BTreeMap<TeamId, String>,
    /// The channels that the caller may read.
    readable: Vec<ChannelId>,
}

impl Previews {
    /// What these rows link to, in three statements at most.
    pub async fn of(ctx: &Ctx, rows: &[PostRow]) -> Result<Option<Self>> {
        let targets: Vec<PostId> = rows.iter().filter_map(target).collect();
        if targets.is_empty() || !ctx.config().service.enable_permalink_previews {
            return Ok(None);
        }
        let conn = ctx.db().read();
        let posts = store::posts::by_ids(conn, &targets).await?;
        let ids: Vec<ChannelId> = posts.iter().map(|row| row.channel_id).collect();
        let asking = ctx.session().map(|session| session.user_id);
        let asking = asking.unwrap_or_else(|| wire::UserId::from(wire::Id::from_random([0; 16])));
        let mut channels = BTreeMap::new();
        let mut readable = Vec::new();
        for access in store::access::channels(conn, &ids, asking).await? {
            if ctx.with_permissions(access.clone()).await?.content_is_readable() {
                readable.push(access.channel.id);
            }
            channels.insert(access.channel.id, access);
        }
        let teams: Vec<TeamId> = channels.values().filter_map(|access| access.channel.team_id).collect();
        let team_names = match teams.is_empty() {
            true => BTreeMap::new(),
            false => store::posts::team_names(conn, &teams).await?.into_iter().collect(),
        };
        let posts = posts.into_iter().map(|row| (row.id, row)).collect();
        Ok(Some(Self { posts, channels, team_names, readable }))
    }

    /// Shows the caller what the row's message links to, if they may read it.
    pub fn show(&self, row: &PostRow, post: &mut Post) -> Result<()> {
        self.readable(row).map_or(Ok(()), |target| self.add(target, post))
    }

    /// Whether the caller is shown what the row's message links to.
    pub fn shows(&self, row: &PostRow) -> bool {
        self.readable(row).is_some()
    }

    fn readable(&self, row: &PostRow) -> Option<&PostRow> {
        let target = self.posts.get(&target(row)?)?;
        self.readable.contains(&target.channel_id).then_some(target)
    }

    /// Shows members of the linked post's channel, given in their channel or a role of it, what the row links to.
    pub fn show_member(&self, row: &PostRow, members_channels: &[ChannelId], post: &mut Post) -> Result<()> {
        let target = target(row).and_then(|id| self.posts.get(&id));
        match target {
            Some(target) if members_channels.contains(&target.channel_id) => self.add(target, post),
            _ => Ok(()),
        }
    }

    /// The post with what it links to, and who may be told; None where it links to nothing that can be shown.
    pub async fn for_readers(
        &self,
        ctx: &Ctx,
        row: &PostRow,
        post: &Post,
    ) -> Result<Option<(Post, Readers)>> {
        let Some(target) = target(row).and_then(|id| self.posts.get(&id)) else { return Ok(None) };
        let Some(access) = self.channels.get(&target.channel_id) else { return Ok(None) };
        let roles = ctx.app().roles.current(ctx.db().read()).await?;
        let plain = Membership { scheme_user: true, ..Membership::default() };
        let scheme = access.scheme.as_ref().or(access.team_channel_scheme.as_ref());
        let in_channel = roles.allow(roles::names(&plain, scheme, &CHANNEL));
        let in_team = roles.allow(roles::names(&plain, access.team_scheme.as_ref(), &TEAM));
        let is_open = access.channel.kind == "O" && in_team.contains(Permission::ReadPublicChannel);
        if !in_channel.contains(Permission::ReadChannelContent) && !is_open {
            return Ok(None);
        }
        let mut whole = post.clone();
        self.add(target, &mut whole)?;
        let team = access.channel.team_id.filter(|_| is_open);
        Ok(Some((whole, Readers { channel: target.channel_id, team })))
    }

    fn add(&self, target: &PostRow, post: &mut Post) -> Result<()> {
        post.props.insert(content::PREVIEWED.to_owned(), target.id.to_string().into());
        let Some(access) = self.channels.get(&target.channel_id) else { return Ok(()) };
        if target.delete_at != 0 {
            return Ok(());
        }
        let channel = &access.channel;
        let kind = ChannelType::parse(&channel.kind).ok_or_else(|| {
            Error::internal("read a channel", format!("{} is no kind of channel", channel.kind))
        })?;
        let data = PreviewedPost {
            post_id: target.id,
            post: shape::post(target),
            team_name: channel.team_id.and_then(|id| self.team_names.get(&id).cloned()).unwrap_or_default(),
            channel_display_name: channel.display_name.clone(),
            channel_type: kind,
            channel_id: channel.id,
        };
        let data: Value =
            serde_json::to_value(&data).map_err(|e| Error::internal("encode a linked post", e))?;
        if let Some(metadata) = &mut post.metadata {
            let embed = Embed { kind: EmbedKind::Permalink, url: String::new(), data: Some(data) };
            metadata.embeds.insert(0, embed);
        }
        Ok(())
    }
}

/// Who may read a linked post.
#[derive(Debug, Clone, Copy)]
pub struct Readers {
    channel: ChannelId,
    team: Option<TeamId>,
}

impl Readers {
    /// The data of an event that they are told instead.
    pub fn told(self, data: String) -> Fuller {
        Fuller { data, channel: self.channel, team: self.team }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_posts_of_this_site_are_found_in_their_order() {
        let (one, two) = ("a".repeat(26), "b".repeat(26));
        let message = format!(
            "see https://chat.example/team-a/pl/{two}, (https://chat.example/t/pl/{one}) https://other/t/pl/{one} \
             https://chat.example/t/pl/short https://chat.example/a/b/pl/{one}"
        );
        let found: Vec<String> =
            links("https://chat.example/", &message).iter().map(PostId::to_string).collect();
        assert_eq!(found, [two, one]);
        assert!(links("", &message).is_empty());
    }
}
