//! What an open socket costs that hears nothing: memory, and the CPU of its pings.

use std::time::Duration;

use anyhow::Context as _;

use super::{Scenario, Setting};
use crate::listeners::Listeners;
use crate::meter::{Block, Meter};
use crate::options::Common;
use crate::proc;
use crate::record::Record;
use crate::report::Figure;
use crate::world::{Person, World};

#[derive(Debug, clap::Args)]
pub struct Sockets {
    #[command(flatten)]
    common: Common,
    /// Sockets to open, each figure a block of its own. They are spread over --users people.
    #[arg(long, value_delimiter = ',', default_value = "1000,10000")]
    sockets: Vec<usize>,
}

pub struct Stage {
    world: World,
    people: Vec<Person>,
}

impl Scenario for Sockets {
    const NAME: &'static str = "sockets";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(self.common.users.unwrap_or(50)).await?;
        Ok(Stage { world, people })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let target = &setting.target;
        let server = target.processes.server.context("--server-pid says whose memory to look at")?;
        let mut blocks = Vec::new();
        for count in &self.sockets {
            let before = proc::tree_memory(server).unwrap_or_default().resident;
            let listeners = Listeners::open(target, &stage.people, *count, 0).await?;
            tokio::time::sleep(Duration::from_secs(1)).await;
            let after = proc::tree_memory(server).unwrap_or_default().resident;

            let exact = proc::exact_cpu(server).unwrap_or_default();
            let meter = Meter::start(target.processes);
            tokio::time::sleep(Duration::from_secs_f64(self.common.secs_or(60.0))).await;
            let idle = proc::exact_cpu(server).unwrap_or_default().saturating_sub(exact);
            let (heard, _) = listeners.take(0..0);
            let record = Record { failures: heard.failures, ..Record::default() };
            let label = format!("{count} sockets of {} users", stage.people.len());
            let block = meter.finish(&label, &record);

            let each = after.saturating_sub(before) as f64 / (*count).max(1) as f64;
            let per_second = idle.as_secs_f64() * 1e6 / block.seconds / (*count).max(1) as f64;
            blocks
                .push(block.with("bytes per socket", each).with("idle us per socket and second", per_second));
            drop(listeners);
            tokio::time::sleep(Duration::from_secs(2)).await;
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            let memory = block.fact("bytes per socket").unwrap_or(f64::NAN) / 1000.0;
            figures
                .push(Figure::new("10", format!("memory per socket, {of}"), memory, "KB").at_most(8.0, 3.5));
            let cpu = block.fact("idle us per socket and second").unwrap_or(f64::NAN);
            figures
                .push(Figure::new("10", format!("idle CPU per socket, {of}"), cpu, "us/s").at_most(1.0, 1.0));
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}
