//! One test for each attack known.

use automerge::{AutoCommit, ROOT, transaction::Transactable};
use rand::{SeedableRng, rngs::StdRng};

use super::forge::*;
use crate::guard::{Limits, read_change, scan::scan};

fn refused(bytes: &[u8]) -> &'static str {
    read_change(bytes).expect_err("must be refused").code()
}

/// Returns a column in which one value stands `times` times.
fn run(times: i64, value: &[u8]) -> Vec<u8> {
    [&signed(times), value].concat()
}

#[test]
fn honest_changes_pass() {
    for seed in 0..20 {
        let changes = history(&mut StdRng::seed_from_u64(seed), 4, 20);
        for bytes in &changes {
            let (facts, change) = read_change(bytes).unwrap();
            assert_eq!(facts.hash.0, change.hash().0);
            assert_eq!(facts.actor.as_ref(), change.actor_id().to_bytes());
            assert_eq!((facts.seq, facts.start_op), (change.seq(), change.start_op().get()));
            assert_eq!(facts.max_op(), change.max_op());
            assert!(facts.deps.iter().map(|dep| dep.0).eq(change.deps().iter().map(|dep| dep.0)));
            assert!(scan(bytes).unwrap().rows >= facts.ops);
        }
    }
    assert_eq!(read_change(&Forged::default().bytes()).unwrap().0.ops, 1);
}

#[test]
fn a_compressed_change_is_not_inflated() {
    let mut doc = AutoCommit::new().with_actor(actor(1));
    doc.put(ROOT, "k", "a".repeat(4_000)).unwrap();
    let mut change = doc.get_last_local_change().unwrap();
    assert_eq!(change.bytes()[8], 2, "Automerge would send it compressed");
    assert_eq!(refused(&change.bytes()), "guard.chunk");
    assert!(read_change(change.raw_bytes()).is_ok());
}

#[test]
fn documents_and_bundles_are_no_changes() {
    assert_eq!(refused(&birth().save()), "guard.chunk");
    assert_eq!(refused(&chunk(3, body(&Forged::default().bytes()))), "guard.chunk");
    assert_eq!(refused(b"GIF89a"), "guard.magic");
    assert_eq!(refused(&[]), "guard.length");
}

/// Returns a change that inserts `count` nulls into the list made by device 1's first operation.
fn nulls(count: i64) -> Vec<u8> {
    let columns = vec![
        (0x01, run(count, &[0])),
        (0x02, run(count, &[1])),
        (0x11, [signed(0), unsigned(1), run(count - 1, &[0])].concat()),
        (0x13, [signed(-2), vec![0, 2], run(count - 2, &[1])].concat()),
        (0x34, [vec![0], unsigned(count as u64)].concat()),
        (0x42, run(count, &[1])),
        (0x56, run(count, &[0])),
        (0x70, run(count, &[0])),
    ];
    Forged { seq: 2, start_op: 2, columns, ..Default::default() }.bytes()
}

#[test]
fn few_bytes_cannot_claim_many_operations() {
    assert_eq!(read_change(&nulls(8_192)).unwrap().0.ops, 8_192, "that many are allowed");
    let bomb = nulls(4_000_000);
    assert!(bomb.len() < 150);
    assert_eq!(refused(&bomb), "guard.ops");
    assert_eq!(refused(&nulls(8_193)), "guard.ops");
    for run in [i64::MAX, i64::MIN, 1 << 40, 8_193, -8_193] {
        let column = [signed(run), vec![1]].concat();
        assert_eq!(refused(&Forged::default().with_column(0x42, column)), "guard.ops", "{run}");
    }
    let nulls = [signed(0), unsigned(u64::MAX)].concat();
    assert_eq!(refused(&Forged::default().with_column(0x42, nulls)), "guard.ops");
    assert_eq!(refused(&Forged::default().with_column(0x34, unsigned(8_193))), "guard.ops");
    let twice = [run(8_000, &[1]), run(8_000, &[3])].concat();
    assert_eq!(refused(&Forged::default().with_column(0x42, twice)), "guard.ops");
}

#[test]
fn few_bytes_cannot_claim_long_keys_many_times() {
    let key = [unsigned(60_000), vec![b'k'; 60_000]].concat();
    assert_eq!(refused(&Forged::default().with_column(0x15, run(8_000, &key))), "guard.text");
    assert_eq!(refused(&Forged::default().with_column(0xa5, run(8_000, &key))), "guard.text");
}

#[test]
fn a_huge_start_op_is_refused() {
    for start_op in [0, 1 << 31, u64::from(u32::MAX) - 5, u64::from(u32::MAX), u64::MAX] {
        assert_eq!(
            refused(&Forged { start_op, ..Default::default() }.bytes()),
            "guard.counter",
            "{start_op}"
        );
        assert_eq!(refused(&Forged { seq: start_op, ..Default::default() }.bytes()), "guard.counter");
    }
    assert!(read_change(&Forged { start_op: (1 << 31) - 1, ..Default::default() }.bytes()).is_ok());
}

#[test]
fn a_compressed_column_is_refused() {
    assert_eq!(refused(&Forged::default().with_column(0x42 | 8, vec![1, 2, 3])), "guard.deflated");
}

