//! Budget rounds: everybody gives their allotment to what they want to see happen, and each cent is told.

mod paper;
mod show;

use std::collections::BTreeMap;
use std::sync::Arc;

use palabre_api::{ApiError, ask, row};
use palabre_documents::kinds::{BucketPage, RecordType, RoundPage};
use palabre_documents::voice::{CurrentStance, Key, Said};
use palabre_domain::decision::{Answer, MAX_QUESTION, MAX_WORDING, Purpose, Roll, Stance};
use palabre_domain::id::{MemberId, RecordId};
use palabre_domain::money::{Amount, AmountError, Currency};
use palabre_domain::settle::{Giving, Goal};
use palabre_feeds::body::Writers;

use super::decisions::{self, read_case};
use super::texts::{check_length, check_some};
use super::{Node, failed, write_error};
use crate::decide::{Case, State};
use crate::replica::Replica;
use paper::paper;
pub(super) use show::{guidelines, status};
use show::{show, tell};

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
        // What is hidden takes nobody's place.
        let hidden = super::threads::hidden_records(replica)?;
        let most = limit.saturating_add(ask.skip).saturating_add(hidden.len() as u32);
        let pages = replica.store().pages_of(ROUND as u8, 0, most).map_err(failed)?;
        let pages = pages.into_iter().filter(|page| !hidden.contains(&page.record));
        for page in pages.skip(ask.skip as usize).take(limit as usize) {
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
