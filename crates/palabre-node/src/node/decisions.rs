//! Decisions, from a draft to an outcome.

use std::collections::BTreeSet;
use std::path::Path;

use palabre_api::{ApiError, ask, row};
use palabre_documents::page::{Edit, RecordType};
use palabre_documents::voice::{CountValue, CurrentStance, Key, Said};
use palabre_domain::count::SignedCount;
use palabre_domain::decision::{
    Answer, Carried, DAY, Electorate, End, HOUR, Paper, Position, Protocol, Purpose, Reasons, Roll,
    SMALL_GROUP, Share, Stance, TRAVEL, Threshold,
};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::tally::{self, percent};
use palabre_domain::wire;
use palabre_domain::words::{MAX_TEXT, Outcome};
use palabre_feeds::body::Writers;
use palabre_feeds::entry::MAX_BODY;

use super::{DECISION, Names, Node, failed, write_error};
use crate::decide::{Case, Counted, State};
use crate::home::write_whole;
use crate::replica::{Author, Replica, Words, WriteError};

/// After how long a silence somebody is resting: 90 days.
const RESTING: i64 = 90 * DAY;
/// The longest value that stands in a voice itself; what is longer travels in parts.
const INLINE: usize = 8 << 10;

/// Finds a decision, or says that there is none.
pub(super) fn case(replica: &mut Replica, named: &str) -> Result<Case, ApiError> {
    let record = Node::find(replica, named)?;
    read_case(replica, record)
}

fn read_case(replica: &mut Replica, record: RecordId) -> Result<Case, ApiError> {
    let case = Case::read(replica, record).map_err(failed)?;
    let mut case = case.ok_or_else(|| super::unknown(&record.short(4)))?;
    case.weigh(replica).map_err(failed)?;
    Ok(case)
}

fn check_text(text: &str) -> Result<(), ApiError> {
    if text.trim().is_empty() || text.len() > MAX_TEXT {
        return Err(ApiError::new(
            "text.length",
            format!("A text has between 1 and {MAX_TEXT} bytes."),
            "Say it shorter, or in several pieces.",
        ));
    }
    Ok(())
}

