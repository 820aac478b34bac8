//! What the web client is told: the files of `tests/events`, which both sides read.
//!
//! Each file is one act as Bob's client sees it: what it was answered before, the events that it heard, what it is
//! answered then. Here the server has to say what the file says; the web client (`web/tests/events.test.ts`) has to make
//! of the first two what it would make of the last. `tests/events/README.md` describes the files; `WARDROOM_BLESS=1`
//! writes them anew.

mod recorder;

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use testkit::{Post, Scene, Socket, TestServer, User};

use recorder::{Answers, Stage, changes, print};

/// When the scene begins.
const NOON: i64 = 1_800_000_000_000;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/events"))
}

/// Compares with a file, or writes it anew.
fn settle(name: &str, found: &Value) {
    let path = folder().join(format!("{name}.json"));
    let committed = fs::read_to_string(&path).unwrap_or_default();
    if serde_json::from_str(&committed).ok().as_ref() == Some(found) {
        return;
    }
    let text = print(found);
    if std::env::var_os("WARDROOM_BLESS").is_some() {
        fs::write(path, text).unwrap();
        return;
    }
    let known: Vec<&str> = committed.lines().collect();
    let said: Vec<&str> = text.lines().collect();
    let added: Vec<_> = said.iter().filter(|line| !known.contains(line)).take(40).collect();
    let removed: Vec<_> = known.iter().filter(|line| !said.contains(line)).take(40).collect();
    panic!(
        "tests/events/{name}.json differs (WARDROOM_BLESS=1 writes it anew); not in it: {added:#?}; only in it: {removed:#?}"
    );
}

/// One file in the making.
struct Take {
    event: &'static str,
    about: &'static str,
    stage: Stage,
    start: Answers,
    before: Answers,
    socket: Option<Socket>,
}

impl Take {
    /// The scene as every file begins.
    async fn begin(server: &TestServer, event: &'static str, about: &'static str) -> Self {
        let mut stage = Stage::set(server).await;
        let start = stage.answers().await;
        stage.wait().await;
        Self { event, about, stage, start, before: Answers::new(), socket: None }
    }

    fn scene(&self) -> Scene {
        self.stage.scene.clone()
    }

    fn bob(&self) -> User {
        self.stage.scene.bob.clone()
    }

    /// Alice writes something with a name of its own.
    async fn written(&mut self, name: &str, message: &str) -> Post {
        let post = self.stage.scene.alice.write(&self.stage.scene.channel, message).await;
        self.stage.named(name, &post.json);
        self.stage.wait().await;
        post
    }

    async fn replied(&mut self, name: &str, by: &User, root: &Post, message: &str) -> Post {
        let post = by.reply(root, message).await;
        self.stage.named(name, &post.json);
        self.stage.wait().await;
        post
    }

    /// From here on Bob's client is there.
    async fn watch(&mut self) {
        self.socket = Some(self.stage.listen().await);
        self.before = self.stage.answers().await;
        self.stage.wait().await;
    }

    async fn end(mut self) {
        let heard = self.socket.as_mut().expect("somebody watches").heard().await;
        assert!(
            heard.iter().any(|event| event.name == self.event),
            "nothing was told of {}: {heard:#?}",
            self.event
        );
        let frames = self.stage.frames(&heard);
        let after = self.stage.answers().await;
        let made = json!({
            "about": self.about,
            "before": changes(&self.before, &self.start),
            "events": frames,
            "after": changes(&after, &self.before),
        });
        settle("start", &json!(self.start));
        settle(self.event, &made);
    }
}

macro_rules! fixtures {
    ($($event:ident: $about:literal, |$take:ident| $body:block)*) => {
        /// Every event that has a file.
        const EVENTS: &[&str] = &[$(stringify!($event)),*];

        $(#[test]
        fn $event() {
            testkit::run_as(
                |builder| builder.clock_at(NOON).seeded(1),
                async |server: TestServer| {
                    let mut $take = Take::begin(&server, stringify!($event), $about).await;
                    $body
                    $take.end().await;
                },
            );
        })*
    };
}

#[test]
fn every_file_belongs_to_an_event_of_this_table() {
    let files =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut found: Vec<String> = files
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .filter(|name| name != "start")
        .collect();
    found.sort();
    let mut known: Vec<&str> = EVENTS.to_vec();
    known.sort_unstable();
    assert_eq!(found, known);
}

