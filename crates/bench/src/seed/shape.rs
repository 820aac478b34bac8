//! What years of use leave behind: teams, people, channels of all sizes, threads of all lengths.
//!
//! 60 % of the channels are direct, 10 % group, 20 % public and 10 % private ones. The first is everybody's, the second
//! holds a fifth of all posts, and there are some of 1,000 and of 100 members. A quarter of the posts are replies:
//! one root in ten has some, few threads have up to two hundred. Times are spread over three years.

use std::collections::HashSet;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};

use crate::words::Words;

/// Three years, in milliseconds.
const SPAN: i64 = 3 * 365 * 24 * 60 * 60 * 1000;
/// The room that holds a fifth of all posts.
const BUSY: usize = 1;
/// Replies of the longest threads.
const LONGEST: f64 = 200.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub users: usize,
    pub teams: usize,
    pub channels: usize,
    pub posts: usize,
}

impl Size {
    pub fn scaled(self, scale: f64) -> Self {
        let scaled = |count: usize| ((count as f64 * scale.clamp(0.0001, 1.0)) as usize).max(3);
        Self {
            users: scaled(self.users),
            teams: self.teams.min(scaled(self.teams)),
            channels: scaled(self.channels),
            posts: scaled(self.posts),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Public,
    Private,
    Direct,
    Group,
}

/// A channel; people and teams by their numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    pub kind: Kind,
    /// None for direct and group channels.
    pub team: Option<usize>,
    pub members: Vec<usize>,
}

/// A root and its replies, in the order of their times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thread {
    pub room: usize,
    pub posts: Vec<Written>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub author: usize,
    pub at: i64,
    pub message: String,
    /// A member other than the author, named in the message.
    pub mentioned: Option<usize>,
    /// Who put a thumb up.
    pub reactor: Option<usize>,
}

pub struct Shape {
    pub size: Size,
    pub rooms: Vec<Room>,
    seed: u64,
    begin: i64,
}

impl Shape {
    pub fn new(size: Size, seed: u64, now: i64) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let mut taken = HashSet::new();
        let rooms = (0..size.channels).map(|number| room(number, size, &mut random, &mut taken)).collect();
        Self { size, rooms, seed, begin: now - SPAN }
    }

    /// What everybody is called.
    pub fn user_name(number: usize) -> String {
        format!("person{number}")
    }

    /// Whether somebody is in a team: everybody is in the first, and in one other.
    pub fn is_in_team(size: Size, user: usize, team: usize) -> bool {
        team == 0 || size.teams > 1 && 1 + user % (size.teams - 1) == team
    }

    /// Everything that was written, oldest thread first; the same at every call.
    pub fn threads(&self) -> Threads<'_> {
        Threads {
            shape: self,
            random: StdRng::seed_from_u64(self.seed ^ 0x7468_7265_6164),
            words: Words::new(self.seed),
            written: 0,
        }
    }
}

fn room(number: usize, size: Size, random: &mut StdRng, taken: &mut HashSet<Vec<usize>>) -> Room {
    let kind = match number {
        0..6 => Kind::Public,
        _ => match number % 10 {
            0 | 1 => Kind::Public,
            2 => Kind::Private,
            3 => Kind::Group,
            _ => Kind::Direct,
        },
    };
    match kind {
        Kind::Direct | Kind::Group => loop {
            let count = if kind == Kind::Direct { 2 } else { random.random_range(3..8) };
            let mut members: Vec<usize> = (0..count).map(|_| random.random_range(0..size.users)).collect();
            members.sort_unstable();
            members.dedup();
            let is_right = members.len() == count && taken.insert(members.clone());
            // With few people most pairs talk already: then a private room of the first team stands in.
            if is_right {
                return Room { kind, team: None, members };
            }
            if random.random_bool(0.02) {
                return Room { kind: Kind::Private, team: Some(0), members: some_of(0, 3, size, random) };
            }
        },
        Kind::Public | Kind::Private => {
            let count = match number {
                0 => size.users,
                1..6 => 1000,
                _ if number.is_multiple_of(20) => 100,
                _ => 10,
            };
            let team = if number < 6 { 0 } else { (number / 10) % size.teams };
            Room { kind, team: Some(team), members: some_of(team, count, size, random) }
        }
    }
}

