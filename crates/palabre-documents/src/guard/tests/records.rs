//! Changes that are well made each, and cannot all live together.

use automerge::{
    Change, ChangeHash, ExpandedChange, ObjType, ScalarValue,
    legacy::{Key, ObjectId, Op, OpId, OpType},
};
use palabre_domain::id::Hash;
use palabre_feeds::change::ChangeFacts;
use rand::{SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::forge::*;
use crate::guard::{check_record, read_change, record::one_by_one};

type Read = (ChangeFacts, Change);

fn id(counter: u64, n: u8) -> OpId {
    OpId::new(counter, &actor(n))
}

fn put(key: &str, pred: &[OpId]) -> Op {
    Op {
        action: OpType::Put(ScalarValue::Boolean(true)),
        obj: ObjectId::Root,
        key: Key::Map(key.into()),
        pred: pred.to_vec().into(),
        insert: false,
    }
}

/// Returns a change of device `n` as its author may have forged it.
fn made(n: u8, seq: u64, start_op: u64, deps: &[&Read], operations: Vec<Op>) -> Read {
    let mut deps: Vec<ChangeHash> = deps.iter().map(|(facts, _)| ChangeHash(facts.hash.0)).collect();
    deps.sort();
    let expanded = ExpandedChange {
        operations,
        actor_id: actor(n),
        hash: None,
        seq,
        start_op: start_op.try_into().unwrap(),
        time: 0,
        message: None,
        deps,
        extra_bytes: vec![],
        author: None,
    };
    read_change(Change::from(expanded).raw_bytes()).unwrap()
}

/// Returns the hashes without effect, the same by batch and one by one, from either end.
fn without_effect(set: &[Read]) -> Vec<Hash> {
    let check = check_record(set);
    let reversed: Vec<Read> = set.iter().rev().cloned().collect();
    for other in [check_record(&reversed), one_by_one::check_record(set), one_by_one::check_record(&reversed)]
    {
        assert_eq!(check.without_effect, other.without_effect);
        assert_eq!(check.document.get_heads(), other.document.get_heads());
    }
    assert_alive(&check.document);
    assert_eq!(check.is_clean(), check.without_effect.is_empty());
    check.without_effect.into_iter().collect()
}

#[test]
fn honest_histories_are_clean() {
    assert!(without_effect(&[]).is_empty());
    for seed in 0..40 {
        let mut rng = StdRng::seed_from_u64(seed);
        let changes = history(&mut rng, 4, 25);
        let mut set = read_all(&changes);
        set.shuffle(&mut rng);
        let check = check_record(&set);
        assert!(check.is_clean(), "seed {seed}: {} without effect", check.without_effect.len());
        assert_eq!(check.document.get_changes(&[]).len(), set.len());
    }
}

#[test]
fn a_change_that_names_what_it_has_not_seen_has_no_effect() {
    let birth = made(1, 1, 1, &[], vec![put("k", &[])]);
    // Device 2 sets k twice, device 3 replaces the second while not building on it. Whether Automerge takes that
    // depends on who comes first; we take it in no order.
    let other = made(2, 1, 2, &[&birth], vec![put("k", &[id(1, 1)]), put("k", &[id(2, 2)])]);
    let forged = made(3, 1, 2, &[&birth], vec![put("a", &[]), put("b", &[]), put("k", &[id(3, 2)])]);
    let child = made(3, 2, 5, &[&forged], vec![put("a", &[id(2, 3)])]);
    let mut bad = vec![forged.0.hash, child.0.hash];
    bad.sort();
    assert_eq!(without_effect(&[birth.clone(), other, forged.clone(), child]), bad);
    // The same without the other change, and with one that names itself.
    assert_eq!(without_effect(&[birth.clone(), forged.clone()]), [forged.0.hash]);
    let own = made(3, 1, 2, &[&birth], vec![put("k", &[id(2, 3)])]);
    assert_eq!(without_effect(&[birth, own.clone()]), [own.0.hash]);
}

#[test]
fn an_operation_in_something_that_holds_nothing_has_no_effect() {
    let birth = made(1, 1, 1, &[], vec![put("k", &[])]);
    let inside = Op { obj: ObjectId::Id(id(1, 1)), ..put("x", &[]) };
    let forged = made(2, 1, 2, &[&birth], vec![inside]);
    let honest = made(3, 1, 2, &[&birth], vec![put("k", &[id(1, 1)])]);
    let child = made(3, 2, 3, &[&honest, &forged], vec![put("z", &[])]);
    let mut bad = vec![forged.0.hash, child.0.hash];
    bad.sort();
    assert_eq!(without_effect(&[birth, forged, honest, child]), bad);
}

#[test]
fn one_bad_change_among_many_is_found() {
    let mut set = read_all(&history(&mut StdRng::seed_from_u64(3), 4, 120));
    let birth = set.iter().find(|(facts, _)| facts.deps.is_empty()).unwrap().clone();
    let nowhere = Op { obj: ObjectId::Id(id(birth.0.max_op(), 1)), ..put("x", &[]) };
    let forged = made(99, 1, birth.0.max_op() + 1, &[&birth], vec![nowhere]);
    set.push(forged.clone());
    assert_eq!(without_effect(&set), [forged.0.hash]);
}

#[test]
fn of_two_changes_with_one_number_the_first_in_canonical_order_stands() {
    let birth = made(1, 1, 1, &[], vec![put("k", &[])]);
    let left = made(2, 1, 2, &[&birth], vec![put("left", &[])]);
    let right = made(2, 1, 2, &[&birth], vec![put("right", &[])]);
    let last = left.0.hash.max(right.0.hash);
    assert_eq!(without_effect(&[birth, left, right]), [last]);
}

#[test]
fn what_builds_on_something_missing_has_no_effect() {
    let birth = made(1, 1, 1, &[], vec![put("k", &[])]);
    let missing = made(2, 1, 2, &[&birth], vec![put("a", &[])]);
    let child = made(3, 1, 3, &[&missing], vec![put("b", &[])]);
    assert_eq!(without_effect(&[birth.clone(), child.clone()]), [child.0.hash]);
    assert!(without_effect(&[birth.clone(), missing, child, birth]).is_empty(), "given twice counts once");
}

#[test]
fn a_change_without_operations_comes_before_what_builds_on_it() {
    // Both have the same first number, so their order is not that of (start_op, hash) alone.
    for n in 0..8 {
        let birth = made(1, 1, 1, &[], vec![put("k", &[])]);
        let empty = made(2, 1, 2, &[&birth], vec![]);
        let child = made(3, 1, 2, &[&empty], vec![put(&format!("k{n}"), &[])]);
        assert!(without_effect(&[child, empty, birth]).is_empty());
    }
}

#[test]
fn nested_objects_are_in_the_past_of_their_content() {
    let make = |key: &str| Op { action: OpType::Make(ObjType::Map), ..put(key, &[]) };
    let birth = made(1, 1, 1, &[], vec![make("m"), Op { obj: ObjectId::Id(id(1, 1)), ..put("x", &[]) }]);
    let later = made(2, 1, 3, &[&birth], vec![Op { obj: ObjectId::Id(id(1, 1)), ..put("y", &[]) }]);
    assert!(without_effect(&[later, birth]).is_empty());
}
