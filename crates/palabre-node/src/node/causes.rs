//! The Cause: shown, proposed by a decision, adopted by keyholders.

use std::collections::BTreeMap;

use palabre_api::{ApiError, ask, row};
use palabre_documents::voice::{Key, Said};
use palabre_domain::charter::MAX_CAUSE;
use palabre_domain::decision::{
    Carried, DAY, Electorate, End, Hide, Paper, Protocol, Purpose, Reasons, SMALL_GROUP, TRAVEL,
};
use palabre_domain::id::{DeviceId, Hash, RecordId};
use palabre_domain::tally::Verdict;
use palabre_domain::wire;
use palabre_feeds::body::Epoch;
use palabre_feeds::entry::{Kind, Signature, sign, verify};

use super::{DECISION, Node, decisions, failed, write_error};
use crate::decide::{Case, State};
use crate::replica::Replica;

impl Node {
    pub(super) fn show_cause(&mut self) -> Result<row::Cause, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let mut history: Vec<row::CauseVersion> = Vec::new();
        for epoch in replica.membership().map_err(failed)?.epochs() {
            let text = &epoch.charter.cause;
            if history.last().is_none_or(|last| last.text != *text) {
                let number = history.len() as u32;
                history.push(row::CauseVersion { text: text.clone(), since: epoch.at, number });
            }
        }
        let cause = history.last().map(|version| version.text.clone()).unwrap_or_default();
        history.reverse();
        let names = Self::names(replica)?;
        let mut proposals = Vec::new();
        for page in replica.store().pages_of(DECISION, 0, 500).map_err(failed)? {
            let Some(case) = Case::read(replica, page.record).map_err(failed)? else {
                continue;
            };
            let proposes = match &case.opening {
                Some((_, Paper { purpose: Purpose::Cause(text), .. })) => *text != cause,
                _ => false,
            };
            let refused = case.counts.first().is_some_and(|counted| {
                counted.is_final
                    && counted.signed.as_ref().is_some_and(|s| s.count.result.verdict != Verdict::Carried)
            });
            if proposes && !refused && !history.iter().any(|version| is_its_cause(&case, &version.text)) {
                proposals.push(decisions::line(&case, now, me.as_ref(), &names));
            }
        }
        Ok(row::Cause { cause, history, proposals })
    }

    pub(super) fn propose_cause(&mut self, ask: ask::CausePropose) -> Result<row::Decision, ApiError> {
        let text = ask.text.trim().to_owned();
        if text.is_empty() || text.len() > MAX_CAUSE {
            return Err(ApiError::new(
                "cause.length",
                format!("A Cause has between 1 and {MAX_CAUSE} bytes."),
                "A why, not a how, in one sentence.",
            ));
        }
        let (replica, author) = self.replica_as_member()?;
        let roll = decisions::roll(replica, author.now)?;
        let at = author.now + i64::from(ask.days.unwrap_or(7)) * DAY;
        let question = "Shall this be our Cause?".to_owned();
        let paper = Paper {
            question: question.clone(),
            wording: text.clone(),
            protocol: Protocol::proposal(roll.present() as usize),
            end: if roll.members.len() <= SMALL_GROUP { End::WhenAllAnswered(at) } else { End::At(at) },
            electorate: Electorate::Frozen(Carried::Here(roll)),
            opened: author.now,
            travel: TRAVEL,
            reasons: Reasons::Against,
            purpose: Purpose::Cause(text.clone()),
            replaces: None,
            options: Vec::new(),
            hide: Hide::Never,
            about: None,
            giving: None,
        };
        paper.check().map_err(decisions::paper_error)?;
        let record = decisions::draft(replica, &author, &question, &text)?;
        decisions::open(replica, &author, record, paper)?;
        self.decision_row(record)
    }

    pub(super) fn adopt_cause(&mut self, named: &str) -> Result<row::Adoption, ApiError> {
        let community = self.chosen()?;
        let (replica, author) = self.replica_as_member()?;
        let case = decisions::case(replica, named)?;
        let membership = replica.membership().map_err(failed)?;
        let Some(current) = membership.current_epoch().cloned() else {
            return Err(not_final());
        };
        if is_its_cause(&case, &current.charter.cause) {
            return Err(ApiError::new(
                "cause.adopted",
                "This Cause is in force already.",
                "`palabre cause show` shows how it changed.",
            ));
        }
        let keyholders = current.charter.keyholders.clone();
        if !keyholders.contains(&author.member) {
            let names = Self::names(replica)?.sorted(&keyholders).join(", ");
            return Err(ApiError::new(
                "cause.keyholder",
                "Keyholders put a Cause into force.",
                format!("Ask one of them: {names}."),
            ));
        }
        let epoch = epoch_for(&case, &current, author.now)?;
        let content = epoch.content(&community);
        let house = Self::find(replica, "community")?;
        let signature = sign(&author.key, &Epoch::approval_bytes(&content));
        let key = Key::Approve(content);
        let mut approvals = approvals(replica, house, &content)?;
        if approvals.insert(author.device(), signature).is_none() {
            replica.say(&author, house, &[(key, Some(Said::Signature(signature)))]).map_err(write_error)?;
        }
        let membership = replica.membership().map_err(failed)?;
        let signed = keyholders
            .iter()
            .filter(|keyholder| approvals.keys().any(|d| membership.member_of(d) == Some(**keyholder)))
            .count();
        let needed = keyholders.len() / 2 + 1;
        if signed >= needed {
            let epoch = Epoch { approvals: approvals.into_iter().collect(), ..epoch };
            replica
                .write(&author, Kind::Epoch, RecordId::ZERO, wire::to_bytes(&epoch))
                .map_err(write_error)?;
        }
        let cause =
            replica.membership().map_err(failed)?.charter().map(|c| c.cause.clone()).unwrap_or_default();
        Ok(row::Adoption {
            adopted: is_its_cause(&case, &cause),
            cause,
            signed: signed as u32,
            needed: needed as u32,
        })
    }
}

