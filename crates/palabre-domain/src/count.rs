//! Counting: which answers, which not and why; and when enough laptops found the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::decision::{Answer, Paper, Protocol, Roll, Stance};
use crate::id::{DeviceId, EntryId, Hash, MemberId, RecordId};
use crate::money::Amount;
use crate::settle::{Giver, Goal, settle};
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

/// The first half of an entry's id. With its place it tells an entry from every other: somebody who tells two stories
/// would have to find two entries of theirs that begin with the same sixteen bytes.
pub type Half = [u8; 16];

/// An entry that gave an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// Where it stands.
    pub place: Place,
    /// Which of the stories that may be told there.
    pub half: Half,
}

impl Given {
    /// Names the entry of a device at a place.
    pub fn new(device: DeviceId, seq: u64, id: &EntryId) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&id.0[..16]);
        Self { place: Place { device, seq }, half }
    }
}

/// One setting of a stance, as its entry wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The entry.
    pub given: Given,
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
    /// It was given to a wording that was changed since, and not repeated.
    Lapsed,
}

/// How many answers one person may record on behalf of others in one decision.
pub const BEHALF: usize = 3;

/// What is counted.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The opening.
    pub opening: Hash,
    /// Its paper.
    pub paper: &'a Paper,
    /// The openings that it amends, and those that these amend.
    pub replaced: &'a [Hash],
    /// Who takes part; `None` where whoever is a member does.
    pub roll: Option<&'a Roll>,
    /// How many members there are, where whoever is a member takes part.
    pub members: u32,
    /// What the buckets of a round needed when giving ended; each once.
    pub goals: &'a [Goal],
}

impl Question<'_> {
    /// Returns true when this member takes part.
    pub fn takes_part(&self, member: &MemberId) -> bool {
        self.roll.is_none_or(|roll| roll.contains(member))
    }

    /// Returns what everybody may give and gives, of those with these gifts.
    pub fn givers(&self, gifts: &BTreeMap<MemberId, &[(RecordId, Amount)]>) -> Vec<Giver> {
        let (Some(giving), Some(roll)) = (&self.paper.giving, self.roll) else {
            return Vec::new();
        };
        let each = roll.members.iter().zip(&giving.allotments);
        each.map(|(member, allotment)| Giver {
            member: *member,
            allotment: *allotment,
            gifts: gifts.get(member).map(|gifts| gifts.to_vec()).unwrap_or_default(),
        })
        .collect()
    }

    /// Returns true when the answer is within what this member may give; always where nothing is given.
    pub fn is_within(&self, member: &MemberId, answer: &Answer) -> bool {
        let (Answer::Gifts(gifts), Some(giving), Some(roll)) = (answer, &self.paper.giving, self.roll) else {
            return true;
        };
        let allotment =
            roll.members.binary_search(member).ok().and_then(|place| giving.allotments.get(place));
        allotment.is_some_and(|allotment| giving.allows(gifts, *allotment))
    }
}

/// An answer that one member recorded for another, given by phone or on paper.
pub type OnBehalf = BTreeMap<MemberId, BTreeMap<MemberId, Folded>>;

/// A count: exactly what was counted, and what it comes to. Two counts with the same content are one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The opening.
    pub opening: Hash,
    /// The devices whose answers were counted; sorted, each once.
    pub devices: Vec<DeviceId>,
    /// The answers: place in `devices`, and the entry of that device; sorted, each once.
    pub counted: Vec<(u32, u64)>,
    /// Answers recorded on behalf of somebody: whose, place in `devices` of the recorder's device, and the entry;
    /// sorted, each member once.
    pub behalf: Vec<(MemberId, u32, u64)>,
    /// Who was reached, where silence consents; sorted. Those who answered are not repeated.
    pub reached: Vec<MemberId>,
    /// Who answered and was not counted, and why; sorted by member.
    pub left_out: Vec<(MemberId, LeftOut)>,
    /// What it comes to.
    pub result: CountResult,
    /// The first half of the id of each counted entry: those of `counted`, then those of `behalf`. A place alone would
    /// let whoever tells two stories put another answer where one was counted. Stands behind the rest; the first
    /// counts had none.
    #[serde(skip)]
    pub halves: Vec<Half>,
}

