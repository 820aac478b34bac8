//! A small HTTP/1.1 client: one connection, kept alive, one request at a time.
//!
//! It is written out because the generator shares the machine with what it measures: every microsecond spent here is
//! missing there. It asks for no compression and follows nothing; every request ends within [`PATIENCE`].

use std::fmt::Write as _;
use std::time::Duration;

use bytes::{Buf as _, Bytes, BytesMut};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::record::Failure;
use crate::target::Target;

/// The longest that a request may take.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// The longest answer that is read.
const LONGEST_BODY: usize = 256 << 20;

/// One caller on one connection.
pub struct Client {
    target: Target,
    token: Option<String>,
    stream: Option<TcpStream>,
    incoming: BytesMut,
    outgoing: String,
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: Bytes,
    pub etag: Option<String>,
    pub token: Option<String>,
    pub version: Option<String>,
}

impl Reply {
    /// The body as JSON; what is none is `null`, in which no check finds what it wants.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    pub fn expect(&self, status: u16) -> Result<(), Failure> {
        if self.status == status { Ok(()) } else { Err(Failure::Status(self.status)) }
    }
}

impl Client {
    pub fn anonymous(target: &Target) -> Self {
        Self {
            target: target.clone(),
            token: None,
            stream: None,
            incoming: BytesMut::with_capacity(16 << 10),
            outgoing: String::with_capacity(1 << 10),
        }
    }

    pub fn of(target: &Target, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..Self::anonymous(target) }
    }

    pub async fn get(&mut self, path: &str) -> Result<Reply, Failure> {
        self.send("GET", path, &[], None).await
    }

    pub async fn post(&mut self, path: &str, body: &Value) -> Result<Reply, Failure> {
        self.send("POST", path, &[], Some(&body.to_string())).await
    }

    pub async fn put(&mut self, path: &str, body: &Value) -> Result<Reply, Failure> {
        self.send("PUT", path, &[], Some(&body.to_string())).await
    }

    /// Sends a request and reads its answer. `path` is below `/api/v4`.
    pub async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Result<Reply, Failure> {
        self.compose(method, path, headers, body);
        let outcome = tokio::time::timeout(PATIENCE, self.exchange()).await.unwrap_or(Err(Failure::TimedOut));
        if outcome.is_err() {
            // What is left of the exchange must not be taken for the next answer.
            self.disconnect();
        }
        outcome
    }

    pub fn disconnect(&mut self) {
        self.stream = None;
        self.incoming.clear();
    }

    fn compose(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) {
        let Self { target, token, outgoing, .. } = self;
        outgoing.clear();
        let host = target.url.trim_start_matches("http://");
        outgoing.push_str(method);
        outgoing.push_str(" /api/v4");
        outgoing.push_str(path);
        outgoing.push_str(" HTTP/1.1\r\nHost: ");
        outgoing.push_str(host);
        outgoing.push_str("\r\nUser-Agent: bench\r\n");
        if let Some(token) = token {
            outgoing.push_str("Authorization: Bearer ");
            outgoing.push_str(token);
            outgoing.push_str("\r\n");
        }
        for (name, value) in headers {
            write!(outgoing, "{name}: {value}\r\n").expect("a string takes everything");
        }
        if let Some(body) = body {
            write!(outgoing, "Content-Type: application/json\r\nContent-Length: {}\r\n", body.len())
                .expect("a string takes everything");
        }
        outgoing.push_str("\r\n");
        outgoing.push_str(body.unwrap_or_default());
    }

    async fn exchange(&mut self) -> Result<Reply, Failure> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.target.address).await.map_err(|error| cut(&error))?;
            stream.set_nodelay(true).map_err(|error| cut(&error))?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().expect("it was just made");
        stream.write_all(self.outgoing.as_bytes()).await.map_err(|error| cut(&error))?;

        let head = loop {
            match read_head(&self.incoming)? {
                Some(head) if head.status == 100 => self.incoming.advance(head.length),
                Some(head) => break head,
                None => fill(stream, &mut self.incoming).await?,
            }
        };
        self.incoming.advance(head.length);
        let body = match head.body {
            Length::Known(length) => {
                while self.incoming.len() < length {
                    self.incoming.reserve(length - self.incoming.len());
                    fill(stream, &mut self.incoming).await?;
                }
                self.incoming.split_to(length).freeze()
            }
            Length::Chunked => read_chunks(stream, &mut self.incoming).await?,
        };
        if head.is_last {
            self.disconnect();
        }
        Ok(Reply { status: head.status, body, etag: head.etag, token: head.token, version: head.version })
    }
}

struct Head {
    length: usize,
    status: u16,
    body: Length,
    is_last: bool,
    etag: Option<String>,
    token: Option<String>,
    version: Option<String>,
}

enum Length {
    Known(usize),
    Chunked,
}

