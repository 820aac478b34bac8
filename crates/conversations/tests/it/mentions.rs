use serde_json::json;
use testkit::{Event, Post, Scene, Team, TestServer, User, engines};

async fn mentions(scene: &Scene, message: &str) -> i64 {
    scene.alice.write(&scene.channel, message).await;
    let unread = scene.bob.get(&format!("/users/me/channels/{}/unread", scene.channel.id)).await;
    let count = unread.ok()["mention_count"].as_i64().unwrap();
    scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();
    count
}

async fn wish(scene: &Scene, first_name: &str, keys: &str) {
    let own = scene.bob.get("/users/me").await;
    let mut props = own.ok()["notify_props"].clone();
    props["first_name"] = json!(first_name);
    props["mention_keys"] = json!(keys);
    scene.bob.put("/users/me/patch", json!({"first_name": "Robert", "notify_props": props})).await.ok();
}

engines! {
    async fn words_that_somebody_waits_for_call_them_from_the_moment_they_say_so(server: TestServer) {
        let scene = server.scene().await;
        mentions(&scene, "settled").await;
        assert_eq!(mentions(&scene, "Robert, deploy").await, 0);

        wish(&scene, "true", "deploy").await;

        for (message, count) in [("Robert, look", 1), ("robert", 0), ("DEPLOY!", 1), ("redeploy", 0)] {
            assert_eq!(mentions(&scene, message).await, count, "{message}");
        }
        wish(&scene, "false", "").await;
        assert_eq!(mentions(&scene, "Robert, deploy").await, 0);
    }

    async fn sec_b03_a_hidden_channel_that_is_named_is_not_told_of(server: TestServer) {
        let scene = server.scene().await;
        let elsewhere = scene.outsider.team().await;
        let named = async |by: &User, team: &Team, kind: &str, name: &str| {
            let input = json!({"team_id": team.id, "name": name, "display_name": "canary", "type": kind});
            by.make_channel(input).await
        };
        named(&scene.alice, &scene.team, "P", "hidden-one").await;
        named(&scene.outsider, &elsewhere, "P", "hidden-two").await;
        named(&scene.outsider, &elsewhere, "O", "other-team").await;
        let archived = named(&scene.alice, &scene.team, "P", "hidden-three").await;
        scene.alice.delete(&format!("/channels/{}", archived.id)).await.ok();
        let mut bob = scene.bob.socket().await;

        let message = "~hidden-one ~hidden-two ~other-team ~hidden-three ~not-there";
        let post = scene.alice.write(&scene.channel, message).await;
        let at = format!("/posts/{}/patch", post.id);
        let edited = scene.alice.put(&at, json!({"message": format!("again {message}")})).await;

        assert!(post["props"].get("channel_mentions").is_none(), "{}", post.json);
        let told = [bob.event("posted").await.data, bob.event("post_edited").await.data];
        let read = scene.bob.get(&format!("/channels/{}/posts", scene.channel.id)).await;
        for text in [post.json.to_string(), edited.text(), told[0].to_string(), told[1].to_string(), read.text()] {
            assert!(!text.contains("canary"), "{text}");
        }
        // One that its readers may see is.
        named(&scene.alice, &scene.team, "O", "open-one").await;
        let post = scene.alice.write(&scene.channel, "~open-one").await;
        assert_eq!(post["props"]["channel_mentions"]["open-one"]["display_name"], "canary");
    }

    async fn sec_b06_nobody_is_told_whom_a_post_calls(server: TestServer) {
        let scene = server.scene().await;
        let carol = server.user("carol").await;
        scene.alice.add_to_team(&scene.team, &carol).await;
        scene.alice.add_to_channel(&scene.channel, &carol).await;
        let root = scene.bob.write(&scene.channel, "root").await;
        let (mut bob, mut third) = (scene.bob.socket().await, carol.socket().await);

        let called = scene.alice.write(&scene.channel, "look, @bob").await;
        let reply = scene.alice.reply(&root, "and here, @bob").await;

        for answer in [&called, &reply] {
            assert!(!answer.json["metadata"].to_string().contains(&scene.bob.id), "{}", answer.json);
        }
        // The root may still be told to who comes right behind it.
        let tells = |event: &Event, post: &Post| event.name == "posted" && event.nested("post")["id"] == json!(post.id);
        let own = bob.heard().await;
        let own = own.iter().find(|event| tells(event, &called)).expect("who is called hears of it");
        assert_eq!(own.data["mentions"], json!(format!("[\"{}\"]", scene.bob.id)));
        let told = third.heard().await;
        let posted: Vec<_> =
            told.iter().filter(|event| tells(event, &called) || tells(event, &reply)).collect();
        assert_eq!(posted.len(), 2, "{told:#?}");
        for event in posted {
            for key in ["mentions", "followers", "should_ack"] {
                assert!(event.data.get(key).is_none(), "{key} in {event:?}");
            }
            let post = event.nested("post");
            assert!(!post["metadata"].to_string().contains(&scene.bob.id), "{event:?}");
            assert!(!event.broadcast.to_string().contains(&scene.bob.id), "{event:?}");
        }
        assert!(told.iter().all(|event| event.broadcast["user_id"] != json!(scene.bob.id)), "{told:#?}");
    }

    async fn who_follows_every_thread_of_a_channel_follows_new_ones(server: TestServer) {
        let scene = server.scene().await;
        let own = format!("/channels/{}/members/{}/notify_props", scene.channel.id, scene.bob.id);
        scene.bob.put(&own, json!({"channel_auto_follow_threads": "on"})).await.ok();
        let root = scene.alice.write(&scene.channel, "root").await;

        scene.alice.reply(&root, "a reply").await;

        let threads = scene.bob.get(&format!("/users/me/teams/{}/threads", scene.team.id)).await;
        assert_eq!(threads.ok()["total_unread_threads"], 1);
    }
}
