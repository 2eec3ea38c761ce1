//! The people that every input is about: always the same, so that a committed input means the same tomorrow.
//!
//! Ana founded it, Ben and Cleo write in it, and Dora's laptop reads what comes. All keys are known, so that an entry
//! can be *dressed*: the fuzzer says what it holds, and what it needs to be taken seriously is made to fit.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use ed25519_dalek::SigningKey;
use palabre_api::{Handler, ask};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_feeds::entry::{Entry, HEADER_LEN, Header, Kind, VERSION, sign, signed_bytes};
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::home::Identity;
use palabre_node::replica::Replica;
use palabre_store::Store;

use crate::forge::chunk;
use crate::people::{Time, answer, ask_them, author, confirm, count, gather, meet, node_of, person, state};

/// Length and hash of the body are the true ones.
pub const FIT: u8 = 1;
/// It follows the last entry of its feed.
pub const PLACE: u8 = 2;
/// Its device is a known one, and signs it.
pub const SIGN: u8 = 4;
/// The Automerge change in its body has the right checksum.
pub const CHUNK: u8 = 8;
/// It cites the founding as the epoch.
pub const EPOCH: u8 = 16;
/// It is about a record that there is.
pub const RECORD: u8 = 32;
/// The Automerge change in its body is by its own device.
pub const ACTOR: u8 = 64;
/// Version and kind are known ones.
pub const KIND: u8 = 128;

/// Where an Automerge chunk begins.
const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];

/// What all inputs are about.
pub struct Village {
    /// The community.
    pub community: CommunityId,
    /// What Dora's laptop holds before an input comes, in the order in which it came.
    pub base: Vec<Entry>,
    /// What was written after that.
    pub later: Vec<Entry>,
    /// An invite as link, and a ticket for a further laptop of Ben's.
    pub links: Vec<String>,
    /// A decision and the proof of a fork, as files that a stranger checks.
    pub files: Vec<String>,
    keys: BTreeMap<DeviceId, SigningKey>,
    records: Vec<RecordId>,
    tips: HashMap<DeviceId, (u64, EntryId)>,
}

/// Returns Dora, who has no community yet.
pub fn dora() -> Node {
    static DORA: OnceLock<Identity> = OnceLock::new();
    let dora = DORA.get_or_init(|| Identity::new("Dora".into(), [4; 32], [104; 32]));
    node_of(dora.clone(), &Time::new(), 4)
}

/// Returns the village.
pub fn village() -> &'static Village {
    static VILLAGE: OnceLock<Village> = OnceLock::new();
    VILLAGE.get_or_init(Village::make)
}

/// Returns all entries of a laptop in the order in which they came.
fn entries_of(node: &mut Node, community: &CommunityId) -> Vec<Entry> {
    let store = node.replica_of(community).unwrap().store();
    store.after(0, 10_000).unwrap().into_iter().map(|held| held.entry).collect()
}

impl Village {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let time = Time::new();
        let mut ana = person(&time, "Ana", 1);
        let (mut ben, mut cleo, mut dora) =
            (person(&time, "Ben", 2), person(&time, "Cleo", 3), person(&time, "Dora", 4));
        let community = gather(&mut ana, &mut [&mut ben, &mut cleo, &mut dora]);
        for node in [&mut ben, &mut cleo, &mut dora] {
            assert!(meet(node, &mut ana, &community));
        }
        ask_them(&mut ana, "Lunch together?", "proposal");
        for node in [&mut ben, &mut cleo, &mut dora] {
            assert!(meet(node, &mut ana, &community));
        }
        let base = entries_of(&mut ana, &community);

