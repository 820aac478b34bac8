//! A client's memory: what it loads at its start, and what events make of it.
//!
//! The law of the protocol: *old state, plus events, plus the fetch that an official client makes for events that only
//! name a thing, equals fresh state.* [`law`] checks it for one act, as seen by who acts, by a fellow member and by an
//! outsider, who must hear nothing.
//!
//! The reducer knows the protocol's description of events and nothing of the server. An event that it does not know is
//! a fault, and so is a key that it needs and does not find. Its state is one JSON object:
//!
//! | key | holds | loaded from |
//! |---|---|---|
//! | `me` | the user | `users/me` |
//! | `preferences` | values by `category/name` | `users/me/preferences` |
//! | `status` | the user's own | `users/me/status` |
//! | `config` | what clients are told of the configuration | `config/client` |
//! | `people` | other users it has seen, by id | `users/ids` |
//! | `teams`, `team_members` | by team | `users/me/teams`, `users/me/teams/members` |
//! | `channels`, `channel_members` | by channel | `users/me/channels`, `users/me/channel_members` |
//! | `posts` | of each channel: `order`, and `posts` by id with their reactions | `channels/{id}/posts` |

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::{Client, Event, Scene, Socket, User};

/// What a client knows.
pub struct State {
    client: Client,
    me: String,
    value: Value,
    /// Channels that were fetched while the current events were applied: what came with the fetch counts.
    fetched: BTreeSet<String>,
}

/// Events that change nothing of what is loaded here, and why.
const WITHOUT_EFFECT: [(&str, &str); 24] = [
    ("typing", "shown for a moment"),
    ("ephemeral_message", "shown until the client is loaded anew"),
    ("new_user", "people are loaded when they are first seen"),
    ("thread_updated", "threads are not loaded at the start of a client without collapsed threads"),
    ("thread_follow_changed", "threads are not loaded"),
    ("thread_read_changed", "threads are not loaded"),
    ("sidebar_category_created", "categories are not loaded"),
    ("sidebar_category_updated", "categories are not loaded"),
    ("sidebar_category_deleted", "categories are not loaded"),
    ("sidebar_category_order_updated", "categories are not loaded"),
    ("draft_created", "drafts are not loaded"),
    ("draft_deleted", "drafts are not loaded"),
    ("scheduled_post_created", "scheduled posts are not loaded"),
    ("scheduled_post_updated", "scheduled posts are not loaded"),
    ("scheduled_post_deleted", "scheduled posts are not loaded"),
    ("channel_bookmark_created", "bookmarks are not loaded"),
    ("channel_bookmark_updated", "bookmarks are not loaded"),
    ("channel_bookmark_deleted", "bookmarks are not loaded"),
    ("channel_bookmark_sorted", "bookmarks are not loaded"),
    ("emoji_added", "emoji are loaded when they are shown"),
    ("role_updated", "roles are not loaded"),
    ("license_changed", "there is no licence"),
    ("open_dialog", "shown until it is closed"),
    ("user_activation_status_change", "people are loaded when they are first seen"),
];

/// System messages of these kinds count neither as messages nor as unread.
const UNCOUNTED: [&str; 9] = [
    "system_join_leave",
    "system_join_channel",
    "system_leave_channel",
    "system_join_team",
    "system_leave_team",
    "system_add_remove",
    "system_add_to_channel",
    "system_remove_from_channel",
    "system_add_to_team",
];

impl State {
    /// Loads everything, as a client does at its start. `people` are those it has seen before.
    pub async fn load(client: &Client, people: &[String]) -> Self {
        let me = client.get("/users/me").await.ok().clone();
        let id = me["id"].as_str().unwrap().to_owned();
        let mut state =
            Self { client: client.clone(), me: id, value: json!({ "me": me }), fetched: BTreeSet::new() };
        let preferences = client.get("/users/me/preferences").await.ok().clone();
        state.value["preferences"] = json!({});
        for preference in items(&preferences) {
            state.keep_preference(&preference);
        }
        let status = client.get("/users/me/status").await.ok().clone();
        state.value["status"] = status["status"].clone();
        state.value["config"] = client.get("/config/client?format=old").await.ok().clone();
        state.value["people"] = by(&items(client.post("/users/ids", json!(people)).await.ok()), "id");
        state.value["teams"] = by(&items(client.get("/users/me/teams").await.ok()), "id");
        state.load_team_members().await;
        let channels = items(client.get("/users/me/channels").await.ok());
        state.value["channels"] = by(&channels, "id");
        let reply = client.get("/users/me/channel_members?page=-1&per_page=60").await;
        reply.is(200);
        let members: Vec<Value> = reply
            .text()
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .flat_map(|line| items_or_one(&line))
            .collect();
        // The list adds to each membership what its team is called.
        let members: Vec<Value> = members
            .into_iter()
            .map(|mut member| {
                for key in ["team_name", "team_display_name", "team_update_at"] {
                    remove(&mut member, key);
                }
                member
            })
            .collect();
        state.value["channel_members"] = by(&members, "channel_id");
        state.value["posts"] = json!({});
        for channel in &channels {
            state.load_posts(channel["id"].as_str().unwrap()).await;
        }
        state
    }

