//! What a laptop does by itself: letting in those whom its person invited, confirming counts that it finds equal once
//! leave was given, and publishing the certificate of a count that enough have confirmed. It never answers.

use std::collections::{BTreeMap, BTreeSet};

use palabre_api::ApiError;
use palabre_documents::certified::paper_in;
use palabre_documents::guard::read_voice;
use palabre_documents::kinds::RecordType;
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::charter::Admission;
use palabre_domain::count::Place;
use palabre_domain::decision::{Carried, Paper, Protocol, Purpose};
use palabre_domain::id::{EntryId, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Admit, Body, Certificate, Cited, Join, Role};
use palabre_feeds::entry::{Entry, Kind, MAX_BODY};

use crate::decide::{Case, Counted, State};
use crate::home::store_error;
use crate::node::{epochs, members, write_error};
use crate::replica::{Author, Replica, WriteError};

/// How long after its end a decision is still looked after: 60 days.
const LOOKED_AFTER: i64 = 60 * palabre_domain::decision::DAY;

/// Does everything that is due, on all decisions that are not long over; returns what was done, a sentence each.
///
/// # Errors
/// When the store fails.
pub fn all(replica: &mut Replica, author: &Author) -> Result<Vec<String>, ApiError> {
    replica.mind_suspensions(author.now).map_err(store_error)?;
    let mut did = let_in(replica, author)?;
    did.extend(put_into_force(replica, author)?);
    if may_act(replica, author)? {
        did.extend(crate::vouching::vouch_again(replica, author)?);
    }
    for kind in [RecordType::Decision, RecordType::Round] {
        let mut skip = 0;
        loop {
            let pages = replica.store().pages_of(kind as u8, skip, 200).map_err(store_error)?;
            skip += 200;
            let mut recent = false;
            for page in &pages {
                let read = palabre_documents::kinds::decided(kind, &page.data);
                let ends = read.openings.iter().map(|(_, paper)| paper.end.latest()).max();
                if ends.is_none_or(|ends| ends > author.now.saturating_sub(LOOKED_AFTER)) {
                    recent = true;
                    did.extend(look_after(replica, author, page.record)?);
                }
            }
            if pages.is_empty() || !recent {
                break;
            }
        }
    }
    Ok(did)
}

/// Does what is due after these rows came.
///
/// # Errors
/// When the store fails.
pub fn after(replica: &mut Replica, author: &Author, rows: &[u64]) -> Result<Vec<String>, ApiError> {
    replica.mind_suspensions(author.now).map_err(store_error)?;
    let mut records = BTreeSet::new();
    let mut control = false;
    for row in rows {
        match replica.store().record_of(*row).map_err(store_error)? {
            Some(record) => {
                records.insert(record);
            }
            None => control = true,
        }
    }
    let mut did = if control { let_in(replica, author)? } else { Vec::new() };
    // A fork comes with any entry.
    if may_act(replica, author)? {
        did.extend(crate::vouching::vouch_again(replica, author)?);
    }
    for record in records {
        if let Some(row) = replica.store().record(record).map_err(store_error)? {
            let house = row.birth.as_ref().is_some_and(|birth| birth.kind == RecordType::Community as u8);
            let did_now =
                if house { put_into_force(replica, author) } else { look_after(replica, author, row.id) };
            did.extend(did_now?);
        }
    }
    Ok(did)
}

/// Publishes what enough have signed while they were apart.
fn put_into_force(replica: &mut Replica, author: &Author) -> Result<Vec<String>, ApiError> {
    if !may_act(replica, author)? {
        return Ok(Vec::new());
    }
    let published = epochs::publish_signed(replica, author)?;
    Ok(published.then(|| "Put into force what enough have signed.".to_owned()).into_iter().collect())
}

