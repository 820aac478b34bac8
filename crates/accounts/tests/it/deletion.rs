//! Deleting an account for good: `DELETE /users/{user_id}?permanent=true`.

use serde_json::{Value, json};
use testkit::{Channel, Engine, Post, Scene, TestServer, engines};

const REFUSED: &str = "api.context.permissions.app_error";
const SWITCHED_OFF: &str = "api.user.delete_user.not_enabled.for_admin.app_error";
const MISSING: &str = "app.user.missing_account.const";

/// Lets administrators delete accounts for good.
async fn allow(server: &TestServer) {
    let patch = json!({"ServiceSettings": {"EnableAPIUserDeletion": true}});
    server.admin().await.put("/config/patch", patch).await.ok();
}

/// What the checks of the store find.
async fn differences(server: &TestServer) -> Vec<String> {
    let mut found = Vec::new();
    for check in &store::checks::CHECKS {
        for difference in check.differences(server.app().db.read()).await.unwrap() {
            found.push(format!("{}: {difference:?}", check.law));
        }
    }
    found
}

async fn purge(scene: &Scene) {
    scene.admin.delete(&format!("/users/{}?permanent=true", scene.bob.id)).await.ok();
}

/// How many posts of the channel, and how many roots, somebody has not read.
async fn unread(scene: &Scene, of: &testkit::User) -> (i64, i64) {
    let channel = of.get(&format!("/channels/{}", scene.channel.id)).await.ok().clone();
    let member = of.get(&format!("/channels/{}/members/me", scene.channel.id)).await.ok().clone();
    let left = |total: &str, read: &str| channel[total].as_i64().unwrap() - member[read].as_i64().unwrap();
    (left("total_msg_count", "msg_count"), left("total_msg_count_root", "msg_count_root"))
}

async fn view(channel: &Channel, user: &testkit::User) {
    user.post("/channels/members/me/view", json!({"channel_id": channel.id})).await.ok();
}

async fn is_gone(scene: &Scene, post: &Post) {
    scene.alice.get(&format!("/posts/{}", post.id)).await.refused(404, "app.post.get.app_error");
}

/// The tables whose rows belong to a user. Terms belong to everybody: theirs only says who wrote them.
async fn tables_of_users(server: &TestServer) -> Vec<String> {
    let query = match server.engine() {
        Engine::Sqlite => {
            "SELECT lower(m.name) FROM sqlite_master m JOIN pragma_table_info(m.name) c
             WHERE m.type = 'table' AND lower(c.name) = 'userid' AND lower(m.name) <> 'termsofservice'"
        }
        Engine::Postgres => {
            "SELECT CAST(c.table_name AS text) FROM information_schema.columns c
             JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.column_name = 'userid'
               AND c.table_name <> 'termsofservice'"
        }
    };
    let rows = server.app().db.read().query::<(String,)>(query).await.unwrap();
    rows.into_iter().map(|(table,)| table).collect()
}

async fn rows(server: &TestServer, table: &str, user: &str) -> i64 {
    let query = format!("SELECT count(*) FROM {table} WHERE userid = '{user}'");
    server.app().db.read().query::<(i64,)>(&query).await.unwrap()[0].0
}

