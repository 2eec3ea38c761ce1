//! What the loop knows of its links, and what it does when something reaches it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use palabre_api::ApiError;
use palabre_domain::id::{CommunityId, DeviceId};
use palabre_feeds::entry::sign;
use palabre_feeds::rate::Offences;
use palabre_feeds::session::Session;
use palabre_feeds::spread::Questions;
use palabre_net::addresses::MAX_ADDRESSES;
use palabre_net::{Alpn, CloseReason, Link, LinkError, Net, PeerAddress, Witness};
use tokio::sync::mpsc;
use tokio::time::Instant;

mod introductions;
mod offers;
mod resting;
mod spreading;
mod talking;

use self::introductions::introduction;
use self::resting::Resting;
use super::Asked;
use super::addresses;
use super::files::Errands;
use super::rates::Rates;
use super::wires::{self, Event};
use super::{LiveEvent, LiveReport, Saved};
use crate::home::{capital, store_error};
use crate::naming::by_name;
use crate::node::Node;
use crate::node::devices::claim_bytes;

/// How many laptops this one is linked with at a time because it called them.
const LINKS: usize = 8;
/// How many signatures are asked for at a time.
const SIGNATURES: usize = 1_024;
/// How long after it failed everything is tried to be saved again, in milliseconds.
const SAVE_AGAIN: i64 = 60 * 60 * 1000;
struct OpenLink {
    peer: DeviceId,
    community: CommunityId,
    session: Session,
    frames: mpsc::Sender<Vec<u8>>,
    met: bool,
    expected: u64,
    received: u64,
    shown: u64,
    signed_up_to: u64,
}

/// Whom somebody asked to meet, about which community.
pub(super) type Wanted = (CommunityId, DeviceId);

pub(super) struct Meeting<'a, F> {
    pub(super) node: &'a mut Node,
    pub(super) net: Net,
    pub(super) tell: mpsc::Sender<Event>,
    on_event: F,
    me: DeviceId,
    links: HashMap<u64, OpenLink>,
    next_link: u64,
    /// What others said they have, in each community.
    questions: HashMap<CommunityId, Questions>,
    began: Instant,
    /// Calls that have not been answered yet.
    calling: BTreeSet<Wanted>,
    /// Calls that came to nothing, since the last round of calls.
    failed: BTreeSet<Wanted>,
    /// In which round of calls each was called last, so that nobody is left out for good.
    called: BTreeMap<Wanted, u64>,
    round: u64,
    /// Who sent bad bytes, and until when they are left alone.
    cold: BTreeMap<DeviceId, Offences>,
    pub(super) rates: Rates,
    pub(super) errands: Errands,
    met: BTreeMap<DeviceId, String>,
    looking: bool,
    /// What is known of communities whose files were closed; it is out of date for those that were opened since.
    resting: BTreeMap<CommunityId, Resting>,
    /// When somebody asked something last.
    pub(super) asked: Option<Instant>,
    /// Where this laptop listens, as the files of all communities say it.
    listens: String,
    report: LiveReport,
    /// Whether everything is being saved.
    saving: bool,
    /// When that is tried again after it failed.
    save_again: i64,
    /// Who has moved, until the others are told.
    moved: BTreeSet<Wanted>,
    /// Devices that a member has claimed, until their certificates come.
    claims: BTreeSet<Wanted>,
    /// Who refused this laptop, and may only not know yet that it is a member's: it introduces itself.
    doubting: BTreeSet<Wanted>,
}

impl<'a, F: FnMut(LiveEvent) + Send> Meeting<'a, F> {
    pub fn new(
        node: &'a mut Node,
        net: Net,
        rates: Rates,
        errands: Errands,
        tell: mpsc::Sender<Event>,
        on_event: F,
    ) -> Self {
        let me = net.device();
        Self {
            node,
            net,
            tell,
            on_event,
            me,
            links: HashMap::new(),
            next_link: 0,
            questions: HashMap::new(),
            began: Instant::now(),
            calling: BTreeSet::new(),
            failed: BTreeSet::new(),
            called: BTreeMap::new(),
            round: 0,
            cold: BTreeMap::new(),
            rates,
            errands,
            met: BTreeMap::new(),
            looking: false,
            resting: BTreeMap::new(),
            asked: None,
            listens: String::new(),
            report: LiveReport::default(),
            saving: false,
            save_again: i64::MIN,
            moved: BTreeSet::new(),
            claims: BTreeSet::new(),
            doubting: BTreeSet::new(),
        }
    }

