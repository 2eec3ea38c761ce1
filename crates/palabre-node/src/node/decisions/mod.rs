//! Decisions, from a draft to an outcome.

mod answers;
mod given;
mod paper;
mod reworded;
mod show;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::{DecisionPage, RecordType};
use palabre_documents::voice::{CountValue, Key, Said};
use palabre_domain::count::{BEHALF, SignedCount};
use palabre_domain::decision::{
    Answer, Carried, DAY, Electorate, End, HOUR, Hide, Paper, Protocol, Purpose, Reasons, Roll, SMALL_GROUP,
    Share, Stance, TRAVEL, Threshold,
};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::wire;
use palabre_domain::words::Outcome;
use palabre_feeds::body::Writers;
use palabre_feeds::entry::MAX_BODY;

use super::texts::check_text;
use super::threads::hidden_records;
use super::waiting::is_recent;
use super::{DECISION, Names, Node, failed, write_error};
use crate::decide::{Case, Counted, Glance, State};
use crate::home::write_whole;
use crate::replica::{Author, Replica, Words, WriteError};

pub(crate) use paper::{end_of, paper_error, roll, team};
use show::line_of;
pub(crate) use show::{count_row, figures, line, may_count, option_rows, outcomes};

/// How many answers of each position, and comments, are told where nobody said how many.
const AT_ONCE: usize = 60;
/// How long a list may be of which somebody wants to see more and more.
pub(super) const LONGEST: u32 = 10_000;
/// At how many final decisions of which nothing is kept a list looks that could do without.
const ANEW: usize = 100;

/// How much of a long decision is told.
struct AtMost {
    /// So many answers of each position; all where there is none.
    answers: Option<usize>,
    /// So many comments; all where there is none.
    comments: Option<usize>,
}

/// The longest value that stands in a voice itself; what is longer travels in parts.
const INLINE: usize = 8 << 10;

/// Finds a decision, or says that there is none.
pub(super) fn case(replica: &mut Replica, named: &str) -> Result<Arc<Case>, ApiError> {
    let record = Node::find_of(replica, RecordType::Decision, named)?;
    read_case(replica, record)
}

/// Finds a decision or a round, or says that there is none.
pub(super) fn counted_case(replica: &mut Replica, named: &str) -> Result<Arc<Case>, ApiError> {
    let record = Node::find(replica, named)?;
    read_case(replica, record)
}

pub(super) fn read_case(replica: &mut Replica, record: RecordId) -> Result<Arc<Case>, ApiError> {
    let case = Case::weighed(replica, record).map_err(failed)?;
    case.ok_or_else(|| super::unknown(&record.short(4), Some(RecordType::Decision)))
}

/// Looks at decisions or rounds, or returns what was seen of them before; keeps what is seen.
fn glances(
    replica: &mut Replica,
    records: &[(u64, RecordId, i64)],
    me: Option<MemberId>,
) -> Result<Vec<Arc<Glance>>, ApiError> {
    let mut seen = Vec::with_capacity(records.len());
    // Who is called how takes everybody, so it is not asked where all was seen before.
    let (mut names, mut fresh) = (None, Vec::new());
    for (number, record, _) in records {
        if let Some(kept) = replica.glance(*number, me).map_err(failed)? {
            seen.push(kept);
            continue;
        }
        let names = match &mut names {
            Some(names) => names,
            none => none.insert(Node::names(replica)?),
        };
        let glance = Glance::look(replica, *record, me, |author| names.of(author)).map_err(failed)?;
        let glance =
            Arc::new(glance.ok_or_else(|| super::unknown(&record.short(4), Some(RecordType::Decision)))?);
        fresh.push((*number, Arc::clone(&glance)));
        seen.push(glance);
    }
    replica.keep_glances(&fresh).map_err(failed)?;
    Ok(seen)
}

/// Looks at the decisions or the rounds that are not long over, newest first.
pub(super) fn recent(
    replica: &mut Replica,
    kind: RecordType,
    me: Option<MemberId>,
    now: i64,
) -> Result<Vec<(u64, Arc<Glance>)>, ApiError> {
    let (mut found, mut from) = (Vec::new(), 0);
    loop {
        let records = replica.store().records_of(kind as u8, from, 200).map_err(failed)?;
        from += 200;
        let before = found.len();
        for (glance, (number, _, born)) in glances(replica, &records, me)?.into_iter().zip(&records) {
            // What is looked at again is not over before that.
            let end = glance.opened.as_ref().map(|(_, end)| glance.review.map_or(*end, |at| at.max(*end)));
            if is_recent(end, *born, now) {
                found.push((*number, glance));
            }
        }
        if found.len() == before {
            return Ok(found);
        }
    }
}

