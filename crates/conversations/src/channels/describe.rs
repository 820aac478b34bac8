//! `PUT /channels/{channel_id}`, `PUT /channels/{channel_id}/patch`: what a channel is called and about.

use db::Json;
use http_api::{Answer, Body, Extension, Params, Result};
use kernel::{Channel as AllowedChannel, Ctx, Error, Event, Signal, publish, signal};
use serde_json::json;
use store::channels::ChannelRow;
use wire::{
    Banner, BannerPatch, Broadcast, Channel, ChannelId, ChannelPatch, CreateChannel, EventKind, Permission,
    PostId, UserId,
};

use super::{DEFAULT, direct, operations, shape};
use crate::access::Ground;
use crate::members;
use crate::posts::system::{self, SystemPost};

/// The patch changes nothing.
const NO_CHANGES: &str = "api.channel.patch_update_channel.no_changes.app_error";
/// The caller is not in the direct or group channel.
const NOT_ONES_OWN: &str = "api.channel.patch_update_channel.forbidden.app_error";
const RESTRICTED: &str = "api.channel.patch_update_channel.restricted_dm.app_error";
const PATCH_OF_DIRECT: &str =
    "api.channel.patch_update_channel.update_direct_or_group_messages_not_allowed.app_error";
const CHANGE_OF_DIRECT: &str =
    "api.channel.update_channel.update_direct_or_group_messages_not_allowed.app_error";
/// The patched channel is archived.
const PATCH_OF_ARCHIVED: &str = "app.channel.update.bad_id";
/// The changed channel is archived.
const ARCHIVED: &str = "api.channel.update_channel.deleted.app_error";
/// The default channel keeps its name.
const DEFAULT_NAME: &str = "api.channel.update_channel.tried.app_error";
const BANNER_OF_DIRECT: &str = "api.channel.update_channel.banner_info.channel_type.not_allowed";
const KIND_CHANGES: &str = "api.channel.update_channel.typechange.app_error";

pub(crate) async fn patch(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(patch): Body<ChannelPatch>,
) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    let now = ctx.now();
    let has_banner = patch.banner_info.is_some();
    if !has_banner || (ChannelPatch { banner_info: None, ..patch.clone() }) != ChannelPatch::default() {
        require_describing(&channel, NOT_ONES_OWN)?;
    }
    if has_banner {
        may_set_banner(&channel)?;
    }
    may_tie_to_groups(&ctx, patch.group_constrained).await?;
    if patch == ChannelPatch::default() {
        return Err(Error::bad_request(NO_CHANGES, "nothing is to be changed").into());
    }
    if channel.is_archived() {
        return Err(Error::bad_request(PATCH_OF_ARCHIVED, "the channel is archived").into());
    }
    if channel.is_direct_or_group() {
        if patch.name.is_some() || patch.display_name.is_some() || patch.purpose.is_some() {
            return Err(direct_is_fixed(PATCH_OF_DIRECT).into());
        }
        direct::refuse_restricted(&ctx, &channel.row, RESTRICTED).await?;
    }
    let row = &channel.row;
    let new = ChannelRow {
        update_at: now,
        display_name: patch.display_name.unwrap_or_else(|| row.display_name.clone()),
        name: patch.name.unwrap_or_else(|| row.name.clone()),
        header: patch.header.unwrap_or_else(|| row.header.clone()),
        purpose: patch.purpose.unwrap_or_else(|| row.purpose.clone()),
        group_constrained: patch.group_constrained.or(row.group_constrained),
        banner_info: match &patch.banner_info {
            Some(patch) => Some(banner(row, patch)?),
            None => row.banner_info.clone(),
        },
        ..row.clone()
    };

    let changed = describe(&ctx, &channel, new, Told::Everything).await?;

    Ok(Answer(shape::channel(&changed)?))
}

