//! A decision as data: the paper that opens it, the ways of deciding, and the answers.

use serde::{Deserialize, Serialize};

use crate::charter::CharterChange;
use crate::id::{EntryId, Hash, MemberId, RecordId};
use crate::money::{Amount, Currency};
use crate::settle::Giving;
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
/// The most options of one decision.
pub const MAX_OPTIONS: usize = 200;
/// The longest option, in bytes.
pub const MAX_OPTION: usize = 300;
/// The highest number that a score may go up to.
pub const MAX_SCORE: u8 = 100;
/// How long after an opening the one that amends it ends at the earliest: 48 hours, in milliseconds.
pub const AMENDED: i64 = 48 * HOUR;

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
    /// Does anyone object?
    Consent {
        /// Whether silence consents: carried at the end without objection when more than half of those present were
        /// reached.
        silence: bool,
        /// Which share of those present has to answer, where silence does not consent.
        quorum: Share,
    },
    /// Which one?
    Choose {
        /// How many options one may choose.
        up_to: u16,
        /// Which share of those present has to answer.
        quorum: Share,
        /// Which share of those who answered has to choose the winner.
        threshold: Share,
    },
    /// How much do you like each? The highest sum wins.
    Score {
        /// The highest number; the lowest is 0.
        max: u8,
        /// Which share of those present has to answer.
        quorum: Share,
    },
    /// When? Takes whoever is a member when answering; never binds.
    TimePoll,
    /// A budget round: everybody gives their allotment to what they want to see happen. See [`Paper::giving`].
    Giving,
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

    /// Returns the consent with the defaults: half of those present answered.
    pub fn consent(silence: bool) -> Self {
        Self::Consent { silence, quorum: if silence { Share::NONE } else { Share::HALF } }
    }

    /// Returns the word by which commands and data name it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SenseCheck => "sense-check",
            Self::Proposal { .. } => "proposal",
            Self::Consent { .. } => "consent",
            Self::Choose { .. } => "choose",
            Self::Score { .. } => "score",
            Self::TimePoll => "time-poll",
            Self::Giving => "giving",
        }
    }

    /// Returns true when whoever is a member when answering takes part, so that it ends at *counted*.
    pub fn is_open_to_newcomers(&self) -> bool {
        matches!(self, Self::SenseCheck | Self::TimePoll)
    }

    /// Returns the positions one can take, in the order in which they are offered; none where one answers otherwise.
    pub fn positions(&self) -> &'static [Position] {
        match self {
            Self::SenseCheck => &[Position::Fine, Position::NotSure, Position::NotForMe],
            Self::Proposal { block: false, .. } => &[Position::For, Position::Abstain, Position::Against],
            Self::Proposal { block: true, .. } => {
                &[Position::For, Position::Abstain, Position::Against, Position::Block]
            }
            Self::Consent { .. } => &[Position::Consent, Position::WithWorry, Position::Objection],
            Self::Choose { .. } | Self::Score { .. } | Self::TimePoll | Self::Giving => &[],
        }
    }

    /// Returns how many days it stays open by default.
    pub fn default_days(&self) -> i64 {
        match self {
            Self::SenseCheck => 3,
            Self::Giving => 14,
            _ => 7,
        }
    }

    /// Returns whether a result is hidden until one has answered, unless the opening says otherwise: where seeing the
    /// others pulls.
    pub fn default_hide(&self) -> Hide {
        match self {
            Self::Choose { .. } | Self::Score { .. } => Hide::UntilAnswered,
            _ => Hide::Never,
        }
    }

    fn shares(&self) -> Vec<Share> {
        match self {
            Self::SenseCheck | Self::TimePoll | Self::Giving => Vec::new(),
            Self::Proposal { threshold: Threshold::MoreForThanAgainst, quorum, .. } => vec![*quorum],
            Self::Proposal { threshold: Threshold::AtLeast(share), quorum, .. } => vec![*share, *quorum],
            Self::Consent { quorum, .. } | Self::Score { quorum, .. } => vec![*quorum],
            Self::Choose { quorum, threshold, .. } => vec![*quorum, *threshold],
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
    /// Consent.
    Consent,
    /// Consent, with a worry.
    WithWorry,
    /// Objection: I see harm.
    Objection,
}

impl Position {
    /// All positions, in their order.
    pub const ALL: [Self; 10] = [
        Self::Fine,
        Self::NotSure,
        Self::NotForMe,
        Self::For,
        Self::Abstain,
        Self::Against,
        Self::Block,
        Self::Consent,
        Self::WithWorry,
        Self::Objection,
    ];

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
            Self::Consent => "consent",
            Self::WithWorry => "with-worry",
            Self::Objection => "objection",
        }
    }

    /// Returns the position of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|position| position.word() == word)
    }

    /// Returns true where a reason is asked for when the opening asks for reasons against.
    pub fn is_against(self) -> bool {
        matches!(self, Self::NotForMe | Self::Against | Self::Block | Self::Objection)
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

impl Reasons {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Optional => "optional",
            Self::Against => "against",
            Self::Required => "required",
        }
    }
}

