//! Compression of answers, a piece at a time: what an answer costs in memory, and for how long it keeps a thread, does not
//! grow with its length. Those that are kept for several clients, and are short, are compressed at once and for all.

use std::io::Write;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, BodyDataStream, HttpBody};
use axum::response::Response;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::Stream;
use http::{HeaderValue, header};

use crate::answer::Encoded;
use crate::edge::text;

/// Shorter bodies fit into one packet anyway.
const WORTH_IT: u64 = 1400;
/// Fewer compressed bytes wait for more: most answers go out at once.
const WORTH_SENDING: usize = 16 * 1024;
/// Bytes that are compressed before others have their turn.
const PIECE: usize = 64 * 1024;

/// The answer with its body compressed, if it is a text for which that is worth it.
pub(crate) fn compressed(response: Response) -> Response {
    let kind = text(response.headers(), &header::CONTENT_TYPE);
    let is_text = kind.starts_with("application/json")
        || kind.starts_with("application/x-ndjson")
        || kind.starts_with("text/");
    let is_short = response.body().size_hint().exact().is_some_and(|length| length < WORTH_IT);
    if !is_text || is_short || response.headers().contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    parts.headers.remove(header::CONTENT_LENGTH);
    let body = match parts.extensions.remove::<Encoded>() {
        Some(encoded) => Body::from(encoded.compressed()),
        None => Body::from_stream(Compressed::new(body)),
    };
    Response::from_parts(parts, body)
}

/// A text, compressed as a whole.
pub(crate) fn at_once(plain: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(plain).and_then(|()| encoder.finish());
    written.expect("a vector takes whatever is written to it").into()
}

/// A body as it is compressed.
struct Compressed {
    body: BodyDataStream,
    /// What the body has given and was not compressed yet.
    rest: Bytes,
    /// None: the body is at its end.
    encoder: Option<GzEncoder<Vec<u8>>>,
    /// Whether the encoder keeps something back that a reader might wait for.
    keeps_back: bool,
}

impl Compressed {
    fn new(body: Body) -> Self {
        let encoder = GzEncoder::new(Vec::new(), Compression::fast());
        Self { body: body.into_data_stream(), rest: Bytes::new(), encoder: Some(encoder), keeps_back: false }
    }

    /// What the encoder has written since it was last asked, if that is so many bytes.
    fn written(&mut self, at_least: usize) -> Option<Bytes> {
        let written = self.encoder.as_mut()?.get_mut();
        (written.len() >= at_least).then(|| std::mem::take(written).into())
    }
}

impl Stream for Compressed {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            let Some(encoder) = this.encoder.as_mut() else { return Poll::Ready(None) };
            if this.rest.is_empty() {
                match Pin::new(&mut this.body).poll_next(cx) {
                    Poll::Ready(Some(Ok(data))) => this.rest = data,
                    Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                    Poll::Ready(None) => {
                        let end = this.encoder.take().map(GzEncoder::finish).transpose();
                        let end = end.map(|end| Bytes::from(end.unwrap_or_default()));
                        return Poll::Ready(Some(end.map_err(axum::Error::new)));
                    }
                    Poll::Pending if this.keeps_back => {
                        this.keeps_back = false;
                        if let Err(error) = encoder.flush() {
                            return Poll::Ready(Some(Err(axum::Error::new(error))));
                        }
                        return this
                            .written(1)
                            .map_or(Poll::Pending, |written| Poll::Ready(Some(Ok(written))));
                    }
                    Poll::Pending => return Poll::Pending,
                }
                continue;
            }

            let piece = this.rest.split_to(this.rest.len().min(PIECE));
            if let Err(error) = encoder.write_all(&piece) {
                return Poll::Ready(Some(Err(axum::Error::new(error))));
            }
            this.keeps_back = true;
            if let Some(written) = this.written(WORTH_SENDING) {
                return Poll::Ready(Some(Ok(written)));
            }
            if !this.rest.is_empty() {
                cx.waker().wake_by_ref();
                return Poll::Pending;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use axum::response::IntoResponse;
    use flate2::read::GzDecoder;
    use http_body_util::BodyExt;

    use super::*;

    fn answer(body: Body) -> Response {
        let mut response = Response::new(body);
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        response
    }

    fn unpacked(packed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        GzDecoder::new(packed).read_to_end(&mut plain).unwrap();
        plain
    }

    /// Text that does not shrink to nothing.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 1_u32;
        (0..length)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                b'a' + (state >> 24) as u8 % 16
            })
            .collect()
    }

    #[tokio::test]
    async fn a_long_answer_is_compressed_a_piece_at_a_time() {
        let plain = noise(10 * PIECE + 17);
        let mut body = compressed(answer(Body::from(plain.clone()))).into_body();

        let (mut packed, mut longest) = (Vec::new(), 0);
        while let Some(frame) = body.frame().await {
            let data = frame.unwrap().into_data().unwrap();
            longest = longest.max(data.len());
            packed.extend_from_slice(&data);
        }

        assert!(longest <= 2 * PIECE, "{longest} bytes at once");
        assert!(packed.len() < plain.len());
        assert_eq!(unpacked(&packed), plain);
    }

    #[tokio::test]
    async fn an_answer_of_one_piece_goes_out_at_once() {
        let plain = noise(PIECE / 4);
        let mut body = compressed(answer(Body::from(plain.clone()))).into_body();

        let first = body.frame().await.unwrap().unwrap().into_data().unwrap();

        assert_eq!(unpacked(&first), plain);
        assert!(body.frame().await.is_none());
    }

    #[tokio::test]
    async fn what_is_there_is_sent_while_more_is_waited_for() {
        let (give, given) = tokio::sync::mpsc::unbounded_channel::<Bytes>();
        let stream = futures_util::stream::unfold(given, async |mut given| {
            let next = given.recv().await?;
            Some((Ok::<_, axum::Error>(next), given))
        });
        let mut body = compressed(answer(Body::from_stream(stream))).into_body();

        give.send("first".into()).unwrap();
        let mut packed = Vec::new();
        while !packed.windows(5).any(|window| window == b"first") && packed.len() < 15 {
            packed.extend_from_slice(&body.frame().await.unwrap().unwrap().into_data().unwrap());
        }
        give.send(" and last".into()).unwrap();
        drop(give);
        packed.extend_from_slice(&body.collect().await.unwrap().to_bytes());

        assert_eq!(unpacked(&packed), b"first and last");
    }

    #[tokio::test]
    async fn what_is_kept_encoded_is_compressed_once() {
        let text = String::from_utf8(noise(PIECE)).unwrap();
        let encoded = Encoded::of(&text).unwrap();
        let send = async || {
            let response = compressed(encoded.clone().into_response());
            assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
            response.into_body().collect().await.unwrap().to_bytes()
        };

        let (first, second) = (send().await, send().await);

        assert_eq!(unpacked(&first), wire::json::to_vec(&text).unwrap());
        assert!(std::ptr::eq(first.as_ptr(), second.as_ptr()));
    }

    #[test]
    fn what_is_short_or_no_text_stays_as_it_is() {
        let is_plain = |response: Response| !response.headers().contains_key(header::CONTENT_ENCODING);
        assert!(is_plain(compressed(answer(Body::from("{}")))));
        assert!(is_plain(compressed(Response::new(Body::from(noise(PIECE))))));
        assert!(!is_plain(compressed(answer(Body::from(noise(PIECE))))));
    }
}
