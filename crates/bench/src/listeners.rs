//! Many open sockets at once, each read by a task of its own.
//!
//! Posts that are to be timed carry their number between two tildes; whoever hears one looks up when it was due.
//! Every listener also checks that the numbers of its events are consecutive: what is lost or doubled is a failure.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use futures_util::StreamExt as _;
use tokio::task::JoinHandle;

use crate::record::{Failure, Latencies, Record};
use crate::socket::{Socket, is_event, seq_of};
use crate::target::Target;
use crate::world::Person;

/// Sockets that are being opened at the same time.
const AT_ONCE: usize = 64;

/// Parts of the record, so that two threads seldom wait for one another.
const SHARDS: usize = 16;

/// Open sockets that listen until they are dropped.
pub struct Listeners {
    hall: Arc<Hall>,
    tasks: Vec<JoinHandle<()>>,
}

/// What all listeners share.
struct Hall {
    started: Instant,
    /// Every post that is timed, by its number.
    posts: Vec<Post>,
    shards: Vec<std::sync::Mutex<Record>>,
    is_leaving: AtomicBool,
    gone: AtomicU64,
}

/// One timed post. Times in microseconds since the hall was opened.
#[derive(Default)]
struct Post {
    due: AtomicU64,
    heard: AtomicU32,
    last: AtomicU64,
}

impl Listeners {
    /// Opens so many sockets, spread over the people, who may time up to `posts` posts.
    pub async fn open(
        target: &Target,
        people: &[Person],
        count: usize,
        posts: usize,
    ) -> anyhow::Result<Self> {
        if people.is_empty() {
            bail!("nobody is there to listen");
        }
        let hall = Arc::new(Hall {
            started: Instant::now(),
            posts: (0..posts).map(|_| Post::default()).collect(),
            shards: (0..SHARDS).map(|_| std::sync::Mutex::default()).collect(),
            is_leaving: AtomicBool::new(false),
            gone: AtomicU64::new(0),
        });
        let mut listeners = Self { hall, tasks: Vec::with_capacity(count) };
        let mut opening = futures_util::stream::iter((0..count).map(|number| {
            let token = people[number % people.len()].token.clone();
            let target = target.clone();
            // A task, so that both threads open sockets.
            tokio::spawn(async move { Socket::open(&target, &token, number).await })
        }))
        .buffer_unordered(AT_ONCE);
        while let Some(opened) = opening.next().await {
            let number = listeners.tasks.len();
            let socket = opened?.with_context(|| format!("open socket {number} of {count}"))?;
            let hall = Arc::clone(&listeners.hall);
            listeners.tasks.push(tokio::spawn(listen(socket, hall, number % SHARDS)));
        }
        Ok(listeners)
    }

    pub fn len(&self) -> usize {
        self.tasks.len()
    }

    /// Listeners that lost their socket.
    pub fn gone(&self) -> u64 {
        self.hall.gone.load(Ordering::Relaxed)
    }

    /// Says when a post is due, and gives what its message must hold.
    pub fn due(&self, number: usize, due: Instant) -> String {
        let since = due.saturating_duration_since(self.hall.started).as_micros() as u64;
        self.hall.posts[number].due.store(since, Ordering::Release);
        format!("~{number}~")
    }

