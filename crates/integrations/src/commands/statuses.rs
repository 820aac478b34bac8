//! Commands that say how available somebody is.

use accounts::statuses::operations;
use kernel::{Ctx, Result};
use wire::Presence;

use super::builtin::Builtin;
use super::outcome::Outcome;

/// Chooses a status.
pub(super) async fn choose(ctx: &Ctx, command: Builtin) -> Result<Outcome> {
    let (presence, text) = match command {
        Builtin::Away => (Presence::Away, "You are now away"),
        Builtin::Dnd => (
            Presence::Dnd,
            "Do Not Disturb is enabled. You will not receive desktop or mobile push notifications until Do Not Disturb \
             is turned off.",
        ),
        Builtin::Offline => (Presence::Offline, "You are now offline"),
        _ => (Presence::Online, "You are now online"),
    };
    operations::choose(ctx, ctx.user_id()?, presence, 0).await?;
    Ok(Outcome::told(text))
}
