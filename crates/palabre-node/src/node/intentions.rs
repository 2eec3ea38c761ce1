//! Intentions: anyone may do anything, having first asked those it touches and those who know.

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::{IntentionPage, RecordType};
use palabre_documents::voice::{Key, Said, Voice};
use palabre_domain::decision::DAY;
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::intention::{
    Advice, AdviceKind, Asking, GoKind, Going, LISTENS, MAX_NAMED, REVIEW, Reply, ReplyKind, Review,
    SUGGESTED, Tension, still_open,
};
use palabre_domain::project::{MAX_LINE, MAX_TITLE};
use palabre_domain::words::Outcome;
use palabre_feeds::body::Writers;

use super::around::{self, Voices, text};
use super::decisions::end_of;
use super::texts::{check_line, check_text};
use super::times::time_in_words;
use super::waiting::is_recent;
use super::{Names, Node, failed, write_error};
use crate::naming::by_name;
use crate::replica::{Author, Replica};

const INTENTION: RecordType = RecordType::Intention;

/// An intention, read.
pub(super) struct Intent {
    pub(super) record: RecordId,
    pub(super) number: u64,
    pub(super) initiator: MemberId,
    pub(super) page: IntentionPage,
    pub(super) voices: Vec<(MemberId, palabre_documents::voice::Voice)>,
    pub(super) advice: Vec<(MemberId, Advice, i64)>,
    pub(super) replies: Vec<(MemberId, Reply)>,
    pub(super) going: Option<(Going, i64)>,
}

impl Intent {
    pub(super) fn read(replica: &mut Replica, record: RecordId) -> Result<Self, ApiError> {
        let unknown = || super::unknown(&record.short(4), Some(INTENTION));
        let number = replica.record_number(&record).map_err(failed)?.ok_or_else(unknown)?;
        let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
        let initiator = birth.ok_or_else(unknown)?.author;
        let page = replica.shown(number).map_err(failed)?;
        let voices = replica.voices(number).map_err(failed)?;
        let mut advice: Vec<(MemberId, Advice, i64)> = Vec::new();
        let (mut replies, mut going) = (Vec::new(), None);
        for (member, voice) in &voices {
            for (key, said, at) in voice.said() {
                match (key, said) {
                    (Key::Advice, Said::Advice(given)) => advice.push((*member, given, at)),
                    (Key::Reply(to), Said::Reply(reply)) if *member == initiator => replies.push((to, reply)),
                    (Key::Go, Said::Going(decided)) if *member == initiator => going = Some((decided, at)),
                    _ => {}
                }
            }
        }
        advice.sort_by_key(|(member, _, at)| (*at, *member));
        Ok(Self { record, number, initiator, page, voices, advice, replies, going })
    }

    /// Returns who is still to be heard, and whose advice has no answer.
    pub(super) fn open(&self) -> (Vec<MemberId>, Vec<MemberId>) {
        let advice: Vec<(MemberId, Advice)> =
            self.advice.iter().map(|(member, advice, _)| (*member, advice.clone())).collect();
        still_open(&self.page.asking, &self.initiator, &advice, &self.replies)
    }

    /// Returns where it stands: `listening`, `ended`, `decided`, `dropped` or `review`.
    pub(super) fn state(&self, now: i64) -> &'static str {
        match &self.going {
            Some((Going { go: GoKind::Drop, .. }, _)) => "dropped",
            Some((Going { review: Some(review), .. }, _)) if *review <= now => "review",
            Some(_) => "decided",
            None if now > self.page.asking.until => "ended",
            None => "listening",
        }
    }

    pub(super) fn has_advised(&self, member: &MemberId) -> bool {
        self.advice.iter().any(|(author, ..)| author == member)
    }

    pub(super) fn has_reviewed(&self, member: &MemberId) -> bool {
        self.voices.iter().any(|(author, voice)| author == member && voice.get(&Key::Review).is_some())
    }
}

