//! Budget rounds: what buckets need, what people give, and what a round comes to. To the cent, always.
//!
//! Everything before equals everything after: `pot + carried over = kept + returned to the pot + what stays`, and for
//! each person `allotment = what buckets keep of theirs + what goes to the pot + what stays with them`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{MemberId, RecordId};
use crate::money::{Amount, Currency};

/// The longest name of an item, in bytes.
pub const MAX_ITEM: usize = 200;
/// The most items of one bucket.
pub const MAX_ITEMS: usize = 200;

/// Something that a bucket pays for, or that brings money in.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Item {
    /// What.
    pub what: String,
    /// Whether it brings money in.
    pub income: bool,
    /// The least that it costs; what it brings in.
    pub min: Amount,
    /// The most that it costs, where that is more.
    pub max: Option<Amount>,
}

impl Item {
    /// Returns true when it has a name and its amounts are in order.
    pub fn is_sound(&self) -> bool {
        !self.what.trim().is_empty()
            && self.what.len() <= MAX_ITEM
            && self.min.is_sound()
            && self.max.is_none_or(|max| !self.income && max.is_sound() && max >= self.min)
    }
}

/// What a bucket needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Goal {
    /// The bucket.
    pub bucket: RecordId,
    /// The least that it needs.
    pub min: Amount,
    /// The most that it can use.
    pub max: Amount,
    /// Whether it takes what it gets, also below its minimum.
    pub takes: bool,
}

impl Goal {
    /// Returns the goal of these items: the least is what expenses cost at least, less what comes in; the most is what
    /// they cost at most, less what comes in; neither is below nothing.
    pub fn of<'a>(bucket: RecordId, items: impl IntoIterator<Item = &'a Item>, takes: bool) -> Self {
        let (mut min, mut max, mut income) = (Amount::ZERO, Amount::ZERO, Amount::ZERO);
        for item in items {
            if item.income {
                income = income.plus(item.min);
            } else {
                min = min.plus(item.min);
                max = max.plus(item.max.unwrap_or(item.min));
            }
        }
        Self { bucket, min: min.minus(income), max: max.minus(income), takes }
    }

    /// Returns where the bucket stands with so much given.
    pub fn status(&self, given: Amount) -> Status {
        if given >= self.max {
            Status::Full
        } else if given >= self.min {
            Status::Enough(self.max.minus(given))
        } else {
            Status::Short(self.min.minus(given))
        }
    }

    /// Returns what it keeps of so much.
    fn keeps(&self, given: Amount) -> Amount {
        if given < self.min && !self.takes { Amount::ZERO } else { given.min(self.max) }
    }
}

/// Where a bucket stands. Derived, never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// So much short of its minimum.
    Short(Amount),
    /// Enough to start; so much to its maximum.
    Enough(Amount),
    /// Full.
    Full,
}

/// What becomes of leftovers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EndRule {
    /// They return to the pot.
    Return,
    /// They stay with members for the next round.
    Stay,
    /// They are spread over funded buckets up to their maximum; the rest returns to the pot.
    Spread,
}

impl EndRule {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Return => "return",
            Self::Stay => "stay",
            Self::Spread => "spread",
        }
    }

    /// Returns the rule of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Return, Self::Stay, Self::Spread].into_iter().find(|rule| rule.word() == word)
    }
}

/// What makes a round, beside who takes part: frozen at opening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Giving {
    /// The currency.
    pub currency: Currency,
    /// What there is to give, as a final decision released it.
    pub pot: Amount,
    /// What stayed with members in an earlier round, and is in their allotments.
    pub carried_over: Amount,
    /// What each may give, in the order of the roll.
    pub allotments: Vec<Amount>,
    /// What one person may give to one bucket.
    pub cap: Option<Amount>,
    /// What becomes of leftovers.
    pub rule: EndRule,
    /// The final count that released the pot.
    pub because: crate::id::Hash,
}

impl Giving {
    /// Returns true when nobody could give what is not there.
    pub fn is_sound(&self) -> bool {
        let allotted = self
            .allotments
            .iter()
            .try_fold(0_u64, |sum, amount| if amount.is_sound() { sum.checked_add(amount.0) } else { None });
        self.currency.is_sound()
            && self.pot.is_sound()
            && self.carried_over.is_sound()
            && allotted.is_some_and(|allotted| allotted <= self.pot.plus(self.carried_over).0)
    }

