//! Signing in and out, and what a session is worth.

use serde_json::json;
use testkit::{Engine, Socket, TestServer, engines};

const PASSWORD: &str = "Correct-Horse-1";
const INVALID: &str = "api.user.login.invalid_credentials_email_username";
const LOCKED: &str = "api.user.check_user_login_attempts.too_many.app_error";
const EXPIRED: &str = "api.context.session_expired.app_error";
const DAY: i64 = 24 * 60 * 60 * 1000;

fn login(name: &str, password: &str) -> serde_json::Value {
    json!({"login_id": name, "password": password})
}

engines! {
    async fn sec_h01_an_unknown_user_and_a_wrong_password_are_told_alike(server: TestServer) {
        server.user("alice").await;

        let wrong = server.anonymous().post("/users/login", login("alice", "wrong-Passw0rd")).await;
        let unknown = server.anonymous().post("/users/login", login("nobody", "wrong-Passw0rd")).await;

        wrong.refused(401, INVALID);
        unknown.refused(401, INVALID);
        assert_eq!(wrong.json["message"], unknown.json["message"]);
    }

    async fn sec_h03_attempts_at_once_are_no_more_tries_than_ten(server: TestServer) {
        server.user("alice").await;
        let attempts: Vec<_> = (0..40)
            .map(|_| {
                let anonymous = server.anonymous();
                tokio::spawn(async move { anonymous.post("/users/login", login("alice", "wrong-Passw0rd")).await })
            })
            .collect();
        let mut tried = 0;
        for attempt in attempts {
            let reply = attempt.await.unwrap();
            match reply.error_id() {
                INVALID => tried += 1,
                other => assert_eq!(other, LOCKED),
            }
        }

        assert_eq!(tried, 10);
        server.anonymous().post("/users/login", login("alice", PASSWORD)).await.refused(401, LOCKED);
    }

    async fn a_sign_in_forgives_the_attempts_before_it(server: TestServer) {
        server.user("alice").await;
        for _ in 0..3 {
            for _ in 0..9 {
                server.anonymous().post("/users/login", login("alice", "wrong-Passw0rd")).await.refused(401, INVALID);
            }
            server.anonymous().post("/users/login", login("alice", PASSWORD)).await.ok();
        }
    }

    async fn sec_h05_a_huge_password_is_refused_before_it_is_hashed(server: TestServer) {
        let alice = server.user("alice").await;
        let huge = "\0".repeat(40_000);

        server.anonymous().post("/users/login", login("alice", &huge)).await.refused(401, INVALID);

        assert!(alice.get("/users/me").await.ok().get("failed_attempts").is_none());
        let input = json!({"username": "b", "email": "b@example.com", "password": huge});
        let too_long = "model.user.is_valid.pwd_max_length.app_error";
        server.anonymous().post("/users", input).await.refused(400, too_long);
    }

    async fn sec_i01_every_sign_in_makes_a_new_token(server: TestServer) {
        let alice = server.user("alice").await;
        let chosen = alice.token().unwrap();

        let again = alice.post("/users/login", login("alice", PASSWORD)).await;

        again.ok();
        assert_ne!(again.header("token"), chosen);
        assert_eq!(again.header("token").len(), 26);
    }

    async fn sec_i02_a_session_s_id_is_no_token_and_its_token_is_not_told(server: TestServer) {
        let alice = server.user("alice").await;

        let listed = alice.get("/users/me/sessions").await;

        assert!(!listed.text().contains(alice.token().unwrap()));
        let id = listed.ok()[0]["id"].as_str().unwrap();
        server.anonymous().with_token(id).get("/users/me").await.refused(401, EXPIRED);
    }

    async fn sec_i03_nobody_ends_another_s_session(server: TestServer) {
        let (alice, bob) = (server.user("alice").await, server.user("bob").await);
        let sessions = alice.get("/users/me/sessions").await;
        let body = json!({"session_id": sessions.ok()[0]["id"]});

        let as_own = bob.post(&format!("/users/{}/sessions/revoke", bob.id), body.clone()).await;
        let as_theirs = bob.post(&format!("/users/{}/sessions/revoke", alice.id), body).await;

        as_own.refused(400, "api.context.invalid_url_param.app_error");
        as_theirs.refused(403, "api.context.permissions.app_error");
        alice.get("/users/me").await.ok();
    }

    async fn sec_i04_the_least_used_session_gives_way(server: TestServer) {
        let alice = server.user("alice").await;
        let end = server.now() + DAY;
        let many = (0..510)
            .map(|n| {
                format!(
                    "INSERT INTO sessions (id, token, createat, expiresat, lastactivityat, userid, deviceid, roles,
                     isoauth, props, expirednotify)
                     VALUES ('s{n:025}', 't{n:025}', 1, {end}, {n}, '{}', '', '', FALSE, '{{}}', FALSE)",
                    alice.id
                )
            })
            .collect();
        server.sql(many).await;
        let with = |n: i64| server.anonymous().with_token(&format!("t{n:025}"));
        with(0).get("/users/me").await.ok();

        let newest = server.sign_in("alice").await;

        with(0).get("/users/me").await.ok();
        with(1).get("/users/me").await.refused(401, EXPIRED);
        let listed = newest.get("/users/me/sessions").await;
        assert_eq!(listed.ok().as_array().unwrap().len(), 500);
    }

    async fn sec_i05_an_ended_session_stays_ended_after_a_restart(server: TestServer) {
        let alice = server.user("alice").await;
        let kept = server.sign_in("alice").await;
        alice.post("/users/logout", json!({})).await.ok();

        server.restart().await;

        alice.get("/users/me").await.refused(401, EXPIRED);
        kept.get("/users/me").await.ok();
    }

    async fn sec_i10_a_link_signs_nobody_out(server: TestServer) {
        let alice = server.user("alice").await;

        assert!(!alice.get("/users/logout").await.is_success());

        alice.get("/users/me").await.ok();
    }

    async fn who_is_deactivated_is_told_so_only_with_the_password(server: TestServer) {
        let alice = server.user("alice").await;
        server.sql(vec![format!("UPDATE users SET deleteat = 5 WHERE id = '{}'", alice.id)]).await;

        let wrong = server.anonymous().post("/users/login", login("alice", "wrong-Passw0rd")).await;
        let right = server.anonymous().post("/users/login", login("alice", PASSWORD)).await;

        wrong.refused(401, INVALID);
        right.refused(401, "api.user.login.inactive.app_error");
        alice.get("/users/me").await.refused(401, EXPIRED);
    }

    async fn sec_h14_an_old_hash_is_replaced_when_its_owner_signs_in(server: TestServer) {
        let alice = server.user("alice").await;
        // bcrypt of the password, at its lowest cost.
        let old = bcrypt::hash(PASSWORD, 4).unwrap();
        server.sql(vec![format!("UPDATE users SET password = '{old}' WHERE id = '{}'", alice.id)]).await;

        server.anonymous().post("/users/login", login("alice", PASSWORD)).await.ok();

        let user = store::users::by_id(server.app().db.read(), alice.id.parse().unwrap()).await.unwrap().unwrap();
        assert!(user.password.starts_with("$pbkdf2$"));
        server.anonymous().post("/users/login", login("alice", PASSWORD)).await.ok();
    }

    async fn a_device_has_one_session(server: TestServer) {
        server.user("alice").await;
        let on_device = json!({"login_id": "alice", "password": PASSWORD, "device_id": "android:x"});
        let first = server.anonymous().post("/users/login", on_device.clone()).await;
        let second = server.anonymous().post("/users/login", on_device).await;

        let with = |reply: &testkit::Reply| server.anonymous().with_token(reply.header("token"));
        with(&first).get("/users/me").await.refused(401, EXPIRED);
        with(&second).get("/users/me").await.ok();
    }

    async fn a_password_set_by_the_administrator_ends_every_session(server: TestServer) {
        let alice = server.user("alice").await;
        let ctx = kernel::Ctx::local(server.app());

        accounts::users::operations::set_password(&ctx, alice.id.parse().unwrap(), "Another-1-Passw0rd")
            .await
            .unwrap();

        alice.get("/users/me").await.refused(401, EXPIRED);
        server.anonymous().post("/users/login", login("alice", "Another-1-Passw0rd")).await.ok();
    }
}

