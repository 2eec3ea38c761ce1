//! Makes Automerge changes, honest ones and others.
//!
//! The guard's own tests are built with this file, too, each against the guard that they are about.

use automerge::{
    ActorId, AutoCommit, Automerge, Change, ObjType, ROOT, ReadDoc, ScalarValue, Value,
    marks::{ExpandMark, Mark},
    transaction::Transactable,
};
use palabre_domain::id::DeviceId;
use palabre_feeds::change::ChangeFacts;
use rand::{RngExt, rngs::StdRng};
use sha2::{Digest, Sha256};

use crate::guard::read_change;

/// Returns a device that no key belongs to.
pub fn device(n: u8) -> DeviceId {
    DeviceId([n; 32])
}

/// Returns the same as an actor of Automerge.
pub fn actor(n: u8) -> ActorId {
    ActorId::from([n; 32])
}

/// Returns a number in LEB128.
pub fn unsigned(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

/// Returns a signed number in LEB128.
pub fn signed(mut value: i64) -> Vec<u8> {
    let mut out = Vec::new();
    while !(-64..64).contains(&value) {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8 & 0x7f);
    out
}

/// Returns a chunk around `body` with the checksum that it should have.
pub fn chunk(kind: u8, body: &[u8]) -> Vec<u8> {
    let covered = [&[kind][..], &unsigned(body.len() as u64), body].concat();
    [&[0x85, 0x6f, 0x4a, 0x83], &Sha256::digest(&covered)[..4], &covered].concat()
}

/// Returns the content of a chunk.
pub fn body(chunk: &[u8]) -> &[u8] {
    let length = chunk[9..].iter().take_while(|byte| **byte & 0x80 != 0).count() + 1;
    &chunk[9 + length..]
}

/// A change field by field; the default one sets key "k" at the root to null.
#[derive(Clone)]
pub struct Forged {
    /// The hashes of the changes that it builds on.
    pub deps: Vec<[u8; 32]>,
    /// Who made it.
    pub actor: Vec<u8>,
    /// Which change of its actor it is.
    pub seq: u64,
    /// The number of its first operation.
    pub start_op: u64,
    /// When, in seconds since 1970.
    pub time: i64,
    /// A message beside it.
    pub message: Vec<u8>,
    /// The other actors that it names.
    pub others: Vec<Vec<u8>>,
    /// Its columns: what each holds, and its bytes.
    pub columns: Vec<(u64, Vec<u8>)>,
    /// What stands behind the columns.
    pub extra: Vec<u8>,
}

impl Default for Forged {
    fn default() -> Self {
        Self {
            deps: vec![],
            actor: vec![1; 32],
            seq: 1,
            start_op: 1,
            time: 0,
            message: vec![],
            others: vec![],
            columns: vec![
                (0x15, vec![0x7f, 1, b'k']),
                (0x34, vec![1]),
                (0x42, vec![0x7f, 1]),
                (0x56, vec![0x7f, 0]),
                (0x70, vec![0x7f, 0]),
            ],
            extra: vec![],
        }
    }
}

impl Forged {
    /// Returns the chunk.
    pub fn bytes(&self) -> Vec<u8> {
        let prefixed = |bytes: &[u8]| [&unsigned(bytes.len() as u64), bytes].concat();
        let mut body = unsigned(self.deps.len() as u64);
        body.extend(self.deps.concat());
        body.extend(prefixed(&self.actor));
        body.extend(unsigned(self.seq));
        body.extend(unsigned(self.start_op));
        body.extend(signed(self.time));
        body.extend(prefixed(&self.message));
        body.extend(unsigned(self.others.len() as u64));
        self.others.iter().for_each(|other| body.extend(prefixed(other)));
        body.extend(unsigned(self.columns.len() as u64));
        for (spec, data) in &self.columns {
            body.extend([unsigned(*spec), unsigned(data.len() as u64)].concat());
        }
        self.columns.iter().for_each(|(_, data)| body.extend(data));
        body.extend(&self.extra);
        chunk(1, &body)
    }

    /// Returns the bytes with one column in place of another or beside the others.
    pub fn with_column(mut self, spec: u64, data: Vec<u8>) -> Vec<u8> {
        self.columns.retain(|(other, _)| *other != spec);
        self.columns.push((spec, data));
        self.columns.sort_by_key(|(spec, _)| *spec & !8);
        self.bytes()
    }
}

/// Flips, replaces, removes or inserts up to three bytes.
pub fn mutate(rng: &mut StdRng, bytes: &mut Vec<u8>) {
    for _ in 0..rng.random_range(1..4) {
        let Some(last) = bytes.len().checked_sub(1) else {
            return;
        };
        let at = rng.random_range(0..=last);
        match rng.random_range(0..5) {
            0 => bytes[at] ^= 1 << rng.random_range(0..8u8),
            1 => bytes[at] = rng.random(),
            2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff, 0x40][rng.random_range(0..6usize)],
            3 => _ = bytes.remove(at),
            _ => bytes.insert(at, rng.random()),
        }
    }
}

