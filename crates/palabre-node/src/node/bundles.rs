//! Entries as files: whole or in steps, taken in as far as they are whole, in any order.
//!
//! What follows something that is not here yet is kept aside, in the community's file, until it comes. It is checked
//! again then, like everything.

use palabre_api::{ApiError, row};
use palabre_domain::id::Hash;
use palabre_domain::wire;
use palabre_feeds::bundle::{self, BundleError};
use palabre_feeds::entry::Entry;
use palabre_feeds::run::Run;

use super::failed;
use crate::replica::Replica;

/// Under which setting stands what is kept aside: the hash and the length of each pack.
const ASIDE: &str = "aside";
/// How much is kept aside at most, in bytes.
const MOST_ASIDE: u64 = 256 << 20;

/// The packs that are kept aside, by hash and length.
type Aside = Vec<(Hash, u64)>;

/// A bundle that was made.
pub(super) struct Made {
    pub bytes: Vec<u8>,
    pub entries: u64,
    /// The last row that is in it, with all before it.
    pub up_to: u64,
    /// Whether there is more.
    pub more: bool,
}

/// Returns all entries after a row as a bundle, how many there are, and the last row.
pub(crate) fn whole_bundle(replica: &Replica, after: u64) -> Result<(Vec<u8>, u64, u64), ApiError> {
    let made = make_bundle(replica, after, usize::MAX)?;
    Ok((made.bytes, made.entries, made.up_to))
}

/// Returns the entries after a row as a bundle of at most so many bytes, but one pack at least.
pub(super) fn make_bundle(replica: &Replica, after: u64, at_most: usize) -> Result<Made, ApiError> {
    let mut bytes = bundle::head(&replica.community());
    let (begin, mut whole, mut up_to) = (bytes.len(), bytes.len(), after);
    let mut row = after;
    let mut unsigned: Vec<Entry> = Vec::new();
    let mut more = false;
    'all: loop {
        let held = replica.store().after(row, bundle::CHUNK).map_err(failed)?;
        let Some(last) = held.last().map(|held| held.row) else { break };
        let mut entries: Vec<Entry> = held.into_iter().map(|held| held.entry).collect();
        while !entries.is_empty() {
            let rest = entries.split_off(bundle::filling(&entries));
            row = last - rest.len() as u64;
            unsigned.append(&mut entries);
            unsigned = bundle::append(&mut bytes, std::mem::take(&mut unsigned));
            if bytes.len() + 4 > at_most && whole > begin {
                bytes.truncate(whole);
                more = true;
                break 'all;
            }
            // What nothing vouches for yet comes with its signature, in the next step.
            if unsigned.is_empty() {
                (whole, up_to) = (bytes.len(), row);
            }
            entries = rest;
        }
    }
    bundle::end(&mut bytes);
    Ok(Made { bytes, entries: up_to - after.min(up_to), up_to, more })
}

fn malformed(error: BundleError) -> ApiError {
    let sentence = crate::home::capital(&format!("{error}."));
    match error {
        BundleError::Newer => {
            ApiError::new("bundle.malformed", sentence, "Install the newest Palabre on this laptop.")
        }
        BundleError::Cut => ApiError::new(
            "bundle.cut",
            sentence,
            "Copy the file again, and wait until the stick may be taken out.",
        ),
        _ => ApiError::new("bundle.malformed", sentence, "Copy the file again."),
    }
}

/// Takes a bundle in that has to be whole.
pub(crate) fn take_whole_bundle(replica: &mut Replica, bytes: &[u8]) -> Result<row::Taken, ApiError> {
    let taken = take_bundle(replica, bytes)?;
    match (taken.cut, taken.lost, taken.damaged) {
        (true, ..) => Err(malformed(BundleError::Cut)),
        (_, true, _) => Err(malformed(BundleError::Lost)),
        (.., 1..) => Err(malformed(BundleError::Damaged)),
        _ => Ok(taken),
    }
}

/// Takes in what is whole in a bundle, and says what is not.
pub(crate) fn take_bundle(replica: &mut Replica, bytes: &[u8]) -> Result<row::Taken, ApiError> {
    let reader = bundle::Reader::open(bytes).map_err(malformed)?;
    if reader.community != replica.community() {
        return Err(ApiError::new(
            "bundle.foreign",
            "This bundle belongs to another community.",
            "Choose the community with --community NAME.",
        ));
    }
    let mut taken = row::Taken::default();
    let mut left_out = 0;
    for runs in reader {
        let runs = match runs {
            Ok(runs) => runs,
            Err(BundleError::Damaged) => {
                taken.damaged += 1;
                continue;
            }
            Err(BundleError::Lost) => {
                taken.lost = true;
                continue;
            }
            Err(_) => {
                taken.cut = true;
                continue;
            }
        };
        taken.entries += runs.iter().map(|run| run.entries.len() as u64).sum::<u64>();
        let took = replica.take(&runs).map_err(failed)?;
        taken.new += took.new.len() as u64;
        taken.known += took.known;
        taken.refused += took.refused;
        if took.gaps > 0 {
            let mut waiting = unplaced(replica, runs)?;
            waiting.retain(|run| run.is_signed_in(&replica.community()));
            if !put_aside(replica, &waiting)? {
                left_out += waiting.len() as u64;
            }
        }
    }
    taken.filled = take_aside(replica)?;
    taken.aside = count_aside(replica)?;
    taken.gaps = taken.aside + left_out;
    Ok(taken)
}

