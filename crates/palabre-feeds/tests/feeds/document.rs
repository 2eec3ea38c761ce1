//! The changes of one document: one test for each verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use palabre_domain::id::{DeviceId, Hash};
use palabre_feeds::change::ChangeFacts;
use palabre_feeds::document::{Document, MAX_DEVICE_OPS, Shape};
use palabre_feeds::verdict::{Reason, Verdict};
use proptest::prelude::*;

pub fn actor(n: u8) -> DeviceId {
    DeviceId([n; 32])
}

/// The hash that stands for everything a change says.
pub fn named(mut facts: ChangeFacts) -> ChangeFacts {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&facts.actor.0).update(&facts.seq.to_le_bytes()).update(&facts.start_op.to_le_bytes());
    hasher.update(&facts.ops.to_le_bytes());
    facts.deps.sort_unstable();
    for dep in &facts.deps {
        hasher.update(&dep.0);
    }
    facts.hash = Hash(*hasher.finalize().as_bytes());
    facts
}

/// A proper change of two operations: number `seq` of `actor`, on these.
pub fn change(actor: DeviceId, seq: u64, deps: &[&ChangeFacts]) -> ChangeFacts {
    let start_op = 1 + deps.iter().map(|dep| dep.max_op()).max().unwrap_or(0);
    let deps = deps.iter().map(|dep| dep.hash).collect();
    named(ChangeFacts {
        hash: Hash::ZERO,
        actor,
        seq,
        start_op,
        ops: 2,
        deps,
        sets: Vec::new(),
        replaces: Vec::new(),
    })
}

const ANA: u8 = 1;
const BEN: u8 = 2;

fn effective(token: u64) -> (u64, Verdict) {
    (token, Verdict::Effective)
}

fn without(token: u64, reason: Reason) -> (u64, Verdict) {
    (token, Verdict::WithoutEffect(reason))
}

/// A record with its birth by Ana, whose change is returned.
fn record() -> (Document, ChangeFacts) {
    let mut document = Document::new(Shape::Record);
    let birth = change(actor(ANA), 1, &[]);
    assert_eq!(document.offer(birth.clone(), 0), [effective(0)]);
    (document, birth)
}

#[test]
fn a_change_on_what_is_here_has_effect() {
    let (mut document, birth) = record();
    let edit = change(actor(BEN), 1, &[&birth]);
    assert_eq!(document.offer(edit.clone(), 1), [effective(1)]);
    assert_eq!(document.heads(), [edit.hash]);
    assert_eq!(document.len(), 2);
    assert_eq!(document.change(&edit.hash), Some((actor(BEN), 1)));
    assert_eq!(document.next(&actor(BEN)), (2, 5));
    assert_eq!(document.next(&actor(9)), (1, 5));
}

#[test]
fn a_change_waits_for_what_it_builds_on_and_all_behind_it_wait_too() {
    let (mut document, birth) = record();
    let first = change(actor(ANA), 2, &[&birth]);
    let second = change(actor(BEN), 1, &[&first]);
    let third = change(actor(BEN), 2, &[&second]);
    assert_eq!(document.offer(second.clone(), 2), []);
    assert_eq!(document.offer(third.clone(), 3), []);
    assert_eq!(document.offer(first, 1), [effective(1), effective(2), effective(3)]);
    assert_eq!(document.heads(), [third.hash]);
}

#[test]
fn what_builds_on_something_without_effect_falls_with_it_at_once() {
    let (mut document, birth) = record();
    let refused = change(actor(ANA), 2, &[&birth]);
    let nowhere = change(actor(9), 1, &[&birth]);
    let both = change(actor(BEN), 1, &[&refused, &nowhere]);
    let on_both = change(actor(3), 1, &[&both]);
    assert_eq!(document.offer(on_both, 2), []);
    assert_eq!(document.offer(both, 1), []);
    let fallen = [without(1, Reason::Dependency), without(2, Reason::Dependency)];
    assert_eq!(document.refuse(refused), fallen, "whatever else is missing");
}

#[test]
fn numbers_of_one_device_follow_each_other() {
    let (mut document, birth) = record();
    let gap = change(actor(BEN), 2, &[&birth]);
    assert_eq!(document.offer(gap, 1), [without(1, Reason::Sequence)]);
    let first = change(actor(BEN), 1, &[&birth]);
    assert_eq!(document.offer(first.clone(), 2), [effective(2)], "the next among those with effect");
    assert_eq!(document.offer(first, 3), [without(3, Reason::Sequence)], "once, not twice");
    assert_eq!(document.len(), 2);
}

