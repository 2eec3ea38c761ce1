//! What a session reads of this replica.

use std::collections::BTreeMap;

use palabre_domain::id::{DeviceId, EntryId, Hash};
use palabre_feeds::entry::Entry;
use palabre_feeds::heights::Tip;
use palabre_feeds::session::Shelf;

use super::Replica;

/// A store that fails while it is read gives nothing: the session ends without agreement and is tried again.
impl Shelf for Replica {
    fn tips(&self) -> &BTreeMap<DeviceId, Vec<Tip>> {
        static NOTHING: BTreeMap<DeviceId, Vec<Tip>> = BTreeMap::new();
        self.known
            .as_ref()
            .map_or(&NOTHING, |known| known.suspensions.told().unwrap_or(&known.heights).feeds())
    }

    fn root(&mut self) -> Hash {
        let Ok(known) = self.known() else { return Hash::ZERO };
        match known.suspensions.told_mut() {
            Some(told) => told.root(),
            None => known.heights.root(),
        }
    }

    fn device_list(&self) -> [u8; 8] {
        let told = |known: &super::Known| known.suspensions.told().unwrap_or(&known.heights).device_list();
        self.known.as_ref().map(told).unwrap_or_default()
    }

    fn at(&mut self, device: &DeviceId, tip: &Tip, seq: u64) -> Option<EntryId> {
        let fork = self.forks().ok()?.get(device).copied();
        self.store.id_on_branch(device, tip, seq, fork).ok()?
    }

    fn rows(&mut self, device: &DeviceId, tip: &Tip, after: u64) -> Vec<u64> {
        let fork = self.forks().ok().and_then(|forks| forks.get(device).copied());
        self.store.rows_of(device, tip, after, fork).unwrap_or_default()
    }

    fn fetch(&mut self, rows: &[u64]) -> Vec<Entry> {
        self.store.fetch(rows).unwrap_or_default()
    }

    fn is_founded(&mut self) -> bool {
        // A file that cannot be read asks nobody anything.
        self.membership().map_or(true, |membership| membership.charter().is_some())
    }

    fn compares_all(&self) -> bool {
        self.known.as_ref().is_none_or(|known| known.suspensions.told().is_none())
    }

    fn holds(&mut self, device: &DeviceId, seq: u64, id: &EntryId) -> bool {
        self.store.at_place(device, seq).is_ok_and(|held| held.iter().any(|(_, held)| held == id))
    }
}
