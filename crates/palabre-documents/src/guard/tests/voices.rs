//! The voice profile: what is written is read, in Automerge's own bytes, and nothing else is.

use automerge::{
    ActorId, AutoCommit, Change, ChangeHash, ExpandedChange, ObjType, ROOT, ScalarValue,
    legacy::{Key, ObjectId, Op, OpId as LegacyId, OpType},
    transaction::Transactable,
};
use palabre_domain::id::{DeviceId, Hash};
use palabre_feeds::change::ChangeFacts;
use proptest::{collection::vec, prelude::*};

use super::forge::*;
use crate::guard::{GuardError, OpId, VoiceDraft, VoiceOp, VoiceValue, read_change, read_voice, write_voice};

fn value() -> impl Strategy<Value = VoiceValue> {
    prop_oneof![
        vec(any::<u8>(), 0..40).prop_map(VoiceValue::Bytes),
        "\\PC{0,12}".prop_map(VoiceValue::Text),
        prop_oneof![any::<i64>(), -200..200i64].prop_map(VoiceValue::Int),
        any::<bool>().prop_map(VoiceValue::Bool),
    ]
}

prop_compose! {
    fn op()(
        key in prop_oneof!["stance", "advice", "[a-z0-9/-]{1,120}"],
        value in proptest::option::of(value()),
        pred in vec((1..100u64, 1..6u8), 0..4),
    ) -> VoiceOp {
        let pred: Vec<OpId> = pred.into_iter().map(|(counter, n)| OpId { counter, device: device(n) }).collect();
        // A delete deletes something.
        let value = if pred.is_empty() { value.or(Some(VoiceValue::Bool(true))) } else { value };
        VoiceOp { key, value, pred }
    }
}

prop_compose! {
    fn draft()(
        n in 1..6u8,
        seq in 1..300u64,
        start_op in 100..100_000u64,
        deps in vec(any::<[u8; 32]>(), 0..4),
        ops in vec(op(), 0..8),
    ) -> VoiceDraft {
        VoiceDraft { device: device(n), seq, start_op, deps: deps.into_iter().map(Hash).collect(), ops }
    }
}

/// Returns what Automerge writes for a draft.
fn automerge_bytes(draft: &VoiceDraft) -> Vec<u8> {
    let id = |id: &OpId| LegacyId::new(id.counter, &ActorId::from(id.device.0));
    let mut deps: Vec<ChangeHash> = draft.deps.iter().map(|dep| ChangeHash(dep.0)).collect();
    deps.sort();
    deps.dedup();
    let operations = draft.ops.iter().map(|op| {
        let mut pred = op.pred.clone();
        pred.sort();
        pred.dedup();
        Op {
            action: match &op.value {
                None => OpType::Delete,
                Some(VoiceValue::Bytes(bytes)) => OpType::Put(ScalarValue::Bytes(bytes.clone())),
                Some(VoiceValue::Text(text)) => OpType::Put(ScalarValue::Str(text.as_str().into())),
                Some(VoiceValue::Int(int)) => OpType::Put(ScalarValue::Int(*int)),
                Some(VoiceValue::Bool(yes)) => OpType::Put(ScalarValue::Boolean(*yes)),
            },
            obj: ObjectId::Root,
            key: Key::Map(op.key.as_str().into()),
            pred: pred.iter().map(id).collect(),
            insert: false,
        }
    });
    let expanded = ExpandedChange {
        operations: operations.collect(),
        actor_id: ActorId::from(draft.device.0),
        hash: None,
        seq: draft.seq,
        start_op: draft.start_op.try_into().unwrap(),
        time: 0,
        message: None,
        deps,
        extra_bytes: vec![],
        author: None,
    };
    Change::from(expanded).raw_bytes().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn what_is_written_is_read(mut draft in draft()) {
        let bytes = write_voice(draft.clone()).unwrap();
        let voice = read_voice(&bytes).unwrap();
        for op in &mut draft.ops {
            op.pred.sort();
            op.pred.dedup();
        }
        draft.deps.sort();
        prop_assert_eq!(&voice.ops, &draft.ops);
        let (facts, _) = read_change(&bytes).unwrap();
        // Of a page that it could be in, only the whole is held together.
        let read = ChangeFacts { sets: vec![], replaces: vec![], ..voice.facts };
        prop_assert_eq!(&read, &facts);
        prop_assert_eq!((facts.actor, facts.seq, facts.start_op), (draft.device, draft.seq, draft.start_op));
        prop_assert_eq!(facts.deps, draft.deps);
    }

    #[test]
    fn the_bytes_are_those_of_automerge(draft in draft()) {
        prop_assert_eq!(write_voice(draft.clone()).unwrap(), automerge_bytes(&draft));
    }
}

