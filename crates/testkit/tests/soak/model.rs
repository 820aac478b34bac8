//! Random sequences of what people do, against a model in memory that knows the protocol and nothing of the server.
//!
//! Eight people act in six channels: two public, two private, a direct and a group one. After every act the counters of
//! whoever acted and of one other are compared; every hundred acts everything that everybody sees: memberships with
//! their counters, categories, favourites, and what their sockets have heard; and posts with their reactions, as one of
//! them reads them, and in the end all. A seed replays.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use testkit::{Engine, Reply, Socket, Team, TestServer, User};

use crate::Plan;

/// Acts between two looks at everything.
const ROUND: u64 = 100;
const PEOPLE: usize = 8;

pub async fn run(engine: Engine, plan: Plan) {
    let server = TestServer::start(engine).await;
    let mut world = World::new(&server, plan.seed).await;
    for number in 0..plan.rounds {
        let act = world.act().await;
        world.log.push(act);
        world.look().await;
        if (number + 1) % ROUND == 0 {
            let reader = usize::try_from(number / ROUND).unwrap() % PEOPLE;
            world.look_at_everything(&[reader]).await;
        }
    }
    world.look_at_everything(&std::array::from_fn::<usize, PEOPLE, _>(|user| user)).await;

    let written: usize = world.channels.iter().map(|channel| channel.posts.len()).sum();
    assert!(written as u64 > plan.rounds / 10, "hardly anything happened: {written} posts");
    let app = server.app();
    for check in &store::checks::CHECKS {
        let found = check.differences(app.db.read()).await.unwrap();
        assert!(found.is_empty(), "{}: {found:?}", check.subject);
    }
}

/// A channel, as everybody in it has it.
#[derive(Debug, Clone, Default)]
struct Channel {
    id: String,
    kind: String,
    is_archived: bool,
    total: i64,
    total_root: i64,
    members: BTreeMap<usize, Member>,
    posts: BTreeMap<String, Post>,
    header: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Member {
    msg_count: i64,
    msg_count_root: i64,
    mention_count: i64,
    mention_count_root: i64,
    is_muted: bool,
}

#[derive(Debug, Clone, Default)]
struct Post {
    author: usize,
    root: Option<String>,
    message: String,
    is_system: bool,
    /// Who, with what.
    reactions: BTreeSet<(usize, String)>,
}

/// A user's categories: favourites and those of their own, each with its channels in order.
#[derive(Debug, Clone, Default)]
struct Sidebar {
    favourites: BTreeSet<usize>,
    own: BTreeMap<String, Vec<usize>>,
}

struct World {
    admin: User,
    people: Vec<User>,
    team: Team,
    channels: Vec<Channel>,
    sidebars: Vec<Sidebar>,
    sockets: Vec<Socket>,
    /// What each socket must have heard: the event and what it is about, with how often.
    expected: Vec<BTreeMap<(String, String), i64>>,
    heard: Vec<BTreeMap<(String, String), i64>>,
    random: StdRng,
    actor: usize,
    touched: usize,
    log: Vec<String>,
}

impl World {
    async fn new(server: &TestServer, seed: u64) -> Self {
        let admin = server.admin().await;
        let mut people = Vec::new();
        for number in 0..PEOPLE {
            people.push(server.user(&format!("person{number}")).await);
        }
        let team = admin.team().await;
        for user in &people {
            admin.add_to_team(&team, user).await;
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
            let mut socket = user.socket().await;
            socket.heard().await;
            sockets.push(socket);
        }
        let mut world = Self {
            admin,
            people,
            team,
            channels,
            sidebars: vec![Sidebar::default(); PEOPLE],
            sockets,
            expected: vec![BTreeMap::new(); PEOPLE],
            heard: vec![BTreeMap::new(); PEOPLE],
            random: StdRng::seed_from_u64(seed),
            actor: 0,
            touched: 0,
            log: vec![format!("seed {seed}")],
        };
        world.learn().await;
        world
    }

