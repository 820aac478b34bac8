use serde_json::json;
use testkit::{TestServer, engines};

engines! {
    async fn a_ping_tells_of_parts_only_when_asked(server: TestServer) {
        let anonymous = server.anonymous();
        let plain = anonymous.get("/system/ping").await.ok().clone();
        assert!(plain.get("database_status").is_none());

        let whole = anonymous.get("/system/ping?get_server_status=true").await.ok().clone();
        assert_eq!(whole["database_status"], "OK");
        assert!(whole.get("root_status").is_none());
        let admin = server.admin().await;
        let whole = admin.client().get("/system/ping?get_server_status=true").await.ok().clone();
        assert!(whole["root_status"].is_boolean());
    }

    async fn what_was_changed_beside_the_server_counts_once_caches_are_invalidated(server: TestServer) {
        let scene = server.scene().await;
        let may_read_configuration = async || scene.alice.get("/config").await.is_success();
        let mentions_of_bob = async || {
            scene.alice.write(&scene.channel, "who has cake?").await;
            let unread = scene.bob.get(&format!("/users/me/channels/{}/unread", scene.channel.id)).await;
            unread.ok()["mention_count"].as_i64().unwrap()
        };
        assert!(!may_read_configuration().await);
        let before = mentions_of_bob().await;

        let changes = vec![
            format!("UPDATE users SET roles = 'system_user system_admin' WHERE id = '{}'", scene.alice.id),
            format!("UPDATE users SET notifyprops = '{{\"mention_keys\":\"cake\"}}' WHERE id = '{}'", scene.bob.id),
        ];
        server.app().db.script(changes).await.unwrap();
        scene.admin.post("/caches/invalidate", json!({})).await.ok();

        assert!(may_read_configuration().await);
        assert_eq!(mentions_of_bob().await, before + 1);
    }
}
