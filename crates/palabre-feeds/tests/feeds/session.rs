//! Two replicas talk until both hold the same.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ed25519_dalek::SigningKey;
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_feeds::entry::{Entry, Kind, Position};
use palabre_feeds::heights::{Heights, Tip};
use palabre_feeds::message::{MAX_PREVIEW, Message};
use palabre_feeds::run::Run;
use palabre_feeds::session::{Act, Fault, Session, Shelf};
use proptest::prelude::*;

use crate::village::key;

const COMMUNITY: CommunityId = CommunityId([1; 32]);

/// What one laptop holds: rows in the order in which they came.
#[derive(Clone, Default)]
struct Replica {
    me: DeviceId,
    entries: Vec<Entry>,
    row: HashMap<EntryId, u64>,
    heights: Heights,
    /// Whether the founding has not come yet.
    new: bool,
}

impl Replica {
    fn of(name: &str) -> Self {
        Self { me: DeviceId(key(name).verifying_key().to_bytes()), ..Self::default() }
    }

    /// Returns false when the entry before it is not here.
    fn add(&mut self, entry: &Entry) -> bool {
        let Entry { header, id, .. } = *entry;
        let linked = header.seq == 1
            || self
                .row
                .get(&header.prev)
                .is_some_and(|row| self.entries[*row as usize].header.seq + 1 == header.seq);
        if linked && !self.row.contains_key(&id) {
            self.row.insert(id, self.entries.len() as u64);
            self.entries.push(entry.clone());
            self.heights.advance(header.device, header.prev, Tip { seq: header.seq, id });
        }
        linked
    }

    fn with<'a>(mut self, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        for entry in entries {
            assert!(self.add(entry));
        }
        self
    }

    fn take(&mut self, runs: &[Run]) {
        for run in runs {
            assert!(run.is_signed_in(&COMMUNITY), "an honest peer sends only what is signed");
            for entry in &run.entries {
                assert!(self.add(entry), "an honest peer sends nothing that stands on nothing");
            }
        }
    }

    fn ids(&self) -> BTreeSet<EntryId> {
        self.entries.iter().map(|entry| entry.id).collect()
    }

    fn rows_from(&self, many: usize) -> Vec<u64> {
        (many as u64..self.entries.len() as u64).collect()
    }
}

impl Shelf for Replica {
    fn tips(&self) -> &BTreeMap<DeviceId, Vec<Tip>> {
        self.heights.feeds()
    }

    fn root(&mut self) -> Hash {
        self.heights.root()
    }

    fn device_list(&self) -> [u8; 8] {
        self.heights.device_list()
    }

    fn at(&mut self, _device: &DeviceId, tip: &Tip, seq: u64) -> Option<EntryId> {
        let mut entry = &self.entries[*self.row.get(&tip.id)? as usize];
        while entry.header.seq > seq {
            entry = &self.entries[self.row[&entry.header.prev] as usize];
        }
        (entry.header.seq == seq).then_some(entry.id)
    }

    fn rows(&mut self, _device: &DeviceId, tip: &Tip, after: u64) -> Vec<u64> {
        let mut rows = Vec::new();
        let mut id = tip.id;
        while let Some(&row) = self.row.get(&id) {
            let header = self.entries[row as usize].header;
            if header.seq <= after {
                break;
            }
            rows.push(row);
            id = header.prev;
        }
        rows.reverse();
        rows
    }

    fn fetch(&mut self, rows: &[u64]) -> Vec<Entry> {
        rows.iter().map(|row| self.entries[*row as usize].clone()).collect()
    }

    fn is_founded(&mut self) -> bool {
        !self.new
    }

    fn holds(&mut self, device: &DeviceId, seq: u64, id: &EntryId) -> bool {
        let held = self.row.get(id).map(|row| self.entries[*row as usize].header);
        held.is_some_and(|header| header.device == *device && header.seq == seq)
    }
}

/// A feed that can be written on, also from an earlier place.
struct Pen {
    key: SigningKey,
    written: Vec<Entry>,
}

impl Pen {
    fn new(name: &str) -> Self {
        Self { key: key(name), written: Vec::new() }
    }

    fn device(&self) -> DeviceId {
        DeviceId(self.key.verifying_key().to_bytes())
    }

    /// Writes behind this entry; returns the place of the new one in `written`.
    fn write_after(&mut self, before: Option<usize>, body: Vec<u8>) -> usize {
        let before = before.map(|before| &self.written[before]);
        let at = Position {
            seq: before.map_or(1, |entry| entry.header.seq + 1),
            prev: before.map_or(EntryId::ZERO, |entry| entry.id),
            epoch: EntryId([3; 32]),
            at: 1_700_000_000_000 + 1_000 * self.written.len() as i64,
        };
        let entry = Entry::write(&self.key, Some(&COMMUNITY), at, Kind::Voice, RecordId([4; 32]), body);
        self.written.push(entry);
        self.written.len() - 1
    }

    /// Writes so many entries behind `before`.
    fn write(&mut self, mut before: Option<usize>, many: usize) -> usize {
        for _ in 0..many {
            let body = format!("words number {}", self.written.len()).into_bytes();
            before = Some(self.write_after(before, body));
        }
        before.expect("at least one")
    }

    fn chain(name: &str, many: usize) -> Self {
        let mut pen = Self::new(name);
        pen.write(None, many);
        pen
    }
}

/// A conversation of two replicas, with everything that was said.
struct Talk<'a> {
    side: [Side<'a>; 2],
    frames: usize,
}