    /// Learns what the server itself has said so far; from here on the model is told nothing.
    async fn learn(&mut self) {
        for channel in 0..self.channels.len() {
            let page = self.people[0].get(&format!("/channels/{}/posts", self.channels[channel].id)).await;
            for (id, post) in page.ok()["posts"].as_object().unwrap() {
                let known = Post {
                    is_system: true,
                    message: post["message"].as_str().unwrap().to_owned(),
                    ..Post::default()
                };
                self.channels[channel].posts.insert(id.clone(), known);
            }
        }
    }

    /// Lets somebody do something. Gives what it was.
    async fn act(&mut self) -> String {
        let channel = self.random.random_range(0..self.channels.len());
        let actor = self.random.random_range(0..PEOPLE);
        self.actor = actor;
        self.touched = channel;
        let members: Vec<usize> = self.channels[channel].members.keys().copied().collect();
        let is_in = members.contains(&actor);
        let kind = self.random.random_range(0..26);
        let name = format!("{actor} acts {kind} in {channel}");
        let is_archived = self.channels[channel].is_archived;
        match kind {
            0..=2 => self.write(channel, actor, "hello", None).await,
            3 => self.write(channel, actor, &self.mention(&members), None).await,
            4 => self.write(channel, actor, "@channel come", None).await,
            5 | 6 => self.reply(channel, actor, "an answer").await,
            7 => self.reply(channel, actor, &self.mention(&members)).await,
            8 => self.edit(channel, actor).await,
            9 => self.delete(channel, actor).await,
            10 | 11 => self.react(channel, actor).await,
            12 => self.take_back(channel, actor).await,
            13 | 14 => self.view(actor, &[channel]).await,
            15 => self.mark_read(actor).await,
            16 => self.join(channel, actor).await,
            17 => self.leave(channel, actor).await,
            18 => self.add(channel, actor).await,
            19 => self.remove(channel, actor).await,
            20 if is_in => self.mute(channel, actor).await,
            21 => self.describe(channel, actor).await,
            22 if is_archived => self.restore(channel).await,
            22 if self.random.random_bool(0.3) => self.archive(channel, actor).await,
            23 => self.convert(channel).await,
            24 if is_in && !is_archived => self.favour(channel, actor).await,
            25 => self.sort(actor).await,
            _ => {}
        }
        name
    }

    fn mention(&self, members: &[usize]) -> String {
        // The last in the channel, who changes with it.
        format!("look @{}", self.people[members.last().copied().unwrap_or_default()].username)
    }

    fn path(&self, channel: usize, rest: &str) -> String {
        format!("/channels/{}{rest}", self.channels[channel].id)
    }

    fn is_team(&self, channel: usize) -> bool {
        matches!(self.channels[channel].kind.as_str(), "O" | "P")
    }

    /// Whoever may not, is refused, and nothing changes.
    fn settle(&self, reply: &Reply, may: bool, what: &str) -> bool {
        assert!(reply.status < 500, "{what} fails: {reply:?}\n{}", self.story());
        assert_eq!(reply.is_success(), may, "{what}: {reply:?}\n{}", self.story());
        may
    }

    fn story(&self) -> String {
        self.log.iter().rev().take(30).rev().cloned().collect::<Vec<_>>().join("\n")
    }

    fn expect(&mut self, channel: usize, event: &str, about: &str) {
        for member in self.channels[channel].members.keys() {
            *self.expected[*member].entry((event.to_owned(), about.to_owned())).or_default() += 1;
        }
    }

    /// A post of the server about what was done; whom it calls is counted.
    async fn said(&mut self, channel: usize, counts: bool, called: Option<usize>) {
        let reply = self.admin.get(&self.path(channel, "/posts?per_page=1")).await;
        let newest = reply.ok()["order"][0].as_str().unwrap().to_owned();
        let message = reply.ok()["posts"][&newest]["message"].as_str().unwrap().to_owned();
        let held = &mut self.channels[channel];
        assert!(!held.posts.contains_key(&newest), "nothing was said of it");
        held.posts.insert(newest.clone(), Post { is_system: true, message, ..Post::default() });
        if counts {
            held.total += 1;
            held.total_root += 1;
        }
        if let Some(member) = called.and_then(|user| held.members.get_mut(&user)) {
            member.mention_count += 1;
            member.mention_count_root += 1;
        }
        self.expect(channel, "posted", &newest);
    }

