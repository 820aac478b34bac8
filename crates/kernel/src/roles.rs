//! What roles allow, kept in memory until the event log says that they changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;
use store::access::{Membership, SchemeRoles};
use wire::{Permission, PermissionSet};

use crate::event::{Entry, Logged, Signal};
use crate::event_log::Listener;

pub const ADMINISTRATOR: &str = "system_admin";
pub const GUEST: &str = "system_guest";

/// Whether the role is among those that a list, as accounts and members hold it, names.
pub fn has_role(roles: &str, role: &str) -> bool {
    roles.split_whitespace().any(|held| held == role)
}

/// Whether these system roles are a guest's.
pub fn is_guest(roles: &str) -> bool {
    has_role(roles, GUEST)
}

/// The permissions of every role in use, by name.
#[derive(Default)]
pub struct RoleSet(HashMap<String, PermissionSet>);

impl RoleSet {
    pub fn of(rows: Vec<store::roles::RoleRow>) -> Self {
        let sets = rows.into_iter().map(|row| {
            let mut permissions = PermissionSet::parse(&row.permissions);
            let ancillary: Vec<Permission> =
                permissions.iter().flat_map(|permission| permission.ancillary().iter().copied()).collect();
            permissions.extend(ancillary);
            (row.name, permissions)
        });
        Self(sets.collect())
    }

    /// What the named roles allow together; unknown names allow nothing.
    pub fn allow<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> PermissionSet {
        let mut allowed = PermissionSet::default();
        for name in names {
            if let Some(permissions) = self.0.get(name) {
                allowed = allowed.union(permissions);
            }
        }
        allowed
    }

    pub fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// The names of the roles that a membership gives: those of its scheme, or the built-in ones, then its own.
pub fn names<'a>(
    member: &'a Membership,
    scheme: Option<&'a SchemeRoles>,
    built_in: &'a BuiltIn,
) -> impl Iterator<Item = &'a str> {
    fn pick<'a>(
        is_given: bool,
        scheme: Option<&'a SchemeRoles>,
        of: fn(&SchemeRoles) -> &str,
        built_in: &'a str,
    ) -> Option<&'a str> {
        is_given.then(|| scheme.map(of).filter(|name| !name.is_empty()).unwrap_or(built_in))
    }
    pick(member.scheme_guest, scheme, |scheme| &scheme.guest, built_in.guest)
        .into_iter()
        .chain(pick(member.scheme_user, scheme, |scheme| &scheme.user, built_in.user))
        .chain(pick(member.scheme_admin, scheme, |scheme| &scheme.admin, built_in.admin))
        .chain(member.roles.split_whitespace())
}

/// The roles that stand where no scheme names others.
pub struct BuiltIn {
    pub admin: &'static str,
    pub user: &'static str,
    pub guest: &'static str,
}

pub const TEAM: BuiltIn = BuiltIn { admin: "team_admin", user: "team_user", guest: "team_guest" };
pub const CHANNEL: BuiltIn = BuiltIn { admin: "channel_admin", user: "channel_user", guest: "channel_guest" };

/// Every role, read when first asked for after a change.
pub struct Roles {
    current: ArcSwap<RoleSet>,
    /// Counts changes; what was read at an older count is stale.
    changes: AtomicU64,
    /// The count at which `current` was read; one reader at a time, and the others wait for what it reads.
    read_at: tokio::sync::Mutex<Option<u64>>,
    /// The same, for those who need not wait.
    fresh_at: AtomicU64,
}

/// No set was read yet.
const NEVER: u64 = u64::MAX;

impl Roles {
    pub fn new() -> Arc<Self> {
        Arc::new(Self {
            current: ArcSwap::default(),
            changes: AtomicU64::new(0),
            read_at: tokio::sync::Mutex::new(None),
            fresh_at: AtomicU64::new(NEVER),
        })
    }

    /// What roles allow now. Nobody is answered from a set that was read before the last change.
    pub async fn current(&self, conn: &db::Conn) -> db::Result<Arc<RoleSet>> {
        if self.fresh_at.load(Ordering::Acquire) == self.changes.load(Ordering::Acquire) {
            return Ok(self.current.load_full());
        }
        let mut read_at = self.read_at.lock().await;
        let changes = self.changes.load(Ordering::Acquire);
        if *read_at != Some(changes) {
            let set = RoleSet::of(store::roles::all(conn).await?);
            self.current.store(Arc::new(set));
            *read_at = Some(changes);
            self.fresh_at.store(changes, Ordering::Release);
        }
        Ok(self.current.load_full())
    }
}

impl Listener for Roles {
    fn entry(&self, logged: &Arc<Logged>) {
        if let Entry::Signal(signal) = &logged.entry {
            self.signal(signal);
        }
    }

    fn signal(&self, signal: &Signal) {
        if matches!(signal, Signal::RolesChanged | Signal::EverythingChanged) {
            self.changes.fetch_add(1, Ordering::AcqRel);
        }
    }
}
