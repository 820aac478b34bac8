//! What people do, and what the protocol says becomes of it.

use std::collections::BTreeSet;

use rand::Rng;
use rand::seq::SliceRandom;
use serde_json::{Value, json};

use super::World;
use super::hearing::posted;
use super::knowledge::{Follower, Member, PEOPLE, Post, Standing, Wish, collapses, name, wish};

/// A kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Write,
    Mention,
    CallAll,
    Reply,
    ReplyMentioning,
    Edit,
    Pin,
    Delete,
    React,
    TakeBack,
    View,
    ViewWithThreads,
    MarkRead,
    SetUnread,
    Follow,
    Unfollow,
    ReadThread,
    SetThreadUnread,
    ReadThreads,
    Join,
    Leave,
    Add,
    Remove,
    Mute,
    FollowAll,
    Describe,
    Archive,
    Convert,
    Favour,
    MakeCategory,
    RemoveCategory,
    Move,
    Arrange,
}

/// How often each is done, in relation to the others.
const ACTS: [(Act, u32); 33] = [
    (Act::Write, 6),
    (Act::Mention, 3),
    (Act::CallAll, 2),
    (Act::Reply, 7),
    (Act::ReplyMentioning, 5),
    (Act::Edit, 3),
    (Act::Pin, 1),
    (Act::Delete, 3),
    (Act::React, 3),
    (Act::TakeBack, 2),
    (Act::View, 3),
    (Act::ViewWithThreads, 3),
    (Act::MarkRead, 2),
    (Act::SetUnread, 3),
    (Act::Follow, 2),
    (Act::Unfollow, 3),
    (Act::ReadThread, 4),
    (Act::SetThreadUnread, 3),
    (Act::ReadThreads, 1),
    (Act::Join, 3),
    (Act::Leave, 2),
    (Act::Add, 4),
    (Act::Remove, 1),
    (Act::Mute, 2),
    (Act::FollowAll, 2),
    (Act::Describe, 1),
    (Act::Archive, 1),
    (Act::Convert, 1),
    (Act::Favour, 2),
    (Act::MakeCategory, 2),
    (Act::RemoveCategory, 1),
    (Act::Move, 3),
    (Act::Arrange, 1),
];

impl World {
    /// Lets somebody do something, some time later.
    pub async fn act(&mut self) {
        self.server.advance(self.random.random_range(1..2000));
        let channel = self.random.random_range(0..self.channels.len());
        let actor = self.random.random_range(0..PEOPLE);
        let mut at = self.random.random_range(0..ACTS.iter().map(|(_, often)| often).sum());
        let chosen = ACTS.iter().find(|(_, often)| {
            let is_it = at < *often;
            at = at.saturating_sub(*often);
            is_it
        });
        let act = chosen.expect("the number lies within the sum").0;
        (self.actor, self.touched, self.thread) = (actor, channel, None);
        self.log.push(format!("{}. {actor} {act:?} in {channel}", self.log.len()));

        let is_in = self.channels[channel].members.contains_key(&actor);
        match act {
            Act::Write => self.write(channel, actor, "hello", None).await,
            Act::Mention => {
                let message = self.mention();
                self.write(channel, actor, &message, None).await;
            }
            Act::CallAll => self.write(channel, actor, "@channel come", None).await,
            Act::Reply => self.reply(channel, actor, "an answer").await,
            Act::ReplyMentioning => {
                let message = self.mention();
                self.reply(channel, actor, &message).await;
            }
            Act::Edit => self.edit(channel, actor).await,
            Act::Pin => self.pin(channel, actor).await,
            Act::Delete => self.delete(channel, actor).await,
            Act::React => self.react(channel, actor).await,
            Act::TakeBack if is_in => self.take_back(channel, actor).await,
            Act::View => self.view(channel, actor).await,
            Act::ViewWithThreads => self.view_with_threads(channel, actor).await,
            Act::MarkRead => self.mark_read(actor).await,
            Act::SetUnread => self.set_unread(channel, actor).await,
            Act::Follow => self.follow(channel, actor).await,
            Act::Unfollow => self.unfollow(channel, actor).await,
            Act::ReadThread => self.read_thread(channel, actor).await,
            Act::SetThreadUnread => self.set_thread_unread(channel, actor).await,
            Act::ReadThreads => self.read_threads(actor).await,
            Act::Join => self.join(channel, actor).await,
            Act::Leave => self.leave(channel, actor).await,
            Act::Add => self.add(channel, actor).await,
            Act::Remove => self.remove(channel, actor).await,
            Act::Mute if is_in => self.mute(channel, actor).await,
            Act::FollowAll if is_in => self.follow_all(channel, actor).await,
            Act::Describe => self.describe(channel, actor).await,
            Act::Archive if self.channels[channel].is_archived => self.restore(channel).await,
            Act::Archive => self.archive(channel, actor).await,
            Act::Convert => self.convert(channel).await,
            Act::Favour if is_in && !self.channels[channel].is_archived => self.favour(channel, actor).await,
            Act::MakeCategory => self.make_category(actor).await,
            Act::RemoveCategory => self.remove_category(actor).await,
            Act::Move => self.move_channel(actor).await,
            Act::Arrange => self.arrange(actor).await,
            Act::TakeBack | Act::Mute | Act::FollowAll | Act::Favour => {}
        }
    }

