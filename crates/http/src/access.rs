//! Who may call a route.

use wire::Permission;

/// Who may call a route: declared where it is registered, and walked by a test with every kind of caller.
///
/// What stands for the whole system is enforced in front of the handler. What depends on the thing in the path is
/// enforced by the door through which the operation fetches it; the declaration says which, so that the test can
/// compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// No session is needed; one that is there is used.
    Anyone,
    /// Anyone, and the request needs no CSRF token: it changes nothing that a foreign page could profit from.
    AnyoneTrusted,
    /// Any session.
    Session,
    /// Sessions whose system roles allow this.
    System(Permission),
    /// Sessions whose system roles open any page of the admin console; what it shows depends on which.
    ConsoleReader,
    /// Sessions whose system roles may change something on any page of the admin console.
    ConsoleWriter,
    /// Sessions whose system roles allow the one or the other.
    SystemEither(Permission, Permission),
    /// The user in the path itself, and nobody else.
    Oneself,
    /// The user in the path itself, or sessions whose system roles allow this.
    SelfOr(Permission),
    /// The user in the path itself, if in the example's channel, or sessions whose system roles allow this.
    SelfInChannelOr(Permission),
    /// Sessions that may see the example's bystander: whose system roles allow it, or who share a channel.
    VisibleUser,
    /// Sessions that may see the example's team: who may view it, and where it is open who may list open teams.
    VisibleTeam,
    /// Sessions that are allowed this in the example's team.
    Team(Permission),
    /// Members of the example's team, and sessions whose system roles allow this.
    TeamMember(Permission),
    /// Sessions that are allowed this in the example's channel.
    Channel(Permission),
    /// Sessions that may know the example's channel: its members, and for a public one its team.
    ReadableChannel,
    /// As [`Access::ReadableChannel`]; those who look after the groups of a team's private channels find them, too.
    NamedChannel,
    /// As [`Access::ReadableChannel`], for a route that knows public channels only.
    PublicChannel,
    /// Sessions that may read what is written in the example's channel.
    ChannelContent,
    /// Sessions that could come to what is written in the example's channel: who reads it as a member, and who may join
    /// its team and reads the channel or looks after its members.
    ChannelLink,
    /// Only the author of the example's post, given the permission in its channel.
    Author(Permission),
    /// The author of the example's post with the first permission in its channel, others with the second.
    AuthorOr(Permission, Permission),
    /// Members of the example's channel.
    ChannelMember,
    /// Sessions that both declarations let in.
    Both(&'static Access, &'static Access),
}

impl Access {
    /// Whether a session is needed at all.
    pub fn needs_session(self) -> bool {
        !matches!(self, Self::Anyone | Self::AnyoneTrusted)
    }

    /// Whether a cookie session must prove that its own page asks.
    pub fn checks_csrf(self) -> bool {
        self != Self::AnyoneTrusted
    }
}
