//! Who is asking: sessions by token, kept in memory until the event log says that they changed.
//!
//! A session in use lives on ([`renew`]): its last activity is written every five minutes at most, its end is moved
//! once a hundredth of its length has passed. What is revoked stays revoked: a renewal that comes too late touches no
//! row and no cache.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::Json;
use parking_lot::Mutex;
use quick_cache::sync::Cache;
use store::sessions::SessionRow;
use wire::{Secret, SessionId, UserId};

use crate::event::{Entry, Logged, Signal};
use crate::event_log::Listener;
use crate::{App, Ctx, Result, roles};

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
    has_second_factor: bool,
    /// Where its user signs in; empty: here.
    auth_service: String,
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
            has_second_factor: row.user_mfa_active,
            auth_service: row.user_auth_service,
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
        roles::is_guest(&self.roles)
    }

    /// How long a session of this kind lives, in milliseconds.
    pub fn length(&self, config: &config::Config) -> i64 {
        let service = &config.service;
        let is = |name: &str| self.props.get(name).is_some_and(|value| value == "true");
        let hours = if self.is_mobile() {
            service.session_length_mobile_in_hours
        } else if self.is_oauth || is("isOAuthUser") || is("isSaml") {
            service.session_length_sso_in_hours
        } else {
            service.session_length_web_in_hours
        };
        hours.saturating_mul(HOUR)
    }

    /// Whether it has been idle for longer than the administrator allows.
    pub fn is_idle(&self, config: &config::Config, now: i64) -> bool {
        let limit = config.service.session_idle_timeout_in_minutes.saturating_mul(MINUTE);
        limit > 0
            && !config.service.extend_session_length_with_activity
            && !self.is_mobile()
            && !self.is_oauth
            && !self.is_access_token()
            && now.saturating_sub(self.last_activity_at) > limit
    }

    fn is_mobile(&self) -> bool {
        !self.device_id.is_empty() || self.props.get("isMobile").is_some_and(|value| value == "true")
    }

    /// Whether a personal access token opened it.
    pub fn is_access_token(&self) -> bool {
        self.props.get("type").is_some_and(|kind| kind == "UserAccessToken")
    }

    /// Whether it acts for a bot.
    pub fn is_bot(&self) -> bool {
        self.props.get("is_bot").is_some_and(|is| is == "true")
    }

    /// Whether its user has to give codes when signing in, and does not yet: until then nothing is served to them but
    /// what that takes.
    pub fn owes_second_factor(&self, config: &config::Config) -> bool {
        let service = &config.service;
        service.enable_multifactor_authentication
            && service.enforce_multifactor_authentication
            && !self.has_second_factor
            && !self.is_oauth
            && !self.is_bot()
            && (!self.is_guest() || config.guest_accounts.enforce_multifactor_authentication)
            // Who signs in elsewhere gives their codes there.
            && matches!(self.auth_service.as_str(), "" | "email" | "ldap")
    }

    /// Whether sessions of its kind are switched off: those of guests may be, and those of personal access tokens, but
    /// for bots.
    fn is_switched_off(&self, config: &config::Config) -> bool {
        self.is_guest() && !config.guest_accounts.enable
            || self.is_access_token() && !self.is_bot() && !config.service.enable_user_access_tokens
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
    /// Counts changes, so that what was read before one is not kept after it. Whoever changes the cache holds it.
    generation: Mutex<u64>,
}

impl Sessions {
    pub fn new(capacity: usize) -> Arc<Self> {
        Arc::new(Self { by_token: Cache::new(capacity), generation: Mutex::new(0) })
    }

    /// The living session with this token.
    pub async fn find(&self, conn: &db::Conn, token: &str, now: i64) -> db::Result<Option<Arc<Session>>> {
        if let Some(session) = self.by_token.get(token) {
            return Ok((!session.is_expired(now)).then_some(session));
        }
        let before = *self.generation.lock();
        let Some(row) = store::sessions::by_token(conn, token).await? else { return Ok(None) };
        if row.user_delete_at != 0 {
            return Ok(None);
        }
        let session = Arc::new(Session::from_row(row));
        if session.is_expired(now) {
            return Ok(None);
        }
        let generation = self.generation.lock();
        if *generation == before {
            self.by_token.insert(token.to_owned(), session.clone());
        }
        Ok(Some(session))
    }

    /// The session as it is now, for those who hold it for long; None when it has ended.
    pub async fn again(
        &self,
        conn: &db::Conn,
        session: &Session,
        config: &config::Config,
        now: i64,
    ) -> db::Result<Option<Arc<Session>>> {
        let found = self.find(conn, &session.token, now).await?;
        let counts = |session: &Session| {
            !session.is_idle(config, now)
                && !session.is_switched_off(config)
                && !session.owes_second_factor(config)
        };
        Ok(found.filter(|session| counts(session)))
    }

    /// Puts a later state of a session in its place; false if somebody did so before, or it has ended.
    fn replace(&self, known: &Arc<Session>, later: Session) -> bool {
        let _generation = self.generation.lock();
        let is_current = self.by_token.peek(&known.token).is_some_and(|kept| Arc::ptr_eq(&kept, known));
        if is_current {
            self.by_token.insert(known.token.clone(), Arc::new(later));
        }
        is_current
    }

