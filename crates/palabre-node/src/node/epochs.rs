//! From a final decision to a charter in force: what it asked for is drafted, signed by those who may, and published
//! once enough have signed.
//!
//! A draft is an epoch without signatures, in the voice of the member who signed first, on the community's own record;
//! everybody who signs after that signs the same draft. So two keyholders who are apart come to one epoch, although a
//! removal honours what the laptop of the first one held.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use palabre_api::ApiError;
use palabre_documents::kinds::{DecisionPage, RecordType};
use palabre_documents::voice::{Key, Said};
use palabre_domain::count::Place;
use palabre_domain::decision::{Paper, Purpose};
use palabre_domain::id::{DeviceId, EntryId, Hash, MemberId, RecordId};
use palabre_domain::tally::Verdict;
use palabre_domain::wire;
use palabre_feeds::body::{Cited, Epoch, Removal};
use palabre_feeds::entry::{Kind, Signature, sign, verify};
use palabre_feeds::membership::EpochState;

use super::devices::last_honoured;
use super::{Node, failed, write_error};
use crate::decide::{Case, State};
use crate::replica::{Author, Replica};

/// How many signatures go into one epoch: as many as fit into an entry with a long charter.
const MOST_SIGNATURES: usize = 500;

/// An epoch that waits for signatures.
#[derive(Clone)]
pub(super) struct Draft {
    /// What is signed.
    content: Hash,
    /// The epoch, without signatures.
    pub epoch: Epoch,
    /// Who signed it so far, by device.
    pub signed: BTreeMap<DeviceId, Signature>,
}

/// Returns true when a decision for this changes the charter or removes somebody: what takes signatures.
fn changes_the_charter(purpose: &Purpose) -> bool {
    matches!(purpose, Purpose::Charter(_) | Purpose::Removal(_))
}

/// Returns the open and ended decisions that ask the community itself for something, oldest first.
pub(super) fn asked_for(
    replica: &mut Replica,
    wanted: impl Fn(&Purpose) -> bool,
) -> Result<Vec<Arc<Case>>, ApiError> {
    asked_where(replica, wanted, |_, _, _| Ok(true))
}

/// Returns those of [`asked_for`] whose pages fit: a page is read more quickly than all that was said about it.
fn asked_where(
    replica: &mut Replica,
    wanted: impl Fn(&Purpose) -> bool,
    fits: impl Fn(&mut Replica, u64, &DecisionPage) -> Result<bool, ApiError>,
) -> Result<Vec<Arc<Case>>, ApiError> {
    let mut cases = Vec::new();
    for page in replica.store().pages_about(&RecordId::ZERO).map_err(failed)? {
        let read: DecisionPage = palabre_documents::kinds::decided(RecordType::Decision, &page.data);
        if !read.openings.iter().any(|(_, paper)| wanted(&paper.purpose)) || !fits(replica, page.n, &read)? {
            continue;
        }
        let Some(case) = Case::weighed(replica, page.record).map_err(failed)? else { continue };
        if case.opening.as_ref().is_some_and(|(_, paper)| wanted(&paper.purpose)) {
            cases.push(case);
        }
    }
    cases.reverse();
    Ok(cases)
}

/// Returns the count by which a decision is final and carried.
pub(super) fn carried(case: &Case, now: i64) -> Option<Hash> {
    if case.state(now) != State::Final {
        return None;
    }
    let carried = |counted: &&crate::decide::Counted| {
        let result = counted.signed.as_ref().map(|signed| signed.count.result.verdict);
        counted.is_final && result == Some(Verdict::Carried)
    };
    case.counts.iter().find(carried).map(|counted| counted.id)
}

/// Returns true when an epoch in force, now or before, executes this decision.
pub(super) fn is_executed(replica: &mut Replica, case: &Case) -> Result<bool, ApiError> {
    let counts: BTreeSet<Hash> =
        case.counts.iter().filter(|counted| counted.is_final).map(|counted| counted.id).collect();
    is_one_executed(replica, &counts)
}

