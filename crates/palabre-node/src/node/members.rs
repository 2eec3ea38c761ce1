//! Who is in: vouching for newcomers, deciding about them, removals, and those who come back under a new key.

use std::collections::{BTreeMap, BTreeSet};

use palabre_api::{ApiError, ask, row};
use palabre_domain::charter::Admission;
use palabre_domain::decision::Purpose;
use palabre_domain::id::{EntryId, Hash, MemberId, RecordId};
use palabre_domain::wire;
use palabre_feeds::body::{Admit, Body, Role};
use palabre_feeds::entry::Kind;

use super::decisions::{self, Proposal};
use super::keyholders::charter;
use super::profiles::profiles;
use super::texts::check_text;
use super::{Node, epochs, failed, write_error};
use crate::decide::{Case, State};
use crate::home::Identity;
use crate::naming::by_name;
use crate::replica::{Author, Replica};

impl Node {
    pub(super) fn vouch(&mut self, ask: ask::MemberVouch) -> Result<row::Newcomers, ApiError> {
        let Some(who) = ask.who else {
            let replica = self.replica()?;
            return Ok(row::Newcomers { admitted: Vec::new(), waiting: waiting(replica)? });
        };
        let (replica, author) = self.replica_as_member()?;
        let newcomer = find_newcomer(replica, &who)?;
        let member = MemberId::parse(&newcomer.member).unwrap_or_default();
        let joins = joins_of(replica, &member)?;
        let because = decided(replica, &joins, author.now)?;
        if because.is_none() && charter(replica)?.admission == Admission::Decision {
            return Err(ApiError::new(
                "member.decision",
                "Here a decision lets people in.",
                "`palabre member propose` opens one; once it is final and carried, vouch again.",
            ));
        }
        let joins = because.map_or(joins, |(join, _)| vec![join]);
        let role = if ask.guest { Role::Guest } else { Role::Member };
        admit(replica, &author, joins, role, because.map(|(_, count)| count), None)?;
        let inside = replica.membership().map_err(failed)?.members().contains_key(&member);
        let admitted = if inside { vec![newcomer.name] } else { Vec::new() };
        Ok(row::Newcomers { admitted, waiting: waiting(replica)? })
    }

