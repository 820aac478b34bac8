//! What a web client asks for when it starts, for people with few and with many channels.

use serde_json::json;

use super::{Scenario, Setting};
use crate::check;
use crate::http::{Client, Reply};
use crate::load::{Crew, Worker};
use crate::meter::Block;
use crate::options::Common;
use crate::record::Failure;
use crate::report::Figure;
use crate::world::World;

#[derive(Debug, clap::Args)]
pub struct Appload {
    #[command(flatten)]
    common: Common,
    /// Channels of the people who start; each figure is a block of its own.
    #[arg(long, value_delimiter = ',', default_value = "20,200,2000")]
    channels: Vec<usize>,
}

pub struct Stage {
    world: World,
    crews: Vec<(usize, Crew<Starter>)>,
}

impl Scenario for Appload {
    const NAME: &'static str = "appload";
    type Stage = Stage;

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Stage> {
        let mut world = World::open(&setting.target, &self.common).await?;
        let people = world.people(self.channels.len()).await?;
        let mut crews = Vec::new();
        for (person, count) in people.iter().zip(&self.channels) {
            // Everybody is in the two channels that each team has.
            let channels =
                world.channels(count.saturating_sub(2).max(1), std::slice::from_ref(person)).await?;
            let starter = Starter {
                client: world.client(person),
                user: person.id.clone(),
                team: world.team.clone(),
                open: channels[0].clone(),
                channels: channels.len(),
            };
            crews.push((*count, Crew::new(vec![starter])));
        }
        Ok(Stage { crews, world })
    }

    async fn measure(&self, setting: &Setting, stage: &mut Stage) -> anyhow::Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for (count, crew) in &mut stage.crews {
            let label = format!("{count} channels");
            let (warmup, span) = (setting.warmup(), setting.span());
            let block =
                crew.block(&label, self.common.pace(), warmup, span, setting.target.processes).await?;
            blocks.push(block.with("channels", *count as f64));
        }
        Ok(blocks)
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let mut figures = Vec::new();
        for block in blocks {
            let of = &block.label;
            figures.push(Figure::new("14", format!("p50 of a start, {of}"), block.latency.p50, "ms"));
            if let Some(cpu) = block.cpu_per_operation() {
                let figure = Figure::new("14", format!("CPU per start, {of}"), cpu, "ms");
                let is_promised = block.fact("channels") == Some(200.0);
                figures.push(if is_promised { figure.at_most(8.0, 3.0) } else { figure });
            }
        }
        figures
    }

    fn server_version(stage: &Stage) -> String {
        stage.world.version.clone()
    }
}

/// Somebody who reloads the page again and again.
pub struct Starter {
    client: Client,
    user: String,
    team: String,
    /// The channel that is shown.
    open: String,
    channels: usize,
}

impl Worker for Starter {
    type Answer = Vec<(String, Reply)>;

    async fn act(&mut self) -> Result<Vec<(String, Reply)>, Failure> {
        let (user, team, open) = (&self.user, &self.team, &self.open);
        let reads = [
            "/config/client?format=old".to_owned(),
            "/license/client?format=old".to_owned(),
            "/users/me".to_owned(),
            "/users/me/preferences".to_owned(),
            "/users/me/teams".to_owned(),
            "/users/me/teams/members".to_owned(),
            "/users/me/teams/unread?include_collapsed_threads=true".to_owned(),
            format!("/users/me/teams/{team}/channels?include_deleted=false"),
            format!("/users/me/teams/{team}/channels/members"),
            format!("/users/{user}/channel_members?page=-1&per_page=60"),
            "/users/me/channels".to_owned(),
            format!("/users/{user}/teams/{team}/channels/categories"),
            format!(
                "/users/{user}/channels/{open}/posts/unread?limit_after=30&limit_before=30&skipFetchThreads=false&\
                 collapsedThreads=true&collapsedThreadsExtended=false"
            ),
        ];
        let mut replies = Vec::with_capacity(reads.len() + 3);
        for path in reads {
            let reply = self.client.get(&path).await?;
            replies.push((path, reply));
        }
        let writes = [
            ("/roles/names", json!(["system_user", "team_user", "channel_user"])),
            ("/users/ids", json!([user])),
            ("/channels/members/me/view", json!({"channel_id": open, "prev_channel_id": ""})),
        ];
        for (path, body) in writes {
            let reply = self.client.post(path, &body).await?;
            replies.push((path.to_owned(), reply));
        }
        Ok(replies)
    }

    fn check(&mut self, replies: Vec<(String, Reply)>, in_depth: bool) -> Result<u64, Failure> {
        for (path, reply) in &replies {
            reply.expect(200)?;
            let names_channels = path.contains("/channel_members") || path.ends_with("/categories");
            check::must(
                !names_channels || check::contains(&reply.body, &self.open),
                "the channel that is shown",
            )?;
            if in_depth && path == "/users/me/channels" {
                let count = reply.json().as_array().map_or(0, Vec::len);
                check::must(count >= self.channels, "all own channels")?;
            }
        }
        Ok(replies.iter().map(|(_, reply)| reply.body.len() as u64).sum())
    }
}
