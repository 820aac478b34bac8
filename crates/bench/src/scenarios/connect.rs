//! Opening sockets, each of another user, until each has its `hello`: what every server meets after its restart.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{Scenario, Setting};
use crate::meter::{Block, Meter};
use crate::options::Common;
use crate::record::Record;
use crate::report::Figure;
use crate::socket::Socket;
use crate::target::Target;
use crate::world::{Person, World};

#[derive(Debug, clap::Args)]
pub struct Connect {
    #[command(flatten)]
    common: Common,
}

pub struct Stage {
    world: World,
    people: Arc<[Person]>,
    is_warm: bool,
}

impl Scenario for Connect {
    const NAME: &'static str = "connect";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(self.common.users.unwrap_or(500)).await?.into();
        Ok(Stage { world, people, is_warm: false })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for conc in self.common.conc_or(&[32]) {
            let rounds: &[&str] = if stage.is_warm { &["warm"] } else { &["first", "warm"] };
            for kind in rounds {
                let label = format!("{} users, {conc} at once, {kind}", stage.people.len());
                let meter = Meter::start(setting.target.processes);
                let (record, sockets) = open_all(&setting.target, &stage.people, conc).await?;
                let mut block = meter.finish(&label, &record);
                block.workers = conc as u64;
                blocks.push(block);
                drop(sockets);
                // The server has to notice that they are gone before the next round.
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
            stage.is_warm = true;
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            figures.push(
                Figure::new("9", format!("sockets, {of}"), block.per_second, "/s").at_least(2000.0, 3000.0),
            );
            figures.extend(
                block.cpu_per_operation().map(|cpu| {
                    Figure::new("9", format!("CPU per socket, {of}"), cpu, "ms").at_most(0.55, 0.3)
                }),
            );
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

/// Opens a socket for each, so many at a time.
async fn open_all(
    target: &Target,
    people: &Arc<[Person]>,
    conc: usize,
) -> anyhow::Result<(Record, Vec<Socket>)> {
    let next = Arc::new(AtomicUsize::new(0));
    let opening: Vec<_> = (0..conc)
        .map(|_| tokio::spawn(open_some(target.clone(), Arc::clone(people), Arc::clone(&next))))
        .collect();
    let mut record = Record::default();
    let mut sockets = Vec::with_capacity(people.len());
    for task in opening {
        let (own, opened) = task.await?;
        record.join(&own);
        sockets.extend(opened);
    }
    Ok((record, sockets))
}

async fn open_some(target: Target, people: Arc<[Person]>, next: Arc<AtomicUsize>) -> (Record, Vec<Socket>) {
    let mut record = Record::default();
    let mut sockets = Vec::new();
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let Some(person) = people.get(number) else { return (record, sockets) };
        let start = Instant::now();
        match Socket::open(&target, &person.token, number).await {
            Ok(socket) => {
                record.success(start.elapsed(), 0);
                sockets.push(socket);
            }
            Err(failure) => record.failure(&failure),
        }
    }
}