/// Until when faces do not show what others answered. Anybody who holds the data could look: said plainly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Hide {
    /// Shown from the start.
    Never,
    /// Until I have answered.
    UntilAnswered,
    /// Until the end.
    UntilEnd,
}

impl Hide {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::UntilAnswered => "until-answered",
            Self::UntilEnd => "until-end",
        }
    }

    /// Returns the setting of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Never, Self::UntilAnswered, Self::UntilEnd].into_iter().find(|hide| hide.word() == word)
    }
}

/// One option to choose, to score, or to meet at.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Choice {
    /// In words.
    Words(String),
    /// A time: from and until, in milliseconds since 1970.
    Slot(i64, i64),
}

impl Choice {
    fn is_sound(&self) -> bool {
        match self {
            Self::Words(text) => !text.trim().is_empty() && text.len() <= MAX_OPTION,
            Self::Slot(from, until) => from < until && until.saturating_sub(*from) <= 366 * DAY,
        }
    }
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

impl<T> Carried<T> {
    /// Reads a value that fills the rest of `bytes`, with what reads it where it stands; `None` for anything else.
    pub fn read(bytes: &[u8], here: impl FnOnce(&[u8]) -> Option<T>) -> Option<Self> {
        match bytes.split_first()? {
            (0, rest) => here(rest).map(Self::Here),
            (1, rest) => wire::from_bytes(rest).ok().map(Self::Parts),
            _ => None,
        }
    }
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

    /// Reads a roll as [`wire::from_bytes`] does, but for its members, of whom there may be thousands: they stand one after
    /// the other as they are.
    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (many, rest) = wire::take::<u64>(bytes).ok()?;
        let (members, rest) = rest.split_at_checked(usize::try_from(many).ok()?.checked_mul(32)?)?;
        let (members, _) = members.as_chunks::<32>();
        let resting = wire::from_bytes(rest).ok()?;
        Some(Self { members: members.iter().copied().map(MemberId).collect(), resting })
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
    /// The charter in force changes in this one thing.
    Charter(CharterChange),
    /// This member is removed.
    Removal(MemberId),
    /// The person of this join is let in.
    Admission(EntryId),
    /// This amount is released for a budget round.
    Release {
        /// The currency.
        currency: Currency,
        /// How much.
        amount: Amount,
    },
}

impl Purpose {
    /// Returns true when it changes the community itself: its charter, or who is in it.
    pub fn is_about_the_house(&self) -> bool {
        matches!(self, Self::Charter(_) | Self::Removal(_) | Self::Admission(_))
    }
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
    /// What one can choose, where the way of deciding asks for it.
    pub options: Vec<Choice>,
    /// Until when faces do not show what others answered.
    pub hide: Hide,
    /// What it is about: a project, an intention.
    pub about: Option<RecordId>,
    /// What makes a budget round.
    pub giving: Option<Giving>,
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
    #[error("only sense checks and time polls take whoever is a member when answering")]
    Electorate,
    /// Too few or too many options, twice the same, or options where none are asked for.
    #[error("this way of deciding has between {least} and {MAX_OPTIONS} different options of at most {MAX_OPTION} bytes", least = LEAST_OPTIONS)]
    Options,
    /// How many may be chosen, or the highest number, is out of bounds.
    #[error("one chooses at least one option and at most all of them, and scores up to at most {MAX_SCORE}")]
    Bounds,
    /// More would be given than there is, not everybody has an allotment, or giving is none.
    #[error("a round gives everybody who takes part an allotment, and together no more than there is")]
    Giving,
}

/// The fewest options where options are asked for.
const LEAST_OPTIONS: usize = 2;

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
        if !self.protocol.shares().iter().all(Share::is_sound) {
            return Err(PaperError::Share);
        }
        self.check_options()?;
        let gives = self.protocol == Protocol::Giving;
        if gives != self.giving.is_some() || self.giving.as_ref().is_some_and(|giving| !giving.is_sound()) {
            return Err(PaperError::Giving);
        }
        if let (Some(giving), Electorate::Frozen(Carried::Here(roll))) = (&self.giving, &self.electorate)
            && giving.allotments.len() != roll.members.len()
        {
            return Err(PaperError::Giving);
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

    fn check_options(&self) -> Result<(), PaperError> {
        let many = self.options.len();
        let different = self.options.iter().collect::<std::collections::BTreeSet<_>>().len() == many;
        let sound = different && self.options.iter().all(Choice::is_sound);
        let slots = self.options.iter().all(|option| matches!(option, Choice::Slot(..)));
        let words = self.options.iter().all(|option| matches!(option, Choice::Words(_)));
        let fits = match self.protocol {
            Protocol::Choose { .. } | Protocol::Score { .. } => {
                words && (LEAST_OPTIONS..=MAX_OPTIONS).contains(&many)
            }
            Protocol::TimePoll => slots && (LEAST_OPTIONS..=MAX_OPTIONS).contains(&many),
            _ => many == 0,
        };
        if !sound || !fits {
            return Err(PaperError::Options);
        }
        match self.protocol {
            Protocol::Choose { up_to, .. } if up_to == 0 || usize::from(up_to) > many => {
                Err(PaperError::Bounds)
            }
            Protocol::Score { max, .. } if max == 0 || max > MAX_SCORE => Err(PaperError::Bounds),
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
        let roll = Roll::from_bytes(bytes).ok_or(PaperError::Roll)?;
        if roll.members.is_empty() || !roll.is_sound() {
            return Err(PaperError::Roll);
        }
        Ok(roll)
    }
}

/// How somebody stands to one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SlotAnswer {
    /// Yes.
    Yes,
    /// If need be.
    IfNeedBe,
    /// No.
    No,
}

impl SlotAnswer {
    /// Returns the word by which commands and data name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::IfNeedBe => "if-need-be",
            Self::No => "no",
        }
    }

    /// Returns the answer of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Yes, Self::IfNeedBe, Self::No].into_iter().find(|answer| answer.word() == word)
    }
}

