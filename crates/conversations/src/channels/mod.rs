//! Channels: where a team talks, in public or in private, and where a few people do.
//!
//! What always holds: a channel has its members, its message about who made it, its copy among the public ones and its
//! event from the transaction on that made it. Names are unique in a team, archived channels included. A private
//! channel is found by name only by those who may read it; to others it is missing.

mod archive;
mod create;
mod describe;
mod direct;
mod get;
mod grow;
mod list;
mod moderation;
mod of_scheme;
mod operations;
mod privacy;
mod relocate;
mod search;
mod shape;
mod stats;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use archive::{archive, reopen};
pub use describe::{Told, describe, may_describe};
pub use direct::{among, refuse_restricted, with};
pub use operations::{New, create};
pub(crate) use operations::{fresh, insert};
pub use privacy::convert;
pub use shape::{channel, channels};

/// The channel that every member of a team is in.
pub const DEFAULT: &str = "town-square";
/// The other channel that a team begins with.
pub const SECOND: &str = "off-topic";

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Both, Channel, NamedChannel, PublicChannel, ReadableChannel, SelfOr, Session, System, Team, TeamMember, VisibleUser};
    vec![
        Route::post("/api/v4/channels", "createChannel", Team(Permission::CreatePublicChannel), create::create)
            .example(Example::new().body(r#"{"team_id":"{team}","name":"{fresh}","display_name":"Fresh","type":"O"}"#)),
        Route::get("/api/v4/channels", "getAllChannels", System(Permission::SysconsoleReadUserManagementChannels), search::list_all),
        Route::post("/api/v4/channels/search", "searchAllChannels", Session, search::everywhere)
            .example(Example::new().query("system_console=false").body(r#"{"term":""}"#)),
        Route::get("/api/v4/schemes/{scheme_id}/channels", "getChannelsForScheme", System(Permission::SysconsoleReadUserManagementChannels), of_scheme::list)
            .example(Example::new().skip("the test's world has no scheme")),
        Route::post("/api/v4/channels/direct", "createDirectChannel", Both(&System(Permission::CreateDirectChannel), &VisibleUser), direct::open)
            .example(Example::new().body(r#"["{self}","{other}"]"#)),
        Route::post("/api/v4/channels/group", "createGroupChannel", Both(&System(Permission::CreateGroupChannel), &VisibleUser), direct::open_group)
            .example(Example::new().body(r#"["{other}","{companion}"]"#)),
        Route::post("/api/v4/channels/group/search", "searchGroupChannels", Session, direct::search_groups)
            .example(Example::new().body(r#"{"term":"somebody"}"#)),
        Route::post("/api/v4/channels/stats/member_count", "getChannelsMemberCount", ReadableChannel, stats::member_counts)
            .example(Example::new().body(r#"["{channel}"]"#)),
        Route::get("/api/v4/channels/{channel_id}", "getChannel", ReadableChannel, get::by_id),
        Route::put("/api/v4/channels/{channel_id}", "updateChannel", Channel(Permission::ManagePublicChannelProperties), describe::put)
            .example(Example::new().body(r#"{"id":"{channel}","header":"about this"}"#)),
        Route::put("/api/v4/channels/{channel_id}/patch", "patchChannel", Channel(Permission::ManagePublicChannelProperties), describe::patch)
            .example(Example::new().body(r#"{"header":"about that"}"#)),
        Route::put("/api/v4/channels/{channel_id}/privacy", "updateChannelPrivacy", Channel(Permission::ConvertPublicChannelToPrivate), privacy::set)
            .example(Example::new().body(r#"{"privacy":"P"}"#)),
        Route::delete("/api/v4/channels/{channel_id}", "deleteChannel", Channel(Permission::DeletePublicChannel), archive::delete),
        Route::post("/api/v4/channels/{channel_id}/restore", "restoreChannel", Team(Permission::ManageTeam), archive::restore)
            .example(Example::new().at(&[("channel_id", "{archived}")])),
        Route::get("/api/v4/channels/{channel_id}/moderations", "getChannelModerations", System(Permission::SysconsoleReadUserManagementChannels), moderation::get),
        Route::put("/api/v4/channels/{channel_id}/moderations/patch", "patchChannelModerations", System(Permission::SysconsoleWriteUserManagementChannels), moderation::patch)
            .example(Example::new().body(r#"[{"name":"create_reactions","roles":{"members":false}}]"#)),
        Route::post("/api/v4/channels/{channel_id}/move", "moveChannel", Channel(Permission::ManageSystem), relocate::relocate)
            .example(Example::new().body(r#"{"team_id":"{team}","force":false}"#)),
        Route::post("/api/v4/channels/{channel_id}/convert_to_channel", "convertGroupMessageToChannel", Access::ChannelMember, grow::grow)
            .example(Example::new().skip("the channels of a team are no groups")),
        Route::get("/api/v4/channels/{channel_id}/common_teams", "getDirectOrGroupMessageMembersCommonTeams", Channel(Permission::ReadChannel), direct::common_teams)
            .example(Example::new().skip("the channels of a team have none")),
        Route::get("/api/v4/channels/{channel_id}/timezones", "getChannelMembersTimezones", Channel(Permission::ReadChannel), stats::time_zones),
        Route::get("/api/v4/channels/{channel_id}/stats", "getChannelStats", Channel(Permission::ReadChannel), stats::get),
        Route::get("/api/v4/teams/{team_id}/channels", "getPublicChannelsForTeam", Team(Permission::ListTeamChannels), list::public),
        Route::get("/api/v4/teams/{team_id}/channels/private", "getPrivateChannelsForTeam", Team(Permission::ManageSystem), list::private),
        Route::get("/api/v4/teams/{team_id}/channels/deleted", "getDeletedChannelsForTeam", Team(Permission::ListTeamChannels), list::archived),
        Route::get("/api/v4/teams/{team_id}/channels/autocomplete", "autocompleteChannelsForTeam", Team(Permission::ListTeamChannels), search::to_name),
        Route::get("/api/v4/teams/{team_id}/channels/search_autocomplete", "autocompleteChannelsForTeamForSearch", Session, search::to_search_in),
        Route::post("/api/v4/teams/{team_id}/channels/search", "searchChannelsForTeam", TeamMember(Permission::ListTeamChannels), search::in_team)
            .example(Example::new().body(r#"{"term":""}"#)),
        Route::post("/api/v4/teams/{team_id}/channels/ids", "getPublicChannelsByIdsForTeam", PublicChannel, list::public_by_ids)
            .example(Example::new().body(r#"["{channel}"]"#)),
        Route::get("/api/v4/teams/{team_id}/channels/name/{channel_name}", "getChannelByName", NamedChannel, get::by_name),
        Route::get("/api/v4/teams/name/{team_name}/channels/name/{channel_name}", "getChannelByNameForTeamName", NamedChannel, get::by_names),
        Route::get("/api/v4/users/{user_id}/channels", "getChannelsForUser", SelfOr(Permission::EditOtherUsers), list::of_user),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/channels", "getChannelsForTeamForUser", Both(&SelfOr(Permission::EditOtherUsers), &Team(Permission::ViewTeam)), list::of_user_in_team),
    ]
}