impl Count {
    /// Returns the count's name: the hash of its canonical bytes.
    pub fn id(&self) -> Hash {
        if self.halves.is_empty() {
            return Hash::of(&wire::to_bytes(self));
        }
        Hash::of(&wire::to_bytes(&(self, &self.halves)))
    }

    fn place(&self, device: u32, seq: u64) -> Option<Place> {
        self.devices.get(device as usize).map(|&device| Place { device, seq })
    }

    /// Returns the places of the counted answers that people gave themselves, and which story is meant there.
    pub fn own_places(&self) -> impl Iterator<Item = (Place, Option<Half>)> + '_ {
        let halves = self.halves.iter().map(Some).chain(std::iter::repeat(None));
        self.counted
            .iter()
            .zip(halves)
            .filter_map(|(&(device, seq), half)| Some((self.place(device, seq)?, half.copied())))
    }

    /// Returns the places of the counted answers that others recorded, with whose they are, and which story is meant.
    pub fn behalf_places(&self) -> impl Iterator<Item = (MemberId, Place, Option<Half>)> + '_ {
        let halves = self.halves.iter().skip(self.counted.len()).map(Some).chain(std::iter::repeat(None));
        self.behalf.iter().zip(halves).filter_map(|(&(member, device, seq), half)| {
            Some((member, self.place(device, seq)?, half.copied()))
        })
    }

    /// Returns the places of all counted answers, and which story is meant there.
    pub fn places(&self) -> impl Iterator<Item = (Place, Option<Half>)> + '_ {
        self.own_places().chain(self.behalf_places().map(|(_, place, half)| (place, half)))
    }

    /// Returns whose answers were counted; `None` while it is not known whose a device is.
    pub fn members(&self, member_of: impl Fn(&DeviceId) -> Option<MemberId>) -> Option<Vec<MemberId>> {
        let own: Option<Vec<MemberId>> =
            self.own_places().map(|(place, _)| member_of(&place.device)).collect();
        let mut members = own?;
        members.extend(self.behalf.iter().map(|(member, ..)| *member));
        Some(members)
    }

    /// Returns true when lists are sorted and within each other, as every count that we make is.
    pub fn is_sound(&self) -> bool {
        let within = |device: u32| (device as usize) < self.devices.len();
        self.devices.windows(2).all(|pair| pair[0] < pair[1])
            && self.counted.windows(2).all(|pair| pair[0] < pair[1])
            && self.counted.iter().all(|&(device, _)| within(device))
            && self.behalf.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && self.behalf.iter().all(|&(_, device, _)| within(device))
            && self.reached.windows(2).all(|pair| pair[0] < pair[1])
            && self.left_out.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && self.counted.len() + self.behalf.len() == self.result.tally.answered as usize
            && (self.halves.is_empty() || self.halves.len() == self.counted.len() + self.behalf.len())
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

impl SignedCount {
    /// Returns the canonical bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = wire::to_bytes(self);
        bytes.extend(self.tail());
        bytes
    }

    /// Reads what [`Self::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (signed, tail) = Self::take(bytes)?;
        if tail.is_empty() {
            return Some(signed);
        }
        signed.with_halves(wire::from_bytes(tail).ok()?)
    }

    /// Reads a count without its stories from the beginning of `bytes`, as [`wire::take`] does, but for what its counter
    /// knew: of thousands of devices, which stand one after the other as they are.
    fn take(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (count, rest) = wire::take::<Count>(bytes).ok()?;
        let (many, mut rest) = wire::take::<u64>(rest).ok()?;
        let many = usize::try_from(many).ok()?;
        // A device, its place in at least one byte, and an id.
        let mut heights = Vec::with_capacity(many.min(rest.len() / 65));
        for _ in 0..many {
            let (device, more) = rest.split_first_chunk()?;
            let (seq, more) = wire::take::<u64>(more).ok()?;
            let (head, more) = more.split_first_chunk()?;
            heights.push(Height { device: DeviceId(*device), seq, head: EntryId(*head) });
            rest = more;
        }
        Some((Self { count, heights }, rest))
    }

    /// Returns what stands behind the bytes of a count: which stories it means.
    pub fn tail(&self) -> Vec<u8> {
        if self.count.halves.is_empty() { Vec::new() } else { wire::to_bytes(&self.count.halves) }
    }

    /// Returns the count with what stands behind its bytes; `None` where nothing does, for then nothing stands there.
    pub fn with_halves(mut self, halves: Vec<Half>) -> Option<Self> {
        self.count.halves = halves;
        (!self.count.halves.is_empty()).then_some(self)
    }
}