/// Returns the intentions that are not long over, newest first: what listens, or is looked at again, is not over before that.
pub(super) fn recent(replica: &Replica, now: i64) -> Result<Vec<RecordId>, ApiError> {
    let (mut found, mut from) = (Vec::new(), 0);
    loop {
        let pages = replica.store().pages_of(INTENTION as u8, from, 200).map_err(failed)?;
        from += 200;
        let before = found.len();
        for page in pages {
            let read: IntentionPage = palabre_documents::kinds::page(&page.data);
            let until = Some(read.asking.until);
            let is_open = is_recent(None, page.born, now) || is_recent(until, page.born, now);
            if is_open || is_recent(review_of(replica, page.n)?.or(until), page.born, now) {
                found.push(page.record);
            }
        }
        if found.len() == before {
            return Ok(found);
        }
    }
}

/// Returns when whoever began an intention wants it looked at again.
fn review_of(replica: &Replica, number: u64) -> Result<Option<i64>, ApiError> {
    let birth = replica.store().record(number).map_err(failed)?.and_then(|row| row.birth);
    let Some(birth) = birth else { return Ok(None) };
    let voice = replica.store().voice_of(number, &birth.author).map_err(failed)?;
    Ok(match voice.map(|bytes| Voice::from_bytes(&bytes)).as_ref().and_then(|voice| voice.get(&Key::Go)) {
        Some((Said::Going(going), _)) => going.review,
        _ => None,
    })
}

/// Returns where an intention stands, in a word.
pub(super) fn state(replica: &mut Replica, record: &RecordId, now: i64) -> Result<&'static str, ApiError> {
    Ok(Intent::read(replica, *record)?.state(now))
}

fn read_word<T>(word: &str, read: impl Fn(&str) -> Option<T>, code: &str, hint: &str) -> Result<T, ApiError> {
    read(&word.trim().to_lowercase())
        .ok_or_else(|| ApiError::new(code, format!("{word:?} is none of the answers here."), hint))
}

impl Node {
    pub(super) fn begin_intention(&mut self, ask: ask::IntentionNew) -> Result<row::Intention, ApiError> {
        check_line("What you want to do", &ask.what, MAX_TITLE, false)?;
        for (what, words) in
            [("A why", &ask.why), ("A tension", &ask.tension), ("What it could make worse", &ask.worse)]
        {
            check_line(what, words, MAX_LINE, true)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let touched = people(replica, &author, &ask.touches)?;
        let knows = people(replica, &author, &ask.knows)?;
        let nobody = touched.is_empty() && knows.is_empty();
        let (until, _) = end_of((ask.until.as_deref(), None, ask.days), author.now, LISTENS / DAY)?;
        // Nobody touched: just do it, and tell.
        let until = if nobody { author.now } else { until };
        if until < author.now || until > author.now.saturating_add(366 * DAY) {
            return Err(ApiError::new(
                "intention.until",
                "An intention listens into the future, and for at most a year.",
                "Choose an end such as --days 3.",
            ));
        }
        let about = ask.about.as_deref().map(|about| Self::find(replica, about)).transpose()?;
        let page = IntentionPage {
            what: ask.what.trim().to_owned(),
            why: ask.why.trim().to_owned(),
            tension: ask.tension.trim().to_owned(),
            worse: ask.worse.trim().to_owned(),
            asking: Asking { touched, knows, until, waits_for: None },
            about,
        };
        let record =
            replica.give_birth(&author, INTENTION, Writers::Author, &page.begin()).map_err(write_error)?;
        self.intention_row(record)
    }

    pub(super) fn list_intentions(&mut self, ask: ask::IntentionList) -> Result<row::Intentions, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        if let Some(state) = &ask.state {
            let states = ["listening", "ended", "decided", "dropped", "review"];
            let known = |word: &str| states.contains(&word).then_some(());
            read_word(state, known, "intention.state", "listening, ended, decided, dropped or review.")?;
        }
        let (mut intentions, mut skip, mut from) = (Vec::new(), ask.skip, 0);
        let hidden = super::threads::hidden_records(replica)?;
        let limit = ask.limit.clamp(1, 1_000) as usize;
        loop {
            let pages = replica.store().pages_of(INTENTION as u8, from, 200).map_err(failed)?;
            from += 200;
            if pages.is_empty() {
                return Ok(row::Intentions { intentions });
            }
            for page in pages.into_iter().filter(|page| !hidden.contains(&page.record)) {
                let intent = Intent::read(replica, page.record)?;
                let line = line(&intent, &names, me, now);
                let asks_me = me.is_some_and(|me| intent.page.asking.named().contains(&me));
                if ask.state.as_ref().is_some_and(|state| *state != line.state) || (ask.asked && !asks_me) {
                    continue;
                }
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                intentions.push(line);
                if intentions.len() >= limit {
                    return Ok(row::Intentions { intentions });
                }
            }
        }
    }

