//! Budget rounds: everybody gives their allotment to what they want to see happen, and each cent is told.

use std::collections::BTreeMap;
use std::sync::Arc;

use palabre_api::{ApiError, ask, row};
use palabre_documents::guard::read_voice;
use palabre_documents::kinds::{BucketPage, RecordType, RoundPage};
use palabre_documents::voice::{CurrentStance, Key, Said, casts};
use palabre_domain::count::{Count, Given, Question};
use palabre_domain::decision::{
    Answer, Carried, Electorate, End, HOUR, Hide, MAX_QUESTION, MAX_WORDING, Paper, Protocol, Purpose,
    Reasons, Roll, Stance, TRAVEL,
};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::money::{Amount, AmountError, Currency};
use palabre_domain::settle::{EndRule, Fate, Giver, Giving, Goal, Settlement, Status, Story, stays, story};
use palabre_domain::tally::Verdict;
use palabre_feeds::body::Writers;

use super::around::{self};
use super::decisions::{self, end_of, read_case, roll};
use super::texts::{check_length, check_some};
use super::times::time_in_words;
use super::{Names, Node, failed, write_error};
use crate::decide::{Case, State};
use crate::replica::{Author, Replica};

const ROUND: RecordType = RecordType::Round;

/// Turns what reading an amount says into an error for a person.
pub(super) fn amount_error(text: &str, error: AmountError) -> ApiError {
    ApiError::new(
        "amount.malformed",
        format!("{text:?}: {error}."),
        "Write it like 1234.50, without signs between thousands.",
    )
}

/// Reads what a decision releases, such as `2400 EUR`; euros where no currency is said.
pub(super) fn release(text: &str) -> Result<Purpose, ApiError> {
    let text = text.trim();
    let (amount, code) = match text.rsplit_once(' ') {
        Some((amount, code)) if code.chars().all(char::is_alphabetic) => (amount, code),
        _ => (text, "EUR"),
    };
    let currency = currency_of(code)?;
    let amount = currency.read(amount).map_err(|error| amount_error(text, error))?;
    Ok(Purpose::Release { currency, amount })
}

fn currency_of(code: &str) -> Result<Currency, ApiError> {
    Currency::parse(code).ok_or_else(|| {
        ApiError::new(
            "currency.unknown",
            format!("{code:?} is no code of a currency."),
            "Use its three letters, such as EUR.",
        )
    })
}

/// Returns an amount as rows carry it.
pub(super) fn money(currency: Currency, amount: Amount) -> row::Money {
    row::Money { minor: amount.0, text: currency.write(amount) }
}

impl Node {
    pub(super) fn draft_round(&mut self, ask: ask::RoundNew) -> Result<row::Round, ApiError> {
        let currency = currency_of(&ask.currency)?;
        let purpose = ask.purpose.trim();
        check_some("A purpose", purpose)?;
        check_length("A purpose", purpose, MAX_QUESTION, "Say it shorter; the guidelines take more.")?;
        check_length("What the guidelines say", &ask.guidelines, MAX_WORDING, "Say it shorter.")?;
        let (replica, author) = self.replica_as_member()?;
        let edits = RoundPage::draft(purpose, &ask.guidelines, currency);
        let record = replica.give_birth(&author, ROUND, Writers::Author, &edits).map_err(write_error)?;
        self.round_row(record)
    }

