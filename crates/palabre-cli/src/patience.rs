//! A sign of life while something takes its time.

use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::out::complain;
use crate::words::thousands;

/// After this long a person wonders.
const WONDER: Duration = Duration::from_secs(1);

/// How often a number that is watched moves.
const GLANCE: Duration = Duration::from_millis(100);

/// How often a log, which nobody watches, is told that work goes on.
const LOG: Duration = Duration::from_secs(10);

/// Says on the standard error that work goes on, once it takes over a second. Ends with the value.
pub struct Patience {
    done: Option<Sender<()>>,
    teller: Option<JoinHandle<()>>,
}

impl Patience {
    /// Starts waiting.
    pub fn start() -> Self {
        let (done, over) = mpsc::channel::<()>();
        let teller = std::thread::spawn(move || {
            let started = Instant::now();
            let terminal = std::io::stderr().is_terminal();
            let pause = if terminal { WONDER } else { LOG };
            while over.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                say(&format!("Working: {} s", started.elapsed().as_secs()), terminal);
            }
            if terminal && started.elapsed() >= WONDER {
                wipe();
            }
        });
        Self { done: Some(done), teller: Some(teller) }
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(teller) = self.teller.take() {
            // A sign of life that failed is no reason to fail.
            let _ = teller.join();
        }
    }
}

/// How far something has come, told on the standard error.
pub struct Progress {
    terminal: bool,
    told: Option<Instant>,
    started: Instant,
    what: &'static str,
}

impl Progress {
    /// Starts.
    pub fn start() -> Self {
        Self {
            terminal: std::io::stderr().is_terminal(),
            told: None,
            started: Instant::now(),
            what: "Receiving",
        }
    }

    /// Says from now on that it is a whole community that comes.
    pub fn joins(&mut self) {
        self.what = "Receiving the community";
    }

    /// Tells how far it has come, unless it was told just now or it is too soon to wonder.
    pub fn tell(&mut self, received: u64, expected: u64) {
        self.tell_of(self.what, received, expected);
    }

    /// Tells how far this has come, unless it was told just now or it is too soon to wonder.
    pub fn tell_of(&mut self, what: &str, received: u64, expected: u64) {
        let pause = match (self.terminal, self.told) {
            (true, None) => WONDER,
            (true, Some(_)) => GLANCE,
            (false, _) => LOG,
        };
        if self.told.unwrap_or(self.started).elapsed() < pause {
            return;
        }
        self.told = Some(Instant::now());
        say(&share(what, received, expected), self.terminal);
    }

    /// Takes away what was told, so that a line can follow.
    pub fn clear(&mut self) {
        if self.terminal && self.told.take().is_some() {
            wipe();
        }
    }
}

fn share(what: &str, received: u64, expected: u64) -> String {
    match received.saturating_mul(100).checked_div(expected) {
        Some(percent) => {
            let (received, expected) = (thousands(received), thousands(expected));
            format!("{what}: {} % ({received} of {expected})", percent.min(100))
        }
        None => format!("{what}: {}", thousands(received)),
    }
}

fn say(line: &str, terminal: bool) {
    complain(&if terminal { format!("\r\u{1b}[K{line}") } else { format!("{line}\n") });
}

fn wipe() {
    complain("\r\u{1b}[K");
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_share_is_told_in_percent() {
        let share = |received, expected| super::share("Receiving", received, expected);
        assert_eq!(share(620, 1_000), "Receiving: 62 % (620 of 1,000)");
        assert_eq!(share(12, 10), "Receiving: 100 % (12 of 10)");
        assert_eq!(share(5, 0), "Receiving: 5");
    }
}