struct Side<'a> {
    replica: &'a mut Replica,
    session: Session,
    /// Runs that arrived and have not been committed.
    arrived: Vec<Vec<Run>>,
    acts: Vec<Act>,
    said: Vec<Vec<u8>>,
    /// Frames that are on their way to the other side.
    sent: std::collections::VecDeque<Vec<u8>>,
}

impl<'a> Talk<'a> {
    /// The first dials.
    fn open(a: &'a mut Replica, b: &'a mut Replica) -> Self {
        let (one, other) = (a.me, b.me);
        let side = |replica: &'a mut Replica, peer, dialler| {
            let session = Session::open(replica.me, peer, COMMUNITY, dialler, replica);
            Side { replica, session, arrived: vec![], acts: vec![], said: vec![], sent: Default::default() }
        };
        Self { side: [side(a, other, true), side(b, one, false)], frames: 0 }
    }

    /// One frame leaves this side.
    fn send(&mut self, i: usize) -> bool {
        let side = &mut self.side[i];
        let Some(frame) = side.session.next_frame(side.replica) else {
            return false;
        };
        self.frames += 1;
        assert!(self.frames < 10_000, "they never stop talking");
        side.said.push(frame.clone());
        side.sent.push_back(frame);
        true
    }

    /// One frame reaches this side.
    fn receive(&mut self, i: usize) -> bool {
        let Some(frame) = self.side[1 - i].sent.pop_front() else {
            return false;
        };
        let side = &mut self.side[i];
        for act in side.session.receive(&frame, side.replica).expect("an honest peer makes sense") {
            if act == Act::WantsPreview {
                side.session.preview(b"Lunch?".to_vec());
            }
            match act {
                Act::Take(runs) => side.arrived.push(runs),
                Act::Hinted(devices) => drop(side.session.want(&devices, side.replica)),
                act => side.acts.push(act),
            }
        }
        true
    }

    /// This side commits the oldest that arrived.
    fn commit(&mut self, i: usize) -> bool {
        let side = &mut self.side[i];
        if side.arrived.is_empty() {
            return false;
        }
        let runs = side.arrived.remove(0);
        side.replica.take(&runs);
        side.acts.extend(side.session.committed(side.replica));
        true
    }

    /// Lets both talk until both are quiet.
    fn pump(&mut self) {
        loop {
            let mut progress = false;
            for i in [0, 1] {
                while self.send(i) {
                    progress = true;
                }
                while self.receive(1 - i) || self.commit(1 - i) {
                    progress = true;
                }
            }
            if !progress {
                return;
            }
        }
    }

    /// As [`Talk::pump`], in an order that this seed chooses.
    fn pump_by(&mut self, mut seed: u64) {
        loop {
            for _ in 0..40 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let (i, what) = ((seed >> 40) as usize % 2, (seed >> 48) % 5);
                match what {
                    0 | 1 => self.send(i),
                    2 | 3 => self.receive(i),
                    _ => self.commit(i),
                };
            }
            let quiet = (0..2).all(|i| !self.send(i) && !self.receive(i) && !self.commit(i));
            if quiet {
                return;
            }
        }
    }

    fn bytes(&self) -> usize {
        self.side.iter().flat_map(|side| &side.said).map(Vec::len).sum()
    }

    fn said(&self) -> Vec<Message> {
        let frames = self.side.iter().flat_map(|side| &side.said);
        frames.map(|frame| Message::from_bytes(frame).unwrap()).collect()
    }

    /// Entries that travelled, each as often as it did.
    fn travelled(&self) -> Vec<EntryId> {
        let packs = self.said().into_iter().filter_map(|message| match message {
            Message::Runs(pack) => Some(Run::unpack(&pack).unwrap()),
            _ => None,
        });
        packs.flatten().flat_map(|run| run.entries).map(|entry| entry.id).collect()
    }

    fn assert_in_sync(&mut self) {
        for side in &mut self.side {
            assert!(side.session.is_in_sync());
            assert!(side.acts.contains(&Act::InSync));
        }
    }
}

/// Both talk once, and then hold the same.
fn meet(a: &mut Replica, b: &mut Replica) {
    let mut talk = Talk::open(a, b);
    talk.pump();
    talk.assert_in_sync();
    assert_eq!(a.root(), b.root());
    assert_eq!(a.ids(), b.ids());
}

#[test]
fn equals_say_hello_and_nothing_else() {
    let pen = Pen::chain("ana", 9);
    let mut a = Replica::of("a").with(&pen.written);
    let mut b = Replica::of("b").with(&pen.written);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    talk.assert_in_sync();
    assert!(talk.said().iter().all(|message| matches!(message, Message::Hello { .. })));
    assert_eq!(talk.frames, 2);
    assert!(talk.bytes() < 300, "{} bytes", talk.bytes());
}

#[test]
fn two_who_hold_nothing_are_equal() {
    meet(&mut Replica::of("a"), &mut Replica::of("b"));
}

#[test]
fn whoever_is_behind_gets_what_is_missing_once() {
    let pen = Pen::chain("ana", 30);
    for dialler_is_behind in [true, false] {
        let mut behind = Replica::of("a").with(&pen.written[..20]);
        let mut ahead = Replica::of("b").with(&pen.written);
        let mut talk = if dialler_is_behind {
            Talk::open(&mut behind, &mut ahead)
        } else {
            Talk::open(&mut ahead, &mut behind)
        };
        talk.pump();
        talk.assert_in_sync();
        let missing: Vec<EntryId> = pen.written[20..].iter().map(|entry| entry.id).collect();
        assert_eq!(talk.travelled(), missing);
        assert!(!talk.said().iter().any(|message| matches!(message, Message::Heights(_))));
        assert_eq!(behind.ids(), ahead.ids());
    }
}

