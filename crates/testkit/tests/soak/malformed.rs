//! Requests that nobody should send, over the whole route table.
//!
//! Each gets an answer within the time, none a 5xx (but for the 501 with which the protocol says that something is
//! switched off), and the server's memory stays bounded.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use testkit::process::{self, Process, say};
use testkit::{Connection, Engine, PASSWORD, TestDatabase};

use crate::Plan;

const CONNECTIONS: u64 = 12;
const PATIENCE: Duration = Duration::from_secs(30);
/// What a development build may take, with all its connections.
const MEMORY: u64 = 500 * 1024 * 1024;

pub async fn run(engine: Engine, plan: Plan) {
    let binary = process::binary();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    let database = TestDatabase::make(engine, &data).await;
    let server = Process::start(&binary, &data, &database).await;
    let things = Arc::new(Things::make(&server).await);
    let routes = Arc::new(server::routes());

    let done = plan.done();
    let rest = plan.rounds.saturating_sub(done);
    let statuses: Arc<Mutex<BTreeMap<String, u64>>> = Arc::default();
    let peak = Arc::new(Mutex::new(server.memory()));
    let mut workers = Vec::new();
    for worker in 0..CONNECTIONS {
        let (things, routes, statuses) = (things.clone(), routes.clone(), statuses.clone());
        let address = server.address;
        let seed = plan.seed.wrapping_mul(1000).wrapping_add(done).wrapping_add(worker << 32);
        workers.push(tokio::spawn(async move {
            let mut random = StdRng::seed_from_u64(seed);
            let mut connection = None;
            for _ in 0..rest.div_ceil(CONNECTIONS) {
                let route = &routes[random.random_range(0..routes.len())];
                let request = Mangled::make(&mut random, route, &things);
                // A server that answers before it has read a whole body ends the connection; the next request may be
                // the first to notice, and is sent again on a fresh one.
                let mut answer = None;
                if let Some(kept) = connection.take() {
                    let mut kept: Connection = kept;
                    match tokio::time::timeout(PATIENCE, kept.exchange(&request.bytes)).await {
                        Ok(Ok(answered)) => answer = Some((kept, Ok(Ok(answered)))),
                        Ok(Err(_)) => {}
                        Err(_) => panic!("no answer within 30 s to {request}"),
                    }
                }
                let (open, answer) = match answer {
                    Some(answered) => answered,
                    None => {
                        let mut open = Connection::open(address).await.unwrap();
                        let answer = tokio::time::timeout(PATIENCE, open.exchange(&request.bytes)).await;
                        (open, answer)
                    }
                };
                let outcome = match answer {
                    Err(_) => panic!("no answer within 30 s to {request}"),
                    Ok(Ok(answer)) => {
                        let status = answer.status;
                        assert!(
                            status < 500 || status == 501,
                            "{status} {} to {request}",
                            String::from_utf8_lossy(&answer.body)
                        );
                        if answer.is_reusable && !request.is_broken {
                            connection = Some(open);
                        }
                        status.to_string()
                    }
                    Ok(Err(error)) => {
                        assert!(request.is_broken, "{error} instead of an answer to {request}");
                        "closed".to_owned()
                    }
                };
                *statuses.lock().entry(outcome).or_default() += 1;
            }
        }));
    }
    while workers.iter().any(|worker| !worker.is_finished()) {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let mut peak = peak.lock();
        *peak = (*peak).max(server.memory());
    }
    for worker in workers {
        worker.await.unwrap();
    }
    plan.finished(plan.rounds);

    server.client().get("/system/ping").await.ok();
    let peak = *peak.lock();
    say(&format!(
        "{rest} malformed requests on {engine:?}, memory at most {} MB, answers {:?}",
        peak / 1024 / 1024,
        statuses.lock()
    ));
    assert!(peak < MEMORY, "the server took {} MB", peak / 1024 / 1024);
    server.stop();
}

