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
}