    async fn write(&mut self, channel: usize, author: usize, message: &str, root: Option<String>) {
        let input = json!({
            "channel_id": self.channels[channel].id, "message": message, "root_id": root.clone().unwrap_or_default(),
        });
        let reply = self.people[author].post("/posts", input).await;
        let held = &self.channels[channel];
        let may = held.members.contains_key(&author) && !held.is_archived;
        if !self.settle(&reply, may, "writing") {
            return;
        }
        let id = reply.json["id"].as_str().unwrap().to_owned();
        let names: Vec<String> = self.people.iter().map(|user| format!("@{}", user.username)).collect();
        let held = &mut self.channels[channel];
        let is_direct = matches!(held.kind.as_str(), "D" | "G");
        let is_root = root.is_none();
        held.total += 1;
        held.total_root += i64::from(is_root);
        let (total, total_root) = (held.total, held.total_root);
        for (user, member) in &mut held.members {
            if *user == author {
                member.msg_count = total;
                member.msg_count_root = total_root;
                member.mention_count = 0;
                member.mention_count_root = 0;
            } else if is_direct || message.contains("@channel") || message.contains(&names[*user]) {
                member.mention_count += 1;
                member.mention_count_root += i64::from(is_root);
            }
        }
        let post = Post { author, root, message: message.to_owned(), ..Post::default() };
        held.posts.insert(id.clone(), post);
        self.expect(channel, "posted", &id);
    }

    /// Some post that somebody wrote.
    fn pick(&mut self, channel: usize, suits: impl Fn(&Post) -> bool) -> Option<String> {
        let posts = &self.channels[channel].posts;
        let known: Vec<String> = posts
            .iter()
            .filter(|(_, post)| !post.is_system && suits(post))
            .map(|(id, _)| id.clone())
            .collect();
        if known.is_empty() {
            return None;
        }
        let at = self.random.random_range(0..known.len());
        Some(known[at].clone())
    }

    async fn reply(&mut self, channel: usize, author: usize, message: &str) {
        let Some(root) = self.pick(channel, |post| post.root.is_none()) else { return };
        self.write(channel, author, message, Some(root)).await;
    }

    async fn edit(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let message = format!("edited {}", self.log.len());
        let reply = self.people[actor].put(&format!("/posts/{id}/patch"), json!({"message": message})).await;
        let held = &self.channels[channel];
        let may = held.posts[&id].author == actor && held.members.contains_key(&actor) && !held.is_archived;
        if self.settle(&reply, may, "editing") {
            self.channels[channel].posts.get_mut(&id).unwrap().message = message;
            self.expect(channel, "post_edited", &id);
        }
    }

    async fn delete(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let reply = self.people[actor].delete(&format!("/posts/{id}")).await;
        let held = &self.channels[channel];
        let is_theirs = held.posts[&id].author == actor && held.members.contains_key(&actor);
        let may = !held.is_archived && is_theirs;
        if self.settle(&reply, may, "deleting") {
            self.expect(channel, "post_deleted", &id);
            let posts = &mut self.channels[channel].posts;
            posts.retain(|other, post| *other != id && post.root.as_ref() != Some(&id));
        }
    }

    async fn react(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let emoji = ["smile", "wave"][self.random.random_range(0..2)];
        let user = &self.people[actor];
        let input = json!({"user_id": user.id, "post_id": id, "emoji_name": emoji});
        let reply = user.post("/reactions", input).await;
        let held = &self.channels[channel];
        let may = !held.is_archived && held.members.contains_key(&actor);
        if self.settle(&reply, may, "reacting") {
            let post = self.channels[channel].posts.get_mut(&id).unwrap();
            post.reactions.insert((actor, emoji.to_owned()));
            self.expect(channel, "reaction_added", &id);
        }
    }

