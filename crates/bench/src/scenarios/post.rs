//! Posts, from one author or many, into one channel or many.

use std::sync::atomic::{AtomicU64, Ordering};

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
use crate::world::{Person, World};

#[derive(Debug, clap::Args)]
pub struct Post {
    #[command(flatten)]
    common: Common,
    /// Channels to write to.
    #[arg(long, default_value_t = 40)]
    channels: usize,
    /// Members of each channel; none but the authors is online.
    #[arg(long, default_value_t = 40)]
    members: usize,
}

pub struct Stage {
    world: World,
    crews: Vec<Crew<Poster>>,
}

impl Scenario for Post {
    const NAME: &'static str = "post";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let conc = self.conc();
        let authors = conc.iter().copied().max().unwrap_or(1);
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(authors.max(self.members)).await?;
        let channels = world.channels(self.channels.max(1), &people).await?;
        let words = Words::new(self.common.seed);
        let crews = conc
            .iter()
            .map(|conc| {
                let poster = |number| Poster::new(&world, &people[number], &channels, number, &words);
                Crew::new((0..*conc).map(poster).collect())
            })
            .collect();
        Ok(Stage { world, crews })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for crew in &mut stage.crews {
            let label = format!("{} authors, {} channels", crew.len(), self.channels);
            let (warmup, span) = (setting.warmup(), setting.span());
            blocks
                .push(crew.block(&label, self.common.pace(), warmup, span, setting.target.processes).await?);
        }
        Ok(blocks)
    }

    fn figures(&self, setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        blocks.iter().flat_map(|block| self.figures_of(setting, block)).collect()
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

impl Post {
    /// Each has people of its own to write as.
    fn conc(&self) -> Vec<usize> {
        self.common.conc_or(&[1, 8, 32])
    }

    fn figures_of(&self, setting: &Setting, block: &Block) -> Vec<Figure> {
        let of = &block.label;
        let cpu = block.cpu_per_operation();
        let mut figures = Vec::new();
        if block.workers == 1 {
            figures.push(Figure::new("4", format!("p50, {of}"), block.latency.p50, "ms"));
            if let Some(commit) = setting.commit_ms() {
                let beyond = block.latency.p50 - commit;
                figures.push(
                    Figure::new("4", format!("p50 beyond one commit, {of}"), beyond, "ms").at_most(1.0, 0.4),
                );
            }
            figures.extend(
                cpu.map(|cpu| Figure::new("4", format!("CPU per post, {of}"), cpu, "ms").at_most(1.2, 0.6)),
            );
            return figures;
        }
        let (number, gate, goal) = match self.channels {
            1 => ("5b", 1500.0, 2500.0),
            _ => ("5", 1600.0, setting.by_store(5000.0, 2500.0)),
        };
        figures
            .push(Figure::new(number, format!("posts, {of}"), block.per_second, "/s").at_least(gate, goal));
        figures.push(Figure::new(number, format!("p99, {of}"), block.latency.p99, "ms").at_most(60.0, 60.0));
        let goal = setting.by_store(0.15, 0.6);
        figures.extend(
            cpu.map(|cpu| Figure::new(number, format!("CPU per post, {of}"), cpu, "ms").at_most(0.8, goal)),
        );
        figures
    }
}

/// Writes to one channel after the other.
pub struct Poster {
    client: Client,
    author: String,
    channels: Vec<String>,
    next: usize,
    number: usize,
    /// Sets this poster's names for posts apart from those of others on the same data, before it and beside it: a name
    /// that was used is answered with the post that bears it. It stands in every message, too, so that an old post is
    /// a wrong answer.
    run: String,
    words: Words,
}

/// What came back, and what it must be.
pub struct Written {
    reply: Reply,
    message: String,
}

impl Poster {
    pub fn new(world: &World, author: &Person, channels: &[String], number: usize, words: &Words) -> Self {
        Self {
            client: world.client(author),
            author: author.id.clone(),
            channels: channels.to_vec(),
            next: 0,
            number,
            run: unused(),
            words: words.fork(number as u64),
        }
    }

    fn channel(&self) -> &str {
        &self.channels[(self.number + self.next) % self.channels.len()]
    }
}

/// A text that no other poster has had: in this run, and in others a millisecond apart.
fn unused() -> String {
    static MADE: AtomicU64 = AtomicU64::new(0);
    format!("{}{:04}", jiff::Timestamp::now().as_millisecond(), MADE.fetch_add(1, Ordering::Relaxed))
}

impl Worker for Poster {
    type Answer = Written;

    async fn act(&mut self) -> Result<Written, Failure> {
        self.next += 1;
        let message = format!("{} {}.{}", self.words.sentence(), self.run, self.next);
        let pending = format!("{}:{}{:06}", self.author, self.run, self.next);
        let post = json!({"channel_id": self.channel(), "message": message, "pending_post_id": pending});
        let reply = self.client.post("/posts", &post).await?;
        Ok(Written { reply, message })
    }

    fn check(&mut self, answer: Written, in_depth: bool) -> Result<u64, Failure> {
        check::written(&answer.reply, self.channel(), &self.author, &answer.message, in_depth)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::load::{Pace, Span};
    use crate::target::Processes;
    use crate::testing::{Canned, serve};

    const ID: &str = "abcdefghijklmnopqrstuvwxyz";

    /// Posts to a server that answers with what `change` makes of the right answer.
    async fn post_to(change: fn(&mut Value)) -> crate::record::Record {
        let target = serve(move |request| {
            let mut post = request.json();
            post["id"] = ID.into();
            post["user_id"] = ID.into();
            post["create_at"] = 1.into();
            change(&mut post);
            Canned::json(201, &post.to_string())
        })
        .await;
        let poster = Poster {
            client: Client::anonymous(&target),
            author: ID.to_owned(),
            channels: vec!["a".to_owned(), "b".to_owned()],
            next: 0,
            number: 0,
            run: String::new(),
            words: Words::new(1),
        };
        let mut crew = Crew::new(vec![poster]);
        crew.work(Pace::Closed, Span::seconds(0.1), Processes::default()).await.unwrap()
    }

    #[test]
    fn posters_of_one_moment_share_no_names() {
        let made: std::collections::BTreeSet<String> = (0..100).map(|_| unused()).collect();
        assert_eq!(made.len(), 100);
    }

    #[tokio::test]
    async fn a_server_that_echoes_what_it_was_sent_is_believed() {
        let record = post_to(|_| {}).await;

        assert_eq!(record.failures, std::collections::BTreeMap::new());
        assert!(record.operations() > 0);
    }

    #[tokio::test]
    async fn a_server_that_loses_the_message_or_posts_elsewhere_is_caught() {
        let lost = post_to(|post| post["message"] = "".into()).await;
        assert_eq!(lost.operations(), 0);
        assert!(lost.failures.contains_key("wrong answer: the message echoed"));

        // One in fifty is read as a whole, the first among them.
        let elsewhere = post_to(|post| post["channel_id"] = "c".into()).await;
        assert!(elsewhere.failures.contains_key("wrong answer: the channel that was written to"));
    }
}
