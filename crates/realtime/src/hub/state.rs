//! What the hub knows of everyone who is online.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use kernel::{Event, Signal};
use wire::{ChannelId, TeamId, UserId};

use super::delivery::Delivery;
use crate::connection::{Close, Connection};

/// Events that wait until it is known what their hearer is to the system.
const WAITING: usize = 1000;

/// Connections of one user that wait to be taken up again.
const PARKED: usize = 8;

/// Who is online, and by what they are members of.
#[derive(Default)]
pub(super) struct State {
    pub(super) users: HashMap<UserId, Online>,
    /// Users with a connection, by what they are members of.
    pub(super) channels: HashMap<ChannelId, HashSet<UserId>>,
    pub(super) teams: HashMap<TeamId, HashSet<UserId>>,
    /// The number of the last [`Loading`].
    loads: u64,
    pub(super) is_closing: bool,
}

/// A user with at least one connection, parked ones included.
pub(super) struct Online {
    pub(super) connections: Vec<Arc<Connection>>,
    pub(super) channels: HashSet<ChannelId>,
    pub(super) teams: HashSet<TeamId>,
    /// Hears what is only for those who manage the system, and not what was cleaned for the others.
    pub(super) manages_system: bool,
    pub(super) is_guest: bool,
    pub(super) loading: Option<Loading>,
    pub(super) relearning: Relearning,
}

/// While it is learnt again what a user is to the system.
#[derive(Default)]
pub(super) struct Relearning {
    /// How often that was begun and has not ended.
    pub(super) times: usize,
    /// The events that come meanwhile: who may hear them is not known before.
    meanwhile: Vec<(i64, Event)>,
}

/// While what a user is a member of is read.
pub(super) struct Loading {
    /// Names this entry, so that what was read for an earlier one, which may lack changes since, is not taken for it.
    pub(super) number: u64,
    /// The changes that come meanwhile.
    pub(super) meanwhile: Vec<Signal>,
}

impl Online {
    /// Lets go of the connections that were left first, as far as too many wait to be taken up again.
    pub(super) fn let_go(&mut self) {
        let mut since: Vec<Instant> =
            self.connections.iter().filter_map(|known| known.parked_since()).collect();
        since.sort_unstable();
        let mut surplus = since.len().saturating_sub(PARKED);
        let Some(last) = surplus.checked_sub(1).map(|place| since[place]) else { return };
        self.connections.retain(|known| {
            let goes = surplus > 0 && known.parked_since().is_some_and(|since| since <= last);
            surplus -= usize::from(goes);
            !goes
        });
    }

    fn loading(number: u64) -> Self {
        Self {
            connections: Vec::new(),
            channels: HashSet::new(),
            teams: HashSet::new(),
            manages_system: false,
            is_guest: false,
            loading: Some(Loading { number, meanwhile: Vec::new() }),
            relearning: Relearning::default(),
        }
    }
}

impl State {
    /// The user's entry, made to be loaded if there is none.
    pub(super) fn online(&mut self, user: UserId) -> &mut Online {
        let loads = &mut self.loads;
        self.users.entry(user).or_insert_with(|| {
            *loads += 1;
            Online::loading(*loads)
        })
    }

    /// Whether the user's entry is the one that waits for what is read under this number.
    fn awaits(&self, user: UserId, number: u64) -> bool {
        let loading = self.users.get(&user).and_then(|online| online.loading.as_ref());
        loading.is_some_and(|loading| loading.number == number)
    }

    /// Takes out an entry that was not loaded. Others who wait for it begin anew.
    pub(super) fn give_up(&mut self, user: UserId, number: u64) {
        if self.awaits(user, number) {
            self.users.remove(&user);
        }
    }

    /// Puts in what was read of a user, and what changed meanwhile; whether the account itself did.
    pub(super) fn settle(&mut self, user: UserId, number: u64, loaded: Online) -> bool {
        if !self.awaits(user, number) {
            return false;
        }
        let Some(online) = self.users.get_mut(&user) else { return false };
        let Some(Loading { meanwhile, .. }) = online.loading.take() else { return false };
        *online = Online { relearning: std::mem::take(&mut online.relearning), ..loaded };
        for channel in &online.channels {
            self.channels.entry(*channel).or_default().insert(user);
        }
        for team in &online.teams {
            self.teams.entry(*team).or_default().insert(user);
        }
        for signal in &meanwhile {
            self.apply(signal);
        }
        meanwhile.iter().any(|signal| {
            matches!(signal, Signal::UserChanged { .. } | Signal::RolesChanged | Signal::EverythingChanged)
        })
    }

    pub(super) fn apply(&mut self, signal: &Signal) {
        match *signal {
            Signal::ChannelMembership { channel, user, is_member } => {
                let Some(online) = self.users.get_mut(&user) else { return };
                if is_member {
                    online.channels.insert(channel);
                    self.channels.entry(channel).or_default().insert(user);
                } else {
                    online.channels.remove(&channel);
                    forget(&mut self.channels, channel, user);
                }
            }
            Signal::TeamMembership { team, user, is_member } => {
                let Some(online) = self.users.get_mut(&user) else { return };
                if is_member {
                    online.teams.insert(team);
                    self.teams.entry(team).or_default().insert(user);
                } else {
                    online.teams.remove(&team);
                    forget(&mut self.teams, team, user);
                }
            }
            Signal::SessionsRevoked { .. }
            | Signal::EverySessionRevoked
            | Signal::UserChanged { .. }
            | Signal::UserRemoved { .. }
            | Signal::RolesChanged
            | Signal::ChannelChanged { .. }
            | Signal::ConfigurationChanged
            | Signal::EverythingChanged => {}
        }
    }

