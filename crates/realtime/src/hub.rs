//! Who is online, and who hears what.

mod guests;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::event::{Entry, Logged};
use kernel::event_log::Listener;
use kernel::{App, Ctx, Event, Session, Signal, roles};
use parking_lot::{Mutex, RwLock};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use wire::event::EncodedEvent;
use wire::{Broadcast, ChannelId, ConnectionId, EventKind, Permission, TeamId, UserId};

use crate::composer::{self, Composer};
use crate::connection::{Close, Connection, Extra, Outgoing, Resumption};
use crate::presence::Presence;

/// Every open socket of this node, and everyone whose socket may come back.
pub struct Hub {
    app: Arc<App>,
    state: Mutex<State>,
    presence: RwLock<Option<Arc<dyn Presence>>>,
    composer: RwLock<Option<Arc<dyn Composer>>>,
    notes: mpsc::Sender<Arc<Logged>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    /// Held by whoever learns again what somebody is to the system.
    relearning: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    users: HashMap<UserId, Online>,
    /// Users with a connection, by what they are members of.
    channels: HashMap<ChannelId, HashSet<UserId>>,
    teams: HashMap<TeamId, HashSet<UserId>>,
    /// The number of the last [`Loading`].
    loads: u64,
    is_closing: bool,
}

/// A user with at least one connection, parked ones included.
struct Online {
    connections: Vec<Arc<Connection>>,
    channels: HashSet<ChannelId>,
    teams: HashSet<TeamId>,
    /// Hears what is only for those who manage the system, and not what was cleaned for the others.
    manages_system: bool,
    is_guest: bool,
    loading: Option<Loading>,
    relearning: Relearning,
}

/// While it is learnt again what a user is to the system.
#[derive(Default)]
struct Relearning {
    /// How often that was begun and has not ended.
    times: usize,
    /// The events that come meanwhile: who may hear them is not known before.
    meanwhile: Vec<(i64, Event)>,
}

/// While what a user is a member of is read.
struct Loading {
    /// Names this entry, so that what was read for an earlier one, which may lack changes since, is not taken for it.
    number: u64,
    /// The changes that come meanwhile.
    meanwhile: Vec<Signal>,
}

/// Events that wait until it is known what their hearer is to the system.
const WAITING: usize = 1000;

/// How long it takes until what could not be read of a user is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// Connections of one user that wait to be taken up again.
const PARKED: usize = 8;

/// How often parked connections are looked through.
const SWEEP: Duration = Duration::from_secs(30);

impl Hub {
    /// Begins to follow the event log.
    pub fn start(app: &Arc<App>) -> Arc<Self> {
        let (notes, mut waiting) = mpsc::channel::<Arc<Logged>>(composer::QUEUE);
        let hub = Arc::new(Self {
            app: app.clone(),
            state: Mutex::default(),
            presence: RwLock::default(),
            composer: RwLock::default(),
            notes,
            tasks: Mutex::default(),
            relearning: tokio::sync::Mutex::default(),
        });
        app.events.add(Arc::new(Ears(hub.clone())));
        let weak = Arc::downgrade(&hub);
        let sweeper = tokio::spawn(async move {
            loop {
                tokio::time::sleep(SWEEP).await;
                let Some(hub) = weak.upgrade() else { return };
                hub.sweep(Instant::now());
            }
        });
        let weak = Arc::downgrade(&hub);
        let teller = tokio::spawn(async move {
            while let Some(note) = waiting.recv().await {
                let Some(hub) = weak.upgrade() else { return };
                hub.tell(&note).await;
            }
        });
        hub.tasks.lock().extend([sweeper, teller]);
        hub
    }

    /// Sets who composes what each receiver is told in words of their own.
    pub fn set_composer(&self, composer: Arc<dyn Composer>) {
        *self.composer.write() = Some(composer);
    }

    /// Sets who follows presence.
    pub fn set_presence(&self, presence: Arc<dyn Presence>) {
        *self.presence.write() = Some(presence);
    }

    pub(crate) fn presence(&self) -> Option<Arc<dyn Presence>> {
        self.presence.read().clone()
    }

    pub(crate) fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Tells every socket that the server stops, and waits a moment for them to go.
    pub async fn close(&self) {
        const PATIENCE: Duration = Duration::from_secs(2);
        {
            let mut state = self.state.lock();
            state.is_closing = true;
            for connection in state.users.values().flat_map(|online| &online.connections) {
                connection.close(Close::GoingAway);
            }
        }
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline && self.open_sockets() > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        for task in self.tasks.lock().drain(..) {
            task.abort();
        }
    }