    /// The list has memberships that have ended, too.
    async fn load_team_members(&mut self) {
        let mut members = items(self.client.get("/users/me/teams/members").await.ok());
        members.retain(|member| member["delete_at"].as_i64().unwrap_or(0) == 0);
        self.value["team_members"] = by(&members, "team_id");
    }

    async fn load_posts(&mut self, channel: &str) {
        let page = self
            .client
            .get(&format!("/channels/{channel}/posts?page=0&per_page=200&skipFetchThreads=true"))
            .await
            .ok()
            .clone();
        self.value["posts"][channel] = json!({ "order": page["order"], "posts": page["posts"] });
    }

    /// Applies an event; fails on one that the protocol does not describe.
    pub async fn apply(&mut self, event: &Event) -> Result<(), String> {
        if WITHOUT_EFFECT.iter().any(|(name, _)| *name == event.name) {
            return Ok(());
        }
        match event.name.as_str() {
            "posted" => {
                self.posted(event)?;
                let post = nested(event, "post")?;
                if post["type"] == "system_move_channel" {
                    self.fetch_channel(&text(&post, "channel_id")?).await;
                }
            }
            "post_edited" => self.post_edited(&nested(event, "post")?)?,
            "post_deleted" => self.post_deleted(&nested(event, "post")?)?,
            "post_unread" => {
                let member = &mut self.value["channel_members"][broadcast(event, "channel_id")?];
                for key in
                    ["msg_count", "msg_count_root", "mention_count", "mention_count_root", "last_viewed_at"]
                {
                    member[key] = event.data[key].clone();
                }
            }
            "reaction_added" => self.reaction(&nested(event, "reaction")?, true)?,
            "reaction_removed" => self.reaction(&nested(event, "reaction")?, false)?,
            "preferences_changed" => {
                for preference in items(&nested(event, "preferences")?) {
                    self.keep_preference(&preference);
                }
            }
            "preference_changed" => self.keep_preference(&nested(event, "preference")?),
            "preferences_deleted" => {
                for preference in items(&nested(event, "preferences")?) {
                    remove(&mut self.value["preferences"], &preference_key(&preference));
                }
            }
            "status_change" => {
                if text(&event.data, "user_id")? == self.me {
                    self.value["status"] = event.data["status"].clone();
                }
            }
            "config_changed" => self.value["config"] = event.data["config"].clone(),
            "user_updated" => self.user_updated(&event.data["user"])?,
            "user_role_updated" => {
                if text(&event.data, "user_id")? == self.me {
                    self.value["me"]["roles"] = event.data["roles"].clone();
                }
            }
            "added_to_team" => {
                let team = text(&event.data, "team_id")?;
                self.fetch_team(&team).await;
            }
            "leave_team" => {
                if text(&event.data, "user_id")? == self.me {
                    self.forget_team(&text(&event.data, "team_id")?);
                }
            }
            "update_team" | "restore_team" | "update_team_scheme" => {
                let team = text(&nested(event, "team")?, "id")?;
                self.fetch_team(&team).await;
            }
            "delete_team" => self.forget_team(&text(&nested(event, "team")?, "id")?),
            "memberrole_updated" => {
                let member = nested(event, "member")?;
                let team = text(&member, "team_id")?;
                self.value["team_members"][team] = member;
            }
            "channel_created" | "channel_restored" | "channel_converted" => {
                let channel = text(&event.data, "channel_id")?;
                self.fetch_channel(&channel).await;
            }
            "channel_scheme_updated" => self.fetch_channel(&broadcast(event, "channel_id")?).await,
            "direct_added" | "group_added" => self.fetch_channel(&broadcast(event, "channel_id")?).await,
            "channel_updated" => match nested(event, "channel") {
                Ok(channel) => {
                    let id = text(&channel, "id")?;
                    if !self.fetched.contains(&id) {
                        self.value["channels"][id] = channel;
                    }
                }
                Err(_) => self.fetch_channel(&text(&event.data, "channel_id")?).await,
            },
            "channel_deleted" => self.forget_channel(&text(&event.data, "channel_id")?),
            "channel_member_updated" => {
                let member = nested(event, "channelMember")?;
                let channel = text(&member, "channel_id")?;
                self.value["channel_members"][channel] = member;
            }
            "multiple_channels_viewed" => self.viewed(event)?,
            "user_added" => {
                if text(&event.data, "user_id")? == self.me {
                    self.fetch_channel(&broadcast(event, "channel_id")?).await;
                }
            }
            "user_removed" => {
                // The removed hear which channel it is, the others who has gone.
                if let Ok(channel) = text(&event.data, "channel_id") {
                    self.forget_channel(&channel);
                }
            }
            other => {
                return Err(format!(
                    "the protocol describes no event {other}, or the reducer does not know it"
                ));
            }
        }
        Ok(())
    }

