//! The rules of preferences.

use http_api::Params;
use kernel::{Ctx, Error, Event, Result, publish};
use serde::Serialize;
use store::preferences::PreferenceRow;
use wire::{Broadcast, EventKind, PostId, Preference, SavePreference, UserId};

use super::companions::{Change, Companions};
use super::theme;

pub const CATEGORY: &str = "model.preference.is_valid.category.app_error";
pub const NAME: &str = "model.preference.is_valid.name.app_error";
pub const VALUE: &str = "model.preference.is_valid.value.app_error";
pub const VISIBLE_DIRECT: &str = "model.preference.is_valid.limit_visible_dms_gms.app_error";
/// Somebody else's preference among those to save.
pub const SAVE_OF_OTHERS: &str = "api.preference.update_preferences.set.app_error";
/// Somebody else's preference among those to delete.
pub const DELETE_OF_OTHERS: &str = "api.preference.delete_preferences.delete.app_error";

/// What one request may hold.
const AT_ONCE: usize = 100;
/// What a user may have.
const MOST: i64 = 20_000;
const NAME_LENGTH: usize = 32;
const VALUE_LENGTH: usize = 20_000;

/// Saves preferences, all or none. The caller may write those of `user`.
pub async fn save(ctx: &Ctx, user: UserId, input: Vec<SavePreference>) -> Result<()> {
    let others = || Error::forbidden(SAVE_OF_OTHERS, "preferences are saved for one user at a time");
    let mut preferences = rows(user, input, others)?;
    for preference in &mut preferences {
        check(preference)?;
        if preference.category == SAVED_POST {
            check_saved(ctx, &preference.name).await?;
        }
        if preference.category == "theme" {
            preference.value = theme::clean(&preference.value);
        }
    }

    let (now, companions) = (ctx.now(), ctx.app().part::<Companions>());
    ctx.db()
        .transact(async move |tx| {
            let before = store::preferences::count(tx, user).await?;
            for preference in &preferences {
                store::preferences::save(tx, preference).await?;
            }
            // Who has as many as one may have still changes those.
            let may_be_too_many = before.saturating_add_unsigned(preferences.len() as u64) > MOST;
            if may_be_too_many && store::preferences::count(tx, user).await? > before.max(MOST) {
                return Err(Error::invalid_body_param("preferences"));
            }
            publish(tx, now, event(EventKind::PreferencesChanged, user, &preferences)?).await?;
            companions.follow(tx, now, user, Change::Saved(&preferences)).await
        })
        .await
}

/// Deletes preferences; those that are not there are gone already. The caller may write those of `user`.
pub async fn delete(ctx: &Ctx, user: UserId, input: Vec<SavePreference>) -> Result<()> {
    let others = || Error::forbidden(DELETE_OF_OTHERS, "preferences are deleted for one user at a time");
    let preferences = rows(user, input, others)?;

    let (now, companions) = (ctx.now(), ctx.app().part::<Companions>());
    ctx.db()
        .transact(async move |tx| {
            for preference in &preferences {
                store::preferences::remove(tx, user, &preference.category, &preference.name).await?;
            }
            publish(tx, now, event(EventKind::PreferencesDeleted, user, &preferences)?).await?;
            companions.follow(tx, now, user, Change::Removed(&preferences)).await
        })
        .await
}

/// The category of saved posts; the name is the post's id.
const SAVED_POST: &str = "flagged_post";

/// Only what the caller may read is saved.
async fn check_saved(ctx: &Ctx, name: &str) -> Result<()> {
    let missing = || Error::invalid_body_param("preference.name");
    let id: PostId = name.parse().map_err(|_| missing())?;
    let (_, channel) = ctx.post(id).await?.ok_or_else(missing)?;
    if channel.content_is_readable() { Ok(()) } else { Err(Error::no_permission()) }
}

fn rows(user: UserId, input: Vec<SavePreference>, others: impl Fn() -> Error) -> Result<Vec<PreferenceRow>> {
    if input.is_empty() || input.len() > AT_ONCE {
        return Err(Error::invalid_body_param("preferences"));
    }
    input
        .into_iter()
        .map(|SavePreference { user_id, category, name, value }| {
            if user_id == user.as_str() {
                Ok(PreferenceRow { user_id: user, category, name, value })
            } else {
                Err(others())
            }
        })
        .collect()
}

fn check(preference: &PreferenceRow) -> Result<()> {
    let PreferenceRow { category, name, value, .. } = preference;
    if category.is_empty() || category.len() > NAME_LENGTH {
        return Err(Error::bad_request(CATEGORY, "a category has 1 to 32 bytes"));
    }
    if name.len() > NAME_LENGTH {
        return Err(Error::bad_request(NAME, "a preference's name has at most 32 bytes"));
    }
    if value.chars().count() > VALUE_LENGTH {
        return Err(Error::bad_request(VALUE, "a preference's value has at most 20,000 characters"));
    }
    if category == "sidebar_settings"
        && name == "limit_visible_dms_gms"
        && !value.parse().is_ok_and(|number: i64| (1..=40).contains(&number))
    {
        return Err(Error::bad_request(VISIBLE_DIRECT, "between 1 and 40 direct messages can be shown"));
    }
    Ok(())
}

/// Sets one preference of a user for them, and tells them of it alone.
pub async fn set(ctx: &Ctx, user: UserId, category: &str, name: &str, value: &str) -> Result<()> {
    #[derive(Serialize)]
    struct Data {
        #[serde(serialize_with = "wire::json::nested")]
        preference: Preference,
    }
    let row = PreferenceRow {
        user_id: user,
        category: category.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let data = Data { preference: shape(row.clone()) };
    let event = Event::new(EventKind::PreferenceChanged, &data, Broadcast::to_user(user))?;
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            store::preferences::save(tx, &row).await?;
            publish(tx, now, event.clone()).await
        })
        .await
}

/// What a user is told of their preferences.
pub fn event(kind: EventKind, user: UserId, preferences: &[PreferenceRow]) -> Result<Event> {
    #[derive(Serialize)]
    struct Data {
        #[serde(serialize_with = "wire::json::nested")]
        preferences: Vec<Preference>,
    }
    let preferences = preferences.iter().cloned().map(shape).collect();
    Event::new(kind, &Data { preferences }, Broadcast::to_user(user))
}

pub(crate) fn shape(row: PreferenceRow) -> Preference {
    let PreferenceRow { user_id, category, name, value } = row;
    Preference { user_id, category, name, value }
}

/// A category as a path can name it.
pub(crate) fn in_path<'a>(params: &'a Params, name: &str) -> Result<&'a str> {
    let text = params.text(name);
    let is_named = (2..=64).contains(&text.len())
        && text.bytes().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, b'_' | b'-'));
    if is_named { Ok(text) } else { Err(Error::not_found(kernel::NOT_FOUND, "sorry, there is nothing here")) }
}