    /// Sockets that are open now.
    pub fn open_sockets(&self) -> usize {
        let state = self.state.lock();
        state
            .users
            .values()
            .flat_map(|online| &online.connections)
            .filter(|connection| !connection.is_parked())
            .count()
    }

    /// Makes sure that the user's memberships are known and followed; then `attach` puts a connection in.
    pub(crate) async fn welcome<T>(
        &self,
        session: &Session,
        attach: impl FnOnce(&mut Vec<Arc<Connection>>) -> T,
    ) -> kernel::Result<Option<T>> {
        let user = session.user_id;
        loop {
            let number = {
                let mut state = self.state.lock();
                if state.is_closing {
                    return Ok(None);
                }
                let online = state.online(user);
                match &online.loading {
                    Some(loading) => loading.number,
                    None => return Ok(Some(attach(&mut online.connections))),
                }
            };
            let has_changed = match self.load(session).await {
                Ok(loaded) => self.state.lock().settle(user, number, loaded),
                Err(error) => {
                    self.state.lock().give_up(user, number);
                    return Err(error);
                }
            };
            if has_changed {
                self.relearn(user).await?;
            }
        }
    }

    async fn load(&self, session: &Session) -> kernel::Result<Online> {
        let conn = self.app.db.read();
        let channels = store::access::channels_of_user(conn, session.user_id).await?;
        let teams = store::access::teams_of_user(conn, session.user_id).await?;
        let roles = self.app.roles.current(conn).await?;
        // The session may have been read before its user's roles changed.
        let user = store::users::by_id(conn, session.user_id).await?;
        let own = user.map(|user| user.roles).unwrap_or_default();
        Ok(Online {
            connections: Vec::new(),
            channels: channels.into_iter().collect(),
            teams: teams.into_iter().collect(),
            manages_system: roles.allow(own.split_whitespace()).contains(Permission::ManageSystem),
            is_guest: roles::is_guest(&own),
            loading: None,
            relearning: Relearning::default(),
        })
    }

    /// Takes up the user's connection with this id, if it is parked and belongs to the same session.
    pub(crate) fn resume(
        &self,
        session: &Session,
        id: ConnectionId,
        expected: i64,
        fresh: ConnectionId,
    ) -> Option<(Arc<Connection>, Resumption)> {
        // Under the lock, so that nobody forgets the connection between finding and taking it.
        let state = self.state.lock();
        let connections = &state.users.get(&session.user_id)?.connections;
        let known = connections
            .iter()
            .find(|known| known.session == session.id && known.is_parked() && known.id() == id)?;
        Some((known.clone(), known.resume(expected, fresh)?))
    }

    /// Leaves a connection where it can be taken up again; of many that one user left, those are let go that were left
    /// first.
    pub(crate) fn park(&self, connection: &Arc<Connection>, unwritten: &VecDeque<Outgoing>) -> bool {
        let mut state = self.state.lock();
        if !connection.park(unwritten) {
            return false;
        }
        if let Some(online) = state.users.get_mut(&connection.user) {
            online.let_go();
        }
        true
    }

    /// Takes a connection out for good.
    pub(crate) fn remove(&self, connection: &Arc<Connection>) {
        let mut state = self.state.lock();
        if let Some(online) = state.users.get_mut(&connection.user) {
            online.connections.retain(|known| !Arc::ptr_eq(known, connection));
        }
        state.remove_if_empty(connection.user);
    }

    /// Whether the user has a socket that is open.
    pub(crate) fn is_online(&self, user: UserId) -> bool {
        let state = self.state.lock();
        state.users.get(&user).is_some_and(|online| online.connections.iter().any(|known| !known.is_parked()))
    }

    /// Tells a resuming connection of events that it missed, as far as its user may hear of them today.
    pub(crate) async fn replay(
        &self,
        connection: &Arc<Connection>,
        run: u64,
        logged: &Logged,
    ) -> kernel::Result<()> {
        let heard = self.heard_today(connection, logged).await?;
        connection.told(run, logged.id, heard);
        Ok(())
    }