    fn forget(&self, is_stale: impl Fn(&Session) -> bool) {
        let mut generation = self.generation.lock();
        *generation += 1;
        self.by_token.retain(|_, session| !is_stale(session));
    }
}

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;
/// How often the last activity is written.
const ACTIVITY: i64 = 5 * MINUTE;

/// A session that lives longer than its client knows.
pub struct Renewed {
    pub session: Arc<Session>,
    pub token: Secret,
    /// From now.
    pub seconds: i64,
}

/// Notes that the caller's session is in use, and moves its end when it is time to.
pub async fn renew(ctx: &Ctx) -> Result<Option<Renewed>> {
    let Some(session) = ctx.session() else { return Ok(None) };
    let (now, config) = (ctx.now(), ctx.config());
    let is_active = now - session.last_activity_at >= ACTIVITY;
    let length = session.length(&config);
    let is_extended = config.service.extend_session_length_with_activity
        && !session.is_access_token()
        && session.expires_at != 0
        && now - (session.expires_at - length) > (length / 100).clamp(ACTIVITY, 24 * HOUR);
    if !is_active && !is_extended {
        return Ok(None);
    }

    let mut later = Session::clone(session);
    later.last_activity_at = if is_active { now } else { later.last_activity_at };
    later.expires_at = if is_extended { now + length } else { later.expires_at };
    // A session that was forgotten meanwhile is read again when it is asked for; one that was revoked has no row left.
    let is_known = ctx.app().sessions.replace(session, later.clone());
    let (id, expires_at) = (later.id, later.expires_at);
    let written = ctx
        .db()
        .transact(async move |tx| {
            if is_active {
                store::sessions::touch(tx, id, now).await?;
            }
            if is_extended {
                store::sessions::extend(tx, id, expires_at).await?;
            }
            db::Result::Ok(())
        })
        .await;
    if let Err(error) = written {
        ctx.app().sessions.forget(|known| known.id == id);
        return Err(error.into());
    }
    Ok((is_extended && is_known).then(|| Renewed {
        token: Secret::from(later.token.as_str()),
        session: Arc::new(later),
        seconds: length / 1000,
    }))
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
            Signal::EverySessionRevoked | Signal::EverythingChanged => self.forget(|_| true),
            Signal::UserChanged { user } => self.forget(|known| known.user_id == *user),
            // That the account has changed is said beside it.
            Signal::UserRemoved { .. }
            | Signal::RolesChanged
            | Signal::TeamMembership { .. }
            | Signal::ChannelMembership { .. }
            | Signal::ChannelChanged { .. }
            | Signal::ConfigurationChanged => {}
        }
    }
}

/// A session of a personal access token lasts this long.
const ACCESS_TOKEN: i64 = 100 * 365 * 24 * HOUR;

/// The living session that a token opens. A personal access token gets its session when it is used first; where they
/// are switched off it opens none, but for bots.
pub async fn find(app: &App, token: &str) -> Result<Option<Arc<Session>>> {
    let now = app.clock.now();
    let found = match app.sessions.find(app.db.read(), token, now).await? {
        None if token.parse::<wire::Id>().is_ok() && open_access_token(app, token, now).await? => {
            app.sessions.find(app.db.read(), token, now).await?
        }
        found => found,
    };
    let config = app.configuration.current();
    Ok(found.filter(|session| !session.is_switched_off(&config)))
}

async fn open_access_token(app: &App, token: &str, now: i64) -> Result<bool> {
    let conn = app.db.read();
    let Some(known) = store::tokens::by_secret(conn, token).await?.filter(|known| known.is_active) else {
        return Ok(false);
    };
    let Some(user) = store::users::by_id(conn, known.user_id).await?.filter(|user| user.delete_at == 0)
    else {
        return Ok(false);
    };
    let mut props = BTreeMap::from([
        ("type".to_owned(), "UserAccessToken".to_owned()),
        ("user_access_token_id".to_owned(), known.id.to_string()),
    ]);
    if user.is_bot {
        props.insert("is_bot".to_owned(), "true".to_owned());
    }
    let row = SessionRow {
        id: app.random.id(),
        token: known.token.clone(),
        create_at: now,
        expires_at: now + ACCESS_TOKEN,
        last_activity_at: now,
        user_id: user.id,
        device_id: String::new(),
        roles: user.roles.clone(),
        is_oauth: false,
        props: Some(Json(props)),
        expired_notify: false,
        user_roles: user.roles,
        user_delete_at: 0,
        username: user.username,
        user_mfa_active: user.mfa_active,
        user_auth_service: user.auth_service,
    };
    app.db
        .transact(async move |tx| {
            // The account is held, so that two first uses make one session, and a revocation is seen.
            store::users::locked(tx, row.user_id).await?;
            let is_valid = store::tokens::by_id(tx, known.id).await?.is_some_and(|known| known.is_active);
            if is_valid && store::sessions::by_token(tx, &row.token).await?.is_none() {
                store::sessions::insert(tx, &row).await?;
            }
            Ok(is_valid)
        })
        .await
}

/// Compares secrets in constant time.
pub fn same_secret(a: &[u8], b: &[u8]) -> bool {
    use subtle::ConstantTimeEq;
    bool::from(a.ct_eq(b))
}