    /// Returns true when one person with this allotment may give so: each bucket once, sorted, nothing of nothing,
    /// within the cap, and not more than the allotment in all.
    pub fn allows(&self, gifts: &[(RecordId, Amount)], allotment: Amount) -> bool {
        let sum = gifts.iter().try_fold(0_u64, |sum, (_, amount)| sum.checked_add(amount.0));
        gifts.windows(2).all(|pair| pair[0].0 < pair[1].0)
            && gifts.iter().all(|(_, amount)| !amount.is_zero() && self.cap.is_none_or(|cap| *amount <= cap))
            && sum.is_some_and(|sum| sum <= allotment.0)
    }
}

/// What one person may give, and gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Giver {
    /// Who.
    pub member: MemberId,
    /// What they may give.
    pub allotment: Amount,
    /// What they give, bucket by bucket.
    pub gifts: Vec<(RecordId, Amount)>,
}

/// What a bucket comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// What it needs.
    pub goal: Goal,
    /// What people gave it.
    pub given: Amount,
    /// What it keeps of that.
    pub kept: Amount,
    /// What it receives from leftovers.
    pub spread: Amount,
}

/// What a round comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The buckets, in the order of their ids.
    pub buckets: Vec<Settled>,
    /// What was given in all.
    pub given: Amount,
    /// What buckets keep in all, leftovers that they received included.
    pub kept: Amount,
    /// What returns to the pot.
    pub returned: Amount,
    /// What stays with members in all.
    pub stays: Amount,
}

/// What happened to a part of somebody's allotment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// A bucket keeps it.
    Kept(RecordId),
    /// It came back: the bucket received more than its maximum.
    Over(RecordId),
    /// It came back: the bucket stayed below its minimum.
    Below(RecordId),
    /// It came back: this is no bucket of the round, or no longer one.
    Gone(RecordId),
    /// It was not given.
    NotGiven,
    /// Of what came back or was not given: it went to a bucket that had room.
    Spread(RecordId),
    /// Of what came back or was not given: it returns to the pot.
    ToPot,
    /// Of what came back or was not given: it stays with the member for the next round.
    Stays,
}

impl Fate {
    /// Returns the bucket that it is about.
    pub fn bucket(&self) -> Option<RecordId> {
        match self {
            Self::Kept(bucket) | Self::Over(bucket) | Self::Below(bucket) => Some(*bucket),
            Self::Gone(bucket) | Self::Spread(bucket) => Some(*bucket),
            Self::NotGiven | Self::ToPot | Self::Stays => None,
        }
    }
}

/// What happened to somebody's allotment: first where it went, then what became of what was left over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Story {
    /// Where it went: what is kept, came back and was not given; these add up to the allotment.
    pub went: Vec<(Fate, Amount)>,
    /// What became of what came back or was not given; these add up to it.
    pub left: Vec<(Fate, Amount)>,
}

/// Shares `amount` in proportion to `weights` by the largest remainder; of equal remainders the first in order gets the
/// cent. Gives nobody more than their weight as long as the amount is not more than the weights' sum.
fn share_out(amount: u64, weights: &[u64]) -> Vec<u64> {
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    if sum == 0 {
        return vec![0; weights.len()];
    }
    let exact = |weight: u64| u128::from(amount) * u128::from(weight);
    // The quotient is at most `amount`.
    let mut shares: Vec<u64> = weights.iter().map(|&weight| (exact(weight) / sum) as u64).collect();
    let missing = amount - shares.iter().sum::<u64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(exact(weights[i]) % sum), i));
    for &i in order.iter().take(missing as usize) {
        shares[i] += 1;
    }
    shares
}

/// What becomes of each giver's money: to which bucket how much is kept, and what is left over.
struct Fold {
    buckets: Vec<Settled>,
    /// For each giver, by place: what each gift's bucket keeps.
    kept: Vec<Vec<u64>>,
    /// For each giver: what came back or was not given.
    left: Vec<u64>,
    /// For each giver: what of that went to buckets by spreading, with the bucket's place.
    spread: Vec<Vec<(usize, u64)>>,
}

