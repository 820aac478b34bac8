use std::pin::Pin;
use std::sync::Arc;

use conversations::{channels, members, teams};
use kernel::Ctx;
use kernel::intercept::Interceptor;
use serde_json::{Value, json};
use store::access::Membership;
use testkit::{Builder, Client, Scene, TestServer, User, engines};

const REFUSED: &str = "api.context.permissions.app_error";

async fn switch(admin: &User, is_on: bool) {
    admin.put("/config/patch", json!({"GuestAccountsSettings": {"Enable": is_on}})).await.ok();
}

async fn demote(scene: &Scene, user: &User) {
    scene.admin.post(&format!("/users/{}/demote", user.id), Value::Null).await.ok();
}

async fn flags(scene: &Scene, at: &str) -> (Value, Value) {
    let member = scene.admin.get(at).await.ok().clone();
    (member["scheme_guest"].clone(), member["scheme_user"].clone())
}

/// Demotes a user before whatever is proposed is done.
struct Demote {
    admin: Client,
    user: String,
}

impl Demote {
    fn bob(scene: &Scene) -> Arc<Self> {
        Arc::new(Self { admin: scene.admin.client().clone(), user: scene.bob.id.clone() })
    }
}

impl<P: Send + 'static> Interceptor<P> for Demote {
    fn intercept<'a>(
        &'a self,
        _: &'a Ctx,
        proposal: P,
    ) -> Pin<Box<dyn Future<Output = kernel::Result<P>> + Send + 'a>> {
        Box::pin(async move {
            self.admin.post(&format!("/users/{}/demote", self.user), Value::Null).await.ok();
            Ok(proposal)
        })
    }
}

/// What a guest is where they are a member.
fn guest() -> (Value, Value) {
    (json!(true), json!(false))
}

