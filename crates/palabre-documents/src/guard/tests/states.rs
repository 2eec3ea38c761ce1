//! What a voice says, by our reading and by Automerge's.

use std::collections::BTreeMap;

use automerge::{AutoCommit, Change, ROOT, ReadDoc, ScalarValue, Value, transaction::Transactable};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::forge::*;
use crate::guard::{OpId, VoiceState, VoiceValue, read_voice};

const KEYS: [&str; 4] = ["stance", "advice", "count", "react/heart-1"];

/// Returns the changes of a voice written on some devices, together and apart.
pub fn voice_history(rng: &mut StdRng, devices: u8, changes: usize) -> Vec<Vec<u8>> {
    let mut docs: Vec<AutoCommit> =
        (0..devices).map(|n| AutoCommit::new().with_actor(actor(n + 1))).collect();
    for _ in 0..changes {
        let at = rng.random_range(0..docs.len());
        let doc = &mut docs[at];
        for _ in 0..rng.random_range(1..4) {
            let key = KEYS[rng.random_range(0..KEYS.len())];
            let value: ScalarValue = match rng.random_range(0..6) {
                0 => ScalarValue::Int(rng.random::<i64>() >> rng.random_range(0..63u8)),
                1 => ScalarValue::Boolean(rng.random()),
                2 => ScalarValue::Str(["yes", "", "with care"][rng.random_range(0..3usize)].into()),
                3 => ScalarValue::Bytes(vec![rng.random(); rng.random_range(0..40)]),
                _ => {
                    doc.delete(ROOT, key).unwrap();
                    continue;
                }
            };
            doc.put(ROOT, key, value).unwrap();
        }
        doc.commit();
        if rng.random_ratio(1, 2) {
            let mut other = docs[rng.random_range(0..devices as usize)].fork();
            docs[at].merge(&mut other).unwrap();
        }
    }
    let mut all = AutoCommit::new();
    for mut doc in docs {
        all.merge(&mut doc).unwrap();
    }
    all.get_changes(&[]).iter().map(|change| change.raw_bytes().to_vec()).collect()
}

/// Returns what Automerge reads: all values of each key, by the operation that set them.
fn automerge_reading(changes: &[Vec<u8>]) -> BTreeMap<String, Vec<(OpId, VoiceValue)>> {
    let mut doc = AutoCommit::new();
    doc.apply_changes(changes.iter().map(|bytes| Change::try_from(&bytes[..]).unwrap())).unwrap();
    let keys: Vec<String> = doc.keys(ROOT).collect();
    let read = |key: &String| {
        let values = doc.get_all(ROOT, key.as_str()).unwrap().into_iter().map(|(value, id)| {
            let automerge::ObjId::Id(counter, actor, _) = id else { panic!("a scalar has an id") };
            let device = palabre_domain::id::DeviceId(actor.to_bytes().try_into().unwrap());
            let Value::Scalar(value) = value else { panic!("a voice holds scalars") };
            let value = match value.into_owned() {
                ScalarValue::Bytes(bytes) => VoiceValue::Bytes(bytes),
                ScalarValue::Str(text) => VoiceValue::Text(text.to_string()),
                ScalarValue::Int(int) => VoiceValue::Int(int),
                ScalarValue::Boolean(yes) => VoiceValue::Bool(yes),
                other => panic!("{other:?}"),
            };
            (OpId { counter, device }, value)
        });
        let mut values: Vec<_> = values.collect();
        values.sort_by_key(|(id, _)| *id);
        (key.clone(), values)
    };
    keys.iter().map(read).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_voice_says_what_automerge_reads(seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut changes = voice_history(&mut rng, 4, 12);
        let expected = automerge_reading(&changes);
        for _ in 0..4 {
            // Any order, also one in which what replaces comes before what is replaced; and some twice.
            changes.shuffle(&mut rng);
            let mut state = VoiceState::default();
            for bytes in changes.iter().chain(&changes[..2.min(changes.len())]) {
                state.apply(&read_voice(bytes).unwrap());
            }
            prop_assert_eq!(state.current(), &expected);
        }
    }
}

#[test]
fn values_set_apart_are_a_conflict_until_replaced() {
    let mut laptop = AutoCommit::new().with_actor(actor(1));
    let mut desk = AutoCommit::new().with_actor(actor(2));
    laptop.put(ROOT, "stance", "consent").unwrap();
    desk.put(ROOT, "stance", "objection").unwrap();
    let mut state = VoiceState::default();
    for doc in [&mut laptop, &mut desk] {
        state.apply(&read_voice(doc.get_last_local_change().unwrap().raw_bytes()).unwrap());
    }
    let ids = [OpId { counter: 1, device: device(1) }, OpId { counter: 1, device: device(2) }];
    assert_eq!(state.pred("stance"), ids);
    assert!(state.values("advice").is_empty());

    laptop.merge(&mut desk).unwrap();
    laptop.put(ROOT, "stance", "consent").unwrap();
    state.apply(&read_voice(laptop.get_last_local_change().unwrap().raw_bytes()).unwrap());
    assert_eq!(
        state.values("stance"),
        [(OpId { counter: 2, device: device(1) }, VoiceValue::Text("consent".into()))]
    );
    laptop.delete(ROOT, "stance").unwrap();
    state.apply(&read_voice(laptop.get_last_local_change().unwrap().raw_bytes()).unwrap());
    assert!(state.current().is_empty());
}
