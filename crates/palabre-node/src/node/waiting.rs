//! What waits for me, and what changed since I looked.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use palabre_api::{ApiError, ask, row};
use palabre_documents::guard::read_voice;
use palabre_documents::kinds::{ProjectPage, RecordType};
use palabre_documents::voice::{CurrentStance, Key, Said};
use palabre_domain::decision::DAY;
use palabre_domain::id::{CommunityId, MemberId, RecordId};
use palabre_feeds::body::Part;
use palabre_feeds::entry::{Entry, Kind};

use super::intentions::Intent;
use super::times::{read_time, zoned};
use super::{Names, Node, failed, markdown};
use crate::decide::{Case, State};
use crate::notices::{Facts, Habits, Notice, Told, due};
use crate::replica::{Author, Replica};

/// How long after its end something is still asked about: 60 days.
const ASKED_ABOUT: i64 = 60 * DAY;
/// How many entries back `since` looks where it is said since when.
const LOOKED_AT: usize = 20_000;
/// How many entries back it looks else: a page is shown with that again and again.
const LOOKED_AT_AGAIN: usize = 5_000;
/// How many of them are in memory at a time.
const AT_A_TIME: usize = 256;
/// The setting with what was said outside the window.
const SAID: &str = "said";

/// Why something waits for somebody: a stable word, whom it names, and the sentence.
struct Why {
    because: &'static str,
    who: Vec<String>,
    text: String,
}

impl Why {
    fn new(because: &'static str, text: impl Into<String>) -> Self {
        Self { because, who: Vec::new(), text: text.into() }
    }

    fn of(because: &'static str, who: Vec<String>, text: impl Into<String>) -> Self {
        Self { because, who, text: text.into() }
    }
}

fn wait(id: &RecordId, kind: RecordType, title: &str, asks: &str, why: Why, until: Option<i64>) -> row::Wait {
    row::Wait {
        id: id.to_string(),
        kind: kind.word().to_owned(),
        title: title.to_owned(),
        asks: asks.to_owned(),
        why: why.text,
        because: why.because.to_owned(),
        who: why.who,
        amount: None,
        currency: String::new(),
        until,
    }
}

impl Node {
    pub(super) fn list_waiting(&mut self, ask: ask::Waiting) -> Result<row::Waiting, ApiError> {
        let author = self.author()?;
        let replica = self.replica()?;
        let mut waiting = waiting(replica, &author)?;
        let all = waiting.len() as u32;
        waiting.truncate(ask.limit.clamp(1, 1_000) as usize);
        Ok(row::Waiting { waiting, all })
    }

    /// Reads in what the first page asks for: who is here, and what waits. Where it cannot be read, asking says why.
    pub(crate) fn look_ahead(&mut self, community: &CommunityId) {
        let Ok(author) = self.author() else { return };
        let _ = self.replica_of(community).and_then(|replica| waiting(replica, &author));
    }

    pub(super) fn say_notices(&mut self, ask: &ask::Notices) -> Result<row::Notices, ApiError> {
        self.hold()?;
        let author = self.author()?;
        let Some(now) = zoned(author.now) else { return Ok(row::Notices::default()) };
        let community = self.chosen()?;
        // This is asked about every community again and again; whoever asks does not look at it.
        self.glance(&community, |replica| notices(replica, ask, &author, &now))
    }

    pub(super) fn tell_news(&mut self, ask: ask::Since) -> Result<row::News, ApiError> {
        let now = self.now();
        let me = self.me()?.member_id();
        let since = match ask.when.as_deref() {
            None => None,
            Some(text) => match text.trim().parse::<i64>() {
                Ok(days) => Some(now.saturating_sub(days.clamp(0, 36_600) * DAY)),
                Err(_) => Some(read_time(text)?),
            },
        };
        if ask.looked {
            self.hold()?;
        }
        let replica = self.replica()?;
        let looked = replica.store().setting("looked").map_err(failed)?;
        let looked = looked.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_le_bytes);
        let looked_at = replica.store().setting("looked-at").map_err(failed)?;
        let after = if since.is_some() { 0 } else { looked };
        let limit = ask.limit.clamp(1, 1_000) as usize;
        let (subjects, (more, more_changes)) = subjects(replica, &me, after, since, limit)?;
        if ask.looked {
            let last = replica.store().last_row().map_err(failed)?;
            replica.store().set_setting("looked", &last.to_le_bytes()).map_err(failed)?;
            replica.store().set_setting("looked-at", &now.to_le_bytes()).map_err(failed)?;
        }
        let looked_at = looked_at.and_then(|bytes| bytes.try_into().ok()).map(i64::from_le_bytes);
        Ok(row::News { since: since.or(looked_at), subjects, more, more_changes })
    }
}

