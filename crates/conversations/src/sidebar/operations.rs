//! The rules of categories.

use std::collections::{HashMap, HashSet};

use kernel::{Ctx, Error, Event, Result, Signal, publish, signal};
use serde_json::json;
use store::sidebar::CategoryRow;
use wire::{CategoryType, ChannelId, EventKind, Id, SaveCategory, TeamId, UserId};

use super::favourites::{self, audience};
use super::shape;
use crate::members;

/// Built-in categories stay.
const BUILT_IN: &str = "app.channel.sidebar_categories.app_error";

/// Categories that one user has in one team.
const MOST: usize = 500;
/// Letters.
const DISPLAY_NAME: usize = 64;
const SORTING: usize = 64;

/// A category with its channels, in order.
#[derive(Debug, Clone)]
pub(super) struct Category {
    pub row: CategoryRow,
    pub channels: Vec<ChannelId>,
}

/// A user's categories in a team, in order, with every channel that stands there.
pub(super) async fn of(conn: &db::Conn, user: UserId, team: TeamId) -> Result<Vec<Category>> {
    let rows = with_built_in(user, team, store::sidebar::of_user(conn, user, team).await?);
    let mut channels: HashMap<String, Vec<ChannelId>> = HashMap::new();
    for placed in store::sidebar::placed(conn, user, team).await? {
        channels.entry(placed.category_id).or_default().push(placed.channel_id);
    }
    let id_of = |kind: CategoryType| {
        rows.iter().find(|row| row.kind == kind.as_str()).map(|row| row.id.clone()).unwrap_or_default()
    };
    let (public, direct) = (id_of(CategoryType::Channels), id_of(CategoryType::DirectMessages));
    for unplaced in store::sidebar::unplaced(conn, user, team).await? {
        let id = if matches!(unplaced.kind.as_str(), "D" | "G") { &direct } else { &public };
        channels.entry(id.clone()).or_default().push(unplaced.channel_id);
    }
    Ok(rows
        .into_iter()
        .map(|row| Category { channels: channels.remove(&row.id).unwrap_or_default(), row })
        .collect())
}

/// Whether a user has a category of that id.
pub(super) async fn is_there(conn: &db::Conn, user: UserId, team: TeamId, id: &str) -> Result<bool> {
    let rows = with_built_in(user, team, store::sidebar::of_user(conn, user, team).await?);
    Ok(rows.iter().any(|row| row.id == id))
}

/// Adds the built-in categories that nobody has written yet.
fn with_built_in(user: UserId, team: TeamId, mut rows: Vec<CategoryRow>) -> Vec<CategoryRow> {
    for (place, kind) in (0..).zip(CategoryType::BUILT_IN) {
        if rows.iter().any(|row| row.kind == kind.as_str()) {
            continue;
        }
        rows.push(CategoryRow {
            id: kind.built_in_id(user, team),
            user_id: user,
            team_id: team,
            sort_order: place * STEP,
            sorting: if kind == CategoryType::DirectMessages { "recent" } else { "" }.to_owned(),
            kind: kind.as_str().to_owned(),
            display_name: kind.display_name().to_owned(),
            muted: false,
            collapsed: false,
        });
    }
    rows.sort_by_key(|row| row.sort_order);
    rows
}

/// Between the places of neighbours.
const STEP: i64 = 10;

/// The rows of all categories, written as far as they were not, for a change that no other one disturbs.
pub(super) async fn ensured(tx: &db::Tx, user: UserId, team: TeamId) -> Result<Vec<CategoryRow>> {
    store::sidebar::lock(tx, user, team).await?;
    let stored = store::sidebar::of_user(tx, user, team).await?;
    let known: HashSet<String> = stored.iter().map(|row| row.id.clone()).collect();
    let rows = with_built_in(user, team, stored);
    for row in rows.iter().filter(|row| !known.contains(&row.id)) {
        store::sidebar::insert(tx, row).await?;
    }
    Ok(rows)
}

fn invalid() -> Error {
    Error::invalid_body_param("category")
}

fn check(user: UserId, team: TeamId, input: &SaveCategory) -> Result<()> {
    let is_of = |text: &str, id: &str| text.is_empty() || text == id;
    let fits = input.display_name.chars().count() <= DISPLAY_NAME && input.sorting.chars().count() <= SORTING;
    if is_of(&input.user_id, user.as_str()) && is_of(&input.team_id, team.as_str()) && fits {
        Ok(())
    } else {
        Err(invalid())
    }
}