    pub(super) fn show_intention(&mut self, named: &str) -> Result<row::Intention, ApiError> {
        let record = Self::find_of(self.replica()?, INTENTION, named)?;
        self.intention_row(record)
    }

    pub(super) fn suggest_people(&mut self, words: &str) -> Result<row::Suggestions, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let names = Self::names(replica)?;
        let wanted: Vec<String> = words
            .split(|c: char| !c.is_alphanumeric())
            .map(fold)
            .filter(|word| word.chars().count() > 2)
            .collect();
        let mut found = Vec::new();
        for (member, profile) in super::profiles::profiles(replica)? {
            if Some(member) == me || profile.is_away(now) {
                continue;
            }
            let said = profile.shares.iter().flat_map(|tag| tag.split(|c: char| !c.is_alphanumeric()));
            let said: Vec<String> = said.map(fold).filter(|word| !word.is_empty()).collect();
            let fits = |word: &String| said.iter().any(|tag| tag.starts_with(word) || word.starts_with(tag));
            if wanted.iter().any(fits) {
                found.push(member);
            }
        }
        let mut found = names.sorted(&found);
        found.truncate(SUGGESTED);
        Ok(row::Suggestions { names: found })
    }

    pub(super) fn change_intention(&mut self, ask: ask::IntentionChange) -> Result<row::Intention, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let intent = mine(replica, &author, &ask.intention)?;
        let mut asking = intent.page.asking.clone();
        asking.touched.extend(people(replica, &author, &ask.touches)?);
        asking.knows.extend(people(replica, &author, &ask.knows)?);
        for list in [&mut asking.touched, &mut asking.knows] {
            list.sort_unstable();
            list.dedup();
        }
        if asking.named().len() > MAX_NAMED {
            return Err(too_many());
        }
        if let Some(days) = ask.days {
            asking.until = author.now.max(asking.until).saturating_add(i64::from(days.min(366)) * DAY);
        }
        if let Some(named) = &ask.waits_for {
            asking.waits_for = Some(Self::find_of(replica, RecordType::Decision, named)?);
        }
        if asking == intent.page.asking {
            return Err(ApiError::new(
                "edit.nothing",
                "This changes nothing.",
                "Use --touches, --knows, --days or --waits-for.",
            ));
        }
        replica.edit(&author, intent.record, &[IntentionPage::ask(&asking)]).map_err(write_error)?;
        self.intention_row(intent.record)
    }

    pub(super) fn advise(&mut self, ask: ask::IntentionAdvise) -> Result<row::Intention, ApiError> {
        let kinds = "read, support, suggestion, worry or harm.";
        let kind = read_word(&ask.kind, AdviceKind::from_word, "intention.advice", kinds)?;
        let words = ask.text.filter(|words| !words.trim().is_empty());
        if kind.needs_words() && words.is_none() {
            return Err(ApiError::new(
                "intention.words",
                format!("A {} is told in words.", kind.word()),
                "Say which, after it.",
            ));
        }
        if let Some(words) = &words {
            check_text(words)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, INTENTION, &ask.intention)?;
        let intent = Intent::read(replica, record)?;
        if intent.initiator == author.member {
            return Err(ApiError::new(
                "intention.mine",
                "This intention is yours: you ask, and the others advise.",
                "`palabre intention reply` answers them.",
            ));
        }
        replica
            .together(|replica| {
                let text = match &words {
                    Some(words) => Some(replica.put_words(&author, record, words)?),
                    None => None,
                };
                let said = Said::Advice(Advice { kind, text });
                replica.say(&author, record, &[(Key::Advice, Some(said))])
            })
            .map_err(write_error)?;
        self.intention_row(record)
    }

    pub(super) fn reply_to_advice(&mut self, ask: ask::IntentionReply) -> Result<row::Intention, ApiError> {
        let hint = "taken, adapted or not-taken.";
        let how = read_word(&ask.how, ReplyKind::from_word, "intention.reply", hint)?;
        let words = ask.text.filter(|words| !words.trim().is_empty());
        if how == ReplyKind::NotTaken && words.is_none() {
            return Err(ApiError::new("intention.because", "Not taken, because?", "Say why, after it."));
        }
        if let Some(words) = &words {
            check_text(words)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let intent = mine(replica, &author, &ask.intention)?;
        let member = Self::find_person(replica, &author.member, &ask.name)?;
        let given = intent.advice.iter().find(|(author, ..)| *author == member);
        let Some((_, advice, _)) = given else {
            return Err(ApiError::new(
                "intention.silent",
                format!("{} has not advised yet.", Self::names(replica)?.of(&member)),
                "`palabre intention show` lists what they said.",
            ));
        };
        let advice = advice.id();
        replica
            .together(|replica| {
                let text = match &words {
                    Some(words) => Some(replica.put_words(&author, intent.record, words)?),
                    None => None,
                };
                let said = Said::Reply(Reply { advice, how, text });
                replica.say(&author, intent.record, &[(Key::Reply(member), Some(said))])
            })
            .map_err(write_error)?;
        self.intention_row(intent.record)
    }

    pub(super) fn decide_intention(&mut self, ask: ask::IntentionDecide) -> Result<row::Intention, ApiError> {
        let go = read_word(&ask.go, GoKind::from_word, "intention.go", "go, go-changed or drop.")?;
        let words = ask.text.filter(|words| !words.trim().is_empty());
        if let Some(words) = &words {
            check_text(words)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let intent = mine(replica, &author, &ask.intention)?;
        let (not_heard, not_answered) = intent.open();
        let review = match (go, ask.review) {
            (GoKind::Drop, _) | (_, Some(0)) => None,
            (_, Some(days)) => Some(author.now + i64::from(days.min(3_660)) * DAY),
            (_, None) => Some(author.now + REVIEW),
        };
        replica
            .together(|replica| {
                let text = match &words {
                    Some(words) => Some(replica.put_words(&author, intent.record, words)?),
                    None => None,
                };
                let said = Said::Going(Going { go, text, not_heard, not_answered, review });
                replica.say(&author, intent.record, &[(Key::Go, Some(said))])
            })
            .map_err(write_error)?;
        self.intention_row(intent.record)
    }

    pub(super) fn outcome_of_intention(
        &mut self,
        ask: ask::IntentionOutcome,
    ) -> Result<row::Intention, ApiError> {
        check_text(&ask.text)?;
        let (replica, author) = self.replica_as_member()?;
        let intent = mine(replica, &author, &ask.intention)?;
        if intent.going.is_none() {
            return Err(ApiError::new(
                "outcome.early",
                "It is not decided yet, so there is no outcome.",
                "`palabre intention decide` decides: go, go-changed or drop.",
            ));
        }
        replica
            .together(|replica| {
                let text = replica.put_words(&author, intent.record, &ask.text)?;
                let outcome = Outcome { count: None, text, review: None };
                replica.say(&author, intent.record, &[(Key::Outcome, Some(Said::Outcome(outcome)))])
            })
            .map_err(write_error)?;
        self.intention_row(intent.record)
    }

    pub(super) fn review_intention(&mut self, ask: ask::IntentionReview) -> Result<row::Intention, ApiError> {
        let tension =
            read_word(&ask.tension, Tension::from_word, "intention.review", "less, as-much or more.")?;
        let words = ask.text.filter(|words| !words.trim().is_empty());
        if let Some(words) = &words {
            check_text(words)?;
        }
        let (replica, author) = self.replica_as_member()?;
        let record = Self::find_of(replica, INTENTION, &ask.intention)?;
        let intent = Intent::read(replica, record)?;
        if !matches!(intent.state(author.now), "decided" | "review") {
            return Err(ApiError::new(
                "review.early",
                "There is nothing to look back at yet.",
                "Once it is decided and done, say whether it created more tension than it resolved.",
            ));
        }
        replica
            .together(|replica| {
                let text = match &words {
                    Some(words) => Some(replica.put_words(&author, record, words)?),
                    None => None,
                };
                let said = Said::Review(Review { tension, text });
                replica.say(&author, record, &[(Key::Review, Some(said))])
            })
            .map_err(write_error)?;
        self.intention_row(record)
    }

    fn intention_row(&mut self, record: RecordId) -> Result<row::Intention, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let intent = Intent::read(replica, record)?;
        show(replica, &intent, me, now)
    }
}