/// Reads the head of an answer, if it is all there.
fn read_head(bytes: &[u8]) -> Result<Option<Head>, Failure> {
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(Failure::Wrong("an answer that is HTTP")),
    };
    let status = response.code.unwrap_or(0);
    let mut head = Head {
        length,
        status,
        body: Length::Known(0),
        is_last: false,
        etag: None,
        token: None,
        version: None,
    };
    for header in response.headers.iter() {
        let value = std::str::from_utf8(header.value).unwrap_or_default().trim();
        let is = |name: &str| header.name.eq_ignore_ascii_case(name);
        if is("content-length") && !matches!(head.body, Length::Chunked) {
            let length = value.parse().map_err(|_| Failure::Wrong("a length that is a number"))?;
            if length > LONGEST_BODY {
                return Err(Failure::Wrong("an answer of bounded length"));
            }
            head.body = Length::Known(length);
        } else if is("transfer-encoding") && value.eq_ignore_ascii_case("chunked") {
            head.body = Length::Chunked;
        } else if is("connection") && value.eq_ignore_ascii_case("close") {
            head.is_last = true;
        } else if is("etag") {
            head.etag = Some(value.to_owned());
        } else if is("token") {
            head.token = Some(value.to_owned());
        } else if is("x-version-id") {
            head.version = Some(value.to_owned());
        }
    }
    if matches!(status, 100..=199 | 204 | 304) {
        head.body = Length::Known(0);
    }
    Ok(Some(head))
}

async fn read_chunks(stream: &mut TcpStream, incoming: &mut BytesMut) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    loop {
        let (start, length) = loop {
            match httparse::parse_chunk_size(incoming) {
                Ok(httparse::Status::Complete((start, length))) => break (start, length as usize),
                Ok(httparse::Status::Partial) => fill(stream, incoming).await?,
                Err(_) => return Err(Failure::Wrong("chunks with a length")),
            }
        };
        if length > LONGEST_BODY || body.len() > LONGEST_BODY {
            return Err(Failure::Wrong("an answer of bounded length"));
        }
        let end = start + length + 2;
        while incoming.len() < end {
            fill(stream, incoming).await?;
        }
        body.extend_from_slice(&incoming[start..start + length]);
        incoming.advance(end);
        if length == 0 {
            return Ok(body.freeze());
        }
    }
}

async fn fill(stream: &mut TcpStream, incoming: &mut BytesMut) -> Result<(), Failure> {
    if incoming.capacity() == incoming.len() {
        incoming.reserve(16 << 10);
    }
    match stream.read_buf(incoming).await {
        Ok(0) => Err(Failure::Cut("closed by the server".to_owned())),
        Ok(_) => Ok(()),
        Err(error) => Err(cut(&error)),
    }
}

fn cut(error: &std::io::Error) -> Failure {
    Failure::Cut(error.kind().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Canned, serve};

    #[tokio::test]
    async fn answers_are_read_whole_whatever_their_framing() {
        let target = serve(|request| match request.path.as_str() {
            "/api/v4/known" => Canned::json(200, "{\"a\":1}").with("ETag", "\"x\"").with("Token", "t"),
            "/api/v4/chunked" => Canned::json(200, &"x".repeat(100_000)).chunked(),
            "/api/v4/none" => Canned::json(304, ""),
            _ => Canned::json(404, "{}"),
        })
        .await;
        let mut client = Client::anonymous(&target);

        let known = client.get("/known").await.unwrap();
        assert_eq!((known.status, known.json()["a"].as_i64()), (200, Some(1)));
        assert_eq!((known.etag.as_deref(), known.token.as_deref()), (Some("\"x\""), Some("t")));
        assert_eq!(client.get("/chunked").await.unwrap().body.len(), 100_000);
        assert_eq!(client.get("/none").await.unwrap().status, 304);
        assert_eq!(client.get("/other").await.unwrap().expect(200), Err(Failure::Status(404)));
    }

    #[tokio::test]
    async fn requests_carry_the_token_and_the_body() {
        let target = serve(|request| {
            let body = format!("{} {} {}", request.method, request.authorization, request.body);
            Canned::json(200, &body)
        })
        .await;

        let reply = Client::of(&target, "secret").post("/posts", &serde_json::json!({"a": 1})).await.unwrap();

        assert_eq!(reply.body, "POST Bearer secret {\"a\":1}");
    }

    #[tokio::test]
    async fn after_a_cut_the_next_request_opens_a_new_connection() {
        let target = serve(|_| Canned::json(200, "{}").with("Connection", "close")).await;
        let mut client = Client::anonymous(&target);

        for _ in 0..3 {
            assert_eq!(client.get("/x").await.unwrap().status, 200);
        }
    }

    #[test]
    fn what_is_not_http_is_a_failure_and_what_is_half_there_is_waited_for() {
        assert!(read_head(b"garbage\r\n\r\n").is_err());
        assert!(read_head(b"HTTP/1.1 200 OK\r\nContent-Len").unwrap().is_none());
        assert!(read_head(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").is_err());
    }
}