impl Node {
    pub(super) fn draft_decision(&mut self, ask: ask::DecisionNew) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let id = draft(replica, &author, &ask.question, &ask.wording)?;
        self.decision_row(id)
    }

    pub(super) fn open_decision(&mut self, ask: ask::DecisionOpen) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = case(replica, &ask.decision)?;
        if case.author != author.member {
            let names = Self::names(replica)?;
            return Err(ApiError::new(
                "decision.not-yours",
                format!("{} drafted this decision and opens it.", names.of(&case.author)),
                "Draft one of your own with `palabre decision new`.",
            ));
        }
        if case.opening.is_some() {
            return Err(ApiError::new(
                "decision.opened",
                "This decision is open already; its wording and rules are frozen.",
                "Draft another one with `palabre decision new`.",
            ));
        }
        let paper = paper(replica, &author, &case, &ask)?;
        open(replica, &author, case.record, paper)?;
        self.decision_row(case.record)
    }

    pub(super) fn answer(&mut self, ask: ask::DecisionAnswer) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_to_write()?;
        let case = case(replica, &ask.decision)?;
        let Some((opening, paper)) = case.opening.clone() else {
            return Err(not_open());
        };
        let allowed = paper.protocol.positions();
        let words: Vec<&str> = allowed.iter().map(|position| position.word()).collect();
        let position = Position::from_word(&ask.position.trim().to_lowercase())
            .filter(|position| allowed.contains(position))
            .ok_or_else(|| {
                ApiError::new(
                    "decision.position",
                    format!("{:?} is no answer to this question.", ask.position),
                    format!("One can answer: {}.", words.join(", ")),
                )
            })?;
        let state = case.state(author.now);
        if matches!(state, State::Final | State::Disputed) {
            return Err(ApiError::new(
                "decision.closed",
                "This decision is final; an answer would no longer count.",
                "Comment on it, or draft a new one.",
            ));
        }
        let reason = ask.reason.filter(|reason| !reason.trim().is_empty());
        let needed = match paper.reasons {
            Reasons::Required => true,
            Reasons::Against => position.is_against(),
            Reasons::Off | Reasons::Optional => false,
        };
        if needed && reason.is_none() {
            return Err(ApiError::new(
                "decision.reason",
                format!("A reason is asked for with {:?}.", position.word()),
                "Add --reason \"…\".",
            ));
        }
        if paper.reasons == Reasons::Off && reason.is_some() {
            return Err(ApiError::new(
                "decision.no-reason",
                "This decision takes no reasons.",
                "Answer without --reason, or write a comment.",
            ));
        }
        if let Some(reason) = &reason {
            check_text(reason)?;
        }
        replica
            .together(|replica| {
                let reason = match &reason {
                    Some(text) => Some(replica.put_words(&author, case.record, text)?),
                    None => None,
                };
                let stance = Stance { opening, answer: Answer::Position(position), reason };
                replica.say(&author, case.record, &[(Key::Stance, Some(Said::Stance(stance)))])
            })
            .map_err(write_error)?;
        self.decision_row(case.record)
    }

    pub(super) fn show_decision(&mut self, named: &str) -> Result<row::Decision, ApiError> {
        let id = Self::find(self.replica()?, named)?;
        self.decision_row(id)
    }

    pub(super) fn list_decisions(&mut self, ask: ask::DecisionList) -> Result<row::Decisions, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let mut decisions = Vec::new();
        let pages =
            replica.store().pages_of(DECISION, ask.skip, ask.limit.clamp(1, 1_000)).map_err(failed)?;
        for page in pages {
            let case = read_case(replica, page.record)?;
            let line = line(&case, now, me.as_ref());
            if !ask.open || line.state == State::Open.word() {
                decisions.push(line);
            }
        }
        Ok(row::Decisions { decisions })
    }

    pub(super) fn count_answers(&mut self, named: &str) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = case(replica, named)?;
        let Some((_, paper)) = &case.opening else {
            return Err(not_open());
        };
        if !case.takes_part(&author.member) {
            return Err(not_taking_part());
        }
        if !case.counting_is_open(replica, author.now).map_err(failed)? {
            let until = crate::node::time_in_words(paper.end.latest());
            return Err(ApiError::new(
                "decision.too-early",
                "It is too early to count: answers may still come.",
                format!(
                    "It ends {until}; then answers given in time have {} hours to arrive.",
                    paper.travel / HOUR
                ),
            ));
        }
        write_count(replica, &author, &case)?;
        self.decision_row(case.record)
    }

    pub(super) fn confirm(&mut self, ask: ask::DecisionConfirm) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        if let Some(leave) = &ask.by_itself {
            let leave = match leave.as_str() {
                "yes" => b"yes".as_slice(),
                "no" => b"no".as_slice(),
                _ => {
                    return Err(ApiError::new(
                        "confirm.leave",
                        format!("{leave:?} is neither yes nor no."),
                        "--by-itself yes, or --by-itself no.",
                    ));
                }
            };
            replica.store().set_setting("confirm", leave).map_err(failed)?;
        }
        let Some(named) = &ask.decision else {
            if ask.by_itself.is_none() {
                return Err(ApiError::new(
                    "confirm.what",
                    "There is nothing to confirm.",
                    "Name a decision, or say --by-itself yes or no.",
                ));
            }
            return Ok(row::Decision {
                sentence: match ask.by_itself.as_deref() {
                    Some("yes") => {
                        "From now on this laptop confirms by itself the counts that it finds equal."
                    }
                    _ => "This laptop confirms counts only when asked.",
                }
                .to_owned(),
                ..row::Decision::default()
            });
        };
        let case = case(replica, named)?;
        if !case.takes_part(&author.member) {
            return Err(not_taking_part());
        }
        let own = case.count(replica).map_err(failed)?;
        let same = |counted: &&Counted| match (&own, &counted.signed) {
            (Some(own), Some(signed)) => case.is_same(own, &signed.count),
            _ => false,
        };
        let Some(counted) = case.counts.iter().find(same) else {
            let (message, hint) = if case.counts.is_empty() {
                ("Nobody has counted yet.", "`palabre decision count` counts.")
            } else {
                (
                    "This laptop counts differently, so it does not confirm.",
                    "`palabre decision show` says what differs; `palabre decision count` counts again.",
                )
            };
            return Err(ApiError::new("confirm.differs", message, hint));
        };
        if counted.confirmed.contains(&author.member) {
            return self.decision_row(case.record);
        }
        let key = Key::Confirm(counted.id);
        replica.say(&author, case.record, &[(key, Some(Said::Yes))]).map_err(write_error)?;
        crate::duty::certify(replica, &author, case.record)?;
        self.decision_row(case.record)
    }

    pub(super) fn tell_outcome(&mut self, ask: ask::DecisionOutcome) -> Result<row::Decision, ApiError> {
        check_text(&ask.text)?;
        let (replica, author) = self.replica_as_member()?;
        let case = case(replica, &ask.decision)?;
        if !case.takes_part(&author.member) {
            return Err(not_taking_part());
        }
        let Some(counted) = case.counts.first() else {
            return Err(ApiError::new(
                "outcome.early",
                "Nobody has counted yet, so there is no outcome.",
                "`palabre decision count` counts.",
            ));
        };
        let review = (ask.review > 0).then(|| author.now + i64::from(ask.review.min(3_660)) * DAY);
        replica
            .together(|replica| {
                let text = replica.put_words(&author, case.record, &ask.text)?;
                let outcome = Outcome { count: counted.id, text, review };
                replica.say(&author, case.record, &[(Key::Outcome, Some(Said::Outcome(outcome)))])
            })
            .map_err(write_error)?;
        self.decision_row(case.record)
    }

    pub(super) fn export_decision(&mut self, ask: ask::DecisionExport) -> Result<row::Written, ApiError> {
        let replica = self.replica()?;
        let case = case(replica, &ask.decision)?;
        let (text, entries) = crate::recount::evidence_file(replica, &case)?;
        write_whole(Path::new(&ask.file), text.as_bytes())?;
        Ok(row::Written { file: ask.file, entries, bytes: text.len() as u64, up_to: 0 })
    }

    pub(super) fn decision_row(&mut self, record: RecordId) -> Result<row::Decision, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let case = read_case(replica, record)?;
        show(replica, &case, now, me)
    }
}