    /// What a connection's user is told of an event that was logged before, if anything.
    async fn heard_today(
        &self,
        connection: &Arc<Connection>,
        logged: &Logged,
    ) -> kernel::Result<Option<(Arc<EncodedEvent>, Extra)>> {
        let Entry::Event(event) = &logged.entry else { return Ok(None) };
        let composed;
        let event = if event.personal.is_composed {
            if !self.is_audience(connection.user, event) {
                return Ok(None);
            }
            match self.compose(event, &[connection.user]).await?.pop() {
                Some((_, told)) => composed = told,
                None => return Ok(None),
            }
            &composed
        } else {
            event
        };
        if self.is_relearning(connection.user) {
            self.relearn(connection.user).await?;
        }
        let is_roommate = guests::is_for_roommates(event)
            && self.roommates(event, &[connection.user]).await?.contains(&connection.user);
        let data = {
            let state = self.state.lock();
            let hears = |online: &Online| match online.is_guest && guests::is_for_roommates(event) {
                true => is_roommate && hears_as_administrator_or_not(online, connection.user, event),
                false => may_hear(online, connection.user, event),
            };
            let online = state.users.get(&connection.user).filter(|online| {
                is_addressed(online, connection.user, &event.broadcast)
                    && hears(online)
                    && is_for_connection(&event.broadcast, connection.id())
            });
            match online {
                Some(online) => fuller(online, event).unwrap_or(&event.data),
                None => return Ok(None),
            }
        };
        Ok(encode(event, data).map(|encoded| (encoded, extra(event, &Recipients::of(event), connection))))
    }

    /// Whether what is known of the user may be what they were before.
    fn is_relearning(&self, user: UserId) -> bool {
        self.state.lock().users.get(&user).is_some_and(|online| online.relearning.times > 0)
    }

    async fn compose(&self, note: &Event, users: &[UserId]) -> kernel::Result<Vec<(UserId, Event)>> {
        let composer = self.composer.read().clone();
        match composer {
            Some(composer) => composer.compose(&Ctx::job(self.app.clone(), "composer"), note, users).await,
            None => Ok(Vec::new()),
        }
    }

    /// Whether a note may concern the user, who has a connection.
    fn is_audience(&self, user: UserId, note: &Event) -> bool {
        let state = self.state.lock();
        state
            .users
            .get(&user)
            .is_some_and(|online| is_addressed(online, user, &note.broadcast) && may_hear(online, user, note))
    }

    /// Everybody with a connection whom a note may concern.
    fn audience(&self, note: &Event) -> Vec<UserId> {
        let state = self.state.lock();
        let may_hear =
            |user: &UserId| state.users.get(user).is_some_and(|online| may_hear(online, *user, note));
        let members = note.broadcast.channel_id.and_then(|channel| state.channels.get(&channel));
        members.into_iter().flatten().copied().filter(may_hear).collect()
    }

    /// Puts a note where it waits to be composed.
    fn note(&self, logged: &Arc<Logged>, note: &Event) {
        if self.notes.try_send(logged.clone()).is_err() {
            self.give_up(&self.audience(note));
        }
    }

    /// Tells everybody whom a note concerns what it means to them.
    async fn tell(&self, logged: &Logged) {
        let Entry::Event(note) = &logged.entry else { return };
        if guests::is_for_roommates(note) {
            if let Err(error) = self.tell_guests(logged.id, note).await {
                tracing::error!(error = %error, "could not find out which guests know a user");
            }
            return;
        }
        let users = self.audience(note);
        if users.is_empty() {
            return;
        }
        match self.compose(note, &users).await {
            Ok(told) => {
                for (_, event) in told {
                    self.deliver(logged.id, &event);
                }
            }
            Err(error) => {
                tracing::error!(kind = %note.kind, error = %error, "could not compose what followers are told");
                self.give_up(&users);
            }
        }
    }

    /// Closes the connections of users who cannot be told something, so that their clients fetch.
    fn give_up(&self, users: &[UserId]) {
        let state = self.state.lock();
        for connection in users.iter().filter_map(|user| state.users.get(user)).flat_map(|o| &o.connections) {
            connection.close(Close::TooSlow);
        }
    }

    fn sweep(&self, now: Instant) {
        let mut state = self.state.lock();
        let mut emptied = Vec::new();
        for (user, online) in &mut state.users {
            online.connections.retain(|known| !known.is_forgotten(now));
            if online.connections.is_empty() && online.loading.is_none() {
                emptied.push(*user);
            }
        }
        for user in emptied {
            state.remove_if_empty(user);
        }
    }