/// Returns what is to be said outside the window now, and keeps that it was said.
fn notices(
    replica: &mut Replica,
    ask: &ask::Notices,
    author: &Author,
    now: &jiff::Zoned,
) -> Result<row::Notices, ApiError> {
    let row = replica.store().last_row().map_err(failed)?;
    let kept = replica.store().setting(SAID).map_err(failed)?;
    // What was there before is no news.
    let first = Told { row, since: author.now, ..Told::default() };
    let kept: Option<Told> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let is_first = kept.is_none();
    let said = kept.unwrap_or(first);
    let news = match row > said.row {
        // The newest first: not all may be said.
        true => subjects(replica, &author.member, said.row, Some(said.since(author.now)), usize::MAX)?.0,
        false => Vec::new(),
    };
    let waiting = waiting(replica, author)?;
    let habits =
        Habits { named: !ask.no_names, daily: !ask.no_summary, ends: !ask.no_reminder, quiet: !ask.always };
    let facts = Facts { news: &news, row, waiting: &waiting, looking: ask.looking };
    let (notices, then) = due(now, habits, &said, &facts);
    if is_first || then != said {
        let bytes = serde_json::to_vec(&then).expect("numbers and strings are plain data");
        replica.store().set_setting(SAID, &bytes).map_err(failed)?;
    }
    let notice = |what: &str, id, kind, title, many, until| row::Notice {
        what: what.to_owned(),
        id,
        kind,
        title,
        many,
        until,
    };
    let told = notices.into_iter().map(|one| match one {
        Notice::Named(of) => notice("named", of.id, of.kind, of.title, 0, None),
        Notice::Waiting(many, first) => notice("waiting", first.id, first.kind, first.title, many, None),
        Notice::Ends(of) => notice("ends", of.id, of.kind, of.title, 0, of.until),
    });
    Ok(row::Notices { notices: told.collect() })
}

fn waiting(replica: &mut Replica, author: &Author) -> Result<Vec<row::Wait>, ApiError> {
    let names = Node::names(replica)?;
    let mut all = Vec::new();
    let is_member =
        replica.membership().map_err(failed)?.members().get(&author.member).is_some_and(|s| s.is_here());
    if !is_member {
        return Ok(all);
    }
    for kind in [RecordType::Decision, RecordType::Round] {
        for (_, glance) in super::decisions::recent(replica, kind, Some(author.member), author.now)? {
            if !glance.may_ask(author.now) {
                continue;
            }
            let Some(case) = Case::weighed(replica, glance.record).map_err(failed)? else { continue };
            all.extend(asks_of_case(replica, &case, kind, author, &names)?);
        }
    }
    for record in super::intentions::recent(replica, author.now)? {
        let intent = Intent::read(replica, record)?;
        all.extend(asks_of_intention(&intent, author, &names));
    }
    for page in replica.store().pages_of(RecordType::Project as u8, 0, 10_000).map_err(failed)? {
        let read: ProjectPage = palabre_documents::kinds::page(&page.data);
        if !read.state.is_alive() || !read.state.is_quiet(page.born, author.now) {
            continue;
        }
        let last = replica.store().last_at(page.n).map_err(failed)?.unwrap_or(page.born).max(page.born);
        if !read.state.is_quiet(last, author.now) {
            continue;
        }
        let Some(voice) = replica.store().voice_of(page.n, &author.member).map_err(failed)? else { continue };
        let voice = palabre_documents::voice::Voice::from_bytes(&voice);
        if voice.get(&Key::Team).is_some() {
            let why =
                Why::new("quiet", "No news for three months, and you are in its team: alive, paused, done?");
            all.push(wait(&page.record, RecordType::Project, &read.name, "alive", why, None));
        }
    }
    all.extend(super::keyholders::waiting(replica, author, &names)?);
    for newcomer in super::members::waiting(replica)? {
        let by = newcomer.invited_by.as_ref().map(|name| format!(", invited by {name}")).unwrap_or_default();
        if newcomer.vouched_by.contains(&names.of(&author.member)) {
            continue;
        }
        all.push(row::Wait {
            id: newcomer.member.clone(),
            kind: "member".to_owned(),
            title: newcomer.name.clone(),
            asks: "admit".to_owned(),
            why: format!("{} has joined{by}, and waits to be let in.", newcomer.name),
            because: "joined".to_owned(),
            who: newcomer.invited_by.into_iter().collect(),
            amount: None,
            currency: String::new(),
            until: None,
        });
    }
    super::threads::spare(replica, &mut all, |wait| &wait.id)?;
    // The nearest deadline first; what has none comes last.
    all.sort_by(|a, b| {
        (a.until.is_none(), a.until, &a.title, &a.id).cmp(&(b.until.is_none(), b.until, &b.title, &b.id))
    });
    Ok(all)
}

