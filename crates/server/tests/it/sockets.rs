//! What a socket must never tell, and what it must not lose.

use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Channel, Client, Cut, Event, Reply, Request, Scene, Socket, Team, TestServer, User, engines};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

engines! {
    async fn sec_d05_a_foreign_page_cannot_open_a_socket(server: TestServer) {
        let bob = server.user("bob").await;
        let host = bob.address();
        let cookie = format!("MMAUTHTOKEN={}", bob.token().unwrap());
        let foreign = [
            "http://evil.example".to_owned(),
            "null".to_owned(),
            format!("http://{host}.evil.example"),
            format!("http://evil.example/{host}"),
            String::new(),
        ];

        for origin in &foreign {
            let by_cookie = upgrade(&server.anonymous()).header("Cookie", &cookie);
            for request in [by_cookie, upgrade(bob.client()), upgrade(&server.anonymous())] {
                let reply = request.header("Origin", origin).send().await;
                reply.refused(403, "api.web_socket.connect.upgrade.app_error");
            }
        }

        let own = format!("http://{host}");
        for request in [upgrade(&server.anonymous()).header("Cookie", &cookie), upgrade(bob.client())] {
            request.header("Origin", &own).send().await.is(101);
        }
        // A program is no page.
        upgrade(bob.client()).send().await.is(101);
    }

    async fn sec_d07_a_revoked_session_hears_nothing(server: TestServer) {
        let scene = server.scene().await;
        let mut staying = scene.bob.socket().await;
        for way in ["logout", "revoke", "revoke by an administrator"] {
            let (session, leaving) = further_session(&scene.bob).await;
            let socket = leaving.socket().await;
            let revoked = json!({"session_id": session});
            let ended = match way {
                "logout" => leaving.post("/users/logout", json!({})).await,
                "revoke" => leaving.post("/users/me/sessions/revoke", revoked).await,
                _ => scene.admin.post(&format!("/users/{}/sessions/revoke", scene.bob.id), revoked).await,
            };
            ended.ok();

            scene.alice.write(&scene.channel, way).await;

            assert_eq!(posts(&until_closed(socket).await), Vec::<String>::new(), "{way}");
            // Others of the same user hear it.
            assert_eq!(posts(&staying.heard().await), [way]);
        }

        scene.bob.post("/users/me/sessions/revoke/all", json!({})).await.ok();
        scene.alice.write(&scene.channel, "after all").await;

        assert_eq!(posts(&until_closed(staying).await), Vec::<String>::new());
    }

    async fn sec_d07_a_revoked_session_cannot_come_back(server: TestServer) {
        let scene = server.scene().await;
        let (_, leaving) = further_session(&scene.bob).await;
        let cut = cut(&leaving, leaving.socket().await).await;
        leaving.post("/users/logout", json!({})).await.ok();
        scene.alice.write(&scene.channel, "missed").await;

        let returned = Socket::connect(leaving.client(), Some(&cut)).await;

        assert!(returned.is_err(), "a session that has ended opened a socket");
    }

    async fn sec_d07_tokens_that_are_switched_off_are_not_answered(server: TestServer) {
        let admin = server.admin().await;
        let switch = async |on: bool| {
            let patch = json!({"ServiceSettings": {"EnableUserAccessTokens": on}});
            admin.put("/config/patch", patch).await.ok();
        };
        switch(true).await;
        let made = admin.post("/users/me/tokens", json!({"description": "a program"})).await;
        let program = admin.client().with_token(made.ok()["token"].as_str().unwrap());
        let mut socket = Socket::connect(&program, None).await.unwrap();
        assert_eq!(socket.request("get_statuses", json!({})).await["status"], "OK");

        switch(false).await;

        let answer = socket.try_request("get_statuses", json!({})).await;
        assert!(answer.is_err(), "{answer:?}");
        program.get("/users/me").await.is(401);
    }

    async fn sec_d08_who_left_a_team_hears_nothing_of_its_channels(server: TestServer) {
        let scene = server.scene().await;
        let hidden = scene.alice.private_channel(&scene.team).await;
        scene.alice.add_to_channel(&hidden, &scene.bob).await;
        let square = default_channel(&scene.alice, &scene.team).await;
        let elsewhere = channel_of_another_team(&scene).await;
        scene.alice.add_to_team(&scene.team, &scene.outsider).await;
        let mut socket = scene.bob.socket().await;

        leave(&scene.bob, &scene.team).await;
        for channel in [&scene.channel, &hidden, &square, &elsewhere] {
            bustle(&scene.alice, channel, &channel.id).await;
        }
        leave(&scene.outsider, &scene.team).await;

        let heard = socket.heard().await;
        assert_eq!(posts(&heard), std::slice::from_ref(&elsewhere.id));
        let removal = heard.iter().position(|event| event.name == "leave_team").unwrap();
        for place in [&scene.channel.id, &hidden.id, &square.id] {
            assert_silence(&heard[removal..], "channel_id", place);
        }
        // Who left after them is the team's business.
        let left: Vec<String> =
            heard.iter().filter(|event| event.name == "leave_team").map(|event| text(&event.data["user_id"])).collect();
        assert!(!left.contains(&scene.outsider.id), "{heard:#?}");
    }

    async fn sec_d08_who_was_removed_from_a_channel_hears_nothing_of_it(server: TestServer) {
        let scene = server.scene().await;
        let elsewhere = scene.alice.channel(&scene.team).await;
        scene.alice.add_to_channel(&elsewhere, &scene.bob).await;
        let mut socket = scene.bob.socket().await;
        scene.alice.write(&scene.channel, "before").await;

        remove(&scene.alice, &scene.channel, &scene.bob).await;
        bustle(&scene.alice, &scene.channel, "after").await;
        bustle(&scene.alice, &elsewhere, "elsewhere").await;

        let heard = socket.heard().await;
        assert_eq!(posts(&heard), ["before", "elsewhere"]);
        let removal = heard.iter().position(|event| event.name == "user_removed").unwrap();
        assert_silence(&heard[removal..], "channel_id", &scene.channel.id);

        // Who is taken in again hears again.
        scene.alice.add_to_channel(&scene.channel, &scene.bob).await;
        scene.alice.write(&scene.channel, "again").await;
        assert_eq!(posts(&socket.heard().await), ["again"]);
    }

    async fn sec_d09_another_session_cannot_take_up_a_connection(server: TestServer) {
        let scene = server.scene().await;
        let (_, second) = further_session(&scene.bob).await;
        let mut witness = scene.alice.socket().await;
        let cut = cut(&scene.bob, scene.bob.socket().await).await;
        scene.alice.write(&scene.channel, "missed").await;
        // From here on, whoever is told of it is told by a replay.
        witness.event("posted").await;

        for thief in [&second, &scene.alice, &scene.outsider] {
            assert_nothing_is_taken(thief, &cut).await;
        }
        let mut owner = scene.bob.resume(&cut).await;
        assert!(owner.is_resumed, "the owner's connection was disturbed");
        assert_eq!(posts(&owner.heard().await), ["missed"]);

        // Nor while its owner is there.
        for thief in [&second, &scene.alice, &scene.outsider] {
            assert_nothing_is_taken(thief, &cut).await;
        }
        scene.alice.write(&scene.channel, "later").await;
        assert_eq!(posts(&owner.heard().await), ["later"]);
    }

    async fn sec_d10_replay_leaves_out_channels_that_were_left(server: TestServer) {
        let scene = server.scene().await;
        let elsewhere = channel_of_another_team(&scene).await;
        let left = scene.alice.channel(&scene.team).await;
        scene.alice.add_to_channel(&left, &scene.bob).await;
        let mut socket = scene.bob.socket().await;
        scene.alice.write(&scene.channel, "told").await;
        assert_eq!(posts(&socket.heard().await), ["told"]);
        let away = cut(&scene.bob, socket).await;

        bustle(&scene.alice, &scene.channel, "missed while a member").await;
        remove(&scene.alice, &scene.channel, &scene.bob).await;
        bustle(&scene.alice, &scene.channel, "after the removal").await;
        bustle(&scene.alice, &elsewhere, "elsewhere").await;
        let mut socket = scene.bob.resume(&away).await;

        assert!(socket.is_resumed);
        let heard = socket.heard().await;
        assert_eq!(posts(&heard), ["elsewhere"]);
        assert_silence(&heard, "channel_id", &scene.channel.id);
        assert!(heard.iter().any(|event| event.name == "user_removed"), "the removal itself is told: {heard:#?}");

        // The same for all channels of a team.
        let away = cut(&scene.bob, socket).await;
        bustle(&scene.alice, &left, "missed while in the team").await;
        leave(&scene.bob, &scene.team).await;
        bustle(&scene.alice, &left, "after leaving the team").await;
        bustle(&scene.alice, &elsewhere, "elsewhere again").await;
        let mut socket = scene.bob.resume(&away).await;

        assert!(socket.is_resumed);
        let heard = socket.heard().await;
        assert_eq!(posts(&heard), ["elsewhere again"]);
        assert_silence(&heard, "channel_id", &left.id);
        assert_silence(&heard, "team_id", &scene.team.id);
    }

    async fn sec_d12_typing_is_relayed_to_members_only(server: TestServer) {
        let scene = server.scene().await;
        let Scene { alice, bob, outsider, channel, .. } = &scene;
        let mut sockets = [alice.socket().await, bob.socket().await, outsider.socket().await];

        let reply = sockets[0].request("user_typing", json!({"channel_id": channel.id})).await;
        assert_eq!(reply["status"], "OK", "{reply}");
        assert_eq!(who_hears_typing(&mut sockets).await, [vec![], vec![alice.id.clone()], vec![]]);

        let elsewhere = channel_of_another_team(&scene).await;
        let mut ids = vec![json!(channel.id), json!(elsewhere.id)];
        ids.extend([json!(""), json!("x"), json!(7), json!(null), json!([channel.id]), json!("../../posts")]);
        ids.extend([json!("\u{0}".repeat(26)), json!("é".repeat(13)), json!(channel.id.to_uppercase())]);
        for id in ids {
            let reply = sockets[2].request("user_typing", json!({"channel_id": id})).await;
            assert_eq!(reply["status"], "FAIL", "{id}: {reply}");
            assert_eq!(reply["error"]["id"], "api.websocket_handler.invalid_param.app_error", "{id}: {reply}");
        }
        assert_eq!(who_hears_typing(&mut sockets).await, [const { Vec::<String>::new() }; 3]);

        // Who was removed neither tells nor hears.
        remove(alice, channel, bob).await;
        sockets[1].event("user_removed").await;
        let reply = sockets[1].request("user_typing", json!({"channel_id": channel.id})).await;
        assert_eq!(reply["status"], "FAIL", "{reply}");
        sockets[0].request("user_typing", json!({"channel_id": channel.id})).await;
        assert_eq!(who_hears_typing(&mut sockets).await, [const { Vec::<String>::new() }; 3]);
    }

    async fn sec_d04_a_socket_that_does_not_say_who_it_is_is_closed(server: TestServer) {
        let host = server.anonymous().address();
        let mut stream = TcpStream::connect(host).await.unwrap();
        let request = format!(
            "GET /api/v4/websocket HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();

        let mut heard = Vec::new();
        let end = tokio::time::timeout(Duration::from_secs(60), stream.read_to_end(&mut heard)).await;

        end.expect("the server ends what says nothing").unwrap();
        assert!(heard.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&heard));
        // A close frame for a violated policy (1008), and nothing before it.
        assert!(heard.ends_with(b"\r\n\r\n\x88\x02\x03\xf0"), "{}", heard.escape_ascii());
    }

    async fn a_cut_while_a_return_is_under_way_loses_nothing(server: TestServer) {
        const ROUNDS: usize = 10;
        const POSTS: usize = 20;
        let scene = server.scene().await;
        let mut socket = scene.bob.socket().await;
        let mut written = Vec::new();
        let mut told = Vec::new();

        for round in 0..ROUNDS {
            for _ in 0..POSTS {
                write_next(&scene, &mut written).await;
            }
            // Each round has read more than the one before when it is cut.
            read(&mut socket, &mut told, 2 * round).await;
            let away = cut(&scene.bob, socket).await;
            return_and_vanish(&scene.bob, &away).await;
            socket = come_back(&scene.bob, &away).await;
            read(&mut socket, &mut told, round % 3).await;
            let away = cut(&scene.bob, socket).await;
            write_next(&scene, &mut written).await;
            return_and_vanish(&scene.bob, &away).await;
            socket = come_back(&scene.bob, &away).await;
            told.extend(posts(&socket.heard().await));
            assert_eq!(told, written, "in round {round}");
        }
    }
}

