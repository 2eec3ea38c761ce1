//! A decision as data: the paper that opens it, the ways of deciding, and the answers.

use serde::{Deserialize, Serialize};

use crate::id::{EntryId, Hash, MemberId};
use crate::wire;

/// One hour in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;
/// How long an answer given in time may still be on its way, unless the opening says otherwise: 48 hours.
pub const TRAVEL: i64 = 48 * HOUR;
/// Up to how many people a decision ends as soon as all have answered.
pub const SMALL_GROUP: usize = 12;
/// The longest question, in bytes.
pub const MAX_QUESTION: usize = 1_000;
/// The longest wording, in bytes.
pub const MAX_WORDING: usize = 16_000;

/// A share of a whole as a fraction, compared exactly: never as a rounded percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The part.
    pub of: u32,
    /// The whole; never 0.
    pub out_of: u32,
}

impl Share {
    /// A half.
    pub const HALF: Self = Self { of: 1, out_of: 2 };
    /// Two thirds.
    pub const TWO_THIRDS: Self = Self { of: 2, out_of: 3 };
    /// Nothing: no quorum.
    pub const NONE: Self = Self { of: 0, out_of: 1 };

    /// Returns the share of `per_mille` thousandths, or `None` above 1,000.
    pub fn per_mille(per_mille: u32) -> Option<Self> {
        (per_mille <= 1_000).then_some(Self { of: per_mille, out_of: 1_000 })
    }

    /// Returns true when `part` of `whole` is at least this share; nothing of nothing is enough only for zero.
    pub fn reached(&self, part: u32, whole: u32) -> bool {
        u64::from(part) * u64::from(self.out_of) >= u64::from(self.of) * u64::from(whole)
            && (whole > 0 || self.of == 0)
    }

    /// Returns true when it could be a share at all: at most the whole.
    pub fn is_sound(&self) -> bool {
        self.out_of > 0 && self.of <= self.out_of
    }

    /// Returns the share in thousandths, rounded to the nearest.
    pub fn thousandths(&self) -> u32 {
        thousandths(self.of, self.out_of)
    }
}

/// Returns `part` of `whole` in thousandths, rounded half up; 0 of 0 is 0.
pub fn thousandths(part: u32, whole: u32) -> u32 {
    if whole == 0 {
        return 0;
    }
    ((u64::from(part) * 2_000 + u64::from(whole)) / (u64::from(whole) * 2)) as u32
}

/// What a proposal needs among those for or against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Threshold {
    /// More for than against.
    MoreForThanAgainst,
    /// At least this share of those for or against.
    AtLeast(Share),
}

/// A way of deciding, with its settings. New ways are added at the end; an unknown one is kept and waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// How does it feel? Takes whoever is a member when answering; never binds.
    SenseCheck,
    /// For or against?
    Proposal {
        /// Whether one block stops it, as its author said at opening.
        block: bool,
        /// What it needs among those for or against.
        threshold: Threshold,
        /// Which share of those present has to answer.
        quorum: Share,
    },
}

impl Protocol {
    /// Returns the proposal with the defaults for `present` people: over twelve, two thirds; always half answered.
    pub fn proposal(present: usize) -> Self {
        let threshold = if present > SMALL_GROUP {
            Threshold::AtLeast(Share::TWO_THIRDS)
        } else {
            Threshold::MoreForThanAgainst
        };
        Self::Proposal { block: false, threshold, quorum: Share::HALF }
    }

    /// Returns true when whoever is a member when answering takes part, so that it ends at *counted*.
    pub fn is_open_to_newcomers(&self) -> bool {
        matches!(self, Self::SenseCheck)
    }

