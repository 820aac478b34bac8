//! The application: everything that is handed in, and what all features share.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

use db::Database;
use parking_lot::RwLock;

use crate::event_log::{EventLog, Listener};
use crate::intercept::Interceptors;
use crate::{Clock, Configuration, Hasher, Random, Roles, Sessions, Workers, pictures};

/// What a server is made of. One per process; tests make many.
pub struct App {
    pub db: Database,
    pub configuration: Configuration,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub hasher: Hasher,
    /// Where files are kept.
    pub files: blob::Store,
    /// Threads that work on pictures; see [`pictures`].
    pub pictures: Workers,
    pub roles: Arc<Roles>,
    pub sessions: Arc<Sessions>,
    pub events: Arc<EventLog>,
    pub interceptors: Interceptors,
    pub identity: Identity,
    parts: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

/// What the server knows of itself for its lifetime.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// The protocol's version that is spoken.
    pub version: &'static str,
    pub build_number: String,
    pub diagnostic_id: String,
    pub installation_date: i64,
    pub hostname: String,
    pub schema_version: i64,
    /// The public half of the signing key, as clients get it: DER in base64.
    pub signing_public_key: String,
    /// This run of this node; see `wardroom_nodes`.
    pub node_id: String,
    pub epoch: i64,
}

/// What an application is built of.
pub struct Parts {
    pub db: Database,
    pub configuration: Configuration,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    pub hasher: Hasher,
    pub files: blob::Store,
    /// The log whose listener the database was opened with.
    pub events: Arc<EventLog>,
    pub identity: Identity,
}

/// Sessions kept in memory.
const SESSIONS: usize = 100_000;

impl App {
    /// Puts the application together; caches follow the log from here on.
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { db, configuration, clock, random, hasher, files, events, identity } = parts;
        let pictures = pictures::workers(configuration.current().file.max_image_decoder_concurrency);
        let roles = Roles::new();
        let sessions = Sessions::new(SESSIONS);
        let caches: [Arc<dyn Listener>; 2] = [roles.clone(), sessions.clone()];
        for cache in caches {
            events.add(cache);
        }
        Arc::new(Self {
            db,
            configuration,
            clock,
            random,
            hasher,
            files,
            pictures,
            roles,
            sessions,
            events,
            interceptors: Interceptors::default(),
            identity,
            parts: RwLock::default(),
        })
    }

    /// What a feature keeps in memory for the whole server: one of a type, made when it is first asked for.
    pub fn part<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let id = TypeId::of::<T>();
        let known = self.parts.read().get(&id).cloned();
        let part = known.unwrap_or_else(|| {
            self.parts.write().entry(id).or_insert_with(|| Arc::new(T::default())).clone()
        });
        part.downcast().expect("a part stands under the id of its own type")
    }
}
