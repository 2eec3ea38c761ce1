//! Which changes of a record can live together in one document.
//!
//! The verdict is that of checking the document's whole set in canonical order, change by change: a change has no
//! effect when something it builds on has none, when it names what is not in its past, or when adding it to what
//! stands makes a document that Automerge does not keep as it is. Checking many at once is a shortcut, which a
//! property test holds equal. So the verdict depends on the set alone, and is asked again whenever the set grows.

use std::collections::{BTreeSet, HashMap};

use automerge::{Automerge, Change, ChangeHash};
use palabre_domain::id::Hash;
use palabre_feeds::change::ChangeFacts;

use super::{names::Names, quiet::quietly};

/// What a record's changes come to.
#[derive(Debug)]
pub struct RecordCheck {
    /// The changes that have no effect.
    pub without_effect: BTreeSet<Hash>,
    /// The document of all the others, as it reads after having been saved and loaded. Its actor is a random one.
    pub document: Automerge,
}

impl RecordCheck {
    /// Returns true when every change has effect.
    pub fn is_clean(&self) -> bool {
        self.without_effect.is_empty()
    }
}

/// Checks all of a document's otherwise acceptable changes, given in any order, and builds their document.
///
/// "Otherwise acceptable" is what [`read_change`](super::read_change) and the verdict of one change say: known
/// actor, no gap in its numbering, each device's changes a chain. Costs one application, one save and one load when
/// all is well, and about as much again for each halving on the way to a bad change.
pub fn check_record(changes: &[(ChangeFacts, Change)]) -> RecordCheck {
    let mut check = Check::new(changes);
    let order = check.order.clone();
    check.extend(&order);
    check.finish()
}

/// Returns the indices of the changes in canonical order: the smallest (`start_op`, hash) whose deps all came.
///
/// For changes with operations this is the plain order by (`start_op`, hash), since each starts after all of its
/// past; a change without operations shares its number with what follows it. Left out: a change given before, and
/// one whose deps are not all here.
fn canonical_order(changes: &[(ChangeFacts, Change)]) -> Vec<usize> {
    let mut index = HashMap::new();
    for (i, (facts, _)) in changes.iter().enumerate() {
        index.entry(facts.hash).or_insert(i);
    }
    let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut missing = vec![0usize; changes.len()];
    let mut ready = BTreeSet::new();
    for (&hash, &i) in &index {
        let facts = &changes[i].0;
        missing[i] = facts.deps.len();
        for dep in facts.deps.iter().filter_map(|dep| index.get(dep)) {
            children.entry(*dep).or_default().push(i);
        }
        if facts.deps.is_empty() {
            ready.insert((facts.start_op, hash, i));
        }
    }
    let mut order = Vec::with_capacity(changes.len());
    while let Some((_, _, i)) = ready.pop_first() {
        order.push(i);
        for &child in children.get(&i).into_iter().flatten() {
            missing[child] -= 1;
            if missing[child] == 0 {
                let facts = &changes[child].0;
                ready.insert((facts.start_op, facts.hash, child));
            }
        }
    }
    order
}

/// One check on its way through the canonical order.
struct Check<'a> {
    changes: &'a [(ChangeFacts, Change)],
    order: Vec<usize>,
    without_effect: BTreeSet<Hash>,
    /// The changes that stand, and their document.
    standing: HashMap<ChangeHash, &'a Change>,
    document: Automerge,
}

impl<'a> Check<'a> {
    /// Orders the changes and sets those aside that can be judged without Automerge.
    fn new(changes: &'a [(ChangeFacts, Change)]) -> Self {
        let order = canonical_order(changes);
        let mut without_effect: BTreeSet<Hash> = changes.iter().map(|(facts, _)| facts.hash).collect();
        let position: HashMap<Hash, usize> =
            order.iter().enumerate().map(|(at, &i)| (changes[i].0.hash, at)).collect();
        let mut children = vec![0usize; order.len()];
        for dep in order.iter().flat_map(|&i| &changes[i].0.deps) {
            children[position[dep]] += 1;
        }
        let mut names = Names::default();
        for (at, &i) in order.iter().enumerate() {
            let (facts, change) = &changes[i];
            let deps: Vec<usize> = facts.deps.iter().map(|dep| position[dep]).collect();
            if names.add(facts, change, &deps) {
                without_effect.remove(&facts.hash);
            }
            for dep in deps {
                children[dep] -= 1;
                if children[dep] == 0 {
                    names.forget(dep);
                }
            }
            if children[at] == 0 {
                names.forget(at);
            }
        }
        Self { changes, order, without_effect, standing: HashMap::new(), document: Automerge::new() }
    }

    /// Takes the next changes of the order: all at once if they can be, else by halves.
    fn extend(&mut self, next: &[usize]) {
        let mut added = Vec::with_capacity(next.len());
        for &i in next {
            let (facts, _) = &self.changes[i];
            if facts.deps.iter().any(|dep| self.without_effect.contains(dep)) {
                self.without_effect.insert(facts.hash);
            }
            if !self.without_effect.contains(&facts.hash) {
                added.push(i);
            }
        }
        if added.is_empty() || self.add(&added) {
            return;
        }
        match added.split_at(added.len() / 2) {
            ([], bad) => self.without_effect.extend(bad.iter().map(|&i| self.changes[i].0.hash)),
            (first, second) => {
                self.extend(first);
                self.extend(second);
            }
        }
    }

    /// Adds changes to a copy of the document, which takes its place if Automerge keeps it as it is.
    fn add(&mut self, added: &[usize]) -> bool {
        let changes = self.changes;
        let added: Vec<&'a Change> = added.iter().map(|&i| &changes[i].1).collect();
        let mut standing = self.standing.clone();
        standing.extend(added.iter().map(|change| (change.hash(), *change)));
        let Some(document) = quietly(|| try_add(&self.document, &added, &standing)).flatten() else {
            return false;
        };
        self.standing = standing;
        self.document = document;
        true
    }

    fn finish(self) -> RecordCheck {
        RecordCheck { without_effect: self.without_effect, document: self.document }
    }
}

/// Returns the document with the added changes, once it has been saved and loaded; none if anything is amiss.
fn try_add(
    document: &Automerge,
    added: &[&Change],
    standing: &HashMap<ChangeHash, &Change>,
) -> Option<Automerge> {
    let mut scratch = document.clone();
    scratch.apply_changes(added.iter().copied().cloned()).ok()?;
    // Nothing waits for something missing, and each change is rebuilt from the operations to the byte: changes with
    // the same meaning and other bytes would have another hash at whoever loads the document.
    let rebuilt = scratch.get_changes(&[]);
    let same =
        |change: &Change| standing.get(&change.hash()).is_some_and(|it| it.raw_bytes() == change.raw_bytes());
    if rebuilt.len() != standing.len() || !rebuilt.iter().all(same) {
        return None;
    }
    let loaded = Automerge::load(&scratch.save()).ok()?;
    let alike = loaded.get_heads() == scratch.get_heads() && loaded.hydrate(None) == scratch.hydrate(None);
    alike.then_some(loaded)
}

#[cfg(test)]
pub(super) mod one_by_one {
    //! The definition, without the shortcut.

    use super::*;

    /// Returns what [`check_record`] must return, by checking after every single change.
    pub fn check_record(changes: &[(ChangeFacts, Change)]) -> RecordCheck {
        let mut check = Check::new(changes);
        for i in check.order.clone() {
            check.extend(&[i]);
        }
        check.finish()
    }
}
