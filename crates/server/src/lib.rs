//! Wiring: from settings to a running server.

mod identity;
mod listen;
mod routes;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use accounts::statuses::EndDoNotDisturb;
use administration::configuration::ReloadConfiguration;
use anyhow::Context as _;
use kernel::event_log::EventLog;
use kernel::jobs::{Heartbeat, RemoveExpiredSessions, RemoveOldEvents, Runner};
use kernel::{App, Clock, Configuration, Hasher, Identity, Parts, Random};

pub use listen::Server;
pub use routes::routes;

/// The protocol's version that is spoken.
pub const PROTOCOL: &str = "11.6.0";
/// What `build_number` says: ours, behind the protocol's version.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

/// What a server is started with. The command line and tests fill it.
pub struct Options {
    /// Everything that is not in another database or file store lies here.
    pub data: PathBuf,
    /// Overrides of settings, spelled as environment variables (`MM_SECTION_KEY`); later ones win.
    pub environment: Vec<(String, String)>,
    /// A built web client to serve at `/`.
    pub client_folder: Option<PathBuf>,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Rounds of new password hashes.
    pub hash_rounds: u32,
}

/// An application without a network: what commands work on, and what [`Server`] serves.
pub struct Assembly {
    pub app: Arc<App>,
    pub outcome: store::setup::Outcome,
    options: Rest,
}

struct Rest {
    client_folder: Option<PathBuf>,
}

/// Opens data folder, configuration and database, and puts the application together.
pub async fn assemble(options: Options) -> anyhow::Result<Assembly> {
    let Options { data, environment, client_folder, clock, random, hash_rounds } = options;
    std::fs::create_dir_all(&data).with_context(|| format!("make the data folder {}", data.display()))?;
    let place = config::Place::new(&data);
    let overrides: BTreeMap<String, String> = environment.into_iter().collect();
    let secrets = random.clone();
    let configuration =
        Configuration::load(config::Source::file(data.join("config.json")), &place, overrides, || {
            format!("{}{}", secrets.token(), secrets.token()).chars().take(32).collect()
        })
        .with_context(|| format!("read {}", data.join("config.json").display()))?;
    for unused in configuration.current().unused_variables() {
        tracing::warn!("{unused}");
    }

    let events = EventLog::new();
    let location = location(&configuration.current())?;
    let db = db::Database::open(&location, db::Options::default(), events.commit_listener())
        .await
        .context("open the database")?;
    let now = clock.now();
    let diagnostic_id = random.token();
    let signing_key = identity::fresh_signing_key(&*random);
    let cookie_secret = identity::fresh_cookie_secret(&*random);
    let outcome = store::setup::migrate(
        &db,
        store::schema::Given {
            now,
            diagnostic_id: &diagnostic_id,
            asymmetric_signing_key: &signing_key,
            post_action_cookie_secret: &cookie_secret,
            new_id: &mut || random.token(),
        },
    )
    .await
    .context("prepare the database")?;

    events.begin(&db).await.context("find the end of the event log")?;
    let identity = identify(&db, &data, &*random, now).await?;
    let facts = config::ClientFacts {
        version: PROTOCOL.to_owned(),
        build_number: identity.build_number.clone(),
        build_hash: BUILD.to_owned(),
        diagnostic_id: identity.diagnostic_id.clone(),
        installation_date: Some(identity.installation_date),
        schema_version: identity.schema_version,
        no_accounts: !store::users::any(db.read()).await.context("look for accounts")?,
        max_post_size: 16_383,
        asymmetric_signing_public_key: identity.signing_public_key.clone(),
        ..config::ClientFacts::default()
    };
    configuration.set_facts(facts);
    let threads = std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).max(1));
    let app = App::new(Parts {
        db,
        configuration,
        clock,
        random,
        hasher: Hasher::new(hash_rounds, threads),
        events,
        identity,
    });
    Ok(Assembly { app, outcome, options: Rest { client_folder } })
}

impl Assembly {
    /// Starts the server's own recurring work.
    fn start_jobs(&self) -> Runner {
        Runner::start(
            &self.app,
            vec![
                Box::new(RemoveOldEvents),
                Box::new(RemoveExpiredSessions),
                Box::new(Heartbeat),
                Box::new(EndDoNotDisturb),
                Box::<ReloadConfiguration>::default(),
            ],
        )
    }
}

/// The database that the settings name.
fn location(config: &config::Config) -> anyhow::Result<db::Location> {
    let source = &config.sql.data_source;
    match config.sql.driver_name.as_str() {
        "sqlite" | "sqlite3" => {
            Ok(db::Location::Sqlite(PathBuf::from(source.strip_prefix("sqlite:").unwrap_or(source))))
        }
        "postgres" => Ok(db::Location::parse(source)?),
        other => anyhow::bail!("SqlSettings.DriverName is {other}; it must be sqlite or postgres"),
    }
}

/// Reads what the server is from its database, and begins a run of this node.
async fn identify(
    db: &db::Database,
    data: &std::path::Path,
    random: &dyn Random,
    now: i64,
) -> anyhow::Result<Identity> {
    let known: BTreeMap<String, String> = store::systems::all(db.read()).await?.into_iter().collect();
    let value = |name: &str| known.get(name).cloned().unwrap_or_default();
    let hostname =
        std::fs::read_to_string("/etc/hostname").map(|name| name.trim().to_owned()).unwrap_or_default();
    let node_id = node_id(data, random).context("name this node")?;
    let run = (node_id.clone(), hostname.clone());
    let epoch = db
        .transact(async move |tx| store::nodes::claim(tx, &run.0, &run.1, PROTOCOL, now).await)
        .await
        .context("begin a run of this node")?;
    Ok(Identity {
        version: PROTOCOL,
        build_number: BUILD.to_owned(),
        diagnostic_id: value("DiagnosticId"),
        installation_date: value("InstallationDate").parse().unwrap_or(now),
        hostname,
        schema_version: store::schema::BASE_VERSION,
        signing_public_key: identity::public_key(&value("AsymmetricSigningKey")).unwrap_or_default(),
        node_id,
        epoch,
    })
}

/// A node keeps its name in its data folder.
fn node_id(data: &std::path::Path, random: &dyn Random) -> std::io::Result<String> {
    let file = data.join("node-id");
    match std::fs::read_to_string(&file) {
        Ok(id) if !id.trim().is_empty() => Ok(id.trim().to_owned()),
        Ok(_) => {
            let id = random.token();
            std::fs::write(&file, &id).map(|()| id)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let id = random.token();
            std::fs::write(&file, &id).map(|()| id)
        }
        Err(error) => Err(error),
    }
}
