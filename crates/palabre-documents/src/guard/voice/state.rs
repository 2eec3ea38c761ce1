//! What a voice says now.

use std::collections::{BTreeMap, BTreeSet};

use super::{OpId, VoiceChange, VoiceValue};

/// The current values of a voice's keys.
///
/// Each key is a register with several values: setting or deleting takes away what it replaces, and what two devices
/// set while apart stands side by side, as a conflict. The same changes give the same state in any order, and a
/// change folded twice counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoiceState {
    current: BTreeMap<String, Vec<(OpId, VoiceValue)>>,
    /// What has been replaced under each key, seen or not yet seen.
    replaced: BTreeMap<String, BTreeSet<OpId>>,
}

impl VoiceState {
    /// Folds one change into the state.
    pub fn apply(&mut self, change: &VoiceChange) {
        for (id, op) in change.numbered_ops() {
            if !op.pred.is_empty() {
                self.replaced.entry(op.key.clone()).or_default().extend(&op.pred);
                if let Some(values) = self.current.get_mut(&op.key) {
                    values.retain(|(id, _)| !op.pred.contains(id));
                    if values.is_empty() {
                        self.current.remove(&op.key);
                    }
                }
            }
            let Some(value) = &op.value else { continue };
            if self.replaced.get(&op.key).is_some_and(|replaced| replaced.contains(&id)) {
                continue;
            }
            let values = self.current.entry(op.key.clone()).or_default();
            if let Err(place) = values.binary_search_by_key(&id, |(id, _)| *id) {
                values.insert(place, (id, value.clone()));
            }
        }
    }

    /// Returns the values of all keys that have one, each key's sorted by the operation that set it.
    pub fn current(&self) -> &BTreeMap<String, Vec<(OpId, VoiceValue)>> {
        &self.current
    }

    /// Returns the values of a key: none, one, or those in conflict.
    pub fn values(&self, key: &str) -> &[(OpId, VoiceValue)] {
        self.current.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns what a new operation on a key replaces.
    pub fn pred(&self, key: &str) -> Vec<OpId> {
        self.values(key).iter().map(|(id, _)| *id).collect()
    }
}