/// Real things, so that a request is wrong in one place only.
struct Things {
    /// An administrator, a member, nobody.
    tokens: [String; 3],
    user: String,
    team: String,
    channel: String,
    post: String,
}

impl Things {
    async fn make(server: &Process) -> Self {
        let client = server.client();
        let mut tokens = [const { String::new() }; 3];
        let mut ids = Vec::new();
        for (number, name) in ["admin", "member"].into_iter().enumerate() {
            let input =
                json!({"email": format!("{name}@example.com"), "username": name, "password": PASSWORD});
            let reply = client.post("/users", input).await;
            ids.push(reply.ok()["id"].as_str().unwrap().to_owned());
            let reply = client.post("/users/login", json!({"login_id": name, "password": PASSWORD})).await;
            reply.ok();
            tokens[number] = reply.header("token").to_owned();
        }
        let member = client.with_token(&tokens[1]);
        let make = async |path: &str, input: serde_json::Value| {
            member.post(path, input).await.ok()["id"].as_str().unwrap().to_owned()
        };
        let team = make("/teams", json!({"name": "team", "display_name": "team", "type": "O"})).await;
        let input = json!({"team_id": team, "name": "channel", "display_name": "channel", "type": "O"});
        let channel = make("/channels", input).await;
        let post = make("/posts", json!({"channel_id": channel, "message": "hello"})).await;
        Self { tokens, user: ids.swap_remove(0), team, channel, post }
    }
}

/// A request with something wrong.
struct Mangled {
    bytes: Vec<u8>,
    /// Whether it is no whole HTTP request, so that closing the connection is an answer.
    is_broken: bool,
}

impl std::fmt::Display for Mangled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = &self.bytes[..self.bytes.len().min(1500)];
        write!(f, "{} bytes:\n{}", self.bytes.len(), String::from_utf8_lossy(shown))
    }
}

impl Mangled {
    fn make(random: &mut StdRng, route: &http_api::Route, things: &Things) -> Self {
        let mut segments = Vec::new();
        for segment in route.path.split('/') {
            match segment.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
                Some(name) => segments.push(path_value(random, name, things)),
                None => segments.push(segment.to_owned()),
            }
        }
        let mut target = segments.join("/");
        if random.random_bool(0.4) {
            target = format!("{target}?{}", query(random, things));
        }
        let method = match random.random_range(0..12) {
            0 => pick(random, &["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW"]),
            _ => route.method.as_str(),
        };
        // Signing out would make strangers of everybody after.
        let ends_sessions = route.path.contains("logout") || route.path.contains("revoke");
        let token = &things.tokens[if ends_sessions { 2 } else { random.random_range(0..3) }];
        // Who may change the configuration sends nothing that could be one.
        let is_configuration = route.path.contains("/config") && *token == things.tokens[0];
        let body = if method == "GET" && random.random_bool(0.9) {
            Vec::new()
        } else {
            body(random, route, things, is_configuration)
        };

