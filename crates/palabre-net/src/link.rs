//! One stream to one peer: frames in, frames out.
//!
//! A link is a connection of its own, with one bidirectional stream on it. Dropping both halves ends it, and may
//! lose what the peer has not yet taken in: call [`LinkSender::finish`] first where that matters.

use std::{net::SocketAddr, sync::Arc};

use iroh::{
    TransportAddr,
    endpoint::{
        Connection, ConnectionError, ReadError, RecvStream, SendStream, StoppedError, TransportErrorCode,
        VarInt, WriteError,
    },
};
use palabre_domain::id::DeviceId;
use tokio::time::{Instant, timeout, timeout_at};

use crate::{
    Alpn, Deadlines,
    alpn::MAX_FIRST_FRAME,
    frame::{Assembler, TooLong, framed},
    gate::Pass,
};

/// Why a connection is closed, as told to the peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloseReason {
    /// All was said.
    Done,
    /// This device does not talk to that one. It is not said why.
    Refused,
    /// Too many connections are open; later is better.
    Busy,
    /// A frame took too long to come.
    TooSlow,
    /// What came is not of this protocol.
    BadBytes,
    /// A keyholder has suspended that device; it is said, so that its owner knows.
    Suspended,
}

impl CloseReason {
    const fn number(self) -> u32 {
        match self {
            Self::Done => 0,
            Self::Refused => 1,
            Self::Busy => 2,
            Self::TooSlow => 3,
            Self::BadBytes => 4,
            Self::Suspended => 5,
        }
    }

    pub(crate) fn close(self, connection: &Connection) {
        connection.close(self.into(), b"");
    }
}

impl From<CloseReason> for VarInt {
    fn from(reason: CloseReason) -> Self {
        VarInt::from_u32(reason.number())
    }
}

/// Says why a frame was not sent or did not come. After one of these a link is of no more use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The frame to send is longer than the protocol allows. Nothing was sent; the link lives on.
    #[error("a message of {length} bytes is longer than the {max} that may be sent at once")]
    TooLongToSend {
        /// Bytes in the frame.
        length: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// The peer announced a frame longer than the protocol allows.
    #[error("the other device announced a message of {length} bytes, more than the {max} agreed")]
    TooLong {
        /// Bytes announced.
        length: usize,
        /// Bytes allowed.
        max: usize,
    },
    /// A frame was begun, or offered, and not ended in time.
    #[error("the other device took too long over one message")]
    TooSlow,
    /// The stream ended within a frame.
    #[error("the other device stopped in the middle of a message")]
    Cut,
    /// The peer does not talk to this device.
    #[error("the other device does not talk to this one")]
    Refused,
    /// The peer has too many connections.
    #[error("the other device is busy with others")]
    Busy,
    /// The peer does not talk to this device as long as it is suspended.
    #[error("the other device does not talk to this one: a keyholder has suspended it for up to 14 days")]
    Suspended,
    /// The peer closed the connection, for another reason.
    #[error("the other device ended the conversation")]
    ClosedByPeer,
    /// The connection was lost: the peer is asleep, moved, or out of reach.
    #[error("the other device can no longer be reached")]
    Lost,
    /// The link was closed on this side.
    #[error("this conversation was ended here")]
    Closed,
}

impl LinkError {
    /// Returns the stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLongToSend { .. } => "link.too-long-to-send",
            Self::TooLong { .. } => "link.too-long",
            Self::TooSlow => "link.too-slow",
            Self::Cut => "link.cut",
            Self::Refused => "link.refused",
            Self::Busy => "link.busy",
            Self::Suspended => "link.suspended",
            Self::ClosedByPeer => "link.closed-by-peer",
            Self::Lost => "link.lost",
            Self::Closed => "link.closed",
        }
    }

    /// Returns what to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::TooLongToSend { .. } => "Send it in smaller pieces.",
            Self::TooLong { .. } => "Its Palabre may be another version, or not Palabre at all.",
            Self::TooSlow | Self::Cut | Self::Lost => "Check the network; Palabre tries again by itself.",
            Self::Refused => "Ask its owner whether you are a member there.",
            Self::Busy => "Palabre tries again in a while, or through another member.",
            Self::Suspended => {
                "Ask the keyholders why; `palabre members` names them. What you write is kept here and goes on \
                 afterwards by itself."
            }
            Self::ClosedByPeer => "Palabre tries again by itself.",
            Self::Closed => "Open it again if you still want to talk.",
        }
    }

    /// Returns true when the peer broke the rules of framing, and is better left alone for a while.
    pub fn blames_peer(&self) -> bool {
        matches!(self, Self::TooLong { .. } | Self::TooSlow | Self::Cut)
    }

    fn closed_by_peer(code: VarInt) -> Self {
        match code.into_inner() {
            1 => Self::Refused,
            2 => Self::Busy,
            5 => Self::Suspended,
            _ => Self::ClosedByPeer,
        }
    }
}

impl From<TooLong> for LinkError {
    fn from(TooLong { length, max }: TooLong) -> Self {
        Self::TooLong { length, max }
    }
}

