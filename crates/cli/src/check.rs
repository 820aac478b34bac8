//! `wardroom db check`: recounts what is counted, and tells the differences. What posts leave behind that were removed
//! for good is told as a note, and is no difference unless it is asked for strictly.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use store::checks::{CHECKS, Check, Difference, MOST};

use crate::place::Place;

#[derive(Args)]
pub struct Flags {
    #[command(flatten)]
    place: Place,
    /// Take notes for differences: right where no post was ever removed for good.
    #[arg(long)]
    strict: bool,
}

pub fn run(flags: &Flags) -> anyhow::Result<ExitCode> {
    crate::block_on(check(&flags.place, flags.strict))
}

async fn check(place: &Place, is_strict: bool) -> anyhow::Result<ExitCode> {
    let (config, _) = place.configuration()?;
    let location = server::location(&config)?;
    if let db::Location::Sqlite(path) = &location
        && !path.exists()
    {
        bail!("there is no database at {} yet", path.display());
    }
    // Counting everything again takes its time.
    let options = db::Options { read_limit: Duration::from_secs(24 * 60 * 60), ..db::Options::default() };
    let db = db::Database::open(&location, options, Arc::new(|_| {})).await.context("open the database")?;
    if !store::setup::is_prepared(&db).await.context("look at the database")? {
        bail!("the database has not been prepared: serve it once first");
    }

    let (mut found, mut noted) = (0, 0);
    for check in &CHECKS {
        let differences =
            check.differences(db.read()).await.with_context(|| format!("check {}", check.subject))?;
        let (notes, damage): (Vec<_>, Vec<_>) =
            differences.iter().partition(|difference| !is_strict && check.is_harmless(difference));
        found += damage.len();
        noted += notes.len();
        tell(check, &damage);
        tell_notes(check, &notes);
        if differences.len() == MOST {
            println!("{}: perhaps more; only the first {MOST} are shown", check.subject);
        }
    }
    if noted != 0 {
        println!("{noted} notes");
    }
    if found == 0 {
        println!("the database is sound: {} checks, no difference", CHECKS.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("{found} differences");
    Ok(ExitCode::FAILURE)
}

fn tell(check: &Check, differences: &[&Difference]) {
    let Check { subject, law, advice, .. } = check;
    for Difference { key, expected, found } in differences {
        println!("{subject} of {key}: {found} instead of {expected} ({law}); {advice}");
    }
}

fn tell_notes(check: &Check, notes: &[&Difference]) {
    for Difference { key, expected, found } in notes {
        let removed = found - expected;
        let subject = check.subject;
        println!("note: {subject} of {key} counts {removed} that were removed for good; nothing to do");
    }
}
