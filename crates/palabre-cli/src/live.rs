//! The two commands that run for a while: `sync` meets others once, `keep` stays.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use palabre_api::ApiError;
use palabre_node::Node;
use palabre_node::live::{self, Desk, LiveEvent, LiveOptions, LiveReport, Until};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::oneshot;

use crate::failure::Failure;
use crate::out::{Out, complain};
use crate::patience::Progress;
use crate::words::{counted, list, plain, when};
use crate::{health, keep, render};

/// Meets others, and ends.
const SYNC: &str = "sync";

/// Stays until it is stopped.
const KEEP: &str = "keep";

/// How long `sync` looks for others and catches up with them, unless it is told how long.
const AT_MOST: Duration = Duration::from_secs(30);

/// The call that wants somebody to have looked around.
pub const NEAR: &str = "near";

/// The last line of JSON.
#[derive(Serialize)]
struct Report<'a> {
    event: &'static str,
    #[serde(flatten)]
    report: &'a LiveReport,
}

/// Returns the commands.
pub fn commands() -> [Command; 2] {
    let bind = Arg::new("bind")
        .long("bind")
        .value_name("IP:PORT")
        .action(ArgAction::Append)
        .value_parser(value_parser!(SocketAddr))
        .help("Where to be reachable; else any port of every network");
    let near = Arg::new("near")
        .long("near")
        .action(ArgAction::SetTrue)
        .help("Look for others on this network; it can then see that this laptop is there");
    let files = Arg::new("files")
        .long("files")
        .action(ArgAction::SetTrue)
        .help("Bring every attached file here; else only those asked for with `palabre fetch`");
    let with = Arg::new("with")
        .long("with")
        .value_name("ADDR")
        .action(ArgAction::Append)
        .help("Whom to meet, as `palabre keep` prints it; else all whose address is known");
    let seconds = Arg::new("for")
        .long("for")
        .value_name("SECONDS")
        .value_parser(value_parser!(u64).range(1..))
        .help("How long; else until both hold the same, at most 30 seconds");
    [
        Command::new(SYNC).about("Meets other laptops, and ends when both hold the same.").args([
            with,
            seconds,
            bind.clone(),
            near.clone(),
            files.clone(),
        ]),
        keep::arguments(
            Command::new(KEEP)
                .about("Stays reachable for the others until it is stopped: the house computer.")
                .args([bind, near, files]),
        ),
    ]
}

/// Whether this is one of them.
pub fn is_live(name: &str) -> bool {
    commands().iter().any(|command| command.get_name() == name)
}

/// Looks around on this network, for as long as was asked for.
pub fn look(asked: &Value, node: &mut Node) -> Result<(), ApiError> {
    let seconds = asked["seconds"].as_u64().unwrap_or_default();
    runtime()?.block_on(live::look(node, Duration::from_secs(seconds)))
}

fn runtime() -> Result<tokio::runtime::Runtime, ApiError> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(|error| {
        ApiError::new("system.failed", format!("This machine refuses to begin: {error}."), "Try again.")
    })
}

/// Runs one of them to its end.
pub fn run(
    name: &str,
    arguments: &ArgMatches,
    mut node: Node,
    out: &mut Out,
    json: bool,
) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let keeps = name == KEEP;
        let until = if keeps { Until::Stopped(stop_signal()?) } else { until(arguments) };
        let mut options = LiveOptions {
            bind: arguments.get_many("bind").unwrap_or_default().copied().collect(),
            near: arguments.get_flag("near"),
            files: arguments.get_flag("files"),
            with: many(arguments, "with"),
            ..LiveOptions::new(until)
        };
        let mut beside = tokio::task::JoinSet::new();
        // As long as this door is there, the loop waits for calls.
        let _door = if keeps {
            options.port = keep::port(arguments);
            options.nightly = keep::nightly(arguments)?;
            let (desk, calls) = Desk::pair();
            options.calls = Some(calls);
            #[cfg(unix)]
            {
                // The home is ours before its door is.
                node.hold()?;
                if let Some(folder) = node.folder() {
                    match live::door::Door::open(folder) {
                        Ok(door) => drop(beside.spawn(door.serve(desk.clone()))),
                        // It keeps all the same; who wants to write here waits, as before.
                        Err(error) => {
                            complain(&format!("{} Commands that write wait meanwhile.\n", error.message))
                        }
                    }
                }
            }
            if let Some(port) = arguments.get_one::<u16>("health") {
                beside.spawn(health::serve(health::listen(*port).await?, desk.clone()));
            }
            Some(desk)
        } else {
            None
        };
        let mut teller = Teller {
            out,
            json,
            keeps,
            shown: String::new(),
            progress: Progress::start(),
            offers: 0,
            unwritten: None,
        };
        let report = live::run(&mut node, options, |event| teller.tell(&event)).await?;
        beside.shutdown().await;
        teller.progress.clear();
        if let Some(error) = teller.unwritten.filter(|_| !keeps) {
            return Err(error.into());
        }
        if keeps { Ok(()) } else { tell_report(&report, out, json) }
    })
}

/// Returns the values of an option that may be given several times, or that this command does not have.
fn many(arguments: &ArgMatches, id: &str) -> Vec<String> {
    let values = arguments.try_get_many::<String>(id).ok().flatten();
    values.unwrap_or_default().cloned().collect()
}

fn until(arguments: &ArgMatches) -> Until {
    match arguments.get_one::<u64>("for") {
        Some(seconds) => Until::For(Duration::from_secs(*seconds)),
        None => Until::InSync { at_most: AT_MOST },
    }
}