/// Returns true when something that ends at this time, or was begun then, is not long over.
pub(super) fn is_recent(ends: Option<i64>, born: i64, now: i64) -> bool {
    ends.unwrap_or(born.saturating_add(ASKED_ABOUT)).saturating_add(ASKED_ABOUT) > now
}

fn asks_of_case(
    replica: &mut Replica,
    case: &Case,
    kind: RecordType,
    author: &Author,
    names: &Names,
) -> Result<Vec<row::Wait>, ApiError> {
    let me = author.member;
    let Some((_, paper)) = &case.opening else { return Ok(Vec::new()) };
    let title = paper.question.as_str();
    let one = |asks: &str, why: Why, until| vec![wait(&case.record, kind, title, asks, why, until)];
    let mine = case.answers().iter().find(|(member, _)| *member == me).map(|(_, stance)| stance);
    let voice = case.voices.iter().find(|(member, _)| *member == me).map(|(_, voice)| voice);
    let passed = case.is_left_by(&me);
    let who = names.of(&case.author);
    let state = case.state(author.now);
    if !case.takes_part(&me) {
        return Ok(Vec::new());
    }
    let is_round = kind == RecordType::Round;
    let look = || match case.looks_again(&me) {
        true => {
            let late = names.sorted(&case.late_objections());
            let text = format!("An objection from {} arrived after the end.", late.join(", "));
            one("look", Why::of("late-objection", late, text), None)
        }
        false => Vec::new(),
    };
    if matches!(mine, Some(CurrentStance::Conflicted(_))) && matches!(state, State::Open | State::Closing) {
        let why = match is_round {
            true => "You gave differently on two of your devices. Neither counts until you choose.",
            false => "You answered differently on two of your devices. Neither counts until you choose.",
        };
        return Ok(one("choose", Why::new("two-devices", why), Some(paper.end.latest())));
    }
    let until = Some(paper.end.latest());
    match state {
        State::Open if is_round => {
            let left = super::rounds::left(case, &me).unwrap_or_default();
            let currency = paper.giving.as_ref().map(|giving| giving.currency);
            match (left.is_zero() || passed, currency) {
                (false, Some(currency)) => {
                    let why = Why::new("left", format!("You have {} left to give.", currency.write(left)));
                    let mut give = one("give", why, until);
                    for wait in &mut give {
                        wait.amount = Some(super::rounds::money(currency, left));
                        wait.currency = currency.code().to_owned();
                    }
                    Ok(give)
                }
                _ => Ok(Vec::new()),
            }
        }
        State::Open if mine.is_none() && !passed => {
            let lapsed = case.lapsed().iter().any(|(member, _)| *member == me);
            let why = match lapsed {
                true => Why::new("new-wording", "The wording has changed since you answered."),
                false if super::nudges::is_nudged(&case.voices, &case.author, &me) => nudged(who.clone()),
                false if case.author == me => Why::new("mine", "You asked, and you take part."),
                false => Why::of("takes-part", vec![who.clone()], format!("{who} asks, and you take part.")),
            };
            Ok(one("answer", why, until))
        }
        State::Open | State::Closing if case.counting_is_open(replica, author.now).map_err(failed)? => {
            let asks = if is_round { "settle" } else { "count" };
            let why = if is_round {
                Why::new("giving-ended", "Giving has ended: any of you can settle it.")
            } else {
                Why::new("answers-in", "The answers are in: any of you can count them.")
            };
            Ok(one(asks, why, None))
        }
        State::Counted if case.roll.is_some() => {
            if case.counts.iter().any(|counted| counted.confirmed.contains(&me)) {
                return Ok(look());
            }
            let own = case.count(replica).map_err(failed)?;
            let same = case.counts.iter().any(|counted| match (&own, &counted.signed) {
                (Some(own), Some(signed)) => case.is_same(own, &signed.count),
                _ => false,
            });
            let leave = replica.store().setting("confirm").map_err(failed)?;
            match (same, leave.as_deref()) {
                (true, Some(b"yes")) => Ok(look()),
                (true, _) => {
                    let why = Why::new("same", "Your laptop finds the same result. May it confirm?");
                    Ok(one("confirm", why, None))
                }
                (false, _) => {
                    let why = Why::new("differs", "Your laptop counts differently, so it has not confirmed.");
                    Ok(one("count", why, None))
                }
            }
        }
        State::Counted | State::Final => {
            let due = voice.and_then(|voice| match voice.get(&Key::Outcome) {
                Some((Said::Outcome(outcome), _)) => outcome.review.filter(|at| *at <= author.now),
                _ => None,
            });
            match due {
                Some(_) => {
                    let why = Why::new("wrote-outcome", "You wrote its outcome; its review is due.");
                    Ok(one("review", why, due))
                }
                None => Ok(look()),
            }
        }
        _ => Ok(Vec::new()),
    }
}

