//! Entries as a file.

use palabre_domain::id::{CommunityId, EntryId};
use palabre_feeds::bundle::{BundleError, CHUNK, Reader, append, end, filling, head};
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
    end(&mut bytes);
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
    assert_eq!(read(&bundle(&village.community, &[], CHUNK)), Ok((village.community, vec![])));
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
    end(&mut bytes);
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

/// Where packs begin, and the end does.
fn beginnings(bytes: &[u8]) -> Vec<usize> {
    let mut at = head(&CommunityId([0; 32])).len();
    let mut found = Vec::new();
    while let Some(length) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        found.push(at);
        at += 4 + u32::from_le_bytes(*length) as usize;
    }
    assert_eq!(at, bytes.len());
    found
}

/// Reads what is whole, and what is said of the rest.
fn what_is_whole(bytes: &[u8]) -> (Vec<EntryId>, Vec<BundleError>) {
    let (mut runs, mut errors) = (Vec::new(), Vec::new());
    match Reader::open(bytes) {
        Ok(reader) => reader.for_each(|pack| match pack {
            Ok(pack) => runs.extend(pack),
            Err(error) => errors.push(error),
        }),
        Err(error) => errors.push(error),
    }
    let signed = |run: &&Run| run.is_signed_in(&Village::found().community);
    (ids(runs.iter().filter(signed).flat_map(|run| &run.entries)), errors)
}

#[test]
fn a_bundle_cut_anywhere_gives_what_is_whole_and_says_so() {
    let village = village();
    let bytes = bundle(&village.community, &village.entries, 4);
    let begin = beginnings(&bytes);
    assert!(begin.len() > 3);
    for length in 0..bytes.len() {
        let (whole, errors) = what_is_whole(&bytes[..length]);
        assert_eq!(errors, [BundleError::Cut], "at {length}");
        let packs = begin[..begin.len() - 1].iter().zip(&begin[1..]).filter(|(_, end)| **end <= length);
        assert!(whole.len() >= packs.clone().count(), "at {length}");
        assert_eq!(whole.is_empty(), packs.count() == 0, "at {length}");
    }
    assert_eq!(what_is_whole(&bytes), (ids(&village.entries), vec![]));
}

#[test]
fn a_damaged_pack_is_passed_over_and_a_damaged_length_ends_it() {
    let village = village();
    let bytes = bundle(&village.community, &village.entries, 4);
    let begin = beginnings(&bytes);
    let (first, second) = (begin[0], begin[1]);
    let (all, _) = what_is_whole(&bytes);
    // What the first pack alone holds.
    let (in_first, _) = what_is_whole(&bytes[..second]);
    let mut passed_over = 0;
    for at in first + 4..second {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        let (whole, errors) = what_is_whole(&damaged);
        assert!(whole.len() >= all.len() - in_first.len(), "at {at}: what comes after is there");
        assert!(whole.iter().all(|id| all.contains(id)));
        assert!(errors.is_empty() || errors == [BundleError::Damaged], "at {at}: {errors:?}");
        passed_over += errors.len();
    }
    assert!(passed_over > 10, "{passed_over} bytes are seen to be damaged before a signature is");
    for at in second..second + 4 {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        let (whole, errors) = what_is_whole(&damaged);
        assert_eq!(whole, in_first);
        assert!(errors == [BundleError::Lost] || errors == [BundleError::Cut], "at {at}: {errors:?}");
    }
}

#[test]
fn a_bundle_of_the_first_version_is_read_without_an_end() {
    let village = village();
    let bytes = bundle(&village.community, &village.entries, 4);
    let mut old = bytes[..bytes.len() - 4].to_vec();
    old[15] = b'1';
    assert_eq!(what_is_whole(&old), (ids(&village.entries), vec![]));
    assert_eq!(what_is_whole(&old[..old.len() - 1]).1, [BundleError::Cut]);
}

#[test]
fn packs_are_filled_and_never_empty() {
    let mut village = Village::found();
    assert_eq!(filling(&[]), 0);
    for i in 0..40u8 {
        village.write(ANA, palabre_feeds::entry::Kind::Part, [1; 32].into(), vec![i; 48_000]);
    }
    let fits = filling(&village.entries);
    assert!((15..25).contains(&fits), "{fits}");
    assert_eq!(filling(&village.entries[..1]), 1);
}

#[test]
fn another_file_and_a_newer_bundle_are_told_apart() {
    let village = village();
    assert_eq!(read(b"PK\x03\x04").unwrap_err(), BundleError::NotABundle);
    assert_eq!(read(b"").unwrap_err(), BundleError::Cut, "what a stick holds that was taken out too early");
    let newer = [b"palabre bundle 3\n".as_slice(), &village.community.0].concat();
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
