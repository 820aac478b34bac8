//! Random sequences of what people do, against a model in memory that knows the protocol and nothing of the server.
//!
//! Eight people act in six channels: two public, two private, a direct and a group one; half of them see threads
//! collapsed. After every act each socket must have heard exactly what the protocol tells its user, and the counters of
//! whoever acted and of one other are compared, of the channel, of the thread and of all threads. Every hundred acts it
//! is everything that everybody sees: memberships with their counters, threads, categories, favourites, and posts with
//! their reactions, as one of them reads them, and in the end all. A seed replays.

mod acts;
mod hearing;
mod knowledge;
mod looks;

use std::collections::{BTreeMap, BTreeSet};

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use testkit::{Engine, Reply, Socket, Team, TestServer, User};

use crate::Plan;
use knowledge::{Channel, PEOPLE, Post, Sidebar, Wish, collapses, name, wish};

/// Acts between two looks at everything.
const ROUND: u64 = 100;

pub async fn run(engine: Engine, plan: Plan) {
    let log = play(engine, plan.seed, plan.rounds).await;
    let kinds: BTreeSet<&str> = log.iter().filter_map(|line| line.split(' ').nth(2)).collect();
    assert!(plan.rounds < 1000 || kinds.len() >= 25, "only {} kinds of acts: {kinds:?}", kinds.len());
}

/// Lets people act; gives what they did.
pub async fn play(engine: Engine, seed: u64, acts: u64) -> Vec<String> {
    let server = TestServer::builder(engine)
        .setting("ServiceSettings.CollapsedThreads", "default_on")
        .clock_at(1_800_000_000_000)
        .seeded(seed)
        .start()
        .await;
    let mut world = World::new(&server, seed).await;
    for number in 0..acts {
        world.act().await;
        world.listen().await;
        world.look().await;
        if (number + 1) % ROUND == 0 {
            let reader = usize::try_from(number / ROUND).unwrap() % PEOPLE;
            world.look_at_everything(&[reader]).await;
        }
    }
    world.look_at_everything(&std::array::from_fn::<usize, PEOPLE, _>(|user| user)).await;

    // Those that were deleted since are counted.
    let written: i64 = world.channels.iter().map(|channel| channel.total).sum();
    assert!(acts < 1000 || written.cast_unsigned() > acts / 20, "hardly anything happened: {written} posts");
    let app = server.app();
    for check in &store::checks::CHECKS {
        let found = check.differences(app.db.read()).await.unwrap();
        assert!(found.is_empty(), "{}: {found:?}\n{}", check.subject, world.story());
    }
    world.log
}

struct World {
    server: TestServer,
    admin: User,
    people: Vec<User>,
    team: Team,
    channels: Vec<Channel>,
    sidebars: Vec<Sidebar>,
    sockets: Vec<Socket>,
    /// What each socket must hear of the current act, and how often.
    expected: Vec<BTreeMap<String, i64>>,
    random: StdRng,
    /// Whom and what the current act is about.
    actor: usize,
    touched: usize,
    thread: Option<String>,
    log: Vec<String>,
}

impl World {
    async fn new(server: &TestServer, seed: u64) -> Self {
        let admin = server.admin().await;
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            people.push(server.user(&name(number)).await);
        }
        let team = admin.team().await;
        for (number, user) in people.iter().enumerate() {
            admin.add_to_team(&team, user).await;
            settle_down(number, user).await;
        }
        let mut channels = Vec::new();
        for kind in ["O", "O", "P", "P"] {
            let made = match kind {
                "O" => people[0].channel(&team).await,
                _ => people[0].private_channel(&team).await,
            };
            channels.push(Channel::new(&made.id, kind, &[0]));
        }
        let ids: Vec<&str> = people.iter().map(|user| user.id.as_str()).collect();
        let direct = people[0].post("/channels/direct", json!([ids[0], ids[1]])).await;
        channels.push(Channel::new(direct.is(201)["id"].as_str().unwrap(), "D", &[0, 1]));
        let group = people[0].post("/channels/group", json!([ids[0], ids[1], ids[2], ids[3]])).await;
        channels.push(Channel::new(group.is(201)["id"].as_str().unwrap(), "G", &[0, 1, 2, 3]));
        let mut sockets = Vec::new();
        for user in &people {
            sockets.push(user.socket().await);
        }
        let mut world = Self {
            server: server.clone(),
            admin,
            people,
            team,
            channels,
            sidebars: vec![Sidebar::default(); PEOPLE],
            sockets,
            expected: vec![BTreeMap::new(); PEOPLE],
            random: StdRng::seed_from_u64(seed),
            actor: 0,
            touched: 0,
            thread: None,
            log: vec![format!("seed {seed}")],
        };
        world.learn().await;
        Socket::heard_by_all(&mut world.sockets).await;
        world
    }

    /// Learns what the server itself has said so far, and what its categories are called; from here on the model is
    /// told nothing but ids and times.
    async fn learn(&mut self) {
        for channel in &mut self.channels {
            let page = self.people[0].get(&format!("/channels/{}/posts", channel.id)).await;
            for id in page.ok()["order"].as_array().unwrap().iter().rev() {
                let post = &page.json["posts"][id.as_str().unwrap()];
                channel.posts.push(Post {
                    id: id.as_str().unwrap().to_owned(),
                    at: post["create_at"].as_i64().unwrap(),
                    author: Some(0),
                    is_system: true,
                    message: post["message"].as_str().unwrap().to_owned(),
                    ..Post::default()
                });
            }
        }
        for user in 0..PEOPLE {
            let reply = self.people[user].get(&self.categories(user)).await;
            let categories = reply.ok()["categories"].as_array().unwrap();
            let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
            self.sidebars[user].order =
                categories.iter().map(|one| (text(&one["id"]), text(&one["type"]))).collect();
        }
    }

    fn path(&self, channel: usize, rest: &str) -> String {
        format!("/channels/{}{rest}", self.channels[channel].id)
    }

    /// A path below a user's threads.
    fn threads(&self, user: usize, rest: &str) -> String {
        format!("/users/{}/teams/{}/threads{rest}", self.people[user].id, self.team.id)
    }

    fn categories(&self, user: usize) -> String {
        format!("/users/{}/teams/{}/channels/categories", self.people[user].id, self.team.id)
    }

    /// Whoever may not, is refused, and nothing changes.
    fn settle(&self, reply: &Reply, may: bool, what: &str) -> bool {
        assert!(reply.status < 500, "{what} fails: {reply:?}\n{}", self.story());
        assert_eq!(reply.is_success(), may, "{what}: {reply:?}\n{}", self.story());
        may
    }

    fn story(&self) -> String {
        let latest = self.log.iter().skip(1).rev().take(40).rev().cloned();
        self.log.iter().take(1).cloned().chain(latest).collect::<Vec<_>>().join("\n")
    }
}

/// How each of them wants to be told of threads.
async fn settle_down(number: usize, user: &User) {
    if !collapses(number) {
        let preference = json!([{
            "user_id": user.id, "category": "display_settings", "name": "collapsed_reply_threads", "value": "off",
        }]);
        user.put("/users/me/preferences", preference).await.ok();
    }
    let comments = match wish(number) {
        Wish::Nothing => return,
        Wish::OfFollowed => "any",
        Wish::ToOwn => "root",
    };
    let mut props = user.get("/users/me").await.ok()["notify_props"].clone();
    props["comments"] = json!(comments);
    user.put("/users/me/patch", json!({"notify_props": props})).await.ok();
}
