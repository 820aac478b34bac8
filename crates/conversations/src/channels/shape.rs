//! Channels as clients see them.

use db::Json;
use kernel::{Error, Result};
use store::channels::{ChannelRow, ChannelWithTeam as RowWithTeam};
use wire::{Channel, ChannelType, ChannelWithTeam};

/// A channel as everyone sees it who may know of it.
pub fn channel(row: &ChannelRow) -> Result<Channel> {
    let kind = ChannelType::parse(&row.kind)
        .ok_or_else(|| Error::internal("read a channel", format!("{} is no kind of channel", row.kind)))?;
    Ok(Channel {
        id: row.id,
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        team_id: row.team_id,
        kind,
        display_name: row.display_name.clone(),
        name: row.name.clone(),
        header: row.header.clone(),
        purpose: row.purpose.clone(),
        last_post_at: row.last_post_at,
        total_msg_count: row.total_msg_count,
        extra_update_at: row.extra_update_at,
        creator_id: row.creator_id,
        scheme_id: row.scheme_id.map(|id| id.to_string()),
        props: None,
        group_constrained: row.group_constrained,
        autotranslation: row.autotranslation,
        shared: row.shared,
        total_msg_count_root: row.total_msg_count_root,
        policy_id: None,
        last_root_post_at: row.last_root_post_at,
        banner_info: row
            .banner_info
            .as_ref()
            .and_then(|Json(value)| serde_json::from_value(value.clone()).ok()),
        policy_enforced: false,
        policy_is_active: false,
        default_category_name: row.default_category_name.clone(),
    })
}

pub fn channels(rows: &[ChannelRow]) -> Result<Vec<Channel>> {
    rows.iter().map(channel).collect()
}

/// Channels of several teams.
pub fn with_teams(rows: &[RowWithTeam]) -> Result<Vec<ChannelWithTeam>> {
    rows.iter()
        .map(|row| {
            Ok(ChannelWithTeam {
                channel: channel(&row.channel)?,
                team_display_name: row.team_display_name.clone(),
                team_name: row.team_name.clone(),
                team_update_at: row.team_update_at,
            })
        })
        .collect()
}