/// Those of the channels that may stand in a category of this kind, each once, in their order.
async fn allowed(
    tx: &db::Tx,
    user: UserId,
    team: TeamId,
    kind: &str,
    ids: &[String],
) -> Result<Vec<ChannelId>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::sidebar::memberships_among(tx, user, team, ids.to_vec()).await?;
    let is_direct_only = kind == CategoryType::DirectMessages.as_str();
    let kinds: HashMap<&str, &str> =
        found.iter().map(|row| (row.channel_id.as_str(), row.kind.as_str())).collect();
    let mut seen = HashSet::new();
    Ok(ids
        .iter()
        .filter(|id| kinds.get(id.as_str()).is_some_and(|kind| !is_direct_only || matches!(*kind, "D" | "G")))
        .filter_map(|id| id.parse().ok())
        .filter(|id| seen.insert(*id))
        .collect())
}

/// Makes a category behind the favourites, and takes its channels out of all others.
pub(super) async fn create(ctx: &Ctx, user: UserId, team: TeamId, input: SaveCategory) -> Result<Category> {
    check(user, team, &input)?;
    if input.user_id.is_empty() || input.team_id.is_empty() {
        return Err(invalid());
    }
    let (now, id) = (ctx.now(), ctx.new_id::<Id>().to_string());
    ctx.db()
        .transact(async move |tx| {
            let mut rows = ensured(tx, user, team).await?;
            if rows.len() >= MOST {
                return Err(invalid());
            }
            let leads = rows.first().is_some_and(|row| row.kind == CategoryType::Favorites.as_str());
            let place = usize::from(leads);
            let row = CategoryRow {
                id: id.clone(),
                user_id: user,
                team_id: team,
                sort_order: STEP * i64::from(leads),
                sorting: input.sorting.clone(),
                kind: CategoryType::Custom.as_str().to_owned(),
                display_name: input.display_name.clone(),
                muted: input.muted,
                collapsed: input.collapsed,
            };
            rows.insert(place, row.clone());
            store::sidebar::insert(tx, &row).await?;
            number(tx, &rows).await?;

            let before = of(tx, user, team).await?;
            let channels = allowed(tx, user, team, &row.kind, &input.channel_ids).await?;
            store::sidebar::take_out(tx, user, team, &channels).await?;
            store::sidebar::fill(tx, user, &row.id, &channels).await?;
            let category = Category { row, channels };
            settle(tx, now, user, &before, &of(tx, user, team).await?).await?;

            let data = json!({"category_id": category.row.id});
            let event = Event::new(EventKind::SidebarCategoryCreated, &data, audience(user, team))?;
            publish(tx, now, event).await?;
            Ok(category)
        })
        .await
}

/// Numbers categories in this order.
async fn number(tx: &db::Tx, rows: &[CategoryRow]) -> Result<()> {
    for (place, row) in (0..).zip(rows) {
        if row.sort_order != place * STEP {
            store::sidebar::set_order(tx, &row.id, place * STEP).await?;
        }
    }
    Ok(())
}

/// Makes of categories what is asked, with exactly those channels. Gives them as they are then.
pub(super) async fn change(
    ctx: &Ctx,
    user: UserId,
    team: TeamId,
    inputs: Vec<SaveCategory>,
) -> Result<Vec<Category>> {
    if inputs.is_empty() {
        return Ok(Vec::new());
    }
    for input in &inputs {
        check(user, team, input)?;
    }
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let rows = ensured(tx, user, team).await?;
            let before = of(tx, user, team).await?;
            let mut wanted = Vec::new();
            for input in &inputs {
                let row = rows.iter().find(|row| row.id == input.id).ok_or_else(invalid)?;
                let is_own = row.kind == CategoryType::Custom.as_str();
                let row = CategoryRow {
                    sorting: input.sorting.clone(),
                    display_name: if is_own { input.display_name.clone() } else { row.display_name.clone() },
                    // Direct messages are muted one by one.
                    muted: input.muted && row.kind != CategoryType::DirectMessages.as_str(),
                    collapsed: input.collapsed,
                    ..row.clone()
                };
                let channels = allowed(tx, user, team, &row.kind, &input.channel_ids).await?;
                store::sidebar::update(tx, &row).await?;
                store::sidebar::fill(tx, user, &row.id, &channels).await?;
                wanted.push(row.id);
            }

            let mut after = of(tx, user, team).await?;
            settle(tx, now, user, &before, &after).await?;
            after.retain(|category| wanted.contains(&category.row.id));
            after.sort_by_key(|category| wanted.iter().position(|id| *id == category.row.id));
            let told = crate::posts::nested(&shape::categories(&after)?)?;
            let data = json!({"updatedCategories": told});
            let event = Event::new(EventKind::SidebarCategoryUpdated, &data, audience(user, team))?;
            publish(tx, now, event).await?;
            Ok(after)
        })
        .await
}