#[test]
fn both_are_behind_on_different_feeds() {
    let (ana, ben) = (Pen::chain("ana", 20), Pen::chain("ben", 20));
    let mut a = Replica::of("a").with(&ana.written).with(&ben.written[..3]);
    let mut b = Replica::of("b").with(&ana.written[..7]).with(&ben.written);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    talk.assert_in_sync();
    assert_eq!(talk.travelled().len(), 13 + 17);
    assert_eq!(a.ids(), b.ids());
}

#[test]
fn each_knows_a_device_that_the_other_does_not() {
    let (ana, ben, cleo) = (Pen::chain("ana", 5), Pen::chain("ben", 5), Pen::chain("cleo", 5));
    let mut a = Replica::of("a").with(&ana.written).with(&ben.written);
    let mut b = Replica::of("b").with(&ana.written).with(&cleo.written);
    meet(&mut a, &mut b);
    assert_eq!(a.entries.len(), 15);
}

#[test]
fn one_holds_nothing() {
    let (ana, ben) = (Pen::chain("ana", 50), Pen::chain("ben", 50));
    let full = Replica::of("a").with(&ana.written).with(&ben.written);
    meet(&mut full.clone(), &mut Replica::of("b"));
    meet(&mut Replica::of("b"), &mut full.clone());
}

#[test]
fn disjoint_replicas_give_each_other_everything() {
    let (ana, ben) = (Pen::chain("ana", 50), Pen::chain("ben", 50));
    meet(&mut Replica::of("a").with(&ana.written), &mut Replica::of("b").with(&ben.written));
}

/// Branches of one device: how long the common part is, and how long each branch.
fn branches(common: usize, lengths: &[usize]) -> Vec<Vec<Entry>> {
    let mut pen = Pen::new("ana");
    let fork = (common > 0).then(|| pen.write(None, common));
    let mut all = Vec::new();
    for &length in lengths {
        let from = pen.written.len();
        pen.write(fork, length);
        all.push([&pen.written[..common], &pen.written[from..]].concat());
    }
    all
}

#[test]
fn of_a_fork_each_learns_the_other_branch() {
    for common in [0, 1, 3, 40, 200] {
        for (one, other) in [(1, 1), (1, 9), (9, 1), (60, 70), (1, 90)] {
            let branch = branches(common, &[one, other]);
            let mut a = Replica::of("a").with(&branch[0]);
            let mut b = Replica::of("b").with(&branch[1]);
            meet(&mut a, &mut b);
            assert_eq!(a.heights.tips(&branch[0][0].header.device).len(), 2);
        }
    }
}

#[test]
fn a_branch_that_grows_while_it_is_asked_about_arrives_whole() {
    let branch = branches(3, &[2, 4]);
    let (grown, other) = (&branch[0], &branch[1]);
    let mut a = Replica::of("a").with(&grown[..4]);
    let mut b = Replica::of("b").with(other);
    let mut talk = Talk::open(&mut a, &mut b);
    let mut written = false;
    loop {
        let mut progress = false;
        for i in [0, 1] {
            progress |= talk.send(i);
            progress |= talk.receive(1 - i);
            progress |= talk.commit(1 - i);
            let asks = |frame: &Vec<u8>| matches!(Message::from_bytes(frame), Ok(Message::Ask(_)));
            if !written && talk.side[0].said.iter().any(asks) {
                // The same laptop writes on, before it hears how much of its branch the other knows.
                written = true;
                let side = &mut talk.side[0];
                let many = side.replica.entries.len();
                assert!(side.replica.add(&grown[4]));
                let rows = side.replica.rows_from(many);
                side.session.push(&rows);
                // Whatever it has to say now arrives before the answer.
                while talk.send(0) {}
                while talk.receive(1) || talk.commit(1) {}
            }
        }
        if !progress {
            break;
        }
    }
    assert!(written);
    talk.assert_in_sync();
    assert_eq!(a.ids(), b.ids());
}

#[test]
fn a_fork_costs_little_more_than_its_branches() {
    let branch = branches(5_000, &[8, 9]);
    let mut a = Replica::of("a").with(&branch[0]);
    let mut b = Replica::of("b").with(&branch[1]);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    talk.assert_in_sync();
    assert!(talk.travelled().len() <= 2 * 32, "{} entries", talk.travelled().len());
}

#[test]
fn three_branches_meet() {
    let branch = branches(10, &[4, 5, 6]);
    let mut a = Replica::of("a").with(&branch[0]).with(&branch[1][10..]);
    let mut b = Replica::of("b").with(&branch[2]);
    let mut c = Replica::of("c").with(&branch[1][..12]);
    meet(&mut b, &mut c);
    meet(&mut a, &mut b);
    meet(&mut c, &mut a);
    assert_eq!(a.ids(), c.ids());
    assert_eq!(a.entries.len(), 25);
}

