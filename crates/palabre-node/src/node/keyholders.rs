//! Those who keep the keys, the charter, and the decisions that wait for their signatures.

use std::collections::BTreeSet;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::RecordType;
use palabre_domain::charter::{Admission, Charter, CharterChange, Quotas, TERM, WISHED_KEYHOLDERS};
use palabre_domain::decision::Purpose;
use palabre_domain::id::{Hash, MemberId};
use palabre_feeds::body::Body;

use super::decisions::{self, Proposal};
use super::{Names, Node, epochs, failed};
use crate::decide::Case;
use crate::naming::by_name;
use crate::replica::{Author, Replica};

/// A megabyte of a quota.
const MEGABYTE: u64 = 1 << 20;

/// Returns the word by which commands and data name a way of becoming a member.
fn word(admission: Admission) -> &'static str {
    match admission {
        Admission::AnyMember => "any-member",
        Admission::TwoVouch => "two-vouch",
        Admission::Decision => "decision",
    }
}

fn admission(text: &str) -> Result<Admission, ApiError> {
    [Admission::AnyMember, Admission::TwoVouch, Admission::Decision]
        .into_iter()
        .find(|admission| word(*admission) == text)
        .ok_or_else(|| {
            ApiError::new(
                "charter.admission",
                format!("{text:?} is no way of becoming a member."),
                "It is any-member, two-vouch or decision.",
            )
        })
}

/// Returns what a purpose changes: a word for it, and what it becomes.
fn told(purpose: &Purpose, names: &Names) -> (&'static str, String) {
    match purpose {
        Purpose::Removal(member) => ("removal", names.of(member)),
        Purpose::Charter(change) => match change {
            CharterChange::Cause(text) => ("cause", text.clone()),
            CharterChange::Name(text) => ("name", text.clone()),
            CharterChange::Keyholders(who) => ("keyholders", names.sorted(who).join(", ")),
            CharterChange::Admission(admission) => ("admission", word(*admission).to_owned()),
            CharterChange::Quotas(Quotas { entries, bytes }) => ("quotas", format!("{entries} {bytes}")),
        },
        Purpose::Words | Purpose::Admission(_) | Purpose::Release { .. } => ("words", String::new()),
    }
}

