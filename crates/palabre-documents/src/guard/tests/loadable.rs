//! Every voice with effect is an Automerge document that other tools can build, save and load.

use automerge::{Automerge, Change, ROOT, ReadDoc, ScalarValue, Value};
use palabre_domain::id::Hash;
use palabre_feeds::change::ChangeFacts;
use palabre_feeds::document::{Document, Shape};
use palabre_feeds::verdict::{Reason, Verdict};
use proptest::{collection::vec, prelude::*};

use super::forge::*;
use crate::guard::quiet::quietly;
use crate::guard::{OpId, VoiceChange, VoiceDraft, VoiceOp, VoiceState, VoiceValue, read_voice, write_voice};

const KEYS: [&str; 3] = ["stance", "advice", "leave"];

/// One device's next change: which device, how much it has seen, and what it does under which keys.
#[derive(Clone, Debug)]
struct Act {
    device: u8,
    seen: usize,
    ops: Vec<(usize, bool, Aim)>,
}

/// What an operation says that it replaces.
#[derive(Clone, Copy, Debug)]
enum Aim {
    /// What stands under its key.
    Honest,
    /// What stands under another.
    OtherKey,
    /// An operation that may not be there, or not there.
    Any(u64, u8),
}

fn aim() -> impl Strategy<Value = Aim> {
    prop_oneof![
        12 => Just(Aim::Honest),
        1 => Just(Aim::OtherKey),
        1 => (1..12u64, 1..4u8).prop_map(|(counter, n)| Aim::Any(counter, n)),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    (1..4u8, 0..4usize, vec((0..KEYS.len(), prop::bool::weighted(0.8), aim()), 1..4))
        .prop_map(|(device, seen, ops)| Act { device, seen, ops })
}

/// A voice as one laptop holds it.
#[derive(Clone)]
struct Held {
    document: Document,
    state: VoiceState,
    changes: Vec<(VoiceChange, Vec<u8>)>,
}

impl Held {
    fn new() -> Self {
        Self { document: Document::new(Shape::Voice), state: VoiceState::default(), changes: Vec::new() }
    }

    fn offer(&mut self, change: &VoiceChange, bytes: &[u8]) -> Verdict {
        let verdict =
            self.document.offer(change.facts.clone(), 0).last().map_or(Document::WAITS, |one| one.1);
        if verdict.is_effective() {
            self.state.apply(change);
            self.changes.push((change.clone(), bytes.to_vec()));
        }
        verdict
    }

    fn write(&self, act: &Act) -> Option<(VoiceChange, Vec<u8>)> {
        let (seq, start_op) = self.document.next(&device(act.device));
        let ops = act.ops.iter().map(|&(key, sets, aim)| {
            let pred = match aim {
                Aim::Honest => self.state.pred(KEYS[key]),
                Aim::OtherKey => self.state.pred(KEYS[(key + 1) % KEYS.len()]),
                Aim::Any(counter, n) => vec![OpId { counter, device: device(n) }],
            };
            let value = (sets || pred.is_empty()).then_some(VoiceValue::Int(start_op as i64));
            VoiceOp { key: KEYS[key].into(), value, pred }
        });
        // Two operations under one key would replace the same thing twice.
        let mut ops: Vec<VoiceOp> = ops.collect();
        ops.sort_by(|a, b| a.key.cmp(&b.key));
        ops.dedup_by(|a, b| a.key == b.key);
        let deps = self.document.heads();
        let bytes = write_voice(VoiceDraft { device: device(act.device), seq, start_op, deps, ops }).ok()?;
        Some((read_voice(&bytes).unwrap(), bytes))
    }
}

/// What Automerge makes of these changes: each key's values, or nothing where it makes no document of them, as by
/// breaking down.
fn built(changes: &[(VoiceChange, Vec<u8>)]) -> Option<Vec<(String, Vec<i64>)>> {
    quietly(|| build(changes)).flatten()
}

fn build(changes: &[(VoiceChange, Vec<u8>)]) -> Option<Vec<(String, Vec<i64>)>> {
    let mut document = Automerge::new();
    let changes = changes.iter().map(|(_, bytes)| Change::from_bytes(bytes.clone()).unwrap());
    document.apply_changes(changes).ok()?;
    let loaded = Automerge::load(&document.save()).ok()?;
    let values = KEYS.iter().map(|key| {
        let mut values: Vec<i64> = loaded
            .get_all(ROOT, *key)
            .unwrap()
            .into_iter()
            .map(|(value, _)| match value {
                Value::Scalar(scalar) => match *scalar {
                    ScalarValue::Int(int) => int,
                    _ => unreachable!("only numbers were set"),
                },
                Value::Object(_) => unreachable!("only numbers were set"),
            })
            .collect();
        values.sort_unstable();
        ((*key).to_owned(), values)
    });
    Some(values.collect())
}

fn shown(state: &VoiceState) -> Vec<(String, Vec<i64>)> {
    let values = |key: &str| {
        let mut values: Vec<i64> = state
            .values(key)
            .iter()
            .map(
                |(_, value)| {
                    if let VoiceValue::Int(int) = value { *int } else { unreachable!("only numbers") }
                },
            )
            .collect();
        values.sort_unstable();
        values
    };
    KEYS.iter().map(|key| ((*key).to_owned(), values(key))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn every_voice_with_effect_is_a_document_that_loads_and_says_the_same(acts in vec(act(), 1..14)) {
        // Some build on everything, others on what was there a while ago: so there are branches.
        let mut before = vec![Held::new()];
        for act in &acts {
            let mut held = before.last().unwrap().clone();
            let base = &before[before.len().saturating_sub(1 + act.seen)];
            if let Some((change, bytes)) = base.write(act) {
                held.offer(&change, &bytes);
            }
            before.push(held);
        }
        let held = before.last().unwrap();
        prop_assert_eq!(built(&held.changes), Some(shown(&held.state)));
    }
}

fn written(n: u8, ops: Vec<VoiceOp>, on: &[&VoiceChange]) -> (VoiceChange, Vec<u8>) {
    let start_op = 1 + on.iter().map(|change| change.facts.max_op()).max().unwrap_or(0);
    let deps: Vec<Hash> = on.iter().map(|change| change.facts.hash).collect();
    let seq = 1 + on.iter().filter(|change| change.facts.actor == device(n)).count() as u64;
    let bytes = write_voice(VoiceDraft { device: device(n), seq, start_op, deps, ops }).unwrap();
    (read_voice(&bytes).unwrap(), bytes)
}

fn set(key: &str, pred: &[(u64, u8)]) -> VoiceOp {
    let pred = pred.iter().map(|&(counter, n)| OpId { counter, device: device(n) }).collect();
    VoiceOp { key: key.into(), value: Some(VoiceValue::Int(1)), pred }
}

#[test]
fn what_replaces_something_that_does_not_stand_there_has_no_effect() {
    let first = written(1, vec![set("stance", &[]), set("advice", &[])], &[]);
    let apart = written(2, vec![set("stance", &[])], &[]);
    let no_effect = Verdict::WithoutEffect(Reason::Replaces);
    let cases = [
        ("what stands there", set("stance", &[(1, 1)]), Verdict::Effective),
        ("nothing", set("stance", &[]), Verdict::Effective),
        ("another key", set("stance", &[(2, 1)]), no_effect),
        ("no such operation", set("stance", &[(1, 3)]), no_effect),
        ("one that is there, and not in its past", set("stance", &[(1, 2)]), no_effect),
    ];
    for (why, op, verdict) in cases {
        let mut held = Held::new();
        held.offer(&first.0, &first.1);
        held.offer(&apart.0, &apart.1);
        let next = written(3, vec![op], &[&first.0]);
        assert_eq!(held.offer(&next.0, &next.1), verdict, "{why}");
        assert_eq!(built(&held.changes), Some(shown(&held.state)), "{why}");
        if ["another key", "no such operation"].contains(&why) {
            // Why the rule is there: Automerge makes no such document of it.
            held.state.apply(&next.0);
            held.changes.push(next);
            assert_ne!(built(&held.changes), Some(shown(&held.state)), "{why}");
        }
    }
    // A delete leaves nothing that could be replaced.
    let delete = VoiceOp { value: None, ..set("stance", &[(1, 1)]) };
    let gone = written(1, vec![delete], &[&first.0]);
    let after = written(3, vec![set("stance", &[(3, 1)])], &[&first.0, &gone.0]);
    let mut held = Held::new();
    for change in [&first, &gone] {
        assert_eq!(held.offer(&change.0, &change.1), Verdict::Effective);
    }
    assert_eq!(held.offer(&after.0, &after.1), no_effect);
    let facts: &ChangeFacts = &after.0.facts;
    assert_eq!((facts.sets.len(), facts.replaces.len()), (1, 1));
}