    fn posted(&mut self, event: &Event) -> Result<(), String> {
        let post = nested(event, "post")?;
        let (id, channel, root) = (text(&post, "id")?, text(&post, "channel_id")?, text(&post, "root_id")?);
        if self.value["channels"].get(&channel).is_none() || self.fetched.contains(&channel) {
            return Ok(());
        }
        let posts = &mut self.value["posts"][&channel];
        if posts["posts"].get(&id).is_some() {
            return Err(format!("post {id} is announced twice"));
        }
        if let Some(order) = posts["order"].as_array_mut() {
            order.insert(0, json!(id));
        }
        posts["posts"][&id] = post.clone();
        if !root.is_empty() {
            self.recount_thread(&channel, &root, 1);
        }

        // What the server says for somebody is no sign that they have read anything.
        let kind = post["type"].as_str().unwrap_or_default();
        let is_own = post["user_id"] == json!(self.me) && !kind.starts_with("system_");
        let is_counted = !UNCOUNTED.contains(&kind);
        let mentions = event.data["mentions"].as_str().unwrap_or("[]");
        let is_mentioned = mentions.contains(&self.me);
        let held = &mut self.value["channels"][&channel];
        if is_counted {
            add(held, "total_msg_count", 1);
            if root.is_empty() {
                add(held, "total_msg_count_root", 1);
            }
        }
        held["last_post_at"] = post["create_at"].clone();
        if root.is_empty() {
            held["last_root_post_at"] = post["create_at"].clone();
        }
        let (total, total_root) = (held["total_msg_count"].clone(), held["total_msg_count_root"].clone());
        let member = &mut self.value["channel_members"][&channel];
        if is_own && is_counted {
            member["msg_count"] = total;
            member["msg_count_root"] = total_root;
            member["last_viewed_at"] = post["create_at"].clone();
            member["mention_count"] = json!(0);
            member["mention_count_root"] = json!(0);
        } else if is_mentioned {
            add(member, "mention_count", 1);
            if root.is_empty() {
                add(member, "mention_count_root", 1);
            }
        }
        Ok(())
    }

    fn post_edited(&mut self, post: &Value) -> Result<(), String> {
        let (id, channel) = (text(post, "id")?, text(post, "channel_id")?);
        if let Some(known) = self.value["posts"][channel]["posts"].get_mut(id) {
            *known = post.clone();
        }
        Ok(())
    }

    fn post_deleted(&mut self, post: &Value) -> Result<(), String> {
        let (id, channel, root) = (text(post, "id")?, text(post, "channel_id")?, text(post, "root_id")?);
        let posts = &mut self.value["posts"][&channel];
        let mut gone = vec![id.clone()];
        if let Some(known) = posts["posts"].as_object() {
            let replies = known.iter().filter(|(_, reply)| reply["root_id"] == json!(id));
            gone.extend(replies.map(|(reply, _)| reply.clone()));
        }
        for id in &gone {
            remove(&mut posts["posts"], id);
        }
        if let Some(order) = posts["order"].as_array_mut() {
            order.retain(|id| !gone.iter().any(|gone| id == gone));
        }
        if !root.is_empty() {
            self.recount_thread(&channel, &root, -1);
        }
        Ok(())
    }

    /// A thread's number of replies stands in its root and in each reply.
    fn recount_thread(&mut self, channel: &str, root: &str, by: i64) {
        let posts = &mut self.value["posts"][channel]["posts"];
        let count = posts[root]["reply_count"].as_i64().unwrap_or(0) + by;
        let Some(posts) = posts.as_object_mut() else { return };
        for (id, post) in posts {
            if id == root || post["root_id"] == json!(root) {
                post["reply_count"] = json!(count);
            }
        }
    }