/// Drafts a decision.
pub(super) fn draft(
    replica: &mut Replica,
    author: &Author,
    question: &str,
    wording: &str,
) -> Result<RecordId, ApiError> {
    let question = question.trim();
    if question.is_empty() || question.len() > palabre_domain::decision::MAX_QUESTION {
        return Err(paper_error(palabre_domain::decision::PaperError::Question));
    }
    if wording.len() > palabre_domain::decision::MAX_WORDING {
        return Err(paper_error(palabre_domain::decision::PaperError::Wording));
    }
    let mut edits = vec![Edit::Question(question.to_owned())];
    if !wording.is_empty() {
        edits.push(Edit::Wording(wording.to_owned()));
    }
    replica.give_birth(author, RecordType::Decision, Writers::Author, &edits).map_err(write_error)
}

/// Opens a decision with its paper; a long roll travels in parts.
pub(super) fn open(
    replica: &mut Replica,
    author: &Author,
    record: RecordId,
    mut paper: Paper,
) -> Result<(), ApiError> {
    paper.check().map_err(paper_error)?;
    replica
        .together(|replica| {
            if let Electorate::Frozen(Carried::Here(roll)) = &paper.electorate
                && roll.members.len() * 32 > MAX_BODY / 2
            {
                let parts = replica.put_list(author, record, &wire::to_bytes(roll))?;
                paper.electorate = Electorate::Frozen(Carried::Parts(parts));
            }
            replica.edit(author, record, &[Edit::Open(Box::new(paper))])
        })
        .map_err(write_error)?;
    Ok(())
}

/// Returns everybody who takes part, and who of them is resting.
pub(super) fn roll(replica: &mut Replica, now: i64) -> Result<Roll, ApiError> {
    let members: Vec<MemberId> = replica.membership().map_err(failed)?.present().map(|(id, _)| *id).collect();
    let mut resting = Vec::new();
    for member in &members {
        let devices = replica.devices_of(member).map_err(failed)?;
        let last = replica.store().last_words(&devices).map_err(failed)?;
        if last.is_some_and(|last| last < now - RESTING) {
            resting.push(*member);
        }
    }
    Ok(Roll::new(members, &resting))
}

