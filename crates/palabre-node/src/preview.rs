//! What a newcomer sees before the entries have come: what waits, and what is newest.
//!
//! A member's laptop makes it from its views, and the newcomer's keeps it in memory, marked as being checked, until
//! the entries themselves say it. It is a claim and nothing more: no verdict, no view and no state hash rests on it.
//! It has a form of its own, apart from the rows that screens read, so that a row may change without old and new
//! laptops misunderstanding each other.

use palabre_api::row;
use palabre_documents::certified::roll_of;
use palabre_documents::kinds::{self, DecisionPage, RecordType};
use palabre_domain::charter::{MAX_CAUSE, MAX_NAME};
use palabre_domain::decision::{MAX_QUESTION, Roll};
use palabre_domain::id::{Hash, RecordId};
use palabre_domain::wire;
use palabre_feeds::message::MAX_PREVIEW;
use palabre_store::StoreError;
use palabre_store::views::PageRow;
use serde::{Deserialize, Serialize};

use crate::decide::State;
use crate::node::DECISION;
use crate::replica::Replica;

/// How many open decisions are shown: what fits on one screen.
const MAX_OPEN: usize = 8;
/// How many subjects are shown beside them.
const MAX_NEWEST: usize = 12;
/// How many of the newest decisions are looked through for open ones, so that the first screen of a community with a
/// long past is not later than that of a young one.
const LOOKED_THROUGH: u32 = 200;
/// The longest word for a way of deciding, in bytes: also for one that this version does not know.
const MAX_HOW: usize = 32;

/// A preview as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    name: String,
    cause: String,
    members: u32,
    entries: u64,
    open: Vec<Open>,
    newest: Vec<(String, i64)>,
}

/// An open decision as it travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Open {
    id: RecordId,
    question: String,
    how: String,
    ends: i64,
    answered: u32,
    present: u32,
}

/// These bytes are no preview: a peer that sends such is not an honest one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no preview of a community")]
pub struct Malformed;

/// Returns what a newcomer is told at this time; `None` where the founding itself has not come.
///
/// # Errors
/// When the store fails.
pub fn make(replica: &mut Replica, now: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let membership = replica.membership()?;
    let members = membership.present().count() as u32;
    let Some((name, cause)) =
        membership.charter().map(|charter| (charter.name.clone(), charter.cause.clone()))
    else {
        return Ok(None);
    };
    let mut told = Told {
        name: shortened(&name, MAX_NAME),
        cause: shortened(&cause, MAX_CAUSE),
        members,
        entries: replica.store().count_entries()?,
        open: Vec::new(),
        newest: Vec::new(),
    };
    for row in replica.store().pages_of(DECISION, 0, LOOKED_THROUGH)? {
        if told.open.len() == MAX_OPEN {
            break;
        }
        let page: DecisionPage = kinds::page(&row.data);
        told.open.extend(open(replica, &row, &page, members, now)?);
    }
    for kind in RecordType::ALL.iter().filter(|kind| **kind != RecordType::Community) {
        let rows = replica.store().pages_of(*kind as u8, 0, MAX_NEWEST as u32)?;
        let subjects = rows.into_iter().map(|row| (kind.glance(&row.data).title, row.born));
        told.newest.extend(subjects.map(|(title, at)| (shortened(&title, MAX_QUESTION), at)));
    }
    told.newest.retain(|(title, _)| !title.is_empty());
    told.newest.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    told.newest.truncate(MAX_NEWEST);
    let bytes = wire::to_bytes(&told);
    // The limits above keep it far below.
    Ok((bytes.len() <= MAX_PREVIEW).then_some(bytes))
}

/// Returns a decision if one can still answer: it has not ended and is not final. How many answered is in the tallies, so
/// that no voice is read.
fn open(
    replica: &Replica,
    row: &PageRow,
    page: &DecisionPage,
    members: u32,
    now: i64,
) -> Result<Option<Open>, StoreError> {
    let store = replica.store();
    let replaced = |id: &Hash| page.openings.iter().any(|(_, paper)| paper.replaces == Some(*id));
    let Some((id, paper)) = page.openings.iter().rfind(|(id, _)| !replaced(id)) else {
        return Ok(None);
    };
    if paper.end.latest() < now || !store.finals(row.n, id)?.is_empty() {
        return Ok(None);
    }
    let part = |hash: &Hash| store.part(row.n, hash).ok().flatten();
    let roll = roll_of(paper, &part).ok().flatten();
    // Without a roll everybody's answer counts.
    let mut answered = 0;
    for on_roll in [true, false].into_iter().take(if roll.is_some() { 1 } else { 2 }) {
        answered += replica.tally(row.n, id, on_roll, paper.options.len())?.answered;
    }
    Ok(Some(Open {
        id: row.record,
        question: shortened(&paper.question, MAX_QUESTION),
        how: paper.protocol.word().to_owned(),
        ends: paper.end.latest(),
        answered,
        present: roll.as_ref().map_or(members, Roll::present),
    }))
}

/// Reads what a peer says.
///
/// # Errors
/// When the bytes are no preview, or one that says more or other things than a preview may.
pub fn read(bytes: &[u8]) -> Result<row::Preview, Malformed> {
    if bytes.len() > MAX_PREVIEW {
        return Err(Malformed);
    }
    let told: Told = wire::from_bytes(bytes).map_err(|_| Malformed)?;
    let sound = is_plain(&told.name, MAX_NAME)
        && is_plain(&told.cause, MAX_CAUSE)
        && told.open.len() <= MAX_OPEN
        && told.newest.len() <= MAX_NEWEST
        && told
            .open
            .iter()
            .all(|open| is_plain(&open.question, MAX_QUESTION) && is_plain(&open.how, MAX_HOW))
        && told.newest.iter().all(|(title, _)| is_plain(title, MAX_QUESTION));
    if sound { Ok(shown(told)) } else { Err(Malformed) }
}

