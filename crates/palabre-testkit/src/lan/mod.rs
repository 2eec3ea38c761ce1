//! Laptops on a network of their own: real processes in network namespaces of Linux, joined by a bridge, with no way out.
//!
//! Each case makes its network, its people and their homes anew, and takes them away at its end, whatever that is.

mod cases;
mod laptops;
mod wires;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

pub use wires::{is_possible, sweep};

/// Set when somebody wants us to stop.
static STOP: AtomicBool = AtomicBool::new(false);

/// How often something that is waited for is looked at.
const LOOK: Duration = Duration::from_millis(250);

/// Says that it is to stop: whatever is waited for gives up, and cleans up behind itself.
pub fn stop() {
    STOP.store(true, Ordering::Relaxed);
}

/// Waits until it is so, at most so many seconds; returns how long it took.
///
/// # Errors
/// When it is not so by then, or cannot be seen.
pub(crate) fn until(what: &str, seconds: u64, mut is: impl FnMut() -> Result<bool>) -> Result<Duration> {
    let started = Instant::now();
    loop {
        if STOP.load(Ordering::Relaxed) {
            bail!("stopped while it waited for this: {what}");
        }
        if is().with_context(|| what.to_owned())? {
            return Ok(started.elapsed());
        }
        if started.elapsed() >= Duration::from_secs(seconds) {
            bail!("after {seconds} seconds this is not so: {what}");
        }
        std::thread::sleep(LOOK);
    }
}

/// Runs all cases, or those whose name holds this; prints a line for each.
///
/// # Errors
/// When one fails: the others are not run.
pub fn run(program: &Path, only: Option<&str>) -> Result<()> {
    let program: PathBuf = program.canonicalize().with_context(|| format!("{}", program.display()))?;
    let mut ran = 0;
    for (name, case) in cases::CASES {
        if only.is_some_and(|only| !name.contains(only)) {
            continue;
        }
        let started = Instant::now();
        let seen = case(&program).with_context(|| format!("case: {name}"))?;
        println!("{name}: {seen} ({:.1} s)", started.elapsed().as_secs_f64());
        ran += 1;
    }
    if ran == 0 {
        let names: Vec<&str> = cases::CASES.iter().map(|(name, _)| *name).collect();
        bail!("there is no such case; there are: {}", names.join("; "));
    }
    Ok(())
}
