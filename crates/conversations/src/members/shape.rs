//! Channel members as clients see them.

use db::Json;
use kernel::roles;
use store::channels::{ChannelMember as Member, ChannelMemberWithTeam as MemberWithTeam};
use wire::{ChannelMember, ChannelMemberWithTeam, UserId};

/// The whole membership, as the member sees it.
pub fn member(member: &Member) -> ChannelMember {
    let Member { row, scheme } = member;
    let membership = member.membership();
    let names: Vec<&str> = roles::names(&membership, Some(scheme), &roles::CHANNEL).collect();
    ChannelMember {
        channel_id: row.channel_id,
        user_id: row.user_id,
        roles: names.join(" "),
        last_viewed_at: row.last_viewed_at,
        msg_count: row.msg_count,
        mention_count: row.mention_count,
        mention_count_root: row.mention_count_root,
        urgent_mention_count: row.urgent_mention_count,
        msg_count_root: row.msg_count_root,
        notify_props: row.notify_props.as_ref().map(|Json(props)| props.clone()).unwrap_or_default(),
        last_update_at: row.last_update_at,
        scheme_guest: row.scheme_guest,
        scheme_user: row.scheme_user,
        scheme_admin: row.scheme_admin,
        explicit_roles: row.roles.clone(),
        autotranslation_disabled: row.autotranslation_disabled,
    }
}

/// The membership as `viewer` may see it: nobody is told what others have read.
pub fn member_for(viewer: UserId, of: &Member) -> ChannelMember {
    let shape = member(of);
    if shape.user_id == viewer { shape } else { shape.for_others() }
}

/// The whole membership, with the team of its channel.
pub fn member_with_team(of: MemberWithTeam) -> ChannelMemberWithTeam {
    ChannelMemberWithTeam {
        member: member(&of.member),
        team_display_name: of.team_display_name,
        team_name: of.team_name,
        team_update_at: of.team_update_at,
    }
}
