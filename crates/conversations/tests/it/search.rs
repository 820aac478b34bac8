use serde_json::json;
use testkit::{TestServer, engines};

engines! {
    async fn a_question_is_read_before_it_is_refused(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}/posts/search", scene.team.id);

        let broken = scene.bob.request("POST", &at).raw(b"{".to_vec()).send().await;
        broken.refused(400, "api.post.search_posts.invalid_body.app_error");
        let number = scene.bob.post(&at, json!({"terms": 5})).await;
        number.refused(400, "api.post.search_posts.invalid_body.app_error");
        scene.bob.post(&at, json!({})).await.refused(400, "api.context.invalid_body_param.app_error");
        scene.bob.post(&at, json!({"terms": "word"})).await.refused(501, "store.sql_post.search.disabled");
        let foreign = scene.outsider.post(&at, json!({"terms": "word"})).await;
        foreign.refused(403, "api.context.permissions.app_error");
    }

    async fn what_is_longer_than_any_name_is_found_nowhere(server: TestServer) {
        let scene = server.scene().await;
        for term in ["x".repeat(60_000), "%".repeat(60_000), "é_".repeat(30_000)] {
            for path in ["/teams/search", "/users/search", "/channels/search", "/channels/group/search"] {
                let found = scene.admin.post(path, json!({ "term": term })).await;
                assert_eq!(found.ok(), &json!([]), "{path}");
            }
        }
        let found = scene.admin.post("/users/search", json!({"term": "ALI"})).await;
        assert_eq!(found.ok()[0]["username"], "alice");
        assert_eq!(scene.admin.post("/users/search", json!({"term": "a%e"})).await.ok(), &json!([]));
    }
}
