//! The voice profile: the few changes of Automerge's that a member's voice may hold.
//!
//! A voice only sets and deletes scalars at the root of its document. Its meaning is defined on these operations
//! ([`VoiceState`]), so that nothing of Automerge runs on a stranger's bytes; they are still Automerge changes, to
//! the byte, and other tools can build the document. Each change has one form: the bytes must be what Automerge 0.12
//! writes for these operations. Reader and writer here know only the columns that such changes have, and a property
//! test holds them equal to Automerge's.

mod columns;
mod state;
mod write;

use palabre_domain::id::{DeviceId, Hash};
use palabre_feeds::change::{ChangeFacts, Replaced};
use sha2::{Digest, Sha256};

pub use self::state::VoiceState;
use super::{error::GuardError, limits::Limits, scan::scan};

/// The name of one operation in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OpId {
    /// Its number: one more than the greatest that its author had seen.
    pub counter: u64,
    /// The device that made it.
    pub device: DeviceId,
}

/// A scalar that a voice can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoiceValue {
    /// Some bytes, such as the hash of a part or an encoded answer.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Yes or no.
    Bool(bool),
}

/// Sets or deletes one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceOp {
    /// The key: 1 to [`Limits::VOICE_KEY`] bytes of `a-z`, `0-9`, `/` and `-`.
    pub key: String,
    /// The new value; none deletes the key.
    pub value: Option<VoiceValue>,
    /// The operations on this key that it replaces, sorted; a delete replaces at least one.
    pub pred: Vec<OpId>,
}

/// One change of a voice, as read from its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceChange {
    /// Its place in the document.
    pub facts: ChangeFacts,
    /// Its operations, in order.
    pub ops: Vec<VoiceOp>,
}

impl VoiceChange {
    /// Returns the operations with their names.
    pub fn numbered_ops(&self) -> impl Iterator<Item = (OpId, &VoiceOp)> {
        let device = self.facts.actor;
        (self.facts.start_op..).map(move |counter| OpId { counter, device }).zip(&self.ops)
    }
}

/// What a new change of a voice is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VoiceDraft {
    /// The device that makes it.
    pub device: DeviceId,
    /// Counts the changes of this device in this voice, from 1.
    pub seq: u64,
    /// One more than the greatest operation in the past of `deps`.
    pub start_op: u64,
    /// The changes it builds on, in any order.
    pub deps: Vec<Hash>,
    /// Its operations; what each replaces may be in any order.
    pub ops: Vec<VoiceOp>,
}

/// Reads one change of a voice.
///
/// # Errors
/// When the bytes do not pass [`scan`], hold anything else than set and delete of allowed scalars under allowed keys
/// at the root, or are not exactly what [`write_voice`] makes of that.
pub fn read_voice(bytes: &[u8]) -> Result<VoiceChange, GuardError> {
    let scanned = scan(bytes)?;
    let ops = columns::read_ops(&scanned)?;
    let deps: Vec<Hash> = scanned.deps.iter().copied().map(Hash).collect();
    let body = write::body(scanned.actor, scanned.seq, scanned.start_op, &deps, &ops);
    if body != scanned.body {
        return Err(GuardError::VoiceForm);
    }
    let hash: [u8; 32] = Sha256::digest(&bytes[8..]).into();
    if hash[..4] != scanned.checksum {
        return Err(GuardError::Checksum);
    }
    let facts = ChangeFacts {
        hash: Hash(hash),
        actor: scanned.actor,
        seq: scanned.seq,
        start_op: scanned.start_op,
        ops: ops.len() as u64,
        deps,
        sets: ops.iter().map(|op| op.value.as_ref().map(|_| Hash::of(op.key.as_bytes()))).collect(),
        replaces: replaces(&ops),
    };
    Ok(VoiceChange { facts, ops })
}

/// Returns what operations replace, each under its own key.
fn replaces(ops: &[VoiceOp]) -> Vec<Replaced> {
    let of = |(by, op): (usize, &VoiceOp)| {
        let key = Hash::of(op.key.as_bytes());
        let replaced = |pred: &OpId| Replaced { by, key, counter: pred.counter, device: pred.device };
        op.pred.iter().map(replaced).collect::<Vec<_>>()
    };
    ops.iter().enumerate().flat_map(of).collect()
}

/// Writes one change of a voice.
///
/// # Errors
/// When [`read_voice`] would refuse it: our own changes pass the guard before they are signed.
pub fn write_voice(mut draft: VoiceDraft) -> Result<Vec<u8>, GuardError> {
    draft.deps.sort_unstable();
    draft.deps.dedup();
    for op in &mut draft.ops {
        op.pred.sort_unstable();
        op.pred.dedup();
    }
    let body = write::body(draft.device, draft.seq, draft.start_op, &draft.deps, &draft.ops);
    let bytes = write::chunk(&body);
    read_voice(&bytes)?;
    Ok(bytes)
}

/// Says whether a voice may have this key. Which keys mean something is for others to say.
pub fn is_key(key: &str) -> bool {
    (1..=Limits::VOICE_KEY).contains(&key.len())
        && key.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'/' | b'-'))
}
