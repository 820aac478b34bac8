//! One HTTP/1.1 connection, by hand: a test can send what no library would let it send, and sees what came back.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A connection that is kept alive between requests.
pub struct Connection {
    stream: BufReader<TcpStream>,
}

/// An answer as it came.
#[derive(Debug, Clone)]
pub struct Exchange {
    pub status: u16,
    /// Names in lower case, in the order in which they came.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// Whether another request may follow on the same connection.
    pub is_reusable: bool,
}

impl Connection {
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Sends a request as it stands and reads one answer. A server may answer before it has read everything.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Exchange> {
        let sent = self.stream.get_mut().write_all(request).await;
        match self.answer(request.starts_with(b"HEAD ")).await {
            Ok(answer) => Ok(Exchange { is_reusable: answer.is_reusable && sent.is_ok(), ..answer }),
            Err(error) => Err(sent.err().unwrap_or(error)),
        }
    }

    async fn answer(&mut self, is_head: bool) -> Result<Exchange> {
        let status = loop {
            let line = self.line().await?;
            let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
            let status: u16 = status.ok_or_else(|| malformed("no status"))?;
            if status >= 200 || status == 101 {
                break status;
            }
            while !self.line().await?.is_empty() {}
        };
        let mut headers = Vec::new();
        loop {
            let line = self.line().await?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or_else(|| malformed("a header without a colon"))?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let header =
            |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let is_closing = header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        // Behind an upgrade another protocol is spoken.
        let mut is_reusable = status != 101 && !is_closing;
        let body = if is_head || matches!(status, 101 | 204 | 304) {
            Vec::new()
        } else if header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
            self.chunks().await?
        } else if let Some(length) = header("content-length") {
            let length = length.parse().map_err(|_| malformed("no length"))?;
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body).await?;
            body
        } else {
            is_reusable = false;
            let mut body = Vec::new();
            self.stream.read_to_end(&mut body).await?;
            body
        };
        Ok(Exchange { status, headers, body, is_reusable })
    }

    async fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line().await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16).map_err(|_| malformed("no size of a chunk"))?;
            if size == 0 {
                while !self.line().await?.is_empty() {}
                return Ok(body);
            }
            let start = body.len();
            body.resize(start + size, 0);
            self.stream.read_exact(&mut body[start..]).await?;
            self.line().await?;
        }
    }

    async fn line(&mut self) -> Result<String> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line).await? == 0 {
            return Err(Error::new(ErrorKind::UnexpectedEof, "the server closed the connection"));
        }
        let line = String::from_utf8(line).map_err(|_| malformed("a line is not UTF-8"))?;
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn malformed(what: &'static str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}
