//! One socket from its upgrade to its end.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::SinkExt;
use http_api::Query;
use kernel::event::Logged;
use kernel::{Caller, Ctx, Session};
use tokio::time::Instant;
use wire::event::EncodedEvent;
use wire::{Broadcast, ClientRequest, ConnectionId, EventKind};

use crate::actions::{self, Place};
use crate::binary;
use crate::connection::{Close, Connection, Extra, Missed, Outgoing, Resumption};
use crate::hub::Hub;

/// Bytes of a client's frame at most.
pub(crate) const LARGEST_FRAME: usize = 8192;
/// Buffers of a socket, for reading and for writing.
pub(crate) const BUFFER: usize = 2048;
/// A socket that has not said who it is by then is closed.
const AUTHENTICATION: Duration = Duration::from_secs(5);
const PING: Duration = Duration::from_secs(60);
/// The longest silence, pongs included.
const SILENCE: Duration = Duration::from_secs(100);
/// The longest that one write may take.
const WRITE: Duration = Duration::from_secs(30);
/// Requests that a client may make in a second; the official ones make a few a minute.
const REQUESTS_PER_SECOND: u32 = 100;

/// What the client asks for when it connects.
pub(crate) struct Wish {
    resume: Resume,
    acknowledges: bool,
}

enum Resume {
    /// No former connection.
    No,
    /// A former connection, named in a way that cannot be understood.
    Malformed,
    From {
        connection: ConnectionId,
        expected: i64,
    },
}

impl Wish {
    pub(crate) fn read(query: &Query) -> Self {
        let resume = match query.text("connection_id") {
            "" => Resume::No,
            id => match (id.parse(), query.text("sequence_number").parse()) {
                (Ok(connection), Ok(expected)) => Resume::From { connection, expected },
                _ => Resume::Malformed,
            },
        };
        Self { resume, acknowledges: query.flag("posted_ack") }
    }
}

/// Serves a socket until either side ends it.
///
/// Ten thousand of these wait at a time, and a future is as large as the largest that it ever waits for: what is rare
/// stands on the heap while it lasts.
pub(crate) async fn run(hub: Arc<Hub>, ctx: Ctx, wish: Wish, mut socket: WebSocket) {
    // Only an authenticated upgrade can resume; whoever authenticates by message starts anew.
    let (session, resume, challenge) = match ctx.session() {
        Some(session) if session.owes_second_factor(&ctx.config()) => {
            return Box::pin(end(&mut socket, close_code::POLICY)).await;
        }
        Some(session) => (session.clone(), wish.resume, None),
        None => match Box::pin(authenticate(&hub, &ctx, &mut socket)).await {
            Some((session, seq)) => (session, Resume::No, Some(seq)),
            None => return,
        },
    };
    let (connection, resumption) = match Box::pin(enter(&hub, &session, resume, wish.acknowledges)).await {
        Some(entered) => entered,
        None => return Box::pin(end(&mut socket, close_code::POLICY)).await,
    };
    // A session that ended before its connection could be found by those who end connections.
    let (session_id, conn) = (session.id, hub.app().db.read());
    if !Box::pin(store::sessions::is_there(conn, session_id)).await.unwrap_or_default() {
        connection.close(Close::SessionEnded);
    }
    if resumption.as_ref().is_some_and(|resumption| !resumption.is_continued) {
        greet(&hub, &connection);
    }
    if let Some(seq) = challenge {
        connection.reply(wire::Reply::ok(seq, wire::Props::new()).frame());
    }
    if let Some(resumption) = resumption {
        tokio::spawn(catch_up(hub.clone(), connection.clone(), resumption.run));
    }
    let ctx = Ctx::new(ctx.app().clone(), Caller::Session(session), ctx.request().clone());
    if let Some(presence) = hub.presence() {
        presence.connected(&ctx, connection.user).await;
    }

    let mut talk = Talk { hub, ctx, connection, place: Place::default(), unwritten: VecDeque::new() };
    let may_return = talk.until_the_end(&mut socket).await;
    talk.leave(may_return).await;
}

/// Waits for the client to say who it is; gives its session and the number of its request.
async fn authenticate(hub: &Hub, ctx: &Ctx, socket: &mut WebSocket) -> Option<(Arc<Session>, i64)> {
    let deadline = Instant::now() + AUTHENTICATION;
    loop {
        let message = match tokio::time::timeout_at(deadline, socket.recv()).await {
            Ok(Some(Ok(message))) => message,
            Ok(None | Some(Err(_))) => return None,
            Err(_) => {
                end(socket, close_code::POLICY).await;
                return None;
            }
        };
        let request = match read(message) {
            Read::Request(request) => request,
            Read::Control => continue,
            Read::Bad => {
                end(socket, close_code::POLICY).await;
                return None;
            }
        };
        // What else is asked before is not answered.
        if request.action != actions::CHALLENGE {
            continue;
        }
        let token = request.text("token").unwrap_or_default();
        let found = kernel::session::find(hub.app(), token).await;
        let config = ctx.config();
        let counts =
            |session: &Session| !session.is_idle(&config, ctx.now()) && !session.owes_second_factor(&config);
        let found = found.map(|found| found.filter(|session| counts(session)));
        return match found {
            Ok(Some(session)) => Some((session, request.seq)),
            Ok(None) => {
                end(socket, close_code::POLICY).await;
                None
            }
            Err(error) => {
                tracing::error!(error = %error, "could not look a session up");
                end(socket, close_code::ERROR).await;
                None
            }
        };
    }
}

