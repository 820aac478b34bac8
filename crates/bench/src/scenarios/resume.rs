//! Sockets that are cut and return: every event that was missed comes, in order, once.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use serde_json::json;

use super::{Scenario, Setting};
use crate::http::Client;
use crate::meter::{Block, Meter};
use crate::options::Common;
use crate::record::{Failure, Record};
use crate::report::Figure;
use crate::socket::{Cut, Socket, is_event, seq_of};
use crate::target::Target;
use crate::world::{Person, World};

/// Sockets that return at the same time.
const AT_ONCE: usize = 64;

/// The longest wait for an event that was missed.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, clap::Args)]
pub struct Resume {
    #[command(flatten)]
    common: Common,
    /// Sockets, spread over --users people.
    #[arg(long, default_value_t = 100)]
    sockets: usize,
    /// Posts while all are away.
    #[arg(long, default_value_t = 20)]
    posts: usize,
}

pub struct Stage {
    world: World,
    channel: String,
    people: Vec<Person>,
    author: Person,
}

impl Scenario for Resume {
    const NAME: &'static str = "resume";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let count = self.common.users.unwrap_or(50).max(1);
        let mut people = world.people(count + 1).await?;
        let channel = world.channel(&people).await?;
        let author = people.remove(count);
        Ok(Stage { world, channel, people, author })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let target = &setting.target;
        let tokens: Vec<String> =
            (0..self.sockets).map(|number| stage.people[number % stage.people.len()].token.clone()).collect();
        let mut opened = Vec::with_capacity(self.sockets);
        let mut opening =
            futures_util::stream::iter(tokens.iter().enumerate().map(|(number, token)| async move {
                Socket::open(target, token, number).await.map(|socket| (number, socket))
            }))
            .buffer_unordered(AT_ONCE);
        while let Some(socket) = opening.next().await {
            opened.push(socket?);
        }
        drop(opening);
        let mut client = stage.world.client(&stage.author);
        say(&mut client, &stage.channel, 0..1).await?;
        let mut cuts = Vec::with_capacity(self.sockets);
        for (number, mut socket) in opened {
            hear(&mut socket, 0..1).await?;
            cuts.push((number, socket.cut()));
        }
        // What the server sends into a dead connection before it notices counts as missed too.
        say(&mut client, &stage.channel, 1..1 + self.posts).await?;

        let meter = Meter::start(target.processes);
        let mut record = Record::default();
        let mut not_resumed = 0;
        let (tokens, posts) = (&tokens, 1..1 + self.posts);
        let mut returning = futures_util::stream::iter(cuts.into_iter().map(|(number, cut)| {
            let posts = posts.clone();
            async move { come_back(target, &tokens[number], number, &cut, posts).await }
        }))
        .buffer_unordered(AT_ONCE);
        while let Some(outcome) = returning.next().await {
            match outcome {
                Ok(Some(latency)) => record.success(latency, 0),
                Ok(None) => not_resumed += 1,
                Err(failure) => record.failure(&failure),
            }
        }
        let label = format!("{} sockets, {} posts missed", self.sockets, self.posts);
        Ok(vec![meter.finish(&label, &record).with("not resumed", f64::from(not_resumed))])
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            let lost = block.failed() as f64;
            figures.push(
                Figure::new("18", format!("sockets with lost or doubled events, {of}"), lost, "")
                    .at_most(0.0, 0.0),
            );
            let afresh = block.fact("not resumed").unwrap_or(f64::NAN);
            figures.push(Figure::new("18", format!("sockets that had to begin afresh, {of}"), afresh, ""));
            figures.push(
                Figure::new("18", format!("p99 until all is heard, {of}"), block.latency.p99, "ms")
                    .at_most(100.0, 100.0),
            );
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

async fn say(client: &mut Client, channel: &str, numbers: std::ops::Range<usize>) -> Result<(), Failure> {
    for number in numbers {
        let post = json!({"channel_id": channel, "message": format!("missed ~{number}~")});
        client.post("/posts", &post).await?.expect(201)?;
    }
    Ok(())
}

/// Returns and hears what was missed. Gives nothing when the server said that it has forgotten the connection.
async fn come_back(
    target: &Target,
    token: &str,
    number: usize,
    cut: &Cut,
    posts: std::ops::Range<usize>,
) -> Result<Option<Duration>, Failure> {
    let start = Instant::now();
    let mut socket = Socket::resume(target, token, number, cut).await?;
    if !socket.is_resumed {
        return Ok(None);
    }
    hear(&mut socket, posts).await?;
    Ok(Some(start.elapsed()))
}

/// Hears these posts, in this order, among consecutive events.
async fn hear(socket: &mut Socket, posts: std::ops::Range<usize>) -> Result<(), Failure> {
    let mut waiting_for = posts.start;
    while waiting_for < posts.end {
        let text = socket.frame_within(PATIENCE).await?.ok_or(Failure::Wrong("every missed event"))?;
        let Some(seq) = seq_of(&text) else { continue };
        if seq != socket.next_seq {
            return Err(Failure::Wrong("consecutive events"));
        }
        socket.next_seq += 1;
        if is_event(&text, "posted") && text.contains("missed ~") {
            if !text.contains(&format!("missed ~{waiting_for}~")) {
                return Err(Failure::Wrong("posts in order, each once"));
            }
            waiting_for += 1;
        }
    }
    Ok(())
}