    pub(super) fn propose_member(&mut self, ask: &ask::MemberPropose) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let newcomer = find_newcomer(replica, &ask.who)?;
        let member = MemberId::parse(&newcomer.member).unwrap_or_default();
        let join = joins_of(replica, &member)?.first().copied().unwrap_or_default();
        let asks_for = |purpose: &Purpose| *purpose == Purpose::Admission(join);
        refuse_twice(replica, asks_for, author.now)?;
        let by = newcomer.invited_by.map(|name| format!(", invited by {name},")).unwrap_or_default();
        let proposal = Proposal {
            question: ask.question.clone().unwrap_or_else(|| format!("Shall {} be a member?", newcomer.name)),
            wording: ask
                .wording
                .clone()
                .unwrap_or_else(|| format!("{} has joined{by} and waits to be let in.", newcomer.name)),
            purpose: Purpose::Admission(join),
            days: ask.days,
            without: None,
        };
        let record = decisions::propose(replica, &author, proposal)?;
        self.decision_row(record)
    }

    pub(super) fn propose_removal(&mut self, ask: &ask::MemberRemove) -> Result<row::Decision, ApiError> {
        check_text(&ask.why)?;
        let (replica, author) = self.replica_as_member()?;
        let member = Self::find_person(replica, &author.member, &ask.who)?;
        if member == author.member {
            return Err(ApiError::new(
                "member.myself",
                "Whoever goes by themself leaves.",
                "`palabre leave` does it, at once and without asking anybody.",
            ));
        }
        let name = Self::names(replica)?.of(&member);
        let proposal = Proposal {
            question: ask.question.clone().unwrap_or_else(|| format!("Shall {name} go?")),
            wording: ask.why.clone(),
            purpose: Purpose::Removal(member),
            days: ask.days,
            without: None,
        };
        let record = open_removal(replica, &author, proposal)?;
        self.decision_row(record)
    }

    pub(super) fn come_back(&mut self, ask: &ask::MemberFormerly) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let before = Self::find_person(replica, &author.member, &ask.was)?;
        let now = newcomer_or_member(replica, &author, &ask.who, &before)?;
        let joins = joins_of(replica, &now)?;
        let state = replica.membership().map_err(failed)?.members().get(&now).cloned();
        if now == before || joins.is_empty() || state.as_ref().is_some_and(|state| !state.is_here()) {
            return Err(ApiError::new(
                "member.same",
                "Somebody comes back under a new key: with a new invite, on a new laptop.",
                "Invite them again; once they have joined, say who they are and who they were.",
            ));
        }
        let names = Self::names(replica)?;
        let gone = replica.membership().map_err(failed)?.members().get(&before).is_none_or(|s| !s.is_here());
        if !gone {
            check_removal(replica, &before, author.now)?;
            decisions::check_days(ask.days)?;
        }
        let was = names.of(&before);
        let is = state.as_ref().map_or_else(|| ask.who.trim().to_owned(), |state| state.name.clone());
        if state.as_ref().is_none_or(|state| state.formerly != Some(before)) {
            let because = decided(replica, &joins, author.now)?;
            let join = because.map_or(joins[0], |(join, _)| join);
            let count = because.map(|(_, count)| count);
            admit(replica, &author, vec![join], Role::Member, count, Some(before))?;
        }
        if gone {
            return Err(ApiError::new(
                "member.closed",
                format!("It is said that {is} was {was}. What {was} had is closed already."),
                "Nothing more is to be done.",
            ));
        }
        // Own words say all of it, in their own language: below a question, the first line, stands what it means.
        let own = ask.question.as_deref().map(|text| text.split_once('\n').unwrap_or((text, "")));
        let (question, wording) =
            own.map(|(question, rest)| (question.to_owned(), rest.trim().to_owned())).unzip();
        let proposal = Proposal {
            question: question.unwrap_or_else(|| format!("Shall what {was} lost be closed?")),
            wording: wording.unwrap_or_else(|| {
                format!(
                    "{was} lost every laptop and the 24 words, and has come back as {is}, with a new key. This closes \
                     the old laptops: whoever finds one can say nothing more with it. What {was} said stays."
                )
            }),
            purpose: Purpose::Removal(before),
            days: ask.days,
            without: Some(before),
        };
        let record = open_removal(replica, &author, proposal)?;
        self.decision_row(record)
    }

    pub(super) fn list_members(&mut self, with_profiles: bool) -> Result<row::Members, ApiError> {
        let me = self.identity.as_ref().map(Identity::member_id);
        let id = self.chosen()?;
        let before = self.names_before(&id)?;
        let replica = self.replica_of(&id)?;
        let names = Self::names(replica)?;
        // Every list of names asks for members; only one page asks for all that they say about themselves.
        let mut said: BTreeMap<_, _> = match with_profiles {
            true => profiles(replica)?.into_iter().collect(),
            false => BTreeMap::new(),
        };
        let membership = replica.membership().map_err(failed)?;
        let keyholders = membership.charter().map(|charter| charter.keyholders.clone()).unwrap_or_default();
        let mut members: Vec<row::Member> = membership
            .members()
            .iter()
            .map(|(id, state)| (id, state, said.remove(id).unwrap_or_default()))
            .map(|(id, state, profile)| row::Member {
                name: names.of(id),
                id: id.to_string(),
                role: if state.role == Role::Guest { "guest" } else { "member" }.to_owned(),
                standing: match (state.removed, state.left) {
                    (Some(_), _) => "removed",
                    (None, true) => "left",
                    (None, false) => "here",
                }
                .to_owned(),
                keyholder: keyholders.contains(id),
                devices: membership.devices().values().filter(|d| d.member == *id && d.cut.is_none()).count()
                    as u32,
                since: state.since,
                me: me == Some(*id),
                formerly: state.formerly.map(|former| names.of(&former)),
                before: before.get(id).cloned(),
                shares: profile.shares,
                learns: profile.learns,
            })
            .collect();
        members.sort_by(|a, b| (by_name(&a.name), &a.id).cmp(&(by_name(&b.name), &b.id)));
        Ok(row::Members { members })
    }
}

/// Finds somebody who has joined and waits.
fn find_newcomer(replica: &mut Replica, who: &str) -> Result<row::Newcomer, ApiError> {
    let wanted = who.trim().to_lowercase();
    let mut matching: Vec<row::Newcomer> = waiting(replica)?;
    matching.retain(|newcomer| {
        newcomer.name.to_lowercase() == wanted || (wanted.len() >= 4 && newcomer.member.starts_with(&wanted))
    });
    match &matching[..] {
        [one] => Ok(one.clone()),
        [] => Err(ApiError::new(
            "member.nobody",
            format!("Nobody called {who:?} waits to be let in."),
            "`palabre member vouch` without a name lists who waits.",
        )),
        _ => Err(ApiError::new(
            "member.several",
            format!("Several people called {who:?} wait."),
            "Use the first characters of the key: `palabre member vouch` lists them.",
        )),
    }
}

/// Finds who comes back: somebody who waits, or a member other than the one they were.
fn newcomer_or_member(
    replica: &mut Replica,
    author: &Author,
    who: &str,
    before: &MemberId,
) -> Result<MemberId, ApiError> {
    match find_newcomer(replica, who) {
        Ok(newcomer) => Ok(MemberId::parse(&newcomer.member).unwrap_or_default()),
        Err(error) if error.code == "member.nobody" => {
            let found = Node::find_member(replica, &author.member, who);
            // The old and the new one have one name more often than not.
            let wanted = who.trim().to_lowercase();
            let mut others: Vec<MemberId> = Vec::new();
            for (id, state) in replica.membership().map_err(failed)?.present() {
                if id != before && state.name.to_lowercase() == wanted {
                    others.push(*id);
                }
            }
            match (found, &others[..]) {
                (Ok(found), _) if found != *before => Ok(found),
                (_, [one]) => Ok(*one),
                (found, _) => found,
            }
        }
        Err(error) => Err(error),
    }
}