/// What was seen of decisions, by their numbers.
type Seen = Vec<(u64, Arc<Glance>)>;

/// Looks at all decisions, newest first. Of the final ones of which nothing is kept it looks at so many at most, the newest,
/// where a number is given, and says how many others there are: that one is final is seen without its answers, and nothing is
/// kept of any once somebody has joined.
fn all(replica: &mut Replica, me: Option<MemberId>, most: Option<usize>) -> Result<(Seen, u32), ApiError> {
    let mut records = replica.store().records_of(DECISION, 0, u32::MAX).map_err(failed)?;
    let mut others = 0;
    if let Some(mut left) = most {
        let mut looked_at = Vec::with_capacity(records.len());
        for one in records {
            let is_kept = replica.glance(one.0, me).map_err(failed)?.is_some();
            if is_kept || !is_final(replica, one.0)? {
                looked_at.push(one);
            } else if left > 0 {
                left -= 1;
                looked_at.push(one);
            } else {
                others += 1;
            }
        }
        records = looked_at;
    }
    let seen = glances(replica, &records, me)?;
    Ok((records.iter().map(|(number, ..)| *number).zip(seen).collect(), others))
}

/// Returns true when a decision was opened once, and one count of it is final.
fn is_final(replica: &Replica, number: u64) -> Result<bool, ApiError> {
    let page = replica.decision_page(number).map_err(failed)?;
    let [(opening, _)] = &page.openings[..] else { return Ok(false) };
    Ok(replica.store().finals(number, opening).map_err(failed)?.len() == 1)
}

/// Returns where a decision stands in a list of what is not over: first where one can do something about it.
fn rank(state: State) -> u8 {
    match state {
        State::Open => 0,
        State::Closing => 1,
        State::Draft => 2,
        State::Disputed => 3,
        State::Counted => 4,
        State::Dropped => 5,
        State::Final => 6,
    }
}

/// Returns the lines of a list from a place on, so many at most, and says how many more there are.
fn lines_of<'a>(
    seen: impl Iterator<Item = &'a Arc<Glance>>,
    skip: u32,
    limit: u32,
    now: i64,
) -> row::Decisions {
    let mut rest = seen.skip(skip as usize);
    let decisions = rest.by_ref().take(limit as usize).map(|glance| line_of(glance, now)).collect();
    row::Decisions { decisions, more: rest.count() as u32, over: 0 }
}

