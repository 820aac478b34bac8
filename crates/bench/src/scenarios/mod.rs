//! What is measured: one file for each scenario.
//!
//! A scenario sets its stage once, measures blocks on it as often as it is asked, and holds what they came to against
//! what is promised.

pub mod start;

pub mod idle;

pub mod size;

pub mod post;

pub mod read;

pub mod connect;

pub mod sockets;

pub mod fanout;

pub mod audience;

pub mod resume;

pub mod crash;

pub mod login;

pub mod history;

pub mod typing;

pub mod noisy;

pub mod switch;

pub mod appload;

use crate::calibrate::Calibration;
use crate::load::Span;
use crate::meter::Block;
use crate::options::Common;
use crate::report::Figure;
use crate::target::Target;

/// What a scenario is run with.
pub struct Setting {
    pub target: Target,
    pub options: Common,
    pub calibration: Option<Calibration>,
    /// Whether blocks are long enough to compare two servers by, whatever the options say.
    pub is_comparison: bool,
}

impl Setting {
    /// How long a block goes on.
    pub fn span(&self) -> Span {
        if self.is_comparison { Span::comparable() } else { Span::seconds(self.options.secs_or(10.0)) }
    }

    pub fn warmup(&self) -> Span {
        Span::seconds(self.options.warmup)
    }

    pub fn is_postgres(&self) -> bool {
        self.options.postgres.is_some() || self.target.processes.database.is_some()
    }

    pub fn store(&self) -> &'static str {
        if self.is_postgres() { "PostgreSQL" } else { "SQLite" }
    }

    /// One promise for each store.
    pub fn by_store<T>(&self, sqlite: T, postgres: T) -> T {
        if self.is_postgres() { postgres } else { sqlite }
    }

    /// The time of one durable commit, if it was measured.
    pub fn commit_ms(&self) -> Option<f64> {
        self.calibration.as_ref().map(Calibration::commit_ms)
    }
}

/// A thing to measure.
pub trait Scenario {
    /// As it is called on the command line.
    const NAME: &'static str;

    /// What is set up once.
    type Stage;

    fn options(&self) -> &Common;

    async fn stage(&self, setting: &Setting) -> anyhow::Result<Self::Stage>;

    /// One round of blocks.
    async fn measure(&self, setting: &Setting, stage: &mut Self::Stage) -> anyhow::Result<Vec<Block>>;

    /// What the blocks mean.
    fn figures(&self, setting: &Setting, blocks: &[Block]) -> Vec<Figure>;

    /// As the server calls itself, where the stage has spoken to one.
    fn server_version(_stage: &Self::Stage) -> String {
        String::new()
    }
}

/// The scenarios as subcommands.
#[derive(Debug, clap::Subcommand)]
pub enum Choice {
    /// From the start of the process to the first answer; empty and existing data.
    Start(start::Start),
    /// Memory and CPU of a server that nobody uses.
    Idle(idle::Idle),
    /// The size of the program.
    Size(size::Size),
    /// Posts: rate, latency, CPU.
    Post(post::Post),
    /// The newest page of a channel: rate, latency, CPU; with and without a matching ETag.
    Read(read::Read),
    /// Opening sockets of distinct users, until each has its `hello`.
    Connect(connect::Connect),
    /// Memory of open sockets that hear nothing.
    Sockets(sockets::Sockets),
    /// From a post to all who listen.
    Fanout(fanout::Fanout),
    /// The time of a post by the number of members online.
    Audience(audience::Audience),
    /// Sockets that are cut and return, without a lost or doubled event.
    Resume(resume::Resume),
    /// Killing the server while people post.
    Crash(crash::Crash),
    /// Logging in while others read.
    Login(login::Login),
    /// Older pages of a channel.
    History(history::History),
    /// Typing, sent to all who are in the channel.
    Typing(typing::Typing),
    /// One client that floods, beside normal ones.
    Noisy(noisy::Noisy),
    /// Switching to another channel: all its calls.
    Switch(switch::Switch),
    /// Starting a web client: all its calls.
    Appload(appload::Appload),
}

/// Calls `$do` with whichever scenario was chosen.
macro_rules! with_scenario {
    ($choice:expr, $scenario:ident => $do:expr) => {
        match $choice {
            $crate::scenarios::Choice::Start($scenario) => $do,
            $crate::scenarios::Choice::Idle($scenario) => $do,
            $crate::scenarios::Choice::Size($scenario) => $do,
            $crate::scenarios::Choice::Post($scenario) => $do,
            $crate::scenarios::Choice::Read($scenario) => $do,
            $crate::scenarios::Choice::Connect($scenario) => $do,
            $crate::scenarios::Choice::Sockets($scenario) => $do,
            $crate::scenarios::Choice::Fanout($scenario) => $do,
            $crate::scenarios::Choice::Audience($scenario) => $do,
            $crate::scenarios::Choice::Resume($scenario) => $do,
            $crate::scenarios::Choice::Crash($scenario) => $do,
            $crate::scenarios::Choice::Login($scenario) => $do,
            $crate::scenarios::Choice::History($scenario) => $do,
            $crate::scenarios::Choice::Typing($scenario) => $do,
            $crate::scenarios::Choice::Noisy($scenario) => $do,
            $crate::scenarios::Choice::Switch($scenario) => $do,
            $crate::scenarios::Choice::Appload($scenario) => $do,
        }
    };
}
pub(crate) use with_scenario;