#[test]
fn of_the_same_change_twice_the_first_decides() {
    let (mut document, birth) = record();
    document.refuse(birth.clone());
    let edit = change(actor(BEN), 1, &[&birth]);
    assert_eq!(document.offer(edit, 1), [effective(1)], "the birth stands");
    let refused = change(actor(3), 1, &[&birth]);
    document.refuse(refused.clone());
    assert_eq!(document.offer(refused, 2), [without(2, Reason::Sequence)]);
    let missing = change(actor(9), 1, &[&birth]);
    let waiting = change(actor(4), 1, &[&missing]);
    document.offer(waiting.clone(), 3);
    assert_eq!(document.refuse(waiting), [], "also where the first still waits");
    assert_eq!(document.offer(missing, 4), [effective(4), effective(3)]);
}

#[test]
fn a_device_builds_on_its_own_previous_change() {
    let (mut document, birth) = record();
    let first = change(actor(BEN), 1, &[&birth]);
    let others = change(actor(ANA), 2, &[&first]);
    document.offer(first, 1);
    document.offer(others.clone(), 2);
    let forgets = change(actor(BEN), 2, &[&birth]);
    assert_eq!(document.offer(forgets, 3), [without(3, Reason::Past)]);
    let through_another = change(actor(BEN), 2, &[&others]);
    assert_eq!(document.offer(through_another, 4), [effective(4)], "also through what others built on it");
}

#[test]
fn only_a_birth_stands_on_nothing() {
    let (mut document, _) = record();
    assert_eq!(document.offer(change(actor(BEN), 1, &[]), 1), [without(1, Reason::Past)]);
    let mut voice = Document::new(Shape::Voice);
    assert_eq!(voice.offer(change(actor(ANA), 1, &[]), 1), [effective(1)]);
    assert_eq!(voice.offer(change(actor(BEN), 1, &[]), 2), [effective(2)], "a member's second laptop");
    assert_eq!(voice.offer(change(actor(BEN), 2, &[]), 3), [without(3, Reason::Past)]);
}

#[test]
fn the_first_operation_has_the_next_number_of_its_past() {
    let (mut document, birth) = record();
    for start_op in [0, 1, 2, 4, u64::MAX] {
        let wrong = named(ChangeFacts { start_op, ..change(actor(BEN), 1, &[&birth]) });
        assert_eq!(document.offer(wrong, start_op), [without(start_op, Reason::StartOp)]);
    }
    let right = change(actor(BEN), 1, &[&birth]);
    assert_eq!(right.start_op, 3);
    assert_eq!(document.offer(right, 7), [effective(7)]);
}

#[test]
fn one_device_writes_so_many_operations_and_no_more() {
    let (mut document, birth) = record();
    let mut last = named(ChangeFacts { ops: MAX_DEVICE_OPS - 1, ..change(actor(BEN), 1, &[&birth]) });
    assert_eq!(document.offer(last.clone(), 1), [effective(1)]);
    let two = change(actor(BEN), 2, &[&last]);
    assert_eq!(document.offer(two, 2), [without(2, Reason::Operations)]);
    last = named(ChangeFacts { ops: 1, ..change(actor(BEN), 2, &[&last]) });
    assert_eq!(document.offer(last.clone(), 3), [effective(3)]);
    let huge = named(ChangeFacts { ops: u64::MAX, ..change(actor(BEN), 3, &[&last]) });
    assert_eq!(document.offer(huge, 4), [without(4, Reason::Operations)]);
    assert_eq!(
        document.offer(change(actor(ANA), 2, &[&last]), 5),
        [effective(5)],
        "another device may go on"
    );
}

/// How one device's next change comes to be; most are honest.
#[derive(Clone, Debug)]
struct Step {
    who: u8,
    /// What it builds on besides its own previous change, by place among all that are written.
    on: Vec<prop::sample::Index>,
    flaw: u8,
}

