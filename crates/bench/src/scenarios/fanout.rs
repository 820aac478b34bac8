//! From a post to all who listen: at a fixed rate for latency, as fast as it goes for throughput.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use super::{Scenario, Setting};
use crate::check;
use crate::http::Client;
use crate::listeners::Listeners;
use crate::meter::{Block, Meter};
use crate::options::Common;
use crate::record::{Failure, Record};
use crate::report::Figure;
use crate::world::{Person, World};

/// Posts per second unless told otherwise.
const RATE: f64 = 5.0;

/// The most posts of a block.
const MOST: usize = 100_000;

/// Posts that may be on their way while authors write as fast as they can. Servers cut off whoever lags by some hundred
/// events: beyond this, a flood would measure how fast sockets are closed.
const ON_THEIR_WAY: usize = 32;

/// The longest to wait for what is still on its way.
const PATIENCE: Duration = Duration::from_secs(20);

#[derive(Debug, clap::Args)]
pub struct Fanout {
    #[command(flatten)]
    common: Common,
    /// Sockets that listen, each figure a block of its own. They are spread over --users people.
    #[arg(long, value_delimiter = ',', default_value = "1,100,1000")]
    listeners: Vec<usize>,
    /// Posts as fast as --conc authors can, instead of at --rate.
    #[arg(long)]
    max: bool,
}

pub struct Stage {
    world: World,
    channel: String,
    people: Vec<Person>,
    authors: Vec<Person>,
}

