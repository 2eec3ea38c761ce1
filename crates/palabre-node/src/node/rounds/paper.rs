//! What a round is opened with: who has how much to give, and by which rules.

use palabre_api::{ApiError, ask};
use palabre_documents::kinds::{RecordType, RoundPage};
use palabre_domain::decision::{
    Carried, Electorate, End, HOUR, Hide, Paper, Protocol, Purpose, Reasons, Roll, TRAVEL,
};
use palabre_domain::id::{Hash, MemberId};
use palabre_domain::money::{Amount, Currency};
use palabre_domain::settle::{EndRule, Giving, stays};
use palabre_domain::tally::Verdict;

use super::super::decisions::{end_of, read_case, roll};
use super::super::{Node, failed};
use super::show::counted;
use super::{ROUND, amount_error, currency, round};
use crate::decide::{Case, State};
use crate::replica::{Author, Replica};

pub(super) fn paper(
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
