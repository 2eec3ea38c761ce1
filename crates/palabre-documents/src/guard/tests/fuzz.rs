//! Changes that were honest once.

use automerge::{AutoCommit, Change};
use palabre_feeds::change::ChangeFacts;
use proptest::prelude::*;
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::forge::*;
use crate::guard::{check_record, read_change, read_voice, record::one_by_one, scan::scan};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// 100 histories of 50 mutants each: none panics, and what passes leaves a document that lives on.
    #[test]
    fn what_passes_can_be_saved_loaded_and_edited(seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let changes = history(&mut rng, 3, 6);
        let honest = read_all(&changes);
        for _ in 0..50 {
            let at = rng.random_range(0..changes.len());
            let bytes = mutant(&mut rng, &changes[at]);
            let Ok(read) = read_change(&bytes) else { continue };
            let mut set = honest.clone();
            set[at] = read;
            let check = check_record(&set);
            assert_alive(&check.document);
        }
    }

    /// The shortcut is one: the same verdicts and the same document as change by change, from any order.
    #[test]
    fn batch_is_canonical(seed: u64) {
        let mut rng = StdRng::seed_from_u64(seed);
        let mut changes = history(&mut rng, 2, 4);
        // Eight devices go on from there, apart; half of them are mutants that keep their place.
        let mut base = AutoCommit::new();
        base.apply_changes(changes.iter().map(|bytes| Change::try_from(&bytes[..]).unwrap())).unwrap();
        for n in 0..8 {
            let mut doc = base.fork().with_actor(actor(100 + n));
            work(&mut rng, &mut doc);
            let Some(change) = doc.get_last_local_change() else { continue };
            let honest = change.raw_bytes().to_vec();
            changes.push(if rng.random_ratio(1, 2) { honest } else { mutant_in_place(&mut rng, honest) });
        }
        let mut set = read_all(&changes);
        set.shuffle(&mut rng);
        let batch = check_record(&set);
        set.shuffle(&mut rng);
        let single = one_by_one::check_record(&set);
        prop_assert_eq!(&batch.without_effect, &single.without_effect);
        prop_assert_eq!(batch.document.get_heads(), single.document.get_heads());
        prop_assert_eq!(batch.document.hydrate(None), single.document.hydrate(None));
    }
}

proptest! {
    #[test]
    fn bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        _ = scan(&bytes);
        let bytes = chunk(1, &bytes);
        _ = read_change(&bytes);
        _ = read_voice(&bytes);
    }
}

/// Returns a mutant that passes the reader, with the actor, number, start and deps of the honest change.
fn mutant_in_place(rng: &mut StdRng, honest: Vec<u8>) -> Vec<u8> {
    let place = |bytes: &[u8]| {
        let facts = read_change(bytes).ok()?.0;
        Some((facts.actor, facts.seq, facts.start_op, facts.deps))
    };
    let wanted = place(&honest);
    let mutants = (0..200).map(|_| mutant(rng, &honest));
    mutants.into_iter().find(|mutant| place(mutant) == wanted).unwrap_or(honest)
}

/// What the voice's reader lets through is a change that Automerge reads and writes in the same bytes.
#[test]
fn mutants_of_voices_are_refused_or_canonical() {
    let mut rng = StdRng::seed_from_u64(7);
    let mut passed = 0;
    for _ in 0..200 {
        let changes = super::states::voice_history(&mut rng, 3, 6);
        for _ in 0..60 {
            let at = rng.random_range(0..changes.len());
            let bytes = mutant(&mut rng, &changes[at]);
            let Ok(voice) = read_voice(&bytes) else { continue };
            let (facts, change) = read_change(&bytes).unwrap();
            let read = ChangeFacts { sets: vec![], replaces: vec![], ..voice.facts };
            assert_eq!(read, facts);
            assert_eq!(Change::from(change.decode()).raw_bytes(), bytes);
            passed += 1;
        }
    }
    assert!(passed > 500, "{passed} mutants passed: too few to say anything");
}
