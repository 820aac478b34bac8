use serde_json::{Value, json};
use testkit::{Scene, TestServer, User, engines};

const REFUSED: &str = "api.context.permissions.app_error";

fn at(user: &User, scene: &Scene) -> String {
    format!("/users/{}/teams/{}/channels/categories", user.id, scene.team.id)
}

/// The kinds of the categories in which a channel stands for somebody.
async fn places(user: &User, scene: &Scene, channel: &str) -> Vec<String> {
    let reply = user.get(&at(user, scene)).await;
    let categories = reply.ok()["categories"].as_array().unwrap().clone();
    let holding = categories
        .iter()
        .filter(|category| category["channel_ids"].as_array().unwrap().contains(&json!(channel)));
    holding.map(|category| category["type"].as_str().unwrap().to_owned()).collect()
}

async fn custom(user: &User, scene: &Scene, channels: &[&str]) -> Value {
    let input = json!({
        "user_id": user.id, "team_id": scene.team.id, "display_name": "Mine", "channel_ids": channels,
    });
    user.post(&at(user, scene), input).await.ok().clone()
}

engines! {
    async fn everybody_has_three_categories_that_nothing_was_written_for(server: TestServer) {
        let scene = server.scene().await;
        server.sql(vec!["DELETE FROM sidebarcategories".to_owned()]).await;

        let reply = scene.bob.get(&at(&scene.bob, &scene)).await;

        let kinds: Vec<&Value> =
            reply.ok()["categories"].as_array().unwrap().iter().map(|category| &category["type"]).collect();
        assert_eq!(kinds, ["favorites", "channels", "direct_messages"]);
        assert_eq!(reply.ok()["categories"][1]["channel_ids"].as_array().unwrap().len(), 3);
    }

    async fn a_category_takes_its_channels_out_of_others_and_gives_them_back(server: TestServer) {
        let scene = server.scene().await;
        let channel = scene.channel.id.as_str();
        let first = custom(&scene.alice, &scene, &[channel]).await;
        let second = custom(&scene.alice, &scene, &[channel]).await;

        assert_eq!(places(&scene.alice, &scene, channel).await, ["custom"]);
        let one = scene.alice.get(&format!("{}/{}", at(&scene.alice, &scene), first["id"].as_str().unwrap())).await;
        assert_eq!(one.ok()["channel_ids"], json!([]));

        let of_second = format!("{}/{}", at(&scene.alice, &scene), second["id"].as_str().unwrap());
        scene.alice.delete(&of_second).await.ok();
        assert_eq!(places(&scene.alice, &scene, channel).await, ["channels"]);
        scene.alice.delete(&of_second).await.refused(403, REFUSED);
    }

    async fn favourites_and_preferences_say_the_same(server: TestServer) {
        let scene = server.scene().await;
        let channel = scene.channel.id.as_str();
        let preference = json!([{
            "user_id": scene.alice.id, "category": "favorite_channel", "name": channel, "value": "true",
        }]);
        let mut socket = scene.alice.socket().await;

        scene.alice.put("/users/me/preferences", preference.clone()).await.ok();
        assert_eq!(socket.event("sidebar_category_updated").await.data, json!({}));
        assert_eq!(places(&scene.alice, &scene, channel).await, ["favorites"]);
        scene.alice.post("/users/me/preferences/delete", preference).await.ok();
        assert_eq!(places(&scene.alice, &scene, channel).await, ["channels"]);

        let id = format!("favorites_{}_{}", scene.alice.id, scene.team.id);
        let change = json!([{"id": id, "channel_ids": [channel]}]);
        scene.alice.put(&at(&scene.alice, &scene), change).await.ok();
        let kept = scene.alice.get("/users/me/preferences/favorite_channel").await;
        assert_eq!(kept.ok()[0]["name"], channel);
    }

    async fn a_favourite_that_goes_into_a_new_category_is_none_any_more(server: TestServer) {
        let scene = server.scene().await;
        let preference = json!([{
            "user_id": scene.alice.id, "category": "favorite_channel", "name": scene.channel.id, "value": "true",
        }]);
        scene.alice.put("/users/me/preferences", preference).await.ok();

        custom(&scene.alice, &scene, &[&scene.channel.id]).await;

        assert_eq!(places(&scene.alice, &scene, &scene.channel.id).await, ["custom"]);
        let kept = scene.alice.get("/users/me/preferences").await;
        let is_favourite = |one: &&Value| one["category"] == "favorite_channel";
        assert_eq!(kept.ok().as_array().unwrap().iter().find(is_favourite), None);
    }

    async fn a_favourite_that_no_channel_is_changes_nothing(server: TestServer) {
        let scene = server.scene().await;
        let preference = json!([{
            "user_id": scene.alice.id, "category": "favorite_channel", "name": "nowhere", "value": "true",
        }]);

        let reply = scene.alice.put("/users/me/preferences", preference).await;

        reply.refused(400, kernel::INVALID_BODY_PARAM);
        let kept = scene.alice.get("/users/me/preferences/favorite_channel").await;
        kept.refused(404, "api.preference.preferences_category.get.app_error");
    }

    async fn muting_a_category_mutes_its_channels(server: TestServer) {
        let scene = server.scene().await;
        let category = custom(&scene.alice, &scene, &[&scene.channel.id]).await;
        let of_it = format!("{}/{}", at(&scene.alice, &scene), category["id"].as_str().unwrap());
        let own = format!("/channels/{}/members/me", scene.channel.id);
        let mut socket = scene.alice.socket().await;
        let mut change = category.clone();

        for (muted, mark_unread) in [(true, "mention"), (false, "all")] {
            change["muted"] = json!(muted);
            scene.alice.put(&of_it, change.clone()).await.ok();
            let told = socket.event("channel_member_updated").await.nested("channelMember");
            assert_eq!(told["notify_props"]["mark_unread"], mark_unread);
            let member = scene.alice.get(&own).await;
            assert_eq!(member.ok()["notify_props"]["mark_unread"], mark_unread);
        }
    }

    async fn an_order_names_every_category_once(server: TestServer) {
        let scene = server.scene().await;
        let order = format!("{}/order", at(&scene.alice, &scene));
        let mut ids: Vec<Value> = scene.alice.get(&order).await.ok().as_array().unwrap().clone();
        ids.reverse();

        for bad in [json!([ids[0]]), json!([ids[0], ids[1], ids[0]]), json!([])] {
            scene.alice.put(&order, bad).await.refused(400, kernel::INVALID_BODY_PARAM);
        }
        scene.alice.put(&order, json!(ids)).await.ok();
        assert_eq!(*scene.alice.get(&order).await.ok(), json!(ids));
    }

    async fn what_was_left_is_not_found_again_where_it_stood(server: TestServer) {
        let scene = server.scene().await;
        let preference = json!([{
            "user_id": scene.bob.id, "category": "favorite_channel", "name": scene.channel.id, "value": "true",
        }]);
        scene.bob.put("/users/me/preferences", preference).await.ok();
        let member = format!("/channels/{}/members", scene.channel.id);
        let mut socket = scene.bob.socket().await;

        scene.bob.delete(&format!("{member}/{}", scene.bob.id)).await.ok();
        socket.event("preferences_deleted").await;
        scene.bob.post(&member, json!({"user_id": scene.bob.id})).await.is(201);

        assert_eq!(places(&scene.bob, &scene, &scene.channel.id).await, ["channels"]);
        let kept = scene.bob.get("/users/me/preferences/favorite_channel").await;
        kept.refused(404, "api.preference.preferences_category.get.app_error");
    }

    async fn sec_a04_the_sidebar_forgets_the_channel_of_who_was_removed(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        scene.alice.add_to_channel(&secret, &scene.bob).await;
        custom(&scene.bob, &scene, &[&secret.id]).await;

        scene.alice.delete(&format!("/channels/{}/members/{}", secret.id, scene.bob.id)).await.ok();

        assert_eq!(places(&scene.bob, &scene, &secret.id).await, Vec::<String>::new());
        custom(&scene.bob, &scene, &[&secret.id]).await;
        assert_eq!(places(&scene.bob, &scene, &secret.id).await, Vec::<String>::new());
    }
}
