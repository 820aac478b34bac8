//! `wardroom config check`: would the server start with this, and does everything in it count?

use std::process::ExitCode;

use crate::place::Place;

pub fn check(place: &Place) -> anyhow::Result<ExitCode> {
    let (config, file) = place.configuration()?;

    match &file {
        Some(path) => println!("read {}", path.display()),
        None => println!("{} has no config.json yet: the defaults stand", place.data.display()),
    }
    for unused in config.unused_variables() {
        println!("not used: {unused}");
    }
    // The keys that the server makes up by itself when it starts are no fault.
    let (config, _) = config.with_generated(|| "0".repeat(32));
    if let Err(invalid) = config::validate(&config) {
        println!("invalid: {invalid}");
        return Ok(ExitCode::FAILURE);
    }
    println!("the configuration is valid");
    Ok(ExitCode::SUCCESS)
}
