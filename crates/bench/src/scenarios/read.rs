//! The sixty newest posts of a channel, as a client asks for them: afresh, and with the ETag that it has.

use serde_json::json;

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

/// Posts of a page, as official clients ask for.
const PAGE: usize = 60;

#[derive(Debug, clap::Args)]
pub struct Read {
    #[command(flatten)]
    common: Common,
    /// Channels to read from.
    #[arg(long, default_value_t = 10)]
    channels: usize,
    /// Posts in each.
    #[arg(long, default_value_t = 100)]
    posts: usize,
}

pub struct Stage {
    world: World,
    fresh: Vec<Crew<Reader>>,
    cached: Vec<Crew<Reader>>,
}

impl Scenario for Read {
    const NAME: &'static str = "read";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let conc = self.common.conc_or(&[1, 8, 32]);
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(conc.iter().copied().max().unwrap_or(1)).await?;
        let channels = world.channels(self.channels.max(1), &people).await?;
        let mut words = Words::new(self.common.seed);
        for channel in &channels {
            fill(&mut world.client(&people[0]), channel, self.posts.max(PAGE), &mut words).await?;
        }
        let crews = |is_cached| {
            let crew = |conc: &usize| {
                let reader =
                    |number: usize| Reader::new(world.client(&people[number]), &channels, number, is_cached);
                Crew::new((0..*conc).map(reader).collect())
            };
            conc.iter().map(crew).collect()
        };
        Ok(Stage { fresh: crews(false), cached: crews(true), world })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for (kind, crews) in [("", &mut stage.fresh), (ETAG, &mut stage.cached)] {
            for crew in crews {
                let label = format!("{} readers{kind}", crew.len());
                let (warmup, span) = (setting.warmup(), setting.span());
                blocks.push(
                    crew.block(&label, self.common.pace(), warmup, span, setting.target.processes).await?,
                );
            }
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            let is_cached = of.ends_with(ETAG);
            if block.workers == 1 && !is_cached {
                figures
                    .push(Figure::new("6", format!("p50, {of}"), block.latency.p50, "ms").at_most(1.0, 0.4));
            }
            if let Some(cpu) = block.cpu_per_operation() {
                let goal = if is_cached { 0.05 } else { 0.2 };
                figures.push(Figure::new("6", format!("CPU per page, {of}"), cpu, "ms").at_most(0.3, goal));
            }
            if block.workers > 1 {
                figures.push(Figure::new("6", format!("pages, {of}"), block.per_second, "/s"));
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

const ETAG: &str = ", ETag";

/// Writes so many posts.
pub async fn fill(
    client: &mut Client,
    channel: &str,
    count: usize,
    words: &mut Words,
) -> Result<(), Failure> {
    for _ in 0..count {
        let post = json!({"channel_id": channel, "message": words.sentence()});
        client.post("/posts", &post).await?.expect(201)?;
    }
    Ok(())
}

/// Reads one channel after the other.
pub struct Reader {
    client: Client,
    /// With the ETag of the last answer, if it is to be sent.
    channels: Vec<(String, Option<String>)>,
    next: usize,
    is_cached: bool,
}

impl Reader {
    pub fn new(client: Client, channels: &[String], number: usize, is_cached: bool) -> Self {
        let channels = channels.iter().map(|channel| (channel.clone(), None)).collect();
        Self { client, channels, next: number, is_cached }
    }
}

impl Worker for Reader {
    type Answer = (Reply, bool);

    async fn act(&mut self) -> Result<(Reply, bool), Failure> {
        self.next = (self.next + 1) % self.channels.len();
        let (channel, etag) = &self.channels[self.next];
        let path = format!("/channels/{channel}/posts?page=0&per_page={PAGE}");
        let header = etag.as_deref().filter(|_| self.is_cached).map(|etag| ("If-None-Match", etag));
        let reply = self.client.send("GET", &path, header.as_slice(), None).await?;
        Ok((reply, header.is_some()))
    }

    fn check(&mut self, (reply, had_etag): (Reply, bool), in_depth: bool) -> Result<u64, Failure> {
        if had_etag {
            return check::unchanged(&reply);
        }
        let (channel, etag) = &mut self.channels[self.next];
        etag.clone_from(&reply.etag);
        check::must(!self.is_cached || etag.is_some(), "an ETag")?;
        check::page(&reply, channel, PAGE, in_depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::{Pace, Span};
    use crate::target::Processes;
    use crate::testing::{Canned, serve};

    async fn failures_against(body: &'static str) -> std::collections::BTreeMap<String, u64> {
        let target = serve(move |_| Canned::json(200, body)).await;
        let reader = Reader::new(Client::anonymous(&target), &["c".to_owned()], 0, false);
        let mut crew = Crew::new(vec![reader]);
        crew.work(Pace::Closed, Span::seconds(0.1), Processes::default()).await.unwrap().failures
    }

    #[tokio::test]
    async fn a_server_that_answers_wrongly_is_caught() {
        assert!(failures_against("{}").await.contains_key("wrong answer: a page of that many posts"));
    }
}