    pub(super) fn open_round(&mut self, ask: ask::RoundOpen) -> Result<row::Round, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = round(replica, &ask.round)?;
        decisions::check_drafter(replica, &author, &case, ROUND)?;
        if case.opening.is_some() {
            return Err(ApiError::new(
                "round.opened",
                "This round is open already; its pot, allotments and rules are frozen.",
                "Draft another one with `palabre round new`.",
            ));
        }
        let paper = paper(replica, &author, &case, &ask)?;
        decisions::open(replica, &author, &case, paper)?;
        self.round_row(case.record)
    }

    pub(super) fn list_rounds(&mut self, ask: ask::RoundList) -> Result<row::Rounds, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let limit = ask.limit.clamp(1, 1_000);
        let mut rounds = Vec::new();
        for page in replica.store().pages_of(ROUND as u8, ask.skip, limit).map_err(failed)? {
            let case = read_case(replica, page.record)?;
            let buckets = buckets(replica, &case, now)?;
            let currency = currency(replica, &case)?;
            let giving = case.opening.as_ref().and_then(|(_, paper)| paper.giving.as_ref());
            rounds.push(row::RoundLine {
                id: case.record.to_string(),
                purpose: purpose(&case).to_owned(),
                state: case.state(now).word().to_owned(),
                currency: currency.code().to_owned(),
                pot: money(currency, giving.map_or(Amount::ZERO, |giving| giving.pot)),
                ends: case.opening.as_ref().map(|(_, paper)| paper.end.latest()),
                buckets: buckets.iter().filter(|bucket| bucket.proposed).count() as u32,
                left: me.and_then(|me| left(&case, &me)).map(|left| money(currency, left)),
            });
        }
        Ok(row::Rounds { rounds })
    }

    pub(super) fn show_round(&mut self, named: &str) -> Result<row::Round, ApiError> {
        let record = Self::find_of(self.replica()?, ROUND, named)?;
        self.round_row(record)
    }

    pub(super) fn pass_round(&mut self, ask: &ask::RoundPass) -> Result<row::Round, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = round(replica, &ask.round)?;
        decisions::leave(replica, &author, &case, ROUND, ask.back)?;
        self.round_row(case.record)
    }

    pub(super) fn settle_round(&mut self, named: &str) -> Result<row::Round, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = round(replica, named)?;
        decisions::count_now(replica, &author, &case)?;
        self.round_row(case.record)
    }

    pub(super) fn explain_round(&mut self, ask: ask::RoundExplain) -> Result<row::Explained, ApiError> {
        let me = self.me()?.member_id();
        let replica = self.replica()?;
        let case = round(replica, &ask.round)?;
        let member = match &ask.name {
            Some(name) => Self::find_person(replica, &me, name)?,
            None => me,
        };
        let name = Self::names(replica)?.of(&member);
        let told = tell(replica, &case, &member)?.ok_or_else(|| {
            ApiError::new(
                "round.not-settled",
                "Nothing is settled yet, or this person had nothing to give.",
                "Once giving has ended, `palabre round settle` settles it.",
            )
        })?;
        Ok(row::Explained { name, allotment: told.0, lines: told.1 })
    }

    pub(super) fn give(&mut self, ask: ask::Allocate) -> Result<row::Round, ApiError> {
        let (replica, author) = self.replica_as_member()?;
        let case = round(replica, &ask.round)?;
        let (Some((opening, paper)), Some(roll)) = (case.opening.clone(), case.roll.clone()) else {
            return Err(ApiError::new(
                "round.draft",
                "This round is not open yet.",
                "The one who drafted it opens it with `palabre round open`.",
            ));
        };
        let Some(giving) = paper.giving.clone() else {
            return Err(super::unknown(&ask.round, Some(ROUND)));
        };
        if case.state(author.now) != State::Open {
            return Err(ApiError::new(
                "round.closed",
                "Giving has ended.",
                "`palabre round show` says what it comes to.",
            ));
        }
        let Some(allotment) = allotment(&giving, &roll, &author.member) else {
            return Err(ApiError::new(
                "round.apart",
                "You came after this round opened, so you have nothing to give in it.",
                "You can propose a bucket, comment, and give in the next round.",
            ));
        };
        let buckets = buckets(replica, &case, author.now)?;
        let mut gifts: BTreeMap<RecordId, Amount> = match ask.only {
            true => BTreeMap::new(),
            false => gifts_of(&case, &author.member).into_iter().collect(),
        };
        for gift in &ask.gifts {
            let (bucket, amount) = read_gift(&buckets, giving.currency, gift)?;
            check_gift(&case, &giving, &author.member, bucket, amount)?;
            if amount.is_zero() {
                gifts.remove(&bucket.record);
            } else {
                gifts.insert(bucket.record, amount);
            }
        }
        let gifts: Vec<(RecordId, Amount)> = gifts.into_iter().collect();
        let sum: Amount = gifts.iter().map(|(_, amount)| *amount).sum();
        if sum > allotment {
            return Err(ApiError::new(
                "allocation.over",
                format!(
                    "This is {} in all, and you have {} to give.",
                    giving.currency.write(sum),
                    giving.currency.write(allotment)
                ),
                "Give less to one of them; `palabre round show` says what you gave.",
            ));
        }
        let stance = Stance { opening, answer: Answer::Gifts(gifts), reason: None };
        replica
            .say(&author, case.record, &[(Key::Stance, Some(Said::Stance(stance)))])
            .map_err(write_error)?;
        self.round_row(case.record)
    }

    fn round_row(&mut self, record: RecordId) -> Result<row::Round, ApiError> {
        let now = self.now();
        let me = self.identity.as_ref().map(|me| me.member_id());
        let replica = self.replica()?;
        let case = read_case(replica, record)?;
        show(replica, &case, me, now)
    }
}

/// Finds a round.
pub(super) fn round(replica: &mut Replica, named: &str) -> Result<Arc<Case>, ApiError> {
    let record = Node::find_of(replica, ROUND, named)?;
    read_case(replica, record)
}

fn purpose(case: &Case) -> &str {
    case.opening.as_ref().map_or(&case.page.question, |(_, paper)| &paper.question)
}

/// Returns the currency of a round.
pub(super) fn currency(replica: &Replica, case: &Case) -> Result<Currency, ApiError> {
    if let Some(giving) = case.opening.as_ref().and_then(|(_, paper)| paper.giving.as_ref()) {
        return Ok(giving.currency);
    }
    let page: RoundPage = replica.shown(case.number).map_err(failed)?;
    Ok(page.currency.unwrap_or(Currency::EUR))
}