fn paper(
    replica: &mut Replica,
    author: &Author,
    case: &Case,
    ask: &ask::DecisionOpen,
) -> Result<Paper, ApiError> {
    let roll = roll(replica, author.now)?;
    let protocol = match ask.how.as_str() {
        "sense-check" => Protocol::SenseCheck,
        "proposal" => {
            let Protocol::Proposal { threshold, quorum, .. } = Protocol::proposal(roll.present() as usize)
            else {
                return Err(how_error(&ask.how));
            };
            Protocol::Proposal {
                block: ask.block,
                threshold: match &ask.threshold {
                    Some(text) => Threshold::AtLeast(share(text)?),
                    None => threshold,
                },
                quorum: ask.quorum.as_deref().map(share).transpose()?.unwrap_or(quorum),
            }
        }
        other => return Err(how_error(other)),
    };
    let reasons = match ask.reasons.as_str() {
        "off" => Reasons::Off,
        "optional" => Reasons::Optional,
        "required" => Reasons::Required,
        "against" if protocol == Protocol::SenseCheck => Reasons::Optional,
        "against" => Reasons::Against,
        other => {
            return Err(ApiError::new(
                "decision.reasons",
                format!("{other:?} says nothing about reasons."),
                "off, optional, against or required.",
            ));
        }
    };
    let small = roll.members.len() <= SMALL_GROUP;
    let (at, fixed) = ends(ask, author.now, &protocol)?;
    let end = if small && !fixed { End::WhenAllAnswered(at) } else { End::At(at) };
    Ok(Paper {
        question: case.page.question.clone(),
        wording: case.page.wording.clone(),
        electorate: match protocol.is_open_to_newcomers() {
            true => Electorate::Open,
            false => Electorate::Frozen(Carried::Here(roll)),
        },
        protocol,
        opened: author.now,
        end,
        travel: ask.travel.map_or(TRAVEL, |hours| i64::from(hours) * HOUR),
        reasons,
        purpose: Purpose::Words,
        replaces: None,
    })
}

/// Returns when it ends, and whether that time was asked for to the minute.
fn ends(ask: &ask::DecisionOpen, now: i64, protocol: &Protocol) -> Result<(i64, bool), ApiError> {
    match (&ask.until, ask.hours, ask.days) {
        (Some(text), None, None) => {
            let time: jiff::Timestamp = text.parse().map_err(|_| {
                ApiError::new(
                    "time.malformed",
                    format!("{text:?} is not a time."),
                    "Write it like 2027-03-10T18:00:00+01:00.",
                )
            })?;
            Ok((time.as_millisecond(), true))
        }
        (None, Some(hours), None) => Ok((now + i64::from(hours) * HOUR, false)),
        (None, None, days) => Ok((now + days.map_or(protocol.default_days(), i64::from) * DAY, false)),
        _ => Err(ApiError::new(
            "time.several",
            "The end was said in several ways.",
            "Use one of --until, --hours and --days.",
        )),
    }
}

/// Reads a share: `66.7`, `66.7%` or `2/3`.
fn share(text: &str) -> Result<Share, ApiError> {
    let malformed = || {
        ApiError::new(
            "share.malformed",
            format!("{text:?} is not a share of at most 100 %."),
            "Write it in percent, such as 66.7, or as a fraction, such as 2/3.",
        )
    };
    let text = text.trim().trim_end_matches('%').trim();
    let share = match text.split_once('/') {
        Some((of, out_of)) => Share {
            of: of.trim().parse().map_err(|_| malformed())?,
            out_of: out_of.trim().parse().map_err(|_| malformed())?,
        },
        None => {
            let (whole, tenth) = text.split_once(['.', ',']).unwrap_or((text, "0"));
            let whole: u32 = whole.parse().map_err(|_| malformed())?;
            let tenth: u32 = match tenth.len() {
                1 => tenth.parse().map_err(|_| malformed())?,
                _ => return Err(malformed()),
            };
            let per_mille = whole.checked_mul(10).and_then(|n| n.checked_add(tenth)).ok_or_else(malformed)?;
            Share::per_mille(per_mille).ok_or_else(malformed)?
        }
    };
    if share.is_sound() { Ok(share) } else { Err(malformed()) }
}

