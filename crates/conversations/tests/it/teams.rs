use serde_json::json;
use testkit::{TestServer, engines};

const REFUSED: &str = "api.context.permissions.app_error";

engines! {
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
}
