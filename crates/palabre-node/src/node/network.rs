//! What a person chose for the network, and who is there.

use std::collections::BTreeMap;

use palabre_api::{ApiError, ask, row};
use palabre_domain::id::DeviceId;
use palabre_net::{InviteTicket, PeerAddress, RelayAddress};

use super::{Node, failed};
use crate::home::capital;
use crate::naming::by_name;
use crate::words::three_words;

/// How many invitations a laptop that waits for one keeps at a time.
const MAX_OFFERS: usize = 16;

fn offer_row(ticket: &InviteTicket) -> row::Offer {
    let invitation = ticket.invitation();
    row::Offer {
        community: invitation.community_name.clone(),
        inviter: invitation.inviter_name.clone(),
        words: three_words(&invitation.community.0),
        link: ticket.to_link(),
    }
}

impl Node {
    /// Keeps which relay is used; a loop that runs comes back to the network with it.
    pub(super) fn choose_relay(&mut self, ask: &ask::Relay) -> Result<row::Relay, ApiError> {
        // What cannot be read is replaced like anything else.
        let before = self.home.relay().ok();
        let relay = match &ask.url {
            Some(_) if ask.off => {
                return Err(ApiError::new(
                    "relay.both",
                    "This names a relay and does without one.",
                    "Say one of the two.",
                ));
            }
            Some(url) => {
                let relay = RelayAddress::parse(url).map_err(|error| {
                    ApiError::new(error.code(), capital(&error.to_string()), error.hint())
                })?;
                self.hold()?;
                self.home.keep_relay(Some(&relay))?;
                Some(relay)
            }
            None if ask.off => {
                self.hold()?;
                self.home.keep_relay(None)?;
                None
            }
            None => self.home.relay()?,
        };
        self.here.moves |= before.as_ref() != Some(&relay);
        Ok(row::Relay { url: relay.map(|relay| relay.to_string()) })
    }

    /// Returns the laptops of members of all communities here, but for this one.
    pub(crate) fn peers_of_all(&mut self) -> Result<Vec<DeviceId>, ApiError> {
        let me = self.me()?.device_id();
        let mut devices = Vec::new();
        for community in self.communities_that_open()? {
            let membership = self.replica_of(&community)?.membership().map_err(failed)?;
            devices.extend(membership.devices().keys().filter(|device| membership.is_peer(device)).copied());
        }
        devices.retain(|device| *device != me);
        devices.sort_unstable();
        devices.dedup();
        Ok(devices)
    }

    /// Keeps whether this laptop looks around by itself; a loop that runs obeys at once.
    pub(super) fn choose_near(&mut self, ask: &ask::Near) -> Result<(), ApiError> {
        if ask.on == ask.off {
            return match ask.on {
                true => Err(ApiError::new(
                    "near.both",
                    "This turns looking around on and off.",
                    "Say one of the two.",
                )),
                false => Ok(()),
            };
        }
        self.me()?;
        self.hold()?;
        self.home.keep_near(ask.on)?;
        self.here.looks = ask.on;
        if ask.off {
            self.here.near = None;
            self.here.newcomers.clear();
            self.here.offers.clear();
        }
        Ok(())
    }

    /// Returns whether a person chose that this laptop looks around by itself.
    pub(crate) fn near_chosen(&self) -> Result<bool, ApiError> {
        self.home.near()
    }