/// A whole channel: header and purpose are replaced by what stands there, names only where there is one.
pub(crate) async fn put(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(input): Body<CreateChannel>,
) -> Result<Answer<Channel>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;
    if input.id.parse() != Ok(channel_id) {
        return Err(Error::invalid_body_param("channel_id").into());
    }

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    require_describing(&channel, kernel::PERMISSIONS)?;
    may_tie_to_groups(&ctx, input.group_constrained).await?;
    if channel.is_archived() {
        return Err(Error::bad_request(ARCHIVED, "the channel is archived").into());
    }
    let row = &channel.row;
    if !input.kind.is_empty() && input.kind != row.kind {
        return Err(Error::bad_request(KIND_CHANGES, "a channel stays of its kind").into());
    }
    let or_kept = |text: String, kept: &str| if text.is_empty() { kept.to_owned() } else { text };
    let new = ChannelRow {
        update_at: ctx.now(),
        display_name: or_kept(input.display_name, &row.display_name),
        name: or_kept(input.name, &row.name),
        header: input.header,
        purpose: input.purpose,
        group_constrained: input.group_constrained.or(row.group_constrained),
        ..row.clone()
    };
    if channel.is_direct_or_group()
        && (new.name != row.name || new.display_name != row.display_name || new.purpose != row.purpose)
    {
        return Err(direct_is_fixed(CHANGE_OF_DIRECT).into());
    }

    let changed = describe(&ctx, &channel, new, Told::First).await?;

    Ok(Answer(shape::channel(&changed)?))
}

/// The line above a channel of a team is for who administers it.
fn may_set_banner(channel: &AllowedChannel) -> kernel::Result<()> {
    match channel.row.kind.as_str() {
        "D" | "G" if channel.member.is_some() => {
            Err(Error::bad_request(BANNER_OF_DIRECT, "direct and group channels have no banner"))
        }
        "D" | "G" => Err(Error::forbidden(NOT_ONES_OWN, "you are not in the channel")),
        "P" => channel.require(Permission::ManagePrivateChannelBanner),
        _ => channel.require(Permission::ManagePublicChannelBanner),
    }
}

/// Letters of a banner's text, in bytes.
const BANNER_TEXT: usize = 1024;

/// The line above a channel with its changes. What is shown has a text and a colour.
fn banner(row: &ChannelRow, patch: &BannerPatch) -> kernel::Result<Json<serde_json::Value>> {
    let old = row.banner_info.as_ref().map(|Json(value)| value.clone()).unwrap_or_default();
    let old: Option<Banner> = serde_json::from_value(old).ok();
    let old = old.unwrap_or(Banner { enabled: None, text: None, background_color: None });
    let new = Banner {
        enabled: patch.enabled.or(old.enabled),
        text: patch.text.clone().or(old.text),
        background_color: patch.background_color.clone().or(old.background_color),
    };
    if new.enabled == Some(true) {
        let (text, color) = (new.text.as_deref(), new.background_color.as_deref());
        let refusal = match (text.unwrap_or_default(), color.unwrap_or_default()) {
            ("", _) => Some("model.channel.is_valid.banner_info.text.empty.app_error"),
            (text, _) if text.len() > BANNER_TEXT => {
                Some("model.channel.is_valid.banner_info.text.invalid_length.app_error")
            }
            (_, "") => Some("model.channel.is_valid.banner_info.background_color.empty.app_error"),
            (_, color) if !is_color(color) => {
                Some("model.channel.is_valid.banner_info.background_color.invalid.app_error")
            }
            _ => None,
        };
        if let Some(id) = refusal {
            return Err(Error::bad_request(id, "a banner has a text and a colour"));
        }
    }
    serde_json::to_value(&new).map(Json).map_err(|e| Error::internal("encode a banner", e))
}

/// `#rgb` or `#rrggbb`.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| {
        matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
    })
}

fn direct_is_fixed(id: &'static str) -> Error {
    Error::bad_request(id, "direct and group channels are called by who is in them")
}

/// Whether the caller may say what a channel is about: in a direct or group channel its members, in another who may.
pub fn may_describe(channel: &AllowedChannel) -> bool {
    describing(channel).map_or(channel.member.is_some(), |permission| channel.may(permission))
}