impl From<ConnectionError> for LinkError {
    fn from(error: ConnectionError) -> Self {
        match error {
            ConnectionError::ApplicationClosed(close) => Self::closed_by_peer(close.error_code),
            // How an endpoint turns a connection away before the handshake.
            ConnectionError::ConnectionClosed(close)
                if close.error_code == TransportErrorCode::CONNECTION_REFUSED =>
            {
                Self::Busy
            }
            ConnectionError::LocallyClosed => Self::Closed,
            _ => Self::Lost,
        }
    }
}

impl From<ReadError> for LinkError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Reset(code) => Self::closed_by_peer(code),
            ReadError::ConnectionLost(error) => error.into(),
            ReadError::ClosedStream => Self::Closed,
            ReadError::ZeroRttRejected => Self::Lost,
        }
    }
}

impl From<WriteError> for LinkError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Stopped(code) => Self::closed_by_peer(code),
            WriteError::ConnectionLost(error) => error.into(),
            WriteError::ClosedStream => Self::Closed,
            WriteError::ZeroRttRejected => Self::Lost,
        }
    }
}

/// What both halves of a link hold in common.
#[derive(Debug)]
struct Common {
    connection: Connection,
    peer: DeviceId,
    deadlines: Deadlines,
    _pass: Pass,
}

impl Common {
    fn remote_address(&self) -> Option<SocketAddr> {
        let paths = self.connection.paths();
        let path = paths.iter().find(|path| path.is_selected()).or_else(|| paths.iter().next())?;
        match path.remote_addr() {
            TransportAddr::Ip(address) => Some(*address),
            _ => None,
        }
    }
}

/// A stream of frames to and from one peer.
#[derive(Debug)]
pub struct Link {
    sender: LinkSender,
    receiver: LinkReceiver,
}

/// The half of a link that sends.
#[derive(Debug)]
pub struct LinkSender {
    common: Arc<Common>,
    stream: SendStream,
    max: usize,
    /// A frame that a cancelled call left unsent, and how much of it has gone.
    pending: Vec<u8>,
    gone: usize,
}

/// The half of a link that receives.
#[derive(Debug)]
pub struct LinkReceiver {
    common: Arc<Common>,
    stream: RecvStream,
    assembler: Assembler,
    /// When the frame that has begun must have ended.
    ends_by: Option<Instant>,
    /// The first frame of an accepted link, read before the link was handed out.
    first: Option<Vec<u8>>,
    /// How reading ended: cleanly, or not.
    end: Option<Result<(), LinkError>>,
}

impl Link {
    pub(crate) fn new(
        connection: Connection,
        pass: Pass,
        streams: (SendStream, RecvStream),
        alpn: Alpn,
        deadlines: Deadlines,
    ) -> Self {
        let peer = DeviceId(*connection.remote_id().as_bytes());
        let common = Arc::new(Common { connection, peer, deadlines, _pass: pass });
        let max = alpn.max_frame();
        Self {
            sender: LinkSender {
                common: common.clone(),
                stream: streams.0,
                max,
                pending: Vec::new(),
                gone: 0,
            },
            receiver: LinkReceiver {
                common,
                stream: streams.1,
                assembler: Assembler::new(max),
                ends_by: None,
                first: None,
                end: None,
            },
        }
    }

    /// Reads the first frame, which [`Self::recv`] then returns. The caller keeps the time.
    pub(crate) async fn read_first(&mut self, alpn: Alpn) -> Result<(), LinkError> {
        self.receiver.assembler.set_max(alpn.max_frame().min(MAX_FIRST_FRAME));
        let frame = self.receiver.recv().await?;
        self.receiver.assembler.set_max(alpn.max_frame());
        self.receiver.first = Some(frame.ok_or(LinkError::Cut)?);
        Ok(())
    }

    /// Returns the device at the other end, proved by the handshake.
    pub fn peer(&self) -> DeviceId {
        self.sender.peer()
    }

    /// Returns the address the peer is reached at now, if known.
    pub fn remote_address(&self) -> Option<SocketAddr> {
        self.sender.common.remote_address()
    }

    /// Sends one frame: see [`LinkSender::send`].
    ///
    /// # Errors
    /// As [`LinkSender::send`].
    pub async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        self.sender.send(frame).await
    }

    /// Waits for the next frame: see [`LinkReceiver::recv`].
    ///
    /// # Errors
    /// As [`LinkReceiver::recv`].
    pub async fn recv(&mut self) -> Result<Option<Vec<u8>>, LinkError> {
        self.receiver.recv().await
    }

    /// Says that no more frames will be sent: see [`LinkSender::finish`].
    ///
    /// # Errors
    /// As [`LinkSender::finish`].
    pub async fn finish(&mut self) -> Result<(), LinkError> {
        self.sender.finish().await
    }

    /// Closes the connection at once, telling the peer why. What is under way may be lost.
    pub fn close(&self, reason: CloseReason) {
        self.sender.close(reason);
    }

    /// Returns the two halves, for two tasks. The connection lives as long as one of them.
    pub fn split(self) -> (LinkSender, LinkReceiver) {
        (self.sender, self.receiver)
    }
}

