//! Communities on which nothing happens: their files are closed, and whom to call there is all that is kept of them.
//!
//! Whatever needs such a community opens it by asking for it; it is put to rest again when its duties are looked after,
//! nobody is linked about it, and nobody has asked this laptop anything for a while. So only what is done for all communities
//! again and again goes by the roster.

use std::sync::Arc;
use std::time::Duration;

use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_net::PeerAddress;
use tokio::time::Instant;

use super::Meeting;
use crate::home::store_error;
use crate::live::addresses;
use crate::replica::Replica;

/// How long a community is left alone before its duties are looked after: the clock alone makes some due. As long nothing is
/// put to rest after somebody asked something.
const LEFT_ALONE: Duration = Duration::from_secs(600);

/// Whom this laptop speaks with in a community.
pub(in crate::live) struct Roster {
    /// Whether this laptop is a member's or a guest's there.
    is_inside: bool,
    /// The devices that it speaks with, sorted.
    pub speaks_with: Vec<DeviceId>,
    /// Those whose address is known. Before the founding is here, all that an invite named: nobody else is known.
    pub reachable: Vec<PeerAddress>,
}

impl Roster {
    fn of(replica: &mut Replica, me: &DeviceId, now: i64) -> Result<Self, ApiError> {
        replica.mind_suspensions(now).map_err(store_error)?;
        let membership = replica.membership().map_err(store_error)?;
        let (is_inside, anybody) = (membership.is_peer(me), membership.charter().is_none());
        let others = membership.devices().keys().filter(|device| *device != me).copied();
        let mut speaks_with = Vec::new();
        for device in others.collect::<Vec<_>>() {
            if replica.speaks_with(&device).map_err(store_error)? {
                speaks_with.push(device);
            }
        }
        speaks_with.sort_unstable();
        let book = addresses::book(replica)?;
        let mut devices: Vec<DeviceId> = book.rows().map(|(device, ..)| device).collect();
        devices.dedup();
        let mut reachable = Vec::new();
        for device in devices {
            let addresses = book.addresses(&device, now);
            let is_meant = device != *me && (anybody || speaks_with.binary_search(&device).is_ok());
            if is_meant && !addresses.is_empty() {
                reachable.push(PeerAddress { device, addresses });
            }
        }
        speaks_with.shrink_to_fit();
        reachable.shrink_to_fit();
        Ok(Self { is_inside, speaks_with, reachable })
    }

    /// Returns true for a device on it.
    pub fn speaks_with(&self, device: &DeviceId) -> bool {
        self.speaks_with.binary_search(device).is_ok()
    }
}

/// A community that was put to rest.
pub(super) struct Resting {
    roster: Arc<Roster>,
    /// Until when its duties are not looked after.
    until: Instant,
}

impl<F: FnMut(crate::live::LiveEvent) + Send> Meeting<'_, F> {
    /// Returns whom this laptop speaks with in a community, without opening one that is at rest.
    pub(in crate::live) fn roster(&mut self, community: &CommunityId) -> Result<Arc<Roster>, ApiError> {
        if let Some(resting) = self.at_rest(community) {
            return Ok(resting.roster.clone());
        }
        let now = self.node.now();
        Roster::of(self.node.replica_of(community)?, &self.me, now).map(Arc::new)
    }

    /// Returns what is kept of a community whose file is closed.
    pub(super) fn at_rest(&self, community: &CommunityId) -> Option<&Resting> {
        self.resting.get(community).filter(|_| !self.node.is_open(community))
    }

    /// Returns true where a community is at rest, and this laptop may call this one about it.
    pub(super) fn is_on_roster(&self, community: &CommunityId, device: &DeviceId) -> bool {
        self.at_rest(community).is_some_and(|resting| resting.roster.speaks_with(device))
    }

    /// Returns true as long as the duties of a community at rest are not looked after.
    pub(super) fn is_left_alone(&self, community: &CommunityId) -> bool {
        self.at_rest(community).is_some_and(|resting| Instant::now() < resting.until)
    }

    /// Puts a community to rest that nobody uses: whoever is linked about it, is still joining it or has just asked something
    /// does. What is taken slowly there is remembered only while it is open.
    pub(super) fn put_to_rest(&mut self, community: &CommunityId) -> Result<(), ApiError> {
        let is_linked = self.links.values().any(|link| link.community == *community);
        if is_linked || self.asked.is_some_and(|asked| asked.elapsed() < LEFT_ALONE) {
            return Ok(());
        }
        let roster = self.roster(community)?;
        let is_busy = !roster.is_inside
            || self.node.claim(community)?.is_some()
            || self.node.replica_of(community)?.takes_slowly();
        if !is_busy && self.node.close(community) {
            let until = Instant::now() + LEFT_ALONE;
            self.resting.insert(*community, Resting { roster, until });
            self.questions.remove(community);
            return Ok(());
        }
        self.node.replica_of(community)?.rest().map_err(store_error)
    }
}
