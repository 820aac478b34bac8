//! A WebSocket of one user, read frame by frame without making values of what comes.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::record::Failure;
use crate::target::Target;

/// The longest that the opening of a socket may take.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Sockets opened from one source address; each address has about 28,000 ports.
const PER_ADDRESS: usize = 20_000;

/// An open socket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// As told by `hello`, or that of the socket which was resumed.
    pub connection_id: String,
    /// The number that the next event must have.
    pub next_seq: i64,
    /// Whether it went on where a former one ended.
    pub is_resumed: bool,
    /// An event that had to be read to see that there was no `hello`.
    first: Option<Utf8Bytes>,
}

/// Where a socket was when it was cut.
#[derive(Debug, Clone)]
pub struct Cut {
    pub connection_id: String,
    pub next_seq: i64,
}

impl Socket {
    /// Opens a socket and waits for `hello`. `number` spreads many sockets over source addresses.
    pub async fn open(target: &Target, token: &str, number: usize) -> Result<Self, Failure> {
        let mut socket = connect(target, token, number, "").await?;
        match socket.frame_within(PATIENCE).await? {
            Some(text) if is_event(&text, "hello") => socket.greet(&text)?,
            _ => return Err(Failure::Wrong("hello as the first event")),
        }
        Ok(socket)
    }

    /// Returns to where a former socket was cut. A server that has nothing to send says nothing at all, so the ping
    /// that follows tells when there is nothing more to wait for.
    pub async fn resume(target: &Target, token: &str, number: usize, cut: &Cut) -> Result<Self, Failure> {
        let query = format!("?connection_id={}&sequence_number={}", cut.connection_id, cut.next_seq);
        let mut socket = connect(target, token, number, &query).await?;
        socket.connection_id.clone_from(&cut.connection_id);
        socket.next_seq = cut.next_seq;
        socket.is_resumed = true;
        socket.say(r#"{"seq":1,"action":"ping"}"#).await?;
        match socket.frame_within(PATIENCE).await? {
            Some(text) if is_event(&text, "hello") => {
                socket.is_resumed = false;
                socket.greet(&text)?;
            }
            Some(text) => socket.first = Some(text),
            None => return Err(Failure::TimedOut),
        }
        Ok(socket)
    }

    /// The next text frame.
    pub async fn frame(&mut self) -> Result<Utf8Bytes, Failure> {
        if let Some(first) = self.first.take() {
            return Ok(first);
        }
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => return Ok(text),
                // The library answers pings; the answer leaves with the next read.
                Some(Ok(Message::Close(_))) | None => return Err(Failure::Cut("closed".to_owned())),
                Some(Ok(_)) => {}
                Some(Err(_)) => return Err(Failure::Cut("cut".to_owned())),
            }
        }
    }

    /// The next text frame, if one comes in time.
    pub async fn frame_within(&mut self, patience: Duration) -> Result<Option<Utf8Bytes>, Failure> {
        tokio::time::timeout(patience, self.frame()).await.ok().transpose()
    }

    pub async fn say(&mut self, text: &str) -> Result<(), Failure> {
        self.stream.send(Message::text(text)).await.map_err(|_| Failure::Cut("cut".to_owned()))
    }

    /// Cuts the connection without a word, as a failing network does.
    pub fn cut(self) -> Cut {
        Cut { connection_id: self.connection_id, next_seq: self.next_seq }
    }

    fn greet(&mut self, hello: &str) -> Result<(), Failure> {
        let hello: Value = serde_json::from_str(hello).unwrap_or_default();
        let id = hello["data"]["connection_id"].as_str().unwrap_or_default();
        if id.len() != 26 || hello["seq"] != 0 {
            return Err(Failure::Wrong("hello with number 0 and a connection id"));
        }
        id.clone_into(&mut self.connection_id);
        self.next_seq = 1;
        Ok(())
    }
}

