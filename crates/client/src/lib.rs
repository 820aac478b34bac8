//! Wardroom's own web client inside the program: the files that `make build` puts into `web/dist`, those with text
//! only in their compressed forms (`NAME.br`, `NAME.gz`). Without a built client there are none.
//!
//! A development build reads the folder instead, so that a client that was built anew needs no new server.

use std::borrow::Cow;

#[derive(rust_embed::RustEmbed)]
#[folder = "../../web/dist"]
#[exclude = "*.js"]
#[exclude = "*.css"]
#[exclude = "*.html"]
#[exclude = "*.svg"]
#[exclude = "*.json"]
#[exclude = "*.webmanifest"]
#[exclude = "*.txt"]
struct Built;

/// A file of the client by its name in the folder.
pub fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    Built::get(name).map(|file| file.data)
}

/// Whether a client was there when the program was made.
pub fn is_built() -> bool {
    file("root.html.gz").is_some()
}