/// Lets what depends on categories follow: the preferences of favourites, and who is muted.
async fn settle(tx: &db::Tx, now: i64, user: UserId, before: &[Category], after: &[Category]) -> Result<()> {
    let favourites = |all: &[Category]| -> Option<Vec<ChannelId>> {
        let found = all.iter().find(|category| category.row.kind == CategoryType::Favorites.as_str())?;
        Some(found.channels.clone())
    };
    if let (Some(before), Some(after)) = (favourites(before), favourites(after)) {
        favourites::note(tx, user, &before, &after).await?;
    }

    let mut was_muted: HashMap<ChannelId, bool> = HashMap::new();
    for category in before {
        for channel in &category.channels {
            *was_muted.entry(*channel).or_default() |= category.row.muted;
        }
    }
    let (mut to_mute, mut to_hear) = (Vec::new(), Vec::new());
    for category in after {
        let changed = before.iter().find(|known| known.row.id == category.row.id);
        for channel in &category.channels {
            let was = match changed {
                // It stands where it stood: only the category itself may have changed.
                Some(known) if known.channels.contains(channel) => known.row.muted,
                _ => was_muted.get(channel).copied().unwrap_or_default(),
            };
            match (was, category.row.muted) {
                (false, true) => to_mute.push(*channel),
                (true, false) => to_hear.push(*channel),
                _ => {}
            }
        }
    }
    for (channels, mark_unread) in [(to_mute, "mention"), (to_hear, "all")] {
        mute(tx, now, user, channels, mark_unread).await?;
    }
    Ok(())
}

async fn mute(
    tx: &db::Tx,
    now: i64,
    user: UserId,
    channels: Vec<ChannelId>,
    mark_unread: &str,
) -> Result<()> {
    if channels.is_empty() {
        return Ok(());
    }
    store::channels::lock(tx, &channels).await?;
    for channel in store::channels::mute(tx, user, &channels, mark_unread, now).await? {
        signal(tx, now, Signal::ChannelChanged { channel }).await?;
        members::announce_member(tx, now, channel, user).await?;
    }
    Ok(())
}

/// Brings the categories into an order that names each of them once.
pub(super) async fn arrange(ctx: &Ctx, user: UserId, team: TeamId, order: Vec<String>) -> Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let rows = ensured(tx, user, team).await?;
            if order.len() != rows.len() || !rows.iter().all(|row| order.contains(&row.id)) {
                return Err(invalid());
            }
            for (place, id) in (0..).zip(&order) {
                store::sidebar::set_order(tx, id, place * STEP).await?;
            }
            let data = json!({"order": order});
            let event = Event::new(EventKind::SidebarCategoryOrderUpdated, &data, audience(user, team))?;
            publish(tx, now, event).await
        })
        .await
}

/// Removes a category; its channels go where they would be without it.
pub(super) async fn delete(ctx: &Ctx, user: UserId, team: TeamId, id: String) -> Result<()> {
    let now = ctx.now();
    ctx.db()
        .transact(async move |tx| {
            let rows = ensured(tx, user, team).await?;
            let row = rows.iter().find(|row| row.id == id).ok_or_else(Error::no_permission)?;
            if row.kind != CategoryType::Custom.as_str() {
                return Err(Error::bad_request(BUILT_IN, "built-in categories stay"));
            }
            store::sidebar::delete(tx, user, &id).await?;

            let data = json!({"category_id": id});
            let event = Event::new(EventKind::SidebarCategoryDeleted, &data, audience(user, team))?;
            publish(tx, now, event).await
        })
        .await
}
