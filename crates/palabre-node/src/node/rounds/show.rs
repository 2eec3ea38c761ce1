//! A round as it is shown, and each line of its settlement told.

use std::collections::BTreeMap;

use palabre_api::{ApiError, row};
use palabre_documents::guard::read_voice;
use palabre_documents::voice::{CurrentStance, Key, casts};
use palabre_domain::count::{Count, Given, Question};
use palabre_domain::decision::{Answer, HOUR, Stance};
use palabre_domain::id::{Hash, MemberId, RecordId};
use palabre_domain::money::{Amount, Currency};
use palabre_domain::settle::{EndRule, Fate, Giver, Giving, Goal, Settlement, Status, Story, story};

use super::super::around;
use super::super::decisions;
use super::super::times::time_in_words;
use super::super::{Names, Node, failed};
use super::{Bucket, allotment, buckets, currency, gifts_of, given_to, left, money, purpose};
use crate::decide::{Case, State};
use crate::replica::Replica;

/// Returns the goals and gifts that a count counted.
pub(super) fn counted(
    replica: &mut Replica,
    case: &Case,
    count: &Count,
) -> Result<(Vec<Goal>, Vec<Giver>), ApiError> {
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
pub(super) fn tell(replica: &mut Replica, case: &Case, member: &MemberId) -> Result<Option<Told>, ApiError> {
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

pub(super) fn show(
    replica: &mut Replica,
    case: &Case,
    me: Option<MemberId>,
    now: i64,
) -> Result<row::Round, ApiError> {
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
pub(in crate::node) fn guidelines(case: &Case) -> &str {
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
pub(in crate::node) fn status(goal: &Goal, given: Amount, currency: Currency, ended: bool) -> String {
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
