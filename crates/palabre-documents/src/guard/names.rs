//! Whether what a change speaks of lies in its past.
//!
//! An operation names others: the object it is in, the element it follows, the operations it replaces. An honest
//! program can name only what it had seen. A change that names an operation made elsewhere at the same time would
//! apply or not depending on which of the two came first, so this is asked before Automerge is.

use std::collections::HashMap;

use automerge::{
    Change,
    legacy::{ElementId, Key, ObjectId, OpId},
};
use palabre_domain::id::DeviceId;
use palabre_feeds::change::ChangeFacts;

use super::quiet::quietly;

/// For each device, by its index, the greatest number of its operations in the past of a change.
type Clock = Vec<u64>;

/// The changes of one document so far, given in an order in which each comes after what it builds on.
#[derive(Default)]
pub(super) struct Names {
    devices: HashMap<DeviceId, usize>,
    /// For each device the first and last operation of its changes, in order.
    spans: Vec<Vec<(u64, u64)>>,
    clocks: Vec<Clock>,
}

impl Names {
    /// Adds the next change and returns whether all that it names lies in its past.
    ///
    /// `deps` are the indices, in the order of adding, of the changes it directly builds on. It relies on each
    /// device's changes being a chain, which the verdict has seen to.
    pub fn add(&mut self, facts: &ChangeFacts, change: &Change, deps: &[usize]) -> bool {
        let device = self.device(facts.actor);
        let mut clock = Clock::new();
        for past in deps.iter().filter_map(|&dep| self.clocks.get(dep)) {
            if clock.len() < past.len() {
                clock.resize(past.len(), 0);
            }
            for (mine, theirs) in clock.iter_mut().zip(past) {
                *mine = (*mine).max(*theirs);
            }
        }
        let sound = quietly(|| change.decode()).is_some_and(|expanded| {
            (facts.start_op..).zip(&expanded.operations).all(|(number, op)| {
                let mut named = op.pred.iter().chain(object(&op.obj)).chain(element(&op.key));
                named.all(|id| {
                    id.actor().to_bytes() == facts.actor.as_ref()
                        && (facts.start_op..number).contains(&id.counter())
                        || self.in_past(&clock, id)
                })
            })
        });
        if facts.ops > 0 {
            if clock.len() <= device {
                clock.resize(device + 1, 0);
            }
            clock[device] = facts.max_op();
            self.spans[device].push((facts.start_op, facts.max_op()));
        }
        self.clocks.push(clock);
        sound
    }

    /// Forgets the past of a change that no later change builds on.
    pub fn forget(&mut self, index: usize) {
        if let Some(clock) = self.clocks.get_mut(index) {
            *clock = Clock::new();
        }
    }

    fn device(&mut self, id: DeviceId) -> usize {
        *self.devices.entry(id).or_insert_with(|| {
            self.spans.push(Vec::new());
            self.spans.len() - 1
        })
    }

    fn in_past(&self, clock: &Clock, id: &OpId) -> bool {
        let Ok(device) = <[u8; 32]>::try_from(id.actor().to_bytes()) else {
            return false;
        };
        let Some(&device) = self.devices.get(&DeviceId(device)) else {
            return false;
        };
        let seen = clock.get(device).copied().unwrap_or(0);
        let spans = &self.spans[device];
        let after = spans.partition_point(|(first, _)| *first <= id.counter());
        id.counter() <= seen && after > 0 && id.counter() <= spans[after - 1].1
    }
}

fn object(object: &ObjectId) -> Option<&OpId> {
    match object {
        ObjectId::Id(id) => Some(id),
        ObjectId::Root => None,
    }
}

fn element(key: &Key) -> Option<&OpId> {
    match key {
        Key::Seq(ElementId::Id(id)) => Some(id),
        _ => None,
    }
}
