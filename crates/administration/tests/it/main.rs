#![expect(clippy::unwrap_used, reason = "this is test code: a step that fails ends the test")]

mod configuration;
mod system;
mod terms;
