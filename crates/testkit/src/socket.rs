//! A WebSocket client that keeps every event, knows the numbers it must see, and can be cut.

use std::collections::VecDeque;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use futures_util::stream::SplitSink;
use futures_util::{SinkExt, StreamExt};
use kernel::{Event as KernelEvent, publish};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use wire::{Broadcast, EventKind};

use crate::{Client, TestServer};

/// The longest that an expected event may take.
const PATIENCE: Duration = Duration::from_secs(15);

/// An event that no client of ours hears otherwise; a socket that hears one has heard everything before it.
const FENCE: EventKind = EventKind::HostedCustomerSignupProgressUpdated;

/// An event as the client got it.
#[derive(Clone)]
pub struct Event {
    pub name: String,
    pub data: Value,
    pub broadcast: Value,
    pub seq: i64,
}

impl Event {
    /// The object in a key of `data` that holds it as a JSON text.
    #[track_caller]
    pub fn nested(&self, key: &str) -> Value {
        let text = self.data[key].as_str().unwrap_or_else(|| panic!("{self:?} has no text {key}"));
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{key} of {self:?} is no JSON: {error}"))
    }

    fn read(message: &Value) -> Self {
        Self {
            name: message["event"].as_str().unwrap_or_default().to_owned(),
            data: message["data"].clone(),
            broadcast: message["broadcast"].clone(),
            seq: message["seq"].as_i64().unwrap_or(-1),
        }
    }
}

impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} #{} {} to {}", self.name, self.seq, self.data, self.broadcast)
    }
}

/// Where a socket was when it was cut: what is needed to come back.
#[derive(Debug, Clone)]
pub struct Cut {
    pub connection_id: String,
    pub next_seq: i64,
}

/// An open socket.
pub struct Socket {
    pub connection_id: String,
    /// Whether it went on where a former one was cut.
    pub is_resumed: bool,
    next_seq: i64,
    next_request: i64,
    waiting: VecDeque<Event>,
    incoming: mpsc::UnboundedReceiver<Incoming>,
    outgoing: SplitSink<WebSocketStream<TcpStream>, Message>,
    reader: JoinHandle<()>,
    home: Option<(TestServer, String)>,
}

enum Incoming {
    Message(Value),
    Closed(String),
}

impl Socket {
    /// A socket of whoever `client` is, on any server.
    pub async fn connect(client: &Client, cut: Option<&Cut>) -> Result<Self, String> {
        let query = cut
            .map(|cut| format!("?connection_id={}&sequence_number={}", cut.connection_id, cut.next_seq))
            .unwrap_or_default();
        let stream = handshake(client.address(), client.token().unwrap_or_default(), &query).await?;
        let (outgoing, mut frames) = stream.split();
        let (sender, incoming) = mpsc::unbounded_channel();
        let reader = tokio::spawn(async move {
            while let Some(frame) = frames.next().await {
                let incoming = match frame {
                    Ok(Message::Text(text)) => match serde_json::from_str(text.as_str()) {
                        Ok(message) => Incoming::Message(message),
                        Err(error) => Incoming::Closed(format!("a frame is no JSON: {error}")),
                    },
                    Ok(Message::Close(frame)) => Incoming::Closed(format!("closed: {frame:?}")),
                    Ok(_) => continue,
                    Err(error) => Incoming::Closed(format!("cut: {error}")),
                };
                if sender.send(incoming).is_err() {
                    return;
                }
            }
            // Whoever listens may have gone.
            let _gone = sender.send(Incoming::Closed("ended".to_owned()));
        });
        let mut socket = Self {
            connection_id: cut.map(|cut| cut.connection_id.clone()).unwrap_or_default(),
            is_resumed: cut.is_some(),
            next_seq: cut.map_or(0, |cut| cut.next_seq),
            next_request: 1,
            waiting: VecDeque::new(),
            incoming,
            outgoing,
            reader,
            home: None,
        };
        // A fresh connection says hello first; whether it is one is known when the first reply is there.
        socket.try_request("ping", json!({})).await?;
        if !socket.is_resumed && socket.connection_id.is_empty() {
            return Err("a fresh socket heard no hello".to_owned());
        }
        Ok(socket)
    }

    pub(crate) async fn open(client: &Client, server: &TestServer, user: &str, cut: Option<&Cut>) -> Self {
        let mut socket = Self::connect(client, cut).await.unwrap();
        socket.home = Some((server.clone(), user.to_owned()));
        socket
    }

    /// The next event.
    pub async fn next(&mut self) -> Event {
        self.try_next().await.unwrap()
    }

