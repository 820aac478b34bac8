//! Who is asking: sessions by token, kept in memory until the event log says that they changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::Json;
use quick_cache::sync::Cache;
use store::sessions::SessionRow;
use wire::{SessionId, UserId};

use crate::event::{Entry, Logged, Signal};
use crate::event_log::Listener;

/// A living session. Its token stays inside.
#[derive(Clone)]
pub struct Session {
    pub id: SessionId,
    pub user_id: UserId,
    pub username: String,
    /// The user's system roles as they are today.
    pub roles: String,
    pub create_at: i64,
    pub expires_at: i64,
    pub last_activity_at: i64,
    pub device_id: String,
    pub is_oauth: bool,
    pub props: BTreeMap<String, String>,
    token: String,
}

impl Session {
    pub fn from_row(row: SessionRow) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            username: row.username,
            roles: row.user_roles,
            create_at: row.create_at,
            expires_at: row.expires_at,
            last_activity_at: row.last_activity_at,
            device_id: row.device_id,
            is_oauth: row.is_oauth,
            props: row.props.map(|Json(props)| props).unwrap_or_default(),
            token: row.token,
        }
    }

    /// The token that a state-changing request by cookie must repeat in a header.
    pub fn csrf_token(&self) -> &str {
        self.props.get("csrf").map_or("", String::as_str)
    }

    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at != 0 && self.expires_at <= now
    }

    pub fn is_guest(&self) -> bool {
        self.roles.split(' ').any(|role| role == "system_guest")
    }

    pub fn has_token(&self, token: &str) -> bool {
        use subtle::ConstantTimeEq;
        bool::from(self.token.as_bytes().ct_eq(token.as_bytes()))
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("user_id", &self.user_id)
            .finish_non_exhaustive()
    }
}

/// Sessions by token. A forgotten one is read again; an ended one is not found then.
pub struct Sessions {
    by_token: Cache<String, Arc<Session>>,
    /// Counts changes, so that what was read before one is not kept after it.
    generation: std::sync::atomic::AtomicU64,
}

impl Sessions {
    pub fn new(capacity: usize) -> Arc<Self> {
        Arc::new(Self { by_token: Cache::new(capacity), generation: Default::default() })
    }

    /// The living session with this token.
    pub async fn find(&self, conn: &db::Conn, token: &str, now: i64) -> db::Result<Option<Arc<Session>>> {
        if let Some(session) = self.by_token.get(token) {
            return Ok((!session.is_expired(now)).then_some(session));
        }
        let generation = self.generation.load(std::sync::atomic::Ordering::Acquire);
        let Some(row) = store::sessions::by_token(conn, token).await? else { return Ok(None) };
        if row.user_delete_at != 0 {
            return Ok(None);
        }
        let session = Arc::new(Session::from_row(row));
        if session.is_expired(now) {
            return Ok(None);
        }
        if self.generation.load(std::sync::atomic::Ordering::Acquire) == generation {
            self.by_token.insert(token.to_owned(), session.clone());
        }
        Ok(Some(session))
    }

    fn forget(&self, is_stale: impl Fn(&Session) -> bool) {
        self.generation.fetch_add(1, std::sync::atomic::Ordering::AcqRel);
        self.by_token.retain(|_, session| !is_stale(session));
    }
}

impl Listener for Sessions {
    fn entry(&self, logged: &Arc<Logged>) {
        if let Entry::Signal(signal) = &logged.entry {
            self.signal(signal);
        }
    }

    fn signal(&self, signal: &Signal) {
        match signal {
            Signal::SessionsRevoked { user, session } => {
                self.forget(|known| {
                    known.user_id == *user && session.is_none_or(|session| known.id == session)
                });
            }
            Signal::UserChanged { user } => self.forget(|known| known.user_id == *user),
            Signal::RolesChanged
            | Signal::TeamMembership { .. }
            | Signal::ChannelMembership { .. }
            | Signal::ChannelChanged { .. }
            | Signal::ConfigurationChanged => {}
        }
    }
}

/// Compares secrets in constant time.
pub fn same_secret(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    bool::from(a.ct_eq(b))
}
