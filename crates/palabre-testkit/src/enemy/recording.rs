//! What a hostile laptop says in the name of others: answers and gifts under `behalf/`.
//!
//! First it answers for itself, as it should be, and then it speaks for somebody else, in the same voice. So what it says for
//! the other is looked at, and is not left out already because nothing else of that voice counts. In whose name it speaks is
//! drawn so that it would have effect if nobody looked.

use std::collections::BTreeMap;

use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{CurrentStance, Key, Said};
use palabre_domain::count::{BEHALF, Folded, LeftOut, fold_casts};
use palabre_domain::decision::{Answer, Protocol, SlotAnswer, Stance};
use palabre_domain::id::{CommunityId, MemberId, RecordId};
use palabre_domain::money::Amount;
use palabre_node::Node;
use palabre_node::decide::Case;
use palabre_node::replica::Replica;
use rand::RngExt;
use rand::rngs::StdRng;

use super::{Strike, Struck, all_opened, give, held, keep, store_says};
use crate::hostile::Hostile;

/// Answers for itself, and then for somebody else, what this strike says; returns what came of the second.
pub(super) fn record(
    strike: Strike,
    enemy: &mut Node,
    victim: &mut Node,
    community: &CommunityId,
    rng: &mut StdRng,
) -> Result<Option<Struck>, String> {
    let mut hostile = Hostile::turned(enemy, community);
    let (me, device) = (hostile.member(), hostile.device());
    let mut before = held(enemy, community)?;
    before.retain(|entry| entry.header.device == device);
    let replica = enemy.replica_of(community).map_err(store_says)?;
    let Some((case, whose)) = drawn(strike, &me, replica, rng)? else { return Ok(None) };
    let Some((opening, paper)) = &case.opening else { return Ok(None) };
    // In time, by what it says: what comes after the end is left out for that alone.
    hostile.at = hostile.at.min(paper.end.latest());
    hostile.speak_on(replica, case.record).map_err(store_says)?;
    let bucket = bucket(&case, replica, rng)?;
    let mut says = |key: Key, member: &MemberId| {
        let answer = fitting(&case, member, bucket, rng)?;
        let stance = Stance { opening: *opening, answer, reason: None };
        Some(hostile.say(case.record, &[(key, Some(Said::Stance(stance)))]))
    };
    let (Some(own), Some(told)) = (says(Key::Stance, &me), says(Key::Behalf(whose), &whose)) else {
        return Ok(None);
    };
    // What came before it is told, too: behind a gap it would be heard by nobody.
    before.push(own.clone());
    give(victim, community, before)?;
    if rng.random_bool(0.5) {
        keep(enemy, community, vec![own, told.clone()])?;
    }
    let struck = give(victim, community, vec![told])?;
    let replica = victim.replica_of(community).map_err(store_says)?;
    if let Some(case) = Case::read(replica, case.record).map_err(store_says)? {
        check(replica, &case)?;
    }
    Ok(Some(struck))
}

/// Draws where it speaks and in whose name: where it would have effect if nobody looked, before anywhere else.
fn drawn(
    strike: Strike,
    me: &MemberId,
    replica: &mut Replica,
    rng: &mut StdRng,
) -> Result<Option<(Case, MemberId)>, String> {
    let mut cases = all_opened(replica)?;
    let first = rng.random_range(0..cases.len().max(1));
    cases.rotate_left(first);
    let mut found = None;
    for case in cases {
        match whose(strike, &case, me, rng) {
            Some((member, true)) => return Ok(Some((case, member))),
            Some((member, false)) if found.is_none() => found = Some((case, member)),
            _ => {}
        }
    }
    Ok(found)
}

/// Draws in whose name it speaks here, and whether that would have effect if nobody looked; `None` where it has nothing of
/// this kind to say.
fn whose(strike: Strike, case: &Case, me: &MemberId, rng: &mut StdRng) -> Option<(MemberId, bool)> {
    let takes_part = case.takes_part(me);
    let has_answered = |member: &MemberId| {
        let mut voices = case.voices.iter();
        voices.any(|(one, voice)| one == member && voice.stance() != CurrentStance::Nothing)
    };
    let roll = case.roll.as_ref().map(|roll| roll.members.as_slice()).unwrap_or_default();
    let mut others: Vec<MemberId> = roll.iter().filter(|member| *member != me).copied().collect();
    let first = rng.random_range(0..others.len().max(1));
    others.rotate_left(first);
    // One's own answer stands before what anybody says in one's name.
    let silent = others.iter().find(|&member| !has_answered(member)).copied();
    let other = silent.or_else(|| others.first().copied()).map(|member| (member, silent.is_some()));
    match (strike, gives(case)) {
        (Strike::GiveForAnother, true) => other.map(|(member, silent)| (member, silent && takes_part)),
        (_, true) => None,
        (Strike::RecordOver, false) if takes_part => {
            let mut members: Vec<MemberId> = case.answers().iter().map(|(member, _)| *member).collect();
            members.retain(|member| member != me && case.takes_part(member));
            members.push(*me);
            Some((members[rng.random_range(0..members.len())], true))
        }
        // Where whoever is a member takes part, there is nobody who does not.
        (Strike::RecordApart, false) if case.roll.is_some() => {
            Some((MemberId([rng.random(); 32]), takes_part))
        }
        (Strike::RecordUnasked, false) if !takes_part => other,
        _ => None,
    }
}

