//! Counting: which answers, which not and why; and when enough laptops found the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::{Paper, Position, Roll, Stance};
use crate::id::{DeviceId, EntryId, Hash, MemberId};
use crate::tally::{CountResult, Tally, decide};
use crate::wire;

/// One place in a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Whose feed.
    pub device: DeviceId,
    /// Which entry of it, from 1.
    pub seq: u64,
}

/// One setting of a stance, as its entry wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The entry.
    pub place: Place,
    /// What its author's clock said, in milliseconds since 1970.
    pub at: i64,
    /// The name of this setting among the settings of the same stance.
    pub op: (u64, DeviceId),
    /// The settings that it replaces.
    pub replaces: Vec<(u64, DeviceId)>,
    /// What was answered; `None` where the answer was taken back.
    pub stance: Option<Stance>,
}

/// Why somebody's answer was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LeftOut {
    /// Given after the end, by the clock of the one who gave it.
    AfterEnd,
    /// Two devices of one person say different things.
    Conflicted,
    /// It names another opening, or does not fit the way of deciding.
    DoesNotFit,
}

/// A count: exactly what was counted, and what it comes to. Two counts with the same content are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The opening.
    pub opening: Hash,
    /// The devices whose answers were counted; sorted, each once.
    pub devices: Vec<DeviceId>,
    /// The answers: place in `devices`, and the entry of that device; sorted, each once.
    pub counted: Vec<(u32, u64)>,
    /// Who answered and was not counted, and why; sorted by member.
    pub left_out: Vec<(MemberId, LeftOut)>,
    /// What it comes to.
    pub result: CountResult,
}

impl Count {
    /// Returns the count's name: the hash of its canonical bytes.
    pub fn id(&self) -> Hash {
        Hash::of(&wire::to_bytes(self))
    }

    /// Returns the places of the counted answers.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        self.counted
            .iter()
            .filter_map(|&(i, seq)| self.devices.get(i as usize).map(|&device| Place { device, seq }))
    }

    /// Returns true when lists are sorted and within each other, as every count that we make is.
    pub fn is_sound(&self) -> bool {
        self.devices.windows(2).all(|pair| pair[0] < pair[1])
            && self.counted.windows(2).all(|pair| pair[0] < pair[1])
            && self.counted.iter().all(|&(i, _)| (i as usize) < self.devices.len())
            && self.left_out.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && self.counted.len() == self.result.tally.answered as usize
    }
}

/// What a counter knew of one device when counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Height {
    /// The device.
    pub device: DeviceId,
    /// How many of its entries the counter held.
    pub seq: u64,
    /// The last of these.
    pub head: EntryId,
}

/// A count as one counter signed it: the count, and what the counter knew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCount {
    /// The count.
    pub count: Count,
    /// What the counter knew of each device of those taking part; sorted by device.
    pub heights: Vec<Height>,
}

/// One person's answer, after all settings of it were folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folded {
    /// One answer, and the entry that gave it.
    One(Place, Stance),
    /// An answer that is not counted, and why.
    Out(LeftOut),
    /// No answer.
    Nothing,
}

/// Returns one person's last answer among `casts` whose clock is not after `end`.
///
/// Settings replace those that they name; what is left is current. Equal current values are one answer, which the
/// lowest place gave. Different ones are conflicted.
pub fn fold_casts(casts: &[Cast], paper: &Paper, opening: &Hash) -> Folded {
    let end = paper.end.latest();
    let current = |only_in_time: bool| {
        let seen = || casts.iter().filter(move |cast| !only_in_time || cast.at <= end);
        seen()
            .filter(|cast| !seen().any(|later| later.replaces.contains(&cast.op)))
            .filter_map(|cast| cast.stance.as_ref().map(|stance| (cast.place, stance)))
            .collect::<Vec<_>>()
    };
    let mut values = current(true);
    values.sort_by_key(|&(place, _)| place);
    let Some(&(place, first)) = values.first() else {
        return if current(false).is_empty() { Folded::Nothing } else { Folded::Out(LeftOut::AfterEnd) };
    };
    if values.iter().any(|&(_, stance)| stance.opening != first.opening || stance.answer != first.answer) {
        return Folded::Out(LeftOut::Conflicted);
    }
    if first.opening != *opening || first.position(&paper.protocol).is_none() {
        return Folded::Out(LeftOut::DoesNotFit);
    }
    Folded::One(place, first.clone())
}

/// Returns the count of `answers`, each person's folded answer.
///
/// `members_present` is used where whoever is a member takes part: how many members there are.
pub fn count(
    opening: Hash,
    paper: &Paper,
    roll: Option<&Roll>,
    members_present: u32,
    answers: &BTreeMap<MemberId, Folded>,
) -> Count {
    let taking_part = |member: &MemberId| roll.is_none_or(|roll| roll.contains(member));
    let mut places = Vec::new();
    let mut left_out = Vec::new();
    let mut positions: Vec<Position> = Vec::new();
    let mut present = roll.map_or(members_present, Roll::present);
    for (member, folded) in answers.iter().filter(|(member, _)| taking_part(member)) {
        match folded {
            Folded::One(place, stance) => {
                let Some(position) = stance.position(&paper.protocol) else {
                    continue;
                };
                places.push(*place);
                positions.push(position);
                present += u32::from(roll.is_some_and(|roll| roll.is_resting(member)));
            }
            Folded::Out(why) => left_out.push((*member, *why)),
            Folded::Nothing => {}
        }
    }
    let mut devices: Vec<_> = places.iter().map(|place| place.device).collect();
    devices.sort_unstable();
    devices.dedup();
    let mut counted: Vec<_> = places
        .iter()
        .map(|place| {
            let i = devices.binary_search(&place.device).unwrap_or_default();
            (i as u32, place.seq)
        })
        .collect();
    counted.sort_unstable();
    let present = present.max(positions.len() as u32);
    let result = decide(&paper.protocol, Tally::of(present, positions));
    Count { opening, devices, counted, left_out, result }
}