fn allotment(giving: &Giving, roll: &Roll, member: &MemberId) -> Option<Amount> {
    roll.members.binary_search(member).ok().and_then(|place| giving.allotments.get(place)).copied()
}

/// Returns what a member gives now; nothing where two devices differ.
pub(super) fn gifts_of(case: &Case, member: &MemberId) -> Vec<(RecordId, Amount)> {
    let stance = case.answers().iter().find(|(author, _)| author == member);
    match stance {
        Some((_, CurrentStance::One(Stance { answer: Answer::Gifts(gifts), .. }, _))) => gifts.clone(),
        _ => Vec::new(),
    }
}

/// Returns what a member has left to give; `None` for whoever has no allotment.
pub(super) fn left(case: &Case, member: &MemberId) -> Option<Amount> {
    let (_, paper) = case.opening.as_ref()?;
    let allotment = allotment(paper.giving.as_ref()?, case.roll.as_ref()?, member)?;
    Some(allotment.minus(gifts_of(case, member).into_iter().map(|(_, amount)| amount).sum()))
}

/// A bucket of a round, as it stands.
pub(super) struct Bucket {
    pub(super) record: RecordId,
    pub(super) title: String,
    pub(super) goal: Goal,
    pub(super) proposed: bool,
}

/// Returns a round's buckets as they stand, or stood when giving ended, in the order in which they were proposed.
pub(super) fn buckets(replica: &Replica, case: &Case, now: i64) -> Result<Vec<Bucket>, ApiError> {
    let end = case.opening.as_ref().map_or(i64::MAX, |(_, paper)| paper.end.latest());
    let mut buckets = Vec::new();
    for page in replica.store().pages_about(&case.record).map_err(failed)? {
        if page.kind != RecordType::Bucket as u8 {
            continue;
        }
        let read: BucketPage = palabre_documents::kinds::page(&page.data);
        if read.round != case.record {
            continue;
        }
        // Until giving ends, what they say now; then what they said up to the end.
        let at = if now <= end { i64::MAX } else { end };
        buckets.push(Bucket {
            record: page.record,
            goal: read.goal(page.record, at),
            proposed: read.is_proposed(at),
            title: read.title,
        });
    }
    buckets.reverse();
    Ok(buckets)
}

fn given_to(case: &Case, but: Option<&MemberId>) -> BTreeMap<RecordId, Amount> {
    let mut given: BTreeMap<RecordId, Amount> = BTreeMap::new();
    for (member, stance) in case.answers() {
        if !case.takes_part(member) || Some(member) == but {
            continue;
        }
        if let CurrentStance::One(Stance { answer: Answer::Gifts(gifts), .. }, _) = stance {
            for (bucket, amount) in gifts {
                let sum = given.entry(*bucket).or_default();
                *sum = sum.plus(*amount);
            }
        }
    }
    given
}

fn read_gift<'a>(
    buckets: &'a [Bucket],
    currency: Currency,
    text: &str,
) -> Result<(&'a Bucket, Amount), ApiError> {
    let (named, amount) = text.rsplit_once('=').ok_or_else(|| {
        ApiError::new(
            "allocation.malformed",
            format!("{text:?} is no gift."),
            "Write it like \"Repair cafe=85\": a bucket, =, and an amount.",
        )
    })?;
    let amount = currency.read(amount).map_err(|error| amount_error(amount, error))?;
    let wanted = named.trim().to_lowercase();
    let fits = |bucket: &&Bucket| {
        bucket.title.to_lowercase() == wanted
            || (wanted.len() >= 4 && bucket.record.to_string().starts_with(&wanted))
    };
    let begins = |bucket: &&Bucket| bucket.title.to_lowercase().starts_with(&wanted);
    let exact: Vec<&Bucket> = buckets.iter().filter(fits).collect();
    let found: Vec<&Bucket> =
        if exact.len() == 1 || wanted.is_empty() { exact } else { buckets.iter().filter(begins).collect() };
    match found[..] {
        [one] => Ok((one, amount)),
        [] => Err(ApiError::new(
            "bucket.unknown",
            format!("There is no bucket {named:?} in this round."),
            "`palabre round show` lists its buckets.",
        )),
        _ => Err(ApiError::new(
            "bucket.several",
            format!("{named:?} names several buckets of this round."),
            "Use more of its name.",
        )),
    }
}