    fn note(&mut self, what: &str) {
        let last = self.log.last_mut().expect("the act was noted");
        last.push_str(": ");
        last.push_str(what);
    }

    fn mention(&mut self) -> String {
        format!("look @{}", name(self.random.random_range(0..PEOPLE)))
    }

    /// A post of the server about what somebody did; whom it calls is counted.
    async fn said(&mut self, channel: usize, author: Option<usize>, counts: bool, called: BTreeSet<usize>) {
        let reply = self.admin.get(&self.path(channel, "/posts?per_page=1")).await;
        let id = reply.ok()["order"][0].as_str().unwrap().to_owned();
        let told = &reply.json["posts"][&id];
        let held = &mut self.channels[channel];
        assert!(held.posts.iter().all(|post| post.id != id), "nothing was said of it");
        let post = Post {
            id: id.clone(),
            author,
            at: told["create_at"].as_i64().unwrap(),
            message: told["message"].as_str().unwrap().to_owned(),
            is_system: true,
            counts,
            ..Post::default()
        };
        held.count(&post, &called);
        held.posts.push(post);
        self.tell_posted(channel, &id, &called, &BTreeSet::new());
    }

    fn tell_posted(
        &mut self,
        channel: usize,
        id: &str,
        notified: &BTreeSet<usize>,
        follows: &BTreeSet<usize>,
    ) {
        let members: Vec<usize> = self.channels[channel].members.keys().copied().collect();
        for member in members {
            self.tell(member, posted(id, notified.contains(&member), follows.contains(&member)));
        }
    }

    async fn write(&mut self, channel: usize, author: usize, message: &str, root: Option<&str>) {
        let input = json!({
            "channel_id": self.channels[channel].id, "message": message, "root_id": root.unwrap_or_default(),
        });
        let reply = self.people[author].post("/posts", input).await;
        let may = self.channels[channel].takes_from(author);
        if !self.settle(&reply, may, "writing") {
            return;
        }
        let post = Post {
            id: reply.json["id"].as_str().unwrap().to_owned(),
            author: Some(author),
            at: reply.json["create_at"].as_i64().unwrap(),
            root: root.map(str::to_owned),
            message: message.to_owned(),
            counts: true,
            ..Post::default()
        };
        let id = post.id.clone();
        self.note(&id);
        let mut notified = self.channels[channel].called_by(message, author);
        let mut follows = BTreeSet::new();
        let is_absent_named = self.channels[channel].names_absent(message);
        match root {
            None => {
                let held = &mut self.channels[channel];
                held.count(&post, &notified);
                held.posts.push(post);
            }
            Some(root) => (notified, follows) = self.replied(channel, root, post, notified),
        }
        self.channels[channel].read(author);
        self.tell_posted(channel, &id, &notified, &follows);
        if is_absent_named {
            let about = format!("ephemeral_message {}", self.channels[channel].id);
            self.tell(author, about);
        }
    }

