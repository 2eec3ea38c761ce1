//! The changes of one document, judged one by one as what they stand on is judged.
//!
//! A verdict depends on the verdicts of a change's dependencies and of its device's earlier changes here, and on
//! nothing else: these relations have no circles, so every order of arrival ends with the same verdicts.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use palabre_domain::id::{DeviceId, Hash};

use crate::change::{ChangeFacts, Replaced};
use crate::verdict::{Reason, Verdict, Waits};

/// How many operations one device may write in one document.
pub const MAX_DEVICE_OPS: u64 = 131_072;

/// Whether a document has one first change from which all others descend, or grows from several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A record: only its birth stands on nothing.
    Record,
    /// A voice: each of a member's devices may begin on its own.
    Voice,
}

#[derive(Clone, Debug)]
struct Judged {
    effective: bool,
    device: DeviceId,
    seq: u64,
    start_op: u64,
    max_op: u64,
    deps: Vec<Hash>,
    sets: Vec<Option<Hash>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Last {
    seq: u64,
    hash: Hash,
    ops: u64,
}

/// What is known of one document.
#[derive(Clone, Debug)]
pub struct Document {
    shape: Shape,
    judged: HashMap<Hash, Judged>,
    last: HashMap<DeviceId, Last>,
    /// The changes with effect of each device, by their first operation.
    begins: HashMap<DeviceId, BTreeMap<u64, Hash>>,
    /// Effective changes that no effective change builds on.
    heads: BTreeSet<Hash>,
    effective: usize,
    max_op: u64,
    /// Changes that wait, as (facts, token), in the order of each device's feed.
    waiting: BTreeMap<DeviceId, VecDeque<(ChangeFacts, u64)>>,
    queued: HashSet<Hash>,
    /// The devices whose first waiting change builds on a change that is not here.
    awaited: HashMap<Hash, BTreeSet<DeviceId>>,
}

impl Document {
    /// Returns a document of which nothing is known.
    pub fn new(shape: Shape) -> Self {
        Self {
            shape,
            judged: HashMap::new(),
            last: HashMap::new(),
            begins: HashMap::new(),
            heads: BTreeSet::new(),
            effective: 0,
            max_op: 0,
            waiting: BTreeMap::new(),
            queued: HashSet::new(),
            awaited: HashMap::new(),
        }
    }

    /// Offers the next change of its device, and returns the verdicts that this settles, as (token, verdict), what
    /// others build on first.
    ///
    /// Changes of one device are offered in the order of its feed. `token` is the caller's name for the entry. A
    /// change that is not among those returned is pending on [`Waits::Change`].
    pub fn offer(&mut self, facts: ChangeFacts, token: u64) -> Vec<(u64, Verdict)> {
        let device = facts.actor;
        self.queued.insert(facts.hash);
        let queue = self.waiting.entry(device).or_default();
        queue.push_back((facts, token));
        // Behind one that waits: nothing that can be judged now has changed.
        if queue.len() > 1 { Vec::new() } else { self.advance(vec![device]) }
    }

    /// Settles the next change of its device as without effect, whatever it says: what builds on it falls with it.
    /// Returns the verdicts that this settles of changes that waited.
    ///
    /// This is also for changes of entries that are without effect for another reason. Of two entries of a feed that
    /// carry the same change the first decides, however much later the second comes.
    pub fn refuse(&mut self, facts: ChangeFacts) -> Vec<(u64, Verdict)> {
        if self.queued.contains(&facts.hash) {
            return Vec::new();
        }
        let ready = self.settle(facts, false);
        self.advance(ready)
    }

    /// Returns the verdict of changes that wait.
    pub const WAITS: Verdict = Verdict::Pending(Waits::Change);

    /// Returns the hashes that no effective change builds on yet, sorted.
    pub fn heads(&self) -> Vec<Hash> {
        self.heads.iter().copied().collect()
    }

    /// Returns what the next change of `device` on all heads looks like: its number and its first operation.
    pub fn next(&self, device: &DeviceId) -> (u64, u64) {
        let seq = self.last.get(device).map_or(0, |last| last.seq) + 1;
        (seq, self.max_op + 1)
    }

    /// Judges what waits at the front of these devices' queues, and of all that this wakes.
    fn advance(&mut self, mut ready: Vec<DeviceId>) -> Vec<(u64, Verdict)> {
        let mut settled = Vec::new();
        while let Some(device) = ready.pop() {
            while let Some((facts, _)) = self.waiting.get(&device).and_then(VecDeque::front) {
                let verdict = match self.judge(facts) {
                    Ok(verdict) => verdict,
                    Err(missing) => {
                        for hash in missing {
                            self.awaited.entry(hash).or_default().insert(device);
                        }
                        break;
                    }
                };
                let Some((facts, token)) = self.waiting.get_mut(&device).and_then(VecDeque::pop_front) else {
                    break;
                };
                self.queued.remove(&facts.hash);
                settled.push((token, verdict));
                ready.extend(self.settle(facts, verdict.is_effective()));
            }
            if self.waiting.get(&device).is_some_and(VecDeque::is_empty) {
                self.waiting.remove(&device);
            }
        }
        settled
    }