/// Refuses knowingly passing a bucket's maximum, or the cap.
fn check_gift(
    case: &Case,
    giving: &Giving,
    me: &MemberId,
    bucket: &Bucket,
    amount: Amount,
) -> Result<(), ApiError> {
    if amount.is_zero() {
        return Ok(());
    }
    if !bucket.proposed {
        return Err(ApiError::new(
            "bucket.withdrawn",
            format!("{:?} is no longer proposed.", bucket.title),
            "Give to another bucket.",
        ));
    }
    if giving.cap.is_some_and(|cap| amount > cap) {
        let cap = giving.cap.unwrap_or_default();
        return Err(ApiError::new(
            "allocation.cap",
            format!("In this round one person gives at most {} to one bucket.", giving.currency.write(cap)),
            "Give the rest to others.",
        ));
    }
    let others = given_to(case, Some(me)).get(&bucket.record).copied().unwrap_or_default();
    let room = bucket.goal.max.minus(others);
    if amount > room {
        return Err(ApiError::new(
            "bucket.full",
            format!("This bucket needs only {} more.", giving.currency.write(room)),
            "Give at most that; leftovers go where the round said.",
        ));
    }
    Ok(())
}

fn paper(
    replica: &mut Replica,
    author: &Author,
    case: &Case,
    ask: &ask::RoundOpen,
) -> Result<Paper, ApiError> {
    let currency = currency(replica, case)?;
    let read = |text: &str| currency.read(text).map_err(|error| amount_error(text, error));
    let pot = read(&ask.pot)?;
    let because = released(replica, case, &ask.because, currency, pot, author.now)?;
    let rule = EndRule::from_word(&ask.leftovers).ok_or_else(|| {
        ApiError::new(
            "round.leftovers",
            format!("{:?} says nothing about leftovers.", ask.leftovers),
            "return (to the pot), stay (with members) or spread (over funded buckets).",
        )
    })?;
    let roll = roll(replica, author.now)?;
    let mut allotments = allotments(replica, author, &roll, pot, ask, &read)?;
    let mut carried_over = Amount::ZERO;
    if let Some(earlier) = &ask.after {
        for (member, amount) in stayed(replica, earlier, currency, author.now)? {
            if let Ok(place) = roll.members.binary_search(&member) {
                allotments[place] = allotments[place].plus(amount);
                carried_over = carried_over.plus(amount);
            }
        }
    }
    let end = (ask.until.as_deref(), ask.hours, ask.days);
    let (at, _) = end_of(end, author.now, Protocol::Giving.default_days())?;
    let cap = ask.cap.as_deref().map(read).transpose()?;
    let giving = Giving { currency, pot, carried_over, allotments, cap, rule, because };
    if !giving.is_sound() {
        let allotted: Amount = giving.allotments.iter().copied().sum();
        return Err(ApiError::new(
            "round.allotments",
            format!(
                "The allotments come to {}, and there is {}.",
                currency.write(allotted),
                currency.write(pot.plus(carried_over))
            ),
            "Give everybody less with --each or --allot, or nothing of these: equal parts.",
        ));
    }
    Ok(Paper {
        question: case.page.question.clone(),
        wording: case.page.wording.clone(),
        protocol: Protocol::Giving,
        electorate: Electorate::Frozen(Carried::Here(roll)),
        opened: author.now,
        end: End::At(at),
        travel: ask.travel.map_or(TRAVEL, |hours| i64::from(hours) * HOUR),
        reasons: Reasons::Off,
        purpose: Purpose::Words,
        replaces: None,
        options: Vec::new(),
        hide: Hide::Never,
        about: None,
        giving: Some(giving),
    })
}

/// Returns the final count that released at least so much for a round, after what other rounds took of it.
fn released(
    replica: &mut Replica,
    case: &Case,
    named: &str,
    currency: Currency,
    pot: Amount,
    now: i64,
) -> Result<Hash, ApiError> {
    let record = Node::find_of(replica, RecordType::Decision, named)?;
    let decision = read_case(replica, record)?;
    let not_released = || {
        ApiError::new(
            "round.not-released",
            "This decision is not final, was not carried, or releases no money in this currency.",
            "Open one with `palabre decision open … --releases \"2400 EUR\"`; money waits for final.",
        )
    };
    let Some((_, Paper { purpose: Purpose::Release { currency: released_in, amount }, .. })) =
        &decision.opening
    else {
        return Err(not_released());
    };
    let counted = decision.counts.iter().find(|counted| counted.is_final).ok_or_else(not_released)?;
    let carried =
        counted.signed.as_ref().is_some_and(|signed| signed.count.result.verdict == Verdict::Carried);
    if *released_in != currency || decision.state(now) != State::Final || !carried {
        return Err(not_released());
    }
    let mut taken = Amount::ZERO;
    for page in replica.store().pages_of(ROUND as u8, 0, 10_000).map_err(failed)? {
        if page.record == case.record {
            continue;
        }
        let other: RoundPage = palabre_documents::kinds::page(&page.data);
        let papers = other.decided.openings.iter().filter_map(|(_, paper)| paper.giving.as_ref());
        taken = taken.plus(papers.filter(|g| g.because == counted.id).map(|g| g.pot).sum());
    }
    let free = amount.minus(taken);
    if pot > free {
        return Err(ApiError::new(
            "round.pot",
            format!(
                "This decision released {}, of which {} is free.",
                currency.write(*amount),
                currency.write(free)
            ),
            "Take a smaller pot, or ask for more in a new decision.",
        ));
    }
    Ok(counted.id)
}

