//! The README's story, run as it stands: each prompt is a person with a home of their own.
//!
//! `PALABRE_BLESS=1` writes what was really printed into the README.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

fn readme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")
}

fn command(prompt: &str, line: &str, folder: &Path) -> Command {
    let mut words = split(line).into_iter();
    assert_eq!(words.next().as_deref(), Some("palabre"), "{line}");
    let mut command = Command::new(env!("CARGO_BIN_EXE_palabre"));
    command.args(words).current_dir(folder).env("PALABRE_HOME", folder.join(prompt)).env("TZ", "UTC");
    command
}

/// Splits a command line as a shell does, as far as the README needs it: words, and words in double quotes.
fn split(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    for (i, part) in line.split('"').enumerate() {
        if i % 2 == 1 {
            words.push(part.to_owned());
        } else {
            words.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    words
}

struct Background {
    prompt: String,
    child: Child,
    rest: std::thread::JoinHandle<String>,
}

/// Starts what listens, and waits until it does: its first line on either stream.
fn start(prompt: &str, mut command: Command) -> Background {
    let mut child = command.args(["--json"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    lines.read_line(&mut first).unwrap();
    assert!(first.contains("listening"), "{first}");
    let rest = std::thread::spawn(move || {
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        rest
    });
    Background { prompt: prompt.to_owned(), child, rest }
}

/// Replaces what differs from run to run: keys, times, words made of keys.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let line = match line.split_once("ompare aloud") {
            Some((before, _)) => format!("{before}ompare aloud …"),
            None => line.to_owned(),
        };
        let mut run = String::new();
        for c in line.chars().chain(['\n']) {
            if c.is_ascii_hexdigit() {
                run.push(c);
                continue;
            }
            let digits = run.chars().any(|c| c.is_ascii_digit());
            out.push_str(if run.len() >= 8 || (digits && run.len() >= 2) { "#" } else { &run });
            run.clear();
            out.push(c);
        }
    }
    out.trim_end().to_owned()
}

#[test]
fn the_readmes_story_happens_as_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(readme()).unwrap();
    let mut told = String::new();
    let mut differences = Vec::new();
    let mut in_story = false;
    let mut background: Option<Background> = None;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        told.push_str(line);
        told.push('\n');
        if line.starts_with("```") {
            in_story = line == "```console";
        }
        let Some((prompt, rest)) = line.split_once("$ ").filter(|_| in_story) else { continue };
        let mut expected = String::new();
        while let Some(next) = lines.next_if(|next| !next.starts_with("```") && !next.contains("$ ")) {
            expected.push_str(next);
            expected.push('\n');
        }
        // A home is one person's: what ran before in it has to end first.
        if let Some(mut one) = background.take_if(|one| one.prompt == prompt) {
            assert!(one.child.wait().unwrap().success());
            one.rest.join().unwrap();
        }
        if let Some(line) = rest.strip_suffix(" &") {
            background = Some(start(prompt, command(prompt, line, folder.path())));
            continue;
        }
        let output = command(prompt, rest, folder.path()).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let printed: String = printed.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        if steady(&printed) != steady(&expected) {
            differences.push(format!("{line}\n--- told\n{expected}--- printed\n{printed}"));
        }
        told.push_str(&printed);
    }
    if let Some(mut one) = background {
        one.child.kill().unwrap();
        one.child.wait().unwrap();
    }
    if std::env::var_os("PALABRE_BLESS").is_some() {
        std::fs::write(readme(), told).unwrap();
    } else {
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
}