fn may_act(replica: &mut Replica, author: &Author) -> Result<bool, ApiError> {
    let device = author.device();
    let split = replica.forks().map_err(store_error)?.contains_key(&device);
    if split || replica.is_rolled_back().map_err(store_error)? {
        return Ok(false);
    }
    let membership = replica.membership().map_err(store_error)?;
    Ok(membership.is_peer(&device)
        && membership.devices().get(&device).is_some_and(|state| state.role == Some(Role::Member)))
}

/// What is left of an invite.
#[derive(Clone, Copy)]
pub struct Left {
    uses: u32,
    role: Role,
}

/// Returns the invites of this laptop that have uses and time left by its clock, and whose holders it lets in by itself.
///
/// # Errors
/// When the store fails.
pub fn invites_left(replica: &mut Replica, author: &Author) -> Result<BTreeMap<EntryId, Left>, ApiError> {
    if !may_act(replica, author)? {
        return Ok(BTreeMap::new());
    }
    let membership = replica.membership().map_err(store_error)?;
    if membership.charter().is_none_or(|charter| charter.admission == Admission::Decision) {
        return Ok(BTreeMap::new());
    }
    let controls = replica.controls().map_err(store_error)?;
    let own = || controls.iter().filter(|control| control.device == author.device());
    let mut invites: BTreeMap<EntryId, Left> = BTreeMap::new();
    for control in own() {
        if let Body::Invite(invite) = &control.body
            && invite.until >= author.now
        {
            invites.insert(control.id, Left { uses: invite.uses, role: invite.role });
        }
    }
    let invite_of: BTreeMap<EntryId, EntryId> = controls
        .iter()
        .filter_map(|control| match &control.body {
            Body::Join(join) => Some((control.id, join.invite()?.id)),
            _ => None,
        })
        .collect();
    for control in own() {
        let Body::Admit(admit) = &control.body else { continue };
        if let Some(closed) = admit.closes {
            invites.remove(&closed);
        }
        for join in &admit.joins {
            if let Some(left) = invite_of.get(join).and_then(|invite| invites.get_mut(invite)) {
                left.uses = left.uses.saturating_sub(1);
            }
        }
    }
    invites.retain(|_, left| left.uses > 0);
    Ok(invites)
}

