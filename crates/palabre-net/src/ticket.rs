//! An invite as text, link or QR.
//!
//! A ticket shows and asks; it never joins by itself. Whoever holds it can ask to join, so it is a secret between the
//! inviter and the invited. It is read from strangers, and so everything in it is bounded.

use std::{fmt, net::SocketAddr, str::FromStr};

use data_encoding::BASE32_NOPAD;
use iroh_tickets::{ParseError, Ticket};
use palabre_domain::id::{CommunityId, DeviceId};
use serde::Serialize;

use crate::{
    PeerAddress,
    addresses::{MAX_ADDRESSES, is_device, is_dialable},
    reader::{ReadFault, Reader},
};

/// The version of the ticket's bytes that this Palabre writes and reads.
pub const VERSION: u8 = 2;
/// The first version, which says nothing of a Cause.
const WITHOUT_CAUSE: u8 = 1;
/// The longest Cause that a ticket carries, in bytes: it has to fit into a picture that a phone reads.
pub const MAX_CAUSE: usize = 200;
/// The greatest length of a name in a ticket, in bytes of UTF-8.
pub const MAX_NAME: usize = 200;
/// The greatest length of the introduction, in bytes.
pub const MAX_INTRODUCTION: usize = 2 << 10;
/// How many devices a ticket names at most.
pub const MAX_PEERS: usize = 8;

/// More than any ticket takes, in bytes and as text with line breaks.
const MAX_BYTES: usize = 6 << 10;
const MAX_TEXT: usize = 16 << 10;
const LINK: &str = "palabre://join";

/// The secret half of an invite's key. It does not show in logs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct InviteSecret(pub [u8; 32]);

impl fmt::Debug for InviteSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InviteSecret(..)")
    }
}

/// What a ticket says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The community one is invited to.
    pub community: CommunityId,
    /// Its name, at most [`MAX_NAME`] bytes. Shown, not proved.
    pub community_name: String,
    /// Why the community is there, at most [`MAX_CAUSE`] bytes; nothing where that is longer. Shown, not proved.
    pub cause: String,
    /// The name of who invites, at most [`MAX_NAME`] bytes. Shown, not proved.
    pub inviter_name: String,
    /// What proves that one holds the ticket.
    pub secret: InviteSecret,
    /// The bytes of the signed invite, at most [`MAX_INTRODUCTION`]; not looked into here.
    pub introduction: Vec<u8>,
    /// Where members may be found: at most [`MAX_PEERS`] devices with at most [`MAX_ADDRESSES`] addresses each.
    pub peers: Vec<PeerAddress>,
}

/// An [`Invitation`] within its bounds, that can be written and shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteTicket(Invitation);

/// Says why something is not an invite ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// The text is something else.
    #[error("this is not an invite to Palabre")]
    NotATicket,
    /// The ticket is cut, mistyped, or followed by something else.
    #[error("this invite is damaged")]
    Damaged,
    /// A newer Palabre wrote it.
    #[error("this invite was made by a newer Palabre (its version is {version})")]
    NewerVersion {
        /// The version that it claims.
        version: u8,
    },
    /// It holds more, or longer things, than an invite may.
    #[error("this invite holds more than an invite may")]
    TooLarge,
    /// It names something that is not a device, or an address nobody can dial.
    #[error("this invite names a device that cannot exist")]
    BadAddress,
}

impl TicketError {
    /// Returns the stable name of the error.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotATicket => "ticket.malformed",
            Self::Damaged => "ticket.damaged",
            Self::NewerVersion { .. } => "ticket.newer-version",
            Self::TooLarge => "ticket.too-large",
            Self::BadAddress => "ticket.bad-address",
        }
    }

    /// Returns what to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::NotATicket => "An invite begins with palabre; copy it whole, or scan its code.",
            Self::Damaged => "Copy it again from beginning to end, or ask for its file or code.",
            Self::NewerVersion { .. } => "Update Palabre, then open the invite again.",
            Self::TooLarge | Self::BadAddress => "Ask who invited you for a new one.",
        }
    }
}

impl From<ReadFault> for TicketError {
    fn from(fault: ReadFault) -> Self {
        match fault {
            ReadFault::Unreadable => Self::Damaged,
            ReadFault::TooMany => Self::TooLarge,
        }
    }
}

impl InviteTicket {
    /// Returns the ticket that says `invitation`.
    ///
    /// # Errors
    /// When a name, the introduction or a list is too long, or an address cannot be dialled.
    pub fn new(invitation: Invitation) -> Result<Self, TicketError> {
        let names = [&invitation.community_name, &invitation.inviter_name];
        let peers = &invitation.peers;
        if names.iter().any(|name| name.len() > MAX_NAME)
            || invitation.cause.len() > MAX_CAUSE
            || invitation.introduction.len() > MAX_INTRODUCTION
            || peers.len() > MAX_PEERS
            || peers.iter().any(|peer| peer.addresses.len() > MAX_ADDRESSES)
        {
            return Err(TicketError::TooLarge);
        }
        if !peers.iter().all(|peer| is_device(&peer.device) && peer.addresses.iter().all(is_dialable)) {
            return Err(TicketError::BadAddress);
        }
        Ok(Self(invitation))
    }