    /// What a reply makes of its thread. Gives whom it notifies, and whom it tells that they follow the thread.
    fn replied(
        &mut self,
        channel: usize,
        root: &str,
        post: Post,
        called: BTreeSet<usize>,
    ) -> (BTreeSet<usize>, BTreeSet<usize>) {
        self.thread = Some(root.to_owned());
        let held = &mut self.channels[channel];
        let author = post.author.expect("somebody wrote it");
        let root_author = held.post(root).author.expect("people reply to people");
        let before = held.followers(root);
        let mut beginning: BTreeSet<usize> =
            held.members.iter().filter(|(_, member)| member.follows_all).map(|(user, _)| *user).collect();
        if !held.threads.get(root).is_some_and(|thread| thread.is_begun) {
            beginning.insert(root_author);
            beginning.extend(held.named_in(&held.post(root).message));
        }
        let begin: BTreeSet<usize> =
            beginning.union(&called).copied().filter(|user| !before.contains(user)).collect();

        let mut notified = called.clone();
        let mut follows = BTreeSet::new();
        for user in held.members.keys().copied().filter(|user| *user != author) {
            let is_called = called.contains(&user);
            if collapses(user) {
                if before.contains(&user) || is_called {
                    follows.insert(user);
                }
            } else if match wish(user) {
                Wish::Nothing => false,
                Wish::OfFollowed => before.contains(&user) || user == root_author,
                Wish::ToOwn => user == root_author,
            } {
                notified.insert(user);
            }
        }

        held.count(&post, &notified);
        let members: BTreeSet<usize> = held.members.keys().copied().collect();
        let thread = held.thread_mut(root);
        thread.is_begun = true;
        thread.followers.insert(author, Follower { follows: true, viewed: post.at, mentions: 0 });
        for user in beginning.intersection(&members) {
            thread.followers.entry(*user).or_insert(Follower { follows: true, viewed: 0, mentions: 0 });
        }
        for user in &called {
            let follower = thread.followers.entry(*user).or_default();
            follower.follows = true;
            follower.mentions += 1;
        }
        held.posts.push(post);

        for user in self.channels[channel].followers(root) {
            if user == author || !collapses(user) {
                continue;
            }
            let standing = self.standing(channel, root, user);
            let previous = match begin.contains(&user) {
                true => (0, 0),
                false => (standing.unread - 1, standing.mentions - i64::from(called.contains(&user))),
            };
            self.tell_updated(user, root, &standing, (previous.0.max(0), previous.1.max(0)));
        }
        (notified, follows)
    }

    fn standing(&self, channel: usize, root: &str, user: usize) -> Standing {
        self.channels[channel].standing(root, user).expect("the user follows the thread")
    }

    fn tell_updated(&mut self, user: usize, root: &str, now: &Standing, before: (i64, i64)) {
        let Standing { replies, unread, mentions, .. } = now;
        let (unread_before, mentions_before) = before;
        let told = format!("{replies}/{unread}/{mentions} before {unread_before}/{mentions_before}");
        self.tell(user, format!("thread_updated {root} {told}"));
    }

    /// Some post that somebody wrote.
    fn pick(&mut self, channel: usize, suits: impl Fn(&Post) -> bool) -> Option<String> {
        let posts = &self.channels[channel].posts;
        let known: Vec<&str> =
            posts.iter().filter(|post| !post.is_system && suits(post)).map(|post| post.id.as_str()).collect();
        if known.is_empty() {
            return None;
        }
        // Of the latest, more often than not: so that things happen to the same post.
        let from = if self.random.random_bool(0.7) { known.len().saturating_sub(5) } else { 0 };
        let id = known[self.random.random_range(from..known.len())].to_owned();
        self.note(&id);
        Some(id)
    }

    /// Some root that has, or has not, to have replies.
    fn pick_thread(&mut self, channel: usize, has_replies: bool) -> Option<String> {
        let begun: BTreeSet<String> = self.channels[channel]
            .threads
            .iter()
            .filter(|(_, thread)| thread.is_begun)
            .map(|(root, _)| root.clone())
            .collect();
        let root =
            self.pick(channel, |post| post.root.is_none() && (!has_replies || begun.contains(&post.id)))?;
        self.thread = Some(root.clone());
        Some(root)
    }

    async fn reply(&mut self, channel: usize, author: usize, message: &str) {
        let Some(root) = self.pick(channel, |post| post.root.is_none()) else { return };
        self.write(channel, author, message, Some(&root)).await;
    }

    async fn edit(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let mut message = format!("edited {}", self.log.len());
        if self.random.random_bool(0.3) {
            message = format!("{message} {}", self.mention());
        }
        let reply = self.people[actor].put(&format!("/posts/{id}/patch"), json!({"message": message})).await;
        let held = &self.channels[channel];
        let may = held.post(&id).author == Some(actor) && held.takes_from(actor);
        if self.settle(&reply, may, "editing") {
            self.tell_members(channel, &format!("post_edited {id} {message}"));
            self.channels[channel].post_mut(&id).message = message;
        }
    }

    async fn pin(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let is_pinned = self.channels[channel].post(&id).is_pinned;
        let act = if is_pinned { "unpin" } else { "pin" };
        let reply = self.people[actor].post(&format!("/posts/{id}/{act}"), json!({})).await;
        if self.settle(&reply, self.channels[channel].takes_from(actor), "pinning") {
            let post = self.channels[channel].post_mut(&id);
            post.is_pinned = !is_pinned;
            let told = format!("post_edited {id} {}", post.message);
            self.tell_members(channel, &told);
        }
    }