    fn deliver(&self, id: i64, event: &Event) {
        let mut state = self.state.lock();
        let State { users, channels, teams, .. } = &mut *state;
        let mut delivery = Delivery::of(id, event);
        let broadcast = &event.broadcast;
        if let Some(user) = broadcast.user_id {
            if let Some(online) = users.get_mut(&user) {
                delivery.to(user, online);
            }
            return;
        }
        let members = match (broadcast.channel_id, broadcast.team_id) {
            (Some(channel), _) => Some(channels.get(&channel)),
            (None, Some(team)) => Some(teams.get(&team)),
            (None, None) => None,
        };
        match members {
            Some(members) => {
                for user in members.into_iter().flatten() {
                    if let Some(online) = users.get_mut(user) {
                        delivery.to(*user, online);
                    }
                }
            }
            None => {
                for (user, online) in users {
                    delivery.to(*user, online);
                }
            }
        }
    }

    fn follow(self: &Arc<Self>, signal: &Signal) {
        match signal {
            Signal::ChannelMembership { user, .. } | Signal::TeamMembership { user, .. } => {
                let mut state = self.state.lock();
                match state.users.get_mut(user).and_then(|online| online.loading.as_mut()) {
                    Some(loading) => loading.meanwhile.push(signal.clone()),
                    None => state.apply(signal),
                }
            }
            Signal::SessionsRevoked { user, session } => {
                let state = self.state.lock();
                for connection in state.users.get(user).iter().flat_map(|online| &online.connections) {
                    if session.is_none_or(|session| connection.session == session) {
                        connection.close(Close::SessionEnded);
                    }
                }
            }
            Signal::EverySessionRevoked => {
                let state = self.state.lock();
                for connection in state.users.values().flat_map(|online| &online.connections) {
                    connection.close(Close::SessionEnded);
                }
            }
            Signal::UserChanged { .. } | Signal::RolesChanged | Signal::EverythingChanged => {
                self.refresh(signal);
            }
            Signal::ChannelChanged { .. } | Signal::ConfigurationChanged => {}
        }
    }

    /// Learns again what people online are to the system.
    fn refresh(self: &Arc<Self>, signal: &Signal) {
        for online in self.state.lock().users.values_mut() {
            if let Some(loading) = &mut online.loading {
                loading.meanwhile.push(signal.clone());
            }
        }
        let users: Vec<UserId> = match signal {
            Signal::UserChanged { user } => {
                let mut state = self.state.lock();
                let online = state.users.get_mut(user);
                // What is logged from here on is for what the user has become.
                online.map(|online| online.relearning.times += 1).map(|()| *user).into_iter().collect()
            }
            _ => self.state.lock().users.keys().copied().collect(),
        };
        if users.is_empty() {
            return;
        }
        let waits = matches!(signal, Signal::UserChanged { .. });
        let hub = Arc::downgrade(self);
        tokio::spawn(async move {
            for user in users {
                loop {
                    let Some(hub) = hub.upgrade() else { return };
                    match hub.relearn(user).await {
                        Ok(()) if waits => hub.state.lock().end_relearning(user),
                        Ok(()) => {}
                        Err(error) => {
                            tracing::error!(error = %error, "could not read what a user is to the system");
                            drop(hub);
                            tokio::time::sleep(PAUSE).await;
                            continue;
                        }
                    }
                    break;
                }
            }
        });
    }

    async fn relearn(&self, user: UserId) -> kernel::Result<()> {
        // What was read first is put in first.
        let _turn = self.relearning.lock().await;
        let Some(row) = store::users::by_id(self.app.db.read(), user).await? else { return Ok(()) };
        let roles = self.app.roles.current(self.app.db.read()).await?;
        let manages_system = roles.allow(row.roles.split_whitespace()).contains(Permission::ManageSystem);
        let mut state = self.state.lock();
        if let Some(online) = state.users.get_mut(&user) {
            online.manages_system = manages_system;
            online.is_guest = roles::is_guest(&row.roles);
            if row.delete_at != 0 {
                for connection in &online.connections {
                    connection.close(Close::SessionEnded);
                }
            }
        }
        Ok(())
    }
}

/// The hub as the event log sees it.
struct Ears(Arc<Hub>);

impl Listener for Ears {
    fn entry(&self, logged: &Arc<Logged>) {
        match &logged.entry {
            Entry::Event(event) if event.personal.is_composed => self.0.note(logged, event),
            Entry::Event(event) => {
                self.0.deliver(logged.id, event);
                self.0.leave_for_guests(logged, event);
            }
            Entry::Signal(signal) => self.0.follow(signal),
        }
    }

    fn signal(&self, signal: &Signal) {
        // A session that has ended hears nothing from this moment, whatever still waits in the log.
        if matches!(signal, Signal::SessionsRevoked { .. } | Signal::EverySessionRevoked) {
            self.0.follow(signal);
        }
    }
}

