//! One client that floods, beside a hundred normal ones: what do they notice?

use super::read::{Reader, fill};
use super::{Scenario, Setting};
use crate::load::{Crew, Pace};
use crate::meter::Block;
use crate::options::Common;
use crate::report::Figure;
use crate::words::Words;
use crate::world::World;

/// Pages per second of the normal ones together.
const RATE: f64 = 50.0;

#[derive(Debug, clap::Args)]
pub struct Noisy {
    #[command(flatten)]
    common: Common,
    /// Connections of the one that floods.
    #[arg(long, default_value_t = 32)]
    flood: usize,
}

pub struct Stage {
    world: World,
    normal: Crew<Reader>,
    noisy: Crew<Reader>,
}

const QUIET: &str = "normal, quiet";
const NOISY: &str = "normal, beside the flood";

impl Scenario for Noisy {
    const NAME: &'static str = "noisy";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(self.common.users.unwrap_or(20) + 1).await?;
        let channels = [world.channel(&people).await?];
        fill(&mut world.client(&people[0]), &channels[0], 60, &mut Words::new(self.common.seed)).await?;
        let reader = |person| Reader::new(world.client(person), &channels, 0, false);
        let normal = Crew::new(people[1..].iter().map(reader).collect());
        let noisy = Crew::new((0..self.flood.clamp(1, 1000)).map(|_| reader(&people[0])).collect());
        Ok(Stage { normal, noisy, world })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let processes = setting.target.processes;
        let (warmup, span) = (setting.warmup(), setting.span());
        let pace = Pace::Open(self.common.rate.unwrap_or(RATE));
        let quiet = stage.normal.block(QUIET, pace, warmup, span, processes).await?;
        let normal = stage.normal.block(NOISY, pace, warmup, span, processes);
        let flood = stage.noisy.block("the flood", Pace::Closed, warmup, span, processes);
        let (normal, flood) = tokio::join!(normal, flood);
        let (mut normal, mut flood) = (normal?, flood?);
        // Two things were done at once: whose CPU it was cannot be told.
        for block in [&mut normal, &mut flood] {
            (block.server_cpu, block.database_cpu) = (None, None);
        }
        Ok(vec![quiet, normal, flood])
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let p99 = |label| blocks.iter().find(|block| block.label == label).map(|block| block.latency.p99);
        let ratio = p99(NOISY).zip(p99(QUIET)).map(|(noisy, quiet)| noisy / quiet);
        let figure = |ratio| {
            Figure::new("21", "p99 of normal clients beside a flood", ratio, "x quiet").at_most(2.0, 1.2)
        };
        ratio.map(figure).into_iter().collect()
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}
