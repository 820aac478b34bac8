//! What happened: events that clients hear, and signals that only the server's own parts do.
//!
//! Both are written to the event log in the transaction of the change they tell of ([`publish`], [`signal`]) and are
//! passed on after its commit, in the order of commits.

use serde::{Deserialize, Serialize};
use store::events::NewEvent;
use wire::{Broadcast, ChannelId, EventKind, SessionId, TeamId, UserId};

use crate::{Error, Result};

/// Something that clients hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub kind: EventKind,
    /// The protocol's `data`, an encoded JSON object.
    pub data: String,
    pub broadcast: Broadcast,
    pub personal: Personal,
}

/// What only some receivers are told, about themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Personal {
    /// Whom a post mentions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<UserId>,
    /// Who follows the thread of a post.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<UserId>,
    /// Who wrote it: never asked to acknowledge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    /// Whether a post stands in a direct channel, where every one notifies.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_direct: bool,
    /// Whether each receiver is told in words of their own, which are found when they are told: then `data` is a note
    /// for whoever finds them, and nobody hears it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_composed: bool,
    /// What those are told instead who may read another channel, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fuller: Option<Fuller>,
}

/// Data with something from another channel in it, such as the post that a link quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fuller {
    /// The protocol's `data`, an encoded JSON object.
    pub data: String,
    /// Its members are told.
    pub channel: ChannelId,
    /// The members of this team are told as well, but for guests: the channel is open to them.
    pub team: Option<TeamId>,
}

impl Event {
    /// Encodes `data`, which must be an object.
    pub fn new<T: Serialize + ?Sized>(kind: EventKind, data: &T, broadcast: Broadcast) -> Result<Self> {
        let data = wire::json::to_string(data).map_err(|e| Error::internal(format!("encode {kind}"), e))?;
        Ok(Self { kind, data, broadcast, personal: Personal::default() })
    }

    pub fn with(mut self, personal: Personal) -> Self {
        self.personal = personal;
        self
    }
}

/// A change that caches, sockets and other parts of the server follow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "signal")]
pub enum Signal {
    /// Sessions have ended: one, or all of a user's.
    SessionsRevoked {
        user: UserId,
        session: Option<SessionId>,
    },
    /// Every session has ended.
    EverySessionRevoked,
    /// An account's row has changed in what sessions know of it (roles, name, activation), or in what calls its user.
    UserChanged {
        user: UserId,
    },
    /// An account is gone for good, with all that its user wrote and gave anywhere.
    UserRemoved {
        user: UserId,
    },
    /// A role's permissions, or a scheme, have changed.
    RolesChanged,
    TeamMembership {
        team: TeamId,
        user: UserId,
        is_member: bool,
    },
    ChannelMembership {
        channel: ChannelId,
        user: UserId,
        is_member: bool,
    },
    /// A channel's or its members' rows have changed in what authorisation reads, or a member's settings there.
    ChannelChanged {
        channel: ChannelId,
    },
    ConfigurationChanged,
    /// Rows have changed in ways that nothing else tells of: whatever is kept of them is read again.
    EverythingChanged,
}

/// An entry of the event log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Its number in the log.
    pub id: i64,
    pub entry: Entry,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "an entry lives behind one Arc, and nearly all are events")]
pub enum Entry {
    Event(Event),
    Signal(Signal),
}

/// The kind of log rows that hold signals; no event is called so.
const SIGNAL: &str = "wardroom_signal";

#[derive(Serialize, Deserialize)]
struct Audience {
    broadcast: Broadcast,
    #[serde(flatten)]
    personal: Personal,
}

/// Writes an event with the change that it tells of.
pub async fn publish(tx: &db::Tx, now: i64, event: Event) -> Result<()> {
    publish_all(tx, now, vec![event]).await
}

/// Writes events, in this order, with the changes that they tell of.
pub async fn publish_all(tx: &db::Tx, now: i64, events: Vec<Event>) -> Result<()> {
    let audiences = events.iter().map(audience).collect::<Result<Vec<String>>>()?;
    let rows: Vec<NewEvent<'_>> = events
        .iter()
        .zip(&audiences)
        .map(|(event, audience)| NewEvent {
            create_at: now,
            kind: event.kind.as_str(),
            audience,
            data: &event.data,
        })
        .collect();
    let ids = store::events::append(tx, &rows).await?;
    let mut ids = ids.into_iter();
    for event in events {
        announce(tx, ids.next(), Entry::Event(event));
    }
    Ok(())
}

fn audience(event: &Event) -> Result<String> {
    let audience = Audience { broadcast: event.broadcast.clone(), personal: event.personal.clone() };
    serde_json::to_string(&audience).map_err(|e| Error::internal("encode an audience", e))
}

/// Writes a signal with the change that it tells of.
pub async fn signal(tx: &db::Tx, now: i64, signal: Signal) -> Result<()> {
    let data = serde_json::to_string(&signal).map_err(|e| Error::internal("encode a signal", e))?;
    let row = NewEvent { create_at: now, kind: SIGNAL, audience: "{}", data: &data };
    let ids = store::events::append(tx, &[row]).await?;
    announce(tx, ids.first().copied(), Entry::Signal(signal));
    Ok(())
}

fn announce(tx: &db::Tx, id: Option<i64>, entry: Entry) {
    tx.announce(Box::new(Announced { id, entry }));
}

/// What a commit hands to the event log.
pub(crate) struct Announced {
    /// None: to be read from the log, which knows the order.
    pub(crate) id: Option<i64>,
    pub(crate) entry: Entry,
}

impl Logged {
    /// The number of what is not in the log.
    pub const UNLOGGED: i64 = 0;

    /// Reads a row of the log; None for what another release wrote and this one does not know.
    pub fn read(row: &store::events::EventRow) -> Option<Self> {
        let entry = if row.kind == SIGNAL {
            Entry::Signal(serde_json::from_str(&row.data).ok()?)
        } else {
            let audience: Audience = serde_json::from_str(&row.audience).ok()?;
            Entry::Event(Event {
                kind: EventKind::parse(&row.kind)?,
                data: row.data.clone(),
                broadcast: audience.broadcast,
                personal: audience.personal,
            })
        };
        Some(Self { id: row.id, entry })
    }
}
