//! Somebody's laptop: a home, a network namespace, and the program `palabre` in both.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::until;
use super::wires::Lan;

/// Somebody's laptop.
pub struct Laptop {
    /// Whose.
    pub name: &'static str,
    program: PathBuf,
    namespace: String,
    folder: PathBuf,
}

impl Laptop {
    /// Makes somebody at home on a laptop of this network.
    ///
    /// # Errors
    /// When the program does not.
    pub fn new(lan: &Lan, program: &Path, folder: &Path, name: &'static str) -> Result<Self> {
        let laptop = Self {
            name,
            program: program.to_owned(),
            namespace: lan.namespace(name),
            folder: folder.to_owned(),
        };
        laptop.ask(&["me", "new", name])?;
        Ok(laptop)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.namespace]).arg(&self.program);
        command.arg("--home").arg(self.folder.join(self.name)).arg("--json").args(words);
        command.current_dir(&self.folder).stdin(Stdio::null());
        command.env("PALABRE_KEYS", "file").env_remove("PALABRE_HOME").env_remove("PALABRE_PASSPHRASE");
        command
    }

    /// Runs a command to its end; returns its lines of JSON, and whether it went well.
    ///
    /// # Errors
    /// When it cannot be started, or prints something else.
    pub fn run(&self, words: &[&str]) -> Result<(Vec<Value>, bool)> {
        let output = self.command(words).output().context("palabre cannot be started")?;
        let text = String::from_utf8(output.stdout)?;
        let lines = text.lines().map(serde_json::from_str).collect::<Result<Vec<Value>, _>>();
        let said = String::from_utf8_lossy(&output.stderr);
        let lines = lines.with_context(|| format!("{}: {words:?}: {text}{said}", self.name))?;
        Ok((lines, output.status.success()))
    }

    /// Makes a call, and returns what it answers.
    ///
    /// # Errors
    /// When it fails.
    pub fn ask(&self, words: &[&str]) -> Result<Value> {
        let (mut lines, well) = self.run(words)?;
        match lines.pop() {
            Some(line) if well => Ok(line),
            last => bail!("{}: {words:?}: {last:?}", self.name),
        }
    }

    /// Says something about the community.
    ///
    /// # Errors
    /// When that fails.
    pub fn say(&self, text: &str) -> Result<()> {
        self.ask(&["comment", "community", text]).map(drop)
    }

    /// Returns true when this was said, as far as this laptop knows.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn heard(&self, text: &str) -> Result<bool> {
        let thread = self.ask(&["comment", "community"])?;
        let comments = thread["comments"].as_array().context("comments")?;
        Ok(comments.iter().any(|comment| comment["text"] == text))
    }

    /// Returns what all comes to on this laptop; equal where laptops hold the same.
    ///
    /// # Errors
    /// When it cannot be asked.
    pub fn state(&self) -> Result<Value> {
        Ok(self.ask(&["status"])?["state_hash"].clone())
    }

    /// Starts `palabre keep` and waits until it listens.
    ///
    /// # Errors
    /// When it does not.
    pub fn keep(&self, options: &[&str]) -> Result<Keeper> {
        let mut command = self.command(&[&["keep"], options].concat());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let lines = BufReader::new(child.stdout.take().context("its output")?).lines();
        let events = Arc::new(Mutex::new(Vec::new()));
        let told = events.clone();
        std::thread::spawn(move || {
            for event in lines.map_while(Result::ok).filter_map(|line| serde_json::from_str(&line).ok()) {
                told.lock().unwrap_or_else(PoisonError::into_inner).push(event);
            }
        });
        let keeper = Keeper { child, events };
        until(&format!("{} listens", self.name), 30, || Ok(keeper.link().is_some()))?;
        Ok(keeper)
    }
}

/// Returns true when all of these hold the same.
///
/// # Errors
/// When one cannot be asked.
pub fn agree(laptops: &[&Laptop]) -> Result<bool> {
    let states = laptops.iter().map(|laptop| laptop.state()).collect::<Result<Vec<Value>>>()?;
    Ok(states.windows(2).all(|pair| pair[0] == pair[1]))
}

/// A running `palabre keep`; it ends with this value.
pub struct Keeper {
    child: Child,
    events: Arc<Mutex<Vec<Value>>>,
}

impl Drop for Keeper {
    fn drop(&mut self) {
        // It may have been stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Keeper {
    fn events(&self) -> Vec<Value> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the link that says where it is met now; `None` while it has no address.
    pub fn link(&self) -> Option<String> {
        let events = self.events();
        let listening = events.iter().rev().find(|event| event["event"] == "listening")?;
        listening["link"].as_str().filter(|link| !link.is_empty()).map(str::to_owned)
    }

    /// Returns true when it held the same as somebody's laptop.
    pub fn met(&self, name: &str) -> bool {
        self.events().iter().any(|event| event["event"] == "met" && event["name"] == name)
    }

    /// Asks it to end, as systemd does.
    ///
    /// # Errors
    /// When it does not, or not cleanly.
    pub fn stop(mut self) -> Result<()> {
        let pid = self.child.id().to_string();
        let asked = Command::new("sh").args(["-c", "kill -TERM \"$0\"", &pid]).status()?;
        anyhow::ensure!(asked.success(), "it cannot be asked to stop");
        let mut ended = None;
        until("it stops", 30, || {
            ended = self.child.try_wait()?;
            Ok(ended.is_some())
        })?;
        anyhow::ensure!(ended.is_some_and(|ended| ended.success()), "it did not stop cleanly: {ended:?}");
        Ok(())
    }
}
