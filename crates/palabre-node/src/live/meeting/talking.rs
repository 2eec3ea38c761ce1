//! What is said over a link, from its first frame to its last.

use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Fault, Session};
use palabre_net::book::read_shared;
use palabre_net::{Link, Witness};
use tokio::sync::mpsc;

use super::super::wires::{self};
use super::super::{LiveEvent, addresses};
use super::{Meeting, OpenLink, SIGNATURES};
use crate::home::{capital, store_error};
use crate::node::{Node, write_error};
use crate::preview;
use crate::replica::Bounded;

impl<F: FnMut(LiveEvent) + Send> Meeting<'_, F> {
    pub(super) fn open(
        &mut self,
        community: CommunityId,
        link: Link,
        dialler: bool,
    ) -> Result<u64, ApiError> {
        let peer = link.peer();
        let now = self.node.now();
        let replica = self.node.replica_of(&community)?;
        replica.mind_suspensions(now).map_err(store_error)?;
        if let Some(address) = link.remote_address() {
            let mut book = addresses::book(replica)?;
            book.learn(peer, &[address], Witness::FirstHand, now);
            addresses::keep(replica, &book, &[peer])?;
        }
        let session = Session::open(self.me, peer, community, dialler, replica);
        let (frames, waiting) = mpsc::channel(2);
        let id = self.next_link;
        self.next_link += 1;
        let (sender, receiver) = link.split();
        tokio::spawn(wires::read(id, receiver, self.rates.clone(), self.tell.clone()));
        tokio::spawn(wires::write(id, sender, waiting, self.tell.clone()));
        let open = OpenLink {
            peer,
            community,
            session,
            frames,
            met: false,
            expected: 0,
            received: 0,
            shown: 0,
            signed_up_to: 0,
        };
        self.links.insert(id, open);
        Ok(id)
    }

    pub(super) fn frame(&mut self, id: u64, frame: &[u8]) -> Result<(), ApiError> {
        let Some(link) = self.links.get_mut(&id) else {
            return Ok(());
        };
        self.node.here.received += frame.len() as u64;
        let replica = self.node.replica_of(&link.community)?;
        match link.session.receive(frame, replica) {
            Ok(acts) => {
                for act in acts {
                    self.act(id, act)?;
                }
            }
            Err(fault) => self.fault(id, &fault)?,
        }
        self.pump(id)
    }

    fn act(&mut self, id: u64, act: Act) -> Result<(), ApiError> {
        match act {
            Act::Take(runs) => self.take(id, &runs),
            Act::InSync => self.in_sync(id),
            Act::Expect(entries) => {
                if let Some(link) = self.links.get_mut(&id) {
                    link.expected += entries;
                }
                Ok(())
            }
            Act::Addresses(bytes) => self.hear_addresses(id, &bytes),
            Act::Signatures(signatures) => {
                let Some(link) = self.links.get(&id) else { return Ok(()) };
                let replica = self.node.replica_of(&link.community)?;
                replica.take_signatures(&signatures).map_err(store_error)?;
                self.ask_for_signatures(id)
            }
            Act::WantsPreview => self.give_preview(id),
            Act::Preview(bytes) => self.hear_preview(id, &bytes),
            Act::Hinted(devices) => {
                let Some(link) = self.links.get(&id) else { return Ok(()) };
                self.questions.entry(link.community).or_default().told(id, devices);
                self.ask_for_hinted()
            }
            // Nothing here asks for things of the moment yet; whoever does, reads them here.
            Act::Ephemeral(_) => Ok(()),
        }
    }

    pub(super) fn take(&mut self, id: u64, runs: &[Run]) -> Result<(), ApiError> {
        let Some(link) = self.links.get_mut(&id) else {
            return Ok(());
        };
        let (community, peer) = (link.community, link.peer);
        let author = self.node.author()?;
        let replica = self.node.replica_of(&community)?;
        let before = replica.is_rolled_back().map_err(store_error)?;
        let Bounded { took, left } = replica.take_bounded(runs, author.now).map_err(store_error)?;
        let own = left.contains(&peer);
        let noticed = !before && replica.is_rolled_back().map_err(store_error)?;
        let acts = link.session.committed(replica);
        link.received += took.new.len() as u64;
        self.report.received += took.new.len() as u64;
        // Nobody says how many come to whoever calls and is not new.
        let expected = if link.expected == 0 { 0 } else { link.expected.max(link.received) };
        let progress = (link.received, expected);
        let show = link.received - link.shown >= 1_000;
        if show {
            link.shown = link.received;
        }
        if noticed {
            self.problem(write_error(crate::replica::WriteError::RolledBack));
        }
        if own {
            // Whoever passes on what others wrote is not to blame.
            self.part(id);
            self.leave_alone(peer);
            let message = "Another laptop writes more than one device may write here.";
            let hint = "Of what goes beyond, this laptop takes about a megabyte a day; nothing of it has effect. A \
                        keyholder can suspend it: `palabre device suspend`.";
            self.problem(ApiError::new("peer.quota", message, hint));
        }
        if took.refused > 0 {
            self.part(id);
            let alone = self.turn_away(peer);
            let hint = format!("What it sent was not kept. {alone}");
            let message = "Another laptop sent entries that nobody signed.";
            self.problem(ApiError::new("peer.signature", message, hint));
        }
        if show {
            self.say(LiveEvent::Progress { received: progress.0, expected: progress.1 });
        }
        let did = crate::duty::after(self.node.replica_of(&community)?, &author, &took.new)?;
        self.spread(community, Some(id), did)?;
        for act in acts {
            self.act(id, act)?;
        }
        Ok(())
    }

    fn in_sync(&mut self, id: u64) -> Result<(), ApiError> {
        let Some(link) = self.links.get_mut(&id) else {
            return Ok(());
        };
        let first = !std::mem::replace(&mut link.met, true);
        let (community, peer) = (link.community, link.peer);
        let now = self.node.now();
        self.node.drop_preview(&community)?;
        self.doubting.remove(&(community, peer));
        if self.node.claim(&community)?.is_some() {
            self.node.settle_claim(&community, true)?;
            self.spread(community, None, vec!["This laptop is yours now, here too.".to_owned()])?;
        }
        let replica = self.node.replica_of(&community)?;
        let row = replica.store().last_row().map_err(store_error)?;
        let peers = replica.store().peers().map_err(store_error)?;
        let before = peers.iter().find(|known| known.device == peer).and_then(|known| known.row).unwrap_or(0);
        replica.store().set_met(&peer, now, row).map_err(store_error)?;
        if replica.store().has_written(&self.me, before, row).map_err(store_error)? {
            // My words are on one more laptop, which their pages say.
            self.say(LiveEvent::Changed { community: community.to_string() });
        }
        let replica = self.node.replica_of(&community)?;
        if first {
            let names = Node::names(replica)?;
            let membership = replica.membership().map_err(store_error)?;
            let name = membership.member_of(&peer).map_or_else(|| peer.short(4), |member| names.of(&member));
            let devices: Vec<DeviceId> =
                membership.devices().keys().filter(|device| membership.is_peer(device)).copied().collect();
            let mut book = addresses::book(replica)?;
            book.learn(self.me, &self.net.local_addresses(), Witness::FirstHand, now);
            let told = book.share(devices, now);
            if let Some(link) = self.links.get_mut(&id) {
                link.session.addresses(told);
            }
            self.ask_for_signatures(id)?;
            self.met.insert(peer, name.clone());
            let (device, community) = (peer.to_string(), community.to_string());
            self.say(LiveEvent::Met { name, device, community });
        }
        self.fetch_next()
    }

    /// Asks a peer that holds the same for the next signatures that did not travel with their entries.
    fn ask_for_signatures(&mut self, id: u64) -> Result<(), ApiError> {
        let Some(link) = self.links.get_mut(&id) else { return Ok(()) };
        let replica = self.node.replica_of(&link.community)?;
        if let Some((stretches, last)) =
            replica.unsigned(link.signed_up_to, SIGNATURES).map_err(store_error)?
        {
            link.signed_up_to = last;
            link.session.want_signatures(stretches);
        }
        Ok(())
    }

    fn hear_addresses(&mut self, id: u64, bytes: &[u8]) -> Result<(), ApiError> {
        let Some(link) = self.links.get(&id) else {
            return Ok(());
        };
        let Ok(told) = read_shared(bytes) else {
            return Ok(());
        };
        let (community, peer) = (link.community, link.peer);
        let now = self.node.now();
        let me = self.me;
        let replica = self.node.replica_of(&community)?;
        let mut book = addresses::book(replica)?;
        let membership = replica.membership().map_err(store_error)?;
        let wanted = |device: &DeviceId| *device != me && membership.is_peer(device);
        let before = book.addresses(&peer, now);
        book.hear(&peer, &told, wanted, now);
        if book.addresses(&peer, now).iter().any(|address| !before.contains(address)) {
            self.moved.insert((community, peer));
        }
        let devices: Vec<DeviceId> = told.iter().map(|told| told.device).filter(wanted).collect();
        addresses::keep(replica, &book, &devices)
    }

    /// Says what waits here to somebody who has just joined.
    fn give_preview(&mut self, id: u64) -> Result<(), ApiError> {
        let now = self.node.now();
        let Some(link) = self.links.get_mut(&id) else { return Ok(()) };
        let replica = self.node.replica_of(&link.community)?;
        if let Some(bytes) = preview::make(replica, now).map_err(store_error)? {
            link.session.preview(bytes);
        }
        Ok(())
    }

    fn hear_preview(&mut self, id: u64, bytes: &[u8]) -> Result<(), ApiError> {
        let Some(link) = self.links.get_mut(&id) else { return Ok(()) };
        let Ok(preview) = preview::read(bytes) else {
            return self.fault(id, &Fault::Malformed);
        };
        // Whoever says too much is found out when all has come; until then it is the best that is known.
        link.expected = link.expected.max(preview.entries);
        let community = link.community;
        if self.node.keep_preview(&community, &preview)? {
            self.say(LiveEvent::Preview { community: community.to_string(), preview });
        }
        Ok(())
    }

    /// Ends a conversation with somebody whose words make no sense.
    fn fault(&mut self, id: u64, fault: &Fault) -> Result<(), ApiError> {
        let Some(link) = self.part(id) else { return Ok(()) };
        self.failed.insert((link.community, link.peer));
        let alone = self.turn_away(link.peer);
        let hint = format!("{alone} If it goes on, update Palabre on both laptops.");
        self.problem(ApiError::new("peer.fault", capital(&fault.to_string()), hint));
        Ok(())
    }

    /// Gives a link what it has to send, as long as there is room.
    pub(super) fn pump(&mut self, id: u64) -> Result<(), ApiError> {
        let Some(link) = self.links.get_mut(&id) else {
            return Ok(());
        };
        let replica = self.node.replica_of(&link.community)?;
        let mut sent = 0;
        while let Ok(place) = link.frames.try_reserve() {
            let Some(frame) = link.session.next_frame(replica) else {
                break;
            };
            sent += frame.len() as u64;
            place.send(frame);
            self.report.sent += 1;
        }
        self.node.here.sent += sent;
        if !link.met && link.session.is_in_sync() {
            self.in_sync(id)?;
            return self.pump(id);
        }
        Ok(())
    }
}