engines! {
    async fn whoever_comes_into_a_channel_while_they_are_demoted_is_a_guest_there(server: TestServer) {
        let scene = server.scene().await;
        let other = scene.alice.channel(&scene.team).await;
        server.app().interceptors.add::<members::Joining>(Demote::bob(&scene));

        scene.alice.add_to_channel(&other, &scene.bob).await;

        assert_eq!(flags(&scene, &format!("/channels/{}/members/{}", other.id, scene.bob.id)).await, guest());
    }

    async fn whoever_joins_a_team_while_they_are_demoted_is_a_guest_there(server: TestServer) {
        let scene = server.scene().await;
        let team = scene.alice.team().await;
        let square = format!("/teams/{}/channels/name/town-square", team.id);
        let square = scene.alice.get(&square).await.ok()["id"].as_str().unwrap().to_owned();
        server.app().interceptors.add::<teams::Joining>(Demote::bob(&scene));

        scene.alice.add_to_team(&team, &scene.bob).await;

        assert_eq!(flags(&scene, &format!("/teams/{}/members/{}", team.id, scene.bob.id)).await, guest());
        scene.admin.get(&format!("/channels/{square}/members/{}", scene.bob.id)).await.is(404);
    }

    async fn whoever_is_demoted_while_they_make_a_channel_makes_none(server: TestServer) {
        let scene = server.scene().await;
        server.app().interceptors.add::<channels::New>(Demote::bob(&scene));

        let input = json!({"team_id": scene.team.id, "name": "late", "display_name": "Late", "type": "O"});
        scene.bob.post("/channels", input).await.refused(403, REFUSED);

        scene.alice.get(&format!("/teams/{}/channels/name/late", scene.team.id)).await.is(404);
    }

    async fn roles_worked_out_for_a_member_are_not_those_of_a_guest(server: TestServer) {
        let scene = server.scene().await;
        demote(&scene, &scene.bob).await;
        let (team, channel) = (scene.team.id.parse().unwrap(), scene.channel.id.parse().unwrap());
        let user = scene.bob.id.parse().unwrap();

        let administers = Membership { scheme_user: true, scheme_admin: true, ..Membership::default() };
        let app = server.app();
        let written = app.db.transact(async move |tx| {
            let in_team = store::teams::set_roles(tx, team, user, &administers).await?;
            let in_channel = store::channels::set_roles(tx, channel, user, &administers, 1).await?;
            Ok::<_, db::Error>((in_team, in_channel))
        });

        assert_eq!(written.await.unwrap(), (false, false));
        assert_eq!(flags(&scene, &format!("/teams/{team}/members/{user}")).await, guest());
        assert_eq!(flags(&scene, &format!("/channels/{channel}/members/{user}")).await, guest());
    }

    async fn sec_f04_an_administrator_who_is_demoted_administers_nothing(server: TestServer) {
        let scene = server.scene().await;
        let places = [
            format!("/teams/{}/members/{}", scene.team.id, scene.bob.id),
            format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id),
        ];
        for place in &places {
            let roles = json!({"scheme_user": true, "scheme_admin": true});
            scene.admin.put(&format!("{place}/schemeRoles"), roles).await.ok();
        }
        let rename = |name: &str| json!({"display_name": name});
        scene.bob.put(&format!("/teams/{}/patch", scene.team.id), rename("Before")).await.ok();

        demote(&scene, &scene.bob).await;

        for place in &places {
            assert_eq!(scene.admin.get(place).await.ok()["scheme_admin"], false, "{place}");
        }
        scene.bob.put(&format!("/teams/{}/patch", scene.team.id), rename("After")).await.refused(403, REFUSED);
        scene.bob.put(&format!("/channels/{}/patch", scene.channel.id), rename("After")).await.refused(403, REFUSED);
    }

    async fn sec_g01_nobody_demotes_or_promotes_whom_they_are_below(server: TestServer) {
        let scene = server.scene().await;
        let more = "UPDATE roles SET permissions = permissions || ' demote_to_guest promote_guest '
                    WHERE name = 'system_user'";
        let both = format!("UPDATE users SET roles = 'system_admin system_guest' WHERE id = '{}'", scene.outsider.id);
        server.sql(vec![more.to_owned(), both]).await;

        for (user, act) in [(&scene.admin, "demote"), (&scene.outsider, "promote")] {
            scene.alice.post(&format!("/users/{}/{act}", user.id), Value::Null).await.refused(403, REFUSED);
        }

        assert_eq!(scene.admin.get("/users/me").await.ok()["roles"], "system_admin system_user");
        scene.alice.post(&format!("/users/{}/demote", scene.bob.id), Value::Null).await.ok();
    }

    async fn whoever_is_demoted_is_a_guest_everywhere_and_hears_so(server: TestServer) {
        let scene = server.scene().await;
        let mut socket = scene.bob.socket().await;

        demote(&scene, &scene.bob).await;

        assert_eq!(scene.bob.get("/users/me").await.ok()["roles"], "system_guest");
        assert_eq!(flags(&scene, &format!("/teams/{}/members/{}", scene.team.id, scene.bob.id)).await, guest());
        assert_eq!(flags(&scene, &format!("/channels/{}/members/{}", scene.channel.id, scene.bob.id)).await, guest());
        let names: Vec<String> = socket.names().await;
        for name in ["user_updated", "memberrole_updated", "channel_member_updated"] {
            assert!(names.iter().any(|heard| heard == name), "{name} is not among {names:?}");
        }
        assert!(!names.contains(&"user_role_updated".to_owned()));
        let again = scene.admin.post(&format!("/users/{}/demote", scene.bob.id), Value::Null).await;
        again.refused(501, "api.user.demote_user_to_guest.already_guest.app_error");
    }

    async fn sec_f04_an_open_session_is_a_guest_s_from_the_answer_on(server: TestServer) {
        let scene = server.scene().await;
        scene.bob.get(&format!("/users/{}", scene.outsider.id)).await.ok();

        demote(&scene, &scene.bob).await;

        scene.bob.get(&format!("/users/{}", scene.outsider.id)).await.refused(403, REFUSED);
        scene.bob.get(&format!("/teams/{}/channels", scene.team.id)).await.refused(403, REFUSED);
        let made = scene.bob.post("/teams", json!({"name": "guests", "display_name": "G", "type": "O"})).await;
        made.refused(403, "api.team.is_team_creation_allowed.disabled.app_error");
        scene.bob.get("/teams").await.refused(403, "api.team.get_all_teams.insufficient_permissions");
        assert_eq!(*scene.bob.post("/teams/search", json!({"term": ""})).await.ok(), json!([]));
    }

    async fn sec_b08_a_guest_hears_of_roommates_alone_connected_or_not(server: TestServer) {
        let scene = server.scene().await;
        demote(&scene, &scene.bob).await;
        let mut guest = scene.bob.socket().await;

        scene.outsider.put("/users/me/patch", json!({"nickname": "unseen"})).await.ok();
        scene.alice.put("/users/me/patch", json!({"nickname": "seen"})).await.ok();

        let heard = guest.event("user_updated").await;
        assert_eq!(heard.data["user"]["id"], scene.alice.id);
        let cut = guest.cut().await;
        scene.outsider.put("/users/me/patch", json!({"nickname": "missed"})).await.ok();
        scene.alice.put("/users/me/patch", json!({"nickname": "missed"})).await.ok();
        let mut guest = scene.bob.resume(&cut).await;
        let heard = guest.event("user_updated").await;
        assert_eq!((&heard.data["user"]["id"], &heard.data["user"]["nickname"]), (&json!(scene.alice.id), &json!("missed")));
        assert!(!guest.names().await.contains(&"user_updated".to_owned()));
    }

    async fn whoever_is_promoted_comes_into_the_default_channels(server: TestServer) {
        let scene = server.scene().await;
        let square = format!("/teams/{}/channels/name/town-square", scene.team.id);
        let square = scene.alice.get(&square).await.ok()["id"].as_str().unwrap().to_owned();
        demote(&scene, &scene.outsider).await;
        scene.alice.add_to_team(&scene.team, &scene.outsider).await;
        let member = format!("/channels/{square}/members/{}", scene.outsider.id);
        scene.admin.get(&member).await.is(404);

        scene.admin.post(&format!("/users/{}/promote", scene.outsider.id), Value::Null).await.ok();

        assert_eq!(scene.outsider.get("/users/me").await.ok()["roles"], "system_user");
        assert_eq!(flags(&scene, &member).await, (json!(false), json!(true)));
        let team = format!("/teams/{}/members/{}", scene.team.id, scene.outsider.id);
        assert_eq!(flags(&scene, &team).await, (json!(false), json!(true)));
        let again = scene.admin.post(&format!("/users/{}/promote", scene.outsider.id), Value::Null).await;
        again.refused(501, "api.user.promote_guest_to_user.no_guest.app_error");
    }

    async fn a_guest_is_not_called_when_they_come_and_calls_no_group(server: TestServer) {
        let scene = server.scene().await;
        demote(&scene, &scene.bob).await;
        let room = scene.alice.channel(&scene.team).await;

        scene.alice.add_to_channel(&room, &scene.bob).await;

        let member = scene.bob.get(&format!("/channels/{}/members/me", room.id)).await;
        assert_eq!(member.ok()["mention_count"], 0);
        let post = scene.bob.write(&room, "thanks, everybody").await;
        assert_eq!(post["props"]["disable_group_highlight"], true);
        let post = scene.alice.write(&room, "you are welcome").await;
        assert_eq!(post["props"], json!({}));
    }
}

