//! Entries as a file.

use palabre_domain::id::{CommunityId, EntryId};
use palabre_feeds::bundle::{BundleError, CHUNK, Reader, append, head};
use palabre_feeds::entry::Entry;
use palabre_feeds::run::Run;

use crate::village::*;

/// A community in which four people have said something.
fn village() -> Village {
    let mut village = Village::found();
    for newcomer in [BEN, CLEO, DAN] {
        village.welcome(ANA, newcomer);
        village.speak(newcomer);
        village.speak(ANA);
    }
    village
}

fn bundle(community: &CommunityId, entries: &[Entry], at_a_time: usize) -> Vec<u8> {
    let mut bytes = head(community);
    let mut left = Vec::new();
    for chunk in entries.chunks(at_a_time) {
        left.extend_from_slice(chunk);
        left = append(&mut bytes, left);
    }
    assert_eq!(left, [], "the end of each feed is signed");
    bytes
}

fn read(bytes: &[u8]) -> Result<(CommunityId, Vec<Run>), BundleError> {
    let reader = Reader::open(bytes)?;
    let community = reader.community;
    let packs: Vec<Vec<Run>> = reader.collect::<Result<_, _>>()?;
    Ok((community, packs.into_iter().flatten().collect()))
}

fn ids<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<EntryId> {
    let mut ids: Vec<EntryId> = entries.into_iter().map(|entry| entry.id).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn a_bundle_gives_back_every_entry() {
    let village = village();
    for at_a_time in [1, 2, 5, CHUNK] {
        let bytes = bundle(&village.community, &village.entries, at_a_time);
        let (community, runs) = read(&bytes).unwrap();
        assert_eq!(community, village.community);
        assert!(runs.iter().all(|run| run.is_signed_in(&community)));
        assert_eq!(ids(runs.iter().flat_map(|run| &run.entries)), ids(&village.entries));
    }
}

#[test]
fn an_empty_bundle_is_one() {
    let village = village();
    assert_eq!(read(&head(&village.community)), Ok((village.community, vec![])));
}

#[test]
fn what_nothing_vouches_for_waits_for_the_next_chunk() {
    let mut village = village();
    let many = village.entries.len();
    for _ in 0..4 {
        village.speak(BEN);
    }
    let mut entries = village.entries.split_off(many);
    let signed = entries[3].signature.take();
    let mut bytes = head(&village.community);
    entries[1].signature = None;
    let left = append(&mut bytes, entries.clone());
    assert_eq!(left, [entries[3].clone()]);
    let last = Entry { signature: signed, ..entries[3].clone() };
    assert_eq!(append(&mut bytes, vec![last]), []);
    let (_, runs) = read(&bytes).unwrap();
    assert_eq!(ids(runs.iter().flat_map(|run| &run.entries)), ids(&entries));
}

#[test]
fn a_bundle_of_the_longest_entries_can_be_read() {
    let mut village = Village::found();
    for i in 0..150u32 {
        let noise = (0..1_500u32).flat_map(|j| *blake3::hash(&(i * 1_500 + j).to_le_bytes()).as_bytes());
        village.write(ANA, palabre_feeds::entry::Kind::Part, [1; 32].into(), noise.collect());
    }
    let bytes = bundle(&village.community, &village.entries, CHUNK);
    let (_, runs) = read(&bytes).unwrap();
    assert_eq!(runs.iter().map(|run| run.entries.len()).sum::<usize>(), 151);
}

#[test]
fn a_bundle_cut_short_says_so() {
    let village = village();
    let bytes = bundle(&village.community, &village.entries, 4);
    let mut whole = Vec::new();
    for length in 0..bytes.len() {
        match read(&bytes[..length]) {
            Ok((_, runs)) => whole.push((length, runs.len())),
            Err(BundleError::NotABundle) => assert!(length < 15),
            Err(BundleError::Newer) => assert!((15..17).contains(&length)),
            Err(BundleError::Damaged) => assert!(length >= 17),
        }
    }
    // Only between two packs is a piece of a bundle a bundle; what it holds is then whole.
    let mut ends = vec![head(&village.community).len()];
    while let Some(length) = bytes.get(ends[ends.len() - 1]..).and_then(|rest| rest.first_chunk::<4>()) {
        ends.push(ends[ends.len() - 1] + 4 + u32::from_le_bytes(*length) as usize);
    }
    assert_eq!(ends.pop(), Some(bytes.len()));
    assert_eq!(whole.iter().map(|(length, _)| *length).collect::<Vec<_>>(), ends);
}

#[test]
fn another_file_and_a_newer_bundle_are_told_apart() {
    let village = village();
    assert_eq!(read(b"PK\x03\x04").unwrap_err(), BundleError::NotABundle);
    assert_eq!(read(b"").unwrap_err(), BundleError::NotABundle);
    let newer = [b"palabre bundle 2\n".as_slice(), &village.community.0].concat();
    assert_eq!(read(&newer).unwrap_err(), BundleError::Newer);
}

#[test]
fn a_damaged_bundle_gives_no_entry_that_was_not_written() {
    let village = village();
    let bytes = bundle(&village.community, &village.entries, CHUNK);
    let honest = ids(&village.entries);
    for at in 17 + 32..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        let Ok(reader) = Reader::open(&damaged) else {
            continue;
        };
        for run in reader.flatten().flatten().filter(|run| run.is_signed_in(&village.community)) {
            assert!(run.entries.iter().all(|entry| honest.binary_search(&entry.id).is_ok()));
        }
    }
}
