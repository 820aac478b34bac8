//! Where a post stands: for whoever follows a link to it.

use http_api::{Answer, Extension, Params};
use kernel::access::post_missing;
use kernel::{Channel, Ctx, Error, Team};
use wire::{ChannelType, Permission, PostId, PostInfo};

/// What the caller could not come to is told like what does not exist.
pub async fn handler(Extension(ctx): Extension<Ctx>, params: Params) -> http_api::Result<Answer<PostInfo>> {
    let id: PostId = params.id("post_id")?;
    let (post, channel) = ctx.post(id).await?.ok_or_else(post_missing)?;
    let team = match channel.row.team_id {
        Some(team) => ctx.team(team).await?,
        None => None,
    };
    if post.delete_at != 0 || !may_follow(&channel, team.as_ref()) {
        return Err(post_missing().into());
    }

    let kind = ChannelType::parse(&channel.row.kind).ok_or_else(|| {
        Error::internal("read a channel", format!("{} is no kind of channel", channel.row.kind))
    })?;
    Ok(Answer(PostInfo {
        channel_id: channel.row.id,
        channel_type: kind,
        channel_display_name: channel.row.display_name.clone(),
        has_joined_channel: channel.member.is_some(),
        team_id: channel.row.team_id,
        team_type: match &team {
            Some(team) if team.row.allow_open_invite => "O".to_owned(),
            Some(_) => "I".to_owned(),
            None => String::new(),
        },
        team_display_name: team.as_ref().map(|team| team.row.display_name.clone()).unwrap_or_default(),
        has_joined_team: team.as_ref().is_some_and(|team| team.member.is_some()),
    }))
}

/// Whether the caller is where the post stands, or could come there: into the team, and into the channel as somebody
/// who reads it or looks after its members.
fn may_follow(channel: &Channel, team: Option<&Team>) -> bool {
    if channel.member.is_some() {
        return channel.content_is_readable();
    }
    let may_enter_team = team.is_none_or(|team| {
        let joining = match team.row.allow_open_invite {
            true => Permission::JoinPublicTeams,
            false => Permission::JoinPrivateTeams,
        };
        team.member.is_some() || team.may(joining)
    });
    let looks_after = channel.is_private() && channel.may(Permission::ManagePrivateChannelMembers);
    may_enter_team && (channel.content_is_readable() || looks_after)
}
