//! Statuses by hand and by connection.

use serde_json::json;
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
