//! `cargo xtask bench`, `simulate` and `rehearse`: the heavy tools, which are binaries of `palabre-testkit`.

use std::path::PathBuf;

use crate::failure::Failure;
use crate::{json, process};

/// Builds a binary of `palabre-testkit` in release and starts it with `arguments`.
pub fn start(binary: &str, arguments: &[String]) -> Result<(), Failure> {
    let mut command = process::cargo(&[
        "run",
        "--release",
        "--locked",
        "--package",
        "palabre-testkit",
        "--bin",
        binary,
        "--",
    ]);
    process::run(
        command.args(arguments),
        "The lines above say what it met; `--help` after the command lists what it takes.",
    )
}

/// Starts the simulator as the tests have built it, so that nothing is compiled twice.
///
/// `cargo run --package` would choose the features of the dependencies for one crate, and build many of them again.
/// So the build is asked for with the features of the whole workspace, and the program started by its path.
pub fn simulate_as_tested(arguments: &[&str]) -> Result<(), Failure> {
    let root = process::root()?;
    let mut build = process::cargo(&[
        "build",
        "--quiet",
        "--workspace",
        "--exclude",
        crate::ui::CRATE,
        "--bins",
        "--tests",
        "--locked",
    ]);
    process::run(build.current_dir(&root), "The compiler says above what it met.")?;
    let simulator =
        target_folder()?.join("debug").join(format!("palabre-simulate{}", std::env::consts::EXE_SUFFIX));
    if !simulator.is_file() {
        return Err(Failure::new(
            format!("The simulator was not built: {} is not there.", simulator.display()),
            "palabre-testkit must have a binary `palabre-simulate`.",
        ));
    }
    let mut command = process::program(&simulator.to_string_lossy(), arguments);
    process::run(
        command.current_dir(&root),
        "Replay the seed that it names with `cargo xtask simulate --schedules 1 --seed S`; then keep it as a test.",
    )
}

/// Returns the folder that cargo builds into.
pub fn target_folder() -> Result<PathBuf, Failure> {
    let hint = "`cargo metadata` must work in this checkout.";
    let text = process::capture(
        process::cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"])
            .current_dir(process::root()?),
        hint,
    )?;
    json::read(&text)
        .ok()
        .and_then(|metadata| metadata.text("target_directory").map(PathBuf::from))
        .ok_or_else(|| Failure::new("`cargo metadata` did not say where it builds.", hint))
}
