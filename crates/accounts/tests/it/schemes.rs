use serde_json::{Value, json};
use testkit::{TestServer, engines};

engines! {
    async fn schemes_are_read_by_those_who_see_permissions_in_the_console(server: TestServer) {
        let (admin, alice) = (server.admin().await, server.user("alice").await);
        let (id, old) = ("a".repeat(26), "b".repeat(26));
        let scheme = |id: &str, scope: &str, delete_at: i64| {
            format!(
                "INSERT INTO schemes (id, name, displayname, description, createat, updateat, deleteat, scope,
                                      defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole,
                                      defaultchanneluserrole, defaultteamguestrole, defaultchannelguestrole)
                 VALUES ('{id}', 'name-{id}', 'Strict', 'd', 1, 2, {delete_at}, '{scope}', 'ta', 'tu', 'ca', 'cu', 'tg',
                         'cg')"
            )
        };
        server.sql(vec![scheme(&id, "team", 0), scheme(&old, "channel", 3)]).await;

        let told = admin.get(&format!("/schemes/{id}")).await;
        let told = told.ok();
        assert_eq!((&told["display_name"], &told["scope"]), (&json!("Strict"), &json!("team")));
        assert_eq!((&told["default_team_guest_role"], &told["default_run_admin_role"]), (&json!("tg"), &json!("")));
        assert_eq!(admin.get(&format!("/schemes/{old}")).await.ok()["delete_at"], 3);
        let list = async |query: &str| -> Value { admin.get(&format!("/schemes{query}")).await.ok().clone() };
        assert_eq!(list("?scope=team").await, json!([told]));
        assert_eq!(list("").await, json!([told]));
        assert_eq!((list("?scope=channel").await, list("?page=9").await), (json!([]), json!([])));
        let unknown = "api.context.invalid_body_param.app_error";
        admin.get("/schemes?scope=nonsense").await.refused(400, unknown);
        let missing = admin.get(&format!("/schemes/{}", "c".repeat(26))).await;
        missing.refused(404, "app.scheme.get.app_error");
        for path in ["/schemes".to_owned(), format!("/schemes/{id}")] {
            alice.get(&path).await.refused(403, "api.context.permissions.app_error");
        }
    }
}
