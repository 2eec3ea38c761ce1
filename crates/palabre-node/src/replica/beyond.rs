//! What comes of a device that wrote more than one device may.
//!
//! Beyond its quota nothing that a device writes has effect, and it is kept and passed on like everything: whoever holds
//! the same entries shows the same. So that nobody fills the laptops of the others, it is taken in slowly: a megabyte at
//! once, and then about one a day. A rate delays and never judges. All stories of a device that told several count
//! together here, while the quota is judged along each.

use std::borrow::Cow;
use std::collections::HashMap;

use palabre_domain::charter::Quotas;
use palabre_domain::id::DeviceId;
use palabre_feeds::entry::HEADER_LEN;
use palabre_feeds::rate::{Bucket, Rate};
use palabre_feeds::run::Run;
use palabre_store::StoreError;

use super::Replica;

/// How much of one device is taken beyond its quota, in bytes: some 12 a second are a megabyte a day.
pub const BEYOND: Rate = Rate { per_second: 12, at_once: 1 << 20 };
/// What an entry costs beside its body: header, signature, and its places in the indexes.
const ENTRY: u64 = HEADER_LEN as u64 + 64 + 154;

/// How much was taken of each device that is beyond its quota.
#[derive(Default)]
pub(super) struct Beyond(HashMap<DeviceId, Bucket>);

impl Replica {
    /// Returns those of these runs that are taken in at this time, in milliseconds since 1970: all of them, but for
    /// those by devices that wrote more than one device may, of which there was enough for now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn within_bounds<'a>(&mut self, runs: &'a [Run], now: i64) -> Result<Cow<'a, [Run]>, StoreError> {
        let Some(quotas) = self.membership()?.charter().map(|charter| charter.quotas) else {
            return Ok(Cow::Borrowed(runs));
        };
        // What came just now counts, too: several runs may be of one device.
        let mut held: HashMap<DeviceId, (u64, u64)> = HashMap::new();
        let mut left = Vec::new();
        for (n, run) in runs.iter().enumerate() {
            let device = run.device();
            // What follows something that was left follows nothing here.
            if left.iter().any(|&n: &usize| runs[n].device() == device) {
                left.push(n);
                continue;
            }
            let last = run.entries.last().map(|entry| (entry.header.seq, entry.id));
            let is_held = |(seq, id)| {
                self.store.at_place(&device, seq).map(|at| at.iter().any(|(_, held)| *held == id))
            };
            if last.map(is_held).transpose()? == Some(true) {
                continue;
            }
            let (entries, bytes) = match held.get(&device) {
                Some(&held) => held,
                None => self.held_of(&device)?,
            };
            let bodies: u64 = run.entries.iter().map(|entry| entry.body.len() as u64).sum();
            let many = run.entries.len() as u64;
            let total = (entries.saturating_add(many), bytes.saturating_add(bodies));
            if is_within(total, &quotas) || self.is_taken_slowly(device, many * ENTRY + bodies, now) {
                held.insert(device, total);
            } else {
                left.push(n);
            }
        }
        if left.is_empty() {
            return Ok(Cow::Borrowed(runs));
        }
        let taken = runs.iter().enumerate().filter(|(n, _)| left.binary_search(n).is_err());
        Ok(Cow::Owned(taken.map(|(_, run)| run.clone()).collect()))
    }

    /// Returns how many entries of a device are held, and what they count for in bytes; all its stories together.
    fn held_of(&mut self, device: &DeviceId) -> Result<(u64, u64), StoreError> {
        if self.forks()?.contains_key(device) {
            return self.store.held_of(device);
        }
        let Some(tip) = self.heights()?.tips(device).last().copied() else { return Ok((0, 0)) };
        let held = self.store.entry_at(device, tip.seq, &tip.id)?;
        Ok((tip.seq, held.map_or(0, |held| held.total)))
    }

    fn is_taken_slowly(&mut self, device: DeviceId, bytes: u64, now: i64) -> bool {
        let bucket = self.beyond.0.entry(device).or_insert_with(|| Bucket::new(BEYOND, now));
        // A run is taken whole or not at all, for its signature is at its end: the last one may go beyond.
        let room = bucket.charge(0, now) == 0;
        if room {
            bucket.charge(bytes, now);
        }
        room
    }
}

fn is_within((entries, bytes): (u64, u64), quotas: &Quotas) -> bool {
    entries <= quotas.entries && bytes <= quotas.bytes
}