/// Splits NAME=VALUE.
fn named_value<'a>(text: &'a str, what: &str) -> Result<(&'a str, &'a str), ApiError> {
    text.rsplit_once('=').ok_or_else(|| {
        ApiError::new(
            "round.allotments",
            format!("{text:?} does not say whose and how much."),
            format!("Write it like {what}."),
        )
    })
}

fn allotments(
    replica: &mut Replica,
    author: &Author,
    roll: &Roll,
    pot: Amount,
    ask: &ask::RoundOpen,
    read: &dyn Fn(&str) -> Result<Amount, ApiError>,
) -> Result<Vec<Amount>, ApiError> {
    let ways = [ask.each.is_some(), !ask.allot.is_empty(), !ask.bands.is_empty()];
    if ways.iter().filter(|said| **said).count() > 1 {
        return Err(ApiError::new(
            "round.allotments",
            "The allotments were said in several ways.",
            "Use one of --each, --allot and --band.",
        ));
    }
    let place = |replica: &mut Replica, name: &str| -> Result<usize, ApiError> {
        let member = Node::find_member(replica, &author.member, name)?;
        // Everybody who is found here is on the roll.
        Ok(roll.members.binary_search(&member).unwrap_or_default())
    };
    let many = roll.members.len();
    if let Some(each) = &ask.each {
        return Ok(vec![read(each)?; many]);
    }
    if !ask.allot.is_empty() {
        let mut amounts = vec![Amount::ZERO; many];
        for text in &ask.allot {
            let (name, amount) = named_value(text, "Ana=150")?;
            amounts[place(replica, name)?] = read(amount)?;
        }
        return Ok(amounts);
    }
    let mut weights = vec![1_u64; many];
    for text in &ask.bands {
        let (name, band) = named_value(text, "Ana=2")?;
        weights[place(replica, name)?] =
            band.trim().parse().ok().filter(|band| (1..=3).contains(band)).ok_or_else(|| {
                ApiError::new(
                    "round.band",
                    format!("{band:?} is no band of involvement."),
                    "From 1 to 3, by everybody's own word; without one it is 1.",
                )
            })?;
    }
    // What does not divide stays in the pot.
    let all: u64 = weights.iter().sum();
    Ok(weights.into_iter().map(|weight| Amount(pot.0 / all.max(1) * weight)).collect())
}

/// Returns what stayed with members in an earlier round that is final.
fn stayed(
    replica: &mut Replica,
    named: &str,
    currency: Currency,
    now: i64,
) -> Result<Vec<(MemberId, Amount)>, ApiError> {
    let earlier = round(replica, named)?;
    let not_settled = || {
        ApiError::new(
            "round.earlier",
            "Nothing stayed with members in that round, or it is not final yet.",
            "Leftovers stay where it opened with --leftovers stay.",
        )
    };
    let (_, paper) = earlier.opening.as_ref().ok_or_else(not_settled)?;
    let giving =
        paper.giving.as_ref().filter(|giving| giving.rule == EndRule::Stay).ok_or_else(not_settled)?;
    if earlier.state(now) != State::Final || giving.currency != currency {
        return Err(not_settled());
    }
    let count =
        earlier.counts.iter().find(|counted| counted.is_final).and_then(|counted| counted.signed.clone());
    let count = count.ok_or_else(not_settled)?.count;
    let (goals, givers) = counted(replica, &earlier, &count)?;
    Ok(stays(&goals, &givers, giving.rule))
}

/// Returns the goals and gifts that a count counted.
fn counted(replica: &mut Replica, case: &Case, count: &Count) -> Result<(Vec<Goal>, Vec<Giver>), ApiError> {
    let settled = count.result.settlement.iter().flat_map(|settlement| &settlement.buckets);
    let goals: Vec<Goal> = settled.map(|bucket| bucket.goal).collect();
    let mut gifts: BTreeMap<MemberId, Vec<(RecordId, Amount)>> = BTreeMap::new();
    for (place, half) in count.own_places() {
        let Some(member) = replica.membership().map_err(failed)?.member_of(&place.device) else { continue };
        for (row, _) in replica.store().at_place(&place.device, place.seq).map_err(failed)? {
            let Some(held) = replica.store().entry(row).map_err(failed)? else { continue };
            let given = Given::new(place.device, place.seq, &held.entry.id);
            if held.entry.record() != case.record || half.is_some_and(|half| half != given.half) {
                continue;
            }
            let change = read_voice(&held.entry.body).ok();
            let cast = change.and_then(|c| casts(&c, &Key::Stance, given, held.entry.header.at).pop());
            if let Some(Stance { answer: Answer::Gifts(given), .. }) = cast.and_then(|cast| cast.stance) {
                gifts.insert(member, given);
            }
        }
    }
    let gifts: BTreeMap<MemberId, &[(RecordId, Amount)]> =
        gifts.iter().map(|(member, gifts)| (*member, gifts.as_slice())).collect();
    let givers = case.question().map(|question: Question| question.givers(&gifts)).unwrap_or_default();
    Ok((goals, givers))
}

