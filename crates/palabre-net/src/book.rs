//! Which addresses were seen lately, and how members tell each other.
//!
//! Nothing here reads a clock: the time is passed in, in milliseconds since 1970. What travels is an *age*, so that
//! two clocks need not agree.

use std::{collections::BTreeMap, net::SocketAddr};

use palabre_domain::id::DeviceId;
use serde::Serialize;

use crate::{
    addresses::{MAX_ADDRESSES, is_device, is_dialable, plain},
    reader::{ReadFault, Reader},
};

/// How long an address is kept after it was last seen, in milliseconds: seven days.
pub const KEPT_FOR: u64 = 7 * 24 * 60 * 60 * 1000;

/// How many devices one message between members speaks of.
pub const MAX_SHARED_DEVICES: usize = 64;

/// How many devices a book holds.
pub const MAX_DEVICES: usize = 16_384;

/// How many of a device's addresses come from others, when it has as many of its own. A member who invents
/// addresses for another cannot push out the true ones.
const MAX_HEARD: usize = MAX_ADDRESSES / 2;

/// More than any message of [`MAX_SHARED_DEVICES`] devices takes, in bytes.
const MAX_MESSAGE: usize = 32 << 10;

/// How an address became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Witness {
    /// We reached the device there, it told us itself, or the person typed it.
    FirstHand,
    /// Another member told.
    Hearsay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Seen {
    address: SocketAddr,
    at: i64,
    witness: Witness,
}

/// The last known addresses of devices.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressBook {
    devices: BTreeMap<DeviceId, Vec<Seen>>,
}

/// What a member told of one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedAddresses {
    /// The device.
    pub device: DeviceId,
    /// Its addresses in ascending order, each with the milliseconds since it was seen there.
    pub addresses: Vec<(SocketAddr, u64)>,
}

/// Says why some bytes are not addresses that a member told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SharedError {
    /// The bytes end early or hold something else.
    #[error("these bytes hold no addresses")]
    Unreadable,
    /// More devices or addresses than a message may hold.
    #[error("these are more addresses than one message may hold")]
    TooMany,
    /// Not sorted, named twice, or written otherwise than in the one agreed way.
    #[error("these addresses are not written in the agreed way")]
    NotCanonical,
}

impl SharedError {
    /// Returns the stable name of the error.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "shared.unreadable",
            Self::TooMany => "shared.too-many",
            Self::NotCanonical => "shared.not-canonical",
        }
    }

    /// Returns what to do about it.
    pub fn hint(self) -> &'static str {
        "The other device may run another version of Palabre; update both."
    }
}

impl From<ReadFault> for SharedError {
    fn from(fault: ReadFault) -> Self {
        match fault {
            ReadFault::Unreadable => Self::Unreadable,
            ReadFault::TooMany => Self::TooMany,
        }
    }
}

impl AddressBook {
    /// Returns a book without addresses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes that `device` was seen at `addresses` at the time `at`. Of one device the newest [`MAX_ADDRESSES`] are
    /// kept; hearsay takes at most half of them from what is known first-hand, and is never taken for more.
    pub fn learn(&mut self, device: DeviceId, addresses: &[SocketAddr], witness: Witness, at: i64) {
        if addresses.is_empty() || !is_device(&device) {
            return;
        }
        if self.devices.len() >= MAX_DEVICES && !self.devices.contains_key(&device) {
            return;
        }
        let seen = self.devices.entry(device).or_default();
        for address in addresses.iter().copied().filter(is_dialable).map(plain) {
            match seen.iter_mut().find(|one| one.address == address) {
                Some(known) if witness <= known.witness => {
                    known.at = if witness == known.witness { known.at.max(at) } else { at };
                    known.witness = witness;
                }
                Some(_) => {}
                None => seen.push(Seen { address, at, witness }),
            }
        }
        trim(seen);
        if seen.is_empty() {
            self.devices.remove(&device);
        }
    }

    /// Notes what a member's device `from` told, of those devices for which `wanted` says so: devices of members. What
    /// it says of itself is first-hand.
    pub fn hear(
        &mut self,
        from: &DeviceId,
        told: &[SharedAddresses],
        wanted: impl Fn(&DeviceId) -> bool,
        now: i64,
    ) {
        for SharedAddresses { device, addresses } in told {
            if !wanted(device) {
                continue;
            }
            for (address, age) in addresses.iter().filter(|(_, age)| *age < KEPT_FOR) {
                // Below seven days in milliseconds, so it fits.
                let witness = if device == from { Witness::FirstHand } else { Witness::Hearsay };
                self.learn(*device, &[*address], witness, now.saturating_sub(*age as i64));
            }
        }
    }

