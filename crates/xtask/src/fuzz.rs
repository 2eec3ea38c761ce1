//! `cargo xtask fuzz`: drives the doors that strangers' bytes come through under libFuzzer.
//!
//! The flags of coverage are stable ones of the compiler. The sanitizers are not used: they need a nightly compiler, and
//! there is no `unsafe` code of ours for them to watch. What one execution takes is measured by `fuzz/src/lib.rs`.
//!
//! cargo-fuzz has the coverage of every crate counted. That of TLS, numbers and SQLite's wrapper teaches the fuzzer
//! nothing and takes most of its time, so that this program stands between cargo and the compiler, and has it counted
//! for [`COUNTED`] alone. What they compare is told to the fuzzer for [`COMPARED`] alone: a document's own work compares
//! numbers all the time, and telling of it took a quarter of each execution.

use std::path::Path;
use std::process::{Command, ExitCode};

use crate::failure::Failure;
use crate::{process, testkit};

/// How often each target runs where nothing else is said.
const RUNS: u64 = 1_000_000;
/// The longest input, in bytes: room for a few entries, and not so much that one execution takes long.
const LONGEST: u32 = 16_384;
/// The crates whose coverage is counted, by how their names begin: those that read what a stranger wrote.
const COUNTED: &[&str] = &["palabre_", "automerge", "hexane", "postcard"];
/// What counts it.
const COUNTS: &str = "-Cpasses=sancov-module";
/// The crates of which the fuzzer is told what they compare: those that read bytes, and decide.
const COMPARED: &[&str] = &["palabre_", "postcard"];
/// What tells it.
const COMPARES: &str = "-Cllvm-args=-sanitizer-coverage-trace-compares";
/// Whoever finds this variable set is asked to be the compiler.
pub const COMPILES: &str = "PALABRE_XTASK_COMPILES";
/// What is asked of the command.
const TAKES: &str = "It takes: [TARGET] [--runs N] [--seed S] [--minimize].";

/// What to run.
#[derive(Debug, PartialEq, Eq)]
struct Options {
    /// One target; all where none is named.
    target: Option<String>,
    runs: u64,
    seed: u64,
    /// Whether what was found is merged into the committed corpus, instead of looking for more.
    minimize: bool,
}

fn options(arguments: &[String]) -> Result<Options, Failure> {
    let mut options = Options { target: None, runs: RUNS, seed: 1, minimize: false };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let mut number = || {
            let number = words.next().and_then(|number| number.parse::<u64>().ok());
            number.ok_or_else(|| Failure::new(format!("`{word}` wants a number."), TAKES))
        };
        match word.as_str() {
            "--runs" => options.runs = number()?,
            "--seed" => options.seed = number()?,
            "--minimize" => options.minimize = true,
            name if !name.starts_with('-') && options.target.is_none() => {
                options.target = Some(name.to_owned());
            }
            other => {
                return Err(Failure::new(format!("`cargo xtask fuzz` does not know `{other}`."), TAKES));
            }
        }
    }
    Ok(options)
}

/// Runs `cargo xtask fuzz`.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    let options = options(arguments)?;
    let root = process::root()?;
    let targets = chosen(&options, &targets(&root)?)?;
    install()?;
    let folder = testkit::target_folder()?.join("fuzz");
    for target in &targets {
        // What is found stays out of the checkout; libFuzzer writes into the first folder and reads from all.
        let found = folder.join("found").join(target);
        let kept = root.join("fuzz/corpus").join(target);
        make(&found)?;
        make(&kept)?;
        let (first, second) = if options.minimize { (&kept, &found) } else { (&found, &kept) };
        let mut command = cargo_fuzz("run", &root, &folder)?;
        command.arg(target).arg(first).arg(second).arg("--");
        if options.minimize {
            command.arg("-merge=1");
        } else {
            println!("{target}: {} executions …", options.runs);
            command.arg(format!("-runs={}", options.runs));
            command.arg(format!("-seed={}", options.seed));
            command.arg("-print_final_stats=1");
            // An input of a guard or a bundle touches tens of thousands of features: weighing each took more time than running it.
            command.arg("-entropic=0");
        }
        // An execution over the limits ends itself; this is for one that never ends.
        command.args([format!("-max_len={LONGEST}"), "-timeout=20".to_owned()]);
        process::run(
            &mut command,
            "The input is in fuzz/artifacts, and the lines above say what it met; docs/fuzzing.md says what to do with it.",
        )?;
    }
    println!("xtask fuzz: nothing found in {}", targets.join(", "));
    Ok(())
}

