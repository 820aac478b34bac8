//! The people, teams and channels of a run, made through the public API as any administrator could.
//!
//! Making a person costs the server two password hashes. What is made is therefore kept: `--sessions FILE` names a file
//! of people with their tokens, which is read when it is there and written when people had to be made.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::http::{Client, Reply};
use crate::options::Common;
use crate::socket::{Socket, is_event};
use crate::target::Target;

/// People added by one request; what the protocol takes at least.
const BATCH: usize = 100;

/// Connections that make people at the same time. Hashing is the cost, and more than the cores can do helps nobody.
const MAKERS: usize = 4;

/// The longest wait for a server to tell of what was prepared.
const SETTLED: Duration = Duration::from_secs(10 * 60);

pub const PASSWORD: &str = "Bench-People-1!";

/// Somebody with a session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub token: String,
}

/// An administrator, a fresh team, and people as they are asked for.
pub struct World {
    pub target: Target,
    pub admin: Person,
    pub team: String,
    /// What the server says it is.
    pub version: String,
    /// In every name that this run makes.
    nonce: String,
    people: Vec<Person>,
    /// How many of them are in the team: the first ones.
    joined: usize,
    sessions: Option<std::path::PathBuf>,
    channels: usize,
}

impl World {
    pub async fn open(target: &Target, options: &Common) -> anyhow::Result<Self> {
        let nonce = format!("{:x}", jiff::Timestamp::now().as_millisecond());
        let (admin, version) = administrator(target, &options.admin).await?;
        let mut client = Client::of(target, &admin.token);
        allow_many(&mut client).await?;
        let team = made(
            client
                .post("/teams", &json!({"name": format!("b{nonce}"), "display_name": "Bench", "type": "O"}))
                .await?,
        )
        .context("make a team")?;
        let mut world = Self {
            target: target.clone(),
            admin,
            team: id_of(&team)?,
            version,
            nonce,
            people: Vec::new(),
            joined: 0,
            sessions: options.sessions.clone(),
            channels: 0,
        };
        world.remember().await?;
        Ok(world)
    }

    /// So many people, all in the team.
    pub async fn people(&mut self, count: usize) -> anyhow::Result<Vec<Person>> {
        if self.people.len() < count {
            let missing: Vec<usize> = (self.people.len()..count).collect();
            let shares: Vec<Vec<usize>> = (0..MAKERS)
                .map(|maker| missing.iter().copied().skip(maker).step_by(MAKERS).collect())
                .collect();
            let makers: Vec<_> = shares.into_iter().map(|share| self.make(share)).collect();
            let made = futures_util::future::try_join_all(makers).await?;
            self.people.extend(made.into_iter().flatten());
            if let Some(path) = &self.sessions {
                write_sessions(path, &self.people)?;
            }
        }
        if self.joined < count {
            self.join_team(&self.people[self.joined..count]).await?;
            self.joined = count;
            self.settle().await?;
        }
        Ok(self.people[..count].to_vec())
    }

    /// Waits until the server has told what happened so far: a thousand people who join are many events for each of them,
    /// and whoever measures before they are told measures those. Events come in order, so a post of now comes last.
    async fn settle(&self) -> anyhow::Result<()> {
        let mut client = Client::of(&self.target, &self.admin.token);
        let path = format!("/teams/{}/channels/name/town-square", self.team);
        let channel = id_of(&made(client.get(&path).await?).context("find the team's first channel")?)?;
        let mut socket = Socket::open(&self.target, &self.admin.token, 0).await?;
        let post = json!({"channel_id": channel, "message": "Everybody is here"});
        let post = id_of(&made(client.post("/posts", &post).await?).context("post")?)?;
        let deadline = tokio::time::Instant::now() + SETTLED;
        while let Some(frame) = tokio::time::timeout_at(deadline, socket.frame()).await.ok().transpose()? {
            if is_event(&frame, "posted") && frame.contains(&post) {
                return Ok(());
            }
        }
        bail!("the server has not told of a post for {} minutes", SETTLED.as_secs() / 60);
    }

    /// A public channel of the team with these members.
    pub async fn channel(&mut self, members: &[Person]) -> anyhow::Result<String> {
        let channel = self.make_channel(members).await?;
        self.settle().await?;
        Ok(channel)
    }

    async fn make_channel(&mut self, members: &[Person]) -> anyhow::Result<String> {
        self.channels += 1;
        let mut client = Client::of(&self.target, &self.admin.token);
        let channel = json!({
            "team_id": self.team,
            "name": format!("b{}-{}", self.nonce, self.channels),
            "display_name": format!("Bench {}", self.channels),
            "type": "O",
        });
        let channel = id_of(&made(client.post("/channels", &channel).await?).context("make a channel")?)?;
        for batch in members.chunks(BATCH) {
            let ids: Vec<&str> = batch.iter().map(|person| person.id.as_str()).collect();
            let path = format!("/channels/{channel}/members");
            made(client.post(&path, &json!({"user_ids": ids})).await?).context("add members to a channel")?;
        }
        Ok(channel)
    }

