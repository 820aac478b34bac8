//! What a scheme is given to.

use serde_json::{Value, json};
use testkit::{TestServer, engines};

const REFUSED: &str = "api.context.permissions.app_error";

engines! {
    async fn a_scheme_tells_which_teams_or_channels_it_is_given_to(server: TestServer) {
        let scene = server.scene().await;
        let (of_teams, of_channels) = ("a".repeat(26), "b".repeat(26));
        let scheme = |id: &str, scope: &str| {
            format!(
                "INSERT INTO schemes (id, name, displayname, description, createat, updateat, deleteat, scope,
                                      defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole,
                                      defaultchanneluserrole, defaultteamguestrole, defaultchannelguestrole)
                 VALUES ('{id}', 'name-{id}', 'Strict', 'd', 1, 2, 0, '{scope}', 'team_admin', 'team_user',
                         'channel_admin', 'channel_user', 'team_guest', 'channel_guest')"
            )
        };
        server
            .sql(vec![
                scheme(&of_teams, "team"),
                scheme(&of_channels, "channel"),
                format!("UPDATE teams SET schemeid = '{of_teams}' WHERE id = '{}'", scene.team.id),
                format!("UPDATE channels SET schemeid = '{of_channels}' WHERE id = '{}'", scene.channel.id),
            ])
            .await;
        let ids = async |path: String| -> Vec<Value> {
            let list = scene.admin.get(&path).await.ok().clone();
            list.as_array().unwrap().iter().map(|thing| thing["id"].clone()).collect()
        };

        assert_eq!(ids(format!("/schemes/{of_teams}/teams")).await, [json!(scene.team.id)]);
        assert_eq!(ids(format!("/schemes/{of_channels}/channels")).await, [json!(scene.channel.id)]);
        assert_eq!(ids(format!("/schemes/{of_teams}/teams?page=1")).await, Vec::<Value>::new());

        let no_team = scene.admin.get(&format!("/schemes/{of_channels}/teams")).await;
        no_team.refused(400, "api.scheme.get_teams_for_scheme.scope.error");
        let no_channel = scene.admin.get(&format!("/schemes/{of_teams}/channels")).await;
        no_channel.refused(400, "api.scheme.get_channels_for_scheme.scope.error");
        let missing = "c".repeat(26);
        for path in [format!("/schemes/{missing}/teams"), format!("/schemes/{missing}/channels")] {
            scene.admin.get(&path).await.refused(404, "app.scheme.get.app_error");
            scene.alice.get(&path).await.refused(403, REFUSED);
        }
    }
}
