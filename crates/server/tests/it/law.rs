//! The law of events, for every act of the slice: what clients are told is all there is to know.
//!
//! See [`testkit::reducer`] for the law. [`UNANNOUNCED`] is the one table of what the protocol never tells.

use serde_json::json;
use testkit::reducer::law;
use testkit::{Scene, TestServer, engines};

/// What no event of the protocol tells, and a client learns with its next fetch only.
const UNANNOUNCED: [(&str, &str); 4] = [
    ("channel_members/*/last_update_at", "every view and mention moves it, the events carry counters only"),
    (
        "posts/*/posts/*/update_at",
        "an answer moves its root's and a reaction its post's, neither event carries it",
    ),
    ("me/update_at", "signing in moves it"),
    ("people/*/update_at", "signing in moves it"),
];

/// Checks the law for an act that nobody outside of the scene hears of.
async fn holds(server: &TestServer, act: impl AsyncFnOnce(&Scene)) {
    let scene = server.scene().await;
    law(&scene, &UNANNOUNCED, &[], act).await;
}

/// Checks the law for an act of which everybody hears some events.
async fn holds_before_all(server: &TestServer, to_all: &[&str], act: impl AsyncFnOnce(&Scene)) {
    let scene = server.scene().await;
    law(&scene, &UNANNOUNCED, to_all, act).await;
}