    async fn take_back(&mut self, channel: usize, actor: usize) {
        if !self.channels[channel].members.contains_key(&actor) || self.channels[channel].is_archived {
            return;
        }
        let Some(id) = self.pick(channel, |post| post.reactions.iter().any(|(user, _)| *user == actor))
        else {
            return;
        };
        let reactions = &self.channels[channel].posts[&id].reactions;
        let gone = reactions.iter().find(|(user, _)| *user == actor).unwrap().clone();
        let path = format!("/users/me/posts/{id}/reactions/{}", gone.1);
        self.people[actor].delete(&path).await.ok();
        self.channels[channel].posts.get_mut(&id).unwrap().reactions.remove(&gone);
        self.expect(channel, "reaction_removed", &id);
    }

    async fn view(&mut self, actor: usize, channels: &[usize]) {
        let input = json!({
            "channel_id": self.channels[channels[0]].id,
            "collapsed_threads_supported": self.random.random_bool(0.5),
        });
        self.people[actor].post("/channels/members/me/view", input).await.ok();
        self.read(actor, channels);
    }

    async fn mark_read(&mut self, actor: usize) {
        let channels = [self.random.random_range(0..3), self.random.random_range(3..6)];
        let ids = json!(channels.map(|channel| self.channels[channel].id.clone()));
        self.people[actor].post("/channels/members/me/mark_read", ids).await.ok();
        self.read(actor, &channels);
    }

    fn read(&mut self, actor: usize, channels: &[usize]) {
        for channel in channels {
            let held = &mut self.channels[*channel];
            let (total, total_root) = (held.total, held.total_root);
            if let Some(member) = held.members.get_mut(&actor) {
                let is_muted = member.is_muted;
                *member =
                    Member { msg_count: total, msg_count_root: total_root, is_muted, ..Member::default() };
            }
        }
    }

    async fn join(&mut self, channel: usize, actor: usize) {
        let was_in = self.channels[channel].members.contains_key(&actor);
        if !self.is_team(channel) || was_in {
            return;
        }
        let input = json!({"user_id": self.people[actor].id});
        if self.channels[channel].members.is_empty() {
            // Nobody else could bring anybody back.
            self.admin.post(&self.path(channel, "/members"), input).await.is(201);
            self.channels[channel].members.insert(actor, Member::default());
            self.said(channel, false, Some(actor)).await;
            return;
        }
        let reply = self.people[actor].post(&self.path(channel, "/members"), input).await;
        let may = self.channels[channel].kind == "O";
        if self.settle(&reply, may, "joining") {
            self.channels[channel].members.insert(actor, Member::default());
            self.said(channel, false, None).await;
        }
    }

    async fn leave(&mut self, channel: usize, actor: usize) {
        let path = self.path(channel, &format!("/members/{}", self.people[actor].id));
        let reply = self.people[actor].delete(&path).await;
        let may = self.is_team(channel) && self.channels[channel].members.contains_key(&actor);
        if self.settle(&reply, may, "leaving") {
            self.forget(channel, actor);
            self.said(channel, false, None).await;
        }
    }

    fn forget(&mut self, channel: usize, user: usize) {
        self.channels[channel].members.remove(&user);
        let sidebar = &mut self.sidebars[user];
        sidebar.favourites.remove(&channel);
        for channels in sidebar.own.values_mut() {
            channels.retain(|other| *other != channel);
        }
    }

    async fn add(&mut self, channel: usize, actor: usize) {
        let other = self.random.random_range(0..PEOPLE);
        if other == actor || !self.is_team(channel) || self.channels[channel].members.contains_key(&other) {
            return;
        }
        let input = json!({"user_id": self.people[other].id});
        let reply = self.people[actor].post(&self.path(channel, "/members"), input).await;
        let may = self.channels[channel].members.contains_key(&actor);
        if self.settle(&reply, may, "adding") {
            self.channels[channel].members.insert(other, Member::default());
            self.said(channel, false, Some(other)).await;
        }
    }

