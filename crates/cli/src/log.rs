//! What the server says of itself, on standard error: as the log settings have it, from the start and as they change.
//!
//! `WARDROOM_LOG` wins over the level of the settings; it takes a level, or filters per module.

use std::sync::{Arc, Weak};

use config::sections::LogSettings;
use kernel::App;
use kernel::event::{Entry, Logged, Signal};
use kernel::event_log::Listener;
use tracing_subscriber::layer::{Layered, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, reload};

type Filtered = Layered<reload::Layer<EnvFilter, Registry>, Registry>;
type Format = Box<dyn Layer<Filtered> + Send + Sync>;

/// The log of this process, which can be told other settings.
#[derive(Clone)]
pub struct Log {
    filter: reload::Handle<EnvFilter, Registry>,
    format: reload::Handle<Format, Filtered>,
}

impl Log {
    /// Starts the log with these settings.
    pub fn start(settings: &LogSettings) -> Self {
        let (filter, filter_handle) = reload::Layer::new(filter(settings));
        let (format, format_handle) = reload::Layer::new(format(settings));
        tracing_subscriber::registry().with(filter).with(format).init();
        Self { filter: filter_handle, format: format_handle }
    }

    /// Follows the settings of a running server.
    pub fn follow(self, app: &Arc<App>) {
        app.events.add(Arc::new(Follower { log: self, app: Arc::downgrade(app) }));
    }

    fn apply(&self, settings: &LogSettings) {
        let changed =
            self.filter.reload(filter(settings)).and_then(|()| self.format.reload(format(settings)));
        if let Err(error) = changed {
            tracing::error!(%error, "could not change the log");
        }
    }
}

struct Follower {
    log: Log,
    app: Weak<App>,
}

impl Listener for Follower {
    fn entry(&self, logged: &Arc<Logged>) {
        if logged.entry == Entry::Signal(Signal::ConfigurationChanged)
            && let Some(app) = self.app.upgrade()
        {
            self.log.apply(&app.configuration.current().log);
        }
    }
}

/// Only our own crates say more than INFO: what libraries tell of statements and requests holds people's texts.
const OWN: [&str; 12] = [
    "accounts",
    "administration",
    "config",
    "conversations",
    "db",
    "http_api",
    "kernel",
    "realtime",
    "server",
    "store",
    "wardroom",
    "wire",
];

fn filter(settings: &LogSettings) -> EnvFilter {
    let filters = match std::env::var("WARDROOM_LOG") {
        Ok(wanted) if !wanted.is_empty() => wanted,
        _ => filters_of(settings),
    };
    // Its messages hold the parameters of statements.
    let quiet = "tokio_postgres=info".parse().expect("a directive as the library's documentation spells it");
    EnvFilter::builder().parse_lossy(filters).add_directive(quiet)
}

fn filters_of(settings: &LogSettings) -> String {
    if !settings.enable_console {
        return "off".to_owned();
    }
    match settings.console_level.to_uppercase().as_str() {
        level @ ("TRACE" | "DEBUG") => {
            let own = OWN.map(|name| format!("{name}={level}"));
            format!("info,{}", own.join(","))
        }
        level @ ("INFO" | "WARN") => level.to_owned(),
        _ => "error".to_owned(),
    }
}

fn format(settings: &LogSettings) -> Format {
    if settings.console_json {
        fmt::layer().json().with_writer(std::io::stderr).boxed()
    } else {
        let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
        fmt::layer().with_ansi(is_terminal).with_writer(std::io::stderr).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(level: &str) -> LogSettings {
        let text = format!(r#"{{"LogSettings": {{"ConsoleLevel": "{level}"}}}}"#);
        config::Config::from_json(&text, &config::Place::new("data")).unwrap().log.clone()
    }

    #[test]
    fn libraries_stay_quiet_when_we_are_talkative() {
        let filters = filters_of(&settings("debug"));
        assert!(filters.starts_with("info,") && filters.contains("kernel=DEBUG"));
        assert_eq!(filters_of(&settings("WARN")), "WARN");
        assert_eq!(filters_of(&settings("FATAL")), "error");
    }

    #[test]
    fn a_console_that_is_off_says_nothing() {
        assert_eq!(filters_of(&LogSettings { enable_console: false, ..settings("INFO") }), "off");
    }
}