#[test]
fn two_who_take_nothing_in_still_stop_talking() {
    let branch = branches(5, &[4, 6, 3, 8]);
    let mut a = Replica::of("a").with(&branch[0]).with(&branch[1][5..]);
    let mut b = Replica::of("b").with(&branch[2]).with(&branch[3][5..]);
    let mut talk = Talk::open(&mut a, &mut b);
    while (0..2).any(|i| talk.send(i) || talk.receive(1 - i)) {}
    assert!(talk.frames < 40, "{} frames", talk.frames);
    assert!(talk.side.iter().all(|side| !side.session.is_in_sync()));
    while talk.commit(0) || talk.commit(1) {}
    talk.pump();
    talk.assert_in_sync();
}

#[test]
fn more_branches_than_one_message_names() {
    let branch = branches(3, &[2; 300]);
    let mut a = Replica::of("a").with(&branch[0]);
    let mut b = Replica::of("b").with(&branch[0]);
    for (i, entries) in branch.iter().enumerate() {
        let replica = if i % 2 == 0 { &mut a } else { &mut b };
        entries.iter().for_each(|entry| assert!(replica.add(entry)));
    }
    meet(&mut a, &mut b);
    assert_eq!(a.entries.len(), 603);
}

#[test]
fn inner_signatures_are_not_needed_to_pass_entries_on() {
    let mut pen = Pen::chain("ana", 40);
    for (i, entry) in pen.written.iter_mut().enumerate() {
        if i % 10 != 9 {
            entry.signature = None;
        }
    }
    let mut a = Replica::of("a").with(&pen.written);
    let mut b = Replica::of("b").with(&pen.written[..20]);
    meet(&mut a, &mut b);
    meet(&mut a, &mut Replica::of("c"));
}

#[test]
fn a_long_feed_with_one_signature_in_thousands_travels() {
    let mut pen = Pen::chain("ana", 3 * 8_000);
    for (i, entry) in pen.written.iter_mut().enumerate() {
        if i % 8_000 != 7_999 {
            entry.signature = None;
        }
    }
    let ben = Pen::chain("ben", 3_000);
    let mut a = Replica::of("a");
    for (i, entry) in pen.written.iter().enumerate() {
        assert!(a.add(entry));
        if i % 8 == 0 {
            assert!(a.add(&ben.written[i / 8]));
        }
    }
    meet(&mut a, &mut Replica::of("b"));
}

#[test]
fn the_longest_entries_travel_in_packs_that_can_be_unpacked() {
    let mut pen = Pen::new("ana");
    let mut last = None;
    for i in 0..120u64 {
        let noise = (0..1_500u64).flat_map(|j| *blake3::hash(&(i * 1_500 + j).to_le_bytes()).as_bytes());
        last = Some(pen.write_after(last, noise.collect()));
    }
    let mut a = Replica::of("a").with(&pen.written);
    meet(&mut a, &mut Replica::of("b"));
}

#[test]
fn what_is_new_is_pushed_and_does_not_come_back() {
    let pen = Pen::chain("ana", 10);
    let mut a = Replica::of("a").with(&pen.written[..5]);
    let mut b = Replica::of("b").with(&pen.written[..5]);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    pen.written[5..].iter().for_each(|entry| assert!(talk.side[0].replica.add(entry)));
    let rows = talk.side[0].replica.rows_from(5);
    talk.side[0].session.push(&rows);
    assert!(!talk.side[0].session.is_in_sync());
    talk.pump();
    // The other laptop tells everybody what is new, also the one it came from.
    let rows = talk.side[1].replica.rows_from(5);
    talk.side[1].session.push(&rows);
    talk.pump();
    talk.assert_in_sync();
    assert_eq!(talk.travelled().len(), 5);
    assert_eq!(a.root(), b.root());
}

#[test]
fn what_is_written_while_the_two_compare_arrives_too() {
    let (ana, ben) = (Pen::chain("ana", 10), Pen::chain("ben", 10));
    for (when, who) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1), (3, 0), (3, 1)] {
        for equal in [true, false] {
            let mut a = Replica::of("a").with(&ana.written[..5]);
            let mut b = Replica::of("b").with(&ana.written[..if equal { 5 } else { 3 }]);
            let mut talk = Talk::open(&mut a, &mut b);
            let write = |talk: &mut Talk| {
                let side = &mut talk.side[who];
                let many = side.replica.entries.len();
                ben.written.iter().for_each(|entry| assert!(side.replica.add(entry)));
                let rows = side.replica.rows_from(many);
                side.session.push(&rows);
            };
            // Before anything is said, after the hellos have left, after one has arrived, after both have.
            for step in 0..4 {
                if step == when {
                    write(&mut talk);
                }
                match step {
                    0 => {
                        talk.send(0);
                        talk.send(1);
                    }
                    1 => drop(talk.receive(1)),
                    2 => drop(talk.receive(0)),
                    _ => {}
                }
            }
            talk.pump();
            talk.assert_in_sync();
            assert_eq!(a.root(), b.root(), "written at step {when} by {who}");
            assert_eq!(a.ids(), b.ids());
        }
    }
}

#[test]
fn a_hint_is_answered_by_wanting() {
    let pen = Pen::chain("ana", 10);
    let mut a = Replica::of("a").with(&pen.written[..5]);
    let mut b = Replica::of("b").with(&pen.written[..5]);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    pen.written[5..].iter().for_each(|entry| assert!(talk.side[0].replica.add(entry)));
    let side = &mut talk.side[0];
    side.session.hint(&[pen.device()].into(), side.replica);
    talk.pump();
    talk.assert_in_sync();
    assert!(talk.said().iter().any(|message| matches!(message, Message::Want(feeds) if feeds.len() == 1)));
    assert_eq!(a.root(), b.root());
    // A hint about what both hold is not worth an answer.
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    let frames = talk.frames;
    let side = &mut talk.side[0];
    side.session.hint(&[pen.device()].into(), side.replica);
    talk.pump();
    assert_eq!(talk.frames, frames + 1);
}