/// The permission to describe a channel of a team; None in direct and group channels, which belong to their members.
fn describing(channel: &AllowedChannel) -> Option<Permission> {
    match channel.row.kind.as_str() {
        "D" | "G" => None,
        "P" => Some(Permission::ManagePrivateChannelProperties),
        _ => Some(Permission::ManagePublicChannelProperties),
    }
}

fn require_describing(channel: &AllowedChannel, not_ones_own: &'static str) -> kernel::Result<()> {
    match describing(channel) {
        _ if may_describe(channel) => Ok(()),
        Some(_) => Err(Error::no_permission()),
        None => Err(Error::forbidden(not_ones_own, "you are not in the channel")),
    }
}

/// What the caller's right to change the channel so stands on.
fn ground(ctx: &Ctx, channel: &AllowedChannel, new: &ChannelRow) -> kernel::Result<Ground> {
    let Some(describing) = describing(channel) else { return Ground::of_member(ctx, channel) };
    let banner = match channel.is_private() {
        true => Permission::ManagePrivateChannelBanner,
        false => Permission::ManagePublicChannelBanner,
    };
    let old = &channel.row;
    let sets_banner = new.banner_info != old.banner_info;
    let texts =
        |row: &ChannelRow| [&row.display_name, &row.name, &row.header, &row.purpose].map(String::clone);
    let needed: &[Permission] = match (sets_banner, texts(new) != texts(old)) {
        (false, _) => &[describing],
        (true, false) => &[banner],
        (true, true) => &[describing, banner],
    };
    Ground::of(ctx, channel, needed)
}

/// Whose members follow groups is for administrators to say, since the others are removed.
async fn may_tie_to_groups(ctx: &Ctx, change: Option<bool>) -> kernel::Result<()> {
    match change {
        Some(_) => ctx.require(Permission::SysconsoleWriteUserManagementChannels).await,
        None => Ok(()),
    }
}

/// What is said in a channel of its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Everything,
    /// Only the first, in the order of name, header, purpose: a whole channel is sent for one of them.
    First,
}

/// Writes what a channel has become, tells its members, and says in it what was changed. Gives the channel as it was
/// before that was said.
pub async fn describe(
    ctx: &Ctx,
    channel: &AllowedChannel,
    new: ChannelRow,
    extent: Told,
) -> kernel::Result<ChannelRow> {
    let old = channel.row.clone();
    if old.name == DEFAULT && new.name != old.name {
        return Err(Error::bad_request(DEFAULT_NAME, "the default channel keeps its name"));
    }
    if new.name != old.name {
        operations::check_name(&new.name)?;
    }
    operations::check_texts(&new)?;
    let author = (ctx.user_id()?, members::own_name(ctx));
    let mut told = changes(ctx, &old, &new, &author);
    if extent == Told::First {
        told.truncate(1);
    }

    let (now, ground) = (ctx.now(), ground(ctx, channel, &new)?);
    ctx.db()
        .transact(async move |tx| {
            store::channels::lock(tx, &[new.id]).await?;
            ground.hold(tx, archived).await?;
            // Counters and what others have changed meanwhile are not taken back.
            let current = store::channels::by_id(tx, new.id).await?.filter(|row| row.delete_at == 0);
            let current = current.ok_or_else(archived)?;
            let merged = merged(&old, &new, current);
            operations::update(tx, &merged).await?;
            signal(tx, now, Signal::ChannelChanged { channel: merged.id }).await?;
            announce(tx, now, &merged).await?;

            let mentions = everybody_else(tx, &merged, author.0).await?;
            for post in &told {
                let post = SystemPost { channel: merged.clone(), mentions: mentions.clone(), ..post.clone() };
                system::write(tx, now, post).await?;
            }
            Ok(merged)
        })
        .await
}

pub(super) fn archived() -> Error {
    Error::bad_request(ARCHIVED, "the channel is archived")
}