/// Returns true when the question or one of its wordings says this, in small letters.
fn says(replica: &Replica, glance: &Glance, number: u64, text: &str) -> Result<bool, ApiError> {
    if glance.question.to_lowercase().contains(text) {
        return Ok(true);
    }
    let page = replica.decision_page(number).map_err(failed)?;
    Ok(page.openings.iter().any(|(_, paper)| paper.wording.to_lowercase().contains(text)))
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
        check_drafter(replica, &author, &case, RecordType::Decision)?;
        if case.opening.is_some() {
            return Err(ApiError::new(
                "decision.opened",
                "This decision is open already; its wording and rules are frozen.",
                "Draft another one with `palabre decision new`.",
            ));
        }
        let paper = paper::paper(replica, &author, &case, ask)?;
        open(replica, &author, &case, paper)?;
        self.decision_row(case.record)
    }

    pub(super) fn amend_decision(&mut self, ask: ask::DecisionAmend) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = case(replica, &ask.decision)?;
        if case.author != author.member {
            let names = Self::names(replica)?;
            return Err(ApiError::new(
                "decision.not-yours",
                format!("{} opened this decision and amends it.", names.of(&case.author)),
                "Comment on it, or draft one of your own with `palabre decision new`.",
            ));
        }
        if !matches!(case.state(author.now), State::Open | State::Closing) {
            return Err(ApiError::new(
                "decision.not-open",
                "Only an open decision that nobody has counted takes a new wording.",
                "Draft another one with `palabre decision new`.",
            ));
        }
        let paper = paper::amended(&case, &ask.wording, ask.days, author.now)?;
        open(replica, &author, &case, paper)?;
        self.decision_row(case.record)
    }

    pub(super) fn answer(&mut self, ask: ask::DecisionAnswer) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_to_write()?;
        let case = case(replica, &ask.decision)?;
        let Some((opening, paper)) = case.opening.clone() else {
            return Err(not_open());
        };
        let answer = answers::read(&paper, &ask.answer)?;
        if matches!(case.state(author.now), State::Final | State::Disputed) {
            return Err(ApiError::new(
                "decision.closed",
                "This decision is final; an answer would no longer count.",
                "Comment on it, or draft a new one.",
            ));
        }
        answers::check_wording(ask.opening.as_deref(), &opening)?;
        let key = match &ask.behalf {
            None => Key::Stance,
            Some(name) => Key::Behalf(whom(replica, &author, &case, name)?),
        };
        let reason = ask.reason.filter(|reason| !reason.trim().is_empty());
        check_reason(&paper, &answer, reason.as_deref())?;
        // Whoever answers after all does not leave it to the others any more.
        let is_taken_up = key == Key::Stance && case.is_left_by(&author.member);
        replica
            .together(|replica| {
                let reason = match &reason {
                    Some(text) => Some(replica.put_words(&author, case.record, text)?),
                    None => None,
                };
                let stance = Stance { opening, answer, reason };
                let mut said = vec![(key, Some(Said::Stance(stance)))];
                said.extend(is_taken_up.then_some((Key::Leave, None)));
                replica.say(&author, case.record, &said)
            })
            .map_err(write_error)?;
        self.decision_row(case.record)
    }

    pub(super) fn pass(&mut self, ask: ask::DecisionPass) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = case(replica, &ask.decision)?;
        leave(replica, &author, &case, RecordType::Decision, ask.back)?;
        self.decision_row(case.record)
    }

    pub(super) fn save_template(&mut self, ask: ask::DecisionTemplate) -> Result<row::Written, ApiError> {
        let replica = self.replica()?;
        let case = case(replica, &ask.decision)?;
        let Some((_, paper)) = &case.opening else {
            return Err(not_open());
        };
        let names = Self::names(replica)?;
        let outcomes = show::outcomes(replica, case.number, &case.voices, &names)?;
        let outcome = outcomes.into_iter().find_map(|outcome| outcome.text).unwrap_or_default();
        let text = paper::Template::of(paper, outcome).text();
        write_whole(Path::new(&ask.file), text.as_bytes())?;
        Ok(row::Written { file: ask.file, entries: 0, bytes: text.len() as u64, up_to: 0, more: false })
    }

    pub(super) fn show_decision(&mut self, ask: &ask::DecisionShow) -> Result<row::Decision, ApiError> {
        let id = Self::find_of(self.replica()?, RecordType::Decision, &ask.decision)?;
        let most = |most: Option<u32>| most.map(|most| most as usize);
        self.decision_with(id, AtMost { answers: most(ask.answers), comments: most(ask.comments) })
    }

    pub(super) fn list_decisions(&mut self, ask: ask::DecisionList) -> Result<row::Decisions, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let limit = ask.limit.clamp(1, 1_000);
        let hidden = hidden_records(replica)?;
        if ask.open {
            let (seen, _) = all(replica, me, Some(0))?;
            let open = seen.iter().map(|(_, glance)| glance);
            let open =
                open.filter(|glance| glance.state(now) == State::Open && !hidden.contains(&glance.record));
            return Ok(lines_of(open, ask.skip, limit, now));
        }
        // What is hidden takes nobody's place.
        let (skip, more) = match hidden.len() as u32 {
            0 => (ask.skip, 0),
            many => (0, ask.skip.saturating_add(many)),
        };
        let records =
            replica.store().records_of(DECISION, skip, limit.saturating_add(more)).map_err(failed)?;
        let seen = glances(replica, &records, me)?;
        let seen = seen.iter().filter(|glance| !hidden.contains(&glance.record));
        Ok(lines_of(seen.skip((ask.skip - skip) as usize).take(limit as usize), 0, limit, now))
    }

    pub(super) fn list_register(&mut self, ask: ask::Register) -> Result<row::Decisions, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let about = ask.about.as_deref().map(|about| Self::find(replica, about)).transpose()?;
        let by = match &ask.by {
            Some(name) => Some(Self::find_person(replica, &me.unwrap_or_default(), name)?),
            None => None,
        };
        let text = ask.text.as_deref().map(str::to_lowercase);
        let limit = ask.limit.clamp(1, LONGEST);
        let is_searched =
            ask.how.is_some() || by.is_some() || about.is_some() || ask.review || text.is_some();
        let most = match (is_searched, ask.running) {
            (true, _) => None,
            (false, true) => Some(ANEW),
            (false, false) => Some(ask.skip.saturating_add(limit) as usize + ANEW),
        };
        let (seen, others) = all(replica, me, most)?;
        let hidden = hidden_records(replica)?;
        let fits = |glance: &Glance| {
            (glance.is_counted || ask.running)
                && !hidden.contains(&glance.record)
                && ask
                    .how
                    .as_deref()
                    .is_none_or(|how| glance.opened.as_ref().is_some_and(|(opened, _)| opened == how))
                && ask.state.as_deref().is_none_or(|state| glance.state(now).word() == state)
                && by.is_none_or(|by| by == glance.author)
                && about.is_none_or(|about| glance.about == Some(about))
                && (!ask.review || glance.review.is_some_and(|review| review <= now))
        };
        let (mut found, mut over) = (Vec::new(), 0);
        for (number, glance) in seen {
            if !fits(&glance) {
                continue;
            }
            if let Some(text) = &text
                && !says(replica, &glance, number, text)?
            {
                continue;
            }
            if ask.running && glance.is_over(now) {
                over += 1;
            } else {
                found.push(glance);
            }
        }
        if ask.running {
            found.sort_by_key(|glance| rank(glance.state(now)));
            let lines = lines_of(found.iter(), ask.skip, limit, now);
            return Ok(row::Decisions { over: over + others, ..lines });
        }
        let lines = lines_of(found.iter(), ask.skip, limit, now);
        // Those that were not looked at are final, and older than what is listed.
        let is_asked = ask.state.as_deref().is_none_or(|state| state == State::Final.word());
        let others = if is_asked { others } else { 0 };
        Ok(row::Decisions { more: lines.more + others, ..lines })
    }

    pub(super) fn count_answers(&mut self, named: &str) -> Result<row::Decision, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = case(replica, named)?;
        count_now(replica, &author, &case)?;
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
        let case = counted_case(replica, named)?;
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
        replica.say(&author, case.record, &[(key, Some(Said::YES))]).map_err(write_error)?;
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
        let review = (ask.review > 0)
            .then(|| author.now + i64::from(ask.review.min(3_660)) * palabre_domain::decision::DAY);
        replica
            .together(|replica| {
                let text = replica.put_words(&author, case.record, &ask.text)?;
                let outcome = Outcome { count: Some(counted.id), text, review };
                replica.say(&author, case.record, &[(Key::Outcome, Some(Said::Outcome(outcome)))])
            })
            .map_err(write_error)?;
        self.decision_row(case.record)
    }

    pub(super) fn export_decision(&mut self, ask: ask::DecisionExport) -> Result<row::Written, ApiError> {
        let replica = self.replica()?;
        let case = counted_case(replica, &ask.decision)?;
        let (text, entries) = crate::recount::evidence_file(replica, &case)?;
        write_whole(Path::new(&ask.file), text.as_bytes())?;
        Ok(row::Written { file: ask.file, entries, bytes: text.len() as u64, up_to: 0, more: false })
    }

    /// Returns a decision after something was done with it.
    pub(super) fn decision_row(&mut self, record: RecordId) -> Result<row::Decision, ApiError> {
        self.decision_with(record, AtMost { answers: Some(AT_ONCE), comments: Some(AT_ONCE) })
    }

    fn decision_with(&mut self, record: RecordId, most: AtMost) -> Result<row::Decision, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let case = read_case(replica, record)?;
        show::show(replica, &case, now, me, &most)
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
    let edits = DecisionPage::draft(question, wording);
    replica.give_birth(author, RecordType::Decision, Writers::Author, &edits).map_err(write_error)
}