        let ticket = ana.invite(ask::Invite { uses: 1, days: 14, ..Default::default() }).unwrap().link;
        let device = ben.device_add(ask::DeviceAdd::default()).unwrap().link;
        for node in [&mut ana, &mut ben, &mut cleo] {
            answer(node, "Lunch", "against");
        }
        let comment = |text: &str| ask::Comment {
            on: "Lunch".into(),
            text: Some(text.into()),
            ..ask::Comment::default()
        };
        ben.comment(comment("Soup, I hope.")).unwrap();
        let why = "So that **nobody** stays cold.".to_owned();
        let project = ask::ProjectNew { name: "Stove".into(), why, ..ask::ProjectNew::default() };
        cleo.project_new(project).unwrap();
        for _ in 0..2 {
            for node in [&mut ben, &mut cleo] {
                assert!(meet(node, &mut ana, &community));
            }
        }
        time.pass(24 * 30);
        count(&mut ana, "Lunch");
        for node in [&mut ben, &mut cleo] {
            assert!(meet(node, &mut ana, &community));
            let _ = confirm(node, "Lunch");
            assert!(meet(node, &mut ana, &community));
        }
        ben.withdraw(ask::Withdraw { on: "Lunch".into(), ..ask::Withdraw::default() }).unwrap();
        // Ben has a second laptop, and loses it.
        let mut second = Node::in_memory(None, time.clock(), 22);
        second.me_restore(ask::MeRestore { from: vec![device.clone()], name: None }).unwrap();
        assert!(meet(&mut second, &mut ana, &community));
        assert!(meet(&mut ben, &mut ana, &community));
        second.comment(comment("From the train.")).unwrap();
        assert!(meet(&mut second, &mut ana, &community));
        assert!(meet(&mut ben, &mut ana, &community));
        ben.device_revoke(ask::DeviceRevoke { device: "2".into(), ..Default::default() }).unwrap();
        // The Cause changes.
        let text = "Bread for all.".to_owned();
        let decision = ana.cause_propose(ask::CausePropose { text, days: None }).unwrap().id;
        for round in 0..4 {
            for node in [&mut ben, &mut cleo] {
                assert!(meet(node, &mut ana, &community));
                match round {
                    0 => answer(node, &decision, "for"),
                    2 => _ = confirm(node, &decision),
                    _ => {}
                }
                assert!(meet(node, &mut ana, &community));
            }
            match round {
                0 => answer(&mut ana, &decision, "for"),
                1 => {
                    time.pass(24 * 30);
                    count(&mut ana, &decision);
                }
                _ => {}
            }
        }
        let certify = ask::KeyholderCertify { decision, anyway: false };
        assert!(ana.keyholder_certify(certify).unwrap().in_force);
        assert!(meet(&mut cleo, &mut ana, &community));
        // Cleo's laptop is copied, and both write.
        let mut copy = node_of(cleo.identity().unwrap().clone(), &time, 33);
        let all = cleo.replica_of(&community).unwrap().store().after(0, 10_000).unwrap();
        let mut replica = Replica::new(community, Store::in_memory().unwrap());
        let runs: Vec<Run> = Run::group(all.into_iter().map(|held| held.entry).collect()).0;
        replica.take(&runs).unwrap();
        copy.put_copy(community, replica);
        cleo.comment(comment("With bread.")).unwrap();
        copy.comment(comment("Without.")).unwrap();
        assert!(meet(&mut cleo, &mut ana, &community));
        assert!(meet(&mut copy, &mut ana, &community));

        let mut files = Vec::new();
        let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
        let saved = ask::DecisionExport { decision: "Lunch".into(), file: file("decision") };
        ana.decision_export(saved).unwrap();
        let cleos = author(&cleo).device().to_string();
        ana.fork_export(ask::ForkExport { device: cleos, file: file("fork") }).unwrap();
        for name in ["decision", "fork"] {
            files.push(std::fs::read_to_string(file(name)).unwrap());
        }

        let mut keys = BTreeMap::new();
        for node in [&ana, &ben, &cleo, &dora, &second] {
            let author = author(node);
            keys.insert(author.device(), author.key);
        }
        let all = entries_of(&mut ana, &community);
        // A signature that did not travel is written again: ed25519 knows one for one key and message.
        let signed = |mut entry: Entry| {
            let key = keys.get(&entry.header.device)?;
            entry.signature = Some(sign(key, &signed_bytes(&community, &entry.id)));
            Some(entry)
        };
        let all: Vec<Entry> = all.into_iter().filter_map(signed).collect();
        let (base, later) = (all[..base.len()].to_vec(), all[base.len()..].to_vec());
        let tips = base.iter().map(|entry| (entry.header.device, (entry.header.seq, entry.id))).collect();
        let records = all.iter().filter(|entry| entry.kind() == Some(Kind::Birth));
        let records = records.map(Entry::record).collect();
        assert!(!state(&mut dora, &community).is_empty());
        Self { community, base, later, links: vec![ticket, device], files, keys, records, tips }
    }

    /// Returns everything that anybody wrote.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.base.iter().chain(&self.later)
    }

    /// Returns the device of the person with this number, from 0: Ana, Ben, Cleo, Dora.
    pub fn device(&self, which: usize) -> DeviceId {
        let members =
            self.base.iter().filter(|entry| matches!(entry.kind(), Some(Kind::Genesis | Kind::Join)));
        members.map(|entry| entry.header.device).nth(which).unwrap_or_default()
    }

    /// Returns a replica that holds some entries, and is Dora's.
    pub fn replica(&self, entries: &[Entry]) -> Replica {
        let mut replica = Replica::new(self.community, Store::in_memory().unwrap());
        replica.set_mine(Some(self.device(3)));
        let runs: Vec<Run> = entries.iter().map(|entry| Run { entries: vec![entry.clone()] }).collect();
        let took = replica.take(&runs).unwrap();
        assert_eq!((took.new.len(), took.refused, took.gaps), (entries.len(), 0, 0));
        replica
    }

    /// Begins to dress the entries of one input.
    pub fn tailor(&self) -> Tailor<'_> {
        Tailor { village: self, tips: self.tips.clone() }
    }
}

