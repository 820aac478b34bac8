//! The server is killed while people write, reply, call somebody, read and follow.
//!
//! What was acknowledged must be there once. What was under way may be there or not; sending it again with the same
//! `pending_post_id` must end with one post, the same that was there if it was. Counters must equal a recount: those of
//! the database by its check, those of threads and mentions by what can be read, for somebody who is called and never
//! reads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use testkit::process::{self, Process, say};
use testkit::{Client, Engine, PASSWORD, TestDatabase};

use crate::Plan;

const CONNECTIONS: usize = 16;
const CALLED: &str = "called";

/// What one connection sent.
#[derive(Default)]
struct Sent {
    /// Message and the id that was acknowledged.
    acknowledged: Vec<(Value, String)>,
    /// What had no answer when the server died.
    open: Option<Value>,
}

pub async fn run(engine: Engine, plan: Plan) {
    let binary = process::binary();
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).unwrap();
    let database = TestDatabase::make(engine, &data).await;
    let start = async || Process::start(&binary, &data, &database).await;

    let mut server = start().await;
    let people = sign_up(&server.client()).await;
    let mut back = Vec::new();
    let mut posts = 0;
    let mut again = 0;
    let mut thread_calls = 0;
    for round in plan.done()..plan.rounds {
        let mut random = StdRng::seed_from_u64(plan.seed.wrapping_add(round));
        let channel = make_channel(&people, &server.client(), round).await;
        let life = Duration::from_millis(random.random_range(30..600));
        let sent = write_until_killed(server, &people, &channel, round, life).await;
        recount(&binary, &data, &database);
        server = start().await;
        back.push(server.came_back_after);
        let client = server.client();
        again += sent.iter().filter(|sent| sent.open.is_some()).count();
        posts += verify(&client, &people, &channel, sent).await;
        thread_calls += recount_mentions(&client, &people, &channel).await;
        let path = format!("/users/me/teams/{}/threads?totalsOnly=true", people.team);
        let threads = client.with_token(&people.called.1).get(&path).await;
        assert_eq!(threads.ok()["total_unread_mentions"], json!(thread_calls), "replies call whom they name");
        plan.finished(round + 1);
    }
    server.stop();
    recount(&binary, &data, &database);
    back.sort_unstable();
    if let Some(longest) = back.last() {
        let half = back[back.len() / 2];
        say(&format!(
            "{} kills on {engine:?}: {posts} acknowledged posts, each there once; {again} sent again; back after {} ms \
             (half of the times), {} ms at most",
            back.len(),
            half.as_millis(),
            longest.as_millis()
        ));
    }
}

struct People {
    /// A token per connection.
    tokens: Vec<String>,
    team: String,
    ids: Vec<String>,
    /// Somebody who is called and never reads: id and token.
    called: (String, String),
}

/// Four people with four connections each, and one who is called.
async fn sign_up(client: &Client) -> People {
    let mut people =
        People { tokens: Vec::new(), team: String::new(), ids: Vec::new(), called: Default::default() };
    for (number, name) in ["writer0", "writer1", "writer2", "writer3", CALLED].into_iter().enumerate() {
        let input = json!({"email": format!("{name}@example.com"), "username": name, "password": PASSWORD});
        let id = text(client.post("/users", input).await.ok(), "id");
        let reply = client.post("/users/login", json!({"login_id": name, "password": PASSWORD})).await;
        reply.ok();
        let token = reply.header("token").to_owned();
        let writer = client.with_token(&token);
        if number == 0 {
            let input = json!({"name": "writers", "display_name": "writers", "type": "O"});
            people.team = text(writer.post("/teams", input).await.ok(), "id");
        } else {
            let first = client.with_token(&people.tokens[0]);
            let input = json!({"team_id": people.team, "user_id": id});
            first.post(&format!("/teams/{}/members", people.team), input).await.ok();
        }
        if name == CALLED {
            people.called = (id, token);
            continue;
        }
        people.ids.push(id);
        people.tokens.extend(std::iter::repeat_n(token, CONNECTIONS / 4));
    }
    people
}

async fn make_channel(people: &People, client: &Client, round: u64) -> String {
    let first = client.with_token(&people.tokens[0]);
    let name = format!("round{round}");
    let input = json!({"team_id": people.team, "name": name, "display_name": name, "type": "O"});
    let channel = text(first.post("/channels", input).await.ok(), "id");
    for id in people.ids[1..].iter().chain([&people.called.0]) {
        first.post(&format!("/channels/{channel}/members"), json!({"user_id": id})).await.ok();
    }
    channel
}

async fn write_until_killed(
    server: Process,
    people: &People,
    channel: &str,
    round: u64,
    life: Duration,
) -> Vec<Sent> {
    let is_over = Arc::new(AtomicBool::new(false));
    let mut writers = Vec::new();
    for (connection, token) in people.tokens.iter().enumerate() {
        let client = server.client().with_token(token);
        let author = people.ids[connection / 4].clone();
        let (channel, team, is_over) = (channel.to_owned(), people.team.clone(), is_over.clone());
        writers.push(tokio::spawn(async move {
            let mut sent = Sent::default();
            let mut root = String::new();
            for number in 0_u64.. {
                let call = if number % 3 == 0 { "" } else { " @called" };
                let input = json!({
                    "channel_id": channel,
                    // A thread of four, then the next.
                    "root_id": if number % 4 == 0 { "" } else { &root },
                    "message": format!("{round}/{connection}/{number}{call}"),
                    "pending_post_id": format!("{author}:{round}-{connection}-{number}"),
                });
                match client.request("POST", "/posts").json(&input).try_send().await {
                    Ok(reply) if reply.status == 201 => {
                        let id = text(&reply.json, "id");
                        if number % 4 == 0 {
                            root.clone_from(&id);
                        }
                        sent.acknowledged.push((input, id));
                        // What is lost of this, nobody can tell; it must leave no counter astray.
                        if let Some((method, path)) = aside(number, &team, &root) {
                            let body = json!({"channel_id": channel});
                            let _lost = client.request(method, &path).json(&body).try_send().await;
                        }
                    }
                    Ok(reply) => panic!("a post was not taken: {reply:?}"),
                    Err(_) => {
                        assert!(
                            is_over.load(Ordering::SeqCst),
                            "a request had no answer from a living server"
                        );
                        sent.open = Some(input);
                        break;
                    }
                }
            }
            sent
        }));
    }
    tokio::time::sleep(life).await;
    is_over.store(true, Ordering::SeqCst);
    server.kill();
    let mut all = Vec::new();
    for writer in writers {
        all.push(writer.await.unwrap());
    }
    all
}