/// Writes this laptop's count of everything that it holds.
pub(crate) fn write_count(replica: &mut Replica, author: &Author, case: &Case) -> Result<(), ApiError> {
    let Some(count) = case.count(replica).map_err(failed)? else {
        return Err(not_open());
    };
    let heights = case.heights(replica).map_err(failed)?;
    let signed = SignedCount { count, heights };
    let (opening, id) = (signed.count.opening, signed.count.id());
    let bytes = wire::to_bytes(&signed);
    replica
        .together(|replica| -> Result<(), WriteError> {
            let signed = if bytes.len() > INLINE {
                Carried::Parts(replica.put_list(author, case.record, &bytes)?)
            } else {
                Carried::Here(signed)
            };
            let value = CountValue { opening, count: id, signed };
            replica.say(author, case.record, &[(Key::Count, Some(Said::Count(value)))])?;
            Ok(())
        })
        .map_err(write_error)?;
    crate::duty::certify(replica, author, case.record)
}

pub(super) fn line(case: &Case, now: i64, me: Option<&MemberId>) -> row::DecisionLine {
    let answers = case.answers();
    let answered = |me: &MemberId| answers.iter().any(|(member, _)| member == me);
    let state = case.state(now);
    let counted = case.counts.first().and_then(|counted| counted.signed.as_ref());
    row::DecisionLine {
        id: case.record.to_string(),
        question: case.opening.as_ref().map_or(&case.page.question, |(_, paper)| &paper.question).clone(),
        state: state.word().to_owned(),
        how: case.opening.as_ref().map(|(_, paper)| how(&paper.protocol)).unwrap_or_default().to_owned(),
        ends: case.opening.as_ref().map(|(_, paper)| paper.end.latest()),
        answered: answers.iter().filter(|(member, _)| case.takes_part(member)).count() as u32,
        present: case.present(),
        result: counted.map(|signed| signed.count.result.verdict.word().to_owned()),
        waits_for_me: state == State::Open && me.is_some_and(|me| case.takes_part(me) && !answered(me)),
    }
}

/// Returns the word by which commands name a way of deciding.
pub(crate) fn how(protocol: &Protocol) -> &'static str {
    match protocol {
        Protocol::SenseCheck => "sense-check",
        Protocol::Proposal { .. } => "proposal",
    }
}

fn rules(paper: &Paper) -> String {
    let binding = match &paper.protocol {
        Protocol::SenseCheck => "Takes whoever is a member when answering. Advice only.".to_owned(),
        Protocol::Proposal { block, threshold, quorum } => {
            let threshold = match threshold {
                Threshold::MoreForThanAgainst => "more for than against".to_owned(),
                Threshold::AtLeast(share) => {
                    format!("{} of those for or against", percent(share.thousandths()))
                }
            };
            let block = if *block { " One block stops it." } else { "" };
            format!(
                "Needs {threshold}, and {} of those present to answer.{block}",
                percent(quorum.thousandths())
            )
        }
    };
    let end = match paper.end {
        End::At(_) => "",
        End::WhenAllAnswered(_) => " Ends as soon as all have answered.",
    };
    format!(
        "{binding}{end} Answers given in time may arrive up to {} hours after the end.",
        paper.travel / HOUR
    )
}

fn show(
    replica: &mut Replica,
    case: &Case,
    now: i64,
    me: Option<MemberId>,
) -> Result<row::Decision, ApiError> {
    let names = Node::names(replica)?;
    let line = line(case, now, me.as_ref());
    let own = case.count(replica).map_err(failed)?;
    let counts: Vec<row::Count> =
        case.counts.iter().map(|counted| count_row(case, counted, &names, own.as_ref())).collect();
    let answers = answer_rows(replica, case, &names)?;
    let missing = match me {
        Some(me) if me == case.author => case.missing(replica).map_err(failed)?,
        _ => Vec::new(),
    };
    let paper = case.opening.as_ref().map(|(_, paper)| paper);
    let (comments, reactions) = super::threads::thread(replica, case.number, &case.voices, &names)?;
    let mut tally: Vec<row::PositionCount> = Vec::new();
    if let Some((opening, paper)) = &case.opening {
        let rows = replica.store().tally(case.number, opening).map_err(failed)?;
        for position in paper.protocol.positions() {
            let voices = rows
                .iter()
                .filter(|row| row.on_roll && row.position == *position as u8)
                .map(|row| row.voices)
                .sum();
            tally.push(row::PositionCount { position: position.word().to_owned(), voices });
        }
    }
    Ok(row::Decision {
        sentence: sentence(case, &counts, &names, now, &line),
        id: line.id,
        question: line.question,
        wording: paper.map_or(&case.page.wording, |paper| &paper.wording).clone(),
        author: names.of(&case.author),
        state: line.state,
        how: line.how,
        rules: paper.map(rules).unwrap_or_default(),
        opening: case.opening.as_ref().map(|(id, _)| id.to_string()),
        opened: paper.map(|paper| paper.opened),
        ends: line.ends,
        travel: paper.map(|paper| paper.travel),
        positions: paper
            .map(|paper| paper.protocol.positions().iter().map(|p| p.word().to_owned()).collect())
            .unwrap_or_default(),
        present: line.present,
        answered: line.answered,
        tally,
        my_answer: me
            .and_then(|me| answers.iter().find(|a| a.member == me.to_string()))
            .map(|a| a.position.clone()),
        answers,
        missing: names.sorted(&missing),
        i_take_part: me.is_some_and(|me| case.takes_part(&me)),
        counts,
        outcomes: outcome_rows(replica, case, &names)?,
        other_openings: case.beside.iter().map(|id| id.to_string()).collect(),
        comments,
        reactions,
    })
}

