use futures_util::future::join_all;
use serde_json::json;
use testkit::{TestServer, engines};

const REFUSED: &str = "api.context.permissions.app_error";

engines! {
    async fn two_joins_at_once_are_one_membership(server: TestServer) {
        let scene = server.scene().await;
        let carol = server.user("carol").await;
        scene.alice.add_to_team(&scene.team, &carol).await;
        let at = format!("/channels/{}/members", scene.channel.id);

        let joins = (0..8).map(|_| carol.post(&at, json!({"user_id": carol.id})));
        let replies = join_all(joins).await;

        for reply in &replies {
            assert_eq!(reply.is(201)["user_id"], json!(carol.id));
        }
        let posts = scene.alice.get(&format!("/channels/{}/posts", scene.channel.id)).await;
        let joined = posts.ok()["posts"].as_object().unwrap().values();
        let joined = joined.filter(|post| {
            post["type"] == "system_join_channel" && post["user_id"] == json!(carol.id)
        });
        assert_eq!(joined.count(), 1);
    }

    async fn a_nul_is_no_notification_setting_and_no_prop(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/members/me/notify_props", scene.channel.id);

        scene.alice.put(&at, json!({"desktop": "a\0b"})).await.refused(400, kernel::INVALID_BODY_PARAM);
        for props in [json!({"a": "b\0"}), json!({"a\0": [1]})] {
            let post = json!({"channel_id": scene.channel.id, "message": "hi", "props": props});
            assert_eq!(scene.alice.post("/posts", post).await.is(400)["status_code"], 400);
        }
    }

    async fn a_list_names_at_most_a_thousand(server: TestServer) {
        let scene = server.scene().await;
        let ids: Vec<String> = (0..1001).map(|n| format!("{n:026}")).collect();
        let of_channel = format!("/channels/{}/members", scene.channel.id);
        let of_team = format!("/teams/{}/channels/ids", scene.team.id);

        for (path, body) in [
            (of_channel.clone(), json!({"user_ids": ids})),
            (format!("{of_channel}/ids"), json!(ids)),
            (of_team, json!(ids)),
            ("/users/ids".to_owned(), json!(ids)),
            ("/users/usernames".to_owned(), json!(ids)),
            ("/users/status/ids".to_owned(), json!(ids)),
        ] {
            scene.alice.post(&path, body).await.refused(400, kernel::INVALID_BODY_PARAM);
        }
    }

    async fn a_page_of_no_members_is_one_of_the_usual_size(server: TestServer) {
        let scene = server.scene().await;
        let count = async |size: &str| {
            let at = format!("/channels/{}/members?per_page={size}", scene.channel.id);
            scene.bob.get(&at).await.ok().as_array().unwrap().len()
        };

        assert_eq!((count("0").await, count("1").await, count("").await), (2, 1, 2));
    }

    async fn sec_b05_nobody_is_told_what_others_have_read(server: TestServer) {
        let scene = server.scene().await;
        scene.alice.write(&scene.channel, "something").await;
        let at = format!("/channels/{}/members", scene.channel.id);

        let reply = scene.alice.get(&at).await;

        for member in reply.ok().as_array().unwrap() {
            let is_own = member["user_id"] == json!(scene.alice.id);
            assert_eq!(member["last_viewed_at"] == json!(-1), !is_own);
            assert_eq!(member["last_update_at"] == json!(-1), !is_own);
        }
        let added = scene.alice.post(&at, json!({"user_id": scene.bob.id})).await;
        assert_eq!(added.is(201)["last_viewed_at"], -1);
    }

    async fn nobody_leaves_the_channel_that_everybody_is_in(server: TestServer) {
        let scene = server.scene().await;
        let square = scene.bob.get(&format!("/teams/{}/channels/name/town-square", scene.team.id)).await;
        let at = format!("/channels/{}/members/{}", square.ok()["id"].as_str().unwrap(), scene.bob.id);

        scene.bob.delete(&at).await.refused(400, "api.channel.remove.default.app_error");
        scene.admin.delete(&at).await.refused(400, "api.channel.remove.default.app_error");
    }

    async fn who_is_not_in_the_team_is_not_added(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/members", scene.channel.id);

        let reply = scene.alice.post(&at, json!({"user_id": scene.outsider.id})).await;

        reply.refused(404, "app.team.get_member.missing.app_error");
        scene.outsider.post(&at, json!({"user_id": scene.outsider.id})).await.refused(403, REFUSED);
    }

    async fn viewing_ends_what_is_unread_in_both_ways_of_counting(server: TestServer) {
        let scene = server.scene().await;
        let root = scene.alice.write(&scene.channel, "root").await;
        scene.alice.reply(&root, "a reply").await;
        let unread = format!("/users/me/channels/{}/unread", scene.channel.id);
        let before = scene.bob.get(&unread).await;
        assert_eq!((&before.ok()["msg_count"], &before.ok()["msg_count_root"]), (&json!(2), &json!(1)));
        let mut socket = scene.bob.socket().await;

        let view = json!({"channel_id": scene.channel.id, "collapsed_threads_supported": true});
        let viewed = scene.bob.post("/channels/members/me/view", view).await;

        let times = &viewed.ok()["last_viewed_at_times"];
        assert_eq!(socket.event("multiple_channels_viewed").await.data["channel_times"], *times);
        let after = scene.bob.get(&unread).await;
        for key in ["msg_count", "msg_count_root", "mention_count", "mention_count_root"] {
            assert_eq!(after.ok()[key], 0, "{key}");
        }
        let own = scene.bob.get(&format!("/channels/{}/members/me", scene.channel.id)).await;
        assert_eq!(own.ok()["last_viewed_at"], times[&scene.channel.id]);
    }

    async fn all_memberships_come_one_a_line(server: TestServer) {
        let scene = server.scene().await;

        let reply = scene.bob.get("/users/me/channel_members?page=-1&per_page=60").await;

        assert_eq!(reply.header("content-type"), "application/x-ndjson");
        assert_eq!(reply.text().lines().count(), 3);
    }

    async fn who_was_removed_hears_that_and_nothing_more(server: TestServer) {
        let scene = server.scene().await;
        let mut socket = scene.bob.socket().await;

        scene.alice.delete(&format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await.ok();

        let removed = socket.event("user_removed").await;
        assert_eq!(removed.data, json!({"channel_id": scene.channel.id, "remover_id": scene.alice.id}));
        scene.alice.write(&scene.channel, "now that he is gone").await;
        scene.bob.get(&format!("/channels/{}/members/me", scene.channel.id)).await.refused(403, REFUSED);
    }
}
