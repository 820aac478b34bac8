//! `wardroom bench`: the load generator, which speaks to servers as any client does and shares nothing with this one.

use std::process::ExitCode;

pub fn run(command: ::bench::Command) -> anyhow::Result<ExitCode> {
    ::bench::run(command)?;
    Ok(ExitCode::SUCCESS)
}
