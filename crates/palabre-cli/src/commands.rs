//! The tree of commands, made from the list of calls, and what each does.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use palabre_api::{ApiError, CALLS, Call, Scope, ask, dispatch, list};

use crate::failure::Failure;
use crate::out::Out;
use crate::patience::Patience;
use palabre_node::{Node, machine};
use serde_json::Value;

use crate::{door, keep, live, render};

/// What a script gets for a command line that cannot be read.
const USAGE: u8 = 2;

/// The option that asks for JSON.
const JSON: &str = "json";

/// Reads a command line, does what it asks, and tells what came of it.
pub fn run(words: Vec<OsString>, mut out: Out) -> ExitCode {
    let wants_json = words.iter().any(|word| word == "--json");
    let matches = match tree().try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return explain(&error, &mut out, wants_json),
    };
    let (name, arguments) = chosen(&matches);
    match act(&name, arguments, &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(&mut out, arguments.get_flag(JSON)),
    }
}

/// Returns the whole tree: one command a call, and those that run for a while.
pub fn tree() -> Command {
    let mut tree = Command::new("palabre")
        .bin_name("palabre")
        .about("A community without a server: on each member's laptop, also offline")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .max_term_width(100)
        .arg(
            Arg::new("home")
                .long("home")
                .value_name("DIR")
                .value_parser(value_parser!(PathBuf))
                .help("Where your things are kept; else PALABRE_HOME, else your data folder")
                .global(true),
        )
        .arg(
            Arg::new("community")
                .long("community")
                .value_name("NAME")
                .help("Which community, when there are several")
                .global(true),
        )
        .arg(
            Arg::new(JSON)
                .long(JSON)
                .action(ArgAction::SetTrue)
                .help("Tell it as JSON, errors too")
                .global(true),
        );
    for call in CALLS {
        let words: Vec<&'static str> = call.name.split('.').collect();
        tree = add(tree, &words, call.name, call.about.trim());
    }
    live::commands().into_iter().fold(tree, Command::subcommand)
}

