//! Taking in a configuration file that somebody else changed: when asked (`POST /config/reload`), and every few
//! seconds.

use std::pin::Pin;
use std::time::Duration;

use http_api::{Done, Extension};
use kernel::jobs::Job;
use kernel::{Ctx, Result};
use parking_lot::Mutex;

use super::operations;

pub(super) async fn reload(Extension(ctx): Extension<Ctx>) -> http_api::Result<Done> {
    operations::reload(&ctx).await?;

    Ok(Done)
}

/// Follows changes of the file, and announces what could not be announced when it changed.
#[derive(Default)]
pub struct ReloadConfiguration {
    /// What was wrong last time: told once, not at every look.
    told: Mutex<Option<String>>,
}

impl Job for ReloadConfiguration {
    fn name(&self) -> &'static str {
        "reload_configuration"
    }

    fn every(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, ctx: &'a Ctx) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
        Box::pin(async move {
            let problem = operations::take_in(ctx).await?.err().map(|problem| problem.to_string());
            let is_news = std::mem::replace(&mut *self.told.lock(), problem.clone()) != problem;
            if let Some(problem) = problem.filter(|_| is_news) {
                tracing::error!(problem, "the changed configuration file cannot be used; the old one stays");
            }
            note_first_account(ctx).await?;
            operations::announce(ctx).await
        })
    }
}

/// A first account that a command made beside the running server counts, too.
async fn note_first_account(ctx: &Ctx) -> Result<()> {
    let configuration = &ctx.app().configuration;
    if !configuration.has_accounts() && store::users::any(ctx.db().read()).await? {
        configuration.account_was_made();
    }
    Ok(())
}
