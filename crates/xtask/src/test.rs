//! `cargo xtask test`: every check and every test, in the order in which they are cheap.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::{install, only_known, process, testkit, tidy, ui};

/// How many random networks the tests run, and from which seed.
const SIMULATION: &[&str] = &["--schedules", "2000", "--seed", "1"];

/// How many of them have hostile laptops in them.
const ENEMIES: &[&str] = &["--hostile", "3", "--schedules", "500", "--seed", "1"];

type Step = (&'static str, fn() -> Result<(), Failure>);

const STEPS: &[Step] = &[
    ("tools", install::tools),
    ("formatting", formatting),
    ("user interface", || ui::build(false)),
    ("clippy", clippy),
    ("tidy", tidy::check),
    ("tests", tests),
    ("stories", ui::stories),
    ("the window", || ui::window(&[])),
    ("doc tests", doc_tests),
    ("simulated networks", || testkit::simulate_as_tested(SIMULATION)),
    ("simulated enemies", || testkit::simulate_as_tested(ENEMIES)),
    ("laptops on a network", || testkit::lan(&[], false)),
];

/// How many steps at the end `--fast` leaves out.
const SLOW_STEPS: usize = 5;

/// Runs the steps; stops at the first that fails.
pub fn run(arguments: &[String]) -> Result<(), Failure> {
    only_known("test", arguments, &["--fast"])?;
    let slow = if arguments.is_empty() { 0 } else { SLOW_STEPS };
    println!("{}", all(&STEPS[..STEPS.len() - slow])?);
    Ok(())
}

/// Runs each step with a line before and after; returns the last line.
fn all(steps: &[Step]) -> Result<String, Failure> {
    let count = steps.len();
    let begin = Instant::now();
    for (number, (name, step)) in (1..).zip(steps) {
        println!("[{number}/{count}] {name} …");
        let start = Instant::now();
        step().inspect_err(|_| {
            println!("[{number}/{count}] {name}: failed after {}", seconds(start.elapsed()))
        })?;
        println!("[{number}/{count}] {name}: passed in {}", seconds(start.elapsed()));
    }
    Ok(format!("xtask test: all {count} steps passed in {}", seconds(begin.elapsed())))
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_millis().div_ceil(1000))
}

fn at_root(mut command: Command, hint: &str) -> Result<(), Failure> {
    process::run(command.current_dir(process::root()?), hint)
}

fn formatting() -> Result<(), Failure> {
    at_root(process::cargo(&["fmt", "--all", "--check"]), "`cargo fmt --all` mends it.")
}

fn clippy() -> Result<(), Failure> {
    at_root(
        process::cargo(&[
            "clippy",
            "--workspace",
            "--exclude",
            ui::CRATE,
            "--all-targets",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]),
        "Mend what is named above; where Cargo.lock is out of date, a `cargo check` without --locked brings it up.",
    )
}

/// Says so where the tests of power cuts will pass without having tried anything: where `strace` may watch no process.
fn say_whether_watched() {
    let watch = &["-f", "-e", "trace=fsync", "-o", "/dev/null", "true"];
    if !process::succeeds(&mut process::program("strace", watch)) {
        println!("(no process can be watched here: what is left when the power goes is not tried)");
    }
}

fn tests() -> Result<(), Failure> {
    say_whether_watched();
    let hint = "The failing tests are named above.";
    if process::succeeds(&mut process::cargo(&["nextest", "--version"])) {
        let tests = &["nextest", "run", "--workspace", "--exclude", ui::CRATE, "--locked"];
        at_root(process::cargo(tests), hint)
    } else {
        println!("(cargo-nextest is not installed: `cargo test` runs the same tests, slower)");
        // Without the doc tests, which are a step of their own.
        let tests =
            &["test", "--workspace", "--exclude", ui::CRATE, "--locked", "--lib", "--bins", "--tests"];
        at_root(process::cargo(tests), hint)
    }
}

fn doc_tests() -> Result<(), Failure> {
    at_root(
        process::cargo(&["test", "--doc", "--workspace", "--exclude", ui::CRATE, "--locked"]),
        "The failing examples are named above.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_at_the_first_step_that_fails() {
        let failing: &[Step] = &[
            ("first", || Ok(())),
            ("second", || Err(Failure::new("second failed", "mend it"))),
            ("third", || panic!("must not run")),
        ];
        assert_eq!(all(failing), Err(Failure::new("second failed", "mend it")));
    }

    #[test]
    fn ends_with_the_count_and_the_time() {
        let line = all(&[("first", || Ok(())), ("second", || Ok(()))]).expect("both pass");
        assert!(line.starts_with("xtask test: all 2 steps passed in ") && line.ends_with(" s"), "{line}");
        assert_eq!(seconds(Duration::from_millis(122_400)), "123 s");
    }

    #[test]
    fn fast_leaves_out_the_window_the_doc_tests_and_the_networks() {
        let slow: Vec<_> = STEPS[STEPS.len() - SLOW_STEPS..].iter().map(|(name, _)| *name).collect();
        assert_eq!(
            slow,
            ["the window", "doc tests", "simulated networks", "simulated enemies", "laptops on a network"]
        );
    }
}
