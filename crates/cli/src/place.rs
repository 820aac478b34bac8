//! Which data a command is about: the flags that all commands share.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use config::Config;
use kernel::{SystemClock, SystemRandom};
use server::{Options, Site};

/// A flag wins over the environment, the environment over the configuration file.
#[derive(clap::Args, Clone)]
pub struct Place {
    /// Folder of configuration, embedded database and files.
    #[arg(long, env = "WARDROOM_DATA", value_name = "FOLDER", default_value = "./wardroom-data")]
    pub data: PathBuf,
    /// sqlite:PATH or postgres://… [SqlSettings.DataSource].
    #[arg(long, env = "WARDROOM_DATABASE", value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
}

impl Place {
    /// What the application is opened with.
    pub fn options(&self) -> Options {
        Options {
            data: self.data.clone(),
            environment: self.environment(),
            site: Site::default(),
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            hash_rounds: kernel::ROUNDS,
        }
    }

    /// The configuration as the server would have it; nothing is written. None: there is no file yet.
    pub fn configuration(&self) -> anyhow::Result<(Config, Option<PathBuf>)> {
        let path = self.data.join("config.json");
        let loaded =
            config::Source::file(&path).load().with_context(|| format!("read {}", path.display()))?;
        let place = config::Place::new(&self.data);
        let config = match &loaded {
            Some(loaded) => {
                Config::from_json(&loaded.text, &place).with_context(|| format!("read {}", path.display()))?
            }
            None => Config::defaults(&place),
        };
        Ok((config.with_env(self.environment()), loaded.map(|_| path)))
    }

    /// Settings from outside the file, as environment variables spell them.
    fn environment(&self) -> Vec<(String, String)> {
        let mut environment: Vec<(String, String)> =
            std::env::vars().filter(|(name, _)| name.starts_with("MM_")).collect();
        if let Some(database) = &self.database {
            let is_postgres = database.starts_with("postgres");
            let driver = if is_postgres { "postgres" } else { "sqlite" };
            let source = database
                .strip_prefix("sqlite:")
                .map_or(database.as_str(), |path| path.trim_start_matches("//"));
            environment.push(("MM_SQLSETTINGS_DRIVERNAME".to_owned(), driver.to_owned()));
            environment.push(("MM_SQLSETTINGS_DATASOURCE".to_owned(), source.to_owned()));
        }
        environment
    }
}