fn draft_of(op: VoiceOp) -> VoiceDraft {
    VoiceDraft { device: device(1), seq: 1, start_op: 5, deps: vec![], ops: vec![op] }
}

fn set(key: &str) -> VoiceOp {
    VoiceOp { key: key.into(), value: Some(VoiceValue::Bool(true)), pred: vec![] }
}

#[test]
fn keys_are_short_and_plain() {
    for key in ["a", "comment/0f-3", &"k".repeat(120)] {
        assert!(write_voice(draft_of(set(key))).is_ok(), "{key}");
    }
    for key in ["", "A", "é", "a b", "a_b", "a.b", &"k".repeat(121)] {
        assert_eq!(write_voice(draft_of(set(key))), Err(GuardError::VoiceKey), "{key}");
    }
}

#[test]
fn drafts_that_cannot_be_are_refused() {
    let op = || set("stance");
    assert_eq!(write_voice(VoiceDraft { start_op: 0, ..draft_of(op()) }), Err(GuardError::Counter));
    assert_eq!(write_voice(VoiceDraft { seq: 0, ..draft_of(op()) }), Err(GuardError::Counter));
    assert_eq!(write_voice(VoiceDraft { start_op: u64::MAX, ..draft_of(op()) }), Err(GuardError::Counter));
    for counter in [0, 5, u64::MAX] {
        let pred = vec![OpId { counter, device: device(2) }];
        assert_eq!(write_voice(draft_of(VoiceOp { pred, ..op() })), Err(GuardError::VoicePred), "{counter}");
    }
    assert_eq!(write_voice(draft_of(VoiceOp { value: None, ..op() })), Err(GuardError::VoicePred));
    let value = Some(VoiceValue::Bytes(vec![0; 1 << 16]));
    assert_eq!(write_voice(draft_of(VoiceOp { value, ..op() })), Err(GuardError::Length));
    let ops = vec![op(); 8_193];
    assert_eq!(write_voice(VoiceDraft { ops, ..draft_of(op()) }), Err(GuardError::Ops));
}

/// Returns why the last change made by `act` on a fresh document is no change of a voice.
fn refused(act: impl FnOnce(&mut AutoCommit)) -> GuardError {
    let mut doc = AutoCommit::new().with_actor(actor(1));
    act(&mut doc);
    let change = doc.get_last_local_change().unwrap();
    assert!(read_change(change.raw_bytes()).is_ok(), "Automerge takes it");
    read_voice(change.raw_bytes()).unwrap_err()
}