/// Lets in those who came with an invite of this laptop, as long as it has uses and time left by this laptop's clock.
///
/// # Errors
/// When the store fails.
pub fn let_in(replica: &mut Replica, author: &Author) -> Result<Vec<String>, ApiError> {
    let mut invites = invites_left(replica, author)?;
    if invites.is_empty() {
        return Ok(Vec::new());
    }
    let membership = replica.membership().map_err(store_error)?;
    let inside: BTreeSet<MemberId> = membership.members().keys().copied().collect();
    let controls = replica.controls().map_err(store_error)?.to_vec();
    let vouched: BTreeSet<EntryId> = controls
        .iter()
        .filter(|control| control.device == author.device())
        .filter_map(|control| match &control.body {
            Body::Admit(admit) => Some(&admit.joins),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    let joins: BTreeMap<EntryId, &Join> = controls
        .iter()
        .filter_map(|control| match &control.body {
            Body::Join(join) => Some((control.id, join)),
            _ => None,
        })
        .collect();
    let mut did = Vec::new();
    for (id, join) in joins {
        if vouched.contains(&id) || inside.contains(&join.certificate.member) {
            continue;
        }
        let Some(left) = join.invite().and_then(|invite| invites.get_mut(&invite.id)) else { continue };
        if left.uses == 0 {
            continue;
        }
        left.uses -= 1;
        let admit = Admit { joins: vec![id], role: left.role, closes: None, because: None, formerly: None };
        replica.write(author, Kind::Admit, RecordId::ZERO, wire::to_bytes(&admit)).map_err(write_error)?;
        did.push(format!("Let {} in, by your invite.", join.name));
    }
    Ok(did)
}

fn look_after(replica: &mut Replica, author: &Author, record: RecordId) -> Result<Vec<String>, ApiError> {
    let mut did = Vec::new();
    let Some(case) = Case::read(replica, record).map_err(store_error)? else {
        return Ok(did);
    };
    if case.opening.is_none() || !may_act(replica, author)? {
        return Ok(did);
    }
    if receive(replica, author, &case)? {
        let question = case.opening.as_ref().map_or("", |(_, paper)| &paper.question);
        did.push(format!("Said that {question:?} has reached this laptop."));
    }
    if case.counts.is_empty() {
        return Ok(did);
    }
    if confirm(replica, author, &case)? {
        let question = case.opening.as_ref().map_or("", |(_, paper)| &paper.question);
        did.push(format!("Confirmed the count of {question:?}."));
    }
    certify(replica, author, record)?;
    did.extend(let_in_by_decision(replica, author, &case)?);
    Ok(did)
}

/// Lets in whom a final decision lets in, where this laptop's person asked for it.
fn let_in_by_decision(replica: &mut Replica, author: &Author, case: &Case) -> Result<Vec<String>, ApiError> {
    let Some((_, Paper { purpose: Purpose::Admission(join), .. })) = &case.opening else {
        return Ok(Vec::new());
    };
    let controls = replica.controls().map_err(store_error)?;
    let joined = controls.iter().find(|control| control.id == *join).map(|control| &control.body);
    let Some(Body::Join(joined)) = joined.cloned() else { return Ok(Vec::new()) };
    let inside =
        replica.membership().map_err(store_error)?.members().contains_key(&joined.certificate.member);
    if inside || case.author != author.member {
        return Ok(Vec::new());
    }
    let Some((join, count)) = members::decided(replica, &[*join], author.now)? else { return Ok(Vec::new()) };
    let because = Some(count);
    let admit = Admit { joins: vec![join], role: Role::Member, closes: None, because, formerly: None };
    replica.write(author, Kind::Admit, RecordId::ZERO, wire::to_bytes(&admit)).map_err(write_error)?;
    Ok(vec![format!("Let {} in, as it was decided.", joined.name)])
}

/// Says that a question on which silence consents has reached this laptop, if its person gave leave once.
fn receive(replica: &mut Replica, author: &Author, case: &Case) -> Result<bool, ApiError> {
    let Some((opening, paper)) = &case.opening else { return Ok(false) };
    let silence = matches!(paper.protocol, Protocol::Consent { silence: true, .. });
    let open = case.state(author.now) == State::Open;
    if !silence || !open || !case.takes_part(&author.member) {
        return Ok(false);
    }
    let leave = replica.store().setting("confirm").map_err(store_error)?;
    let key = Key::Received(*opening);
    let voice = case.voices.iter().find(|(member, _)| *member == author.member);
    let said = voice.is_some_and(|(_, voice)| voice.get(&key).is_some());
    if leave.as_deref() != Some(b"yes") || said {
        return Ok(false);
    }
    replica.say(author, case.record, &[(key, Some(Said::YES))]).map_err(write_error)?;
    Ok(true)
}

/// Confirms a count that this laptop finds equal to its own, if its person gave leave once.
fn confirm(replica: &mut Replica, author: &Author, case: &Case) -> Result<bool, ApiError> {
    let leave = replica.store().setting("confirm").map_err(store_error)?;
    let binding = case.roll.is_some() && case.takes_part(&author.member);
    let settled = matches!(case.state(author.now), State::Final | State::Disputed);
    if leave.as_deref() != Some(b"yes") || !binding || settled {
        return Ok(false);
    }
    if !case.counting_is_open(replica, author.now).map_err(store_error)? {
        return Ok(false);
    }
    let Some(own) = case.count(replica).map_err(store_error)? else {
        return Ok(false);
    };
    let equal = case.counts.iter().find(|counted| {
        !counted.confirmed.contains(&author.member)
            && counted.signed.as_ref().is_some_and(|signed| case.is_same(&own, &signed.count))
    });
    let Some(counted) = equal else { return Ok(false) };
    let key = Key::Confirm(counted.id);
    replica.say(author, case.record, &[(key, Some(Said::YES))]).map_err(write_error)?;
    Ok(true)
}

/// Publishes the certificate of a count that enough have confirmed, if nobody has yet.
///
/// # Errors
/// When the store fails.
pub fn certify(replica: &mut Replica, author: &Author, record: RecordId) -> Result<(), ApiError> {
    let Some(case) = Case::weighed(replica, record).map_err(store_error)? else {
        return Ok(());
    };
    if !may_act(replica, author)? {
        return Ok(());
    }
    for counted in &case.counts {
        let enough = counted.needed.is_some_and(|needed| counted.confirmed.len() as u32 >= needed);
        if counted.is_final || !enough {
            continue;
        }
        let Some(certificate) = gather(replica, &case, counted).map_err(store_error)? else {
            continue;
        };
        replica
            .together(|replica| -> Result<(), WriteError> {
                let mut certificate = certificate;
                let mut body = wire::to_bytes(&certificate);
                if let (true, Carried::Here(list)) = (body.len() > MAX_BODY / 2, &certificate.confirmations) {
                    let parts = replica.put_list(author, record, &wire::to_bytes(list))?;
                    certificate.confirmations = Carried::Parts(parts);
                    body = wire::to_bytes(&certificate);
                }
                replica.write(author, Kind::Certificate, record, body)?;
                Ok(())
            })
            .map_err(write_error)?;
    }
    Ok(())
}

fn cite(entry: &Entry) -> Cited {
    Cited { place: Place { device: entry.header.device, seq: entry.header.seq }, id: entry.id }
}

/// Gathers the entries that make a count final; `None` while one of them is missing.
fn gather(
    replica: &mut Replica,
    case: &Case,
    counted: &Counted,
) -> Result<Option<Certificate>, palabre_store::StoreError> {
    let (Some((opening, _)), Some(bears)) = (&case.opening, &counted.value) else {
        return Ok(None);
    };
    let (opening, count) = (*opening, counted.id);
    let held = replica.store().of_record(case.number)?;
    let membership = replica.membership()?;
    let key = Key::Confirm(count).text();
    let (mut paper, mut counter) = (None, None);
    let mut confirmations: BTreeMap<MemberId, Cited> = BTreeMap::new();
    for one in held.iter().filter(|one| one.verdict.is_effective()) {
        match one.entry.kind() {
            Some(Kind::Birth | Kind::Edit) if paper.is_none() => {
                paper = paper_in(&one.entry, &opening).map(|_| cite(&one.entry));
            }
            Some(Kind::Voice) => {
                let member = membership.member_of(&one.entry.header.device);
                let (Some(member), Ok(change)) = (member, read_voice(&one.entry.body)) else {
                    continue;
                };
                for op in &change.ops {
                    let counts = counted_as(&op.key, op.value.as_ref(), &count);
                    let confirms = op.key == key && op.value.is_some();
                    let cited = cite(&one.entry);
                    // Somebody may have put something else under this name: no certificate stands on that. What was found to
                    // bear it is known by its bytes, so that the parts of all the others are not read.
                    if counter.is_none() && counts.as_ref() == Some(bears) {
                        counter = Some(cited);
                    } else if (counts.is_some() || confirms) && case.takes_part(&member) {
                        let first = confirmations.entry(member).or_insert(cited);
                        *first = (*first).min(cited);
                    }
                }
            }
            _ => {}
        }
    }
    let (Some(paper), Some(counter)) = (paper, counter) else {
        return Ok(None);
    };
    let mut confirmations: Vec<Cited> = confirmations.into_values().collect();
    confirmations.sort_unstable();
    Ok(Some(Certificate { opening, paper, count, counter, confirmations: Carried::Here(confirmations) }))
}

/// Returns what a voice counts under this name.
fn counted_as(
    key: &str,
    value: Option<&palabre_documents::guard::VoiceValue>,
    count: &palabre_domain::id::Hash,
) -> Option<CountValue> {
    match Said::read(&Key::Count, value.filter(|_| key == "count")?)? {
        Said::Count(value) if value.count == *count => Some(value),
        _ => None,
    }
}
