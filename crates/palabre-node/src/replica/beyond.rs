//! What comes of a device that wrote more than one device may, and of devices that nobody let in.
//!
//! Beyond its quota nothing that a device writes has effect, and it is kept and passed on like everything: whoever holds
//! the same entries shows the same. So that nobody fills the laptops of the others, it is taken in slowly: a megabyte at
//! once, and then about one a day. A rate delays and never judges. What is held already counts as taken just now when a
//! laptop starts, so that starting again makes no room. All stories of a device that told several count
//! together here, while the quota is judged along each.
//!
//! Devices that nobody let in, or not yet, are a number that anybody can make as large as they like. What they write waits, and
//! is taken in slowly, too, all of them together. Whether somebody was let in is only known once what came along with their
//! words is folded: so where there was enough of strangers for now, entries are tried first, and left where their device is
//! a stranger still.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use palabre_domain::charter::Quotas;
use palabre_domain::id::DeviceId;
use palabre_feeds::entry::HEADER_LEN;
use palabre_feeds::rate::{Bucket, Rate};
use palabre_feeds::run::Run;
use palabre_store::StoreError;

use super::{Replica, Took};

/// How much of one device is taken beyond its quota, in bytes: some 12 a second are a megabyte a day.
pub const BEYOND: Rate = Rate { per_second: 12, at_once: 1 << 20 };
/// How much of all devices together is taken that nobody let in, in bytes: some 48 a second are four megabytes a day.
pub const STRANGERS: Rate = Rate { per_second: 48, at_once: 16 << 20 };
/// What an entry costs beside its body: header, signature, and its places in the indexes.
const ENTRY: u64 = HEADER_LEN as u64 + 64 + 154;

/// How much was taken of each device that is beyond its quota, and of all strangers.
#[derive(Default)]
pub(super) struct Beyond {
    devices: HashMap<DeviceId, Bucket>,
    strangers: Option<Bucket>,
}

/// What came of runs that were taken in within all bounds.
#[derive(Debug, Default)]
pub struct Bounded {
    /// What came of those that were taken.
    pub took: Took,
    /// The devices of those that were left for another time.
    pub left: BTreeSet<DeviceId>,
}

impl Replica {
    /// Returns true where something was taken slowly since this replica is open: another one would begin anew.
    pub(crate) fn takes_slowly(&self) -> bool {
        self.beyond.strangers.is_some() || !self.beyond.devices.is_empty()
    }

    /// Takes runs in as [`Replica::take`] does, but for those of which there was enough for now, at this time in
    /// milliseconds since 1970.
    ///
    /// # Errors
    /// When the store fails; then nothing has changed.
    pub fn take_bounded(&mut self, runs: &[Run], now: i64) -> Result<Bounded, StoreError> {
        let (within, mut left) = self.within_bounds(runs, now)?;
        if self.strangers(&within)?.is_empty() {
            return Ok(Bounded { took: self.take(&within)?, left });
        }
        if self.stranger_bucket(now)?.charge(0, now) == 0 {
            let took = self.take(&within)?;
            let strangers = self.strangers(&within)?;
            let bytes = self.bytes_of(&strangers, &took.new, &within)?;
            self.stranger_bucket(now)?.charge(bytes, now);
            return Ok(Bounded { took, left });
        }
        // What nobody has asked for yet would be forgotten with the rest.
        let fresh = self.fresh();
        let took = self.take_of_known(&within, &mut left);
        self.known()?.fresh.splice(0..0, fresh);
        Ok(Bounded { took: took?, left })
    }

    /// Takes in what is not of strangers, who are only known afterwards; adds these to `left`.
    fn take_of_known(&mut self, runs: &[Run], left: &mut BTreeSet<DeviceId>) -> Result<Took, StoreError> {
        self.try_out()?;
        let tried = self.take(runs).and_then(|took| Ok((took, self.strangers(runs)?)));
        let (took, strangers) = match tried {
            Ok(tried) => tried,
            Err(error) => {
                self.undo()?;
                return Err(error);
            }
        };
        if strangers.is_empty() {
            let taken = self.store.end(Ok(took));
            if taken.is_err() {
                self.forget();
            }
            return taken;
        }
        self.undo()?;
        let known: Vec<Run> = runs.iter().filter(|run| !strangers.contains(&run.device())).cloned().collect();
        left.extend(strangers);
        self.take(&known)
    }

