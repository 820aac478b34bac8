//! What all scenarios take.

use std::path::PathBuf;

use crate::load::Pace;
use crate::target::{Processes, Target};

#[derive(Debug, Clone, clap::Args)]
pub struct Common {
    /// The server to measure.
    #[arg(long, default_value = "http://127.0.0.1:8065")]
    pub url: String,
    /// An administrator, signed up as the first user where there is none.
    #[arg(long, value_name = "LOGIN:PASSWORD", default_value = "bench-admin:Bench-Admin-1!")]
    pub admin: String,
    /// People to use; each scenario has its own default.
    #[arg(long)]
    pub users: Option<usize>,
    /// Workers in a closed loop, each figure a block of its own, such as 8,32.
    #[arg(long, value_delimiter = ',')]
    pub conc: Vec<usize>,
    /// Operations per second in an open loop, timed from when they are due.
    #[arg(long)]
    pub rate: Option<f64>,
    /// Length of a block; ten seconds where the scenario has no reason for another.
    #[arg(long)]
    pub secs: Option<f64>,
    /// Load before a block that is not measured.
    #[arg(long, default_value_t = 2.0)]
    pub warmup: f64,
    /// Root of the server's process tree, to count its CPU and memory.
    #[arg(long, value_name = "PID")]
    pub server_pid: Option<u32>,
    /// Root of the database's process tree.
    #[arg(long, value_name = "PID")]
    pub db_pid: Option<u32>,
    /// The PostgreSQL cluster to calibrate with; without it SQLite stands for the store.
    #[arg(long, value_name = "URL")]
    pub postgres: Option<String>,
    /// Makes words and choices the same from run to run.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A file of people with their tokens: read if it is there, written when people had to be made.
    #[arg(long, value_name = "FILE")]
    pub sessions: Option<PathBuf>,
    /// Appends the report to this file.
    #[arg(long, value_name = "FILE.json")]
    pub out: Option<PathBuf>,
    /// Skips the calibration of about ten seconds that every report carries.
    #[arg(long)]
    pub no_calibration: bool,
    /// Prints nothing; use with --out.
    #[arg(long)]
    pub quiet: bool,
    /// Loads a server that is not on this machine.
    #[arg(long)]
    pub allow_remote: bool,
}

impl Common {
    pub fn target(&self) -> anyhow::Result<Target> {
        let processes = Processes { server: self.server_pid, database: self.db_pid };
        Target::new(&self.url, processes, self.allow_remote)
    }

    pub fn conc_or(&self, default: &[usize]) -> Vec<usize> {
        let conc = if self.conc.is_empty() { default } else { &self.conc };
        conc.iter().map(|conc| (*conc).clamp(1, 10_000)).collect()
    }

    pub fn pace(&self) -> Pace {
        self.rate.map_or(Pace::Closed, |rate| Pace::Open(rate.clamp(0.01, 1e6)))
    }

    pub fn secs_or(&self, default: f64) -> f64 {
        self.secs.unwrap_or(default).clamp(0.0, 3600.0)
    }
}
