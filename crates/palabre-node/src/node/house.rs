//! How the house computer is, and where it is met.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use palabre_api::{ApiError, ask, row};
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::verdict::Verdict;
use palabre_net::{AddressError, PeerAddress};

use super::keeping::quota;
use super::people::draw_qr;
use super::{Node, failed};
use crate::home::capital;
use crate::naming::by_name;
use crate::words::three_words;

impl Node {
    pub(super) fn show_house(&mut self, ask: &ask::House) -> Result<row::House, ApiError> {
        let me = self.me()?;
        let (name, device) = (me.name.clone(), me.device_id());
        let (mut communities, mut addresses) = (Vec::new(), Vec::new());
        for id in self.communities_that_open()? {
            communities.push(self.house_community(&id, &device)?);
            if addresses.is_empty() {
                addresses = self.own_addresses(&id, &device)?;
            }
        }
        communities.sort_by(|a, b| (by_name(&a.name), &a.id).cmp(&(by_name(&b.name), &b.id)));
        let link =
            (!addresses.is_empty()).then(|| PeerAddress { device, addresses: addresses.clone() }.to_link());
        let qr = link.as_deref().filter(|_| ask.qr).map(draw_qr).transpose()?;
        let linked: BTreeSet<DeviceId> = self.here.linked.iter().map(|(_, device)| *device).collect();
        Ok(row::House {
            name,
            device: device.to_string(),
            words: three_words(&device.0),
            since: self.here.since,
            addresses: addresses.iter().map(ToString::to_string).collect(),
            link,
            qr,
            linked: linked.len() as u32,
            last_met: communities.iter().filter_map(|community| community.last_met).max(),
            received: self.here.received,
            sent: self.here.sent,
            communities,
            backup: self.here.nightly.as_ref().map(|nightly| row::HouseBackup {
                folder: nightly.folder.display().to_string(),
                last: nightly.newest(),
                sealed: nightly.passphrase.is_some(),
            }),
        })
    }

    fn house_community(&mut self, id: &CommunityId, me: &DeviceId) -> Result<row::HouseCommunity, ApiError> {
        let community = self.community_row(id)?;
        let bytes = self.home.size_of(id);
        let linked = self.here.linked.iter().filter(|(about, _)| about == id).count() as u32;
        let replica = self.replica_of(id)?;
        let quota = quota(replica, me)?;
        let membership = replica.membership().map_err(failed)?;
        let devices = membership.devices().keys().filter(|device| membership.is_peer(device)).count() as u32;
        let store = replica.store();
        let verdicts = store.count_verdicts().map_err(failed)?;
        let waits = |verdict: &Verdict| matches!(verdict, Verdict::Pending(_));
        Ok(row::HouseCommunity {
            id: community.id,
            name: community.name,
            standing: community.standing,
            entries: store.count_entries().map_err(failed)?,
            pending: verdicts.iter().filter(|(verdict, _)| waits(verdict)).map(|(_, entries)| *entries).sum(),
            members: community.members,
            devices,
            linked,
            last_met: store.peers().map_err(failed)?.iter().filter_map(|peer| peer.met).max(),
            files: store.held_files().map_err(failed)?.len() as u32,
            bytes,
            quota,
        })
    }

    /// Returns where this laptop can be met, or could be last.
    fn own_addresses(&mut self, id: &CommunityId, me: &DeviceId) -> Result<Vec<SocketAddr>, ApiError> {
        let known = crate::live::known_addresses(self.replica_of(id)?, me)?;
        Ok(known.into_iter().find(|peer| peer.device == *me).map(|peer| peer.addresses).unwrap_or_default())
    }

    pub(super) fn note_where(&mut self, ask: &ask::Meet) -> Result<row::Met, ApiError> {
        let at = |error: AddressError| ApiError::new(error.code(), capital(&error.to_string()), error.hint());
        let peer = PeerAddress::parse(&ask.at, None).map_err(at)?;
        let me = self.me()?.device_id();
        if peer.device == me {
            return Err(ApiError::new(
                "meet.myself",
                "That laptop is this one.",
                "Use the link on another laptop.",
            ));
        }
        self.hold()?;
        let now = self.now();
        let (mut known, mut name) = (false, None);
        for id in self.communities_that_open()? {
            let replica = self.replica_of(&id)?;
            let names = Self::names(replica)?;
            let membership = replica.membership().map_err(failed)?;
            // Before the founding is here, nobody can say who is a member.
            if membership.charter().is_none() || membership.is_peer(&peer.device) {
                known = true;
                name = name.or(membership.member_of(&peer.device).map(|member| names.of(&member)));
                crate::live::remember(replica, std::slice::from_ref(&peer), now)?;
            }
        }
        if !known {
            return Err(ApiError::new(
                "meet.stranger",
                "That laptop is in none of your communities, as far as is known here.",
                "Join by an invite first. If you have, let somebody whom you know be met first.",
            ));
        }
        self.here.calls = true;
        Ok(row::Met {
            name,
            device: peer.device.to_string(),
            addresses: peer.addresses.iter().map(ToString::to_string).collect(),
        })
    }
}