engines! {
    async fn sec_b08_guests_hear_who_leaves_their_team_if_they_know_them(server: TestServer) {
        let scene = server.scene().await;
        let carol = server.user("carol").await;
        for newcomer in [&scene.outsider, &carol] {
            scene.alice.add_to_team(&scene.team, newcomer).await;
        }
        carol.post("/channels/direct", json!([carol.id, scene.bob.id])).await.is(201);
        demote(&scene, &scene.bob).await;
        let (mut guest, mut member) = (scene.bob.socket().await, scene.alice.socket().await);

        for user in [&scene.outsider, &carol] {
            user.delete(&format!("/teams/{}/members/{}", scene.team.id, user.id)).await.ok();
        }

        assert_eq!(guest.event("leave_team").await.data["user_id"], carol.id);
        assert_eq!(member.event("leave_team").await.data["user_id"], scene.outsider.id);
        assert_eq!(member.event("leave_team").await.data["user_id"], carol.id);
    }
}

/// A configuration as it is made.
fn guests_are_off(server: Builder) -> Builder {
    server.free("GuestAccountsSettings.Enable")
}

#[test]
fn sec_f05_only_those_with_the_right_make_guests_and_users() {
    testkit::run_as(guests_are_off, async |server: TestServer| {
        let scene = server.scene().await;
        let at = |act: &str| format!("/users/{}/{act}", scene.bob.id);
        let off = scene.admin.post(&at("demote"), Value::Null).await;
        off.refused(501, "api.team.demote_user_to_guest.disabled.error");
        switch(&scene.admin, true).await;

        scene.alice.post(&at("demote"), Value::Null).await.refused(403, REFUSED);
        demote(&scene, &scene.bob).await;
        scene.alice.post(&at("promote"), Value::Null).await.refused(403, REFUSED);
        let nobody = format!("/users/{}/demote", "z".repeat(26));
        scene.admin.post(&nobody, Value::Null).await.refused(404, "app.user.missing_account.const");
        let last = scene.admin.post(&format!("/users/{}/demote", scene.admin.id), Value::Null).await;
        last.refused(400, "app.user.update.lastAdmin.app_error");
    });
}

#[test]
fn guests_do_nothing_while_guest_accounts_are_switched_off() {
    testkit::run_as(guests_are_off, async |server: TestServer| {
        let scene = server.scene().await;
        let guest = format!("UPDATE users SET roles = 'system_guest' WHERE id = '{}'", scene.bob.id);
        server.sql(vec![guest]).await;

        scene.bob.get("/users/me").await.is(401);
        scene.alice.get("/users/me").await.ok();

        switch(&scene.admin, true).await;
        scene.bob.get("/users/me").await.ok();
    });
}

#[test]
fn guests_are_deactivated_when_guest_accounts_are_switched_off() {
    testkit::run_as(guests_are_off, async |server: TestServer| {
        let scene = server.scene().await;
        switch(&scene.admin, true).await;
        demote(&scene, &scene.bob).await;
        let mut socket = scene.alice.socket().await;

        switch(&scene.admin, false).await;

        socket.event("guests_deactivated").await;
        scene.bob.get("/users/me").await.is(401);
        scene.alice.get("/users/me").await.ok();
        let at = format!("/users/{}/active", scene.bob.id);
        let id = "api.user.update_active.cannot_enable_guest_when_guest_feature_is_disabled.app_error";
        scene.admin.put(&at, json!({"active": true})).await.refused(401, id);
        switch(&scene.admin, true).await;
        scene.admin.put(&at, json!({"active": true})).await.ok();
    });
}