    pub(super) fn say(&mut self, event: LiveEvent) {
        (self.on_event)(event);
    }

    pub(super) fn problem(&mut self, error: ApiError) {
        let ApiError { code, message, hint } = error;
        self.say(LiveEvent::Problem { code, message, hint });
    }

    /// Says why communities do not open; the others meet all the same.
    pub fn say_what_is_shut(&mut self) {
        for error in self.node.why_shut().cloned().collect::<Vec<_>>() {
            self.problem(error);
        }
    }

    /// Says where this laptop can be met, when that is new.
    pub fn listen_here(&mut self) -> Result<(), ApiError> {
        let addresses: Vec<String> = self
            .net
            .local_addresses()
            .into_iter()
            .map(|address| PeerAddress { device: self.me, addresses: vec![address] }.to_string())
            .collect();
        let text = addresses.join("\n");
        let mut new = self.next_link == 0 && self.calling.is_empty();
        let moved = text != self.listens;
        for community in self.node.communities_that_open()? {
            if !moved && self.at_rest(&community).is_some() {
                continue;
            }
            let was_told = self.node.glance(&community, |replica| {
                let said = replica.store().setting("addresses").map_err(store_error)?;
                if said.as_deref() == Some(text.as_bytes()) {
                    return Ok(true);
                }
                replica.store().set_setting("addresses", text.as_bytes()).map_err(store_error)?;
                Ok(false)
            })?;
            if !was_told {
                self.moved.insert((community, self.me));
                new = true;
            }
        }
        self.listens = text;
        if new {
            let here = PeerAddress {
                device: self.me,
                addresses: self.net.local_addresses().into_iter().take(MAX_ADDRESSES).collect(),
            };
            let link = if here.addresses.is_empty() { String::new() } else { here.to_link() };
            self.say(LiveEvent::Listening { device: self.me.to_string(), addresses, link });
        }
        Ok(())
    }

    /// Tells those who are linked where others are now that have moved, so that nobody loses sight of them: this laptop
    /// itself, and those who told it so themselves.
    pub fn tell_who_moved(&mut self) -> Result<(), ApiError> {
        let now = self.node.now();
        for (community, device) in std::mem::take(&mut self.moved) {
            if self.at_rest(&community).is_some() {
                continue;
            }
            let mut book = addresses::book(self.node.replica_of(&community)?)?;
            if device == self.me {
                book.learn(device, &self.net.local_addresses(), Witness::FirstHand, now);
            }
            let told = book.share([device], now);
            let mut ids = Vec::new();
            for (id, link) in &mut self.links {
                if link.community == community && link.met && link.peer != device {
                    link.session.addresses(told.clone());
                    ids.push(*id);
                }
            }
            for id in ids {
                self.pump(id)?;
            }
        }
        Ok(())
    }

    /// Has everything saved in the background, once it is time for that.
    pub fn save_if_due(&mut self) {
        let Some(nightly) = self.node.here.nightly.clone() else { return };
        let now = self.node.now();
        if self.saving || now < self.save_again || !nightly.is_due(now) {
            return;
        }
        let Some(mut reader) = self.node.beside() else { return };
        self.saving = true;
        let tell = self.tell.clone();
        tokio::task::spawn_blocking(move || {
            // The loop may have ended meanwhile: what was saved is there all the same.
            let _ = tell.blocking_send(Event::Saved(nightly.save(&mut reader)));
        });
    }

    fn saved(&mut self, saved: Result<Saved, ApiError>) {
        self.saving = false;
        match saved {
            Ok(Saved { place, bytes, lacks }) => {
                self.say(LiveEvent::Saved { place: place.display().to_string(), bytes });
                if let Some(error) = lacks {
                    let message = format!("Tonight's backup lacks a community. {}", error.message);
                    self.problem(ApiError::new("backup.lacks", message, error.hint));
                }
            }
            Err(error) => {
                self.save_again = self.node.now().saturating_add(SAVE_AGAIN);
                let message = format!("Tonight's backup was not made. {}", error.message);
                self.problem(ApiError::new("backup.failed", message, error.hint));
            }
        }
    }

