//! From answers to a result: integer arithmetic that names its denominators.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::{Position, Protocol, Share, Threshold, thousandths};

/// The version of the rules on this page; a count made under another version is not compared with ours.
pub const TALLY_VERSION: u8 = 1;

/// How many took each position, beside the three denominators: present, answered, for or against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Those taking part who are not resting, and resting ones who answered.
    pub present: u32,
    /// Those who answered.
    pub answered: u32,
    /// How many took each position; only positions that somebody took.
    pub positions: BTreeMap<Position, u32>,
}

impl Tally {
    /// Returns the tally of these positions; `present` counts resting people only where they answered.
    pub fn of(present: u32, positions: impl IntoIterator<Item = Position>) -> Self {
        let mut tally = Self { present, ..Self::default() };
        for position in positions {
            tally.add(position);
        }
        tally
    }

    /// Adds one answer.
    pub fn add(&mut self, position: Position) {
        self.answered += 1;
        *self.positions.entry(position).or_default() += 1;
    }

    /// Returns how many took `position`.
    pub fn count(&self, position: Position) -> u32 {
        self.positions.get(&position).copied().unwrap_or(0)
    }

    /// Returns how many are for or against, a block being against.
    pub fn expressed(&self) -> u32 {
        self.count(Position::For) + self.against()
    }

    /// Returns how many are against or block.
    pub fn against(&self) -> u32 {
        self.count(Position::Against) + self.count(Position::Block)
    }
}

/// What a decision comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Verdict {
    /// Carried.
    Carried,
    /// Not carried.
    NotCarried,
    /// Too few answered.
    TooFew,
    /// Advice only: nothing binds.
    Advice,
}

impl Verdict {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::NotCarried => "not-carried",
            Self::TooFew => "too-few",
            Self::Advice => "advice",
        }
    }
}

/// A tally with what it comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountResult {
    /// The version of the rules that made it.
    pub version: u8,
    /// What it comes to.
    pub verdict: Verdict,
    /// The numbers.
    pub tally: Tally,
}

/// Returns what `tally` comes to under `protocol`.
///
/// A proposal is carried when its quorum of those present answered, nobody blocks where one block stops it, and
/// those for reach the threshold among those for or against; somebody has to be for. Abstaining punishes nobody.
pub fn decide(protocol: &Protocol, tally: Tally) -> CountResult {
    let verdict = match protocol {
        Protocol::SenseCheck => Verdict::Advice,
        Protocol::Proposal { block, threshold, quorum } => {
            if !quorum.reached(tally.answered, tally.present) {
                Verdict::TooFew
            } else if (*block && tally.count(Position::Block) > 0) || !threshold_reached(threshold, &tally) {
                Verdict::NotCarried
            } else {
                Verdict::Carried
            }
        }
    };
    CountResult { version: TALLY_VERSION, verdict, tally }
}

fn threshold_reached(threshold: &Threshold, tally: &Tally) -> bool {
    let yes = tally.count(Position::For);
    yes > 0
        && match threshold {
            Threshold::MoreForThanAgainst => yes > tally.against(),
            Threshold::AtLeast(share) => share.reached(yes, tally.expressed()),
        }
}

/// Returns the arithmetic of a result as one English sentence or two.
///
/// `Carried. 9 of 12 answered (75 %, needed 50 %). Of the 8 for or against, 7 are for (87.5 %, needed 66.7 %).`
pub fn sentence(protocol: &Protocol, result: &CountResult) -> String {
    let tally = &result.tally;
    let answered = |needed: Option<&Share>| match needed {
        Some(share) if share.of > 0 => format!(
            "{} of {} answered ({}, needed {})",
            tally.answered,
            tally.present,
            percent(thousandths(tally.answered, tally.present)),
            percent(share.thousandths()),
        ),
        _ => format!("{} of {} answered", tally.answered, tally.present),
    };
    match protocol {
        Protocol::SenseCheck => format!(
            "Advice only. {}: {} fine, {} not sure, {} not for me.",
            answered(None),
            tally.count(Position::Fine),
            tally.count(Position::NotSure),
            tally.count(Position::NotForMe),
        ),
        Protocol::Proposal { quorum, threshold, .. } => {
            if result.verdict == Verdict::TooFew {
                return format!("Too few answered: {}.", answered(Some(quorum)).replacen(" answered", "", 1));
            }
            let word = if result.verdict == Verdict::Carried { "Carried" } else { "Not carried" };
            let yes = tally.count(Position::For);
            let needed = match threshold {
                Threshold::MoreForThanAgainst => "needed more for than against".to_owned(),
                Threshold::AtLeast(share) => format!(
                    "{}, needed {}",
                    percent(thousandths(yes, tally.expressed())),
                    percent(share.thousandths())
                ),
            };
            let verb = if yes == 1 { "is" } else { "are" };
            let blocks = match tally.count(Position::Block) {
                0 => String::new(),
                1 => " 1 block.".to_owned(),
                n => format!(" {n} blocks."),
            };
            format!(
                "{word}. {}. Of the {} for or against, {yes} {verb} for ({needed}).{blocks}",
                answered(Some(quorum)),
                tally.expressed(),
            )
        }
    }
}