fn is_one_executed(replica: &mut Replica, counts: &BTreeSet<Hash>) -> Result<bool, ApiError> {
    let epochs = replica.membership().map_err(failed)?.epochs();
    Ok(epochs.iter().any(|epoch| epoch.because.is_some_and(|because| counts.contains(&because))))
}

/// Returns true when one of the openings of a decision is final, and no epoch executes it.
fn may_wait(replica: &mut Replica, number: u64, page: &DecisionPage) -> Result<bool, ApiError> {
    let mut counts = BTreeSet::new();
    for (opening, _) in &page.openings {
        let finals = replica.store().finals(number, opening).map_err(failed)?;
        counts.extend(finals.into_iter().map(|(count, _)| count));
    }
    Ok(!counts.is_empty() && !is_one_executed(replica, &counts)?)
}

/// Returns the final decisions about the charter that wait to be put into force, oldest first, each with its count.
pub(super) fn waiting(replica: &mut Replica, now: i64) -> Result<Vec<(Arc<Case>, Hash)>, ApiError> {
    let mut waiting = Vec::new();
    for case in asked_where(replica, changes_the_charter, may_wait)? {
        if let Some(count) = carried(&case, now)
            && !is_executed(replica, &case)?
        {
            waiting.push((case, count));
        }
    }
    Ok(waiting)
}

/// Returns the drafts of one decision that could come into force now: those that most have signed first.
pub(super) fn drafts(replica: &mut Replica, because: &Hash) -> Result<Vec<Draft>, ApiError> {
    let mut drafts = all_drafts(replica)?;
    let membership = replica.membership().map_err(failed)?;
    drafts.retain(|draft| draft.epoch.because == *because && membership.may_follow(&draft.epoch));
    drafts.sort_by_key(|draft| (std::cmp::Reverse(draft.signed.len()), draft.content));
    Ok(drafts)
}

fn all_drafts(replica: &mut Replica) -> Result<Vec<Draft>, ApiError> {
    let community = replica.community();
    let house = Node::find(replica, "community")?;
    let Some(number) = replica.record_number(&house).map_err(failed)? else { return Ok(Vec::new()) };
    let voices = replica.voices(number).map_err(failed)?;
    let mut drafts: BTreeMap<Hash, Draft> = BTreeMap::new();
    for (_, voice) in &voices {
        for (key, said, _) in voice.said() {
            let (Key::Draft(content), Said::Epoch(epoch)) = (key, said) else { continue };
            // What is drafted says itself what it is.
            if epoch.content(&community) == content && epoch.approvals.is_empty() {
                drafts.entry(content).or_insert(Draft { content, epoch, signed: BTreeMap::new() });
            }
        }
    }
    for (member, voice) in &voices {
        for (content, draft) in &mut drafts {
            let Some((Said::Signature(signature), _)) = voice.get(&Key::Approve(*content)) else { continue };
            let bytes = Epoch::approval_bytes(content);
            for device in replica.devices_of(member).map_err(failed)? {
                if verify(&device.0, &bytes, &signature) {
                    draft.signed.insert(device, signature);
                }
            }
        }
    }
    Ok(drafts.into_values().collect())
}

