use futures_util::future::join_all;
use serde_json::json;
use testkit::{TestServer, engines};

const REFUSED: &str = "api.context.permissions.app_error";

engines! {
    async fn a_direct_channel_is_made_once_however_many_ask(server: TestServer) {
        let scene = server.scene().await;
        let mut socket = scene.bob.socket().await;
        let asks = (0..6).map(|n| {
            let (one, other) = if n % 2 == 0 { (&scene.alice, &scene.bob) } else { (&scene.bob, &scene.alice) };
            one.post("/channels/direct", json!([one.id, other.id]))
        });

        let replies = join_all(asks).await;

        let ids: std::collections::BTreeSet<String> =
            replies.iter().map(|reply| reply.is(201)["id"].to_string()).collect();
        assert_eq!(ids.len(), 1);
        socket.event("direct_added").await;
        assert!(socket.heard().await.iter().all(|event| event.name != "direct_added"));
    }

    async fn a_group_is_of_three_to_eight_and_keeps_them(server: TestServer) {
        let scene = server.scene().await;
        let carol = server.user("carol").await;
        let two = json!([scene.bob.id]);
        scene.alice.post("/channels/group", two).await.refused(400, "api.channel.create_group.bad_size.app_error");

        let group = scene.alice.post("/channels/group", json!([carol.id, scene.bob.id])).await.is(201).clone();
        let again = scene.bob.post("/channels/group", json!([scene.alice.id, carol.id, scene.bob.id])).await;

        assert_eq!(again.is(201)["id"], group["id"]);
        assert_eq!(group["display_name"], "alice, bob, carol");
        let members = format!("/channels/{}/members", group["id"].as_str().unwrap());
        let more = json!({"user_id": scene.outsider.id});
        scene.alice.post(&members, more).await.refused(400, "api.channel.add_user_to_channel.type.app_error");
        scene
            .alice
            .delete(&format!("{members}/{}", carol.id))
            .await
            .refused(400, "api.channel.remove_channel_member.type.app_error");
    }

    async fn a_group_grows_into_a_channel_of_a_team_that_all_are_in(server: TestServer) {
        let scene = server.scene().await;
        let carol = server.user("carol").await;
        let group = scene.alice.post("/channels/group", json!([carol.id, scene.bob.id])).await.is(201).clone();
        let at = format!("/channels/{}/convert_to_channel", group["id"].as_str().unwrap());
        let input = json!({
            "channel_id": group["id"], "team_id": scene.team.id, "name": "grown", "display_name": "Grown",
        });
        let strangers = scene.alice.post(&at, input.clone()).await;
        strangers.refused(400, "app.channel.group_message_conversion.incorrect_team");
        scene.outsider.post(&at, input.clone()).await.refused(404, "app.channel.get_member.missing.app_error");
        scene.alice.add_to_team(&scene.team, &carol).await;
        let mut socket = carol.socket().await;

        let grown = scene.alice.post(&at, input.clone()).await;

        assert_eq!((&grown.ok()["type"], &grown.ok()["team_id"]), (&json!("P"), &json!(scene.team.id)));
        assert_eq!(socket.event("channel_updated").await.nested("channel")["name"], "grown");
        assert_eq!(socket.event("posted").await.nested("post")["type"], "system_gm_to_channel");
        scene.alice.post(&at, input).await.refused(400, "app.channel.get_common_teams.incorrect_channel_type");
        let again = scene.alice.post("/channels/group", json!([carol.id, scene.bob.id])).await;
        assert_ne!(again.is(201)["id"], group["id"]);
    }

    async fn sec_a19_others_direct_channels_are_absent_by_every_name(server: TestServer) {
        let scene = server.scene().await;
        let direct = scene.alice.post("/channels/direct", json!([scene.alice.id, scene.bob.id])).await.is(201).clone();
        let (id, name) = (direct["id"].as_str().unwrap(), direct["name"].as_str().unwrap());
        let carol = server.user("carol").await;
        scene.alice.add_to_team(&scene.team, &carol).await;
        let by_name = |name: &str| format!("/teams/{}/channels/name/{name}", scene.team.id);

        let hidden = carol.get(&by_name(name)).await;
        let made_up = carol.get(&by_name(&format!("{}__{}", carol.id, scene.outsider.id))).await;

        for reply in [&hidden, &made_up] {
            reply.refused(404, "app.channel.get_by_name.missing.app_error");
        }
        scene.bob.get(&by_name(name)).await.ok();
        carol.get(&format!("/channels/{id}")).await.refused(403, REFUSED);
        carol.get(&format!("/channels/{id}/common_teams")).await.refused(403, REFUSED);
        let listed = scene.admin.get("/channels?per_page=200").await;
        assert!(!listed.text().contains(id));
        let found = scene.admin.post("/channels/search", json!({"term": name})).await;
        assert_eq!(*found.ok(), json!([]));
        for body in [json!([scene.alice.id, scene.bob.id]), json!([scene.outsider.id, scene.bob.id])] {
            carol.post("/channels/direct", body).await.refused(403, REFUSED);
        }
    }

    async fn users_without_a_common_team_may_be_kept_apart(server: TestServer) {
        let scene = server.scene().await;
        let before = scene.alice.post("/channels/direct", json!([scene.alice.id, scene.outsider.id])).await;
        let before = before.is(201)["id"].as_str().unwrap().to_owned();
        let post = scene.alice.make_post(json!({"channel_id": before, "message": "before"})).await;
        scene.alice.react(&post, "smile").await;
        let kept = scene.outsider.get(&format!("/posts/{}", post.id)).await;
        let patch = json!({"TeamSettings": {"RestrictDirectMessage": "team"}});
        scene.admin.put("/config/patch", patch).await.ok();

        let other = scene.bob.post("/channels/direct", json!([scene.bob.id, scene.outsider.id])).await;
        let header = scene.alice.put(&format!("/channels/{before}/patch"), json!({"header": "hi"})).await;

        other.refused(403, "api.channel.create_channel.direct_channel.team_restricted_error");
        header.refused(400, "api.channel.patch_update_channel.restricted_dm.app_error");
        let new = json!({"channel_id": before, "message": "as before"});
        scene.alice.post("/posts", new).await.refused(400, "api.post.create_post.can_not_post_in_restricted_dm.error");
        let (at, own) = (format!("/posts/{}", post.id), format!("/users/me/posts/{}/reactions/smile", post.id));
        let update = scene.alice.put(&at, json!({"id": post.id, "message": "changed"})).await;
        update.refused(400, "api.post.update_post.can_not_update_post_in_restricted_dm.error");
        let patch = scene.alice.put(&format!("{at}/patch"), json!({"message": "changed"})).await;
        let pin = scene.alice.post(&format!("{at}/pin"), json!({})).await;
        for reply in [patch, pin] {
            reply.refused(400, "api.post.patch_post.can_not_update_post_in_restricted_dm.error");
        }
        let reaction = json!({"user_id": scene.alice.id, "post_id": post.id, "emoji_name": "heart"});
        scene.alice.post("/reactions", reaction).await.refused(400, "api.reaction.save.restricted_dm.error");
        scene.alice.delete(&own).await.refused(400, "api.reaction.delete.restricted_dm.error");
        scene.alice.delete(&at).await.refused(400, "api.post.delete_post.can_not_delete_from_restricted_dm.error");
        assert_eq!(scene.outsider.get(&at).await.ok(), kept.ok());
        scene.alice.post("/channels/direct", json!([scene.alice.id, scene.bob.id])).await.is(201);
    }
}