    pub(super) fn list_near(&mut self) -> Result<row::Near, ApiError> {
        let me = self.me()?.member_id();
        let always = self.here.looks || self.home.near().unwrap_or_default();
        let offers = self.here.offers.iter().map(|(_, ticket)| offer_row(ticket)).collect();
        let Some(seen) = self.here.near.clone() else {
            return Ok(row::Near { always, offers, ..row::Near::default() });
        };
        let linked = self.here.linked.clone();
        let mut near: BTreeMap<DeviceId, row::NearLaptop> = BTreeMap::new();
        for community in self.communities_that_open()? {
            let called = self.name_of_community(&community)?;
            let replica = self.replica_of(&community)?;
            let names = Self::names(replica)?;
            let membership = replica.membership().map_err(failed)?;
            for peer in seen.iter().filter(|peer| membership.is_peer(&peer.device)) {
                let Some(member) = membership.member_of(&peer.device) else { continue };
                let laptop = near.entry(peer.device).or_insert_with(|| row::NearLaptop {
                    name: names.of(&member),
                    device: peer.device.to_string(),
                    words: three_words(&peer.device.0),
                    addresses: peer.addresses.iter().map(ToString::to_string).collect(),
                    mine: member == me,
                    ..row::NearLaptop::default()
                });
                laptop.communities.push(called.clone());
                laptop.linked |= linked.contains(&(community, peer.device));
            }
        }
        let mut near: Vec<_> = near.into_values().collect();
        near.iter_mut().for_each(|laptop| laptop.communities.sort_by_key(|name| by_name(name)));
        near.sort_by(|a, b| (by_name(&a.name), &a.device).cmp(&(by_name(&b.name), &b.device)));
        let waits = self.waits_for_invitation()?;
        let waits = if waits { Some(three_words(&self.me()?.device_id().0)) } else { None };
        let mut newcomers: Vec<_> =
            self.here.newcomers.iter().map(|peer| self.newcomer_row(&peer.device)).collect();
        newcomers.sort_by(|a, b| a.words.cmp(&b.words));
        Ok(row::Near { looked: true, always, near, newcomers, waits, offers })
    }

    fn newcomer_row(&self, device: &DeviceId) -> row::NearNewcomer {
        row::NearNewcomer {
            device: device.to_string(),
            words: three_words(&device.0),
            invited: self.here.invited.contains(device),
        }
    }

    /// Returns whether this laptop is to be seen as one that waits to be invited: it looks around, and is in no community.
    pub(crate) fn waits_for_invitation(&self) -> Result<bool, ApiError> {
        Ok(self.here.looks && self.communities()?.is_empty())
    }

    /// Returns the laptop near that waits to be invited and is called so: by its three words, or its key.
    pub(super) fn newcomer_called(&self, named: &str) -> Result<PeerAddress, ApiError> {
        let words = named.to_lowercase().replace(['-', '·', ','], " ");
        let words: Vec<&str> = words.split_whitespace().collect();
        let is_meant = |peer: &&PeerAddress| {
            peer.device.to_string() == named.trim() || three_words(&peer.device.0) == words.join(" ")
        };
        let meant: Vec<_> = self.here.newcomers.iter().filter(is_meant).collect();
        match meant[..] {
            [peer] => Ok(peer.clone()),
            [] => Err(ApiError::new(
                "near.nobody",
                "No such laptop waits on this network to be invited.",
                "`palabre near` lists those that do, while Palabre looks around here: `palabre keep --near`. Or show a QR.",
            )),
            // Words can be made to be alike, with some work.
            _ => Err(ApiError::new(
                "near.several",
                "Several laptops that wait here have these words, which hardly happens by itself.",
                "Show a QR, or say the key of the one that is meant: `palabre me show` says it there.",
            )),
        }
    }

    /// Takes an invitation that another laptop hands over; returns whether it is kept. Nothing is joined by that, and no file
    /// is read: it is the word of somebody who may be a stranger, and whose ticket is proved when it is followed.
    pub(crate) fn take_offer(&mut self, from: DeviceId, text: &[u8]) -> Result<bool, ApiError> {
        let ticket = std::str::from_utf8(text).ok().and_then(|text| InviteTicket::parse(text).ok());
        let Some(ticket) = ticket.filter(|_| self.waits_for_invitation().unwrap_or_default()) else {
            return Ok(false);
        };
        if super::devices::invite_of(&ticket).is_err() {
            return Ok(false);
        }
        let offers = &mut self.here.offers;
        offers.retain(|(other, _)| *other != from);
        // Whoever is at the table can hand it over once more; whoever fills the list would have to go on and on.
        while offers.len() >= MAX_OFFERS {
            offers.remove(0);
        }
        offers.push((from, ticket));
        Ok(true)
    }