    async fn remove(&mut self, channel: usize, actor: usize) {
        let other = self.random.random_range(0..PEOPLE);
        let held = &self.channels[channel];
        if other == actor || !self.is_team(channel) || !held.members.contains_key(&other) {
            return;
        }
        let path = self.path(channel, &format!("/members/{}", self.people[other].id));
        let reply = self.people[actor].delete(&path).await;
        let may = self.channels[channel].members.contains_key(&actor);
        if self.settle(&reply, may, "removing") {
            self.forget(channel, other);
            self.said(channel, false, None).await;
        }
    }

    async fn mute(&mut self, channel: usize, actor: usize) {
        let is_muted = self.random.random_bool(0.5);
        let path = self.path(channel, "/members/me/notify_props");
        let input = json!({"mark_unread": if is_muted { "mention" } else { "all" }});
        self.people[actor].put(&path, input).await.ok();
        self.channels[channel].members.get_mut(&actor).unwrap().is_muted = is_muted;
    }

    async fn describe(&mut self, channel: usize, actor: usize) {
        let header = format!("header {}", self.log.len());
        let reply = self.people[actor].put(&self.path(channel, "/patch"), json!({"header": header})).await;
        let held = &self.channels[channel];
        let may = held.members.contains_key(&actor) && !held.is_archived;
        if self.settle(&reply, may, "describing") {
            let held = &mut self.channels[channel];
            held.header = header;
            if matches!(held.kind.as_str(), "D" | "G") {
                for (_, member) in held.members.iter_mut().filter(|(user, _)| **user != actor) {
                    member.mention_count += 1;
                    member.mention_count_root += 1;
                }
            }
            self.said(channel, true, None).await;
        }
    }

    async fn archive(&mut self, channel: usize, actor: usize) {
        let reply = self.people[actor].delete(&self.path(channel, "")).await;
        let may = self.is_team(channel) && self.channels[channel].members.contains_key(&actor);
        if self.settle(&reply, may, "archiving") {
            self.channels[channel].is_archived = true;
            self.said(channel, true, None).await;
        }
    }

    async fn restore(&mut self, channel: usize) {
        self.admin.post(&self.path(channel, "/restore"), json!({})).await.ok();
        self.channels[channel].is_archived = false;
        self.said(channel, true, None).await;
    }

    async fn convert(&mut self, channel: usize) {
        if !self.is_team(channel) || self.channels[channel].is_archived {
            return;
        }
        let kind = if self.channels[channel].kind == "O" { "P" } else { "O" };
        self.admin.put(&self.path(channel, "/privacy"), json!({"privacy": kind})).await.ok();
        self.channels[channel].kind = kind.to_owned();
        self.said(channel, true, None).await;
    }

    async fn favour(&mut self, channel: usize, actor: usize) {
        let is_favourite = self.random.random_bool(0.6);
        let user = &self.people[actor];
        let preference = json!([{
            "user_id": user.id, "category": "favorite_channel", "name": self.channels[channel].id,
            "value": is_favourite.to_string(),
        }]);
        user.put("/users/me/preferences", preference).await.ok();
        let sidebar = &mut self.sidebars[actor];
        if is_favourite {
            for channels in sidebar.own.values_mut() {
                channels.retain(|other| *other != channel);
            }
            sidebar.favourites.insert(channel);
        } else {
            sidebar.favourites.remove(&channel);
        }
    }

    fn categories(&self, user: usize) -> String {
        format!("/users/{}/teams/{}/channels/categories", self.people[user].id, self.team.id)
    }

