//! Typing: everybody of every channel says so every few seconds, and all others there hear it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use super::{Scenario, Setting};
use crate::meter::{Block, Meter};
use crate::options::Common;
use crate::record::{Failure, Record};
use crate::report::Figure;
use crate::socket::{Socket, is_event, seq_of};
use crate::world::World;

#[derive(Debug, clap::Args)]
pub struct Typing {
    #[command(flatten)]
    common: Common,
    /// Channels that the people are spread over.
    #[arg(long, default_value_t = 5)]
    channels: usize,
    /// Seconds between two words of typing of one person.
    #[arg(long, default_value_t = 5.0)]
    every: f64,
}

pub struct Stage {
    world: World,
    people: Vec<(String, String)>,
}

impl Scenario for Typing {
    const NAME: &'static str = "typing";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let everybody = world.people(self.common.users.unwrap_or(100)).await?;
        let mut people = Vec::with_capacity(everybody.len());
        for members in everybody.chunks(everybody.len().div_ceil(self.channels.max(1)).max(1)) {
            let channel = world.channel(members).await?;
            people.extend(members.iter().map(|person| (person.token.clone(), channel.clone())));
        }
        Ok(Stage { world, people })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut sockets = Vec::with_capacity(stage.people.len());
        for (number, (token, _)) in stage.people.iter().enumerate() {
            sockets.push(Socket::open(&setting.target, token, number).await?);
        }
        let shared = Arc::new(Shared::default());
        let every = Duration::from_secs_f64(self.every.clamp(0.1, 60.0));
        let typing: Vec<_> = sockets
            .into_iter()
            .zip(&stage.people)
            .enumerate()
            .map(|(number, (socket, (_, channel)))| {
                // Spread evenly over the time between two.
                let first = every.mul_f64(number as f64 / stage.people.len() as f64);
                tokio::spawn(type_on(socket, channel.clone(), first, every, Arc::clone(&shared)))
            })
            .collect();
        tokio::time::sleep(setting.warmup().most).await;
        let heard_before = shared.heard.load(Ordering::Relaxed);
        let said_before = shared.said.load(Ordering::Relaxed);
        let meter = Meter::start(setting.target.processes);
        tokio::time::sleep(setting.span().least).await;
        let heard = shared.heard.load(Ordering::Relaxed) - heard_before;
        let said = shared.said.load(Ordering::Relaxed) - said_before;
        let label = format!("{} people, {} channels", stage.people.len(), self.channels);
        let mut block = meter.finish(&label, &Record::default());
        shared.is_over.store(true, Ordering::Relaxed);
        for task in typing {
            if let Err(failure) = task.await? {
                *block.failures.entry(failure.to_string()).or_default() += 1;
            }
        }
        block.operations = heard;
        block.per_second = heard as f64 / block.seconds;
        Ok(vec![block.with("said", said as f64)])
    }

    fn figures(&self, setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            figures.push(Figure::new("20", format!("typing heard, {of}"), block.per_second, "/s"));
            if let Some(cpu) = block.cpu_per_operation() {
                figures.push(Figure::new("20", format!("CPU per delivery, {of}"), cpu * 1000.0, "us"));
                if let Some(calibration) = &setting.calibration {
                    let beyond = cpu * 1000.0 - calibration.loopback_write_us * 1.5;
                    let name = format!("CPU per delivery beyond 1.5 loopback writes, {of}");
                    figures.push(Figure::new("20", name, beyond, "us").at_most(2.0, 2.0));
                }
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

#[derive(Default)]
struct Shared {
    heard: AtomicU64,
    said: AtomicU64,
    is_over: AtomicBool,
}

/// Types at its times and hears the others.
async fn type_on(
    mut socket: Socket,
    channel: String,
    first: Duration,
    every: Duration,
    shared: Arc<Shared>,
) -> Result<(), Failure> {
    let mut due = tokio::time::Instant::now() + first;
    let mut number = 0;
    while !shared.is_over.load(Ordering::Relaxed) {
        if let Ok(text) = tokio::time::timeout_at(due, socket.frame()).await {
            let text = text?;
            let Some(seq) = seq_of(&text) else { continue };
            if std::mem::replace(&mut socket.next_seq, seq + 1) != seq {
                return Err(Failure::Wrong("consecutive events"));
            }
            if is_event(&text, "typing") {
                shared.heard.fetch_add(1, Ordering::Relaxed);
            }
        } else {
            number += 1;
            let typing = format!(
                r#"{{"seq":{number},"action":"user_typing","data":{{"channel_id":"{channel}","parent_id":""}}}}"#
            );
            socket.say(&typing).await?;
            shared.said.fetch_add(1, Ordering::Relaxed);
            due += every;
        }
    }
    Ok(())
}
