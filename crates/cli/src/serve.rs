//! `wardroom serve`: runs the server until it is told to stop.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use server::{Options, Server, Site};
use store::setup::Outcome;
use tokio::signal::unix::{SignalKind, signal};

use crate::log::Log;
use crate::place::Place;

/// Each flag stands for a setting; a flag wins over the environment, the environment over the file.
#[derive(clap::Args, Clone)]
pub struct Flags {
    #[command(flatten)]
    place: Place,
    /// Address to listen on, such as :8065 or 127.0.0.1:8065 [ServiceSettings.ListenAddress].
    #[arg(long, env = "WARDROOM_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// Folder of a built web client to serve at / instead of the built-in one.
    #[arg(long, env = "WARDROOM_CLIENT_DIR", value_name = "FOLDER")]
    client_dir: Option<PathBuf>,
}

impl Flags {
    fn options(self) -> Options {
        let mut options = self.place.options();
        if let Some(listen) = self.listen {
            options.environment.push(("MM_SERVICESETTINGS_LISTENADDRESS".to_owned(), listen));
        }
        options.site = match self.client_dir {
            Some(folder) => Site::Folder(folder),
            None if client::is_built() => Site::BuiltIn(client::file),
            None => Site::HowToConnect,
        };
        options
    }
}

pub fn run(flags: Flags) -> anyhow::Result<ExitCode> {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("start the runtime")?;
    runtime.block_on(serve(flags))
}

async fn serve(flags: Flags) -> anyhow::Result<ExitCode> {
    let data = flags.place.data.clone();
    let (config, _) = flags.place.configuration()?;
    let log = Log::start(&config.log);
    let assembly = server::assemble(flags.options()).await?;
    let outcome = assembly.outcome;
    log.follow(&assembly.app);
    let mut server = Server::start(assembly).await?;

    let address =
        format!("http://{}", server.address).replace("[::]", "localhost").replace("0.0.0.0", "localhost");
    let data = std::fs::canonicalize(&data).unwrap_or(data);
    eprintln!("Wardroom is ready at {address}, with its data in {}", data.display());
    if outcome == Outcome::Adopted {
        eprintln!("The database was made by another server and has been adopted; it can go back any time.");
    }
    if !server.app.configuration.has_accounts() {
        eprintln!("There are no accounts yet: whoever signs up first becomes the administrator.");
    }

    let mut terminate = signal(SignalKind::terminate()).context("listen for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listen for SIGINT")?;
    let is_replaced = tokio::select! {
        _ = terminate.recv() => false,
        _ = interrupt.recv() => false,
        () = server.replaced() => true,
    };
    if is_replaced {
        tracing::error!("another Wardroom serves the database now; this one stops");
    } else {
        tracing::info!("stopping");
    }
    server.stop().await?;
    Ok(if is_replaced { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
