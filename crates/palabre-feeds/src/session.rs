//! When two replicas say what: the conversation as a state machine without sockets.
//!
//! Both say hello. Equal roots: done, and the stream stays open for what is new. Otherwise the dialler says what it
//! holds, the acceptor answers with what the dialler lacks and asks for what it lacks itself, and the dialler answers
//! that. Where a device told two stories, whoever has a branch to give asks which of its places the other knows.
//!
//! Whoever holds nothing but its own request to join asks for a preview right behind its hello; what comes back goes
//! before all runs.

use std::collections::{BTreeMap, BTreeSet, HashSet, VecDeque};

use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash};

use crate::entry::{Entry, Signature};
use crate::heights::Tip;
use crate::message::{
    Asked, KeyedFeed, KeyedTip, MAX_ASKED, MAX_PREVIEW, Message, Stretch, VERSION, keyed_root, tag,
};
use crate::run::{PACK, PACK_ENTRIES, Run, weigh};

/// How many rows are fetched at a time: no more than a few packs full of the longest entries.
const FETCH: usize = 64;
/// How many tips of one feed a hint speaks of: the highest ones.
const HINTED: usize = 8;
/// How many of the peer's own entries are remembered before the oldest are forgotten: they may then travel back.
const REMEMBERED: usize = 1 << 16;
/// Of how many feeds it is remembered that the peer spoke of something lacking here; of more it is asked for at once.
const MAX_HINTED: usize = 4_096;

/// What a session reads of the replica that it speaks for.
pub trait Shelf {
    /// Returns the tips of all feeds, in the order of devices.
    fn tips(&self) -> &BTreeMap<DeviceId, Vec<Tip>>;
    /// Returns the root of all that is held.
    fn root(&mut self) -> Hash;
    /// Returns a hash of which devices are known.
    fn device_list(&self) -> [u8; 8];
    /// Returns the id at place `seq` of the branch that ends in `tip`.
    fn at(&mut self, device: &DeviceId, tip: &Tip, seq: u64) -> Option<EntryId>;
    /// Returns the rows of the entries after place `after` up to `tip`, on its branch.
    fn rows(&mut self, device: &DeviceId, tip: &Tip, after: u64) -> Vec<u64>;
    /// Returns the entries of these rows, in this order.
    fn fetch(&mut self, rows: &[u64]) -> Vec<Entry>;
    /// Returns true when the community's founding is held, without which nothing can be shown.
    fn is_founded(&mut self) -> bool;
    /// Returns true when the root is of all feeds, so that equal roots leave nothing to be sent.
    fn compares_all(&self) -> bool {
        true
    }
    /// Returns true when this entry is held.
    fn holds(&mut self, device: &DeviceId, seq: u64, id: &EntryId) -> bool;
}

/// What a frame leads to, for the node to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take these runs: check, commit, and say so with [`Session::committed`].
    Take(Vec<Run>),
    /// Both hold the same.
    InSync,
    /// Addresses of members.
    Addresses(Vec<u8>),
    /// Signatures of entries that were taken without.
    Signatures(Vec<(Stretch, Vec<Option<Signature>>)>),
    /// Something for now.
    Ephemeral(Vec<u8>),
    /// So many entries are known to come.
    Expect(u64),
    /// Somebody who has just joined asks what waits: say it with [`Session::preview`] before anything else is sent.
    WantsPreview,
    /// What waits, as the peer says it; nothing of it is checked.
    Preview(Vec<u8>),
    /// The peer holds something of these feeds that is lacking here: ask for it with [`Session::want`], unless it comes
    /// another way.
    Hinted(BTreeSet<DeviceId>),
}

/// Why a conversation ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// Not a message, or one that does not fit here.
    #[error("the other laptop says things that make no sense")]
    Malformed,
    /// Another version of the conversation.
    #[error("the other laptop speaks a newer version")]
    Version,
    /// Another community.
    #[error("the other laptop means another community")]
    Community,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Hello,
    Compare,
    Open,
}

/// How far the one question about a preview has come, in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Question {
    Unasked,
    Asked,
    Answered,
}