#[test]
fn a_voice_only_sets_and_deletes_scalars_at_its_root() {
    use GuardError::*;
    assert_eq!(refused(|doc| _ = doc.put_object(ROOT, "k", ObjType::Map).unwrap()), VoiceOperation);
    assert_eq!(refused(|doc| _ = doc.put_object(ROOT, "k", ObjType::Text).unwrap()), VoiceOperation);
    assert_eq!(
        refused(|doc| {
            let list = doc.put_object(ROOT, "k", ObjType::List).unwrap();
            doc.insert(&list, 0, 1).unwrap();
        }),
        VoiceOperation
    );
    assert_eq!(
        refused(|doc| {
            let map = doc.put_object(ROOT, "k", ObjType::Map).unwrap();
            doc.commit();
            doc.put(&map, "k", true).unwrap();
        }),
        VoiceOperation
    );
    for value in [
        ScalarValue::Null,
        ScalarValue::Uint(1),
        ScalarValue::F64(1.0),
        ScalarValue::counter(1),
        ScalarValue::Timestamp(1),
    ] {
        assert_eq!(refused(|doc| doc.put(ROOT, "k", value.clone()).unwrap()), VoiceValue, "{value:?}");
    }
    assert_eq!(
        refused(|doc| {
            doc.put(ROOT, "k", ScalarValue::counter(1)).unwrap();
            doc.commit();
            doc.increment(ROOT, "k", 1).unwrap();
        }),
        VoiceOperation
    );
    assert_eq!(refused(|doc| doc.put(ROOT, "Key", true).unwrap()), VoiceKey);
}

#[test]
fn a_voice_has_one_form() {
    let bytes = |columns: &[(u64, &[u8])]| {
        let columns = columns.iter().map(|(spec, data)| (*spec, data.to_vec())).collect();
        Forged { columns, start_op: 9, ..Default::default() }.bytes()
    };
    let key: (u64, &[u8]) = (0x15, &[0x7f, 1, b'k']);
    let meta: (u64, &[u8]) = (0x56, &[0x7f, 2]);
    let honest = bytes(&[key, (0x34, &[1]), (0x42, &[0x7f, 1]), meta, (0x70, &[0x7f, 0])]);
    assert!(read_voice(&honest).is_ok());
    let mut wrong = honest.clone();
    wrong[7] ^= 0x10;
    assert_eq!(read_voice(&wrong), Err(GuardError::Checksum));
    for (why, other) in [
        ("a run of one", bytes(&[key, (0x34, &[1]), (0x42, &[1, 1]), meta, (0x70, &[0x7f, 0])])),
        ("an insert", bytes(&[key, (0x34, &[0, 1]), (0x42, &[0x7f, 1]), meta, (0x70, &[0x7f, 0])])),
        ("no inserts", bytes(&[key, (0x42, &[0x7f, 1]), meta, (0x70, &[0x7f, 0])])),
        (
            "a key too many",
            bytes(&[(0x15, &[2, 1, b'k']), (0x34, &[1]), (0x42, &[0x7f, 1]), meta, (0x70, &[0x7f, 0])]),
        ),
        (
            "an empty column",
            bytes(&[key, (0x34, &[1]), (0x42, &[0x7f, 1]), meta, (0x57, &[]), (0x70, &[0x7f, 0])]),
        ),
        (
            "bytes of no value",
            bytes(&[key, (0x34, &[1]), (0x42, &[0x7f, 1]), meta, (0x57, &[1]), (0x70, &[0x7f, 0])]),
        ),
    ] {
        assert_eq!(read_voice(&other), Err(GuardError::VoiceForm), "{why}");
    }
    // Another device that no operation speaks of.
    let mut stranger = Forged { others: vec![vec![9; 32]], ..Default::default() };
    stranger.columns[3].1 = vec![0x7f, 2];
    assert_eq!(read_voice(&stranger.bytes()), Err(GuardError::VoiceForm));
}

#[test]
fn operations_are_numbered_from_the_first() {
    let draft = VoiceDraft { ops: vec![set("a"), set("b")], ..draft_of(set("a")) };
    let voice = read_voice(&write_voice(draft).unwrap()).unwrap();
    let ids: Vec<u64> = voice.numbered_ops().map(|(id, _)| id.counter).collect();
    assert_eq!(ids, [5, 6]);
    assert_eq!(voice.facts.max_op(), 6);
    assert_eq!(voice.facts.actor, DeviceId([1; 32]));
}
