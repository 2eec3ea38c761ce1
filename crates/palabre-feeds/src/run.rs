//! Consecutive entries of one feed, as they travel.
//!
//! A run need not repeat whose entries they are, what each follows, or its place: exact headers are rebuilt, and the
//! signature at the run's end vouches for all of it. Runs travel packed, up to [`MAX_UNPACKED`] at a time.

use std::collections::HashMap;

use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_domain::wire;
use serde::{Deserialize, Serialize};

use crate::entry::{Entry, Header, MAX_BODY, Signature};

/// The most that one pack of runs may unpack to, in bytes.
pub const MAX_UNPACKED: usize = 4 << 20;
/// How much of entries goes into one pack, in bytes before packing.
pub const PACK: usize = 960 << 10;
/// The most entries in one pack.
pub const PACK_ENTRIES: usize = 8_192;

const LEVEL: i32 = 3;
/// What an entry takes in a pack beside its body, at most: its fields, and its own place in both tables.
const AROUND: usize = 96;

/// Consecutive entries of one feed, the last one signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The entries, first to last; never empty.
    pub entries: Vec<Entry>,
}

/// Says why packed runs were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RunError {
    /// They cannot be unpacked, or hold more than they may.
    #[error("these entries cannot be unpacked")]
    Packing,
    /// They unpack to something that is no run.
    #[error("these entries do not form a feed")]
    Form,
    /// The signature at the end of a run does not hold.
    #[error("the signature at the end of these entries does not hold")]
    Signature,
}

#[derive(Serialize, Deserialize)]
struct Pack {
    epochs: Vec<EntryId>,
    records: Vec<RecordId>,
    runs: Vec<PackedRun>,
}

#[derive(Serialize, Deserialize)]
struct PackedRun {
    device: DeviceId,
    first: u64,
    prev: Option<EntryId>,
    entries: Vec<PackedEntry>,
    signature: Signature,
}

#[derive(Serialize, Deserialize)]
struct PackedEntry {
    v: u8,
    kind: u8,
    /// Place in `epochs`, from 1; 0 is none.
    epoch: u32,
    /// Place in `records`, from 1; 0 is none.
    record: u32,
    /// Since the entry before, in milliseconds.
    since: i64,
    #[serde(with = "crate::wire_bytes")]
    body: Vec<u8>,
}

impl Run {
    /// Returns the entries as runs: grouped by feed and branch, each ending in its last signed entry.
    ///
    /// What follows the last signature of a feed is returned apart: nothing vouches for it yet.
    pub fn group(entries: Vec<Entry>) -> (Vec<Self>, Vec<Entry>) {
        let mut open: Vec<Vec<Entry>> = Vec::new();
        let mut by_tip: HashMap<EntryId, usize> = HashMap::new();
        for entry in entries {
            let place = by_tip.remove(&entry.header.prev).unwrap_or_else(|| {
                open.push(Vec::new());
                open.len() - 1
            });
            by_tip.insert(entry.id, place);
            open[place].push(entry);
        }
        let mut runs = Vec::new();
        let mut unsigned = Vec::new();
        for mut entries in open {
            let signed = entries.iter().rposition(|entry| entry.signature.is_some()).map_or(0, |i| i + 1);
            unsigned.extend(entries.drain(signed..));
            if !entries.is_empty() {
                runs.push(Self { entries });
            }
        }
        (runs, unsigned)
    }

    /// Packs runs for the road, into as many packs as it takes: long runs are cut at signed entries.
    ///
    /// What came in packs fits into packs again: no run is taken in that weighs more than [`PACK`], so the next
    /// signed entry is never further away.
    pub fn packs(runs: Vec<Self>) -> Vec<Vec<u8>> {
        let mut packs = Vec::new();
        let mut open: Vec<Self> = Vec::new();
        let (mut weight, mut many) = (0, 0);
        for run in runs {
            let mut continues = false;
            for piece in run.pieces() {
                let more = weigh(&piece);
                if many > 0 && (weight + more > PACK || many + piece.len() > PACK_ENTRIES) {
                    packs.push(Self::pack(&open));
                    open.clear();
                    (weight, many, continues) = (0, 0, false);
                }
                weight += more;
                many += piece.len();
                match open.last_mut() {
                    Some(last) if continues => last.entries.extend(piece),
                    _ => open.push(Self { entries: piece }),
                }
                continues = true;
            }
        }
        if many > 0 {
            packs.push(Self::pack(&open));
        }
        packs
    }

