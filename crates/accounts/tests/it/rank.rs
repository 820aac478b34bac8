//! Who may do what to whose account: delegated administrators, programs, and who is deactivated.

use serde_json::{Value, json};
use testkit::{Scene, Socket, TestServer, User, engines};

const REFUSED: &str = "api.context.permissions.app_error";
const EXPIRED: &str = "api.context.session_expired.app_error";

/// Somebody whose role lets them change other users, but not the system.
async fn manager(server: &TestServer) -> User {
    let manager = server.user("manager").await;
    let more = "edit_other_users sysconsole_write_user_management_users manage_roles demote_to_guest promote_guest \
                create_user_access_token read_user_access_token revoke_user_access_token";
    let roles = "system_user system_user_manager";
    server
        .sql(vec![
            format!(
                "UPDATE roles SET permissions = permissions || ' {more} ' WHERE name = 'system_user_manager'"
            ),
            format!("UPDATE users SET roles = '{roles}' WHERE id = '{}'", manager.id),
        ])
        .await;
    manager
}

/// Everything that changes somebody's account, or acts for them: method, path behind the user, body.
fn changes(user: &User, password: &str) -> Vec<(&'static str, &'static str, Value)> {
    let status = json!({"emoji": "tea", "text": "at tea"});
    let preference = json!([{"user_id": user.id, "category": "c", "name": "n", "value": "v"}]);
    vec![
        ("PUT", "/patch", json!({"nickname": "changed"})),
        ("PUT", "", json!({"id": user.id, "username": user.username, "email": user.email})),
        ("PUT", "/status", json!({"user_id": user.id, "status": "dnd"})),
        ("PUT", "/status/custom", status.clone()),
        ("POST", "/status/custom/recent/delete", status),
        ("DELETE", "/status/custom", Value::Null),
        ("PUT", "/preferences", preference.clone()),
        ("POST", "/preferences/delete", preference),
        ("GET", "/preferences", Value::Null),
        ("DELETE", "/image", Value::Null),
        ("GET", "/sessions", Value::Null),
        ("POST", "/reset_failed_attempts", Value::Null),
        ("PUT", "/password", json!({"new_password": password})),
        ("POST", "/sessions/revoke/all", Value::Null),
        ("PUT", "/roles", json!({"roles": "system_user"})),
        ("POST", "/demote", Value::Null),
        ("PUT", "/active", json!({"active": false})),
        ("DELETE", "", Value::Null),
    ]
}

