//! The rate limit of requests.

use testkit::{Builder, Client, TestServer};

/// A request and this many more at once.
const BURST: usize = 30;

fn limited(server: Builder, by_address: bool, by_user: bool) -> Builder {
    server
        .clock_at(1_800_000_000_000)
        .setting("RateLimitSettings.Enable", "true")
        .setting("RateLimitSettings.PerSec", "1")
        .setting("RateLimitSettings.MaxBurst", &BURST.to_string())
        .setting("RateLimitSettings.VaryByRemoteAddr", &by_address.to_string())
        .setting("RateLimitSettings.VaryByUser", &by_user.to_string())
}

/// Asks until no more is allowed.
async fn exhaust(client: &Client) {
    for _ in 0..=BURST {
        client.get("/system/ping").await.ok();
    }
    let refused = client.get("/system/ping").await;
    assert_eq!((refused.status, refused.text().as_str()), (429, "limit exceeded\n"));
    assert_eq!((refused.header("x-ratelimit-remaining"), refused.header("retry-after")), ("0", "1"));
}

#[test]
fn who_asks_too_often_makes_the_server_look_for_no_session() {
    testkit::run_as(
        |server| limited(server, true, false),
        async |server: TestServer| {
            let stranger = server.anonymous().with_token(&"x".repeat(26));
            stranger.get("/users/me").await.is(401);
            server.advance(60_000);
            exhaust(&server.anonymous()).await;

            let ask = async || {
                stranger.get("/users/me").await.is(429);
            };

            assert_eq!(server.statements_of(ask).await, 0);
            server.advance(1000);
            stranger.get("/users/me").await.is(401);
        },
    );
}

#[test]
fn users_at_one_address_have_limits_of_their_own() {
    testkit::run_as(
        |server| limited(server, false, true),
        async |server: TestServer| {
            let (alice, bob) = (server.user("alice").await, server.user("bob").await);
            server.advance(60_000);

            exhaust(&alice).await;

            bob.get("/users/me").await.ok();
            server.anonymous().get("/system/ping").await.ok();
            // Who is nobody is counted by address, whatever token they invent.
            for number in 0..BURST {
                server.anonymous().with_token(&format!("{number:026}")).get("/users/me").await.is(401);
            }
            server.anonymous().with_token(&"x".repeat(26)).get("/users/me").await.is(429);
            bob.get("/users/me").await.ok();
        },
    );
}

#[test]
fn an_address_and_a_user_are_limited_each() {
    testkit::run_as(
        |server| limited(server, true, true),
        async |server: TestServer| {
            let (alice, bob) = (server.user("alice").await, server.user("bob").await);
            server.advance(60_000);

            exhaust(&alice).await;

            bob.get("/users/me").await.is(429);
        },
    );
}