/// Returns a word without accents and capitals, as far as that is simple.
fn fold(word: &str) -> String {
    super::finding::fold(word)
}

fn too_many() -> ApiError {
    ApiError::new(
        "intention.many",
        format!("One intention names at most {MAX_NAMED} people."),
        "Ask those it touches most; anybody can advise.",
    )
}

fn people(replica: &mut Replica, author: &Author, names: &[String]) -> Result<Vec<MemberId>, ApiError> {
    if names.len() > MAX_NAMED {
        return Err(too_many());
    }
    let mut people = Vec::new();
    for name in names {
        let member = Node::find_member(replica, &author.member, name)?;
        if member != author.member {
            people.push(member);
        }
    }
    people.sort_unstable();
    people.dedup();
    Ok(people)
}

/// Finds an intention of the author's.
fn mine(replica: &mut Replica, author: &Author, named: &str) -> Result<Intent, ApiError> {
    let record = Node::find_of(replica, INTENTION, named)?;
    let intent = Intent::read(replica, record)?;
    if intent.initiator == author.member {
        return Ok(intent);
    }
    let names = Node::names(replica)?;
    Err(ApiError::new(
        "intention.not-mine",
        format!("This intention is {}'s, who listens and decides.", names.of(&intent.initiator)),
        "Give your advice with `palabre intention advise`, or open a decision about it with `palabre decision new`.",
    ))
}