/// Opens a decision with its paper.
pub(super) fn open(
    replica: &mut Replica,
    author: &Author,
    case: &Case,
    paper: Paper,
) -> Result<(), ApiError> {
    paper.check().map_err(paper_error)?;
    // Whoever opens a draft that they had dropped has taken it up again.
    let is_taken_up = case.opening.is_none() && case.is_left_by(&author.member);
    replica
        .together(|replica| {
            if is_taken_up {
                replica.say(author, case.record, &[(Key::Leave, None)])?;
            }
            write_opening(replica, author, case.record, paper)
        })
        .map_err(write_error)
}

/// Writes the opening; a long roll travels in parts.
fn write_opening(
    replica: &mut Replica,
    author: &Author,
    record: RecordId,
    mut paper: Paper,
) -> Result<(), WriteError> {
    if let Electorate::Frozen(Carried::Here(roll)) = &paper.electorate
        && roll.members.len() * 32 > MAX_BODY / 2
    {
        let parts = replica.put_list(author, record, &wire::to_bytes(roll))?;
        paper.electorate = Electorate::Frozen(Carried::Parts(parts));
    }
    replica.edit(author, record, &[palabre_documents::page::Edit::open(&paper)])
}

/// A decision that executes something once it is final.
pub(super) struct Proposal {
    /// The question, in the words of who proposes, or else in these.
    pub question: String,
    /// What is proposed, or why.
    pub wording: String,
    /// What it executes.
    pub purpose: Purpose,
    /// How many days it stays open; 7 unless said.
    pub days: Option<u32>,
    /// Who is not asked: a key whose owner has lost it.
    pub without: Option<MemberId>,
}