/// What somebody answers. New shapes, for other ways of deciding, are added at the end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Answer {
    /// One position.
    Position(Position),
    /// The places of the options chosen; sorted, each once. None: none of them.
    Options(Vec<u16>),
    /// A number for each option; `None` where one has no opinion.
    Scores(Vec<Option<u8>>),
    /// One answer for each time.
    Slots(Vec<SlotAnswer>),
    /// What one gives to each bucket; sorted, each bucket once, nothing left out that is not nothing.
    Gifts(Vec<(RecordId, Amount)>),
}

impl Answer {
    /// Returns true when the answer fits this paper.
    pub fn fits(&self, paper: &Paper) -> bool {
        let many = paper.options.len();
        match (self, &paper.protocol) {
            (Self::Position(position), protocol) => protocol.positions().contains(position),
            (Self::Options(chosen), Protocol::Choose { up_to, .. }) => {
                chosen.len() <= usize::from(*up_to)
                    && chosen.windows(2).all(|pair| pair[0] < pair[1])
                    && chosen.iter().all(|&option| usize::from(option) < many)
            }
            (Self::Scores(scores), Protocol::Score { max, .. }) => {
                scores.len() == many && scores.iter().flatten().all(|score| score <= max)
            }
            (Self::Slots(slots), Protocol::TimePoll) => slots.len() == many,
            // Whether it is within one's own allotment, counting says.
            (Self::Gifts(gifts), Protocol::Giving) => {
                paper.giving.as_ref().is_some_and(|giving| giving.allows(gifts, Amount(u64::MAX)))
            }
            _ => false,
        }
    }
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
    /// Returns true when the answer counts for an opening with this paper that amends those in `replaced`: given to
    /// it, or a consent given to one that it amends. An objection to an earlier wording lapses unless repeated.
    pub fn counts_for(&self, opening: &Hash, paper: &Paper, replaced: &[Hash]) -> bool {
        let consents = matches!(self.answer, Answer::Position(Position::Consent | Position::WithWorry));
        let given = self.opening == *opening || (consents && replaced.contains(&self.opening));
        given && self.answer.fits(paper)
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
            options: Vec::new(),
            hide: Hide::Never,
            about: None,
            giving: None,
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
        let words = |n: usize| (0..n).map(|i| Choice::Words(format!("option {i}"))).collect::<Vec<_>>();
        refuse(&|p| p.options = words(2), PaperError::Options);
        let choose = |up_to| Protocol::Choose { up_to, quorum: Share::HALF, threshold: Share::NONE };
        refuse(&|p| (p.protocol, p.options) = (choose(1), words(1)), PaperError::Options);
        refuse(&|p| (p.protocol, p.options) = (choose(1), words(MAX_OPTIONS + 1)), PaperError::Options);
        refuse(&|p| (p.protocol, p.options) = (choose(3), words(2)), PaperError::Bounds);
        refuse(&|p| (p.protocol, p.options) = (choose(0), words(2)), PaperError::Bounds);
        let twice = || vec![Choice::Words("a".into()), Choice::Words("a".into())];
        refuse(&|p| (p.protocol, p.options) = (choose(1), twice()), PaperError::Options);
        let score = |max| Protocol::Score { max, quorum: Share::HALF };
        refuse(&|p| (p.protocol, p.options) = (score(101), words(2)), PaperError::Bounds);
        let backwards = || vec![Choice::Slot(2, 1), Choice::Slot(1, 2)];
        let poll = |p: &mut Paper| (p.protocol, p.electorate) = (Protocol::TimePoll, Electorate::Open);
        refuse(
            &|p| {
                poll(p);
                p.options = backwards();
            },
            PaperError::Options,
        );
        refuse(
            &|p| {
                poll(p);
                p.options = words(2);
            },
            PaperError::Options,
        );
    }

