//! One caller's view of the application: what every operation is handed.

use std::net::IpAddr;
use std::sync::Arc;

use wire::{ConnectionId, Permission, PermissionSet, UserId};

use crate::{App, Error, Result, Session};

/// Who is asking.
#[derive(Debug, Clone)]
pub enum Caller {
    /// No session.
    Anonymous,
    Session(Arc<Session>),
    /// The administrator at the machine itself: the command line.
    Local,
    /// The server's own work, by the name of the job.
    Job(&'static str),
}

/// What is known of the request beside its caller.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub id: String,
    pub address: Option<IpAddr>,
    pub user_agent: String,
    /// The caller's socket, which some events leave out.
    pub connection: Option<ConnectionId>,
    /// Whether the request came over TLS, here or at a trusted proxy.
    pub is_secure: bool,
}

/// The application as one caller sees it. Cheap to clone.
#[derive(Clone)]
pub struct Ctx {
    app: Arc<App>,
    caller: Caller,
    request: Arc<Request>,
}

impl Ctx {
    pub fn new(app: Arc<App>, caller: Caller, request: Request) -> Self {
        Self { app, caller, request: Arc::new(request) }
    }

    /// The administrator at the machine.
    pub fn local(app: Arc<App>) -> Self {
        Self::new(app, Caller::Local, Request::default())
    }

    /// The server's own work.
    pub fn job(app: Arc<App>, name: &'static str) -> Self {
        Self::new(app, Caller::Job(name), Request::default())
    }

    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    pub fn request(&self) -> &Request {
        &self.request
    }

    pub fn db(&self) -> &db::Database {
        &self.app.db
    }

    pub fn config(&self) -> Arc<config::Config> {
        self.app.configuration.current()
    }

    pub fn now(&self) -> i64 {
        self.app.clock.now()
    }

    pub fn new_id<T: From<wire::Id>>(&self) -> T {
        self.app.random.id()
    }

    /// The caller's session, if it has one.
    pub fn session(&self) -> Option<&Arc<Session>> {
        match &self.caller {
            Caller::Session(session) => Some(session),
            Caller::Anonymous | Caller::Local | Caller::Job(_) => None,
        }
    }

    /// The same caller after a while: with the session as it is now; 401 where it has ended meanwhile.
    pub async fn again(&self) -> Result<Self> {
        let Some(session) = self.session() else { return Ok(self.clone()) };
        let found = self.app.sessions.again(self.db().read(), session, &self.config(), self.now()).await?;
        let caller = Caller::Session(found.ok_or_else(Error::session_expired)?);
        Ok(Self { caller, ..self.clone() })
    }

    /// The caller's user; 401 where nobody is signed in.
    pub fn user_id(&self) -> Result<UserId> {
        self.session().map(|session| session.user_id).ok_or_else(Error::session_expired)
    }

    /// What the caller's system roles allow.
    pub async fn system_permissions(&self) -> Result<PermissionSet> {
        match &self.caller {
            Caller::Anonymous => Ok(PermissionSet::default()),
            Caller::Session(session) => {
                let roles = self.app.roles.current(self.db().read()).await?;
                Ok(roles.allow(session.roles.split_whitespace()))
            }
            Caller::Local | Caller::Job(_) => Ok(PermissionSet::all()),
        }
    }

    /// Whether the caller's system roles allow this.
    pub async fn may(&self, permission: Permission) -> Result<bool> {
        Ok(self.system_permissions().await?.contains(permission))
    }

    /// Refuses unless the caller's system roles allow this.
    pub async fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission).await? { Ok(()) } else { Err(Error::no_permission()) }
    }

    /// Refuses programs that act by a token: what decides about an account is for those who signed in themselves.
    pub fn require_sign_in(&self) -> Result<()> {
        let is_program = self.session().is_some_and(|session| session.is_access_token() || session.is_oauth);
        if is_program { Err(Error::no_permission()) } else { Ok(()) }
    }

    /// Whether the caller is a guest.
    pub fn is_guest(&self) -> bool {
        self.session().is_some_and(|session| session.is_guest())
    }
}
