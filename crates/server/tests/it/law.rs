//! The law of events, for every act of the slice: what clients are told is all there is to know.
//!
//! See [`testkit::reducer`] for the law. [`UNANNOUNCED`] is the one table of what the protocol never tells.

use serde_json::json;
use testkit::reducer::law;
use testkit::{Scene, TestServer, engines};

/// What no event of the protocol tells, and a client learns with its next fetch only.
const UNANNOUNCED: [(&str, &str); 5] = [
    ("channel_members/*/last_update_at", "every view and mention moves it, the events carry counters only"),
    (
        "posts/*/posts/*/update_at",
        "an answer moves its root's and a reaction its post's, neither event carries it",
    ),
    ("teams/*/email", "who begins to manage a team sees its address from the next fetch on"),
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

    async fn a_post_is_pinned_and_its_text_restored(server: TestServer) {
        holds(&server, async |scene| {
            let post = scene.alice.write(&scene.channel, "first").await;
            let at = format!("/posts/{}", post.id);
            scene.bob.post(&format!("{at}/pin"), json!({})).await.ok();
            scene.alice.put(&format!("{at}/patch"), json!({"message": "second"})).await.ok();
            let versions = scene.alice.get(&format!("{at}/edit_history")).await;
            let first = versions.ok()[1]["id"].as_str().unwrap().to_owned();
            scene.alice.post(&format!("{at}/restore/{first}"), json!({})).await.ok();
            scene.bob.post(&format!("{at}/unpin"), json!({})).await.ok();
        }).await;
    }

    async fn a_post_is_set_unread(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.write(&scene.channel, "one").await;
            let post = scene.alice.write(&scene.channel, "two, @bob").await;
            scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();
            scene.bob.post(&format!("/users/me/posts/{}/set_unread", post.id), json!({})).await.ok();
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

    async fn a_channel_is_described(server: TestServer) {
        holds(&server, async |scene| {
            let patch = json!({"header": "here", "purpose": "for this", "display_name": "Called"});
            scene.alice.put(&format!("/channels/{}/patch", scene.channel.id), patch).await.ok();
        }).await;
    }

    async fn a_channel_is_closed_to_its_team_and_opened_again(server: TestServer) {
        holds(&server, async |scene| {
            let at = format!("/channels/{}/privacy", scene.channel.id);
            scene.alice.put(&at, json!({"privacy": "P"})).await.ok();
            scene.alice.put(&at, json!({"privacy": "O"})).await.ok();
        }).await;
    }

    async fn a_channel_is_moved_to_a_team_that_not_all_are_in(server: TestServer) {
        holds(&server, async |scene| {
            let team = scene.alice.team().await;
            let input = json!({"team_id": team.id, "force": true});
            scene.admin.post(&format!("/channels/{}/move", scene.channel.id), input).await.ok();
        }).await;
    }

    async fn a_channel_is_archived(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.delete(&format!("/channels/{}", scene.channel.id)).await.ok();
        }).await;
    }

    async fn a_channel_is_restored(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}", scene.channel.id);
        scene.alice.delete(&at).await.ok();
        law(&scene, &UNANNOUNCED, &[], async |scene| {
            scene.alice.post(&format!("{at}/restore"), json!({})).await.ok();
        }).await;
    }

    async fn a_direct_channel_is_opened(server: TestServer) {
        holds(&server, async |scene| {
            let pair = json!([scene.alice.id, scene.bob.id]);
            scene.alice.post("/channels/direct", pair).await.is(201);
        }).await;
    }

    async fn a_group_channel_is_opened_and_described(server: TestServer) {
        holds(&server, async |scene| {
            let group = json!([scene.alice.id, scene.bob.id, scene.admin.id]);
            let group = scene.alice.post("/channels/group", group).await.is(201).clone();
            let at = format!("/channels/{}/patch", group["id"].as_str().unwrap());
            scene.bob.put(&at, json!({"header": "we three"})).await.ok();
        }).await;
    }

    async fn a_group_grows_into_a_channel(server: TestServer) {
        let scene = server.scene().await;
        scene.alice.add_to_team(&scene.team, &scene.admin).await;
        let group = json!([scene.alice.id, scene.bob.id, scene.admin.id]);
        let group = scene.alice.post("/channels/group", group).await.is(201).clone();
        let at = format!("/channels/{}/convert_to_channel", group["id"].as_str().unwrap());
        law(&scene, &UNANNOUNCED, &[], async |scene| {
            let input = json!({"team_id": scene.team.id, "name": "grown", "display_name": "Grown"});
            scene.alice.post(&at, input).await.ok();
        }).await;
    }

    async fn roles_of_members_are_changed(server: TestServer) {
        holds(&server, async |scene| {
            let flags = json!({"scheme_user": true, "scheme_admin": true});
            let team = format!("/teams/{}/members/{}/schemeRoles", scene.team.id, scene.bob.id);
            scene.alice.put(&team, flags.clone()).await.ok();
            let channel = format!("/channels/{}/members/{}/schemeRoles", scene.channel.id, scene.bob.id);
            scene.alice.put(&channel, flags).await.ok();
        }).await;
    }

    async fn several_channels_are_marked_as_read(server: TestServer) {
        holds(&server, async |scene| {
            scene.alice.write(&scene.channel, "hello @bob").await;
            scene.bob.post("/channels/members/me/mark_read", json!([scene.channel.id])).await.ok();
        }).await;
    }

    async fn a_team_is_changed_archived_and_restored(server: TestServer) {
        holds(&server, async |scene| {
            let at = format!("/teams/{}", scene.team.id);
            scene.alice.put(&format!("{at}/patch"), json!({"display_name": "Called"})).await.ok();
            scene.alice.delete(&at).await.ok();
            scene.alice.post(&format!("{at}/restore"), json!({})).await.ok();
        }).await;
    }

    async fn categories_are_made_muted_and_removed(server: TestServer) {
        holds(&server, async |scene| {
            let at = format!("/users/{}/teams/{}/channels/categories", scene.alice.id, scene.team.id);
            let category = json!({
                "user_id": scene.alice.id, "team_id": scene.team.id, "display_name": "Mine",
                "channel_ids": [scene.channel.id],
            });
            let mut category = scene.alice.post(&at, category).await.ok().clone();
            let of_it = format!("{at}/{}", category["id"].as_str().unwrap());
            category["muted"] = json!(true);
            scene.alice.put(&of_it, category).await.ok();
            scene.alice.delete(&of_it).await.ok();
        }).await;
    }

    async fn a_channel_is_moderated(server: TestServer) {
        holds(&server, async |scene| {
            let at = format!("/channels/{}/moderations/patch", scene.channel.id);
            for name in ["create_reactions", "create_post"] {
                let row = json!([{"name": name, "roles": {"members": false}}]);
                scene.admin.put(&at, row).await.ok();
            }
        }).await;
    }

    async fn a_channel_becomes_a_favourite(server: TestServer) {
        holds(&server, async |scene| {
            let preference = json!([{
                "user_id": scene.alice.id, "category": "favorite_channel", "name": scene.channel.id, "value": "true",
            }]);
            scene.alice.put("/users/me/preferences", preference).await.ok();
        }).await;
    }

    async fn the_configuration_is_changed(server: TestServer) {
        holds_before_all(&server, &["config_changed"], async |scene| {
            let patch = json!({"TeamSettings": {"CustomDescriptionText": "a place to talk"}});
            scene.admin.put("/config/patch", patch).await.ok();
        }).await;
    }
}