impl Node {
    pub(super) fn list_keyholders(&mut self) -> Result<row::Keyholders, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let mut keyholders = Vec::new();
        for (member, since) in terms(replica)? {
            let membership = replica.membership().map_err(failed)?;
            keyholders.push(row::Keyholder {
                name: names.of(&member),
                id: member.to_string(),
                since,
                until: since.saturating_add(TERM),
                over: since.saturating_add(TERM) < now,
                here: membership.members().get(&member).is_some_and(|state| state.is_here()),
                me: me == Some(member),
            });
        }
        keyholders.sort_by(|a, b| (by_name(&a.name), &a.id).cmp(&(by_name(&b.name), &b.id)));
        let mut row = row::Keyholders {
            keyholders,
            wished: WISHED_KEYHOLDERS as u32,
            waiting: Vec::new(),
            at_once: Vec::new(),
        };
        let conflict = replica.membership().map_err(failed)?.in_conflict().cloned();
        let at_once: BTreeSet<Hash> = conflict
            .iter()
            .flat_map(|successors| &successors.epochs)
            .map(|(_, epoch)| epoch.because)
            .collect();
        for (case, count) in epochs::waiting(replica, now)? {
            let change = change(replica, &case, &count, me.as_ref(), &names)?;
            if at_once.contains(&count) { row.at_once.push(change) } else { row.waiting.push(change) }
        }
        Ok(row)
    }

    pub(super) fn propose_keyholders(
        &mut self,
        ask: &ask::KeyholderPropose,
    ) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let current = charter(replica)?;
        let mut keyholders: BTreeSet<MemberId> = current.keyholders.iter().copied().collect();
        for name in &ask.without {
            let member = Self::find_person(replica, &author.member, name)?;
            if !keyholders.remove(&member) {
                return Err(ApiError::new(
                    "keyholder.none",
                    format!("{name:?} does not keep the keys."),
                    "`palabre keyholder list` shows who does.",
                ));
            }
        }
        for name in &ask.add {
            keyholders.insert(Self::find_member(replica, &author.member, name)?);
        }
        let keyholders: Vec<MemberId> = keyholders.into_iter().collect();
        let names = Self::names(replica)?.sorted(&keyholders).join(", ");
        let wording = format!("From then on these keep the keys, for a year: {names}.");
        let change = CharterChange::Keyholders(keyholders);
        // Naming the same ones again begins a new year.
        let again = ask.add.is_empty() && ask.without.is_empty();
        let question =
            if again { "Shall they keep the keys for another year?" } else { "Shall they keep the keys?" };
        let question = ask.question.clone().unwrap_or_else(|| question.to_owned());
        self.propose_change(change, question, ask.wording.clone().unwrap_or(wording), ask.days)
    }

    pub(super) fn propose_charter(&mut self, ask: &ask::CharterPropose) -> Result<row::Decision, ApiError> {
        let current = charter(self.replica()?)?;
        let mut changes = Vec::new();
        if let Some(name) = &ask.name {
            let name = name.trim().to_owned();
            changes.push((
                format!("It is called {:?} now, and {name:?} then.", current.name),
                "Shall this be our name?",
                CharterChange::Name(name),
            ));
        }
        if let Some(way) = &ask.admission {
            let way = admission(way)?;
            let text = match way {
                Admission::AnyMember => "Any member lets somebody in.",
                Admission::TwoVouch => "Two members have to vouch for somebody.",
                Admission::Decision => "A decision lets somebody in.",
            };
            let question = "Shall this be how somebody becomes a member?";
            changes.push((text.to_owned(), question, CharterChange::Admission(way)));
        }
        if ask.entries.is_some() || ask.megabytes.is_some() {
            let quotas = Quotas {
                entries: ask.entries.unwrap_or(current.quotas.entries),
                bytes: ask.megabytes.map_or(current.quotas.bytes, |many| many.saturating_mul(MEGABYTE)),
            };
            let text = format!(
                "One laptop may write {} entries and {} MB, attached files included.",
                quotas.entries,
                quotas.bytes / MEGABYTE
            );
            changes.push((text, "Shall this be what one laptop may write?", CharterChange::Quotas(quotas)));
        }
        let mut changes = changes.into_iter();
        match (changes.next(), changes.next()) {
            (Some((wording, question, change)), None) => {
                let question = ask.question.clone().unwrap_or_else(|| question.to_owned());
                self.propose_change(change, question, ask.wording.clone().unwrap_or(wording), ask.days)
            }
            _ => Err(ApiError::new(
                "charter.one",
                "A decision changes one thing of the charter.",
                "Say one of --name, --admission, or --entries and --megabytes.",
            )),
        }
    }

    fn propose_change(
        &mut self,
        change: CharterChange,
        question: String,
        wording: String,
        days: Option<u32>,
    ) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        charter(replica)?.with(&change).check().map_err(|error| {
            let hint = "`palabre charter show` shows the rules in force.";
            ApiError::new("charter.invalid", crate::home::capital(&error.to_string()), hint)
        })?;
        let proposal = Proposal { question, wording, purpose: Purpose::Charter(change), days, without: None };
        let record = decisions::propose(replica, &author, proposal)?;
        self.decision_row(record)
    }

    pub(super) fn certify(&mut self, ask: &ask::KeyholderCertify) -> Result<row::Certifying, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = decisions::case(replica, &ask.decision)?;
        if epochs::is_executed(replica, &case)? {
            return Err(ApiError::new(
                "keyholder.in-force",
                "What this decision asked for is in force already.",
                "`palabre charter show` shows how the rules changed.",
            ));
        }
        let because = epochs::carried(&case, author.now).ok_or_else(epochs::not_asked)?;
        let (mut draft, parts) = epochs::draft_for(replica, &case, because, &author)?;
        if !may_sign(replica, &author.member, &draft)? {
            let keyholders = charter(replica)?.keyholders;
            let names = Self::names(replica)?.sorted(&keyholders).join(", ");
            return Err(ApiError::new(
                "keyholder.only",
                "Those who keep the keys put this into force.",
                format!("Ask one of them: {names}."),
            ));
        }
        if !ask.anyway && epochs::has_signed_another(replica, &author.member, &because)? {
            return Err(ApiError::new(
                "keyholder.one-by-one",
                "Another change that you signed is not in force yet.",
                "Sign this one once it is: two that came into force at once would stop each other. \
                 --anyway signs all the same.",
            ));
        }
        let in_force = epochs::sign_draft(replica, &author, &mut draft, parts)?;
        let names = Self::names(replica)?;
        let listed =
            replica.membership().map_err(failed)?.current_epoch().map_or(0, |epoch| epoch.roll.len());
        let mut change = change(replica, &case, &because, Some(&author.member), &names)?;
        change.signed = names.sorted(&epochs::signers(replica, &draft)?);
        change.done = true;
        Ok(row::Certifying { change, in_force, listed: listed as u32 })
    }

    pub(super) fn show_charter(&mut self) -> Result<row::Charter, ApiError> {
        let replica = self.replica()?;
        let charter = charter(replica)?;
        let names = Self::names(replica)?;
        let mut history = Vec::new();
        for epoch in replica.membership().map_err(failed)?.epochs().to_vec() {
            let Some(because) = epoch.because else { continue };
            let Some(ruling) = replica.ruling(&because).map_err(failed)? else { continue };
            let (what, value) = told(&ruling.purpose, &names);
            let certificates = replica.store().certificates_for(&because).map_err(failed)?;
            let decision = match certificates.first() {
                Some((record, _)) => replica.store().record(*record).map_err(failed)?,
                None => None,
            };
            history.push(row::CharterVersion {
                number: epoch.number,
                since: epoch.at,
                what: what.to_owned(),
                value,
                decision: decision.map(|record| record.id.to_string()),
                took_part: ruling.took_part,
            });
        }
        history.reverse();
        Ok(row::Charter {
            name: charter.name.clone(),
            cause: charter.cause.clone(),
            keyholders: names.sorted(&charter.keyholders),
            admission: word(charter.admission).to_owned(),
            entries: charter.quotas.entries,
            bytes: charter.quotas.bytes,
            history,
        })
    }
}