#[test]
fn what_was_hinted_at_is_asked_for_when_that_is_due_and_not_sent_back() {
    let mut pen = Pen::chain("ana", 10);
    let mut a = Replica::of("a").with(&pen.written[..5]);
    let mut b = Replica::of("b").with(&pen.written[..5]);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    let [first, second] = &mut talk.side[..] else { unreachable!() };
    pen.written[5..].iter().for_each(|entry| assert!(first.replica.add(entry)));
    first.session.hint(&[pen.device()].into(), first.replica);
    let hear = |from: &mut Side, to: &mut Side| -> Vec<Act> {
        let mut acts = Vec::new();
        while let Some(frame) = from.session.next_frame(from.replica) {
            acts.extend(to.session.receive(&frame, to.replica).unwrap());
        }
        acts
    };
    assert_eq!(hear(first, second), [Act::Hinted([pen.device()].into())]);
    assert!(!second.session.is_in_sync());
    // Two of the five come another way: only the others are asked for.
    pen.written[5..7].iter().for_each(|entry| assert!(second.replica.add(entry)));
    assert_eq!(second.session.want(&[pen.device()].into(), second.replica), [pen.device()].into());
    assert_eq!(hear(second, first), []);
    let acts = hear(first, second);
    let [Act::Take(runs), ..] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!(runs.iter().map(|run| run.entries.len()).sum::<usize>(), 3);
    pen.written[7..].iter().for_each(|entry| assert!(second.replica.add(entry)));
    assert_eq!(second.session.want(&[pen.device()].into(), second.replica), [].into(), "asked for once");
    assert_eq!(second.session.committed(second.replica), [Act::InSync]);
    hear(second, first);
    assert!(first.session.is_in_sync() && hear(first, second).is_empty());
    // All of it comes another way: it does not go back, and both know that they hold the same.
    pen.write(Some(9), 3);
    let more = &pen.written[10..];
    more.iter().for_each(|entry| assert!(first.replica.add(entry)));
    first.session.hint(&[pen.device()].into(), first.replica);
    assert_eq!(hear(first, second), [Act::Hinted([pen.device()].into())]);
    more.iter().for_each(|entry| assert!(second.replica.add(entry)));
    let rows: Vec<u64> = more.iter().map(|entry| second.replica.row[&entry.id]).collect();
    second.session.push(&rows);
    assert_eq!(hear(second, first), []);
    assert_eq!(hear(first, second), [Act::InSync]);
}

#[test]
fn a_hint_speaks_of_the_newest_tips() {
    let branch = branches(2, &[3; 200]);
    let mut a = Replica::of("a");
    for entries in &branch {
        entries.iter().for_each(|entry| assert!(a.add(entry)));
    }
    let mut b = a.clone();
    b.me = Replica::of("b").me;
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    let device = branch[0][0].header.device;
    let mut pen = Pen::new("ana");
    pen.written = branch[7].clone();
    pen.write(Some(4), 1);
    assert!(talk.side[0].replica.add(&pen.written[5]));
    let side = &mut talk.side[0];
    side.session.hint(&[device].into(), side.replica);
    talk.pump();
    assert_eq!(a.ids(), b.ids());
}

#[test]
fn what_is_said_for_now_arrives() {
    let pen = Pen::chain("ana", 3);
    let mut a = Replica::of("a").with(&pen.written);
    let mut b = Replica::of("b").with(&pen.written);
    let mut talk = Talk::open(&mut a, &mut b);
    talk.side[0].session.ephemeral(b"too early".to_vec());
    talk.pump();
    talk.side[0].session.ephemeral(b"here".to_vec());
    talk.side[0].session.addresses(b"10.0.0.7".to_vec());
    talk.pump();
    let acts = [Act::InSync, Act::Ephemeral(b"here".to_vec()), Act::Addresses(b"10.0.0.7".to_vec())];
    assert_eq!(talk.side[1].acts, acts);
}

#[test]
fn only_who_holds_nothing_asks_for_a_preview_and_gets_it_before_all_runs() {
    let pen = Pen::chain("ana", 30);
    let own = Pen::chain("ben", 1);
    for newcomer_dials in [true, false] {
        let mut newcomer = Replica { new: true, ..Replica::of("b").with(&own.written) };
        let mut member = Replica::of("a").with(&pen.written);
        let mut talk = if newcomer_dials {
            Talk::open(&mut newcomer, &mut member)
        } else {
            Talk::open(&mut member, &mut newcomer)
        };
        let (new, old) = if newcomer_dials { (0, 1) } else { (1, 0) };
        talk.side[new].session.preview(b"nobody asked".to_vec());
        talk.pump();
        talk.assert_in_sync();
        assert!(talk.side[old].acts.contains(&Act::WantsPreview));
        assert!(!talk.side[new].acts.contains(&Act::WantsPreview));
        assert!(talk.side[new].acts.contains(&Act::Preview(b"Lunch?".to_vec())));
        let said: Vec<Message> =
            talk.side[old].said.iter().map(|frame| Message::from_bytes(frame).unwrap()).collect();
        let place = |wanted: fn(&Message) -> bool| said.iter().position(wanted).unwrap();
        assert!(place(|m| matches!(m, Message::Preview(_))) < place(|m| matches!(m, Message::Runs(_))));
        assert_eq!(said.iter().filter(|message| matches!(message, Message::Preview(_))).count(), 1);
        let asked = talk.side[new].said.iter().filter(|f| **f == Message::WantPreview.to_bytes()).count();
        assert_eq!(asked, 1);
        // Whoever has the founding does not ask.
        newcomer.new = false;
        let mut talk = Talk::open(&mut newcomer, &mut member);
        talk.pump();
        assert!(!talk.said().contains(&Message::WantPreview));
    }
}