    /// Tells a user what was kept until it was known what they are to the system.
    pub(super) fn end_relearning(&mut self, user: UserId) {
        let Some(online) = self.users.get_mut(&user) else { return };
        online.relearning.times = online.relearning.times.saturating_sub(1);
        if online.relearning.times == 0 {
            for (id, event) in std::mem::take(&mut online.relearning.meanwhile) {
                Delivery::of(id, &event).to(user, online);
            }
        }
    }

    /// Takes out an entry without connections. One that is loaded waits for its first.
    pub(super) fn remove_if_empty(&mut self, user: UserId) {
        let is_empty = |online: &Online| online.connections.is_empty() && online.loading.is_none();
        if !self.users.get(&user).is_some_and(is_empty) {
            return;
        }
        if let Some(online) = self.users.remove(&user) {
            for channel in online.channels {
                forget(&mut self.channels, channel, user);
            }
            for team in online.teams {
                forget(&mut self.teams, team, user);
            }
        }
    }
}

fn forget<K: std::hash::Hash + Eq>(index: &mut HashMap<K, HashSet<UserId>>, key: K, user: UserId) {
    if let std::collections::hash_map::Entry::Occupied(mut entry) = index.entry(key) {
        entry.get_mut().remove(&user);
        if entry.get().is_empty() {
            entry.remove();
        }
    }
}

impl Relearning {
    /// Keeps an event for later. Whose events become too many is let go, so that the client fetches.
    pub(super) fn keep(&mut self, id: i64, event: &Event, connections: &[Arc<Connection>]) {
        if self.meanwhile.len() < WAITING {
            self.meanwhile.push((id, event.clone()));
            return;
        }
        self.meanwhile.clear();
        for connection in connections {
            connection.close(Close::TooSlow);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::time::Duration;

    use wire::{Broadcast, ConnectionId, EventKind, Id};

    use super::*;

    fn id<T: From<Id>>(number: u8) -> T {
        Id::from_random([number; 16]).into()
    }

    fn loaded() -> Online {
        Online { loading: None, ..Online::loading(0) }
    }

    fn number(state: &mut State, user: UserId) -> Option<u64> {
        state.online(user).loading.as_ref().map(|loading| loading.number)
    }

    #[test]
    fn what_was_read_for_an_earlier_entry_is_not_put_into_a_newer_one() {
        let (user, channel) = (id(1), id(2));
        let mut state = State::default();
        let first = number(&mut state, user).unwrap();
        let stale = Online { channels: HashSet::from([channel]), ..loaded() };
        state.give_up(user, first);
        let second = number(&mut state, user).unwrap();

        state.settle(user, first, stale);

        assert_eq!(number(&mut state, user), Some(second));
        assert!(state.channels.is_empty());
        state.settle(user, second, loaded());
        assert_eq!(number(&mut state, user), None);
    }

    #[test]
    fn who_fails_takes_no_other_entry_out() {
        let user = id(1);
        let mut state = State::default();
        let first = number(&mut state, user).unwrap();
        state.give_up(user, first);
        let second = number(&mut state, user).unwrap();

        state.give_up(user, first);
        state.remove_if_empty(user);

        assert_eq!(number(&mut state, user), Some(second));
    }

    #[test]
    fn what_comes_while_an_account_changes_is_told_to_what_it_becomes() {
        let user = id(1);
        let connection = Connection::new(id(2), user, id(3), false);
        let mut state = State::default();
        let loading = number(&mut state, user).unwrap();
        state.settle(user, loading, loaded());
        let online = state.users.get_mut(&user).unwrap();
        online.connections.push(connection.clone());
        let tell = |online: &mut Online, kind: EventKind| {
            let event = Event::new(kind, &serde_json::json!({}), Broadcast::to_everyone()).unwrap();
            Delivery::of(1, &event).to(user, online);
        };

        online.relearning.times = 1;
        tell(online, EventKind::NewUser);
        tell(online, EventKind::ConfigChanged);
        assert!(connection.take().is_empty());
        online.is_guest = true;
        state.end_relearning(user);

        assert_eq!(connection.take().len(), 1, "a guest hears of the configuration, and not of the new user");
    }

    #[test]
    fn whoever_cannot_be_told_what_waits_is_let_go() {
        let connection = Connection::new(id(2), id(1), id(3), false);
        let mut online = Online { connections: vec![connection.clone()], ..loaded() };
        online.relearning.times = 1;

        let event =
            Event::new(EventKind::ConfigChanged, &serde_json::json!({}), Broadcast::to_everyone()).unwrap();
        for number in 0..=WAITING {
            assert_eq!(connection.is_closed(), None, "{number}");
            Delivery::of(1, &event).to(id(1), &mut online);
        }

        assert_eq!(connection.is_closed(), Some(Close::TooSlow));
    }

    #[test]
    fn of_many_connections_those_go_that_were_left_first() {
        let mut online = loaded();
        let connections: Vec<_> =
            (0..12).map(|number| Connection::new(id(number), id(100), id(101), false)).collect();
        online.connections.extend(connections.iter().cloned());
        // The first to come are the last to be left; one stays open.
        for connection in connections[1..].iter().rev() {
            assert!(connection.park(&VecDeque::new()));
            std::thread::sleep(Duration::from_millis(1));
        }

        online.let_go();

        let kept: Vec<ConnectionId> = online.connections.iter().map(|known| known.id()).collect();
        assert_eq!(kept, (0..9).map(id).collect::<Vec<ConnectionId>>());
    }
}