fn shown(told: Told) -> row::Preview {
    let line = |open: Open| row::DecisionLine {
        id: open.id.to_string(),
        question: open.question,
        state: State::Open.word().to_owned(),
        how: open.how,
        ends: Some(open.ends),
        answered: open.answered,
        present: open.present,
        ..row::DecisionLine::default()
    };
    row::Preview {
        name: told.name,
        cause: told.cause,
        members: told.members,
        entries: told.entries,
        open: told.open.into_iter().map(line).collect(),
        newest: told.newest.into_iter().map(|(title, at)| row::Newest { title, at }).collect(),
    }
}

/// Returns true for text on one line, of at most so many bytes.
fn is_plain(text: &str, max: usize) -> bool {
    text.len() <= max && !text.chars().any(char::is_control)
}

/// Returns text on one line, of at most so many bytes.
fn shortened(text: &str, max: usize) -> String {
    const MORE: &str = "…";
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let plain = plain.trim();
    if plain.len() <= max {
        return plain.to_owned();
    }
    let end = (0..=max - MORE.len()).rev().find(|&end| plain.is_char_boundary(end)).unwrap_or_default();
    format!("{}{MORE}", &plain[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told() -> Told {
        let open = Open {
            id: RecordId([7; 32]),
            question: "Lunch?".into(),
            how: "proposal".into(),
            ends: 9,
            answered: 1,
            present: 3,
        };
        Told {
            name: "Le Fournil".into(),
            cause: "Bread.".into(),
            members: 3,
            entries: 12,
            open: vec![open],
            newest: vec![("Lunch?".into(), 5)],
        }
    }

    /// Says something else, and returns what is read of it.
    fn read_changed(change: impl FnOnce(&mut Told)) -> Result<row::Preview, Malformed> {
        let mut told = told();
        change(&mut told);
        read(&wire::to_bytes(&told))
    }

    #[test]
    fn what_was_said_is_read() {
        let preview = read_changed(|_| {}).unwrap();
        assert_eq!((preview.name.as_str(), preview.cause.as_str()), ("Le Fournil", "Bread."));
        assert_eq!((preview.members, preview.entries), (3, 12));
        let line = &preview.open[0];
        assert_eq!((line.question.as_str(), line.state.as_str(), line.ends), ("Lunch?", "open", Some(9)));
        assert_eq!((line.answered, line.present), (1, 3));
        assert_eq!((preview.newest[0].title.as_str(), preview.newest[0].at), ("Lunch?", 5));
    }

    #[test]
    fn as_many_and_as_long_as_may_be_fits() {
        let full = |told: &mut Told| {
            told.name = "n".repeat(MAX_NAME);
            told.cause = "c".repeat(MAX_CAUSE);
            told.open[0].question = "q".repeat(MAX_QUESTION);
            told.open[0].how = "h".repeat(MAX_HOW);
            told.open = vec![told.open[0].clone(); MAX_OPEN];
            told.newest = vec![("t".repeat(MAX_QUESTION), i64::MIN); MAX_NEWEST];
        };
        assert!(read_changed(full).is_ok());
    }

    #[test]
    fn what_a_preview_may_not_say_is_refused() {
        let changes: [fn(&mut Told); 12] = [
            |told| told.name = "n".repeat(MAX_NAME + 1),
            |told| told.name.push('\n'),
            |told| told.cause = "c".repeat(MAX_CAUSE + 1),
            |told| told.cause.push('\u{1b}'),
            |told| told.open = vec![told.open[0].clone(); MAX_OPEN + 1],
            |told| told.open[0].question = "q".repeat(MAX_QUESTION + 1),
            |told| told.open[0].question.push('\u{9b}'),
            |told| told.open[0].how = "h".repeat(MAX_HOW + 1),
            |told| told.open[0].how.push('\0'),
            |told| told.newest = vec![("t".into(), 0); MAX_NEWEST + 1],
            |told| told.newest[0].0 = "t".repeat(MAX_QUESTION + 1),
            |told| told.newest[0].0.push('\u{7f}'),
        ];
        for (n, change) in changes.into_iter().enumerate() {
            assert_eq!(read_changed(change), Err(Malformed), "change {n}");
        }
        let bytes = wire::to_bytes(&told());
        for end in 0..bytes.len() {
            assert_eq!(read(&bytes[..end]), Err(Malformed), "{end} bytes");
        }
        assert_eq!(read(&[&bytes[..], b"more"].concat()), Err(Malformed));
        assert_eq!(read(&[0xff; MAX_PREVIEW + 1]), Err(Malformed));
    }

    #[test]
    fn what_is_long_is_shortened_and_what_steers_is_taken_out() {
        assert_eq!(shortened("a\tb\u{1b}[c", 20), "a b [c");
        assert_eq!(shortened("abcdef", 6), "abcdef");
        assert_eq!(shortened("abcdefg", 6), "abc…");
        assert_eq!(shortened("ééééé", 7), "éé…");
        assert!(is_plain(&shortened(&"é".repeat(9_000), MAX_CAUSE), MAX_CAUSE));
    }
}