engines! {
    async fn an_account_is_deleted_for_good_only_where_the_setting_allows_it(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/users/{}?permanent=true", scene.bob.id);

        scene.admin.delete(&at).await.refused(401, SWITCHED_OFF);
        assert_eq!(scene.bob.get("/users/me").await.ok()["delete_at"], 0);

        allow(&server).await;
        scene.alice.delete(&at).await.refused(403, REFUSED);
        scene.admin.delete(&at).await.ok();

        scene.admin.get(&format!("/users/{}", scene.bob.id)).await.refused(404, MISSING);
        scene.admin.delete(&at).await.refused(404, MISSING);
        assert_eq!(scene.bob.get("/users/me").await.is(401)["status_code"], 401);
        let again = json!({"username": "bob", "email": scene.bob.email, "password": testkit::PASSWORD});
        let made = server.anonymous().post("/users", again).await;
        assert_ne!(made.is(201)["id"], scene.bob.id.as_str());
    }

    async fn who_deletes_themselves_for_good_needs_the_permission_too(server: TestServer) {
        allow(&server).await;
        let patch = json!({"TeamSettings": {"EnableUserDeactivation": true}});
        server.admin().await.put("/config/patch", patch).await.ok();
        let (admin, alice) = (server.admin().await, server.user("alice").await);

        alice.delete(&format!("/users/{}?permanent=true", alice.id)).await.refused(401, SWITCHED_OFF);

        assert_eq!(admin.get(&format!("/users/{}", alice.id)).await.ok()["delete_at"], 0);
    }

    async fn the_last_administrator_is_not_deleted_for_good(server: TestServer) {
        allow(&server).await;
        let admin = server.admin().await;

        let refused = admin.delete(&format!("/users/{}?permanent=true", admin.id)).await;

        refused.refused(400, "app.user.update.lastAdmin.app_error");
        admin.get("/users/me").await.ok();
    }

    async fn what_they_wrote_goes_with_what_was_written_below_it(server: TestServer) {
        allow(&server).await;
        let scene = server.scene().await;
        let theirs = scene.bob.write(&scene.channel, "who remembers me?").await;
        let below = scene.alice.reply(&theirs, "we all do").await;
        let hers = scene.alice.write(&scene.channel, "anybody here?").await;
        let reply = scene.bob.reply(&hers, "me").await;
        let last = scene.alice.reply(&hers, "and me").await;
        scene.bob.put(&format!("/posts/{}/patch", reply.id), json!({"message": "it was me"})).await.ok();
        let reaction = json!({"user_id": scene.bob.id, "post_id": last.id, "emoji_name": "wave"});
        scene.bob.post("/reactions", reaction).await.ok();

        purge(&scene).await;

        for post in [&theirs, &below, &reply] {
            is_gone(&scene, post).await;
        }
        let thread = scene.alice.get(&format!("/posts/{}/thread", hers.id)).await.ok().clone();
        assert_eq!(thread["order"].as_array().unwrap().len(), 2);
        assert_eq!(thread["posts"][&hers.id]["reply_count"], 1);
        let reactions = scene.alice.get(&format!("/posts/{}/reactions", last.id)).await;
        assert!(matches!(reactions.ok(), Value::Null) || reactions.ok() == &json!([]), "{}", reactions.ok());
        assert_eq!(differences(&server).await, Vec::<String>::new());
    }

    async fn unread_counts_are_true_afterwards(server: TestServer) {
        allow(&server).await;
        let scene = server.scene().await;
        let [cleo, dora] = [server.user("cleo").await, server.user("dora").await];
        for user in [&cleo, &dora] {
            scene.alice.add_to_team(&scene.team, user).await;
            scene.alice.add_to_channel(&scene.channel, user).await;
        }
        scene.bob.write(&scene.channel, "read by cleo and dora").await;
        view(&scene.channel, &dora).await;
        let kept = scene.alice.write(&scene.channel, "read by cleo").await;
        scene.bob.write(&scene.channel, "read by cleo").await;
        view(&scene.channel, &cleo).await;
        scene.bob.write(&scene.channel, "read by nobody").await;
        scene.alice.reply(&kept, "read by nobody").await;
        assert_eq!((unread(&scene, &cleo).await, unread(&scene, &dora).await), ((2, 1), (4, 3)));

        purge(&scene).await;

        assert_eq!((unread(&scene, &cleo).await, unread(&scene, &dora).await), ((1, 0), (2, 1)));
        assert_eq!(differences(&server).await, Vec::<String>::new());
    }

    async fn others_keep_what_they_wrote_to_them(server: TestServer) {
        allow(&server).await;
        let scene = server.scene().await;
        let opened = scene.alice.post("/channels/direct", json!([scene.alice.id, scene.bob.id])).await;
        let direct = opened.ok()["id"].as_str().unwrap().to_owned();
        let kept = scene.alice.make_post(json!({"channel_id": direct, "message": "dear bob"})).await;
        scene.bob.make_post(json!({"channel_id": direct, "message": "dear alice"})).await;

        purge(&scene).await;

        let page = scene.alice.get(&format!("/channels/{direct}/posts")).await;
        assert_eq!(page.ok()["order"], json!([kept.id]));
        let mine = scene.alice.get("/users/me/channels").await;
        assert!(mine.ok().as_array().unwrap().iter().any(|channel| channel["id"] == direct.as_str()));
        let of_bob = scene.alice.get(&format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await;
        of_bob.refused(404, "app.channel.get_member.missing.app_error");
        let members = scene.alice.get(&format!("/teams/{}/members", scene.team.id)).await;
        assert!(members.ok().as_array().unwrap().iter().all(|member| member["user_id"] != scene.bob.id.as_str()));
        let ids = scene.alice.post("/users/ids", json!([scene.alice.id, scene.bob.id])).await;
        assert_eq!(ids.ok().as_array().unwrap().len(), 1);
    }

    async fn nothing_that_names_them_alone_is_kept(server: TestServer) {
        allow(&server).await;
        let scene = server.scene().await;
        let preference = json!([{"user_id": scene.bob.id, "category": "c", "name": "n", "value": "v"}]);
        scene.bob.put("/users/me/preferences", preference).await.ok();
        scene.bob.get(&format!("/users/me/teams/{}/channels/categories", scene.team.id)).await.ok();
        scene.bob.write(&scene.channel, "a word").await;

        purge(&scene).await;

        let tables = tables_of_users(&server).await;
        assert!(tables.iter().any(|table| table == "preferences") && tables.len() > 25, "{tables:?}");
        for table in tables {
            assert_eq!(rows(&server, &table, &scene.bob.id).await, 0, "{table}");
        }
    }
}