impl Scenario for Fanout {
    const NAME: &'static str = "fanout";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let most = self.listeners.iter().copied().max().unwrap_or(1);
        let authors = self.authors();
        let count = self.common.users.unwrap_or(most.min(50)).max(1);
        let mut people = world.people(count + authors).await?;
        let channel = world.channel(&people).await?;
        let authors = people.split_off(count);
        Ok(Stage { world, channel, people, authors })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for count in &self.listeners {
            let listeners = Listeners::open(&setting.target, &stage.people, *count, MOST).await?;
            blocks.push(if self.max {
                self.flood(setting, stage, Arc::new(listeners)).await?
            } else {
                self.steady(setting, stage, &listeners).await?
            });
        }
        Ok(blocks)
    }

    fn figures(&self, setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            let count = block.fact("listeners").unwrap_or(0.0);
            if self.max {
                figures.push(
                    Figure::new("11b", format!("deliveries, {of}"), block.per_second, "/s")
                        .at_least(50_000.0, 100_000.0),
                );
            } else {
                let p99 = Figure::new("11", format!("p99, {of}"), block.latency.p99, "ms");
                figures.push(match count {
                    count if count <= 1000.0 => p99.at_most(40.0, 25.0),
                    _ => p99.at_most(200.0, 200.0),
                });
                let last = block.fact("last listener p99 ms").unwrap_or(f64::NAN);
                figures.push(Figure::new("11", format!("last listener p99, {of}"), last, "ms"));
            }
            // A post's own cost is spread over all who hear it: with few of them it hides what a delivery costs.
            if let Some(cpu) = block.cpu_per_operation().filter(|_| count >= 100.0) {
                let (number, of) =
                    if self.max { ("11b", format!("{of}, many at once")) } else { ("11", of.clone()) };
                figures.push(Figure::new(number, format!("CPU per delivery, {of}"), cpu * 1000.0, "us"));
                if let Some(calibration) = &setting.calibration {
                    let ratio = cpu * 1000.0 / calibration.loopback_write_us;
                    let figure =
                        Figure::new(number, format!("CPU per delivery, {of}"), ratio, "x loopback write");
                    let is_promised = count >= 1000.0 && !self.max;
                    figures.push(if is_promised { figure.at_most(1.5, 1.2) } else { figure });
                }
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

impl Fanout {
    fn authors(&self) -> usize {
        if self.max { self.common.conc_or(&[8])[0] } else { 1 }
    }

    /// Posts at fixed times, each timed from when it was due.
    async fn steady(&self, setting: &Setting, stage: &Stage, listeners: &Listeners) -> anyhow::Result<Block> {
        let rate = self.common.rate.unwrap_or(RATE).clamp(0.01, 10_000.0);
        let posts_in = |seconds: f64| ((seconds * rate).ceil() as usize).clamp(1, MOST / 2);
        let warm = posts_in(self.common.warmup);
        let measured = posts_in(self.common.secs_or(10.0));
        let mut client = stage.world.client(&stage.authors[0]);

        // The first post to many listeners is another matter than the next ones: it is told apart.
        let (first, _) = say_at(&mut client, stage, listeners, 0..1, rate).await;
        listeners.wait(0..1, PATIENCE).await;
        let (_, cold) = listeners.take(0..1);
        let _warm = say_at(&mut client, stage, listeners, 1..warm.max(2), rate).await;
        listeners.wait(1..warm.max(2), PATIENCE).await;
        let _warm = listeners.take(0..0);

        let numbers = warm.max(2)..warm.max(2) + measured;
        let meter = Meter::start(setting.target.processes);
        let (sent, failures) = say_at(&mut client, stage, listeners, numbers.clone(), rate).await;
        listeners.wait(numbers.clone(), PATIENCE).await;
        let (record, last) = listeners.take(numbers);
        let mut block = block_of(meter, &record, &failures, listeners, sent);
        block.rate = Some(rate);
        let last = last.summary();
        Ok(block
            .with("last listener p50 ms", last.p50)
            .with("last listener p99 ms", last.p99)
            .with("first post, last listener ms", if first == 1 { cold.summary().max } else { f64::NAN })
            .with("users", stage.people.len() as f64))
    }

    /// Posts as fast as the authors can.
    async fn flood(
        &self,
        setting: &Setting,
        stage: &Stage,
        listeners: Arc<Listeners>,
    ) -> anyhow::Result<Block> {
        let time = Duration::from_secs_f64(self.common.secs_or(10.0));
        let next = Arc::new(AtomicUsize::new(0));
        let meter = Meter::start(setting.target.processes);
        let until = Instant::now() + time;
        let writing: Vec<_> = stage
            .authors
            .iter()
            .map(|author| {
                let (client, channel) = (stage.world.client(author), stage.channel.clone());
                tokio::spawn(say_until(client, channel, Arc::clone(&listeners), Arc::clone(&next), until))
            })
            .collect();
        let mut failures = Record::default();
        for task in writing {
            failures.join(&task.await?);
        }
        let sent = next.load(Ordering::Relaxed).min(MOST) - failures.failed() as usize;
        listeners.wait(0..next.load(Ordering::Relaxed).min(MOST), PATIENCE).await;
        let (record, _) = listeners.take(0..0);
        Ok(block_of(meter, &record, &failures, &listeners, sent).with("users", stage.people.len() as f64))
    }
}

/// A delivery is an operation; one that did not come is a failure, and so is a post that was refused.
fn block_of(meter: Meter, heard: &Record, failures: &Record, listeners: &Listeners, sent: usize) -> Block {
    let mut record = heard.clone();
    for (kind, count) in &failures.failures {
        *record.failures.entry(kind.clone()).or_default() += count;
    }
    let expected = (sent * listeners.len()) as u64;
    if heard.operations() < expected {
        record.failures.insert("not delivered".to_owned(), expected - heard.operations());
    }
    let block = meter.finish(&format!("{} listeners", listeners.len()), &record);
    block
        .with("listeners", listeners.len() as f64)
        .with("posts", sent as f64)
        .with("lost sockets", listeners.gone() as f64)
}

/// Gives how many were accepted.
async fn say_at(
    client: &mut Client,
    stage: &Stage,
    listeners: &Listeners,
    numbers: std::ops::Range<usize>,
    rate: f64,
) -> (usize, Record) {
    let started = Instant::now();
    let mut failures = Record::default();
    let mut sent = 0;
    for (at, number) in numbers.enumerate() {
        let due = started + Duration::from_secs_f64(at as f64 / rate);
        tokio::time::sleep_until(due.into()).await;
        // The timer is late by up to a millisecond, which is no fault of the server's.
        let message = listeners.due(number, Instant::now().max(due).min(due + Duration::from_millis(2)));
        match say(client, &stage.channel, &message).await {
            Ok(()) => sent += 1,
            Err(failure) => failures.failure(&failure),
        }
    }
    (sent, failures)
}

async fn say_until(
    mut client: Client,
    channel: String,
    listeners: Arc<Listeners>,
    next: Arc<AtomicUsize>,
    until: Instant,
) -> Record {
    let mut failures = Record::default();
    while Instant::now() < until && failures.failed() < 100 {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= MOST {
            break;
        }
        if let Some(former) = number.checked_sub(ON_THEIR_WAY) {
            let patience = until.saturating_duration_since(Instant::now());
            listeners.wait(former..former + 1, patience).await;
        }
        let message = listeners.due(number, Instant::now());
        if let Err(failure) = say(&mut client, &channel, &message).await {
            failures.failure(&failure);
        }
    }
    failures
}

async fn say(client: &mut Client, channel: &str, message: &str) -> Result<(), Failure> {
    let reply = client.post("/posts", &json!({"channel_id": channel, "message": message})).await?;
    reply.expect(201)?;
    check::must(check::contains(&reply.body, message), "the message echoed")
}
