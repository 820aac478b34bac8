//! The small profile, through the public API, as people would have filled a server.
//!
//! The same seed gives the same texts and the same shape: a channel of everybody, one that holds a fifth of all posts,
//! many with few members, a quarter of the posts as replies in threads of all lengths, mentions, links, reactions.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use super::Counts;
use super::shape::Size;
use crate::http::Client;
use crate::options::Common;
use crate::record::Failure;
use crate::words::Words;
use crate::world::{Person, World};

/// A channel as the seed knows it.
struct Room {
    id: String,
    members: Vec<Person>,
    /// Roots of threads that may get more replies.
    roots: Vec<String>,
}

pub async fn seed(options: &Common, size: Size) -> anyhow::Result<Counts> {
    let target = options.target()?;
    let Size { users, channels, posts, .. } = size;
    let mut world = World::open(&target, options).await?;
    let people = world.people(users).await?;
    let mut random = StdRng::seed_from_u64(options.seed);
    let mut rooms = Vec::with_capacity(channels);
    for number in 0..channels {
        // The first is everybody's; of the others, one in ten has a hundred members and the rest have ten.
        let count = match number {
            0 => users,
            _ if number % 10 == 0 => users.min(100),
            _ => users.min(10),
        };
        let first = random.random_range(0..users);
        let members: Vec<Person> = (0..count).map(|at| people[(first + at) % users].clone()).collect();
        rooms.push(Room { id: world.channel(&members).await?, members, roots: Vec::new() });
    }

    let mut clients: Vec<Client> = people.iter().map(|person| world.client(person)).collect();
    let mut words = Words::new(options.seed);
    let mut counts = Counts { users, channels, ..Counts::default() };
    for _ in 0..posts {
        // One channel in the middle holds a fifth of all posts.
        let room = if random.random_bool(0.2) { channels / 2 } else { random.random_range(0..channels) };
        let room = &mut rooms[room];
        let author = &room.members[random.random_range(0..room.members.len())];
        let client = &mut clients[people.iter().position(|person| person.id == author.id).unwrap_or(0)];
        let other = &room.members[random.random_range(0..room.members.len())];
        let message = text(&mut random, &mut words, other);
        let root = (random.random_bool(0.25) && !room.roots.is_empty())
            .then(|| room.roots[random.random_range(0..room.roots.len())].clone());
        let post =
            json!({"channel_id": room.id, "message": message, "root_id": root.clone().unwrap_or_default()});
        let made = created(client, "/posts", &post).await?;
        counts.posts += 1;
        let id = made["id"].as_str().unwrap_or_default().to_owned();
        if random.random_bool(0.1) {
            let reaction = json!({"user_id": author.id, "post_id": id, "emoji_name": "thumbsup"});
            created(client, "/reactions", &reaction).await?;
            counts.reactions += 1;
        }
        match root {
            Some(_) => counts.replies += 1,
            // Few roots stay open for long: some threads become long, most stay short.
            None if random.random_bool(0.1) || room.roots.is_empty() => room.roots.push(id),
            None => {
                let last = room.roots.len() - 1;
                room.roots[last] = id;
            }
        }
    }
    Ok(counts)
}

fn text(random: &mut StdRng, words: &mut Words, other: &Person) -> String {
    let sentence = words.sentence();
    match random.random_range(0..100) {
        0..5 => format!("@{} {sentence}", other.name),
        5..6 => format!("{sentence} https://example.com/{}", random.random_range(0..1000)),
        6..8 => {
            let lines: Vec<String> = (0..40).map(|_| words.sentence()).collect();
            format!("{sentence}\n```\n{}\n```", lines.join("\n"))
        }
        _ => sentence,
    }
}

async fn created(client: &mut Client, path: &str, body: &Value) -> Result<Value, Failure> {
    let reply = client.post(path, body).await?;
    if reply.status != 200 {
        reply.expect(201)?;
    }
    Ok(reply.json())
}
