//! What sockets tell of people, and ask about them. Statuses belong to accounts; the hub only calls.

use std::collections::BTreeMap;
use std::pin::Pin;

use kernel::Ctx;
use wire::UserId;

pub type Future<'a, T> = Pin<Box<dyn std::future::Future<Output = T> + Send + 'a>>;

/// Follows who is there.
pub trait Presence: Send + Sync + 'static {
    /// The user's first socket has opened, or one of them answered a ping.
    fn connected<'a>(&'a self, ctx: &'a Ctx, user: UserId) -> Future<'a, ()>;
    /// The user's last socket is gone.
    fn disconnected<'a>(&'a self, ctx: &'a Ctx, user: UserId) -> Future<'a, ()>;
    /// The client says that its user is active or idle; `manual` when the user chose so.
    fn active<'a>(&'a self, ctx: &'a Ctx, user: UserId, is_active: bool, manual: bool) -> Future<'a, ()>;
    /// The statuses of these users, or of everyone known.
    fn statuses<'a>(
        &'a self,
        ctx: &'a Ctx,
        users: Option<Vec<String>>,
    ) -> Future<'a, kernel::Result<BTreeMap<String, String>>>;
}
