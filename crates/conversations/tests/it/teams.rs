use serde_json::json;
use testkit::{TestServer, engines};

const REFUSED: &str = "api.context.permissions.app_error";

engines! {
    async fn an_archived_team_takes_nobody_in(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}/members", scene.team.id);
        let member = json!({"team_id": scene.team.id, "user_id": scene.outsider.id});
        scene.admin.delete(&format!("/teams/{}", scene.team.id)).await.ok();

        for user in [&scene.admin, &scene.alice] {
            user.post(&at, member.clone()).await.refused(404, "app.team.get.find.app_error");
        }

        scene.admin.get(&format!("{at}/{}", scene.outsider.id)).await.is(404);
        scene.admin.post(&format!("/teams/{}/restore", scene.team.id), json!({})).await.ok();
        scene.admin.post(&at, member).await.is(201);
    }

    async fn who_is_deactivated_may_be_put_into_a_team_for_when_they_are_back(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}/members", scene.team.id);
        let member = json!({"team_id": scene.team.id, "user_id": scene.outsider.id});
        scene.admin.put(&format!("/users/{}/active", scene.outsider.id), json!({"active": false})).await.ok();

        scene.alice.post(&at, member).await.is(201);

        scene.admin.put(&format!("/users/{}/active", scene.outsider.id), json!({"active": true})).await.ok();
        scene.admin.get(&format!("{at}/{}", scene.outsider.id)).await.ok();
    }

    async fn a_team_begins_with_its_maker_and_two_channels(server: TestServer) {
        let alice = server.user("alice").await;
        let team = alice.team().await;

        let member = alice.get(&format!("/teams/{}/members/me", team.id)).await;
        assert_eq!(member.ok()["roles"], "team_user team_admin");
        let channels = alice.get(&format!("/users/me/teams/{}/channels", team.id)).await;
        let names: Vec<_> = channels.ok().as_array().unwrap().iter().map(|c| c["name"].clone()).collect();
        assert_eq!(names, ["off-topic", "town-square"]);
        assert_eq!(team["email"], alice.email);
    }

    async fn a_team_that_says_nothing_of_itself_lacks_first_what_it_is_called(server: TestServer) {
        let alice = server.user("alice").await;

        for nothing in [json!({}), json!(null)] {
            alice.post("/teams", nothing).await.refused(400, "model.team.is_valid.name.app_error");
        }
        let kind = json!({"name": "some-team", "display_name": "T", "type": "X"});
        alice.post("/teams", kind).await.refused(400, "model.team.is_valid.type.app_error");
    }

    async fn address_and_invitation_are_for_who_may_manage_and_invite(server: TestServer) {
        let (alice, bob, eve) = (server.user("alice").await, server.user("bob").await, server.user("eve").await);
        let name = server.fresh("team");
        let team = alice
            .make_team(json!({"name": name, "display_name": "T", "type": "O", "allow_open_invite": true}))
            .await;
        alice.add_to_team(&team, &bob).await;

        let seen = bob.get(&format!("/teams/{}", team.id)).await;
        assert_eq!((&seen.ok()["email"], &seen.ok()["invite_id"]), (&json!(""), &team["invite_id"]));
        let seen = eve.get(&format!("/teams/{}", team.id)).await;
        assert_eq!((&seen.ok()["email"], &seen.ok()["invite_id"]), (&json!(""), &json!("")));
        let list = eve.get("/teams").await;
        assert_eq!(list.ok()[0]["invite_id"], "");
    }

    async fn sec_b08_a_guest_knows_only_roommates_among_members(server: TestServer) {
        let scene = server.scene().await;
        let (guest, stranger) = (server.user("guest").await, server.user("stranger").await);
        for user in [&guest, &stranger] {
            scene.alice.add_to_team(&scene.team, user).await;
        }
        let id = &guest.id;
        server
            .sql(vec![
                format!("UPDATE users SET roles = 'system_guest' WHERE id = '{id}'"),
                format!("UPDATE teammembers SET schemeuser = FALSE, schemeguest = TRUE WHERE userid = '{id}'"),
                format!("DELETE FROM channelmembers WHERE userid = '{id}'"),
                format!(
                    "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount,
                     notifyprops, lastupdateat, schemeuser, schemeadmin, schemeguest)
                     VALUES ('{}', '{id}', '', 0, 0, 0, '{{}}', 0, FALSE, FALSE, TRUE)",
                    scene.channel.id
                ),
            ])
            .await;
        server.forget(std::slice::from_ref(id)).await;
        let at = format!("/teams/{}/members", scene.team.id);

        for order in ["", "?sort=Username"] {
            let told = guest.get(&format!("{at}{order}")).await;
            let told: Vec<_> = told.ok().as_array().unwrap().iter().map(|m| m["user_id"].clone()).collect();
            assert!(told.contains(&json!(id)) && told.contains(&json!(scene.bob.id)));
            assert!(!told.contains(&json!(stranger.id)));
        }
        guest.get(&format!("{at}/{}", scene.bob.id)).await.ok();
        guest.get(&format!("{at}/{}", stranger.id)).await.refused(403, REFUSED);
    }

    async fn a_closed_team_is_nothing_to_strangers(server: TestServer) {
        let (alice, eve) = (server.user("alice").await, server.user("eve").await);
        let team = alice.team().await;
        let at = format!("/teams/{}", team.id);

        eve.get(&at).await.refused(403, REFUSED);
        eve.get(&format!("{at}/stats")).await.refused(403, REFUSED);
        eve.post(&format!("{at}/members"), json!({"team_id": team.id, "user_id": eve.id})).await.refused(403, REFUSED);
        let exists = eve.get(&format!("/teams/name/{}/exists", team["name"].as_str().unwrap())).await;
        assert_eq!(exists.ok()["exists"], false);
        assert_eq!(eve.get("/teams").await.ok(), &json!([]));
        // A team that is not there answers the same.
        eve.get(&format!("/teams/{}/stats", "z".repeat(26))).await.refused(403, REFUSED);
    }

    async fn who_leaves_a_team_is_in_none_of_its_channels(server: TestServer) {
        let scene = server.scene().await;
        let mut socket = scene.alice.socket().await;
        let at = format!("/teams/{}/members/{}", scene.team.id, scene.bob.id);

        scene.bob.delete(&at).await.ok();

        let left = socket.event("leave_team").await;
        assert_eq!(left.data, json!({"team_id": scene.team.id, "user_id": scene.bob.id}));
        scene.bob.get(&format!("/channels/{}", scene.channel.id)).await.refused(403, REFUSED);
        assert_ne!(scene.alice.get(&at).await.ok()["delete_at"], 0);
        assert_eq!(scene.alice.get(&format!("/teams/{}/stats", scene.team.id)).await.ok()["total_member_count"], 1);
        // Leaving again is fine, and coming back is being new.
        scene.bob.delete(&at).await.ok();
        scene.alice.add_to_team(&scene.team, &scene.bob).await;
        scene.bob.get(&format!("/channels/{}/members/me", scene.channel.id)).await.refused(403, REFUSED);
    }

    async fn one_of_many_who_is_unknown_keeps_all_out(server: TestServer) {
        let (alice, bob) = (server.user("alice").await, server.user("bob").await);
        let team = alice.team().await;
        let at = format!("/teams/{}/members/batch", team.id);
        let one = |user: &str| json!({"team_id": team.id, "user_id": user});

        let reply = alice.post(&at, json!([one(&bob.id), one(&"z".repeat(26))])).await;

        reply.refused(404, "api.team.user.missing_account");
        alice
            .get(&format!("/teams/{}/members/{}", team.id, bob.id))
            .await
            .refused(404, "app.team.get_member.missing.app_error");
    }

    async fn who_signs_up_by_an_invitation_is_in_the_team(server: TestServer) {
        let scene = server.scene().await;
        let invite = scene.alice.get(&format!("/teams/{}", scene.team.id)).await.ok()["invite_id"].clone();
        let mut socket = scene.alice.socket().await;
        let input = json!({"username": "carol", "email": "carol@example.com", "password": testkit::PASSWORD});

        let at = format!("/users?iid={}", invite.as_str().unwrap());
        let carol = server.anonymous().post(&at, input).await.is(201)["id"].clone();

        assert_eq!(socket.event("user_added").await.data["user_id"], carol);
        let carol = server.sign_in("carol").await;
        let teams = carol.get("/users/me/teams").await;
        assert_eq!(teams.ok()[0]["id"], json!(scene.team.id));
        let channels = carol.get(&format!("/users/me/teams/{}/channels", scene.team.id)).await;
        assert_eq!(channels.ok().as_array().unwrap().len(), 2);
    }

    async fn an_invitation_that_leads_nowhere_makes_no_account(server: TestServer) {
        let scene = server.scene().await;
        let team = format!("/teams/{}", scene.team.id);
        let invite = scene.alice.get(&team).await.ok()["invite_id"].clone();
        let at = format!("/users?iid={}", invite.as_str().unwrap());
        let carol = |email: &str| json!({"username": "carol", "email": email, "password": testkit::PASSWORD});
        scene.admin.put(&format!("{team}/patch"), json!({"allowed_domains": "corp.example"})).await.ok();

        let reply = server.anonymous().post(&at, carol("carol@example.com")).await;

        reply.refused(400, "api.team.join_user_to_team.allowed_domains.app_error");
        scene.admin.get("/users/username/carol").await.is(404);
        server.anonymous().post(&at, carol("carol@corp.example")).await.is(201);
    }
}