    /// Returns the positions one can take, in the order in which they are offered.
    pub fn positions(&self) -> &'static [Position] {
        match self {
            Self::SenseCheck => &[Position::Fine, Position::NotSure, Position::NotForMe],
            Self::Proposal { block: false, .. } => &[Position::For, Position::Abstain, Position::Against],
            Self::Proposal { block: true, .. } => {
                &[Position::For, Position::Abstain, Position::Against, Position::Block]
            }
        }
    }

    /// Returns how many days it stays open by default.
    pub fn default_days(&self) -> i64 {
        match self {
            Self::SenseCheck => 3,
            Self::Proposal { .. } => 7,
        }
    }
}

/// A position. New ones are added at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Position {
    /// Fine with me.
    Fine,
    /// Not sure.
    NotSure,
    /// Not for me.
    NotForMe,
    /// For.
    For,
    /// Abstain.
    Abstain,
    /// Against.
    Against,
    /// Block: stops a proposal whose author said that one block does.
    Block,
}

impl Position {
    /// All positions, in their order.
    pub const ALL: [Self; 7] =
        [Self::Fine, Self::NotSure, Self::NotForMe, Self::For, Self::Abstain, Self::Against, Self::Block];

    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::NotSure => "not-sure",
            Self::NotForMe => "not-for-me",
            Self::For => "for",
            Self::Abstain => "abstain",
            Self::Against => "against",
            Self::Block => "block",
        }
    }

    /// Returns the position of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|position| position.word() == word)
    }

    /// Returns true where a reason is asked for when the opening asks for reasons against.
    pub fn is_against(self) -> bool {
        matches!(self, Self::NotForMe | Self::Against | Self::Block)
    }
}

/// When a reason has to be given with a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reasons {
    /// Never taken.
    Off,
    /// As one likes.
    Optional,
    /// Asked for against, block and objection.
    Against,
    /// Always asked for.
    Required,
}

/// When a decision ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// At this time, in milliseconds since 1970.
    At(i64),
    /// As soon as all have answered, at the latest at this time.
    WhenAllAnswered(i64),
}

impl End {
    /// Returns the time after which no answer counts, in milliseconds since 1970.
    pub fn latest(&self) -> i64 {
        match *self {
            Self::At(time) | Self::WhenAllAnswered(time) => time,
        }
    }
}

/// A value that is carried where it stands, or in parts when it is long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Carried<T> {
    /// Here.
    Here(T),
    /// In these parts, whose bytes in this order are its canonical bytes.
    Parts(Vec<Hash>),
}

/// Who takes part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Electorate {
    /// Whoever is a member when answering.
    Open,
    /// Those on the roll, frozen at opening.
    Frozen(Carried<Roll>),
}

/// Those who take part in one decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roll {
    /// Everybody who takes part; sorted, each once.
    pub members: Vec<MemberId>,
    /// The places in `members` of those who are resting: they may answer, and are not missed; sorted, each once.
    pub resting: Vec<u32>,
}

impl Roll {
    /// Returns the roll of these members; `resting` need not be among them.
    pub fn new(mut members: Vec<MemberId>, resting: &[MemberId]) -> Self {
        members.sort_unstable();
        members.dedup();
        let resting = (0..members.len() as u32).filter(|&i| resting.contains(&members[i as usize])).collect();
        Self { members, resting }
    }

    /// Returns how many are present: on the roll and not resting.
    pub fn present(&self) -> u32 {
        (self.members.len() - self.resting.len()) as u32
    }

    /// Returns true when `member` is on the roll.
    pub fn contains(&self, member: &MemberId) -> bool {
        self.members.binary_search(member).is_ok()
    }

    /// Returns true when `member` is on the roll and resting.
    pub fn is_resting(&self, member: &MemberId) -> bool {
        self.members
            .binary_search(member)
            .is_ok_and(|place| self.resting.binary_search(&(place as u32)).is_ok())
    }

    fn is_sound(&self) -> bool {
        self.members.windows(2).all(|pair| pair[0] < pair[1])
            && self.resting.windows(2).all(|pair| pair[0] < pair[1])
            && self.resting.last().is_none_or(|&last| (last as usize) < self.members.len())
    }
}