#[test]
fn unknown_columns_and_columns_out_of_order_are_refused() {
    assert_eq!(refused(&Forged::default().with_column(0xb2, vec![0x7f, 1])), "guard.columns");
    assert_eq!(refused(&Forged::default().with_column(0x43, vec![0x7f, 1])), "guard.columns");
    let mut reversed = Forged::default();
    reversed.columns.reverse();
    assert_eq!(refused(&reversed.bytes()), "guard.columns");
    let mut twice = Forged::default();
    twice.columns.insert(0, twice.columns[0].clone());
    assert_eq!(refused(&twice.bytes()), "guard.columns");
    let many = Forged { columns: vec![(0x15, vec![]); 33], ..Default::default() };
    assert_eq!(refused(&many.bytes()), "guard.columns");
}

#[test]
fn junk_after_the_change_is_refused() {
    let honest = Forged::default().bytes();
    assert_eq!(refused(&[&honest[..], &[0]].concat()), "guard.length");
    assert_eq!(refused(&[&honest[..], &honest[..]].concat()), "guard.length");
    assert_eq!(refused(&honest[..honest.len() - 1]), "guard.length");
    let long = Forged::default().with_column(0x57, vec![0; Limits::BYTES]);
    assert_eq!(refused(&long), "guard.length");
}

#[test]
fn a_wrong_checksum_is_refused() {
    let mut bytes = Forged::default().bytes();
    bytes[4] ^= 1;
    assert_eq!(refused(&bytes), "guard.checksum");
}

#[test]
fn an_actor_that_is_no_device_is_refused() {
    for length in [0, 4, 16, 31, 33, 64] {
        assert_eq!(refused(&Forged { actor: vec![1; length], ..Default::default() }.bytes()), "guard.actor");
        let others = vec![vec![2; length]];
        assert_eq!(refused(&Forged { others, ..Default::default() }.bytes()), "guard.actor");
    }
    for others in [vec![1], vec![2, 2], vec![3, 2]] {
        let others = others.into_iter().map(|n| vec![n; 32]).collect();
        assert_eq!(refused(&Forged { others, ..Default::default() }.bytes()), "guard.actor");
    }
}

#[test]
fn time_message_and_extra_bytes_are_refused() {
    assert_eq!(refused(&Forged { time: 1, ..Default::default() }.bytes()), "guard.time");
    assert_eq!(refused(&Forged { time: -1, ..Default::default() }.bytes()), "guard.time");
    assert_eq!(refused(&Forged { message: b"hi".to_vec(), ..Default::default() }.bytes()), "guard.message");
    assert_eq!(refused(&Forged { extra: vec![0], ..Default::default() }.bytes()), "guard.extra");
}

#[test]
fn deps_are_sorted_distinct_and_few() {
    let deps =
        |deps: &[u8]| Forged { deps: deps.iter().map(|n| [*n; 32]).collect(), ..Default::default() }.bytes();
    assert!(read_change(&deps(&[1, 2, 3])).is_ok());
    assert_eq!(refused(&deps(&[2, 1])), "guard.deps");
    assert_eq!(refused(&deps(&[1, 1])), "guard.deps");
    let many = (0..1_025u16).map(|n| {
        let mut dep = [0; 32];
        dep[..2].copy_from_slice(&n.to_be_bytes());
        dep
    });
    assert_eq!(refused(&Forged { deps: many.collect(), ..Default::default() }.bytes()), "guard.deps");
}

#[test]
fn numbers_are_written_in_their_shortest_form() {
    // The count of deps, first in the body, as a zero of two bytes, and as one that never ends.
    let honest = Forged::default().bytes();
    let rest = &body(&honest)[1..];
    assert_eq!(refused(&chunk(1, &[&[0x80, 0x00], rest].concat())), "guard.number");
    assert_eq!(refused(&chunk(1, &[&[0xff; 11], rest].concat())), "guard.number");
    // In columns, which Automerge itself reads leniently.
    assert_eq!(refused(&Forged::default().with_column(0x42, vec![0x7f, 0x81, 0x00])), "guard.number");
    assert_eq!(refused(&Forged::default().with_column(0x42, vec![0xff, 0x7f, 0x01])), "guard.number");
    assert_eq!(refused(&Forged::default().with_column(0x13, vec![0x7f, 0x80, 0x00])), "guard.number");
}

#[test]
fn what_automerge_cannot_read_is_refused_without_a_panic() {
    assert_eq!(refused(&Forged::default().with_column(0x42, vec![0x7f, 99])), "guard.unreadable");
    // An increment of nothing, an object whose number does not fit: Automerge panics on the latter.
    assert_eq!(refused(&Forged::default().with_column(0x42, vec![0x7f, 5])), "guard.unreadable");
    let object = Forged {
        columns: [vec![(1, vec![0x7f, 0])], Forged::default().columns].concat(),
        ..Default::default()
    };
    let big = [signed(-1), unsigned(1 << 40)].concat();
    assert_eq!(refused(&object.with_column(2, big)), "guard.unreadable");
}
