//! The answers to a decision as they are told: all of them in order, and the words of those that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use palabre_api::{ApiError, row};
use palabre_documents::voice::CurrentStance;
use palabre_domain::count::Place;
use palabre_domain::id::{Hash, MemberId};

use super::{Case, Names, Replica, Words, answers, failed};

/// The order of two answers at once, behind all others.
const CONFLICTED: u8 = u8::MAX;

/// An answer, before its words are looked for.
#[derive(Clone)]
pub(super) struct Given {
    /// Where its position stands among the others.
    order: u8,
    /// The position, or what it says to each option.
    pub position: String,
    /// Whose it is.
    pub member: MemberId,
    /// Who wrote it down, where that was somebody else.
    recorder: Option<MemberId>,
    reason: Option<Hash>,
    at: i64,
    standing: &'static str,
}

impl Given {
    /// Returns whether this member gave it without anybody's help.
    pub fn is_own_of(&self, member: &MemberId) -> bool {
        self.member == *member && self.recorder.is_none()
    }

    /// Returns whether there is more to it than a name under a position.
    fn speaks(&self) -> bool {
        self.reason.is_some() || self.recorder.is_some() || !matches!(self.standing, "given" | "counted")
    }

    /// Returns it with its words.
    pub fn row(self, replica: &mut Replica, record: u64, names: &Names) -> Result<row::Answer, ApiError> {
        let author = self.recorder.unwrap_or(self.member);
        let words = self.reason.map(|reason| replica.words(record, &author, &reason).map_err(failed));
        let words = words.transpose()?;
        Ok(row::Answer {
            name: names.of(&self.member),
            member: self.member.to_string(),
            position: self.position,
            recorded_by: self.recorder.map(|recorder| names.of(&recorder)),
            reason_withdrawn: words == Some(Words::Withdrawn),
            reason: match words {
                Some(Words::Here(text)) => Some(text),
                _ => None,
            },
            at: self.at,
            standing: self.standing.to_owned(),
        })
    }
}

/// Returns all answers, by position, and then A to Z. Whoever says something to several options took no position.
pub(super) fn all(replica: &mut Replica, case: &Case, names: &Names) -> Result<Vec<Given>, ApiError> {
    let Some((_, paper)) = &case.opening else {
        return Ok(Vec::new());
    };
    let counted = case.counts.first().and_then(|counted| counted.signed.as_ref());
    let mut listed: BTreeSet<MemberId> = BTreeSet::new();
    let mut recorded: BTreeSet<MemberId> = BTreeSet::new();
    if let Some(signed) = counted {
        let membership = replica.membership().map_err(failed)?;
        listed.extend(signed.count.own_places().filter_map(|(place, _)| membership.member_of(&place.device)));
        recorded.extend(signed.count.behalf.iter().map(|(member, ..)| *member));
    }
    let mut all = Vec::new();
    let mut gave = BTreeSet::new();
    for (member, stance) in case.answers() {
        let member = *member;
        let (position, order, reason, at) = match stance {
            CurrentStance::One(stance, at) => {
                (answers::written(paper, &stance.answer), answers::order(&stance.answer), stance.reason, *at)
            }
            _ => ("conflicted".to_owned(), CONFLICTED, None, 0),
        };
        gave.insert(member);
        let standing = match (counted, stance) {
            (_, CurrentStance::Conflicted(_)) => "conflicted",
            _ if !case.takes_part(&member) => "apart",
            (None, _) => "given",
            (Some(_), _) if listed.contains(&member) => "counted",
            (Some(signed), _) => {
                let (casts, _) = case.casts(replica, &member).map_err(failed)?;
                let last = casts.iter().map(|cast| cast.given.place).max();
                let known = |place: Place| {
                    signed.heights.iter().any(|h| h.device == place.device && h.seq >= place.seq)
                };
                // Whoever counted may know an answer that was given after the end, and rightly leaves it out.
                let in_time = at <= paper.end.latest();
                if in_time && last.is_some_and(known) { "omitted" } else { "late" }
            }
        };
        all.push(Given { order, position, member, recorder: None, reason, at, standing });
    }
    for (member, recorder, stance, at) in case.recorded().iter().cloned() {
        if gave.contains(&member) {
            continue;
        }
        let standing = match counted {
            None => "given",
            Some(_) if recorded.contains(&member) => "counted",
            Some(_) => "late",
        };
        all.push(Given {
            order: answers::order(&stance.answer),
            position: answers::written(paper, &stance.answer),
            member,
            recorder: Some(recorder),
            reason: stance.reason,
            at,
            standing,
        });
    }
    all.sort_by_cached_key(|given| (given.order, names.place(&given.member)));
    Ok(all)
}