/// Returns the runs that are not here.
fn unplaced(replica: &Replica, runs: Vec<Run>) -> Result<Vec<Run>, ApiError> {
    let mut waiting = Vec::new();
    for run in runs {
        let Some(last) = run.entries.last() else { continue };
        let held = replica.store().at_place(&last.header.device, last.header.seq).map_err(failed)?;
        if !held.iter().any(|(_, id)| *id == last.id) {
            waiting.push(run);
        }
    }
    Ok(waiting)
}

/// Returns true when any of these runs follows what is here.
fn may_follow(replica: &Replica, runs: &[Run]) -> Result<bool, ApiError> {
    for first in runs.iter().filter_map(|run| run.entries.first()) {
        let before = first.header.seq.saturating_sub(1);
        let held = replica.store().at_place(&first.header.device, before).map_err(failed)?;
        if before == 0 || held.iter().any(|(_, id)| *id == first.header.prev) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn key(hash: &Hash) -> String {
    format!("{ASIDE} {hash}")
}

fn aside(replica: &Replica) -> Result<Aside, ApiError> {
    let text = replica.store().setting(ASIDE).map_err(failed)?;
    // Only this program writes it; what cannot be read is as good as nothing, since a file brings it again.
    Ok(text.and_then(|bytes| wire::from_bytes(&bytes).ok()).unwrap_or_default())
}

fn keep_in_mind(replica: &Replica, aside: &Aside) -> Result<(), ApiError> {
    let store = replica.store();
    match aside.is_empty() {
        true => store.drop_setting(ASIDE).map_err(failed),
        false => store.set_setting(ASIDE, &wire::to_bytes(aside)).map_err(failed),
    }
}

/// Keeps runs until what they follow is here; false where there is no room for more.
fn put_aside(replica: &Replica, runs: &[Run]) -> Result<bool, ApiError> {
    if runs.is_empty() {
        return Ok(true);
    }
    let pack = Run::pack(runs);
    let hash = Hash::of(&pack);
    let mut aside = aside(replica)?;
    if aside.iter().any(|(known, _)| *known == hash) {
        return Ok(true);
    }
    let weight = pack.len() as u64;
    if aside.iter().map(|(_, weight)| weight).sum::<u64>() + weight > MOST_ASIDE {
        return Ok(false);
    }
    aside.push((hash, weight));
    // The pack before its name: what is cut off between the two is only written again.
    replica.store().set_setting(&key(&hash), &pack).map_err(failed)?;
    keep_in_mind(replica, &aside)?;
    Ok(true)
}

fn runs_of(replica: &Replica, hash: &Hash) -> Result<Vec<Run>, ApiError> {
    let pack = replica.store().setting(&key(hash)).map_err(failed)?;
    Ok(pack.and_then(|pack| Run::unpack(&pack).ok()).unwrap_or_default())
}

/// Takes in what was kept aside and can follow now; returns how many entries found their place.
pub(crate) fn take_aside(replica: &mut Replica) -> Result<u64, ApiError> {
    let mut filled = 0;
    loop {
        let before = aside(replica)?;
        let mut left = Aside::new();
        let mut moved = 0;
        for (hash, weight) in &before {
            let runs = runs_of(replica, hash)?;
            if may_follow(replica, &runs)? {
                moved += replica.take(&runs).map_err(failed)?.new.len() as u64;
            }
            if !unplaced(replica, runs)?.is_empty() {
                left.push((*hash, *weight));
            }
        }
        if left.len() < before.len() {
            keep_in_mind(replica, &left)?;
            for (hash, _) in before.iter().filter(|one| !left.contains(one)) {
                replica.store().drop_setting(&key(hash)).map_err(failed)?;
            }
        }
        filled += moved;
        // Each round places something, so there are no more rounds than things kept aside.
        if moved == 0 {
            return Ok(filled);
        }
    }
}

/// Returns how many runs are kept aside.
fn count_aside(replica: &Replica) -> Result<u64, ApiError> {
    let mut many = 0;
    for (hash, _) in aside(replica)? {
        many += unplaced(replica, runs_of(replica, &hash)?)?.len() as u64;
    }
    Ok(many)
}
