//! The server's configuration: every section, key and default of the protocol, in one document.
//!
//! * [`settings`] is the table of all settings, read from `settings.tsv`: the only place of types, defaults,
//!   ranges, secrets and access tags.
//! * [`Config`] is an immutable snapshot: the complete document, what the environment overrides, and typed
//!   sections for what the server reads ([`sections`]).
//! * [`Writer`], [`Config::view`], [`Config::replace`] and [`Config::patch`] are what the API needs: who sees
//!   and changes what, with secrets masked.
//! * [`client_config`] is the map of strings that clients start from.
//! * [`Source`] keeps the document in a file or in memory.
//!
//! What always holds: a snapshot has every known key with the right JSON type, so reading one cannot fail;
//! values from the environment are never written back; keys we do not know survive in the file and are never
//! shown; a document with a wrong type is an error value. There is no clock, no randomness, no database here.

mod access;
mod client;
mod config;
mod document;
mod environment;
pub mod sections;
mod settings;
mod source;
mod validate;

pub use access::{Change, MASK, Refused, View, Writer};
pub use client::{ClientConfig, ClientFacts, client_config, client_license, hash_of_client_config};
pub use config::{Config, Fault, Place};
pub use settings::{Kind, Setting, differing_defaults, setting, settings};
pub use source::{Fingerprint, Loaded, Source};
pub use validate::{Invalid, validate};