engines! {
    async fn roles_are_replaced_by_what_is_named_and_an_administrator_is_a_user_too(server: TestServer) {
        let (admin, bob) = (server.admin().await, server.user("bob").await);
        let at = format!("/users/{}/roles", bob.id);
        let roles = async || admin.get(&format!("/users/{}", bob.id)).await.ok()["roles"].clone();

        for body in [json!({"roles": ""}), json!({}), json!({"roles": 5})] {
            admin.put(&at, json!({"roles": "system_user"})).await.ok();
            admin.put(&at, body).await.ok();
            assert_eq!(roles().await, "");
        }
        let alone = admin.put(&at, json!({"roles": "system_admin"})).await;
        alone.refused(400, "api.context.invalid_body_param.app_error");
        admin.put(&at, json!({"roles": "system_user system_admin"})).await.ok();
        assert_eq!(roles().await, "system_user system_admin");
        let nobody = admin.put(&format!("/users/{}/roles", "y".repeat(26)), json!({"roles": "system_user"})).await;
        nobody.refused(400, "app.user.missing_account.const");
    }

    async fn sec_g01_nobody_changes_an_account_of_a_higher_rank(server: TestServer) {
        let (admin, bob) = (server.admin().await, server.user("bob").await);
        let manager = manager(&server).await;
        let change = async |user: &User, (method, path, body): &(&str, &str, Value)| {
            let request = manager.request(method, &format!("/users/{}{path}", user.id));
            match body.is_null() {
                true => request.send().await,
                false => request.json(body).send().await,
            }
        };
        let before = admin.get("/users/me").await.ok().clone();

        for tried in changes(&admin, "Taken-Over-1") {
            let reply = change(&admin, &tried).await;
            assert_eq!(reply.status, 403, "{tried:?}: {}", reply.text());
        }

        // The same session is still there, and so is all the rest.
        assert_eq!(*admin.get("/users/me").await.ok(), before);
        for allowed in changes(&bob, "Given-Anew-1") {
            let reply = change(&bob, &allowed).await;
            assert!(reply.is_success(), "{allowed:?}: {}", reply.text());
        }
    }

    async fn sec_i06_a_program_decides_about_no_account(server: TestServer) {
        let (admin, bob) = (server.admin().await, server.user("bob").await);
        let switch = json!({"ServiceSettings": {"EnableUserAccessTokens": true}});
        admin.put("/config/patch", switch).await.ok();
        let make = async |description: &str| {
            let made = admin.post("/users/me/tokens", json!({"description": description})).await;
            let text = |key: &str| made.ok()[key].as_str().unwrap().to_owned();
            (text("id"), text("token"))
        };
        let (id, secret) = make("a program").await;
        let program = admin.client().with_token(&secret);
        program.get("/users/me").await.ok();
        let session = admin.get("/users/me/sessions").await.ok()[0]["id"].clone();

        let own = |path: &str| format!("/users/{}{path}", admin.id);
        let of_bob = |path: &str| format!("/users/{}{path}", bob.id);
        let password = json!({"current_password": testkit::PASSWORD, "new_password": "Taken-Over-1"});
        let email = json!({"email": "new@example.com", "password": testkit::PASSWORD});
        let tries = [
            ("POST", own("/tokens"), json!({"description": "another"})),
            ("POST", of_bob("/tokens"), json!({"description": "another"})),
            ("GET", own("/tokens"), Value::Null),
            ("GET", "/users/tokens".to_owned(), Value::Null),
            ("GET", format!("/users/tokens/{id}"), Value::Null),
            ("POST", "/users/tokens/search".to_owned(), json!({"term": "admin"})),
            ("POST", "/users/tokens/disable".to_owned(), json!({"token_id": id})),
            ("POST", "/users/tokens/enable".to_owned(), json!({"token_id": id})),
            ("POST", "/users/tokens/revoke".to_owned(), json!({"token_id": id})),
            ("PUT", own("/password"), password),
            ("PUT", of_bob("/password"), json!({"new_password": "Taken-Over-1"})),
            ("PUT", own("/patch"), email),
            ("GET", own("/sessions"), Value::Null),
            ("GET", of_bob("/sessions"), Value::Null),
            ("POST", own("/sessions/revoke"), json!({"session_id": session})),
            ("POST", own("/sessions/revoke/all"), Value::Null),
            ("POST", of_bob("/sessions/revoke/all"), Value::Null),
            ("POST", "/users/sessions/revoke/all".to_owned(), Value::Null),
        ];
        for (method, path, body) in tries {
            let request = program.request(method, &path);
            let reply = if body.is_null() { request.send().await } else { request.json(&body).send().await };
            assert_eq!((reply.status, reply.error_id()), (403, REFUSED), "{method} {path}");
        }

        assert_eq!(admin.get("/users/me").await.ok()["email"], admin.email);
        bob.get("/users/me").await.ok();
        server.sign_in("admin").await;
        admin.get(&format!("/users/tokens/{id}")).await.ok();
    }

    async fn sec_g09_who_is_deactivated_does_nothing_more(server: TestServer) {
        let scene = server.scene().await;
        let switch = json!({"ServiceSettings": {"EnableUserAccessTokens": true}});
        scene.admin.put("/config/patch", switch).await.ok();
        let made = scene.admin.post(&format!("/users/{}/tokens", scene.bob.id), json!({"description": "p"})).await;
        let program = scene.bob.client().with_token(made.ok()["token"].as_str().unwrap());
        let further = scene.bob.with(server.sign_in("bob").await);
        let callers = [scene.bob.client(), further.client(), &program];
        for caller in callers {
            caller.get("/users/me").await.ok();
        }
        let sockets = [scene.bob.socket().await, Socket::connect(&program, None).await.unwrap()];
        let active = async |is_active: bool| {
            let at = format!("/users/{}/active", scene.bob.id);
            scene.admin.put(&at, json!({"active": is_active})).await.ok();
        };

        active(false).await;
        scene.alice.write(&scene.channel, "behind their back").await;

        for caller in callers {
            assert_inert(&scene, caller).await;
        }
        assert!(Socket::connect(&program, None).await.is_err());
        for mut socket in sockets {
            while let Ok(event) = socket.try_next().await {
                assert!(!event.data.to_string().contains("behind their back"), "{event:?}");
            }
        }
        assert_eq!(scene.alice.get(&format!("/users/{}/status", scene.bob.id)).await.ok()["status"], "offline");

        active(true).await;
        for caller in [scene.bob.client(), further.client()] {
            assert_inert(&scene, caller).await;
        }
        server.sign_in("bob").await;
    }
}

async fn assert_inert(scene: &Scene, caller: &testkit::Client) {
    let post = json!({"channel_id": scene.channel.id, "message": "still here"});
    let command = json!({"channel_id": scene.channel.id, "command": "/me is still here"});
    caller.get("/users/me").await.refused(401, EXPIRED);
    caller.post("/posts", post).await.refused(401, EXPIRED);
    caller.post("/commands/execute", command).await.refused(401, EXPIRED);
}