/// Why something waits that somebody wrote to me about.
fn nudged(who: String) -> Why {
    let text = format!("{who} asks, and wrote you a line about it.");
    Why::of("nudged", vec![who], text)
}

fn asks_of_intention(intent: &Intent, author: &Author, names: &Names) -> Vec<row::Wait> {
    let me = author.member;
    let title = intent.page.what.as_str();
    let until = intent.page.asking.until;
    let one =
        |asks: &str, why: Why, until| wait(&intent.record, RecordType::Intention, title, asks, why, until);
    let state = intent.state(author.now);
    let who = names.of(&intent.initiator);
    let touched = intent.page.asking.touched.contains(&me);
    let asked = touched || intent.page.asking.knows.contains(&me);
    let mut all = Vec::new();
    match state {
        "listening" | "ended" if intent.initiator == me => {
            let (_, not_answered) = intent.open();
            if !not_answered.is_empty() {
                let of = names.sorted(&not_answered);
                let text = format!("Not answered by you: {}.", of.join(", "));
                all.push(one("reply", Why::of("unanswered", of, text), Some(until)));
            }
            if state == "ended" {
                all.push(one(
                    "decide",
                    Why::new("listened", "You have listened; go, go changed, or drop it."),
                    Some(until),
                ));
            }
        }
        "listening" | "ended" if asked && !intent.has_advised(&me) => {
            let why = match touched {
                _ if super::nudges::is_nudged(&intent.voices, &intent.initiator, &me) => nudged(who),
                true => {
                    let text = format!("This touches you. {who} decides, and asks you first.");
                    Why::of("touched", vec![who], text)
                }
                false => {
                    let text = format!("You know about this. {who} decides, and asks you first.");
                    Why::of("knows", vec![who], text)
                }
            };
            all.push(one("advise", why, Some(until)));
        }
        "review" if touched && !intent.has_reviewed(&me) => {
            let text = "It touched you: did it create more tension than it resolved?";
            let why = Why::new("was-touched", text);
            let due = intent.going.as_ref().and_then(|(going, _)| going.review);
            all.push(one("review", why, due));
        }
        _ => {}
    }
    all
}

