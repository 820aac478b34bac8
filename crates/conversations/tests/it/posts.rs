use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use conversations::posts::{create, edit};
use futures_util::future::join_all;
use kernel::intercept::Interceptor;
use kernel::{Ctx, Result};
use serde_json::json;
use testkit::{Scene, TestServer, engines};
use wire::{ChannelId, UserId};

const NOT_PERMITTED: &str = "api.context.permissions.app_error";

/// Ends a membership between the decision about a post and its transaction.
struct Remove {
    channel: ChannelId,
    user: UserId,
}

impl Remove {
    fn bob(scene: &Scene) -> Arc<Self> {
        Arc::new(Self { channel: scene.channel.id.parse().unwrap(), user: scene.bob.id.parse().unwrap() })
    }
}

impl<P: Send + 'static> Interceptor<P> for Remove {
    fn intercept<'a>(
        &'a self,
        ctx: &'a Ctx,
        proposal: P,
    ) -> Pin<Box<dyn Future<Output = Result<P>> + Send + 'a>> {
        Box::pin(async move {
            let (channel, user, now) = (self.channel, self.user, ctx.now());
            ctx.db()
                .transact(async move |tx| store::channels::remove_member(tx, channel, user, now).await)
                .await?;
            Ok(proposal)
        })
    }
}

/// What the checks of the store find.
async fn differences(server: &TestServer) -> Vec<String> {
    let mut found = Vec::new();
    for check in &store::checks::CHECKS {
        for difference in check.differences(server.app().db.read()).await.unwrap() {
            found.push(format!("{difference:?}"));
        }
    }
    found
}

async fn messages(scene: &Scene) -> Vec<String> {
    let page = scene.alice.get(&format!("/channels/{}/posts", scene.channel.id)).await;
    let posts = page.ok()["posts"].as_object().unwrap().clone();
    let written = posts.values().filter(|post| post["type"] == "");
    written.map(|post| post["message"].as_str().unwrap().to_owned()).collect()
}

/// Every way to change a post, each of another part of it.
fn edits(id: &str) -> Vec<(String, serde_json::Value)> {
    let (update, patch) = (format!("/posts/{id}"), format!("/posts/{id}/patch"));
    vec![
        (update, json!({"id": id, "message": "changed"})),
        (patch.clone(), json!({"message": "changed"})),
        (patch.clone(), json!({"props": {"attachments": [{"text": "changed"}]}})),
        (patch.clone(), json!({"is_pinned": true})),
        (patch.clone(), json!({"has_reactions": true})),
        (patch, json!({"file_ids": []})),
    ]
}

#[test]
fn sec_a11_no_part_of_a_post_is_edited_after_the_time_for_it() {
    testkit::run_as(
        |server| server.setting("ServiceSettings.PostEditTimeLimit", "60").clock_at(1_800_000_000_000),
        async |server: TestServer| {
            const LATE: &str = "api.post.update_post.permissions_time_limit.app_error";
            let scene = server.scene().await;
            let post = scene.alice.write(&scene.channel, "old").await;

            server.advance(60_000);
            for (target, body) in edits(&post.id) {
                scene.alice.put(&target, body).await.ok();
            }
            let edited = scene.alice.get(&format!("/posts/{}", post.id)).await;
            server.advance(1_000);
            for (target, body) in edits(&post.id) {
                scene.alice.put(&target, body).await.refused(400, LATE);
            }

            let kept = scene.alice.get(&format!("/posts/{}", post.id)).await;
            assert_eq!(kept.ok(), edited.ok());
        },
    );
}

