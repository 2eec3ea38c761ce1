//! From answers to a result: integer arithmetic that names its denominators.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::decision::{Answer, Choice, Paper, Position, Protocol, Share, SlotAnswer, Threshold, thousandths};
use crate::settle::Settlement;

/// The version of the rules on this page; a count made under another version is not compared with ours.
pub const TALLY_VERSION: u8 = 1;

/// What one option received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionTally {
    /// How many chose it, gave it a number, or said yes.
    pub voices: u32,
    /// How many said if need be.
    pub maybe: u32,
    /// The sum of its numbers.
    pub sum: u64,
}

/// How many took each position, beside the three denominators: present, answered, for or against.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Those taking part who are not resting, and resting ones who answered.
    pub present: u32,
    /// Those who answered.
    pub answered: u32,
    /// How many took each position; only positions that somebody took.
    pub positions: BTreeMap<Position, u32>,
    /// What each option received, in the paper's order; empty where there are none.
    pub options: Vec<OptionTally>,
    /// How many chose none of the options.
    pub none: u32,
    /// How many of those present were reached, where silence consents; answering is being reached.
    pub reached: u32,
}

impl Tally {
    /// Returns the tally of answers that fit a paper of so many options; `present` counts resting people only where
    /// they answered.
    pub fn of<'a>(present: u32, options: usize, answers: impl IntoIterator<Item = &'a Answer>) -> Self {
        let mut tally = Self { present, options: vec![OptionTally::default(); options], ..Self::default() };
        for answer in answers {
            tally.add(answer);
        }
        tally
    }

    /// Adds one answer that fits the paper.
    pub fn add(&mut self, answer: &Answer) {
        self.change(answer, |n, by| *n += by, |n, by| *n += by);
    }

    /// Takes one answer away that was added before.
    pub fn remove(&mut self, answer: &Answer) {
        self.change(answer, |n, by| *n = n.saturating_sub(by), |n, by| *n = n.saturating_sub(by));
        self.positions.retain(|_, voices| *voices > 0);
    }

    fn change(&mut self, answer: &Answer, voices: impl Fn(&mut u32, u32), sum: impl Fn(&mut u64, u64)) {
        voices(&mut self.answered, 1);
        match answer {
            Answer::Position(position) => voices(self.positions.entry(*position).or_default(), 1),
            Answer::Options(chosen) if chosen.is_empty() => voices(&mut self.none, 1),
            Answer::Options(chosen) => {
                for &option in chosen {
                    if let Some(option) = self.options.get_mut(usize::from(option)) {
                        voices(&mut option.voices, 1);
                    }
                }
            }
            Answer::Scores(scores) => {
                for (option, score) in self.options.iter_mut().zip(scores) {
                    voices(&mut option.voices, u32::from(score.is_some()));
                    sum(&mut option.sum, u64::from(score.unwrap_or(0)));
                }
            }
            // What a round comes to is more than numbers: see `settle`.
            Answer::Gifts(_) => {}
            Answer::Slots(slots) => {
                for (option, slot) in self.options.iter_mut().zip(slots) {
                    voices(&mut option.voices, u32::from(*slot == SlotAnswer::Yes));
                    voices(&mut option.maybe, u32::from(*slot == SlotAnswer::IfNeedBe));
                }
            }
        }
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

    /// Returns the places of the options that are highest by this measure; none where the highest is nothing.
    fn best<K: Ord + Default>(&self, measure: impl Fn(&OptionTally) -> K) -> Vec<u16> {
        let Some(best) = self.options.iter().map(&measure).max().filter(|best| *best > K::default()) else {
            return Vec::new();
        };
        let places = self.options.iter().enumerate().filter(|(_, option)| measure(option) == best);
        places.map(|(i, _)| i as u16).collect()
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
    /// The places of the options that came first; several where they are tied.
    pub winners: Vec<u16>,
    /// What a budget round comes to.
    pub settlement: Option<Settlement>,
}

impl CountResult {
    /// Returns true when both come to the same, whatever the numbers behind it.
    pub fn agrees(&self, other: &Self) -> bool {
        (self.verdict, &self.winners, &self.settlement) == (other.verdict, &other.winners, &other.settlement)
    }
}

/// Returns what `tally` comes to under `protocol`.
///
/// - **Proposal**: carried when its quorum of those present answered, nobody blocks where one block stops it, and those
///   for reach the threshold among those for or against; somebody has to be for. Abstaining punishes nobody.
/// - **Consent**: carried when its quorum of those present answered, somebody answered, and no objection stands. Where
///   silence consents: when no objection stands and more than half of those present were reached.
/// - **Choose**: carried when its quorum of those present answered and one option alone is most chosen, more than "none
///   of them", by the threshold of those who answered. A tie carries nothing, and is said.
/// - **Score**: carried when its quorum of those present answered and one option alone has the highest sum.
/// - **Time poll**: advice. First is who can come at all, then who can come gladly, then the earlier one in the list.
/// - **Sense check**: advice.
/// - **Giving**: what people gave is settled: see [`crate::settle`].
pub fn decide(protocol: &Protocol, tally: Tally) -> CountResult {
    let carried = |yes: bool| if yes { Verdict::Carried } else { Verdict::NotCarried };
    let with_quorum = |quorum: &Share, yes: bool| match quorum.reached(tally.answered, tally.present) {
        false => Verdict::TooFew,
        true => carried(yes),
    };
    let mut winners = Vec::new();
    let verdict = match protocol {
        Protocol::SenseCheck => Verdict::Advice,
        Protocol::Giving => Verdict::Carried,
        Protocol::Proposal { block, threshold, quorum } => {
            let blocked = *block && tally.count(Position::Block) > 0;
            with_quorum(quorum, !blocked && threshold_reached(threshold, &tally))
        }
        Protocol::Consent { silence: true, .. } => {
            let enough = u64::from(tally.reached) * 2 > u64::from(tally.present);
            if tally.count(Position::Objection) > 0 {
                Verdict::NotCarried
            } else if enough {
                Verdict::Carried
            } else {
                Verdict::TooFew
            }
        }
        Protocol::Consent { silence: false, quorum } => {
            let nobody_objects = tally.answered > 0 && tally.count(Position::Objection) == 0;
            with_quorum(quorum, nobody_objects)
        }
        Protocol::Choose { quorum, threshold, .. } => {
            winners = tally.best(|option| option.voices);
            let alone = match winners[..] {
                [winner] => {
                    let voices = tally.options[usize::from(winner)].voices;
                    voices > tally.none && threshold.reached(voices, tally.answered)
                }
                _ => false,
            };
            with_quorum(quorum, alone)
        }
        Protocol::Score { quorum, .. } => {
            winners = tally.best(|option| option.sum);
            with_quorum(quorum, winners.len() == 1)
        }
        Protocol::TimePoll => {
            winners = tally.best(|option| (option.voices + option.maybe, option.voices));
            winners.truncate(1);
            Verdict::Advice
        }
    };
    CountResult { version: TALLY_VERSION, verdict, tally, winners, settlement: None }
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
pub fn sentence(paper: &Paper, result: &CountResult) -> String {
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
    let word = if result.verdict == Verdict::Carried { "Carried" } else { "Not carried" };
    let too_few = |quorum: &Share| {
        format!("Too few answered: {}.", answered(Some(quorum)).replacen(" answered", "", 1))
    };
    match &paper.protocol {
        Protocol::SenseCheck => format!(
            "Advice only. {}: {} fine, {} not sure, {} not for me.",
            answered(None),
            tally.count(Position::Fine),
            tally.count(Position::NotSure),
            tally.count(Position::NotForMe),
        ),
        Protocol::Consent { silence: true, .. } => {
            let reached = format!(
                "{} of {} were reached ({}, needed more than half)",
                tally.reached,
                tally.present,
                percent(thousandths(tally.reached, tally.present))
            );
            match (result.verdict, tally.count(Position::Objection)) {
                (Verdict::TooFew, _) => format!("Too few reached: {reached}."),
                (_, 0) => format!("{word}. Nobody objects, and {reached}."),
                (_, objections) => format!("{word}. {}.", objections_stand(objections)),
            }
        }
        Protocol::Consent { quorum, .. } if result.verdict == Verdict::TooFew => too_few(quorum),
        Protocol::Consent { quorum, .. } => {
            let objections = match tally.count(Position::Objection) {
                0 if tally.answered > 0 => "Nobody objects".to_owned(),
                0 => "Nobody consents".to_owned(),
                many => objections_stand(many),
            };
            let worries = match tally.count(Position::WithWorry) {
                0 => String::new(),
                1 => "; 1 consents with a worry".to_owned(),
                many => format!("; {many} consent with a worry"),
            };
            format!("{word}. {}. {objections}{worries}.", answered(Some(quorum)))
        }
        Protocol::Choose { quorum, .. } | Protocol::Score { quorum, .. }
            if result.verdict == Verdict::TooFew =>
        {
            too_few(quorum)
        }
        Protocol::Choose { quorum, threshold, .. } => {
            let needed = match threshold.of {
                0 => String::new(),
                _ => format!(", needed {}", percent(threshold.thousandths())),
            };
            let first = first_in_words(paper, result, |option| {
                let share = percent(thousandths(option.voices, tally.answered));
                format!("{} of {} ({share}{needed})", option.voices, tally.answered)
            });
            let none = match tally.none {
                0 => String::new(),
                many => format!(" None of them: {many}."),
            };
            format!("{word}. {}. {first}{none}", answered(Some(quorum)))
        }
        Protocol::Score { quorum, .. } => {
            let first = first_in_words(paper, result, |option| {
                let hundredths = average(option);
                format!("{} in all, {}.{:02} on average", option.sum, hundredths / 100, hundredths % 100)
            });
            format!("{word}. {}. {first}", answered(Some(quorum)))
        }
        Protocol::Giving => match (&paper.giving, &result.settlement) {
            (Some(giving), Some(settled)) => {
                let write = |amount| giving.currency.write(amount);
                let stays = match settled.stays.is_zero() {
                    true => String::new(),
                    false => format!(", {} stays with members", write(settled.stays)),
                };
                format!(
                    "Settled. {} of {} gave {}. Buckets keep {}{stays}, {} returns to the pot.",
                    tally.answered,
                    tally.present,
                    write(settled.given),
                    write(settled.kept),
                    write(settled.returned),
                )
            }
            _ => "Nothing was settled.".to_owned(),
        },
        Protocol::TimePoll => {
            let first = first_in_words(paper, result, |option| {
                format!("{} can, {} more if need be", option.voices, option.maybe)
            });
            format!("Advice only. {}. {first}", answered(None))
        }
        Protocol::Proposal { quorum, .. } if result.verdict == Verdict::TooFew => too_few(quorum),
        Protocol::Proposal { quorum, threshold, .. } => {
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

/// Returns the average of an option's numbers in hundredths, rounded half up; 0 where nobody gave it one.
pub fn average(option: &OptionTally) -> u64 {
    match option.voices {
        0 => 0,
        voices => (option.sum * 200 + u64::from(voices)) / (u64::from(voices) * 2),
    }
}

fn objections_stand(many: u32) -> String {
    if many == 1 { "1 objection stands".to_owned() } else { format!("{many} objections stand") }
}

/// Returns the options that came first, each with what it received.
fn first_in_words(paper: &Paper, result: &CountResult, received: impl Fn(&OptionTally) -> String) -> String {
    let names: Vec<String> = result
        .winners
        .iter()
        .filter_map(|&place| match paper.options.get(usize::from(place))? {
            Choice::Words(text) => Some(format!("{text:?}")),
            Choice::Slot(..) => Some(format!("time {}", place + 1)),
        })
        .collect();
    let first = result.winners.first().and_then(|&place| result.tally.options.get(usize::from(place)));
    match (names.len(), first) {
        (0, _) | (_, None) => "Nothing was chosen.".to_owned(),
        (1, Some(first)) => format!("First is {}: {}.", names[0], received(first)),
        (_, Some(first)) => format!("Tied are {}: each {}.", names.join(" and "), received(first)),
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
        let answers: Vec<Answer> =
            counts.iter().flat_map(|&(p, n)| std::iter::repeat_n(Answer::Position(p), n as usize)).collect();
        Tally::of(present, 0, &answers)
    }

    fn paper(protocol: Protocol, options: &[&str]) -> Paper {
        Paper {
            question: "?".into(),
            wording: String::new(),
            protocol,
            electorate: crate::decision::Electorate::Open,
            opened: 0,
            end: crate::decision::End::At(1),
            travel: 0,
            reasons: crate::decision::Reasons::Off,
            purpose: crate::decision::Purpose::Words,
            replaces: None,
            options: options.iter().map(|text| Choice::Words((*text).to_owned())).collect(),
            hide: crate::decision::Hide::Never,
            about: None,
            giving: None,
        }
    }

    #[test]
    fn the_sentence_of_the_compost_scheme() {
        let protocol = proposal(Threshold::AtLeast(Share::TWO_THIRDS), Share::HALF, false);
        let votes = tally(12, &[(Position::For, 7), (Position::Against, 1), (Position::Abstain, 1)]);
        let result = decide(&protocol, votes);
        assert_eq!(result.verdict, Verdict::Carried);
        assert_eq!(
            sentence(&paper(protocol, &[]), &result),
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
        assert_eq!(
            sentence(&paper(protocol, &[]), &result),
            "Too few answered: 6 of 12 (50 %, needed 75 %)."
        );
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

    #[test]
    fn an_objection_stops_a_consent() {
        use Position::{Consent, Objection, WithWorry};
        let protocol = Protocol::consent(false);
        let said = |present, counts: &[(Position, u32)]| {
            let result = decide(&protocol, tally(present, counts));
            (result.verdict, sentence(&paper(protocol, &[]), &result))
        };
        let (verdict, words) = said(12, &[(Consent, 7), (WithWorry, 1)]);
        assert_eq!(verdict, Verdict::Carried);
        assert_eq!(
            words,
            "Carried. 8 of 12 answered (66.7 %, needed 50 %). Nobody objects; 1 consents with a worry."
        );
        let (verdict, words) = said(12, &[(Consent, 9), (Objection, 1)]);
        assert_eq!(verdict, Verdict::NotCarried);
        assert_eq!(words, "Not carried. 10 of 12 answered (83.3 %, needed 50 %). 1 objection stands.");
        assert_eq!(said(12, &[(Consent, 5)]).0, Verdict::TooFew);
        assert_eq!(said(0, &[]).0, Verdict::TooFew);
        let silent = Protocol::consent(true);
        let quiet = |reached, counts: &[(Position, u32)]| {
            decide(&silent, Tally { reached, ..tally(12, counts) }).verdict
        };
        assert_eq!(quiet(7, &[]), Verdict::Carried, "silence consents");
        assert_eq!(quiet(6, &[]), Verdict::TooFew, "half is not more than half");
        assert_eq!(quiet(12, &[(Objection, 1)]), Verdict::NotCarried);
    }

    #[test]
    fn choosing_scoring_and_finding_a_time() {
        let options = ["Tuesday", "Thursday", "Sunday"];
        let choose = Protocol::Choose { up_to: 1, quorum: Share::HALF, threshold: Share::NONE };
        let result = |protocol: &Protocol, present, answers: &[Answer]| {
            let result = decide(protocol, Tally::of(present, 3, answers));
            (result.verdict, result.winners.clone(), sentence(&paper(*protocol, &options), &result))
        };
        let chosen = |places: &[u16]| Answer::Options(places.to_vec());
        let many = |counts: &[(u16, usize)]| -> Vec<Answer> {
            counts.iter().flat_map(|&(place, n)| std::iter::repeat_n(chosen(&[place]), n)).collect()
        };
        let (verdict, winners, words) = result(&choose, 12, &many(&[(0, 3), (1, 7), (2, 1)]));
        assert_eq!((verdict, &winners[..]), (Verdict::Carried, &[1][..]));
        assert_eq!(
            words,
            "Carried. 11 of 12 answered (91.7 %, needed 50 %). First is \"Thursday\": 7 of 11 (63.6 %)."
        );
        let (verdict, winners, words) = result(&choose, 12, &many(&[(0, 4), (1, 4)]));
        assert_eq!((verdict, &winners[..]), (Verdict::NotCarried, &[0, 1][..]));
        assert!(words.contains("Tied are \"Tuesday\" and \"Thursday\": each 4 of 8 (50 %)."), "{words}");
        let none = [chosen(&[]), chosen(&[]), chosen(&[0])];
        let (verdict, _, words) = result(&choose, 3, &none);
        assert_eq!(verdict, Verdict::NotCarried, "most chose none of them");
        assert!(words.ends_with("None of them: 2."), "{words}");
        assert_eq!(result(&choose, 12, &many(&[(0, 5)])).0, Verdict::TooFew);

        let score = Protocol::Score { max: 5, quorum: Share::HALF };
        let scored = |scores: [u8; 3]| Answer::Scores(scores.iter().map(|&s| Some(s)).collect());
        let chairs = [[5, 3, 1], [4, 2, 2], [5, 4, 0], [4, 3, 3], [4, 3, 2], [3, 4, 1], [5, 2, 1], [4, 3, 2]];
        let (verdict, winners, words) = result(&score, 12, &chairs.map(scored));
        assert_eq!((verdict, &winners[..]), (Verdict::Carried, &[0][..]));
        assert!(words.ends_with("First is \"Tuesday\": 34 in all, 4.25 on average."), "{words}");
        assert_eq!(result(&score, 2, &[Answer::Scores(vec![None; 3])]).0, Verdict::NotCarried);

        use SlotAnswer::{IfNeedBe, No, Yes};
        let slots = [vec![Yes, IfNeedBe, No], vec![No, IfNeedBe, Yes], vec![No, Yes, Yes]].map(Answer::Slots);
        let (verdict, winners, words) = result(&Protocol::TimePoll, 5, &slots);
        assert_eq!((verdict, &winners[..]), (Verdict::Advice, &[1][..]), "all can come at the second");
        assert!(words.ends_with("1 can, 2 more if need be."), "{words}");
    }

    proptest! {
        #[test]
        fn order_changes_nothing(mut votes in prop::collection::vec(0usize..10, 0..40), seed in any::<u64>()) {
            let tally = |v: &[usize]| {
                let answers: Vec<Answer> = v.iter().map(|&i| Answer::Position(Position::ALL[i])).collect();
                Tally::of(50, 0, &answers)
            };
            let before = tally(&votes);
            let n = votes.len().max(1);
            votes.rotate_left(seed as usize % n);
            votes.reverse();
            prop_assert_eq!(before, tally(&votes));
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