/// Returns what a decision puts into force beside its words.
pub(super) fn executes(
    replica: &mut Replica,
    purpose: &Purpose,
    names: &Names,
) -> Result<Option<row::Executes>, ApiError> {
    let (what, value) = match purpose {
        Purpose::Words | Purpose::Release { .. } => return Ok(None),
        Purpose::Charter(_) | Purpose::Removal(_) => told(purpose, names),
        Purpose::Admission(join) => {
            let controls = replica.controls().map_err(failed)?;
            let joined = controls.iter().find(|control| control.id == *join);
            let name = match joined.map(|control| &control.body) {
                Some(Body::Join(join)) => format!("{} ({})", join.name, join.certificate.member.short(4)),
                _ => join.short(4),
            };
            ("let-in", name)
        }
    };
    Ok(Some(row::Executes { what: what.to_owned(), value }))
}

/// Returns the charter in force.
pub(super) fn charter(replica: &mut Replica) -> Result<Charter, ApiError> {
    let charter = replica.membership().map_err(failed)?.charter().cloned();
    charter.ok_or_else(|| {
        ApiError::new(
            "charter.none",
            "The founding of this community has not arrived yet.",
            "`palabre sync` meets the others.",
        )
    })
}

/// Returns who keeps the keys, each with when a decision named them last.
pub(super) fn terms(replica: &mut Replica) -> Result<Vec<(MemberId, i64)>, ApiError> {
    let all = replica.membership().map_err(failed)?.epochs().to_vec();
    let Some(current) = all.last() else { return Ok(Vec::new()) };
    let mut terms = Vec::new();
    for member in &current.charter.keyholders {
        let mut since = None;
        for epoch in &all {
            let keeps = epoch.charter.keyholders.contains(member);
            let named = match &epoch.because {
                None => true,
                Some(because) => replica.ruling(because).map_err(failed)?.is_some_and(|ruling| {
                    matches!(ruling.purpose, Purpose::Charter(CharterChange::Keyholders(_)))
                }),
            };
            since = match (keeps, named, since) {
                (false, ..) => None,
                (true, true, _) | (true, _, None) => Some(epoch.at),
                (true, false, since) => since,
            };
        }
        terms.push((*member, since.unwrap_or(current.at)));
    }
    Ok(terms)
}

