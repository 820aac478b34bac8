//! Compression of answers.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Shorter bodies fit into one packet anyway.
const WORTH_IT: usize = 1400;

/// The body, compressed, if that is worth it.
pub(crate) fn compress(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() < WORTH_IT {
        return None;
    }
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}
