//! Channel members: who is in a channel, who comes and goes, what a member has read.
//!
//! What always holds: a membership, its history, the server's word on it and the events are one transaction, so that
//! two who add the same user at once make one member and one message. A member of a team's channel is a member of the
//! team. Members come and go while the channel's row is locked, in the order of locks of the architecture. Nobody is
//! told what others have read.

mod add;
mod get;
mod list;
mod memberships;
mod notify_props;
pub(crate) mod operations;
mod remove;
mod roles;
mod shape;
mod unread;
mod view;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use add::{Whom, may_add};
pub use notify_props::set as set_notify_props;
pub use operations::{
    Joining, NOT_A_MEMBER, NOT_IN_TEAM, Newcomer, Person, Role, add, enter, leave, remove, view,
};
pub(crate) use operations::{announce_member, announce_removal, joined, own_name, props};
pub use shape::{member, member_for};

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Both, Channel, SelfInChannelOr, SelfOr, Team};
    vec![
        Route::get("/api/v4/channels/{channel_id}/members", "getChannelMembers", Channel(Permission::ReadChannel), list::page),
        Route::post("/api/v4/channels/{channel_id}/members", "addChannelMember", Channel(Permission::ManagePublicChannelMembers), add::add)
            .example(Example::new().body(r#"{"user_id":"{other}"}"#)),
        Route::post("/api/v4/channels/{channel_id}/members/ids", "getChannelMembersByIds", Channel(Permission::ReadChannel), list::by_ids)
            .example(Example::new().body(r#"["{other}"]"#)),
        Route::get("/api/v4/channels/{channel_id}/members/{user_id}", "getChannelMember", Channel(Permission::ReadChannel), get::get)
            .example(Example::new().at(&[("user_id", "{other}")])),
        Route::delete("/api/v4/channels/{channel_id}/members/{user_id}", "removeChannelMember", Channel(Permission::ManagePublicChannelMembers), remove::remove)
            .example(Example::new().at(&[("user_id", "{other}")])),
        Route::put("/api/v4/channels/{channel_id}/members/{user_id}/notify_props", "updateChannelMemberNotifyProps", SelfInChannelOr(Permission::EditOtherUsers), notify_props::update)
            .example(Example::new().body(r#"{"desktop":"all"}"#)),
        Route::put("/api/v4/channels/{channel_id}/members/{user_id}/roles", "updateChannelMemberRoles", Channel(Permission::ManageChannelRoles), roles::set)
            .example(Example::new().at(&[("user_id", "{other}")]).body(r#"{"roles":"channel_user channel_admin"}"#)),
        Route::put("/api/v4/channels/{channel_id}/members/{user_id}/schemeRoles", "updateChannelMemberSchemeRoles", Channel(Permission::ManageChannelRoles), roles::set_scheme)
            .example(Example::new().at(&[("user_id", "{other}")]).body(r#"{"scheme_user":true,"scheme_admin":true}"#)),
        Route::post("/api/v4/channels/members/{user_id}/mark_read", "readMultipleChannels", SelfOr(Permission::EditOtherUsers), view::mark_read)
            .example(Example::new().body(r#"["{channel}"]"#)),
        Route::post("/api/v4/channels/members/{user_id}/view", "viewChannel", SelfOr(Permission::EditOtherUsers), view::view)
            .example(Example::new().body(r#"{"channel_id":"{channel}"}"#)),
        Route::get("/api/v4/users/{user_id}/channels/{channel_id}/unread", "getChannelUnread", Both(&SelfInChannelOr(Permission::EditOtherUsers), &Channel(Permission::ReadChannel)), unread::get),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/channels/members", "getChannelMembersForTeamForUser", Both(&SelfOr(Permission::EditOtherUsers), &Team(Permission::ViewTeam)), memberships::in_team),
        Route::get("/api/v4/users/{user_id}/channel_members", "getChannelMembersForUser", SelfOr(Permission::EditOtherUsers), memberships::everywhere),
        Route::get("/api/v4/users/{user_id}/teams/unread", "getTeamsUnreadForUser", SelfOr(Permission::EditOtherUsers), unread::in_teams),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/unread", "getTeamUnread", Both(&SelfOr(Permission::EditOtherUsers), &Team(Permission::ViewTeam)), unread::in_team),
    ]
}