/// Returns for how many days a proposal stays open.
pub(super) fn check_days(days: Option<u32>) -> Result<u32, ApiError> {
    let days = days.unwrap_or(7);
    if (1..=366).contains(&days) {
        return Ok(days);
    }
    Err(ApiError::new(
        "decision.days",
        "A decision stays open for 1 to 366 days.",
        "Without --days it is open for 7 days.",
    ))
}

/// Opens a proposal to everybody. Nothing is left behind where it cannot be opened.
pub(super) fn propose(
    replica: &mut Replica,
    author: &Author,
    proposal: Proposal,
) -> Result<RecordId, ApiError> {
    let everybody = roll(replica, author.now)?;
    let asked: Vec<MemberId> =
        everybody.members.iter().filter(|member| proposal.without != Some(**member)).copied().collect();
    let resting: Vec<MemberId> =
        asked.iter().filter(|member| everybody.is_resting(member)).copied().collect();
    let roll = Roll::new(asked, &resting);
    let days = check_days(proposal.days)?;
    let at = author.now + i64::from(days) * DAY;
    let paper = Paper {
        question: proposal.question.trim().to_owned(),
        wording: proposal.wording.trim().to_owned(),
        protocol: match proposal.purpose {
            // Whoever is to go is not sent away by half.
            Purpose::Removal(_) => Protocol::Proposal {
                block: false,
                threshold: Threshold::AtLeast(Share::TWO_THIRDS),
                quorum: Share::HALF,
            },
            _ => Protocol::proposal(roll.present() as usize),
        },
        end: if roll.members.len() <= SMALL_GROUP { End::WhenAllAnswered(at) } else { End::At(at) },
        electorate: Electorate::Frozen(Carried::Here(roll)),
        opened: author.now,
        travel: TRAVEL,
        reasons: Reasons::Against,
        purpose: proposal.purpose,
        replaces: None,
        options: Vec::new(),
        hide: Hide::Never,
        about: None,
        giving: None,
    };
    paper.check().map_err(paper_error)?;
    let edits = DecisionPage::draft(&paper.question, &paper.wording);
    replica
        .together(|replica| {
            let record = replica.give_birth(author, RecordType::Decision, Writers::Author, &edits)?;
            write_opening(replica, author, record, paper)?;
            Ok(record)
        })
        .map_err(write_error)
}

