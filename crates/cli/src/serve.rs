//! `wardroom serve`: runs the server until it is told to stop.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use kernel::{SystemClock, SystemRandom};
use server::{Options, Server};
use store::setup::Outcome;
use tokio::signal::unix::{SignalKind, signal};

/// Each flag stands for a setting; a flag wins over the environment, the environment over the file.
#[derive(clap::Args, Clone)]
pub struct Flags {
    /// Folder of configuration, embedded database and files.
    #[arg(long, env = "WARDROOM_DATA", value_name = "FOLDER", default_value = "./wardroom-data")]
    data: PathBuf,
    /// Address to listen on, such as :8065 or 127.0.0.1:8065 [ServiceSettings.ListenAddress].
    #[arg(long, env = "WARDROOM_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// sqlite:PATH or postgres://… [SqlSettings.DataSource].
    #[arg(long, env = "WARDROOM_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// Folder of a built web client to serve at / instead of the built-in page.
    #[arg(long, env = "WARDROOM_CLIENT_DIR", value_name = "FOLDER")]
    client_dir: Option<PathBuf>,
}

impl Flags {
    /// What the server is started with.
    pub fn options(self) -> Options {
        let mut environment: Vec<(String, String)> =
            std::env::vars().filter(|(name, _)| name.starts_with("MM_")).collect();
        if let Some(listen) = self.listen {
            environment.push(("MM_SERVICESETTINGS_LISTENADDRESS".to_owned(), listen));
        }
        if let Some(database) = self.database {
            let is_postgres = database.starts_with("postgres");
            let driver = if is_postgres { "postgres" } else { "sqlite" };
            let source = database
                .strip_prefix("sqlite:")
                .map_or(database.as_str(), |path| path.trim_start_matches("//"));
            environment.push(("MM_SQLSETTINGS_DRIVERNAME".to_owned(), driver.to_owned()));
            environment.push(("MM_SQLSETTINGS_DATASOURCE".to_owned(), source.to_owned()));
        }
        Options {
            data: self.data,
            environment,
            client_folder: self.client_dir,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            hash_rounds: kernel::ROUNDS,
        }
    }
}

pub fn run(flags: Flags) -> anyhow::Result<()> {
    log();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("start the runtime")?;
    runtime.block_on(serve(flags))
}

async fn serve(flags: Flags) -> anyhow::Result<()> {
    let data = flags.data.clone();
    let assembly = server::assemble(flags.options()).await?;
    let outcome = assembly.outcome;
    let server = Server::start(assembly).await?;

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
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    server.stop().await
}

fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("WARDROOM_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .with_writer(std::io::stderr)
        .init();
}