    /// The next event, or why there is none.
    pub async fn try_next(&mut self) -> Result<Event, String> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Ok(event);
            }
            if let Some(reply) = self.receive().await? {
                return Err(format!("a reply that nobody asked for: {reply}"));
            }
        }
    }

    /// The next event of this name; others before it are dropped.
    pub async fn event(&mut self, name: &str) -> Event {
        let mut others = Vec::new();
        loop {
            match self.try_next().await {
                Ok(event) if event.name == name => return event,
                Ok(event) => others.push(event),
                Err(error) => panic!("no {name} came ({error}), only {others:#?}"),
            }
        }
    }

    /// Everything that whoever has this socket was told until now.
    pub async fn heard(&mut self) -> Vec<Event> {
        let (server, user) = self.home.clone().expect("the socket belongs to a server of this process");
        let mark = fence(&server, Broadcast::to_user(user.parse().unwrap())).await;
        self.until(&mark).await
    }

    /// [`Socket::heard`] of several sockets of one server, at the cost of one.
    pub async fn heard_by_all(sockets: &mut [Self]) -> Vec<Vec<Event>> {
        let Some(first) = sockets.first() else { return Vec::new() };
        let (server, _) = first.home.clone().expect("the sockets belong to a server of this process");
        let mark = fence(&server, Broadcast::to_everyone()).await;
        futures_util::future::join_all(sockets.iter_mut().map(|socket| socket.until(&mark))).await
    }

    /// What was heard before a fence.
    async fn until(&mut self, mark: &str) -> Vec<Event> {
        let mut heard = Vec::new();
        loop {
            let event = self.next().await;
            if event.name != FENCE.as_str() {
                heard.push(event);
            } else if event.data["progress"] == json!(mark) {
                return heard;
            }
        }
    }

    /// The names of what was heard until now.
    pub async fn names(&mut self) -> Vec<String> {
        self.heard().await.into_iter().map(|event| event.name).collect()
    }

    /// Sends an action and gives the whole reply.
    pub async fn request(&mut self, action: &str, data: Value) -> Value {
        self.try_request(action, data).await.unwrap()
    }

    pub async fn try_request(&mut self, action: &str, data: Value) -> Result<Value, String> {
        let seq = self.next_request;
        self.next_request += 1;
        self.send(Message::text(json!({"seq": seq, "action": action, "data": data}).to_string())).await?;
        loop {
            match self.receive().await? {
                Some(reply) if reply["seq_reply"] == json!(seq) => return Ok(reply),
                Some(reply) => return Err(format!("the reply to another request: {reply}")),
                None => {}
            }
        }
    }

    /// Sends a frame as it stands.
    pub async fn send(&mut self, frame: Message) -> Result<(), String> {
        self.outgoing.send(frame).await.map_err(|error| format!("cannot send: {error}"))
    }

    /// Reads one message: a reply is given, an event is put into the queue after its number was checked.
    async fn receive(&mut self) -> Result<Option<Value>, String> {
        let incoming = tokio::time::timeout(PATIENCE, self.incoming.recv())
            .await
            .map_err(|_| "nothing came in time".to_owned())?;
        let message = match incoming {
            Some(Incoming::Message(message)) => message,
            Some(Incoming::Closed(why)) => return Err(why),
            None => return Err("the socket has ended".to_owned()),
        };
        if message.get("event").is_none() {
            return Ok(Some(message));
        }
        let event = Event::read(&message);
        if event.name == "hello" {
            let id = event.data["connection_id"].as_str().unwrap_or_default();
            if id != self.connection_id {
                self.is_resumed = false;
                self.next_seq = 0;
                id.clone_into(&mut self.connection_id);
            }
        }
        if event.seq != self.next_seq {
            return Err(format!("expected number {}, got {event:?}", self.next_seq));
        }
        self.next_seq += 1;
        if event.name != "hello" {
            self.waiting.push_back(event);
        }
        Ok(None)
    }

    /// Cuts the connection without a word. Events that came and were not read yet are lost to the client.
    pub async fn cut(self) -> Cut {
        let unread = i64::try_from(self.waiting.len()).unwrap();
        let cut = Cut { connection_id: self.connection_id.clone(), next_seq: self.next_seq - unread };
        self.reader.abort();
        cut
    }

    /// Waits until the server closes the socket; gives how.
    pub async fn closed(mut self) -> String {
        loop {
            if let Err(why) = self.try_next().await {
                return why;
            }
        }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

/// Tells something that follows everything told before; gives how it is known.
async fn fence(server: &TestServer, whom: Broadcast) -> String {
    server.settled().await;
    let mark = server.fresh("fence");
    let app = server.app();
    let now = app.clock.now();
    let event = KernelEvent::new(FENCE, &json!({"progress": mark}), whom).unwrap();
    app.db.transact(async move |tx| publish(tx, now, event.clone()).await).await.unwrap();
    mark
}

async fn handshake(
    address: SocketAddr,
    token: &str,
    query: &str,
) -> Result<WebSocketStream<TcpStream>, String> {
    let stream = TcpStream::connect(address).await.map_err(|error| format!("cannot connect: {error}"))?;
    let mut request = tokio_tungstenite::tungstenite::client::IntoClientRequest::into_client_request(
        format!("ws://{address}/api/v4/websocket{query}"),
    )
    .map_err(|error| error.to_string())?;
    if !token.is_empty() {
        let value = format!("Bearer {token}").parse().map_err(|_| "a token is no header".to_owned())?;
        request.headers_mut().insert("Authorization", value);
    }
    let connected = tokio::time::timeout(PATIENCE, tokio_tungstenite::client_async(request, stream));
    let (stream, _) =
        connected.await.map_err(|_| "no handshake in time".to_owned())?.map_err(|error| error.to_string())?;
    Ok(stream)
}