pub(super) fn line(intent: &Intent, names: &Names, me: Option<MemberId>, now: i64) -> row::IntentionLine {
    let named = intent.page.asking.named();
    let state = intent.state(now);
    row::IntentionLine {
        id: intent.record.to_string(),
        what: intent.page.what.clone(),
        initiator: names.of(&intent.initiator),
        state: state.to_owned(),
        until: intent.page.asking.until,
        heard: named.iter().filter(|member| intent.has_advised(member)).count() as u32,
        named: named.len() as u32,
        waits_for_me: matches!(state, "listening" | "ended")
            && me.is_some_and(|me| named.contains(&me) && !intent.has_advised(&me)),
    }
}

fn show(
    replica: &mut Replica,
    intent: &Intent,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::Intention, ApiError> {
    let names = Node::names(replica)?;
    let line = line(intent, &names, me, now);
    let named = intent.page.asking.named();
    let (not_heard, not_answered) = match &intent.going {
        Some((going, _)) => (going.not_heard.clone(), going.not_answered.clone()),
        None => intent.open(),
    };
    let mine = me == Some(intent.initiator);
    let mut advice = Vec::new();
    for (member, given, at) in &intent.advice {
        let reply = intent.replies.iter().find(|(to, reply)| to == member && reply.advice == given.id());
        advice.push(row::Advice {
            name: names.of(member),
            member: member.to_string(),
            kind: given.kind.word().to_owned(),
            text: text(replica, intent.number, member, given.text.as_ref())?,
            at: *at,
            asked: named.contains(member),
            reply: reply.map(|(_, reply)| reply.how.word().to_owned()),
            reply_text: match reply {
                Some((_, reply)) => text(replica, intent.number, &intent.initiator, reply.text.as_ref())?,
                None => None,
            },
        });
    }
    let going = intent.going.as_ref();
    let decided_text = match going {
        Some((going, _)) => text(replica, intent.number, &intent.initiator, going.text.as_ref())?,
        None => None,
    };
    let outcomes = super::decisions::outcomes(replica, intent.number, &intent.voices, &names)?;
    let waits_for = match &intent.page.asking.waits_for {
        Some(decision) => around::tied(replica, decision, now)?,
        None => None,
    };
    let about = match &intent.page.about {
        Some(about) => around::tied(replica, about, now)?,
        None => None,
    };
    let reviews = reviews(replica, intent.number, &intent.voices, &names)?;
    Ok(row::Intention {
        sentence: sentence(intent, &line, &names, now),
        id: line.id,
        what: line.what,
        why: intent.page.why.clone(),
        tension: intent.page.tension.clone(),
        worse: intent.page.worse.clone(),
        initiator: line.initiator,
        mine,
        state: line.state,
        until: line.until,
        touched: names.sorted(&intent.page.asking.touched),
        knows: names.sorted(&intent.page.asking.knows),
        heard: line.heard,
        named: line.named,
        not_heard: if mine || going.is_some() { names.sorted(&not_heard) } else { Vec::new() },
        not_answered: names.sorted(&not_answered),
        i_am_asked: me.is_some_and(|me| named.contains(&me)),
        my_advice: me
            .and_then(|me| intent.advice.iter().find(|(author, ..)| *author == me))
            .map(|(_, advice, _)| advice.kind.word().to_owned()),
        advice,
        decided: going.map(|(going, _)| going.go.word().to_owned()),
        decided_at: going.map(|(_, at)| *at),
        decided_text,
        review: going.and_then(|(going, _)| going.review),
        reviews,
        outcomes,
        waits_for,
        about,
        around: around::around(replica, (&intent.record, intent.number), &intent.voices, &names, me, now)?,
    })
}

fn reviews(
    replica: &mut Replica,
    number: u64,
    voices: &Voices,
    names: &Names,
) -> Result<Vec<row::Review>, ApiError> {
    let mut rows = Vec::new();
    for (member, voice) in voices {
        if let Some((Said::Review(review), _)) = voice.get(&Key::Review) {
            rows.push(row::Review {
                name: names.of(member),
                tension: review.tension.word().to_owned(),
                text: text(replica, number, member, review.text.as_ref())?,
            });
        }
    }
    rows.sort_by_key(|row| by_name(&row.name));
    Ok(rows)
}

/// Returns where it stands, as a sentence.
fn sentence(intent: &Intent, line: &row::IntentionLine, names: &Names, now: i64) -> String {
    let who = &line.initiator;
    let until = time_in_words(line.until);
    let heard = format!("{} of {} have answered.", line.heard, line.named);
    match &intent.going {
        Some((going, _)) => {
            let review = match going.review {
                Some(at) if at <= now => " Review is due.".to_owned(),
                Some(at) => format!(" Review on {}.", &time_in_words(at)[..10]),
                None => String::new(),
            };
            let open = match (going.not_heard.len(), going.not_answered.len()) {
                (0, 0) => String::new(),
                _ => {
                    let mut parts = Vec::new();
                    if !going.not_heard.is_empty() {
                        parts.push(format!("not heard: {}", names.sorted(&going.not_heard).join(", ")));
                    }
                    if !going.not_answered.is_empty() {
                        parts.push(format!("not answered: {}", names.sorted(&going.not_answered).join(", ")));
                    }
                    format!(" Decided all the same ({}).", parts.join("; "))
                }
            };
            match going.go {
                GoKind::Go => format!("{who} goes ahead.{open}{review}"),
                GoKind::GoChanged => format!("{who} goes ahead, changed after the advice.{open}{review}"),
                GoKind::Drop => format!("{who} drops it."),
            }
        }
        None if line.named == 0 => {
            format!("{who} asks nobody: it touches nobody else. Do it, and tell what came of it.")
        }
        None if now > line.until => format!("{who} listened until {until}, and has not decided. {heard}"),
        None => format!("{who} listens until {until}. {heard}"),
    }
}