#[test]
fn a_preview_that_nobody_asked_for_or_too_long_ends_the_conversation() {
    let pen = Pen::chain("ana", 3);
    let (mut a, mut b) = (Replica::of("a").with(&pen.written), Replica { new: true, ..Replica::of("b") });
    let (one, other) = (a.me, b.me);
    let hello = Session::open(one, other, COMMUNITY, false, &mut a).next_frame(&mut a).unwrap();
    let begin = |b: &mut Replica| {
        let mut session = Session::open(other, one, COMMUNITY, true, b);
        session.receive(&hello, b).unwrap();
        session
    };
    let preview = |length: usize| Message::Preview(vec![7; length]).to_bytes();
    let mut session = begin(&mut b);
    assert_eq!(session.receive(&preview(MAX_PREVIEW + 1), &mut b), Err(Fault::Malformed), "too long");
    let mut session = begin(&mut b);
    assert_eq!(session.receive(&preview(MAX_PREVIEW), &mut b), Ok(vec![Act::Preview(vec![7; MAX_PREVIEW])]));
    assert_eq!(session.receive(&preview(1), &mut b), Err(Fault::Malformed), "a second one");
    b.new = false;
    let mut session = begin(&mut b);
    assert_eq!(session.receive(&preview(1), &mut b), Err(Fault::Malformed), "nobody asked");
    // Asking twice is one question too many; and what is too long to be heard is not said.
    let want = Message::WantPreview.to_bytes();
    let mut session = begin(&mut b);
    while session.next_frame(&mut b).is_some() {}
    assert_eq!(session.receive(&want, &mut b), Ok(vec![Act::WantsPreview]));
    session.preview(vec![7; MAX_PREVIEW + 1]);
    assert_eq!(session.next_frame(&mut b), None);
    assert_eq!(session.receive(&want, &mut b), Err(Fault::Malformed));
}

#[test]
fn strangers_and_newer_programs_are_told_apart() {
    let (mut a, mut b) = (Replica::of("a"), Replica::of("b"));
    let (one, other) = (a.me, b.me);
    let mut dialler = Session::open(one, other, CommunityId([9; 32]), true, &mut a);
    let mut acceptor = Session::open(other, one, COMMUNITY, false, &mut b);
    let hello = dialler.next_frame(&mut a).unwrap();
    assert_eq!(acceptor.receive(&hello, &mut b), Err(Fault::Community));
    let known = [COMMUNITY, CommunityId([9; 32])];
    assert_eq!(Session::meant(&hello, &one, &other, known.iter()), Some(CommunityId([9; 32])));
    assert_eq!(Session::meant(&hello, &other, &one, known.iter()), None, "a tag is for one direction");
    let Ok(Message::Hello { tag, root, devices, .. }) = Message::from_bytes(&hello) else {
        panic!("a hello")
    };
    let newer = Message::Hello { version: 2, tag, root, devices }.to_bytes();
    let mut acceptor = Session::open(other, one, CommunityId([9; 32]), false, &mut b);
    assert_eq!(acceptor.receive(&newer, &mut b), Err(Fault::Version));
}

#[test]
fn a_message_out_of_turn_ends_the_conversation() {
    let pen = Pen::chain("ana", 3);
    let hello = |from: &mut Replica, to: DeviceId, dialler| {
        Session::open(from.me, to, COMMUNITY, dialler, from).next_frame(from).unwrap()
    };
    let (mut a, mut b) = (Replica::of("a").with(&pen.written), Replica::of("b"));
    let (one, other) = (a.me, b.me);
    let out_of_turn = [
        Message::Same(vec![]),
        Message::Heights(vec![]),
        Message::Want(vec![]),
        Message::Runs(vec![]),
        Message::Ask(vec![]),
        Message::Known(vec![]),
        Message::Done(Hash::ZERO),
        Message::Hint(vec![]),
        Message::Addresses(vec![]),
        Message::Ephemeral(vec![]),
        Message::WantPreview,
        Message::Preview(vec![]),
    ];
    for message in out_of_turn {
        let mut session = Session::open(other, one, COMMUNITY, false, &mut b);
        let early = session.receive(&message.to_bytes(), &mut b);
        assert_eq!(early, Err(Fault::Malformed), "{message:?} before hello");
    }
    // The dialler speaks of heights, once; and nobody says hello twice.
    let mut dialler = Session::open(one, other, COMMUNITY, true, &mut a);
    let said = hello(&mut b, one, false);
    dialler.receive(&said, &mut a).unwrap();
    assert_eq!(dialler.receive(&said, &mut a), Err(Fault::Malformed));
    assert_eq!(dialler.receive(&Message::Heights(vec![]).to_bytes(), &mut a), Err(Fault::Malformed));
    let mut acceptor = Session::open(other, one, COMMUNITY, false, &mut b);
    acceptor.receive(&hello(&mut a, other, true), &mut b).unwrap();
    acceptor.receive(&Message::Heights(vec![]).to_bytes(), &mut b).unwrap();
    assert_eq!(acceptor.receive(&Message::Heights(vec![]).to_bytes(), &mut b), Err(Fault::Malformed));
    // As many heights as there are devices.
    let mut acceptor = Session::open(other, one, COMMUNITY, false, &mut b);
    acceptor.receive(&hello(&mut a, other, true), &mut b).unwrap();
    let tip = palabre_feeds::message::KeyedTip { seq: 1, head: [0; 4] };
    assert_eq!(acceptor.receive(&Message::Same(vec![tip]).to_bytes(), &mut b), Err(Fault::Malformed));
}

