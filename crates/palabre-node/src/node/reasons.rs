//! What waits here and what has no effect: how much, and why; of a laptop that is honoured no further, whose it is and since
//! when.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use palabre_api::{ApiError, row};
use palabre_domain::id::{DeviceId, MemberId};
use palabre_feeds::body::{Body, Device};
use palabre_feeds::entry::Kind;
use palabre_feeds::verdict::{Reason, Verdict};

use super::{Names, failed};
use crate::replica::Replica;

/// Of how many laptops it is said whose they are, the last ones: what the others said is counted together.
const NAMED: usize = 20;

/// A laptop that is honoured no further, and from which place on.
#[derive(Clone, Copy)]
struct Beyond {
    device: DeviceId,
    member: MemberId,
    from: u64,
}

/// What one laptop said that has no effect, for one reason.
struct Void {
    laptop: Beyond,
    reason: Reason,
    at: Option<i64>,
    entries: u64,
}

/// Returns what waits, and what has no effect.
pub(super) fn reasons(
    replica: &mut Replica,
    names: &Names,
) -> Result<(Vec<row::Reason>, Vec<row::Reason>), ApiError> {
    let counts = replica.store().count_verdicts().map_err(failed)?;
    let is_void = |(verdict, _): &(Verdict, u64)| matches!(verdict, Verdict::WithoutEffect(_));
    let known = if counts.iter().any(is_void) { of_laptops(replica)? } else { Vec::new() };
    let (mut pending, mut refused) = (Vec::new(), Vec::new());
    for (verdict, entries) in counts {
        match verdict {
            Verdict::Pending(waits) => pending.push(row::Reason {
                word: waits.word().to_owned(),
                text: waits.to_string(),
                entries,
                ..row::Reason::default()
            }),
            Verdict::WithoutEffect(reason) => {
                let told = |entries, name, at| row::Reason {
                    word: reason.word().to_owned(),
                    text: reason.to_string(),
                    entries,
                    name,
                    at,
                };
                let mut others = entries;
                for void in known.iter().filter(|void| void.reason == reason) {
                    others = others.saturating_sub(void.entries);
                    refused.push(told(void.entries, Some(names.of(&void.laptop.member)), void.at));
                }
                if others > 0 {
                    refused.push(told(others, None, None));
                }
            }
            Verdict::Effective => {}
        }
    }
    Ok((pending, refused))
}

/// Returns what the laptops said that are honoured no further, from there on, the last ones first.
fn of_laptops(replica: &mut Replica) -> Result<Vec<Void>, ApiError> {
    let mut all = Vec::new();
    for laptop in beyond(replica)? {
        let verdicts = replica.store().verdicts_from(&laptop.device, laptop.from).map_err(failed)?;
        all.extend(verdicts.into_iter().filter_map(|(verdict, entries)| match verdict {
            Verdict::WithoutEffect(reason) => Some(Void { laptop, reason, at: None, entries }),
            _ => None,
        }));
    }
    // When laptops were closed takes all that was said about people and laptops: it is not read for nothing.
    let closed = match all.iter().any(|void| void.reason == Reason::Revoked) {
        true => closings(replica)?,
        false => BTreeMap::new(),
    };
    for void in &mut all {
        void.at = since(replica, void, &closed)?;
    }
    all.sort_by_key(|void| Reverse(void.at));
    all.truncate(NAMED);
    Ok(all)
}

/// Returns the laptops that are honoured no further.
fn beyond(replica: &mut Replica) -> Result<Vec<Beyond>, ApiError> {
    let devices = replica.membership().map_err(failed)?.devices();
    let beyond = devices.iter().filter_map(|(device, state)| {
        let from = if state.void { 0 } else { state.cut?.seq.saturating_add(1) };
        Some(Beyond { device: *device, member: state.member, from })
    });
    Ok(beyond.collect())
}

/// Returns since when what a laptop said has no effect; `None` where that is not known.
fn since(
    replica: &mut Replica,
    void: &Void,
    closed: &BTreeMap<DeviceId, i64>,
) -> Result<Option<i64>, ApiError> {
    let Beyond { device, member, from } = &void.laptop;
    match void.reason {
        Reason::Revoked => Ok(closed.get(device).copied()),
        Reason::Fork => said_at(replica, device, *from),
        Reason::Removed => removed_at(replica, member),
        _ => Ok(None),
    }
}

/// Returns when each laptop was closed that is, by the clock of the one who closed it.
fn closings(replica: &Replica) -> Result<BTreeMap<DeviceId, i64>, ApiError> {
    let community = replica.community();
    let mut closed = BTreeMap::new();
    for held in replica.store().controls().map_err(failed)? {
        if held.entry.kind() != Some(Kind::Device) || !held.verdict.is_effective() {
            continue;
        }
        if let Ok(Body::Device(Device::Revoke { device, .. })) = Body::read_again(&community, &held.entry) {
            let at = held.entry.header.at;
            closed.entry(device).and_modify(|first: &mut i64| *first = at.min(*first)).or_insert(at);
        }
    }
    Ok(closed)
}

/// Returns when a laptop said what stands at a place, by its own clock.
fn said_at(replica: &Replica, device: &DeviceId, place: u64) -> Result<Option<i64>, ApiError> {
    let mut first = None;
    for (row, _) in replica.store().at_place(device, place).map_err(failed)? {
        if let Some(held) = replica.store().entry(row).map_err(failed)? {
            let at = held.entry.header.at;
            first = Some(first.map_or(at, |first: i64| first.min(at)));
        }
    }
    Ok(first)
}

/// Returns when somebody was removed.
fn removed_at(replica: &mut Replica, member: &MemberId) -> Result<Option<i64>, ApiError> {
    let membership = replica.membership().map_err(failed)?;
    let removed = membership.members().get(member).and_then(|state| state.removed);
    let epoch = |number: u32| membership.epochs().iter().find(|epoch| epoch.number == number);
    Ok(removed.and_then(epoch).map(|epoch| epoch.at))
}
