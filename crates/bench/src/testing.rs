//! A server that answers as a test says: the generator is tested on it, above all with wrong answers.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::target::{Processes, Target};

/// A request as the test's closure sees it.
pub struct Seen {
    pub method: String,
    pub path: String,
    pub authorization: String,
    pub body: String,
}

impl Seen {
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// An answer to give.
pub struct Canned {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
    is_chunked: bool,
}

impl Canned {
    pub fn json(status: u16, body: &str) -> Self {
        Self { status, headers: Vec::new(), body: body.to_owned(), is_chunked: false }
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn chunked(self) -> Self {
        Self { is_chunked: true, ..self }
    }
}

/// Answers with `answer` until the test's runtime ends.
pub async fn serve(answer: impl Fn(Seen) -> Canned + Send + Sync + 'static) -> Target {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let answer = Arc::clone(&answer);
            let service = service_fn(move |request| respond(Arc::clone(&answer), request));
            tokio::spawn(
                hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    Target::new(&url, Processes::default(), false).unwrap()
}

type Body = http_body_util::combinators::BoxBody<Bytes, Infallible>;

async fn respond(
    answer: Arc<impl Fn(Seen) -> Canned + Send + Sync + 'static>,
    request: Request<Incoming>,
) -> Result<Response<Body>, Infallible> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let canned = answer(Seen {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        authorization: parts
            .headers
            .get("authorization")
            .map(|v| v.to_str().unwrap().to_owned())
            .unwrap_or_default(),
        body: String::from_utf8(body.to_vec()).unwrap(),
    });
    let mut response = Response::builder().status(canned.status);
    for (name, value) in canned.headers {
        response = response.header(name, value);
    }
    let body = if canned.is_chunked {
        let pieces: Vec<_> = canned
            .body
            .into_bytes()
            .chunks(7000)
            .map(|piece| Ok(Frame::data(Bytes::copy_from_slice(piece))))
            .collect();
        StreamBody::new(futures_util::stream::iter(pieces)).boxed()
    } else {
        Full::new(Bytes::from(canned.body)).boxed()
    };
    Ok(response.body(body).unwrap())
}