type Told = (row::Money, Vec<row::MoneyLine>);

/// Tells what happened to each cent of a member's allotment, as the first count has it.
fn tell(replica: &mut Replica, case: &Case, member: &MemberId) -> Result<Option<Told>, ApiError> {
    let Some((_, paper)) = &case.opening else { return Ok(None) };
    let Some(giving) = &paper.giving else { return Ok(None) };
    let signed = case.counts.first().and_then(|counted| counted.signed.as_ref());
    let Some(count) = signed.map(|signed| signed.count.clone()) else { return Ok(None) };
    let (goals, givers) = counted(replica, case, &count)?;
    let Some(mut story) = story(&goals, &givers, giving.rule, member) else { return Ok(None) };
    let buckets = buckets(replica, case, i64::MAX)?;
    // In the order in which the round shows its buckets.
    let place = |fate: &Fate| buckets.iter().position(|bucket| Some(bucket.record) == fate.bucket());
    story.went.sort_by_key(|(fate, _)| place(fate).unwrap_or(usize::MAX));
    let titles: BTreeMap<RecordId, String> =
        buckets.into_iter().map(|bucket| (bucket.record, bucket.title)).collect();
    let lines = lines(&story, &count, &givers, &titles, giving.currency);
    // What the paper says, so that whoever reads can hold the lines against it.
    let allotted = case.roll.as_ref().and_then(|roll| allotment(giving, roll, member)).unwrap_or_default();
    Ok(Some((money(giving.currency, allotted), lines)))
}

/// Returns the word by which data names what happened to money.
fn word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Kept(_) => "kept",
        Fate::Over(_) => "over",
        Fate::Below(_) => "below",
        Fate::Gone(_) => "gone",
        Fate::NotGiven => "not-given",
        Fate::Spread(_) => "spread",
        Fate::ToPot => "to-pot",
        Fate::Stays => "stays",
    }
}

fn lines(
    story: &Story,
    count: &Count,
    givers: &[Giver],
    titles: &BTreeMap<RecordId, String>,
    currency: Currency,
) -> Vec<row::MoneyLine> {
    let title = |bucket: &RecordId| titles.get(bucket).map_or("a bucket", String::as_str);
    let settled = |bucket: &RecordId| {
        let buckets = count.result.settlement.as_ref().map(|settlement| &settlement.buckets)?;
        buckets.iter().find(|settled| settled.goal.bucket == *bucket)
    };
    let funders = |bucket: &RecordId| {
        givers.iter().filter(|giver| giver.gifts.iter().any(|(given, _)| given == bucket)).count()
    };
    // How far a bucket was above its maximum, or below its minimum.
    let by = |fate: &Fate| match fate {
        Fate::Over(bucket) => Some(settled(bucket).map_or(Amount::ZERO, |s| s.given.minus(s.goal.max))),
        Fate::Below(bucket) => Some(settled(bucket).map_or(Amount::ZERO, |s| s.goal.min.minus(s.given))),
        _ => None,
    };
    let what = |fate: &Fate| match fate {
        Fate::Kept(bucket) => format!("to {}", title(bucket)),
        Fate::Over(bucket) => {
            let more = by(fate).unwrap_or_default();
            format!(
                "came back: {} had received {} more than its maximum, shared among its {} funders",
                title(bucket),
                currency.write(more),
                funders(bucket)
            )
        }
        Fate::Below(bucket) => {
            let short = by(fate).unwrap_or_default();
            format!("came back: {} stayed {} below its minimum", title(bucket), currency.write(short))
        }
        Fate::Gone(bucket) => format!("came back: {} was no longer proposed", title(bucket)),
        Fate::NotGiven => "was not given".to_owned(),
        Fate::Spread(bucket) => format!("of what was left went to {}, which had room", title(bucket)),
        Fate::ToPot => "of what was left returns to the pot".to_owned(),
        Fate::Stays => "of what was left stays for the next round".to_owned(),
    };
    let line = |rest: bool| {
        move |(fate, amount): &(Fate, Amount)| row::MoneyLine {
            amount: money(currency, *amount),
            what: what(fate),
            fate: word(fate).to_owned(),
            bucket: fate.bucket().map(|bucket| title(&bucket).to_owned()),
            by: by(fate).map(|amount| money(currency, amount)),
            funders: fate.bucket().map_or(0, |bucket| funders(&bucket) as u32),
            rest,
        }
    };
    story.went.iter().map(line(false)).chain(story.left.iter().map(line(true))).collect()
}

