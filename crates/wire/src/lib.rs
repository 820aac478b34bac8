//! What clients see: JSON shapes, ids, events, permission and error ids.
//!
//! Everything odd about the protocol is said here once. The crate does no I/O and knows no rule about who
//! may see what; it only knows how things are spelled.
//!
//! - Shapes that are *answered* write every key in the protocol's order, present or absent as clients know it.
//! - Shapes that are *asked with* ([`input`]) are separate: clients send whole objects, empty ids and `null`.
//! - Times are milliseconds, ids are typed, `""` is no id. Write with [`json`], never with `serde_json` directly.

pub mod id;

pub mod json;

pub mod input;

pub mod secret;

pub mod error;

pub mod ok;

pub mod permission;

pub mod role;

pub mod scheme;

pub mod user;

pub mod session;

pub mod status;

pub mod token;

pub mod preference;

pub mod team;
pub mod terms;

pub mod channel;
pub mod command;

pub mod sidebar;

pub mod post;

pub mod thread;

pub mod reaction;

pub mod search;

pub mod emoji;

pub mod file;

pub mod system;

pub mod event;

pub mod etag;

pub mod paging;

pub use channel::{
    AddChannelMembers, Banner, BannerPatch, Channel, ChannelMember, ChannelMemberWithTeam, ChannelModeration,
    ChannelPatch, ChannelSearch, ChannelStats, ChannelType, ChannelUnread, ChannelUnreadAt, ChannelView,
    ChannelViewed, ChannelWithTeam, CreateChannel, GrowChannel, ModeratedRole, ModeratedRoles, MoveChannel,
    SetModeratedRoles, SetModeration, SetPrivacy, SetRoles, SetSchemeRoles,
};
pub use command::{Command, CommandAnswer, CommandSuggestion, ExecuteCommand};
pub use emoji::Emoji;
pub use error::{AppError, StatusCode};
pub use event::{Broadcast, ClientRequest, EncodedEvent, EventKind, Reply};
pub use file::{FileInfo, Upload};
pub use id::{
    ChannelId, ConnectionId, EmojiId, FileId, Id, JobId, PostId, RoleId, SchemeId, SessionId, TeamId,
    TermsId, TokenId, UserId,
};
pub use ok::{OkText, StatusOk};
pub use paging::Page;
pub use permission::{Moderation, Permission, PermissionSet, Scope};
pub use post::{
    CreateEphemeralPost, CreatePost, Embed, Post, PostInfo, PostList, PostMetadata, PostPatch, PreviewedPost,
    SetUnread, UpdatePost,
};
pub use preference::{Preference, SavePreference};
pub use reaction::{Reaction, SaveReaction};
pub use role::Role;
pub use scheme::Scheme;
pub use search::SearchPosts;
pub use secret::Secret;
pub use session::Session;
pub use sidebar::{CategoryType, SaveCategory, SidebarCategories, SidebarCategory};
pub use status::{Presence, Status};
pub use system::{Health, Ping};
pub use team::{
    AddTeamMember, CreateTeam, InviteInfo, Team, TeamExists, TeamMember, TeamMemberResult, TeamPatch,
    TeamSearch, TeamStats, TeamType, TeamUnread, UpdateTeam,
};
pub use terms::{TermsOfService, UserTermsOfService};
pub use thread::{ThreadResponse, Threads};
pub use token::AccessToken;
pub use user::{
    ChangePassword, Disclosure, Login, ResetPassword, SearchUsers, SendTo, SetActive, SignUp, Typing,
    UpdateUser, User, UserPatch,
};

/// A map of texts, as `notify_props`, `timezone` and a user's `props` are, sorted by key.
pub type StringMap = std::collections::BTreeMap<String, String>;

/// A map of any JSON, as a post's `props` are, sorted by key.
pub type Props = serde_json::Map<String, serde_json::Value>;

fn is_zero(number: &i64) -> bool {
    *number == 0
}

fn is_false(flag: &bool) -> bool {
    !flag
}
