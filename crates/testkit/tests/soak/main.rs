//! The long runs, `make soak`: what breaks only sometimes, done often enough.
//!
//! `WARDROOM_SOAK_SCALE` multiplies how often, `WARDROOM_SOAK_SEED` decides what happens when, `WARDROOM_SOAK_STATE` is
//! a folder that remembers how far an interrupted run came. A short version of each runs with the ordinary tests.
#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod cuts;
mod full_disks;
mod kills;
mod malformed;
mod model;

use std::path::PathBuf;

use testkit::Engine;

/// How much of a run there is to do, and what happens in it.
pub struct Plan {
    pub rounds: u64,
    pub seed: u64,
    state: Option<PathBuf>,
}

impl Plan {
    /// A long run of `rounds` at scale 1.
    fn long(rounds: u64) -> Self {
        let scale: f64 = variable("WARDROOM_SOAK_SCALE").unwrap_or(1.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a number of rounds is small"
        )]
        let rounds = ((rounds as f64 * scale).ceil() as u64).max(1);
        let state = std::env::var_os("WARDROOM_SOAK_STATE").map(PathBuf::from);
        Self { rounds, seed: variable("WARDROOM_SOAK_SEED").unwrap_or(1), state }
    }

    /// A run for the ordinary tests.
    fn short(rounds: u64) -> Self {
        Self { rounds, seed: variable("WARDROOM_SOAK_SEED").unwrap_or(1), state: None }
    }

    /// Rounds that were finished before this run was interrupted.
    pub fn done(&self) -> u64 {
        let Some(folder) = &self.state else { return 0 };
        std::fs::read_to_string(folder.join("rounds"))
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .unwrap_or(0)
    }

    /// Remembers that so many rounds are finished.
    pub fn finished(&self, rounds: u64) {
        if let Some(folder) = &self.state {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join("rounds"), rounds.to_string()).unwrap();
        }
    }
}

fn variable<T: std::str::FromStr>(name: &str) -> Option<T> {
    std::env::var(name).ok()?.parse().ok()
}

fn run(engine: Engine, test: impl Future<Output = ()>) {
    if testkit::is_available(engine) {
        testkit::runtime().block_on(test);
    }
}

#[test]
#[ignore = "long: make soak"]
fn kills_on_sqlite() {
    run(Engine::Sqlite, kills::run(Engine::Sqlite, Plan::long(100)));
}

#[test]
#[ignore = "long: make soak"]
fn kills_on_postgres() {
    run(Engine::Postgres, kills::run(Engine::Postgres, Plan::long(30)));
}

#[test]
#[ignore = "long: make soak"]
fn cuts_on_sqlite() {
    run(Engine::Sqlite, cuts::run(Engine::Sqlite, Plan::long(250)));
}

#[test]
#[ignore = "long: make soak"]
fn cuts_on_postgres() {
    run(Engine::Postgres, cuts::run(Engine::Postgres, Plan::long(250)));
}

#[test]
#[ignore = "long: make soak"]
fn malformed_requests() {
    run(Engine::Sqlite, malformed::run(Engine::Sqlite, Plan::long(80_000)));
}

#[test]
#[ignore = "long: make soak"]
fn malformed_requests_on_postgres() {
    run(Engine::Postgres, malformed::run(Engine::Postgres, Plan::long(20_000)));
}

#[test]
#[ignore = "long: make soak"]
fn full_disks() {
    run(Engine::Sqlite, full_disks::run(Plan::long(40)));
}

#[test]
#[ignore = "long: make soak"]
fn the_model_on_sqlite() {
    run(Engine::Sqlite, model::run(Engine::Sqlite, Plan::long(20_000)));
}

#[test]
#[ignore = "long: make soak"]
fn the_model_on_postgres() {
    run(Engine::Postgres, model::run(Engine::Postgres, Plan::long(20_000)));
}

#[test]
fn a_day_of_the_model_on_sqlite() {
    run(Engine::Sqlite, model::run(Engine::Sqlite, Plan::short(2_000)));
}

#[test]
fn a_day_of_the_model_on_postgres() {
    run(Engine::Postgres, model::run(Engine::Postgres, Plan::short(2_000)));
}

#[test]
fn a_seed_of_the_model_replays() {
    run(Engine::Sqlite, async {
        let (first, second) =
            (model::play(Engine::Sqlite, 7, 60).await, model::play(Engine::Sqlite, 7, 60).await);
        assert_eq!(first, second);
        assert_ne!(first, model::play(Engine::Sqlite, 8, 60).await);
    });
}

#[test]
fn a_few_kills_on_sqlite() {
    run(Engine::Sqlite, kills::run(Engine::Sqlite, Plan::short(2)));
}

#[test]
fn a_few_kills_on_postgres() {
    run(Engine::Postgres, kills::run(Engine::Postgres, Plan::short(1)));
}

#[test]
fn a_few_cuts_on_sqlite() {
    run(Engine::Sqlite, cuts::run(Engine::Sqlite, Plan::short(10)));
}

#[test]
fn a_few_cuts_on_postgres() {
    run(Engine::Postgres, cuts::run(Engine::Postgres, Plan::short(5)));
}

#[test]
fn some_malformed_requests() {
    run(Engine::Sqlite, malformed::run(Engine::Sqlite, Plan::short(2_000)));
}

#[test]
fn a_disk_gets_full_and_empty_again() {
    run(Engine::Sqlite, full_disks::run(Plan::short(1)));
}