fn tell_report(report: &LiveReport, out: &mut Out, json: bool) -> Result<(), Failure> {
    if report.met.is_empty() {
        return Err(Failure::Refused(ApiError::new(
            "sync.nobody",
            "Nobody in reach. What you do is saved here and leaves at the next meeting.",
            "Let the other laptop run `palabre keep`, and name with --with the address that it prints.",
        )));
    }
    if json {
        out.json(&Report { event: "report", report })?;
    } else {
        let came = match report.received {
            0 => "nothing new".to_owned(),
            some => counted(some, "new thing", "new things"),
        };
        out.text(&format!("Met {}: {came} here.\n", plain(&list(&report.met))))?;
    }
    if report.in_sync {
        return Ok(());
    }
    Err(Failure::Refused(ApiError::new(
        "sync.unfinished",
        "Not everything has come across yet. What has come is saved.",
        "Run it again; --for gives it more time.",
    )))
}

/// Tells events as they come.
struct Teller<'a> {
    out: &'a mut Out,
    json: bool,
    keeps: bool,
    /// The link whose QR is shown.
    shown: String,
    progress: Progress,
    /// How many invitations waited when that was said last.
    offers: usize,
    unwritten: Option<std::io::Error>,
}

impl Teller<'_> {
    fn tell(&mut self, event: &LiveEvent) {
        let written = if self.json { self.out.json(event) } else { self.say(event) };
        // A keeper goes on for the others, even when nobody reads its log.
        if let Err(error) = written {
            self.unwritten.get_or_insert(error);
        }
    }

    fn say(&mut self, event: &LiveEvent) -> std::io::Result<()> {
        if let LiveEvent::Progress { received, expected } = event {
            self.progress.tell(*received, *expected);
            return Ok(());
        }
        if let LiveEvent::FileProgress { name, received, expected } = event {
            self.progress.tell_of(&format!("Receiving {}", plain(name)), *received, *expected);
            return Ok(());
        }
        self.progress.clear();
        match event {
            LiveEvent::Listening { addresses, link, .. } if self.keeps => {
                addresses.iter().try_for_each(|address| self.out.text(&format!("{}\n", plain(address))))?;
                self.show(link)
            }
            LiveEvent::Met { name, .. } if self.keeps => {
                self.log(&format!("Met {name}; both hold the same."))
            }
            LiveEvent::Preview { preview, .. } => {
                self.progress.joins();
                self.out.text(&format!("{}\n", render::preview(preview)))
            }
            LiveEvent::File { name, bytes } => {
                let line = format!("{} is here: {}.", plain(name), crate::words::size(*bytes));
                if self.keeps { self.log(&line) } else { self.out.text(&format!("{line}\n")) }
            }
            LiveEvent::Saved { place, bytes } => {
                self.log(&format!("Saved to {place} ({}).", crate::words::size(*bytes)))
            }
            LiveEvent::Did { sentence } if self.keeps => self.log(sentence),
            LiveEvent::Did { sentence } => self.out.text(&format!("{}\n", plain(sentence))),
            LiveEvent::Stopped if self.keeps => self.log("Stopped."),
            // It goes on all the same: a line is enough.
            LiveEvent::Problem { message, hint, .. } => {
                complain(&format!("{}\n", plain(format!("{message} {hint}").trim_end())));
                Ok(())
            }
            // What a meeting came to stands in its report.
            LiveEvent::Listening { .. }
            | LiveEvent::Met { .. }
            | LiveEvent::Alone { .. }
            | LiveEvent::Stopped => Ok(()),
            LiveEvent::Offers { offers } if self.keeps => {
                let before = std::mem::replace(&mut self.offers, *offers);
                if *offers <= before {
                    return Ok(());
                }
                self.log("Somebody hands you an invitation: `palabre near` shows it.")
            }
            LiveEvent::Near { .. }
            | LiveEvent::Offers { .. }
            | LiveEvent::Progress { .. }
            | LiveEvent::FileProgress { .. }
            | LiveEvent::Changed { .. } => Ok(()),
        }
    }

    /// Shows where this laptop is met, for cameras and for those who copy.
    fn show(&mut self, link: &str) -> std::io::Result<()> {
        if link.is_empty() || link == self.shown {
            return Ok(());
        }
        link.clone_into(&mut self.shown);
        let qr = match live::qr(link) {
            Ok(qr) => format!("\n{qr}\n"),
            // The link itself does.
            Err(_) => String::new(),
        };
        self.out.text(&format!("{link}\n{qr}\nIt says where this laptop is met, and lets nobody in.\n"))
    }

    /// Writes a line of the keeper's log.
    fn log(&mut self, sentence: &str) -> std::io::Result<()> {
        let now = jiff::Timestamp::now().as_millisecond();
        self.out.text(&format!("{}  {}\n", when(now), plain(sentence)))
    }
}

/// Returns what is told when somebody wants us to stop. Whoever asks twice does not want to wait.
fn stop_signal() -> Result<oneshot::Receiver<()>, ApiError> {
    let (stop, stopped) = oneshot::channel();
    let failed = |error: std::io::Error| {
        ApiError::new(
            "system.failed",
            format!("This machine cannot be asked to stop us: {error}."),
            "Try again.",
        )
    };
    let mut asked = Signals::listen().map_err(failed)?;
    tokio::spawn(async move {
        asked.next().await;
        // Nobody waits any more: then we are stopping already.
        let _ = stop.send(());
        asked.next().await;
        std::process::exit(130);
    });
    Ok(stopped)
}

/// The ways in which a machine asks a program to end. A closed terminal is none: `nohup` keeps us through it.
#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// The way in which a terminal asks a program to end.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        // A machine that cannot tell us lets us run on.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
