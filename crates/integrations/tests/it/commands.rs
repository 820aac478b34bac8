use serde_json::{Value, json};
use testkit::{Reply, Scene, TestServer, User, engines};

async fn say(user: &User, scene: &Scene, command: &str) -> Reply {
    user.post("/commands/execute", json!({"channel_id": scene.channel.id, "command": command})).await
}

/// The answer without what the caller said themselves.
fn without(answer: &Value, said: &str) -> String {
    answer.to_string().replace(said, "")
}

engines! {
    async fn what_somebody_does_is_said_in_the_channel(server: TestServer) {
        let scene = server.scene().await;
        let mut bob = scene.bob.socket().await;

        let answer = say(&scene.alice, &scene, "/me waves").await;

        assert_eq!((&answer.ok()["response_type"], &answer.ok()["type"]), (&json!("in_channel"), &json!("me")));
        // What was said before the socket opened may still come.
        let post = loop {
            let post = bob.event("posted").await.nested("post");
            if post["type"] != "system_add_to_channel" {
                break post;
            }
        };
        assert_eq!((&post["message"], &post["type"]), (&json!("*waves*"), &json!("me")));
    }

    async fn only_the_caller_hears_of_their_status(server: TestServer) {
        let scene = server.scene().await;
        let (mut alice, mut bob) = (scene.alice.socket().await, scene.bob.socket().await);

        say(&scene.alice, &scene, "/away").await.ok();

        assert_eq!(alice.event("ephemeral_message").await.nested("post")["message"], "You are now away");
        assert!(!bob.names().await.contains(&"ephemeral_message".to_owned()));
        assert_eq!(scene.alice.get("/users/me/status").await.ok()["status"], "away");
    }

    async fn no_command_chooses_a_status_while_statuses_are_switched_off(server: TestServer) {
        let scene = server.scene().await;
        let switch = async |is_on: bool| {
            let patch = json!({"ServiceSettings": {"EnableUserStatuses": is_on}});
            scene.admin.put("/config/patch", patch).await.ok();
        };
        let status = async || scene.alice.get("/users/me/status").await.ok()["status"].clone();
        let before = status().await;

        switch(false).await;
        for command in ["/away", "/dnd", "/offline", "/online"] {
            let answer = say(&scene.alice, &scene, command).await;
            assert_eq!(answer.ok()["text"], "Statuses are switched off on this server.", "{command}");
        }

        switch(true).await;
        assert_eq!(status().await, before);
    }

    async fn a_status_is_said_with_an_emoji_and_words(server: TestServer) {
        let scene = server.scene().await;
        let mut bob = scene.bob.socket().await;
        let status = async || {
            let props = scene.bob.get(&format!("/users/{}", scene.alice.id)).await.ok()["props"].clone();
            serde_json::from_str::<Value>(props["customStatus"].as_str().unwrap()).unwrap_or_default()
        };

        say(&scene.alice, &scene, "/status :coffee: on a break").await.ok();
        let told = status().await;
        assert_eq!((&told["emoji"], &told["text"]), (&json!("coffee"), &json!("on a break")));
        assert_eq!(bob.event("user_updated").await.data["user"]["id"], scene.alice.id);

        say(&scene.alice, &scene, "/status").await.ok();
        let told = status().await;
        assert_eq!((&told["emoji"], &told["text"]), (&json!("speech_balloon"), &json!("")));

        let refused = say(&scene.alice, &scene, "/status :no_such_emoji: x").await;
        assert_eq!(refused.ok()["response_type"], "ephemeral");
        assert_eq!(status().await, told, "what is refused changes nothing");

        say(&scene.alice, &scene, "/status clear").await.ok();
        assert_eq!(status().await, Value::Null);
    }

    async fn no_status_is_said_while_custom_statuses_are_off(server: TestServer) {
        let scene = server.scene().await;
        let off = json!({"TeamSettings": {"EnableCustomUserStatuses": false}});
        scene.admin.put("/config/patch", off).await.ok();

        let said = say(&scene.alice, &scene, "/status :coffee: x").await;
        said.refused(404, "api.command.execute_command.not_found.app_error");

        let at = format!("/teams/{}/commands/autocomplete_suggestions?user_input=/stat", scene.team.id);
        assert_eq!(*scene.alice.get(&at).await.ok(), json!([]));
    }

    async fn sec_b07_what_is_hidden_is_answered_like_what_is_not_there(server: TestServer) {
        let scene = server.scene().await;
        let hidden = scene.alice.private_channel(&scene.team).await;
        let hidden = hidden["name"].as_str().unwrap().to_owned();

        for command in ["/join {}", "/mute {}", "/mute ~{}", "/invite @alice ~{}", "/open {}"] {
            let of = |name: &str| command.replace("{}", name);
            let there = say(&scene.bob, &scene, &of(&hidden)).await;
            let missing = say(&scene.bob, &scene, &of("no-such-channel")).await;
            assert_eq!(
                without(there.ok(), &hidden),
                without(missing.ok(), "no-such-channel"),
                "{command}"
            );
        }
    }

    async fn sec_a06_no_command_is_run_in_an_archived_channel(server: TestServer) {
        let scene = server.scene().await;
        scene.alice.delete(&format!("/channels/{}", scene.channel.id)).await.ok();

        for command in ["/me waves", "/header changed", "/invite @outsider"] {
            let answer = say(&scene.alice, &scene, command).await;
            answer.refused(400, "api.command.execute_command.deleted.error");
        }
    }

    async fn a_channel_is_joined_and_left_by_its_name(server: TestServer) {
        let scene = server.scene().await;
        let other = scene.alice.channel(&scene.team).await;
        let name = other["name"].as_str().unwrap();

        let answer = say(&scene.bob, &scene, &format!("/join ~{name}")).await;
        assert!(answer.ok()["goto_location"].as_str().unwrap().ends_with(&format!("/channels/{name}")));
        scene.bob.get(&format!("/channels/{}/members/me", other.id)).await.ok();

        let input = json!({"channel_id": other.id, "command": "/leave"});
        scene.bob.post("/commands/execute", input).await.ok();
        scene.bob.get(&format!("/channels/{}/members/me", other.id)).await.is(403);
    }

    async fn what_can_be_said_is_suggested(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}/commands/autocomplete_suggestions?user_input=", scene.team.id);

        let found = scene.bob.get(&format!("{at}/m")).await;
        let found: Vec<&str> =
            found.ok().as_array().unwrap().iter().map(|entry| entry["Complete"].as_str().unwrap()).collect();

        assert_eq!(found, ["marketplace", "me", "msg", "mute"]);
        scene.outsider.get(&format!("{at}/m")).await.refused(403, "api.context.permissions.app_error");
    }

    async fn an_echo_is_not_heard_of_who_has_signed_out_meanwhile(server: TestServer) {
        let scene = server.scene().await;
        let alice = scene.alice.with(server.sign_in("alice").await);
        let waiting = {
            let (alice, scene) = (alice.clone(), scene.clone());
            tokio::spawn(async move { say(&alice, &scene, "/echo too late 1").await })
        };
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;

        alice.post("/users/logout", json!({})).await.ok();

        waiting.await.unwrap().refused(401, "api.context.session_expired.app_error");
        let posts = scene.bob.get(&format!("/channels/{}/posts", scene.channel.id)).await;
        assert!(!posts.text().contains("too late"), "{posts:?}");
    }
}
