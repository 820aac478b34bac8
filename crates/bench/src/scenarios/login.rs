//! Logging in while others read: hashing passwords must not keep anybody waiting but who logs in.

use serde_json::json;

use super::read::{Reader, fill};
use super::{Scenario, Setting};
use crate::check;
use crate::http::{Client, Reply};
use crate::load::{Crew, Pace, Worker};
use crate::meter::Block;
use crate::options::Common;
use crate::record::Failure;
use crate::report::Figure;
use crate::words::Words;
use crate::world::{PASSWORD, Person, World};

/// Pages read per second in the background.
const BACKGROUND: f64 = 50.0;

#[derive(Debug, clap::Args)]
pub struct Login {
    #[command(flatten)]
    common: Common,
}

pub struct Stage {
    world: World,
    crews: Vec<Crew<Entrant>>,
    readers: Crew<Reader>,
}

impl Scenario for Login {
    const NAME: &'static str = "login";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let conc = self.common.conc_or(&[1, 4]);
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(conc.iter().copied().max().unwrap_or(1) + 1).await?;
        let channels = [world.channel(&people).await?];
        fill(&mut world.client(&people[0]), &channels[0], 60, &mut Words::new(self.common.seed)).await?;
        let entrant =
            |person: &Person| Entrant { client: Client::anonymous(&setting.target), person: person.clone() };
        let crews =
            conc.iter().map(|conc| Crew::new(people[1..=*conc].iter().map(entrant).collect())).collect();
        let readers = (0..4).map(|number| Reader::new(world.client(&people[0]), &channels, number, false));
        Ok(Stage { crews, readers: Crew::new(readers.collect()), world })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let processes = setting.target.processes;
        let (warmup, span) = (setting.warmup(), setting.span());
        let mut blocks = Vec::new();
        let mut alone = Vec::new();
        for crew in &mut stage.crews {
            let label = format!("{} logins at once", crew.len());
            alone.push(crew.block(&label, self.common.pace(), warmup, span, processes).await?);
        }
        let reading = Pace::Open(BACKGROUND);
        blocks.push(stage.readers.block(QUIET, reading, warmup, span, processes).await?);
        for crew in &mut stage.crews {
            let label = format!("pages beside {} logins", crew.len());
            let reads = stage.readers.block(&label, reading, warmup, span, processes);
            // Both last equally long; only the pages are looked at here.
            let logins = crew.block("", self.common.pace(), warmup, span, processes);
            let (reads, logins) = tokio::join!(reads, logins);
            let logins = logins?;
            let mut reads = reads?;
            // Two things were done at once: whose CPU it was cannot be told.
            (reads.server_cpu, reads.database_cpu) = (None, None);
            blocks.push(reads.with("logins", logins.operations as f64));
        }
        alone.extend(blocks);
        Ok(alone)
    }

    fn figures(&self, setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let floor = setting.calibration.as_ref().map(|calibration| calibration.pbkdf2_ms);
        let quiet = blocks.iter().find(|block| block.label == QUIET).map(|block| block.latency.p99);
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            if of.starts_with("pages beside") {
                if let Some(quiet) = quiet {
                    let ratio = block.latency.p99 / quiet;
                    figures
                        .push(Figure::new("8", format!("p99 of {of}"), ratio, "x quiet").at_most(2.0, 1.2));
                }
            } else if of != QUIET {
                figures.push(Figure::new("8", format!("rate, {of}"), block.per_second, "/s"));
                if let (Some(cpu), Some(floor)) = (block.cpu_per_operation(), floor) {
                    let name = format!("CPU beyond one hash, {of}");
                    figures.push(Figure::new("8", name, cpu - floor, "ms").at_most(15.0, 2.0));
                }
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

const QUIET: &str = "pages alone";

/// Logs in again and again.
pub struct Entrant {
    client: Client,
    person: Person,
}

impl Worker for Entrant {
    type Answer = Reply;

    async fn act(&mut self) -> Result<Reply, Failure> {
        let login = json!({"login_id": self.person.name, "password": PASSWORD});
        self.client.post("/users/login", &login).await
    }

    fn check(&mut self, reply: Reply, in_depth: bool) -> Result<u64, Failure> {
        check::logged_in(&reply, &self.person.id, in_depth)
    }
}