    /// Cuts the run behind each signed entry.
    fn pieces(self) -> Vec<Vec<Entry>> {
        let mut pieces = Vec::new();
        let mut piece = Vec::new();
        for entry in self.entries {
            let signed = entry.signature.is_some();
            piece.push(entry);
            if signed {
                pieces.push(std::mem::take(&mut piece));
            }
        }
        pieces
    }

    /// Packs runs into one pack.
    pub fn pack(runs: &[Self]) -> Vec<u8> {
        let mut epochs = Table::default();
        let mut records = Table::default();
        let runs = runs
            .iter()
            .filter_map(|run| {
                let (first, last) = (run.entries.first()?, run.entries.last()?);
                let mut at = 0i64;
                let entries = run
                    .entries
                    .iter()
                    .map(|entry| {
                        let since = entry.header.at.wrapping_sub(at);
                        at = entry.header.at;
                        PackedEntry {
                            v: entry.header.v,
                            kind: entry.header.kind,
                            epoch: epochs.place(entry.header.epoch.0),
                            record: records.place(entry.header.record.0),
                            since,
                            body: entry.body.clone(),
                        }
                    })
                    .collect();
                Some(PackedRun {
                    device: first.header.device,
                    first: first.header.seq,
                    prev: (first.header.seq > 1).then_some(first.header.prev),
                    entries,
                    signature: last.signature?,
                })
            })
            .collect();
        let pack = Pack {
            epochs: epochs.list.into_iter().map(EntryId).collect(),
            records: records.list.into_iter().map(RecordId).collect(),
            runs,
        };
        let bytes = wire::to_bytes(&pack);
        // Compressing a slice in memory fails only when memory does.
        zstd::bulk::compress(&bytes, LEVEL).expect("zstd compresses any bytes")
    }

    /// Unpacks what [`Run::pack`] packed. Signatures are not checked here.
    ///
    /// # Errors
    /// When the bytes hold more than they may, or no runs.
    pub fn unpack(bytes: &[u8]) -> Result<Vec<Self>, RunError> {
        let bytes = zstd::bulk::decompress(bytes, MAX_UNPACKED).map_err(|_| RunError::Packing)?;
        let pack: Pack = postcard::from_bytes(&bytes).map_err(|_| RunError::Form)?;
        // An entry takes more room in memory than in a pack.
        if pack.runs.iter().map(|run| run.entries.len()).sum::<usize>() > PACK_ENTRIES {
            return Err(RunError::Packing);
        }
        fn named<T: Copy + Default>(list: &[T], place: u32) -> Result<T, RunError> {
            match place {
                0 => Ok(T::default()),
                place => list.get(place as usize - 1).copied().ok_or(RunError::Form),
            }
        }
        let mut runs = Vec::with_capacity(pack.runs.len());
        for run in pack.runs {
            let mut prev = run.prev.unwrap_or(EntryId::ZERO);
            let mut at = 0i64;
            let mut entries = Vec::with_capacity(run.entries.len());
            for (i, packed) in run.entries.into_iter().enumerate() {
                if packed.body.len() > MAX_BODY {
                    return Err(RunError::Form);
                }
                at = at.wrapping_add(packed.since);
                let header = Header {
                    v: packed.v,
                    device: run.device,
                    seq: run.first.checked_add(i as u64).ok_or(RunError::Form)?,
                    prev,
                    epoch: named(&pack.epochs, packed.epoch)?,
                    at,
                    kind: packed.kind,
                    record: named(&pack.records, packed.record)?,
                    body_len: packed.body.len() as u32,
                    body_hash: Hash::of(&packed.body),
                };
                if header.seq == 0 || (header.seq == 1) != prev.is_zero() || header.seq > i64::MAX as u64 {
                    return Err(RunError::Form);
                }
                let id = header.id();
                prev = id;
                entries.push(Entry { header, id, body: packed.body, signature: None });
            }
            let Some(last) = entries.last_mut() else {
                return Err(RunError::Form);
            };
            last.signature = Some(run.signature);
            if weigh(&entries) > PACK {
                return Err(RunError::Packing);
            }
            runs.push(Self { entries });
        }
        Ok(runs)
    }

