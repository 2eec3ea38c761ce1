//! The errands of the house: `cargo xtask <command>`.
//!
//! This crate has no dependencies, so that it is built in seconds and every other thing can start from it. It decides
//! nothing about communities: it installs what a command needs, starts cargo, and checks the house rules of
//! ARCHITECTURE.md ([`tidy`]). What is heavy (the simulator, the bench, the rehearsal) is a binary of
//! `palabre-testkit` that it starts ([`testkit`]).

mod failure;
mod fuzz;
mod help;
mod install;
mod json;
mod package;
mod peers;
mod process;
mod run;
mod spdx;
mod test;
mod testkit;
mod tidy;
mod toml;
mod ui;
mod value;

use std::process::ExitCode;

use failure::Failure;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if std::env::var_os(fuzz::COMPILES).is_some() {
        return fuzz::compile(&arguments);
    }
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command that the first argument names, with the arguments after it.
fn dispatch(arguments: &[String]) -> Result<(), Failure> {
    let Some((command, rest)) = arguments.split_first() else {
        help::print();
        return Ok(());
    };
    match command.as_str() {
        "help" | "--help" | "-h" => {
            help::print();
            Ok(())
        }
        "run" => run::run(rest),
        "test" => test::run(rest),
        "tidy" => tidy::run(rest),
        "install" => install::run(rest),
        "ui" => {
            only_known("ui", rest, &["--release"])?;
            ui::build(!rest.is_empty())
        }
        "stories" => {
            only_known("stories", rest, &[])?;
            ui::build(false)?;
            ui::stories()
        }
        "window" => {
            ui::build(false)?;
            ui::window(rest)
        }
        "shots" => {
            ui::build(false)?;
            ui::shots(rest)
        }
        "package" => package::run(rest),
        "bench" => peers::bench(rest),
        "crash" => testkit::start("palabre-crash", rest),
        "fuzz" => fuzz::run(rest),
        "simulate" => testkit::start("palabre-simulate", rest),
        "swarm" => testkit::start("palabre-swarm", rest),
        "lan" => testkit::lan(rest, true),
        "oracle" => testkit::start("palabre-oracle", rest),
        "rehearse" => testkit::start("palabre-rehearse", rest),
        unknown => {
            Err(Failure::new(format!("There is no command `{unknown}`."), "`cargo xtask help` lists them."))
        }
    }
}

/// Refuses arguments other than `known` ones.
fn only_known(command: &str, arguments: &[String], known: &[&str]) -> Result<(), Failure> {
    match arguments.iter().find(|argument| !known.contains(&argument.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(Failure::new(
            format!("`cargo xtask {command}` does not know `{unknown}`."),
            match known {
                [] => "It takes no arguments.".to_owned(),
                _ => format!("It takes: {}.", known.join(", ")),
            },
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_command_or_argument_is_refused_with_a_hint() {
        let failure = dispatch(&["fly".to_owned()]).unwrap_err();
        assert!(failure.to_string().contains("`fly`"), "{failure}");
        assert!(failure.to_string().contains("hint: "), "{failure}");
        assert!(only_known("test", &["--fats".to_owned()], &["--fast"]).is_err());
        assert!(only_known("test", &["--fast".to_owned()], &["--fast"]).is_ok());
    }

    #[test]
    fn every_command_of_the_table_is_dispatched() {
        // Read from the source: to run them would start builds.
        let source = include_str!("main.rs");
        for (name, _) in help::COMMANDS {
            let word = name.split_whitespace().next().unwrap_or_default();
            assert!(source.contains(&format!("\"{word}\"")), "`{word}` is in the help and nowhere else");
        }
    }
}
