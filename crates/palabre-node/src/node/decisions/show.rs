//! What is told of a decision.

use palabre_api::{ApiError, row};
use palabre_documents::voice::{CurrentStance, Key, Said, Voice};
use palabre_domain::decision::{
    Answer, Choice, End, HOUR, Hide, Paper, Position, Protocol, Share, Stance, Threshold, thousandths,
};
use palabre_domain::id::MemberId;
use palabre_domain::tally::{self, percent};

use super::super::{around, keyholders, times};
use super::{AtMost, Case, Counted, Glance, Names, Node, Replica, State, Words, answers, failed, given};

pub(crate) fn line(case: &Case, now: i64, me: Option<&MemberId>, names: &Names) -> row::DecisionLine {
    line_of(&Glance::of(case, me.copied(), names.of(&case.author)), now)
}

/// Returns what a list shows of a decision at a time.
pub(super) fn line_of(glance: &Glance, now: i64) -> row::DecisionLine {
    row::DecisionLine {
        id: glance.record.to_string(),
        question: glance.question.clone(),
        state: glance.state(now).word().to_owned(),
        how: glance.opened.as_ref().map(|(how, _)| how.clone()).unwrap_or_default(),
        ends: glance.opened.as_ref().map(|(_, end)| *end),
        answered: glance.answered,
        present: glance.present,
        result: glance.verdict.map(|verdict| verdict.word().to_owned()),
        waits_for_me: glance.waits(now),
        author: glance.called.clone(),
        review: glance.review,
        releases: glance.releases.map(|(currency, amount)| row::Release {
            amount: super::super::rounds::money(currency, amount),
            currency: currency.code().to_owned(),
        }),
    }
}