    /// Waits until everybody has heard all of these posts, or for as long as patience lasts.
    pub async fn wait(&self, numbers: std::ops::Range<usize>, patience: Duration) {
        let started = Instant::now();
        let everybody = self.tasks.len() as u32;
        while started.elapsed() < patience {
            let has_heard = |post: &Post| post.heard.load(Ordering::Acquire) >= everybody;
            if self.hall.posts[numbers.clone()].iter().all(has_heard) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    /// What was heard since the last time, and for each post how long the last listener waited.
    pub fn take(&self, numbers: std::ops::Range<usize>) -> (Record, Latencies) {
        let mut record = Record::default();
        for shard in &self.hall.shards {
            let mut shard = shard.lock().expect("no listener panics while it holds it");
            record.join(&std::mem::take(&mut *shard));
        }
        let mut last = Latencies::default();
        for post in &self.hall.posts[numbers] {
            let latest = post.last.load(Ordering::Acquire);
            if latest > 0 {
                last.add(Duration::from_micros(latest.saturating_sub(post.due.load(Ordering::Acquire))));
            }
        }
        (record, last)
    }
}

impl Drop for Listeners {
    fn drop(&mut self) {
        self.hall.is_leaving.store(true, Ordering::Relaxed);
        for task in &self.tasks {
            task.abort();
        }
    }
}

async fn listen(mut socket: Socket, hall: Arc<Hall>, shard: usize) {
    loop {
        let outcome = match socket.frame().await {
            Ok(text) => hear(&mut socket.next_seq, &hall, &text),
            Err(failure) => {
                if !hall.is_leaving.load(Ordering::Relaxed) {
                    hall.gone.fetch_add(1, Ordering::Relaxed);
                    note(&hall, shard, |record| record.failure(&failure));
                }
                return;
            }
        };
        match outcome {
            Ok(None) => {}
            Ok(Some((latency, bytes))) => note(&hall, shard, |record| record.success(latency, bytes)),
            Err(failure) => note(&hall, shard, |record| record.failure(&failure)),
        }
    }
}

/// Takes in one frame. Gives the latency of a timed post.
fn hear(next_seq: &mut i64, hall: &Hall, text: &str) -> Result<Option<(Duration, u64)>, Failure> {
    let now = Instant::now();
    // Replies have no number.
    let Some(seq) = seq_of(text) else { return Ok(None) };
    let expected = std::mem::replace(next_seq, seq + 1);
    if seq != expected {
        return Err(Failure::Wrong("consecutive events"));
    }
    let Some(number) = number_in(text) else { return Ok(None) };
    let post = hall.posts.get(number).ok_or(Failure::Wrong("a post that was sent"))?;
    if !is_event(text, "posted") {
        return Err(Failure::Wrong("a post in a `posted` event"));
    }
    let now = now.saturating_duration_since(hall.started).as_micros() as u64;
    post.heard.fetch_add(1, Ordering::AcqRel);
    post.last.fetch_max(now, Ordering::AcqRel);
    let latency = Duration::from_micros(now.saturating_sub(post.due.load(Ordering::Acquire)));
    Ok(Some((latency, text.len() as u64)))
}

fn note(hall: &Hall, shard: usize, take: impl FnOnce(&mut Record)) {
    take(&mut hall.shards[shard].lock().expect("no listener panics while it holds it"));
}

/// The number between two tildes.
fn number_in(text: &str) -> Option<usize> {
    let (_, rest) = text.split_once('~')?;
    rest.split_once('~')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hall() -> Hall {
        Hall {
            started: Instant::now(),
            posts: (0..3).map(|_| Post::default()).collect(),
            shards: Vec::new(),
            is_leaving: AtomicBool::new(false),
            gone: AtomicU64::new(0),
        }
    }

    fn posted(seq: i64, message: &str) -> String {
        format!(r#"{{"event": "posted", "data": {{"post":"{{\"message\":\"{message}\"}}"}}, "seq": {seq}}}"#)
    }

    #[test]
    fn a_timed_post_is_heard_once_by_each() {
        let hall = hall();
        let mut next = 1;

        assert!(hear(&mut next, &hall, &posted(1, "hello ~2~")).unwrap().is_some());
        assert!(hear(&mut next, &hall, &posted(2, "hello")).unwrap().is_none());
        assert!(hear(&mut next, &hall, r#"{"status":"OK","seq_reply":1}"#).unwrap().is_none());
        assert_eq!(hall.posts[2].heard.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn lost_doubled_and_strange_events_are_failures() {
        let hall = hall();
        let mut next = 1;

        assert!(hear(&mut next, &hall, &posted(3, "hello ~0~")).is_err());
        assert!(hear(&mut next, &hall, &posted(3, "hello ~0~")).is_err());
        assert!(hear(&mut next, &hall, &posted(4, "hello ~7~")).is_err());
        assert!(hear(&mut next, &hall, &posted(5, "hello ~1~").replace("posted", "edited")).is_err());
        assert_eq!(hall.posts[0].heard.load(Ordering::Relaxed), 0);
    }
}
