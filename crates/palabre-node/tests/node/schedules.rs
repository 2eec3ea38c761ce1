//! Random acts on laptops that meet at random: in the end all show the same, in whatever order entries came.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use palabre_api::{ApiError, Handler, ask};
use palabre_domain::id::CommunityId;
use palabre_feeds::run::Run;
use palabre_node::Node;
use palabre_node::home::Identity;
use palabre_node::replica::Replica;
use palabre_store::Store;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use crate::table::{START, meet, state};

/// A laptop whose clock may be years off.
fn laptop(name: &str, key: u8, seed: u64, rng: &mut StdRng) -> (Node, Arc<AtomicI64>) {
    let years = if rng.random_bool(0.2) { rng.random_range(-5..5) } else { 0 };
    let clock = Arc::new(AtomicI64::new(START + years * 365 * 86_400_000));
    let now = clock.clone();
    let identity = Identity::new(name.into(), [key; 32], [key + 100; 32]);
    (Node::in_memory(Some(identity), Arc::new(move || now.load(Ordering::Relaxed)), seed), clock)
}

/// Lets somebody do something; what cannot be done has to say why.
fn act(node: &mut Node, rng: &mut StdRng) -> Result<(), ApiError> {
    let decisions = node.decision_list(ask::DecisionList { limit: 50, ..Default::default() })?.decisions;
    let some = |rng: &mut StdRng| match decisions.len() {
        0 => "community".to_owned(),
        n => decisions[rng.random_range(0..n)].id.clone(),
    };
    let decision = some(rng);
    let words = |rng: &mut StdRng| format!("words {}", rng.random::<u32>());
    match rng.random_range(0..16) {
        0 | 1 => {
            let question = format!("Question {}?", rng.random::<u32>());
            let decision =
                node.decision_new(ask::DecisionNew { question, wording: words(rng) })?.id;
            node.decision_open(ask::DecisionOpen {
                decision,
                how: if rng.random_bool(0.3) { "sense-check" } else { "proposal" }.into(),
                hours: Some(rng.random_range(1..48)),
                travel: Some(rng.random_range(0..12)),
                block: rng.random_bool(0.2),
                reasons: "optional".into(),
                ..Default::default()
            })?;
        }
        2..=6 => {
            let all = ["fine", "not-sure", "not-for-me", "for", "abstain", "against", "block"];
            let position = all[rng.random_range(0..all.len())].to_owned();
            let reason = rng.random_bool(0.3).then(|| words(rng));
            node.decision_answer(ask::DecisionAnswer { decision, position, reason })?;
        }
        7 | 8 => {
            node.decision_count(ask::DecisionCount { decision })?;
        }
        9 => {
            node.decision_confirm(ask::DecisionConfirm { decision: Some(decision), by_itself: None })?;
        }
        10 => {
            let leave = if rng.random_bool(0.8) { "yes" } else { "no" };
            node.decision_confirm(ask::DecisionConfirm { decision: None, by_itself: Some(leave.into()) })?;
        }
        11 => {
            node.decision_outcome(ask::DecisionOutcome { decision, text: words(rng), review: 7 })?;
        }
        12 => {
            let thread = node.comment(ask::Comment { on: decision.clone(), ..Default::default() })?;
            let reply = thread.comments.first().map(|comment| comment.id.clone());
            node.comment(ask::Comment { on: decision, text: Some(words(rng)), reply })?;
        }
        13 => {
            let reaction = if rng.random_bool(0.7) { "♥" } else { "" }.to_owned();
            node.react(ask::React { on: decision, reaction, comment: None })?;
        }
        14 => {
            node.withdraw(ask::Withdraw { on: decision, ..Default::default() })?;
        }
        _ => {
            if let Ok(proposed) = node.cause_propose(ask::CausePropose { text: words(rng), days: Some(1) }) {
                node.cause_adopt(ask::CauseAdopt { decision: proposed.id })?;
            }
        }
    }
    Ok(())
}

/// Delivers everything that a laptop holds to an empty one in random order, some of it twice.
fn shuffled(node: &mut Node, community: &CommunityId, rng: &mut StdRng) -> String {
    let held = node.replica_of(community).unwrap().store().after(0, 1_000_000).unwrap();
    let mut feeds: std::collections::BTreeMap<_, Vec<_>> = std::collections::BTreeMap::new();
    for one in held {
        feeds.entry(one.entry.header.device).or_default().push(one.entry);
    }
    // Runs of one feed come in their order, as every stream brings them; feeds come in any.
    let mut queues: Vec<Vec<Run>> = feeds
        .into_values()
        .map(|entries| {
            let (runs, unsigned) = Run::group(entries);
            assert!(unsigned.is_empty());
            let mut pieces: Vec<Run> = Vec::new();
            for run in runs {
                let mut piece = Vec::new();
                for entry in run.entries {
                    let signed = entry.signature.is_some();
                    piece.push(entry);
                    if signed {
                        pieces.push(Run { entries: std::mem::take(&mut piece) });
                    }
                }
            }
            pieces.sort_by_key(|piece| std::cmp::Reverse(piece.entries[0].header.seq));
            pieces
        })
        .collect();
    let mut fresh = Replica::new(*community, Store::in_memory().unwrap());
    while !queues.is_empty() {
        let i = rng.random_range(0..queues.len());
        match queues[i].pop() {
            None => drop(queues.swap_remove(i)),
            Some(run) => {
                let took = fresh.take(std::slice::from_ref(&run)).unwrap();
                assert_eq!((took.refused, took.gaps), (0, 0));
                if rng.random_bool(0.1) {
                    assert!(fresh.take(&[run]).unwrap().new.is_empty());
                }
                if rng.random_bool(0.05) {
                    fresh.forget();
                }
            }
        }
    }
    fresh.state_hash().unwrap()
}