/// So many members of a team, if it has as many.
fn some_of(team: usize, count: usize, size: Size, random: &mut StdRng) -> Vec<usize> {
    let first = random.random_range(0..size.users);
    let everybody = (0..size.users).map(|at| (first + at) % size.users);
    let members: Vec<usize> =
        everybody.filter(|user| Shape::is_in_team(size, *user, team)).take(count).collect();
    if members.is_empty() { vec![first] } else { members }
}

pub struct Threads<'a> {
    shape: &'a Shape,
    random: StdRng,
    words: Words,
    written: usize,
}

impl Iterator for Threads<'_> {
    type Item = Thread;

    fn next(&mut self) -> Option<Thread> {
        let left = self.shape.size.posts.checked_sub(self.written).filter(|left| *left > 0)?;
        let rooms = self.shape.rooms.len();
        let room =
            if self.random.random_bool(0.2) { BUSY % rooms } else { self.random.random_range(0..rooms) };
        let replies = self.replies().min(left - 1);
        let step = SPAN / self.shape.size.posts as i64;
        let mut at = self.shape.begin + step * self.written as i64;
        let mut posts = Vec::with_capacity(1 + replies);
        for _ in 0..=replies {
            posts.push(self.post(room, at));
            at += self.random.random_range(1..=step.max(1));
        }
        self.written += posts.len();
        Some(Thread { room, posts })
    }
}

impl Threads<'_> {
    /// None for nine roots of ten; three and a third on average for the others.
    fn replies(&mut self) -> usize {
        if !self.random.random_bool(0.1) {
            return 0;
        }
        let tail = (1.0 / self.random.random_range(0.000_1..1.0f64)).powf(0.72);
        tail.min(LONGEST) as usize
    }

    fn post(&mut self, room: usize, at: i64) -> Written {
        let members = &self.shape.rooms[room].members;
        let mut anybody = || members[self.random.random_range(0..members.len())];
        let (author, other, reactor) = (anybody(), anybody(), anybody());
        let sentence = self.words.sentence();
        let draw = self.random.random_range(0..100);
        let mentioned = (draw < 5 && other != author).then_some(other);
        let message = match draw {
            0..5 => format!("@{} {sentence}", Shape::user_name(other)),
            5 => format!("{sentence} https://example.com/{}", self.random.random_range(0..1000)),
            6..8 => {
                let lines: Vec<String> = (0..40).map(|_| self.words.sentence()).collect();
                format!("{sentence}\n```\n{}\n```", lines.join("\n"))
            }
            _ => sentence,
        };
        let reactor = self.random.random_bool(0.1).then_some(reactor);
        Written { author, at, message, mentioned, reactor }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape {
        let size = Size { users: 2000, teams: 3, channels: 400, posts: 20_000 };
        Shape::new(size, 7, 1_700_000_000_000)
    }

    #[test]
    fn a_quarter_of_the_posts_are_replies_and_a_fifth_stands_in_one_channel() {
        let shape = shape();
        let (mut all, mut replies, mut busy, mut longest) = (0, 0, 0, 0);
        for thread in shape.threads() {
            all += thread.posts.len();
            replies += thread.posts.len() - 1;
            longest = longest.max(thread.posts.len());
            busy += if thread.room == BUSY { thread.posts.len() } else { 0 };
        }

        assert_eq!(all, 20_000);
        assert!((0.2..0.3).contains(&(f64::from(replies as u32) / 20_000.0)), "{replies} replies");
        assert!((0.17..0.24).contains(&(f64::from(busy as u32) / 20_000.0)), "{busy} in the busy channel");
        assert!((50..=201).contains(&longest), "the longest thread has {longest} posts");
    }

    #[test]
    fn the_same_seed_gives_the_same_world() {
        assert_eq!(shape().rooms, shape().rooms);
        assert!(shape().threads().eq(shape().threads()));
    }

    #[test]
    fn people_write_where_they_are_and_rooms_are_in_their_teams() {
        let shape = shape();
        for room in &shape.rooms {
            assert!(
                room.members
                    .iter()
                    .all(|user| room.team.is_none_or(|team| Shape::is_in_team(shape.size, *user, team)))
            );
        }
        for thread in shape.threads().take(500) {
            let members = &shape.rooms[thread.room].members;
            assert!(thread.posts.iter().all(|post| members.contains(&post.author)));
            assert!(thread.posts.is_sorted_by_key(|post| post.at));
        }
    }
}