    /// Returns those of these runs' devices that nobody has let in.
    fn strangers(&mut self, runs: &[Run]) -> Result<BTreeSet<DeviceId>, StoreError> {
        let membership = self.membership()?;
        // Before the founding is here nobody is known, and everybody may be.
        if membership.charter().is_none() {
            return Ok(BTreeSet::new());
        }
        Ok(runs.iter().map(Run::device).filter(|device| !membership.was_let_in(device)).collect())
    }

    fn stranger_bucket(&mut self, now: i64) -> Result<&mut Bucket, StoreError> {
        let bucket = match self.beyond.strangers {
            Some(bucket) => bucket,
            None => begun(STRANGERS, self.held_of_strangers()?, now),
        };
        Ok(self.beyond.strangers.insert(bucket))
    }

    /// Returns what everything counts for that is held of devices that nobody has let in.
    fn held_of_strangers(&mut self) -> Result<u64, StoreError> {
        let held: Vec<DeviceId> = self.heights()?.feeds().keys().copied().collect();
        let membership = self.membership()?;
        let strangers: Vec<DeviceId> =
            held.into_iter().filter(|device| !membership.was_let_in(device)).collect();
        let mut bytes = 0u64;
        for device in &strangers {
            let (entries, bodies) = self.store.held_of(device)?;
            bytes = bytes.saturating_add(entries.saturating_mul(ENTRY)).saturating_add(bodies);
        }
        Ok(bytes)
    }

    /// Returns what those of these rows count for that are of these devices.
    fn bytes_of(&self, devices: &BTreeSet<DeviceId>, rows: &[u64], runs: &[Run]) -> Result<u64, StoreError> {
        let mut new = HashSet::new();
        if !devices.is_empty() {
            for row in rows {
                new.extend(self.store.place(*row)?.map(|(_, tip)| tip.id));
            }
        }
        let theirs = runs.iter().filter(|run| devices.contains(&run.device())).flat_map(|run| &run.entries);
        let taken = theirs.filter(|entry| new.contains(&entry.id));
        Ok(taken.map(|entry| ENTRY + entry.body.len() as u64).sum())
    }

    /// Returns those of these runs that are taken in at this time, in milliseconds since 1970: all of them, but for
    /// those by devices that wrote more than one device may, of which there was enough for now; and these devices.
    fn within_bounds<'a>(
        &mut self,
        runs: &'a [Run],
        now: i64,
    ) -> Result<(Cow<'a, [Run]>, BTreeSet<DeviceId>), StoreError> {
        let Some(quotas) = self.membership()?.charter().map(|charter| charter.quotas) else {
            return Ok((Cow::Borrowed(runs), BTreeSet::new()));
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
            if is_within(total, &quotas)
                || self.is_taken_slowly(device, many * ENTRY + bodies, over((entries, bytes), &quotas), now)
            {
                held.insert(device, total);
            } else {
                left.push(n);
            }
        }
        if left.is_empty() {
            return Ok((Cow::Borrowed(runs), BTreeSet::new()));
        }
        let taken = runs.iter().enumerate().filter(|(n, _)| left.binary_search(n).is_err());
        let devices = left.iter().map(|&n| runs[n].device()).collect();
        Ok((Cow::Owned(taken.map(|(_, run)| run.clone()).collect()), devices))
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

    /// Returns true when there is room for this much more of a device of which this much is held beyond its quota, and
    /// takes that room.
    fn is_taken_slowly(&mut self, device: DeviceId, bytes: u64, over: u64, now: i64) -> bool {
        let bucket = self.beyond.devices.entry(device).or_insert_with(|| begun(BEYOND, over, now));
        // A run is taken whole or not at all, for its signature is at its end: the last one may go beyond.
        let room = bucket.charge(0, now) == 0;
        if room {
            bucket.charge(bytes, now);
        }
        room
    }
}

/// Returns a bucket into which as much has come as is held. Where that is more than it has room for, there is room again
/// in an hour, so that whoever starts again all the time takes in no more than whoever stays on.
fn begun(rate: Rate, held: u64, now: i64) -> Bucket {
    let mut bucket = Bucket::new(rate, now);
    bucket.charge(held.min(rate.at_once + 3_600 * rate.per_second), now);
    bucket
}

/// Returns by how many bytes somebody is beyond their quota.
fn over((entries, bytes): (u64, u64), quotas: &Quotas) -> u64 {
    let entries = entries.saturating_sub(quotas.entries).saturating_mul(ENTRY);
    bytes.saturating_sub(quotas.bytes).saturating_add(entries)
}

fn is_within((entries, bytes): (u64, u64), quotas: &Quotas) -> bool {
    entries <= quotas.entries && bytes <= quotas.bytes
}
