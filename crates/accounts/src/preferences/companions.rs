//! What is kept in step with preferences, in the transaction that changes them: layers above add themselves here.

use std::pin::Pin;
use std::sync::Arc;

use kernel::Result;
use parking_lot::RwLock;
use store::preferences::PreferenceRow;
use wire::UserId;

/// What a transaction has just done to a user's preferences.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    Saved(&'a [PreferenceRow]),
    Removed(&'a [PreferenceRow]),
}

/// Changes what has to go along, or refuses the whole. It has no effect but through the transaction.
pub trait Companion: Send + Sync + 'static {
    fn follow<'a>(
        &'a self,
        tx: &'a db::Tx,
        now: i64,
        user: UserId,
        change: Change<'a>,
    ) -> Pin<Box<dyn Future<Output = Result<()>> + 'a>>;
}

/// Everybody who goes along; see [`kernel::App::part`].
#[derive(Default)]
pub struct Companions(RwLock<Vec<Arc<dyn Companion>>>);

impl Companions {
    pub fn add(&self, companion: Arc<dyn Companion>) {
        self.0.write().push(companion);
    }

    /// Lets everybody follow, in the order in which they were added.
    pub(crate) async fn follow(&self, tx: &db::Tx, now: i64, user: UserId, change: Change<'_>) -> Result<()> {
        let companions = self.0.read().clone();
        for companion in companions {
            companion.follow(tx, now, user, change).await?;
        }
        Ok(())
    }
}
