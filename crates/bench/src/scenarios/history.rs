//! Older pages: a page far down, before and after a post in the middle, around the last unread, and since a time.

use serde_json::Value;

use super::read::fill;
use super::{Scenario, Setting};
use crate::check;
use crate::http::{Client, Reply};
use crate::load::{Crew, Worker};
use crate::meter::Block;
use crate::options::Common;
use crate::record::Failure;
use crate::report::Figure;
use crate::words::Words;
use crate::world::World;

const PAGE: usize = 60;

#[derive(Debug, clap::Args)]
pub struct History {
    #[command(flatten)]
    common: Common,
    /// A channel with many posts that the people of --sessions can read; without it one is made.
    #[arg(long, value_name = "ID")]
    channel: Option<String>,
    /// Posts of the channel that is made.
    #[arg(long, default_value_t = 2000)]
    posts: usize,
}

pub struct Stage {
    world: World,
    crews: Vec<(&'static str, Crew<Browser>)>,
}

impl Scenario for History {
    const NAME: &'static str = "history";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let conc = self.common.conc_or(&[1])[0];
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(conc).await?;
        let channel = match &self.channel {
            Some(channel) => channel.clone(),
            None => {
                let channel = world.channel(&people).await?;
                let mut words = Words::new(self.common.seed);
                fill(&mut world.client(&people[0]), &channel, self.posts.max(4 * PAGE), &mut words).await?;
                channel
            }
        };
        let mut client = world.client(&people[0]);
        let deep = self.posts / PAGE / 2;
        let reply = client.get(&format!("/channels/{channel}/posts?page={deep}&per_page={PAGE}")).await?;
        check::page(&reply, &channel, PAGE, true)?;
        let page = reply.json();
        let middle = page["order"][0].as_str().unwrap_or_default();
        let newest = client.get(&format!("/channels/{channel}/posts?page=0&per_page={PAGE}")).await?.json();
        let last = newest["order"][PAGE - 1].as_str().unwrap_or_default();
        let since = newest["posts"][last]["create_at"].as_i64().unwrap_or(i64::MAX);

        let posts = format!("/channels/{channel}/posts");
        let paths = [
            (NEWEST, format!("{posts}?page=0&per_page={PAGE}")),
            ("a page in the middle", format!("{posts}?page={deep}&per_page={PAGE}")),
            ("before a post in the middle", format!("{posts}?before={middle}&page=0&per_page={PAGE}")),
            ("after a post in the middle", format!("{posts}?after={middle}&page=0&per_page={PAGE}")),
            ("since the last sixty", format!("{posts}?since={since}")),
        ];
        let crews = paths
            .into_iter()
            .map(|(name, path)| {
                let browser = |person| Browser {
                    client: world.client(person),
                    channel: channel.clone(),
                    path: path.clone(),
                    is_sorted: !path.contains("since="),
                };
                (name, Crew::new(people.iter().map(browser).collect()))
            })
            .collect();
        Ok(Stage { world, crews })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for (name, crew) in &mut stage.crews {
            let (warmup, span) = (setting.warmup(), setting.span());
            blocks.push(crew.block(name, self.common.pace(), warmup, span, setting.target.processes).await?);
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let newest = blocks.iter().find(|block| block.label == NEWEST);
        let mut figures = Vec::new();
        for block in blocks.iter().filter(|block| block.label != NEWEST) {
            let of = &block.label;
            let cpu = newest.and_then(Block::cpu_per_operation).zip(block.cpu_per_operation());
            if let Some((newest, own)) = cpu {
                let ratio = Figure::new("7", format!("CPU, {of}"), own / newest, "x newest page");
                figures.push(ratio.at_most(1.5, 1.1));
            }
            if let Some(newest) = newest {
                let ratio = block.latency.p50 / newest.latency.p50;
                figures
                    .push(Figure::new("7", format!("p50, {of}"), ratio, "x newest page").at_most(1.5, 1.1));
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

const NEWEST: &str = "the newest page";

/// Reads the same page again and again.
pub struct Browser {
    client: Client,
    channel: String,
    path: String,
    /// Posts since a time come in the order of their last change.
    is_sorted: bool,
}

impl Worker for Browser {
    type Answer = Reply;

    async fn act(&mut self) -> Result<Reply, Failure> {
        self.client.get(&self.path).await
    }

    fn check(&mut self, reply: Reply, in_depth: bool) -> Result<u64, Failure> {
        if self.is_sorted {
            return check::page(&reply, &self.channel, PAGE, in_depth);
        }
        reply.expect(200)?;
        if in_depth {
            let count = reply.json()["order"].as_array().map_or(0, Vec::<Value>::len);
            check::must(count >= PAGE - 1, "every post since then")?;
        }
        Ok(reply.body.len() as u64)
    }
}
