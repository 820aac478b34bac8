//! Favourites: the preference `favorite_channel` and the category of favourites say the same.

use std::pin::Pin;
use std::sync::Arc;

use accounts::preferences::companions::{Change, Companion, Companions};
use accounts::preferences::operations as preferences;
use kernel::{App, Error, Event, Result, publish};
use serde_json::json;
use store::preferences::PreferenceRow;
use wire::{Broadcast, CategoryType, ChannelId, EventKind, TeamId, UserId};

use super::operations;

/// The category of the preferences; each is named by a channel.
const PREFERENCE: &str = "favorite_channel";

/// Lets the sidebar follow the preferences.
pub(crate) fn register(app: &App) {
    app.part::<Companions>().add(Arc::new(Favourites));
}

struct Favourites;

impl Companion for Favourites {
    fn follow<'a>(
        &'a self,
        tx: &'a db::Tx,
        now: i64,
        user: UserId,
        change: Change<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>> {
        Box::pin(async move {
            let (rows, is_saved) = match change {
                Change::Saved(rows) => (rows, true),
                Change::Removed(rows) => (rows, false),
            };
            let mut favourites = rows.iter().filter(|row| row.category == PREFERENCE).peekable();
            if favourites.peek().is_none() {
                return Ok(());
            }
            for preference in favourites {
                follow(tx, now, user, preference, is_saved && preference.value == "true").await?;
            }
            let event = Event::new(EventKind::SidebarCategoryUpdated, &json!({}), Broadcast::to_user(user))?;
            publish(tx, now, event).await
        })
    }
}

async fn follow(
    tx: &db::Tx,
    now: i64,
    user: UserId,
    preference: &PreferenceRow,
    is_favourite: bool,
) -> Result<()> {
    let channel = match preference.name.parse::<ChannelId>() {
        Ok(id) => store::channels::by_id(tx, id).await?,
        Err(_) => None,
    };
    let channel = match channel {
        Some(channel) => channel,
        None if is_favourite => return Err(Error::invalid_body_param("preferences")),
        None => return Ok(()),
    };
    // What belongs to no team stands in the sidebar of each.
    let teams = match channel.team_id {
        Some(team) => vec![team],
        None => store::access::teams_of_user(tx, user).await?,
    };
    for team in teams {
        let rows = operations::ensured(tx, user, team).await?;
        let favourites = rows.iter().find(|row| row.kind == CategoryType::Favorites.as_str());
        let Some(favourites) = favourites else { continue };
        if is_favourite {
            store::sidebar::take_out(tx, user, team, &[channel.id]).await?;
            store::sidebar::put_first(tx, user, &favourites.id, channel.id, now).await?;
        } else {
            store::sidebar::take_out_of(tx, user, &favourites.id, channel.id).await?;
        }
    }
    Ok(())
}

/// Makes the preferences say what the category has become. No event tells of that; clients know it by the category.
pub(super) async fn note(tx: &db::Tx, user: UserId, before: &[ChannelId], after: &[ChannelId]) -> Result<()> {
    for gone in before.iter().filter(|channel| !after.contains(channel)) {
        store::preferences::remove(tx, user, PREFERENCE, gone.as_str()).await?;
    }
    for new in after.iter().filter(|channel| !before.contains(channel)) {
        let preference = PreferenceRow {
            user_id: user,
            category: PREFERENCE.to_owned(),
            name: new.to_string(),
            value: "true".to_owned(),
        };
        store::preferences::save(tx, &preference).await?;
    }
    Ok(())
}

/// Ends what somebody had of channels that they have left: places in the sidebar, and favourites.
pub(crate) async fn forget(tx: &db::Tx, now: i64, user: UserId, channels: &[ChannelId]) -> Result<()> {
    if channels.is_empty() {
        return Ok(());
    }
    store::sidebar::forget_channels(tx, user, channels).await?;
    let names = channels.iter().map(ChannelId::to_string).collect();
    let gone = store::preferences::take(tx, user, PREFERENCE, names).await?;
    if !gone.is_empty() {
        let event = preferences::event(EventKind::PreferencesDeleted, user, &gone)?;
        publish(tx, now, event).await?;
    }
    Ok(())
}

/// The team of a sidebar, for events.
pub(super) fn audience(user: UserId, team: TeamId) -> Broadcast {
    Broadcast { team_id: Some(team), ..Broadcast::to_user(user) }
}
