//! Signing up, and who sees what of whom.

use serde_json::json;
use testkit::{Engine, TestServer, engines};

const PASSWORD: &str = "Correct-Horse-1";

fn somebody(name: &str) -> serde_json::Value {
    json!({"username": name, "email": format!("{name}@example.com"), "password": PASSWORD})
}

engines! {
    async fn sec_v03_first_sign_ups_at_once_make_one_administrator(server: TestServer) {
        let attempts: Vec<_> = (0..8)
            .map(|n| {
                let anonymous = server.anonymous();
                tokio::spawn(async move { anonymous.post("/users", somebody(&format!("first{n}"))).await })
            })
            .collect();
        let mut administrators = 0;
        for attempt in attempts {
            let made = attempt.await.unwrap();
            if made.is(201)["roles"] == "system_admin system_user" {
                administrators += 1;
            }
        }

        assert_eq!(administrators, 1);
    }

    async fn names_and_addresses_are_taken_once(server: TestServer) {
        server.user("mia").await;

        let same_name = json!({"username": "MIA", "email": "other@example.com", "password": PASSWORD});
        let same_address = json!({"username": "other", "email": "Mia@Example.com", "password": PASSWORD});

        let anonymous = server.anonymous();
        anonymous.post("/users", same_name).await.refused(400, "app.user.save.username_exists.app_error");
        anonymous.post("/users", same_address).await.refused(400, "app.user.save.email_exists.app_error");
    }

    async fn a_nul_in_a_map_is_refused_wherever_it_stands(server: TestServer) {
        const REFUSED: &str = "api.context.invalid_body_param.app_error";
        let alice = server.user("alice").await;

        for map in ["props", "notify_props", "timezone"] {
            for nul in [json!({"key": "a\0b"}), json!({"a\0b": "value"})] {
                alice.put("/users/me/patch", json!({map: nul})).await.refused(400, REFUSED);
                let mut input = somebody("nul");
                input[map] = nul;
                server.anonymous().post("/users", input).await.refused(400, REFUSED);
            }
        }
        let preference = json!([{"user_id": alice.id, "category": "c", "name": "n", "value": "a\0b"}]);
        assert_eq!(alice.put("/users/me/preferences", preference).await.is(400)["status_code"], 400);

        assert!(alice.get("/users/me").await.ok()["props"].is_null());
    }

    async fn nobody_chooses_their_own_roles(server: TestServer) {
        server.admin().await;
        let mut input = somebody("climber");
        input["roles"] = json!("system_admin");

        let made = server.anonymous().post("/users", input).await;

        assert_eq!(made.is(201)["roles"], "system_user");
    }

    async fn sec_e01_others_see_no_private_facts(server: TestServer) {
        let (alice, bob) = (server.user("alice").await, server.user("bob").await);
        let mut socket = bob.socket().await;

        alice.put("/users/me/patch", json!({"nickname": "Al"})).await.ok();

        let told = socket.event("user_updated").await;
        let read = bob.get(&format!("/users/{}", alice.id)).await;
        let listed = bob.post("/users/ids", json!([alice.id])).await;
        for seen in [&told.data["user"], read.ok(), &listed.ok()[0]] {
            assert_eq!(seen["nickname"], "Al");
            for hidden in ["password", "notify_props", "last_password_update", "failed_attempts", "email_verified"] {
                assert!(seen.get(hidden).is_none(), "{hidden} in {seen}");
            }
            assert_eq!(seen["auth_data"], "");
        }
    }

    async fn sec_e02_a_password_is_never_told(server: TestServer) {
        let made = server.anonymous().post("/users", somebody("mia")).await;
        let login = json!({"login_id": "mia", "password": PASSWORD});
        let signed_in = server.anonymous().post("/users/login", login).await;

        for text in [made.text(), signed_in.text()] {
            assert!(!text.contains(PASSWORD) && !text.contains("pbkdf2") && !text.contains("\"password\""));
        }
    }

    async fn sec_b08_a_guest_knows_only_roommates(server: TestServer) {
        let scene = server.scene().await;
        let guest = server.user("guest").await;
        server
            .sql(vec![
                format!("UPDATE users SET roles = 'system_guest' WHERE id = '{}'", guest.id),
                format!(
                    "INSERT INTO channelmembers (channelid, userid, roles, lastviewedat, msgcount, mentioncount,
                     notifyprops, lastupdateat, schemeuser, schemeadmin, schemeguest)
                     VALUES ('{}', '{}', '', 0, 0, 0, '{{}}', 0, FALSE, FALSE, TRUE)",
                    scene.channel.id, guest.id
                ),
            ])
            .await;
        let (roommate, stranger) = (&scene.bob, &scene.outsider);

        guest.get(&format!("/users/{}", roommate.id)).await.ok();
        for path in [
            format!("/users/{}", stranger.id),
            format!("/users/{}/status", stranger.id),
            format!("/users/username/{}", stranger.username),
            "/users/username/nobody-at-all".to_owned(),
            format!("/users/email/{}", stranger.email),
        ] {
            guest.get(&path).await.refused(403, "api.context.permissions.app_error");
        }
        let both = json!([roommate.id, stranger.id]);
        assert_eq!(guest.post("/users/ids", both.clone()).await.ok().as_array().unwrap().len(), 1);
        assert_eq!(guest.post("/users/status/ids", both).await.ok().as_array().unwrap().len(), 1);
    }

    async fn whoever_has_no_time_zone_is_told_none(server: TestServer) {
        let alice = server.user("alice").await;
        let whole = json!({"id": alice.id, "username": alice.username, "email": alice.email});

        assert!(alice.put("/users/me", whole).await.ok()["timezone"].is_null());

        assert!(alice.get("/users/me").await.ok()["timezone"].is_null());
    }

    async fn deactivating_twice_is_told_twice_and_happens_once(server: TestServer) {
        let (admin, alice, bob) = (server.admin().await, server.user("alice").await, server.user("bob").await);
        let mut socket = alice.socket().await;
        let at = format!("/users/{}", bob.id);
        let set = async |is_active: bool| {
            admin.put(&format!("{at}/active"), json!({"active": is_active})).await.ok();
            admin.get(&at).await.ok()["delete_at"].as_i64().unwrap()
        };

        let since = set(false).await;
        assert_ne!(since, 0);
        assert_eq!(socket.event("user_updated").await.data["user"]["delete_at"], since);
        assert_eq!(set(false).await, since);
        assert_eq!(socket.event("user_updated").await.data["user"]["delete_at"], since);
        assert_eq!(set(true).await, 0);
        assert_eq!(socket.event("user_updated").await.data["user"]["delete_at"], 0);
    }

    async fn sec_b11_only_the_password_s_holder_hears_of_a_deactivation(server: TestServer) {
        let (admin, bob) = (server.admin().await, server.user("bob").await);
        admin.put(&format!("/users/{}/active", bob.id), json!({"active": false})).await.ok();
        let sign_in = async |name: &str, password: &str| {
            let login = json!({"login_id": name, "password": password});
            server.anonymous().post("/users/login", login).await
        };

        sign_in("bob", PASSWORD).await.refused(401, "api.user.login.inactive.app_error");
        let wrong = sign_in("bob", "wrong-Passw0rd").await;
        let unknown = sign_in("nobody-at-all", "wrong-Passw0rd").await;
        assert_eq!((wrong.status, wrong.error_id()), (unknown.status, unknown.error_id()));
    }

    async fn sec_b11_forms_do_not_tell_whose_address_is_known(server: TestServer) {
        let admin = server.admin().await;
        for name in ["known", "elsewhere", "gone"] {
            server.user(name).await;
        }
        let elsewhere = "UPDATE users SET authservice = 'gitlab', authdata = 'x', password = '' WHERE username = 'elsewhere'";
        server.sql(vec![elsewhere.to_owned()]).await;
        admin.put(&format!("/users/{}/active", server.user("gone").await.id), json!({"active": false})).await.ok();

        let addresses = ["known", "elsewhere", "gone", "unknown"].map(|name| format!("{name}@example.com"));
        let forms = [
            ("/users/login", "login_id", json!({"password": "wrong-Passw0rd"})),
            ("/users/password/reset/send", "email", json!({})),
            ("/users/email/verify/send", "email", json!({})),
        ];
        for (form, key, rest) in forms {
            let mut answers = Vec::new();
            for address in &addresses {
                let mut input = rest.clone();
                input[key] = json!(address);
                let reply = server.anonymous().post(form, input).await;
                let mut body = reply.json.clone();
                body["request_id"] = json!("");
                answers.push((reply.status, body));
            }
            assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{form}: {answers:#?}");
        }
    }

    async fn another_s_profile_takes_the_right_to_change_it(server: TestServer) {
        let (admin, alice, bob) = (server.admin().await, server.user("alice").await, server.user("bob").await);
        let path = format!("/users/{}/patch", alice.id);

        bob.put(&path, json!({"nickname": "n"})).await.refused(403, "api.context.permissions.app_error");

        assert_eq!(admin.put(&path, json!({"nickname": "n"})).await.ok()["nickname"], "n");
    }

    async fn sec_h02_a_prompt_for_the_password_counts_as_an_attempt(server: TestServer) {
        let alice = server.user("alice").await;
        let change = |password: &str| json!({"email": "new@example.com", "password": password});

        for _ in 0..10 {
            let refused = alice.put("/users/me/patch", change("wrong-Passw0rd")).await;
            refused.refused(401, "api.user.check_user_password.invalid.app_error");
        }

        let locked = "api.user.check_user_login_attempts.too_many.app_error";
        alice.put("/users/me/patch", change(PASSWORD)).await.refused(401, locked);
        let login = json!({"login_id": "alice", "password": PASSWORD});
        server.anonymous().post("/users/login", login).await.refused(401, locked);
    }

    async fn a_list_of_people_is_sent_again_once_it_has_changed(server: TestServer) {
        let scene = server.scene().await;
        let at = format!("/users?in_team={}", scene.team.id);
        let tag = scene.bob.get(&at).await.header("etag").to_owned();
        let again = async || scene.bob.request("GET", &at).header("If-None-Match", &tag).send().await.status;

        assert_eq!((tag.split('.').count(), again().await), (7, 304));
        scene.alice.add_to_team(&scene.team, &scene.outsider).await;

        assert_eq!(again().await, 200);
    }

    async fn who_never_had_a_picture_has_none_to_keep(server: TestServer) {
        let alice = server.user("alice").await;
        let at = format!("/users/{}/image", alice.id);

        let made = alice.get(&at).await;
        assert_eq!((made.status, made.header("etag")), (200, ""));
        for known in ["0", ""] {
            alice.request("GET", &at).header("If-None-Match", known).send().await.is(200);
        }

        alice.delete(&at).await.ok();
        let tag = alice.get(&at).await.header("etag").to_owned();
        alice.request("GET", &at).header("If-None-Match", &tag).send().await.is(304);
    }

    async fn no_invitation_leads_into_a_team_that_follows_its_groups(server: TestServer) {
        let scene = server.scene().await;
        let tied = scene.admin.put(&format!("/teams/{}/patch", scene.team.id), json!({"group_constrained": true})).await;
        let invitation = tied.ok()["invite_id"].as_str().unwrap().to_owned();

        let made = server.anonymous().post(&format!("/users?iid={invitation}"), somebody("new")).await;
        let joined = scene.outsider.post(&format!("/teams/members/invite?invite_id={invitation}"), json!({})).await;

        for refused in [made, joined] {
            refused.refused(403, "app.team.invite_id.group_constrained.error");
        }
        scene.admin.get("/users/username/new").await.is(404);
    }

    async fn sec_b10_who_is_in_a_group_is_told_where_everybody_may_mention_it(server: TestServer) {
        let scene = server.scene().await;
        let (open, directory, gone) = ("a".repeat(26), "b".repeat(26), "c".repeat(26));
        let group = |id: &str, may_be_referenced: &str, delete_at: i64| {
            format!(
                "INSERT INTO usergroups (id, name, displayname, description, source, createat, updateat, deleteat,
                                         allowreference)
                 VALUES ('{id}', '{id}', 'Group', '', 'custom', 1, 1, {delete_at}, {may_be_referenced})"
            )
        };
        let member = |id: &str, user: &str| {
            format!("INSERT INTO groupmembers (groupid, userid, createat, deleteat) VALUES ('{id}', '{user}', 1, 0)")
        };
        let linked = format!(
            "INSERT INTO groupteams (groupid, autoadd, schemeadmin, createat, deleteat, updateat, teamid)
             VALUES ('{directory}', TRUE, FALSE, 1, 0, 1, '{}')",
            scene.team.id
        );
        server
            .sql(vec![
                group(&open, "TRUE", 0),
                group(&directory, "FALSE", 0),
                group(&gone, "TRUE", 5),
                member(&open, &scene.bob.id),
                member(&directory, &scene.bob.id),
                member(&directory, &scene.outsider.id),
                linked,
            ])
            .await;
        let names = |reply: &testkit::Reply| -> Vec<String> {
            let people = reply.ok().as_array().unwrap().clone();
            people.iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
        };
        let search = async |group: serde_json::Value| {
            let mut input = group;
            input["term"] = json!("b");
            names(&scene.alice.post("/users/search", input).await)
        };

        assert_eq!(names(&scene.alice.get(&format!("/users?in_group={open}")).await), ["bob"]);
        let others = names(&scene.alice.get(&format!("/users?not_in_group={open}")).await);
        assert!(!others.contains(&"bob".to_owned()) && others.contains(&"alice".to_owned()), "{others:?}");
        assert_eq!(search(json!({"in_group_id": open})).await, ["bob"]);
        assert_eq!(search(json!({"not_in_group_id": open})).await, Vec::<String>::new());

        let at = format!("/users?in_group={directory}");
        for path in [at.clone(), format!("/users?not_in_group={directory}")] {
            scene.alice.get(&path).await.refused(403, "api.context.permissions.app_error");
        }
        assert_eq!(names(&scene.admin.get(&at).await), ["bob", "outsider"]);
        for nothing in [gone.as_str(), "short", &"d".repeat(26)] {
            for caller in [&scene.alice, &scene.admin] {
                caller.get(&format!("/users?in_group={nothing}")).await.refused(404, "app.group.no_rows");
            }
        }

        let at = format!("/users?not_in_team={}", scene.team.id);
        assert_eq!(names(&scene.admin.get(&format!("{at}&group_constrained=true")).await), ["outsider"]);
        assert!(names(&scene.admin.get(&at).await).contains(&"admin".to_owned()));
    }
}