impl Online {
    /// Lets go of the connections that were left first, as far as too many wait to be taken up again.
    fn let_go(&mut self) {
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
    fn online(&mut self, user: UserId) -> &mut Online {
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
    fn give_up(&mut self, user: UserId, number: u64) {
        if self.awaits(user, number) {
            self.users.remove(&user);
        }
    }

    /// Puts in what was read of a user, and what changed meanwhile; whether the account itself did.
    fn settle(&mut self, user: UserId, number: u64, loaded: Online) -> bool {
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

    fn apply(&mut self, signal: &Signal) {
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
            | Signal::RolesChanged
            | Signal::ChannelChanged { .. }
            | Signal::ConfigurationChanged
            | Signal::EverythingChanged => {}
        }
    }

    /// Tells a user what was kept until it was known what they are to the system.
    fn end_relearning(&mut self, user: UserId) {
        let Some(online) = self.users.get_mut(&user) else { return };
        online.relearning.times = online.relearning.times.saturating_sub(1);
        if online.relearning.times == 0 {
            for (id, event) in std::mem::take(&mut online.relearning.meanwhile) {
                Delivery::of(id, &event).to(user, online);
            }
        }
    }

    /// Takes out an entry without connections. One that is loaded waits for its first.
    fn remove_if_empty(&mut self, user: UserId) {
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

/// Whether a broadcast is addressed to the user, by the order of tests that the protocol has.
fn is_addressed(online: &Online, user: UserId, broadcast: &Broadcast) -> bool {
    if let Some(addressed) = broadcast.user_id {
        return addressed == user;
    }
    if let Some(channel) = broadcast.channel_id {
        return online.channels.contains(&channel);
    }
    broadcast.team_id.is_none_or(|team| online.teams.contains(&team))
}

/// Whether an addressed user may hear the event.
fn may_hear(online: &Online, user: UserId, event: &Event) -> bool {
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
fn hears_as_administrator_or_not(online: &Online, user: UserId, event: &Event) -> bool {
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

fn is_for_connection(broadcast: &Broadcast, id: ConnectionId) -> bool {
    broadcast.connection_id.is_none_or(|only| only == id) && broadcast.omit_connection_id != Some(id)
}

/// What the user is told instead of an event's data, if they may read the other channel that it is about.
fn fuller<'a>(online: &Online, event: &'a Event) -> Option<&'a str> {
    let fuller = event.personal.fuller.as_ref()?;
    let may_read = online.manages_system
        || online.channels.contains(&fuller.channel)
        || !online.is_guest && fuller.team.is_some_and(|team| online.teams.contains(&team));
    may_read.then_some(&fuller.data)
}

/// An event on its way to connections.
struct Delivery<'a> {
    id: i64,
    event: &'a Event,
    recipients: Recipients,
    /// The event as most hear it, and as those do who may read more.
    plain: Option<Arc<EncodedEvent>>,
    whole: Option<Arc<EncodedEvent>>,
}

impl<'a> Delivery<'a> {
    fn of(id: i64, event: &'a Event) -> Self {
        Self { id, event, recipients: Recipients::of(event), plain: None, whole: None }
    }

    /// Tells an addressed user, if they may hear it; later, if that is not known yet.
    fn to(&mut self, user: UserId, online: &mut Online) {
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

impl Relearning {
    /// Keeps an event for later. Whose events become too many is let go, so that the client fetches.
    fn keep(&mut self, id: i64, event: &Event, connections: &[Arc<Connection>]) {
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

fn encode(event: &Event, data: &str) -> Option<Arc<EncodedEvent>> {
    match EncodedEvent::from_raw(event.kind.as_str(), data, &event.broadcast) {
        Ok(encoded) => Some(Arc::new(encoded)),
        Err(error) => {
            tracing::error!(kind = %event.kind, error = %error, "an event cannot be encoded");
            None
        }
    }
}

/// Whom an event concerns by name, to be looked up for each of its receivers.
struct Recipients {
    mentions: HashSet<UserId>,
    followers: HashSet<UserId>,
}

impl Recipients {
    fn of(event: &Event) -> Self {
        Self {
            mentions: event.personal.mentions.iter().copied().collect(),
            followers: event.personal.followers.iter().copied().collect(),
        }
    }
}

/// What the connection is told beside what everyone is.
fn extra(event: &Event, recipients: &Recipients, connection: &Connection) -> Extra {
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

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Id;

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