    async fn delete(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let reply = self.people[actor].delete(&format!("/posts/{id}")).await;
        let held = &self.channels[channel];
        let may = held.post(&id).author == Some(actor) && held.takes_from(actor);
        if !self.settle(&reply, may, "deleting") {
            return;
        }
        self.tell_members(channel, &format!("post_deleted {id}"));
        let held = &mut self.channels[channel];
        let gone = held.post(&id).clone();
        held.posts.retain(|post| post.id != id && post.root.as_ref() != Some(&id));
        held.threads.remove(&id);
        let Some(root) = gone.root else { return };

        self.thread = Some(root.clone());
        let called = held.called_by(&gone.message, actor);
        for (user, follower) in &mut held.thread_mut(&root).followers {
            if called.contains(user) && follower.mentions > 0 && follower.viewed < gone.at {
                follower.mentions -= 1;
            }
        }
        for user in self.channels[channel].followers(&root) {
            if collapses(user) {
                let standing = self.standing(channel, &root, user);
                self.tell_updated(user, &root, &standing, (0, 0));
            }
        }
    }

    async fn react(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let emoji = ["smile", "wave"][self.random.random_range(0..2)];
        let user = &self.people[actor];
        let input = json!({"user_id": user.id, "post_id": id, "emoji_name": emoji});
        let reply = user.post("/reactions", input).await;
        let told = format!("reaction_added {id} {} {emoji}", user.id);
        if self.settle(&reply, self.channels[channel].takes_from(actor), "reacting") {
            self.channels[channel].post_mut(&id).reactions.insert((actor, emoji.to_owned()));
            self.tell_members(channel, &told);
        }
    }

    async fn take_back(&mut self, channel: usize, actor: usize) {
        if self.channels[channel].is_archived {
            return;
        }
        let Some(id) = self.pick(channel, |post| post.reactions.iter().any(|(user, _)| *user == actor))
        else {
            return;
        };
        let reactions = &self.channels[channel].post(&id).reactions;
        let gone = reactions.iter().find(|(user, _)| *user == actor).unwrap().clone();
        self.people[actor].delete(&format!("/users/me/posts/{id}/reactions/{}", gone.1)).await.ok();
        self.channels[channel].post_mut(&id).reactions.remove(&gone);
        let told = format!("reaction_removed {id} {} {}", self.people[actor].id, gone.1);
        self.tell_members(channel, &told);
    }

    async fn view(&mut self, channel: usize, actor: usize) {
        let input = json!({"channel_id": self.channels[channel].id, "collapsed_threads_supported": true});
        self.people[actor].post("/channels/members/me/view", input).await.ok();
        self.read(actor, &[channel]);
    }

    async fn view_with_threads(&mut self, channel: usize, actor: usize) {
        let input = json!({"channel_id": self.channels[channel].id, "collapsed_threads_supported": false});
        self.people[actor].post("/channels/members/me/view", input).await.ok();
        let now = self.server.now();
        if self.read_threads_of(channel, actor, now) {
            let told = format!("thread_read_changed in {}", self.channels[channel].id);
            self.tell(actor, told);
        }
        self.read(actor, &[channel]);
    }

    /// Reads the threads of a channel that somebody follows; whether there was anything to read.
    fn read_threads_of(&mut self, channel: usize, user: usize, now: i64) -> bool {
        let held = &mut self.channels[channel];
        let followed: Vec<(String, Standing)> =
            held.threads.keys().filter_map(|root| Some((root.clone(), held.standing(root, user)?))).collect();
        if !followed.iter().any(|(_, standing)| standing.mentions > 0 || standing.is_unread()) {
            return false;
        }
        for (root, _) in followed {
            let follower = Follower { follows: true, viewed: now, mentions: 0 };
            held.thread_mut(&root).followers.insert(user, follower);
        }
        true
    }

    async fn mark_read(&mut self, actor: usize) {
        let channels = [self.random.random_range(0..3), self.random.random_range(3..6)];
        let ids = json!(channels.map(|channel| self.channels[channel].id.clone()));
        self.people[actor].post("/channels/members/me/mark_read", ids).await.ok();
        self.read(actor, &channels);
    }

    /// Those of the channels that the user is in are read.
    fn read(&mut self, actor: usize, channels: &[usize]) {
        let mut read: Vec<String> = Vec::new();
        for channel in channels {
            let held = &mut self.channels[*channel];
            if held.members.contains_key(&actor) {
                held.read(actor);
                read.push(held.id.clone());
            }
        }
        read.sort();
        if !read.is_empty() {
            self.tell(actor, format!("multiple_channels_viewed {}", read.join(" ")));
        }
    }

