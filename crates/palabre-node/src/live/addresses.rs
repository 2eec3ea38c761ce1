//! Where others can be reached: kept beside what was met, exchanged between members, never in entries.

use std::net::SocketAddr;

use palabre_api::ApiError;
use palabre_domain::id::DeviceId;
use palabre_domain::wire;
use palabre_net::{AddressBook, PeerAddress, Witness};

use crate::home::store_error;
use crate::replica::Replica;

/// An address as it is kept: where, when it was seen, and whether at first hand.
type Kept = Vec<(SocketAddr, i64, bool)>;

/// Returns the addresses that this laptop knows.
pub(super) fn book(replica: &Replica) -> Result<AddressBook, ApiError> {
    let mut book = AddressBook::new();
    for peer in replica.store().peers().map_err(store_error)? {
        let kept: Kept = wire::from_bytes(&peer.addresses).unwrap_or_default();
        for (address, at, first_hand) in kept {
            let witness = if first_hand { Witness::FirstHand } else { Witness::Hearsay };
            book.learn(peer.device, &[address], witness, at);
        }
    }
    Ok(book)
}

/// Keeps the addresses of these devices.
pub(super) fn keep(replica: &Replica, book: &AddressBook, devices: &[DeviceId]) -> Result<(), ApiError> {
    for wanted in devices {
        let rows = book.rows().filter(|(device, ..)| device == wanted);
        let kept: Kept =
            rows.map(|(_, address, at, witness)| (address, at, witness == Witness::FirstHand)).collect();
        let seen = kept.iter().map(|&(_, at, _)| at).max().unwrap_or_default();
        replica.store().set_addresses(wanted, &wire::to_bytes(&kept), seen).map_err(store_error)?;
    }
    Ok(())
}

/// Returns up to eight laptops with their addresses, this one first: what goes into an invite.
pub(crate) fn known_addresses(replica: &mut Replica, me: &DeviceId) -> Result<Vec<PeerAddress>, ApiError> {
    let own = replica.store().setting("addresses").map_err(store_error)?.unwrap_or_default();
    let own: Vec<SocketAddr> = String::from_utf8_lossy(&own)
        .lines()
        .filter_map(|line| PeerAddress::parse(line, Some(*me)).ok())
        .flat_map(|peer| peer.addresses)
        .take(palabre_net::addresses::MAX_ADDRESSES)
        .collect();
    let mut known = Vec::new();
    if !own.is_empty() {
        known.push(PeerAddress { device: *me, addresses: own });
    }
    let mut peers = replica.store().peers().map_err(store_error)?;
    peers.sort_by_key(|peer| std::cmp::Reverse(peer.met.or(peer.seen)));
    let book = book(replica)?;
    let membership = replica.membership().map_err(store_error)?;
    for peer in peers.into_iter().filter(|peer| membership.is_peer(&peer.device)) {
        let addresses = book.addresses(&peer.device, peer.seen.unwrap_or_default());
        if !addresses.is_empty() && known.len() < palabre_net::ticket::MAX_PEERS {
            known.push(PeerAddress { device: peer.device, addresses });
        }
    }
    Ok(known)
}

/// Remembers the addresses that a ticket carried.
pub(crate) fn remember(replica: &mut Replica, peers: &[PeerAddress], now: i64) -> Result<(), ApiError> {
    let mut book = book(replica)?;
    for peer in peers {
        book.learn(peer.device, &peer.addresses, Witness::FirstHand, now);
    }
    let devices: Vec<DeviceId> = peers.iter().map(|peer| peer.device).collect();
    keep(replica, &book, &devices)
}