/// Returns how many confirmations make a count final: more than half of those present.
pub fn needed(present: u32) -> u32 {
    present / 2 + 1
}

/// Returns those present for `count`: on the roll and not resting, and resting ones whose answer the count lists.
pub fn present(roll: &Roll, counted_members: &[MemberId]) -> u32 {
    let answered_resting = counted_members.iter().filter(|member| roll.is_resting(member)).count();
    roll.present() + answered_resting as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decision::{Answer, Carried, DAY, Electorate, End, Protocol, Purpose, Reasons, TRAVEL};

    fn paper(members: u8) -> (Paper, Roll) {
        let roll = Roll::new((1..=members).map(|n| MemberId([n; 32])).collect(), &[MemberId([members; 32])]);
        let paper = Paper {
            question: "Shall we?".into(),
            wording: String::new(),
            protocol: Protocol::proposal(members as usize),
            electorate: Electorate::Frozen(Carried::Here(roll.clone())),
            opened: 0,
            end: End::At(DAY),
            travel: TRAVEL,
            reasons: Reasons::Against,
            purpose: Purpose::Words,
            replaces: None,
        };
        (paper, roll)
    }

    fn cast(
        device: u8,
        seq: u64,
        at: i64,
        replaces: &[(u64, u8)],
        position: Position,
        opening: Hash,
    ) -> Cast {
        Cast {
            place: Place { device: DeviceId([device; 32]), seq },
            at,
            op: (seq, DeviceId([device; 32])),
            replaces: replaces.iter().map(|&(n, d)| (n, DeviceId([d; 32]))).collect(),
            stance: Some(Stance { opening, answer: Answer::Position(position), reason: None }),
        }
    }

    #[test]
    fn the_last_answer_in_time_counts() {
        let (paper, _) = paper(3);
        let o = paper.id();
        let first = cast(1, 1, 10, &[], Position::For, o);
        let second = cast(1, 2, 20, &[(1, 1)], Position::Against, o);
        let late = cast(1, 3, DAY + 1, &[(2, 1)], Position::For, o);
        let all = [late.clone(), first, second.clone()];
        assert_eq!(fold_casts(&all, &paper, &o), Folded::One(second.place, second.stance.clone().unwrap()));
        assert_eq!(fold_casts(&[late], &paper, &o), Folded::Out(LeftOut::AfterEnd));
        assert_eq!(fold_casts(&[], &paper, &o), Folded::Nothing);
    }

    #[test]
    fn two_devices_that_differ_count_nothing_until_recast() {
        let (paper, _) = paper(3);
        let o = paper.id();
        let a = cast(1, 1, 10, &[], Position::For, o);
        let b = cast(2, 1, 10, &[], Position::Against, o);
        assert_eq!(fold_casts(&[a.clone(), b.clone()], &paper, &o), Folded::Out(LeftOut::Conflicted));
        let same = cast(2, 1, 10, &[], Position::For, o);
        assert_eq!(
            fold_casts(&[same, a.clone()], &paper, &o),
            Folded::One(a.place, a.stance.clone().unwrap()),
            "the same answer twice is one, at the lowest place"
        );
        let recast = cast(2, 2, 30, &[(1, 1), (1, 2)], Position::Abstain, o);
        let place = recast.place;
        assert!(matches!(fold_casts(&[b, a, recast], &paper, &o), Folded::One(p, _) if p == place));
    }

    #[test]
    fn resting_people_are_present_only_where_they_answer() {
        let (paper, roll) = paper(4);
        let o = paper.id();
        let one = |n: u8| {
            let c = cast(n, 1, 1, &[], Position::For, o);
            (MemberId([n; 32]), Folded::One(c.place, c.stance.unwrap()))
        };
        let without = count(o, &paper, Some(&roll), 0, &[one(1), one(2)].into());
        assert_eq!(without.result.tally.present, 3);
        let with = count(o, &paper, Some(&roll), 0, &[one(1), one(4)].into());
        assert_eq!(with.result.tally.present, 4);
        let stranger = count(o, &paper, Some(&roll), 0, &[one(9)].into());
        assert_eq!(stranger.result.tally.answered, 0, "somebody not taking part is not counted");
        assert!(without.is_sound() && with.is_sound());
        assert_ne!(without.id(), with.id());
        assert_eq!(present(&roll, &[MemberId([4; 32])]), 4);
        assert_eq!((needed(3), needed(4), needed(12)), (2, 3, 7));
    }
}