/// A conversation with one peer about one community.
#[derive(Debug)]
pub struct Session {
    me: DeviceId,
    peer: DeviceId,
    community: CommunityId,
    dialler: bool,
    stage: Stage,
    key: [u8; 32],
    out: VecDeque<Message>,
    /// Rows still to be sent, lowest first, entries whose signature comes in a later row, and packs that are ready.
    plan: BTreeSet<u64>,
    /// Rows of feeds whose branches the peer was asked about, until it answers.
    held_back: BTreeSet<u64>,
    unsigned: Vec<Entry>,
    packs: VecDeque<Vec<u8>>,
    /// Whether to say that all has been sent once the plan is empty.
    owes_done: bool,
    /// The devices known when saying hello: what the dialler's answer goes by, whatever arrives in between.
    devices: Vec<DeviceId>,
    /// Entries that came from the peer and need not go back; the second set is the older one.
    theirs: [HashSet<EntryId>; 2],
    /// Branches that were asked about and not answered for, by device and tip.
    asked: BTreeMap<(DeviceId, EntryId), Tip>,
    /// Tips of all branches ever asked about: one question each, or two peers could ask each other for ever.
    settled: HashSet<EntryId>,
    /// What the peer said it holds of feeds of which something was lacking here.
    hinted: BTreeMap<DeviceId, Vec<KeyedTip>>,
    /// The root that the peer was last told, and the one that it told last, keyed by it.
    told: Hash,
    their_root: Option<Hash>,
    in_sync: bool,
    /// Our question about a preview, and theirs.
    my_question: Question,
    their_question: Question,
}

impl Session {
    /// Opens a conversation; the first message is ready in [`Session::next_frame`].
    pub fn open(
        me: DeviceId,
        peer: DeviceId,
        community: CommunityId,
        dialler: bool,
        shelf: &mut dyn Shelf,
    ) -> Self {
        let (first, second) = if dialler { (&me, &peer) } else { (&peer, &me) };
        let told = shelf.root();
        let hello = Message::Hello {
            version: VERSION,
            tag: tag(&community, first, second),
            root: keyed_root(&told, &me),
            devices: shelf.device_list(),
        };
        let devices = if dialler { Vec::new() } else { shelf.tips().keys().copied().collect() };
        let mut out = VecDeque::from([hello]);
        let mut my_question = Question::Unasked;
        if !shelf.is_founded() {
            // Not after the peer's hello: that would be one more round trip to the first screen.
            out.push_back(Message::WantPreview);
            my_question = Question::Asked;
        }
        Self {
            me,
            peer,
            community,
            dialler,
            stage: Stage::Hello,
            key: [0; 32],
            out,
            plan: BTreeSet::new(),
            held_back: BTreeSet::new(),
            unsigned: Vec::new(),
            packs: VecDeque::new(),
            owes_done: false,
            devices,
            theirs: Default::default(),
            asked: BTreeMap::new(),
            settled: HashSet::new(),
            hinted: BTreeMap::new(),
            told,
            their_root: None,
            in_sync: false,
            my_question,
            their_question: Question::Unasked,
        }
    }

