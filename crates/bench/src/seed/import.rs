//! Tells a shape as a bulk import (JSON lines), so that two servers can be filled with the same.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use serde_json::{Value, json};

use super::Counts;
use super::shape::{Kind, Room, Shape, Thread, Written};
use crate::world::PASSWORD;

pub fn team_name(number: usize) -> String {
    format!("team{number}")
}

pub fn channel_name(number: usize) -> String {
    format!("channel{number}")
}

/// Writes the file. Lines stand in the order that the format wants: what is named comes before who names it.
pub fn emit(path: &Path, shape: &Shape) -> anyhow::Result<Counts> {
    let mut out = BufWriter::new(File::create(path).with_context(|| format!("make {}", path.display()))?);
    let mut counts = Counts { users: shape.size.users, channels: shape.rooms.len(), ..Counts::default() };
    let mut line = |line: Value| writeln!(out, "{line}").context("write the import");

    line(json!({"type": "version", "version": 1}))?;
    for number in 0..shape.size.teams {
        let name = team_name(number);
        line(json!({"type": "team", "team": {
            "name": name, "display_name": name, "type": "O", "allow_open_invite": true,
        }}))?;
    }
    for (number, room) in shape.rooms.iter().enumerate() {
        if let Some(team) = room.team {
            let name = channel_name(number);
            let kind = if room.kind == Kind::Public { "O" } else { "P" };
            line(json!({"type": "channel", "channel": {
                "team": team_name(team), "name": name, "display_name": name, "type": kind,
            }}))?;
        }
    }
    let mut rooms_of = vec![Vec::new(); shape.size.users];
    for (number, room) in shape.rooms.iter().enumerate().filter(|(_, room)| room.team.is_some()) {
        for user in &room.members {
            rooms_of[*user].push(number);
        }
    }
    for (number, rooms) in rooms_of.iter().enumerate() {
        line(user(shape, number, rooms))?;
    }
    for thread in shape.threads() {
        counts.posts += thread.posts.len();
        counts.replies += thread.posts.len() - 1;
        counts.reactions += thread.posts.iter().filter(|post| post.reactor.is_some()).count();
        let room = &shape.rooms[thread.room];
        if let Some(team) = room.team {
            let mut post = post(&thread);
            post["team"] = json!(team_name(team));
            post["channel"] = json!(channel_name(thread.room));
            line(json!({"type": "post", "post": post}))?;
        }
    }
    for room in shape.rooms.iter().filter(|room| room.team.is_none()) {
        line(json!({"type": "direct_channel", "direct_channel": {"members": names(room)}}))?;
    }
    for thread in shape.threads() {
        let room = &shape.rooms[thread.room];
        if room.team.is_none() {
            let mut post = post(&thread);
            post["channel_members"] = json!(names(room));
            line(json!({"type": "direct_post", "direct_post": post}))?;
        }
    }
    out.flush().context("write the import")?;
    Ok(counts)
}

fn user(shape: &Shape, number: usize, rooms: &[usize]) -> Value {
    let name = Shape::user_name(number);
    let teams: Vec<Value> = (0..shape.size.teams)
        .filter(|team| Shape::is_in_team(shape.size, number, *team))
        .map(|team| {
            let channels: Vec<Value> = rooms
                .iter()
                .filter(|room| shape.rooms[**room].team == Some(team))
                .map(|room| json!({"name": channel_name(*room), "roles": "channel_user"}))
                .collect();
            json!({"name": team_name(team), "roles": "team_user", "channels": channels})
        })
        .collect();
    json!({"type": "user", "user": {
        "username": name, "email": format!("{name}@bench.example"), "password": PASSWORD, "teams": teams,
    }})
}

fn post(thread: &Thread) -> Value {
    let (root, replies) = thread.posts.split_first().expect("a thread has a root");
    let mut post = written(root);
    if !replies.is_empty() {
        post["replies"] = replies.iter().map(written).collect();
    }
    post
}

fn written(post: &Written) -> Value {
    let mut value =
        json!({"user": Shape::user_name(post.author), "message": post.message, "create_at": post.at});
    if let Some(user) = post.reactor {
        value["reactions"] = json!([
            {"user": Shape::user_name(user), "emoji_name": "thumbsup", "create_at": post.at + 1}
        ]);
    }
    value
}

fn names(room: &Room) -> Vec<String> {
    room.members.iter().map(|user| Shape::user_name(*user)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::shape::Size;

    #[test]
    fn every_line_names_only_what_came_before() {
        let size = Size { users: 50, teams: 2, channels: 40, posts: 500 };
        let shape = Shape::new(size, 1, 1_700_000_000_000);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("import.jsonl");

        let counts = emit(&path, &shape).unwrap();

        let mut known = std::collections::HashSet::new();
        let mut posts = 0;
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            let kind = line["type"].as_str().unwrap();
            let it = &line[kind];
            match kind {
                "team" | "channel" => assert!(known.insert(it["name"].to_string())),
                "user" => {
                    assert!(known.insert(it["username"].to_string()));
                    for team in it["teams"].as_array().unwrap() {
                        assert!(known.contains(&team["name"].to_string()));
                        let channels = team["channels"].as_array().unwrap();
                        assert!(channels.iter().all(|channel| known.contains(&channel["name"].to_string())));
                    }
                }
                "post" | "direct_post" => {
                    assert!(known.contains(&it["user"].to_string()));
                    posts += 1 + it["replies"].as_array().map_or(0, Vec::len);
                }
                _ => {}
            }
        }
        assert_eq!((posts, counts.posts), (500, 500));
    }
}