#[test]
fn hidden_names_and_addresses_stay_hidden() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite)
            .setting("PrivacySettings.ShowFullName", "false")
            .setting("PrivacySettings.ShowEmailAddress", "false")
            .start()
            .await;
        let (alice, bob) = (server.user("alice").await, server.user("bob").await);
        alice.put("/users/me/patch", json!({"first_name": "Alice"})).await.ok();

        let seen = bob.get(&format!("/users/{}", alice.id)).await;

        assert_eq!((&seen.ok()["email"], &seen.ok()["first_name"]), (&json!(""), &json!("")));
        let hidden = "api.user.get_user_by_email.permissions.app_error";
        bob.get("/users/email/alice@example.com").await.refused(403, hidden);
        bob.get("/users/email/nobody@example.com").await.refused(403, hidden);
    });
}

#[test]
fn sec_b12_a_server_that_takes_nobody_does_not_tell_whom_it_knows() {
    testkit::run_as(
        |server| server.setting("TeamSettings.EnableOpenServer", "false"),
        async |server: TestServer| {
            let admin = server.admin().await;
            admin.post("/users", somebody("known")).await.is(201);
            let team = admin.make_team(json!({"name": "crew", "display_name": "Crew", "type": "I"})).await;
            let try_with = async |name: &str, by: &str| {
                let reply = server.anonymous().post(&format!("/users{by}"), somebody(name)).await;
                (reply.status, reply.error_id().to_owned())
            };

            for by in ["", "?iid=unknown-invitation", "?t=unknown-token"] {
                assert_eq!(try_with("known", by).await, try_with("unknown", by).await, "{by}");
            }
            // A team that takes other addresses does not tell either.
            let patch = json!({"allowed_domains": "elsewhere.test"});
            let patched = admin.put(&format!("/teams/{}/patch", team.id), patch).await;
            let by = format!("?iid={}", patched.ok()["invite_id"].as_str().unwrap());
            assert_eq!(try_with("known", &by).await, try_with("unknown", &by).await);
        },
    );
}

#[test]
fn a_closed_server_takes_its_first_user_and_no_other() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite)
            .setting("TeamSettings.EnableOpenServer", "false")
            .start()
            .await;
        let admin = server.admin().await;

        let other = server.anonymous().post("/users", somebody("other")).await;

        other.refused(403, "api.user.create_user.no_open_server");
        admin.post("/users", somebody("other")).await.is(201);
    });
}