/// Returns what waits for somebody who keeps the keys: signatures, a year that is over, and the wish for more of them.
pub(super) fn waiting(
    replica: &mut Replica,
    author: &Author,
    names: &Names,
) -> Result<Vec<row::Wait>, ApiError> {
    let current = charter(replica)?;
    let house = Node::find(replica, "community")?;
    let mut all = Vec::new();
    for (case, count) in epochs::waiting(replica, author.now)? {
        let change = change(replica, &case, &count, Some(&author.member), names)?;
        if change.mine && !change.done {
            all.push(row::Wait {
                id: change.decision,
                kind: RecordType::Decision.word().to_owned(),
                title: change.question,
                asks: "certify".to_owned(),
                why: "It was carried, and takes your signature to come into force.".to_owned(),
                because: "certify".to_owned(),
                ..row::Wait::default()
            });
        }
    }
    if !current.keyholders.contains(&author.member) {
        return Ok(all);
    }
    let ask = |asks: &str, why: String| row::Wait {
        id: house.to_string(),
        kind: RecordType::Community.word().to_owned(),
        title: current.name.clone(),
        asks: asks.to_owned(),
        why,
        because: asks.to_owned(),
        ..row::Wait::default()
    };
    let mine = terms(replica)?.into_iter().find(|(member, _)| *member == author.member);
    if mine.is_some_and(|(_, since)| since.saturating_add(TERM) < author.now) {
        all.push(ask(
            "term",
            "You have kept the keys for a year: ask everybody who keeps them now.".to_owned(),
        ));
    }
    let here = replica.membership().map_err(failed)?.present().count();
    if here >= WISHED_KEYHOLDERS && current.keyholders.len() < WISHED_KEYHOLDERS {
        let why = format!("{here} people are here now. At least {WISHED_KEYHOLDERS} should keep the keys.");
        all.push(ask("keyholders", why));
    }
    Ok(all)
}

/// Returns true when this member's signature would count under the draft: of those who keep the keys, of those whom
/// the epoch in force lists, and, below three keyholders, of those beside whom a removal is signed.
fn may_sign(replica: &mut Replica, member: &MemberId, draft: &epochs::Draft) -> Result<bool, ApiError> {
    let membership = replica.membership().map_err(failed)?;
    let Some(current) = membership.current_epoch() else { return Ok(false) };
    let removed = draft.epoch.removals.iter().any(|removal| removal.member == *member);
    let few = current.charter.keyholders.len() < WISHED_KEYHOLDERS && !draft.epoch.removals.is_empty();
    Ok(!removed && (current.charter.keyholders.contains(member) || current.roll.contains(member) || few))
}

/// Returns how a decision about the charter stands.
fn change(
    replica: &mut Replica,
    case: &Case,
    count: &Hash,
    me: Option<&MemberId>,
    names: &Names,
) -> Result<row::Amendment, ApiError> {
    let drafts = epochs::drafts(replica, count)?;
    let mut signed = BTreeSet::new();
    let mut mine = false;
    for draft in &drafts {
        signed.extend(epochs::signers(replica, draft)?);
        if let Some(me) = me {
            mine |= may_sign(replica, me, draft)?;
        }
    }
    let current = charter(replica)?;
    mine |= me.is_some_and(|me| current.keyholders.contains(me));
    let (question, (what, value)) = match epochs::paper_of(case) {
        Some(paper) => (paper.question.clone(), told(&paper.purpose, names)),
        None => (String::new(), ("words", String::new())),
    };
    Ok(row::Amendment {
        decision: case.record.to_string(),
        question,
        what: what.to_owned(),
        value,
        done: me.is_some_and(|me| signed.contains(me)),
        signed: names.sorted(&signed),
        needed: current.keyholders.len() as u32 / 2 + 1,
        mine,
    })
}