/// Prepares a command of cargo-fuzz, with the flags of all of them.
fn cargo_fuzz(what: &str, root: &Path, folder: &Path) -> Result<Command, Failure> {
    let this = std::env::current_exe().map_err(|error| {
        Failure::new(format!("This program does not find itself: {error}."), "Start it with `cargo xtask`.")
    })?;
    let mut command = process::cargo(&["fuzz", what, "-O", "--sanitizer", "none", "--no-cfg-fuzzing"]);
    command.args(["--codegen-units", "16", "--target-dir"]).arg(folder);
    command.current_dir(root).env("RUSTC_WRAPPER", this).env(COMPILES, "yes");
    Ok(command)
}

/// Starts the compiler, as cargo asks a wrapper to: its name, and its arguments.
pub fn compile(arguments: &[String]) -> ExitCode {
    let Some((compiler, arguments)) = arguments.split_first() else {
        return ExitCode::FAILURE;
    };
    let status = Command::new(compiler).args(counting(arguments)).env_remove(COMPILES).status();
    match status.ok().and_then(|status| status.code()) {
        Some(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        None => ExitCode::FAILURE,
    }
}

/// Returns the arguments of the compiler, without those that count coverage and tell of comparisons where they are not to.
fn counting(arguments: &[String]) -> impl Iterator<Item = &String> {
    let name = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1);
    let among = |crates: &[&str]| name.is_some_and(|name| crates.iter().any(|start| name.starts_with(start)));
    let (counted, compared) = (among(COUNTED), among(COMPARED));
    arguments.iter().filter(move |argument| match argument.as_str() {
        COUNTS => counted,
        COMPARES => compared,
        _ => true,
    })
}

/// Returns the names of all targets, sorted.
fn targets(root: &Path) -> Result<Vec<String>, Failure> {
    let folder = root.join("fuzz/fuzz_targets");
    let files = std::fs::read_dir(&folder).map_err(|error| {
        Failure::new(
            format!("{} cannot be read: {error}.", folder.display()),
            "`git checkout` brings it back.",
        )
    })?;
    let mut names: Vec<String> = files
        .flatten()
        .filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

fn chosen(options: &Options, targets: &[String]) -> Result<Vec<String>, Failure> {
    match &options.target {
        None => Ok(targets.to_vec()),
        Some(name) if targets.contains(name) => Ok(vec![name.clone()]),
        Some(name) => Err(Failure::new(
            format!("There is no target `{name}`."),
            format!("There are: {}.", targets.join(", ")),
        )),
    }
}

fn make(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::new(format!("{} cannot be made: {error}.", folder.display()), "Check the disk.")
    })
}

/// Installs cargo-fuzz where it is missing.
fn install() -> Result<(), Failure> {
    crate::install::for_fuzz()?;
    if process::succeeds(&mut process::cargo(&["fuzz", "--version"])) {
        return Ok(());
    }
    println!("installing cargo-fuzz …");
    process::run(
        &mut process::cargo(&["install", "cargo-fuzz", "--locked"]),
        "cargo must reach the network once; then `cargo install cargo-fuzz` can be run by hand.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Options, Failure> {
        options(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn words_are_read_or_refused() {
        let plain = Options { target: None, runs: RUNS, seed: 1, minimize: false };
        assert_eq!(read(&[]), Ok(plain));
        let all = Options { target: Some("entry".into()), runs: 9, seed: 4, minimize: true };
        assert_eq!(read(&["entry", "--runs", "9", "--minimize", "--seed", "4"]), Ok(all));
        for bad in [&["--runs"][..], &["--runs", "many"], &["--fast"], &["entry", "frame"]] {
            assert!(read(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn coverage_is_counted_of_what_reads_strange_bytes() {
        let told = |name: &str| {
            let words = ["--crate-name", name, COUNTS, COMPARES, "-Cdebuginfo=1"].map(str::to_owned);
            counting(&words).cloned().collect::<Vec<_>>()
        };
        for (name, counted, compared) in
            [("palabre_feeds", true, true), ("automerge", true, false), ("rustls", false, false)]
        {
            assert_eq!(told(name).contains(&COUNTS.to_owned()), counted, "{name}");
            assert_eq!(told(name).contains(&COMPARES.to_owned()), compared, "{name}");
            assert_eq!(told(name).last().map(String::as_str), Some("-Cdebuginfo=1"));
        }
    }

    #[test]
    fn the_targets_of_this_checkout_are_found() {
        let found =
            targets(&process::root().expect("tests run inside the checkout")).expect("there are some");
        for name in ["archive", "bundle", "entry", "frame", "guard", "ticket"] {
            assert!(found.iter().any(|target| target == name), "{name} in {found:?}");
        }
        let named = |name: &str| Options { target: Some(name.into()), runs: 1, seed: 1, minimize: false };
        assert_eq!(chosen(&named("guard"), &found), Ok(vec!["guard".to_owned()]));
        let failure = chosen(&named("gard"), &found).unwrap_err().to_string();
        assert!(failure.contains("`gard`") && failure.contains("guard"), "{failure}");
    }
}