impl LinkSender {
    /// Returns the device at the other end.
    pub fn peer(&self) -> DeviceId {
        self.common.peer
    }

    /// Returns the address the peer is reached at now, if known.
    pub fn remote_address(&self) -> Option<SocketAddr> {
        self.common.remote_address()
    }

    /// Sends one frame. Returns when it is on its way, not when it has arrived.
    ///
    /// Cancel-safe: a cancelled frame is either not sent at all, or the rest of it goes before the next.
    ///
    /// # Errors
    /// When the frame is too long, the peer takes nothing in for too long, or the link is lost.
    pub async fn send(&mut self, frame: &[u8]) -> Result<(), LinkError> {
        let too_long = LinkError::TooLongToSend { length: frame.len(), max: self.max };
        let bytes = framed(frame, self.max).ok_or(too_long)?;
        self.flush().await?;
        (self.pending, self.gone) = (bytes, 0);
        self.flush().await
    }

    /// Sends what is left, says that no more will follow, and waits until the peer has received everything.
    ///
    /// Received means: by its network code. Whoever should hear that the *words* arrived must wait for an answer.
    /// Cancel-safe: may be called again.
    ///
    /// # Errors
    /// When the peer does not acknowledge in time, or the link is lost.
    pub async fn finish(&mut self) -> Result<(), LinkError> {
        self.flush().await?;
        // An error says that the stream is finished already, as on a second call.
        let _ = self.stream.finish();
        match timeout(self.common.deadlines.finish, self.stream.stopped()).await {
            Ok(Ok(None)) => Ok(()),
            Ok(Ok(Some(code))) => Err(LinkError::closed_by_peer(code)),
            Ok(Err(StoppedError::ConnectionLost(error))) => Err(error.into()),
            Ok(Err(StoppedError::ZeroRttRejected)) => Err(LinkError::Lost),
            Err(_) => Err(LinkError::TooSlow),
        }
    }

    /// Closes the connection at once, both halves, telling the peer why. What is under way may be lost.
    pub fn close(&self, reason: CloseReason) {
        reason.close(&self.common.connection);
    }

    async fn flush(&mut self) -> Result<(), LinkError> {
        let by = Instant::now() + self.common.deadlines.send;
        while self.gone < self.pending.len() {
            match timeout_at(by, self.stream.write(&self.pending[self.gone..])).await {
                Ok(written) => self.gone += written?,
                Err(_) => {
                    self.close(CloseReason::TooSlow);
                    return Err(LinkError::TooSlow);
                }
            }
        }
        (self.pending, self.gone) = (Vec::new(), 0);
        Ok(())
    }
}

impl LinkReceiver {
    /// Returns the device at the other end.
    pub fn peer(&self) -> DeviceId {
        self.common.peer
    }

    /// Waits for the next frame; returns `None` when the peer has finished.
    ///
    /// There is no deadline between frames, for a quiet peer is a good peer: but once a frame has begun, it must
    /// end in time. Cancel-safe: nothing received is lost.
    ///
    /// # Errors
    /// When a frame is too long, too slow or cut, or the link is lost. The connection is then closed, and every
    /// later call returns the same error.
    pub async fn recv(&mut self) -> Result<Option<Vec<u8>>, LinkError> {
        if let Some(frame) = self.first.take() {
            return Ok(Some(frame));
        }
        if let Some(end) = &self.end {
            return end.clone().map(|()| None);
        }
        let outcome = self.next_frame().await;
        match &outcome {
            Ok(Some(_)) => {}
            Ok(None) => self.end = Some(Ok(())),
            Err(error) => {
                self.end = Some(Err(error.clone()));
                match error {
                    LinkError::TooSlow => self.close(CloseReason::TooSlow),
                    LinkError::TooLong { .. } | LinkError::Cut => self.close(CloseReason::BadBytes),
                    _ => {}
                }
            }
        }
        outcome
    }

    /// Closes the connection at once, both halves, telling the peer why.
    pub fn close(&self, reason: CloseReason) {
        reason.close(&self.common.connection);
    }

    async fn next_frame(&mut self) -> Result<Option<Vec<u8>>, LinkError> {
        loop {
            let read = self.stream.read_chunk(self.assembler.missing());
            let chunk = match self.ends_by {
                Some(by) => timeout_at(by, read).await.map_err(|_| LinkError::TooSlow)??,
                None => read.await?,
            };
            let Some(chunk) = chunk else {
                return if self.assembler.has_begun() { Err(LinkError::Cut) } else { Ok(None) };
            };
            if self.ends_by.is_none() {
                self.ends_by = Some(Instant::now() + self.common.deadlines.frame);
            }
            if let Some(frame) = self.assembler.push(&chunk)? {
                self.ends_by = None;
                return Ok(Some(frame));
            }
        }
    }
}