/// Returns true when this member signed what another decision asks for, and it could still come into force beside.
pub(super) fn has_signed_another(
    replica: &mut Replica,
    member: &MemberId,
    because: &Hash,
) -> Result<bool, ApiError> {
    for draft in all_drafts(replica)? {
        let beside = replica.membership().map_err(failed)?.may_follow(&draft.epoch);
        if draft.epoch.because != *because && beside && signers(replica, &draft)?.contains(member) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns who signed a draft.
pub(super) fn signers(replica: &mut Replica, draft: &Draft) -> Result<BTreeSet<MemberId>, ApiError> {
    let membership = replica.membership().map_err(failed)?;
    Ok(draft.signed.keys().filter_map(|device| membership.member_of(device)).collect())
}

/// Returns the draft of this decision that is signed next: one that is there, or a new one that nobody has yet.
pub(super) fn draft_for(
    replica: &mut Replica,
    case: &Case,
    because: Hash,
    author: &Author,
) -> Result<(Draft, Vec<Vec<u8>>), ApiError> {
    let there = drafts(replica, &because)?;
    // Whoever signed one does not sign another: two of one decision would stop each other.
    let mine = there.iter().find(|draft| draft.signed.contains_key(&author.device()));
    if let Some(draft) = mine.or(there.first()) {
        return Ok((draft.clone(), Vec::new()));
    }
    let membership = replica.membership().map_err(failed)?;
    let at_once = membership.in_conflict().map(|successors| successors.epochs.clone());
    let current = membership.current_epoch().cloned().ok_or_else(not_asked)?;
    let (epoch, parts) = match at_once {
        Some(epochs) => (chosen_of(&epochs, because)?, Vec::new()),
        None => following(replica, case, &current, because)?,
    };
    let content = epoch.content(&replica.community());
    Ok((Draft { content, epoch, signed: BTreeMap::new() }, parts))
}

/// Returns the epoch that ends a conflict by carrying on what this decision asked for.
fn chosen_of(epochs: &[(EntryId, Epoch)], because: Hash) -> Result<Epoch, ApiError> {
    let chosen = epochs.iter().filter(|(_, epoch)| epoch.because == because).min_by_key(|(id, _)| *id);
    let Some((id, chosen)) = chosen else {
        return Err(ApiError::new(
            "keyholder.at-once",
            "Two changes came into force at once, so that neither did.",
            "First two thirds of all choose one of these: `palabre keyholder list` shows them.",
        ));
    };
    let other = epochs.iter().filter(|(_, epoch)| differ(epoch, chosen)).map(|(id, _)| *id).min();
    let mut previous: Vec<EntryId> = other.into_iter().chain([*id]).collect();
    previous.sort_unstable();
    Ok(Epoch { number: chosen.number + 1, previous, approvals: Vec::new(), ..chosen.clone() })
}

fn differ(one: &Epoch, other: &Epoch) -> bool {
    let bare = |epoch: &Epoch| Epoch { approvals: Vec::new(), ..epoch.clone() };
    bare(one) != bare(other)
}

/// Returns the epoch that a decision asks for, without signatures, and the parts of its list of members.
fn following(
    replica: &mut Replica,
    case: &Case,
    current: &EpochState,
    because: Hash,
) -> Result<(Epoch, Vec<Vec<u8>>), ApiError> {
    let Some((_, paper)) = &case.opening else { return Err(not_asked()) };
    let mut charter = current.charter.clone();
    let mut removals = Vec::new();
    match &paper.purpose {
        Purpose::Charter(change) => charter = charter.with(change),
        Purpose::Removal(member) => {
            charter.keyholders.retain(|keyholder| keyholder != member);
            removals.push(Removal { member: *member, cuts: cuts(replica, member)? });
        }
        _ => return Err(not_asked()),
    }
    charter.check().map_err(|error| {
        let hint = "Decide first who keeps the keys: `palabre keyholder propose`.";
        ApiError::new("charter.invalid", crate::home::capital(&error.to_string()), hint)
    })?;
    let removed = |member: &MemberId| removals.iter().any(|removal| removal.member == *member);
    let membership = replica.membership().map_err(failed)?;
    let here = |member: &&MemberId| {
        membership.members().get(member).is_none_or(|state| state.is_here()) && !removed(member)
    };
    let listed = membership.present().map(|(member, _)| member);
    let listed: BTreeSet<MemberId> =
        listed.chain(current.roll.iter()).chain(&charter.keyholders).filter(here).copied().collect();
    let listed: Vec<MemberId> = listed.into_iter().collect();
    let bytes = wire::to_bytes(&listed);
    let parts = palabre_feeds::body::Part::list(&bytes);
    let epoch = Epoch {
        number: current.number + 1,
        previous: vec![current.id],
        charter,
        removals,
        guard: 1,
        member_count: listed.len() as u32,
        members: Hash::of(&bytes),
        roll: parts.iter().map(|part| Hash::of(part)).collect(),
        because,
        approvals: Vec::new(),
    };
    Ok((epoch, parts))
}

/// Returns how much of each device of somebody who is removed is honoured: what this laptop holds.
fn cuts(replica: &mut Replica, member: &MemberId) -> Result<Vec<Cited>, ApiError> {
    let mut cuts = Vec::new();
    let mut devices = replica.devices_of(member).map_err(failed)?;
    devices.sort_unstable();
    for device in devices {
        let (seq, id) = last_honoured(replica, &device, None)?;
        if seq > 0 {
            cuts.push(Cited { place: Place { device, seq }, id });
        }
    }
    Ok(cuts)
}

/// Signs a draft, and publishes it where that is enough; returns true when it is in force.
pub(super) fn sign_draft(
    replica: &mut Replica,
    author: &Author,
    draft: &mut Draft,
    parts: Vec<Vec<u8>>,
) -> Result<bool, ApiError> {
    let house = Node::find(replica, "community")?;
    let signature = sign(&author.key, &Epoch::approval_bytes(&draft.content));
    if draft.signed.insert(author.device(), signature).is_none() {
        let drafted = (Key::Draft(draft.content), Some(Said::Epoch(draft.epoch.clone())));
        let approved = (Key::Approve(draft.content), Some(Said::Signature(signature)));
        replica
            .together(|replica| {
                for part in parts {
                    replica.write(author, Kind::Part, house, part)?;
                }
                replica.say(author, house, &[drafted, approved])
            })
            .map_err(write_error)?;
    }
    publish(replica, author, draft)
}

/// Publishes a draft if enough have signed it; returns true when it did.
fn publish(replica: &mut Replica, author: &Author, draft: &Draft) -> Result<bool, ApiError> {
    let membership = replica.membership().map_err(failed)?;
    let keyholders: BTreeSet<MemberId> =
        membership.charter().map(|charter| charter.keyholders.iter().copied().collect()).unwrap_or_default();
    let mut approvals: Vec<(bool, DeviceId, Signature)> = draft
        .signed
        .iter()
        .map(|(device, signature)| {
            let keeps = membership.member_of(device).is_some_and(|member| keyholders.contains(&member));
            (!keeps, *device, *signature)
        })
        .collect();
    approvals.sort_by_key(|(other, device, _)| (*other, *device));
    approvals.truncate(MOST_SIGNATURES);
    approvals.sort_by_key(|(_, device, _)| *device);
    let approvals = approvals.into_iter().map(|(_, device, signature)| (device, signature)).collect();
    let epoch = Epoch { approvals, ..draft.epoch.clone() };
    if !replica.judge_next(&epoch).map_err(failed)?.is_effective() {
        return Ok(false);
    }
    let body = wire::to_bytes(&epoch);
    replica.write(author, Kind::Epoch, RecordId::ZERO, body).map_err(write_error)?;
    Ok(true)
}

/// Publishes every draft that enough have signed while they were apart; returns true when there was one.
pub(crate) fn publish_signed(replica: &mut Replica, author: &Author) -> Result<bool, ApiError> {
    let mut any = false;
    for draft in all_drafts(replica)? {
        let membership = replica.membership().map_err(failed)?;
        if membership.may_follow(&draft.epoch) {
            any |= publish(replica, author, &draft)?;
        }
    }
    Ok(any)
}

/// Returns the paper of a decision; `None` for a draft.
pub(super) fn paper_of(case: &Case) -> Option<&Paper> {
    case.opening.as_ref().map(|(_, paper)| paper)
}

/// Says that a decision asks for nothing that keyholders put into force.
pub(super) fn not_asked() -> ApiError {
    ApiError::new(
        "keyholder.not-final",
        "This decision is not final, was not carried, or asks for nothing that takes signatures.",
        "`palabre keyholder list` shows what waits for signatures.",
    )
}
