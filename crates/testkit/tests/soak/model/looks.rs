//! What everybody sees, compared with what the model knows.

use std::collections::{BTreeMap, BTreeSet};

use rand::Rng;
use serde_json::{Value, json};

use super::World;
use super::knowledge::{Channel, Member, PEOPLE, Standing};

impl World {
    /// Compares what the last act touched, for whoever acted and for somebody else.
    pub async fn look(&mut self) {
        let other = self.random.random_range(0..PEOPLE);
        for user in [self.actor, other] {
            self.look_at_member(self.touched, user).await;
            self.look_at_totals(user).await;
            if let Some(root) = self.thread.clone() {
                self.look_at_thread(self.touched, &root, user).await;
            }
        }
    }

    pub async fn look_at_everything(&mut self, readers: &[usize]) {
        for user in 0..PEOPLE {
            self.look_at_channels(user, readers.contains(&user)).await;
            self.look_at_sidebar(user).await;
            self.look_at_threads(user).await;
            self.look_at_unread(user).await;
        }
    }

    async fn look_at_member(&self, channel: usize, user: usize) {
        let reply = self.people[user].get(&self.path(channel, "/members/me")).await;
        let Some(member) = self.channels[channel].members.get(&user) else {
            assert!(!reply.is_success(), "{user} is in {channel}\n{}", self.story());
            return;
        };
        let told = reply.ok();
        let found = Member {
            msg_count: told["msg_count"].as_i64().unwrap(),
            msg_count_root: told["msg_count_root"].as_i64().unwrap(),
            mention_count: told["mention_count"].as_i64().unwrap(),
            mention_count_root: told["mention_count_root"].as_i64().unwrap(),
            is_muted: told["notify_props"]["mark_unread"] == "mention",
            follows_all: told["notify_props"]["channel_auto_follow_threads"] == "on",
        };
        assert_eq!(*member, found, "{user} in {channel}: model, then server\n{}", self.story());
    }

    /// What a user has of threads: those of channels that they are in.
    fn followed(&self, user: usize) -> BTreeMap<String, (usize, Standing)> {
        let channels = self.channels.iter().enumerate().filter(|(_, held)| held.members.contains_key(&user));
        channels
            .flat_map(|(channel, held)| {
                let roots = held.threads.keys();
                roots.filter_map(move |root| Some((root.clone(), (channel, held.standing(root, user)?))))
            })
            .collect()
    }

    async fn look_at_totals(&self, user: usize) {
        let reply = self.people[user].get(&self.threads(user, "?totalsOnly=true")).await;
        let told = reply.ok();
        let known = self.followed(user);
        let unread = known.values().filter(|(_, standing)| standing.is_unread()).count();
        let mentions: i64 = known.values().map(|(_, standing)| standing.mentions).sum();
        let found = [&told["total"], &told["total_unread_threads"], &told["total_unread_mentions"]];
        let expected = [&json!(known.len()), &json!(unread), &json!(mentions)];
        assert_eq!(expected, found, "the threads of {user}: model, then server\n{}", self.story());
    }

    async fn look_at_thread(&self, channel: usize, root: &str, user: usize) {
        let reply = self.people[user].get(&self.threads(user, &format!("/{root}"))).await;
        let held = &self.channels[channel];
        match held.standing(root, user).filter(|_| held.is_open_to(user)) {
            Some(standing) => self.compare_thread(channel, user, root, &standing, reply.ok()),
            None => assert!(!reply.is_success(), "{user} follows {root}: {reply:?}\n{}", self.story()),
        }
    }