    /// Returns the relay that the person named.
    pub(crate) fn relay_named(&self) -> Result<Option<RelayAddress>, ApiError> {
        self.home.relay()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use palabre_api::Handler;

    use super::*;
    use crate::identity::Identity;
    use crate::node::bundles::{take_bundle, whole_bundle};

    fn person(name: &str, seed: u8) -> Node {
        let identity = Identity::new(name.to_owned(), [seed; 32], [seed + 100; 32]);
        Node::in_memory(Some(identity), Arc::new(|| 1_800_000_000_000), u64::from(seed))
    }

    fn bring(from: &mut Node, to: &mut Node) {
        let (bundle, ..) = whole_bundle(from.replica().unwrap(), 0).unwrap();
        take_bundle(to.replica().unwrap(), &bundle).unwrap();
        let author = to.author().unwrap();
        crate::duty::all(to.replica().unwrap(), &author).unwrap();
    }

    #[test]
    fn looking_around_is_off_until_a_person_says_so_and_stays_as_they_said() {
        let folder = tempfile::tempdir().unwrap();
        let clock: crate::node::Clock = Arc::new(|| 1_800_000_000_000);
        let open = || Node::open(crate::NodeOptions::new(folder.path().to_owned(), clock.clone())).unwrap();
        let ask =
            |node: &mut Node, on: bool, off: bool| node.near(ask::Near { on, off, ..Default::default() });
        let mut node = open();
        assert_eq!(ask(&mut node, true, false).unwrap_err().code, "me.nobody");
        node.me_new(ask::MeNew { name: "Ana".into() }).unwrap();
        assert!(!ask(&mut node, false, false).unwrap().always);
        assert_eq!(ask(&mut node, true, true).unwrap_err().code, "near.both");
        node.relay(ask::Relay { url: Some("https://relay.example.org".into()), off: false }).unwrap();
        assert!(ask(&mut node, true, false).unwrap().always);
        assert!(node.here.looks, "a loop that runs obeys at once");
        drop(node);
        let mut node = open();
        assert!(ask(&mut node, false, false).unwrap().always);
        // The one choice leaves the other alone.
        assert!(node.relay(ask::Relay { url: None, off: false }).unwrap().url.is_some());
        node.relay(ask::Relay { url: None, off: true }).unwrap();
        assert!(node.near_chosen().unwrap());
        let off = ask(&mut node, false, true).unwrap();
        assert_eq!((off.always, off.looked, node.here.looks), (false, false, false));
    }

    #[test]
    fn an_invitation_from_somebody_near_waits_until_a_person_looks_at_it() {
        let (mut ana, mut ben) = (person("Ana", 1), person("Ben", 2));
        ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
        let ben_is = ben.me().unwrap().device_id();
        let ana_is = ana.me().unwrap().device_id();
        let words = three_words(&ben_is.0);
        let invite = |ana: &mut Node, near: &str| {
            ana.invite(ask::Invite { uses: 1, days: 1, near: Some(near.into()), ..Default::default() })
        };
        let written = ana.status(ask::Status {}).unwrap().entries;
        assert_eq!(invite(&mut ana, &words).unwrap_err().code, "near.nobody");
        assert_eq!(ana.status(ask::Status {}).unwrap().entries, written, "nothing was written for nobody");
        // Ana sees a laptop that waits; by which of its names she calls it is the same.
        let peer = PeerAddress { device: ben_is, addresses: vec!["192.168.1.34:7252".parse().unwrap()] };
        ana.here.near = Some(Vec::new());
        ana.here.newcomers = vec![peer.clone()];
        let [seen] = &ana.near(ask::Near::default()).unwrap().newcomers[..] else { panic!() };
        assert_eq!((&seen.words, seen.invited), (&words, false));
        for named in [words.clone(), words.to_uppercase().replace(' ', "-"), ben_is.to_string()] {
            let link = invite(&mut ana, &named).unwrap().link;
            assert_eq!(std::mem::take(&mut ana.here.to_offer), [(peer.clone(), link)], "{named}");
        }
        let link = invite(&mut ana, &words).unwrap().link;
        ana.here.newcomers.push(peer.clone());
        assert_eq!(invite(&mut ana, &words).unwrap_err().code, "near.several");

        // Ben takes one only while he waits for one.
        assert!(!ben.take_offer(ana_is, link.as_bytes()).unwrap());
        ben.here.looks = true;
        ben.here.near = Some(Vec::new());
        assert_eq!(ben.near(ask::Near::default()).unwrap().waits, Some(words));
        assert!(ben.take_offer(ana_is, link.as_bytes()).unwrap());
        let offers = ben.near(ask::Near::default()).unwrap().offers;
        let [offer] = &offers[..] else { panic!("{offers:?}") };
        assert_eq!((offer.community.as_str(), offer.inviter.as_str()), ("Le Fournil", "Ana"));
        assert!(ben.communities().unwrap().is_empty(), "nothing is joined by itself");
        ben.join(ask::Join { ticket: offer.link.clone() }).unwrap();
        assert!(!ben.take_offer(ana_is, link.as_bytes()).unwrap(), "he waits no more");
    }

    #[test]
    fn what_strangers_hand_over_is_no_file_and_not_more_than_fits() {
        let mut ben = person("Ben", 2);
        ben.here.looks = true;
        let founder = |seed: u8| {
            let mut node = person("Ana", seed);
            node.found(ask::Found { name: format!("House {seed}"), cause: "Together.".into() }).unwrap();
            let link = node.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
            (node.me().unwrap().device_id(), link)
        };
        let file = tempfile::NamedTempFile::new().unwrap();
        let (from, link) = founder(10);
        std::fs::write(file.path(), &link).unwrap();
        let path = file.path().display().to_string();
        for nothing in ["", "palabre://join?ticket=", path.as_str(), &link[..link.len() - 9]] {
            assert!(!ben.take_offer(from, nothing.as_bytes()).unwrap(), "{nothing:?}");
        }
        assert!(!ben.take_offer(from, &[0xff; 60_000]).unwrap());
        assert!(ben.take_offer(from, link.as_bytes()).unwrap());
        // Whoever came may come again; two members of one community may both invite.
        assert!(ben.take_offer(from, link.as_bytes()).unwrap());
        assert_eq!(ben.here.offers.len(), 1);
        assert!(ben.take_offer(DeviceId([9; 32]), link.as_bytes()).unwrap());
        for seed in 11..40 {
            let (from, link) = founder(seed);
            assert!(ben.take_offer(from, link.as_bytes()).unwrap());
        }
        assert_eq!(ben.here.offers.len(), MAX_OFFERS);
        assert_eq!(ben.here.offers.last().unwrap().1.invitation().community_name, "House 39");
        ben.near(ask::Near { off: true, ..Default::default() }).unwrap();
        assert!(ben.here.offers.is_empty(), "looking no more, he forgets them");
    }

    #[test]
    fn members_that_were_seen_are_shown_and_strangers_are_not() {
        let (mut ana, mut ben, eve) = (person("Ana", 1), person("Ben", 2), person("Eve", 3));
        ana.found(ask::Found { name: "Le Fournil".into(), cause: "Together.".into() }).unwrap();
        let link = ana.invite(ask::Invite { uses: 1, days: 1, ..Default::default() }).unwrap().link;
        ben.join(ask::Join { ticket: link }).unwrap();
        bring(&mut ben, &mut ana);
        assert_eq!(ana.near(ask::Near::default()).unwrap(), row::Near::default());

        let ben_is = ben.me().unwrap().device_id();
        let seen = |device| PeerAddress { device, addresses: vec!["192.168.1.34:7252".parse().unwrap()] };
        ana.here.near = Some(vec![seen(ben_is), seen(eve.me().unwrap().device_id())]);
        let near = ana.near(ask::Near::default()).unwrap();
        let words = three_words(&ben_is.0);
        assert_eq!(ben.me_show(ask::MeShow {}).unwrap().words, words);
        let [laptop] = &near.near[..] else { panic!("{near:?}") };
        assert_eq!((laptop.name.as_str(), &laptop.words, laptop.linked), ("Ben", &words, false));
        assert_eq!(
            (&laptop.addresses[..], &laptop.communities[..]),
            (&["192.168.1.34:7252".to_owned()][..], &["Le Fournil".to_owned()][..])
        );
        let community = ana.communities().unwrap()[0];
        ana.here.linked.insert((community, ben_is));
        assert!(ana.near(ask::Near::default()).unwrap().near[0].linked);
        assert_eq!(ana.peers_of_all().unwrap(), [ben_is]);
    }
}