    /// Several channels with the same members.
    pub async fn channels(&mut self, count: usize, members: &[Person]) -> anyhow::Result<Vec<String>> {
        let mut channels = Vec::with_capacity(count);
        for _ in 0..count {
            channels.push(self.make_channel(members).await?);
        }
        self.settle().await?;
        Ok(channels)
    }

    pub fn client(&self, person: &Person) -> Client {
        Client::of(&self.target, &person.token)
    }

    /// Takes in the people of a former run, if the server still knows them.
    async fn remember(&mut self) -> anyhow::Result<()> {
        let Some(people) = self.sessions.as_deref().and_then(read_sessions) else { return Ok(()) };
        let Some(first) = people.first() else { return Ok(()) };
        let reply = Client::of(&self.target, &first.token).get("/users/me").await?;
        if reply.status == 200 && reply.json()["id"] == first.id.as_str() {
            self.people = people;
        }
        Ok(())
    }

    async fn make(&self, numbers: Vec<usize>) -> anyhow::Result<Vec<Person>> {
        let mut admin = Client::of(&self.target, &self.admin.token);
        let mut anonymous = Client::anonymous(&self.target);
        let mut people = Vec::with_capacity(numbers.len());
        for number in numbers {
            let name = format!("b{}-{number}", self.nonce);
            let user =
                json!({"username": name, "email": format!("{name}@bench.example"), "password": PASSWORD});
            made(admin.post("/users", &user).await?).context("make a user")?;
            let (person, _) = log_in(&mut anonymous, &name, PASSWORD).await?.context("log in a new user")?;
            people.push(person);
        }
        Ok(people)
    }

    async fn join_team(&self, people: &[Person]) -> anyhow::Result<()> {
        let mut client = Client::of(&self.target, &self.admin.token);
        for batch in people.chunks(BATCH) {
            let members: Vec<Value> =
                batch.iter().map(|person| json!({"team_id": self.team, "user_id": person.id})).collect();
            let path = format!("/teams/{}/members/batch", self.team);
            made(client.post(&path, &Value::from(members)).await?).context("add people to the team")?;
        }
        Ok(())
    }
}

/// Logs the administrator in, who is made first where the server has no user yet.
async fn administrator(target: &Target, login: &str) -> anyhow::Result<(Person, String)> {
    let (name, password) = login.split_once(':').context("--admin is LOGIN:PASSWORD")?;
    let mut client = Client::anonymous(target);
    if let Some(found) = log_in(&mut client, name, password).await? {
        return Ok(found);
    }
    let user = json!({"username": name, "email": format!("{name}@bench.example"), "password": password});
    let reply = client.post("/users", &user).await?;
    if reply.status != 201 {
        bail!(
            "{name} cannot log in and cannot sign up as the first user (status {}); --admin LOGIN:PASSWORD names an \
             administrator",
            reply.status
        );
    }
    let (admin, version) = log_in(&mut client, name, password).await?.context("log in as the first user")?;
    Ok((admin, version))
}

/// Gives nothing when the server does not accept the password.
async fn log_in(client: &mut Client, name: &str, password: &str) -> anyhow::Result<Option<(Person, String)>> {
    let reply = client.post("/users/login", &json!({"login_id": name, "password": password})).await?;
    if reply.status == 401 || reply.status == 400 {
        return Ok(None);
    }
    let version = reply.version.clone().unwrap_or_default();
    let token = reply.token.clone().context("the answer to a login has no token")?;
    let user = made(reply).context("log in")?;
    Ok(Some((Person { id: id_of(&user)?, name: name.to_owned(), token }, version)))
}

/// Lifts the limits that stand in the way of many people; what does not know a key leaves it.
async fn allow_many(client: &mut Client) -> anyhow::Result<()> {
    let patch = json!({
        "TeamSettings": {
            "EnableOpenServer": true,
            "MaxUsersPerTeam": 1_000_000,
            "MaxChannelsPerTeam": 1_000_000,
            "MaxNotificationsPerChannel": 1_000_000,
        },
        "RateLimitSettings": {"Enable": false},
        "EmailSettings": {"SendEmailNotifications": false, "SendPushNotifications": false},
        "ServiceSettings": {"EnableLinkPreviews": false},
    });
    made(client.put("/config/patch", &patch).await?)
        .context("lift the limits (is the administrator one?)")?;
    Ok(())
}

/// The body of a 2xx.
fn made(reply: Reply) -> anyhow::Result<Value> {
    if !(200..300).contains(&reply.status) {
        let error = reply.json();
        bail!("status {}: {}", reply.status, error["message"].as_str().unwrap_or("no message"));
    }
    Ok(reply.json())
}

fn id_of(value: &Value) -> anyhow::Result<String> {
    Ok(value["id"].as_str().context("an answer without an id")?.to_owned())
}

fn read_sessions(path: &Path) -> Option<Vec<Person>> {
    serde_json::from_slice(&std::fs::read(path).ok()?).ok()
}

pub fn write_sessions(path: &Path, people: &[Person]) -> anyhow::Result<()> {
    let text = serde_json::to_string_pretty(people).context("write people down")?;
    std::fs::write(path, text).with_context(|| format!("write {}", path.display()))
}
