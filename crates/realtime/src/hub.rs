//! Who is online, and who hears what.

mod delivery;
mod guests;
mod state;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use kernel::event::{Entry, Logged};
use kernel::event_log::Listener;
use kernel::{App, Ctx, Event, Session, Signal, roles};
use parking_lot::{Mutex, RwLock};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use wire::event::EncodedEvent;
use wire::{ConnectionId, Permission, UserId};

use crate::composer::{self, Composer, Waiting};
use crate::connection::{Close, Connection, Extra, Outgoing, Resumption};
use crate::presence::Presence;

use delivery::{
    Delivery, Recipients, encode, extra, fuller, hears_as_administrator_or_not, is_addressed,
    is_for_connection, may_hear,
};
use state::{Online, Relearning, State};

/// Every open socket of this node, and everyone whose socket may come back.
pub struct Hub {
    app: Arc<App>,
    state: Mutex<State>,
    presence: RwLock<Option<Arc<dyn Presence>>>,
    composer: RwLock<Option<Arc<dyn Composer>>>,
    notes: mpsc::Sender<Waiting>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    /// Held by whoever learns again what somebody is to the system.
    relearning: tokio::sync::Mutex<()>,
}

/// How long it takes until what could not be read of a user is tried again.
const PAUSE: Duration = Duration::from_secs(1);

/// How often parked connections are looked through.
const SWEEP: Duration = Duration::from_secs(30);

impl Hub {
    /// Begins to follow the event log.
    pub fn start(app: &Arc<App>) -> Arc<Self> {
        let (notes, mut waiting) = mpsc::channel(composer::QUEUE);
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
            while let Some(next) = waiting.recv().await {
                let Some(hub) = weak.upgrade() else { return };
                match next {
                    Waiting::Note(note) => hub.tell(&note).await,
                    // Whoever asked may have gone.
                    Waiting::Mark(reached) => drop(reached.send(())),
                }
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
        if self.notes.try_send(Waiting::Note(logged.clone())).is_err() {
            self.give_up(&self.audience(note));
        }
    }

    /// Waits until what the log has passed on is told, also what is told a moment later than the rest.
    pub async fn told(&self) {
        let (reached, mark) = oneshot::channel();
        // The teller is gone only when the hub has closed: nothing waits any more.
        if self.notes.send(Waiting::Mark(reached)).await.is_ok() {
            drop(mark.await);
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
            Signal::UserRemoved { .. } | Signal::ChannelChanged { .. } | Signal::ConfigurationChanged => {}
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
