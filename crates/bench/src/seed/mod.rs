//! Filling a server before it is measured.
//!
//! The small profile is made through the public API, as people would ([`api`]). The large ones have a [`shape`]: who
//! is where, and what was written in which thread. It is written into a database through the store crate
//! ([`database`]), or told as a bulk import that any server of the protocol takes ([`import`]). The same `--seed` gives
//! the same world in every form.

mod api;
mod database;
mod import;
mod shape;

use std::path::PathBuf;

use anyhow::bail;

use crate::options::Common;
use shape::{Shape, Size};

#[derive(Debug, clap::Args)]
pub struct Seed {
    #[command(flatten)]
    pub common: Common,
    #[arg(long, value_enum, default_value_t = Profile::S)]
    pub profile: Profile,
    /// A share of the profile, for a quick try.
    #[arg(long, default_value_t = 1.0)]
    pub scale: f64,
    /// Posts, where another number than the profile's is wanted.
    #[arg(long)]
    pub posts: Option<usize>,
    /// Writes the profile into this database, sqlite:PATH or postgres://…, that a server has made and does not serve
    /// now. --sessions FILE keeps its people for the scenarios.
    #[arg(long, value_name = "URL")]
    pub store: Option<String>,
    /// Writes the profile as a bulk import instead, to be taken in by any server.
    #[arg(long, value_name = "FILE.jsonl", conflicts_with = "store")]
    pub emit_import: Option<PathBuf>,
}

/// How much there is of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Profile {
    /// 200 users, 2 teams, 100 channels, 10,000 posts.
    S,
    /// 10,000 users, 5 teams, 5,000 channels, 1,000,000 posts.
    M,
    /// 100,000 users, 20 teams, 100,000 channels, 10,000,000 posts.
    L,
}

impl Profile {
    fn size(self) -> Size {
        let (users, teams, channels, posts) = match self {
            Self::S => (200, 2, 100, 10_000),
            Self::M => (10_000, 5, 5_000, 1_000_000),
            Self::L => (100_000, 20, 100_000, 10_000_000),
        };
        Size { users, teams, channels, posts }
    }
}

/// What was made.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    pub users: usize,
    pub channels: usize,
    pub posts: usize,
    pub replies: usize,
    pub reactions: usize,
}

pub async fn seed(options: &Seed) -> anyhow::Result<Counts> {
    let mut size = options.profile.size().scaled(options.scale);
    if let Some(posts) = options.posts {
        size.posts = posts.max(1);
    }
    if options.store.is_none() && options.emit_import.is_none() {
        if options.profile != Profile::S {
            bail!(
                "the profiles m and l are written with --store URL or --emit-import FILE: the API would take days"
            );
        }
        return api::seed(&options.common, size).await;
    }
    let now = jiff::Timestamp::now().as_millisecond();
    let shape = Shape::new(size, options.common.seed, now);
    match (&options.store, &options.emit_import) {
        (Some(url), _) => database::seed(url, &shape, &options.common).await,
        (None, Some(path)) => import::emit(path, &shape),
        (None, None) => unreachable!("one of both was asked for"),
    }
}