/// Puts the connection into the hub, as a new one or as one that returns.
async fn enter(
    hub: &Arc<Hub>,
    session: &Session,
    resume: Resume,
    acknowledges: bool,
) -> Option<(Arc<Connection>, Option<Resumption>)> {
    let fresh: ConnectionId = hub.app().random.id();
    match resume {
        Resume::Malformed => return None,
        Resume::From { connection, expected } => {
            if let Some((connection, resumption)) = hub.resume(session, connection, expected, fresh) {
                return Some((connection, Some(resumption)));
            }
        }
        Resume::No => {}
    }
    let connection = Connection::new(fresh, session.user_id, session.id, acknowledges);
    greet(hub, &connection);
    let entered = hub.welcome(session, |connections| connections.push(connection.clone())).await;
    match entered {
        Ok(Some(())) => Some((connection, None)),
        Ok(None) => None,
        Err(error) => {
            tracing::error!(error = %error, "could not read what a user is a member of");
            None
        }
    }
}

/// The first event of a connection.
fn greet(hub: &Hub, connection: &Connection) {
    let identity = &hub.app().identity;
    let hash = &hub.app().configuration.client().hash;
    let data = serde_json::json!({
        "connection_id": connection.id(),
        "server_hostname": identity.hostname,
        "server_version": format!("{}.{}.{hash}.false", identity.version, identity.build_number),
    });
    if let Ok(hello) = EncodedEvent::new(EventKind::Hello, &data, &Broadcast::to_user(connection.user)) {
        connection.greet(&Arc::new(hello));
    }
}

/// Reads what a returning connection missed from the log, and what came meanwhile, until it is live again.
async fn catch_up(hub: Arc<Hub>, connection: Arc<Connection>, run: u64) {
    /// Events that are read at a time.
    const PIECE: usize = 100;
    loop {
        let ids = match connection.missed(run, PIECE) {
            Missed::Next(ids) => ids,
            Missed::Wait => {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            }
            Missed::Nothing => return,
        };
        let rows = match store::events::by_ids(hub.app().db.read(), &ids).await {
            Ok(rows) => rows,
            Err(error) => {
                tracing::error!(error = %error, "could not read missed events");
                return connection.close(Close::TooSlow);
            }
        };
        for id in ids {
            // What cannot be told completely is not told: the client comes back and fetches.
            let Some(row) = rows.iter().find(|row| row.id == id) else {
                return connection.close(Close::TooSlow);
            };
            let Some(logged) = Logged::read(row) else {
                connection.told(run, id, None);
                continue;
            };
            if let Err(error) = hub.replay(&connection, run, &logged).await {
                tracing::error!(error = %error, "could not compose a missed event");
                return connection.close(Close::TooSlow);
            }
        }
    }
}

struct Talk {
    hub: Arc<Hub>,
    ctx: Ctx,
    connection: Arc<Connection>,
    place: Place,
    /// Taken from the queue, and not written when the socket broke.
    unwritten: VecDeque<Outgoing>,
}

impl Talk {
    /// Reads and writes until the socket ends; whether the client may come back to this connection.
    async fn until_the_end(&mut self, socket: &mut WebSocket) -> bool {
        let mut heard = Instant::now();
        let mut ping = heard + PING;
        let mut second = (heard, 0);
        loop {
            if let Err(may_return) = Box::pin(self.write(socket)).await {
                return may_return;
            }
            let connection = self.connection.clone();
            tokio::select! {
                biased;
                message = socket.recv() => {
                    let Some(Ok(message)) = message else { return true };
                    match message {
                        Message::Close(_) => return true,
                        Message::Pong(_) => {
                            heard = Instant::now();
                            if let Some(presence) = self.hub.presence() {
                                presence.connected(&self.ctx, self.connection.user).await;
                            }
                            continue;
                        }
                        _ => {}
                    }
                    let now = Instant::now();
                    second = if now.duration_since(second.0) > Duration::from_secs(1) { (now, 1) } else { (second.0, second.1 + 1) };
                    let request = match read(message) {
                        Read::Request(request) if second.1 <= REQUESTS_PER_SECOND => request,
                        Read::Control => continue,
                        Read::Request(_) | Read::Bad => {
                            Box::pin(end(socket, close_code::POLICY)).await;
                            return false;
                        }
                    };
                    if !Box::pin(self.is_current()).await {
                        continue;
                    }
                    let answer = Box::pin(actions::answer(&self.hub, &self.ctx, &mut self.place, request));
                    if let Some(reply) = answer.await {
                        self.connection.reply(reply.frame());
                    }
                }
                () = connection.wake.notified() => {}
                () = tokio::time::sleep_until(ping.min(heard + SILENCE)) => {
                    let now = Instant::now();
                    if now >= heard + SILENCE {
                        return true;
                    }
                    if !Box::pin(self.is_current()).await {
                        continue;
                    }
                    ping = now + PING;
                    if !matches!(tokio::time::timeout(WRITE, socket.send(Message::Ping(Default::default()))).await, Ok(Ok(()))) {
                        return true;
                    }
                }
            }
        }
    }