    /// Makes a category, or removes one.
    async fn sort(&mut self, actor: usize) {
        let at = self.categories(actor);
        if self.sidebars[actor].own.len() >= 3 {
            let id = self.sidebars[actor].own.keys().next().unwrap().clone();
            self.people[actor].delete(&format!("{at}/{id}")).await.ok();
            self.sidebars[actor].own.remove(&id);
            return;
        }
        let mut channels: Vec<usize> = (0..self.channels.len()).collect();
        channels.retain(|_| self.random.random_bool(0.3));
        let ids: Vec<&String> = channels.iter().map(|channel| &self.channels[*channel].id).collect();
        let input = json!({
            "user_id": self.people[actor].id, "team_id": self.team.id, "display_name": "Mine", "channel_ids": ids,
        });
        let made = self.people[actor].post(&at, input).await.ok().clone();
        channels.retain(|channel| self.channels[*channel].members.contains_key(&actor));
        let sidebar = &mut self.sidebars[actor];
        for channel in &channels {
            sidebar.favourites.remove(channel);
            for others in sidebar.own.values_mut() {
                others.retain(|other| other != channel);
            }
        }
        sidebar.own.insert(made["id"].as_str().unwrap().to_owned(), channels);
    }

    /// Compares what the last act touched, for whoever acted and for somebody else.
    async fn look(&mut self) {
        let other = self.random.random_range(0..PEOPLE);
        for user in [self.actor, other] {
            self.look_at_member(self.touched, user).await;
        }
    }

    async fn look_at_member(&self, channel: usize, user: usize) {
        let reply = self.people[user].get(&self.path(channel, "/members/me")).await;
        match self.channels[channel].members.get(&user) {
            Some(member) => self.compare_member(channel, user, member, reply.ok()),
            None => assert!(!reply.is_success(), "{user} is in {channel}\n{}", self.story()),
        }
    }

    fn compare_member(&self, channel: usize, user: usize, member: &Member, told: &Value) {
        let found = Member {
            msg_count: told["msg_count"].as_i64().unwrap(),
            msg_count_root: told["msg_count_root"].as_i64().unwrap(),
            mention_count: told["mention_count"].as_i64().unwrap(),
            mention_count_root: told["mention_count_root"].as_i64().unwrap(),
            is_muted: told["notify_props"]["mark_unread"] == "mention",
        };
        assert_eq!(*member, found, "{user} in {channel}: model, then server\n{}", self.story());
    }

    async fn look_at_everything(&mut self, readers: &[usize]) {
        for user in 0..PEOPLE {
            self.look_at_channels(user, readers.contains(&user)).await;
            self.look_at_sidebar(user).await;
        }
        self.listen().await;
    }

    async fn look_at_channels(&self, user: usize, reads: bool) {
        let client = &self.people[user];
        let listed = client.get("/users/me/channels?include_deleted=true").await.ok().clone();
        for (channel, held) in self.channels.iter().enumerate() {
            self.look_at_member(channel, user).await;
            let told = listed.as_array().unwrap().iter().find(|told| told["id"] == json!(held.id));
            assert_eq!(
                told.is_some(),
                held.members.contains_key(&user),
                "{user}, {channel}\n{}",
                self.story()
            );
            let Some(told) = told else { continue };
            let counts = (&told["total_msg_count"], &told["total_msg_count_root"]);
            assert_eq!(counts, (&json!(held.total), &json!(held.total_root)), "{channel}\n{}", self.story());
            assert_eq!(told["delete_at"] != json!(0), held.is_archived, "{channel}\n{}", self.story());
            assert_eq!((&told["header"], &told["type"]), (&json!(held.header), &json!(held.kind)));
            if reads {
                self.look_at_posts(client, held).await;
            }
        }
    }

