//! Wiring: from settings to a running server.

mod identity;
mod listen;
mod rights;
mod routes;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use accounts::statuses::EndDoNotDisturb;
use administration::configuration::ReloadConfiguration;
use anyhow::Context as _;
use conversations::posts::jobs::ForgetPendingPosts;
use kernel::event_log::EventLog;
use kernel::jobs::{Heartbeat, RemoveExpiredSessions, RemoveOldEvents, Runner};
use kernel::{App, Clock, Configuration, Hasher, Identity, Parts, Random};

pub use http_api::site::Site;
pub use listen::Server;
use rights::{FolderRight, Rights};
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
    /// What is served at `/`.
    pub site: Site,
    pub clock: Arc<dyn Clock>,
    pub random: Arc<dyn Random>,
    /// Rounds of new password hashes.
    pub hash_rounds: u32,
}

/// An application that [`Server`] serves.
pub struct Assembly {
    pub app: Arc<App>,
    pub outcome: store::setup::Outcome,
    options: Rest,
    rights: Rights,
}

struct Rest {
    site: Site,
}

/// What the application is put together for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Alone on its data, as a new run of this node.
    Serving,
    /// Beside a server that may run on the same data.
    Command,
}

/// Opens data folder, configuration and database, and puts together what is served. One process serves them at a time.
pub async fn assemble(options: Options) -> anyhow::Result<Assembly> {
    let site = options.site.clone();
    let (app, outcome, rights) = build(options, Purpose::Serving).await?;
    let rights = rights.context("serve without the right to")?;
    Ok(Assembly { app, outcome, options: Rest { site }, rights })
}

/// Opens data folder, configuration and database for a command. A server may be running on them, and hears of what
/// the command changes.
pub async fn open(options: Options) -> anyhow::Result<Arc<App>> {
    build(options, Purpose::Command).await.map(|(app, ..)| app)
}

async fn build(
    options: Options,
    purpose: Purpose,
) -> anyhow::Result<(Arc<App>, store::setup::Outcome, Option<Rights>)> {
    let Options { data, environment, site: _, clock, random, hash_rounds } = options;
    std::fs::create_dir_all(&data).with_context(|| format!("make the data folder {}", data.display()))?;
    let folder_right = match purpose {
        Purpose::Serving => Some(FolderRight::take(&data)?),
        Purpose::Command => None,
    };
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

    if purpose == Purpose::Serving && configuration.current().service.connection_security == "TLS" {
        anyhow::bail!(
            "ServiceSettings.ConnectionSecurity is TLS, which is not served yet: leave it empty and terminate TLS at a \
             reverse proxy"
        );
    }

    let events = EventLog::new();
    let location = location(&configuration.current())?;
    let rights = match folder_right {
        Some(folder) => Some(Rights::take(folder, &location).await?),
        None => None,
    };
    let seconds = u64::try_from(configuration.current().sql.query_timeout).unwrap_or_default();
    let options =
        db::Options { read_limit: std::time::Duration::from_secs(seconds), ..db::Options::default() };
    let db = db::Database::open(&location, options, events.commit_listener())
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
    let node = match purpose {
        Purpose::Serving => Some(node_id(&data, &*random).context("name this node")?),
        Purpose::Command => None,
    };
    let identity = identify(&db, node, now).await?;
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
    let files = files(&configuration.current())?;
    let app = App::new(Parts {
        db,
        configuration,
        clock,
        random,
        hasher: Hasher::new(hash_rounds, threads),
        files,
        events,
        identity,
    });
    conversations::register(&app);
    Ok((app, outcome, rights))
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
                Box::new(ForgetPendingPosts),
                Box::new(EndDoNotDisturb),
                Box::<ReloadConfiguration>::default(),
            ],
        )
    }
}

/// The database that the settings name.
pub fn location(config: &config::Config) -> anyhow::Result<db::Location> {
    let source = &config.sql.data_source;
    match config.sql.driver_name.as_str() {
        "sqlite" | "sqlite3" => {
            Ok(db::Location::Sqlite(PathBuf::from(source.strip_prefix("sqlite:").unwrap_or(source))))
        }
        "postgres" => Ok(db::Location::parse(source)?),
        other => anyhow::bail!("SqlSettings.DriverName is {other}; it must be sqlite or postgres"),
    }
}

/// Where the settings say that files are kept.
fn files(config: &config::Config) -> anyhow::Result<blob::Store> {
    match config.file.driver_name.as_str() {
        "local" => Ok(blob::Store::local(&config.file.directory)),
        other => {
            anyhow::bail!("FileSettings.DriverName is {other}; files are kept on the local disk only (local)")
        }
    }
}

/// Reads what the server is from its database, and begins a run of the node, if it is one.
async fn identify(db: &db::Database, node: Option<String>, now: i64) -> anyhow::Result<Identity> {
    let known: BTreeMap<String, String> = store::systems::all(db.read()).await?.into_iter().collect();
    let value = |name: &str| known.get(name).cloned().unwrap_or_default();
    let hostname =
        std::fs::read_to_string("/etc/hostname").map(|name| name.trim().to_owned()).unwrap_or_default();
    let (node_id, epoch) = match node {
        Some(node) => {
            let run = (node.clone(), hostname.clone());
            let epoch = db
                .transact(async move |tx| store::nodes::claim(tx, &run.0, &run.1, PROTOCOL, now).await)
                .await
                .context("begin a run of this node")?;
            (node, epoch)
        }
        None => (String::new(), 0),
    };
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
