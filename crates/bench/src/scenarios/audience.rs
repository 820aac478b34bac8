//! Whether the author of a post waits for those who hear it: the time of a POST by the number of members online.

use std::time::Duration;

use super::post::Poster;
use super::{Scenario, Setting};
use crate::listeners::Listeners;
use crate::load::{Crew, Pace};
use crate::meter::Block;
use crate::options::Common;
use crate::report::Figure;
use crate::words::Words;
use crate::world::{Person, World};

/// Posts per second unless told otherwise: few enough that each is alone.
const RATE: f64 = 10.0;

#[derive(Debug, clap::Args)]
pub struct Audience {
    #[command(flatten)]
    common: Common,
    /// Sockets of members, each figure a block of its own. They are spread over --users people.
    #[arg(long, value_delimiter = ',', default_value = "1,100,1000")]
    online: Vec<usize>,
}

pub struct Stage {
    world: World,
    people: Vec<Person>,
    crew: Crew<Poster>,
}

impl Scenario for Audience {
    const NAME: &'static str = "audience";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let count = self.common.users.unwrap_or(50).max(1);
        let mut people = world.people(count + 1).await?;
        let channel = world.channel(&people).await?;
        let author = people.split_off(count);
        let words = Words::new(self.common.seed);
        let crew = Crew::new(vec![Poster::new(&world, &author[0], &[channel], 0, &words)]);
        Ok(Stage { world, people, crew })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let pace = Pace::Open(self.common.rate.unwrap_or(RATE));
        let mut blocks = Vec::new();
        for count in &self.online {
            let listeners = Listeners::open(&setting.target, &stage.people, *count, 0).await?;
            let label = format!("{count} online");
            let (warmup, span) = (setting.warmup(), setting.span());
            let block = stage.crew.block(&label, pace, warmup, span, setting.target.processes).await?;
            blocks.push(block.with("online", *count as f64).with("lost sockets", listeners.gone() as f64));
            drop(listeners);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures: Vec<Figure> = blocks
            .iter()
            .map(|block| {
                Figure::new("12", format!("p50 of a post, {}", block.label), block.latency.p50, "ms")
            })
            .collect();
        if let (Some(first), Some(last)) = (blocks.first(), blocks.last()) {
            let ratio = last.latency.p50 / first.latency.p50;
            let name = format!("p50, {} to {}", last.label, first.label);
            figures.push(Figure::new("12", name, ratio, "x").at_most(1.5, 1.1));
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}
