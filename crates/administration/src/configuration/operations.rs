//! Reading and changing the configuration.

use accounts::users::standing;
use config::{Change, Config, Refused, View, Writer};
use kernel::{Caller, Ctx, Error, Event, LoadError, Result, Signal};
use serde_json::{Value, json};
use wire::{Broadcast, EventKind, Permission, PermissionSet};

/// The file cannot be taken in.
const RELOAD: &str = "api.config.reload_config.app_error";

/// What the caller sees, secrets masked.
pub async fn read(ctx: &Ctx, view: View) -> Result<Value> {
    let caller = Reader::of(ctx).await?;
    Ok(caller.ask(|writer| ctx.config().view(writer, view)))
}

/// Which settings the environment holds, of those that the caller sees.
pub async fn environment(ctx: &Ctx) -> Result<Option<Value>> {
    let caller = Reader::of(ctx).await?;
    Ok(caller.ask(|writer| ctx.config().environment_for(writer)))
}

/// Takes a whole configuration: what is missing goes back to its default. Gives what the caller sees of the result.
pub async fn replace(ctx: &Ctx, incoming: Value) -> Result<Value> {
    change(ctx, incoming, Config::replace).await
}

/// Takes parts of a configuration: what is missing stays. Gives what the caller sees of the result.
pub async fn patch(ctx: &Ctx, incoming: Value) -> Result<Value> {
    change(ctx, incoming, Config::patch).await
}

/// Takes in the file, if somebody changed it.
pub async fn reload(ctx: &Ctx) -> Result<()> {
    take_in(ctx).await?.map_err(|problem| Error::bad_request(RELOAD, problem.to_string()))?;
    announce(ctx).await
}

/// Puts a changed file in force; the inner result is what is wrong with it. [`announce`] comes after.
pub(super) async fn take_in(ctx: &Ctx) -> Result<std::result::Result<bool, LoadError>> {
    let app = ctx.app().clone();
    on_disk(move || app.configuration.reload()).await
}

/// Tells clients and the server's own parts what is in force, unless they know.
pub async fn announce(ctx: &Ctx) -> Result<()> {
    ctx.app()
        .configuration
        .announce(async |client| {
            let data = json!({ "config": client.maps.full });
            let event = Event::new(EventKind::ConfigChanged, &data, Broadcast::to_everyone())?;
            let now = ctx.now();
            ctx.db()
                .transact(async move |tx| {
                    kernel::publish(tx, now, event.clone()).await?;
                    kernel::signal(tx, now, Signal::ConfigurationChanged).await
                })
                .await
        })
        .await
}

type Decide = fn(&Config, &Value, Writer<'_>) -> std::result::Result<Change, Refused>;

async fn change(ctx: &Ctx, incoming: Value, decide: Decide) -> Result<Value> {
    let caller = Reader::of(ctx).await?;

    let app = ctx.app().clone();
    let had_guests = ctx.config().guest_accounts.enable;
    let shown = on_disk(move || {
        app.configuration.change(|current| {
            let Change { config, keys } =
                caller.ask(|writer| decide(current, &incoming, writer)).map_err(refused)?;
            let shown = caller.ask(|writer| config.view(writer, View::default()));
            Ok(((!keys.is_empty()).then_some(config), shown))
        })
    })
    .await??;

    announce(ctx).await?;
    // Only here, where somebody asked for it: a file that is missing or was left behind deactivates nobody.
    if had_guests && !ctx.config().guest_accounts.enable {
        standing::deactivate_guests(ctx).await?;
    }
    Ok(shown)
}

fn refused(refused: Refused) -> Error {
    Error::refused(refused.status(), refused.id(), refused.to_string())
}

/// What a caller may see and change.
enum Reader {
    Session(PermissionSet),
    Local,
}

impl Reader {
    async fn of(ctx: &Ctx) -> Result<Self> {
        Ok(match ctx.caller() {
            Caller::Local | Caller::Job(_) => Self::Local,
            Caller::Session(_) | Caller::Anonymous => Self::Session(ctx.system_permissions().await?),
        })
    }

    fn ask<T>(&self, question: impl FnOnce(Writer<'_>) -> T) -> T {
        match self {
            Self::Local => question(Writer::Local),
            Self::Session(permissions) => {
                let may = |id: &str| Permission::parse(id).is_some_and(|asked| permissions.contains(asked));
                question(Writer::Session(&may))
            }
        }
    }
}

/// Runs what waits for the disk where it delays nobody.
async fn on_disk<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::internal("work on the configuration file", e))
}
