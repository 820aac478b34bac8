//! Saving and deleting preferences.

use serde_json::json;
use testkit::{TestServer, User, engines};

fn one(user: &User, category: &str, name: &str) -> serde_json::Value {
    json!({"user_id": user.id, "category": category, "name": name, "value": "v"})
}

engines! {
    async fn a_saved_preference_is_told_to_the_user_and_read_back(server: TestServer) {
        let alice = server.user("alice").await;
        let mut socket = alice.socket().await;

        alice.put("/users/me/preferences", json!([one(&alice, "view", "size")])).await.ok();

        assert_eq!(socket.event("preferences_changed").await.nested("preferences")[0]["name"], "size");
        assert_eq!(alice.get("/users/me/preferences/view/name/size").await.ok()["value"], "v");
    }

    async fn nothing_is_saved_where_one_is_another_s(server: TestServer) {
        let (alice, bob) = (server.user("alice").await, server.user("bob").await);

        let both = json!([one(&alice, "view", "size"), one(&bob, "view", "size")]);
        let reply = alice.put("/users/me/preferences", both).await;

        reply.refused(403, "api.preference.update_preferences.set.app_error");
        let read = alice.get("/users/me/preferences/view").await;
        read.refused(404, "api.preference.preferences_category.get.app_error");
    }

    async fn deleting_a_preference_twice_is_fine(server: TestServer) {
        let alice = server.user("alice").await;
        alice.put("/users/me/preferences", json!([one(&alice, "view", "size")])).await.ok();

        for _ in 0..2 {
            alice.post("/users/me/preferences/delete", json!([one(&alice, "view", "size")])).await.ok();
        }

        let read = alice.get("/users/me/preferences/view/name/size").await;
        read.refused(400, "app.preference.get.app_error");
    }

    async fn who_has_as_many_preferences_as_one_may_have_still_changes_them(server: TestServer) {
        let alice = server.user("alice").await;
        let own = alice.get("/users/me/preferences").await.ok().as_array().unwrap().len();
        server
            .sql(vec![format!(
                "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {})
                 INSERT INTO preferences (userid, category, name, value)
                 SELECT '{}', 'view', CAST(n AS VARCHAR(32)), 'before' FROM numbers",
                20_000 - own,
                alice.id
            )])
            .await;

        alice.put("/users/me/preferences", json!([one(&alice, "view", "1")])).await.ok();
        let more = alice.put("/users/me/preferences", json!([one(&alice, "view", "new")])).await;

        more.refused(400, "api.context.invalid_body_param.app_error");
        assert_eq!(alice.get("/users/me/preferences/view/name/1").await.ok()["value"], "v");
        alice.get("/users/me/preferences/view/name/new").await.refused(400, "app.preference.get.app_error");
    }
}
