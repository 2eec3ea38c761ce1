//! The protocols two devices may speak. The name carries the version: another version is another name.

/// What a link is for. Both sides name it in the handshake, before any byte of it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Alpn {
    /// Two members compare and exchange what they hold.
    Sync,
    /// A device that is not known yet introduces itself.
    Join,
    /// A member hands an invitation to a laptop on the same network that waits for one.
    Offer,
    /// A member asks for attached files, one after the other: the protocol of iroh-blobs.
    Files,
}

impl Alpn {
    /// Every protocol this version accepts.
    pub const ALL: [Self; 4] = [Self::Sync, Self::Join, Self::Offer, Self::Files];

    /// Returns the name that travels in the handshake.
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Sync => b"palabre/sync/1",
            Self::Join => b"palabre/join/1",
            Self::Offer => b"palabre/offer/1",
            Self::Files => iroh_blobs::ALPN,
        }
    }

    /// Returns the protocol of that name, or `None` for one this version does not speak.
    pub fn from_bytes(name: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|alpn| alpn.bytes() == name)
    }

    /// Returns the greatest length of a frame, in bytes.
    ///
    /// For `Sync` that is one mebibyte of entries and what surrounds them; for `Join`, an introduction; for `Offer`, a ticket as
    /// a link. `Files` has frames of its own.
    pub const fn max_frame(self) -> usize {
        match self {
            Self::Sync => (1 << 20) + (64 << 10),
            Self::Join | Self::Offer | Self::Files => 64 << 10,
        }
    }
}

/// The greatest length, in bytes, of the first frame on a stream that we accepted, whatever the protocol.
///
/// It is read before anybody has looked at who the peer is.
pub const MAX_FIRST_FRAME: usize = 64 << 10;