fn show(replica: &mut Replica, case: &Case, me: Option<MemberId>, now: i64) -> Result<row::Round, ApiError> {
    let names = Node::names(replica)?;
    let currency = currency(replica, case)?;
    let write = |amount| money(currency, amount);
    let paper = case.opening.as_ref().map(|(_, paper)| paper);
    let giving = paper.and_then(|paper| paper.giving.as_ref());
    let given = given_to(case, None);
    let mine: BTreeMap<RecordId, Amount> =
        me.map(|me| gifts_of(case, &me)).unwrap_or_default().into_iter().collect();
    let ended = paper.is_some_and(|paper| now > paper.end.latest());
    let buckets = buckets(replica, case, now)?;
    let of = |sums: &BTreeMap<RecordId, Amount>, id: &RecordId| sums.get(id).copied().unwrap_or_default();
    let rows = buckets.iter().map(|bucket| row::BucketLine {
        id: bucket.record.to_string(),
        title: bucket.title.clone(),
        min: write(bucket.goal.min),
        max: write(bucket.goal.max),
        takes: bucket.goal.takes,
        given: write(of(&given, &bucket.record)),
        mine: write(of(&mine, &bucket.record)),
        status: status(&bucket.goal, of(&given, &bucket.record), currency, ended),
        withdrawn: !bucket.proposed,
    });
    let rows = rows.collect();
    let own = case.count(replica).map_err(failed)?;
    let counts: Vec<row::Count> = case
        .counts
        .iter()
        .map(|counted| decisions::count_row(case, counted, &names, own.as_deref()))
        .collect();
    let settlement = settlement(replica, case, &buckets, me, currency)?;
    let because = match giving {
        Some(giving) => because(replica, &giving.because, now)?,
        None => None,
    };
    let mut around = around::around(replica, (&case.record, case.number), &case.voices, &names, me, now)?;
    // Its buckets are told with what they were given.
    around.tied.retain(|tied| buckets.iter().all(|bucket| bucket.record.to_string() != tied.id));
    let answers = case.answers();
    let takes_part = |member: &MemberId| case.takes_part(member);
    let conflicted = me.is_some_and(|me| {
        answers.iter().any(|(member, s)| *member == me && matches!(s, CurrentStance::Conflicted(_)))
    });
    let givers = answers.iter().filter(|(member, _)| takes_part(member)).count() as u32;
    let allotment = me.and_then(|me| allotment(giving?, case.roll.as_ref()?, &me));
    let sum = |sums: &BTreeMap<RecordId, Amount>| sums.values().copied().sum::<Amount>();
    Ok(row::Round {
        sentence: sentence(case, &names, now, currency, givers, sum(&given), &counts),
        id: case.record.to_string(),
        purpose: purpose(case).to_owned(),
        guidelines: guidelines(case).to_owned(),
        author: names.of(&case.author),
        state: case.state(now).word().to_owned(),
        currency: currency.code().to_owned(),
        pot: write(giving.map_or(Amount::ZERO, |giving| giving.pot)),
        carried_over: write(giving.map_or(Amount::ZERO, |giving| giving.carried_over)),
        because,
        opened: paper.map(|paper| paper.opened),
        ends: paper.map(|paper| paper.end.latest()),
        rules: giving.map(|giving| rules(giving, case)).unwrap_or_default(),
        leftovers: giving.map(|giving| giving.rule.word().to_owned()).unwrap_or_default(),
        cap: giving.and_then(|giving| giving.cap).map(write),
        travel: paper.map(|paper| paper.travel),
        allotment: allotment.map(write),
        left: me.and_then(|me| left(case, &me)).map(write),
        conflicted,
        passed: me.is_some_and(|me| case.is_left_by(&me)),
        givers,
        present: case.roll.as_ref().map_or(0, |roll| roll.members.len() as u32),
        given: write(sum(&given)),
        buckets: rows,
        may_settle: decisions::may_count(replica, case, me, now, &counts)?,
        counts,
        settlement,
        around,
    })
}

/// Returns the guidelines: as it opened, or as drafted.
pub(super) fn guidelines(case: &Case) -> &str {
    case.opening.as_ref().map_or(&case.page.wording, |(_, paper)| &paper.wording)
}

/// Returns the decision whose final count this is.
fn because(replica: &mut Replica, count: &Hash, now: i64) -> Result<Option<row::Tied>, ApiError> {
    let found = replica.store().certificates_for(count).map_err(failed)?;
    let Some((_, row)) = found.first() else { return Ok(None) };
    match replica.store().entry(*row).map_err(failed)? {
        Some(held) => around::tied(replica, &held.entry.record(), now),
        None => Ok(None),
    }
}

/// Returns where a bucket stands, in words.
pub(super) fn status(goal: &Goal, given: Amount, currency: Currency, ended: bool) -> String {
    match goal.status(given) {
        Status::Short(_) if ended && !goal.takes => "Not funded this time".to_owned(),
        Status::Short(_) if goal.takes => format!("Takes what it gets: {} so far", currency.write(given)),
        Status::Short(missing) => format!("{} short of its minimum", currency.write(missing)),
        Status::Enough(room) => format!("Enough to start; {} to its maximum", currency.write(room)),
        Status::Full if goal.max.is_zero() => "Nothing asked for yet: what does it cost?".to_owned(),
        Status::Full => "Full".to_owned(),
    }
}

