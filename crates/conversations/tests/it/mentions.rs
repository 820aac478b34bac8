use serde_json::json;
use testkit::{Scene, TestServer, engines};

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