engines! {
    async fn somebody_signs_up(server: TestServer) {
        holds_before_all(&server, &["new_user"], async |scene| {
            scene.admin.server().user("newcomer").await;
        }).await;
    }

    async fn somebody_signs_in_and_out(server: TestServer) {
        holds(&server, async |scene| {
            let further = scene.alice.server().sign_in("alice").await;
            further.get("/users/me/sessions").await.ok();
            further.post("/users/logout", json!({})).await.ok();
        }).await;
    }

    async fn a_profile_is_changed(server: TestServer) {
        holds_before_all(&server, &["user_updated"], async |scene| {
            let input = json!({"nickname": "Al", "position": "captain", "locale": "de"});
            scene.alice.put("/users/me/patch", input).await.ok();
        }).await;
    }

    async fn preferences_are_kept_and_removed(server: TestServer) {
        holds(&server, async |scene| {
            let one = |name: &str| {
                json!([{"user_id": scene.alice.id, "category": "display", "name": name, "value": "1"}])
            };
            scene.alice.put("/users/me/preferences", one("a")).await.ok();
            scene.alice.put("/users/me/preferences", one("b")).await.ok();
            scene.alice.post("/users/me/preferences/delete", one("a")).await.ok();
        }).await;
    }

    async fn a_team_is_made(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.team().await;
        }).await;
    }

    async fn somebody_is_added_to_a_team(server: TestServer) {
        holds_before_all(&server, &["new_user"], async |scene| {
            let newcomer = scene.alice.server().user("newcomer-here").await;
            scene.alice.add_to_team(&scene.team, &newcomer).await;
        }).await;
    }

    async fn somebody_joins_a_team(server: TestServer) {
        holds(&server, async |scene| {
            let team = scene.alice.make_team(json!({
                "name": "another", "display_name": "another", "type": "O", "allow_open_invite": true
            })).await;
            let input = json!({"team_id": team.id, "user_id": scene.bob.id});
            scene.bob.post(&format!("/teams/{}/members", team.id), input).await.ok();
        }).await;
    }

    async fn somebody_leaves_a_team(server: TestServer) {
        holds(&server, async |scene| {
            scene.bob.delete(&format!("/teams/{}/members/{}", scene.team.id, scene.bob.id)).await.ok();
        }).await;
    }

    async fn a_public_channel_is_made(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.channel(&scene.team).await;
        }).await;
    }

    async fn a_private_channel_is_made(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.private_channel(&scene.team).await;
        }).await;
    }

    async fn somebody_is_added_to_a_channel(server: TestServer) {
        holds(&server, async |scene| {
            let channel = scene.alice.private_channel(&scene.team).await;
            scene.alice.add_to_channel(&channel, &scene.bob).await;
        }).await;
    }

    async fn somebody_joins_a_channel(server: TestServer) {
        holds(&server, async |scene| {
            let channel = scene.alice.channel(&scene.team).await;
            scene.bob.add_to_channel(&channel, &scene.bob).await;
        }).await;
    }

    async fn somebody_leaves_a_channel(server: TestServer) {
        holds(&server, async |scene| {
            scene.bob.delete(&format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await.ok();
        }).await;
    }

    async fn somebody_is_removed_from_a_channel(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.delete(&format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await.ok();
        }).await;
    }

    async fn notify_props_are_changed(server: TestServer) {
        holds(&server, async |scene| {
            let path = format!("/channels/{}/members/{}/notify_props", scene.channel.id, scene.alice.id);
            scene.alice.put(&path, json!({"desktop": "all", "mark_unread": "mention"})).await.ok();
        }).await;
    }

    async fn a_channel_is_viewed(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.write(&scene.channel, "hello @bob").await;
            scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();
        }).await;
    }

    async fn somebody_writes(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.write(&scene.channel, "one #tag").await;
            scene.bob.write(&scene.channel, "two").await;
            scene.alice.make_post(json!({
                "channel_id": scene.channel.id, "message": "three",
                "props": {"attachments": [{"text": "attached"}]}
            })).await;
        }).await;
    }

    async fn somebody_is_mentioned(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.write(&scene.channel, "hello @bob").await;
            scene.alice.write(&scene.channel, "hello `@bob`").await;
            scene.alice.write(&scene.channel, "hello @all and @channel").await;
            scene.bob.write(&scene.channel, "hello @here").await;
        }).await;
    }

    async fn somebody_answers_in_a_thread(server: TestServer) {
        holds(&server, async |scene| {
            let root = scene.alice.write(&scene.channel, "root").await;
            scene.bob.reply(&root, "first").await;
            scene.alice.reply(&root, "second, @bob").await;
        }).await;
    }

    async fn a_post_is_edited(server: TestServer) {
        holds(&server, async |scene| {
            let post = scene.alice.write(&scene.channel, "draft").await;
            scene.alice.put(&format!("/posts/{}/patch", post.id), json!({"message": "final @bob"})).await.ok();
        }).await;
    }

    async fn a_post_is_deleted(server: TestServer) {
        holds(&server, async |scene| {
            let post = scene.alice.write(&scene.channel, "a mistake").await;
            scene.alice.delete(&format!("/posts/{}", post.id)).await.ok();
        }).await;
    }

    async fn a_thread_is_deleted(server: TestServer) {
        holds(&server, async |scene| {
            let root = scene.alice.write(&scene.channel, "root").await;
            scene.bob.reply(&root, "answer").await;
            scene.alice.delete(&format!("/posts/{}", root.id)).await.ok();
        }).await;
    }

    async fn an_answer_is_deleted(server: TestServer) {
        holds(&server, async |scene| {
            let root = scene.alice.write(&scene.channel, "root").await;
            scene.bob.reply(&root, "one").await;
            let answer = scene.bob.reply(&root, "two").await;
            scene.bob.delete(&format!("/posts/{}", answer.id)).await.ok();
        }).await;
    }

    async fn somebody_reacts(server: TestServer) {
        holds(&server, async |scene| {
            let post = scene.alice.write(&scene.channel, "what do you think").await;
            scene.bob.react(&post, "thumbsup").await;
            scene.alice.react(&post, "thumbsup").await;
            scene.bob.react(&post, "smile").await;
            scene.bob.delete(&format!("/users/me/posts/{}/reactions/smile", post.id)).await.ok();
        }).await;
    }

    async fn the_configuration_is_changed(server: TestServer) {
        holds_before_all(&server, &["config_changed"], async |scene| {
            let patch = json!({"TeamSettings": {"CustomDescriptionText": "a place to talk"}});
            scene.admin.put("/config/patch", patch).await.ok();
        }).await;
    }
}