/// An upgrade by hand.
fn upgrade(client: &Client) -> Request {
    upgrade_at(client, "/websocket")
}

fn upgrade_at(client: &Client, path: &str) -> Request {
    client
        .request("GET", path)
        .header("Connection", "Upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Version", "13")
        .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
}

/// Signs somebody in once more; gives the session's id, too.
async fn further_session(user: &User) -> (String, User) {
    let ids = |reply: &Reply| -> Vec<String> {
        reply.ok().as_array().unwrap().iter().map(|session| text(&session["id"])).collect()
    };
    let before = ids(&user.get("/users/me/sessions").await);
    let further = user.with(user.server().sign_in(&user.username).await);
    let after = ids(&user.get("/users/me/sessions").await);
    let id = after.into_iter().find(|id| !before.contains(id)).unwrap();
    (id, further)
}

/// Cuts somebody's only socket and waits until the server has noticed.
async fn cut(user: &User, socket: Socket) -> Cut {
    let cut = socket.cut().await;
    for _ in 0..1000 {
        if user.get("/users/me/status").await.ok()["status"] == "offline" {
            return cut;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the server does not notice that a socket is gone");
}

/// Comes back to a connection and is gone with the answer to the upgrade.
async fn return_and_vanish(user: &User, cut: &Cut) {
    let path = format!("/websocket?connection_id={}&sequence_number={}", cut.connection_id, cut.next_seq);
    upgrade_at(user.client(), &path).send().await.is(101);
}

/// Comes back to a connection as soon as the server has noticed that its socket is gone.
async fn come_back(user: &User, cut: &Cut) -> Socket {
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        let socket = user.resume(cut).await;
        if socket.is_resumed {
            return socket;
        }
    }
    panic!("the connection is not taken up again");
}

/// What a socket hears until the server closes it.
async fn until_closed(mut socket: Socket) -> Vec<Event> {
    let mut heard = Vec::new();
    loop {
        match socket.try_next().await {
            Ok(event) => heard.push(event),
            Err(why) => {
                assert!(why.starts_with("closed: "), "the server did not close the socket: {why}");
                return heard;
            }
        }
    }
}

/// Checks that `thief` gets a new connection, whatever number of another's they name.
async fn assert_nothing_is_taken(thief: &User, cut: &Cut) {
    for next_seq in [cut.next_seq, 1, 0] {
        let mut socket = thief.resume(&Cut { next_seq, ..cut.clone() }).await;
        assert!(!socket.is_resumed, "{} took a connection up", thief.username);
        assert_ne!(socket.connection_id, cut.connection_id);
        assert_eq!(posts(&socket.heard().await), Vec::<String>::new(), "replayed to {}", thief.username);
    }
}

#[test]
fn sec_d12_nobody_hears_of_typing_without_end() {
    testkit::run_as(
        |server| server.clock_at(1_800_000_000_000),
        async |server: TestServer| {
            let scene = server.scene().await;
            let mut bob = scene.bob.socket().await;
            let typing = async || {
                for _ in 0..50 {
                    let typing = json!({"channel_id": scene.channel.id});
                    scene.alice.post("/users/me/typing", typing).await.ok();
                }
            };
            let mut heard = async || bob.names().await.iter().filter(|name| *name == "typing").count();

            typing().await;
            let first = heard().await;
            typing().await;
            assert_eq!((first, heard().await), (10, 0));
            server.advance(60_000);
            typing().await;
            assert_eq!(heard().await, 10);
        },
    );
}

async fn remove(remover: &User, channel: &Channel, user: &User) {
    remover.delete(&format!("/channels/{}/members/{}", channel.id, user.id)).await.ok();
}

async fn leave(user: &User, team: &Team) {
    user.delete(&format!("/teams/{}/members/{}", team.id, user.id)).await.ok();
}

/// A post that is changed, liked and deleted.
async fn bustle(user: &User, channel: &Channel, message: &str) {
    let post = user.write(channel, message).await;
    user.react(&post, "smile").await;
    user.put(&format!("/posts/{}/patch", post.id), json!({"message": "edited"})).await.ok();
    user.delete(&format!("/posts/{}", post.id)).await.ok();
}

async fn default_channel(user: &User, team: &Team) -> Channel {
    let json = user.get(&format!("/teams/{}/channels/name/town-square", team.id)).await.ok().clone();
    Channel { id: text(&json["id"]), json }
}

/// A channel that alice and bob share in a team that nobody leaves.
async fn channel_of_another_team(scene: &Scene) -> Channel {
    let team = scene.alice.team().await;
    scene.alice.add_to_team(&team, &scene.bob).await;
    let channel = scene.alice.channel(&team).await;
    scene.alice.add_to_channel(&channel, &scene.bob).await;
    channel
}

/// What people wrote, in the order in which it was told.
fn posts(heard: &[Event]) -> Vec<String> {
    heard
        .iter()
        .filter(|event| event.name == "posted")
        .map(|event| event.nested("post"))
        .filter(|post| post["type"] == "")
        .map(|post| text(&post["message"]))
        .collect()
}

/// Checks that no event was addressed to this place.
fn assert_silence(heard: &[Event], place: &str, id: &str) {
    let told: Vec<&Event> = heard.iter().filter(|event| event.broadcast[place] == id).collect();
    assert!(told.is_empty(), "told of a place that was left: {told:#?}");
}

/// Who types, as each of the sockets was told.
async fn who_hears_typing(sockets: &mut [Socket; 3]) -> [Vec<String>; 3] {
    let mut told = [const { Vec::new() }; 3];
    for (socket, told) in sockets.iter_mut().zip(&mut told) {
        let heard = socket.heard().await;
        let typing = heard.iter().filter(|event| event.name == "typing");
        told.extend(typing.map(|event| text(&event.data["user_id"])));
    }
    told
}

async fn write_next(scene: &Scene, written: &mut Vec<String>) {
    let message = written.len().to_string();
    scene.alice.write(&scene.channel, &message).await;
    written.push(message);
}

/// Reads this many posts.
async fn read(socket: &mut Socket, told: &mut Vec<String>, count: usize) {
    for _ in 0..count {
        told.extend(posts(&[socket.event("posted").await]));
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
