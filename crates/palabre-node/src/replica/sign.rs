//! Signatures that did not travel with their entries, and come later in the background.
//!
//! A run's last signature vouches for all of it, so that nothing waits for these. They make each entry provable by
//! itself: in a file, or where a feed is cut in the middle of a run.

use palabre_domain::id::DeviceId;
use palabre_feeds::entry::{Signature, signed_bytes, verify};
use palabre_feeds::message::Stretch;
use palabre_store::StoreError;

use super::Replica;

impl Replica {
    /// Returns up to `limit` places after a row whose entries are held without their own signature, and the last row
    /// looked at; `None` when there are none left.
    ///
    /// # Errors
    /// When the store fails.
    pub fn unsigned(&mut self, after: u64, limit: usize) -> Result<Option<(Vec<Stretch>, u64)>, StoreError> {
        let found = self.store.unsigned_after(after, limit)?;
        let Some(&(last, _, _)) = found.last() else { return Ok(None) };
        let forks = &self.known()?.forks;
        let mut places: Vec<(DeviceId, u64)> = found
            .into_iter()
            .map(|(_, device, seq)| (device, seq))
            .filter(|(device, _)| !forks.contains_key(device))
            .collect();
        places.sort_unstable();
        let mut stretches: Vec<Stretch> = Vec::new();
        for (device, seq) in places {
            match stretches.last_mut() {
                Some(stretch)
                    if stretch.device == device && stretch.first + u64::from(stretch.many) == seq =>
                {
                    stretch.many += 1;
                }
                _ => stretches.push(Stretch { device, first: seq, many: 1 }),
            }
        }
        Ok(Some((stretches, last)))
    }

    /// Takes signatures in: a good one is kept with its entry, a bad one is nobody's fault and is not.
    ///
    /// # Errors
    /// When the store fails; then none was kept.
    pub fn take_signatures(
        &mut self,
        signatures: &[(Stretch, Vec<Option<Signature>>)],
    ) -> Result<u64, StoreError> {
        self.in_transaction(|replica| {
            let mut kept = 0;
            for (stretch, list) in signatures {
                for (seq, signature) in (stretch.first..).zip(list) {
                    let Some(signature) = signature else { continue };
                    let held = replica.store.at_place(&stretch.device, seq)?;
                    let [(row, id)] = held[..] else { continue };
                    // Strict alone decides: another laptop would refuse what only a batch accepts.
                    if verify(&stretch.device.0, &signed_bytes(&replica.community, &id), signature) {
                        replica.store.set_signature(row, Some(signature))?;
                        kept += 1;
                    }
                }
            }
            Ok(kept)
        })
    }
}
