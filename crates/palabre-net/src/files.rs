//! Attached files, by iroh-blobs: each piece is held against the file's hash as it comes.
//!
//! Nothing is kept here. A file is read when somebody who may have it asks for it, and a file that comes is in memory
//! until all of it is there: it has at most [`MAX_ATTACHMENT`] bytes.

use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use iroh::endpoint::Connection;
use iroh_blobs::api::remote::GetProgressItem;
use iroh_blobs::provider::events::{
    AbortReason, ConnectMode, EventMask, EventSender, ObserveMode, ProviderMessage, RequestMode, ThrottleMode,
};
use iroh_blobs::store::mem::MemStore;
use n0_future::StreamExt;
use palabre_domain::id::{DeviceId, Hash};
use palabre_domain::words::MAX_ATTACHMENT;
use tokio::time::timeout;

use crate::gate::Pass;
use crate::{CloseReason, Deadlines, NetError};

/// How long a peer may ask for files over one connection.
const ANSWERING: Duration = Duration::from_secs(30 * 60);

/// Says why a file did not come.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// The peer could not be reached.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The peer has no such file, or does not give it to this device.
    #[error("that device does not have this file, or does not give it")]
    NotThere,
    /// What came is not the file that was named, or longer than was said.
    #[error("what that device sent is not this file")]
    Other,
    /// It stopped coming.
    #[error("the file stopped coming")]
    Stopped,
}

impl FileError {
    /// Returns the stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Net(error) => error.code(),
            Self::NotThere => "attachment.not-there",
            Self::Other => "attachment.other",
            Self::Stopped => "attachment.stopped",
        }
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Net(error) => error.hint(),
            Self::NotThere => "Another laptop may have it; it is asked when you meet.",
            Self::Other => "It was thrown away. Ask whoever attached it to attach it again.",
            Self::Stopped => "It is asked for again when you meet.",
        }
    }
}

/// Brings a file over a connection.
pub(crate) async fn fetch(
    connection: &Connection,
    (hash, size): (Hash, u64),
    deadlines: Deadlines,
    mut progress: impl FnMut(u64),
) -> Result<Vec<u8>, FileError> {
    if size > MAX_ATTACHMENT {
        return Err(FileError::Other);
    }
    let store = MemStore::new();
    let name = iroh_blobs::Hash::from_bytes(hash.0);
    let mut coming = pin!(store.remote().fetch(connection.clone(), name).stream());
    let mut come = 0;
    loop {
        match timeout(deadlines.frame, coming.next()).await {
            Err(_) => return Err(FileError::Stopped),
            Ok(None) => return Err(FileError::NotThere),
            Ok(Some(GetProgressItem::Progress(bytes))) => {
                come = bytes;
                // Whoever sends more than was said is not heard to the end.
                if bytes > size {
                    return Err(FileError::Other);
                }
                progress(bytes);
            }
            Ok(Some(GetProgressItem::Done(_))) => break,
            Ok(Some(GetProgressItem::Error(_))) if come == 0 => return Err(FileError::NotThere),
            Ok(Some(GetProgressItem::Error(_))) => return Err(FileError::Stopped),
        }
    }
    let bytes = store.get_bytes(name).await.map_err(|_| FileError::Other)?;
    if bytes.len() as u64 != size || Hash::of(&bytes) != hash {
        return Err(FileError::Other);
    }
    Ok(bytes.into())
}

/// A peer that asks for files.
#[derive(Debug)]
pub struct Asking {
    connection: Connection,
    pass: Pass,
}

impl Asking {
    pub(crate) fn new(connection: Connection, pass: Pass) -> Self {
        Self { connection, pass }
    }

    /// Returns the device that asks.
    pub fn peer(&self) -> DeviceId {
        DeviceId(*self.connection.remote_id().as_bytes())
    }

    /// Turns it away.
    pub fn refuse(self) {
        CloseReason::Refused.close(&self.connection);
    }

    /// Answers until the peer has asked for all that it wants. `find` says where a file is that this peer may have.
    pub async fn answer(self, find: impl Fn(&Hash) -> Option<PathBuf> + Send + Sync + 'static) {
        let Self { connection, pass } = self;
        let store = Arc::new(MemStore::new());
        let mask = EventMask {
            connected: ConnectMode::None,
            get: RequestMode::Intercept,
            get_many: RequestMode::Disabled,
            push: RequestMode::Disabled,
            observe: ObserveMode::Intercept,
            throttle: ThrottleMode::None,
        };
        let (events, mut asked) = EventSender::channel(8, mask);
        let files = store.clone();
        let watch = tokio::spawn(async move {
            while let Some(message) = asked.recv().await {
                match message {
                    ProviderMessage::GetRequestReceived(message) => {
                        let hash = Hash(*message.request.hash.as_bytes());
                        let answer = match find(&hash) {
                            Some(path) => offer(&files, &path, &hash).await,
                            None => Err(AbortReason::Permission),
                        };
                        // A peer that is gone needs no answer.
                        let _ = message.tx.send(answer).await;
                    }
                    ProviderMessage::ObserveRequestReceived(message) => {
                        let _ = message.tx.send(Err(AbortReason::Permission)).await;
                    }
                    _ => {}
                }
            }
        });
        let served =
            iroh_blobs::provider::handle_connection(connection.clone(), (*store).clone().into(), events);
        if timeout(ANSWERING, served).await.is_err() {
            CloseReason::TooSlow.close(&connection);
        }
        watch.abort();
        drop(pass);
    }
}

/// Reads a file so that it can be given.
async fn offer(store: &MemStore, path: &std::path::Path, hash: &Hash) -> Result<(), AbortReason> {
    let bytes = tokio::fs::read(path).await.map_err(|_| AbortReason::Permission)?;
    // A file that was changed on the disk is none of this name.
    if Hash::of(&bytes) != *hash {
        return Err(AbortReason::Permission);
    }
    store.add_bytes(bytes).await.map_err(|_| AbortReason::RateLimited)?;
    Ok(())
}
