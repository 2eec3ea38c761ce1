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
    /// For a voice, under which key each operation sets a value, as the key's hash; none for one that only deletes.
    pub sets: Vec<Option<Hash>>,
    /// For a voice, what its operations replace.
    pub replaces: Vec<Replaced>,
}

/// An operation that another one replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replaced {
    /// Which operation of the change replaces it, from 0.
    pub by: usize,
    /// The key, as its hash.
    pub key: Hash,
    /// The number of the operation that is replaced.
    pub counter: u64,
    /// The device that made it.
    pub device: DeviceId,
}

impl ChangeFacts {
    /// Returns the number of its last operation; `start_op - 1` when it holds none.
    pub fn max_op(&self) -> u64 {
        self.start_op.saturating_add(self.ops).saturating_sub(1)
    }
}