/// A preference of Bob's.
fn preference(bob: &User, category: &str, name: &str, value: &str) -> Value {
    json!([{"user_id": bob.id, "category": category, "name": name, "value": value}])
}

fn categories(take: &Take) -> String {
    format!("/users/{}/teams/{}/channels/categories", take.bob().id, take.stage.scene.team.id)
}

fn threads(take: &Take) -> String {
    format!("/users/{}/teams/{}/threads", take.bob().id, take.stage.scene.team.id)
}

fn of_channel(take: &Take, tail: &str) -> String {
    format!("/channels/{}{tail}", take.stage.scene.channel.id)
}

fn of_team(take: &Take, tail: &str) -> String {
    format!("/teams/{}{tail}", take.stage.scene.team.id)
}

/// A category of Bob's own with the channel in it.
async fn category(take: &mut Take) -> Value {
    let bob = take.bob();
    let wanted = json!({
        "user_id": bob.id, "team_id": take.stage.scene.team.id, "display_name": "Mine",
        "channel_ids": [take.stage.scene.channel.id],
    });
    let made = bob.post(&categories(take), wanted).await.ok().clone();
    take.stage.named("category", &made);
    take.stage.wait().await;
    made
}

fixtures! {
    posted: "Alice writes to Bob and to all, and Bob writes on another device", |take| {
        take.written("before", "before").await;
        take.watch().await;
        take.written("plain", "good morning").await;
        take.written("mention", "hello @bob").await;
        take.written("all", "hello @all").await;
        let post = take.bob().write(&take.scene().channel, "from my phone").await;
        take.stage.named("own", &post.json);
        take.stage.wait().await;
        take.written("later", "and @bob again").await;
    }

    post_edited: "Alice changes what she wrote, and pins it", |take| {
        let post = take.written("post", "draft").await;
        let at = format!("/posts/{}", post.id);
        take.watch().await;
        take.scene().alice.put(&format!("{at}/patch"), json!({"message": "final"})).await.ok();
        take.stage.wait().await;
        take.scene().alice.post(&format!("{at}/pin"), json!({})).await.ok();
    }

    post_deleted: "Alice deletes a message, a reply, and a thread that Bob follows", |take| {
        let alone = take.written("alone", "a mistake").await;
        let root = take.written("root", "root").await;
        take.replied("kept", &take.bob(), &root, "kept").await;
        let reply = take.replied("reply", &take.scene().alice, &root, "a mistake too").await;
        let other = take.written("other-root", "another, @bob").await;
        take.replied("other-reply", &take.scene().alice, &other, "and its reply").await;
        take.watch().await;
        for post in [alone, reply, other] {
            take.scene().alice.delete(&format!("/posts/{}", post.id)).await.ok();
            take.stage.wait().await;
        }
    }

    ephemeral_message: "Bob is told something that nobody else sees", |take| {
        take.watch().await;
        let command = json!({"channel_id": take.scene().channel.id, "command": "/header"});
        take.bob().post("/commands/execute", command).await.ok();
    }

    post_unread: "Bob makes a message unread on another device", |take| {
        take.written("one", "one").await;
        let post = take.written("two", "two, @bob").await;
        take.written("three", "three").await;
        take.bob().post("/channels/members/me/view", json!({"channel_id": take.scene().channel.id})).await.ok();
        take.watch().await;
        let threaded = json!({"collapsed_threads_supported": true});
        take.bob().post(&format!("/users/me/posts/{}/set_unread", post.id), threaded).await.ok();
    }

    reaction_added: "Alice and Bob react", |take| {
        let post = take.written("post", "what do you think").await;
        take.watch().await;
        take.scene().alice.react(&post, "thumbsup").await;
        take.stage.wait().await;
        take.bob().react(&post, "thumbsup").await;
    }

    reaction_removed: "Alice takes one of two reactions back", |take| {
        let post = take.written("post", "what do you think").await;
        take.scene().alice.react(&post, "thumbsup").await;
        take.stage.wait().await;
        take.scene().alice.react(&post, "smile").await;
        take.watch().await;
        take.scene().alice.delete(&format!("/users/me/posts/{}/reactions/smile", post.id)).await.ok();
    }

    typing: "Alice types", |take| {
        take.watch().await;
        let mut socket = take.scene().alice.socket().await;
        socket.request("user_typing", json!({"channel_id": take.scene().channel.id, "parent_id": ""})).await;
    }

    status_change: "Bob does not want to be disturbed", |take| {
        take.watch().await;
        let status = json!({"user_id": take.bob().id, "status": "dnd"});
        take.bob().put("/users/me/status", status).await.ok();
    }

    multiple_channels_viewed: "Bob reads a channel on another device", |take| {
        let root = take.written("root", "hello @bob").await;
        take.replied("reply", &take.scene().alice, &root, "@bob?").await;
        take.watch().await;
        let view = json!({"channel_id": take.scene().channel.id, "collapsed_threads_supported": true});
        take.bob().post("/channels/members/me/view", view).await.ok();
    }

    channel_created: "Bob makes a channel on another device", |take| {
        take.watch().await;
        let made = take.bob().channel(&take.scene().team).await;
        take.stage.named("made", &made.json);
    }

    channel_deleted: "Alice archives a channel", |take| {
        let channel = take.scene().alice.channel(&take.scene().team).await;
        take.stage.named("old", &channel.json);
        take.scene().alice.add_to_channel(&channel, &take.bob()).await;
        take.watch().await;
        take.scene().alice.delete(&format!("/channels/{}", channel.id)).await.ok();
    }

    channel_restored: "Alice restores an archived channel", |take| {
        let channel = take.scene().alice.channel(&take.scene().team).await;
        take.stage.named("old", &channel.json);
        take.scene().alice.add_to_channel(&channel, &take.bob()).await;
        take.stage.wait().await;
        take.scene().alice.delete(&format!("/channels/{}", channel.id)).await.ok();
        take.watch().await;
        take.scene().alice.post(&format!("/channels/{}/restore", channel.id), json!({})).await.ok();
    }

    channel_updated: "Alice renames and describes a channel", |take| {
        take.watch().await;
        let patch = json!({"name": "harbour", "display_name": "Harbour", "header": "here", "purpose": "for this"});
        take.scene().alice.put(&of_channel(&take, "/patch"), patch).await.ok();
    }

    channel_converted: "Alice closes a channel to its team", |take| {
        take.watch().await;
        take.scene().alice.put(&of_channel(&take, "/privacy"), json!({"privacy": "P"})).await.ok();
    }

    channel_scheme_updated: "an administrator takes writing from the members of a channel", |take| {
        take.watch().await;
        let row = json!([{"name": "create_post", "roles": {"members": false}}]);
        take.scene().admin.put(&of_channel(&take, "/moderations/patch"), row).await.ok();
    }

    role_updated: "an administrator takes reacting from the members of a moderated channel", |take| {
        let row = |name: &str| json!([{"name": name, "roles": {"members": false}}]);
        take.scene().admin.put(&of_channel(&take, "/moderations/patch"), row("create_post")).await.ok();
        take.watch().await;
        take.scene().admin.put(&of_channel(&take, "/moderations/patch"), row("create_reactions")).await.ok();
    }

    channel_member_updated: "Bob mutes a channel on another device and becomes its administrator", |take| {
        take.watch().await;
        let at = of_channel(&take, &format!("/members/{}", take.bob().id));
        take.bob().put(&format!("{at}/notify_props"), json!({"mark_unread": "mention"})).await.ok();
        take.stage.wait().await;
        let flags = json!({"scheme_user": true, "scheme_admin": true});
        take.scene().alice.put(&format!("{at}/schemeRoles"), flags).await.ok();
    }

    direct_added: "Alice writes to Bob for the first time", |take| {
        take.watch().await;
        let pair = json!([take.scene().alice.id, take.bob().id]);
        let made = take.scene().alice.post("/channels/direct", pair).await.is(201).clone();
        take.stage.named("direct", &made);
    }

    group_added: "Alice begins a group with Bob", |take| {
        take.watch().await;
        let scene = take.scene();
        let group = json!([scene.alice.id, scene.bob.id, scene.admin.id]);
        let made = scene.alice.post("/channels/group", group).await.is(201).clone();
        take.stage.named("group", &made);
    }

    user_added: "Alice adds Bob to a private channel, and somebody to the one that is open", |take| {
        let channel = take.scene().alice.private_channel(&take.scene().team).await;
        take.stage.named("private", &channel.json);
        let carol = take.stage.person("carol").await;
        take.scene().alice.add_to_team(&take.scene().team, &carol).await;
        take.watch().await;
        take.scene().alice.add_to_channel(&channel, &take.bob()).await;
        take.stage.wait().await;
        take.scene().alice.add_to_channel(&take.scene().channel, &carol).await;
    }

    user_removed: "Alice removes Bob from a private channel, and somebody from the one that is open", |take| {
        let channel = take.scene().alice.private_channel(&take.scene().team).await;
        take.stage.named("private", &channel.json);
        take.scene().alice.add_to_channel(&channel, &take.bob()).await;
        let carol = take.stage.person("carol").await;
        take.scene().alice.add_to_team(&take.scene().team, &carol).await;
        take.scene().alice.add_to_channel(&take.scene().channel, &carol).await;
        take.watch().await;
        let of_bob = format!("/channels/{}/members/{}", channel.id, take.bob().id);
        take.scene().alice.delete(&of_bob).await.ok();
        take.stage.wait().await;
        take.scene().alice.delete(&of_channel(&take, &format!("/members/{}", carol.id))).await.ok();
    }

    user_updated: "Alice changes her profile, and Bob his on another device", |take| {
        take.watch().await;
        take.scene().alice.put("/users/me/patch", json!({"nickname": "Al", "position": "captain"})).await.ok();
        take.stage.wait().await;
        take.bob().put("/users/me/patch", json!({"first_name": "Robert", "locale": "de"})).await.ok();
    }

    user_activation_status_change: "an administrator shuts Alice out", |take| {
        take.watch().await;
        let at = format!("/users/{}/active", take.scene().alice.id);
        take.scene().admin.put(&at, json!({"active": false})).await.ok();
    }

    user_role_updated: "Bob becomes an administrator", |take| {
        take.watch().await;
        let at = format!("/users/{}/roles", take.bob().id);
        take.scene().admin.put(&at, json!({"roles": "system_user system_admin"})).await.ok();
    }

    added_to_team: "Alice adds Bob to another team", |take| {
        let team = take.scene().alice.team().await;
        take.stage.named("other-team", &team.json);
        take.watch().await;
        take.scene().alice.add_to_team(&team, &take.bob()).await;
    }

    leave_team: "Bob leaves one of two teams on another device", |take| {
        let team = take.scene().alice.team().await;
        take.stage.named("other-team", &team.json);
        take.scene().alice.add_to_team(&team, &take.bob()).await;
        take.watch().await;
        take.bob().delete(&format!("/teams/{}/members/{}", team.id, take.bob().id)).await.ok();
    }

    memberrole_updated: "Bob becomes an administrator of the team", |take| {
        take.watch().await;
        let at = of_team(&take, &format!("/members/{}/schemeRoles", take.bob().id));
        take.scene().alice.put(&at, json!({"scheme_user": true, "scheme_admin": true})).await.ok();
    }

    update_team: "Alice renames the team", |take| {
        take.watch().await;
        let patch = json!({"display_name": "Northern line", "description": "all aboard"});
        take.scene().alice.put(&of_team(&take, "/patch"), patch).await.ok();
    }

    delete_team: "Alice archives one of two teams", |take| {
        let team = take.scene().alice.team().await;
        take.stage.named("other-team", &team.json);
        take.scene().alice.add_to_team(&team, &take.bob()).await;
        take.watch().await;
        take.scene().alice.delete(&format!("/teams/{}", team.id)).await.ok();
    }

    restore_team: "Alice restores an archived team", |take| {
        let team = take.scene().alice.team().await;
        take.stage.named("other-team", &team.json);
        take.scene().alice.add_to_team(&team, &take.bob()).await;
        take.stage.wait().await;
        take.scene().alice.delete(&format!("/teams/{}", team.id)).await.ok();
        take.watch().await;
        take.scene().alice.post(&format!("/teams/{}/restore", team.id), json!({})).await.ok();
    }

    preferences_changed: "Bob saves preferences on another device", |take| {
        let one = preference(&take.bob(), "display_settings", "use_military_time", "true");
        take.bob().put("/users/me/preferences", one).await.ok();
        take.watch().await;
        for value in ["false", "true"] {
            let one = preference(&take.bob(), "display_settings", "name_format", value);
            take.bob().put("/users/me/preferences", one).await.ok();
        }
        let favourite = preference(&take.bob(), "favorite_channel", &take.scene().channel.id, "true");
        take.bob().put("/users/me/preferences", favourite).await.ok();
    }

    preference_changed: "Bob hides previews by a command on another device", |take| {
        take.watch().await;
        let command = json!({"channel_id": take.scene().channel.id, "command": "/collapse"});
        take.bob().post("/commands/execute", command).await.ok();
    }

    preferences_deleted: "Bob takes preferences back on another device", |take| {
        let one = preference(&take.bob(), "display_settings", "use_military_time", "true");
        take.bob().put("/users/me/preferences", one.clone()).await.ok();
        take.watch().await;
        take.bob().post("/users/me/preferences/delete", one).await.ok();
    }

    sidebar_category_created: "Bob makes a category on another device", |take| {
        take.watch().await;
        category(&mut take).await;
    }

    sidebar_category_updated: "Bob renames and mutes a category on another device", |take| {
        let mut made = category(&mut take).await;
        take.watch().await;
        made["display_name"] = json!("Ours");
        made["muted"] = json!(true);
        let at = format!("{}/{}", categories(&take), made["id"].as_str().unwrap());
        take.bob().put(&at, made).await.ok();
    }

    sidebar_category_deleted: "Bob removes a category on another device", |take| {
        let made = category(&mut take).await;
        take.watch().await;
        take.bob().delete(&format!("{}/{}", categories(&take), made["id"].as_str().unwrap())).await.ok();
    }

    sidebar_category_order_updated: "Bob moves a category on another device", |take| {
        category(&mut take).await;
        take.watch().await;
        let known = take.bob().get(&categories(&take)).await.ok().clone();
        let mut order: Vec<Value> = known["order"].as_array().unwrap().clone();
        order.reverse();
        take.bob().put(&format!("{}/order", categories(&take)), json!(order)).await.ok();
    }

    thread_updated: "Alice answers Bob, and a thread that he does not know yet calls him", |take| {
        let root = take.bob().write(&take.scene().channel, "root").await;
        take.stage.named("root", &root.json);
        take.stage.wait().await;
        take.replied("first", &take.scene().alice, &root, "first").await;
        take.watch().await;
        take.replied("second", &take.scene().alice, &root, "second, @bob").await;
        let other = take.written("other-root", "another").await;
        take.replied("other-first", &take.scene().alice, &other, "not for Bob").await;
        take.replied("other-second", &take.scene().alice, &other, "but this, @bob").await;
        take.replied("own", &take.bob(), &root, "thanks").await;
    }

    thread_follow_changed: "Bob stops following one thread and follows another on another device", |take| {
        let root = take.written("root", "root, @bob").await;
        take.replied("reply", &take.scene().alice, &root, "for @bob").await;
        let other = take.written("other-root", "another").await;
        take.replied("other-reply", &take.scene().alice, &other, "not for him").await;
        take.watch().await;
        take.bob().delete(&format!("{}/{}/following", threads(&take), root.id)).await.ok();
        take.stage.wait().await;
        take.bob().put(&format!("{}/{}/following", threads(&take), other.id), json!({})).await.ok();
    }

    thread_read_changed: "Bob reads one of three threads on another device, and makes one unread", |take| {
        let mut roots = Vec::new();
        for name in ["one", "two", "three"] {
            let root = take.written(name, "root, @bob").await;
            let reply = take.replied(&format!("{name}-reply"), &take.scene().alice, &root, "for @bob").await;
            roots.push((root, reply));
        }
        let at = threads(&take);
        let now = take.stage.server.now();
        take.bob().put(&format!("{at}/{}/read/{now}", roots[1].0.id), json!({})).await.ok();
        take.stage.wait().await;
        take.watch().await;
        let now = take.stage.server.now();
        take.bob().put(&format!("{at}/{}/read/{now}", roots[0].0.id), json!({})).await.ok();
        take.stage.wait().await;
        let (root, reply) = &roots[1];
        take.bob().post(&format!("{at}/{}/set_unread/{}", root.id, reply.id), json!({})).await.ok();
    }

    config_changed: "an administrator changes the configuration", |take| {
        take.watch().await;
        let patch = json!({"TeamSettings": {"CustomDescriptionText": "a place to talk"}});
        take.scene().admin.put("/config/patch", patch).await.ok();
    }
}
