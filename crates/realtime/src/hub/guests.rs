//! What guests hear of people: changes of those with whom they share a channel, connected or not. The memberships of
//! those who are not are in the database, so a guest is told a moment later than everybody else.

use std::collections::HashSet;
use std::sync::Arc;

use kernel::Event;
use kernel::event::Logged;
use wire::{EventKind, UserId};

use super::Hub;
use super::delivery::{Recipients, encode, extra, hears_as_administrator_or_not, is_addressed};
use super::state::Online;
use crate::composer::Waiting;

/// Whether guests are told of the event after all others.
pub(super) fn is_for_roommates(event: &Event) -> bool {
    matches!(event.kind, EventKind::UserUpdated | EventKind::LeaveTeam) && event.broadcast.user_id.is_none()
}

impl Hub {
    /// Leaves an event for the guests who are connected, if any is.
    pub(super) fn leave_for_guests(&self, logged: &Arc<Logged>, event: &Event) {
        if !is_for_roommates(event) {
            return;
        }
        let guests = self.guests(event);
        if !guests.is_empty() && self.notes.try_send(Waiting::Note(logged.clone())).is_err() {
            self.give_up(&guests);
        }
    }

    /// The guests who are connected, to whom the event is addressed and not kept from.
    fn guests(&self, event: &Event) -> Vec<UserId> {
        let state = self.state.lock();
        let hears = |online: &Online, user: UserId| {
            online.is_guest
                && is_addressed(online, user, &event.broadcast)
                && hears_as_administrator_or_not(online, user, event)
        };
        state.users.iter().filter(|(user, online)| hears(online, **user)).map(|(user, _)| *user).collect()
    }

    /// Tells the guests who share a channel with whom the event is about.
    pub(super) async fn tell_guests(&self, id: i64, event: &Event) -> kernel::Result<()> {
        let roommates = self.roommates(event, &self.guests(event)).await?;

        let state = self.state.lock();
        let (mut encoded, recipients) = (None, Recipients::of(event));
        for connection in
            roommates.iter().filter_map(|user| state.users.get(user)).flat_map(|o| &o.connections)
        {
            if encoded.is_none() {
                encoded = encode(event, &event.data);
            }
            if let Some(encoded) = &encoded {
                connection.push(event.kind, id, encoded, extra(event, &recipients, connection));
            }
        }
        Ok(())
    }

    /// Those of the guests who share a channel with whom the event is about.
    pub(super) async fn roommates(
        &self,
        event: &Event,
        guests: &[UserId],
    ) -> kernel::Result<HashSet<UserId>> {
        let subject = serde_json::from_str::<serde_json::Value>(&event.data).ok().and_then(|data| {
            data["user"]["id"].as_str().or(data["user_id"].as_str())?.parse::<UserId>().ok()
        });
        let Some(subject) = subject.filter(|_| !guests.is_empty()) else { return Ok(HashSet::new()) };
        let guests = guests.iter().map(UserId::to_string).collect();
        let known = store::users::roommates(self.app.db.read(), subject, guests, Vec::new()).await?;
        Ok(known.into_iter().collect())
    }
}
