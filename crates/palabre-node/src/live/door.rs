//! The door of a running keeper: other programs of the same person on the same machine ask it, instead of waiting for the
//! home.
//!
//! A socket in a folder of the home that only its owner may enter. One call a connection: a line of JSON there, a line
//! back. It is the same list of calls, answered at the same desk.

use std::fs::{DirBuilder, Permissions};
use std::io::{Read, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::UnixStream as Stream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use palabre_api::ApiError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::Desk;
use crate::home::file_error;

/// The folder of the socket, in the home.
const FOLDER: &str = "door";
/// The longest call, in bytes.
const MAX_CALL: u64 = 4 << 20;
/// How many calls are read at a time.
const CALLERS: usize = 16;
/// How long a caller may take to say what it wants.
const TO_SAY: Duration = Duration::from_secs(10);
/// How long a caller waits for its answer.
const TO_ANSWER: Duration = Duration::from_secs(600);

/// A call, as it goes through the door.
#[derive(Serialize, Deserialize)]
struct Called {
    community: Option<String>,
    name: String,
    arguments: Value,
}

fn socket(home: &Path) -> PathBuf {
    home.join(FOLDER).join("socket")
}

/// A door that is open as long as this value lives.
pub struct Door {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Door {
    fn drop(&mut self) {
        // The next keeper takes away what stays.
        let _ = std::fs::remove_file(&self.path);
    }
}

impl Door {
    /// Opens the door of a home that is held by this process.
    ///
    /// # Errors
    /// When the system does not let us, for instance because the path is too long for a socket.
    pub fn open(home: &Path) -> Result<Self, ApiError> {
        let (folder, path) = (home.join(FOLDER), socket(home));
        let failed = |error: &std::io::Error| file_error(&path, error);
        match DirBuilder::new().mode(0o700).create(&folder) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(failed(&error)),
            _ => {}
        }
        // Nobody enters before it is sure that nobody else does.
        std::fs::set_permissions(&folder, Permissions::from_mode(0o700)).map_err(|error| failed(&error))?;
        // One that was left by a keeper that did not come to its end: the home is ours now.
        let _ = std::fs::remove_file(&path);
        let listener = UnixListener::bind(&path).map_err(|error| failed(&error))?;
        std::fs::set_permissions(&path, Permissions::from_mode(0o600)).map_err(|error| failed(&error))?;
        Ok(Self { listener, path })
    }

    /// Hands what is asked to the desk, until it is dropped.
    pub async fn serve(self, desk: Desk) {
        let callers = Arc::new(Semaphore::new(CALLERS));
        loop {
            // The semaphore is never closed.
            let Ok(turn) = callers.clone().acquire_owned().await else { return };
            let Ok((stream, _)) = self.listener.accept().await else {
                // Too many open files, say: they will be fewer.
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            };
            let desk = desk.clone();
            tokio::spawn(async move {
                // Whoever asked may have gone.
                let _ = answer(stream, desk).await;
                drop(turn);
            });
        }
    }
}

async fn answer(mut stream: UnixStream, desk: Desk) -> std::io::Result<()> {
    let mut said = Vec::new();
    let (read, mut write) = stream.split();
    timeout(TO_SAY, read.take(MAX_CALL).read_to_end(&mut said)).await??;
    let answer = match serde_json::from_slice::<Called>(&said) {
        Ok(Called { community, name, arguments }) => desk.call(community, &name, arguments).await,
        Err(error) => Err(ApiError::new(
            "call.arguments",
            format!("This is no call: {error}."),
            "Both programs should be of one version.",
        )),
    };
    let line = serde_json::to_vec(&answer.map_err(|error| serde_json::json!(error)))?;
    write.write_all(&line).await?;
    write.shutdown().await
}

/// Asks the keeper that holds this home; `None` where none does.
///
/// # Errors
/// What the call says, or that the keeper did not answer.
pub fn ask(
    home: &Path,
    community: Option<String>,
    name: &str,
    arguments: Value,
) -> Option<Result<Value, ApiError>> {
    let stream = Stream::connect(socket(home)).ok()?;
    let called = Called { community, name: name.to_owned(), arguments };
    let silent = |error: &dyn std::fmt::Display| {
        ApiError::new(
            "keep.silent",
            format!("The palabre that keeps this home did not answer: {error}."),
            "What you asked may have been done. Look, and if need be stop it and ask again.",
        )
    };
    let answer = exchange(stream, &called).map_err(|error| silent(&error));
    Some(answer.and_then(|line| {
        let answer: Result<Value, ApiError> =
            serde_json::from_slice(&line).map_err(|error| silent(&error))?;
        answer
    }))
}

fn exchange(mut stream: Stream, called: &Called) -> std::io::Result<Vec<u8>> {
    stream.set_read_timeout(Some(TO_ANSWER))?;
    stream.set_write_timeout(Some(TO_SAY))?;
    stream.write_all(&serde_json::to_vec(called)?)?;
    stream.shutdown(std::net::Shutdown::Write)?;
    let mut line = Vec::new();
    stream.read_to_end(&mut line)?;
    Ok(line)
}