#[test]
fn a_session_in_use_lives_on_and_its_cookies_come_again() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite).clock_at(1_800_000_000_000).start().await;
        let alice = server.user("alice").await;
        let token = alice.token().unwrap().to_owned();
        let visit = || async {
            let cookie = format!("MMAUTHTOKEN={token}");
            let reply = server.anonymous().request("GET", "/users/me").header("Cookie", &cookie).send().await;
            reply.ok();
            !reply.header("set-cookie").is_empty()
        };
        let end = || async {
            let row = store::sessions::by_token(server.app().db.read(), &token).await.unwrap().unwrap();
            (row.expires_at, row.last_activity_at)
        };

        assert!(!visit().await);
        server.advance(6 * 60 * 1000);
        assert!(!visit().await);
        assert_eq!(end().await.1, server.now());
        let before = end().await.0;
        server.advance(2 * DAY);
        assert!(visit().await);
        assert_eq!(end().await.0, before + 2 * DAY + 6 * 60 * 1000);
        assert!(!visit().await);
    });
}

#[test]
fn a_session_that_nobody_uses_ends_where_idling_is_limited() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite)
            .clock_at(1_800_000_000_000)
            .setting("ServiceSettings.ExtendSessionLengthWithActivity", "false")
            .setting("ServiceSettings.SessionIdleTimeoutInMinutes", "30")
            .start()
            .await;
        let alice = server.user("alice").await;

        server.advance(20 * 60 * 1000);
        alice.get("/users/me").await.ok();
        server.advance(20 * 60 * 1000);
        alice.get("/users/me").await.ok();
        server.advance(31 * 60 * 1000);
        alice.get("/users/me").await.refused(401, EXPIRED);
    });
}

