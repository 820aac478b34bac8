//! Calls of the REST API as somebody.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use serde_json::Value;

use crate::connection::{Connection, Exchange};

/// The longest that an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long a connection may wait for its next request: well below what the server allows.
const IDLE: Duration = Duration::from_secs(30);

/// Where a server listens today; it changes when a test restarts it.
#[derive(Clone)]
pub(crate) struct Address(Arc<Mutex<SocketAddr>>);

impl Address {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self(Arc::new(Mutex::new(address)))
    }

    pub(crate) fn get(&self) -> SocketAddr {
        *self.0.lock()
    }

    pub(crate) fn set(&self, address: SocketAddr) {
        *self.0.lock() = address;
    }
}

/// Somebody who calls the API: nobody in particular, or whoever a token belongs to. Paths are below `/api/v4`.
///
/// A client keeps its connections; cloning one shares them.
#[derive(Clone)]
pub struct Client {
    address: Address,
    token: Option<String>,
    idle: Arc<Mutex<Vec<Idle>>>,
}

/// A connection without a request.
struct Idle {
    to: SocketAddr,
    since: Instant,
    connection: Connection,
}

impl Client {
    pub(crate) fn new(address: Address, token: Option<String>) -> Self {
        Self { address, token, idle: Arc::default() }
    }

    /// A client of a server that runs elsewhere, such as one of [`crate::process`].
    pub fn of(address: SocketAddr) -> Self {
        Self::new(Address::new(address), None)
    }

    /// The same server as whoever holds `token`.
    pub fn with_token(&self, token: &str) -> Self {
        Self::new(self.address.clone(), Some(token.to_owned()))
    }

    /// The same caller at another server of the same application.
    pub fn at(&self, address: SocketAddr) -> Self {
        Self::new(Address::new(address), self.token.clone())
    }

    pub fn address(&self) -> SocketAddr {
        self.address.get()
    }

    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.request("GET", path).send().await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.request("POST", path).json(&body).send().await
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.request("PUT", path).json(&body).send().await
    }

    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.request("PATCH", path).json(&body).send().await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.request("DELETE", path).send().await
    }

    /// A request to be completed: headers, a raw body, a path outside the API (one that starts with `//`).
    pub fn request(&self, method: &str, path: &str) -> Request {
        let target = match path.strip_prefix('/') {
            Some(outside) if outside.starts_with('/') => outside.to_owned(),
            _ => format!("/api/v4{path}"),
        };
        let mut headers = vec![("Host".to_owned(), self.address().to_string())];
        if let Some(token) = &self.token {
            headers.push(("Authorization".to_owned(), format!("Bearer {token}")));
        }
        Request { client: self.clone(), method: method.to_owned(), target, headers, body: Vec::new() }
    }

    async fn exchange(&self, request: &[u8]) -> std::io::Result<Exchange> {
        let address = self.address();
        let idle = {
            let mut idle = self.idle.lock();
            idle.retain(|known| known.to == address && known.since.elapsed() < IDLE);
            idle.pop()
        };
        let mut connection = match idle {
            Some(idle) => idle.connection,
            None => Connection::open(address).await?,
        };
        let answer = tokio::time::timeout(PATIENCE, connection.exchange(request))
            .await
            .map_err(|_| std::io::Error::new(std::io::ErrorKind::TimedOut, "no answer within 30 s"))??;
        if answer.is_reusable {
            self.idle.lock().push(Idle { to: address, since: Instant::now(), connection });
        }
        Ok(answer)
    }
}

/// A request before it is sent.
#[must_use]
pub struct Request {
    client: Client,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Request {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.raw(body.to_string().into_bytes())
    }

    pub fn raw(mut self, body: Vec<u8>) -> Self {
        self.body = body;
        self
    }

    /// Sends it. No answer is a failed test.
    pub async fn send(self) -> Reply {
        let what = format!("{} {}", self.method, self.target);
        match self.try_send().await {
            Ok(reply) => reply,
            Err(error) => panic!("{what}: no answer: {error}"),
        }
    }

    /// Sends it to a server that may be gone.
    pub async fn try_send(self) -> std::io::Result<Reply> {
        let Self { client, method, target, headers, body } = self;
        let mut request = format!("{method} {target} HTTP/1.1\r\n");
        for (name, value) in &headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() || method != "GET" {
            request.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        request.push_str("\r\n");
        let mut bytes = request.into_bytes();
        bytes.extend_from_slice(&body);
        let answer = client.exchange(&bytes).await?;
        let json = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
        Ok(Reply {
            call: format!("{method} {target}"),
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
            json,
        })
    }
}

/// An answer. Its checks name the call that failed them, and the answer it got.
#[derive(Clone)]
pub struct Reply {
    call: String,
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The body where it is JSON, else null.
    pub json: Value,
}

impl Reply {
    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> &Value {
        assert!(self.is_success(), "{self:?}");
        &self.json
    }

    /// Checks the status.
    #[track_caller]
    pub fn is(&self, status: u16) -> &Value {
        assert_eq!(self.status, status, "{self:?}");
        &self.json
    }

    /// Checks that it is the refusal with this status and error id.
    #[track_caller]
    pub fn refused(&self, status: u16, id: &str) {
        assert_eq!((self.status, self.error_id()), (status, id), "{self:?}");
    }

    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The id of the error, or nothing.
    pub fn error_id(&self) -> &str {
        self.json["id"].as_str().filter(|_| !self.is_success()).unwrap_or_default()
    }

    /// The first header of this name, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} -> {} {}", self.call, self.status, self.text())
    }
}
