//! Two laptops meet over a loopback: one keeps, the other comes by.

use std::io::{BufRead, BufReader};
use std::process::{Child, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::person::Person;

/// A laptop that stays reachable, until it is stopped or goes out of sight.
pub struct Keeper {
    pub child: Child,
    pub address: String,
    /// The link that says the same.
    pub link: String,
    /// The lines that follow, as they come.
    pub lines: std::sync::mpsc::Receiver<String>,
}

impl Keeper {
    fn start(person: &Person) -> Self {
        Self::start_with(person, &["--bind", "127.0.0.1:0"])
    }

    pub fn start_with(person: &Person, options: &[&str]) -> Self {
        let mut command = person.command(&[&["keep"], options].concat());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("palabre can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
        let address = lines.next().expect("the address comes first").expect("output is text");
        let mut text = lines.by_ref().map(|line| line.expect("output is text"));
        let link = text.find(|line| line.starts_with("palabre://")).expect("the link follows");
        // Whatever it says afterwards is read, so that it never waits for us.
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(tell.send(line))));
        Self { child, address, link, lines: told }
    }

    pub fn stop(mut self) -> ExitStatus {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).expect("it still runs");
        let since = Instant::now();
        while since.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it did not stop within 20 seconds");
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // It may have been stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs `sync --json` and returns its lines, and whether it went well.
pub fn sync(person: &Person, with: &str) -> (Vec<Value>, bool) {
    let output = person.run(&["sync", "--with", with, "--bind", "127.0.0.1:0", "--json"]);
    let text = String::from_utf8(output.stdout).expect("output is text");
    let read = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    (text.lines().map(read).collect(), output.status.success())
}

pub fn pair(folder: &std::path::Path) -> (Person, Person) {
    let (ana, ben) = (Person::new(folder, "ana"), Person::new(folder, "ben"));
    ana.json(&["found", "Le Fournil", "--cause", "Bread for the street"]);
    ana.json(&["invite", "--file", "ben.palabre"]);
    ben.json(&["join", "ben.palabre"]);
    (ana, ben)
}

#[test]
fn two_laptops_meet_and_hold_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = pair(folder.path());
    let keeper = Keeper::start(&ana);
    let (device, place) = keeper.address.split_once('@').expect("DEVICE@ip:port");
    assert_eq!(device, ana.json(&["me", "show"])["device"]);
    assert!(place.starts_with("127.0.0.1:"), "{place}");

    let (lines, well) = sync(&ben, &keeper.address);
    assert!(well, "{lines:?}");
    let report = lines.last().expect("the report comes last");
    assert_eq!(report["event"], "report");
    assert_eq!(report["in_sync"], true, "{report}");
    assert_eq!(report["met"], serde_json::json!(["ana"]));

    // The keeper let Ben in by itself, and both show the same; reading does not wait for the keeper.
    assert_eq!(ben.json(&["me", "show"])["communities"][0]["standing"], "member");
    let (hers, his) = (ana.json(&["status"]), ben.json(&["status"]));
    assert_eq!(hers["state_hash"], his["state_hash"]);
    assert_eq!(his["peers"][0]["in_sync"], true, "{his}");
    // Writing goes through the keeper's door, files and all, and Ben has it at the next meeting.
    ana.json(&["comment", "community", "Hello"]);
    std::fs::write(folder.path().join("plan.txt"), "a plan").expect("a file");
    ana.json(&["project", "new", "Repair cafe"]);
    ana.json(&["attach", "repair", "plan.txt"]);
    assert_eq!(ana.refused(&["attach", "repair", "nothing.txt"]), "file.failed");
    let (lines, well) = sync(&ben, &keeper.address);
    assert!(well, "{lines:?}");
    assert_eq!(ben.json(&["comment", "community"])["comments"][0]["text"], "Hello");
    assert_eq!(ana.json(&["house"])["linked"], 0, "what only the loop sees is asked of it");
    assert!(ana.json(&["house"])["since"].is_i64());
    // Two loops in one home do wait, and say for whom.
    let (held, code) = ana.told(&["sync", "--bind", "127.0.0.1:0"]);
    assert_eq!((held["error"]["code"].as_str(), code), (Some("home.held"), Some(1)));
    let pid = keeper.child.id().to_string();
    assert!(held["error"]["message"].as_str().is_some_and(|message| message.contains(&pid)), "{held}");

    // Nobody else on the machine comes in.
    use std::os::unix::fs::PermissionsExt;
    let mode =
        |path: &str| folder.path().join(path).metadata().expect("is there").permissions().mode() & 0o777;
    assert_eq!((mode("ana/door"), mode("ana/door/socket")), (0o700, 0o600));
    assert!(keeper.stop().success(), "asked to stop, it stops cleanly");
    assert!(!folder.path().join("ana/door/socket").exists());
    ana.json(&["comment", "community", "Hello again"]);
}

#[test]
fn a_door_that_was_left_open_is_in_nobodys_way() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = pair(folder.path());
    let mut keeper = Keeper::start(&ana);
    keeper.child.kill().expect("it still runs");
    keeper.child.wait().expect("it has ended");
    assert!(folder.path().join("ana/door/socket").exists(), "it had no time to close it");
    ana.json(&["comment", "community", "Hello"]);
    let keeper = Keeper::start(&ana);
    ana.json(&["comment", "community", "Hello again"]);
    let (lines, well) = sync(&ben, &keeper.address);
    assert!(well, "{lines:?}");
    // What is no call is answered as such.
    use std::io::{Read, Write};
    let mut stream =
        std::os::unix::net::UnixStream::connect(folder.path().join("ana/door/socket")).expect("a door");
    stream.write_all(b"open!").expect("it reads");
    stream.shutdown(std::net::Shutdown::Write).expect("it reads");
    let mut told = String::new();
    stream.read_to_string(&mut told).expect("it answers");
    assert!(told.contains("call.arguments"), "{told}");
    assert!(keeper.stop().success());
}

#[test]
fn whoever_joins_by_a_link_reads_first_what_waits() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = (Person::new(folder.path(), "ana"), Person::new(folder.path(), "ben"));
    ana.json(&["found", "Le Fournil", "--cause", "Bread for the street"]);
    ana.json(&["decision", "new", "Open on Sundays?"]);
    ana.json(&["decision", "open", "Open on"]);
    let invite = ana.json(&["invite"]);
    ben.json(&["join", invite["link"].as_str().expect("a link")]);
    let keeper = Keeper::start(&ana);
    let output = ben.run(&["sync", "--with", &keeper.address, "--bind", "127.0.0.1:0"]);
    let text = String::from_utf8(output.stdout).expect("output is text");
    assert!(text.starts_with("Being checked: Le Fournil\n  Bread for the street\n"), "{text}");
    let (preview, rest) = text.split_once("Newest").expect("what is newest");
    assert!(preview.contains("Open on Sundays?  Consent  until "), "{text}");
    assert!(rest.contains("\nMet ana: "), "{text}");
    let status = String::from_utf8(ben.run(&["status"]).stdout).expect("output is text");
    assert!(!status.contains("Being checked"), "{status}");
}

#[test]
fn nobody_in_reach_is_said() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = pair(folder.path());
    let keeper = Keeper::start(&ana);
    let address = keeper.address.clone();
    assert!(keeper.stop().success());
    let output = ben.run(&["sync", "--with", &address, "--for", "1", "--bind", "127.0.0.1:0"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).expect("output is text");
    assert!(text.contains("Nobody in reach") && text.contains("code: sync.nobody"), "{text}");
}