    fn reaction(&mut self, reaction: &Value, is_added: bool) -> Result<(), String> {
        let id = text(reaction, "post_id")?;
        let channels = self.value["posts"].as_object_mut().ok_or("the state holds no posts")?;
        let Some(post) = channels.values_mut().find_map(|posts| posts["posts"].get_mut(&id)) else {
            return Ok(());
        };
        let mut reactions = items(&post["metadata"]["reactions"]);
        let is_same = |other: &Value| {
            other["user_id"] == reaction["user_id"] && other["emoji_name"] == reaction["emoji_name"]
        };
        reactions.retain(|other| !is_same(other));
        if is_added {
            reactions.push(reaction.clone());
        }
        if let Some(post) = post.as_object_mut() {
            if reactions.is_empty() {
                post.remove("has_reactions");
            } else {
                post.insert("has_reactions".to_owned(), json!(true));
            }
        }
        if reactions.is_empty() {
            remove(&mut post["metadata"], "reactions");
        } else {
            post["metadata"]["reactions"] = json!(reactions);
        }
        Ok(())
    }

    fn viewed(&mut self, event: &Event) -> Result<(), String> {
        let times = event.data["channel_times"].as_object().ok_or("channel_times is no object")?;
        for (channel, at) in times {
            let held = self.value["channels"][channel].clone();
            let member = &mut self.value["channel_members"][channel];
            member["last_viewed_at"] = at.clone();
            member["msg_count"] = held["total_msg_count"].clone();
            member["msg_count_root"] = held["total_msg_count_root"].clone();
            for key in ["mention_count", "mention_count_root", "urgent_mention_count"] {
                member[key] = json!(0);
            }
        }
        Ok(())
    }

    fn user_updated(&mut self, user: &Value) -> Result<(), String> {
        let id = text(user, "id")?;
        if id == self.me {
            self.value["me"] = user.clone();
        }
        if let Some(known) = self.value["people"].get_mut(&id) {
            *known = user.clone();
        }
        Ok(())
    }

    fn keep_preference(&mut self, preference: &Value) {
        self.value["preferences"][preference_key(preference)] = preference["value"].clone();
    }

    async fn fetch_team(&mut self, team: &str) {
        let client = self.client.clone();
        self.value["teams"][team] = client.get(&format!("/teams/{team}")).await.ok().clone();
        self.load_team_members().await;
        let channels = client.get(&format!("/users/me/teams/{team}/channels")).await.ok().clone();
        for channel in items(&channels) {
            self.fetch_channel(channel["id"].as_str().unwrap_or_default()).await;
        }
    }

    async fn fetch_channel(&mut self, channel: &str) {
        self.fetched.insert(channel.to_owned());
        let held = self.client.get(&format!("/channels/{channel}")).await;
        if !held.is_success() {
            // It was left again before the event was read.
            return self.forget_channel(channel);
        }
        self.value["channels"][channel] = held.json;
        let member = self.client.get(&format!("/channels/{channel}/members/me")).await;
        self.value["channel_members"][channel] = member.ok().clone();
        self.load_posts(channel).await;
    }

    fn forget_team(&mut self, team: &str) {
        remove(&mut self.value["teams"], team);
        remove(&mut self.value["team_members"], team);
        let channels = by_team(&self.value["channels"], team);
        for channel in channels {
            self.forget_channel(&channel);
        }
    }

    fn forget_channel(&mut self, channel: &str) {
        for key in ["channels", "channel_members", "posts"] {
            remove(&mut self.value[key], channel);
        }
    }

    /// Where this state is not the other: paths, with both values.
    pub fn differences(&self, fresh: &Self) -> Vec<Difference> {
        let mut found = Vec::new();
        compare("", &self.value, &fresh.value, &mut found);
        found
    }
}

/// A place where what events told and what a fetch tells differ.
#[derive(Debug, Clone)]
pub struct Difference {
    /// With ids replaced by `*`: `channels/*/last_post_at`.
    pub path: String,
    pub told: Value,
    pub fresh: Value,
}

fn compare(path: &str, told: &Value, fresh: &Value, found: &mut Vec<Difference>) {
    if told == fresh {
        return;
    }
    if let (Value::Object(a), Value::Object(b)) = (told, fresh) {
        let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        for key in keys {
            let name = if crate::redact::is_id(key) { "*" } else { key };
            let below = if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") };
            let none = &Value::Null;
            compare(&below, a.get(key).unwrap_or(none), b.get(key).unwrap_or(none), found);
        }
        return;
    }
    found.push(Difference { path: path.to_owned(), told: told.clone(), fresh: fresh.clone() });
}