    /// Has the files looked through in the background, from where that was done last.
    pub fn look_through(&mut self) -> Result<(), ApiError> {
        if let Some(beside) = self.node.beside() {
            wires::check(&self.tell, beside, self.node.communities()?);
        }
        Ok(())
    }

    /// Answers a call, and passes on what it wrote.
    pub fn ask(&mut self, asked: Asked) -> Result<(), ApiError> {
        let before = self.node.communities()?;
        self.node.here.linked = self.at_hand().into_iter().collect();
        let looked = self.node.here.looks;
        if asked.is_by_somebody() {
            self.asked = Some(Instant::now());
        }
        asked.answer(self.node);
        if self.node.here.looks != looked {
            self.show_here();
        }
        self.hand_over();
        let communities = self.node.communities()?;
        for community in &communities {
            // Where the file is still closed, nothing was written.
            if self.node.is_open(community) {
                self.spread(*community, None, Vec::new())?;
            }
        }
        let meets = std::mem::take(&mut self.node.here.calls);
        if communities != before {
            // One was founded or joined: its people are called now, and its invites say where we are.
            self.listen_here()?;
            self.wait_or_not();
        }
        if communities != before || meets {
            self.call(&[])?;
        }
        let wanted = std::mem::take(&mut self.node.here.wanted);
        if !wanted.is_empty() {
            self.want(&wanted)?;
        }
        Ok(())
    }

    /// Whether the network is to be left and entered anew: this laptop has got a new device meanwhile, so that what it
    /// shows there is no longer its own, or another relay was named.
    pub fn is_to_come_back(&self) -> bool {
        self.node.here.moves || self.node.identity().is_some_and(|me| me.device_id() != self.me)
    }

    /// Does what is due in all communities.
    pub fn do_duties(&mut self) -> Result<(), ApiError> {
        for community in self.node.communities_that_open()? {
            if self.is_left_alone(&community) {
                continue;
            }
            let author = self.node.author()?;
            let replica = self.node.replica_of(&community)?;
            // A meeting may have brought what a file did not hold.
            crate::node::bundles::take_aside(replica)?;
            let did = crate::duty::all(replica, &author)?;
            self.spread(community, None, did)?;
            self.put_to_rest(&community)?;
        }
        Ok(())
    }

    /// Calls those named, or everybody whose address is known; returns whom. Through a relay all others may be found,
    /// too: they are called after these.
    ///
    /// Only so many are called at a time, those who waited longest for it first.
    pub fn call(&mut self, with: &[String]) -> Result<BTreeSet<Wanted>, ApiError> {
        self.failed.clear();
        self.round += 1;
        let mut wanted = BTreeSet::new();
        let mut to_call: Vec<(CommunityId, PeerAddress)> = Vec::new();
        for community in self.node.communities_that_open()? {
            let roster = self.roster(&community)?;
            let mut peers = if with.is_empty() { roster.reachable.clone() } else { Vec::new() };
            for text in with {
                peers.extend(named(text, &roster.speaks_with)?);
            }
            wanted.extend(peers.iter().map(|peer| (community, peer.device)));
            if with.is_empty() && self.net.has_relay() {
                let others = roster.speaks_with.iter();
                let elsewhere = others.filter(|device| !wanted.contains(&(community, **device)));
                let nowhere = |device: &DeviceId| PeerAddress { device: *device, addresses: Vec::new() };
                peers.extend(elsewhere.map(nowhere));
            }
            to_call.extend(peers.into_iter().map(|peer| (community, peer)));
        }
        to_call.sort_by_key(|(community, peer)| {
            let last = self.called.get(&(*community, peer.device)).copied().unwrap_or(0);
            (peer.addresses.is_empty(), last)
        });
        for (community, peer) in to_call {
            self.dial(community, peer)?;
        }
        Ok(wanted)
    }

