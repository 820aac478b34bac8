use serde_json::json;
use testkit::{Post, Scene, TestServer, User, engines};

fn inbox(scene: &Scene) -> String {
    format!("/users/me/teams/{}/threads", scene.team.id)
}

/// What a follower hears of replies, as `(unread replies, unread mentions, before: replies, mentions)`.
fn told(events: &[testkit::Event]) -> Vec<(i64, i64, i64, i64)> {
    let number = |value: &serde_json::Value| value.as_i64().unwrap();
    events
        .iter()
        .filter(|event| event.name == "thread_updated")
        .map(|event| {
            let thread = event.nested("thread");
            (
                number(&thread["unread_replies"]),
                number(&thread["unread_mentions"]),
                number(&event.data["previous_unread_replies"]),
                number(&event.data["previous_unread_mentions"]),
            )
        })
        .collect()
}

async fn read_until(user: &User, scene: &Scene, root: &Post, time: i64) -> testkit::Reply {
    user.put(&format!("{}/{}/read/{time}", inbox(scene), root.id), json!({})).await
}

engines! {
    async fn followers_are_told_of_each_reply_what_it_means_to_them(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let (mut alice, mut bob) = (scene.alice.socket().await, scene.bob.socket().await);

        scene.bob.reply(&root, "one").await;
        scene.bob.reply(&root, "two, @alice").await;

        let events = [alice.event("thread_updated").await, alice.event("thread_updated").await];
        assert_eq!(told(&events), [(1, 0, 0, 0), (2, 1, 1, 0)]);
        assert_eq!(events[0].broadcast["user_id"], json!(scene.alice.id));
        assert_eq!(events[0].broadcast["team_id"], json!(scene.team.id));
        assert_eq!(events[0].nested("thread")["participants"][0]["username"], "bob");
        assert!(!bob.names().await.contains(&"thread_updated".to_owned()));
    }

    async fn a_deleted_thread_is_not_read_with_its_channel(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root, @bob").await;
        scene.alice.reply(&root, "never read by @bob").await;
        scene.alice.delete(&format!("/posts/{}", root.id)).await.ok();
        let mut socket = scene.bob.socket().await;

        scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();

        let names = socket.names().await;
        assert!(names.contains(&"multiple_channels_viewed".to_owned()), "{names:?}");
        assert!(!names.contains(&"thread_read_changed".to_owned()), "{names:?}");
    }

    async fn a_cut_loses_no_word_of_a_thread(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let socket = scene.alice.socket().await;
        let cut = socket.cut().await;

        scene.bob.reply(&root, "meanwhile").await;
        let mut resumed = scene.alice.resume(&cut).await;

        let event = resumed.event("thread_updated").await;
        assert_eq!(event.nested("thread")["id"], json!(root.id));
    }

    async fn who_unfollows_is_left_alone_until_called(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        scene.bob.reply(&root, "one").await;
        let at = format!("{}/{}", inbox(&scene), root.id);
        scene.alice.delete(&format!("{at}/following")).await.ok();

        scene.alice.get(&at).await.refused(404, "app.user.get_threads_for_user.not_found");
        scene.bob.reply(&root, "two").await;
        assert_eq!(scene.alice.get(&inbox(&scene)).await.ok()["total"], 0);
        scene.bob.reply(&root, "three, @alice").await;

        let threads = scene.alice.get(&inbox(&scene)).await;
        assert_eq!((&threads.ok()["total"], &threads.ok()["total_unread_mentions"]), (&json!(1), &json!(1)));
    }

    async fn reading_up_to_a_time_counts_later_calls_anew(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let first = scene.bob.reply(&root, "one").await;
        scene.bob.reply(&root, "two, @alice").await;
        let last = scene.bob.reply(&root, "three").await;
        let time = |post: &Post| post["create_at"].as_i64().unwrap();
        let counts = |reply: testkit::Reply| {
            let thread = reply.ok().clone();
            (thread["unread_replies"].as_i64().unwrap(), thread["unread_mentions"].as_i64().unwrap())
        };

        assert_eq!(counts(read_until(&scene.alice, &scene, &root, time(&first)).await), (2, 1));
        assert_eq!(counts(read_until(&scene.alice, &scene, &root, time(&last)).await), (0, 0));
        let again = format!("{}/{}/set_unread/{}", inbox(&scene), root.id, first.id);
        assert_eq!(counts(scene.alice.post(&again, json!({})).await), (3, 1));
        scene.alice.put(&format!("{}/read", inbox(&scene)), json!({})).await.ok();
        assert_eq!(scene.alice.get(&inbox(&scene)).await.ok()["total_unread_threads"], 0);
    }

    async fn threads_of_a_channel_are_left_with_it(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root, @bob").await;
        scene.alice.reply(&root, "one, @bob").await;
        assert_eq!(scene.bob.get(&inbox(&scene)).await.ok()["total"], 1);

        scene.alice.delete(&format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await.ok();

        assert_eq!(scene.bob.get(&inbox(&scene)).await.ok()["total"], 0);
        scene.alice.add_to_channel(&scene.channel, &scene.bob).await;
        assert_eq!(scene.bob.get(&inbox(&scene)).await.ok()["total"], 0);
    }

    async fn nobody_reads_the_threads_of_others(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        scene.bob.reply(&root, "one").await;
        let of_alice = format!("/users/{}/teams/{}/threads", scene.alice.id, scene.team.id);

        for at in [of_alice.clone(), format!("{of_alice}/{}", root.id)] {
            scene.bob.get(&at).await.refused(403, "api.context.permissions.app_error");
        }
        let own = format!("/users/me/teams/{}/threads", scene.team.id);
        scene.outsider.get(&own).await.refused(403, "api.context.permissions.app_error");
        scene.outsider.get(&format!("{own}/{}", root.id)).await.refused(403, "api.context.permissions.app_error");
    }

    async fn pages_of_threads_follow_each_other(server: TestServer) {
        let scene = server.scene().await;
        let mut roots = Vec::new();
        for name in ["first", "second", "third"] {
            let root = scene.alice.write(&scene.channel, name).await;
            scene.bob.reply(&root, "reply").await;
            roots.push(root.id);
        }
        let page = async |query: &str| {
            let reply = scene.alice.get(&format!("{}?per_page=2{query}", inbox(&scene))).await;
            let threads = reply.ok()["threads"].as_array().unwrap().clone();
            threads.iter().map(|thread| thread["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };

        assert_eq!(page("").await, [roots[2].clone(), roots[1].clone()]);
        assert_eq!(page(&format!("&before={}", roots[1])).await, [roots[0].clone()]);
        assert_eq!(page(&format!("&after={}", roots[0])).await, [roots[1].clone(), roots[2].clone()]);
    }

    async fn a_page_of_a_thread_begins_at_a_time_too(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        let mut replies = Vec::new();
        for n in 0..4 {
            replies.push(scene.bob.reply(&root, &format!("{n}")).await);
        }
        let page = async |direction: &str, from: &serde_json::Value| {
            let query = format!("direction={direction}&perPage=2&fromCreateAt={from}");
            let page = scene.alice.get(&format!("/posts/{}/thread?{query}", root.id)).await;
            page.ok()["order"].clone()
        };

        let down = page("down", &replies[1]["create_at"]).await;
        let up = page("up", &replies[2]["create_at"]).await;

        assert_eq!(down, json!([root.id, replies[2].id, replies[3].id]));
        assert_eq!(up, json!([root.id, replies[1].id, replies[0].id]));
    }
}
