use conversations::channels;
use futures_util::future::join_all;
use kernel::{Caller, Ctx, Request};
use serde_json::json;
use store::channels::ChannelRow;
use testkit::{TestServer, User, engines};
use wire::{ChannelId, ChannelType};

/// The server as a request of this user has it.
async fn ctx(server: &TestServer, user: &User) -> Ctx {
    let session = kernel::session::find(&server.app(), user.token().unwrap()).await.unwrap().unwrap();
    Ctx::new(server.app(), Caller::Session(session), Request::default())
}

engines! {
    async fn a_channel_is_not_changed_behind_the_removal_of_who_changes_it(server: TestServer) {
        const REFUSED: &str = "api.context.permissions.app_error";
        let scene = server.scene().await;
        let room = scene.alice.private_channel(&scene.team).await;
        scene.alice.add_to_channel(&room, &scene.bob).await;
        let at = format!("/channels/{}/members/{}", room.id, scene.bob.id);
        scene.alice.put(&format!("{at}/schemeRoles"), json!({"scheme_user": true, "scheme_admin": true})).await.ok();
        let roles = "UPDATE roles SET permissions = permissions || ' convert_private_channel_to_public '
                     WHERE name = 'channel_admin'";
        server.sql(vec![roles.to_owned()]).await;
        let ctx = ctx(&server, &scene.bob).await;
        let channel = ctx.channel(room.id.parse::<ChannelId>().unwrap()).await.unwrap().unwrap();
        scene.alice.delete(&at).await.ok();

        let new = ChannelRow { header: "late".to_owned(), ..channel.row.clone() };
        let described = channels::describe(&ctx, &channel, new, channels::Told::Everything).await;
        let converted = channels::convert(&ctx, &channel, ChannelType::Public).await;

        for refused in [described.unwrap_err(), converted.unwrap_err()] {
            assert_eq!(refused.into_wire("").id, REFUSED);
        }
        let kept = scene.alice.get(&format!("/channels/{}", room.id)).await;
        assert_eq!((&kept.ok()["header"], &kept.ok()["type"]), (&json!(""), &json!("P")));
    }

    async fn who_was_removed_or_leaves_need_not_wait_until_a_channel_is_restored(server: TestServer) {
        let scene = server.scene().await;
        let carol = server.user("carol").await;
        scene.alice.add_to_team(&scene.team, &carol).await;
        scene.alice.add_to_channel(&scene.channel, &carol).await;
        scene.alice.delete(&format!("/channels/{}", scene.channel.id)).await.ok();
        let member = |id: &str| format!("/channels/{}/members/{id}", scene.channel.id);

        scene.alice.delete(&member(&carol.id)).await.ok();
        scene.bob.delete(&member(&scene.bob.id)).await.ok();

        for id in [&carol.id, &scene.bob.id] {
            scene.alice.get(&member(id)).await.is(404);
        }
    }

    async fn sec_a01_a_private_channel_is_missing_by_name_for_others(server: TestServer) {
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

    async fn lists_of_a_channel_and_of_channels_are_sent_again_once_they_have_changed(server: TestServer) {
        let scene = server.scene().await;
        let posts =
            [scene.alice.write(&scene.channel, "one").await, scene.alice.write(&scene.channel, "two").await];
        for post in &posts {
            scene.alice.post(&format!("/posts/{}/pin", post.id), json!({})).await.ok();
        }
        let pinned = format!("/channels/{}/pinned", scene.channel.id);
        let channels = format!("/users/me/teams/{}/channels", scene.team.id);
        let tag = async |path: &str| scene.bob.get(path).await.header("etag").to_owned();
        let status = async |path: &str, tag: &str| {
            scene.bob.request("GET", path).header("If-None-Match", tag).send().await.status
        };
        let (of_pinned, of_channels) = (tag(&pinned).await, tag(&channels).await);

        assert_eq!((of_pinned.split('.').count(), status(&pinned, &of_pinned).await), (6, 304));
        assert_eq!((of_channels.split('.').count(), status(&channels, &of_channels).await), (7, 304));
        // The one that was pinned last stays.
        scene.alice.post(&format!("/posts/{}/unpin", posts[0].id), json!({})).await.ok();
        scene.alice.put(&format!("/channels/{}/patch", scene.channel.id), json!({"header": "new"})).await.ok();

        assert_eq!(status(&pinned, &of_pinned).await, 200);
        assert_eq!(status(&channels, &of_channels).await, 200);
    }
}

const REFUSED: &str = "api.context.permissions.app_error";

engines! {
    async fn what_is_changed_is_said_in_the_channel(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}", scene.channel.id);
        let mut socket = scene.bob.socket().await;

        let patch = json!({"header": "new", "purpose": "why", "display_name": "Called"});
        scene.alice.put(&format!("{at}/patch"), patch).await.ok();

        let told = socket.event("channel_updated").await.nested("channel");
        assert_eq!((&told["header"], &told["display_name"]), (&json!("new"), &json!("Called")));
        let mut kinds = Vec::new();
        for _ in 0..3 {
            kinds.push(socket.event("posted").await.nested("post")["type"].clone());
        }
        assert_eq!(kinds, ["system_displayname_change", "system_header_change", "system_purpose_change"]);
    }

    async fn a_banner_is_for_who_administers_the_channel(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/patch", scene.channel.id);
        let banner = |text: &str, color: &str| {
            json!({"banner_info": {"enabled": true, "text": text, "background_color": color}})
        };

        scene.bob.put(&at, banner("Hot!", "#dd0000")).await.refused(403, REFUSED);
        scene.alice.put(&at, banner("Hot!", "#dd0000")).await.ok();
        for (text, color, id) in [("", "#d00", "text.empty"), ("x", "", "background_color.empty"), ("x", "red", "background_color.invalid")] {
            let reply = scene.alice.put(&at, banner(text, color)).await;
            reply.refused(400, &format!("model.channel.is_valid.banner_info.{id}.app_error"));
        }

        scene.alice.put(&at, json!({"banner_info": {"enabled": false}})).await.ok();
        let channel = scene.bob.get(&format!("/channels/{}", scene.channel.id)).await;
        let kept = json!({"enabled": false, "text": "Hot!", "background_color": "#dd0000"});
        assert_eq!(channel.ok()["banner_info"], kept);
    }

    async fn changes_of_two_at_once_are_both_kept(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/patch", scene.channel.id);

        let changes = futures_util::future::join(
            scene.alice.put(&at, json!({"header": "from alice"})),
            scene.bob.put(&at, json!({"purpose": "from bob"})),
        );
        let (one, other) = changes.await;
        one.ok();
        other.ok();

        let channel = scene.alice.get(&format!("/channels/{}", scene.channel.id)).await;
        assert_eq!(channel.ok()["header"], "from alice");
        assert_eq!(channel.ok()["purpose"], "from bob");
    }

    async fn sec_a02_strangers_change_nothing_of_a_private_channel(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        let at = format!("/channels/{}", secret.id);

        for (path, body) in [
            (format!("{at}/patch"), json!({"header": "mine"})),
            (at.clone(), json!({"id": secret.id, "header": "mine"})),
            (format!("{at}/privacy"), json!({"privacy": "O"})),
            (format!("{at}/moderations/patch"), json!([])),
        ] {
            scene.bob.put(&path, body).await.refused(403, REFUSED);
        }
        scene.bob.delete(&at).await.refused(403, REFUSED);
        let kept = scene.alice.get(&at).await;
        assert_eq!((&kept.ok()["header"], &kept.ok()["type"]), (&json!(""), &json!("P")));
        assert_eq!(kept.ok()["update_at"], secret["update_at"]);
    }

    async fn sec_a06_an_archived_channel_is_not_written_in(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "before").await;
        let at = format!("/channels/{}", scene.channel.id);
        scene.alice.delete(&at).await.ok();
        let posts = scene.alice.get(&format!("{at}/posts")).await.ok()["order"].clone();

        let new = json!({"channel_id": scene.channel.id, "message": "after"});
        scene.alice.post("/posts", new).await.refused(400, "api.post.create_post.can_not_post_to_deleted.error");
        let header = scene.alice.put(&format!("{at}/patch"), json!({"header": "x"})).await;
        header.refused(400, "app.channel.update.bad_id");
        scene.alice.delete(&at).await.refused(400, "api.channel.delete_channel.deleted.app_error");
        let edit = scene.alice.put(&format!("/posts/{}/patch", post.id), json!({"message": "x"})).await;
        edit.refused(400, "api.post.patch_post.can_not_update_post_in_deleted.error");

        let carol = server.user("carol").await;
        scene.admin.post(&format!("/teams/{}/members", scene.team.id), json!({"team_id": scene.team.id, "user_id": carol.id})).await.ok();
        for by in [&scene.admin, &carol] {
            let added = by.post(&format!("{at}/members"), json!({"user_id": carol.id})).await;
            added.refused(400, "api.channel.add_user.to.channel.failed.deleted.app_error");
        }
        scene.admin.get(&format!("{at}/members/{}", carol.id)).await.is(404);

        assert_eq!(scene.alice.get(&format!("{at}/posts")).await.ok()["order"], posts);
        scene.alice.post(&format!("{at}/restore"), json!({})).await.ok();
        scene.alice.write(&scene.channel, "again").await;
    }

    async fn moderation_takes_from_members_and_gives_back(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "calm please").await;
        let at = format!("/channels/{}/moderations", scene.channel.id);
        let patch = format!("{at}/patch");
        let set = |value: bool| {
            let roles = json!({"members": value});
            let names = ["create_post", "create_reactions", "manage_members", "use_channel_mentions"];
            json!(names.map(|name| json!({"name": name, "roles": roles})))
        };
        let (new, reaction, member) = (
            json!({"channel_id": scene.channel.id, "message": "@all hush"}),
            json!({"user_id": scene.bob.id, "post_id": post.id, "emoji_name": "wave"}),
            json!({"user_id": scene.admin.id}),
        );
        let members = format!("/channels/{}/members", scene.channel.id);

        scene.admin.put(&patch, set(false)).await.ok();
        scene.bob.post("/posts", new.clone()).await.refused(403, REFUSED);
        scene.bob.post("/reactions", reaction.clone()).await.refused(403, REFUSED);
        scene.bob.post(&members, member.clone()).await.refused(403, REFUSED);
        // Who administers the channel is not moderated.
        scene.alice.post("/posts", new.clone()).await.is(201);

        let rows = scene.admin.put(&patch, set(true)).await.ok().clone();
        assert_eq!(rows[0]["roles"]["members"], json!({"value": true, "enabled": true}));
        scene.bob.post("/posts", new).await.is(201);
        let channel = scene.bob.get(&format!("/channels/{}", scene.channel.id)).await;
        assert_eq!(channel.ok()["scheme_id"], json!(null));
        scene.alice.get(&at).await.refused(403, REFUSED);
    }

    async fn many_who_moderate_a_channel_at_once_make_one_scheme_and_take_all(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/moderations", scene.channel.id);
        let patch = format!("{at}/patch");
        let names = ["create_post", "create_reactions", "manage_members", "use_channel_mentions"];
        let acts = names.map(|name| {
            let row = json!([{"name": name, "roles": {"members": false}}]);
            scene.admin.put(&patch, row)
        });

        for reply in join_all(acts).await {
            reply.ok();
        }

        let schemes = store::schemes::page(server.app().db.read(), "channel", wire::Page::parse(None, None)).await;
        assert_eq!(schemes.unwrap().len(), 1);
        let rows = scene.admin.get(&at).await.ok().clone();
        for row in rows.as_array().unwrap().iter().filter(|row| names.contains(&row["name"].as_str().unwrap())) {
            assert_eq!(row["roles"]["members"]["value"], false, "{row}");
        }
    }

    async fn sec_a07_archived_channels_are_listed_for_their_team(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        for channel in [&scene.channel, &secret] {
            scene.alice.delete(&format!("/channels/{}", channel.id)).await.ok();
        }
        let at = format!("/teams/{}/channels/deleted", scene.team.id);

        scene.outsider.get(&at).await.refused(403, REFUSED);
        let of_bob = scene.bob.get(&at).await;
        let of_alice = scene.alice.get(&at).await;

        assert_eq!(of_bob.ok().as_array().unwrap().len(), 1);
        assert_eq!(of_alice.ok().as_array().unwrap().len(), 2);
    }

    async fn sec_a20_no_channel_is_renamed_to_the_name_of_a_direct_one(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/channels/{}/patch", scene.channel.id);

        for name in [format!("{}__{}", scene.alice.id, scene.bob.id), "a".repeat(40)] {
            let reply = scene.alice.put(&at, json!({"name": name})).await;
            reply.refused(400, "model.channel.is_valid.name.app_error");
        }
    }

    async fn sec_a21_each_direction_of_privacy_has_a_permission_of_its_own(server: TestServer) {
        let scene = server.scene().await;
        let take = |permission: &str| {
            vec![format!("UPDATE roles SET permissions = replace(permissions, '{permission}', '') WHERE name = 'team_admin'")]
        };
        let at = format!("/channels/{}/privacy", scene.channel.id);

        server.sql(take("convert_private_channel_to_public")).await;
        scene.alice.put(&at, json!({"privacy": "P"})).await.ok();
        scene.alice.put(&at, json!({"privacy": "O"})).await.refused(403, REFUSED);

        let elsewhere = json!({"team_id": scene.team.id, "force": true});
        scene.alice.post(&format!("/channels/{}/move", scene.channel.id), elsewhere).await.refused(403, REFUSED);
    }

    async fn sec_d01_a_guest_hears_of_no_channel_of_the_team_but_their_own(server: TestServer) {
        let scene = server.scene().await;
        let other = scene.alice.channel(&scene.team).await;
        let guest = format!("WHERE userid = '{}'", scene.bob.id);
        let flags = "SET schemeuser = FALSE, schemeguest = TRUE";
        server
            .sql(vec![
                format!("UPDATE users SET roles = 'system_guest' WHERE id = '{}'", scene.bob.id),
                format!("UPDATE teammembers {flags} {guest}"),
                format!("UPDATE channelmembers {flags} {guest}"),
            ])
            .await;
        let mut socket = scene.bob.socket().await;

        for channel in [&other, &scene.channel] {
            let at = format!("/channels/{}", channel.id);
            scene.alice.put(&format!("{at}/privacy"), json!({"privacy": "O"})).await.ok();
            scene.alice.delete(&at).await.ok();
            scene.alice.post(&format!("{at}/restore"), json!({})).await.ok();
        }

        let heard = socket.heard().await;
        let of_channels: Vec<_> = heard.iter().filter(|event| event.name.starts_with("channel_")).collect();
        assert_eq!(of_channels.iter().filter(|event| event.name != "channel_updated").count(), 3);
        assert!(heard.iter().all(|event| !event.data.to_string().contains(&other.id)));
    }

    async fn sec_b01_searches_do_not_find_private_channels_of_others(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;
        let name = secret["name"].as_str().unwrap();
        let team = format!("/teams/{}/channels", scene.team.id);

        for reply in [
            scene.bob.post(&format!("{team}/search"), json!({"term": name})).await,
            scene.bob.get(&format!("{team}/autocomplete?name={name}")).await,
            scene.bob.get(&format!("{team}/search_autocomplete?name={name}")).await,
            scene.bob.post("/channels/search?system_console=false", json!({"term": name})).await,
        ] {
            assert_eq!(*reply.ok(), json!([]));
        }
        scene.bob.post("/channels/search", json!({"term": name})).await.refused(403, REFUSED);
    }

    async fn sec_b09_counts_of_a_channel_are_for_those_who_know_it(server: TestServer) {
        let scene = server.scene().await;
        let secret = scene.alice.private_channel(&scene.team).await;

        for path in ["stats", "timezones", "members"] {
            scene.bob.get(&format!("/channels/{}/{path}", secret.id)).await.refused(403, REFUSED);
        }
        let counts = json!([scene.channel.id, secret.id]);
        scene.bob.post("/channels/stats/member_count", counts.clone()).await.refused(403, REFUSED);
        let counts = scene.alice.post("/channels/stats/member_count", counts).await;
        assert_eq!(*counts.ok(), json!({scene.channel.id.clone(): 2, secret.id.clone(): 1}));
    }

    async fn a_switch_costs_the_same_whatever_the_size(server: TestServer) {
        let scene = server.scene().await;
        let switch = async || {
            let channel = &scene.channel.id;
            scene.bob.post("/channels/members/me/view", json!({"channel_id": channel})).await.ok();
            scene.bob.get(&format!("/channels/{channel}/stats")).await.ok();
            scene.bob.get(&format!("/channels/{channel}/members?per_page=60")).await.ok();
            scene.bob.get(&format!("/channels/{channel}/timezones")).await.ok();
            scene.bob.get(&at_home(&scene.team.id)).await.ok();
        };
        fill(&server, &scene.channel.id, 0..8).await;
        let small = server.statements_of(&switch).await;

        fill(&server, &scene.channel.id, 8..9_998).await;
        let large = server.statements_of(&switch).await;

        let stats = scene.bob.get(&format!("/channels/{}/stats", scene.channel.id)).await;
        assert_eq!(stats.ok()["member_count"], 10_000);
        assert_eq!(small, large);
    }
}