/// Adds the command of one call below the words that lead to it.
fn add(parent: Command, words: &[&'static str], name: &str, about: &'static str) -> Command {
    match words {
        [] => parent,
        [word] => {
            // The list makes a command of each of its own names.
            let command = list::command(name, Command::new(*word)).expect("is a call").about(about);
            parent.subcommand(command.long_about(None).arg_required_else_help(false))
        }
        [group, rest @ ..] => {
            let below = match parent.find_subcommand(group) {
                Some(known) => known.clone(),
                None => Command::new(*group)
                    .subcommand_required(true)
                    .arg_required_else_help(true)
                    .disable_help_subcommand(true),
            };
            let below = add(below, rest, name, about);
            let words: Vec<&str> = below.get_subcommands().map(Command::get_name).collect();
            let about = words.join(", ");
            let below = below.about(about);
            if parent.find_subcommand(group).is_some() {
                parent.mut_subcommand(group, |_| below)
            } else {
                parent.subcommand(below)
            }
        }
    }
}

/// Tells what clap has to say: help and version for those who ask, else what is wrong with the line.
fn explain(error: &clap::Error, out: &mut Out, json: bool) -> ExitCode {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let rendered = error.render();
    if asked {
        let text = if out.is_terminal() { rendered.ansi().to_string() } else { rendered.to_string() };
        // Help that nobody reads is no failure.
        let _ = out.text(&text);
        return ExitCode::SUCCESS;
    }
    if json {
        let refused = ApiError::new("call.usage", what_is_wrong(&rendered.to_string()), "Try `--help`.");
        Failure::Refused(refused).tell(out, true);
    } else {
        // Goes to the standard error, in colours where these are seen.
        let _ = error.print();
    }
    ExitCode::from(USAGE)
}

/// Returns what clap finds wrong, as one sentence: what stands before its hints.
fn what_is_wrong(text: &str) -> String {
    let lines = text.lines().take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let sentence = words.join(" ");
    sentence.strip_prefix("error: ").map(str::to_owned).unwrap_or(sentence)
}

/// Returns the words of the command that was given, joined by dots, and its own arguments.
fn chosen(matches: &ArgMatches) -> (String, &ArgMatches) {
    let (mut words, mut at) = (Vec::new(), matches);
    while let Some((word, below)) = at.subcommand() {
        words.push(word);
        at = below;
    }
    (words.join("."), at)
}

fn act(name: &str, arguments: &ArgMatches, out: &mut Out) -> Result<(), Failure> {
    let json = arguments.get_flag(JSON);
    let home = arguments.get_one::<PathBuf>("home").cloned();
    let community = arguments.get_one::<String>("community").cloned();
    if live::is_live(name) && arguments.try_contains_id("unit").is_ok() && arguments.get_flag("unit") {
        return keep::print_unit(out);
    }
    if live::is_live(name) {
        return live::run(name, arguments, machine::open(home, community, ask_passphrase())?, out, json);
    }
    let asked = list::arguments(name, arguments)?;
    // What needs no home must also work where there can be none.
    let nothing = CALLS.iter().any(|call| call.name == name && call.scope == Scope::Nothing);
    let home = home.or_else(|| nothing.then(PathBuf::new));
    let options = machine::options(home, community.clone(), ask_passphrase())?;
    // What sets a home aside is asked of one that cannot be opened.
    let mut node = match Node::open(options.clone()) {
        Err(_) if name == ask::Mend::NAME && asked["anew"] == true => Node::closed(options),
        opened => opened?,
    };
    let reply = {
        let _patience = Patience::start();
        match door::LIVELY.contains(&name).then(|| door::ask(&node, &community, name, &asked)).flatten() {
            Some(told) => told?,
            None => match here(&mut node, name, asked.clone()) {
                // Whoever holds the home may answer in our place.
                Err(error) if error.code == "home.held" => {
                    door::ask(&node, &community, name, &asked).unwrap_or(Err(error))?
                }
                told => told?,
            },
        }
    };
    let told = render::read(name, reply.clone())?;
    if json {
        out.json(&reply)?;
    } else {
        out.text(&render::draw(name, told.as_ref()))?;
    }
    if told.is_good() { Ok(()) } else { Err(Failure::Bad) }
}

/// Has a call answered in this process.
fn here(node: &mut Node, name: &str, asked: Value) -> Result<Value, ApiError> {
    // Who only turns it off has nothing to look for.
    if name == live::NEAR && asked["off"] != true {
        live::look(&asked, node)?;
    }
    dispatch(node, name, asked)
}

/// Returns what asks the person at this terminal for a passphrase, without showing it; for a new one twice.
fn ask_passphrase() -> palabre_node::keys::AskPassphrase {
    std::sync::Arc::new(|what| {
        let ask = |what: &str| rpassword::prompt_password(format!("{what}: ")).ok();
        let phrase = ask(what)?;
        let is_new = what.starts_with("A ");
        (!is_new || ask("The same once more")? == phrase).then_some(phrase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_call_has_a_command_with_help() {
        for call in CALLS {
            let words = ["palabre"].into_iter().chain(call.name.split('.')).chain(["--help"]);
            let error = tree().try_get_matches_from(words).expect_err("help ends the reading");
            assert_eq!(error.kind(), ErrorKind::DisplayHelp, "{}", call.name);
            let help = error.to_string();
            // Long sentences are wrapped.
            let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
            let about = call.about.trim().trim_end_matches('.');
            assert!(help.starts_with(about), "{}: {help}", call.name);
        }
    }

    #[test]
    fn the_tree_is_sound_and_holds_nothing_but_calls_and_the_live_ones() {
        let tree = tree();
        tree.clone().debug_assert();
        let mut found = Vec::new();
        for command in tree.get_subcommands() {
            let below: Vec<_> = command.get_subcommands().collect();
            match below[..] {
                [] => found.push(command.get_name().to_owned()),
                _ => found.extend(below.iter().map(|b| format!("{}.{}", command.get_name(), b.get_name()))),
            }
        }
        let known = |name: &String| live::is_live(name) || CALLS.iter().any(|call| call.name == name);
        assert!(found.iter().all(known), "{found:?}");
        assert_eq!(found.len(), CALLS.len() + live::commands().len());
    }

    #[test]
    fn what_is_wrong_is_one_sentence() {
        let wrong = |line: &str| {
            let error = tree().try_get_matches_from(line.split(' ')).expect_err("cannot be read");
            what_is_wrong(&error.render().to_string())
        };
        let missing = "the following required arguments were not provided: <DECISION> <ANSWER>...";
        assert_eq!(wrong("palabre decision answer"), missing);
        assert_eq!(wrong("palabre status now"), "unexpected argument 'now' found");
    }

    #[test]
    fn options_may_stand_anywhere() {
        for line in ["palabre --home h --json decision show x", "palabre decision show x --json --home h"] {
            let matches = tree().try_get_matches_from(line.split(' ')).expect("is a command");
            let (name, arguments) = chosen(&matches);
            assert_eq!(name, "decision.show");
            assert!(arguments.get_flag(JSON));
            assert_eq!(arguments.get_one::<PathBuf>("home"), Some(&PathBuf::from("h")));
            let asked = list::arguments(&name, arguments).expect("fits");
            assert_eq!(asked, serde_json::json!({ "decision": "x", "answers": null, "comments": null }));
        }
    }
}
