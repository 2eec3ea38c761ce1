//! Bytes between devices: the endpoint, links, invite tickets and what is known of addresses.
//!
//! This crate knows bytes and peers, not decisions. A peer is the public key of a device, proved by the handshake;
//! a frame is bytes with a length. Who is a member, and what a frame says, is decided elsewhere.
//!
//! No third party is asked for anything: no relay, no name server, no port mapping, no published record. Two
//! devices meet because one knows an address of the other: from a ticket, from a member who told, typed by hand,
//! or, if the person allowed it on this network, by multicast. A community that runs a relay of its own may name it;
//! then, and only then, what cannot go directly goes through that one.
//!
//! | module | what lives there |
//! |---|---|
//! | [`options`] | what one chooses when binding: key, addresses, deadlines, limits |
//! | [`endpoint`] | [`Net`]: bind, connect, accept, block, close |
//! | [`alpn`] | the protocols spoken, and how long their frames may be |
//! | [`frame`] | frames out of pieces of bytes |
//! | [`link`] | one stream to one peer: frames in, frames out |
//! | [`files`] | attached files: asked for, given to those who may, held against their hash |
//! | [`addresses`] | where a device can be reached, as people type it |
//! | [`relay`] | a relay of one's own, where a person named one |
//! | [`book`] | which addresses were seen lately, and how members tell each other |
//! | [`ticket`] | an invite as text, link or QR |
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use palabre_net::{Alpn, Net, NetOptions};
//!
//! let here = |secret| NetOptions { bind: vec!["127.0.0.1:0".parse().unwrap()], ..NetOptions::new(secret) };
//! let ana = Net::bind(here([1; 32])).await?;
//! let bo = Net::bind(here([2; 32])).await?;
//!
//! let mut link = ana.connect(bo.device(), &bo.local_addresses(), Alpn::Sync).await?;
//! link.send(b"hello").await?;
//!
//! let mut met = bo.incoming().await.ok_or("closed")?;
//! assert_eq!(met.link.peer(), ana.device());
//! assert_eq!(met.link.recv().await?.as_deref(), Some(&b"hello"[..]));
//! ana.close().await;
//! bo.close().await;
//! # Ok(())
//! # }
//! ```

mod accept;
pub mod addresses;
pub mod alpn;
pub mod book;
pub mod endpoint;
pub mod files;
pub mod frame;
mod gate;
pub mod link;
mod near;
pub mod options;
mod reader;
pub mod relay;
#[cfg(test)]
mod tests;
pub mod ticket;

pub use addresses::{AddressError, PeerAddress};
pub use alpn::Alpn;
pub use book::{AddressBook, SharedAddresses, SharedError, Witness};
pub use endpoint::{Incoming, Net, NetError};
pub use files::{Asking, FileError};
pub use link::{CloseReason, Link, LinkError, LinkReceiver, LinkSender};
pub use options::{Deadlines, Limits, NetOptions};
pub use relay::{RelayAddress, RelayError};
pub use ticket::{Invitation, InviteSecret, InviteTicket, TicketError};