/// What was changed from `old` to `new`, on the row as it is by now.
fn merged(old: &ChannelRow, new: &ChannelRow, current: ChannelRow) -> ChannelRow {
    let pick = |old: &String, new: &String, current: String| if old == new { current } else { new.clone() };
    ChannelRow {
        update_at: new.update_at,
        display_name: pick(&old.display_name, &new.display_name, current.display_name.clone()),
        name: pick(&old.name, &new.name, current.name.clone()),
        header: pick(&old.header, &new.header, current.header.clone()),
        purpose: pick(&old.purpose, &new.purpose, current.purpose.clone()),
        group_constrained: if old.group_constrained == new.group_constrained {
            current.group_constrained
        } else {
            new.group_constrained
        },
        banner_info: if old.banner_info == new.banner_info {
            current.banner_info.clone()
        } else {
            new.banner_info.clone()
        },
        ..current
    }
}

/// Tells a channel's members what it has become.
pub(super) async fn announce(tx: &db::Tx, now: i64, channel: &ChannelRow) -> kernel::Result<()> {
    let data = json!({"channel": crate::posts::nested(&shape::channel(channel)?)?});
    publish(tx, now, Event::new(EventKind::ChannelUpdated, &data, Broadcast::to_channel(channel.id))?).await
}

/// Whatever is said in a direct or group channel is for everybody else in it.
async fn everybody_else(tx: &db::Tx, channel: &ChannelRow, author: UserId) -> kernel::Result<Vec<UserId>> {
    if !matches!(channel.kind.as_str(), "D" | "G") {
        return Ok(Vec::new());
    }
    let mut members = store::channels::member_ids(tx, channel.id, direct::MOST_MEMBERS).await?;
    members.retain(|member| *member != author);
    Ok(members)
}

fn changes(ctx: &Ctx, old: &ChannelRow, new: &ChannelRow, author: &(UserId, String)) -> Vec<SystemPost> {
    let (id, name) = author;
    let says = |kind, what: &str, key: &str, old_text: &str, new_text: &str| {
        let message = match (old_text, new_text) {
            ("", new) => format!("{name} updated the channel {what} to: {new}"),
            (old, "") => format!("{name} removed the channel {what} (was: {old})"),
            (old, new) => format!("{name} updated the channel {what} from: {old} to: {new}"),
        };
        let mut props = wire::Props::new();
        props.insert(format!("new_{key}"), json!(new_text));
        props.insert(format!("old_{key}"), json!(old_text));
        props.insert("username".to_owned(), json!(name));
        SystemPost {
            id: ctx.new_id::<PostId>(),
            channel: new.clone(),
            author: *id,
            author_name: name.clone(),
            kind,
            message,
            props,
            mentions: Vec::new(),
        }
    };
    let mut posts = Vec::new();
    if old.display_name != new.display_name {
        let (old, new) = (&old.display_name, &new.display_name);
        let mut post = says("system_displayname_change", "display name", "displayname", old, new);
        post.message = format!("{name} updated the channel display name from: {old} to: {new}");
        posts.push(post);
    }
    if old.header != new.header {
        posts.push(says("system_header_change", "header", "header", &old.header, &new.header));
    }
    if old.purpose != new.purpose {
        posts.push(says("system_purpose_change", "purpose", "purpose", &old.purpose, &new.purpose));
    }
    posts
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{ChannelType, Id};

    #[test]
    fn what_others_changed_meanwhile_stays() {
        let id = Id::from_random([1; 16]);
        let old = operations::fresh_teamless(id.into(), ChannelType::Private, "room", "Room", 1);
        let mine = ChannelRow { header: "mine".to_owned(), update_at: 3, ..old.clone() };
        let theirs = ChannelRow {
            group_constrained: Some(true),
            purpose: "theirs".to_owned(),
            total_msg_count: 7,
            update_at: 2,
            ..old.clone()
        };

        let merged = merged(&old, &mine, theirs);

        assert_eq!((merged.header.as_str(), merged.purpose.as_str()), ("mine", "theirs"));
        assert_eq!((merged.group_constrained, merged.total_msg_count), (Some(true), 7));
        assert_eq!(merged.update_at, 3);
    }
}