    /// Returns what the ticket says.
    pub fn invitation(&self) -> &Invitation {
        &self.0
    }
    /// Returns the ticket as text: lower-case letters and digits, to be read without regard to case.
    pub fn to_text(&self) -> String {
        self.encode_string()
    }

    /// Returns the ticket as a link that opens Palabre.
    pub fn to_link(&self) -> String {
        format!("{LINK}?ticket={}", self.to_text())
    }

    /// Reads a ticket from its text or its link, as they come out of mails and chats: with line breaks and spaces,
    /// quotes around them, in any case.
    ///
    /// # Errors
    /// When the text is no ticket, or not one that this version can read.
    pub fn parse(text: &str) -> Result<Self, TicketError> {
        if text.len() > MAX_TEXT {
            return Err(TicketError::TooLarge);
        }
        let text: String =
            text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        let text = text.trim_matches(['<', '>', '"', '\'', '`']);
        let ticket = match text.strip_prefix(LINK) {
            Some(rest) => {
                let query = rest.trim_start_matches('/').strip_prefix('?').ok_or(TicketError::NotATicket)?;
                let query = query.split('#').next().unwrap_or_default();
                let mut fields = query.split('&').filter_map(|field| field.strip_prefix("ticket="));
                fields.next().ok_or(TicketError::NotATicket)?
            }
            None if text.contains("://") => return Err(TicketError::NotATicket),
            None => text,
        };
        let letters = ticket.strip_prefix(Self::KIND).ok_or(TicketError::NotATicket)?;
        let bytes = BASE32_NOPAD.decode(letters.to_ascii_uppercase().as_bytes());
        Self::from_bytes(&bytes.map_err(|_| TicketError::Damaged)?)
    }

    /// Returns the bytes of the ticket, for a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        #[derive(Serialize)]
        struct Row<'a>(&'a DeviceId, &'a [SocketAddr]);
        let Invitation { community, community_name, cause, inviter_name, secret, introduction, peers } =
            &self.0;
        let peers: Vec<_> = peers.iter().map(|peer| Row(&peer.device, &peer.addresses)).collect();
        let rest = (secret.0, introduction, peers);
        // One without a Cause is written as the first version was, so that every Palabre reads it.
        if cause.is_empty() {
            palabre_domain::wire::to_bytes(&(WITHOUT_CAUSE, community, community_name, inviter_name, rest))
        } else {
            palabre_domain::wire::to_bytes(&(VERSION, community, community_name, cause, inviter_name, rest))
        }
    }

    /// Reads a ticket from exactly its bytes.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TicketError> {
        // The version first, for a newer one may be longer.
        let mut reader = Reader::new(bytes);
        let version = reader.value()?;
        if version > VERSION {
            return Err(TicketError::NewerVersion { version });
        }
        if version < WITHOUT_CAUSE {
            return Err(TicketError::Damaged);
        }
        if bytes.len() > MAX_BYTES {
            return Err(TicketError::TooLarge);
        }
        let community = reader.value()?;
        let community_name = reader.text(MAX_NAME)?;
        let cause = if version == WITHOUT_CAUSE { String::new() } else { reader.text(MAX_CAUSE)? };
        let inviter_name = reader.text(MAX_NAME)?;
        let secret = InviteSecret(reader.value()?);
        let introduction = reader.bytes(MAX_INTRODUCTION)?;
        let mut peers = Vec::new();
        for _ in 0..reader.count(MAX_PEERS)? {
            let device = reader.value()?;
            let mut addresses = Vec::new();
            for _ in 0..reader.count(MAX_ADDRESSES)? {
                addresses.push(reader.value()?);
            }
            peers.push(PeerAddress { device, addresses });
        }
        reader.end()?;
        let invitation =
            Invitation { community, community_name, cause, inviter_name, secret, introduction, peers };
        let ticket = Self::new(invitation)?;
        // One ticket has one text, so that two can be told apart by looking.
        if ticket.to_bytes() == bytes { Ok(ticket) } else { Err(TicketError::Damaged) }
    }
}

impl Ticket for InviteTicket {
    const KIND: &'static str = "palabre";

    fn encode_bytes(&self) -> Vec<u8> {
        self.to_bytes()
    }

    fn decode_bytes(bytes: &[u8]) -> Result<Self, ParseError> {
        Self::from_bytes(bytes).map_err(|error| ParseError::verification_failed(error.code()))
    }
}

impl fmt::Display for InviteTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl FromStr for InviteTicket {
    type Err = TicketError;

    fn from_str(text: &str) -> Result<Self, TicketError> {
        Self::parse(text)
    }
}