/// Writes this laptop's count of everything that it holds.
pub(crate) fn write_count(replica: &mut Replica, author: &Author, case: &Case) -> Result<(), ApiError> {
    let Some(count) = case.count(replica).map_err(failed)? else {
        return Err(not_open());
    };
    let count = Arc::unwrap_or_clone(count);
    let heights = case.heights(replica).map_err(failed)?;
    let signed = SignedCount { count, heights };
    let (opening, id) = (signed.count.opening, signed.count.id());
    let bytes = signed.to_bytes();
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

/// Leaves a decision or a round to the others, or takes that back.
pub(super) fn leave(
    replica: &mut Replica,
    author: &Author,
    case: &Case,
    kind: RecordType,
    back: bool,
) -> Result<(), ApiError> {
    // A draft is dropped by whoever wrote it: nobody else has it to decide.
    if case.opening.is_none() {
        check_drafter(replica, author, case, kind)?;
    }
    let said = (!back).then_some(Said::YES);
    replica.say(author, case.record, &[(Key::Leave, said)]).map_err(write_error)?;
    Ok(())
}

/// Checks that somebody drafted a decision or a round themself.
pub(super) fn check_drafter(
    replica: &mut Replica,
    author: &Author,
    case: &Case,
    kind: RecordType,
) -> Result<(), ApiError> {
    if case.author == author.member {
        return Ok(());
    }
    let names = Node::names(replica)?;
    let (code, word) = match kind {
        RecordType::Round => ("round.not-yours", "round"),
        _ => ("decision.not-yours", "decision"),
    };
    Err(ApiError::new(
        code,
        format!("{} drafted this {word}, and opens or drops it.", names.of(&case.author)),
        format!("Draft one of your own with `palabre {word} new`."),
    ))
}

pub(super) fn not_open() -> ApiError {
    ApiError::new(
        "decision.draft",
        "This decision is not open yet.",
        "The one who drafted it opens it with `palabre decision open`.",
    )
}

pub(super) fn not_taking_part() -> ApiError {
    ApiError::new(
        "decision.apart",
        "You take no part in this decision: it was open before you came, or for others.",
        "You can answer and comment: that is shown apart, and not counted.",
    )
}

/// Counts, if counting is open.
pub(super) fn count_now(replica: &mut Replica, author: &Author, case: &Case) -> Result<(), ApiError> {
    let Some((_, paper)) = &case.opening else {
        return Err(not_open());
    };
    if !case.takes_part(&author.member) {
        return Err(not_taking_part());
    }
    if !case.counting_is_open(replica, author.now).map_err(failed)? {
        let until = super::times::time_in_words(paper.end.latest());
        return Err(ApiError::new(
            "decision.too-early",
            "It is too early to count: answers may still come.",
            format!(
                "It ends {until}; then answers given in time have {} hours to arrive.",
                paper.travel / HOUR
            ),
        ));
    }
    write_count(replica, author, case)
}

/// Returns on whose behalf somebody may record an answer.
fn whom(replica: &mut Replica, author: &Author, case: &Case, name: &str) -> Result<MemberId, ApiError> {
    let member = Node::find_member(replica, &author.member, name)?;
    if member == author.member {
        return Err(ApiError::new(
            "behalf.me",
            "Your own answer needs nobody to record it.",
            "Answer without --for.",
        ));
    }
    if !case.takes_part(&author.member) {
        return Err(not_taking_part());
    }
    if !case.takes_part(&member) {
        return Err(ApiError::new(
            "behalf.apart",
            "This person takes no part in this decision.",
            "`palabre decision show` says who takes part.",
        ));
    }
    let mine = case.voices.iter().find(|(voice, _)| *voice == author.member);
    let recorded: BTreeMap<MemberId, ()> = mine
        .into_iter()
        .flat_map(|(_, voice)| voice.said_under("behalf/"))
        .filter_map(|(key, ..)| match key {
            Key::Behalf(member) => Some((member, ())),
            _ => None,
        })
        .collect();
    if recorded.len() >= BEHALF && !recorded.contains_key(&member) {
        return Err(ApiError::new(
            "behalf.many",
            format!("One person records at most {BEHALF} answers for others in one decision."),
            "Ask another member to record it.",
        ));
    }
    Ok(member)
}

fn check_reason(paper: &Paper, answer: &Answer, reason: Option<&str>) -> Result<(), ApiError> {
    let against = matches!(answer, Answer::Position(position) if position.is_against());
    let needed = match paper.reasons {
        Reasons::Required => true,
        Reasons::Against => against,
        Reasons::Off | Reasons::Optional => false,
    };
    if needed && reason.is_none() {
        let harm = match paper.protocol {
            Protocol::Consent { .. } => " What harm do you see, and what would make it safe enough to try?",
            _ => "",
        };
        return Err(ApiError::new(
            "decision.reason",
            format!("A reason is asked for with {:?}.{harm}", answers::written(paper, answer)),
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
    reason.map_or(Ok(()), check_text)
}
