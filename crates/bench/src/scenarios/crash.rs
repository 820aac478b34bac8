//! Killing the server while people post: every post that was acknowledged is there afterwards.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use serde_json::json;

use super::{Scenario, Setting};
use crate::http::Client;
use crate::meter::Block;
use crate::options::Common;
use crate::record::{Failure, Latencies, Record};
use crate::report::Figure;
use crate::spawn::{Ground, Launch, Server};
use crate::world::World;

/// Posts looked up by one request.
const BATCH: usize = 200;

#[derive(Debug, clap::Args)]
pub struct Crash {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    launch: Launch,
    /// How often the server is killed.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

impl Scenario for Crash {
    const NAME: &'static str = "crash";
    type Stage = String;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, _setting: &Setting) -> anyhow::Result<String> {
        self.launch.cmd.clone().context("--cmd says how to start the server")
    }

    async fn measure(&self, setting: &Setting, command: &mut String) -> anyhow::Result<Vec<Block>> {
        let ground = Ground::new(command, self.common.postgres.as_deref()).await?;
        let authors = self.common.conc_or(&[8])[0];
        let mut server = Server::start(command, &ground, setting.target.processes.database).await?;
        let mut world = World::open(&server.target, &self.common).await?;
        let people = world.people(authors).await?;
        let channel = world.channel(&people).await?;

        let mut record = Record::default();
        let mut ready = Latencies::default();
        let mut acknowledged: Vec<String> = Vec::new();
        for _ in 0..self.runs.clamp(1, 1000) {
            let is_dying = Arc::new(AtomicBool::new(false));
            let writing: Vec<_> = people
                .iter()
                .map(|person| {
                    let client = Client::of(&server.target, &person.token);
                    tokio::spawn(write(client, channel.clone(), Arc::clone(&is_dying)))
                })
                .collect();
            tokio::time::sleep(Duration::from_secs_f64(self.common.secs_or(3.0))).await;
            is_dying.store(true, Ordering::Relaxed);
            server.kill()?;
            for task in writing {
                let (ids, own) = task.await?;
                acknowledged.extend(ids);
                record.join(&own);
            }
            server = Server::start(command, &ground, setting.target.processes.database).await?;
            ready.add(server.ready_after);
        }
        let found = find(&mut Client::of(&server.target, &people[0].token), &acknowledged).await?;
        server.stop().await?;
        ground.close().await?;

        let lost = acknowledged.iter().filter(|id| !found.contains(*id)).count();
        let block = Block {
            label: format!("{} kills, {authors} authors", ready.count()),
            workers: authors as u64,
            operations: acknowledged.len() as u64,
            failures: record.failures,
            latency: record.latencies.summary(),
            ..Block::default()
        };
        let times = ready.summary();
        Ok(vec![
            block.with("lost", lost as f64).with("ready p50 ms", times.p50).with("ready max ms", times.max),
        ])
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let fact = |name| blocks.first().and_then(|block| block.fact(name)).unwrap_or(f64::NAN);
        vec![
            Figure::new("19", "acknowledged posts that are lost", fact("lost"), "").at_most(0.0, 0.0),
            Figure::new("19", "first answer after a kill, longest", fact("ready max ms"), "ms")
                .at_most(1000.0, 150.0),
        ]
    }
}

/// Posts until the server is gone. Gives the posts that it acknowledged.
async fn write(mut client: Client, channel: String, is_dying: Arc<AtomicBool>) -> (Vec<String>, Record) {
    let mut ids = Vec::new();
    let mut record = Record::default();
    while record.failed() < 100 {
        let start = std::time::Instant::now();
        let post = json!({"channel_id": channel, "message": format!("before the end {}", ids.len())});
        match client.post("/posts", &post).await {
            Ok(reply) if reply.status == 201 => {
                record.success(start.elapsed(), reply.body.len() as u64);
                ids.push(reply.json()["id"].as_str().unwrap_or_default().to_owned());
            }
            Ok(reply) => record.failure(&Failure::Status(reply.status)),
            Err(_) if is_dying.load(Ordering::Relaxed) => break,
            Err(failure) => record.failure(&failure),
        }
    }
    (ids, record)
}

/// Which of the posts there are.
async fn find(client: &mut Client, ids: &[String]) -> anyhow::Result<HashSet<String>> {
    let mut found = HashSet::new();
    for batch in ids.chunks(BATCH) {
        let reply = client.post("/posts/ids", &json!(batch)).await?;
        reply.expect(200).context("look posts up")?;
        let posts = reply.json();
        let posts = posts.as_array().context("a list of posts")?;
        found.extend(posts.iter().filter_map(|post| Some(post["id"].as_str()?.to_owned())));
    }
    Ok(found)
}
