//! The fuzz targets under the tests' own random bytes, and over the committed corpus.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use palabre_feeds::run::Run;
use palabre_testkit::fuzz::village::{self, village};
use palabre_testkit::fuzz::{TARGETS, Target, target};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// How many inputs each target gets of each kind. `cargo xtask fuzz` tries a million.
const CASES: u32 = 96;

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name)
}

/// What is done to a seed: at a place, one of these with a byte.
type Change = (prop::sample::Index, u8, u8);

fn changed(seed: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for (place, how, byte) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = place.index(bytes.len());
        match how % 5 {
            0 => bytes[at] ^= 1 << (byte % 8),
            1 => bytes[at] = *byte,
            2 => _ = bytes.remove(at),
            3 => bytes.insert(at, *byte),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

fn tried(target: &Target) {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty());
    for (_, seed) in &seeds {
        (target.run)(seed);
    }
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    let mut runner = TestRunner::new(config);
    let any_bytes = prop::collection::vec(any::<u8>(), 0..600);
    runner
        .run(&any_bytes, |bytes| {
            (target.run)(&bytes);
            Ok(())
        })
        .unwrap();
    let change = (any::<prop::sample::Index>(), any::<u8>(), any::<u8>());
    let mutants = (any::<prop::sample::Index>(), prop::collection::vec(change, 1..6));
    runner
        .run(&mutants, |(which, changes)| {
            let (_, seed) = which.get(&seeds);
            (target.run)(&changed(seed, &changes));
            Ok(())
        })
        .unwrap();
    let mut read = 0;
    for file in std::fs::read_dir(corpus(target.name)).unwrap() {
        (target.run)(&std::fs::read(file.unwrap().path()).unwrap());
        read += 1;
    }
    assert!(read > 0, "the corpus of {} is committed", target.name);
}

macro_rules! targets {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                tried(target(stringify!($name)).expect("it is in the list"));
            }
        )*
    };
}

targets!(archive bundle entry frame guard proof ticket);

/// The list of the library, the tests here, the libFuzzer targets and the corpora are of the same names.
#[test]
fn every_target_is_fuzzed_and_tested() {
    let listed: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(listed, NAMES);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let manifest = std::fs::read_to_string(root.join("fuzz/Cargo.toml")).unwrap();
    for name in &listed {
        let main = std::fs::read_to_string(root.join(format!("fuzz/fuzz_targets/{name}.rs"))).unwrap();
        assert!(main.contains(&format!("\"{name}\"")), "{name} drives its own target");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name} is built");
        assert!(corpus(name).is_dir(), "{name} has a corpus");
    }
    let mains = std::fs::read_dir(root.join("fuzz/fuzz_targets")).unwrap().count();
    assert_eq!(mains, listed.len());
}

/// What is dressed gets as deep as what honest people write: otherwise the targets would only try the doors.
#[test]
fn dressed_entries_take_effect() {
    let village = village();
    let mut tailor = village.tailor();
    let fits = village::FIT | village::PLACE | village::SIGN | village::CHUNK;
    let mut replica = village.replica(&village.base);
    let mut kinds = BTreeSet::new();
    for entry in &village.later {
        // Its time is another one than what was signed.
        let mut bytes = entry.to_bytes();
        bytes[105] ^= 1;
        let piece = [&[fits][..], &bytes].concat();
        let run = Run { entries: vec![tailor.dress(&piece).expect("it is an entry")] };
        let took = replica.take(&[run]).unwrap();
        assert_eq!((took.new.len(), took.refused, took.gaps), (1, 0, 0));
        let held = replica.store().entry(took.new[0]).unwrap().unwrap();
        if held.verdict.is_effective() {
            kinds.insert(format!("{:?}", held.entry.kind().unwrap()));
        }
    }
    for kind in ["Birth", "Device", "Invite", "Part", "Voice"] {
        assert!(kinds.contains(kind), "{kind} among {kinds:?}");
    }
    let written: BTreeSet<_> =
        village.all().filter_map(|entry| entry.kind()).map(|kind| format!("{kind:?}")).collect();
    assert_eq!(written.len(), 12, "one of each kind: {written:?}");
}