/// One person's answer, after all settings of it were folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folded {
    /// One answer, and the entry that gave it.
    One(Given, Stance),
    /// An answer that is not counted, and why.
    Out(LeftOut),
    /// No answer.
    Nothing,
}

/// Returns one person's last answer among `casts` whose clock is not after `end`.
///
/// Settings replace those that they name; what is left is current. Equal current values are one answer, which the
/// lowest place gave. Different ones are conflicted.
pub fn fold_casts(casts: &[Cast], question: &Question) -> Folded {
    let Question { opening, paper, replaced, .. } = question;
    let end = paper.end.latest();
    let current = |only_in_time: bool| {
        let seen = || casts.iter().filter(move |cast| !only_in_time || cast.at <= end);
        seen()
            .filter(|cast| !seen().any(|later| later.replaces.contains(&cast.op)))
            .filter_map(|cast| cast.stance.as_ref().map(|stance| (cast.given, stance)))
            .collect::<Vec<_>>()
    };
    let mut values = current(true);
    values.sort_by_key(|&(given, _)| given);
    let Some(&(given, first)) = values.first() else {
        return if current(false).is_empty() { Folded::Nothing } else { Folded::Out(LeftOut::AfterEnd) };
    };
    if values.iter().any(|&(_, stance)| stance.opening != first.opening || stance.answer != first.answer) {
        return Folded::Out(LeftOut::Conflicted);
    }
    if first.counts_for(opening, paper, replaced) {
        Folded::One(given, first.clone())
    } else if replaced.contains(&first.opening) {
        Folded::Out(LeftOut::Lapsed)
    } else {
        Folded::Out(LeftOut::DoesNotFit)
    }
}

/// Returns everybody's answer with those that others recorded for them, and which of them were recorded.
///
/// One's own answer, as long as it comes in time to be counted, overrides what was recorded. One person records for at
/// most [`BEHALF`] others: beyond, those with the lowest ids count. Recorders who differ are a conflict.
fn with_behalf(
    answers: &BTreeMap<MemberId, Folded>,
    behalf: &OnBehalf,
) -> (BTreeMap<MemberId, Folded>, BTreeSet<MemberId>) {
    let mut recorded: BTreeMap<MemberId, Vec<&Folded>> = BTreeMap::new();
    for (recorder, for_others) in behalf {
        let others = for_others.iter().filter(|(member, folded)| {
            *member != recorder && matches!(folded, Folded::One(..) | Folded::Out(LeftOut::Conflicted))
        });
        for (member, folded) in others.take(BEHALF) {
            recorded.entry(*member).or_default().push(folded);
        }
    }
    let mut all = answers.clone();
    let mut by_others = BTreeSet::new();
    for (member, folded) in recorded {
        let own_stands = !matches!(
            answers.get(&member),
            None | Some(Folded::Nothing | Folded::Out(LeftOut::AfterEnd | LeftOut::Lapsed))
        );
        if own_stands {
            continue;
        }
        let given: Vec<(Given, &Stance)> = folded
            .iter()
            .filter_map(|folded| match folded {
                Folded::One(given, stance) => Some((*given, stance)),
                _ => None,
            })
            .collect();
        let first = given.iter().min_by_key(|(given, _)| *given);
        let one = match first {
            Some((lowest, stance))
                if given.len() == folded.len() && given.iter().all(|(_, s)| s.answer == stance.answer) =>
            {
                Folded::One(*lowest, (*stance).clone())
            }
            _ => Folded::Out(LeftOut::Conflicted),
        };
        by_others.insert(member);
        all.insert(member, one);
    }
    (all, by_others)
}