/// Returns true for a round.
fn gives(case: &Case) -> bool {
    case.opening.as_ref().is_some_and(|(_, paper)| paper.protocol == Protocol::Giving)
}

/// Returns a bucket of this round; where there is none, something that is not there, to which one can give, too.
fn bucket(case: &Case, replica: &Replica, rng: &mut StdRng) -> Result<RecordId, String> {
    let pages = replica.store().pages_about(&case.record).map_err(store_says)?;
    let bucket = pages.iter().find(|page| page.kind == RecordType::Bucket as u8);
    Ok(bucket.map_or_else(|| RecordId([rng.random(); 32]), |page| page.record))
}

/// Returns an answer of this member that fits what is asked; in a round, a gift that is within what they have.
fn fitting(case: &Case, member: &MemberId, bucket: RecordId, rng: &mut StdRng) -> Option<Answer> {
    let (_, paper) = case.opening.as_ref()?;
    let many = paper.options.len();
    Some(match paper.protocol {
        Protocol::Choose { .. } => Answer::Options(vec![0]),
        Protocol::Score { .. } => Answer::Scores(vec![Some(0); many]),
        Protocol::TimePoll => Answer::Slots(vec![SlotAnswer::Yes; many]),
        Protocol::Giving => {
            let giving = paper.giving.as_ref()?;
            let place = case.roll.as_ref()?.members.binary_search(member).ok();
            // Whoever takes no part has nothing: anything is more than that.
            let has = place.and_then(|place| giving.allotments.get(place)).copied().unwrap_or(Amount(100));
            let most = giving.cap.map_or(has, |cap| cap.min(has));
            match most.is_zero() {
                true => Answer::Gifts(Vec::new()),
                false => Answer::Gifts(vec![(bucket, Amount(rng.random_range(1..=most.0)))]),
            }
        }
        Protocol::SenseCheck | Protocol::Proposal { .. } | Protocol::Consent { .. } => {
            let positions = paper.protocol.positions();
            Answer::Position(positions[rng.random_range(0..positions.len())])
        }
    })
}

/// Checks in everything that a laptop holds that what somebody said in the name of others counts where it may, and nowhere
/// else.
///
/// # Errors
/// A sentence about the first place where it does not.
pub fn check_recorded(node: &mut Node, community: &CommunityId) -> Result<(), String> {
    let replica = node.replica_of(community).map_err(store_says)?;
    for case in all_opened(replica)? {
        check(replica, &case)?;
    }
    Ok(())
}

/// Checks of one case that nobody gives for somebody else; and that whoever was spoken for takes part and has no answer of
/// their own that stands, and whoever spoke for them takes part, too, and did so for no more than one may.
fn check(replica: &mut Replica, case: &Case) -> Result<(), String> {
    let wrong = |what: &str| Err(format!("{}: {what}", case.record));
    let (Some(count), Some(question)) = (case.count(replica).map_err(store_says)?, case.question()) else {
        return Ok(());
    };
    if gives(case) && !(count.behalf.is_empty() && case.recorded().is_empty()) {
        return wrong("somebody gave what is another's to give");
    }
    let mut by: BTreeMap<MemberId, usize> = BTreeMap::new();
    for (member, place, _) in count.behalf_places() {
        let recorder = replica.membership().map_err(store_says)?.member_of(&place.device);
        let Some(recorder) = recorder.filter(|recorder| case.takes_part(recorder)) else {
            return wrong("an answer was recorded by somebody who takes no part");
        };
        if recorder == member || !question.takes_part(&member) {
            return wrong("an answer was recorded of somebody who takes no part, or by themselves");
        }
        let (own, _) = case.casts(replica, &member).map_err(store_says)?;
        let own = fold_casts(&own, &question);
        let stands = !matches!(own, Folded::Nothing | Folded::Out(LeftOut::AfterEnd | LeftOut::Lapsed));
        let speaks = case.voices.iter().any(|(one, _)| *one == member) && case.takes_part(&member);
        if stands && speaks {
            return wrong("what was recorded counts in place of somebody's own answer");
        }
        *by.entry(recorder).or_default() += 1;
    }
    match by.values().all(|many| *many <= BEHALF) {
        true => Ok(()),
        false => wrong("somebody recorded more answers than one may"),
    }
}