    /// Takes down what a change comes to, and returns the devices that waited for it.
    fn settle(&mut self, facts: ChangeFacts, effective: bool) -> Vec<DeviceId> {
        let hash = facts.hash;
        let max_op = facts.max_op();
        if effective {
            let last = self.last.entry(facts.actor).or_default();
            *last = Last { seq: facts.seq, hash, ops: last.ops.saturating_add(facts.ops) };
            // What builds on a change is judged after it, so no head here builds on this one.
            for dep in &facts.deps {
                self.heads.remove(dep);
            }
            self.heads.insert(hash);
            self.begins.entry(facts.actor).or_default().insert(facts.start_op, hash);
            self.effective += 1;
            self.max_op = self.max_op.max(max_op);
        }
        let ChangeFacts { actor: device, seq, start_op, deps, sets, .. } = facts;
        let judged = Judged { effective, device, seq, start_op, max_op, deps, sets };
        // The same change a second time has no effect, and does not unmake the first.
        self.judged.entry(hash).or_insert(judged);
        self.awaited.remove(&hash).into_iter().flatten().collect()
    }

    /// Returns the verdict, or the dependencies that are not here.
    fn judge(&self, facts: &ChangeFacts) -> Result<Verdict, Vec<Hash>> {
        let refuse = |reason| Ok(Verdict::WithoutEffect(reason));
        let mut past = 0;
        let mut missing = Vec::new();
        for dep in &facts.deps {
            match self.judged.get(dep) {
                Some(judged) if judged.effective => past = past.max(judged.max_op),
                Some(_) => return refuse(Reason::Dependency),
                None => missing.push(*dep),
            }
        }
        if !missing.is_empty() {
            return Err(missing);
        }
        let last = self.last.get(&facts.actor).copied().unwrap_or_default();
        if facts.seq != last.seq + 1 || self.judged.contains_key(&facts.hash) {
            return refuse(Reason::Sequence);
        }
        if self.shape == Shape::Record && facts.deps.is_empty() && self.effective > 0 {
            return refuse(Reason::Past);
        }
        if last.seq > 0 && !self.descends(facts, &last.hash) {
            return refuse(Reason::Past);
        }
        if Some(facts.start_op) != past.checked_add(1) {
            return refuse(Reason::StartOp);
        }
        if last.ops.saturating_add(facts.ops) > MAX_DEVICE_OPS {
            return refuse(Reason::Operations);
        }
        if !facts.replaces.iter().all(|replaced| self.stands(facts, replaced)) {
            return refuse(Reason::Replaces);
        }
        Ok(Verdict::Effective)
    }

    /// Returns true when what a change replaces was set under that key in its own past: Automerge makes a document of
    /// nothing else.
    fn stands(&self, facts: &ChangeFacts, replaced: &Replaced) -> bool {
        let sets = |sets: &[Option<Hash>], start_op: u64| {
            let place = replaced.counter.checked_sub(start_op).and_then(|place| usize::try_from(place).ok());
            place.and_then(|place| sets.get(place)) == Some(&Some(replaced.key))
        };
        if replaced.device == facts.actor && replaced.counter >= facts.start_op {
            let before = facts.sets.get(..replaced.by).unwrap_or_default();
            return sets(before, facts.start_op);
        }
        let begins = self.begins.get(&replaced.device);
        let found = begins.and_then(|begins| begins.range(..=replaced.counter).next_back());
        let Some((_, hash)) = found else { return false };
        self.judged.get(hash).is_some_and(|judged| sets(&judged.sets, judged.start_op))
            && self.descends(facts, hash)
    }

    /// Returns true when `ancestor` is in the past of `facts`. Operation numbers grow along dependencies, so the
    /// search never goes below the ancestor's.
    fn descends(&self, facts: &ChangeFacts, ancestor: &Hash) -> bool {
        if facts.deps.contains(ancestor) {
            return true;
        }
        let Some(floor) = self.judged.get(ancestor).map(|judged| judged.max_op) else {
            return false;
        };
        let mut seen = HashSet::new();
        let mut open: Vec<&Hash> = facts.deps.iter().collect();
        while let Some(hash) = open.pop() {
            if hash == ancestor {
                return true;
            }
            let Some(judged) = self.judged.get(hash) else {
                continue;
            };
            if judged.max_op >= floor && seen.insert(hash) {
                open.extend(&judged.deps);
            }
        }
        false
    }

    /// Returns how many changes have effect.
    pub fn len(&self) -> usize {
        self.effective
    }

    /// Returns true when no change has effect.
    pub fn is_empty(&self) -> bool {
        self.effective == 0
    }

    /// Returns the device and number of a change with effect.
    pub fn change(&self, hash: &Hash) -> Option<(DeviceId, u64)> {
        self.judged.get(hash).filter(|judged| judged.effective).map(|judged| (judged.device, judged.seq))
    }
}