    fn dial(&mut self, community: CommunityId, peer: PeerAddress) -> Result<(), ApiError> {
        let wanted = (community, peer.device);
        let linked = self.links.values().any(|link| (link.community, link.peer) == wanted);
        let busy = self.links.len() + self.calling.len() >= LINKS;
        if linked || busy || self.calling.contains(&wanted) || self.is_cold(&peer.device) {
            return Ok(());
        }
        // A community at rest has a roster, and this laptop inside.
        let on_roster = self.is_on_roster(&community, &peer.device);
        if !on_roster && self.node.replica_of(&community)?.is_suspended(&peer.device).map_err(store_error)? {
            return Ok(());
        }
        self.calling.insert(wanted);
        self.called.insert(wanted, self.round);
        let inside = on_roster
            || self.node.replica_of(&community)?.membership().map_err(store_error)?.is_peer(&self.me);
        if inside && !self.doubting.contains(&wanted) {
            wires::dial(&self.net, &self.tell, community, peer);
            return Ok(());
        }
        let claim = if self.node.claim(&community)?.is_some() {
            let me = self.node.me()?;
            let signature = sign(me.member_key()?, &claim_bytes(&community, &self.me));
            Some((me.member_id(), signature))
        } else {
            None
        };
        let replica = self.node.replica_of(&community)?;
        let frame = introduction(replica, &self.me, &peer.device, claim)?;
        wires::introduce(&self.net, &self.tell, community, peer, frame);
        Ok(())
    }

    /// Returns true when all who were called have been met, or could not be.
    pub fn is_settled(&self, wanted: &BTreeSet<Wanted>, still_looking: bool) -> bool {
        let quiet = |link: &OpenLink| link.met && link.session.is_in_sync();
        self.calling.is_empty()
            && !(still_looking && self.node.here.looks)
            && !self.errands.is_under_way()
            && self.links.values().all(quiet)
            && wanted.iter().all(|wanted| {
                self.failed.contains(wanted)
                    || self.links.values().any(|link| (link.community, link.peer) == *wanted)
                    || self.met.contains_key(&wanted.1)
            })
    }

    /// Forgives those who sent bad bytes long enough ago, and looks around.
    pub fn tick(&mut self, look_around: bool) {
        let now = self.node.now();
        for device in self.cold.iter().filter(|(_, bad)| bad.is_over(now)).map(|(device, _)| *device) {
            self.net.unblock(device);
        }
        self.cold.retain(|_, bad| !bad.is_forgotten(now));
        self.rates.tidy();
        if look_around && !self.looking && self.node.here.looks {
            self.look_around();
        }
    }

    /// Shows this laptop on its network, or no more, as was chosen.
    pub fn show_here(&mut self) {
        let looks = self.node.here.looks;
        self.net.show_nearby(looks);
        self.wait_or_not();
        // Nobody was seen there yet: that is something else than not to look.
        self.node.here.near = self.net.is_shown_nearby().then(Vec::new);
        if looks && !self.looking {
            self.look_around();
        }
    }

    fn look_around(&mut self) {
        let mut devices = Vec::new();
        for community in self.node.communities_that_open().unwrap_or_default() {
            // Where a community cannot be read, the next call says so.
            if let Ok(roster) = self.roster(&community) {
                devices.extend_from_slice(&roster.speaks_with);
            }
        }
        devices.sort_unstable();
        devices.dedup();
        self.looking = true;
        let (net, tell) = (self.net.clone(), self.tell.clone());
        tokio::spawn(async move {
            let near = net.near(&devices, std::time::Duration::from_secs(2)).await;
            let _ = tell.send(Event::Near(near)).await;
        });
    }