#[test]
fn every_change_of_a_channel_is_told_to_who_asks_again_however_fast_they_come() {
    testkit::run_as(
        |server| server.clock_at(1_800_000_000_000),
        async |server: TestServer| {
            let scene = server.scene().await;
            let mut posts = Vec::new();
            for _ in 0..10 {
                posts.push(scene.alice.write(&scene.channel, "old").await);
            }
            let (first, last) = (&posts[0], &posts[9]);
            let list = format!("/channels/{}/posts", scene.channel.id);
            let (at, reactions) =
                (format!("/posts/{}", last.id), format!("/users/me/posts/{}/reactions", last.id));
            let reaction = json!({"user_id": scene.alice.id, "post_id": last.id, "emoji_name": "smile"});
            let post =
                |root: &str| json!({"channel_id": scene.channel.id, "root_id": root, "message": "new"});
            let mut back_dated = post(&first.id);
            back_dated["create_at"] = json!(1_000);
            // Who makes the change, and the post that shows it.
            let changes = [
                (&scene.alice, "PUT", format!("{at}/patch"), json!({"message": "new"}), &last.id),
                (&scene.alice, "POST", "/posts".to_owned(), post(""), &last.id),
                (&scene.alice, "POST", format!("{at}/pin"), json!({}), &last.id),
                (&scene.alice, "POST", "/reactions".to_owned(), reaction, &last.id),
                (&scene.alice, "DELETE", format!("{reactions}/smile"), json!({}), &last.id),
                (&scene.alice, "POST", "/posts".to_owned(), post(&first.id), &first.id),
                (&scene.admin, "POST", "/posts".to_owned(), back_dated, &first.id),
                (&scene.alice, "DELETE", at.clone(), json!({}), &last.id),
            ];

            let mut seen = scene.bob.get(&list).await;
            for (who, method, path, body, shown_by) in changes {
                let newest = newest_change(seen.ok());
                let before = scene.bob.get(&format!("{list}?since={newest}")).await;
                assert_eq!(before.ok()["order"], json!([]), "{method} {path}");
                let reply = who.request(method, &path).json(&body).send().await;
                assert!(reply.is_success(), "{method} {path}: {}", reply.text());

                let since = scene.bob.get(&format!("{list}?since={newest}")).await;
                let is_new = method == "POST" && path == "/posts" && body["root_id"] == "";
                let id = if is_new { reply.ok()["id"].as_str().unwrap() } else { shown_by };
                assert!(since.ok()["posts"].get(id).is_some(), "{method} {path}");
                let again = scene.bob.request("GET", &list).header("If-None-Match", seen.header("etag"));
                let again = again.send().await;
                again.ok();
                seen = again;
            }
        },
    );
}

/// When something in a list changed last.
fn newest_change(list: &serde_json::Value) -> i64 {
    let posts = list["posts"].as_object().unwrap().values();
    posts.map(|post| post["update_at"].as_i64().unwrap()).max().unwrap()
}