#[test]
fn a_root_cannot_be_echoed() {
    let pen = Pen::chain("ana", 3);
    let mut a = Replica::of("a").with(&pen.written);
    let mut session = Session::open(a.me, Replica::of("b").me, COMMUNITY, true, &mut a);
    let hello = session.next_frame(&mut a).unwrap();
    let acts = session.receive(&hello, &mut a).unwrap();
    assert_eq!(acts, [], "whoever says what it heard does not pass for one who holds the same");
}

/// Two replicas that differ in every way, and what both say of it.
fn a_rich_talk() -> (Replica, Replica, Vec<Vec<u8>>) {
    let branch = branches(5, &[4, 6]);
    let (ben, cleo) = (Pen::chain("ben", 9), Pen::chain("cleo", 4));
    let mut a = Replica::of("a").with(&branch[0]).with(&ben.written[..4]).with(&cleo.written);
    let mut b = Replica::of("b").with(&branch[1]).with(&ben.written);
    let before = (a.clone(), b.clone());
    let mut talk = Talk::open(&mut a, &mut b);
    talk.pump();
    let said = std::mem::take(&mut talk.side[0].said);
    (before.0, before.1, said)
}

#[test]
fn a_frame_cut_short_is_refused() {
    let (_, mut b, said) = a_rich_talk();
    let peer = Replica::of("a").me;
    for (i, frame) in said.iter().enumerate() {
        for length in 0..frame.len() {
            let mut session = Session::open(b.me, peer, COMMUNITY, false, &mut b);
            for before in &said[..i] {
                session.receive(before, &mut b).unwrap();
            }
            let cut = session.receive(&frame[..length], &mut b);
            assert_eq!(cut, Err(Fault::Malformed), "{length} bytes of frame {i}");
        }
    }
}

#[test]
fn a_frame_that_comes_twice_changes_nothing() {
    let (a, b, said) = a_rich_talk();
    for again in 1..said.len() {
        let (mut a, mut b) = (a.clone(), b.clone());
        let mut talk = Talk::open(&mut a, &mut b);
        let mut count = 0;
        loop {
            let mut progress = talk.send(0) | talk.send(1);
            if let Some(frame) = talk.side[0].sent.front().cloned() {
                count += 1;
                let twice = count > again && !matches!(Message::from_bytes(&frame), Ok(Message::Heights(_)));
                progress |= talk.receive(1);
                if twice && count == again + 1 {
                    let side = &mut talk.side[1];
                    for act in side.session.receive(&frame, side.replica).unwrap() {
                        if let Act::Take(runs) = act {
                            side.replica.take(&runs);
                            side.session.committed(side.replica);
                        }
                    }
                }
            }
            progress |= talk.receive(0) | talk.commit(0) | talk.commit(1);
            if !progress {
                break;
            }
        }
        assert_eq!(a.ids(), b.ids());
    }
}

#[test]
fn comparing_costs_at_most_eight_bytes_a_device() {
    let pens: Vec<Pen> = (0..200).map(|i| Pen::chain(&format!("p{i}"), 5 + i % 200)).collect();
    let (mut a, mut b) = (Replica::of("a"), Replica::of("b"));
    for (i, pen) in pens.iter().enumerate() {
        let many = pen.written.len();
        let (held_by_a, held_by_b) = match i {
            3 | 77 => (many - 2, many),
            150 => (many, many - 4),
            _ => (many, many),
        };
        pen.written[..held_by_a].iter().for_each(|entry| assert!(a.add(entry)));
        pen.written[..held_by_b].iter().for_each(|entry| assert!(b.add(entry)));
    }
    for turned in [false, true] {
        let (mut a, mut b) = (a.clone(), b.clone());
        let mut talk = if turned { Talk::open(&mut b, &mut a) } else { Talk::open(&mut a, &mut b) };
        talk.pump();
        talk.assert_in_sync();
        assert_eq!(talk.travelled().len(), 8);
        let missing: HashSet<EntryId> = talk.travelled().into_iter().collect();
        let entries = pens.iter().flat_map(|pen| &pen.written).filter(|entry| missing.contains(&entry.id));
        let entries: usize = entries.map(|entry| entry.to_bytes().len()).sum();
        let beyond = talk.bytes().saturating_sub(entries);
        println!("{} bytes in all, {entries} of entries, 200 devices", talk.bytes());
        assert!(beyond <= 8 * 200 + 600, "{beyond} bytes");
        assert_eq!(a.ids(), b.ids());
    }
}

/// Feeds of which two replicas hold some: for each device where each entry goes on from, who holds it, and whether
/// its own signature is at hand.
#[derive(Clone, Debug)]
struct Universe {
    feeds: Vec<Vec<(u8, u8, bool)>>,
}