    /// Takes in what became of the session since it was looked at last; closes the connection when it has ended.
    async fn is_current(&mut self) -> bool {
        let Some(session) = self.ctx.session() else { return false };
        let app = self.ctx.app().clone();
        let found = app.sessions.again(app.db.read(), session, &self.ctx.config(), self.ctx.now()).await;
        match found {
            Ok(Some(session)) => {
                self.ctx = Ctx::new(app, Caller::Session(session), self.ctx.request().clone());
                true
            }
            Ok(None) => {
                self.connection.close(Close::SessionEnded);
                false
            }
            Err(error) => {
                tracing::error!(error = %error, "could not look a session up");
                true
            }
        }
    }

    /// Writes what waits, several events with one flush. An error tells whether the client may come back.
    async fn write(&mut self, socket: &mut WebSocket) -> Result<(), bool> {
        if let Some(why) = self.connection.is_closed() {
            let code = match why {
                Close::TooSlow | Close::SessionEnded => close_code::POLICY,
                Close::GoingAway => close_code::AWAY,
            };
            end(socket, code).await;
            return Err(false);
        }
        self.unwritten = self.connection.take();
        if self.unwritten.is_empty() {
            return Ok(());
        }
        let user = self.connection.user;
        let frames: Vec<String> = self
            .unwritten
            .iter()
            .map(|message| match message {
                Outgoing::Event { event, seq, extra } => frame(event, *seq, *extra, user),
                Outgoing::Text(text) => text.clone(),
            })
            .collect();
        let written = tokio::time::timeout(WRITE, async {
            for frame in frames {
                socket.feed(Message::Text(frame.into())).await?;
            }
            socket.flush().await
        })
        .await;
        match written {
            Ok(Ok(())) => {
                self.unwritten.clear();
                Ok(())
            }
            Ok(Err(_)) | Err(_) => Err(true),
        }
    }

    /// Leaves the connection where it can be taken up again, or takes it out.
    async fn leave(self, may_return: bool) {
        let user = self.connection.user;
        if !(may_return && self.hub.park(&self.connection, &self.unwritten)) {
            self.hub.remove(&self.connection);
        }
        if !self.hub.is_online(user)
            && let Some(presence) = self.hub.presence()
        {
            presence.disconnected(&self.ctx, user).await;
        }
    }
}

fn frame(event: &EncodedEvent, seq: i64, extra: Extra, user: wire::UserId) -> String {
    if extra == Extra::default() {
        return event.frame(seq, &[]);
    }
    let list = format!(r#""[\"{user}\"]""#);
    let mut more = Vec::with_capacity(3);
    if extra.is_mentioned {
        more.push(("mentions", list.as_str()));
    }
    if extra.is_follower {
        more.push(("followers", list.as_str()));
    }
    if extra.should_acknowledge {
        more.push(("should_ack", "true"));
    }
    event.frame(seq, &more)
}

/// What a frame is.
enum Read {
    Request(ClientRequest),
    /// Pings, pongs and closes, which the library answers.
    Control,
    /// Nothing that the protocol knows: the connection ends.
    Bad,
}

fn read(message: Message) -> Read {
    let request = match message {
        Message::Text(text) => ClientRequest::parse(&text).ok(),
        Message::Binary(bytes) => binary::parse(&bytes),
        Message::Ping(_) | Message::Pong(_) | Message::Close(_) => return Read::Control,
    };
    request.map_or(Read::Bad, Read::Request)
}

async fn end(socket: &mut WebSocket, code: u16) {
    let close = Message::Close(Some(CloseFrame { code, reason: "".into() }));
    let _gone = tokio::time::timeout(Duration::from_secs(1), socket.send(close)).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size<A, B, C, D, F: Future>(_: impl FnOnce(A, B, C, D) -> F) -> usize {
        size_of::<F>()
    }

    #[test]
    fn a_socket_that_waits_is_small() {
        let bytes = size(run);
        assert!(bytes <= 2048, "{bytes} bytes");
    }
}