/// Somebody who watches while others act.
pub struct Watcher {
    user: User,
    socket: Socket,
    state: State,
    people: Vec<String>,
}

impl Watcher {
    /// Loads the state and begins to listen.
    pub async fn begin(user: &User, people: &[String]) -> Self {
        let people: Vec<String> = people.iter().filter(|id| **id != user.id).cloned().collect();
        let people = people.as_slice();
        let mut socket = user.socket().await;
        socket.heard().await;
        let state = State::load(user.client(), people).await;
        // Loading announces nothing, but coming online does.
        socket.heard().await;
        Self { user: user.clone(), socket, state, people: people.to_vec() }
    }

    /// Applies what was heard since, and compares with what a fresh start would load. Gives the names of the events
    /// and what is wrong.
    pub async fn settle(&mut self, unannounced: &[(&str, &str)]) -> (Vec<String>, Vec<String>) {
        let events = self.socket.heard().await;
        let mut wrong = Vec::new();
        self.state.fetched.clear();
        for event in &events {
            if let Err(why) = self.state.apply(event).await {
                wrong.push(format!("{}: {why}", event.name));
            }
        }
        let fresh = State::load(self.user.client(), &self.people).await;
        let differences = self.state.differences(&fresh);
        let unknown =
            differences.iter().filter(|found| !unannounced.iter().any(|(path, _)| *path == found.path));
        wrong.extend(
            unknown.map(|found| format!("{}: told {}, fresh {}", found.path, found.told, found.fresh)),
        );
        self.state = fresh;
        let names = events.into_iter().map(|event| event.name).collect();
        (names, wrong)
    }
}

/// Checks the law for one act in a scene: Alice acts, Bob is a fellow member, the outsider shares no team with them and
/// hears only what `to_all` says that everybody does. `unannounced` are the paths that no event tells of, with reasons.
pub async fn law(
    scene: &Scene,
    unannounced: &[(&str, &str)],
    to_all: &[&str],
    act: impl AsyncFnOnce(&Scene),
) {
    let people = [&scene.alice, &scene.bob, &scene.admin].map(|user| user.id.clone());
    let mut watchers = [
        ("alice", Watcher::begin(&scene.alice, &people).await),
        ("bob", Watcher::begin(&scene.bob, &people).await),
        ("outsider", Watcher::begin(&scene.outsider, &people).await),
    ];

    act(scene).await;

    let mut wrong = Vec::new();
    for (name, watcher) in &mut watchers {
        let (heard, faults) = watcher.settle(unannounced).await;
        wrong.extend(faults.into_iter().map(|fault| format!("{name}, who heard {heard:?}: {fault}")));
        if *name == "outsider" {
            let leaks = heard.iter().filter(|event| !to_all.contains(&event.as_str()));
            wrong.extend(leaks.map(|event| format!("the outsider hears {event}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn nested(event: &Event, key: &str) -> Result<Value, String> {
    let text = event.data[key].as_str().ok_or_else(|| format!("{key} is no text: {event:?}"))?;
    serde_json::from_str(text).map_err(|error| format!("{key} is no JSON: {error}"))
}

fn text(value: &Value, key: &str) -> Result<String, String> {
    value[key].as_str().map(str::to_owned).ok_or_else(|| format!("{key} is missing: {value}"))
}

fn broadcast(event: &Event, key: &str) -> Result<String, String> {
    text(&event.broadcast, key)
}

fn items(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn items_or_one(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_else(|| vec![value.clone()])
}

fn by(items: &[Value], key: &str) -> Value {
    let named = items.iter().map(|item| (item[key].as_str().unwrap_or_default().to_owned(), item.clone()));
    Value::Object(named.collect::<Map<_, _>>())
}

fn by_team(channels: &Value, team: &str) -> Vec<String> {
    let channels = channels.as_object().into_iter().flatten();
    channels.filter(|(_, channel)| channel["team_id"] == json!(team)).map(|(id, _)| id.clone()).collect()
}

fn preference_key(preference: &Value) -> String {
    let part = |key: &str| preference[key].as_str().unwrap_or_default().to_owned();
    format!("{}/{}", part("category"), part("name"))
}

fn add(value: &mut Value, key: &str, by: i64) {
    value[key] = json!(value[key].as_i64().unwrap_or(0) + by);
}

fn remove(value: &mut Value, key: &str) {
    if let Some(fields) = value.as_object_mut() {
        fields.remove(key);
    }
}