engines! {
    async fn a_changed_team_is_told_without_address_and_invitation(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}", scene.team.id);
        let mut socket = scene.bob.socket().await;

        scene.alice.put(&format!("{at}/patch"), json!({"display_name": "Called"})).await.ok();

        let told = socket.event("update_team").await.nested("team");
        assert_eq!((&told["display_name"], &told["email"], &told["invite_id"]), (&json!("Called"), &json!(""), &json!("")));
        scene.bob.put(&format!("{at}/patch"), json!({"display_name": "Bob's"})).await.refused(403, REFUSED);
    }

    async fn an_invitation_that_was_renewed_lets_nobody_in(server: TestServer) {
        let scene = server.scene().await;
        let invitation = scene.team["invite_id"].as_str().unwrap();
        let join = format!("/teams/members/invite?invite_id={invitation}");

        scene.alice.post(&format!("/teams/{}/regenerate_invite_id", scene.team.id), json!({})).await.ok();

        scene.outsider.post(&join, json!({})).await.refused(404, "app.team.get_by_invite_id.finding.app_error");
        let renewed = scene.alice.get(&format!("/teams/{}", scene.team.id)).await.ok()["invite_id"].clone();
        let join = format!("/teams/members/invite?invite_id={}", renewed.as_str().unwrap());
        assert_eq!(scene.outsider.post(&join, json!({})).await.is(201)["user_id"], json!(scene.outsider.id));
    }

    async fn an_archived_team_is_in_nobodys_list_until_it_is_restored(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}", scene.team.id);
        scene.alice.delete(&at).await.ok();
        assert_eq!(*scene.bob.get("/users/me/teams").await.ok(), json!([]));

        scene.alice.post(&format!("{at}/restore"), json!({})).await.ok();

        assert_eq!(scene.bob.get("/users/me/teams").await.ok()[0]["id"], json!(scene.team.id));
    }

    async fn a_purged_team_takes_everything_along(server: TestServer) {
        let scene = server.scene().await;
        let post = scene.alice.write(&scene.channel, "gone for good").await;
        let at = format!("/teams/{}?permanent=true", scene.team.id);
        scene.admin.delete(&at).await.refused(401, "api.user.delete_team.not_enabled.for_admin.app_error");
        let patch = json!({"ServiceSettings": {"EnableAPITeamDeletion": true}});
        scene.admin.put("/config/patch", patch).await.ok();
        scene.alice.delete(&at).await.refused(403, REFUSED);

        scene.admin.delete(&at).await.ok();

        scene.admin.get(&format!("/teams/{}", scene.team.id)).await.refused(404, "app.team.get.find.app_error");
        let gone = scene.alice.get(&format!("/channels/{}", scene.channel.id)).await;
        gone.refused(404, "app.channel.get.existing.app_error");
        scene.alice.get(&format!("/posts/{}", post.id)).await.refused(404, "app.post.get.app_error");
    }

    async fn roles_of_members_follow_flags_and_names(server: TestServer) {
        let scene = server.scene().await;
        let of_bob = format!("/teams/{}/members/{}", scene.team.id, scene.bob.id);
        let mut socket = scene.bob.socket().await;

        scene.alice.put(&format!("{of_bob}/roles"), json!({"roles": "team_user team_admin"})).await.ok();
        assert_eq!(socket.event("memberrole_updated").await.nested("member")["scheme_admin"], true);
        let flags = json!({"scheme_user": true, "scheme_admin": false});
        scene.bob.put(&format!("{of_bob}/schemeRoles"), flags).await.ok();

        assert_eq!(scene.alice.get(&of_bob).await.ok()["roles"], "team_user");
        scene.bob.put(&format!("{of_bob}/roles"), json!({"roles": "team_user team_admin"})).await.refused(403, REFUSED);
    }

    async fn sec_g02_roles_that_widen_are_for_administrators_of_the_system_to_give(server: TestServer) {
        let scene = server.scene().await;
        let role = "INSERT INTO roles (id, name, displayname, description, createat, updateat, deleteat, permissions,
                                       schememanaged, builtin, schemeid)
                    VALUES ('wiiiiiiiiiiiiiiiiiiiiiiide', 'wide_role', '', '', 1, 1, 0, ' manage_team ', FALSE, FALSE, '')";
        server.sql(vec![role.to_owned()]).await;
        let team = format!("/teams/{}/members/{}/roles", scene.team.id, scene.bob.id);
        let channel = format!("/channels/{}/members/{}/roles", scene.channel.id, scene.bob.id);

        scene.alice.put(&team, json!({"roles": "team_user wide_role"})).await.refused(403, REFUSED);
        scene.alice.put(&channel, json!({"roles": "channel_user wide_role"})).await.refused(403, REFUSED);

        scene.admin.put(&team, json!({"roles": "team_user wide_role"})).await.ok();
        let member = scene.alice.get(&format!("/teams/{}/members/{}", scene.team.id, scene.bob.id)).await;
        assert_eq!(member.ok()["explicit_roles"], "wide_role");
        // What was given stays when others change what they may.
        scene.alice.put(&team, json!({"roles": "team_user wide_role team_admin"})).await.ok();
    }

    async fn sec_a08_who_has_left_a_private_team_lists_nothing_of_it(server: TestServer) {
        let scene = server.scene().await;
        scene.bob.delete(&format!("/teams/{}/members/{}", scene.team.id, scene.bob.id)).await.ok();

        for path in ["", "/channels", "/channels/deleted", "/members", "/stats"] {
            scene.bob.get(&format!("/teams/{}{path}", scene.team.id)).await.refused(403, REFUSED);
        }
        let search = scene.bob.post(&format!("/teams/{}/channels/search", scene.team.id), json!({"term": ""})).await;
        search.refused(404, "app.team.get_member.missing.app_error");
    }

    async fn sec_b02_a_closed_team_is_found_by_its_members_alone(server: TestServer) {
        let scene = server.scene().await;
        let name = scene.team["name"].as_str().unwrap();

        let found = scene.outsider.post("/teams/search", json!({"term": name})).await;
        let exists = scene.outsider.get(&format!("/teams/name/{name}/exists")).await;
        let made_up = scene.outsider.get("/teams/name/made-up/exists").await;

        assert_eq!(*found.ok(), json!([]));
        assert_eq!(*exists.ok(), *made_up.ok());
        assert_eq!(scene.admin.post("/teams/search", json!({"term": name})).await.ok()[0]["name"], json!(name));
    }

    async fn sec_g04_who_may_not_invite_opens_no_team(server: TestServer) {
        let scene = server.scene().await;
        let take = "UPDATE roles SET permissions = replace(permissions, 'invite_user', '') WHERE name = 'team_user'";
        server.sql(vec![take.to_owned()]).await;
        let at = format!("/teams/{}", scene.team.id);

        for change in [json!({"allow_open_invite": true}), json!({"allowed_domains": "x.test"}), json!({"group_constrained": true})] {
            scene.alice.put(&format!("{at}/patch"), change).await.refused(403, REFUSED);
        }
        scene.alice.put(&format!("{at}/privacy"), json!({"privacy": "O"})).await.refused(403, REFUSED);
        scene.alice.post(&format!("{at}/regenerate_invite_id"), json!({})).await.refused(403, REFUSED);
        scene.alice.put(&format!("{at}/patch"), json!({"description": "still mine"})).await.ok();
    }

    async fn an_icon_is_a_picture_of_our_own_making(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/teams/{}/image", scene.team.id);
        scene.alice.get(&at).await.refused(404, "api.team.get_team_icon.read_file.app_error");

        let sent = icon(&scene.alice, &at, &png()).await;
        sent.ok();

        let served = scene.bob.get(&at).await;
        assert_eq!(served.header("content-type"), "image/png");
        scene.outsider.get(&at).await.refused(403, REFUSED);
        icon(&scene.alice, &at, b"no picture").await.refused(400, "api.team.set_team_icon.check_image_limits.app_error");
        icon(&scene.bob, &at, &png()).await.refused(403, REFUSED);
        scene.alice.delete(&at).await.ok();
        scene.bob.get(&at).await.refused(404, "api.team.get_team_icon.read_file.app_error");
    }
}

async fn icon(user: &testkit::User, path: &str, content: &[u8]) -> testkit::Reply {
    let mut body =
        b"--edge\r\nContent-Disposition: form-data; name=\"image\"; filename=\"t.png\"\r\n\r\n".to_vec();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    user.request("POST", path)
        .header("Content-Type", "multipart/form-data; boundary=edge")
        .raw(body)
        .send()
        .await
}

/// One pixel.
fn png() -> Vec<u8> {
    images::initial::draw("t", "seed").to_png()
}
