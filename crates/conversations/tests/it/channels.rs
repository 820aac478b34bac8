use serde_json::json;
use testkit::{TestServer, engines};

engines! {
    async fn a_private_channel_is_missing_by_name_for_others(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        let named = |name: &str| format!("/teams/{}/channels/name/{name}", scene.team.id);

        let hidden = scene.bob.get(&named(secret["name"].as_str().unwrap())).await;
        let made_up = scene.bob.get(&named("made-up")).await;

        hidden.refused(404, "app.channel.get_by_name.missing.app_error");
        made_up.refused(404, "app.channel.get_by_name.missing.app_error");
        let public = scene.bob.get(&format!("/teams/{}/channels", scene.team.id)).await;
        assert!(public.ok().as_array().unwrap().iter().all(|channel| channel["id"] != json!(secret.id)));
        scene
            .bob
            .post(&format!("/teams/{}/channels/ids", scene.team.id), json!([secret.id]))
            .await
            .refused(404, "app.channel.get_channels_by_ids.not_found.app_error");
    }

    async fn a_name_is_taken_once_in_a_team(server: TestServer) {
        let scene = server.scene().await;
        let again = json!({
            "team_id": scene.team.id, "name": scene.channel["name"], "display_name": "Again", "type": "P",
        });

        let reply = scene.alice.post("/channels", again).await;

        reply.refused(400, "store.sql_channel.save_channel.exists.app_error");
    }

    async fn counts_leave_out_who_is_deactivated(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/stats", scene.channel.id);
        assert_eq!(scene.alice.get(&at).await.ok()["member_count"], 2);

        server.sql(vec![format!("UPDATE users SET deleteat = 1 WHERE id = '{}'", scene.bob.id)]).await;

        assert_eq!(scene.alice.get(&at).await.ok()["member_count"], 1);
        let team = scene.alice.get(&format!("/teams/{}/stats", scene.team.id)).await;
        assert_eq!((&team.ok()["total_member_count"], &team.ok()["active_member_count"]), (&json!(2), &json!(1)));
    }
}
