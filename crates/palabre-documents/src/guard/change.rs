//! Reads one change of a record.

use automerge::Change;
use palabre_domain::id::Hash;
use palabre_feeds::change::ChangeFacts;

use super::{error::GuardError, quiet::quietly, scan::scan};

/// Reads one change, and what a verdict needs to know of it.
///
/// Whether it can live in its document is for [`check_record`](super::check_record) to say. A panic inside Automerge
/// is caught, prints nothing, and counts as [`GuardError::Unreadable`].
///
/// # Errors
/// When the bytes do not pass [`scan`], when Automerge cannot read them, or when their checksum is not theirs.
pub fn read_change(bytes: &[u8]) -> Result<(ChangeFacts, Change), GuardError> {
    let scanned = scan(bytes)?;
    let change = quietly(|| Change::try_from(bytes)).and_then(Result::ok).ok_or(GuardError::Unreadable)?;
    // Automerge computes the hash while parsing and leaves comparing it to its loader, which we do not use.
    let hash = change.hash().0;
    if hash[..4] != scanned.checksum {
        return Err(GuardError::Checksum);
    }
    let facts = ChangeFacts {
        hash: Hash(hash),
        actor: scanned.actor,
        seq: scanned.seq,
        start_op: scanned.start_op,
        // No more than the rows of the column of actions, which the scan counted.
        ops: change.len() as u64,
        deps: scanned.deps.iter().copied().map(Hash).collect(),
        // A page is held together as a whole.
        sets: Vec::new(),
        replaces: Vec::new(),
    };
    Ok((facts, change))
}
