//! The disk gets full while people write on SQLite, and some of what they do fails on constraints.
//!
//! Waiting transactions share a commit, and SQLite ends all of them when the disk is full: whatever was acknowledged
//! must be there once, whatever was refused must not, and the server goes on as soon as there is room.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::json;
use testkit::process::{self, say};
use testkit::{Engine, Scene, TestDatabase, TestServer};

use crate::Plan;

const WRITERS: usize = 12;

pub async fn run(plan: Plan) {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("\nSKIPPED full disks: a small file system can be mounted by root only\n");
        return;
    };
    let source = disk.0.path().join("wardroom.db").display().to_string();
    let database = TestDatabase::at(Engine::Sqlite, &source);
    let server = TestServer::builder(Engine::Sqlite).start_on(database).await;
    let scene = server.scene().await;
    let mut random = StdRng::seed_from_u64(plan.seed);
    let (mut taken, mut refused) = (0, 0);
    for round in plan.done()..plan.rounds {
        let room = random.random_range(100..1500) * 1024;
        let filler = disk.leave(room);
        let (posts, failures) = write_until_full(&scene, round).await;
        std::fs::remove_file(filler).unwrap();
        let there = posts_of(&scene).await;
        for message in &posts {
            assert!(there.contains(message), "{message} was acknowledged and is lost");
        }
        for message in &failures {
            assert!(!there.contains(message), "{message} was refused and is there");
        }
        taken += posts.len();
        refused += failures.len();
        // There is room again: the next one is taken.
        scene.alice.write(&scene.channel, "after").await;
        let trim = [
            "DELETE FROM posts WHERE message <> ''",
            "UPDATE channels SET totalmsgcount = 0, totalmsgcountroot = 0",
            "UPDATE channelmembers
             SET msgcount = 0, msgcountroot = 0, mentioncount = 0, mentioncountroot = 0",
            "DELETE FROM wardroom_events",
        ];
        if round % 5 == 4 {
            server.stop().await;
            let (said, is_clean) =
                process::check(&process::binary(), server.data_folder(), server.database());
            assert!(is_clean, "the recount found differences:\n{said}");
            server.restart().await;
        }
        server.sql(trim.map(str::to_owned).to_vec()).await;
        plan.finished(round + 1);
    }
    server.stop().await;
    say(&format!(
        "a disk got full: {taken} acknowledged posts, each there once; {refused} refused, none there"
    ));
}

/// Writes until the disk has been full for a while; gives what was acknowledged and what was refused.
async fn write_until_full(scene: &Scene, round: u64) -> (Vec<String>, Vec<String>) {
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let scene = scene.clone();
        writers.push(tokio::spawn(async move {
            let (mut posts, mut failures) = (Vec::new(), Vec::new());
            let padding = "x".repeat(2000);
            for number in 0..3000 {
                if failures.len() >= 5 {
                    break;
                }
                // A name that is taken: a constraint fails inside of the shared transaction.
                if number % 7 == 3 {
                    let name = scene.channel["name"].as_str().unwrap();
                    let input =
                        json!({"team_id": scene.team.id, "name": name, "display_name": name, "type": "O"});
                    let reply = scene.bob.post("/channels", input).await;
                    assert!(!reply.is_success(), "a name was taken twice");
                }
                let message = format!("{round}/{writer}/{number}/{padding}");
                let input = json!({"channel_id": scene.channel.id, "message": message});
                let reply = scene.alice.post("/posts", input).await;
                if reply.status == 201 {
                    posts.push(message);
                } else {
                    assert_eq!(reply.status, 500, "{reply:?}");
                    failures.push(message);
                }
            }
            (posts, failures)
        }));
    }
    let (mut posts, mut failures) = (Vec::new(), Vec::new());
    for writer in writers {
        let (taken, refused) = writer.await.unwrap();
        posts.extend(taken);
        failures.extend(refused);
    }
    assert!(!failures.is_empty(), "the disk never got full");
    (posts, failures)
}

/// Every message of the channel; none may be there twice.
async fn posts_of(scene: &Scene) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for page in 0.. {
        let path = format!("/channels/{}/posts?page={page}&per_page=200", scene.channel.id);
        let reply = scene.alice.get(&path).await;
        let posts = reply.ok()["posts"].as_object().unwrap();
        for post in posts.values().filter(|post| post["type"] == json!("")) {
            let message = post["message"].as_str().unwrap().to_owned();
            assert!(found.insert(message), "{} is there twice", post["message"]);
        }
        if reply.json["order"].as_array().unwrap().is_empty() {
            break;
        }
    }
    found
}

/// A file system of a few megabytes.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(folder))
    }

    /// Fills the disk up to so many bytes.
    fn leave(&self, room: u64) -> PathBuf {
        let filler = self.0.path().join("filler");
        let free = free_bytes(self.0.path());
        let size = usize::try_from(free.saturating_sub(room)).unwrap();
        std::fs::write(&filler, vec![1_u8; size]).unwrap();
        filler
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
        if !unmounted.is_ok_and(|status| status.success()) {
            eprintln!("{} could not be unmounted", self.0.path().display());
        }
    }
}

fn free_bytes(path: &Path) -> u64 {
    let output = Command::new("df").args(["--output=avail", "--block-size=1"]).arg(path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().nth(1).unwrap().trim().parse().unwrap()
}
