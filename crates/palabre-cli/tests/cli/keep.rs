//! The house computer as its owner meets it: its port, its QR, how it is, and what it saves.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::meeting::{Keeper, pair, sync};

/// Longer than anything here takes; a test that waits for it has failed.
const LONG: Duration = Duration::from_secs(60);

/// Returns the status and the text that a page on this machine answers.
fn page(port: u16, path: &str, host: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("it listens");
    let asked = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(asked.as_bytes()).expect("it reads");
    let mut told = String::new();
    stream.read_to_string(&mut told).expect("it answers in text");
    let (head, body) = told.split_once("\r\n\r\n").expect("a head and a body");
    (head.split(' ').nth(1).and_then(|code| code.parse().ok()).expect("a status"), body.to_owned())
}

#[test]
fn it_says_how_it_is_where_it_is_met_and_stops_when_asked() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ana, ben) = pair(folder.path());
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("a port").port();
    let saved = folder.path().join("saved");
    let options = ["--bind", "127.0.0.1:0", "--health", &port.to_string(), "--backup", "saved"];
    let keeper = Keeper::start_with(&ana, &options);

    // The QR says what the link says; one row of the terminal holds two of it.
    let mut drawn = 0;
    let since = Instant::now();
    while !saved.is_dir() || drawn == 0 {
        assert!(since.elapsed() < LONG, "neither a QR nor a backup");
        if let Ok(line) = keeper.lines.recv_timeout(Duration::from_millis(100)) {
            drawn += usize::from(line.contains(['█', '▀', '▄']));
        }
    }
    let (lines, well) = sync(&ben, &keeper.link);
    assert!(well, "{lines:?}");

    let host = format!("127.0.0.1:{port}");
    let (code, told) = page(port, "/health", &host);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((code, &told["status"], &told["communities"]), (200, &"well".into(), &1.into()));
    let (code, told) = page(port, "/metrics", &host);
    let entries = |line: &&str| line.starts_with("palabre_entries{community=");
    assert_eq!((code, told.lines().filter(entries).count()), (200, 1), "{told}");
    assert!(told.contains("palabre_last_met_age_seconds "), "{told}");
    // Nothing else is there, and no page of another place gets it.
    assert_eq!(page(port, "/", &host).0, 404);
    assert_eq!(page(port, "/health", "palabre.example.org").0, 403);

    assert!(keeper.stop().success(), "asked to stop, it stops cleanly");
    assert!(TcpStream::connect(("127.0.0.1", port)).is_err(), "nobody answers any more");
    let names: Vec<String> = saved
        .read_dir()
        .expect("a folder")
        .flatten()
        .map(|e| e.file_name().into_string().expect("text"))
        .collect();
    assert!(names.iter().any(|name| name.starts_with("palabre-20")), "{names:?}");
    assert!(!names.iter().any(|name| name.starts_with('.')), "nothing half done stays: {names:?}");
}

#[test]
fn a_port_that_is_taken_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (ana, _) = pair(folder.path());
    let taken = UdpSocket::bind("0.0.0.0:0").expect("a port");
    let port = taken.local_addr().expect("a port").port().to_string();
    let output = ana.run(&["keep", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).expect("output is text");
    assert!(
        text.starts_with(&format!("Port {port} is taken by another program on this computer.\n")),
        "{text}"
    );
    assert!(text.contains("--port") && text.contains("code: net.taken"), "{text}");

    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("a port").port().to_string();
    assert_eq!(ana.refused(&["keep", "--bind", "127.0.0.1:0", "--health", &port]), "keep.health");
    std::fs::write(folder.path().join("empty"), "\n").expect("a file");
    let options = ["keep", "--bind", "127.0.0.1:0", "--backup", "saved", "--backup-passphrase", "empty"];
    assert_eq!(ana.refused(&options), "keep.passphrase");
}

#[test]
fn its_service_is_one_that_systemd_reads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = crate::person::Person::new(folder.path(), "house");
    let output = home.run(&["keep", "--unit"]);
    assert!(output.status.success());
    let unit = String::from_utf8(output.stdout).expect("output is text");
    assert!(unit.contains(&format!("ExecStart={} keep --files ", env!("CARGO_BIN_EXE_palabre"))), "{unit}");
    let file = folder.path().join("palabre-keep.service");
    std::fs::write(&file, &unit).expect("a file");
    // Where there is no systemd, the unit is nobody's business.
    let verified =
        std::process::Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&file).output();
    if let Ok(verified) = verified {
        let told = String::from_utf8_lossy(&verified.stderr).into_owned();
        let ours: Vec<&str> = told.lines().filter(|line| line.contains("palabre-keep")).collect();
        assert!(verified.status.success() && ours.is_empty(), "{told}");
    }
}
