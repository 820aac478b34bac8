//! The `wardroom` command.

#![expect(clippy::print_stdout, reason = "what a command was asked for goes to standard output")]

mod bench;
mod check;
mod configuration;
mod log;
mod place;
mod serve;
mod users;

use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

use place::Place;

/// Self-hosted team messaging that speaks Mattermost's protocol.
#[derive(Parser)]
#[command(
    version,
    about,
    long_about = None,
    disable_help_subcommand = true,
    args_conflicts_with_subcommands = true,
    after_help = "Without a command, wardroom serves."
)]
struct Cli {
    #[command(flatten)]
    serve: serve::Flags,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve clients (the default).
    Serve(serve::Flags),
    /// Say which release this is.
    Version,
    /// Make and mend accounts; a server may be running on the same data.
    #[command(subcommand)]
    User(User),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(Config),
    /// Look at the database.
    #[command(subcommand)]
    Db(Db),
    /// Measure servers: what they do, how fast, and at what cost.
    #[command(subcommand)]
    Bench(::bench::Command),
}

#[derive(Subcommand)]
enum User {
    /// Make an account.
    Create(users::Create),
    /// Give an account another password, and end its sessions.
    Password(users::Change),
}

#[derive(Subcommand)]
enum Config {
    /// Read file and environment as the server would; tell what is wrong. Exits with 1 if the server would not start.
    Check(Place),
}

#[derive(Subcommand)]
enum Db {
    /// Recount what is counted, and look for rows that lack their other half. Changes nothing; exits with 1 if
    /// anything differs.
    Check(check::Flags),
}

/// Runs what a command waits for.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.context("start the runtime")?.block_on(work)
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => serve::run(cli.serve),
        Some(Command::Serve(flags)) => serve::run(flags),
        Some(Command::Version) => {
            println!("wardroom {}, speaking Mattermost's protocol {}", server::BUILD, server::PROTOCOL);
            Ok(ExitCode::SUCCESS)
        }
        Some(Command::User(User::Create(flags))) => users::create(flags),
        Some(Command::User(User::Password(flags))) => users::change_password(flags),
        Some(Command::Config(Config::Check(place))) => configuration::check(&place),
        Some(Command::Db(Db::Check(flags))) => check::run(&flags),
        Some(Command::Bench(command)) => bench::run(command),
    };
    outcome.unwrap_or_else(|error| {
        eprintln!("wardroom: {error:#}");
        ExitCode::FAILURE
    })
}