/// Returns the count of `answers`, each person's folded answer, with what was recorded on behalf of others, and with
/// those whose laptop said that the question reached it.
pub fn count(
    question: &Question,
    answers: &BTreeMap<MemberId, Folded>,
    behalf: &OnBehalf,
    reached: &BTreeSet<MemberId>,
) -> Count {
    // Whoever has something to give gives it: nobody does so for somebody else.
    let is_recorded = question.paper.protocol != Protocol::Giving;
    let behalf = behalf.iter().filter(|(recorder, _)| is_recorded && question.takes_part(recorder));
    let behalf = behalf.map(|(recorder, others)| (*recorder, others.clone())).collect();
    let (answers, by_others) = with_behalf(answers, &behalf);
    let mut own = Vec::new();
    let mut recorded = Vec::new();
    let mut left_out = Vec::new();
    let mut given: Vec<&Answer> = Vec::new();
    let mut answered = BTreeSet::new();
    let mut gifts: BTreeMap<MemberId, &[(RecordId, Amount)]> = BTreeMap::new();
    let mut present = question.roll.map_or(question.members, Roll::present);
    for (member, folded) in answers.iter().filter(|(member, _)| question.takes_part(member)) {
        match folded {
            Folded::One(_, stance) if !question.is_within(member, &stance.answer) => {
                left_out.push((*member, LeftOut::DoesNotFit));
            }
            Folded::One(entry, stance) => {
                if let Answer::Gifts(amounts) = &stance.answer {
                    gifts.insert(*member, amounts.as_slice());
                }
                if by_others.contains(member) {
                    recorded.push((*member, *entry))
                } else {
                    own.push(*entry)
                }
                given.push(&stance.answer);
                answered.insert(*member);
                present += u32::from(question.roll.is_some_and(|roll| roll.is_resting(member)));
            }
            Folded::Out(why) => left_out.push((*member, *why)),
            Folded::Nothing => {}
        }
    }
    let recorded_places = recorded.iter().map(|(_, entry)| entry);
    let mut devices: Vec<_> = own.iter().chain(recorded_places).map(|entry| entry.place.device).collect();
    devices.sort_unstable();
    devices.dedup();
    let index = |place: &Place| devices.binary_search(&place.device).unwrap_or_default() as u32;
    own.sort_unstable();
    let counted = own.iter().map(|entry| (index(&entry.place), entry.place.seq)).collect();
    let behalf =
        recorded.iter().map(|(member, entry)| (*member, index(&entry.place), entry.place.seq)).collect();
    let halves = own.iter().chain(recorded.iter().map(|(_, entry)| entry)).map(|entry| entry.half).collect();
    let present = present.max(given.len() as u32);
    let silence = matches!(question.paper.protocol, Protocol::Consent { silence: true, .. });
    let is_present = |member: &MemberId| {
        question.takes_part(member) && !question.roll.is_some_and(|roll| roll.is_resting(member))
    };
    let reached: Vec<MemberId> = match silence {
        true => reached
            .iter()
            .filter(|member| is_present(member) && !answered.contains(member))
            .copied()
            .collect(),
        false => Vec::new(),
    };
    let mut tally = Tally::of(present, question.paper.options.len(), given);
    if silence {
        tally.reached = tally.answered + reached.len() as u32;
    }
    let mut result = decide(&question.paper.protocol, tally);
    if let Some(giving) = &question.paper.giving {
        let givers = question.givers(&gifts);
        result.settlement =
            Some(settle(giving.pot, giving.carried_over, question.goals, &givers, giving.rule));
    }
    Count { opening: question.opening, devices, counted, behalf, reached, left_out, result, halves }
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
    use crate::decision::{Carried, DAY, Electorate, End, Hide, Position, Purpose, Reasons, TRAVEL};

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
            options: Vec::new(),
            hide: Hide::Never,
            about: None,
            giving: None,
        };
        (paper, roll)
    }

    fn question<'a>(paper: &'a Paper, roll: Option<&'a Roll>) -> Question<'a> {
        Question { opening: paper.id(), paper, replaced: &[], roll, members: 0, goals: &[] }
    }

    fn counted(question: &Question, answers: &[(MemberId, Folded)]) -> Count {
        count(question, &answers.iter().cloned().collect(), &OnBehalf::new(), &BTreeSet::new())
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
            given: Given::new(DeviceId([device; 32]), seq, &EntryId([seq as u8; 32])),
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
        assert_eq!(
            fold_casts(&all, &question(&paper, None)),
            Folded::One(second.given, second.stance.clone().unwrap())
        );
        assert_eq!(fold_casts(&[late], &question(&paper, None)), Folded::Out(LeftOut::AfterEnd));
        assert_eq!(fold_casts(&[], &question(&paper, None)), Folded::Nothing);
    }

    #[test]
    fn two_devices_that_differ_count_nothing_until_recast() {
        let (paper, _) = paper(3);
        let o = paper.id();
        let a = cast(1, 1, 10, &[], Position::For, o);
        let b = cast(2, 1, 10, &[], Position::Against, o);
        assert_eq!(
            fold_casts(&[a.clone(), b.clone()], &question(&paper, None)),
            Folded::Out(LeftOut::Conflicted)
        );
        let same = cast(2, 1, 10, &[], Position::For, o);
        assert_eq!(
            fold_casts(&[same, a.clone()], &question(&paper, None)),
            Folded::One(a.given, a.stance.clone().unwrap()),
            "the same answer twice is one, at the lowest place"
        );
        let recast = cast(2, 2, 30, &[(1, 1), (1, 2)], Position::Abstain, o);
        let given = recast.given;
        assert!(
            matches!(fold_casts(&[b, a, recast], &question(&paper, None)), Folded::One(g, _) if g == given)
        );
    }

    #[test]
    fn resting_people_are_present_only_where_they_answer() {
        let (paper, roll) = paper(4);
        let o = paper.id();
        let one = |n: u8| {
            let c = cast(n, 1, 1, &[], Position::For, o);
            (MemberId([n; 32]), Folded::One(c.given, c.stance.unwrap()))
        };
        let asked = question(&paper, Some(&roll));
        let without = counted(&asked, &[one(1), one(2)]);
        assert_eq!(without.result.tally.present, 3);
        let with = counted(&asked, &[one(1), one(4)]);
        assert_eq!(with.result.tally.present, 4);
        let stranger = counted(&asked, &[one(9)]);
        assert_eq!(stranger.result.tally.answered, 0, "somebody not taking part is not counted");
        assert!(without.is_sound() && with.is_sound());
        assert_ne!(without.id(), with.id());
        assert_eq!(present(&roll, &[MemberId([4; 32])]), 4);
        assert_eq!((needed(3), needed(4), needed(12)), (2, 3, 7));
    }

    #[test]
    fn an_answer_on_behalf_counts_until_the_person_answers() {
        let (paper, roll) = paper(9);
        let o = paper.id();
        let asked = question(&paper, Some(&roll));
        let m = |n: u8| MemberId([n; 32]);
        let one = |device: u8, seq: u64, position| {
            let c = cast(device, seq, 1, &[], position, o);
            Folded::One(c.given, c.stance.unwrap())
        };
        let tally = |own: &[(MemberId, Folded)], behalf: &[(u8, &[(u8, Position)])]| {
            let behalf: OnBehalf = behalf
                .iter()
                .map(|&(recorder, others)| {
                    let others =
                        others.iter().map(|&(n, position)| (m(n), one(recorder, u64::from(n), position)));
                    (m(recorder), others.collect())
                })
                .collect();
            count(&asked, &own.iter().cloned().collect(), &behalf, &BTreeSet::new())
        };
        use Position::{Against, For};
        let recorded = tally(&[(m(1), one(1, 50, For))], &[(1, &[(2, Against)])]);
        assert_eq!(
            (recorded.result.tally.answered, recorded.counted.len(), recorded.behalf.len()),
            (2, 1, 1)
        );
        assert!(recorded.is_sound());
        assert_eq!(recorded.members(|device| Some(MemberId(device.0))), Some(vec![m(1), m(2)]));
        let own = tally(&[(m(2), one(2, 1, For))], &[(1, &[(2, Against)])]);
        assert_eq!((own.result.tally.count(For), own.behalf.len()), (1, 0), "one's own answer overrides");
        let differ = tally(&[], &[(1, &[(3, For)]), (2, &[(3, Against)])]);
        assert_eq!(differ.left_out, [(m(3), LeftOut::Conflicted)]);
        let agree = tally(&[], &[(1, &[(3, For)]), (2, &[(3, For)])]);
        assert_eq!(agree.result.tally.answered, 1);
        let many = tally(&[], &[(1, &[(2, For), (3, For), (4, For), (5, For)])]);
        assert_eq!(many.result.tally.answered, 3, "at most three, the lowest ids");
        let himself = tally(&[], &[(1, &[(1, For)])]);
        assert_eq!(himself.result.tally.answered, 0);
        let stranger = tally(&[], &[(20, &[(2, For)])]);
        assert_eq!(stranger.result.tally.answered, 0, "only who takes part records");
    }

    #[test]
    fn a_count_means_the_entries_that_it_counted() {
        let (paper, roll) = paper(4);
        let o = paper.id();
        let asked = question(&paper, Some(&roll));
        let one = |n: u8, story: u8| {
            let mut c = cast(n, 1, 1, &[], Position::For, o);
            c.given = Given::new(DeviceId([n; 32]), 1, &EntryId([story; 32]));
            (MemberId([n; 32]), Folded::One(c.given, c.stance.unwrap()))
        };
        let first = counted(&asked, &[one(2, 7), one(1, 8)]);
        let halves: Vec<_> = first.own_places().map(|(place, half)| (place.device.0[0], half)).collect();
        assert_eq!(halves, [(1, Some([8; 16])), (2, Some([7; 16]))]);
        let other = counted(&asked, &[one(2, 7), one(1, 9)]);
        assert_eq!(first.result, other.result);
        assert_ne!(first.id(), other.id(), "the same answers, told in another story");
        // Written and read again, with its stories and, as the first ones, without.
        let signed = SignedCount { count: first.clone(), heights: Vec::new() };
        assert_eq!(SignedCount::from_bytes(&signed.to_bytes()), Some(signed.clone()));
        let mut early = signed;
        early.count.halves.clear();
        assert_eq!(SignedCount::from_bytes(&early.to_bytes()), Some(early.clone()));
        assert!(early.count.is_sound() && first.is_sound());
        assert_eq!(early.count.own_places().map(|(_, half)| half).collect::<Vec<_>>(), [None, None]);
        assert_eq!(SignedCount::from_bytes(&[&early.to_bytes()[..], &[0]].concat()), None, "one spelling");
        early.count.halves = vec![[1; 16]];
        assert!(!early.count.is_sound(), "a story for each answer or for none");
    }

    #[test]
    fn silence_consents_where_it_was_heard() {
        let (mut paper, roll) = paper(9);
        paper.protocol = Protocol::consent(true);
        let o = paper.id();
        let asked = question(&paper, Some(&roll));
        let m = |n: u8| MemberId([n; 32]);
        let c = cast(1, 1, 1, &[], Position::Consent, o);
        let own = [(m(1), Folded::One(c.given, c.stance.unwrap()))].into();
        // The ninth is resting, the tenth takes no part, the first answered.
        let reached = [1, 2, 3, 4, 9, 10].map(m).into();
        let count = count(&asked, &own, &OnBehalf::new(), &reached);
        assert_eq!(count.reached, [m(2), m(3), m(4)]);
        assert_eq!((count.result.tally.reached, count.result.tally.present), (4, 8));
        assert_eq!(count.result.verdict, crate::tally::Verdict::TooFew, "half is not more than half");
        assert!(count.is_sound());
    }

    #[test]
    fn an_objection_to_an_earlier_wording_lapses() {
        let (mut paper, roll) = paper(3);
        paper.protocol = Protocol::consent(false);
        let old = Hash([9; 32]);
        let asked = Question { replaced: &[old], ..question(&paper, Some(&roll)) };
        let objects = cast(1, 1, 1, &[], Position::Objection, old);
        let consents = cast(2, 1, 1, &[], Position::Consent, old);
        assert_eq!(fold_casts(&[objects], &asked), Folded::Out(LeftOut::Lapsed));
        assert!(matches!(fold_casts(&[consents], &asked), Folded::One(..)));
    }

    #[test]
    fn a_round_is_counted_and_settled() {
        let (mut paper, roll) = paper(3);
        paper.protocol = Protocol::Giving;
        let amount = Amount(100);
        paper.giving = Some(crate::settle::Giving {
            currency: crate::money::Currency::EUR,
            pot: Amount(300),
            carried_over: Amount::ZERO,
            allotments: vec![amount; 3],
            cap: None,
            rule: crate::settle::EndRule::Return,
            because: Hash::ZERO,
        });
        assert_eq!(paper.check(), Ok(()));
        let o = paper.id();
        let bucket = RecordId([5; 32]);
        let goals = [Goal { bucket, min: Amount(50), max: Amount(150), takes: false }];
        let asked = Question { goals: &goals, ..question(&paper, Some(&roll)) };
        let gives = |n: u8, cents: u64| {
            let c = cast(n, 1, 1, &[], Position::For, o);
            let stance = Stance { answer: Answer::Gifts(vec![(bucket, Amount(cents))]), ..c.stance.unwrap() };
            (MemberId([n; 32]), Folded::One(c.given, stance))
        };
        let count = counted(&asked, &[gives(1, 100), gives(2, 100), gives(3, 101)]);
        assert_eq!(count.left_out, [(MemberId([3; 32]), LeftOut::DoesNotFit)], "above the allotment");
        let own = BTreeMap::from([gives(1, 100)]);
        let of = |behalf: &OnBehalf| super::count(&asked, &own, behalf, &BTreeSet::new());
        let for_another = OnBehalf::from([(MemberId([1; 32]), BTreeMap::from([gives(2, 100)]))]);
        assert_eq!(
            of(&for_another).id(),
            of(&OnBehalf::new()).id(),
            "nobody gives what is another's to give"
        );
        let settled = count.result.settlement.clone().unwrap();
        assert_eq!((settled.given.0, settled.kept.0, settled.returned.0), (200, 150, 150));
        assert!(crate::tally::sentence(&paper, &count.result).contains("gave 2.00 €. Buckets keep 1.50 €"));
        paper.giving.as_mut().unwrap().allotments.push(amount);
        assert_eq!(paper.check(), Err(crate::decision::PaperError::Giving));
    }

    proptest::proptest! {
        #[test]
        fn a_count_is_read_as_everything_else_is(
            heights in proptest::collection::vec((proptest::array::uniform32(0..3u8), 0..900u64), 0..40),
            halves in proptest::collection::vec(proptest::array::uniform16(0..3u8), 0..3),
            cut in proptest::option::of((0..4_000usize, 0..=255u8)),
        ) {
            let (paper, roll) = paper(2);
            let heights = heights.into_iter().map(|(id, seq)| Height { device: DeviceId(id), seq, head: EntryId(id) });
            let mut count = counted(&question(&paper, Some(&roll)), &[]);
            count.halves = halves;
            let mut bytes = SignedCount { count, heights: heights.collect() }.to_bytes();
            if let Some((at, byte)) = cut {
                let at = at % bytes.len();
                if byte == 0 { bytes.truncate(at) } else { bytes[at] = byte }
            }
            // The same without a shortcut.
            let plain = wire::take::<SignedCount>(&bytes).ok().and_then(|(signed, tail)| match tail {
                [] => Some(signed),
                tail => signed.with_halves(wire::from_bytes(tail).ok()?),
            });
            proptest::prop_assert_eq!(SignedCount::from_bytes(&bytes), plain);
        }
    }
}
