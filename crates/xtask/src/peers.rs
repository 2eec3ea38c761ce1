//! `cargo xtask bench --peers`: brings and builds what people would take instead (`bench/peers`), and has our bench
//! run it in turn with our own work.

use std::path::Path;

use crate::failure::Failure;
use crate::{process, testkit};

/// The flag of `cargo xtask bench` that asks for the peers.
const FLAG: &str = "--peers";

/// The flag that asks for the window, and comes first.
const WINDOW: &str = "--window";

/// Starts our bench, with the peers or without, or that of the window.
pub fn bench(arguments: &[String]) -> Result<(), Failure> {
    if arguments.first().is_some_and(|first| first == WINDOW) {
        return crate::ui::bench(&arguments[1..]);
    }
    let Some(mut rest) = without_flag(arguments) else {
        return testkit::start("palabre-bench", arguments);
    };
    let folder = process::root()?.join("bench").join("peers");
    install(&folder)?;
    let samod = build(&folder.join("samod"))?;
    rest.extend([FLAG.to_owned(), folder.to_string_lossy().into_owned(), "--samod".to_owned(), samod]);
    testkit::start("palabre-bench", &rest)
}

/// Returns the other arguments when the flag is among them.
fn without_flag(arguments: &[String]) -> Option<Vec<String>> {
    let rest: Vec<String> = arguments.iter().filter(|argument| *argument != FLAG).cloned().collect();
    (rest.len() < arguments.len()).then_some(rest)
}

/// Installs the packages as they are locked, where that has not been done since the lock file changed.
fn install(folder: &Path) -> Result<(), Failure> {
    let changed = |name: &str| folder.join(name).metadata().and_then(|file| file.modified()).ok();
    if changed("node_modules/.package-lock.json") > changed("package-lock.json") {
        return Ok(());
    }
    crate::install::for_peers()?;
    println!("installing the peers that run on Node …");
    let mut packages = process::program("npm", &["ci", "--no-audit", "--no-fund"]);
    process::run(
        packages.current_dir(folder),
        "npm must reach its registry once, and compiles SQLite: Node 20 or newer, Python and a C++ compiler.",
    )
}

/// Builds the peer that is written in Rust into a folder of its own, and returns its path.
fn build(folder: &Path) -> Result<String, Failure> {
    let target = testkit::target_folder()?.join("peers");
    let mut build = process::cargo(&["build", "--quiet", "--release", "--locked"]);
    build.current_dir(folder).env("CARGO_TARGET_DIR", &target);
    process::run(&mut build, "The compiler says above what it met.")?;
    let name = format!("palabre-peer-samod{}", std::env::consts::EXE_SUFFIX);
    Ok(target.join("release").join(name).to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_is_taken_out_wherever_it_stands() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without_flag(&words("--quick --peers --only samod")), Some(words("--quick --only samod")));
        assert_eq!(without_flag(&words("--quick --only W1")), None);
    }
}
