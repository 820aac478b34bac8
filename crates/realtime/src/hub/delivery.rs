//! Who hears an event, and as what.

use std::collections::HashSet;
use std::sync::Arc;

use kernel::Event;
use wire::event::EncodedEvent;
use wire::{Broadcast, ChannelId, ConnectionId, EventKind, UserId};

use super::state::Online;
use crate::connection::{Connection, Extra};

/// Whether a broadcast is addressed to the user, by the order of tests that the protocol has.
pub(super) fn is_addressed(online: &Online, user: UserId, broadcast: &Broadcast) -> bool {
    if let Some(addressed) = broadcast.user_id {
        return addressed == user;
    }
    if let Some(channel) = broadcast.channel_id {
        return online.channels.contains(&channel);
    }
    broadcast.team_id.is_none_or(|team| online.teams.contains(&team))
}

/// Whether an addressed user may hear the event.
pub(super) fn may_hear(online: &Online, user: UserId, event: &Event) -> bool {
    if !hears_as_administrator_or_not(online, user, event) {
        return false;
    }
    if online.is_guest && event.broadcast.user_id.is_none() {
        return match event.kind {
            // Of somebody else guests are told apart from the others.
            EventKind::NewUser | EventKind::UserUpdated | EventKind::LeaveTeam => false,
            EventKind::ChannelDeleted | EventKind::ChannelRestored | EventKind::ChannelConverted => {
                guest_is_in(online, event)
            }
            _ => true,
        };
    }
    true
}

/// Whether an event is for users who are what this one is to the system.
pub(super) fn hears_as_administrator_or_not(online: &Online, user: UserId, event: &Event) -> bool {
    let broadcast = &event.broadcast;
    let is_for_others = match online.manages_system {
        true => broadcast.contains_sanitized_data,
        false => broadcast.contains_sensitive_data,
    };
    !is_for_others && !broadcast.omits(user)
}

/// Whether a guest is in the channel that a team is told of.
fn guest_is_in(online: &Online, event: &Event) -> bool {
    let channel = serde_json::from_str::<serde_json::Value>(&event.data)
        .ok()
        .and_then(|data| data["channel_id"].as_str()?.parse::<ChannelId>().ok());
    channel.is_some_and(|channel| online.channels.contains(&channel))
}

pub(super) fn is_for_connection(broadcast: &Broadcast, id: ConnectionId) -> bool {
    broadcast.connection_id.is_none_or(|only| only == id) && broadcast.omit_connection_id != Some(id)
}

/// What the user is told instead of an event's data, if they may read the other channel that it is about.
pub(super) fn fuller<'a>(online: &Online, event: &'a Event) -> Option<&'a str> {
    let fuller = event.personal.fuller.as_ref()?;
    let may_read = online.manages_system
        || online.channels.contains(&fuller.channel)
        || !online.is_guest && fuller.team.is_some_and(|team| online.teams.contains(&team));
    may_read.then_some(&fuller.data)
}

/// An event on its way to connections.
pub(super) struct Delivery<'a> {
    id: i64,
    event: &'a Event,
    recipients: Recipients,
    /// The event as most hear it, and as those do who may read more.
    plain: Option<Arc<EncodedEvent>>,
    whole: Option<Arc<EncodedEvent>>,
}

impl<'a> Delivery<'a> {
    pub(super) fn of(id: i64, event: &'a Event) -> Self {
        Self { id, event, recipients: Recipients::of(event), plain: None, whole: None }
    }

    /// Tells an addressed user, if they may hear it; later, if that is not known yet.
    pub(super) fn to(&mut self, user: UserId, online: &mut Online) {
        let event = self.event;
        if online.connections.is_empty() {
            return;
        }
        if online.relearning.times > 0 {
            online.relearning.keep(self.id, event, &online.connections);
            return;
        }
        if !may_hear(online, user, event) {
            return;
        }
        let (encoded, data) = match fuller(online, event) {
            Some(data) => (&mut self.whole, data),
            None => (&mut self.plain, event.data.as_str()),
        };
        for connection in &online.connections {
            if !is_for_connection(&event.broadcast, connection.id()) {
                continue;
            }
            if encoded.is_none() {
                *encoded = encode(event, data);
            }
            if let Some(encoded) = encoded {
                connection.push(event.kind, self.id, encoded, extra(event, &self.recipients, connection));
            }
        }
    }
}

pub(super) fn encode(event: &Event, data: &str) -> Option<Arc<EncodedEvent>> {
    match EncodedEvent::from_raw(event.kind.as_str(), data, &event.broadcast) {
        Ok(encoded) => Some(Arc::new(encoded)),
        Err(error) => {
            tracing::error!(kind = %event.kind, error = %error, "an event cannot be encoded");
            None
        }
    }
}

/// Whom an event concerns by name, to be looked up for each of its receivers.
pub(super) struct Recipients {
    mentions: HashSet<UserId>,
    followers: HashSet<UserId>,
}

impl Recipients {
    pub(super) fn of(event: &Event) -> Self {
        Self {
            mentions: event.personal.mentions.iter().copied().collect(),
            followers: event.personal.followers.iter().copied().collect(),
        }
    }
}

/// What the connection is told beside what everyone is.
pub(super) fn extra(event: &Event, recipients: &Recipients, connection: &Connection) -> Extra {
    let personal = &event.personal;
    let is_mentioned = recipients.mentions.contains(&connection.user);
    let is_follower = recipients.followers.contains(&connection.user);
    let is_author = personal.author == Some(connection.user);
    Extra {
        is_mentioned,
        is_follower,
        should_acknowledge: connection.acknowledges
            && event.kind == EventKind::Posted
            && !is_author
            && (is_mentioned || is_follower || personal.is_direct),
    }
}