    /// Does what an event asks for. What goes wrong with one link is said and ends that link; what goes wrong with
    /// this laptop's own home ends the loop.
    pub fn handle(&mut self, event: Event) -> Result<(), ApiError> {
        match event {
            Event::Came { link, alpn: Alpn::Sync, frame } => self.welcome(link, &frame),
            Event::Came { link, alpn: Alpn::Join, frame } => self.hear_introduction(link, &frame),
            Event::Came { link, alpn: Alpn::Offer, frame } => self.hear_offer(link, &frame),
            Event::Came { link, alpn: Alpn::Files, .. } => {
                // Whoever asks for files has no link.
                link.close(CloseReason::BadBytes);
                Ok(())
            }
            Event::Dialled { community, peer, link: None, why } => {
                self.calling.remove(&(community, peer));
                self.failed.insert((community, peer));
                if let Some(why) = why {
                    self.problem(why);
                }
                Ok(())
            }
            Event::Dialled { community, peer, link: Some(link), .. } => {
                self.calling.remove(&(community, peer));
                let id = self.open(community, link, true)?;
                self.pump(id)
            }
            Event::Introduced { community, peer, answer } => self.introduced(community, peer, &answer),
            Event::Frame { link, frame } => self.frame(link, &frame),
            Event::Room { link } => self.pump(link),
            Event::Gone { link, error } => {
                if let Some(open) = self.part(link) {
                    if !open.met {
                        self.failed.insert((open.community, open.peer));
                    }
                    match error {
                        Some(LinkError::TooLong { .. }) => drop(self.turn_away(open.peer)),
                        Some(error @ LinkError::Suspended) => {
                            self.leave_alone(open.peer);
                            self.problem(super::link_error(&error));
                        }
                        Some(error) if error.blames_peer() => self.leave_alone(open.peer),
                        Some(LinkError::Refused) if !open.met => {
                            return self.doubted(open.community, open.peer);
                        }
                        _ => {}
                    }
                }
                Ok(())
            }
            Event::Checked { community, findings, row } => {
                if findings.is_empty() {
                    self.node.glance(&community, |replica| {
                        replica.store().set_setting("checked", &row.to_le_bytes()).map_err(store_error)
                    })?;
                }
                for finding in findings {
                    let hint = "`palabre doctor` looks again. `palabre mend` moves the file aside and takes what can be \
                                read of it into a new one; the others hold everything that was sent.";
                    self.problem(ApiError::new("store.damaged", finding, hint));
                }
                Ok(())
            }
            Event::Asking(asking) => self.answer(asking),
            Event::Coming { errand, received } => self.coming(&errand, received),
            Event::Fetched { errand, came } => self.fetched(&errand, came),
            Event::Saved(saved) => {
                self.saved(saved);
                Ok(())
            }
            Event::Offered { to, took } => {
                self.offered(to, took);
                Ok(())
            }
            Event::Near(peers) => {
                self.looking = false;
                self.see_newcomers()?;
                let seen = self.net.is_shown_nearby().then(|| peers.clone());
                if self.node.here.near != seen {
                    self.say(LiveEvent::Near { laptops: peers.len() });
                }
                self.node.here.near = seen;
                for community in self.node.communities_that_open()? {
                    let roster = self.roster(&community)?;
                    for peer in peers.iter().filter(|peer| roster.speaks_with(&peer.device)) {
                        self.dial(community, peer.clone())?;
                    }
                }
                Ok(())
            }
        }
    }

    /// Somebody refused this laptop. Where it is a new one of a member's, they may not have heard of it: it calls again, and
    /// says who it is. Whoever refuses that, too, is called again with the others.
    fn doubted(&mut self, community: CommunityId, peer: DeviceId) -> Result<(), ApiError> {
        if !self.doubting.insert((community, peer)) {
            return Ok(());
        }
        let addresses = addresses::book(self.node.replica_of(&community)?)?.addresses(&peer, self.node.now());
        self.dial(community, PeerAddress { device: peer, addresses })
    }

    /// Returns those with whom this laptop holds the same, and about which community.
    pub(super) fn at_hand(&self) -> Vec<Wanted> {
        let met = self.links.values().filter(|link| link.met);
        met.map(|link| (link.community, link.peer)).collect()
    }

    fn is_cold(&self, device: &DeviceId) -> bool {
        self.cold.get(device).is_some_and(|bad| !bad.is_over(self.node.now()))
    }

    /// Ends all talk with somebody who sent bad bytes, each time for longer; returns a sentence that says so.
    fn turn_away(&mut self, device: DeviceId) -> String {
        let pause = self.cold.entry(device).or_default().add(self.node.now());
        self.net.block(device);
        match pause / 60_000 {
            ..=1 => "It is left alone for a minute.".to_owned(),
            minutes => format!("It is left alone for {minutes} minutes."),
        }
    }

    /// Ends all talk with somebody for a minute, without holding it against them: a frame that does not end may be
    /// the network's doing.
    fn leave_alone(&mut self, device: DeviceId) {
        self.cold.entry(device).or_default().excuse(self.node.now());
        self.net.block(device);
    }