/// Returns at most so many of each position, those first of which more is known than a name, and how many more there are.
pub(super) fn at_most(all: Vec<Given>, most: Option<usize>) -> (Vec<Given>, Vec<row::PositionCount>) {
    let Some(most) = most else { return (all, Vec::new()) };
    // Of each order: how many there are, and how many of those speak.
    let mut many: BTreeMap<u8, (usize, usize)> = BTreeMap::new();
    for given in &all {
        let (all, speaking) = many.entry(given.order).or_default();
        *all += 1;
        *speaking += usize::from(given.speaks());
    }
    let mut left: BTreeMap<u8, [usize; 2]> = many
        .iter()
        .map(|(order, (_, speaking))| (*order, [most.saturating_sub(*speaking), (*speaking).min(most)]))
        .collect();
    let mut more: Vec<row::PositionCount> = Vec::new();
    for given in &all {
        let (all, _) = many[&given.order];
        if all > most && more.last().is_none_or(|last| last.position != group(given)) {
            more.push(row::PositionCount { position: group(given), voices: (all - most) as u32 });
        }
    }
    let told = all.into_iter().filter(|given| {
        let left = left.get_mut(&given.order).map(|left| &mut left[usize::from(given.speaks())]);
        left.is_some_and(|left| match left.checked_sub(1) {
            Some(less) => {
                *left = less;
                true
            }
            None => false,
        })
    });
    (told.collect(), more)
}

/// Returns under which position an answer is told: none where it says something to several options.
fn group(given: &Given) -> String {
    match given.order {
        order if order < answers::SEVERAL || order == CONFLICTED => given.position.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(order: u8, member: u8, speaks: bool) -> Given {
        Given {
            order,
            position: format!("position {order}"),
            member: MemberId([member; 32]),
            recorder: None,
            reason: speaks.then_some(Hash([member; 32])),
            at: 0,
            standing: "given",
        }
    }

    #[test]
    fn those_who_speak_are_told_before_those_who_only_answer() {
        let all = vec![given(0, 1, false), given(0, 2, true), given(0, 3, false), given(1, 4, false)];
        let members = |told: &[Given]| told.iter().map(|given| given.member.0[0]).collect::<Vec<_>>();
        let (told, more) = at_most(all.clone(), Some(1));
        assert_eq!(members(&told), [2, 4]);
        assert_eq!(more, [row::PositionCount { position: "position 0".to_owned(), voices: 2 }]);
        let (told, more) = at_most(all.clone(), Some(2));
        assert_eq!(members(&told), [1, 2, 4]);
        assert_eq!(more[0].voices, 1);
        let (told, more) = at_most(all.clone(), Some(3));
        assert_eq!((told.len(), more.len()), (4, 0));
        let (told, more) = at_most(all, None);
        assert_eq!((told.len(), more.len()), (4, 0));
    }

    #[test]
    fn answers_to_several_options_are_one_group() {
        let all = vec![given(answers::SEVERAL, 1, false), given(answers::SEVERAL, 2, true)];
        let (told, more) = at_most(all, Some(1));
        assert_eq!(told.len(), 1);
        assert_eq!(more, [row::PositionCount { position: String::new(), voices: 1 }]);
    }
}
