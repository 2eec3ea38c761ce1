//! `cargo xtask run`: installs what is missing, builds, and starts the main job.

use crate::failure::Failure;
use crate::{install, process};

/// The real ballots that the rehearsal casts.
const BALLOTS: &str = "assets/fixtures/polis-15-per-hour-seattle";

/// Starts the rehearsal on real ballots, with `arguments` passed on.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    install::tools()?;
    let ballots = process::root()?.join(BALLOTS);
    if !ballots.is_dir() {
        return Err(Failure::new(
            format!("The real ballots are not in {}.", ballots.display()),
            "`git checkout -- assets` brings them back.",
        ));
    }
    let mut command = process::cargo(&[
        "run",
        "--release",
        "--locked",
        "--package",
        "palabre-testkit",
        "--bin",
        "palabre-rehearse",
        "--",
        "polis",
    ]);
    process::run(command.arg(ballots).args(arguments), "The lines above say what it met.")
}