fn count_row(
    case: &Case,
    counted: &Counted,
    names: &Names,
    own: Option<&palabre_domain::count::Count>,
) -> row::Count {
    let count = counted.signed.as_ref().map(|signed| &signed.count);
    let protocol = case.opening.as_ref().map(|(_, paper)| paper.protocol);
    row::Count {
        id: counted.id.to_string(),
        counted_by: names.sorted(&counted.counters),
        confirmed_by: names.sorted(&counted.confirmed),
        needed: counted.needed,
        is_final: counted.is_final,
        result: count.map(|count| count.result.verdict.word().to_owned()).unwrap_or_default(),
        arithmetic: match (protocol, count) {
            (Some(protocol), Some(count)) => tally::sentence(&protocol, &count.result),
            _ => "A part of this count has not arrived yet.".to_owned(),
        },
        same_here: match (own, count) {
            (Some(own), Some(count)) => case.is_same(own, count),
            _ => false,
        },
    }
}

fn answer_rows(replica: &mut Replica, case: &Case, names: &Names) -> Result<Vec<row::Answer>, ApiError> {
    let counted = case.counts.first().and_then(|counted| counted.signed.as_ref());
    let mut listed: BTreeSet<MemberId> = BTreeSet::new();
    if let Some(signed) = counted {
        let membership = replica.membership().map_err(failed)?;
        listed.extend(signed.count.devices.iter().filter_map(|device| membership.member_of(device)));
    }
    let mut answers = Vec::new();
    for (member, stance) in case.answers() {
        let (position, reason, at) = match &stance {
            CurrentStance::One(stance, at) => {
                let Answer::Position(position) = stance.answer;
                (position.word(), stance.reason, *at)
            }
            _ => ("conflicted", None, 0),
        };
        let words = match reason {
            Some(part) => Some(replica.words(case.number, &member, &part).map_err(failed)?),
            None => None,
        };
        let standing = match (counted, &stance) {
            (_, CurrentStance::Conflicted(_)) => "conflicted",
            _ if !case.takes_part(&member) => "apart",
            (None, _) => "given",
            (Some(_), _) if listed.contains(&member) => "counted",
            (Some(signed), _) => {
                let casts = case.casts(replica, &member).map_err(failed)?;
                let last = casts.iter().map(|cast| cast.place).max();
                let known = |place: palabre_domain::count::Place| {
                    signed.heights.iter().any(|h| h.device == place.device && h.seq >= place.seq)
                };
                if last.is_some_and(known) { "omitted" } else { "late" }
            }
        };
        answers.push(row::Answer {
            name: names.of(&member),
            member: member.to_string(),
            position: position.to_owned(),
            reason_withdrawn: words == Some(Words::Withdrawn),
            reason: match words {
                Some(Words::Here(text)) => Some(text),
                _ => None,
            },
            at,
            standing: standing.to_owned(),
        });
    }
    let order = |position: &str| Position::from_word(position).map_or(u8::MAX, |position| position as u8);
    answers.sort_by(|a, b| {
        (order(&a.position), a.name.to_lowercase(), &a.member).cmp(&(
            order(&b.position),
            b.name.to_lowercase(),
            &b.member,
        ))
    });
    Ok(answers)
}

