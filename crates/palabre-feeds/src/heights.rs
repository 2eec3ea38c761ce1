//! How much of each feed a replica holds, and one hash for all of it.
//!
//! A feed is known by its tips: the one entry that nothing follows, or several where a device told two stories. The
//! root is a two-level tree over all tips, sorted by device, in 256 buckets: a new entry re-hashes one bucket and
//! the list of buckets.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::id::{DeviceId, EntryId, Hash};

/// The end of a feed, or of one of its branches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tip {
    /// Its place.
    pub seq: u64,
    /// Its id.
    pub id: EntryId,
}

/// What a replica holds of every feed.
#[derive(Clone, Debug)]
pub struct Heights {
    feeds: BTreeMap<DeviceId, Vec<Tip>>,
    buckets: Vec<Hash>,
    stale: [bool; 256],
    apart: BTreeSet<DeviceId>,
}

impl Default for Heights {
    fn default() -> Self {
        Self {
            feeds: BTreeMap::new(),
            buckets: vec![Hash::ZERO; 256],
            stale: [false; 256],
            apart: BTreeSet::new(),
        }
    }
}

impl Heights {
    /// Returns the tips of one feed, sorted; empty for a device of which nothing is held.
    pub fn tips(&self, device: &DeviceId) -> &[Tip] {
        self.feeds.get(device).map(Vec::as_slice).unwrap_or_default()
    }

    /// Returns all feeds by device.
    pub fn feeds(&self) -> &BTreeMap<DeviceId, Vec<Tip>> {
        &self.feeds
    }

    /// Says that the entry `tip` is held; `prev` is the entry that it follows.
    pub fn advance(&mut self, device: DeviceId, prev: EntryId, tip: Tip) {
        let tips = self.feeds.entry(device).or_default();
        match tips.iter().position(|known| known.id == prev) {
            Some(place) => tips[place] = tip,
            None if tips.contains(&tip) => {}
            None => tips.push(tip),
        }
        tips.sort_unstable();
        self.stale[device.0[0] as usize] = true;
    }

    /// Sets the tips of one feed; without any, nothing is held of it.
    pub fn set(&mut self, device: DeviceId, mut tips: Vec<Tip>) {
        tips.sort_unstable();
        if tips.is_empty() {
            self.feeds.remove(&device);
        } else {
            self.feeds.insert(device, tips);
        }
        self.stale[device.0[0] as usize] = true;
    }

    /// Leaves a feed out of the root: others may hold more of it, or less, and that is as it should be.
    pub fn set_apart(&mut self, device: DeviceId) {
        self.apart.insert(device);
        self.stale[device.0[0] as usize] = true;
    }

    /// Returns one hash of all tips: equal roots hold equal feeds.
    pub fn root(&mut self) -> Hash {
        for bucket in 0..=255u8 {
            if std::mem::take(&mut self.stale[bucket as usize]) {
                self.buckets[bucket as usize] = self.hash_bucket(bucket);
            }
        }
        let mut hasher = blake3::Hasher::new();
        for bucket in &self.buckets {
            hasher.update(&bucket.0);
        }
        Hash(*hasher.finalize().as_bytes())
    }

    fn hash_bucket(&self, bucket: u8) -> Hash {
        let mut low = [0; 32];
        let mut high = [255; 32];
        (low[0], high[0]) = (bucket, bucket);
        let mut hasher = blake3::Hasher::new();
        let mut any = false;
        for (device, tips) in self.feeds.range(DeviceId(low)..=DeviceId(high)) {
            if self.apart.contains(device) {
                continue;
            }
            any = true;
            hasher.update(&device.0).update(&(tips.len() as u32).to_le_bytes());
            for tip in tips {
                hasher.update(&tip.seq.to_le_bytes()).update(&tip.id.0);
            }
        }
        if any { Hash(*hasher.finalize().as_bytes()) } else { Hash::ZERO }
    }

    /// Returns a hash of which devices there are, whatever is held of them: eight bytes.
    pub fn device_list(&self) -> [u8; 8] {
        let mut hasher = blake3::Hasher::new();
        for device in self.feeds.keys() {
            hasher.update(&device.0);
        }
        let mut out = [0; 8];
        out.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_knows_what_is_held_and_not_how_it_came() {
        let device = |n: u8| DeviceId([n; 32]);
        let tip = |seq: u64, n: u8| Tip { seq, id: EntryId([n; 32]) };
        let mut a = Heights::default();
        let mut b = Heights::default();
        assert_eq!(a.root(), b.root());
        a.advance(device(1), EntryId::ZERO, tip(1, 1));
        a.advance(device(1), EntryId([1; 32]), tip(2, 2));
        a.advance(device(2), EntryId::ZERO, tip(1, 3));
        b.advance(device(2), EntryId::ZERO, tip(1, 3));
        assert_ne!(a.root(), b.root());
        b.set(device(1), vec![tip(2, 2)]);
        assert_eq!(a.root(), b.root());
        assert_eq!(a.device_list(), b.device_list());
        a.advance(device(1), EntryId([1; 32]), tip(2, 9));
        assert_eq!(a.tips(&device(1)).len(), 2, "a second story is a second tip");
        assert_ne!(a.root(), b.root());
        a.set_apart(device(1));
        assert_ne!(a.root(), b.root());
        b.set_apart(device(1));
        assert_eq!(a.root(), b.root(), "what is apart is not compared");
        assert_eq!(a.tips(&device(1)).len(), 2, "and still told");
    }
}