fn is_its_cause(case: &Case, cause: &str) -> bool {
    matches!(&case.opening, Some((_, Paper { purpose: Purpose::Cause(text), .. })) if text == cause)
}

fn not_final() -> ApiError {
    ApiError::new(
        "cause.not-final",
        "This decision is not final, or it did not carry a new Cause.",
        "A Cause is proposed with `palabre cause propose`, and adopted once the decision is final.",
    )
}

/// Returns the epoch that the decision asks for, without signatures. Two keyholders who adopt the same decision make
/// the same one: everything in it is in the decision, or in the epoch before.
fn epoch_for(
    case: &Case,
    current: &palabre_feeds::membership::EpochState,
    now: i64,
) -> Result<Epoch, ApiError> {
    let Some((_, Paper { purpose: Purpose::Cause(text), .. })) = &case.opening else {
        return Err(not_final());
    };
    let counted = case.counts.iter().find(|counted| counted.is_final).ok_or_else(not_final)?;
    let carried = counted.signed.as_ref().is_some_and(|s| s.count.result.verdict == Verdict::Carried);
    if case.state(now) != State::Final || !carried {
        return Err(not_final());
    }
    let members = case.roll.as_ref().map(|roll| roll.members.clone()).unwrap_or_default();
    let mut charter = current.charter.clone();
    charter.cause.clone_from(text);
    Ok(Epoch {
        number: current.number + 1,
        previous: vec![current.id],
        charter,
        removals: Vec::new(),
        guard: 1,
        member_count: members.len() as u32,
        members: Hash::of(&wire::to_bytes(&members)),
        roll: Vec::new(),
        because: counted.id,
        approvals: Vec::new(),
    })
}

/// Returns the signatures of members under an epoch's content, by the device that made each.
fn approvals(
    replica: &mut Replica,
    house: RecordId,
    content: &Hash,
) -> Result<BTreeMap<DeviceId, Signature>, ApiError> {
    let Some(number) = replica.record_number(&house).map_err(failed)? else {
        return Ok(BTreeMap::new());
    };
    let bytes = Epoch::approval_bytes(content);
    let mut approvals = BTreeMap::new();
    for (member, voice) in replica.voices(number).map_err(failed)? {
        let Some((Said::Signature(signature), _)) = voice.get(&Key::Approve(*content)) else {
            continue;
        };
        for device in replica.devices_of(&member).map_err(failed)? {
            if verify(&device.0, &bytes, &signature) {
                approvals.insert(device, signature);
            }
        }
    }
    Ok(approvals)
}
