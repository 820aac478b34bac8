//! Recurring work for posts.

use std::pin::Pin;
use std::time::Duration;

use kernel::jobs::{Job, transact};
use kernel::{Ctx, Result};

/// Forgets authors' own names for their posts, which nobody repeats any more.
pub struct ForgetPendingPosts;

impl ForgetPendingPosts {
    /// How long a repeated request gives the same post: a day is promised.
    const KEPT: i64 = 2 * 24 * 60 * 60 * 1000;
    /// Rows that one transaction removes at most.
    const PIECE: i64 = 1000;
}

impl Job for ForgetPendingPosts {
    fn name(&self) -> &'static str {
        "forget_pending_posts"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(15 * 60)
    }

    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let before = ctx.now() - Self::KEPT;
            let piece = async move |tx: &db::Tx| {
                Ok(store::pending_posts::remove_before(tx, before, Self::PIECE).await?)
            };
            while transact(ctx, piece).await? == Self::PIECE.unsigned_abs() {}
            Ok(())
        })
    }
}