/// Whether a frame is an event of that name. The name is the first key of an event.
pub fn is_event(text: &str, name: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix("{\"event\":") else { return false };
    rest.trim_start()
        .strip_prefix('"')
        .and_then(|rest| rest.strip_prefix(name))
        .is_some_and(|r| r.starts_with('"'))
}

/// The number of an event: its last key.
pub fn seq_of(text: &str) -> Option<i64> {
    let (_, number) = text.rsplit_once("\"seq\":")?;
    number.trim().trim_end_matches('}').trim().parse().ok()
}

async fn connect(target: &Target, token: &str, number: usize, query: &str) -> Result<Socket, Failure> {
    tokio::time::timeout(PATIENCE, handshake(target, token, number, query))
        .await
        .unwrap_or(Err(Failure::TimedOut))
}

async fn handshake(target: &Target, token: &str, number: usize, query: &str) -> Result<Socket, Failure> {
    let cut = |error: std::io::Error| Failure::Cut(error.kind().to_string());
    let socket = match target.address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }
    .map_err(cut)?;
    if let Some(source) = source(target.address.ip(), number) {
        socket.bind(SocketAddr::new(source, 0)).map_err(cut)?;
    }
    let stream = socket.connect(target.address).await.map_err(cut)?;
    stream.set_nodelay(true).map_err(cut)?;

    let address = format!("{}/api/v4/websocket{query}", target.url.replacen("http", "ws", 1));
    let mut request = address.into_client_request().map_err(|_| Failure::Wrong("an address for a socket"))?;
    let bearer = HeaderValue::from_str(&format!("Bearer {token}"))
        .map_err(|_| Failure::Wrong("a token that a header can hold"))?;
    request.headers_mut().insert("Authorization", bearer);
    // The library's own default is 128 KiB of buffer per socket, allocated at once.
    let config = WebSocketConfig::default().read_buffer_size(2048).write_buffer_size(0);
    let (stream, _) = tokio_tungstenite::client_async_with_config(request, stream, Some(config))
        .await
        .map_err(|error| Failure::Cut(format!("handshake: {}", reason(&error))))?;
    Ok(Socket { stream, connection_id: String::new(), next_seq: 0, is_resumed: false, first: None })
}

fn reason(error: &tokio_tungstenite::tungstenite::Error) -> String {
    match error {
        tokio_tungstenite::tungstenite::Error::Http(response) => {
            format!("status {}", response.status().as_u16())
        }
        _ => "cut".to_owned(),
    }
}

/// Beyond what one source address has ports for, the next one of the loopback network is used.
fn source(target: IpAddr, number: usize) -> Option<IpAddr> {
    let IpAddr::V4(address) = target else { return None };
    if !address.is_loopback() || number < PER_ADDRESS {
        return None;
    }
    let group = u8::try_from(number / PER_ADDRESS).ok()?;
    Some(IpAddr::V4(Ipv4Addr::new(127, 0, group, 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_told_by_its_name_however_it_is_spaced() {
        assert!(is_event(r#"{"event": "posted", "data": {}}"#, "posted"));
        assert!(is_event(r#"{"event":"posted","data":{}}"#, "posted"));
        assert!(!is_event(r#"{"event":"posted_not","data":{}}"#, "posted"));
        assert!(!is_event(r#"{"status":"OK","seq_reply":1}"#, "posted"));
    }

    #[test]
    fn the_number_of_an_event_is_its_last_key() {
        assert_eq!(seq_of(r#"{"event": "posted", "data": {"seq":"9"}, "seq": 12}"#), Some(12));
        assert_eq!(seq_of(r#"{"event":"posted","seq":0}"#), Some(0));
        assert_eq!(seq_of(r#"{"status":"OK"}"#), None);
    }

    #[test]
    fn many_sockets_come_from_several_addresses() {
        let loopback = "127.0.0.1".parse().unwrap();

        assert_eq!(source(loopback, 19_999), None);
        assert_eq!(source(loopback, 20_000), Some("127.0.1.1".parse().unwrap()));
        assert_eq!(source("192.0.2.1".parse().unwrap(), 50_000), None);
    }
}