/// A document's changes by device, each in the order of its feed, and the tokens of those refused from outside.
fn history(steps: &[Step]) -> (Vec<Vec<(ChangeFacts, u64)>>, BTreeSet<u64>) {
    let birth = change(actor(0), 1, &[]);
    let mut all = vec![birth.clone()];
    let mut feeds: Vec<Vec<(ChangeFacts, u64)>> = vec![vec![]; 4];
    let mut refused = BTreeSet::new();
    feeds[0].push((birth, 0));
    for (i, step) in steps.iter().enumerate() {
        let feed = &mut feeds[step.who as usize];
        let token = 1 + i as u64;
        let previous = feed.last().map(|(facts, _)| facts.clone());
        let mut deps: Vec<&ChangeFacts> = step.on.iter().map(|at| &all[at.index(all.len())]).collect();
        deps.extend(previous.iter().filter(|_| step.flaw != 1));
        deps.sort_unstable_by_key(|dep| dep.hash);
        deps.dedup();
        let seq = feed.len() as u64 + 1;
        let facts = change(actor(step.who), seq, &deps);
        let facts = match step.flaw {
            2 => named(ChangeFacts { seq: facts.seq + 1, ..facts }),
            3 => named(ChangeFacts { start_op: facts.start_op + 1, ..facts }),
            4 => named(ChangeFacts { deps: [&facts.deps[..], &[Hash([9; 32])]].concat(), ..facts }),
            5 => previous.unwrap_or(facts),
            _ => facts,
        };
        all.push(facts.clone());
        if step.flaw == 6 {
            refused.insert(token);
        }
        feed.push((facts, token));
    }
    (feeds, refused)
}

fn step() -> impl Strategy<Value = Step> {
    (
        0..4u8,
        prop::collection::vec(any::<prop::sample::Index>(), 1..3),
        prop_oneof![9 => Just(0u8), 1 => 1..7u8],
    )
        .prop_map(|(who, on, flaw)| Step { who, on, flaw })
}

/// Offers everything in an order that the seed chooses, each device's own order kept.
fn verdicts(
    feeds: &[Vec<(ChangeFacts, u64)>],
    refused: &BTreeSet<u64>,
    mut seed: u64,
) -> (BTreeMap<u64, Verdict>, Document) {
    let mut document = Document::new(Shape::Record);
    let mut verdicts = BTreeMap::new();
    let mut at = vec![0; feeds.len()];
    let mut left = feeds.iter().map(Vec::len).sum::<usize>();
    // The birth comes first, as a record's entries are judged only once it is here.
    let mut who = 0;
    while left > 0 {
        if let Some((facts, token)) = feeds[who].get(at[who]) {
            let settled = if refused.contains(token) {
                document.refuse(facts.clone())
            } else {
                verdicts.insert(*token, Document::WAITS);
                document.offer(facts.clone(), *token)
            };
            verdicts.extend(settled);
            at[who] += 1;
            left -= 1;
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        who = (seed >> 40) as usize % feeds.len();
    }
    (verdicts, document)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_arrival_never_changes_a_verdict(
        steps in prop::collection::vec(step(), 1..40),
        seeds in any::<(u64, u64)>(),
    ) {
        let (feeds, refused) = history(&steps);
        let (one, document) = verdicts(&feeds, &refused, seeds.0);
        let (other, _) = verdicts(&feeds, &refused, seeds.1);
        prop_assert_eq!(&one, &other);
        // The shortcuts say what a slow look says.
        let is_effective = |token: &u64| one.get(token).is_some_and(|verdict| verdict.is_effective());
        let tokens = feeds.iter().flatten().filter(|(_, token)| is_effective(token));
        let standing: Vec<&ChangeFacts> = tokens.map(|(facts, _)| facts).collect();
        let mut heads: Vec<Hash> = standing.iter().map(|facts| facts.hash).collect();
        heads.retain(|hash| !standing.iter().any(|facts| facts.deps.contains(hash)));
        heads.sort_unstable();
        prop_assert_eq!(document.heads(), heads);
        prop_assert_eq!(document.len(), standing.len());
        let max_op = standing.iter().map(|facts| facts.max_op()).max().unwrap_or(0);
        prop_assert_eq!(document.next(&actor(9)), (1, max_op + 1));
    }
}

#[test]
fn ten_thousand_changes_are_judged_in_a_moment() {
    let (mut document, birth) = record();
    let mut line = vec![birth];
    let mut seqs = [0u64; 200];
    seqs[ANA as usize] = 1;
    for i in 0..10_000 {
        // The first is by somebody who writes nothing else: a device's own order is kept.
        let who = if i == 0 { 199 } else { (i * 7 % 199) as u8 };
        seqs[who as usize] += 1;
        line.push(change(actor(who), seqs[who as usize], &[&line[i]]));
    }
    let start = Instant::now();
    // All but the first wait for the one before them: the worst order there is.
    let mut settled = 0;
    for (token, facts) in line.iter().enumerate().skip(2) {
        settled += document.offer(facts.clone(), token as u64).len();
        assert_eq!(document.heads().len(), 1);
    }
    assert_eq!(settled, 0);
    settled += document.offer(line[1].clone(), 1).len();
    println!("judged {settled} changes in {:?}", start.elapsed());
    assert_eq!(settled, 10_000);
    assert_eq!(document.len(), 10_001);
    assert!(start.elapsed().as_secs() < 5, "far from linear");
}
