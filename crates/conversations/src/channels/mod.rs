//! Channels: where a team talks, in public or in private.
//!
//! What always holds: a channel has its members, its message about who made it, its copy among the public ones and its
//! event from the transaction on that made it. Names are unique in a team, archived channels included. A private
//! channel is found by name only by those who may read it; to others it is missing.

mod create;
mod get;
mod list;
mod operations;
mod shape;
mod stats;

use http_api::{Access, Example, Route};
use wire::Permission;

pub use operations::{New, create};
pub(crate) use operations::{fresh, insert};
pub use shape::{channel, channels};

/// The channel that every member of a team is in.
pub const DEFAULT: &str = "town-square";
/// The other channel that a team begins with.
pub const SECOND: &str = "off-topic";

#[rustfmt::skip]
pub fn routes() -> Vec<Route> {
    use Access::{Both, Channel, NamedChannel, PublicChannel, ReadableChannel, SelfOr, Team};
    vec![
        Route::post("/api/v4/channels", "createChannel", Team(Permission::CreatePublicChannel), create::create)
            .example(Example::new().body(r#"{"team_id":"{team}","name":"{fresh}","display_name":"Fresh","type":"O"}"#)),
        Route::get("/api/v4/channels/{channel_id}", "getChannel", ReadableChannel, get::by_id),
        Route::get("/api/v4/channels/{channel_id}/stats", "getChannelStats", Channel(Permission::ReadChannel), stats::get),
        Route::get("/api/v4/teams/{team_id}/channels", "getPublicChannelsForTeam", Team(Permission::ListTeamChannels), list::public),
        Route::post("/api/v4/teams/{team_id}/channels/ids", "getPublicChannelsByIdsForTeam", PublicChannel, list::public_by_ids)
            .example(Example::new().body(r#"["{channel}"]"#)),
        Route::get("/api/v4/teams/{team_id}/channels/name/{channel_name}", "getChannelByName", NamedChannel, get::by_name),
        Route::get("/api/v4/teams/name/{team_name}/channels/name/{channel_name}", "getChannelByNameForTeamName", NamedChannel, get::by_names),
        Route::get("/api/v4/users/{user_id}/channels", "getChannelsForUser", SelfOr(Permission::EditOtherUsers), list::of_user),
        Route::get("/api/v4/users/{user_id}/teams/{team_id}/channels", "getChannelsForTeamForUser", Both(&SelfOr(Permission::EditOtherUsers), &Team(Permission::ViewTeam)), list::of_user_in_team),
    ]
}