    async fn look_at_posts(&self, client: &User, held: &Channel) {
        let mut found: BTreeMap<String, Value> = BTreeMap::new();
        for page in 0.. {
            let at = format!("/channels/{}/posts?per_page=200&page={page}&skipFetchThreads=true", held.id);
            let reply = client.get(&at).await.ok().clone();
            let order = reply["order"].as_array().unwrap().clone();
            for id in &order {
                let id = id.as_str().unwrap();
                found.insert(id.to_owned(), reply["posts"][id].clone());
            }
            if order.len() < 200 {
                break;
            }
        }
        let ids = |keys: Vec<&String>| keys.into_iter().cloned().collect::<BTreeSet<String>>();
        assert_eq!(ids(held.posts.keys().collect()), ids(found.keys().collect()), "posts\n{}", self.story());
        for (id, post) in &held.posts {
            let told = &found[id];
            assert_eq!(told["message"], json!(post.message), "{id}\n{}", self.story());
            let replies = held.posts.values().filter(|other| other.root.as_ref() == Some(id)).count();
            if post.root.is_none() {
                assert_eq!(told["reply_count"], json!(replies), "{id}\n{}", self.story());
            }
            let reactions: BTreeSet<(String, String)> = told["metadata"]["reactions"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| {
                    (
                        one["user_id"].as_str().unwrap().to_owned(),
                        one["emoji_name"].as_str().unwrap().to_owned(),
                    )
                })
                .collect();
            let known: BTreeSet<(String, String)> = post
                .reactions
                .iter()
                .map(|(user, emoji)| (self.people[*user].id.clone(), emoji.clone()))
                .collect();
            assert_eq!(known, reactions, "{id}\n{}", self.story());
        }
    }

    async fn look_at_sidebar(&self, user: usize) {
        let reply = self.people[user].get(&self.categories(user)).await;
        let sidebar = &self.sidebars[user];
        let mut placed: BTreeSet<usize> = sidebar.favourites.clone();
        placed.extend(sidebar.own.values().flatten());
        for category in reply.ok()["categories"].as_array().unwrap() {
            let told: Vec<usize> = category["channel_ids"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|id| self.channels.iter().position(|channel| *id == json!(channel.id)))
                .collect();
            let told_set: BTreeSet<usize> = told.iter().copied().collect();
            let unplaced = |is_team: bool| -> BTreeSet<usize> {
                (0..self.channels.len())
                    .filter(|channel| {
                        let held = &self.channels[*channel];
                        held.members.contains_key(&user)
                            && !held.is_archived
                            && !placed.contains(channel)
                            && self.is_team(*channel) == is_team
                    })
                    .collect()
            };
            match category["type"].as_str().unwrap() {
                "favorites" => assert_eq!(sidebar.favourites, told_set, "{user}\n{}", self.story()),
                "channels" => assert_eq!(unplaced(true), told_set, "{user}\n{}", self.story()),
                "direct_messages" => assert_eq!(unplaced(false), told_set, "{user}\n{}", self.story()),
                _ => {
                    let own = sidebar.own.get(category["id"].as_str().unwrap());
                    assert_eq!(own, Some(&told), "{user}\n{}", self.story());
                }
            }
        }
    }

    /// Compares what everybody has heard of posts and reactions with what they had to hear.
    async fn listen(&mut self) {
        let all = join_all(self.sockets.iter_mut().map(Socket::heard)).await;
        for (user, events) in all.into_iter().enumerate() {
            for event in events {
                let about = match event.name.as_str() {
                    "posted" | "post_edited" | "post_deleted" => event.nested("post")["id"].clone(),
                    "reaction_added" | "reaction_removed" => event.nested("reaction")["post_id"].clone(),
                    _ => continue,
                };
                let key = (event.name.clone(), about.as_str().unwrap().to_owned());
                *self.heard[user].entry(key).or_default() += 1;
            }
            let (expected, heard) = (&self.expected[user], &self.heard[user]);
            assert_eq!(expected, heard, "{user} heard something else\n{}", self.story());
        }
    }
}

impl Channel {
    fn new(id: &str, kind: &str, members: &[usize]) -> Self {
        Self {
            id: id.to_owned(),
            kind: kind.to_owned(),
            members: members.iter().map(|user| (*user, Member::default())).collect(),
            ..Self::default()
        }
    }
}