/// Returns a mutant of a change, its checksum mended.
pub fn mutant(rng: &mut StdRng, change: &[u8]) -> Vec<u8> {
    let mut content = body(change).to_vec();
    mutate(rng, &mut content);
    chunk(1, &content)
}

/// Returns a document with a list, a text and a counter, by device 1.
pub fn birth() -> AutoCommit {
    let mut doc = AutoCommit::new().with_actor(actor(1));
    doc.put_object(ROOT, "l", ObjType::List).unwrap();
    let text = doc.put_object(ROOT, "t", ObjType::Text).unwrap();
    doc.splice_text(&text, 0, 0, "we share this room").unwrap();
    doc.put(ROOT, "c", ScalarValue::counter(1)).unwrap();
    doc.commit();
    doc
}

/// Does one change's worth of honest work.
pub fn work(rng: &mut StdRng, doc: &mut AutoCommit) {
    let list = doc.get(ROOT, "l").unwrap().unwrap().1;
    let text = doc.get(ROOT, "t").unwrap().unwrap().1;
    for _ in 0..rng.random_range(1..8) {
        let (items, letters) = (doc.length(&list), doc.length(&text));
        match rng.random_range(0..8) {
            0 => {
                doc.put(ROOT, format!("k{}", rng.random_range(0..3)), i64::from(rng.random::<i32>())).unwrap()
            }
            1 => doc.insert(&list, rng.random_range(0..=items), "x").unwrap(),
            2 => doc.splice_text(&text, rng.random_range(0..=letters), 0, "hey").unwrap(),
            3 => doc.increment(ROOT, "c", 2).unwrap(),
            4 if items > 0 => doc.delete(&list, rng.random_range(0..items)).unwrap(),
            5 if letters > 3 => doc.splice_text(&text, rng.random_range(0..letters - 1), 1, "").unwrap(),
            6 if letters > 2 => {
                let mark = Mark::new("strong".into(), true, 0, letters - 1);
                doc.mark(&text, mark, ExpandMark::Both).unwrap();
            }
            _ => _ = doc.put_object(ROOT, "m", ObjType::Map).unwrap(),
        }
    }
    doc.commit();
}

/// Returns the changes of some devices that work together, apart and together again.
pub fn history(rng: &mut StdRng, devices: u8, changes: usize) -> Vec<Vec<u8>> {
    let mut first = birth();
    let mut docs: Vec<AutoCommit> = (0..devices).map(|n| first.fork().with_actor(actor(n + 2))).collect();
    for _ in 0..changes {
        let at = rng.random_range(0..docs.len());
        work(rng, &mut docs[at]);
        if rng.random_ratio(1, 2) {
            let mut other = docs[rng.random_range(0..devices as usize)].fork();
            docs[at].merge(&mut other).unwrap();
        }
    }
    for mut doc in docs {
        first.merge(&mut doc).unwrap();
    }
    first.get_changes(&[]).iter().map(|change| change.raw_bytes().to_vec()).collect()
}

/// Reads changes that must pass.
pub fn read_all(changes: &[Vec<u8>]) -> Vec<(ChangeFacts, Change)> {
    changes.iter().map(|bytes| read_change(bytes).unwrap()).collect()
}

/// Asserts that honest work on a document goes on: edits, save, load, and the same from the changes alone.
pub fn assert_alive(document: &Automerge) {
    let mut doc = AutoCommit::load(&document.save()).unwrap().with_actor(actor(0xee));
    doc.put(ROOT, "honest", 1).unwrap();
    if let Ok(Some((value, list))) = doc.get(ROOT, "l")
        && value == Value::Object(ObjType::List)
    {
        let items = doc.length(&list);
        doc.insert(&list, items / 2, "h").unwrap();
        doc.delete(&list, 0).unwrap();
    }
    if let Ok(Some((value, text))) = doc.get(ROOT, "t")
        && value == Value::Object(ObjType::Text)
    {
        let letters = doc.length(&text);
        doc.splice_text(&text, letters / 2, 0, "zz").unwrap();
    }
    doc.commit();
    let mut loaded = AutoCommit::load(&doc.save()).unwrap();
    assert_eq!(loaded.get_heads(), doc.get_heads());
    assert_eq!(loaded.document().hydrate(None), doc.document().hydrate(None));
    let mut replayed = AutoCommit::new();
    replayed.apply_changes(loaded.get_changes(&[])).unwrap();
    assert_eq!(replayed.get_heads(), doc.get_heads());
    assert_eq!(replayed.document().hydrate(None), doc.document().hydrate(None));
}
