//! What a hostile laptop does between two meetings: it tells other stories, forges, replays, floods and lies.
//!
//! It is a member's, with a program of its own beside the ordinary one, which goes on as if nothing had happened: so what
//! it writes here is a second story of its feed as soon as that goes on, too. It withholds in two ways: it says what it holds
//! and keeps some of it back, and it does not come at all, which the schedule leaves out.

use std::sync::Arc;

use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::SignedCount;
use palabre_domain::decision::{Answer, Carried, Position as Stand, Stance};
use palabre_domain::id::{CommunityId, DeviceId, EntryId, Hash, RecordId};
use palabre_domain::money::Amount;
use palabre_domain::wire;
use palabre_feeds::body::{Admit, Certificate, Device, Epoch, Part, Role, Withdraw};
use palabre_feeds::entry::{Entry, Kind, Signature, sign};
use palabre_feeds::message::Message;
use palabre_feeds::run::Run;
use palabre_node::decide::Case;
use palabre_node::replica::{Replica, Took};
use palabre_node::{Node, duty};
use palabre_store::Store;
use rand::RngExt;
use rand::rngs::StdRng;

use crate::acts::{Stage, act};
use crate::hostile::{Hostile, cited};
use crate::people::{Time, author, node_of, speak_through};

/// Does one hostile thing to somebody; returns what.
///
/// # Errors
/// A sentence, when something came through that must not.
pub fn strike(
    enemy: &mut Node,
    time: &Time,
    victim: &mut Node,
    community: &CommunityId,
    stage: &mut Stage,
) -> Result<&'static str, String> {
    match stage.rng.random_range(0..12) {
        10.. => withhold(enemy, victim, community, stage.rng).map(|()| "withholds"),
        0..3 => other_story(enemy, time, victim, community, stage).map(|()| "tells another story"),
        3 => forge(enemy, victim, community, stage.rng).map(|()| "forges"),
        4 => replay(enemy, victim, community, stage.rng).map(|()| "replays"),
        5 => flood(enemy, victim, community, stage.rng).map(|()| "floods"),
        _ => lie(enemy, victim, community, stage.rng).map(|()| "lies"),
    }
}

