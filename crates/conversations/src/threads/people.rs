//! Who takes part in threads, as everybody sees them.

use std::collections::{BTreeMap, BTreeSet};

use accounts::users::shape::Viewer;
use db::Json;
use kernel::{Ctx, Result};
use wire::{User, UserId};

/// Users that were read to be told whole; of others only the id is told.
#[derive(Default)]
pub(crate) struct People(BTreeMap<UserId, User>);

/// Participants as the row of a thread has them.
pub(crate) type Stored = Option<Json<Option<Vec<UserId>>>>;

pub(crate) fn participants(stored: &Stored) -> impl Iterator<Item = UserId> {
    let ids = match stored {
        Some(Json(Some(ids))) => ids.as_slice(),
        Some(Json(None)) | None => &[],
    };
    ids.iter().copied()
}

impl People {
    pub(crate) async fn read(ctx: &Ctx, ids: impl Iterator<Item = UserId>) -> Result<Self> {
        let ids: BTreeSet<UserId> = ids.collect();
        if ids.is_empty() {
            return Ok(Self::default());
        }
        let viewer = Viewer::everybody(ctx);
        let ids = ids.iter().map(UserId::to_string).collect();
        let rows = store::users::by_ids(ctx.db().read(), ids, -1).await?;
        Ok(Self(rows.iter().map(|row| (row.id, viewer.see_in_list(row))).collect()))
    }

    pub(crate) fn of(&self, stored: &Stored) -> Vec<User> {
        let person = |id| self.0.get(&id).cloned().unwrap_or_else(|| User::only_id(id));
        participants(stored).map(person).collect()
    }
}