    async fn set_unread(&mut self, channel: usize, actor: usize) {
        let Some(id) = self.pick(channel, |_| true) else { return };
        let has_threads_apart = self.random.random_bool(0.5);
        let input = json!({"collapsed_threads_supported": has_threads_apart});
        let reply = self.people[actor].post(&format!("/users/me/posts/{id}/set_unread"), input).await;
        let may = self.channels[channel].members.contains_key(&actor);
        if !self.settle(&reply, may, "setting unread") {
            return;
        }
        let held = &mut self.channels[channel];
        let post = held.post(&id).clone();
        let unread = held.unread_from(actor, post.at);
        let (total, total_root) = (held.total, held.total_root);
        let member = held.members.get_mut(&actor).unwrap();
        *member = Member {
            msg_count: total - unread.msg_count,
            msg_count_root: total_root - unread.msg_count_root,
            is_muted: member.is_muted,
            follows_all: member.follows_all,
            ..unread
        };
        let Member { msg_count, msg_count_root, mention_count, mention_count_root, .. } = *member;
        let counts = format!("{msg_count}/{msg_count_root}/{mention_count}/{mention_count_root}");
        self.tell(actor, format!("post_unread {id} {counts}"));
        let root = post.root.clone().unwrap_or(id);
        let follows = |held: &super::Channel| {
            let known = held.threads.get(&root).and_then(|thread| thread.followers.get(&actor));
            known.is_some_and(|follower| follower.follows)
        };
        if !has_threads_apart && follows(&self.channels[channel]) {
            self.read_until(channel, &root, actor, post.at - 1, true);
        }
        self.thread = Some(root);
    }

    /// Somebody has read a thread up to a time.
    fn read_until(&mut self, channel: usize, root: &str, user: usize, time: i64, tells_before: bool) {
        let held = &mut self.channels[channel];
        let before = held.standing(root, user).filter(|_| tells_before);
        let (unread, mentions) = (held.unread_after(root, time), held.mentions_after(root, user, time));
        let follower = Follower { follows: true, viewed: time, mentions };
        held.thread_mut(root).followers.insert(user, follower);
        let (unread_before, mentions_before) =
            before.map_or((0, 0), |standing| (standing.unread, standing.mentions));
        let told = format!("{time}/{unread}/{mentions}/{unread_before}/{mentions_before}");
        self.tell(user, format!("thread_read_changed {root} {told}"));
    }

    async fn follow(&mut self, channel: usize, actor: usize) {
        let Some(root) = self.pick_thread(channel, false) else { return };
        let path = self.threads(actor, &format!("/{root}/following"));
        let reply = self.people[actor].put(&path, json!({})).await;
        let now = self.server.now();
        let held = &mut self.channels[channel];
        let may = held.is_open_to(actor);
        if may {
            held.thread_mut(&root)
                .followers
                .insert(actor, Follower { follows: true, viewed: now, mentions: 0 });
            let replies = held.reply_count(&root);
            self.tell(actor, format!("thread_follow_changed {root} true {replies}"));
        }
        self.settle(&reply, may, "following");
    }

    async fn unfollow(&mut self, channel: usize, actor: usize) {
        let Some(root) = self.pick_thread(channel, false) else { return };
        let path = self.threads(actor, &format!("/{root}/following"));
        let reply = self.people[actor].delete(&path).await;
        let held = &mut self.channels[channel];
        let may = held.is_open_to(actor);
        if may {
            held.thread_mut(&root).followers.entry(actor).or_default().follows = false;
            let replies = held.reply_count(&root);
            self.tell(actor, format!("thread_follow_changed {root} false {replies}"));
        }
        self.settle(&reply, may, "unfollowing");
    }

    async fn read_thread(&mut self, channel: usize, actor: usize) {
        let Some(root) = self.pick_thread(channel, true) else { return };
        if self.channels[channel].standing(&root, actor).is_none() {
            return;
        }
        let replies: Vec<i64> = self.channels[channel]
            .posts
            .iter()
            .filter(|post| post.root.as_ref() == Some(&root))
            .map(|post| post.at)
            .collect();
        let now = self.server.now();
        let until = match replies.is_empty() || self.random.random_bool(0.6) {
            true => now,
            false => replies[self.random.random_range(0..replies.len())],
        };
        let path = self.threads(actor, &format!("/{root}/read/{until}"));
        let reply = self.people[actor].put(&path, json!({})).await;
        let may = self.channels[channel].is_open_to(actor);
        if self.settle(&reply, may, "reading a thread") {
            self.read_until(channel, &root, actor, until, true);
        }
    }