fn run(seed: u64, log: bool) {
    let mut rng = StdRng::seed_from_u64(seed);
    let n: usize = rng.random_range(3..=5);
    let mut nodes = Vec::new();
    let mut clocks = Vec::new();
    for i in 0..n {
        let (node, clock) = laptop(&format!("P{i}"), i as u8 + 1, seed + i as u64, &mut rng);
        nodes.push(node);
        clocks.push(clock);
    }
    let row = nodes[0].found(ask::Found { name: "Le Fournil".into(), cause: "Why.".into() }).unwrap();
    let community = CommunityId::parse(&row.id).unwrap();
    let link = nodes[0]
        .invite(ask::Invite { uses: n as u32 - rng.random_range(0..2), days: 300, ..Default::default() })
        .unwrap()
        .link;
    let cloned = rng.random_bool(0.4);
    let mut joined = vec![false; n];
    joined[0] = true;
    for _ in 0..60 {
        let i = rng.random_range(0..nodes.len());
        for clock in &clocks {
            clock.fetch_add(rng.random_range(0..3_600_000), Ordering::Relaxed);
        }
        if !joined.get(i).copied().unwrap_or(true) {
            nodes[i].join(ask::Join { ticket: link.clone() }).unwrap();
            joined[i] = true;
            continue;
        }
        if cloned && nodes.len() == n && rng.random_bool(0.1) && i > 0 && joined[i] {
            // Somebody copied a whole laptop: from here on one key writes in two places.
            let (mut copy, clock) = laptop(&format!("P{i}"), i as u8 + 1, seed + 99, &mut rng);
            copy.join(ask::Join { ticket: link.clone() }).unwrap();
            let held = nodes[i].replica_of(&community).unwrap().store().after(0, 1_000_000).unwrap();
            let mut store = Replica::new(community, Store::in_memory().unwrap());
            let (runs, _) = Run::group(held.into_iter().map(|held| held.entry).collect());
            store.take(&runs).unwrap();
            copy.put_copy(community, store);
            nodes.push(copy);
            clocks.push(clock);
            joined.push(true);
            continue;
        }
        if rng.random_bool(0.35) {
            let j = rng.random_range(0..nodes.len());
            if i != j && joined[j] && same_key(&nodes[i], &nodes[j]) {
                continue;
            }
            if i != j && joined[j] {
                let (low, high) = nodes.split_at_mut(i.max(j));
                if log {
                    eprintln!("meet {i} {j}");
                }
                meet(&mut low[i.min(j)], &mut high[0], &community);
            }
            continue;
        }
        if rng.random_bool(0.05) {
            nodes[i].replica_of(&community).unwrap().forget();
        }
        let before = state(&mut nodes[i], &community);
        let did = act(&mut nodes[i], &mut rng);
        if log {
            eprintln!("{i}: {did:?}");
        }
        if let Err(error) = did {
            assert!(!error.message.is_empty() && !error.hint.is_empty() && !error.code.is_empty());
            assert!(!error.code.starts_with("store."), "{error:?}");
            if !["cause.not-final", "cause.keyholder", "edit.nothing"].contains(&error.code.as_str()) {
                assert_eq!(state(&mut nodes[i], &community), before, "half done: {error:?}");
            }
        }
    }
    for i in 0..n {
        if !joined[i] {
            nodes[i].join(ask::Join { ticket: link.clone() }).unwrap();
        }
    }
    for clock in &clocks {
        clock.fetch_add(100 * 86_400_000, Ordering::Relaxed);
    }
    for _ in 0..8 {
        for i in 0..nodes.len() {
            for j in i + 1..nodes.len() {
                if !same_key(&nodes[i], &nodes[j]) {
                    let (low, high) = nodes.split_at_mut(j);
                    meet(&mut low[i], &mut high[0], &community);
                }
            }
        }
        let first = state(&mut nodes[0], &community);
        if (1..nodes.len()).all(|i| state(&mut nodes[i], &community) == first) {
            break;
        }
    }
    let first = state(&mut nodes[0], &community);
    for i in 0..nodes.len() {
        assert_eq!(state(&mut nodes[i], &community), first, "laptop {i} of seed {seed} shows something else");
    }
    let checkup = nodes[0].doctor(ask::Doctor { thorough: true }).unwrap();
    assert!(checkup.well, "seed {seed}: {:?}", checkup.findings);
    assert_eq!(shuffled(&mut nodes[n - 1], &community, &mut rng), first, "order of arrival, seed {seed}");
}

fn same_key(a: &Node, b: &Node) -> bool {
    a.identity().unwrap().device_id() == b.identity().unwrap().device_id()
}

#[test]
fn all_laptops_end_up_showing_the_same() {
    if let Ok(seed) = std::env::var("PALABRE_SEED") {
        return run(seed.parse().unwrap(), true);
    }
    let mut order: Vec<u64> = (1..=std::env::var("PALABRE_SEEDS").map_or(40, |n| n.parse().unwrap())).collect();
    order.shuffle(&mut StdRng::seed_from_u64(1));
    for seed in order {
        run(seed, false);
    }
}
