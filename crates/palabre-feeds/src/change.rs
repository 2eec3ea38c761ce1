//! What a verdict needs to know of an Automerge change, without knowing Automerge.

use palabre_domain::id::{DeviceId, Hash};

/// The place of one change in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeFacts {
    /// The change's own hash (SHA-256 in Automerge), by which others depend on it.
    pub hash: Hash,
    /// The device that made it: its Automerge actor.
    pub actor: DeviceId,
    /// Counts the changes of this actor in this document, from 1.
    pub seq: u64,
    /// The number of the change's first operation.
    pub start_op: u64,
    /// How many operations it holds.
    pub ops: u64,
    /// The hashes of the changes it directly builds on, sorted.
    pub deps: Vec<Hash>,
}

impl ChangeFacts {
    /// Returns the number of its last operation; `start_op - 1` when it holds none.
    pub fn max_op(&self) -> u64 {
        self.start_op.saturating_add(self.ops).saturating_sub(1)
    }
}