#[test]
fn sec_h11_a_way_to_sign_in_that_is_off_is_off() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite)
            .setting("EmailSettings.EnableSignInWithEmail", "false")
            .start()
            .await;
        server.user("alice").await;

        let reply = server.anonymous().post("/users/login", login("alice@example.com", PASSWORD)).await;

        reply.refused(401, "api.user.login.invalid_credentials_username");
    });
}

#[test]
fn sec_h06_a_second_factor_is_not_passed_over() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite)
            .setting("ServiceSettings.EnableMultifactorAuthentication", "true")
            .start()
            .await;
        let (admin, alice) = (server.admin().await, server.user("alice").await);
        server.sql(vec![format!("UPDATE users SET mfaactive = TRUE WHERE id = '{}'", alice.id)]).await;

        let reply = server.anonymous().post("/users/login", login("alice", PASSWORD)).await;

        reply.refused(401, "mfa.validate_token.authenticate.app_error");
        let seen = admin.get(&format!("/users/{}", alice.id)).await;
        assert!(seen.ok().get("failed_attempts").is_none());
    });
}

#[test]
fn a_second_factor_lets_in_who_has_its_code_once() {
    const WRONG: &str = "api.user.check_user_mfa.bad_code.app_error";
    // The key, a time and its code are those of RFC 6238.
    testkit::run_as(
        |server| {
            server
                .setting("ServiceSettings.EnableMultifactorAuthentication", "true")
                .clock_at(1_111_111_109_000)
        },
        async |server: TestServer| {
            let alice = server.user("alice").await;
            let (secret, code) = ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "081804");
            let change = format!("mfaactive = TRUE, mfasecret = '{secret}' WHERE id = '{}'", alice.id);
            server.sql(vec![format!("UPDATE users SET {change}")]).await;
            let sign_in = async |password: &str, code: &str| {
                let input = json!({"login_id": "alice", "password": password, "token": code});
                server.anonymous().post("/users/login", input).await
            };

            sign_in(PASSWORD, "000000").await.refused(401, WRONG);
            sign_in("wrong-Passw0rd", code).await.refused(401, INVALID);
            sign_in(PASSWORD, code).await.ok();
            sign_in(PASSWORD, code).await.refused(401, WRONG);
        },
    );
}

#[test]
fn a_wrong_code_is_an_attempt() {
    testkit::run_as(
        |server| server.setting("ServiceSettings.EnableMultifactorAuthentication", "true"),
        async |server: TestServer| {
            let alice = server.user("alice").await;
            server.sql(vec![format!("UPDATE users SET mfaactive = TRUE WHERE id = '{}'", alice.id)]).await;
            let sign_in = async |code: &str| {
                let input = json!({"login_id": "alice", "password": PASSWORD, "token": code});
                server.anonymous().post("/users/login", input).await
            };

            for _ in 0..20 {
                sign_in("").await.refused(401, "mfa.validate_token.authenticate.app_error");
            }
            for _ in 0..10 {
                sign_in("000000").await.refused(401, "api.user.check_user_mfa.bad_code.app_error");
            }
            sign_in("000000").await.refused(401, LOCKED);
        },
    );
}

#[test]
fn sec_d06_who_owes_a_second_factor_is_served_nothing() {
    const OWES: &str = "api.context.mfa_required.app_error";
    testkit::run_as(
        |server| server.setting("ServiceSettings.EnableMultifactorAuthentication", "true"),
        async |server: TestServer| {
            let scene = server.scene().await;
            let complete = format!("UPDATE users SET mfaactive = TRUE WHERE id = '{}'", scene.admin.id);
            server.sql(vec![complete]).await;

            let patch = json!({"ServiceSettings": {"EnforceMultifactorAuthentication": true}});
            scene.admin.put("/config/patch", patch).await.ok();

            scene.bob.get("/users/me").await.ok();
            for path in [format!("/users/{}", scene.bob.id), format!("/channels/{}", scene.channel.id)] {
                scene.bob.get(&path).await.refused(403, OWES);
                scene.admin.get(&path).await.ok();
            }
            let post = json!({"channel_id": scene.channel.id, "message": "hello"});
            scene.bob.post("/posts", post).await.refused(403, OWES);
            assert!(Socket::connect(scene.bob.client(), None).await.is_err());
            Socket::connect(scene.admin.client(), None).await.unwrap();
            scene.bob.post("/users/logout", json!({})).await.ok();
        },
    );
}