    /// Returns the addresses of `device` to try, the likeliest first: newest, and at equal times first-hand.
    pub fn addresses(&self, device: &DeviceId, now: i64) -> Vec<SocketAddr> {
        let mut fresh: Vec<_> = self.fresh(device, now).collect();
        fresh.sort_by_key(|seen| (age(seen, now), seen.witness, seen.address));
        fresh.into_iter().map(|seen| seen.address).collect()
    }

    /// Drops what was last seen more than seven days ago. What claims to be seen after `now`, by a clock set right
    /// since, counts as seen now.
    pub fn forget_old(&mut self, now: i64) {
        self.devices.retain(|_, seen| {
            seen.retain_mut(|one| {
                one.at = one.at.min(now);
                age(one, now) < KEPT_FOR
            });
            !seen.is_empty()
        });
    }

    /// Drops all that is known of `device`.
    pub fn forget(&mut self, device: &DeviceId) {
        self.devices.remove(device);
    }

    /// Returns every row: device, address, when it was seen there in milliseconds since 1970, and by whom. To keep a
    /// book, keep its rows and [`learn`](Self::learn) them again.
    pub fn rows(&self) -> impl Iterator<Item = (DeviceId, SocketAddr, i64, Witness)> + '_ {
        self.devices
            .iter()
            .flat_map(|(device, seen)| seen.iter().map(|seen| (*device, seen.address, seen.at, seen.witness)))
    }

    /// Returns the message that tells a member where `devices` are: the first [`MAX_SHARED_DEVICES`] of them that
    /// have addresses not yet forgotten.
    pub fn share(&self, devices: impl IntoIterator<Item = DeviceId>, now: i64) -> Vec<u8> {
        let mut told = BTreeMap::new();
        for device in devices {
            if told.len() == MAX_SHARED_DEVICES {
                break;
            }
            let mut addresses: Vec<_> =
                self.fresh(&device, now).map(|seen| (seen.address, age(seen, now))).collect();
            if !addresses.is_empty() {
                addresses.sort();
                told.insert(device, SharedAddresses { device, addresses });
            }
        }
        write_shared(&told.into_values().collect::<Vec<_>>())
    }

    fn fresh(&self, device: &DeviceId, now: i64) -> impl Iterator<Item = &Seen> {
        self.devices.get(device).into_iter().flatten().filter(move |seen| age(seen, now) < KEPT_FOR)
    }
}

/// Reads the message of a member: see [`AddressBook::share`].
///
/// # Errors
/// When the bytes hold anything but at most [`MAX_SHARED_DEVICES`] devices with at most [`MAX_ADDRESSES`] each, in
/// ascending order.
pub fn read_shared(bytes: &[u8]) -> Result<Vec<SharedAddresses>, SharedError> {
    if bytes.len() > MAX_MESSAGE {
        return Err(SharedError::TooMany);
    }
    let mut reader = Reader::new(bytes);
    let mut told = Vec::new();
    for _ in 0..reader.count(MAX_SHARED_DEVICES)? {
        let device = reader.value()?;
        let mut addresses = Vec::new();
        for _ in 0..reader.count(MAX_ADDRESSES)? {
            addresses.push((reader.value()?, reader.value()?));
        }
        told.push(SharedAddresses { device, addresses });
    }
    reader.end()?;
    let sorted = told.is_sorted_by(|a, b| a.device < b.device)
        && told.iter().all(|one| one.addresses.is_sorted_by(|a, b| a.0 < b.0));
    if !sorted || write_shared(&told) != bytes {
        return Err(SharedError::NotCanonical);
    }
    Ok(told)
}

fn write_shared(told: &[SharedAddresses]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Row<'a>(&'a DeviceId, &'a [(SocketAddr, u64)]);
    let rows: Vec<_> = told.iter().map(|one| Row(&one.device, &one.addresses)).collect();
    palabre_domain::wire::to_bytes(&rows)
}

fn age(seen: &Seen, now: i64) -> u64 {
    u64::try_from(now.saturating_sub(seen.at)).unwrap_or(0)
}

/// Keeps the newest, within the shares of both witnesses.
fn trim(seen: &mut Vec<Seen>) {
    // Newest first; equal times in a fixed order, so that a book does not depend on the order of learning.
    seen.sort_by_key(|one| (std::cmp::Reverse(one.at), one.address));
    let first_hand = seen.iter().filter(|one| one.witness == Witness::FirstHand).count();
    let heard = seen.len() - first_hand;
    let heard = heard.min(MAX_HEARD.max(MAX_ADDRESSES.saturating_sub(first_hand)));
    let mut room = [MAX_ADDRESSES - heard, heard];
    seen.retain(|one| {
        let room = &mut room[usize::from(one.witness == Witness::Hearsay)];
        let kept = *room > 0;
        *room = room.saturating_sub(1);
        kept
    });
}
