//! The answers to a decision as they are told: all of them in order, and the words of those that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use palabre_api::{ApiError, row};
use palabre_documents::voice::CurrentStance;
use palabre_domain::count::Place;
use palabre_domain::id::{Hash, MemberId};

use super::{Case, Names, Replica, Words, answers, failed};

/// The order of two answers at once, behind all others.
const CONFLICTED: u8 = u8::MAX;
/// How an answer stands that a count leaves out, though whoever counted knew it.
const OMITTED: &str = "omitted";

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

    /// Returns how much is told by it: a name under a position, more than that, or that a count leaves it out.
    fn weight(&self) -> usize {
        match self.standing {
            OMITTED => 2,
            "given" | "counted" if self.reason.is_none() && self.recorder.is_none() => 0,
            _ => 1,
        }
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
                if in_time && last.is_some_and(known) { OMITTED } else { "late" }
            }
        };
        all.push(Given { order, position, member, recorder: None, reason, at, standing });
    }
    for (member, recorder, stance, at) in case.recorded().iter().cloned() {
        if gave.contains(&member) {
            continue;
        }
        let standing = match counted {
            _ if !case.takes_part(&member) => "apart",
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
/// Whatever a count leaves out is told in any case: it is said by name who is missing there.
pub(super) fn at_most(all: Vec<Given>, most: Option<usize>) -> (Vec<Given>, Vec<row::PositionCount>) {
    let Some(most) = most else { return (all, Vec::new()) };
    // Of each order: how many there are of each weight.
    let mut many: BTreeMap<u8, [usize; 3]> = BTreeMap::new();
    for given in &all {
        many.entry(given.order).or_default()[given.weight()] += 1;
    }
    let told = |[silent, speaking, omitted]: [usize; 3]| {
        let room = most.saturating_sub(omitted);
        let speaking = speaking.min(room);
        [silent.min(room - speaking), speaking, omitted]
    };
    let mut left: BTreeMap<u8, [usize; 3]> =
        many.iter().map(|(order, weights)| (*order, told(*weights))).collect();
    let sum = |weights: &[usize; 3]| weights.iter().sum::<usize>();
    let mut more: Vec<row::PositionCount> = Vec::new();
    for given in &all {
        let untold = sum(&many[&given.order]) - sum(&left[&given.order]);
        if untold > 0 && more.last().is_none_or(|last| last.position != group(given)) {
            more.push(row::PositionCount { position: group(given), voices: untold as u32 });
        }
    }
    let told = all.into_iter().filter(|given| {
        let left = left.get_mut(&given.order).map(|left| &mut left[given.weight()]);
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
    fn whoever_a_count_leaves_out_is_told_in_any_case() {
        let omitted = |member| Given { standing: OMITTED, ..given(0, member, false) };
        let all = vec![given(0, 1, false), given(0, 2, true), omitted(3), omitted(4), given(1, 5, false)];
        for (most, members, untold) in [
            (0, &[3, 4][..], &[2, 1][..]),
            (2, &[3, 4, 5], &[2]),
            (3, &[2, 3, 4, 5], &[1]),
            (4, &[1, 2, 3, 4, 5], &[]),
        ] {
            let (told, more) = at_most(all.clone(), Some(most));
            assert_eq!(told.iter().map(|given| given.member.0[0]).collect::<Vec<_>>(), members, "{most}");
            assert_eq!(more.iter().map(|more| more.voices).collect::<Vec<_>>(), untold, "{most}");
        }
    }

    #[test]
    fn answers_to_several_options_are_one_group() {
        let all = vec![given(answers::SEVERAL, 1, false), given(answers::SEVERAL, 2, true)];
        let (told, more) = at_most(all, Some(1));
        assert_eq!(told.len(), 1);
        assert_eq!(more, [row::PositionCount { position: String::new(), voices: 1 }]);
    }
}
