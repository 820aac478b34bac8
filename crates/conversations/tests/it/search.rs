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
}
