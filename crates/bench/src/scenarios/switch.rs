//! Switching to another channel, as a web client does: the calls of one switch, one after the other on one connection.

use serde_json::{Value, json};

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

/// Posts of each channel, more than a client asks for.
const POSTS: usize = 100;

#[derive(Debug, clap::Args)]
pub struct Switch {
    #[command(flatten)]
    common: Common,
    /// Channels to switch between.
    #[arg(long, default_value_t = 20)]
    channels: usize,
    /// Members of each channel.
    #[arg(long, default_value_t = 40)]
    members: usize,
}

pub struct Stage {
    world: World,
    crews: Vec<Crew<Switcher>>,
}

impl Scenario for Switch {
    const NAME: &'static str = "switch";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let conc = self.common.conc_or(&[1, 8]);
        let most = conc.iter().copied().max().unwrap_or(1);
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(self.members.max(most)).await?;
        let channels = world.channels(self.channels.max(2), &people).await?;
        let mut words = Words::new(self.common.seed);
        for channel in &channels {
            fill(&mut world.client(&people[0]), channel, POSTS, &mut words).await?;
        }
        let others: Vec<Value> = people.iter().take(20).map(|person| json!(person.id)).collect();
        let crews = conc.iter().map(|conc| {
            let switcher = |number: usize| Switcher {
                client: world.client(&people[number]),
                channels: channels.clone(),
                others: Value::from(others.clone()),
                at: number % channels.len(),
            };
            Crew::new((0..*conc).map(switcher).collect())
        });
        Ok(Stage { crews: crews.collect(), world })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for crew in &mut stage.crews {
            let label = format!("{} people", crew.len());
            let (warmup, span) = (setting.warmup(), setting.span());
            blocks
                .push(crew.block(&label, self.common.pace(), warmup, span, setting.target.processes).await?);
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            if block.workers == 1 {
                figures.push(
                    Figure::new("13", format!("p95 of a switch, {of}"), block.latency.p95, "ms")
                        .at_most(10.0, 3.0),
                );
            }
            if let Some(cpu) = block.cpu_per_operation() {
                figures.push(Figure::new("13", format!("CPU per switch, {of}"), cpu, "ms").at_most(2.0, 2.0));
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

/// Goes from one channel to the next.
pub struct Switcher {
    client: Client,
    channels: Vec<String>,
    /// Whose statuses are asked for.
    others: Value,
    at: usize,
}

impl Worker for Switcher {
    type Answer = [Reply; 4];

    async fn act(&mut self) -> Result<[Reply; 4], Failure> {
        let old = self.channels[self.at].clone();
        self.at = (self.at + 1) % self.channels.len();
        let new = &self.channels[self.at];
        let view = json!({"channel_id": new, "prev_channel_id": old, "collapsed_threads_supported": true});
        let posts = format!(
            "/users/me/channels/{new}/posts/unread?limit_after=30&limit_before=30&skipFetchThreads=false&\
             collapsedThreads=true&collapsedThreadsExtended=false"
        );
        Ok([
            self.client.get(&posts).await?,
            self.client.get(&format!("/channels/{new}/stats?exclude_files_count=true")).await?,
            self.client.post("/users/status/ids", &self.others).await?,
            self.client.post("/channels/members/me/view", &view).await?,
        ])
    }

    fn check(&mut self, replies: [Reply; 4], in_depth: bool) -> Result<u64, Failure> {
        for reply in &replies {
            reply.expect(200)?;
        }
        let channel = &self.channels[self.at];
        let [posts, stats, statuses, view] = &replies;
        check::must(check::contains(&posts.body, channel), "posts of the channel")?;
        check::must(check::contains(&stats.body, channel), "counts of the channel")?;
        check::must(check::contains(&view.body, channel), "the time of the view")?;
        if in_depth {
            let count = posts.json()["order"].as_array().map_or(0, Vec::len);
            check::must(count >= 30, "a screen of posts")?;
            let known = statuses.json().as_array().map_or(0, Vec::len);
            check::must(known == self.others.as_array().map_or(0, Vec::len), "everybody's status")?;
        }
        Ok(replies.iter().map(|reply| reply.body.len() as u64).sum())
    }
}