    async fn set_thread_unread(&mut self, channel: usize, actor: usize) {
        let Some(root) = self.pick_thread(channel, true) else { return };
        let posts: Vec<(String, i64)> = self.channels[channel]
            .posts
            .iter()
            .filter(|post| post.id == root || post.root.as_ref() == Some(&root))
            .map(|post| (post.id.clone(), post.at))
            .collect();
        let (first, at) = posts[self.random.random_range(0..posts.len())].clone();
        let path = self.threads(actor, &format!("/{root}/set_unread/{first}"));
        let reply = self.people[actor].post(&path, json!({})).await;
        let may = self.channels[channel].members.contains_key(&actor);
        if self.settle(&reply, may, "setting a thread unread") {
            let replies = self.channels[channel].reply_count(&root);
            self.tell(actor, format!("thread_follow_changed {root} true {replies}"));
            self.read_until(channel, &root, actor, at - 1, false);
        }
    }

    async fn read_threads(&mut self, actor: usize) {
        self.people[actor].put(&self.threads(actor, "/read"), json!({})).await.ok();
        let now = self.server.now();
        for channel in &mut self.channels {
            let unread: Vec<String> = channel
                .threads
                .keys()
                .filter(|root| {
                    let standing = channel.standing(root, actor);
                    standing.is_some_and(|standing| standing.mentions > 0 || standing.is_unread())
                })
                .cloned()
                .collect();
            for root in unread {
                let follower = Follower { follows: true, viewed: now, mentions: 0 };
                channel.thread_mut(&root).followers.insert(actor, follower);
            }
        }
        self.tell(actor, "thread_read_changed everywhere".to_owned());
    }

    async fn join(&mut self, channel: usize, actor: usize) {
        let held = &self.channels[channel];
        if !held.is_of_team() || held.members.contains_key(&actor) {
            return;
        }
        let input = json!({"user_id": self.people[actor].id});
        if held.members.is_empty() && !held.is_archived {
            // Nobody else could bring anybody back.
            self.admin.post(&self.path(channel, "/members"), input).await.is(201);
            self.came(channel, actor, None).await;
            return;
        }
        let may = held.kind == "O" && !held.is_archived;
        let reply = self.people[actor].post(&self.path(channel, "/members"), input).await;
        if self.settle(&reply, may, "joining") {
            self.came(channel, actor, Some(actor)).await;
        }
    }

    /// Somebody was brought in, or came by themselves.
    async fn came(&mut self, channel: usize, user: usize, by: Option<usize>) {
        self.channels[channel].members.insert(user, Member::default());
        let told = format!("user_added {} {}", self.channels[channel].id, self.people[user].id);
        self.tell_members(channel, &told);
        let called = if by == Some(user) { BTreeSet::new() } else { BTreeSet::from([user]) };
        self.said(channel, by, false, called).await;
    }

    async fn leave(&mut self, channel: usize, actor: usize) {
        let path = self.path(channel, &format!("/members/{}", self.people[actor].id));
        let reply = self.people[actor].delete(&path).await;
        let held = &self.channels[channel];
        let may = held.is_of_team() && held.members.contains_key(&actor);
        if self.settle(&reply, may, "leaving") {
            self.went(channel, actor, actor).await;
        }
    }

    /// Somebody left or was removed: with them goes what they had of the channel.
    async fn went(&mut self, channel: usize, user: usize, by: usize) {
        let held = &mut self.channels[channel];
        held.members.remove(&user);
        for thread in held.threads.values_mut() {
            thread.followers.remove(&user);
        }
        let id = held.id.clone();
        let sidebar = &mut self.sidebars[user];
        sidebar.take_out(channel);
        if let Some(said) = sidebar.said.remove(&channel) {
            self.tell(user, format!("preferences_deleted {id} {said}"));
        }
        self.tell(user, format!("user_removed {id} oneself"));
        let told = format!("user_removed {id} {}", self.people[user].id);
        self.tell_members(channel, &told);
        self.said(channel, Some(by), false, BTreeSet::new()).await;
    }

    async fn add(&mut self, channel: usize, actor: usize) {
        let other = self.random.random_range(0..PEOPLE);
        let held = &self.channels[channel];
        if other == actor || !held.is_of_team() || held.members.contains_key(&other) {
            return;
        }
        let may = held.takes_from(actor);
        let input = json!({"user_id": self.people[other].id});
        let reply = self.people[actor].post(&self.path(channel, "/members"), input).await;
        if self.settle(&reply, may, "adding") {
            self.came(channel, other, Some(actor)).await;
        }
    }

    async fn remove(&mut self, channel: usize, actor: usize) {
        let other = self.random.random_range(0..PEOPLE);
        let held = &self.channels[channel];
        if other == actor || !held.is_of_team() || !held.members.contains_key(&other) {
            return;
        }
        let may = held.members.contains_key(&actor);
        let path = self.path(channel, &format!("/members/{}", self.people[other].id));
        let reply = self.people[actor].delete(&path).await;
        if self.settle(&reply, may, "removing") {
            self.went(channel, other, actor).await;
        }
    }