/// What a final decision executes, when it is more than words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// Nothing by itself.
    Words,
    /// This text becomes the Cause.
    Cause(String),
    /// The charter with this hash comes into force.
    Charter(Hash),
    /// This member is removed.
    Removal(MemberId),
    /// The person of this join is let in.
    Admission(EntryId),
}

/// The whole paper of a decision, as it stood when it opened. Later edits cannot move it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// The question.
    pub question: String,
    /// The proposal's wording, in Markdown; may be empty.
    pub wording: String,
    /// The way of deciding, with its settings.
    pub protocol: Protocol,
    /// Who takes part.
    pub electorate: Electorate,
    /// When it opened by the opener's clock, in milliseconds since 1970.
    pub opened: i64,
    /// When it ends.
    pub end: End,
    /// How long after the end an answer given in time may still arrive, in milliseconds.
    pub travel: i64,
    /// When a reason is asked for.
    pub reasons: Reasons,
    /// What it executes once final.
    pub purpose: Purpose,
    /// The opening that this one amends.
    pub replaces: Option<Hash>,
}

/// Says what is wrong with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The question is missing or too long.
    #[error("a decision asks a question of at most {MAX_QUESTION} bytes")]
    Question,
    /// The wording is too long.
    #[error("the wording may hold at most {MAX_WORDING} bytes")]
    Wording,
    /// The end is not after the opening, or is more than ten years away.
    #[error("a decision ends after it opened, and within ten years")]
    End,
    /// The time for answers on their way is negative or more than a year.
    #[error("the time for answers on their way is between nothing and a year")]
    Travel,
    /// A share above the whole.
    #[error("a threshold or a quorum is at most 100 %")]
    Share,
    /// Nobody takes part, or the roll is not sorted.
    #[error("a binding decision names who takes part, sorted, each once")]
    Roll,
    /// An open electorate with a binding way of deciding, or the other way round.
    #[error("only a sense check takes whoever is a member when answering")]
    Electorate,
}

impl Paper {
    /// Checks that the paper can open a decision.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn check(&self) -> Result<(), PaperError> {
        if self.question.trim().is_empty() || self.question.len() > MAX_QUESTION {
            return Err(PaperError::Question);
        }
        if self.wording.len() > MAX_WORDING {
            return Err(PaperError::Wording);
        }
        let length = self.end.latest().checked_sub(self.opened).ok_or(PaperError::End)?;
        if length <= 0 || length > 3_660 * DAY {
            return Err(PaperError::End);
        }
        if self.travel < 0 || self.travel > 366 * DAY {
            return Err(PaperError::Travel);
        }
        if let Protocol::Proposal { threshold, quorum, .. } = &self.protocol {
            let threshold_is_sound = match threshold {
                Threshold::MoreForThanAgainst => true,
                Threshold::AtLeast(share) => share.is_sound(),
            };
            if !threshold_is_sound || !quorum.is_sound() {
                return Err(PaperError::Share);
            }
        }
        match &self.electorate {
            Electorate::Open if !self.protocol.is_open_to_newcomers() => Err(PaperError::Electorate),
            Electorate::Frozen(_) if self.protocol.is_open_to_newcomers() => Err(PaperError::Electorate),
            Electorate::Frozen(Carried::Here(roll)) if roll.members.is_empty() || !roll.is_sound() => {
                Err(PaperError::Roll)
            }
            Electorate::Frozen(Carried::Parts(parts)) if parts.is_empty() => Err(PaperError::Roll),
            _ => Ok(()),
        }
    }

    /// Returns the canonical bytes, as they stand in the decision's document.
    pub fn to_bytes(&self) -> Vec<u8> {
        wire::to_bytes(self)
    }

    /// Returns the opening's name: the hash of the paper's canonical bytes.
    pub fn id(&self) -> Hash {
        Hash::of(&self.to_bytes())
    }

    /// Reads a roll that travelled in parts, given those parts' bytes in order.
    ///
    /// # Errors
    /// When the bytes are not a roll in canonical form, sorted and not empty.
    pub fn roll_from_parts(bytes: &[u8]) -> Result<Roll, PaperError> {
        let roll: Roll = wire::from_bytes(bytes).map_err(|_| PaperError::Roll)?;
        if roll.members.is_empty() || !roll.is_sound() {
            return Err(PaperError::Roll);
        }
        Ok(roll)
    }
}

