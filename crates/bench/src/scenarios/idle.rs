//! Memory and CPU of a server that nobody uses: a fresh one ten seconds after its start, or one that runs.

use std::time::Duration;

use anyhow::Context as _;

use super::{Scenario, Setting};
use crate::meter::{Block, Meter};
use crate::options::Common;
use crate::proc;
use crate::record::Record;
use crate::report::Figure;
use crate::spawn::{Ground, Launch, Server};
use crate::target::Processes;

/// Idle time is not counted before this.
const SETTLING: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub struct Idle {
    #[command(flatten)]
    common: Common,
    /// Without it, the running server of --server-pid is looked at.
    #[command(flatten)]
    launch: Launch,
}

impl Scenario for Idle {
    const NAME: &'static str = "idle";
    type Stage = ();

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, _setting: &Setting) -> anyhow::Result<()> {
        Ok(())
    }

    async fn measure(&self, setting: &Setting, _stage: &mut ()) -> anyhow::Result<Vec<Block>> {
        let seconds = Duration::from_secs_f64(self.common.secs_or(60.0));
        let Some(command) = &self.launch.cmd else {
            return Ok(vec![watch("in use", setting.target.processes, seconds).await?]);
        };
        let ground = Ground::new(command, self.common.postgres.as_deref()).await?;
        let server = Server::start(command, &ground, setting.target.processes.database).await?;
        tokio::time::sleep(SETTLING).await;
        let block = watch("fresh", server.target.processes, seconds).await?;
        server.stop().await?;
        ground.close().await?;
        Ok(vec![block])
    }

    fn figures(&self, setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let (gate, goal) = if block.label == "fresh" { (30.0, 15.0) } else { (80.0, 40.0) };
            let memory = block.memory_before.map_or(f64::NAN, |bytes| bytes as f64 / 1e6);
            figures
                .push(Figure::new("2", format!("memory, {}", block.label), memory, "MB").at_most(gate, goal));
            let share = block.fact("server % of a core").unwrap_or(f64::NAN);
            figures
                .push(Figure::new("2", format!("idle CPU, {}", block.label), share, "%").at_most(0.1, 0.1));
            if let Some(share) = block.fact("database % of a core").filter(|_| setting.is_postgres()) {
                figures.push(Figure::new(
                    "2",
                    format!("idle CPU of the database, {}", block.label),
                    share,
                    "%",
                ));
            }
        }
        figures
    }
}

async fn watch(label: &str, processes: Processes, time: Duration) -> anyhow::Result<Block> {
    let server = processes.server.context("--server-pid or --cmd says which process to look at")?;
    proc::tree_cpu(server).with_context(|| format!("there is no process {server}"))?;
    let exact = proc::exact_cpu(server).unwrap_or_default();
    let meter = Meter::start(processes);
    tokio::time::sleep(time).await;
    let block = meter.finish(label, &Record::default());
    // Tens of milliseconds in a minute are too few ticks to count by.
    let spent = proc::exact_cpu(server).unwrap_or_default().saturating_sub(exact);
    let seconds = block.seconds;
    let database = block.database_cpu;
    let block = block.with("server % of a core", spent.as_secs_f64() / seconds * 100.0);
    Ok(match database {
        Some(database) => block.with("database % of a core", database / 1000.0 / seconds * 100.0),
        None => block,
    })
}