    /// Returns true when the signature at the end holds, and with it the whole run.
    pub fn is_signed_in(&self, community: &CommunityId) -> bool {
        self.entries.last().is_some_and(|last| last.is_signed_in(community))
    }

    /// Returns whose feed it is; the zero device for an empty run, which no door lets in.
    pub fn device(&self) -> DeviceId {
        self.entries.first().map(|entry| entry.header.device).unwrap_or_default()
    }
}

/// Returns what these entries take in a pack at most, in bytes.
pub(crate) fn weigh(entries: &[Entry]) -> usize {
    entries.iter().map(|entry| entry.body.len() + AROUND).sum()
}

/// Numbers values in the order in which they first appear, from 1; zero is 0.
#[derive(Default)]
struct Table {
    list: Vec<[u8; 32]>,
    places: HashMap<[u8; 32], u32>,
}

impl Table {
    fn place(&mut self, value: [u8; 32]) -> u32 {
        if value == [0; 32] {
            return 0;
        }
        *self.places.entry(value).or_insert_with(|| {
            self.list.push(value);
            self.list.len() as u32
        })
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use proptest::prelude::*;

    use super::*;
    use crate::entry::{Kind, Position};

    pub(crate) fn feed(secret: u8, community: &CommunityId, bodies: &[&[u8]]) -> Vec<Entry> {
        let key = SigningKey::from_bytes(&[secret; 32]);
        let mut prev = EntryId::ZERO;
        bodies
            .iter()
            .enumerate()
            .map(|(i, body)| {
                let at = Position { seq: i as u64 + 1, prev, epoch: EntryId([8; 32]), at: 1_000 - i as i64 };
                let entry =
                    Entry::write(&key, Some(community), at, Kind::Voice, RecordId([6; 32]), body.to_vec());
                prev = entry.id;
                entry
            })
            .collect()
    }

    #[test]
    fn a_run_gives_back_the_exact_entries() {
        let community = CommunityId([1; 32]);
        let a = feed(1, &community, &[b"one", b"two", b"three"]);
        let b = feed(2, &community, &[b"four"]);
        let mut mixed = vec![a[0].clone(), b[0].clone(), a[1].clone(), a[2].clone()];
        mixed[3].signature = None;
        let (runs, unsigned) = Run::group(mixed);
        assert_eq!(unsigned, vec![Entry { signature: None, ..a[2].clone() }]);
        let back = Run::unpack(&Run::pack(&runs)).unwrap();
        assert!(back.iter().all(|run| run.is_signed_in(&community)));
        let ids: Vec<_> = back.iter().flat_map(|run| &run.entries).map(|entry| entry.id).collect();
        assert_eq!(ids, vec![a[0].id, a[1].id, b[0].id]);
        assert!(back[0].entries[0].signature.is_none(), "inner signatures do not travel");
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let bomb = zstd::bulk::compress(&vec![0; MAX_UNPACKED + 1], 19).unwrap();
        assert!(bomb.len() < 1_000);
        assert_eq!(Run::unpack(&bomb), Err(RunError::Packing));
    }

    proptest! {
        #[test]
        fn mutated_packs_never_panic(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let community = CommunityId([1; 32]);
            let (runs, _) = Run::group(feed(1, &community, &[b"one", b"two"]));
            let honest: Vec<_> = runs.iter().flat_map(|run| &run.entries).map(|e| e.id).collect();
            let mut bytes = zstd::bulk::decompress(&Run::pack(&runs), MAX_UNPACKED).unwrap();
            let i = at.index(bytes.len());
            bytes[i] = byte;
            if let Ok(runs) = Run::unpack(&zstd::bulk::compress(&bytes, 1).unwrap()) {
                for run in runs.iter().filter(|run| run.is_signed_in(&community)) {
                    prop_assert!(run.entries.iter().all(|e| honest.contains(&e.id)));
                }
            }
        }
    }
}
