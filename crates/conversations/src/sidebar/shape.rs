//! Categories as clients see them.

use kernel::{Error, Result};
use wire::{CategoryType, SidebarCategory};

use super::operations::Category;

pub(super) fn category(category: &Category) -> Result<SidebarCategory> {
    let row = &category.row;
    let kind = CategoryType::parse(&row.kind)
        .ok_or_else(|| Error::internal("read a category", format!("{} is no kind of category", row.kind)))?;
    Ok(SidebarCategory {
        id: row.id.clone(),
        user_id: row.user_id,
        team_id: row.team_id,
        sort_order: row.sort_order,
        sorting: row.sorting.clone(),
        kind,
        display_name: row.display_name.clone(),
        muted: row.muted,
        collapsed: row.collapsed,
        channel_ids: category.channels.clone(),
    })
}

pub(super) fn categories(all: &[Category]) -> Result<Vec<SidebarCategory>> {
    all.iter().map(category).collect()
}