        let mut head = format!("{method} {target} HTTP/1.1\r\n").into_bytes();
        let mut is_broken = false;
        if !random.random_bool(0.01) {
            head.extend(b"Host: localhost\r\n");
        }
        if !token.is_empty() {
            let value = match random.random_range(0..20) {
                0 => format!("Bearer {token}x"),
                1 => "Bearer".to_owned(),
                2 => format!("Basic {token}"),
                3 => format!("Bearer {}", "a".repeat(5000)),
                _ => format!("Bearer {token}"),
            };
            head.extend(format!("Authorization: {value}\r\n").bytes());
        }
        match random.random_range(0..30) {
            0 => head.extend(b"Cookie: MMAUTHTOKEN=\xff\xfe; MMCSRF=1\r\n"),
            1 => head.extend(b"X-Forwarded-For: not an address\r\nX-Real-IP: ::::\r\n"),
            2 => head.extend(b"If-None-Match: \"\r\nAccept-Encoding: gzip;q=x, br\r\n"),
            3 => head.extend(b"Content-Type: multipart/form-data\r\nConnection-Id: ?\r\n"),
            4 => head.extend(format!("X-Long: {}\r\n", "y".repeat(6000)).bytes()),
            5 => head.extend(b"Upgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Key: x\r\n"),
            _ => {}
        }
        match random.random_range(0..60) {
            0 => {
                head.extend(b"Content-Length: none\r\n\r\n");
                is_broken = true;
            }
            1 => {
                head.extend(b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n");
                is_broken = true;
            }
            2 => {
                head.extend(
                    format!("Content-Length: {}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", body.len())
                        .bytes(),
                );
                is_broken = true;
            }
            3 => {
                head.extend(format!("Transfer-Encoding: chunked\r\n\r\n{:x}\r\n", body.len()).bytes());
                head.extend(&body);
                head.extend(if body.is_empty() { "\r\n" } else { "\r\n0\r\n\r\n" }.bytes());
            }
            _ => {
                head.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes());
                head.extend(&body);
            }
        }
        // A line that no HTTP request has, or headers beyond every limit, may end the connection.
        is_broken |= target.bytes().any(|letter| letter <= b' ' || letter >= 0x7f) || target.len() > 4000;
        Self { bytes: head, is_broken }
    }
}

fn pick<'a>(random: &mut StdRng, from: &[&'a str]) -> &'a str {
    from[random.random_range(0..from.len())]
}

fn real<'a>(name: &str, things: &'a Things) -> &'a str {
    match name {
        "team_id" => &things.team,
        "channel_id" => &things.channel,
        "post_id" | "root_id" => &things.post,
        "team_name" => "team",
        "channel_name" => "channel",
        "username" => "member",
        "emoji_name" => "smile",
        _ => &things.user,
    }
}

fn path_value(random: &mut StdRng, name: &str, things: &Things) -> String {
    let real = real(name, things);
    match random.random_range(0..16) {
        0 => "me".to_owned(),
        1 => "x".to_owned(),
        2 => real[..real.len() / 2].to_owned(),
        3 => format!("{real}{real}"),
        4 => real.to_uppercase(),
        5 => "%00".to_owned(),
        6 => "%ff%fe".to_owned(),
        7 => "%zz".to_owned(),
        8 => "..%2f..%2fetc".to_owned(),
        9 => "%F0%9F%92%A9".to_owned(),
        10 => "a".repeat(random.random_range(100..3000)),
        11 => "'%20OR%201=1--".to_owned(),
        12 => "aaaaaaaaaaaaaaaaaaaaaaaaaa".to_owned(),
        _ => real.to_owned(),
    }
}

fn query(random: &mut StdRng, things: &Things) -> String {
    let names = [
        "page",
        "per_page",
        "since",
        "before",
        "after",
        "etag",
        "include_deleted",
        "limit_before",
        "limit_after",
        "collapsedThreads",
        "skipFetchThreads",
        "fromCreateAt",
        "fromPost",
        "direction",
        "perPage",
        "in_team",
        "sort",
        "time",
        "format",
        "access_token",
        "page%00",
        "%ff",
    ];
    let mut pairs = Vec::new();
    for _ in 0..random.random_range(1..5) {
        let value = match random.random_range(0..12) {
            0 => "-1".to_owned(),
            1 => "99999999999999999999999999".to_owned(),
            2 => "9223372036854775807".to_owned(),
            3 => "-9223372036854775808".to_owned(),
            4 => "NaN".to_owned(),
            5 => "%00".to_owned(),
            6 => "%".to_owned(),
            7 => things.post.clone(),
            8 => "z".repeat(500),
            9 => "true;false".to_owned(),
            10 => "1e9".to_owned(),
            _ => "0".to_owned(),
        };
        pairs.push(format!("{}={value}", pick(random, &names)));
    }
    pairs.join("&")
}