fn admit(
    replica: &mut Replica,
    author: &Author,
    joins: Vec<EntryId>,
    role: Role,
    because: Option<Hash>,
    formerly: Option<MemberId>,
) -> Result<(), ApiError> {
    let admit = Admit { joins, role, closes: None, because, formerly };
    replica.write(author, Kind::Admit, RecordId::ZERO, wire::to_bytes(&admit)).map_err(write_error)?;
    Ok(())
}

/// Returns the join among these that a final decision lets in, with its count.
pub(crate) fn decided(
    replica: &mut Replica,
    joins: &[EntryId],
    now: i64,
) -> Result<Option<(EntryId, Hash)>, ApiError> {
    let named = |purpose: &Purpose| match purpose {
        Purpose::Admission(join) if joins.contains(join) => Some(*join),
        _ => None,
    };
    for case in epochs::asked_for(replica, |purpose| named(purpose).is_some())? {
        let join = epochs::paper_of(&case).and_then(|paper| named(&paper.purpose));
        if let Some((join, count)) = join.zip(epochs::carried(&case, now)) {
            return Ok(Some((join, count)));
        }
    }
    Ok(None)
}

/// Opens a decision to remove somebody.
fn open_removal(replica: &mut Replica, author: &Author, proposal: Proposal) -> Result<RecordId, ApiError> {
    let Purpose::Removal(member) = proposal.purpose else { return Err(epochs::not_asked()) };
    check_removal(replica, &member, author.now)?;
    decisions::propose(replica, author, proposal)
}

/// Refuses a removal that is asked already, of somebody who is gone, or that would leave nobody with the keys.
fn check_removal(replica: &mut Replica, member: &MemberId, now: i64) -> Result<(), ApiError> {
    let name = Node::names(replica)?.of(member);
    if replica.membership().map_err(failed)?.members().get(member).is_none_or(|state| state.removed.is_some())
    {
        return Err(ApiError::new(
            "member.gone",
            format!("{name} is not here any more."),
            "`palabre members` shows who is.",
        ));
    }
    if charter(replica)?.keyholders == [*member] {
        return Err(ApiError::new(
            "keyholder.last",
            format!("{name} is the only one who keeps the keys."),
            "Decide first who keeps them then: `palabre keyholder propose`.",
        ));
    }
    refuse_twice(replica, |purpose| *purpose == Purpose::Removal(*member), now)
}

/// Refuses to ask what is being asked already.
fn refuse_twice(replica: &mut Replica, wanted: impl Fn(&Purpose) -> bool, now: i64) -> Result<(), ApiError> {
    let open = |case: &Case| match case.state(now) {
        State::Open | State::Closing | State::Counted => true,
        _ => epochs::carried(case, now).is_some(),
    };
    match epochs::asked_for(replica, wanted)?.iter().find(|case| open(case)) {
        None => Ok(()),
        Some(case) => Err(ApiError::new(
            "decision.asked",
            format!("This is asked already: {:?} ({}).", case.page.question, case.record.short(4)),
            "`palabre decision show` shows where it stands.",
        )),
    }
}

/// Returns the joins of a member, in the order of their ids.
pub(crate) fn joins_of(replica: &mut Replica, member: &MemberId) -> Result<Vec<EntryId>, ApiError> {
    let controls = replica.controls().map_err(failed)?;
    let mut joins: Vec<EntryId> = controls
        .iter()
        .filter(|control| matches!(&control.body, Body::Join(join) if join.certificate.member == *member))
        .map(|control| control.id)
        .collect();
    joins.sort_unstable();
    Ok(joins)
}

/// Returns who has joined and waits, A to Z.
pub(crate) fn waiting(replica: &mut Replica) -> Result<Vec<row::Newcomer>, ApiError> {
    let names = Node::names(replica)?;
    let controls = replica.controls().map_err(failed)?.to_vec();
    let membership = replica.membership().map_err(failed)?;
    let needed = match membership.charter().map(|charter| charter.admission) {
        Some(Admission::TwoVouch) => 2,
        _ => 1,
    };
    let mut waiting = Vec::new();
    for control in &controls {
        let Body::Join(join) = &control.body else { continue };
        let member = join.certificate.member;
        if membership.members().contains_key(&member) {
            continue;
        }
        let vouched_by = controls
            .iter()
            .filter(|admit| matches!(&admit.body, Body::Admit(a) if a.joins.contains(&control.id)))
            .filter_map(|admit| membership.member_of(&admit.device));
        let vouched_by: BTreeSet<MemberId> = vouched_by.collect();
        let inviter = join.invite().and_then(|invite| membership.member_of(&invite.header.device));
        waiting.push(row::Newcomer {
            name: join.name.clone(),
            member: member.to_string(),
            invited_by: inviter.map(|member| names.of(&member)),
            vouched_by: names.sorted(&vouched_by),
            needed,
        });
    }
    waiting.sort_by(|a, b| (by_name(&a.name), &a.member).cmp(&(by_name(&b.name), &b.member)));
    waiting.dedup_by(|a, b| a.member == b.member);
    Ok(waiting)
}