fn rules(giving: &Giving, case: &Case) -> String {
    let allotted: Amount = giving.allotments.iter().copied().sum();
    let equal = giving.allotments.windows(2).all(|pair| pair[0] == pair[1]);
    let each = match giving.allotments.first() {
        Some(first) if equal => format!("Everybody gives up to {}", giving.currency.write(*first)),
        _ => format!("Together {} give up to {}", giving.allotments.len(), giving.currency.write(allotted)),
    };
    let cap = match giving.cap {
        Some(cap) => format!(", at most {} to one bucket", giving.currency.write(cap)),
        None => String::new(),
    };
    let rule = match giving.rule {
        EndRule::Return => "Leftovers return to the pot.",
        EndRule::Stay => "Leftovers stay with members for the next round.",
        EndRule::Spread => {
            "Leftovers are spread over funded buckets up to their maximum; the rest returns to the pot."
        }
    };
    let hours = case.opening.as_ref().map_or(0, |(_, paper)| paper.travel / HOUR);
    format!("{each}{cap}. {rule} Gifts made in time may arrive up to {hours} hours after the end.")
}

fn settlement(
    replica: &mut Replica,
    case: &Case,
    buckets: &[Bucket],
    me: Option<MemberId>,
    currency: Currency,
) -> Result<Option<row::Settlement>, ApiError> {
    let signed = case.counts.first().and_then(|counted| counted.signed.as_ref());
    let Some(settled) = signed.and_then(|signed| signed.count.result.settlement.clone()) else {
        return Ok(None);
    };
    let mine = match me {
        Some(me) => tell(replica, case, &me)?.map(|(_, lines)| lines).unwrap_or_default(),
        None => Vec::new(),
    };
    let write = |amount| money(currency, amount);
    let Settlement { given, kept, returned, stays, buckets: lines } = settled;
    let rows = lines.iter().map(|line| {
        let bucket = buckets.iter().find(|bucket| bucket.record == line.goal.bucket);
        let back = line.given.minus(line.kept);
        let what = match (line.kept.is_zero() && line.spread.is_zero(), back.is_zero()) {
            (true, true) => "received nothing".to_owned(),
            (true, false) => "all back: below its minimum".to_owned(),
            (false, true) => format!("{} kept", currency.write(line.kept.plus(line.spread))),
            (false, false) => format!(
                "{} kept, {} back: above its maximum",
                currency.write(line.kept.plus(line.spread)),
                currency.write(back)
            ),
        };
        row::SettledBucket {
            id: line.goal.bucket.to_string(),
            title: bucket.map(|bucket| bucket.title.clone()).unwrap_or_default(),
            given: write(line.given),
            spread: write(line.spread),
            kept: write(line.kept.plus(line.spread)),
            back: write(back),
            what,
        }
    });
    let mut rows: Vec<row::SettledBucket> = rows.collect();
    rows.sort_by_key(|row| buckets.iter().position(|bucket| bucket.record.to_string() == row.id));
    Ok(Some(row::Settlement {
        given: write(given),
        kept: write(kept),
        returned: write(returned),
        stays: write(stays),
        buckets: rows,
        mine,
    }))
}

/// Returns where it stands, as a sentence.
fn sentence(
    case: &Case,
    names: &Names,
    now: i64,
    currency: Currency,
    givers: u32,
    given: Amount,
    counts: &[row::Count],
) -> String {
    let Some((_, paper)) = &case.opening else {
        let author = names.of(&case.author);
        return match case.state(now) {
            State::Dropped => format!("A draft that {author} has dropped."),
            _ => format!("A draft by {author}. Buckets can be proposed; giving is not open yet."),
        };
    };
    let end = time_in_words(paper.end.latest());
    let many = case.roll.as_ref().map_or(0, |roll| roll.members.len());
    let gave = format!("{givers} of {many} have given {}.", currency.write(given));
    match (case.state(now), counts.first()) {
        (State::Disputed, _) => {
            "Two settlements differ, and enough found each. Neither stands: ask again.".to_owned()
        }
        (State::Final, Some(count)) => {
            format!(
                "Settled and final: {} of {} found the same result.",
                count.confirmed_by.len(),
                count.present
            )
        }
        (State::Counted, Some(count)) => {
            let needed = count.needed.map(|n| format!("; it is final when {n} have")).unwrap_or_default();
            let mine = if count.same_here { "" } else { " Your laptop settles differently." };
            format!(
                "Settled by {}. {} of {} found the same result{needed}.{mine}",
                count.counted_by.join(" and "),
                count.confirmed_by.len(),
                count.present
            )
        }
        (State::Closing, _) => {
            let until = time_in_words(paper.end.latest().saturating_add(paper.travel));
            format!(
                "Giving ended {end}. A gift made before then still counts if it reaches us by {until}. {gave}"
            )
        }
        _ => format!("Giving is open until {end}. {gave}"),
    }
}