    async fn mute(&mut self, channel: usize, actor: usize) {
        let is_muted = self.random.random_bool(0.5);
        let input = json!({"mark_unread": if is_muted { "mention" } else { "all" }});
        self.people[actor].put(&self.path(channel, "/members/me/notify_props"), input).await.ok();
        self.channels[channel].members.get_mut(&actor).unwrap().is_muted = is_muted;
        self.tell_settings(channel, actor);
    }

    async fn follow_all(&mut self, channel: usize, actor: usize) {
        let follows_all = self.random.random_bool(0.4);
        let input = json!({"channel_auto_follow_threads": if follows_all { "on" } else { "off" }});
        self.people[actor].put(&self.path(channel, "/members/me/notify_props"), input).await.ok();
        self.channels[channel].members.get_mut(&actor).unwrap().follows_all = follows_all;
        self.tell_settings(channel, actor);
    }

    fn tell_settings(&mut self, channel: usize, user: usize) {
        let held = &self.channels[channel];
        let member = &held.members[&user];
        let marks = if member.is_muted { "mention" } else { "all" };
        let follows = if member.follows_all { "on" } else { "off" };
        let told = format!("channel_member_updated {} {marks} {follows}", held.id);
        self.tell(user, told);
    }

    async fn describe(&mut self, channel: usize, actor: usize) {
        let header = format!("header {}", self.log.len());
        let reply = self.people[actor].put(&self.path(channel, "/patch"), json!({"header": header})).await;
        if !self.settle(&reply, self.channels[channel].takes_from(actor), "describing") {
            return;
        }
        let held = &mut self.channels[channel];
        held.header = header;
        let others = held.members.keys().copied().filter(|user| *user != actor);
        let called = if held.is_of_team() { BTreeSet::new() } else { others.collect() };
        self.tell_updated_channel(channel);
        self.said(channel, Some(actor), true, called).await;
    }

    fn tell_updated_channel(&mut self, channel: usize) {
        let held = &self.channels[channel];
        let told = format!("channel_updated {} {}", held.id, held.header);
        self.tell_members(channel, &told);
    }

    async fn archive(&mut self, channel: usize, actor: usize) {
        // Channels that are archived most of the time see little.
        if self.random.random_bool(0.5) {
            return;
        }
        let reply = self.people[actor].delete(&self.path(channel, "")).await;
        let held = &self.channels[channel];
        let may = held.is_of_team() && held.members.contains_key(&actor);
        if self.settle(&reply, may, "archiving") {
            self.channels[channel].is_archived = true;
            let told = format!("channel_deleted {}", self.channels[channel].id);
            self.tell_audience(channel, &told);
            self.said(channel, Some(actor), true, BTreeSet::new()).await;
        }
    }

    async fn restore(&mut self, channel: usize) {
        self.admin.post(&self.path(channel, "/restore"), json!({})).await.ok();
        self.channels[channel].is_archived = false;
        let told = format!("channel_restored {}", self.channels[channel].id);
        self.tell_audience(channel, &told);
        self.said(channel, None, true, BTreeSet::new()).await;
    }

    async fn convert(&mut self, channel: usize) {
        if !self.channels[channel].is_of_team() || self.channels[channel].is_archived {
            return;
        }
        let kind = if self.channels[channel].kind == "O" { "P" } else { "O" };
        self.admin.put(&self.path(channel, "/privacy"), json!({"privacy": kind})).await.ok();
        self.channels[channel].kind = kind.to_owned();
        let told = format!("channel_converted {}", self.channels[channel].id);
        for user in 0..PEOPLE {
            self.tell(user, told.clone());
        }
        self.tell_updated_channel(channel);
        self.said(channel, None, true, BTreeSet::new()).await;
    }

    async fn favour(&mut self, channel: usize, actor: usize) {
        let is_favourite = self.random.random_bool(0.6);
        let user = &self.people[actor];
        let id = self.channels[channel].id.clone();
        let preference = json!([{
            "user_id": user.id, "category": "favorite_channel", "name": id, "value": is_favourite.to_string(),
        }]);
        user.put("/users/me/preferences", preference).await.ok();
        let sidebar = &mut self.sidebars[actor];
        let favourites = sidebar.of_kind("favorites")[0].clone();
        if is_favourite {
            sidebar.take_out(channel);
            sidebar.placed.entry(favourites).or_default().insert(0, channel);
        } else {
            sidebar.placed.entry(favourites).or_default().retain(|other| *other != channel);
        }
        sidebar.said.insert(channel, is_favourite);
        self.tell(actor, format!("preferences_changed {id} {is_favourite}"));
        self.tell(actor, "sidebar_category_updated somehow".to_owned());
    }

