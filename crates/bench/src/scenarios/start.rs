//! From the start of the process to its first 200, on empty and on existing data.

use anyhow::Context as _;

use super::{Scenario, Setting};
use crate::meter::Block;
use crate::options::Common;
use crate::record::Latencies;
use crate::report::Figure;
use crate::spawn::{Ground, Launch, Server};

#[derive(Debug, clap::Args)]
pub struct Start {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    launch: Launch,
    /// Starts of each kind.
    #[arg(long, default_value_t = 7)]
    runs: usize,
}

const EMPTY: &str = "empty data";
const EXISTING: &str = "existing data";

impl Scenario for Start {
    const NAME: &'static str = "start";
    type Stage = String;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, _setting: &Setting) -> anyhow::Result<String> {
        self.launch.cmd.clone().context("--cmd says how to start the server")
    }

    async fn measure(&self, setting: &Setting, command: &mut String) -> anyhow::Result<Vec<Block>> {
        let mut empty = Starts::default();
        let mut existing = Starts::default();
        for _ in 0..self.runs.clamp(1, 1000) {
            let ground = Ground::new(command, self.common.postgres.as_deref()).await?;
            empty.take(Server::start(command, &ground, setting.target.processes.database).await?).await?;
            existing.take(Server::start(command, &ground, setting.target.processes.database).await?).await?;
            ground.close().await?;
        }
        Ok(vec![empty.block(EMPTY), existing.block(EXISTING)])
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let (gate, goal) = if block.label == EMPTY { (1000.0, 300.0) } else { (150.0, 50.0) };
            let name = format!("first answer, {}, p50", block.label);
            figures.push(Figure::new("1", name, block.latency.p50, "ms").at_most(gate, goal));
            let cpu = block.fact("cpu p50 ms").unwrap_or(f64::NAN);
            let cpu = Figure::new("1", format!("CPU until then, {}, p50", block.label), cpu, "ms");
            figures.push(if block.label == EMPTY { cpu } else { cpu.at_most(60.0, 60.0) });
        }
        figures
    }
}

#[derive(Default)]
struct Starts {
    wall: Latencies,
    cpu: Latencies,
}

impl Starts {
    async fn take(&mut self, server: Server) -> anyhow::Result<()> {
        self.wall.add(server.ready_after);
        self.cpu.add(server.cpu_at_ready);
        server.stop().await
    }

    fn block(&self, label: &str) -> Block {
        let block = Block {
            label: label.to_owned(),
            operations: self.wall.count(),
            latency: self.wall.summary(),
            ..Block::default()
        };
        block.with("cpu p50 ms", self.cpu.milliseconds(0.5)).with("cpu max ms", self.cpu.summary().max)
    }
}
