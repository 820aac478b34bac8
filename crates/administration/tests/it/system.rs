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
}