/// What changed in one subject, as it is gathered.
#[derive(Default)]
struct Change {
    at: i64,
    born: Option<MemberId>,
    who: BTreeMap<&'static str, BTreeSet<MemberId>>,
    many: BTreeMap<&'static str, u32>,
    names_me: bool,
    /// Who wrote me a line, which tells me something where they asked.
    nudged_by: BTreeSet<MemberId>,
}

impl Change {
    fn note(&mut self, what: &'static str, who: MemberId, at: i64) {
        self.at = self.at.max(at);
        self.who.entry(what).or_default().insert(who);
        *self.many.entry(what).or_default() += 1;
    }
}

/// What changed: subject by subject, and in the community itself.
#[derive(Default)]
struct Changes {
    of: BTreeMap<RecordId, Change>,
    house: Change,
}

impl Changes {
    /// Returns what changed in the subject of an entry.
    fn on(&mut self, entry: &Entry) -> &mut Change {
        self.of.entry(entry.record()).or_default()
    }

    /// Takes in what somebody wrote; `is_named` says whether it is a text that names whoever asks.
    fn take(&mut self, entry: &Entry, member: MemberId, me: &MemberId, is_named: bool) {
        let at = entry.header.at;
        match entry.kind() {
            Some(Kind::Join) => self.house.note("joined", member, at),
            Some(Kind::Epoch) => self.house.note("charter", member, at),
            Some(Kind::Birth) => {
                let change = self.on(entry);
                change.at = change.at.max(at);
                change.born = Some(member);
            }
            Some(Kind::Edit) => self.on(entry).note("written", member, at),
            Some(Kind::Certificate) => self.on(entry).note("final", member, at),
            Some(Kind::Part) if is_named => self.on(entry).names_me = true,
            Some(Kind::Voice) => {
                let said = read_voice(&entry.body).map(|change| change.ops).unwrap_or_default();
                for op in said.iter().filter(|op| op.value.is_some()) {
                    let Some(key) = Key::parse(&op.key) else { continue };
                    // What comes in the place of an earlier line is no news: everybody gets one.
                    if key == Key::Nudge(*me) && op.pred.is_empty() {
                        let change = self.on(entry);
                        change.nudged_by.insert(member);
                        change.at = change.at.max(at);
                    }
                    if let Some(what) = told(&key) {
                        self.on(entry).note(what, member, at);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a key tells others, in one word and its plural; `None` for what machines do, or what nobody need know.
fn told(key: &Key) -> Option<&'static str> {
    Some(match key {
        Key::Stance | Key::Behalf(_) => "answer",
        Key::Comment(_) => "comment",
        Key::Count => "count",
        Key::Outcome => "outcome",
        Key::Team => "team",
        Key::Advice => "advice",
        Key::Go => "decided",
        Key::Review => "review",
        Key::Hand => "answer",
        Key::Profile => "profile",
        Key::Step(_) => "step",
        Key::Take(_) => "step taken",
        Key::Help(_) => "offer to help",
        Key::Note(_) => "news",
        Key::File(_) => "file",
        Key::Reply(_) | Key::Answer(_) => "reply",
        Key::Flag(_) => "flag",
        Key::Suspend(_) => "suspension",
        Key::React(_)
        | Key::Fold(_)
        | Key::Nudge(_)
        | Key::Confirm(_)
        | Key::Received(_)
        | Key::Draft(_)
        | Key::Approve(_)
        | Key::Leave
        | Key::Read => {
            return None;
        }
    })
}

/// Returns what changed, subject by subject, those first of which something came last; at most so many of them, how many more
/// there are, and how many changes in those.
fn subjects(
    replica: &mut Replica,
    me: &MemberId,
    after: u64,
    since: Option<i64>,
    limit: usize,
) -> Result<(Vec<row::Subject>, (u32, u32)), ApiError> {
    let mut most = if since.is_some() { LOOKED_AT } else { LOOKED_AT_AGAIN };
    let names = Node::names(replica)?;
    let (my_name, everybody) = (names.of(me), markdown::longest_first(names.all()));
    let is_named = |entry: &Entry| {
        let text = Part::text(&entry.body).filter(|_| entry.kind() == Some(Kind::Part));
        text.is_some_and(|text| markdown::names(text, &my_name, &everybody))
    };
    let mut changes = Changes::default();
    let mut before = replica.store().last_row().map_err(failed)? + 1;
    loop {
        let held = replica.store().recent(after, before, since, most.min(AT_A_TIME)).map_err(failed)?;
        let Some(last) = held.last() else { break };
        (before, most) = (last.row, most - held.len());
        for one in held.into_iter().filter(|one| one.verdict.is_effective()) {
            let member = replica.membership().map_err(failed)?.member_of(&one.entry.header.device);
            let Some(member) = member.filter(|member| member != me) else { continue };
            let is_named = is_named(&one.entry) && !is_to_another(replica, &one.entry, &member, me)?;
            changes.take(&one.entry, member, me, is_named);
        }
    }
    let Changes { mut of, house } = changes;
    for hidden in super::threads::hidden_records(replica)? {
        of.remove(&hidden);
    }
    for (record, change) in of.iter_mut().filter(|(_, change)| !change.nudged_by.is_empty()) {
        if let Some((_, kind, author)) = shown(replica, record)?
            && super::nudges::is_asked_by(kind)
            && change.nudged_by.contains(&author)
        {
            change.note("nudge", author, change.at);
            change.names_me = true;
        }
    }
    // The house has no record here, and comes before all others of the same moment.
    let records = of
        .iter()
        .filter(|(_, change)| change.born.is_some() || !change.many.is_empty())
        .map(|(record, change)| (change.at, Some(record), change));
    let house = Some((house.at, None, &house)).filter(|(.., house)| !house.many.is_empty());
    let mut all: Vec<_> = records.chain(house).collect();
    all.sort_by_key(|(at, record, _)| (Reverse(*at), *record));
    let (mut rows, mut more, mut changes) = (Vec::new(), 0, 0);
    for (_, record, change) in all {
        let place = match record {
            Some(record) => shown(replica, record)?,
            None => None,
        };
        match (record, place) {
            (Some(_), None) => {}
            _ if rows.len() >= limit => {
                more += 1;
                changes += change.many.values().sum::<u32>() + u32::from(change.born.is_some());
            }
            (Some(record), Some((number, kind, author))) => {
                let mine = author == *me;
                rows.push(subject(replica, (record, number, kind), change, (me, mine), &names)?);
            }
            (None, _) => rows.push(of_house(replica, change, &names)?),
        }
    }
    Ok((rows, (more, changes)))
}

/// Returns whether a text is a line to somebody else, which names nobody here.
fn is_to_another(
    replica: &mut Replica,
    entry: &Entry,
    member: &MemberId,
    me: &MemberId,
) -> Result<bool, ApiError> {
    let Some(number) = replica.record_number(&entry.record()).map_err(failed)? else { return Ok(false) };
    super::nudges::is_between_others(replica, number, (member, &entry.header.body_hash), Some(me))
}

/// Returns the number of a record that is shown, what it is, and who gave birth to it.
fn shown(replica: &mut Replica, record: &RecordId) -> Result<Option<(u64, RecordType, MemberId)>, ApiError> {
    let Some(number) = replica.record_number(record).map_err(failed)? else { return Ok(None) };
    if !replica.store().is_shown(number).map_err(failed)? {
        return Ok(None);
    }
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    Ok(birth.and_then(|birth| Some((number, RecordType::from_code(birth.kind)?, birth.author))))
}

/// Returns what changed in the community itself.
fn of_house(replica: &mut Replica, change: &Change, names: &Names) -> Result<row::Subject, ApiError> {
    let charter = replica.membership().map_err(failed)?.charter();
    Ok(row::Subject {
        id: String::new(),
        kind: "community".to_owned(),
        title: charter.map(|charter| charter.name.clone()).unwrap_or_default(),
        why: "It is your community.".to_owned(),
        because: "community".to_owned(),
        what: sentence(change, names),
        changes: pieces(change, names),
        at: change.at,
    })
}

fn subject(
    replica: &mut Replica,
    (record, number, kind): (&RecordId, u64, RecordType),
    change: &Change,
    (me, mine): (&MemberId, bool),
    names: &Names,
) -> Result<row::Subject, ApiError> {
    let data = replica.store().page(number).map_err(failed)?.unwrap_or_default();
    let voice = replica.store().voice_of(number, me).map_err(failed)?;
    let voice = voice.map(|bytes| palabre_documents::voice::Voice::from_bytes(&bytes)).unwrap_or_default();
    let said = |fits: &dyn Fn(&Key) -> bool| voice.said().any(|(key, ..)| fits(&key));
    let asked = match kind {
        RecordType::Intention => {
            let page: palabre_documents::kinds::IntentionPage = palabre_documents::kinds::page(&data);
            page.asking.named().contains(me)
        }
        _ => false,
    };
    let (because, why) = if change.names_me {
        ("named", "It names you.")
    } else if mine {
        ("mine", "It is yours.")
    } else if said(&|key| *key == Key::Team) {
        ("team", "You are in its team.")
    } else if asked {
        ("asked", "You are asked.")
    } else if said(&|key| matches!(key, Key::Stance)) {
        ("answered", "You answered.")
    } else if said(&|key| matches!(key, Key::Comment(_) | Key::Advice | Key::Hand | Key::Help(_))) {
        ("spoke", "You spoke there.")
    } else {
        ("open", "It is open to everybody here.")
    };
    let title = kind.glance(&data).title;
    Ok(row::Subject {
        id: record.to_string(),
        kind: kind.word().to_owned(),
        title: if title.is_empty() { "Our house".to_owned() } else { title },
        why: why.to_owned(),
        because: because.to_owned(),
        what: sentence(change, names),
        changes: pieces(change, names),
        at: change.at,
    })
}

/// Returns what changed, piece by piece.
fn pieces(change: &Change, names: &Names) -> Vec<row::Changed> {
    let begun = change.born.as_ref().map(|author| row::Changed {
        what: "begun".to_owned(),
        many: 1,
        who: vec![names.of(author)],
        more: 0,
    });
    let others = change.who.iter().map(|(what, who)| {
        let mut who = names.sorted(who);
        let more = if who.len() > 3 { who.split_off(2).len() as u32 } else { 0 };
        let many = change.many.get(what).copied().unwrap_or_default();
        row::Changed { what: (*what).to_owned(), many, who, more }
    });
    begun.into_iter().chain(others).collect()
}

/// Returns what changed, in one sentence.
fn sentence(change: &Change, names: &Names) -> String {
    let mut parts = Vec::new();
    if let Some(author) = &change.born {
        parts.push(format!("begun by {}", names.of(author)));
    }
    for (what, who) in &change.who {
        let many = change.many.get(what).copied().unwrap_or_default();
        let who = names.sorted(who);
        let by = match who.len() {
            0..=3 => who.join(", "),
            all => format!("{} and {} more", who[..2].join(", "), all - 2),
        };
        parts.push(match (*what, many) {
            ("team", _) => format!("{by} joined the team"),
            ("joined", _) => format!("{by} came"),
            ("charter", _) => "a new charter is in force".to_owned(),
            ("written", _) => format!("written by {by}"),
            ("final", _) => "it is final".to_owned(),
            ("decided", _) => format!("{by} decided"),
            ("news" | "advice", _) => format!("{what} from {by}"),
            (what, 1) => format!("one {what} by {by}"),
            ("reply", many) => format!("{many} replies by {by}"),
            (what, many) => format!("{many} {what}s by {by}"),
        });
    }
    let text = parts.join("; ");
    crate::home::capital(&text)
}