fn at_home(team: &str) -> String {
    format!("/users/me/teams/{team}/channels/categories")
}

/// Adds members to a channel behind the server's back.
async fn fill(server: &TestServer, channel: &str, numbers: std::ops::Range<u32>) {
    let rows = |row: &dyn Fn(u32) -> String| numbers.clone().map(row).collect::<Vec<_>>().join(", ");
    let users = rows(&|n| {
        format!(
            "('crowd{n:021}', 1, 1, 0, 'crowd{n}', '', NULL, '', 'crowd{n}@example.com', FALSE, '', '', '', 'system_user', FALSE, '{{}}', '{{}}', 1, 0, 0, 'en', FALSE, '', '', '{{}}', '', 0)"
        )
    });
    let members = rows(&|n| {
        format!("('{channel}', 'crowd{n:021}', '', 0, 0, 0, '{{}}', 1, TRUE, FALSE, FALSE, 0, 0, 0, FALSE)")
    });
    let mut statements = vec![
        format!(
            "INSERT INTO users (id, createat, updateat, deleteat, username, password, authdata, authservice, email,
                                emailverified, nickname, firstname, lastname, roles, allowmarketing, props,
                                notifyprops, lastpasswordupdate, lastpictureupdate, failedattempts, locale,
                                mfaactive, mfasecret, position, timezone, remoteid, lastlogin) VALUES {users}"
        ),
        format!(
            "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount, notifyprops,
                                         lastupdateat, schemeuser, schemeadmin, schemeguest, mentioncountroot,
                                         msgcountroot, urgentmentioncount, autotranslationdisabled) VALUES {members}"
        ),
    ];
    if server.app().db.engine() == db::Engine::Postgres {
        // As a database of that size is after its first minute.
        statements.push("ANALYZE".to_owned());
    }
    server.app().db.script(statements).await.unwrap();
}