fn fold(goals: &[Goal], givers: &[Giver], rule: EndRule) -> (Fold, Vec<usize>) {
    let mut goals = goals.to_vec();
    goals.sort_unstable_by_key(|goal| goal.bucket);
    goals.dedup_by_key(|goal| goal.bucket);
    let mut order: Vec<usize> = (0..givers.len()).collect();
    order.sort_by_key(|&i| givers[i].member);
    let place = |bucket: &RecordId| goals.binary_search_by_key(bucket, |goal| goal.bucket).ok();
    // Gifts to each bucket in members' order: giver, gift, amount.
    let mut gifts: BTreeMap<usize, Vec<(usize, usize, u64)>> = BTreeMap::new();
    for &giver in &order {
        for (gift, (bucket, amount)) in givers[giver].gifts.iter().enumerate() {
            if let Some(place) = place(bucket) {
                gifts.entry(place).or_default().push((giver, gift, amount.0));
            }
        }
    }
    let mut kept: Vec<Vec<u64>> = givers.iter().map(|giver| vec![0; giver.gifts.len()]).collect();
    let mut buckets = Vec::with_capacity(goals.len());
    for (i, goal) in goals.iter().enumerate() {
        let received = gifts.remove(&i).unwrap_or_default();
        let given = Amount(received.iter().map(|(.., amount)| amount).sum());
        let keeps = goal.keeps(given);
        let back = given.minus(keeps).0;
        let weights: Vec<u64> = received.iter().map(|(.., amount)| *amount).collect();
        let returns = share_out(back, &weights);
        for ((giver, gift, amount), back) in received.into_iter().zip(returns) {
            kept[giver][gift] = amount - back;
        }
        buckets.push(Settled { goal: *goal, given, kept: keeps, spread: Amount::ZERO });
    }
    let left: Vec<u64> = givers
        .iter()
        .zip(&kept)
        .map(|(giver, kept)| giver.allotment.0.saturating_sub(kept.iter().sum()))
        .collect();
    let mut spread: Vec<Vec<(usize, u64)>> = vec![Vec::new(); givers.len()];
    if rule == EndRule::Spread {
        let room: Vec<u64> = buckets
            .iter()
            .map(|bucket| if bucket.kept.is_zero() { 0 } else { bucket.goal.max.minus(bucket.kept).0 })
            .collect();
        let leftover: u64 = left.iter().sum();
        let all: u64 = leftover.min(room.iter().fold(0, |sum, room| room.saturating_add(sum)));
        let into = share_out(all, &room);
        // Each pays in proportion to what is left of theirs, and fills the buckets in their order.
        let weights: Vec<u64> = order.iter().map(|&giver| left[giver]).collect();
        let mut pays = share_out(all, &weights);
        let mut payer = 0;
        for (bucket, mut missing) in into.into_iter().enumerate() {
            buckets[bucket].spread = Amount(missing);
            while missing > 0 {
                let part = pays[payer].min(missing);
                if part > 0 {
                    spread[order[payer]].push((bucket, part));
                }
                pays[payer] -= part;
                missing -= part;
                if pays[payer] == 0 {
                    payer += 1;
                }
            }
        }
    }
    (Fold { buckets, kept, left, spread }, order)
}

/// Returns what a round comes to.
///
/// Above its maximum a bucket returns the excess to its funders in proportion to their gifts (largest remainder; of
/// equal remainders the lowest member id). Below its minimum it returns all, unless it takes what it gets. What came
/// back and what was not given is left over, and the rule says what becomes of it. Spreading fills buckets that keep
/// something in proportion to the room that they have (largest remainder; then the lowest bucket id); everybody pays
/// for it in proportion to what is left of theirs (largest remainder; then the lowest member id).
///
/// Each giver gives at most their allotment, and all allotments together are at most `pot` and `carried_over`: see
/// [`Giving`].
pub fn settle(
    pot: Amount,
    carried_over: Amount,
    goals: &[Goal],
    givers: &[Giver],
    rule: EndRule,
) -> Settlement {
    let (fold, _) = fold(goals, givers, rule);
    let given = givers.iter().flat_map(|giver| &giver.gifts).map(|(_, amount)| *amount).sum();
    let kept: Amount = fold.buckets.iter().map(|bucket| bucket.kept.plus(bucket.spread)).sum();
    let left: Amount = Amount(fold.left.iter().sum());
    let stays = if rule == EndRule::Stay { left } else { Amount::ZERO };
    let returned = pot.plus(carried_over).minus(kept).minus(stays);
    Settlement { buckets: fold.buckets, given, kept, returned, stays }
}

