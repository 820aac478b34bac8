use serde_json::json;
use testkit::{TestServer, engines};

const TEXT: &str = "TeamSettings.CustomDescriptionText";

engines! {
    async fn sec_a05_there_is_no_policy_that_hides_archived_channels(server: TestServer) {
        let admin = server.admin().await;
        let hide = json!({"TeamSettings": {"ExperimentalViewArchivedChannels": false}});

        let reply = admin.put("/config/patch", hide).await;

        reply.refused(400, "model.config.is_valid.experimental_view_archived_channels.app_error");
        let config = admin.get("/config").await;
        assert_eq!(config.ok()["TeamSettings"]["ExperimentalViewArchivedChannels"], true);
    }

    async fn a_change_is_in_force_and_heard_by_everyone(server: TestServer) {
        let (admin, alice) = (server.admin().await, server.user("alice").await);
        let mut socket = alice.socket().await;
        let before = server.anonymous().get("/system/ping").await.header("x-version-id").to_owned();

        let patch = json!({ "TeamSettings": { "CustomDescriptionText": "hello" } });
        let shown = admin.client().put("/config/patch", patch.clone()).await.ok().clone();

        assert_eq!(shown["TeamSettings"]["CustomDescriptionText"], "hello");
        assert_eq!(socket.event("config_changed").await.data["config"]["CustomDescriptionText"], "hello");
        let limited = server.anonymous().get("/config/client?format=old").await;
        assert_eq!(limited.ok()["CustomDescriptionText"], "hello");
        assert_ne!(limited.header("x-version-id"), before);
        assert_eq!(server.app().configuration.current().get(TEXT), "hello");

        admin.client().put("/config/patch", patch).await.ok();
        assert!(!socket.names().await.contains(&"config_changed".to_owned()));
        server.restart().await;
        assert_eq!(server.app().configuration.current().get(TEXT), "hello");
    }

    async fn what_is_invalid_changes_nothing(server: TestServer) {
        let (admin, alice) = (server.admin().await, server.user("alice").await);
        let file = server.data_folder().join("config.json");
        let before = std::fs::read_to_string(&file).unwrap();

        let bad = json!({ "ServiceSettings": { "MaximumLoginAttempts": 0 } });
        let reply = admin.client().put("/config/patch", bad).await;
        reply.refused(400, "model.config.is_valid.login_attempts.app_error");
        let bad = json!({ "ServiceSettings": { "MaximumLoginAttempts": "many" } });
        let reply = admin.client().put("/config/patch", bad).await;
        reply.refused(400, "api.context.invalid_body_param.app_error");
        let good = json!({ "TeamSettings": { "SiteName": "mine" } });
        let reply = alice.client().put("/config/patch", good.clone()).await;
        reply.refused(403, "api.context.permissions.app_error");
        let reply = server.anonymous().put("/config/patch", good).await;
        reply.refused(401, "api.context.session_expired.app_error");

        assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    }

    async fn a_masked_secret_keeps_what_is_stored(server: TestServer) {
        let admin = server.admin().await;
        let secret = json!({ "EmailSettings": { "SMTPPassword": "s3cret" } });
        admin.client().put("/config/patch", secret).await.ok();

        let whole = admin.client().get("/config").await;
        assert!(!whole.text().contains("s3cret"));
        admin.client().put("/config", whole.ok().clone()).await.ok();

        assert_eq!(server.app().configuration.current().get("EmailSettings.SMTPPassword"), "s3cret");
    }

    async fn a_file_that_somebody_edits_is_taken_in(server: TestServer) {
        let admin = server.admin().await;
        let patch = json!({ "TeamSettings": { "CustomDescriptionText": "ours" } });
        let mut socket = admin.socket().await;
        admin.client().put("/config/patch", patch.clone()).await.ok();
        assert_eq!(socket.event("config_changed").await.data["config"]["CustomDescriptionText"], "ours");
        let file = server.data_folder().join("config.json");
        let text = std::fs::read_to_string(&file).unwrap();

        std::fs::write(&file, text.replace("\"ours\"", "\"theirs\"")).unwrap();
        admin.client().post("/config/reload", json!({})).await.ok();
        assert_eq!(socket.event("config_changed").await.data["config"]["CustomDescriptionText"], "theirs");

        std::fs::write(&file, "{").unwrap();
        let reply = admin.client().post("/config/reload", json!({})).await;
        reply.refused(400, "api.config.reload_config.app_error");
        let reply = admin.client().put("/config/patch", patch).await;
        reply.refused(409, kernel::UNUSABLE_FILE);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "{");
    }
}
