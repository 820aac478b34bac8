use serde_json::json;
use testkit::{TestServer, engines};

engines! {
    async fn files_of_an_adopted_database_are_told_to_who_reads_their_post(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "a picture").await;
        let (first, second) = ("a".repeat(26), "b".repeat(26));
        let file = |id: &str, name: &str, time: i64| {
            format!(
                "INSERT INTO fileinfo (id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension,
                                       size, mimetype, width, height, haspreviewimage, remoteid, archived)
                 VALUES ('{id}', '{}', '{}', '{}', {time}, {time}, 0, '{name}', 'png', 7, 'image/png', 2, 3, TRUE, '',
                         FALSE)",
                scene.alice.id, post.id, scene.channel.id
            )
        };
        let named = format!("UPDATE posts SET fileids = '[\"{second}\",\"{first}\"]' WHERE id = '{}'", post.id);
        server.sql(vec![file(&first, "one.png", 1), file(&second, "two.png", 2), named]).await;

        let told = scene.bob.get(&format!("/posts/{}", post.id)).await;
        let files = told.ok()["metadata"]["files"].clone();
        assert_eq!((&files[0]["name"], &files[1]["name"]), (&json!("two.png"), &json!("one.png")));
        assert_eq!(scene.bob.get(&format!("/posts/{}/files/info", post.id)).await.ok(), &files);
        let at = format!("/files/{first}/info");
        assert_eq!(scene.bob.get(&at).await.ok(), &files[1]);
        assert_eq!(files[1]["width"], 2);
        scene.outsider.get(&at).await.refused(403, "api.context.permissions.app_error");
        let made_up = format!("/files/{}/info", "c".repeat(26));
        scene.bob.get(&made_up).await.refused(404, "app.file_info.get.app_error");
    }

    async fn what_is_being_uploaded_is_its_uploader_s_alone(server: TestServer) {
        let scene = server.scene().await;
        let id = "a".repeat(26);
        server
            .sql(vec![format!(
                "INSERT INTO uploadsessions (id, type, createat, userid, channelid, filename, path, filesize, fileoffset,
                                             remoteid, reqfileid)
                 VALUES ('{id}', 'attachment', 1, '{}', '{}', 'big.bin', 'uploads/{id}', 10, 5, '', '')",
                scene.alice.id, scene.channel.id
            )])
            .await;
        let at = format!("/users/{}/uploads", scene.alice.id);

        let told = scene.alice.get(&at).await;

        let expected = json!([{
            "id": id, "type": "attachment", "create_at": 1, "user_id": scene.alice.id,
            "channel_id": scene.channel.id, "filename": "big.bin", "file_size": 10, "file_offset": 5,
            "remote_id": "", "req_file_id": "",
        }]);
        assert_eq!(*told.ok(), expected);
        assert_eq!(*scene.bob.get("/users/me/uploads").await.ok(), json!([]));
        for other in [&scene.bob, &scene.admin] {
            other.get(&at).await.refused(403, "api.user.get_uploads_for_user.forbidden.app_error");
        }
    }

    async fn deleted_files_are_for_who_manages_the_system(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "pictures").await;
        let (kept, deleted) = ("a".repeat(26), "b".repeat(26));
        let file = |id: &str, delete_at: i64| {
            format!(
                "INSERT INTO fileinfo (id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension,
                                       size, mimetype, width, height, haspreviewimage, remoteid, archived)
                 VALUES ('{id}', '{}', '{}', '{}', 1, 1, {delete_at}, 'x.txt', 'txt', 7, 'text/plain', 0, 0, FALSE, '',
                         FALSE)",
                scene.alice.id, post.id, scene.channel.id
            )
        };
        let named = format!("UPDATE posts SET fileids = '[\"{kept}\"]' WHERE id = '{}'", post.id);
        server.sql(vec![file(&kept, 0), file(&deleted, 5), named]).await;
        let at = format!("/posts/{}/files/info", post.id);
        let all = format!("{at}?include_deleted=true");
        let ids = |reply: &testkit::Reply| -> Vec<serde_json::Value> {
            reply.ok().as_array().unwrap().iter().map(|file| file["id"].clone()).collect()
        };

        assert_eq!(ids(&scene.bob.get(&at).await), [json!(kept)]);
        scene.bob.get(&all).await.refused(403, "api.context.permissions.app_error");
        assert_eq!(ids(&scene.admin.get(&all).await), [json!(kept), json!(deleted)]);
        let tag = scene.bob.get(&at).await.header("etag").to_owned();
        scene.bob.request("GET", &at).header("If-None-Match", &tag).send().await.is(304);

        scene.alice.delete(&format!("/posts/{}", post.id)).await.ok();
        scene.bob.get(&at).await.refused(404, "app.post.get.app_error");
        assert_eq!(ids(&scene.admin.get(&all).await).len(), 2);
    }

    async fn sec_a14_a_file_of_a_private_post_is_nothing_to_others(server: TestServer) {
        let scene = server.scene().await;
        let room = scene.alice.private_channel(&scene.team).await;
        let post = scene.alice.write(&room, "secret").await;
        let file = "a".repeat(26);
        let row = format!(
            "INSERT INTO fileinfo (id, creatorid, postid, channelid, createat, updateat, deleteat, name, extension, size,
                                   mimetype, width, height, haspreviewimage, remoteid, archived)
             VALUES ('{file}', '{}', '{}', '{}', 1, 1, 0, 'x.txt', 'txt', 7, 'text/plain', 0, 0, FALSE, '', FALSE)",
            scene.alice.id, post.id, room.id
        );
        let named = format!("UPDATE posts SET fileids = '[\"{file}\"]' WHERE id = '{}'", post.id);
        server.sql(vec![row, named]).await;
        let paths = [format!("/files/{file}/info"), format!("/posts/{}/files/info", post.id)];

        for path in &paths {
            scene.alice.get(path).await.ok();
            for other in [&scene.bob, &scene.outsider] {
                other.get(path).await.refused(403, "api.context.permissions.app_error");
            }
        }

        scene.alice.delete(&format!("/posts/{}", post.id)).await.ok();
        for path in &paths {
            scene.alice.get(path).await.is(404);
        }
    }
}