    /// A member's laptop calls.
    fn welcome(&mut self, link: Link, frame: &[u8]) -> Result<(), ApiError> {
        let communities = self.node.communities_that_open()?;
        let Some(community) = Session::meant(frame, &link.peer(), &self.me, communities.iter()) else {
            link.close(CloseReason::Refused);
            return Ok(());
        };
        let peer = link.peer();
        let known = self.claims.contains(&(community, peer));
        if self.is_suspended(&community, &peer)? {
            // So that its owner learns why nobody answers.
            link.close(CloseReason::Suspended);
            return Ok(());
        }
        if !known && !self.node.replica_of(&community)?.membership().map_err(store_error)?.is_peer(&peer) {
            link.close(CloseReason::Refused);
            return Ok(());
        }
        let id = self.open(community, link, false)?;
        self.frame(id, frame)
    }

    /// Returns true while a keyholder has suspended this device.
    fn is_suspended(&mut self, community: &CommunityId, device: &DeviceId) -> Result<bool, ApiError> {
        let now = self.node.now();
        let replica = self.node.replica_of(community)?;
        replica.mind_suspensions(now).map_err(store_error)?;
        replica.is_suspended(device).map_err(store_error)
    }

    /// Ends the links with whoever was suspended meanwhile.
    fn part_from_suspended(&mut self, community: &CommunityId) -> Result<(), ApiError> {
        let links: Vec<(u64, DeviceId)> = self
            .links
            .iter()
            .filter(|(_, link)| link.community == *community)
            .map(|(id, link)| (*id, link.peer))
            .collect();
        for (id, peer) in links {
            if self.is_suspended(community, &peer)? {
                self.part(id);
            }
        }
        Ok(())
    }

    /// Ends a link, and says so where it was the last one over which somebody was met about its community.
    fn part(&mut self, id: u64) -> Option<OpenLink> {
        let link = self.links.remove(&id)?;
        if link.met && !self.links.values().any(|other| other.met && other.community == link.community) {
            self.say(LiveEvent::Alone { community: link.community.to_string() });
        }
        Some(link)
    }

    /// Says that there is something of devices whose suspension is over.
    fn tell_of_freed(&mut self, community: &CommunityId) -> Result<(), ApiError> {
        let replica = self.node.replica_of(community)?;
        let freed = replica.freed();
        if freed.is_empty() {
            return Ok(());
        }
        for link in self.links.values_mut().filter(|link| link.community == *community) {
            link.session.hint(&freed, replica);
        }
        let ids: Vec<u64> = self.links.keys().copied().collect();
        ids.into_iter().try_for_each(|id| self.pump(id))
    }

    /// Lets what is on its way out go, and returns what came of the meeting.
    pub async fn end(mut self, inbox: &mut mpsc::Receiver<Event>) -> LiveReport {
        self.report.in_sync =
            !self.met.is_empty() && self.links.values().all(|link| link.session.is_in_sync());
        let mut open: BTreeSet<u64> = self.links.keys().copied().collect();
        // Without its frames' channel each writer says good-bye and ends; its reader then reports that it is gone.
        for link in &open {
            self.part(*link);
        }
        let patience = std::time::Duration::from_secs(2);
        let waiting = async {
            while !open.is_empty() {
                match inbox.recv().await {
                    Some(Event::Gone { link, .. }) => {
                        open.remove(&link);
                    }
                    Some(_) => {}
                    None => break,
                }
            }
        };
        // A peer that does not hang up is not waited for: everything that counts was committed before it was sent.
        let _ = tokio::time::timeout(patience, waiting).await;
        let mut met: Vec<String> = self.met.values().cloned().collect();
        met.sort_by_key(|name| by_name(name));
        self.report.met = met;
        // What was seen from here is over.
        self.node.here = Default::default();
        self.report
    }
}

/// Reads an address that a person typed; without a device it may be any known one's.
fn named(text: &str, known: &[DeviceId]) -> Result<Vec<PeerAddress>, ApiError> {
    let malformed = |error: palabre_net::AddressError| {
        ApiError::new(error.code(), capital(&error.to_string()), error.hint())
    };
    match PeerAddress::parse(text, None) {
        Ok(peer) => Ok(vec![peer]),
        Err(error) => {
            let candidates: Vec<PeerAddress> =
                known.iter().filter_map(|device| PeerAddress::parse(text, Some(*device)).ok()).collect();
            if candidates.is_empty() { Err(malformed(error)) } else { Ok(candidates) }
        }
    }
}