    async fn make_category(&mut self, actor: usize) {
        if self.sidebars[actor].order.len() >= 6 {
            return;
        }
        let mut channels: Vec<usize> = (0..self.channels.len()).collect();
        channels.retain(|_| self.random.random_bool(0.3));
        let ids: Vec<&String> = channels.iter().map(|channel| &self.channels[*channel].id).collect();
        let input = json!({
            "user_id": self.people[actor].id, "team_id": self.team.id, "display_name": "Mine", "channel_ids": ids,
        });
        let made = self.people[actor].post(&self.categories(actor), input).await.ok().clone();
        let id = made["id"].as_str().unwrap().to_owned();
        channels.retain(|channel| self.channels[*channel].members.contains_key(&actor));
        let sidebar = &mut self.sidebars[actor];
        let before = sidebar.favourites();
        let leads = sidebar.order[0].1 == "favorites";
        sidebar.order.insert(usize::from(leads), (id.clone(), "custom".to_owned()));
        for channel in &channels {
            sidebar.take_out(*channel);
        }
        sidebar.placed.insert(id.clone(), channels);
        sidebar.note(&before);
        self.tell(actor, format!("sidebar_category_created {id}"));
    }

    async fn remove_category(&mut self, actor: usize) {
        let own = self.sidebars[actor].of_kind("custom");
        if own.is_empty() {
            return;
        }
        let id = own[self.random.random_range(0..own.len())].clone();
        self.people[actor].delete(&format!("{}/{id}", self.categories(actor))).await.ok();
        let sidebar = &mut self.sidebars[actor];
        sidebar.order.retain(|(other, _)| *other != id);
        sidebar.placed.remove(&id);
        self.tell(actor, format!("sidebar_category_deleted {id}"));
    }

    /// Drags a channel into another category, or to another place: a client sends both categories.
    async fn move_channel(&mut self, actor: usize) {
        let told = self.people[actor].get(&self.categories(actor)).await.ok()["categories"].clone();
        let told = told.as_array().unwrap().clone();
        let full: Vec<usize> =
            (0..told.len()).filter(|at| !self.known(&told[*at]["channel_ids"]).is_empty()).collect();
        if full.is_empty() {
            return;
        }
        let from = full[self.random.random_range(0..full.len())];
        let to = self.random.random_range(0..told.len());
        let mut left: Vec<Value> = told[from]["channel_ids"].as_array().unwrap().clone();
        let known = self.known(&told[from]["channel_ids"]);
        let moved = known[self.random.random_range(0..known.len())];
        let suits = match told[to]["type"].as_str().unwrap() {
            "channels" => self.channels[moved].is_of_team(),
            "direct_messages" => !self.channels[moved].is_of_team(),
            _ => true,
        };
        if !suits {
            return;
        }
        let id = json!(self.channels[moved].id);
        left.retain(|other| *other != id);
        let mut filled =
            if from == to { left.clone() } else { told[to]["channel_ids"].as_array().unwrap().clone() };
        let place = self.random.random_range(0..=filled.len());
        filled.insert(place, id);
        let mut changed = vec![told[to].clone()];
        changed[0]["channel_ids"] = json!(filled);
        if from != to {
            let mut source = told[from].clone();
            source["channel_ids"] = json!(left);
            changed.insert(0, source);
        }
        self.people[actor].put(&self.categories(actor), json!(changed)).await.ok();

        let before = self.sidebars[actor].favourites();
        let mut told = Vec::new();
        for category in &changed {
            let channels = self.known(&category["channel_ids"]);
            let id = category["id"].as_str().unwrap().to_owned();
            self.sidebars[actor].placed.insert(id, channels);
        }
        self.sidebars[actor].note(&before);
        for category in &changed {
            let id = category["id"].as_str().unwrap();
            let (placed, unplaced) = self.sidebars[actor].shown(id, actor, &self.channels);
            let channels: Vec<usize> = placed.into_iter().chain(unplaced).collect();
            told.push(self.category(id, &channels));
        }
        told.sort();
        self.tell(actor, format!("sidebar_category_updated {}", told.join("; ")));
    }

    async fn arrange(&mut self, actor: usize) {
        let mut order = self.sidebars[actor].order.clone();
        order.shuffle(&mut self.random);
        let ids: Vec<String> = order.iter().map(|(id, _)| id.clone()).collect();
        self.people[actor].put(&format!("{}/order", self.categories(actor)), json!(ids)).await.ok();
        self.sidebars[actor].order = order;
        self.tell(actor, format!("sidebar_category_order_updated {}", ids.join(" ")));
    }
}