/// Returns what stays with each member for the next round.
pub fn stays(goals: &[Goal], givers: &[Giver], rule: EndRule) -> Vec<(MemberId, Amount)> {
    if rule != EndRule::Stay {
        return Vec::new();
    }
    let (fold, order) = fold(goals, givers, rule);
    order
        .into_iter()
        .map(|i| (givers[i].member, Amount(fold.left[i])))
        .filter(|(_, left)| !left.is_zero())
        .collect()
}

/// Returns what happened to each cent of one member's allotment, and why.
pub fn story(goals: &[Goal], givers: &[Giver], rule: EndRule, member: &MemberId) -> Option<Story> {
    let i = givers.iter().position(|giver| giver.member == *member)?;
    let (fold, _) = fold(goals, givers, rule);
    let giver = &givers[i];
    let mut story = Story::default();
    let mut note = |fate: Fate, amount: u64| {
        if amount > 0 {
            story.went.push((fate, Amount(amount)));
        }
    };
    for ((bucket, amount), kept) in giver.gifts.iter().zip(&fold.kept[i]) {
        note(Fate::Kept(*bucket), *kept);
        let settled = fold.buckets.iter().find(|settled| settled.goal.bucket == *bucket);
        let why = match settled {
            None => Fate::Gone(*bucket),
            Some(settled) if settled.kept.is_zero() && settled.given < settled.goal.min => {
                Fate::Below(*bucket)
            }
            Some(_) => Fate::Over(*bucket),
        };
        note(why, amount.0 - kept);
    }
    let gifts: u64 = giver.gifts.iter().map(|(_, amount)| amount.0).sum();
    note(Fate::NotGiven, giver.allotment.0.saturating_sub(gifts));
    let mut rest = fold.left[i];
    for &(bucket, amount) in &fold.spread[i] {
        story.left.push((Fate::Spread(fold.buckets[bucket].goal.bucket), Amount(amount)));
        rest -= amount;
    }
    if rest > 0 {
        let fate = if rule == EndRule::Stay { Fate::Stays } else { Fate::ToPot };
        story.left.push((fate, Amount(rest)));
    }
    Some(story)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bucket(n: u8) -> RecordId {
        RecordId([n; 32])
    }

    fn goal(n: u8, min: u64, max: u64, takes: bool) -> Goal {
        Goal { bucket: bucket(n), min: Amount(min), max: Amount(max), takes }
    }

    fn giver(n: u8, allotment: u64, gifts: &[(u8, u64)]) -> Giver {
        let gifts = gifts.iter().filter(|(_, amount)| *amount > 0);
        let mut gifts: Vec<_> = gifts.map(|&(b, amount)| (bucket(b), Amount(amount))).collect();
        gifts.sort_unstable();
        Giver { member: MemberId([n; 32]), allotment: Amount(allotment), gifts }
    }

    /// The spring round of *Le Fournil*: twelve people from A to L, each with 200.00 €.
    fn spring() -> (Vec<Goal>, Vec<Giver>) {
        let item = |what: &str, income, min: u64, max: Option<u64>| Item {
            what: what.into(),
            income,
            min: Amount(min * 100),
            max: max.map(|max| Amount(max * 100)),
        };
        let repair = [item("irons", false, 200, Some(350)), item("bench", false, 150, Some(250))];
        let garden = [
            item("wood", false, 220, Some(300)),
            item("soil", false, 140, Some(260)),
            item("plant sale", true, 60, None),
        ];
        let goals = vec![
            Goal::of(bucket(1), &repair, false),
            Goal::of(bucket(2), &garden, false),
            Goal::of(bucket(3), &[item("food, posters", false, 180, None)], false),
            Goal::of(bucket(4), &[item("mixer", false, 450, Some(700))], false),
            Goal::of(bucket(5), &[item("care", false, 200, Some(800))], true),
        ];
        let gifts: [(u8, [u64; 5]); 12] = [
            (b'A', [0, 50, 0, 100, 50]),
            (b'B', [100, 50, 20, 0, 0]),
            (b'C', [30, 100, 40, 0, 0]),
            (b'D', [0, 0, 0, 0, 0]),
            (b'E', [85, 0, 30, 0, 0]),
            (b'F', [100, 30, 0, 0, 50]),
            (b'G', [100, 0, 0, 0, 0]),
            (b'H', [100, 20, 20, 0, 0]),
            (b'I', [0, 0, 0, 100, 0]),
            (b'J', [60, 60, 40, 0, 25]),
            (b'K', [0, 100, 0, 15, 0]),
            (b'L', [100, 0, 30, 0, 25]),
        ];
        let givers = gifts
            .iter()
            .map(|(name, gifts)| {
                let gifts: Vec<(u8, u64)> = (1..).zip(gifts).map(|(b, euros)| (b, euros * 100)).collect();
                giver(*name, 20_000, &gifts)
            })
            .collect();
        (goals, givers)
    }

    #[test]
    fn the_spring_round_with_all_its_lines() {
        let (goals, givers) = spring();
        let wanted: Vec<(u64, u64)> = goals.iter().map(|goal| (goal.min.0 / 100, goal.max.0 / 100)).collect();
        assert_eq!(wanted, [(350, 600), (300, 500), (180, 180), (450, 700), (200, 800)]);
        let settled = settle(Amount(240_000), Amount::ZERO, &goals, &givers, EndRule::Return);
        let lines: Vec<(u64, u64)> = settled.buckets.iter().map(|b| (b.given.0, b.kept.0)).collect();
        assert_eq!(
            lines,
            [(67_500, 60_000), (41_000, 41_000), (18_000, 18_000), (21_500, 0), (15_000, 15_000)]
        );
        assert_eq!((settled.given.0, settled.kept.0, settled.returned.0), (163_000, 134_000, 106_000));
        let back = |name: u8, fate: fn(RecordId) -> Fate, b: u8| {
            let story = story(&goals, &givers, EndRule::Return, &MemberId([name; 32])).unwrap();
            story.went.iter().find(|(f, _)| *f == fate(bucket(b))).map_or(0, |(_, amount)| amount.0)
        };
        for (name, cents) in [
            (b'B', 1_111),
            (b'F', 1_111),
            (b'G', 1_111),
            (b'H', 1_111),
            (b'L', 1_111),
            (b'C', 333),
            (b'E', 945),
            (b'J', 667),
        ] {
            assert_eq!(back(name, Fate::Over, 1), cents, "{}", name as char);
        }
        for (name, cents) in [(b'A', 10_000), (b'I', 10_000), (b'K', 1_500)] {
            assert_eq!(back(name, Fate::Below, 4), cents, "{}", name as char);
        }
        let eszter = story(&goals, &givers, EndRule::Return, &MemberId([b'E'; 32])).unwrap();
        assert_eq!(
            eszter.went,
            [
                (Fate::Kept(bucket(1)), Amount(7_555)),
                (Fate::Over(bucket(1)), Amount(945)),
                (Fate::Kept(bucket(3)), Amount(3_000)),
                (Fate::NotGiven, Amount(8_500)),
            ]
        );
        assert_eq!(eszter.left, [(Fate::ToPot, Amount(9_445))]);
    }

    #[test]
    fn a_bucket_stands_where_its_items_say() {
        let goal = goal(1, 10_000, 30_000, false);
        assert_eq!(goal.status(Amount(1_000)), Status::Short(Amount(9_000)));
        assert_eq!(goal.status(Amount(21_000)), Status::Enough(Amount(9_000)));
        assert_eq!(goal.status(Amount(30_001)), Status::Full);
        let rich = Item { what: "sale".into(), income: true, min: Amount(999), max: None };
        let cheap = Item { what: "nails".into(), income: false, min: Amount(5), max: None };
        let goal = Goal::of(bucket(1), [&rich, &cheap], false);
        assert_eq!((goal.min, goal.max), (Amount::ZERO, Amount::ZERO), "it needs nothing");
        assert!(!Item { max: Some(Amount(4)), ..cheap.clone() }.is_sound());
        assert!(!Item { max: Some(Amount(4)), ..rich }.is_sound());
    }

    #[test]
    fn edges() {
        let settled =
            |goals: &[Goal], givers: &[Giver], rule| settle(Amount(1_000), Amount::ZERO, goals, givers, rule);
        let nothing = settled(&[goal(1, 10, 20, false)], &[giver(1, 1_000, &[])], EndRule::Return);
        assert_eq!((nothing.kept.0, nothing.returned.0), (0, 1_000));
        let by_a_cent = settled(&[goal(1, 10, 499, false)], &[giver(1, 1_000, &[(1, 500)])], EndRule::Return);
        assert_eq!((by_a_cent.kept.0, by_a_cent.returned.0), (499, 501));
        let stay = settled(&[goal(1, 600, 700, false)], &[giver(1, 900, &[(1, 500)])], EndRule::Stay);
        assert_eq!((stay.kept.0, stay.stays.0, stay.returned.0), (0, 900, 100));
        let gone = settled(&[], &[giver(1, 1_000, &[(9, 400)])], EndRule::Return);
        assert_eq!((gone.given.0, gone.kept.0, gone.returned.0), (400, 0, 1_000));
        let goals = [goal(1, 100, 300, false), goal(2, 100, 200, false), goal(3, 100, 1_000, false)];
        let givers = [giver(1, 500, &[(1, 100)]), giver(2, 500, &[(2, 100), (3, 50)])];
        let spread = settled(&goals, &givers, EndRule::Spread);
        let lines: Vec<_> = spread.buckets.iter().map(|b| (b.kept.0, b.spread.0)).collect();
        assert_eq!(lines, [(100, 200), (100, 100), (0, 0)], "only funded buckets are filled");
        assert_eq!((spread.kept.0, spread.returned.0), (500, 500));
        let free = settled(&[goal(1, 0, 0, false)], &[giver(1, 1_000, &[(1, 5)])], EndRule::Return);
        assert_eq!(free.kept.0, 0, "what needs nothing keeps nothing");
        let equal = [giver(1, 100, &[(1, 1)]), giver(2, 100, &[(1, 1)]), giver(3, 100, &[(1, 1)])];
        let story = |n: u8| {
            story(&[goal(1, 0, 2, false)], &equal, EndRule::Return, &MemberId([n; 32])).unwrap().went[0]
        };
        assert_eq!(
            story(1),
            (Fate::Over(bucket(1)), Amount(1)),
            "of equal remainders the lowest id gets it back"
        );
        assert_eq!(story(2), (Fate::Kept(bucket(1)), Amount(1)));
    }

    #[test]
    fn what_one_may_give() {
        let giving = Giving {
            currency: Currency::EUR,
            pot: Amount(1_000),
            carried_over: Amount::ZERO,
            allotments: vec![Amount(500), Amount(500)],
            cap: Some(Amount(300)),
            rule: EndRule::Return,
            because: crate::id::Hash::ZERO,
        };
        assert!(giving.is_sound());
        assert!(!Giving { pot: Amount(999), ..giving.clone() }.is_sound());
        assert!(!Giving { allotments: vec![Amount(u64::MAX), Amount(2)], ..giving.clone() }.is_sound());
        let allows = |gifts: &[(u8, u64)]| {
            let gifts: Vec<_> = gifts.iter().map(|&(b, amount)| (bucket(b), Amount(amount))).collect();
            giving.allows(&gifts, Amount(500))
        };
        assert!(allows(&[]) && allows(&[(1, 300), (2, 200)]));
        assert!(!allows(&[(1, 301)]), "above the cap");
        assert!(!allows(&[(1, 300), (2, 201)]), "above the allotment");
        assert!(!allows(&[(1, 0)]) && !allows(&[(2, 1), (1, 1)]) && !allows(&[(1, 1), (1, 1)]));
        assert!(!allows(&[(1, u64::MAX), (2, 2)]));
    }

    #[test]
    fn a_large_round_settles_at_once() {
        let goals: Vec<Goal> = (1..=200).map(|n| goal(n, 5_000, 60_000, n % 7 == 0)).collect();
        let givers: Vec<Giver> = (0..5_000_u32)
            .map(|n| {
                let mut id = [0; 32];
                id[..4].copy_from_slice(&n.to_be_bytes());
                let gifts = (0..5).map(|i| ((1 + (n * 31 + i * 37) % 200) as u8, 1_000)).collect::<Vec<_>>();
                Giver { member: MemberId(id), ..giver(1, 10_000, &gifts) }
            })
            .collect();
        let pot = Amount(5_000 * 10_000);
        let settled = settle(pot, Amount::ZERO, &goals, &givers, EndRule::Spread);
        assert_eq!(pot, settled.kept.plus(settled.returned).plus(settled.stays));
    }

    fn cases() -> impl Strategy<Value = (Vec<Goal>, Vec<Giver>, EndRule)> {
        let goals = prop::collection::vec((0u64..500, 0u64..500, any::<bool>()), 0..6).prop_map(|goals| {
            (1..)
                .zip(goals)
                .map(|(n, (min, more, takes))| goal(n, min, min + more, takes))
                .collect::<Vec<_>>()
        });
        let givers = prop::collection::vec(prop::collection::btree_map(1u8..8, 1u64..400, 0..5), 0..8)
            .prop_map(|all| {
                let each = (1..).zip(all).map(|(n, gifts)| {
                    let gifts: Vec<_> = gifts.into_iter().collect();
                    let sum: u64 = gifts.iter().map(|(_, amount)| amount).sum();
                    giver(n, sum + u64::from(n) * 13, &gifts)
                });
                each.collect::<Vec<_>>()
            });
        let rules = prop::sample::select(vec![EndRule::Return, EndRule::Stay, EndRule::Spread]);
        (goals, givers, rules)
    }

    proptest! {
        #[test]
        fn money_is_conserved((goals, givers, rule) in cases(), more in 0u64..100) {
            let allotted: u64 = givers.iter().map(|giver| giver.allotment.0).sum();
            let pot = Amount(allotted + more);
            let settled = settle(pot, Amount::ZERO, &goals, &givers, rule);
            prop_assert_eq!(pot.0, settled.kept.0 + settled.returned.0 + settled.stays.0);
            let mut kept = BTreeMap::<RecordId, u64>::new();
            for giver in &givers {
                let story = story(&goals, &givers, rule, &giver.member).unwrap();
                prop_assert_eq!(story.went.iter().map(|(_, a)| a.0).sum::<u64>(), giver.allotment.0);
                let left: u64 = story.left.iter().map(|(_, a)| a.0).sum();
                for (fate, amount) in story.went.iter().chain(&story.left) {
                    if let Fate::Kept(bucket) | Fate::Spread(bucket) = fate {
                        *kept.entry(*bucket).or_default() += amount.0;
                    }
                }
                let stays_kept: u64 = story.went.iter().filter(|(f, _)| matches!(f, Fate::Kept(_))).map(|(_, a)| a.0).sum();
                prop_assert_eq!(stays_kept + left, giver.allotment.0);
            }
            for bucket in &settled.buckets {
                let all = bucket.kept.plus(bucket.spread);
                prop_assert_eq!(all.0, kept.get(&bucket.goal.bucket).copied().unwrap_or(0));
                prop_assert!(all <= bucket.goal.max);
                prop_assert!(bucket.kept.is_zero() || bucket.goal.takes || all >= bucket.goal.min);
            }
            let stay: u64 = stays(&goals, &givers, rule).iter().map(|(_, a)| a.0).sum();
            prop_assert_eq!(stay, settled.stays.0);
        }

        #[test]
        fn order_changes_nothing((goals, givers, rule) in cases()) {
            let pot = Amount(1_000_000);
            let there = settle(pot, Amount::ZERO, &goals, &givers, rule);
            let back = |v: &[Goal]| v.iter().rev().copied().collect::<Vec<_>>();
            let mut others = givers.clone();
            others.reverse();
            prop_assert_eq!(&there, &settle(pot, Amount::ZERO, &back(&goals), &others, rule));
            for giver in &givers {
                prop_assert_eq!(
                    story(&goals, &givers, rule, &giver.member),
                    story(&back(&goals), &others, rule, &giver.member)
                );
            }
        }
    }
}
