//! The configuration in force: a snapshot that is swapped as a whole, and the file behind it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use arc_swap::ArcSwap;
use config::{
    ClientConfig, ClientFacts, Config, Fingerprint, Place, Source, client_config, hash_of_client_config,
};
use parking_lot::Mutex;

use crate::{Error, Result};

/// What clients are told of a snapshot.
pub struct ClientView {
    pub maps: ClientConfig,
    /// Changes when, and only when, the full map does.
    pub hash: String,
}

/// The current configuration. Readers take a snapshot and keep it for one act.
pub struct Configuration {
    current: ArcSwap<Config>,
    client: ArcSwap<ClientView>,
    facts: ArcSwap<ClientFacts>,
    source: Source,
    known: Mutex<Option<Fingerprint>>,
    /// Whether any account exists: asked by everyone who opens the sign-in page.
    has_accounts: AtomicBool,
    /// Counts what was put in force.
    version: AtomicU64,
    /// The version that was announced last.
    announced: tokio::sync::Mutex<u64>,
}

/// Somebody made the configuration file unusable while the server runs.
pub const UNUSABLE_FILE: &str = "api.config.update_config.unusable_file.app_error";

impl Configuration {
    /// Reads the configuration, with the environment over it. A first start writes the file.
    pub fn load(
        source: Source,
        place: &Place,
        environment: impl IntoIterator<Item = (String, String)>,
        fresh_secret: impl FnMut() -> String,
    ) -> std::result::Result<Self, LoadError> {
        let loaded = source.load()?;
        let config = match &loaded {
            Some(loaded) => Config::from_json(&loaded.text, place)?,
            None => Config::defaults(place),
        };
        let (config, is_completed) = config.with_env(environment).with_generated(fresh_secret);
        config::validate(&config)?;
        let mut known = loaded.map(|loaded| loaded.fingerprint);
        if known.is_none() || is_completed {
            known = Some(source.save(&config.to_file_json())?);
        }
        let facts = ClientFacts::default();
        let client = view(&config, &facts);
        Ok(Self {
            current: ArcSwap::from_pointee(config),
            client: ArcSwap::from_pointee(client),
            facts: ArcSwap::from_pointee(facts),
            source,
            known: Mutex::new(known),
            has_accounts: AtomicBool::new(false),
            version: AtomicU64::new(0),
            announced: tokio::sync::Mutex::new(0),
        })
    }

    pub fn current(&self) -> Arc<Config> {
        self.current.load_full()
    }

    pub fn client(&self) -> Arc<ClientView> {
        self.client.load_full()
    }

    /// Completes what clients are told with what the server knows of itself.
    pub fn set_facts(&self, facts: ClientFacts) {
        self.has_accounts.store(!facts.no_accounts, Ordering::Relaxed);
        self.client.store(Arc::new(view(&self.current(), &facts)));
        self.facts.store(Arc::new(facts));
    }

    /// Notes that the first account exists.
    pub fn account_was_made(&self) {
        if !self.has_accounts.swap(true, Ordering::Relaxed) {
            let facts = ClientFacts { no_accounts: false, ..ClientFacts::clone(&self.facts.load()) };
            self.set_facts(facts);
        }
    }

    pub fn has_accounts(&self) -> bool {
        self.has_accounts.load(Ordering::Relaxed)
    }

    /// Decides on a change of what is in force, saves it and puts it in force; changes made one after the other see
    /// each other. Somebody else's change of the file is taken in before. Waits for the disk.
    pub fn change<T>(&self, decide: impl FnOnce(&Config) -> Result<(Option<Config>, T)>) -> Result<T> {
        let mut known = self.known.lock();
        self.take_in(&mut known).map_err(|error| {
            let problem = format!("{error}; the file was changed outside and has to be mended first");
            Error::refused(409, UNUSABLE_FILE, problem)
        })?;
        let (changed, answer) = decide(&self.current())?;
        if let Some(config) = changed {
            let saved = self.source.save(&config.to_file_json());
            *known = Some(saved.map_err(|e| Error::internal("save the configuration", e))?);
            self.adopt(config);
        }
        Ok(answer)
    }

    /// Takes in the file if somebody changed it. Gives whether it did; a file that cannot be used changes nothing.
    /// Waits for the disk.
    pub fn reload(&self) -> std::result::Result<bool, LoadError> {
        self.take_in(&mut self.known.lock())
    }

    /// Has `tell` announce what is in force, unless it was. One at a time, so that the last word is the newest.
    pub async fn announce(&self, tell: impl AsyncFnOnce(Arc<ClientView>) -> Result<()>) -> Result<()> {
        let mut announced = self.announced.lock().await;
        let version = self.version.load(Ordering::Acquire);
        if *announced != version {
            tell(self.client()).await?;
            *announced = version;
        }
        Ok(())
    }

    fn take_in(&self, known: &mut Option<Fingerprint>) -> std::result::Result<bool, LoadError> {
        let changed = match *known {
            Some(fingerprint) => self.source.changed_since(fingerprint)?,
            None => self.source.load()?,
        };
        let Some(loaded) = changed else { return Ok(false) };
        let config = self.current().with_text(&loaded.text)?;
        config::validate(&config)?;
        *known = Some(loaded.fingerprint);
        self.adopt(config);
        Ok(true)
    }

    fn adopt(&self, config: Config) {
        self.client.store(Arc::new(view(&config, &self.facts.load())));
        self.current.store(Arc::new(config));
        self.version.fetch_add(1, Ordering::Release);
    }
}

fn view(config: &Config, facts: &ClientFacts) -> ClientView {
    let maps = client_config(config, facts);
    let hash = hash_of_client_config(&maps.full);
    ClientView { maps, hash }
}

/// Why a configuration cannot be used. Names the setting, never its value.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the configuration cannot be read or written")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Fault(#[from] config::Fault),
    #[error(transparent)]
    Invalid(#[from] config::Invalid),
}
