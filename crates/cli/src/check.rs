//! `wardroom db check`: recounts what is counted, and tells the differences.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, bail};
use store::checks::{CHECKS, Check, Difference, MOST};

use crate::place::Place;

pub fn run(place: &Place) -> anyhow::Result<ExitCode> {
    crate::block_on(check(place))
}

async fn check(place: &Place) -> anyhow::Result<ExitCode> {
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

    let mut found = 0;
    for check in &CHECKS {
        let differences =
            check.differences(db.read()).await.with_context(|| format!("check {}", check.subject))?;
        found += differences.len();
        tell(check, &differences);
    }
    if found == 0 {
        println!("the database is sound: {} checks, no difference", CHECKS.len());
        return Ok(ExitCode::SUCCESS);
    }
    println!("{found} differences");
    Ok(ExitCode::FAILURE)
}

fn tell(check: &Check, differences: &[Difference]) {
    let Check { subject, law, advice, .. } = check;
    for Difference { key, expected, found } in differences {
        println!("{subject} of {key}: {found} instead of {expected} ({law}); {advice}");
    }
    if differences.len() == MOST {
        println!("{subject}: perhaps more; only the first {MOST} are shown");
    }
}