fn body(random: &mut StdRng, route: &http_api::Route, things: &Things, must_be_invalid: bool) -> Vec<u8> {
    let example = route.example.body.unwrap_or("{}");
    let filled = example
        .replace("{team}", &things.team)
        .replace("{channel}", &things.channel)
        .replace("{post}", &things.post)
        .replace("{self}", &things.user)
        .replace("{other}", &things.user)
        .replace("{fresh}", &format!("fresh{}", random.random::<u32>()));
    let kind = if must_be_invalid { random.random_range(0..8) } else { random.random_range(0..16) };
    match kind {
        0 => b"{".to_vec(),
        1 => b"\xff\xfe\xfd".to_vec(),
        2 => {
            let depth = random.random_range(200..100_000);
            "[".repeat(depth).into_bytes()
        }
        3 => {
            let depth = random.random_range(100..20_000);
            format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)).into_bytes()
        }
        4 => filled.as_bytes()[..filled.len() / 2].to_vec(),
        5 => format!("{filled}{filled}").into_bytes(),
        6 => br#"{"message":"\ud800","channel_id":"\udfff","a":"#.to_vec(),
        7 => vec![b' '; random.random_range(1..700_000)],
        8 => b"null".to_vec(),
        9 => b"[]".to_vec(),
        10 => b"\"text\"".to_vec(),
        _ => swapped(random, &filled, things),
    }
}

/// The example with some of its values replaced by others, often of another type.
fn swapped(random: &mut StdRng, filled: &str, things: &Things) -> Vec<u8> {
    let Ok(mut value) = serde_json::from_str::<serde_json::Value>(filled) else { return filled.into() };
    swap(random, &mut value, things);
    // Keys that many routes know, whether this one does or not.
    if let Some(fields) = value.as_object_mut() {
        let names = [
            "id",
            "user_id",
            "channel_id",
            "team_id",
            "root_id",
            "message",
            "props",
            "file_ids",
            "metadata",
            "type",
            "name",
            "display_name",
            "create_at",
            "delete_at",
            "header",
            "purpose",
            "notify_props",
            "roles",
            "pending_post_id",
            "scheme_id",
            "timezone",
            "email",
            "username",
            "password",
            "is_pinned",
            "has_reactions",
            "user_ids",
        ];
        for _ in 0..random.random_range(0..4) {
            fields.insert(pick(random, &names).to_owned(), odd(random, things));
        }
    }
    value.to_string().into_bytes()
}

fn swap(random: &mut StdRng, value: &mut serde_json::Value, things: &Things) {
    match value {
        serde_json::Value::Object(fields) if !fields.is_empty() && random.random_bool(0.9) => {
            for (_, field) in fields.iter_mut() {
                if random.random_bool(0.5) {
                    swap(random, field, things);
                }
            }
        }
        serde_json::Value::Array(items) if !items.is_empty() && random.random_bool(0.7) => {
            let at = random.random_range(0..items.len());
            swap(random, &mut items[at], things);
        }
        other => *other = odd(random, things),
    }
}

fn odd(random: &mut StdRng, things: &Things) -> serde_json::Value {
    match random.random_range(0..18) {
        0 => json!(null),
        1 => json!(true),
        2 => json!(-1),
        3 => json!(9_223_372_036_854_775_807_i64),
        4 => json!(1.5e300),
        5 => json!(""),
        6 => json!("\u{0}"),
        7 => json!("a\u{0}b"),
        8 => json!("x".repeat(random.random_range(1000..400_000))),
        9 => json!("\u{202e}\u{feff}💩\u{fffd}"),
        10 => json!([[[]]]),
        11 => json!({"a": {"b": [1, "2", null]}}),
        12 => json!(things.user),
        13 => json!(things.channel),
        14 => json!(["", null, 1]),
        15 => json!("@all @channel #tag ".repeat(random.random_range(1..500))),
        16 => json!("*".repeat(random.random_range(1..16_000))),
        _ => json!("plain"),
    }
}