/// What somebody answers. New shapes, for other ways of deciding, are added at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Answer {
    /// One position.
    Position(Position),
}

/// One person's answer to one opening: a whole value, replaced as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stance {
    /// The opening it answers.
    pub opening: Hash,
    /// The answer.
    pub answer: Answer,
    /// The words that go with it, as the hash of a part.
    pub reason: Option<Hash>,
}

impl Stance {
    /// Returns the position, when the answer fits this way of deciding.
    pub fn position(&self, protocol: &Protocol) -> Option<Position> {
        let Answer::Position(position) = self.answer;
        protocol.positions().contains(&position).then_some(position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_compared_exactly() {
        assert!(Share::TWO_THIRDS.reached(2, 3));
        assert!(Share::TWO_THIRDS.reached(4, 6));
        assert!(!Share::TWO_THIRDS.reached(3_333, 5_000));
        assert!(!Share::HALF.reached(0, 0), "nobody is not half of nobody");
        assert!(Share::NONE.reached(0, 0));
    }

    #[test]
    fn thousandths_round_half_up() {
        assert_eq!(thousandths(7, 8), 875);
        assert_eq!(thousandths(2, 3), 667);
        assert_eq!(thousandths(1, 2_000), 1);
        assert_eq!(thousandths(0, 0), 0);
    }

    #[test]
    fn a_roll_knows_who_is_resting() {
        let id = |n: u8| MemberId([n; 32]);
        let roll = Roll::new(vec![id(3), id(1), id(2), id(3)], &[id(2), id(9)]);
        assert_eq!(roll.members, vec![id(1), id(2), id(3)]);
        assert_eq!(roll.present(), 2);
        assert!(roll.is_resting(&id(2)) && !roll.is_resting(&id(1)) && !roll.is_resting(&id(9)));
    }

    #[test]
    fn papers_that_cannot_open_are_refused() {
        let good = Paper {
            question: "Shall we?".into(),
            wording: String::new(),
            protocol: Protocol::proposal(3),
            electorate: Electorate::Frozen(Carried::Here(Roll::new(vec![MemberId([1; 32])], &[]))),
            opened: 0,
            end: End::At(DAY),
            travel: TRAVEL,
            reasons: Reasons::Against,
            purpose: Purpose::Words,
            replaces: None,
        };
        assert_eq!(good.check(), Ok(()));
        let refuse = |change: &dyn Fn(&mut Paper), error| {
            let mut paper = good.clone();
            change(&mut paper);
            assert_eq!(paper.check(), Err(error));
        };
        refuse(&|p| p.question = " ".into(), PaperError::Question);
        refuse(&|p| p.wording = "x".repeat(MAX_WORDING + 1), PaperError::Wording);
        refuse(&|p| p.end = End::At(0), PaperError::End);
        refuse(&|p| (p.opened, p.end) = (i64::MIN, End::At(i64::MAX)), PaperError::End);
        refuse(&|p| p.travel = -1, PaperError::Travel);
        refuse(&|p| p.electorate = Electorate::Open, PaperError::Electorate);
        refuse(&|p| p.electorate = Electorate::Frozen(Carried::Parts(vec![])), PaperError::Roll);
        let over = Share { of: 101, out_of: 100 };
        refuse(
            &|p| {
                p.protocol = Protocol::Proposal {
                    block: false,
                    threshold: Threshold::AtLeast(over),
                    quorum: Share::HALF,
                };
            },
            PaperError::Share,
        );
    }
}
