//! Pages of a channel's newest posts, which are kept for a moment: nobody can tell that they are, but by what they cost.

use kernel::Signal;
use serde_json::{Value, json};
use testkit::{Channel, Scene, TestServer, engines};

/// The ways to ask for a page; the newest posts of each view are kept.
const VIEWS: [&str; 4] =
    ["", "?collapsedThreads=true", "?skipFetchThreads=true", "?collapsedThreads=true&per_page=1"];

/// The pages of a channel as Bob has them, in every view.
async fn pages(scene: &Scene, channel: &Channel) -> Vec<Value> {
    let mut pages = Vec::new();
    for view in VIEWS {
        pages.push(scene.bob.get(&format!("/channels/{}/posts{view}", channel.id)).await.ok().clone());
    }
    pages
}

/// The same, when nothing is kept of them.
async fn afresh(server: &TestServer, scene: &Scene, channel: &Channel) -> Vec<Value> {
    let now = server.now();
    let forget = async move |tx: &db::Tx| kernel::signal(tx, now, Signal::EverythingChanged).await;
    server.app().db.transact(forget).await.unwrap();
    pages(scene, channel).await
}

engines! {
    async fn a_page_that_did_not_change_is_made_once_for_everybody(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        scene.alice.reply(&root, "reply").await;
        let path = format!("/channels/{}/posts", scene.channel.id);
        let collapsed = format!("{path}?collapsedThreads=true");

        // What the reader is to the channel with the time of the last change; and the threads that they follow.
        assert_eq!(server.statements_of(async || { scene.bob.get(&path).await.ok(); }).await, 1);
        assert_eq!(server.statements_of(async || { scene.bob.get(&collapsed).await.ok(); }).await, 2);
        assert_eq!(pages(&scene, &scene.channel).await, afresh(&server, &scene, &scene.channel).await);
    }

    async fn whatever_changes_a_page_is_seen_at_once(server: TestServer) {
        let scene = server.scene().await;
        let settings = json!({"ServiceSettings": {"EnableAPIPostDeletion": true, "EnableAPIUserDeletion": true}});
        scene.admin.put("/config/patch", settings).await.ok();
        let carol = server.user("carol").await;
        scene.alice.add_to_team(&scene.team, &carol).await;
        scene.alice.add_to_channel(&scene.channel, &carol).await;
        let first = scene.alice.write(&scene.channel, "first").await;
        let reply = scene.bob.reply(&first, "reply").await;
        let second = scene.bob.write(&scene.channel, "second").await;
        carol.react(&second, "heart").await;
        let (at, new) = (format!("/posts/{}", second.id), |root: &str, time: i64| {
            json!({"channel_id": scene.channel.id, "root_id": root, "message": "new", "create_at": time})
        });
        let reaction = json!({"user_id": scene.bob.id, "post_id": second.id, "emoji_name": "smile"});
        let taken_back = format!("/users/me/posts/{}/reactions/smile", second.id);
        let changes = [
            (&scene.bob, "PUT", format!("{at}/patch"), json!({"message": "edited"})),
            (&scene.bob, "POST", "/reactions".to_owned(), reaction),
            (&scene.bob, "DELETE", taken_back, json!({})),
            (&scene.bob, "POST", format!("{at}/pin"), json!({})),
            (&scene.bob, "POST", format!("{at}/unpin"), json!({})),
            (&scene.alice, "POST", "/posts".to_owned(), new("", 0)),
            (&scene.alice, "POST", "/posts".to_owned(), new(&first.id, 0)),
            // A time that is no change's: that of the last one stays as it was.
            (&scene.admin, "POST", "/posts".to_owned(), new("", 1_000)),
            (&scene.bob, "DELETE", format!("/posts/{}", reply.id), json!({})),
            // All that she leaves in the channel is a reaction.
            (&scene.admin, "DELETE", format!("/users/{}?permanent=true", carol.id), json!({})),
            (&scene.bob, "DELETE", at.clone(), json!({})),
            (&scene.alice, "POST", "/posts".to_owned(), new("", 0)),
            (&scene.admin, "DELETE", format!("/posts/{}?permanent=true", first.id), json!({})),
        ];

        for (who, method, path, body) in changes {
            let before = pages(&scene, &scene.channel).await;
            let reply = who.request(method, &path).json(&body).send().await;
            assert!(reply.is_success(), "{method} {path}: {}", reply.text());
            let after = pages(&scene, &scene.channel).await;

            assert_ne!(after, before, "{method} {path}");
            assert_eq!(after, afresh(&server, &scene, &scene.channel).await, "{method} {path}");
        }
    }

    async fn a_post_that_goes_for_good_takes_the_page_with_it_that_its_time_stands_on(server: TestServer) {
        let scene = server.scene().await;
        scene.admin.put("/config/patch", json!({"ServiceSettings": {"EnableAPIPostDeletion": true}})).await.ok();
        scene.alice.write(&scene.channel, "kept").await;
        let before = pages(&scene, &scene.channel).await;
        let post = scene.alice.write(&scene.channel, "gone").await;
        let with = pages(&scene, &scene.channel).await;

        scene.admin.delete(&format!("/posts/{}?permanent=true", post.id)).await.ok();

        assert_ne!(with, before);
        assert_eq!(pages(&scene, &scene.channel).await, before);
    }

    async fn sec_c02_a_kept_page_opens_no_door(server: TestServer) {
        let scene = server.scene().await;
        let room = scene.alice.private_channel(&scene.team).await;
        scene.alice.add_to_channel(&room, &scene.bob).await;
        scene.alice.write(&room, "canary").await;
        pages(&scene, &room).await;

        scene.alice.delete(&format!("/channels/{}/members/{}", room.id, scene.bob.id)).await.ok();

        for view in VIEWS {
            let path = format!("/channels/{}/posts{view}", room.id);
            for other in [&scene.bob, &scene.outsider] {
                other.get(&path).await.refused(403, "api.context.permissions.app_error");
            }
            assert!(scene.alice.get(&path).await.is_success());
        }
    }

    async fn what_a_link_shows_and_who_follows_a_thread_is_told_to_each_reader_apart(server: TestServer) {
        let scene = server.scene().await;
        let site = "http://chat.example";
        scene.admin.put("/config/patch", json!({"ServiceSettings": {"SiteURL": site}})).await.ok();
        let secret = scene.alice.private_channel(&scene.team).await;
        scene.alice.add_to_channel(&secret, &scene.bob).await;
        let hidden = scene.alice.write(&secret, "canary").await;
        let link = format!("{site}/{}/pl/{}", scene.team["name"].as_str().unwrap(), hidden.id);
        scene.alice.write(&scene.channel, &link).await;
        let root = scene.alice.write(&scene.channel, "root").await;
        scene.alice.reply(&root, "reply").await;
        let path = format!("/channels/{}/posts?collapsedThreads=true", scene.channel.id);
        let seen = async |who: &testkit::User| {
            let page = who.get(&path).await;
            let follows = page.ok()["posts"][&root.id]["is_following"] == json!(true);
            (page.text().contains("canary"), follows)
        };
        let thread = format!("/users/me/teams/{}/threads/{}/following", scene.team.id, root.id);

        for _ in 0..2 {
            assert_eq!(seen(&scene.alice).await, (true, true));
            assert_eq!(seen(&scene.bob).await, (true, false));
        }
        scene.bob.put(&thread, json!({})).await.ok();
        scene.alice.delete(&thread).await.ok();
        assert_eq!((seen(&scene.alice).await, seen(&scene.bob).await), ((true, false), (true, true)));
        scene.alice.delete(&format!("/channels/{}/members/{}", secret.id, scene.bob.id)).await.ok();
        assert_eq!((seen(&scene.alice).await, seen(&scene.bob).await), ((true, false), (false, true)));
        scene.alice.put(&format!("/posts/{}/patch", hidden.id), json!({"message": "other words"})).await.ok();
        assert_eq!(seen(&scene.alice).await, (false, false));
        let off = json!({"ServiceSettings": {"EnablePermalinkPreviews": false}});
        scene.admin.put("/config/patch", off).await.ok();
        assert!(!scene.alice.get(&path).await.text().contains("other words"));
    }
}

#[test]
fn what_nobody_tells_of_is_seen_within_seconds() {
    testkit::run_as(
        |server| server.clock_at(1_800_000_000_000),
        async |server: TestServer| {
            let scene = server.scene().await;
            let post = scene.alice.write(&scene.channel, "gone").await;
            scene.bob.write(&scene.channel, "kept").await;
            let with = pages(&scene, &scene.channel).await;
            let by_hand = format!("DELETE FROM posts WHERE id = '{}'", post.id);
            server.app().db.script(vec![by_hand]).await.unwrap();

            server.advance(5_000);

            let without = pages(&scene, &scene.channel).await;
            assert!(with[0]["posts"].get(&post.id).is_some() && without[0]["posts"].get(&post.id).is_none());
        },
    );
}
