//! How long the guard takes. Run with `--run-ignored all --no-capture`, in a release build for numbers to keep.

use std::{hint::black_box, time::Instant};

use rand::{SeedableRng, rngs::StdRng};

use super::forge::*;
use crate::guard::{VoiceState, check_record, read_change, read_voice, scan::scan};

fn time(what: &str, count: usize, mut run: impl FnMut()) {
    run();
    let start = Instant::now();
    for _ in 0..20 {
        run();
    }
    println!("{what}: {:.2} µs each", start.elapsed().as_secs_f64() * 1e6 / (20 * count) as f64);
}

#[test]
#[ignore = "prints times, asserts nothing"]
fn how_long_it_takes() {
    let mut rng = StdRng::seed_from_u64(1);
    let changes = history(&mut rng, 4, 200);
    let bytes: usize = changes.iter().map(Vec::len).sum();
    println!("{} changes of records, {} bytes each", changes.len(), bytes / changes.len());
    time("scan", changes.len(), || changes.iter().for_each(|change| _ = black_box(scan(change))));
    time("read_change", changes.len(), || {
        changes.iter().for_each(|change| _ = black_box(read_change(change)))
    });
    let set = read_all(&changes);
    time("check_record", changes.len(), || _ = black_box(check_record(&set)));

    let voices: Vec<Vec<u8>> = (0..200).flat_map(|_| super::states::voice_history(&mut rng, 2, 4)).collect();
    let bytes: usize = voices.iter().map(Vec::len).sum();
    println!("{} changes of voices, {} bytes each", voices.len(), bytes / voices.len());
    time("scan", voices.len(), || voices.iter().for_each(|change| _ = black_box(scan(change))));
    time("read_change", voices.len(), || voices.iter().for_each(|change| _ = black_box(read_change(change))));
    time("read_voice", voices.len(), || voices.iter().for_each(|change| _ = black_box(read_voice(change))));
    let read: Vec<_> = voices.iter().map(|change| read_voice(change).unwrap()).collect();
    time("VoiceState::apply", read.len(), || {
        let mut state = VoiceState::default();
        read.iter().for_each(|change| state.apply(change));
        black_box(state);
    });
}
