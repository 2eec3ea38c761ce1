//! What the house computer is told: its port, who may watch over it, what it saves every night, and its service.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::Time;
use palabre_api::ApiError;
use palabre_node::live::Nightly;

use crate::failure::Failure;
use crate::out::Out;

/// The port of a house computer, so that its address stays: the letters PALB on a telephone. Below those that systems
/// give to programs that ask for any.
const PORT: &str = "7252";

/// The service as it is shipped.
const UNIT: &str = include_str!("../../../assets/linux/palabre-keep.service");
/// Where the shipped service seeks the program.
const PROGRAM: &str = "/usr/bin/palabre";

/// Adds what only a house computer is told.
pub fn arguments(command: Command) -> Command {
    command.args([
        Arg::new("port")
            .long("port")
            .value_name("PORT")
            .value_parser(value_parser!(u16).range(1..))
            .default_value(PORT)
            .help("The port on every network, so that its address stays"),
        Arg::new("health")
            .long("health")
            .value_name("PORT")
            .value_parser(value_parser!(u16).range(1..))
            .help("Tell programs on this machine how it is: http://127.0.0.1:PORT/health and /metrics"),
        Arg::new("backup")
            .long("backup")
            .value_name("DIR")
            .value_parser(value_parser!(PathBuf))
            .help("Save everything to this folder every night"),
        Arg::new("backup-at")
            .long("backup-at")
            .value_name("HH:MM")
            .value_parser(time)
            .default_value("03:30")
            .help("At what time"),
        Arg::new("backup-keep")
            .long("backup-keep")
            .value_name("NUMBER")
            .value_parser(value_parser!(u16).range(1..))
            .default_value("14")
            .help("How many of these to keep"),
        Arg::new("backup-passphrase")
            .long("backup-passphrase")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .requires("backup")
            .help("Seal them with the passphrase in this file; they then bring back this person too"),
        Arg::new("unit")
            .long("unit")
            .action(ArgAction::SetTrue)
            .help("Print the service for systemd that runs this, and end"),
    ])
}

fn time(text: &str) -> Result<Time, String> {
    let digits = text.len() == 5 && text.is_ascii() && text.as_bytes()[2] == b':';
    let time = digits.then(|| Time::strptime("%H:%M", text).ok()).flatten();
    time.ok_or_else(|| "write it like 03:30".to_owned())
}

/// Returns the port, unless the person said where to listen.
pub fn port(arguments: &ArgMatches) -> Option<u16> {
    let bound = arguments.get_many::<SocketAddr>("bind").is_some();
    arguments.get_one::<u16>("port").copied().filter(|_| !bound)
}

/// Returns what is to be saved every night.
///
/// # Errors
/// When the passphrase cannot be read.
pub fn nightly(arguments: &ArgMatches) -> Result<Option<Nightly>, ApiError> {
    let Some(folder) = arguments.get_one::<PathBuf>("backup").cloned() else { return Ok(None) };
    let passphrase = match arguments.get_one::<PathBuf>("backup-passphrase") {
        Some(file) => Some(passphrase(file)?),
        None => None,
    };
    // Both have a default.
    let at = arguments.get_one::<Time>("backup-at").copied().unwrap_or_default();
    let keep = arguments.get_one::<u16>("backup-keep").copied().unwrap_or(1);
    let zone = jiff::tz::TimeZone::system();
    Ok(Some(Nightly { folder, at, zone, keep: keep.into(), passphrase }))
}

fn passphrase(file: &Path) -> Result<String, ApiError> {
    let failed = |what: String| {
        ApiError::new(
            "keep.passphrase",
            what,
            "Write the passphrase into it, on one line, for nobody else to read.",
        )
    };
    let text = std::fs::read_to_string(file)
        .map_err(|error| failed(format!("{} cannot be read: {error}.", file.display())))?;
    let phrase = text.trim_end_matches(['\n', '\r']);
    if phrase.is_empty() {
        return Err(failed(format!("There is no passphrase in {}.", file.display())));
    }
    Ok(phrase.to_owned())
}

/// Prints the service, with the path of this program.
///
/// # Errors
/// When nobody reads it.
pub fn print_unit(out: &mut Out) -> Result<(), Failure> {
    let program = std::env::current_exe().unwrap_or_else(|_| PROGRAM.into());
    Ok(out.text(&unit_for(&program))?)
}

fn unit_for(program: &Path) -> String {
    // A path with spaces is one word to systemd within quotes; a percent sign is doubled.
    let program = program.display().to_string().replace('%', "%%");
    let program = if program.contains(' ') { format!("\"{program}\"") } else { program };
    UNIT.replacen(&format!("ExecStart={PROGRAM} "), &format!("ExecStart={program} "), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what the service says of this.
    fn said(name: &str) -> Vec<&'static str> {
        UNIT.lines().filter_map(|line| line.strip_prefix(name)?.strip_prefix('=')).collect()
    }

    #[test]
    fn the_service_holds_its_promises() {
        for (name, value) in [
            ("DynamicUser", "yes"),
            ("NoNewPrivileges", "yes"),
            ("ProtectSystem", "strict"),
            ("ProtectHome", "yes"),
            ("PrivateTmp", "yes"),
            ("PrivateDevices", "yes"),
            ("PrivateUsers", "yes"),
            ("RestrictNamespaces", "yes"),
            ("MemoryDenyWriteExecute", "yes"),
            ("CapabilityBoundingSet", ""),
            ("StateDirectory", "palabre"),
            ("StateDirectoryMode", "0700"),
            ("UMask", "0077"),
            ("KillSignal", "SIGTERM"),
            ("MemoryMax", "1G"),
        ] {
            assert_eq!(said(name), [value], "{name}");
        }
        assert!(said("Environment")[0].contains("PALABRE_KEYS=file"), "its keys are in a file of mode 0600");
    }

    #[test]
    fn the_service_starts_a_command_that_can_be_read() {
        let [line] = said("ExecStart")[..] else { panic!("one command") };
        let words: Vec<&str> = line.split(' ').collect();
        assert_eq!(words[0], PROGRAM);
        let matches = crate::commands::tree().try_get_matches_from(&words).expect("is a command");
        let (name, arguments) = matches.subcommand().expect("is a command");
        assert_eq!((name, port(arguments)), ("keep", PORT.parse().ok()));
        let nightly = nightly(arguments).expect("can be read").expect("it saves");
        assert_eq!((nightly.folder.as_path(), nightly.keep), (Path::new("/var/lib/palabre/backups"), 14));
        assert_eq!(nightly.at, jiff::civil::time(3, 30, 0, 0));
    }

    #[test]
    fn the_service_is_printed_with_the_path_of_this_program() {
        assert_eq!(unit_for(Path::new(PROGRAM)), UNIT);
        let printed = unit_for(Path::new("/opt/my tools/100%/palabre"));
        assert!(printed.contains("ExecStart=\"/opt/my tools/100%%/palabre\" keep --files"), "{printed}");
    }

    #[test]
    fn a_time_of_the_day_is_read_and_nothing_else_is() {
        assert_eq!(time("03:30"), Ok(jiff::civil::time(3, 30, 0, 0)));
        assert_eq!(time("23:59"), Ok(jiff::civil::time(23, 59, 0, 0)));
        for text in ["", "3:30", "24:00", "03:60", "0330", "noon!", "03:30:00", "é3:30"] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