/// Returns thousandths as a percentage with at most one decimal: 875 is `87.5 %`, 750 is `75 %`.
pub fn percent(thousandths: u32) -> String {
    match thousandths % 10 {
        0 => format!("{} %", thousandths / 10),
        tenth => format!("{}.{tenth} %", thousandths / 10),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn proposal(threshold: Threshold, quorum: Share, block: bool) -> Protocol {
        Protocol::Proposal { block, threshold, quorum }
    }

    fn tally(present: u32, counts: &[(Position, u32)]) -> Tally {
        Tally::of(present, counts.iter().flat_map(|&(p, n)| std::iter::repeat_n(p, n as usize)))
    }

    #[test]
    fn the_sentence_of_the_compost_scheme() {
        let protocol = proposal(Threshold::AtLeast(Share::TWO_THIRDS), Share::HALF, false);
        let votes = tally(12, &[(Position::For, 7), (Position::Against, 1), (Position::Abstain, 1)]);
        let result = decide(&protocol, votes);
        assert_eq!(result.verdict, Verdict::Carried);
        assert_eq!(
            sentence(&protocol, &result),
            "Carried. 9 of 12 answered (75 %, needed 50 %). \
             Of the 8 for or against, 7 are for (87.5 %, needed 66.7 %)."
        );
    }

    #[test]
    fn too_few_says_so_before_anything_else() {
        let quorum = Share { of: 3, out_of: 4 };
        let protocol = proposal(Threshold::MoreForThanAgainst, quorum, false);
        let votes = tally(12, &[(Position::For, 4), (Position::Abstain, 1), (Position::Against, 1)]);
        let result = decide(&protocol, votes);
        assert_eq!(result.verdict, Verdict::TooFew);
        assert_eq!(sentence(&protocol, &result), "Too few answered: 6 of 12 (50 %, needed 75 %).");
    }

    #[test]
    fn edges() {
        use Position::{Abstain, Against, Block, For};
        let simple = proposal(Threshold::MoreForThanAgainst, Share::HALF, false);
        let verdict =
            |p: &Protocol, present, counts: &[(Position, u32)]| decide(p, tally(present, counts)).verdict;
        assert_eq!(verdict(&simple, 4, &[]), Verdict::TooFew);
        assert_eq!(verdict(&simple, 4, &[(Abstain, 4)]), Verdict::NotCarried, "nobody is for");
        assert_eq!(verdict(&simple, 4, &[(For, 2)]), Verdict::Carried, "exactly half answered");
        assert_eq!(verdict(&simple, 4, &[(For, 1), (Against, 1)]), Verdict::NotCarried, "a tie");
        assert_eq!(verdict(&simple, 1, &[(For, 1)]), Verdict::Carried);
        let blockable = proposal(Threshold::MoreForThanAgainst, Share::HALF, true);
        assert_eq!(verdict(&blockable, 9, &[(For, 8), (Block, 1)]), Verdict::NotCarried);
        let two_thirds = proposal(Threshold::AtLeast(Share::TWO_THIRDS), Share::NONE, false);
        assert_eq!(
            verdict(&two_thirds, 9, &[(For, 4), (Against, 2)]),
            Verdict::Carried,
            "exactly two thirds"
        );
        assert_eq!(verdict(&two_thirds, 9, &[(For, 3), (Against, 2)]), Verdict::NotCarried);
        assert_eq!(verdict(&Protocol::SenseCheck, 9, &[]), Verdict::Advice);
    }

    proptest! {
        #[test]
        fn order_changes_nothing(mut votes in prop::collection::vec(0usize..7, 0..40), seed in any::<u64>()) {
            let positions = |v: &[usize]| v.iter().map(|&i| Position::ALL[i]).collect::<Vec<_>>();
            let before = Tally::of(50, positions(&votes));
            let n = votes.len().max(1);
            votes.rotate_left(seed as usize % n);
            votes.reverse();
            prop_assert_eq!(before, Tally::of(50, positions(&votes)));
        }

        #[test]
        fn a_further_voice_for_never_unmakes(f in 0u32..20, a in 0u32..20, b in 0u32..20) {
            let protocol = proposal(Threshold::AtLeast(Share::TWO_THIRDS), Share::HALF, false);
            let counts = |f| tally(60, &[(Position::For, f), (Position::Abstain, a), (Position::Against, b)]);
            if decide(&protocol, counts(f)).verdict == Verdict::Carried {
                prop_assert_eq!(decide(&protocol, counts(f + 1)).verdict, Verdict::Carried);
            }
        }
    }
}