    #[test]
    fn answers_fit_their_paper() {
        let paper = |protocol: Protocol, many: u16| Paper {
            question: "Which?".into(),
            wording: String::new(),
            protocol,
            electorate: Electorate::Open,
            opened: 0,
            end: End::At(DAY),
            travel: 0,
            reasons: Reasons::Off,
            purpose: Purpose::Words,
            replaces: None,
            options: (0..many).map(|i| Choice::Words(i.to_string())).collect(),
            hide: Hide::Never,
            about: None,
            giving: None,
        };
        let choose = paper(Protocol::Choose { up_to: 2, quorum: Share::NONE, threshold: Share::NONE }, 3);
        assert!(Answer::Options(vec![]).fits(&choose) && Answer::Options(vec![0, 2]).fits(&choose));
        for wrong in [vec![0, 1, 2], vec![1, 0], vec![1, 1], vec![3]] {
            assert!(!Answer::Options(wrong.clone()).fits(&choose), "{wrong:?}");
        }
        let score = paper(Protocol::Score { max: 5, quorum: Share::NONE }, 2);
        assert!(Answer::Scores(vec![Some(5), None]).fits(&score));
        assert!(
            !Answer::Scores(vec![Some(6), None]).fits(&score) && !Answer::Scores(vec![None]).fits(&score)
        );
        assert!(!Answer::Position(Position::For).fits(&score));
        let consent = paper(Protocol::consent(false), 0);
        assert!(Answer::Position(Position::Objection).fits(&consent));
        assert!(!Answer::Position(Position::Against).fits(&consent));
        let (new, old) = (Hash([1; 32]), Hash([2; 32]));
        let stance = |opening, position| Stance { opening, answer: Answer::Position(position), reason: None };
        assert!(stance(old, Position::WithWorry).counts_for(&new, &consent, &[old]));
        assert!(!stance(old, Position::Objection).counts_for(&new, &consent, &[old]), "it lapses");
        assert!(!stance(old, Position::Consent).counts_for(&new, &consent, &[]));
    }

    proptest::proptest! {
        #[test]
        fn a_roll_is_read_as_everything_else_is(
            members in proptest::collection::vec(proptest::array::uniform32(0..3u8), 0..200),
            resting in proptest::collection::vec(0..300u32, 0..5),
            cut in proptest::option::of((0..7_000usize, 0..=255u8)),
        ) {
            let mut bytes = wire::to_bytes(&Roll { members: members.into_iter().map(MemberId).collect(), resting });
            if let Some((at, byte)) = cut {
                let at = at % bytes.len();
                if byte == 0 { bytes.truncate(at) } else { bytes[at] = byte }
            }
            proptest::prop_assert_eq!(Roll::from_bytes(&bytes), wire::from_bytes::<Roll>(&bytes).ok());
        }
    }
}
