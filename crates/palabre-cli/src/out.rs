//! Where output goes.
//!
//! Libraries below may print to the standard output on hostile input. A script that reads our JSON must not meet such
//! lines, so the standard output is ours alone: it is duplicated first, and whatever else writes there lands on the
//! standard error.

use std::fs::File;
use std::io::{self, IsTerminal, Write};

/// Our own standard output.
pub struct Out {
    to: Box<dyn Write + Send>,
    terminal: bool,
}

impl Out {
    /// Takes the standard output for ourselves. Once, at the start.
    #[cfg(unix)]
    pub fn take() -> io::Result<Self> {
        use std::os::fd::AsFd;
        let terminal = io::stdout().is_terminal();
        let own = io::stdout().as_fd().try_clone_to_owned()?;
        rustix::stdio::dup2_stdout(io::stderr().as_fd())?;
        Ok(Self { to: Box::new(File::from(own)), terminal })
    }

    /// Takes the standard output. Elsewhere than on Unix it is shared.
    #[cfg(not(unix))]
    pub fn take() -> io::Result<Self> {
        Ok(Self { to: Box::new(io::stdout()), terminal: io::stdout().is_terminal() })
    }

    /// Whether a person looks at it.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Writes text, and sends it off.
    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.to.write_all(text.as_bytes())?;
        self.to.flush()
    }

    /// Writes one JSON value on a line of its own, and sends it off.
    pub fn json(&mut self, value: &impl serde::Serialize) -> io::Result<()> {
        self.text(&format!("{}\n", serde_json::to_string(value)?))
    }
}

/// Writes to the standard error, at once. Nobody there to read it: then nobody misses it.
pub fn complain(text: &str) {
    let mut err = io::stderr().lock();
    let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
}
