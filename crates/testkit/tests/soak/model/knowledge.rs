//! What the model knows: the protocol's rules about counters, threads and categories, and nothing of the server.

use std::collections::{BTreeMap, BTreeSet};

pub const PEOPLE: usize = 8;

/// Every other user sees threads collapsed.
pub fn collapses(user: usize) -> bool {
    user.is_multiple_of(2)
}

/// Which replies that do not call them some users want to be counted as mentions.
pub fn wish(user: usize) -> Wish {
    match user {
        3 => Wish::OfFollowed,
        5 => Wish::ToOwn,
        _ => Wish::Nothing,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    Nothing,
    /// Replies in threads that they follow or began.
    OfFollowed,
    /// Replies in threads that they began.
    ToOwn,
}

pub fn name(user: usize) -> String {
    format!("person{user}")
}

/// Whom a message names.
fn named(message: &str) -> impl Iterator<Item = usize> {
    message.split(' ').filter_map(|word| word.strip_prefix("@person")?.parse().ok())
}

/// A channel, as everybody in it has it.
#[derive(Debug, Clone, Default)]
pub struct Channel {
    pub id: String,
    /// `O`, `P`, `D` or `G`.
    pub kind: String,
    pub is_archived: bool,
    pub total: i64,
    pub total_root: i64,
    pub members: BTreeMap<usize, Member>,
    /// Those that are not deleted, in the order in which they were written.
    pub posts: Vec<Post>,
    /// What is known of roots, by their ids.
    pub threads: BTreeMap<String, Thread>,
    pub header: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Member {
    pub msg_count: i64,
    pub msg_count_root: i64,
    pub mention_count: i64,
    pub mention_count_root: i64,
    pub is_muted: bool,
    /// Whether they follow every thread of the channel.
    pub follows_all: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Post {
    pub id: String,
    /// None: the administrator.
    pub author: Option<usize>,
    pub at: i64,
    pub root: Option<String>,
    pub message: String,
    pub is_system: bool,
    /// Whether it is counted: comings and goings are not.
    pub counts: bool,
    pub is_pinned: bool,
    /// Who, with what.
    pub reactions: BTreeSet<(usize, String)>,
}

#[derive(Debug, Clone, Default)]
pub struct Thread {
    /// Whether there ever was a reply.
    pub is_begun: bool,
    /// Whoever decided about it, or was made a follower.
    pub followers: BTreeMap<usize, Follower>,
}

#[derive(Debug, Clone, Default)]
pub struct Follower {
    pub follows: bool,
    /// Up to when it was read.
    pub viewed: i64,
    pub mentions: i64,
}

/// A thread as a follower is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub replies: i64,
    pub last_reply_at: i64,
    pub viewed: i64,
    pub unread: i64,
    pub mentions: i64,
}

impl Standing {
    pub fn is_unread(&self) -> bool {
        self.last_reply_at > self.viewed
    }
}

impl Channel {
    pub fn new(id: &str, kind: &str, members: &[usize]) -> Self {
        Self {
            id: id.to_owned(),
            kind: kind.to_owned(),
            members: members.iter().map(|user| (*user, Member::default())).collect(),
            ..Self::default()
        }
    }

    pub fn is_of_team(&self) -> bool {
        matches!(self.kind.as_str(), "O" | "P")
    }

    /// Whether somebody may read it.
    pub fn is_open_to(&self, user: usize) -> bool {
        self.members.contains_key(&user) || self.kind == "O"
    }

    /// Whether somebody may write there.
    pub fn takes_from(&self, user: usize) -> bool {
        self.members.contains_key(&user) && !self.is_archived
    }

    pub fn post(&self, id: &str) -> &Post {
        self.posts.iter().find(|post| post.id == id).expect("the post is known")
    }

    pub fn post_mut(&mut self, id: &str) -> &mut Post {
        self.posts.iter_mut().find(|post| post.id == id).expect("the post is known")
    }

    /// Whether a message calls somebody who reads it here.
    fn calls(&self, message: &str, user: usize) -> bool {
        !self.is_of_team() || message.contains("@channel") || named(message).any(|other| other == user)
    }

    /// The members whom a message calls.
    pub fn called_by(&self, message: &str, author: usize) -> BTreeSet<usize> {
        self.members.keys().copied().filter(|user| *user != author && self.calls(message, *user)).collect()
    }

    /// Whom a message names who is not here.
    pub fn names_absent(&self, message: &str) -> bool {
        self.is_of_team() && named(message).any(|user| !self.members.contains_key(&user))
    }

    /// The members whom a message names.
    pub fn named_in(&self, message: &str) -> BTreeSet<usize> {
        named(message).filter(|user| self.members.contains_key(user)).collect()
    }

    fn replies<'a>(&'a self, root: &'a str) -> impl Iterator<Item = &'a Post> {
        self.posts.iter().filter(move |post| post.root.as_deref() == Some(root))
    }

    pub fn reply_count(&self, root: &str) -> i64 {
        self.replies(root).count() as i64
    }

    /// Who replied, the one who did last standing last.
    pub fn participants(&self, root: &str) -> Vec<usize> {
        let mut users: Vec<usize> = Vec::new();
        for author in self.replies(root).filter_map(|reply| reply.author) {
            users.retain(|user| *user != author);
            users.push(author);
        }
        users
    }

    /// The members who follow a thread.
    pub fn followers(&self, root: &str) -> BTreeSet<usize> {
        let known = self.threads.get(root).into_iter().flat_map(|thread| &thread.followers);
        let follows = known.filter(|(user, follower)| follower.follows && self.members.contains_key(user));
        follows.map(|(user, _)| *user).collect()
    }

    pub fn thread_mut(&mut self, root: &str) -> &mut Thread {
        self.threads.entry(root.to_owned()).or_default()
    }

    /// A begun thread as its follower has it.
    pub fn standing(&self, root: &str, user: usize) -> Option<Standing> {
        let thread = self.threads.get(root).filter(|thread| thread.is_begun)?;
        let follower = thread.followers.get(&user).filter(|follower| follower.follows)?;
        Some(Standing {
            replies: self.reply_count(root),
            last_reply_at: self.replies(root).map(|reply| reply.at).max().unwrap_or_default(),
            viewed: follower.viewed,
            unread: self.unread_after(root, follower.viewed),
            mentions: follower.mentions,
        })
    }

    pub fn unread_after(&self, root: &str, time: i64) -> i64 {
        self.replies(root).filter(|reply| reply.at > time).count() as i64
    }

    /// Later replies that call somebody.
    pub fn mentions_after(&self, root: &str, user: usize, time: i64) -> i64 {
        let later = self.replies(root).filter(|reply| reply.at > time && reply.author != Some(user));
        later.filter(|reply| self.calls(&reply.message, user)).count() as i64
    }

    /// What is unread from a time on: posts, roots, and those of each that call the reader.
    pub fn unread_from(&self, user: usize, time: i64) -> Member {
        let mut unread = Member::default();
        for post in self.posts.iter().filter(|post| post.at >= time && post.counts) {
            let is_root = i64::from(post.root.is_none());
            unread.msg_count += 1;
            unread.msg_count_root += is_root;
            let speaks = !post.is_system || !self.is_of_team();
            if post.author != Some(user) && speaks && self.calls(&post.message, user) {
                unread.mention_count += 1;
                unread.mention_count_root += is_root;
            }
        }
        unread
    }

    /// The member has read everything.
    pub fn read(&mut self, user: usize) {
        let (msg_count, msg_count_root) = (self.total, self.total_root);
        if let Some(member) = self.members.get_mut(&user) {
            let Member { is_muted, follows_all, .. } = *member;
            *member = Member { msg_count, msg_count_root, is_muted, follows_all, ..Member::default() };
        }
    }

    /// Counts a post, and whom it notifies.
    pub fn count(&mut self, post: &Post, notified: &BTreeSet<usize>) {
        let is_root = i64::from(post.root.is_none());
        if post.counts {
            self.total += 1;
            self.total_root += is_root;
        }
        for (user, member) in &mut self.members {
            if notified.contains(user) {
                member.mention_count += 1;
                member.mention_count_root += is_root;
            }
        }
    }
}

/// A user's categories, in order, and what was put into them.
#[derive(Debug, Clone, Default)]
pub struct Sidebar {
    /// Ids with their kinds.
    pub order: Vec<(String, String)>,
    /// What somebody put there, in order.
    pub placed: BTreeMap<String, Vec<usize>>,
    /// What the preferences say of favourites.
    pub said: BTreeMap<usize, bool>,
}

impl Sidebar {
    pub fn kind(&self, id: &str) -> &str {
        &self.order.iter().find(|(other, _)| other == id).expect("the category is known").1
    }

    pub fn of_kind(&self, kind: &str) -> Vec<String> {
        self.order.iter().filter(|(_, other)| other == kind).map(|(id, _)| id.clone()).collect()
    }

    pub fn favourites(&self) -> Vec<usize> {
        let id = &self.of_kind("favorites")[0];
        self.placed.get(id).cloned().unwrap_or_default()
    }

    /// What stands in a category: what was put there, and what is there by its kind.
    pub fn shown(&self, id: &str, user: usize, channels: &[Channel]) -> (Vec<usize>, BTreeSet<usize>) {
        let placed = self.placed.get(id).cloned().unwrap_or_default();
        let by_kind = |is_of_team: bool| {
            (0..channels.len())
                .filter(|channel| {
                    let held = &channels[*channel];
                    held.members.contains_key(&user)
                        && !held.is_archived
                        && held.is_of_team() == is_of_team
                        && !self.placed.values().flatten().any(|other| other == channel)
                })
                .collect()
        };
        let unplaced = match self.kind(id) {
            "channels" => by_kind(true),
            "direct_messages" => by_kind(false),
            _ => BTreeSet::new(),
        };
        (placed, unplaced)
    }

    pub fn take_out(&mut self, channel: usize) {
        for channels in self.placed.values_mut() {
            channels.retain(|other| *other != channel);
        }
    }

    /// The preferences follow the category of favourites.
    pub fn note(&mut self, before: &[usize]) {
        let after = self.favourites();
        self.said.retain(|channel, _| !before.contains(channel) || after.contains(channel));
        for channel in after.iter().filter(|channel| !before.contains(channel)) {
            self.said.insert(*channel, true);
        }
    }
}
