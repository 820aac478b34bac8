//! Statuses by hand and by connection.

use serde_json::{Value, json};
use testkit::{TestServer, engines};

engines! {
    async fn a_connection_makes_its_user_online_and_the_last_one_s_end_offline(server: TestServer) {
        let (alice, bob) = (server.user("alice").await, server.user("bob").await);
        let path = format!("/users/{}/status", alice.id);
        assert_eq!(bob.get(&path).await.ok()["status"], "offline");

        let socket = alice.socket().await;
        assert_eq!(bob.get(&path).await.ok()["status"], "online");
        drop(socket);

        for _ in 0..100 {
            if bob.get(&path).await.ok()["status"] == "offline" {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("still online");
    }

    async fn a_chosen_status_survives_a_restart_and_a_connection_does_not_change_it(server: TestServer) {
        let alice = server.user("alice").await;
        let input = json!({"user_id": alice.id, "status": "dnd"});
        alice.put("/users/me/status", input).await.ok();

        server.restart().await;
        let _socket = alice.socket().await;

        assert_eq!(alice.get("/users/me/status").await.ok()["status"], "dnd");
    }

    async fn sec_b04_a_status_does_not_tell_where_somebody_is(server: TestServer) {
        let scene = server.scene().await;
        let (mut bob, mut alice) = (scene.bob.socket().await, scene.alice.socket().await);
        let place = json!({"channel_id": scene.channel.id, "team_id": scene.team.id});
        bob.request("presence", place).await;
        scene.bob.post("/channels/members/me/view", json!({"channel_id": scene.channel.id})).await.ok();
        let input = json!({"user_id": scene.bob.id, "status": "away"});
        scene.bob.put("/users/me/status", input).await.ok();

        let one = scene.alice.get(&format!("/users/{}/status", scene.bob.id)).await;
        let several = scene.alice.post("/users/status/ids", json!([scene.bob.id])).await;
        let by_socket = alice.request("get_statuses_by_ids", json!({"user_ids": [scene.bob.id]})).await;

        for status in [one.ok(), &several.ok()[0]] {
            let keys: Vec<&String> = status.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["dnd_end_time", "last_activity_at", "manual", "status", "user_id"]);
        }
        assert_eq!(by_socket["data"], json!({&scene.bob.id: "away"}));
        // Nobody else hears of a change, or where somebody looks.
        let told = alice.heard().await;
        assert!(told.iter().all(|event| event.data["user_id"] != json!(scene.bob.id)), "{told:?}");
        assert!(!format!("{told:?}").contains(&scene.channel.id), "{told:?}");
        assert!(bob.names().await.contains(&"status_change".to_owned()));
    }

    async fn a_custom_status_ends_at_a_time_that_every_client_reads(server: TestServer) {
        let alice = server.user("alice").await;
        let input = json!({"emoji": "tea", "text": "at tea", "duration": "date_and_time",
                           "expires_at": "2099-01-01T02:00:00.000000000+02:00"});

        alice.put("/users/me/status/custom", input).await.ok();

        let own = alice.get("/users/me").await;
        let status: Value = serde_json::from_str(own.ok()["props"]["customStatus"].as_str().unwrap()).unwrap();
        assert_eq!(status["expires_at"], "2099-01-01T00:00:00Z");
    }

    async fn sec_q08_a_custom_status_that_no_client_reads_is_refused(server: TestServer) {
        const REFUSED: &str = "model.user.is_valid.invalidProperty.app_error";
        let alice = server.user("alice").await;
        let status = |key: &str, value: Value| {
            let mut status =
                json!({"emoji": "tea", "text": "at tea", "duration": "", "expires_at": "0001-01-01T00:00:00Z"});
            status[key] = value;
            json!({"props": {"customStatus": status.to_string()}})
        };
        let bad = [
            json!({"props": {"customStatus": "{"}}),
            json!({"props": {"customStatus": "[]"}}),
            status("emoji", json!("../tea")),
            status("emoji", json!(7)),
            status("text", json!("x".repeat(101))),
            status("duration", json!("a_while")),
            status("expires_at", json!("soon")),
            json!({"props": {"mine": "x".repeat(8_000)}}),
            json!({"notify_props": {"mention_keys": "x".repeat(8_000)}}),
        ];

        for patch in bad {
            alice.put("/users/me/patch", patch.clone()).await.refused(400, REFUSED);
        }

        assert!(alice.get("/users/me").await.ok()["props"].is_null());
        alice.put("/users/me/patch", status("text", json!("x".repeat(100)))).await.ok();
        alice.put("/users/me/patch", json!({"props": {"customStatus": "", "mine": "yes"}})).await.ok();
    }

    async fn nothing_said_lately_is_lost_while_something_else_is_forgotten(server: TestServer) {
        let alice = server.user("alice").await;
        let said = |number: usize| json!({"emoji": "tea", "text": format!("number {number}")});
        for number in 0..4 {
            alice.put("/users/me/status/custom", said(number)).await.ok();
        }

        let forgetting: Vec<_> = (0..4)
            .map(|number| {
                let alice = alice.clone();
                tokio::spawn(async move {
                    alice.post("/users/me/status/custom/recent/delete", said(number)).await.ok();
                })
            })
            .collect();
        for forgotten in forgetting {
            forgotten.await.unwrap();
        }

        let kept = alice.get("/users/me/preferences/custom_status/name/recent_custom_statuses").await;
        assert_eq!(kept.ok()["value"], "[]");
    }

    async fn a_socket_that_asks_for_everybody_is_told_of_those_who_are_there(server: TestServer) {
        let (alice, bob, carol) =
            (server.user("alice").await, server.user("bob").await, server.user("carol").await);
        let mut socket = alice.socket().await;
        let _there = bob.socket().await;
        for user in [&bob, &carol] {
            user.put("/users/me/status", json!({"user_id": user.id, "status": "dnd"})).await.ok();
        }

        let told = socket.request("get_statuses", json!({})).await;

        assert_eq!(told["data"], json!({&alice.id: "online", &bob.id: "dnd"}));
    }
}
