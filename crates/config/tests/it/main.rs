//! The configuration as the server and its API use it.
#![expect(clippy::unwrap_used, reason = "a helper of tests may fail like a test")]

mod api;
mod client;
mod file;
mod recorded;

use config::{Config, Place};
use serde_json::Value;

fn place() -> Place {
    Place::new("wardroom-data")
}

/// A fresh server's configuration with its generated keys and a site URL.
fn running() -> Config {
    let (config, _) = Config::defaults(&place()).with_generated(|| "k".repeat(32));
    let text = serde_json::json!({"ServiceSettings": {"SiteURL": "http://localhost:8065"}});
    config.patch(&text, config::Writer::Local).unwrap().config
}

fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}
