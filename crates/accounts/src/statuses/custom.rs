//! What users say of what they do: an emoji and a few words, in their `props`. The last ones are kept as a preference.

use db::{Json, Tx};
use jiff::Timestamp;
use kernel::{Ctx, Error, Result};
use store::preferences::PreferenceRow;
use store::users::UserRow;
use wire::status::{CustomStatus, SetCustomStatus};
use wire::{EventKind, StringMap, UserId};

use crate::preferences;
use crate::users::shape::Viewer;
use crate::users::standing::require_own;
use crate::users::{missing, operations};

pub const DISABLED: &str = "api.custom_status.disabled";
pub const NO_EMOJI: &str = "api.custom_status.set_custom_statuses.emoji_not_found";
pub const NOT_RECENT: &str = "api.custom_status.recent_custom_statuses.delete.app_error";

/// The emoji of a status that names none.
pub const EMOJI: &str = "speech_balloon";

/// The key in a user's `props`.
const KEY: &str = "customStatus";
/// The preference of the last ones.
const RECENT: (&str, &str) = ("custom_status", "recent_custom_statuses");
const KEPT: usize = 5;
const LONGEST: usize = 100;
const NO_END: &str = "0001-01-01T00:00:00Z";

/// Sets what a user says of themselves.
pub async fn set(ctx: &Ctx, user: UserId, input: SetCustomStatus) -> Result<()> {
    require_on(ctx)?;
    let status = checked(ctx, input)?;
    require_own(ctx, user).await?;

    write(ctx, user, Some(&status)).await?;
    note(ctx, user, status).await
}

/// Takes back what a user says of themselves.
pub async fn clear(ctx: &Ctx, user: UserId) -> Result<()> {
    require_on(ctx)?;
    require_own(ctx, user).await?;

    write(ctx, user, None).await
}

/// Forgets one of the last ones.
pub async fn forget(ctx: &Ctx, user: UserId, input: SetCustomStatus) -> Result<()> {
    require_on(ctx)?;
    require_own(ctx, user).await?;
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::users::locked(tx, user).await?.ok_or_else(missing)?;
            let mut recent = recent(tx, user).await?;
            let known =
                recent.iter().position(|known| known.emoji == input.emoji && known.text == input.text);
            let known = known.ok_or_else(|| Error::bad_request(NOT_RECENT, "this was not said lately"))?;
            recent.remove(known);
            keep(tx, now, user, &recent).await
        })
        .await
}

fn require_on(ctx: &Ctx) -> Result<()> {
    if ctx.config().team.enable_custom_user_statuses {
        return Ok(());
    }
    Err(Error::refused(501, DISABLED, "custom statuses are switched off"))
}

fn checked(ctx: &Ctx, input: SetCustomStatus) -> Result<CustomStatus> {
    let invalid = || Error::invalid_body_param("custom_status");
    let SetCustomStatus { emoji, text, duration, expires_at } = input;
    if emoji.is_empty() && text.is_empty() {
        return Err(invalid());
    }
    let has_end = has_end(&duration).ok_or_else(invalid)?;
    let end: Option<Timestamp> = match expires_at.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| invalid())?),
    };
    let expires_at = match end {
        Some(end) if has_end && end.as_millisecond() > ctx.now() => end.to_string(),
        _ if has_end => return Err(invalid()),
        _ => NO_END.to_owned(),
    };
    let emoji = if emoji.is_empty() { EMOJI.to_owned() } else { emoji };
    if !wire::emoji::is_built_in(&emoji) {
        return Err(Error::bad_request(NO_EMOJI, "no emoji is called so"));
    }
    Ok(CustomStatus { emoji, text: text.chars().take(LONGEST).collect(), duration, expires_at })
}

/// Whether a status of this duration has an end; None: there is no such duration.
fn has_end(duration: &str) -> Option<bool> {
    match duration {
        "" => Some(false),
        "thirty_minutes" | "one_hour" | "four_hours" | "today" | "this_week" | "date_and_time"
        | "custom_date_time" => Some(true),
        _ => None,
    }
}

/// Whether the `props` of a profile hold no status, or one that every client can show.
pub fn is_well_formed(props: &StringMap) -> bool {
    let Some(text) = props.get(KEY).filter(|text| !text.is_empty()) else { return true };
    serde_json::from_str::<CustomStatus>(text).is_ok_and(|status| {
        has_end(&status.duration).is_some()
            && wire::emoji::is_built_in(&status.emoji)
            && status.text.chars().count() <= LONGEST
            && status.expires_at.parse::<Timestamp>().is_ok()
    })
}

async fn write(ctx: &Ctx, id: UserId, status: Option<&CustomStatus>) -> Result<()> {
    let (now, everybody) = (ctx.now(), Viewer::everybody(ctx));
    let text = status.map(wire::json::to_string).transpose();
    let text = text.map_err(|e| Error::internal("write a custom status", e))?.unwrap_or_default();
    ctx.db()
        .transact(async move |tx| {
            let user = store::users::locked(tx, id).await?.ok_or_else(missing)?;
            put(tx, now, user, text.clone(), &everybody).await
        })
        .await
}

/// Puts a status, spelled as JSON, into a locked account, and tells everybody.
async fn put(tx: &Tx, now: i64, mut user: UserRow, text: String, everybody: &Viewer) -> Result<()> {
    let Json(props) = user.props.get_or_insert_with(|| Json(Default::default()));
    props.insert(KEY.to_owned(), text);
    user.update_at = now.max(user.update_at + 1);
    store::users::set_profile(tx, &user).await?;
    operations::announce_changed(tx, now, &user, everybody).await
}

/// Puts a status in front of the last ones. Nobody waits for this list to hear of the status.
async fn note(ctx: &Ctx, id: UserId, status: CustomStatus) -> Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::users::locked(tx, id).await?.ok_or_else(missing)?;
            let mut recent = recent(tx, id).await?;
            recent.retain(|known| (&known.emoji, &known.text) != (&status.emoji, &status.text));
            recent.insert(0, status.clone());
            recent.truncate(KEPT);
            keep(tx, now, id, &recent).await
        })
        .await
}

/// The last ones, newest first; what somebody else wrote there and is none counts as nothing.
async fn recent(conn: &db::Conn, user: UserId) -> Result<Vec<CustomStatus>> {
    let kept = store::preferences::one(conn, user, RECENT.0, RECENT.1).await?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept.value).ok()).unwrap_or_default())
}

async fn keep(tx: &db::Tx, now: i64, user: UserId, recent: &[CustomStatus]) -> Result<()> {
    let value = wire::json::to_string(recent).map_err(|e| Error::internal("write custom statuses", e))?;
    let preference =
        PreferenceRow { user_id: user, category: RECENT.0.to_owned(), name: RECENT.1.to_owned(), value };
    store::preferences::save(tx, &preference).await?;
    let event = preferences::operations::event(EventKind::PreferencesChanged, user, &[preference])?;
    kernel::publish(tx, now, event).await
}
