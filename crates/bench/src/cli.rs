//! The subcommands of `bench`, and what they have in common: a runtime, a calibration, a report.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;

use crate::calibrate::calibrate;
use crate::compare;
use crate::growth;
use crate::report::{self, Report, align, read, side_by_side};
use crate::scenarios::{Choice, Scenario, Setting, with_scenario};
use crate::seed::{Seed, seed};

/// Measures servers of this protocol: what they do, how fast, and at what cost.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// What this machine can do; every report carries it.
    Calibrate {
        /// The PostgreSQL cluster to calibrate with.
        #[arg(long, value_name = "URL")]
        postgres: Option<String>,
    },
    /// Fills a server with people, channels and posts.
    Seed(Seed),
    /// Runs one scenario.
    #[command(subcommand)]
    Run(Choice),
    /// Runs one scenario on two servers in turn and gives the ratios.
    Compare {
        #[command(flatten)]
        options: compare::Options,
        #[command(subcommand)]
        scenario: Choice,
    },
    /// Puts the figures of several reports side by side.
    Report {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// As a Markdown table instead: the latest of every figure, with what is promised.
        #[arg(long)]
        promises: bool,
    },
    /// Fits cost = a · size^b to reports of one scenario at several sizes, and draws it.
    Growth(growth::Options),
}

/// Runs a subcommand to its end.
pub fn run(command: Command) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(crate::THREADS)
        .enable_all()
        .build()
        .context("start the runtime")?;
    runtime.block_on(async {
        match command {
            Command::Calibrate { postgres } => {
                let calibration = calibrate(postgres.as_deref()).await?;
                let rows: Vec<Vec<String>> =
                    calibration.lines().into_iter().map(|(name, value)| vec![name, value]).collect();
                print(&(align(&rows).join("\n") + "\n"))
            }
            Command::Seed(options) => {
                let made = seed(&options).await?;
                print(&format!(
                    "{} users, {} channels, {} posts ({} of them replies), {} reactions\n",
                    made.users, made.channels, made.posts, made.replies, made.reactions
                ))
            }
            Command::Run(choice) => with_scenario!(choice, scenario => one(&scenario).await),
            Command::Compare { options, scenario: choice } => {
                with_scenario!(choice, scenario => two(&scenario, &options).await)
            }
            Command::Report { files, promises } => {
                let mut reports = Vec::new();
                for file in &files {
                    reports.extend(read(file)?);
                }
                print(&if promises { report::promises(&reports) } else { side_by_side(&reports) })
            }
            Command::Growth(options) => print(&growth::run(&options)?),
        }
    })
}

async fn one<S: Scenario>(scenario: &S) -> anyhow::Result<()> {
    let setting = setting(scenario, false).await?;
    let mut stage = scenario.stage(&setting).await.context("set the stage")?;
    let blocks = scenario.measure(&setting, &mut stage).await?;
    let mut figures = scenario.figures(&setting, &blocks);
    // Without operations there is nothing to say, and JSON has no word for it.
    figures.retain(|figure| figure.value.is_finite());
    let options = scenario.options();
    let report = Report {
        scenario: S::NAME.to_owned(),
        arguments: arguments(S::NAME),
        when: jiff::Timestamp::now().to_string(),
        url: setting.target.url.clone(),
        server_version: S::server_version(&stage),
        revision: revision(),
        store: setting.store().to_owned(),
        figures,
        calibration: setting.calibration,
        blocks,
    };
    if let Some(path) = &options.out {
        report.append(path)?;
    }
    if options.quiet { Ok(()) } else { print(&report.text()) }
}

async fn two<S: Scenario>(scenario: &S, options: &compare::Options) -> anyhow::Result<()> {
    let setting = setting(scenario, true).await?;
    let ratios = compare::compare(scenario, &setting, options).await?;
    let heading = format!("{}: {} to {}\n", S::NAME, setting.target.url, options.other_url);
    print(&(heading + &compare::text(&ratios)))
}

async fn setting<S: Scenario>(scenario: &S, is_comparison: bool) -> anyhow::Result<Setting> {
    let options = scenario.options().clone();
    let target = options.target()?;
    let calibration =
        if options.no_calibration { None } else { Some(calibrate(options.postgres.as_deref()).await?) };
    Ok(Setting { target, options, calibration, is_comparison })
}

/// What was written on the command line behind the scenario's name, without passwords.
fn arguments(scenario: &str) -> Vec<String> {
    let words = std::env::args().skip_while(|word| word != scenario).skip(1);
    let mut is_secret = false;
    words
        .map(|word| {
            let shown = if std::mem::take(&mut is_secret) { "…".to_owned() } else { word.clone() };
            is_secret = word == "--admin";
            if word.starts_with("--admin=") { "--admin=…".to_owned() } else { shown }
        })
        .collect()
}

/// The commit of the working copy, if this is one.
fn revision() -> String {
    let output = std::process::Command::new("git").args(["describe", "--always", "--dirty"]).output();
    let known = output.ok().filter(|output| output.status.success());
    known.map_or_else(
        || "unknown".to_owned(),
        |output| String::from_utf8_lossy(&output.stdout).trim().to_owned(),
    )
}

fn print(text: &str) -> anyhow::Result<()> {
    std::io::stdout().lock().write_all(text.as_bytes()).context("print the result")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Subcommand as _;

    #[test]
    fn the_command_line_is_sound() {
        Command::augment_subcommands(clap::Command::new("bench")).debug_assert();
    }
}