/// Makes entries fit, one after the other.
pub struct Tailor<'a> {
    village: &'a Village,
    tips: HashMap<DeviceId, (u64, EntryId)>,
}

impl Tailor<'_> {
    /// Reads an entry behind a byte that says what of it is made to fit; none where it is still no entry.
    pub fn dress(&mut self, piece: &[u8]) -> Option<Entry> {
        let (&fits, bytes) = piece.split_first()?;
        let (header, rest) = bytes.split_first_chunk::<HEADER_LEN>()?;
        let (body, _) = rest.split_last_chunk::<64>()?;
        if fits == 0 {
            return Entry::from_bytes(bytes).ok();
        }
        let (mut header, mut body) = (Header::from_bytes(header), body.to_vec());
        let asked = |fit| fits & fit != 0;
        if asked(KIND) {
            header.v = VERSION;
            header.kind %= Kind::Certificate as u8 + 1;
        }
        let village = self.village;
        if asked(SIGN) && !village.keys.contains_key(&header.device) {
            header.device = village.device(usize::from(header.device.0[0]) % village.keys.len());
        }
        if asked(ACTOR) {
            put_actor(&mut body, &header.device);
        }
        if asked(CHUNK) {
            mend_chunk(&mut body);
        }
        if asked(EPOCH) {
            header.epoch = village.base[0].id;
        }
        let kind = (header.v == VERSION).then(|| Kind::from_code(header.kind)).flatten();
        if asked(RECORD) {
            let of_record = kind.is_some_and(|kind| !kind.is_control() && kind != Kind::Birth);
            let which = usize::from(header.record.0[0]) % village.records.len().max(1);
            header.record = if of_record { village.records[which] } else { RecordId::ZERO };
        }
        if asked(PLACE) {
            let (seq, id) = self.tips.get(&header.device).copied().unwrap_or((0, EntryId::ZERO));
            (header.seq, header.prev) = (seq + 1, id);
        }
        if asked(FIT) {
            header.body_len = body.len() as u32;
            header.body_hash = Hash::of(&body);
        }
        let mut entry = Entry::from_parts(header, body, None).ok()?;
        entry.signature = match village.keys.get(&entry.header.device) {
            Some(key) if asked(SIGN) => Some(sign(key, &signed_bytes(&village.community, &entry.id))),
            _ => Entry::from_bytes(bytes).ok().and_then(|entry| entry.signature),
        };
        if asked(PLACE) {
            self.tips.insert(entry.header.device, (entry.header.seq, entry.id));
        }
        Some(entry)
    }
}

/// Returns where a number in LEB128 ends that begins at `at`, and the number.
pub fn leb(bytes: &[u8], at: usize) -> Option<(usize, u64)> {
    let mut value = 0u64;
    for (i, &byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * i);
        if byte & 0x80 == 0 {
            return Some((at + i + 1, value));
        }
    }
    None
}

/// Returns where the content of the chunk begins that reaches to the end of these bytes.
pub fn content(bytes: &[u8]) -> Option<(usize, usize)> {
    let start = bytes.windows(MAGIC.len()).position(|window| window == MAGIC)?;
    let (content, _) = leb(bytes, start + 9)?;
    Some((start, content))
}

/// Gives the chunk that reaches to the end of a body its length and checksum, where there is one.
fn mend_chunk(body: &mut Vec<u8>) {
    if let Some((start, from)) = content(body) {
        let mended = chunk(1, &body[from..]);
        body.truncate(start);
        body.extend(mended);
    }
}

/// Puts a device in the place of the actor of the chunk in a body, where there is one.
fn put_actor(body: &mut [u8], device: &DeviceId) {
    let Some((_, from)) = content(body) else { return };
    let place = leb(body, from).and_then(|(deps, many)| {
        let actor = deps.checked_add(usize::try_from(many.checked_mul(32)?).ok()?)?;
        (*body.get(actor)? == 32).then_some(actor + 1)
    });
    if let Some(actor) = place.and_then(|place| body.get_mut(place..place + 32)) {
        actor.copy_from_slice(&device.0);
    }
}