fn store_says(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn held(node: &mut Node, community: &CommunityId) -> Result<Vec<Entry>, String> {
    let replica = node.replica_of(community).map_err(store_says)?;
    let held = replica.store().after(0, usize::MAX >> 1).map_err(store_says)?;
    Ok(held.into_iter().map(|held| held.entry).collect())
}

/// Gives somebody entries, who does what is due then.
fn give(victim: &mut Node, community: &CommunityId, entries: Vec<Entry>) -> Result<Took, String> {
    let author = author(victim);
    let (runs, _) = Run::group(entries);
    let mut all = Took::default();
    for pack in Run::packs(runs) {
        // What no frame can carry does not come.
        let Ok(runs) = Run::unpack(&pack) else { continue };
        let replica = victim.replica_of(community).map_err(store_says)?;
        let took = replica.take(&runs).map_err(store_says)?;
        duty::after(replica, &author, &took.new).map_err(store_says)?;
        all.new.extend(took.new);
        all.refused += took.refused;
    }
    Ok(all)
}

/// From an earlier place of its feed on, it does something else.
fn other_story(
    enemy: &mut Node,
    time: &Time,
    victim: &mut Node,
    community: &CommunityId,
    stage: &mut Stage,
) -> Result<(), String> {
    let device = author(enemy).device();
    let known = held(enemy, community)?;
    let last = known.iter().filter(|entry| entry.header.device == device).map(|entry| entry.header.seq).max();
    let Some(last) = last else { return Ok(()) };
    // From where it was let in on: before that it has nothing to say.
    let from = stage.rng.random_range(1..=last);
    let before = |entry: &Entry| entry.header.device != device || entry.header.seq <= from;
    let (runs, _) = Run::group(known.into_iter().filter(before).collect());
    let mut replica = Replica::new(*community, Store::in_memory().map_err(store_says)?);
    replica.take(&runs).map_err(store_says)?;
    let identity = enemy.identity().ok_or("somebody is at home")?.clone();
    let mut shadow = node_of(identity, time, stage.rng.random());
    shadow.put_copy(*community, replica);
    for _ in 0..stage.rng.random_range(1..4) {
        // Whatever it comes to: what was refused has left nothing behind.
        let _ = act(&mut shadow, stage);
    }
    let told = held(&mut shadow, community)?;
    let told = told.into_iter().filter(|entry| entry.header.device == device).collect();
    give(victim, community, told).map(drop)
}

/// Meets somebody, says all that it holds, and keeps back what one feed says from some place on, also where it is asked for.
fn withhold(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<(), String> {
    let theirs = author(victim).device();
    let replica = enemy.replica_of(community).map_err(store_says)?;
    let feeds: Vec<(DeviceId, u64)> = replica
        .heights()
        .map_err(store_says)?
        .feeds()
        .iter()
        // What somebody writes themselves they have.
        .filter(|(device, _)| **device != theirs)
        .filter_map(|(device, tips)| Some((*device, tips.first()?.seq)))
        .collect();
    let Some(&(device, last)) = feeds.get(rng.random_range(0..feeds.len().max(1))) else { return Ok(()) };
    let from = rng.random_range(1..=last);
    let kept_back = |entry: &Entry| entry.header.device == device && entry.header.seq >= from;
    let many = |victim: &mut Node| {
        let held = held(victim, community)?;
        Ok::<usize, String>(held.iter().filter(|entry| kept_back(entry)).count())
    };
    let before = many(victim)?;
    let mut through = |frame: Vec<u8>| {
        let Ok(Message::Runs(pack)) = Message::from_bytes(&frame) else { return Some(frame) };
        let said = Run::unpack(&pack).ok()?.into_iter().flat_map(|run| run.entries);
        let (runs, _) = Run::group(said.filter(|entry| !kept_back(entry)).collect());
        (!runs.is_empty()).then(|| Message::Runs(Run::pack(&runs)).to_bytes())
    };
    speak_through(enemy, victim, community, usize::MAX, &mut through);
    match many(victim)? == before {
        true => Ok(()),
        false => Err("what was kept back came through".to_owned()),
    }
}

/// Puts words into the feed of somebody else.
fn forge(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<(), String> {
    let hostile = Hostile::turned(enemy, community);
    let replica = victim.replica_of(community).map_err(store_says)?;
    let feeds = replica.heights().map_err(store_says)?.feeds();
    let others: Vec<_> = feeds
        .iter()
        .filter(|(device, _)| **device != hostile.device())
        .filter_map(|(device, tips)| Some((*device, *tips.first()?)))
        .collect();
    let Some(&(device, tip)) = others.get(rng.random_range(0..others.len().max(1))) else { return Ok(()) };
    let mut liar = hostile.clone();
    liar.back_to(tip.seq, tip.id);
    let mut forged = liar.write(Kind::Part, RecordId(community.0), Part::words("Somebody else said this."));
    forged.header.device = device;
    forged.id = forged.header.id();
    let bytes = palabre_feeds::entry::signed_bytes(community, &forged.id);
    forged.signature =
        Some(if rng.random_bool(0.5) { sign(&hostile.key, &bytes) } else { Signature([rng.random(); 64]) });
    let took = give(victim, community, vec![forged.clone()])?;
    if took.refused != 1 || !took.new.is_empty() {
        return Err(format!("a forged entry came through: {took:?}"));
    }
    Ok(())
}

/// Sends old things again, some of them in pieces.
fn replay(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<(), String> {
    let mut known = held(enemy, community)?;
    let from = rng.random_range(0..=known.len());
    let many = rng.random_range(0..=known.len() - from);
    let piece: Vec<Entry> = known.drain(from..from + many).collect();
    give(victim, community, piece.clone())?;
    give(victim, community, piece).map(drop)
}

/// Writes many things that nobody can use: orphans, and what was honest once.
fn flood(
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<(), String> {
    let mut hostile = Hostile::turned(enemy, community);
    let known = held(enemy, community)?;
    let many = rng.random_range(10..80);
    let entries: Vec<Entry> = (0..many)
        .map(|_| {
            let model = &known[rng.random_range(0..known.len())];
            let mut body = model.body.clone();
            for _ in 0..rng.random_range(0..3) {
                if let Some(last) = body.len().checked_sub(1) {
                    body[rng.random_range(0..=last)] = rng.random();
                }
            }
            let orphan = rng.random_bool(0.3);
            let record = if orphan { RecordId([rng.random(); 32]) } else { model.record() };
            let kind = Kind::from_code(rng.random_range(0..=11)).unwrap_or(Kind::Part);
            let kind = if rng.random_bool(0.5) { kind } else { model.kind().unwrap_or(kind) };
            hostile.write(kind, record, body)
        })
        .collect();
    give(victim, community, entries).map(drop)
}

/// Says something that is properly signed and not so.
fn lie(enemy: &mut Node, victim: &mut Node, community: &CommunityId, rng: &mut StdRng) -> Result<(), String> {
    let mut hostile = Hostile::turned(enemy, community);
    let known = held(enemy, community)?;
    let some = |rng: &mut StdRng| &known[rng.random_range(0..known.len())];
    let replica = enemy.replica_of(community).map_err(store_says)?;
    let mut decided = replica.store().pages_of(RecordType::Decision as u8, 0, 50).map_err(store_says)?;
    decided.extend(replica.store().pages_of(RecordType::Round as u8, 0, 50).map_err(store_says)?);
    let record = decided.get(rng.random_range(0..decided.len().max(1))).map(|page| page.record);
    let case = match record {
        Some(record) => Case::read(replica, record).map_err(store_says)?,
        None => None,
    };
    let opening = case.as_ref().and_then(|case| case.opening.as_ref()).map(|(id, _)| *id);
    // In time, by what it says.
    hostile.at -= rng.random_range(0..400) * 86_400_000;
    let entry = match (rng.random_range(0..8), record, opening) {
        (0, Some(record), Some(opening)) => {
            let answer = match rng.random_range(0..4) {
                0 => Answer::Gifts(vec![(RecordId([rng.random(); 32]), Amount(rng.random()))]),
                1 => Answer::Options(vec![0, 9]),
                2 => Answer::Position(Stand::Block),
                _ => Answer::Position(Stand::For),
            };
            let stance = Stance { opening, answer, reason: None };
            hostile.say(record, &[(Key::Stance, Some(Said::Stance(stance)))])
        }
        (1, Some(record), Some(opening)) => {
            let case = case.ok_or("the case was just read")?;
            let Some(own) = case.count(replica).map_err(store_says)? else { return Ok(()) };
            let mut count = Arc::unwrap_or_clone(own);
            match rng.random_range(0..3) {
                0 => drop(count.counted.pop()),
                1 => count.result.tally.present += 1,
                _ => count.halves.reverse(),
            }
            let heights = case.heights(replica).map_err(store_says)?;
            let value = CountValue {
                opening,
                count: count.id(),
                signed: Carried::Here(SignedCount { count, heights }),
            };
            hostile.say(record, &[(Key::Count, Some(Said::Count(value)))])
        }
        (2, Some(record), Some(opening)) => {
            let (paper, counter, other) = (cited(some(rng)), cited(some(rng)), cited(some(rng)));
            let count = case.and_then(|case| case.counts.first().map(|counted| counted.id));
            let certificate = Certificate {
                opening,
                paper,
                count: count.unwrap_or(Hash([rng.random(); 32])),
                counter,
                confirmations: Carried::Here(vec![other]),
            };
            hostile.write_on(Kind::Certificate, record, &certificate)
        }
        (3, ..) => {
            let membership = replica.membership().map_err(store_says)?;
            // Somebody who has met nobody knows of no charter.
            let Some(current) = membership.current_epoch() else { return Ok(()) };
            let mut charter = current.charter.clone();
            charter.keyholders = vec![hostile.member()];
            let mut epoch = Epoch {
                number: current.number + 1,
                previous: vec![current.id],
                charter,
                removals: Vec::new(),
                guard: 1,
                members: Hash::ZERO,
                member_count: 0,
                roll: Vec::new(),
                because: Hash([rng.random(); 32]),
                approvals: Vec::new(),
            };
            let bytes = Epoch::approval_bytes(&epoch.content(community));
            epoch.approvals = vec![(hostile.device(), sign(&hostile.key, &bytes))];
            hostile.control(Kind::Epoch, &epoch)
        }
        (4, ..) => {
            let joins = vec![some(rng).id, EntryId([rng.random(); 32])];
            let admit = Admit { joins, role: Role::Member, closes: None, because: None, formerly: None };
            hostile.control(Kind::Admit, &admit)
        }
        (5, ..) => {
            // Somebody else's laptop, by no right.
            let device: DeviceId = some(rng).header.device;
            let body = Device::Revoke { device, last: (0, EntryId::ZERO), leaving: true, by: None };
            if device == hostile.device() {
                return Ok(());
            }
            hostile.write(Kind::Device, RecordId::ZERO, wire::to_bytes(&body))
        }
        (6, ..) => {
            let part = some(rng);
            hostile.write_on(Kind::Withdraw, part.record(), &Withdraw { part: part.header.body_hash })
        }
        _ => {
            // Under an epoch that is not, at a time that cannot be.
            (hostile.epoch, hostile.at) = (EntryId([rng.random(); 32]), rng.random());
            hostile.write(Kind::Part, some(rng).record(), Part::words("From nowhere."))
        }
    };
    give(victim, community, vec![entry]).map(drop)
}