fn outcome_rows(replica: &mut Replica, case: &Case, names: &Names) -> Result<Vec<row::Outcome>, ApiError> {
    let mut outcomes = Vec::new();
    for (member, voice) in &case.voices {
        let Some((Said::Outcome(outcome), at)) = voice.get(&Key::Outcome) else {
            continue;
        };
        let text = match replica.words(case.number, member, &outcome.text).map_err(failed)? {
            Words::Here(text) => Some(text),
            Words::Withdrawn | Words::Missing => None,
        };
        outcomes.push(row::Outcome { name: names.of(member), text, review: outcome.review, at });
    }
    outcomes.sort_by(|a, b| (b.at, &a.name).cmp(&(a.at, &b.name)));
    Ok(outcomes)
}

/// Returns where the decision stands, as a sentence.
fn sentence(case: &Case, counts: &[row::Count], names: &Names, now: i64, line: &row::DecisionLine) -> String {
    let Some((_, paper)) = &case.opening else {
        return format!("A draft by {}. It is not open yet.", names.of(&case.author));
    };
    let end = super::time_in_words(paper.end.latest());
    let present = case.present();
    match (case.state(now), counts.first()) {
        (State::Disputed, _) => {
            "Two counts differ, and so do their results. Neither stands. The question has to be asked again."
                .to_owned()
        }
        (State::Final, Some(count)) => {
            let others = counts.iter().filter(|other| other.is_final).count() > 1;
            let tail = if others {
                format!(
                    " Two counts differ, and many confirmed each. Both say {}, so it stands.",
                    count.result
                )
            } else {
                String::new()
            };
            format!("Final: {} of {present} found the same result.{tail}", count.confirmed_by.len())
        }
        (State::Counted, Some(count)) => {
            let who = count.counted_by.join(" and ");
            let final_at = match count.needed {
                Some(needed) => format!("; it is final when {needed} have. You can already act on it."),
                None => ".".to_owned(),
            };
            let differs = match case.counts.len() {
                1 => "",
                _ => " There are other counts.",
            };
            let mine = if count.same_here { "" } else { " Your laptop counts differently." };
            format!(
                "Counted by {who}. {} of {present} found the same result{final_at}{differs}{mine}",
                count.confirmed_by.len()
            )
        }
        (State::Closing, _) => {
            let until = paper.end.latest().saturating_add(paper.travel);
            if now <= until && line.answered < present {
                let until = super::time_in_words(until);
                format!(
                    "Ended {end}. An answer given before then still counts if it reaches us by {until}. \
                     {} of {present} have answered.",
                    line.answered
                )
            } else {
                format!("Ended {end}. Nobody has counted yet: any of the {present} can do it.")
            }
        }
        _ if line.answered >= present && matches!(paper.end, End::WhenAllAnswered(_)) => {
            let all =
                if present == 1 { "The only one has".to_owned() } else { format!("All {present} have") };
            format!("{all} answered. You can count now; until then anyone may still change their answer.")
        }
        _ => format!("Open until {end}. {} of {present} have answered.", line.answered),
    }
}

fn not_open() -> ApiError {
    ApiError::new(
        "decision.draft",
        "This decision is not open yet.",
        "The one who drafted it opens it with `palabre decision open`.",
    )
}

fn not_taking_part() -> ApiError {
    ApiError::new(
        "decision.apart",
        "You take no part in this decision: it was open before you came, or for others.",
        "You can answer and comment: that is shown apart, and not counted.",
    )
}

fn how_error(how: &str) -> ApiError {
    ApiError::new(
        "decision.how",
        format!("{how:?} is no way of deciding."),
        "sense-check (how does it feel?) or proposal (for or against?).",
    )
}

pub(super) fn paper_error(error: palabre_domain::decision::PaperError) -> ApiError {
    use palabre_domain::decision::PaperError;
    let (code, hint) = match error {
        PaperError::Question => {
            ("decision.question", "Ask one short question; the rest goes into the wording.")
        }
        PaperError::Wording => ("decision.wording", "Shorten the wording, or link to a longer text."),
        PaperError::End => ("decision.end", "Choose an end in the future, such as --days 7."),
        PaperError::Travel => ("decision.travel", "Usually 48 hours: --travel 48."),
        PaperError::Share => ("share.malformed", "Use at most 100."),
        PaperError::Roll | PaperError::Electorate => ("decision.roll", "Nobody would take part."),
    };
    ApiError::new(code, crate::home::capital(&error.to_string()), hint)
}