    fn compare_thread(&self, channel: usize, user: usize, root: &str, known: &Standing, told: &Value) {
        let found = Standing {
            replies: told["reply_count"].as_i64().unwrap(),
            last_reply_at: told["last_reply_at"].as_i64().unwrap(),
            viewed: told["last_viewed_at"].as_i64().unwrap(),
            unread: told["unread_replies"].as_i64().unwrap(),
            mentions: told["unread_mentions"].as_i64().unwrap(),
        };
        assert_eq!(*known, found, "{root} for {user}: model, then server\n{}", self.story());
        let participants: Vec<&str> =
            told["participants"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
        let known = self.channels[channel].participants(root);
        let known: Vec<&str> = known.into_iter().map(|user| self.people[user].id.as_str()).collect();
        assert_eq!(known, participants, "who replied in {root}: model, then server\n{}", self.story());
    }

    /// All pages of a user's threads, in their order.
    async fn look_at_threads(&self, user: usize) {
        self.look_at_totals(user).await;
        let mut known = self.followed(user);
        let mut before = String::new();
        let mut latest = i64::MAX;
        loop {
            let page = self.threads(user, &format!("?threadsOnly=true&per_page=200&before={before}"));
            let reply = self.people[user].get(&page).await;
            let threads = reply.ok()["threads"].as_array().unwrap();
            for told in threads {
                let root = told["id"].as_str().unwrap();
                let (channel, standing) = known
                    .remove(root)
                    .unwrap_or_else(|| panic!("{user} is told of {root}\n{}", self.story()));
                self.compare_thread(channel, user, root, &standing, told);
                assert!(standing.last_reply_at <= latest, "{root} stands behind an older one");
                latest = standing.last_reply_at;
                root.clone_into(&mut before);
            }
            if threads.len() < 200 {
                break;
            }
        }
        assert!(known.is_empty(), "{user} is not told of {known:?}\n{}", self.story());
    }

    /// What is unread in the team, with replies and without.
    async fn look_at_unread(&self, user: usize) {
        let reply = self.people[user].get("/users/me/teams/unread?include_collapsed_threads=true").await;
        let told = reply.ok().as_array().unwrap().iter().find(|told| told["team_id"] == json!(self.team.id));
        let told = told.unwrap();
        let (mut messages, mut roots, mut mentions, mut root_mentions) = (0, 0, 0, 0);
        for held in self.channels.iter().filter(|held| held.is_of_team() && !held.is_archived) {
            let Some(member) = held.members.get(&user) else { continue };
            if !member.is_muted {
                messages += held.total - member.msg_count;
                roots += held.total_root - member.msg_count_root;
            }
            mentions += member.mention_count;
            root_mentions += member.mention_count_root;
        }
        let followed = self.followed(user);
        let of_team = followed.values().filter(|(channel, _)| self.channels[*channel].is_of_team());
        let threads = of_team.clone().filter(|(_, standing)| standing.is_unread()).count() as i64;
        let thread_mentions: i64 = of_team.map(|(_, standing)| standing.mentions).sum();
        let keys = [
            ("msg_count", messages),
            ("msg_count_root", roots),
            ("mention_count", mentions),
            ("mention_count_root", root_mentions),
            ("thread_count", threads),
            ("thread_mention_count", thread_mentions),
        ];
        for (key, expected) in keys {
            assert_eq!(told[key], json!(expected), "{key} of the team for {user}\n{}", self.story());
        }
    }

    async fn look_at_channels(&self, user: usize, reads: bool) {
        let client = &self.people[user];
        let listed = client.get("/users/me/channels?include_deleted=true").await.ok().clone();
        for (channel, held) in self.channels.iter().enumerate() {
            self.look_at_member(channel, user).await;
            let told = listed.as_array().unwrap().iter().find(|told| told["id"] == json!(held.id));
            let is_in = held.members.contains_key(&user);
            assert_eq!(told.is_some(), is_in, "{user}, {channel}\n{}", self.story());
            let Some(told) = told else { continue };
            let counts = (&told["total_msg_count"], &told["total_msg_count_root"]);
            assert_eq!(counts, (&json!(held.total), &json!(held.total_root)), "{channel}\n{}", self.story());
            assert_eq!(told["delete_at"] != json!(0), held.is_archived, "{channel}\n{}", self.story());
            assert_eq!((&told["header"], &told["type"]), (&json!(held.header), &json!(held.kind)));
            if reads {
                self.look_at_posts(user, held).await;
            }
        }
    }

    async fn look_at_posts(&self, user: usize, held: &Channel) {
        let mut found: BTreeMap<String, Value> = BTreeMap::new();
        for page in 0.. {
            let at = format!("/channels/{}/posts?per_page=200&page={page}&skipFetchThreads=true", held.id);
            let reply = self.people[user].get(&at).await.ok().clone();
            let order = reply["order"].as_array().unwrap().clone();
            for id in &order {
                let id = id.as_str().unwrap();
                found.insert(id.to_owned(), reply["posts"][id].clone());
            }
            if order.len() < 200 {
                break;
            }
        }
        let known: BTreeSet<&String> = held.posts.iter().map(|post| &post.id).collect();
        assert_eq!(known, found.keys().collect(), "posts\n{}", self.story());
        let mut replies: BTreeMap<&str, i64> = BTreeMap::new();
        for root in held.posts.iter().filter_map(|post| post.root.as_deref()) {
            *replies.entry(root).or_default() += 1;
        }
        for post in &held.posts {
            let told = &found[&post.id];
            assert_eq!(told["message"], json!(post.message), "{}\n{}", post.id, self.story());
            assert_eq!(told["is_pinned"], json!(post.is_pinned), "{}\n{}", post.id, self.story());
            if post.root.is_none() {
                let replies = replies.get(post.id.as_str()).copied().unwrap_or_default();
                assert_eq!(told["reply_count"], json!(replies), "{}\n{}", post.id, self.story());
            }
            let reactions: BTreeSet<(&str, &str)> = told["metadata"]["reactions"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|one| (one["user_id"].as_str().unwrap(), one["emoji_name"].as_str().unwrap()))
                .collect();
            let known: BTreeSet<(&str, &str)> = post
                .reactions
                .iter()
                .map(|(user, emoji)| (self.people[*user].id.as_str(), emoji.as_str()))
                .collect();
            assert_eq!(known, reactions, "{}\n{}", post.id, self.story());
        }
    }

    async fn look_at_sidebar(&self, user: usize) {
        let reply = self.people[user].get(&self.categories(user)).await;
        let sidebar = &self.sidebars[user];
        let order: Vec<&String> = sidebar.order.iter().map(|(id, _)| id).collect();
        assert_eq!(reply.ok()["order"], json!(order), "the categories of {user}\n{}", self.story());
        for ((id, _), told) in sidebar.order.iter().zip(reply.json["categories"].as_array().unwrap()) {
            assert_eq!(told["id"], json!(id), "the categories of {user}\n{}", self.story());
            let told = self.known(&told["channel_ids"]);
            let (placed, unplaced) = sidebar.shown(id, user, &self.channels);
            let (first, others) = told.split_at(placed.len().min(told.len()));
            assert_eq!(placed, first, "{id} of {user}, as it was filled\n{}", self.story());
            let others: BTreeSet<usize> = others.iter().copied().collect();
            assert_eq!(unplaced, others, "{id} of {user}, behind it\n{}", self.story());
        }
        let preferences = self.people[user].get("/users/me/preferences").await.ok().clone();
        let favourites = preferences.as_array().unwrap().iter();
        let said: BTreeMap<&str, bool> = favourites
            .filter(|one| one["category"] == "favorite_channel")
            .map(|one| (one["name"].as_str().unwrap(), one["value"] == "true"))
            .collect();
        let known: BTreeMap<&str, bool> =
            sidebar.said.iter().map(|(channel, said)| (self.channels[*channel].id.as_str(), *said)).collect();
        assert_eq!(known, said, "the favourites of {user}\n{}", self.story());
    }
}
