//! Answers, as people write and read them.

use palabre_api::ApiError;
use palabre_domain::decision::{Answer, Choice, Paper, Position, Protocol, SlotAnswer};
use palabre_domain::id::Hash;

/// Reads an answer to a paper: one word for a position; for options their numbers or the beginning of their text, or
/// `none`; a number or `-` for each option to score; a word for each time.
pub(crate) fn read(paper: &Paper, words: &[String]) -> Result<Answer, ApiError> {
    let words: Vec<String> = words
        .iter()
        .flat_map(|word| word.split(',').map(|part| part.trim().to_lowercase()))
        .filter(|word| !word.is_empty())
        .collect();
    let answer = match paper.protocol {
        Protocol::Choose { .. } => options(paper, &words),
        Protocol::Score { .. } => scores(&words),
        Protocol::TimePoll => slots(&words),
        _ => match words.as_slice() {
            [word] => Position::from_word(word).map(Answer::Position),
            _ => None,
        },
    };
    answer.filter(|answer| answer.fits(paper)).ok_or_else(|| {
        ApiError::new(
            "decision.position",
            format!("{:?} is no answer to this question.", words.join(" ")),
            format!("One can answer: {}.", possible(paper)),
        )
    })
}

/// Checks that an answer is given to the wording that runs, where it is said which one was read.
pub(super) fn check_wording(read: Option<&str>, opening: &Hash) -> Result<(), ApiError> {
    if read.is_none_or(|read| read == opening.to_string()) {
        return Ok(());
    }
    Err(ApiError::new(
        "decision.reworded",
        "The wording has changed since it was read.",
        "Read it, and answer again.",
    ))
}

/// Returns what one can answer, in words.
pub(crate) fn possible(paper: &Paper) -> String {
    match &paper.protocol {
        Protocol::Choose { up_to, .. } => {
            let names: Vec<String> =
                (1..).zip(&paper.options).map(|(n, option)| format!("{n} {}", name(option))).collect();
            format!("up to {up_to} of {}; or none", names.join(", "))
        }
        Protocol::Score { max, .. } => {
            format!("a number from 0 to {max}, or -, for each of the {} options", paper.options.len())
        }
        Protocol::TimePoll => {
            format!("yes, if-need-be or no for each of the {} times", paper.options.len())
        }
        protocol => {
            protocol.positions().iter().map(|position| position.word()).collect::<Vec<_>>().join(", ")
        }
    }
}

fn options(paper: &Paper, words: &[String]) -> Option<Answer> {
    if words == ["none"] {
        return Some(Answer::Options(Vec::new()));
    }
    let mut chosen = Vec::new();
    for word in words {
        let by_number = word.parse::<usize>().ok().filter(|n| (1..=paper.options.len()).contains(n));
        let place = by_number.map(|n| n - 1).or_else(|| {
            let mut by_text =
                (0..).zip(&paper.options).filter(|(_, o)| name(o).to_lowercase().starts_with(word.as_str()));
            let first = by_text.next();
            first.filter(|_| by_text.next().is_none()).map(|(place, _)| place)
        })?;
        chosen.push(u16::try_from(place).ok()?);
    }
    chosen.sort_unstable();
    chosen.dedup();
    (!words.is_empty()).then_some(Answer::Options(chosen))
}

fn scores(words: &[String]) -> Option<Answer> {
    let score = |word: &String| match word.as_str() {
        "-" => Some(None),
        number => number.parse().ok().map(Some),
    };
    words.iter().map(score).collect::<Option<Vec<_>>>().map(Answer::Scores)
}

fn slots(words: &[String]) -> Option<Answer> {
    words.iter().map(|word| SlotAnswer::from_word(word)).collect::<Option<Vec<_>>>().map(Answer::Slots)
}

/// Returns an option in words; a time in this laptop's zone.
pub(crate) fn name(option: &Choice) -> String {
    match option {
        Choice::Words(text) => text.clone(),
        Choice::Slot(from, until) => super::super::times::slot_in_words(*from, *until),
    }
}

/// Returns an answer in words.
pub(crate) fn written(paper: &Paper, answer: &Answer) -> String {
    match answer {
        Answer::Position(position) => position.word().to_owned(),
        Answer::Options(chosen) if chosen.is_empty() => "none".to_owned(),
        Answer::Options(chosen) => {
            let names = chosen.iter().filter_map(|&place| paper.options.get(usize::from(place)).map(name));
            names.collect::<Vec<_>>().join(", ")
        }
        Answer::Scores(scores) => {
            let each = scores.iter().map(|score| score.map_or("-".to_owned(), |score| score.to_string()));
            each.collect::<Vec<_>>().join(" ")
        }
        Answer::Gifts(gifts) => format!("gives to {}", gifts.len()),
        Answer::Slots(slots) => slots.iter().map(|slot| slot.word()).collect::<Vec<_>>().join(", "),
    }
}

/// The order of answers that say something to several options, behind all positions.
pub(super) const SEVERAL: u8 = u8::MAX - 1;

/// Returns the place at which an answer stands among others: positions in their order, others by their words.
pub(crate) fn order(answer: &Answer) -> u8 {
    match answer {
        Answer::Position(position) => *position as u8,
        _ => SEVERAL,
    }
}