/// What people do beside writing.
fn aside(number: u64, team: &str, root: &str) -> Option<(&'static str, String)> {
    let thread = format!("/users/me/teams/{team}/threads/{root}");
    match number % 7 {
        0 => Some(("POST", "/channels/members/me/view".to_owned())),
        1 => Some(("DELETE", format!("{thread}/following"))),
        2 => Some(("PUT", format!("{thread}/following"))),
        3 => Some(("POST", format!("/users/me/posts/{root}/set_unread"))),
        4 => Some(("PUT", format!("/users/me/teams/{team}/threads/read"))),
        _ => None,
    }
}

/// Compares what a channel counts of threads and calls with what is there. Gives how many replies call.
async fn recount_mentions(client: &Client, people: &People, channel: &str) -> usize {
    let reader = client.with_token(&people.tokens[0]);
    let mut posts: BTreeMap<String, Value> = BTreeMap::new();
    for page in 0.. {
        let reply = reader
            .get(&format!("/channels/{channel}/posts?page={page}&per_page=200&skipFetchThreads=true"))
            .await;
        posts.extend(reply.ok()["posts"].as_object().unwrap().clone());
        if reply.json["order"].as_array().unwrap().is_empty() {
            break;
        }
    }
    let is_reply = |post: &Value| post["root_id"] != json!("");
    for (id, root) in posts.iter().filter(|(_, post)| !is_reply(post)) {
        let replies = posts.values().filter(|post| post["root_id"] == json!(id)).count();
        assert_eq!(root["reply_count"], json!(replies), "{root} counts its replies");
    }
    let calls = |post: &&Value| text(post, "message").ends_with(" @called");
    let (replies, roots): (Vec<&Value>, Vec<&Value>) =
        posts.values().filter(calls).partition(|post| is_reply(post));
    let called = client.with_token(&people.called.1);
    let member = called.get(&format!("/channels/{channel}/members/me")).await;
    // Being added to the channel calls, too.
    let expected = (json!(replies.len() + roots.len() + 1), json!(roots.len() + 1));
    let found = (member.ok()["mention_count"].clone(), member.json["mention_count_root"].clone());
    assert_eq!(expected, found, "whoever is called counts it");
    replies.len()
}

/// Sends again what was open, and what was acknowledged last; gives the number of acknowledged posts.
async fn verify(client: &Client, people: &People, channel: &str, sent: Vec<Sent>) -> usize {
    let mut expected: BTreeMap<String, String> = BTreeMap::new();
    let mut acknowledged = 0;
    for (connection, sent) in sent.into_iter().enumerate() {
        let client = client.with_token(&people.tokens[connection]);
        acknowledged += sent.acknowledged.len();
        if let Some((input, id)) = sent.acknowledged.last() {
            let reply = client.post("/posts", input.clone()).await;
            assert_eq!(text(reply.ok(), "id"), *id, "sent again it became another post");
        }
        if let Some(input) = sent.open {
            let first = text(client.post("/posts", input.clone()).await.ok(), "id");
            let second = text(client.post("/posts", input.clone()).await.ok(), "id");
            assert_eq!(first, second, "sent twice it became two posts");
            expected.insert(text(&input, "message"), first);
        }
        expected.extend(sent.acknowledged.into_iter().map(|(input, id)| (text(&input, "message"), id)));
    }

    let reader = client.with_token(&people.tokens[0]);
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    for page in 0.. {
        let reply = reader.get(&format!("/channels/{channel}/posts?page={page}&per_page=200")).await;
        let posts = reply.ok()["posts"].as_object().unwrap();
        for post in posts.values().filter(|post| post["type"] == json!("")) {
            // A thread comes along with each page that has a part of it.
            let id = text(post, "id");
            let known = found.insert(text(post, "message"), id.clone());
            assert!(known.is_none_or(|known| known == id), "{} is there twice", post["message"]);
        }
        if reply.json["order"].as_array().unwrap().is_empty() {
            break;
        }
    }
    let lost: Vec<_> = expected.iter().filter(|(message, id)| found.get(*message) != Some(*id)).collect();
    assert!(lost.is_empty(), "lost, or there under another id: {lost:?}");
    let extra: Vec<_> = found.keys().filter(|message| !expected.contains_key(*message)).collect();
    assert!(extra.is_empty(), "nobody sent {extra:?}");
    let counted = reader.get(&format!("/channels/{channel}")).await.ok()["total_msg_count"].as_u64().unwrap();
    assert_eq!(counted, found.len() as u64, "the channel counts its posts");
    acknowledged
}

fn recount(binary: &Path, data: &Path, database: &TestDatabase) {
    let (said, is_clean) = process::check(binary, data, database);
    assert!(is_clean, "the recount found differences:\n{said}");
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("{key} is missing: {value}")).to_owned()
}