engines! {
    async fn a_pending_id_gives_one_post(server: TestServer) {
        let scene = server.scene().await;
        let input = json!({"channel_id": scene.channel.id, "message": "once", "pending_post_id": "alice:1"});

        let first = scene.alice.make_post(input.clone()).await;
        let again = scene.alice.make_post(input).await;

        assert_eq!(first.id, again.id);
        assert_eq!(messages(&scene).await, ["once"]);
    }

    async fn what_many_write_at_once_is_counted_as_if_it_came_in_turn(server: TestServer) {
        let scene = server.scene().await;
        let elsewhere = scene.alice.channel(&scene.team).await;
        scene.alice.add_to_channel(&elsewhere, &scene.bob).await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let path = |channel: &str| format!("/channels/{channel}/members/{}", scene.bob.id);

        server.app().db.record();

        let written = join_all((0..60).map(|number| {
            let (author, message) = match number % 5 {
                0 => (&scene.alice, format!("{number} @bob")),
                1 | 2 => (&scene.bob, number.to_string()),
                _ => (&scene.alice, number.to_string()),
            };
            let channel = if number % 3 == 0 { &elsewhere } else { &scene.channel };
            let root = if number % 7 == 1 && number % 3 != 0 { root.id.as_str() } else { "" };
            author.make_post(json!({"channel_id": channel.id, "message": message, "root_id": root}))
        }))
        .await;

        let wrote_many =
            server.app().db.recorded().iter().any(|(statement, _)| statement.name == "posts.insert_many");
        assert_eq!(wrote_many, server.app().db.engine() == db::Engine::Postgres);
        assert_eq!(differences(&server).await, [""; 0]);
        for channel in [&scene.channel, &elsewhere] {
            let mut here: Vec<_> = written.iter().filter(|post| post["channel_id"] == channel.id.as_str()).collect();
            here.sort_by_key(|post| post["create_at"].as_i64());
            let times: BTreeSet<_> = here.iter().map(|post| post["create_at"].as_i64()).collect();
            assert_eq!(times.len(), here.len(), "each has a time of its own");
            let after_own = here.iter().rev().take_while(|post| post["user_id"] != scene.bob.id.as_str());
            let (mut all, mut calls) = (0, 0);
            for post in after_own {
                all += 1;
                calls += i64::from(post["message"].as_str().unwrap().ends_with("@bob"));
            }
            let member = scene.bob.get(&path(&channel.id)).await.ok().clone();
            assert_eq!(member["mention_count"], calls, "{member}");
            let total = scene.bob.get(&format!("/channels/{}", channel.id)).await.ok()["total_msg_count"].as_i64();
            assert_eq!(total.unwrap() - member["msg_count"].as_i64().unwrap(), all);
        }
    }

    async fn who_is_refused_among_many_is_refused_alone(server: TestServer) {
        let scene = server.scene().await;
        let input = |number: usize, message: &str| {
            json!({"channel_id": scene.channel.id, "message": message, "pending_post_id": format!("p:{number}")})
        };
        server.app().db.record();

        let replies = join_all((0..60).map(|number| {
            let message = if number % 20 == 7 { "what no database holds: \0" } else { "plain" };
            // Every tenth repeats the one before it.
            let name = if number % 10 == 5 { number - 1 } else { number };
            let body = input(name, message);
            async { scene.alice.post("/posts", body).await }
        }))
        .await;

        for (number, reply) in replies.iter().enumerate() {
            match number % 20 {
                7 => assert_eq!(reply.status, 400, "{}", reply.text()),
                5 | 15 => assert_eq!(reply.ok()["id"], replies[number - 1].ok()["id"]),
                _ => assert_eq!(reply.ok()["message"], "plain"),
            }
        }
        assert_eq!(messages(&scene).await.len(), 60 - 3 - 6);
        assert_eq!(differences(&server).await, [""; 0]);
        let runs = server.app().db.recorded();
        let wrote_many = runs.iter().any(|(statement, _)| statement.name == "posts.insert_many");
        assert_eq!(wrote_many, server.app().db.engine() == db::Engine::Postgres);
    }

    async fn sec_a09_a_pending_id_of_another_author_never_gives_their_post(server: TestServer) {
        let scene = server.scene().await;
        let input = |message: &str| {
            json!({"channel_id": scene.channel.id, "message": message, "pending_post_id": "shared:1"})
        };

        let secret = scene.alice.make_post(input("of alice")).await;
        let own = scene.bob.make_post(input("of bob")).await;

        assert_ne!(secret.id, own.id);
        assert_eq!((&own["message"], &own["user_id"]), (&json!("of bob"), &json!(scene.bob.id)));
        assert_eq!(scene.alice.make_post(input("again")).await.id, secret.id);
    }

    async fn only_its_author_edits_a_post(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "first").await;
        let at = format!("/posts/{}/patch", post.id);

        for user in [&scene.bob, &scene.outsider] {
            user.put(&at, json!({"message": "changed"})).await.refused(403, NOT_PERMITTED);
        }
        let edited = scene.alice.put(&at, json!({"message": "second"})).await;

        assert_eq!(edited.ok()["message"], "second");
        let history = scene.alice.get(&format!("/posts/{}/edit_history", post.id)).await;
        assert_eq!(history.ok()[0]["message"], "first");
        scene.bob.get(&format!("/posts/{}/edit_history", post.id)).await.refused(403, NOT_PERMITTED);
    }

    async fn sec_a10_who_may_write_no_more_edits_nothing_old(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.bob.write(&scene.channel, "old").await;
        let moderation = |value: bool| json!([{"name": "create_post", "roles": {"members": value}}]);
        let moderations = format!("/channels/{}/moderations/patch", scene.channel.id);
        scene.admin.put(&moderations, moderation(false)).await.ok();

        for (target, body) in edits(&post.id) {
            scene.bob.put(&target, body).await.refused(403, NOT_PERMITTED);
        }

        assert_eq!(scene.bob.get(&format!("/posts/{}", post.id)).await.ok()["update_at"], post["update_at"]);
        scene.admin.put(&moderations, moderation(true)).await.ok();
        for (target, body) in edits(&post.id) {
            scene.bob.put(&target, body).await.ok();
        }
    }

    async fn sec_a12_what_may_be_done_is_asked_of_the_post_s_own_channel(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        let post = scene.alice.write(&secret, "secret").await;
        let own = scene.bob.channel(&scene.team).await;
        let at = format!("/posts/{}", post.id);

        for (target, mut body) in edits(&post.id) {
            body["channel_id"] = json!(own.id);
            scene.bob.put(&format!("{target}?channel_id={}", own.id), body).await.refused(403, NOT_PERMITTED);
        }
        for change in ["pin", "unpin"] {
            let body = json!({"channel_id": own.id});
            scene.bob.post(&format!("{at}/{change}"), body).await.refused(403, NOT_PERMITTED);
        }
        scene.bob.delete(&format!("{at}?channel_id={}", own.id)).await.refused(403, NOT_PERMITTED);

        let kept = scene.alice.get(&at).await;
        assert_eq!(kept.ok()["update_at"], post["update_at"]);
        scene.alice.post(&format!("{at}/pin"), json!({})).await.ok();
        scene.alice.delete(&at).await.ok();
    }

    async fn a_post_removed_for_good_counts_no_more_and_the_next_is_unread(server: TestServer) {
        let scene = server.scene().await;
        scene.admin.put("/config/patch", json!({"ServiceSettings": {"EnableAPIPostDeletion": true}})).await.ok();
        let root = scene.alice.write(&scene.channel, "gone").await;
        scene.alice.reply(&root, "gone as well").await;
        scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();

        scene.admin.delete(&format!("/posts/{}?permanent=true", root.id)).await.ok();
        scene.alice.write(&scene.channel, "new").await;

        let unread = scene.bob.get(&format!("/users/me/channels/{}/unread", scene.channel.id)).await;
        assert_eq!((&unread.ok()["msg_count"], &unread.ok()["msg_count_root"]), (&json!(1), &json!(1)));
        assert_eq!(differences(&server).await, [""; 0]);
    }

    async fn a_deleted_post_is_gone_with_its_replies(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let reply = scene.bob.reply(&root, "reply").await;

        scene.bob.delete(&format!("/posts/{}", root.id)).await.refused(403, NOT_PERMITTED);
        scene.alice.delete(&format!("/posts/{}", root.id)).await.ok();

        for post in [&root, &reply] {
            scene.alice.get(&format!("/posts/{}", post.id)).await.refused(404, "app.post.get.app_error");
        }
        assert_eq!(messages(&scene).await, [""; 0]);
        assert_eq!(differences(&server).await, [""; 0]);
    }

    async fn a_post_does_not_slip_in_behind_the_removal_of_its_author(server: TestServer) {
        let scene = server.scene().await;
        server.app().interceptors.add::<create::Proposal>(Remove::bob(&scene));

        let input = json!({"channel_id": scene.channel.id, "message": "late", "pending_post_id": "bob:1"});
        scene.bob.post("/posts", input).await.refused(403, NOT_PERMITTED);

        assert_eq!(messages(&scene).await, [""; 0]);
        scene.admin.write(&scene.channel, "by the system's rights").await;
        assert_eq!(messages(&scene).await, ["by the system's rights"]);
    }

    async fn an_edit_does_not_slip_in_behind_the_removal_of_its_author(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.bob.write(&scene.channel, "first").await;
        server.app().interceptors.add::<edit::Proposal>(Remove::bob(&scene));

        let at = format!("/posts/{}/patch", post.id);
        scene.bob.put(&at, json!({"message": "late"})).await.refused(403, NOT_PERMITTED);

        assert_eq!(messages(&scene).await, ["first"]);
    }

    async fn a_transaction_sees_who_is_in_a_channel(server: TestServer) {
        let scene = server.scene().await;
        let channel: ChannelId = scene.channel.id.parse().unwrap();
        let standing = async |user: &str| {
            let user: UserId = user.parse().unwrap();
            let db = &server.app().db;
            db.transact(async move |tx| store::posts::standing_of(tx, channel, user).await).await.unwrap()
        };

        assert!(standing(&scene.bob.id).await.is_member);
        assert!(!standing(&scene.outsider.id).await.is_member);
        assert_eq!(standing(&scene.bob.id).await.delete_at, 0);
    }

    async fn what_its_author_says_of_a_new_post_stands_in_it(server: TestServer) {
        let scene = server.scene().await;
        let post = json!({
            "channel_id": scene.channel.id, "message": "new", "edit_at": 5, "is_pinned": true,
            "has_reactions": true, "create_at": 1_000, "update_at": 5, "user_id": scene.alice.id,
        });

        let post = scene.bob.make_post(post).await;

        assert_eq!((&post["edit_at"], &post["is_pinned"], &post["has_reactions"]), (&json!(5), &json!(true), &json!(true)));
        assert_eq!((&post["user_id"], &post["update_at"]), (&json!(scene.bob.id), &post["create_at"]));
        assert_ne!(post["create_at"], 1_000);
    }

    async fn posts_are_dated_back_by_administrators_and_never_forward(server: TestServer) {
        let scene = server.scene().await;
        let dated = |at: i64| json!({"channel_id": scene.channel.id, "message": "dated", "create_at": at});
        let (past, future) = (1_000, server.now() + 86_400_000);

        assert_eq!(scene.admin.make_post(dated(past)).await["create_at"], past);
        assert_ne!(scene.alice.make_post(dated(past)).await["create_at"], past);
        for ignored in [future, -5] {
            let post = scene.admin.make_post(dated(ignored)).await;
            assert!((1..future).contains(&post["create_at"].as_i64().unwrap()), "{ignored}");
        }
        scene.admin.make_post(dated(server.now())).await;

        assert_eq!(differences(&server).await, [""; 0]);
    }

    async fn pages_have_every_post_once_also_where_several_share_a_time(server: TestServer) {
        let scene = server.scene().await;
        for at in [1_000, 2_000, 1_000, 3_000, 2_000, 1_000, 1_000, 2_000] {
            let post = json!({"channel_id": scene.channel.id, "message": "dated", "create_at": at});
            scene.admin.make_post(post).await;
        }
        let page = async |size: usize, number: usize| {
            let at = format!("/channels/{}/posts?per_page={size}&page={number}", scene.channel.id);
            scene.alice.get(&at).await.ok()["order"].as_array().unwrap().clone()
        };
        let all = page(200, 0).await;
        assert!(all.len() > 8, "{all:?}");

        for size in 1..=5 {
            let mut paged = Vec::new();
            for number in 0..all.len().div_ceil(size) {
                paged.extend(page(size, number).await);
            }
            assert_eq!(paged, all, "{size} a page");
            assert_eq!(page(size, all.len().div_ceil(size)).await, [json!(null); 0]);
        }
    }

    async fn sec_d02_what_a_button_calls_is_told_to_nobody(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let mut bob = scene.bob.socket().await;
        let integration = json!({"url": "http://hidden.example/", "context": {"secret": "hidden"}});
        let button = json!({"id": "go", "name": "Go", "type": "button", "integration": integration});
        let post = scene.alice.make_post(json!({
            "channel_id": scene.channel.id,
            "root_id": root.id,
            "message": "press",
            "props": {"attachments": [{"text": "box", "actions": [button]}]},
        })).await;
        assert!(post["props"]["attachments"][0]["actions"][0]["id"] == "go" && !post.json.to_string().contains("hidden"));

        for at in [
            format!("/posts/{}", post.id),
            format!("/posts/{}/thread", root.id),
            format!("/channels/{}/posts", scene.channel.id),
        ] {
            let text = scene.bob.get(&at).await.text();
            assert!(text.contains("press") && !text.contains("hidden"), "{text}");
        }
        scene.alice.put(&format!("/posts/{}/patch", post.id), json!({"message": "pressed"})).await.ok();
        scene.alice.delete(&format!("/posts/{}", post.id)).await.ok();
        for name in ["posted", "post_edited", "post_deleted"] {
            let event = bob.event(name).await;
            assert!(!event.data.to_string().contains("hidden"), "{event:?}");
        }
    }

    async fn sec_a04_threads_of_a_channel_that_was_left_are_counted_nowhere(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.bob.write(&scene.channel, "root").await;
        scene.alice.reply(&root, "one, @bob").await;
        let unread = async || {
            let teams = scene.bob.get("/users/me/teams/unread?include_collapsed_threads=true").await;
            let team = teams.ok()[0].clone();
            (team["thread_count"].as_i64().unwrap(), team["thread_mention_count"].as_i64().unwrap())
        };
        assert_eq!(unread().await, (1, 1));

        // The thread stays followed, as in data from elsewhere.
        let (channel, bob) = (scene.channel.id.parse().unwrap(), scene.bob.id.parse().unwrap());
        server.app().db
            .transact(async move |tx| store::channels::remove_member(tx, channel, bob, 1).await)
            .await
            .unwrap();

        assert_eq!(unread().await, (0, 0));
    }

    async fn sec_c01_a_linked_post_is_shown_to_those_alone_who_may_read_it(server: TestServer) {
        let scene = server.scene().await;
        let site = "http://chat.example";
        scene.admin.put("/config/patch", json!({"ServiceSettings": {"SiteURL": site}})).await.ok();
        let secret = scene.alice.private_channel(&scene.team).await;
        let hidden = scene.alice.write(&secret, "canary").await;
        let (mut alice, mut bob) = (scene.alice.socket().await, scene.bob.socket().await);

        // Whoever writes the link: it is the reader's right that counts.
        let link = format!("see {site}/{}/pl/{}", scene.team["name"].as_str().unwrap(), hidden.id);
        let own = scene.bob.write(&scene.channel, &link).await;
        let post = scene.alice.write(&scene.channel, &link).await;

        assert!(!own.json.to_string().contains("canary") && post.json.to_string().contains("canary"));
        for _ in 0..2 {
            assert!(alice.event("posted").await.data.to_string().contains("canary"));
            let told = bob.event("posted").await.data.to_string();
            assert!(!told.contains("canary") && !told.contains("previewed_post"), "{told}");
        }
        scene.alice.post(&format!("/posts/{}/pin", post.id), json!({})).await.ok();
        assert!(alice.event("post_edited").await.data.to_string().contains("canary"));
        assert!(!bob.event("post_edited").await.data.to_string().contains("canary"));
        for at in [
            format!("/posts/{}", post.id),
            format!("/posts/{}/thread", post.id),
            format!("/channels/{}/posts", scene.channel.id),
            format!("/channels/{}/pinned", scene.channel.id),
        ] {
            assert!(scene.alice.get(&at).await.text().contains("canary"), "{at}");
            assert!(!scene.bob.get(&at).await.text().contains("canary"), "{at}");
        }
    }

    async fn sec_c04_an_ephemeral_post_shows_its_reader_and_its_author_what_each_may_read(server: TestServer) {
        let scene = server.scene().await;
        let right = "UPDATE roles SET permissions = permissions || ' create_post_ephemeral' WHERE name = 'system_user'";
        server.sql(vec![right.to_owned()]).await;
        let site = "http://chat.example";
        scene.admin.put("/config/patch", json!({"ServiceSettings": {"SiteURL": site}})).await.ok();
        let secret = scene.alice.private_channel(&scene.team).await;
        let hidden = scene.alice.write(&secret, "canary").await;
        let link = format!("see {site}/{}/pl/{}", scene.team["name"].as_str().unwrap(), hidden.id);

        for (author, reader) in [(&scene.alice, &scene.bob), (&scene.bob, &scene.alice)] {
            let mut socket = reader.socket().await;
            let post = json!({"channel_id": scene.channel.id, "message": link});
            let input = json!({"user_id": reader.id, "post": post});
            let answer = author.post("/posts/ephemeral", input).await;
            answer.is(201);
            let told = socket.event("ephemeral_message").await.data.to_string();
            assert_eq!(told.contains("canary"), reader.id == scene.alice.id, "{told}");
            assert_eq!(answer.text().contains("canary"), author.id == scene.alice.id, "{}", answer.text());
        }
    }

    async fn sec_c02_a_linked_post_is_gone_with_the_right_to_read_it(server: TestServer) {
        let scene = server.scene().await;
        let site = "http://chat.example";
        scene.admin.put("/config/patch", json!({"ServiceSettings": {"SiteURL": site}})).await.ok();
        let secret = scene.alice.private_channel(&scene.team).await;
        scene.alice.add_to_channel(&secret, &scene.bob).await;
        let hidden = scene.alice.write(&secret, "canary").await;
        let link = format!("{site}/{}/pl/{}", scene.team["name"].as_str().unwrap(), hidden.id);
        let post = scene.alice.write(&scene.channel, &link).await;
        let at = format!("/posts/{}", post.id);
        assert!(scene.bob.get(&at).await.text().contains("canary"));

        scene.alice.delete(&format!("/channels/{}/members/{}", secret.id, scene.bob.id)).await.ok();

        assert!(!scene.bob.get(&at).await.text().contains("canary"));
    }

    async fn sec_c03_nobody_says_what_a_post_links_to(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        let hidden = scene.alice.write(&secret, "canary").await;
        let props = json!({"previewed_post": hidden.id});

        let post = scene.alice.make_post(json!({
            "channel_id": scene.channel.id, "message": "x", "props": props,
            "metadata": {"embeds": [{"type": "permalink", "data": {"post_id": hidden.id}}]}
        })).await;
        scene.alice.put(&format!("/posts/{}/patch", post.id), json!({"props": props})).await.ok();

        let read = scene.alice.get(&format!("/posts/{}", post.id)).await;
        assert!(!read.text().contains("canary") && !read.text().contains("previewed_post"), "{read:?}");
    }

    async fn sec_a03_posts_of_foreign_channels_are_absent_everywhere(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        let post = scene.alice.write(&secret, "canary").await;
        scene.alice.post(&format!("/posts/{}/pin", post.id), json!({})).await.ok();

        for at in [
            format!("/posts/{}", post.id),
            format!("/posts/{}/info", post.id),
            format!("/posts/{}/thread", post.id),
            format!("/posts/{}/reactions", post.id),
            format!("/posts/{}/edit_history", post.id),
            format!("/posts/{}/files/info", post.id),
            format!("/channels/{}/posts", secret.id),
            format!("/channels/{}/pinned", secret.id),
            format!("/users/me/channels/{}/posts/unread", secret.id),
        ] {
            let reply = scene.bob.get(&at).await;
            assert!(matches!(reply.status, 403 | 404) && !reply.text().contains("canary"), "{reply:?}");
        }
        let ids = scene.bob.post("/posts/ids", json!([post.id])).await;
        assert_eq!(ids.ok(), &json!([]));
        let saved = json!([{"user_id": scene.bob.id, "category": "flagged_post", "name": post.id, "value": "true"}]);
        scene.bob.put("/users/me/preferences", saved).await.refused(403, NOT_PERMITTED);
        for act in ["pin", "unpin"] {
            scene.bob.post(&format!("/posts/{}/{act}", post.id), json!({})).await.refused(403, NOT_PERMITTED);
        }
        scene.bob.post(&format!("/users/me/posts/{}/set_unread", post.id), json!({})).await.refused(403, NOT_PERMITTED);
    }

    async fn sec_a04_a_saved_post_of_a_channel_that_was_left_is_not_listed(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "keep this").await;
        let saved = json!([{"user_id": scene.bob.id, "category": "flagged_post", "name": post.id, "value": "true"}]);
        scene.bob.put("/users/me/preferences", saved).await.ok();
        let listed = async || scene.bob.get("/users/me/posts/flagged").await.ok()["order"].clone();
        assert_eq!(listed().await, json!([post.id]));

        scene.bob.delete(&format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await.ok();

        assert_eq!(listed().await, json!([]));
    }

    async fn a_post_that_is_set_unread_counts_what_calls_from_it_on(server: TestServer) {
        let scene = server.scene().await;
        scene.alice.write(&scene.channel, "one").await;
        let second = scene.alice.write(&scene.channel, "two, @bob").await;
        scene.alice.write(&scene.channel, "three").await;
        scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();

        scene.bob.post(&format!("/users/me/posts/{}/set_unread", second.id), json!({})).await.ok();

        let unread = scene.bob.get(&format!("/users/me/channels/{}/unread", scene.channel.id)).await;
        assert_eq!((&unread.ok()["msg_count"], &unread.ok()["mention_count"]), (&json!(2), &json!(1)));
        assert_eq!(differences(&server).await, [""; 0]);
    }

    async fn posts_and_pages_cost_the_same_however_long_they_are(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        // Of another length every time: a page that was asked for before is kept, and is to be made.
        let (path, length) = (format!("/channels/{}/posts", scene.channel.id), AtomicU32::new(60));
        let page = async || {
            let length = length.fetch_add(1, Ordering::Relaxed);
            scene.bob.get(&format!("{path}?per_page={length}")).await.ok();
        };
        let thread = async || { scene.bob.get(&format!("/posts/{}/thread", root.id)).await.ok(); };
        let write = async || { scene.alice.write(&scene.channel, "hello @bob").await; };
        let reply = async || { scene.alice.reply(&root, "hello @bob").await; };
        reply().await;
        let first = scene.bob.reply(&root, "first, @alice").await;
        scene.bob.react(&first, "smile").await;
        let cost = async || {
            let (page, thread) = (server.statements_of(page).await, server.statements_of(thread).await);
            (page, thread, server.statements_of(write).await, server.statements_of(reply).await)
        };

        let few = cost().await;
        for number in 0..40 {
            let post = scene.bob.reply(&root, &format!("{number} @alice")).await;
            scene.bob.react(&post, "smile").await;
        }

        assert_eq!(cost().await, few);
    }
}