fn rules(paper: &Paper) -> String {
    let answer = |quorum: &Share| match quorum.of {
        0 => String::new(),
        _ => format!(", and {} of those present to answer", percent(quorum.thousandths())),
    };
    let binding = match &paper.protocol {
        Protocol::SenseCheck => "Takes whoever is a member when answering. Advice only.".to_owned(),
        Protocol::Giving => "Everybody gives their allotment to what they want to see happen.".to_owned(),
        Protocol::TimePoll => {
            "Takes whoever is a member when answering. First is the time at which most can come.".to_owned()
        }
        Protocol::Proposal { block, threshold, quorum } => {
            let threshold = match threshold {
                Threshold::MoreForThanAgainst => "more for than against".to_owned(),
                Threshold::AtLeast(share) => {
                    format!("{} of those for or against", percent(share.thousandths()))
                }
            };
            let block = if *block { " One block stops it." } else { "" };
            format!("Needs {threshold}{}.{block}", answer(quorum))
        }
        Protocol::Consent { silence: true, .. } => {
            "Needs that nobody objects, and that more than half of those present were reached: silence consents."
                .to_owned()
        }
        Protocol::Consent { quorum, .. } => format!("Needs that nobody objects{}.", answer(quorum)),
        Protocol::Choose { up_to, quorum, threshold } => {
            let needed = match threshold.of {
                0 => String::new(),
                _ => format!(" by {} of those who answered", percent(threshold.thousandths())),
            };
            let many = if *up_to == 1 { "one option".to_owned() } else { format!("up to {up_to} options") };
            format!("Each chooses {many}, or none. Needs one option chosen most{needed}{}.", answer(quorum))
        }
        Protocol::Score { max, quorum } => {
            format!("Each gives a number from 0 to {max}. Needs one option with the highest sum{}.", answer(quorum))
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

/// Returns whether what others answered is not shown to this person yet.
fn is_hidden(case: &Case, now: i64, me: Option<MemberId>) -> bool {
    let Some((_, paper)) = &case.opening else { return false };
    let running = matches!(case.state(now), State::Open);
    let answered = || me.is_some_and(|me| case.answers().iter().any(|(member, _)| *member == me));
    running
        && match paper.hide {
            Hide::Never => false,
            Hide::UntilAnswered => !answered(),
            Hide::UntilEnd => true,
        }
}

/// Returns the places of the options that somebody chose: their words alone do not tell where one option ends.
fn options_of(case: &Case, member: &MemberId) -> Vec<u32> {
    let own = case.answers().iter().find(|(own, _)| own == member);
    match own.map(|(_, stance)| stance) {
        Some(CurrentStance::One(Stance { answer: Answer::Options(chosen), .. }, _)) => {
            chosen.iter().map(|&place| place.into()).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn show(
    replica: &mut Replica,
    case: &Case,
    now: i64,
    me: Option<MemberId>,
    most: &AtMost,
) -> Result<row::Decision, ApiError> {
    let names = Node::names(replica)?;
    let line = line(case, now, me.as_ref(), &names);
    let own = case.count(replica).map_err(failed)?;
    let counts: Vec<row::Count> =
        case.counts.iter().map(|counted| count_row(case, counted, &names, own.as_deref())).collect();
    let mut all = given::all(replica, case, &names)?;
    let missing = match me {
        Some(me) if me == case.author => case.missing(replica).map_err(failed)?,
        _ => Vec::new(),
    };
    let silent = match case.state(now) {
        State::Open => names.sorted(&super::super::nudges::silent(case, &missing)),
        _ => Vec::new(),
    };
    let paper = case.opening.as_ref().map(|(_, paper)| paper);
    let mine = me.and_then(|me| all.iter().find(|given| given.is_own_of(&me)));
    let my_answer = mine.map(|mine| mine.position.clone());
    let my_reason = match mine.cloned() {
        Some(mine) => mine.row(replica, case.number, &names)?.reason,
        None => None,
    };
    let hidden = is_hidden(case, now, me);
    let (mut tally, mut options) = (Vec::new(), Vec::new());
    if let (Some(paper), Some(own), false) = (paper, &own, hidden) {
        let counted = case.counts.first().and_then(|counted| counted.signed.as_ref());
        let result = counted.map_or(&own.result, |signed| &signed.count.result);
        for position in paper.protocol.positions() {
            let voices = own.result.tally.count(*position);
            tally.push(row::PositionCount { position: position.word().to_owned(), voices });
        }
        options = option_rows(paper, Some(result));
    } else if let Some(paper) = paper {
        options = option_rows(paper, None);
    }
    if hidden {
        all.retain(|given| me == Some(given.member));
    }
    let (told, more) = given::at_most(all, most.answers);
    let mut answers = Vec::with_capacity(told.len());
    for given in told {
        answers.push(given.row(replica, case.number, &names)?);
    }
    let about = match paper.and_then(|paper| paper.about) {
        Some(about) => around::tied(replica, &about, now)?,
        None => None,
    };
    let reached = own.as_ref().map(|count| count.result.tally.reached).filter(|_| {
        paper.is_some_and(|paper| matches!(paper.protocol, Protocol::Consent { silence: true, .. }))
    });
    let lapsed: Vec<MemberId> = case
        .lapsed()
        .into_iter()
        .filter(|(_, stance)| stance.answer == Answer::Position(Position::Objection))
        .map(|(member, _)| member)
        .collect();
    Ok(row::Decision {
        sentence: sentence(case, &counts, &names, now, &line),
        id: line.id,
        question: line.question,
        wording: paper.map_or(&case.page.wording, |paper| &paper.wording).clone(),
        author: line.author,
        state: line.state,
        how: line.how,
        rules: paper.map(rules).unwrap_or_default(),
        terms: paper.map(terms),
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
        options,
        up_to: paper.and_then(|paper| match paper.protocol {
            Protocol::Choose { up_to, .. } => Some(up_to.into()),
            Protocol::Score { max, .. } => Some(max.into()),
            _ => None,
        }),
        running: paper
            .zip(own.as_deref())
            .filter(|_| !hidden)
            .map(|(paper, own)| figures(paper, &own.result)),
        hidden,
        my_answer,
        my_options: me.map(|me| options_of(case, &me)).unwrap_or_default(),
        my_reason,
        answers,
        more,
        silent,
        missing: names.sorted(&missing),
        i_take_part: me.is_some_and(|me| case.takes_part(&me)),
        may_count: may_count(replica, case, me, now, &counts)?,
        counts,
        outcomes: outcomes(replica, case.number, &case.voices, &names)?,
        other_openings: case.beside.iter().map(|id| id.to_string()).collect(),
        amended: case
            .replaced
            .iter()
            .filter_map(|id| case.page.openings.iter().find(|(known, _)| known == id))
            .map(|(_, paper)| paper.wording.clone())
            .collect(),
        lapsed: names.sorted(&lapsed),
        reworded: me.and_then(|me| super::reworded::reworded(case, &me, now)),
        reached,
        executes: match paper {
            Some(paper) => keyholders::executes(replica, &paper.purpose, &names)?,
            None => None,
        },
        releases: line.releases,
        passed: me.is_some_and(|me| case.is_left_by(&me)),
        looks_again: me.is_some_and(|me| case.looks_again(&me)),
        about,
        around: around::at_most(
            replica,
            (&case.record, case.number),
            &case.voices,
            &names,
            me,
            now,
            most.comments,
        )?,
    })
}

/// Returns whether I could count now, and would not only say again what a count here says.
pub(crate) fn may_count(
    replica: &mut Replica,
    case: &Case,
    me: Option<MemberId>,
    now: i64,
    counts: &[row::Count],
) -> Result<bool, ApiError> {
    match me {
        Some(me) if counts.iter().all(|count| !count.same_here) => {
            case.may_count(replica, &me, now).map_err(failed)
        }
        _ => Ok(false),
    }
}

/// Returns the options of a paper, and what each of them received.
pub(crate) fn option_rows(paper: &Paper, result: Option<&tally::CountResult>) -> Vec<row::DecisionOption> {
    let rows = paper.options.iter().enumerate().map(|(place, option)| {
        let received = result.and_then(|result| result.tally.options.get(place)).copied().unwrap_or_default();
        let (from, until) = match option {
            Choice::Words(_) => (None, None),
            Choice::Slot(from, until) => (Some(*from), Some(*until)),
        };
        row::DecisionOption {
            text: answers::name(option),
            from,
            until,
            voices: received.voices,
            maybe: received.maybe,
            sum: received.sum,
            first: result.is_some_and(|result| result.winners.contains(&(place as u16))),
        }
    });
    rows.collect()
}

pub(crate) fn count_row(
    case: &Case,
    counted: &Counted,
    names: &Names,
    own: Option<&palabre_domain::count::Count>,
) -> row::Count {
    let count = counted.signed.as_ref().map(|signed| &signed.count);
    let paper = case.opening.as_ref().map(|(_, paper)| paper);
    row::Count {
        id: counted.id.to_string(),
        counted_by: names.sorted(&counted.counters),
        confirmed_by: names.sorted(&counted.confirmed),
        present: counted.present,
        needed: counted.needed,
        is_final: counted.is_final,
        result: count.map(|count| count.result.verdict.word().to_owned()).unwrap_or_default(),
        arithmetic: match (paper, count) {
            (Some(paper), Some(count)) => tally::sentence(paper, &count.result),
            _ => "A part of this count has not arrived yet.".to_owned(),
        },
        figures: paper.zip(count).map(|(paper, count)| figures(paper, &count.result)),
        same_here: match (own, count) {
            (Some(own), Some(count)) => case.is_same(own, count),
            _ => false,
        },
    }
}

/// Returns which share of those present has to answer, and what the threshold is.
fn shares(protocol: &Protocol) -> (Option<u32>, Option<u32>) {
    let some = |share: &Share| (share.of > 0).then(|| share.thousandths());
    match protocol {
        Protocol::Proposal { quorum, threshold: Threshold::AtLeast(share), .. } => {
            (some(quorum), Some(share.thousandths()))
        }
        Protocol::Proposal { quorum, threshold: Threshold::MoreForThanAgainst, .. }
        | Protocol::Consent { silence: false, quorum }
        | Protocol::Score { quorum, .. } => (some(quorum), None),
        Protocol::Choose { quorum, threshold, .. } => (some(quorum), some(threshold)),
        Protocol::Consent { silence: true, .. }
        | Protocol::SenseCheck
        | Protocol::TimePoll
        | Protocol::Giving => (None, None),
    }
}

/// Returns the rules of a paper, as [`rules`] says them in words.
fn terms(paper: &Paper) -> row::Terms {
    let (quorum, threshold) = shares(&paper.protocol);
    row::Terms {
        how: paper.protocol.word().to_owned(),
        quorum,
        threshold,
        block: matches!(paper.protocol, Protocol::Proposal { block: true, .. }),
        silence: matches!(paper.protocol, Protocol::Consent { silence: true, .. }),
        when_all: matches!(paper.end, End::WhenAllAnswered(_)),
        reasons: paper.reasons.word().to_owned(),
        hide: paper.hide.word().to_owned(),
    }
}

/// Returns the numbers of a result, as [`tally::sentence`] says them in words.
pub(crate) fn figures(paper: &Paper, result: &tally::CountResult) -> row::Figures {
    let tally = &result.tally;
    let (quorum, threshold) = shares(&paper.protocol);
    let reached = match paper.protocol {
        Protocol::Consent { silence: true, .. } => Some(tally.reached),
        _ => None,
    };
    let first = result.winners.first().and_then(|&place| tally.options.get(usize::from(place)));
    let first = first.copied().unwrap_or_default();
    let positions = paper.protocol.positions().iter().map(|position| row::PositionCount {
        position: position.word().to_owned(),
        voices: tally.count(*position),
    });
    row::Figures {
        how: paper.protocol.word().to_owned(),
        result: result.verdict.word().to_owned(),
        present: tally.present,
        answered: tally.answered,
        answered_share: thousandths(tally.answered, tally.present),
        quorum,
        positions: positions.collect(),
        expressed: tally.expressed(),
        for_share: thousandths(tally.count(Position::For), tally.expressed()),
        threshold,
        reached,
        reached_share: thousandths(tally.reached, tally.present),
        first: result.winners.iter().map(|&place| u32::from(place)).collect(),
        first_voices: first.voices,
        first_share: thousandths(first.voices, tally.answered),
        first_maybe: first.maybe,
        first_sum: first.sum,
        first_average: tally::average(&first),
        none: tally.none,
    }
}

/// Returns what people say came of it, newest first.
pub(crate) fn outcomes(
    replica: &mut Replica,
    number: u64,
    voices: &[(MemberId, Voice)],
    names: &Names,
) -> Result<Vec<row::Outcome>, ApiError> {
    let mut outcomes = Vec::new();
    for (member, voice) in voices {
        let Some((Said::Outcome(outcome), at)) = voice.get(&Key::Outcome) else {
            continue;
        };
        let text = match replica.words(number, member, &outcome.text).map_err(failed)? {
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
        let author = names.of(&case.author);
        return match case.state(now) {
            State::Dropped => format!("A draft that {author} has dropped."),
            _ => format!("A draft by {author}. It is not open yet."),
        };
    };
    let end = times::time_in_words(paper.end.latest());
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
            format!("Final: {} of {} found the same result.{tail}", count.confirmed_by.len(), count.present)
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
                "Counted by {who}. {} of {} found the same result{final_at}{differs}{mine}",
                count.confirmed_by.len(),
                count.present
            )
        }
        (State::Closing, _) => {
            let until = paper.end.latest().saturating_add(paper.travel);
            if now <= until && line.answered < present {
                let until = times::time_in_words(until);
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
