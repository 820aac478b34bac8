use serde_json::json;
use testkit::{TestServer, engines};

engines! {
    async fn terms_are_none_until_somebody_wrote_some(server: TestServer) {
        let alice = server.user("alice").await;

        alice.get("/terms_of_service").await.refused(404, "app.terms_of_service.get.no_rows.app_error");
        let none = "app.user_terms_of_service.get_by_user.no_rows.app_error";
        alice.get("/users/me/terms_of_service").await.refused(404, none);
    }

    async fn the_latest_terms_are_read_and_who_agreed_to_them(server: TestServer) {
        let (admin, alice) = (server.admin().await, server.user("alice").await);
        let (old, new) = ("a".repeat(26), "b".repeat(26));
        let terms = |id: &str, at: i64, text: &str| {
            format!(
                "INSERT INTO termsofservice (id, createat, userid, text) VALUES ('{id}', {at}, '{}', '{text}')",
                admin.id
            )
        };
        let agreed = format!(
            "INSERT INTO usertermsofservice (userid, termsofserviceid, createat) VALUES ('{}', '{old}', 3)",
            alice.id
        );
        server.sql(vec![terms(&new, 2, "Be very kind."), terms(&old, 1, "Be kind."), agreed]).await;

        let told = json!({"id": new, "create_at": 2, "user_id": admin.id, "text": "Be very kind."});
        assert_eq!(alice.get("/terms_of_service").await.ok(), &told);
        let told = json!({"user_id": alice.id, "terms_of_service_id": old, "create_at": 3});
        assert_eq!(alice.get("/users/me/terms_of_service").await.ok(), &told);
        let others = admin.get(&format!("/users/{}/terms_of_service", alice.id)).await;
        others.refused(403, "api.context.permissions.app_error");
    }
}
