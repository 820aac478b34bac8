//! A socket is cut at random moments while somebody writes, and comes back.
//!
//! When it goes on under its old connection id, nothing is missing and nothing comes twice. Otherwise it gets a new
//! connection id, which tells the client to fetch.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use testkit::process::say;
use testkit::{Engine, TestServer};

use crate::Plan;

pub async fn run(engine: Engine, plan: Plan) {
    let server = TestServer::start(engine).await;
    let scene = server.scene().await;
    let is_over = Arc::new(AtomicBool::new(false));
    let writer = {
        let (scene, is_over) = (scene.clone(), is_over.clone());
        tokio::spawn(async move {
            let mut number = 0_u64;
            while !is_over.load(Ordering::Relaxed) {
                scene.alice.write(&scene.channel, &number.to_string()).await;
                number += 1;
                // Now and then there is time for a socket to be quiet.
                if number.is_multiple_of(40) {
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
            }
            number
        })
    };

    let mut random = StdRng::seed_from_u64(plan.seed);
    let mut socket = scene.bob.socket().await;
    let mut last: Option<u64> = None;
    let mut resumed = 0;
    let done = plan.done();
    for round in done..plan.rounds {
        for _ in 0..random.random_range(1..30) {
            last = Some(read(&mut socket, last).await);
        }
        let former = socket.connection_id.clone();
        let cut = socket.cut().await;
        // Sometimes the server has not noticed yet when the client is back.
        if random.random_bool(0.8) {
            tokio::time::sleep(Duration::from_millis(random.random_range(0..150))).await;
        }
        socket = scene.bob.resume(&cut).await;
        if socket.is_resumed {
            assert_eq!(socket.connection_id, former);
            resumed += 1;
        } else {
            assert_ne!(socket.connection_id, former, "a fresh start has a new connection id");
            last = None;
        }
        plan.finished(round + 1);
    }
    // A socket that started anew hears only what is written from then on: the writer goes on until it has heard some.
    let mut last = read(&mut socket, last).await;
    is_over.store(true, Ordering::Relaxed);
    let written = writer.await.unwrap();
    // Everything that was written is heard in the end.
    while last + 1 < written {
        last = read(&mut socket, Some(last)).await;
    }
    let rounds = plan.rounds - done;
    say(&format!(
        "{rounds} cuts on {engine:?} among {written} posts: {resumed} resumed, the others started anew"
    ));
    assert!(resumed * 2 > rounds, "most cuts are short enough to be resumed, {resumed} of {rounds} were");
}

/// Reads the next post, which must be the one after `last`.
async fn read(socket: &mut testkit::Socket, last: Option<u64>) -> u64 {
    loop {
        let event = socket.next().await;
        if event.name != "posted" {
            continue;
        }
        let number: u64 = event.nested("post")["message"].as_str().unwrap().parse().unwrap();
        if let Some(last) = last {
            assert_eq!(number, last + 1, "after {last} came {number}");
        }
        return number;
    }
}
