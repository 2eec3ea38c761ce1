//! Somebody with a home of their own, who types commands.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Somebody, and the folder in which their home and their files are.
pub struct Person {
    folder: PathBuf,
    home: &'static str,
}

impl Person {
    /// Makes somebody's home in a folder.
    pub fn new(folder: &Path, name: &'static str) -> Self {
        let person = Self { folder: folder.to_owned(), home: name };
        person.json(&["me", "new", name]);
        person
    }

    /// Returns a command of theirs that has not been run yet.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_palabre"));
        command.args(words).current_dir(&self.folder).env("PALABRE_HOME", self.home).env("TZ", "UTC");
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("palabre can be started")
    }

    /// Runs a command with `--json` that succeeds, and returns what it tells.
    pub fn json(&self, words: &[&str]) -> Value {
        let (value, code) = self.told(words);
        assert_eq!(code, Some(0), "{words:?}: {value}");
        value
    }

    /// Runs a command with `--json` that fails, and returns the error's code.
    pub fn refused(&self, words: &[&str]) -> String {
        let (value, code) = self.told(words);
        assert_eq!(code, Some(1), "{words:?}: {value}");
        let error = &value["error"];
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()), "{words:?}: {value}");
        error["code"].as_str().expect("an error has a code").to_owned()
    }

    /// Runs a command with `--json`, and returns the one value on its standard output, and its exit code.
    pub fn told(&self, words: &[&str]) -> (Value, Option<i32>) {
        let words: Vec<&str> = words.iter().copied().chain(["--json"]).collect();
        let output = self.run(&words);
        let text = String::from_utf8(output.stdout).expect("output is text");
        let value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{words:?}: {error}: {text}"));
        (value, output.status.code())
    }
}