    /// Returns which of these communities a first message means, as the acceptor reads it.
    pub fn meant<'a>(
        frame: &[u8],
        dialler: &DeviceId,
        acceptor: &DeviceId,
        communities: impl Iterator<Item = &'a CommunityId>,
    ) -> Option<CommunityId> {
        let Ok(Message::Hello { tag: said, .. }) = Message::from_bytes(frame) else {
            return None;
        };
        communities.copied().find(|community| tag(community, dialler, acceptor) == said)
    }

    /// Returns the peer.
    pub fn peer(&self) -> DeviceId {
        self.peer
    }

    /// Returns true when both held the same at the last comparison, and nothing has been waiting to be sent since.
    pub fn is_in_sync(&self) -> bool {
        self.in_sync
    }

    /// Reads one frame.
    ///
    /// # Errors
    /// When the peer's words make no sense here: the conversation is over.
    pub fn receive(&mut self, frame: &[u8], shelf: &mut dyn Shelf) -> Result<Vec<Act>, Fault> {
        let message = Message::from_bytes(frame).map_err(|_| Fault::Malformed)?;
        match (self.stage, message) {
            (Stage::Hello, Message::Hello { version, tag: said, root, devices }) => {
                self.hello(version, said, root, devices, shelf)
            }
            (Stage::Hello, _) | (_, Message::Hello { .. }) => Err(Fault::Malformed),
            (Stage::Compare, Message::Same(tips)) if !self.dialler => {
                if tips.len() != self.devices.len() {
                    return Err(Fault::Malformed);
                }
                let feeds = std::mem::take(&mut self.devices).into_iter().zip(tips);
                let feeds = feeds.map(|(device, tip)| KeyedFeed { device, tips: vec![tip] }).collect();
                Ok(self.compare(feeds, shelf))
            }
            (Stage::Compare, Message::Heights(feeds)) if !self.dialler => Ok(self.compare(feeds, shelf)),
            (_, Message::Same(_) | Message::Heights(_)) => Err(Fault::Malformed),
            (_, Message::Want(feeds)) => {
                for feed in &feeds {
                    self.plan_feed(feed, shelf);
                }
                self.owes_done = true;
                Ok(Vec::new())
            }
            (_, Message::Runs(packed)) => {
                let runs = Run::unpack(&packed).map_err(|_| Fault::Malformed)?;
                if self.theirs[0].len() > REMEMBERED {
                    self.theirs[1] = std::mem::take(&mut self.theirs[0]);
                }
                self.theirs[0].extend(runs.iter().flat_map(|run| &run.entries).map(|entry| entry.id));
                Ok(vec![Act::Take(runs)])
            }
            (_, Message::Ask(asked)) => {
                let mut answers = Vec::new();
                for Asked { device, places } in &asked {
                    let &(top, tip) = places.first().ok_or(Fault::Malformed)?;
                    let known = places.iter().find(|(seq, id)| shelf.holds(device, *seq, id));
                    let known = known.map_or(0, |&(seq, _)| seq);
                    answers.push((*device, tip, known));
                    // They have a branch that we do not know: they may not know ours either.
                    let mine = shelf.tips().get(device).cloned().unwrap_or_default();
                    for own in mine.iter().filter(|own| known < top && own.seq > known) {
                        self.ask(device, own, shelf);
                    }
                }
                self.out.push_back(Message::Known(answers));
                Ok(Vec::new())
            }
            (_, Message::Known(known)) => {
                for (device, tip, seq) in known {
                    let Some(tip) = self.asked.remove(&(device, tip)) else {
                        continue;
                    };
                    // The branch may have grown since it was asked about.
                    let tips = shelf.tips().get(&device).cloned().unwrap_or_default();
                    for grown in tips.into_iter().filter(|grown| grown.seq >= tip.seq && grown.seq > seq) {
                        if shelf.at(&device, &grown, tip.seq) == Some(tip.id) {
                            self.plan.extend(shelf.rows(&device, &grown, seq));
                        }
                    }
                }
                self.plan.append(&mut self.held_back);
                self.owes_done = true;
                Ok(Vec::new())
            }
            (_, Message::Done(root)) => {
                self.their_root = Some(root);
                Ok(self.settle(shelf))
            }
            (_, Message::Hint(feeds)) => {
                let lacking: Vec<_> = feeds.into_iter().filter(|feed| self.lacks(feed, shelf)).collect();
                self.in_sync &= lacking.is_empty();
                self.agree(lacking.is_empty(), shelf);
                let (mut hinted, mut wanted) = (BTreeSet::new(), BTreeSet::new());
                for KeyedFeed { device, tips } in lacking {
                    let room = self.hinted.len() < MAX_HINTED || self.hinted.contains_key(&device);
                    if room { &mut hinted } else { &mut wanted }.insert(device);
                    if room {
                        self.hinted.insert(device, tips);
                    }
                }
                self.ask_for(&wanted, shelf);
                Ok(if hinted.is_empty() { Vec::new() } else { vec![Act::Hinted(hinted)] })
            }
            (_, Message::Addresses(bytes)) => Ok(vec![Act::Addresses(bytes)]),
            (_, Message::WantSignatures(stretches)) => {
                let signatures = stretches.into_iter().map(|stretch| (stretch, signatures(&stretch, shelf)));
                self.out.push_back(Message::Signatures(signatures.collect()));
                Ok(Vec::new())
            }
            (_, Message::Signatures(signatures)) => Ok(vec![Act::Signatures(signatures)]),
            (_, Message::Ephemeral(bytes)) => Ok(vec![Act::Ephemeral(bytes)]),
            (_, Message::WantPreview) if self.their_question == Question::Unasked => {
                self.their_question = Question::Asked;
                Ok(vec![Act::WantsPreview])
            }
            (_, Message::Preview(bytes)) if self.my_question == Question::Asked => {
                self.my_question = Question::Answered;
                Ok(vec![Act::Preview(bytes)])
            }
            (_, Message::WantPreview | Message::Preview(_)) => Err(Fault::Malformed),
        }
    }

    fn hello(
        &mut self,
        version: u8,
        said: [u8; 16],
        root: Hash,
        devices: [u8; 8],
        shelf: &mut dyn Shelf,
    ) -> Result<Vec<Act>, Fault> {
        if version != VERSION {
            return Err(Fault::Version);
        }
        let (first, second) = if self.dialler { (&self.me, &self.peer) } else { (&self.peer, &self.me) };
        if said != tag(&self.community, first, second) {
            return Err(Fault::Community);
        }
        let mut hasher = blake3::Hasher::new_keyed(&self.community.0);
        hasher.update(b"palabre/heads/1\0").update(&first.0).update(&second.0);
        self.key = *hasher.finalize().as_bytes();
        // Both compare what both said, not what has arrived here since: so both come to the same answer.
        if root == keyed_root(&self.told, &self.peer) {
            self.stage = Stage::Open;
            self.devices = Vec::new();
            self.in_sync = self.plan.is_empty();
            return Ok(vec![Act::InSync]);
        }
        self.stage = Stage::Compare;
        if self.dialler {
            self.stage = Stage::Open;
            let plain = shelf.tips().values().all(|tips| tips.len() == 1);
            if plain && !devices_differ(&devices, shelf) {
                let tips = shelf.tips().values().map(|tips| self.keyed_tip(&tips[0])).collect();
                self.out.push_back(Message::Same(tips));
            } else {
                let ids: Vec<_> = shelf.tips().keys().copied().collect();
                let feeds = ids.iter().map(|device| self.keyed(device, shelf)).collect();
                self.out.push_back(Message::Heights(feeds));
            }
        }
        Ok(Vec::new())
    }

    /// The acceptor reads what the dialler holds: plans what it lacks, asks for what we lack.
    fn compare(&mut self, feeds: Vec<KeyedFeed>, shelf: &mut dyn Shelf) -> Vec<Act> {
        self.stage = Stage::Open;
        self.devices = Vec::new();
        let mut wanted = Vec::new();
        let mut expected = 0;
        for feed in &feeds {
            self.plan_feed(feed, shelf);
            if self.lacks(feed, shelf) {
                let have =
                    shelf.tips().get(&feed.device).and_then(|tips| tips.last()).map_or(0, |tip| tip.seq);
                let theirs = feed.tips.iter().map(|tip| tip.seq).max().unwrap_or(0);
                expected += theirs.saturating_sub(have).max(1);
                wanted.push(self.keyed(&feed.device, shelf));
            }
        }
        let unknown: Vec<DeviceId> = shelf
            .tips()
            .keys()
            .filter(|device| feeds.binary_search_by_key(*device, |feed| feed.device).is_err())
            .copied()
            .collect();
        for device in unknown {
            self.plan_feed(&KeyedFeed { device, tips: Vec::new() }, shelf);
        }
        self.owes_done = true;
        // Also when nothing is wanted: the dialler learns with it that it may say that it is done.
        self.out.push_back(Message::Want(wanted));
        if expected > 0 { vec![Act::Expect(expected)] } else { Vec::new() }
    }

    /// Plans to send what somebody lacks who holds `feed` of a device.
    fn plan_feed(&mut self, feed: &KeyedFeed, shelf: &mut dyn Shelf) {
        let mine: Vec<Tip> = shelf.tips().get(&feed.device).cloned().unwrap_or_default();
        for tip in &mine {
            if feed.tips.contains(&self.keyed_tip(tip)) {
                continue;
            }
            let known = feed
                .tips
                .iter()
                .filter(|theirs| theirs.seq <= tip.seq)
                .filter(|theirs| self.passes(&feed.device, tip, theirs, shelf))
                .map(|theirs| theirs.seq)
                .max();
            let all_ahead = !feed.tips.is_empty() && feed.tips.iter().all(|theirs| theirs.seq > tip.seq);
            match known {
                Some(after) => self.plan.extend(shelf.rows(&feed.device, tip, after)),
                None if feed.tips.is_empty() => self.plan.extend(shelf.rows(&feed.device, tip, 0)),
                // Most likely they hold ours and more. If not, they see it in what we want of them, and ask.
                None if all_ahead && mine.len() == 1 && feed.tips.len() == 1 => {}
                None => self.ask(&feed.device, tip, shelf),
            }
        }
        if !self.plan.is_empty() {
            self.in_sync = false;
        }
    }

    /// Asks which places of our branch the other knows: near the tip one by one, then ever further back.
    fn ask(&mut self, device: &DeviceId, tip: &Tip, shelf: &mut dyn Shelf) {
        if !self.settled.insert(tip.id) {
            return;
        }
        self.asked.insert((*device, tip.id), *tip);
        let mut places = vec![(tip.seq, tip.id)];
        let mut back = 1u64;
        while back < tip.seq && places.len() < MAX_ASKED - 1 {
            let seq = tip.seq - back;
            places.extend(shelf.at(device, tip, seq).map(|id| (seq, id)));
            back = if back < 16 { back + 1 } else { back.saturating_mul(2) };
        }
        let asked = Asked { device: *device, places };
        match self.out.back_mut() {
            Some(Message::Ask(list)) if list.len() < MAX_ASKED => list.push(asked),
            _ => self.out.push_back(Message::Ask(vec![asked])),
        }
    }

    fn lacks(&self, feed: &KeyedFeed, shelf: &mut dyn Shelf) -> bool {
        let mine: Vec<Tip> = shelf.tips().get(&feed.device).cloned().unwrap_or_default();
        // Of so many stories only some were named: the others come out when each asks about its own.
        feed.tips.len() >= MAX_ASKED
            || feed.tips.iter().any(|theirs| {
                !mine.iter().any(|tip| tip.seq >= theirs.seq && self.passes(&feed.device, tip, theirs, shelf))
            })
    }

    /// Returns true when the branch that ends in `tip` passes through this place of theirs.
    fn passes(&self, device: &DeviceId, tip: &Tip, theirs: &KeyedTip, shelf: &mut dyn Shelf) -> bool {
        let id = if theirs.seq == tip.seq { Some(tip.id) } else { shelf.at(device, tip, theirs.seq) };
        id.is_some_and(|id| self.keyed_tip(&Tip { seq: theirs.seq, id }) == *theirs)
    }

    fn keyed(&self, device: &DeviceId, shelf: &dyn Shelf) -> KeyedFeed {
        let tips = shelf.tips().get(device).map(Vec::as_slice).unwrap_or_default();
        KeyedFeed {
            device: *device,
            tips: tips.iter().take(MAX_ASKED).map(|tip| self.keyed_tip(tip)).collect(),
        }
    }

    fn keyed_tip(&self, tip: &Tip) -> KeyedTip {
        let mut head = [0; 4];
        head.copy_from_slice(&blake3::keyed_hash(&self.key, &tip.id.0).as_bytes()[..4]);
        KeyedTip { seq: tip.seq, head }
    }

    /// Returns the next frame to send, if there is one. Called until it returns `None`, after everything that may
    /// have led to one; packs are made only when asked for, so that a slow peer holds nothing in memory.
    pub fn next_frame(&mut self, shelf: &mut dyn Shelf) -> Option<Vec<u8>> {
        if let Some(message) = self.out.pop_front() {
            return Some(message.to_bytes());
        }
        if self.stage != Stage::Open {
            return None;
        }
        while self.packs.is_empty() && !self.plan.is_empty() {
            self.gather(shelf);
        }
        if let Some(pack) = self.packs.pop_front() {
            return Some(Message::Runs(pack).to_bytes());
        }
        // Nothing vouches for these: a tip is always signed, so the peer holds what does.
        self.unsigned.clear();
        if self.asked.is_empty() && std::mem::take(&mut self.owes_done) {
            self.told = shelf.root();
            self.in_sync |= self.their_root == Some(keyed_root(&self.told, &self.peer));
            return Some(Message::Done(keyed_root(&self.told, &self.me)).to_bytes());
        }
        None
    }

    /// Takes rows off the plan until they fill a pack, and packs what ends in a signature.
    fn gather(&mut self, shelf: &mut dyn Shelf) {
        let mut entries = std::mem::take(&mut self.unsigned);
        let (mut weight, mut many) = (0, 0);
        while weight < PACK && many < PACK_ENTRIES {
            let rows: Vec<u64> = self.plan.iter().take(FETCH).copied().collect();
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                self.plan.remove(row);
            }
            let fetched = shelf.fetch(&rows);
            let all_there = fetched.len() == rows.len();
            for (place, entry) in fetched.into_iter().enumerate() {
                if self.theirs.iter().any(|theirs| theirs.contains(&entry.id)) {
                    continue;
                }
                let asked = self.asked.keys().any(|(device, _)| *device == entry.header.device);
                if asked && all_there {
                    // It may grow on the branch that the peer was asked about.
                    self.held_back.insert(rows[place]);
                    continue;
                }
                if self.is_hinted(&entry, shelf) {
                    continue;
                }
                let more = weigh(std::slice::from_ref(&entry));
                if all_there && many > 0 && weight + more > PACK {
                    // A pack that is full ends here and not in the middle of other feeds: what a later row builds on
                    // then never comes in a later pack.
                    self.plan.extend(&rows[place..]);
                    weight = PACK;
                    break;
                }
                weight += more;
                many += 1;
                entries.push(entry);
            }
        }
        let (runs, unsigned) = Run::group(entries);
        self.unsigned = unsigned;
        self.packs.extend(Run::packs(runs));
    }

    /// Says that what came from this peer has been committed, or refused.
    pub fn committed(&mut self, shelf: &mut dyn Shelf) -> Vec<Act> {
        self.settle(shelf)
    }

    /// Compares what the peer last said it holds with what is held here.
    fn settle(&mut self, shelf: &mut dyn Shelf) -> Vec<Act> {
        let (Some(theirs), Stage::Open) = (self.their_root, self.stage) else {
            return Vec::new();
        };
        let root = shelf.root();
        // The peer has sent everything; it hears what this came to, once for each new state.
        self.owes_done |= root != self.told;
        if theirs != keyed_root(&root, &self.peer) {
            return Vec::new();
        }
        let all_sent = self.plan.is_empty() && self.packs.is_empty();
        if !(all_sent || shelf.compares_all()) {
            // It may be of a feed that is not compared.
            self.owes_done = true;
            return Vec::new();
        }
        // Whatever was still to be sent has reached the peer another way.
        self.plan.clear();
        self.packs.clear();
        let before = std::mem::replace(&mut self.in_sync, true);
        if before { Vec::new() } else { vec![Act::InSync] }
    }

    /// Pushes new entries, by their rows. What comes before the comparison waits for its end.
    pub fn push(&mut self, rows: &[u64]) {
        if !rows.is_empty() {
            self.plan.extend(rows);
            self.owes_done = true;
            self.in_sync = false;
        }
    }

    /// Tells the peer that new entries are here, without sending them.
    pub fn hint(&mut self, devices: &BTreeSet<DeviceId>, shelf: &dyn Shelf) {
        if self.stage == Stage::Open && !devices.is_empty() {
            let newest = |device: &DeviceId| {
                let tips = shelf.tips().get(device).map(Vec::as_slice).unwrap_or_default();
                let tips = &tips[tips.len().saturating_sub(HINTED)..];
                KeyedFeed { device: *device, tips: tips.iter().map(|tip| self.keyed_tip(tip)).collect() }
            };
            let feeds = devices.iter().map(newest).collect();
            self.out.push_back(Message::Hint(feeds));
        }
    }

    /// Asks for what the peer said it holds of these feeds; returns of which something is lacking still.
    pub fn want(&mut self, devices: &BTreeSet<DeviceId>, shelf: &mut dyn Shelf) -> BTreeSet<DeviceId> {
        let mut lacking = BTreeSet::new();
        for device in devices {
            let Some(tips) = self.hinted.remove(device) else { continue };
            if self.lacks(&KeyedFeed { device: *device, tips }, shelf) {
                lacking.insert(*device);
            }
        }
        self.ask_for(&lacking, shelf);
        self.agree(lacking.is_empty(), shelf);
        lacking
    }

    /// Where all that the peer spoke of is here, both hear that from each other's roots.
    fn agree(&mut self, all_here: bool, shelf: &mut dyn Shelf) {
        self.owes_done |= all_here && (!self.in_sync || shelf.root() != self.told);
    }

    fn ask_for(&mut self, devices: &BTreeSet<DeviceId>, shelf: &dyn Shelf) {
        if !devices.is_empty() {
            let wanted = devices.iter().map(|device| self.keyed(device, shelf)).collect();
            self.out.push_back(Message::Want(wanted));
        }
    }

    /// Returns true when the peer said that it holds this entry.
    fn is_hinted(&self, entry: &Entry, shelf: &mut dyn Shelf) -> bool {
        let device = &entry.header.device;
        let Some(theirs) = self.hinted.get(device) else { return false };
        let tips: Vec<Tip> = shelf.tips().get(device).cloned().unwrap_or_default();
        // Where there are two stories, which of them this entry is in takes more than places.
        let &[tip] = &tips[..] else { return false };
        theirs.iter().any(|theirs| {
            (entry.header.seq..=tip.seq).contains(&theirs.seq) && self.passes(device, &tip, theirs, shelf)
        })
    }

    /// Sends current addresses of members.
    pub fn addresses(&mut self, bytes: Vec<u8>) {
        self.out.push_back(Message::Addresses(bytes));
    }

    /// Answers a peer that asked for a preview: once, and not with more than [`MAX_PREVIEW`] bytes.
    pub fn preview(&mut self, bytes: Vec<u8>) {
        if self.their_question == Question::Asked && bytes.len() <= MAX_PREVIEW {
            self.their_question = Question::Answered;
            self.out.push_back(Message::Preview(bytes));
        }
    }

    /// Asks for the signatures of entries that are held without: the last thing on a quiet stream.
    pub fn want_signatures(&mut self, stretches: Vec<Stretch>) {
        if self.stage == Stage::Open && !stretches.is_empty() {
            self.out.push_back(Message::WantSignatures(stretches));
        }
    }

    /// Sends something for now.
    pub fn ephemeral(&mut self, bytes: Vec<u8>) {
        if self.stage == Stage::Open {
            self.out.push_back(Message::Ephemeral(bytes));
        }
    }
}

fn devices_differ(theirs: &[u8; 8], shelf: &dyn Shelf) -> bool {
    *theirs != shelf.device_list()
}

/// Returns the signatures held of a stretch; nothing for feeds that told two stories, where places are not enough.
fn signatures(stretch: &Stretch, shelf: &mut dyn Shelf) -> Vec<Option<Signature>> {
    let mut list = vec![None; stretch.many as usize];
    let tip = match shelf.tips().get(&stretch.device).map(Vec::as_slice) {
        Some([tip]) => *tip,
        _ => return list,
    };
    let last = stretch.first.saturating_add(u64::from(stretch.many)).saturating_sub(1);
    let Some(id) = shelf.at(&stretch.device, &tip, last) else { return list };
    let after = stretch.first.saturating_sub(1);
    let rows = shelf.rows(&stretch.device, &Tip { seq: last, id }, after);
    for entry in shelf.fetch(&rows) {
        let place = entry.header.seq.checked_sub(stretch.first).map(|place| place as usize);
        if let Some(slot) = place.and_then(|place| list.get_mut(place)) {
            *slot = entry.signature;
        }
    }
    list
}