fn universe() -> impl Strategy<Value = Universe> {
    // Mostly straight on, at times from further back; both hold most entries.
    let entry = (
        prop_oneof![12 => Just(0u8), 2 => 1..4u8, 1 => any::<u8>()],
        prop_oneof![6 => Just(3u8), 2 => 0..4u8],
        any::<bool>(),
    );
    let feed = prop::collection::vec(entry, 1..60);
    prop::collection::vec(feed, 1..5).prop_map(|feeds| Universe { feeds })
}

fn replicas(universe: &Universe) -> [Replica; 2] {
    let mut replicas = [Replica::of("a"), Replica::of("b")];
    for (i, feed) in universe.feeds.iter().enumerate() {
        let mut pen = Pen::new(&format!("p{i}"));
        for (j, (back, _, _)) in feed.iter().enumerate() {
            let before = j.checked_sub(1 + *back as usize % 64).filter(|_| j > 0);
            pen.write(before, 1);
        }
        for (who, replica) in replicas.iter_mut().enumerate() {
            let mut held = HashSet::new();
            for (entry, (_, holders, _)) in pen.written.iter().zip(feed) {
                let linked = entry.header.seq == 1 || held.contains(&entry.header.prev);
                if linked && holders & (1 << who) != 0 {
                    held.insert(entry.id);
                }
            }
            let before: HashSet<EntryId> = pen
                .written
                .iter()
                .filter(|entry| held.contains(&entry.id))
                .map(|entry| entry.header.prev)
                .collect();
            for (entry, (_, _, signed)) in
                pen.written.iter().zip(feed).filter(|(entry, _)| held.contains(&entry.id))
            {
                let mut entry = entry.clone();
                // What something here follows may have come without its own signature.
                if before.contains(&entry.id) && !signed {
                    entry.signature = None;
                }
                assert!(replica.add(&entry));
            }
        }
    }
    replicas
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn any_two_replicas_hold_the_same_after_one_conversation(universe in universe(), seed in any::<u64>()) {
        let [mut a, mut b] = replicas(&universe);
        let both: BTreeSet<EntryId> = a.ids().union(&b.ids()).copied().collect();
        let mut talk = Talk::open(&mut a, &mut b);
        talk.pump_by(seed);
        talk.assert_in_sync();
        prop_assert_eq!(&a.ids(), &both);
        prop_assert_eq!(&b.ids(), &both);
        prop_assert_eq!(a.root(), b.root());
        let mut talk = Talk::open(&mut b, &mut a);
        talk.pump();
        prop_assert_eq!(talk.frames, 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn what_is_written_in_the_middle_of_a_conversation_arrives_too(
        universe in universe(),
        seed in any::<u64>(),
        steps in prop::collection::vec((0..2usize, 0..3u8, any::<bool>()), 0..30),
    ) {
        let [mut a, mut b] = replicas(&universe);
        let mut pens = [Pen::new("new a"), Pen::new("new b")];
        let mut talk = Talk::open(&mut a, &mut b);
        for (i, what, write) in steps {
            if write {
                let last = pens[i].written.len().checked_sub(1);
                let new = pens[i].write(last, 1);
                let side = &mut talk.side[i];
                let row = side.replica.entries.len() as u64;
                prop_assert!(side.replica.add(&pens[i].written[new]));
                side.session.push(&[row]);
            }
            match what {
                0 => talk.send(i),
                1 => talk.receive(i),
                _ => talk.commit(i),
            };
        }
        talk.pump_by(seed);
        talk.assert_in_sync();
        prop_assert_eq!(a.ids(), b.ids());
    }

    #[test]
    fn a_circle_of_three_holds_the_same_after_a_round_and_a_half(universe in universe()) {
        let [mut a, mut b] = replicas(&universe);
        let ben = Pen::chain("ben", 5);
        let mut c = Replica::of("c").with(&ben.written);
        meet(&mut a, &mut c);
        meet(&mut c, &mut b);
        meet(&mut b, &mut a);
        prop_assert_eq!(a.ids(), b.ids());
        prop_assert!(c.ids().is_subset(&a.ids()));
    }

    #[test]
    fn any_bytes_are_answered_or_refused(
        stage in 0..3usize,
        frames in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..8),
        twist in any::<(prop::sample::Index, prop::sample::Index, u8)>(),
    ) {
        let (mut a, mut b, said) = a_rich_talk();
        let (one, other) = (a.me, b.me);
        let mut dialler = Session::open(one, other, COMMUNITY, true, &mut a);
        let mut acceptor = Session::open(other, one, COMMUNITY, false, &mut b);
        let hello = acceptor.next_frame(&mut b).unwrap();
        for frame in &said[..stage.min(said.len())] {
            prop_assert!(acceptor.receive(frame, &mut b).is_ok());
        }
        if stage > 0 {
            prop_assert!(dialler.receive(&hello, &mut a).is_ok());
        }
        let mut twisted = said[twist.0.index(said.len())].clone();
        let at = twist.1.index(twisted.len());
        twisted[at] = twist.2;
        for frame in frames.iter().chain([&twisted]) {
            for act in acceptor.receive(frame, &mut b).unwrap_or_default() {
                if let Act::Take(runs) = act {
                    // Whatever is not signed falls here.
                    runs.iter().filter(|run| run.is_signed_in(&COMMUNITY)).for_each(|run| {
                        run.entries.iter().for_each(|entry| {
 b.add(entry); });
                    });
                    acceptor.committed(&mut b);
                }
            }
            let _ = dialler.receive(frame, &mut a);
            while acceptor.next_frame(&mut b).is_some() {}
            while dialler.next_frame(&mut a).is_some() {}
        }
    }
}
